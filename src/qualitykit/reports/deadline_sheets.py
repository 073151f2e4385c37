"""投诉时限: each step of complaints and requests against its deadline, how often kept, what waits."""

from collections.abc import Iterable

from qualitykit.i18n import _
from qualitykit.reports.deadline_words import (
    CLOCKS,
    SEVERITIES,
    deadline_lines,
    due_text,
    length_text,
    limit_text,
    moment_text,
    number_text,
    state_text,
)
from qualitykit.reports.grid import Column, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.deadline_results import DeadlineResult
from qualitykit.scoring.results import MonthResult

__all__ = ["complaint_text", "deadlines_table", "person_deadline_lines", "rates_table", "waiting_table"]

_LOOKS = {"late": "bad", "overdue": "bad", "unknown": "warn", "open": "soft"}


def deadlines_table(find: Lookup) -> Table:
    """投诉时限: a row a step, the late ones first."""
    order = {"overdue": 0, "late": 1, "open": 2, "unknown": 3, "met": 4, "measured": 5}
    rows: list[tuple[object, ...]] = []
    for one in sorted(find.result.deadlines, key=lambda one: (order[one.state], one.start_on, one.id)):
        look = _LOOKS.get(one.state)
        state = state_text(one)
        rows.append(
            (
                find.text(number_text(one)),
                _(SEVERITIES[one.severity]) if one.severity in SEVERITIES else "",
                find.text(one.category),
                one.title,
                moment_text(one.start, one.start_on),
                moment_text(one.end, one.end_on),
                limit_text(one),
                due_text(one),
                length_text(one.elapsed_seconds),
                Mark(state, look) if look else state,  # type: ignore[arg-type]
                one.department,
                "、".join(find.name(number) or number for number in one.people),
                _(CLOCKS[one.clock]),
                one.clause,
                find.place(one.place),
            )
        )
    return Table(
        _("Deadlines"),
        (
            Column(_("Record"), "text", 10, 20),
            Column(_("Severity"), "text", 8),
            Column(_("Kind"), "text", 8, 16),
            Column(_("Step to take"), "text", 12, 24),
            Column(_("From"), "text", 16, 18),
            Column(_("Done"), "text", 16, 18),
            Column(_("Limit"), "text", 14, 24),
            Column(_("Due"), "text", 16, 18),
            Column(_("Time taken"), "text", 10, 16),
            Column(_("Result"), "wrap", 14, 26),
            Column(_("Department"), "text", 8, 16),
            Column(_("People"), "text", 8, 16),
            Column(_("Clock"), "text", 10, 16),
            Column(_("Clause"), "text", 8),
            Column(_("Evidence"), "text", 14, 30),
        ),
        rows,
        intro=(
            _("Working hours go by the statutory calendar with its make-up days."),
            _("A time without its clock part cannot be judged and is never late."),
        ),
        empty=_("No step of a complaint or a request has a deadline this month."),
        frozen_columns=1,
    )


def rates_table(find: Lookup) -> Table:
    """时限与回访达成: how often each deadline was kept, and the call-backs with their targets."""
    rows: list[tuple[object, ...]] = [
        (
            one.title,
            one.n,
            one.met,
            one.percent,
            None,
            "",
            one.late,
            one.overdue,
            one.open,
            one.unknown,
            one.clause,
        )
        for one in find.result.deadline_rates
    ]
    for one in find.result.callbacks:
        reached: object = ""
        if one.met is not None:
            reached = Mark(_("reached"), "good") if one.met else Mark(_("missed"), "bad")
        missing = one.n - one.called - one.other_way
        target = one.target_percent
        rows.append(
            (
                *(one.title, one.n, one.called, one.percent, target, reached),
                *(one.other_way, missing, one.waiting, None, one.clause),
            )
        )
    return Table(
        _("Deadlines kept"),
        (
            Column(_("Deadline or call-back"), "text", 16, 28),
            Column(_("Due in all"), "int", 8),
            Column(_("In time"), "int", 8),
            Column(_("Percent"), "score", 9),
            Column(_("Target percent"), "score", 9),
            Column(_("Result"), "text", 8),
            Column(_("Late or in another way"), "int", 10),
            Column(_("Not done"), "int", 8),
            Column(_("Still running"), "int", 8),
            Column(_("Cannot be judged"), "int", 8),
            Column(_("Clause"), "text", 8),
        ),
        rows,
        intro=(_("A rate over nothing is blank; what still runs or cannot be judged is in no rate."),),
        empty=_("No deadline and no call-back this month."),
    )


def waiting_table(find: Lookup) -> Table:
    """待办: what is not done, the earliest due first, and the requests that wait for a call-back."""
    rows: list[tuple[str, tuple[object, ...]]] = []
    for one in find.result.deadlines:
        if one.state in ("open", "overdue"):
            state = Mark(state_text(one), "bad") if one.state == "overdue" else state_text(one)
            cells = (due_text(one), find.text(number_text(one)), one.title, state, one.department)
            rows.append((str(one.due or "9"), (*cells, one.clause, find.place(one.place))))
    steps = {(one.subject, one.clause) for one in find.result.deadlines if one.state in ("open", "overdue")}
    for result in find.result.callbacks:
        for due in result.due:
            if (due.subject, result.clause) not in steps:
                number = find.text(due.number or due.place.shown)
                cells = (moment_text(due.due), number, result.title, _("not called back yet"), "")
                rows.append((str(due.due or "9"), (*cells, result.clause, find.place(due.place))))
    rows.sort(key=lambda row: (row[0], str(row[1][1]), str(row[1][2])))
    return Table(
        _("Still to do"),
        (
            Column(_("Due"), "text", 16, 18),
            Column(_("Record"), "text", 10, 20),
            Column(_("Step to take"), "text", 12, 28),
            Column(_("State"), "wrap", 12, 28),
            Column(_("Department"), "text", 8, 16),
            Column(_("Clause"), "text", 8),
            Column(_("Evidence"), "text", 14, 30),
        ),
        [cells for _key, cells in rows],
        empty=_("Nothing is waiting."),
    )


def person_deadline_lines(find: Lookup, employee_no: str) -> list[str]:
    """The steps of the complaints that name a person: shown, they score nothing by themselves."""
    return _lines(find, (one for one in find.result.deadlines if employee_no in one.people))


def complaint_text(result: MonthResult, number: str, *, redact: bool = False) -> str:
    """Every deadline of one complaint or request, by its number, with the intervals that were counted.

    Empty: the month has no such number.
    """
    find = Lookup(result, redact=redact)
    mine = [one for one in result.deadlines if one.number == number]
    if not mine:
        return ""
    return "\n".join([f"{result.period.month}  {find.text(number)}", *_lines(find, mine)]) + "\n"


def _lines(find: Lookup, results: Iterable[DeadlineResult]) -> list[str]:
    lines: list[str] = []
    last = ""
    for one in results:
        if one.subject != last:
            severity = _(SEVERITIES[one.severity]) if one.severity in SEVERITIES else ""
            head = [find.text(number_text(one)), severity, find.text(one.category), find.place(one.place)]
            lines.append("  " + "  ".join(part for part in head if part))
            last = one.subject
        lines += ["  " + line for line in deadline_lines(one)]
    return lines
