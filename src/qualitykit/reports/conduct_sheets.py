"""Sheets about conduct: 违规与警告, 在案警告."""

from collections.abc import Mapping

from qualitykit.i18n import _
from qualitykit.reports.facts import facts_and_remark
from qualitykit.reports.grid import Column, Link, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.to_decide import how_incident
from qualitykit.reports.wording import (
    effects_text,
    gravity_word,
    incident_state,
    raised_by_text,
    reason_text,
    served_text,
    violation_severity,
)
from qualitykit.scoring.results import Case, LiveWarning

__all__ = ["incidents_table", "step_text", "warning_state", "warnings_table"]


def incidents_table(find: Lookup, rows_of_evaluations: Mapping[str, int], details: str) -> Table:
    """违规与警告: a row a violation, with its incident, its case, its step; linked to its evaluation."""
    rows: list[tuple[object, ...]] = []
    for incident in sorted(
        find.result.incidents, key=lambda one: (one.employee_no, one.day, str(one.at or ""), one.id)
    ):
        case = find.case_of_incident.get(incident.id)
        state = incident_state(incident.status)
        for violation in incident.violations:
            evidence: object = find.place(violation.place)
            if violation.evaluation in rows_of_evaluations:
                evidence = Link(str(evidence), details, rows_of_evaluations[violation.evaluation])
            kind = find.title(f"kind:{violation.kind}") if violation.kind else ""
            severity = violation_severity(violation.severity)
            rows.append(
                (
                    incident.employee_no,
                    find.name(incident.employee_no),
                    find.department(incident.employee_no),
                    incident.day,
                    incident.at,
                    violation.title,
                    kind,
                    Mark(severity, "bad") if violation.severity == "severe" else severity,
                    gravity_word(incident.gravity),
                    _("; ").join(facts_and_remark(violation, incident.violations, find)),
                    Mark(state, "warn") if incident.status in ("pending", "proposed-same") else state,
                    reason_text(incident.reason, find) or how_incident(incident),
                    case.step if case else None,
                    case.step_title if case else "",
                    violation.clause,
                    evidence,
                    case.id if case else "",
                    incident.id,
                )
            )
    return Table(
        _("Violations and warnings"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Date"), "date"),
            Column(_("Time"), "time"),
            Column(_("Violation"), "wrap", 12, 22),
            Column(_("Kind"), "text", 8, 18),
            Column(_("Severity"), "text", 8),
            Column(_("Gravity"), "text", 6, 10),
            Column(_("Words or facts"), "wrap", 12, 30),
            Column(_("State"), "text", 8, 16),
            Column(_("Why"), "wrap", 8, 26),
            Column(_("Step"), "int", 6),
            Column(_("Measure"), "text", 8, 20),
            Column(_("Clause"), "text", 8),
            Column(_("Evidence"), "text", 14, 30),
            Column(_("Case"), "text", 8, 26, printed=False),
            Column(_("Incident"), "text", 8, 26, printed=False),
        ),
        rows,
        intro=(
            _("All of one contact is one incident; incidents that no served warning parts are one case."),
        ),
        empty=_("No violation this month."),
        frozen_columns=2,
        tab="#C00000",
    )


def step_text(case: Case, find: Lookup) -> str:
    """How a case came to its step: by count and what raised it, or by gravity."""
    if any(one.gravity for one in (find.incident_by_id.get(name) for name in case.incidents) if one):
        return _("by the gravity of the acts")
    text = _("1 + {n} live earlier warnings").format(n=len(case.earlier))
    if case.raised_by:
        return text + _("; ") + raised_by_text(case.raised_by)
    return text + (_(", at most the top step") if case.step < 1 + len(case.earlier) else "")


def warning_state(warning: LiveWarning, find: Lookup) -> str:
    """在效, 已过期 or 已撤销, on the month's last day."""
    if warning.overturned:
        return _("overturned")
    return _("expired") if warning.expires_on <= find.result.period.last_day else _("live")


def warnings_table(find: Lookup) -> Table:
    """在案警告: this month's cases with their arithmetic, then the earlier warnings on file."""
    rows: list[tuple[object, ...]] = []
    months = set()
    for case in sorted(find.result.cases, key=lambda one: (-one.step, one.employee_no, one.id)):
        months.add(case.id)
        why = step_text(case, find)
        if case.provisional:
            why += _("; ") + _("provisional: earlier months are not known")
        rows.append(
            (
                Mark(_("this month"), "warn"),
                case.employee_no,
                find.name(case.employee_no),
                find.department(case.employee_no),
                case.step,
                case.step_title,
                len(case.incidents),
                case.first_incident_on,
                case.served_on,
                served_text(case.served_how),
                case.expires_on,
                why,
                effects_text(case),
                case.clause,
                case.id,
            )
        )
    for warning in sorted(
        find.result.warnings, key=lambda one: (one.employee_no, one.first_incident_on, one.id)
    ):
        if warning.id in months:
            continue
        rows.append(
            (
                warning_state(warning, find),
                warning.employee_no,
                find.name(warning.employee_no),
                find.department(warning.employee_no),
                warning.step,
                warning.step_title,
                len(warning.incidents) or None,
                warning.first_incident_on,
                warning.served_on,
                served_text(warning.served_how) if warning.served_how else "",
                warning.expires_on,
                _("recorded in {month}").format(month=warning.month) if warning.month else "",
                effects_text(warning) if not warning.overturned else "",
                warning.clause,
                warning.id,
            )
        )
    return Table(
        _("Warnings on file"),
        (
            Column(_("State"), "text", 8),
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Step"), "int", 6),
            Column(_("Measure"), "text", 8, 20),
            Column(_("Incidents"), "int", 6),
            Column(_("First incident on"), "date"),
            Column(_("Served on"), "date"),
            Column(_("Served how"), "text", 8, 20),
            Column(_("Counts until before"), "date"),
            Column(_("How the step came about"), "wrap", 16, 26),
            Column(_("What follows"), "wrap", 16, 28),
            Column(_("Clause"), "text", 8),
            Column(_("Case"), "text", 8, 26, printed=False),
        ),
        rows,
        empty=_("No warning on file."),
        frozen_columns=3,
        tab="#C00000",
    )
