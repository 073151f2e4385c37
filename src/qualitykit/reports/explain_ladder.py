"""Incidents and the ladder explained: what was broken, what one warning covers, what was counted before."""

from qualitykit.i18n import _
from qualitykit.reports.conduct_sheets import step_text, warning_state
from qualitykit.reports.facts import confirmation_text, violation_facts
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.to_decide import how_incident
from qualitykit.reports.wording import (
    effects_text,
    gravity_word,
    incident_state,
    reason_text,
    served_text,
    violation_severity,
)
from qualitykit.scoring.results import Case, Incident, LiveWarning

__all__ = ["ladder_lines"]


def ladder_lines(find: Lookup, employee_no: str) -> list[str]:
    """Everything about a person's conduct: incidents, cases with their steps, earlier warnings on file."""
    lines: list[str] = []
    for incident in sorted(
        find.incidents.get(employee_no, ()), key=lambda one: (one.day, str(one.at or ""), one.id)
    ):
        lines += _incident_lines(find, incident)
    cases = sorted(find.cases.get(employee_no, ()), key=lambda one: (one.first_incident_on, one.id))
    for case in cases:
        lines += _case_lines(find, case)
    known = {case.id for case in cases} | {one for case in cases for one in case.earlier}
    earlier = [warning for warning in find.warnings.get(employee_no, ()) if warning.id not in known]
    if earlier:
        lines.append("  " + _("On file as well:"))
        lines += ["    " + _warning_text(find, warning) for warning in earlier]
    return lines or ["  " + _("none")]


def _incident_lines(find: Lookup, incident: Incident) -> list[str]:
    at = f" {incident.at:%H:%M}" if incident.at else ""
    words = [
        f"  {incident.day}{at}",
        violation_severity(incident.severity),
        gravity_word(incident.gravity),
        incident_state(incident.status),
        incident.id,
    ]
    lines = ["  ".join(word for word in words if word)]
    if incident.reason:
        lines.append("      " + reason_text(incident.reason, find))
    if incident.status == "proposed-same" and incident.same_as:
        lines.append("      " + _("perhaps the same as {id}: a person decides").format(id=incident.same_as))
    if how := how_incident(incident):
        lines.append("      " + how)
    if incident.found_on and incident.found_on != incident.day:
        lines.append("      " + _("found on {day}").format(day=incident.found_on))
    if incident.late and incident.status != "coaching":
        lines.append("      " + _("turned up after its month was closed: it counts in this month"))
    for violation in incident.violations:
        kind = find.title(f"kind:{violation.kind}") if violation.kind else ""
        if kind == violation.title:
            kind = ""
        parts = [violation.title, kind, violation_severity(violation.severity), violation.clause]
        lines.append("    - " + "  ".join(part for part in parts if part))
        if violation.quote:
            lines.append(f"      “{find.value(violation.quote)}”")
        elif facts := violation_facts(violation, find):
            lines.append(f"      {facts}")
        if said := confirmation_text(violation, find, warned=incident.status == "counts"):
            lines.append("      " + said)
        lines.append("      " + find.place(violation.place))
    return lines


def _case_lines(find: Lookup, case: Case) -> list[str]:
    lines = [
        "  "
        + _("Case {id}: step {step}, {title}  {clause}").format(
            id=case.id, step=case.step, title=case.step_title, clause=case.clause
        )
    ]
    add = lines.append
    ids = "、".join(case.incidents)
    if case.continues:
        text = _("goes on from {month} (first incident {day}); {n} incidents of this month join it: {ids}")
        add(
            "    "
            + text.format(month=case.continues, day=case.first_incident_on, n=len(case.incidents), ids=ids)
        )
    else:
        text = _("covers {n} incidents, the first on {day}: {ids}")
        add("    " + text.format(n=len(case.incidents), day=case.first_incident_on, ids=ids))
    add("    " + _("step: {how}").format(how=step_text(case, find)))
    for warning_id in case.earlier:
        warning = find.warning_by_id.get(warning_id)
        add("      " + (_warning_text(find, warning) if warning else warning_id))
    add(
        "    "
        + _("served on {day} ({how}); counts for incidents before {end}").format(
            day=case.served_on, how=served_text(case.served_how), end=case.expires_on
        )
    )
    if case.effects:
        add("    " + _("what follows: {effects}").format(effects=effects_text(case)))
    warning = find.warning_by_id.get(case.id)
    if warning is not None and warning.overturned:
        add("    " + _("overturned: it counts no more"))
    if case.provisional:
        add("    " + _("provisional: earlier months are not known"))
    return lines


def _warning_text(find: Lookup, warning: LiveWarning) -> str:
    """One earlier warning: step, first incident, served, end, whether it is live."""
    served = _("served {day}").format(day=warning.served_on) if warning.served_on else _("not served")
    return _("{id}: step {step}, first incident {day}, {served}, counts until before {end}, {state}").format(
        id=warning.id,
        step=warning.step,
        day=warning.first_incident_on,
        served=served,
        end=warning.expires_on,
        state=warning_state(warning, find),
    )
