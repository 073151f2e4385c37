"""违规阶梯: incidents become cases, each with one warning and a step. Source: semantics.md §6."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Protocol, TypeVar

from qualitykit.model import Period, ServedWarning
from qualitykit.scoring.cases import Climber, case_id, is_live
from qualitykit.scoring.register import update_from_register
from qualitykit.scoring.results import Case, Incident, LiveWarning
from qualitykit.standards.ladder import Ladder

__all__ = ["climb", "in_order", "is_live"]


def in_order(incidents: Iterable[Incident]) -> list[Incident]:
    """Incidents as the ladder takes them: date, time (unknown: last), minor before severe, id."""
    return sorted(
        incidents,
        key=lambda one: (one.day, one.at is None, one.at or time.min, one.severity == "severe", one.id),
    )


def climb(
    ladder: Ladder,
    incidents: Sequence[Incident],
    *,
    earlier: Sequence[LiveWarning] = (),
    register: Sequence[ServedWarning] = (),
    period: Period,
    provisional: bool = False,
    past: Sequence[Incident] = (),
) -> tuple[tuple[Case, ...], tuple[LiveWarning, ...]]:
    """The month's cases, and all warnings on file after it (the earlier ones as the register now knows them).

    ``incidents``: those recorded in this month; only the ones that count are taken. ``earlier``: what the
    months before left on file, ``past`` their incidents (a line of a hand-kept register names the day of
    one). ``provisional``: the months before are not known. ``register.check_register`` says afterwards which
    lines of the register fit nothing.

    Incidents of one employee that no served warning separates are one case. Its warning is served on the
    recorded day, else on the period's last day (an incident that turns up late is warned about with the month
    that it turns up in, never in a closed one). An incident that happened before an earlier month's warning
    was served belongs to that warning's case: it ``continues``, with the same id, no second warning, and
    effects only where the step rises.

    A case counts the live earlier warnings for each of its incidents and takes the highest number. Taking the
    first incident's alone, a late one (before which nothing was live) would shield those after it, and
    striking it out on appeal would raise the step; taking the last one's, a warning that expired meanwhile
    would come back when the last is struck out. With the highest, a struck-out incident only ever takes away.
    (One thing remains by the contract: a warning's window runs from its first incident, so striking out that
    one lets the window begin with the next.)

    Source: P3.lad.1–3, P5.pen; semantics.md §6.
    """
    days = {incident.id: incident.day for incident in (*past, *incidents)}
    on_file, rows = update_from_register(ladder, earlier, register, days)
    own_warnings, own_rows, own_incidents = (
        _by_employee(on_file),
        _by_employee(rows),
        _by_employee(incident for incident in in_order(incidents) if incident.status == "counts"),
    )
    cases: list[Case] = []
    for employee_no, own in sorted(own_incidents.items()):
        register_of = _named_incidents(own, own_rows.get(employee_no, ()))
        before = tuple(own_warnings.get(employee_no, ()))
        climber = Climber(ladder, period, provisional, before, register_of)
        cases += climber.climb(own)
        own_warnings[employee_no] = climber.on_file
    after = [warning for own_ones in own_warnings.values() for warning in own_ones]
    after.sort(key=lambda one: (one.employee_no, one.first_incident_on, one.id))
    return tuple(cases), tuple(after)


class _OfEmployee(Protocol):
    @property
    def employee_no(self) -> str: ...


_Kind = TypeVar("_Kind", bound=_OfEmployee)


def _by_employee(many: Iterable[_Kind]) -> dict[str, list[_Kind]]:
    found: dict[str, list[_Kind]] = {}
    for one in many:
        found.setdefault(one.employee_no, []).append(one)
    return found


def _named_incidents(
    incidents: Sequence[Incident], rows: Iterable[ServedWarning]
) -> dict[str, list[ServedWarning]]:
    """The register's lines by the incident that each names: the first one of its case, by the case's id (also
    of a case that has grown since), else the first one of that day."""
    by_case = {case_id(incident): incident.id for incident in incidents}
    by_day: dict[date, str] = {}
    for incident in incidents:
        by_day.setdefault(incident.day, incident.id)
    found: dict[str, list[ServedWarning]] = {}
    for row in rows:
        named = by_case.get(row.case_id) or (by_day.get(row.incident_on) if row.incident_on else None)
        if named is not None:
            found.setdefault(named, []).append(row)
    return found
