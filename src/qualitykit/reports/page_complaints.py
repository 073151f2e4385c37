"""Complaints and their deadlines, call-backs: what was late, what still runs, what cannot be judged."""

from decimal import Decimal

from qualitykit.i18n import N_, _
from qualitykit.reports.book import Column, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import incident_state
from qualitykit.scoring.deadline_results import DeadlineResult

__all__ = ["complaints_table", "deadlines_table", "rates_table"]

_STATES = {
    "met": N_("in time"),
    "late": N_("late"),
    "open": N_("still running"),
    "overdue": N_("overdue, not done"),
    "unknown": N_("cannot be judged"),
    "measured": N_("no limit set"),
}
_LOOKS = {"late": "bad", "overdue": "bad", "open": "warn", "met": "good"}
_ORDER = {"overdue": 0, "late": 1, "open": 2, "unknown": 3, "met": 4, "measured": 5}
_REASONS = {
    "no-clock-part": N_("the record says the day, not the time"),
    "no-time-recorded": N_("no time is recorded"),
    "times-out-of-order": N_("the times are not in order"),
    "too-long-after": N_("longer than can be right: look at the dates"),
}


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


def _span(seconds: int | None) -> str:
    """A length of time as people say it: 2 h 05 min, 12 min."""
    if seconds is None:
        return ""
    minutes = -(-seconds // 60)
    hours, minutes = divmod(minutes, 60)
    return _("{h} h {m:02} min").format(h=hours, m=minutes) if hours else _("{m} min").format(m=minutes)


def _why(one: DeadlineResult) -> str:
    """How late, or why it cannot be judged."""
    if one.late_seconds:
        return _span(one.late_seconds)
    return _(_REASONS[one.reason]) if one.reason in _REASONS else one.reason


def _done(one: DeadlineResult) -> str:
    if one.end is not None:
        return f"{one.end:%Y-%m-%d %H:%M}"
    return one.end_on.isoformat() if one.end_on else ""


def _people(one: DeadlineResult, find: Lookup) -> str:
    return "、".join(find.name(number) or number for number in one.people if number in find.people)


def deadlines_table(find: Lookup, *, whole: bool) -> Table:
    """Every step of every complaint and service request against its deadline, the late ones first.

    ``whole`` False: only those that name somebody of the team.
    """
    chosen = [
        one for one in find.result.deadlines if whole or any(number in find.people for number in one.people)
    ]
    rows = [
        (
            find.text(one.number),
            _("complaint") if one.record == "complaint" else _("service request"),
            one.title,
            _people(one, find),
            f"{one.start:%Y-%m-%d %H:%M}" if one.start else one.start_on.isoformat(),
            f"{one.due:%Y-%m-%d %H:%M}" if one.due else "",
            _done(one),
            Mark(_(_STATES[one.state]), _LOOKS.get(one.state, "")),  # type: ignore[arg-type]
            _why(one),
            one.clause,
            find.place(one.place),
        )
        for one in sorted(chosen, key=lambda one: (_ORDER[one.state], one.start_on, one.id))
    ]
    return Table(
        _("Complaints and deadlines"),
        (
            Column(_("No.")),
            Column(_("Kind")),
            Column(_("Deadline"), "wrap"),
            Column(_("People")),
            Column(_("From")),
            Column(_("Due")),
            Column(_("Done")),
            Column(_("State")),
            Column(_("Late by, or why"), "wrap"),
            Column(_("Clause")),
            Column(_("Where"), "wrap"),
        ),
        rows,
        intro=(_("What cannot be judged is never late. Open and unknown ones are in no rate."),),
    )


def rates_table(find: Lookup) -> Table:
    """How often each deadline was kept, and each call-back rate with its target."""
    rows: list[tuple[object, ...]] = [
        (
            one.title, one.percent, None, "", one.n, one.met,
            one.late + one.overdue, one.open, one.unknown, one.clause,
        )
        for one in find.result.deadline_rates
    ]  # fmt: skip
    for back in find.result.callbacks:
        verdict: object = ""
        if back.met is not None:
            verdict = Mark(_("reached"), "good") if back.met else Mark(_("missed"), "bad")
        rows.append(
            (
                back.title,
                back.percent,
                Decimal(back.target_percent),
                verdict,
                back.n,
                back.called,
                back.n - back.called,
                back.waiting,
                None,
                back.clause,
            )
        )
    return Table(
        _("Rates of deadlines and call-backs"),
        (
            Column(_("Indicator"), "wrap"),
            Column(_("Percent"), "score"),
            Column(_("Target"), "score"),
            Column(_("Verdict")),
            Column(_("Judged"), "int"),
            Column(_("Kept"), "int"),
            Column(_("Not kept"), "int"),
            Column(_("Still running"), "int"),
            Column(_("Unknown"), "int"),
            Column(_("Clause")),
        ),
        rows,
    )
