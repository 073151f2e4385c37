"""Complaints on the page: those that count as violations; the deadlines' tables are the workbook's."""

from qualitykit.i18n import _
from qualitykit.reports.grid import Column, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import incident_state

__all__ = ["complaints_table"]


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
