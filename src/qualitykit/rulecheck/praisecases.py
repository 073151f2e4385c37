"""Cases of praise.yaml. Format in docs/rule-tests.md."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.model import Period, Praise, Roster, Verified
from qualitykit.rulecheck.casepeople import MONTH, NOWHERE, MonthName, period_of, row_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.praise import count_praises, pay_praises
from qualitykit.standards.base import Day, Rule, Text
from qualitykit.standards.praise import PraiseRule
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["praise_needs", "run_praise_cases"]


class _Praise(Rule):
    on: Day
    level: str = ""
    channel: str = ""
    customer: str = ""
    content: str = ""
    contact: str = ""
    people: tuple[Text, ...] = ("A",)
    verified: bool = True
    verified_by: str = "V"
    verified_on: Day | None = None
    from_customer: bool = True
    team: str = ""


class _Praises(Rule):
    month: MonthName = MONTH
    praises: Annotated[tuple[_Praise, ...], Field(min_length=1)]


class _Paid(Rule):
    paid: dict[Text, Decimal] = Field(default_factory=dict)
    shown: dict[Text, Decimal] = Field(default_factory=dict)
    counted: dict[Text, int] = Field(default_factory=dict)


class _PraiseCase(Case):
    given: _Praises
    expect: _Paid


def praise_needs(standard: Standard) -> list[Covered]:
    """Each amount is paid; a month within the cap and one beyond; a repeat within and after the days."""
    rule = standard.praise
    needs = [(f"praise {one.name}", "paid") for one in rule.amounts]
    days = rule.same_customer_days
    needs += [("praise-cap praise", side) for side in (f"≤ {rule.cap:f}", f"> {rule.cap:f}")]
    return [*needs, ("praise-repeat praise", f"{days} days"), ("praise-repeat praise", f"{days + 1} days")]


def run_praise_cases(context: Context, cases: YamlValue) -> Ran:
    """What the praises of each case pay to whom."""
    ran = Ran()
    for case, node in parse_cases(_PraiseCase, cases, ran):
        rule = context.changed(PraiseRule, context.standard.praise, ("praise",), node, ran)
        if rule is None:
            continue
        period = period_of(case.given.month)
        people = sorted({name for one in case.given.praises for name in one.people})
        praises = [_praise(n, one, period) for n, one in enumerate(case.given.praises)]
        parts, problems = pay_praises(
            rule, praises, period=period, roster=Roster(tuple(row_of(name) for name in people))
        )
        ran.problems += problems
        paid = dict.fromkeys(people, Decimal(0))
        shown = dict.fromkeys(people, Decimal(0))
        for part in parts:
            paid[part.employee_no] = paid.get(part.employee_no, Decimal(0)) + part.paid
            shown[part.employee_no] = shown.get(part.employee_no, Decimal(0)) + part.shown
        counted = count_praises(parts)
        expect = case.expect
        got: dict[str, object] = {
            "paid": {name: paid.get(name, Decimal(0)) for name in expect.paid},
            "shown": {name: shown.get(name, Decimal(0)) for name in expect.shown},
            "counted": {name: counted.get(name, 0) for name in expect.counted},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(expect, got)))
        if case.changes is None and "paid" in expect.model_fields_set:
            ran.covered |= _praise_covered(rule, case.given.praises, shown)
    return ran


def _praise(number: int, given: _Praise, period: Period) -> Praise:
    return Praise(
        id=f"p{number:03d}",
        place=NOWHERE,
        people=given.people,
        service_on=given.on,
        verified=Verified.YES if given.verified else Verified.NO,
        verified_by=given.verified_by,
        verified_on=given.verified_on or period.last_day,
        level=given.level,
        channel=given.channel,
        customer=given.customer,
        contact_id=given.contact,
        content=given.content,
        from_customer=given.from_customer,
        team=given.team,
    )


def _praise_covered(
    rule: PraiseRule, praises: tuple[_Praise, ...], shown: Mapping[str, Decimal]
) -> set[Covered]:
    levels = {one.level if rule.by == "level" else one.channel for one in praises}
    covered = {(f"praise {one.name}", "paid") for one in rule.amounts if levels & {one.name, *one.words}}
    if "" in levels:
        covered.add((f"praise {rule.amounts[0].name}", "paid"))
    beyond = max(shown.values(), default=Decimal(0)) > rule.cap
    covered.add(("praise-cap praise", f"> {rule.cap:f}" if beyond else f"≤ {rule.cap:f}"))
    by_customer: dict[tuple[str, ...], list[date]] = {}
    for one in praises:
        if one.customer:
            by_customer.setdefault((*one.people, one.customer), []).append(one.on)
    gaps = {(day - min(days)).days for days in by_customer.values() for day in days}
    limits = {rule.same_customer_days, rule.same_customer_days + 1}
    return covered | {("praise-repeat praise", f"{gap} days") for gap in gaps & limits}
