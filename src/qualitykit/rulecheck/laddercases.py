"""Cases of ladder.yaml: incidents in, steps out, month by month. Format in docs/rule-tests.md."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from qualitykit.model import ServedWarning
from qualitykit.rulecheck.casepeople import MONTH, NOWHERE, MonthName, period_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring import results
from qualitykit.scoring.ladder import climb
from qualitykit.scoring.results import Incident, LiveWarning, Violation
from qualitykit.standards.base import Day, Id, IncidentSeverity, Rule
from qualitykit.standards.ladder import Ladder
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["ladder_needs", "run_ladder_cases"]


class _Incident(Rule):
    on: Day
    severity: IncidentSeverity | None = None
    kind: Id | None = None
    category: Id | None = None


class _Served(Rule):
    incident: Day
    on: Day
    step: int | None = None


def _as_incident(value: object) -> object:
    return {"on": value} if isinstance(value, str) else value


class _Given(Rule):
    month: MonthName = MONTH
    incidents: Annotated[tuple[Annotated[_Incident, BeforeValidator(_as_incident)], ...], Field(min_length=1)]
    served: tuple[_Served, ...] = ()


class _Expect(Rule):
    steps: dict[Day, int] = Field(default_factory=dict)
    cases: int = 0
    effects: tuple[str, ...] = ()


class _LadderCase(Case):
    given: _Given
    expect: _Expect


def ladder_needs(standard: Standard) -> list[Covered]:
    """Each step is reached and not; each kind and complaint category is tried; the window, both sides."""
    ladder = standard.ladder
    needs = [(f"step {step.step}", side) for step in ladder.steps for side in ("reached", "not reached")]
    needs += [(f"kind {kind.id}", "tried") for kind in ladder.kinds]
    needs += [(f"category {one.id}", "tried") for one in ladder.complaint_categories]
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
        incidents = [_incident(ladder, n, one) for n, one in enumerate(given.incidents)]
        found = _replay(ladder, given, incidents)
        steps = {name: one.step for one in found for name in one.incidents}
        days = {one.day: steps[one.id] for one in incidents if one.id in steps}
        got: dict[str, object] = {
            "steps": {day: days.get(day) for day in case.expect.steps},
            "cases": len(found),
            "effects": tuple(_effect(one) for one in (found[-1].effects if found else ())),
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None and "steps" in case.expect.model_fields_set:
            ran.covered |= _covers(ladder, given, set(steps.values()))
    return ran


def _incident(ladder: Ladder, number: int, given: _Incident) -> Incident:
    category = next((one for one in ladder.complaint_categories if one.id == given.category), None)
    kind_id = given.kind or (category.kind if category else None)
    kind = next((one for one in ladder.kinds if one.id == kind_id), None)
    severity = given.severity or (kind.severity if kind else category.severity if category else "minor")
    name = f"i{number:03d}"
    violation = Violation(name, "", kind_id or "", severity, ladder.clause, NOWHERE)
    return Incident(
        id=name,
        employee_no="A",
        day=given.on,
        severity=severity,
        contact=name,
        violations=(violation,),
        status="counts",
        month=f"{given.on:%Y-%m}",
        step_at_least=kind.step if kind else None,
        gravity=kind.gravity or "" if kind else "",
    )


def _replay(ladder: Ladder, given: _Given, incidents: list[Incident]) -> list[results.Case]:
    """The cases of all months up to the case's own, an incident standing in the last one that covers it."""
    register = [
        ServedWarning("A", NOWHERE, step=one.step, incident_on=one.incident, served_on=one.on)
        for one in given.served
    ]
    months = sorted({one.month for one in incidents} | {given.month})
    earlier: tuple[LiveWarning, ...] = ()
    past: list[Incident] = []
    found: dict[str, results.Case] = {}
    for month in months:
        own = [one for one in incidents if one.month == month]
        period = period_of(month)
        rows = [one for one in register if one.served_on is not None and one.served_on <= period.last_day]
        cases, earlier = climb(ladder, own, earlier=earlier, register=rows, period=period, past=tuple(past))
        past += own
        found |= {one.id: one for one in cases}
    return sorted(found.values(), key=lambda one: (one.first_incident_on, one.id))


def _effect(effect: tuple[str, str, date | None]) -> str:
    kind, detail, _due = effect
    return f"{kind} {detail}".strip()


def _covers(ladder: Ladder, given: _Given, steps: set[int]) -> set[Covered]:
    covered = {(f"step {step}", "reached") for step in steps}
    if steps:
        numbers = {step.step for step in ladder.steps}
        covered |= {(f"step {step}", "not reached") for step in numbers - steps}
    covered |= {(f"kind {one.kind}", "tried") for one in given.incidents if one.kind}
    covered |= {(f"category {one.category}", "tried") for one in given.incidents if one.category}
    days = sorted(one.on for one in given.incidents)
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month
    if months == ladder.window_months and len(days) > 1:
        inside = days[-1].day < days[0].day
        covered.add(("window ladder", "inside" if inside else "outside"))
    return covered
