"""Cases of indicators.yaml. Format in docs/rule-tests.md."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from qualitykit.rulecheck.context import Case, Context, Covered, OrNull, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.goals import judge_goals
from qualitykit.scoring.indicators import Earlier, Facts, judge_indicators
from qualitykit.standards.base import Id, Rule, Text
from qualitykit.standards.indicators import Fact, Indicators
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["indicator_needs", "run_indicator_cases"]

_Status = Literal["met", "missed", "none", "no-data", "too-short", "on-track", "behind"]
_Facts = dict[Fact, Decimal]


class _Given(Rule):
    months: Annotated[int, Field(ge=1, le=60)] = 1
    facts: _Facts = Field(default_factory=dict)
    activities: dict[Text, _Facts] = Field(default_factory=dict)
    base: _Facts = Field(default_factory=dict)
    elapsed: Annotated[int, Field(ge=0, le=120)] = 0


class _Expect(Rule):
    values: dict[Id, OrNull] = Field(default_factory=dict)
    status: dict[Id, _Status] = Field(default_factory=dict)
    expected: dict[Id, OrNull] = Field(default_factory=dict)
    goals: dict[Id, _Status] = Field(default_factory=dict)


class _IndicatorCase(Case):
    given: _Given
    expect: _Expect


def indicator_needs(standard: Standard) -> list[Covered]:
    """A target is met and missed; a rate without one is there and not, a count some and none; a goal is met
    and missed."""
    topic = standard.indicators
    if topic is None:
        return []
    needs: list[Covered] = []
    for one in topic.indicators:
        judged = one.at_least is not None or one.at_most is not None
        sides = ("met", "missed") if judged else ("none", "no-data") if one.denominator else ("none", "zero")
        needs += [(f"indicator {one.id}", side) for side in sides]
    needs += [(f"goal {goal.id}", side) for goal in topic.goals for side in ("met", "missed")]
    return needs


def run_indicator_cases(context: Context, cases: YamlValue) -> Ran:
    """What each case's facts give: values, whether the target is reached, and the goals on the way."""
    ran = Ran()
    for case, node in parse_cases(_IndicatorCase, cases, ran):
        now = context.standard.indicators or Indicators()
        rules = context.changed(Indicators, now, ("indicators",), node, ran)
        if rules is None:
            continue
        given, expect = case.given, case.expect
        place = node.mapping["given"].place
        named = [*expect.values, *expect.status]
        wrong = context.unknown("indicator", named, [one.id for one in rules.indicators], place)
        named = [*expect.expected, *expect.goals]
        wrong += context.unknown("goal", named, [one.id for one in rules.goals], place)
        ran.problems += wrong
        if wrong:
            continue
        facts = _facts(given.facts, given.activities, given.months)
        results = {one.id: one for one in judge_indicators(rules, facts)}
        base = Earlier(rules, _facts(given.base, {}, 1)) if given.base else None
        goals = {one.id: one for one in judge_goals(rules, base, facts, elapsed=given.elapsed)}
        got: dict[str, object] = {
            "values": {name: results[name].value for name in expect.values},
            "status": {name: results[name].status for name in expect.status},
            "expected": {name: goals[name].expected for name in expect.expected},
            "goals": {name: goals[name].status for name in expect.goals},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(expect, got)))
        if case.changes is None:
            ran.covered |= {
                (f"indicator {name}", results[name].status) for name in {*expect.values, *expect.status}
            }
            ran.covered |= {
                (f"indicator {name}", "zero") for name in expect.values if results[name].value == 0
            }
            ran.covered |= {(f"goal {name}", goals[name].status) for name in expect.goals}
    return ran


def _facts(given: _Facts, activities: Mapping[str, _Facts], months: int) -> Facts:
    """The facts as a case writes them; the months have no names."""
    return Facts(
        months=tuple(str(number) for number in range(months)),
        numbers={fact: Fraction(number) for fact, number in given.items()},
        activities={
            kind: {fact: Fraction(number) for fact, number in facts.items()}
            for kind, facts in activities.items()
        },
    )
