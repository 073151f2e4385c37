"""Deadlines in words: lengths of time, clocks, states, and the intervals that were counted."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from qualitykit.i18n import N_, _
from qualitykit.scoring.deadline_results import CountedInterval, DeadlineResult

__all__ = [
    "CLOCKS",
    "REASONS",
    "SEVERITIES",
    "STATES",
    "deadline_lines",
    "due_text",
    "length_text",
    "limit_text",
    "moment_text",
    "number_text",
    "state_text",
]

STATES = {
    "met": N_("in time"),
    "late": N_("late"),
    "open": N_("still running"),
    "overdue": N_("not done, past its time"),
    "unknown": N_("cannot be judged"),
    "measured": N_("measured only"),
}
CLOCKS = {
    "wall": N_("round the clock"),
    "service": N_("in opening hours"),
    "working": N_("in working hours"),
}
REASONS = {
    "no-clock-part": N_("a time has no clock part: never late"),
    "no-time-recorded": N_("it was done, the time was not recorded"),
    "times-out-of-order": N_("the times contradict each other"),
    "too-long-after": N_("so long after that the year may be wrong"),
}
SEVERITIES = {
    "major": N_("major complaint"),
    "general": N_("general complaint"),
    "minor": N_("minor complaint"),
}
_LIMITS = {
    "promised_at": N_("the time promised"),
    "wanted_by": N_("the customer's own limit"),
}
_MOST_INTERVALS = 31


def length_text(seconds: int | None) -> str:
    """A length of time: 1 h 05 min; whole hours and minutes only; None: a dash."""
    if seconds is None:
        return "—"
    minutes = -(-seconds // 60)  # a second late is not in time
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def moment_text(moment: datetime | None, day: date | None = None) -> str:
    """A moment to the minute; the day where its clock part is not recorded; empty where neither is."""
    if moment is not None:
        return f"{moment:%Y-%m-%d %H:%M}"
    return "" if day is None else day.isoformat()


def due_text(one: DeadlineResult) -> str:
    """When it is due; the end of a day that was promised is 24:00 of that day."""
    if one.due is not None and one.limit_field and one.due.time() == time():
        return f"{one.due.date() - timedelta(days=1)} 24:00"
    return moment_text(one.due)


def limit_text(one: DeadlineResult) -> str:
    """The limit: a length on its clock, or the moment of the record that stands for it."""
    if one.limit_field:
        return _(_LIMITS.get(one.limit_field, one.limit_field))
    if one.limit_seconds is None:
        return _("none")
    return _("{length}, {clock}").format(length=length_text(one.limit_seconds), clock=_(CLOCKS[one.clock]))


def state_text(one: DeadlineResult) -> str:
    """The state in words, with by how much and why."""
    text = _(STATES[one.state])
    if one.state in ("late", "overdue") and one.late_seconds:
        text = _("{state} by {length}").format(state=text, length=length_text(one.late_seconds))
    if one.reason:
        text = _("{state}: {reason}").format(state=text, reason=_(REASONS[one.reason]))
    if one.counted_in:
        text = _("{state}; left by {month}, which counted it").format(state=text, month=one.counted_in)
    elif one.carried_from:
        text = _("{state}; left by {month}").format(state=text, month=one.carried_from)
    return text


def number_text(one: DeadlineResult) -> str:
    """The register's number of the record, else its row."""
    return one.number or one.place.shown


def deadline_lines(one: DeadlineResult) -> list[str]:
    """A step explained: start, limit, due, end, result, and every interval that was counted."""
    lines = [f"  {one.title}  {one.clause}: {state_text(one)}"]
    end = moment_text(one.end, one.end_on) or _("not done by {moment}").format(moment=moment_text(one.as_of))
    lines.append(
        "    "
        + _("from {start} to {end}; limit: {limit}; due {due}").format(
            start=moment_text(one.start, one.start_on),
            end=end,
            limit=limit_text(one),
            due=due_text(one) or "—",
        )
    )
    if one.intervals:
        lines.append("    " + _intervals_text(one.intervals, one.elapsed_seconds))
    return lines


def _intervals_text(intervals: Sequence[CountedInterval], elapsed: int | None) -> str:
    shown = [_interval_text(one) for one in intervals[:_MOST_INTERVALS]]
    if len(intervals) > _MOST_INTERVALS:
        shown.append("…")
    return _("counted: {intervals} = {length}").format(
        intervals=" + ".join(shown), length=length_text(elapsed)
    )


def _interval_text(one: CountedInterval) -> str:
    same_day = one.start.date() == one.end.date()
    end = f"{one.end:%H:%M}" if same_day else f"{one.end:%m-%d %H:%M}"
    return f"{one.start:%m-%d %H:%M}–{end}"
