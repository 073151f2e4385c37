"""Cases of bonus.yaml. Format in docs/rule-tests.md."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.model import ContestResult, Period, SpecialAward
from qualitykit.rulecheck.casepeople import (
    MONTH,
    NOWHERE,
    Candidate,
    MonthName,
    person_of,
    row_of,
    workforce_of,
)
from qualitykit.rulecheck.context import Case, Context, Covered, OrNull, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring import results as found
from qualitykit.scoring.bonus import Claims, pay_month
from qualitykit.scoring.results import (
    SourceScore,
    StarResult,
)
from qualitykit.standards.base import Day, Rule, Text
from qualitykit.standards.bonus import Bonus
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["bonus_needs", "run_bonus_cases"]


_NO_PRIZE = ("no-prize contest", "nothing")


class _Pay(Rule):
    month: MonthName = MONTH
    base: Decimal | None = None
    score: OrNull = None
    enough: bool = True
    joined: Day | None = None
    left: Day | None = None
    step: Annotated[int, Field(ge=1)] | None = None
    complaints: Annotated[int, Field(ge=0)] = 0
    evaluations: Annotated[int, Field(ge=0)] = 5
    stars: dict[Text, Decimal] = Field(default_factory=dict)
    contest: Annotated[int, Field(ge=1)] | None = None
    special: Annotated[Decimal, Field(gt=0)] | None = None  # yuan of a special award


class _Lines(Rule):
    performance: OrNull = None
    withheld: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    contest: Decimal = Decimal(0)
    special: Decimal = Decimal(0)
    stars: dict[Text, Decimal] = Field(default_factory=dict)


class _BonusCase(Case):
    given: _Pay
    expect: _Lines


def bonus_needs(standard: Standard) -> list[Covered]:
    """Each band at its low end and just below its high end; no score; each withholding step."""
    bonus, needs = standard.bonus, []
    if bonus.method == "bands":
        for band in bonus.bands:
            name = f"band {band.low:f}-{band.high:f}"
            high = band.high if band.high >= 100 else band.high - Decimal("0.01")
            needs += [(name, f"{band.low:f}"), (name, f"{high:f}")]
    else:
        needs += [(f"point {point.score:f}", f"{point.score:f}") for point in bonus.points]
    needs.append(("no-score bonus", "null"))
    needs += [(f"prize {prize.rank}", "paid") for prize in bonus.contest]
    needs += [_NO_PRIZE] if bonus.contest else []
    if bonus.special_clause in {clause.id for clause in standard.clauses}:
        needs += [("special-award special", "paid"), ("special-award special", "nothing")]
    for step in standard.ladder.steps:
        if any(effect.kind == "withhold" for effect in step.effects):
            needs.append((f"step {step.step}", "withheld"))
    return needs


def run_bonus_cases(context: Context, cases: YamlValue) -> Ran:
    """The bonus lines of each case's one employee (``A``), and shares of stars where a budget is tried."""
    ran = Ran()
    for case, node in parse_cases(_BonusCase, cases, ran):
        bonus = context.changed(Bonus, context.standard.bonus, ("bonus",), node, ran)
        if bonus is None:
            continue
        standard = context.standard.model_copy(update={"bonus": bonus})
        given = case.given
        steps = {step.step for step in standard.ladder.steps}
        wrong = context.unknown(
            "step", [str(given.step)] if given.step else [], [str(s) for s in steps], node.place
        )
        ran.problems += wrong
        if wrong:
            continue
        lines = _pay(standard, given)
        performance = [amount for kind, name, amount in lines if kind == "performance" and name == "A"]
        got: dict[str, object] = {
            "performance": performance[0] if performance else None,
            "withheld": sum((a for kind, name, a in lines if kind == "withheld"), Decimal(0)),
            "contest": sum((a for kind, _name, a in lines if kind == "contest"), Decimal(0)),
            "special": sum((a for kind, _name, a in lines if kind == "special"), Decimal(0)),
            "total": sum((a for _kind, name, a in lines if name == "A"), Decimal(0)),
            "stars": {name: a for kind, name, a in lines if kind == "star"},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None:
            ran.covered |= _bonus_covered(bonus, case)
    return ran


def _pay(standard: Standard, given: _Pay) -> list[tuple[str, str, Decimal]]:
    row = row_of("A", bonus_base=given.base, hired_on=given.joined, left_on=given.left)
    others = [row_of(name) for name in given.stars if name != "A"]
    workforce = workforce_of(row, *others, month=given.month)
    person = person_of("A", Candidate(score=given.score, enough=given.enough), ["call-review"])
    days = workforce.days_employed("A")
    source = SourceScore("call-review", Decimal(1), given.evaluations, given.score, True, (), ())
    person = replace(person, days_employed=days, sources=(source,))
    cases = [_ladder_case(standard, given.step, workforce.period)] if given.step else []
    stars = [
        StarResult(name, rank, Decimal(90), amount, ())
        for rank, (name, amount) in enumerate(given.stars.items(), start=1)
    ]
    contests = [ContestResult("contest", "A", "", given.contest, NOWHERE)] if given.contest else []
    awards = [SpecialAward("award", "A", "", given.special, NOWHERE)] if given.special else []
    claims = Claims(
        cases=cases,
        stars=stars,
        contests=contests,
        special_awards=awards,
        complaints={"A": given.complaints},
    )
    return [
        (line.kind, line.employee_no, line.amount)
        for line in pay_month(standard, workforce, [person], claims).lines
    ]


def _ladder_case(standard: Standard, number: int, period: Period) -> found.Case:
    step = next(one for one in standard.ladder.steps if one.step == number)
    effects = tuple(
        (one.kind, f"{one.percent:f}" if one.percent is not None else one.propose or "", None)
        for one in step.effects
    )
    return found.Case(
        id="case",
        employee_no="A",
        incidents=(),
        step=number,
        step_id=step.id,
        step_title=step.title,
        clause=step.clause,
        earlier=(),
        raised_by="",
        first_incident_on=period.first_day,
        served_on=period.last_day,
        served_how="rule",
        expires_on=period.last_day,
        effects=effects,
    )


def _bonus_covered(bonus: Bonus, case: _BonusCase) -> set[Covered]:
    if not case.expect.model_fields_set & {"performance", "withheld", "contest", "special"}:
        return set()
    given = case.given
    covered: set[Covered] = set()
    if given.contest and "contest" in case.expect.model_fields_set:
        ranks = {prize.rank for prize in bonus.contest}
        rule, side = (f"prize {given.contest}", "paid") if given.contest in ranks else _NO_PRIZE
        covered.add((rule, side))
    if "special" in case.expect.model_fields_set:
        covered.add(("special-award special", "paid" if given.special else "nothing"))
    if given.score is None or not given.enough:
        covered.add(("no-score bonus", "null"))
    else:
        covered |= {
            (f"band {band.low:f}-{band.high:f}", f"{value:f}")
            for band in bonus.bands
            for value in (band.low, band.high if band.high >= 100 else band.high - Decimal("0.01"))
            if value == given.score
        }
        points = [point.score for point in bonus.points]
        covered |= {(f"point {point:f}", f"{point:f}") for point in points if point == given.score}
    if given.step and "withheld" in case.expect.model_fields_set:
        covered.add((f"step {given.step}", "withheld"))
    return covered
