"""Complaints on the page: all of the register, whatever became of them; the deadlines' tables
are the workbook's."""

from qualitykit.i18n import N_, _
from qualitykit.model import Verified
from qualitykit.reports.deadline_words import moment_text
from qualitykit.reports.grid import Column, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import incident_state

__all__ = ["complaints_table", "register_table"]

_VALID = {Verified.YES: N_("valid"), Verified.NO: N_("not valid"), Verified.PENDING: N_("not judged")}


def complaints_table(find: Lookup) -> Table:
    """Complaints that count as violations: who, what, and how they stand."""
    categories = {
        label.key.removeprefix("category:")
        for standard in find.result.standards
        for label in standard.labels
        if label.key.startswith("category:")
    }
    rows = [
        (
            incident.employee_no,
            find.name(incident.employee_no),
            incident.day,
            violation.title,
            find.value(violation.quote),
            incident_state(incident.status),
            violation.clause,
            find.place(violation.place),
        )
        for incident in sorted(find.result.incidents, key=lambda one: (one.day, one.id))
        for violation in incident.violations
        if violation.subject in categories
    ]
    return Table(
        _("Complaints that are violations"),
        (
            Column(_("Number")),
            Column(_("Name")),
            Column(_("Date"), "date"),
            Column(_("Violation")),
            Column(_("Words or facts"), "wrap"),
            Column(_("State")),
            Column(_("Clause")),
            Column(_("Where"), "wrap"),
        ),
        rows,
    )


def register_table(find: Lookup) -> Table:
    """投诉登记: every complaint of the month's register, and the violation that it is, if it is one."""
    violations = {
        violation.evaluation: f"{violation.title}（{incident_state(incident.status)}）"
        for incident in find.result.incidents
        for violation in incident.violations
    }
    rows: list[tuple[object, ...]] = []
    for one in find.result.complaints:
        judged = _(_VALID[one.valid])
        closed = _("closed on {day}").format(day=one.closed_on) if one.closed_on else _("not closed")
        rows.append(
            (
                find.text(one.number),
                moment_text(one.received, one.received_on),
                "、".join(one.people),
                "、".join(find.name(number) or number for number in one.people),
                find.text(one.category),
                find.value(one.matter),
                Mark(judged, "warn") if one.valid is Verified.PENDING else judged,
                f"{find.text(one.status)}（{closed}）" if one.status else closed,
                violations.get(one.id, ""),
                find.place(one.place),
            )
        )
    return Table(
        _("Complaints of the register"),
        (
            Column(_("Record"), "text", 10, 20),
            Column(_("Received on")),
            Column(_("Number")),
            Column(_("Name")),
            Column(_("Kind")),
            Column(_("Words or facts"), "wrap"),
            Column(_("Judged")),
            Column(_("State")),
            Column(_("Violation")),
            Column(_("Where"), "wrap"),
        ),
        rows,
    )
