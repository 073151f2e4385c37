"""Cases of deadlines.yaml. Format in docs/rule-tests.md."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from qualitykit.problems import problem
from qualitykit.rulecheck.casepeople import MONTH, MonthName, period_of
from qualitykit.rulecheck.caserecords import GivenRecord, moment_of, records_of
from qualitykit.rulecheck.context import Case, Context, Covered, OrNull, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.callbacks import callback_rates
from qualitykit.scoring.deadline_results import CallbackResult, DeadlineResult
from qualitykit.scoring.deadlines import end_of_period, judge_deadlines
from qualitykit.standards.base import Id, Rule
from qualitykit.standards.deadlines import Deadlines
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["deadline_needs", "run_deadline_cases"]

_State = Literal["met", "late", "open", "overdue", "unknown", "measured", "none"]


class _Given(Rule):
    month: MonthName = MONTH
    as_of: str = ""
    complaints: tuple[GivenRecord, ...] = ()
    requests: tuple[GivenRecord, ...] = ()


class _Expect(Rule):
    states: dict[Id, tuple[_State, ...]] = Field(default_factory=dict)
    due: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    late_minutes: dict[Id, tuple[int, ...]] = Field(default_factory=dict)
    percent: dict[Id, OrNull] = Field(default_factory=dict)
    reached: dict[Id, bool] = Field(default_factory=dict)


class _DeadlineCase(Case):
    given: _Given
    expect: _Expect


def deadline_needs(standard: Standard) -> list[Covered]:
    """Each deadline is kept and missed, one without a limit measured; each call-back's target, both sides."""
    if standard.deadlines is None:
        return []
    needs: list[Covered] = []
    for one in standard.deadlines.deadlines:
        judged = one.limit is not None or one.until is not None
        needs += [(f"deadline {one.id}", side) for side in (("met", "late") if judged else ("measured",))]
    for rule in standard.deadlines.callbacks:
        needs += [(f"callback {rule.id}", side) for side in ("reached", "missed")]
    return needs


def run_deadline_cases(context: Context, cases: YamlValue) -> Ran:
    """How each case's records stand against the deadlines, and its call-back rates."""
    ran = Ran()
    for case, node in parse_cases(_DeadlineCase, cases, ran):
        now = context.standard.deadlines or Deadlines()
        rules = context.changed(Deadlines, now, ("deadlines",), node, ran)
        if rules is None:
            continue
        place = node.mapping["given"].place
        given, expect = case.given, case.expect
        complaints, requests, wrong = records_of(given.complaints, given.requests, place)
        named = [*expect.states, *expect.due, *expect.late_minutes]
        wrong += context.unknown("deadline", named, [one.id for one in rules.deadlines], place)
        rates = [*expect.percent, *expect.reached]
        wrong += context.unknown("callback", rates, [one.id for one in rules.callbacks], place)
        as_of = end_of_period(period_of(given.month))
        if given.as_of:
            try:
                until = moment_of(given.as_of)
            except ValueError:
                wrong.append(problem("QK512", place, given.as_of))
            else:
                as_of = until if isinstance(until, datetime) else datetime.fromisoformat(f"{until}T00:00")
        ran.problems += wrong
        if wrong:
            continue
        results = judge_deadlines(lambda _day, own=rules: own, complaints, requests, as_of=as_of)  # type: ignore[misc]
        callbacks = {one.rule: one for one in callback_rates(rules.callbacks, requests, results)}
        found = _Found(rules, results, [one.id for one in complaints], [one.id for one in requests])
        got: dict[str, object] = {
            "states": {name: found.each(name, _state) for name in expect.states},
            "due": {name: found.each(name, _due) for name in expect.due},
            "late_minutes": {name: found.each(name, _late) for name in expect.late_minutes},
            "percent": {name: callbacks[name].percent for name in expect.percent},
            "reached": {name: callbacks[name].met for name in expect.reached},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(expect, got)))
        if case.changes is None:
            ran.covered |= _covers(expect, results, callbacks)
    return ran


class _Found:
    """The results of a case, by rule and in the order of its records."""

    def __init__(
        self,
        rules: Deadlines,
        results: Sequence[DeadlineResult],
        complaints: list[str],
        requests: list[str],
    ) -> None:
        self.kinds = {one.id: one.record for one in rules.deadlines}
        self.order = {"complaint": complaints, "request": requests}
        self.by_subject = {(one.rule, one.record, one.subject): one for one in results}

    def each(self, rule: str, tell: Callable[[DeadlineResult | None], object]) -> tuple[object, ...]:
        """What ``tell`` says of each record of the rule's kind, in order."""
        kind = self.kinds[rule]
        return tuple(tell(self.by_subject.get((rule, kind, name))) for name in self.order[kind])


def _state(result: DeadlineResult | None) -> object:
    return result.state if result else "none"


def _due(result: DeadlineResult | None) -> object:
    return f"{result.due:%Y-%m-%d %H:%M}" if result and result.due else ""


def _late(result: DeadlineResult | None) -> object:
    late = result.late_seconds if result else None
    return timedelta(seconds=late or 0) // timedelta(minutes=1)


def _covers(
    expect: _Expect, results: Sequence[DeadlineResult], callbacks: dict[str, CallbackResult]
) -> set[Covered]:
    covered: set[Covered] = set()
    for one in results:
        if one.rule in expect.states:
            covered.add((f"deadline {one.rule}", "late" if one.state == "overdue" else one.state))
    for name in {*expect.percent, *expect.reached}:
        if callbacks[name].met is not None:
            covered.add((f"callback {name}", "reached" if callbacks[name].met else "missed"))
    return covered
