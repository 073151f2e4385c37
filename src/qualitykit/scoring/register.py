"""警告登记表: which warning a line of the register is about, and what it says. Source: semantics.md §6."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qualitykit.model import ServedWarning
from qualitykit.problems import Problem, problem
from qualitykit.scoring.dates import add_months
from qualitykit.scoring.results import Incident, LiveWarning
from qualitykit.standards.ladder import Ladder

__all__ = ["check_register", "expiry", "matched_warnings", "short_id", "update_from_register"]


def short_id(letter: str, day: date, *parts: str) -> str:
    """A stable short name: a letter, the day and ten hex digits of what it is made of; it holds no name."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
    return f"{letter}{day:%Y%m%d}-{digest}"


def expiry(ladder: Ladder, step: int, first_incident_on: date) -> date:
    """The first day on which a warning of that step no longer counts. Source: semantics.md §6."""
    own = next((one.window_months for one in ladder.steps if one.step == step), None)
    return add_months(first_incident_on, own or ladder.window_months)


def matched_warnings(
    register: Iterable[ServedWarning], warnings: Sequence[LiveWarning], days: Mapping[str, date]
) -> list[tuple[ServedWarning, LiveWarning | None]]:
    """Each line with the warning that it is about: by case id, else by employee and the day of an incident.

    ``days``: the day of each incident id. None: it is about none of these. A line never names two.
    """
    rows = tuple(register)
    named = {row.employee_no for row in rows}
    own = [one for one in warnings if one.employee_no in named] if rows else []
    by_id = {one.id: one for one in own}
    by_day: dict[tuple[str, date], LiveWarning] = {}
    for one in own:
        covered = [days[incident] for incident in one.incidents if incident in days]
        for day in (one.first_incident_on, *covered):
            by_day.setdefault((one.employee_no, day), one)
    found: list[tuple[ServedWarning, LiveWarning | None]] = []
    for row in rows:
        warning = by_id.get(row.case_id)
        if warning is not None and warning.employee_no != row.employee_no:
            warning = None
        if warning is None and row.incident_on is not None:
            warning = by_day.get((row.employee_no, row.incident_on))
        if warning is None and row.opening_balance:
            warning = by_id.get(_opening_id(row))
        found.append((row, warning))
    return found


def update_from_register(
    ladder: Ladder,
    earlier: Sequence[LiveWarning],
    register: Sequence[ServedWarning],
    days: Mapping[str, date],
) -> tuple[list[LiveWarning], list[ServedWarning]]:
    """The earlier warnings as the register now knows them, and the lines that are about none of them.

    A recorded service replaces the month's end that stood in for it; of two recorded days the first counts,
    for then the employee knew. A day before the incident is no service. What was overturned stays so. Opening
    balances come in as warnings of their own: step 1 where the line names none, served at the end of the
    incident's month where no day is recorded. Without any date they could not count, and are left.
    """
    known = {warning.id: warning for warning in earlier}
    recorded: dict[str, ServedWarning] = {}
    left = []
    for row, warning in matched_warnings(register, earlier, days):
        if warning is None:
            opening = _opening(ladder, row) if row.opening_balance else None
            if opening is None:
                left.append(row)
            elif opening.id not in known or opening.overturned:
                known[opening.id] = opening
            continue
        if row.overturned:
            known[warning.id] = replace(known[warning.id], overturned=True)
        if row.served_on is None or row.served_on < warning.first_incident_on:
            continue
        before = recorded.get(warning.id)
        if before is None or before.served_on is None or row.served_on < before.served_on:
            recorded[warning.id] = row
            known[warning.id] = replace(
                known[warning.id], served_on=row.served_on, served_how=row.how or "register"
            )
    return sorted(known.values(), key=lambda one: (one.employee_no, one.first_incident_on, one.id)), left


def _opening_id(row: ServedWarning) -> str:
    day = row.incident_on or row.served_on
    return row.case_id or (short_id("C", day, "opening", row.employee_no) if day else "")


def _opening(ladder: Ladder, row: ServedWarning) -> LiveWarning | None:
    first = row.incident_on or row.served_on
    if first is None or (row.served_on is not None and row.served_on < first):
        return None
    step = min(row.step or 1, max(one.step for one in ladder.steps))
    own = next((one for one in ladder.steps if one.step == step), None)
    return LiveWarning(
        id=_opening_id(row),
        employee_no=row.employee_no,
        step=step,
        first_incident_on=first,
        served_on=row.served_on or add_months(first.replace(day=1), 1) - timedelta(days=1),
        served_how=(row.how or "register") if row.served_on else "rule",
        expires_on=expiry(ladder, step, first),
        month=f"{first:%Y-%m}",
        overturned=row.overturned,
        step_title=own.title if own is not None else "",
        clause=own.clause if own is not None else "",
    )


def check_register(
    register: Sequence[ServedWarning], warnings: Sequence[LiveWarning], incidents: Iterable[Incident] = ()
) -> tuple[Problem, ...]:
    """What HR should look at in the register, after the month's ladder. ``warnings``: all on file after it.

    QK760 a line about no warning on file: it counts nothing. QK761 served before the incident: not taken.
    QK762 the line's step is not the ladder's. QK763 another day of service than the one that counts.
    Source: semantics.md §6.
    """
    found = []
    days = {incident.id: incident.day for incident in incidents}
    for row, warning in matched_warnings(register, warnings, days):
        if warning is None:
            day = row.incident_on or row.served_on or ""
            found.append(problem("QK760", row.place, row.case_id or day, employee=row.employee_no))
            continue
        happened = row.incident_on or warning.first_incident_on
        if row.served_on is not None and row.served_on < happened:
            found.append(problem("QK761", row.place, row.served_on, incident_on=happened))
        elif row.served_on is not None and row.served_on != warning.served_on and not row.overturned:
            found.append(
                problem("QK763", row.place, row.served_on, counts=warning.served_on, case=warning.id)
            )
        if row.step is not None and row.step != warning.step and not row.overturned:
            found.append(problem("QK762", row.place, row.step, ladder=warning.step, case=warning.id))
    return tuple(found)
