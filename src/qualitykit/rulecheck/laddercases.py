"""Cases of ladder.yaml: incidents in, steps out, month by month. Format in docs/rule-tests.md."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from qualitykit.i18n import N_
from qualitykit.model import Complaint, Roster, ServedWarning, Verified
from qualitykit.rulecheck.casepeople import MONTH, NOWHERE, MonthName, period_of, row_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring import results
from qualitykit.scoring.incidents import Finding, findings_of_complaint, merge_incidents
from qualitykit.scoring.ladder import climb
from qualitykit.scoring.results import Incident, LiveWarning, Violation
from qualitykit.scoring.violations import complaint_category
from qualitykit.standards.base import Day, Id, IncidentSeverity, Rule, Text
from qualitykit.standards.ladder import Ladder
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["ladder_needs", "run_ladder_cases"]


class _Incident(Rule):
    on: Day
    severity: IncidentSeverity | None = None
    kind: Id | None = None
    category: Id | None = None
    found_on: Day | None = None
    contact: str = ""
    confirmed: bool = True


class _Complaint(Rule):
    on: Day
    category: Text  # as the register has it
    valid: Literal["yes", "no", "pending"] = "yes"


class _Served(Rule):
    incident: Day
    on: Day
    step: int | None = None


def _as_incident(value: object) -> object:
    return {"on": value} if isinstance(value, str) else value


class _Given(Rule):
    month: MonthName = MONTH
    incidents: tuple[Annotated[_Incident, BeforeValidator(_as_incident)], ...] = ()
    complaints: tuple[_Complaint, ...] = ()
    served: tuple[_Served, ...] = ()
    joined: Day | None = None
    notice_signed: Day | None = None
    keeps_notice: bool = False

    @model_validator(mode="after")
    def _has_some(self) -> Self:
        if not (self.incidents or self.complaints):
            raise ValueError(N_("a case of the ladder needs incidents or complaints"))
        return self


class _Expect(Rule):
    steps: dict[Day, int] = Field(default_factory=dict)
    cases: int = 0
    status: dict[Day, Literal["counts", "coaching", "pending"]] = Field(default_factory=dict)
    effects: tuple[str, ...] = ()


class _LadderCase(Case):
    given: _Given
    expect: _Expect


def ladder_needs(standard: Standard) -> list[Covered]:
    """Each step is reached and not; each kind counts, and does not where nobody confirmed it; a complaint of
    each category counts where it is valid only; the window, both sides."""
    ladder = standard.ladder
    sides = ("reached", "not reached") if len(ladder.steps) > 1 else ("reached",)
    needs = [(f"step {step.step}", side) for step in ladder.steps for side in sides]
    needs += [(f"kind {kind.id}", side) for kind in ladder.kinds for side in ("counts", "not confirmed")]
    needs += [
        (f"category {one.id}", side) for one in ladder.complaint_categories for side in ("valid", "not valid")
    ]
    return [*needs, ("window ladder", "inside"), ("window ladder", "outside")]


def run_ladder_cases(context: Context, cases: YamlValue) -> Ran:
    """Replay each case's incidents month by month; what steps they lead to."""
    ran = Ran()
    for case, node in parse_cases(_LadderCase, cases, ran):
        ladder = context.changed(Ladder, context.standard.ladder, ("ladder",), node, ran)
        if ladder is None:
            continue
        given = case.given
        place = node.mapping["given"].place
        kinds = [one.kind for one in given.incidents if one.kind]
        categories = [one.category for one in given.incidents if one.category]
        wrong = context.unknown("kind", kinds, [kind.id for kind in ladder.kinds], place)
        wrong += context.unknown("category", categories, [c.id for c in ladder.complaint_categories], place)
        ran.problems += wrong
        if wrong:
            continue
        findings = [_finding(ladder, n, one) for n, one in enumerate(given.incidents)]
        standard = context.standard.model_copy(update={"ladder": ladder})
        for n, complaint in enumerate(given.complaints):
            findings += findings_of_complaint(standard, _complaint(n, complaint))
        found, incidents = _replay(ladder, given, findings)
        steps = {name: one.step for one in found for name in one.incidents}
        days = {one.day: steps[one.id] for one in incidents if one.id in steps}
        status = {one.day: one.status for one in incidents}
        got: dict[str, object] = {
            "steps": {day: days.get(day) for day in case.expect.steps},
            "cases": len(found),
            "status": {day: status.get(day) for day in case.expect.status},
            "effects": tuple(_effect(one) for one in (found[-1].effects if found else ())),
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None and "steps" in case.expect.model_fields_set:
            ran.covered |= _covers(ladder, given, set(steps.values()))
        if case.changes is None and case.expect.model_fields_set & {"steps", "status", "cases"}:
            ran.covered |= _sides(ladder, given, {one.day for one in incidents if one.id in steps})
    return ran


def _complaint(number: int, given: _Complaint) -> Complaint:
    return Complaint(
        f"complaint:{number}",
        NOWHERE,
        given.on,
        people=("A",),
        contact_on=given.on,
        category=given.category,
        valid=Verified(given.valid),
        judged_by="V",
        confirmed_by="W",
    )


def _sides(ladder: Ladder, given: _Given, counted: set[date]) -> set[Covered]:
    """Which acts counted and which did not, by whether a person confirmed them or found them valid."""
    covered: set[Covered] = set()
    for one in given.incidents:
        if one.kind and one.confirmed is (one.on in counted):
            covered.add((f"kind {one.kind}", "counts" if one.confirmed else "not confirmed"))
    for complaint in given.complaints:
        valid = complaint.valid == "yes"
        category = complaint_category(ladder, complaint.category)
        if category is not None and valid is (complaint.on in counted):
            covered.add((f"category {category.id}", "valid" if valid else "not valid"))
    return covered


def _finding(ladder: Ladder, number: int, given: _Incident) -> Finding:
    category = next((one for one in ladder.complaint_categories if one.id == given.category), None)
    kind_id = given.kind or (category.kind if category else None)
    kind = next((one for one in ladder.kinds if one.id == kind_id), None)
    usual = kind.severity if kind else category.severity if category else "minor"
    name = f"i{number:03d}"
    violation = Violation(
        subject=name,
        title="",
        kind=kind_id or "",
        severity=given.severity or usual,
        clause=ladder.clause,
        place=NOWHERE,
        confirmed=given.confirmed,
    )
    return Finding(
        id=name,
        employee_no="A",
        day=given.on,
        source="case",
        place=NOWHERE,
        violations=(violation,),
        ladder=ladder,
        contact_id=given.contact or name,
        found_on=given.found_on or given.on,
    )


def _replay(
    ladder: Ladder, given: _Given, findings: list[Finding]
) -> tuple[list[results.Case], list[Incident]]:
    """The cases of all months up to the case's own, and the incidents; each case as its last month left it.

    A finding enters in the month in which it was found.
    """
    row = row_of("A", hired_on=given.joined, notice_signed_on=given.notice_signed)
    roster = Roster((row,), keeps_notice=given.keeps_notice)
    register = [
        ServedWarning("A", NOWHERE, step=one.step, incident_on=one.incident, served_on=one.on)
        for one in given.served
    ]
    entered = {one.id: f"{one.found_on or one.day:%Y-%m}" for one in findings}
    earlier: tuple[LiveWarning, ...] = ()
    past: list[Incident] = []
    found: dict[str, results.Case] = {}
    for month in sorted({*entered.values(), given.month}):
        period = period_of(month)
        fresh = [one for one in findings if entered[one.id] == month]
        own = merge_incidents(fresh, roster=roster, period=period, past=past)
        rows = [one for one in register if one.served_on is not None and one.served_on <= period.last_day]
        cases, earlier = climb(ladder, own, earlier=earlier, register=rows, period=period, past=past)
        past += own
        found |= {one.id: one for one in cases}
    return sorted(found.values(), key=lambda one: (one.first_incident_on, one.id)), past


def _effect(effect: tuple[str, str, date | None]) -> str:
    kind, detail, _due = effect
    return f"{kind} {detail}".strip()


def _covers(ladder: Ladder, given: _Given, steps: set[int]) -> set[Covered]:
    covered = {(f"step {step}", "reached") for step in steps}
    if steps:
        numbers = {step.step for step in ladder.steps}
        covered |= {(f"step {step}", "not reached") for step in numbers - steps}
    days = sorted(one.on for one in given.incidents)
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month
    if months == ladder.window_months and len(days) > 1:
        inside = days[-1].day < days[0].day
        covered.add(("window ladder", "inside" if inside else "outside"))
    return covered
