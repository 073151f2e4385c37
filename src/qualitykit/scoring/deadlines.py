"""Deadlines: was each step of a complaint or a service request taken in time, on the clock that it names.

Pure: what has not been done is judged at a moment that is passed in. Source: P1.cmp.3, P2.fwd, P2.esc,
P2.res, P2.prom, P2.vis, P2.cb; semantics.md §10.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from itertools import chain

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.model import Complaint, Period, ServiceRequest
from qualitykit.problems import Problem, problem
from qualitykit.scoring.deadline_results import CountedInterval, DeadlineRate, DeadlineResult, DeadlineState
from qualitykit.scoring.record_facts import Record, day_of, matches, number_of, recorded_without_time
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.workhours import Clock, Workdays, china_workday
from qualitykit.standards.deadlines import Deadline, Deadlines

__all__ = [
    "china_time",
    "deadline_problems",
    "deadline_rates",
    "due_by",
    "end_of_period",
    "judge_again",
    "judge_deadlines",
    "moment_of_judging",
]

_Moment = datetime | date
_WALL = Clock()
_CHINA = timezone(timedelta(hours=8))


def end_of_period(period: Period) -> datetime:
    """The moment at which a month's open steps are judged: the midnight that ends its last day."""
    return datetime.combine(period.last_day + timedelta(days=1), time())


def china_time(moment: datetime) -> datetime:
    """A moment by the clocks of China, as registers hold it; one without a zone is that already."""
    return moment.astimezone(_CHINA).replace(tzinfo=None) if moment.tzinfo else moment


def moment_of_judging(as_of: datetime | None, period: Period) -> datetime:
    """``as_of`` by the clocks of China where it lies in the month, else the month's end.

    A month is judged at its end also when it is scored again later, or on a machine with a wrong clock.
    """
    if as_of is None:
        return end_of_period(period)
    local = china_time(as_of)
    return local if local.date() in period else end_of_period(period)


def judge_deadlines(
    rules_on: Callable[[date], Deadlines | None],
    complaints: Iterable[Complaint],
    requests: Iterable[ServiceRequest],
    *,
    as_of: datetime,
    workdays: Workdays = china_workday,
) -> tuple[DeadlineResult, ...]:
    """Every deadline of every record, in the order of receipt, record and rule.

    ``rules_on``: the deadlines in force on the day of receipt, None: there are none. ``as_of``: what is not
    done by then is open or overdue. A time without its clock part cannot be judged and is never late; where
    the limit is itself a day (a promise), days are compared. CannotRunError: the calendar lacks a year.

    Source: semantics.md §10.
    """
    clocks: dict[tuple[int, str], Clock] = {}
    found: list[DeadlineResult] = []
    records: Iterable[Record] = chain(complaints, requests)
    for record in records:
        rules = rules_on(day_of(record.received_at))
        kind = "complaint" if isinstance(record, Complaint) else "request"
        for rule in rules.deadlines if rules else ():
            if rules is None or rule.record != kind or not matches(rule.when, record):
                continue
            key = (id(rules), rule.clock)
            if key not in clocks:
                clocks[key] = Clock(rules.hours(rule.clock), workdays)
            result = _judge(rule, record, clocks[key], as_of, rules.look_again_after_days)
            if result is not None:
                found.append(result)
    return tuple(sorted(found, key=lambda one: (one.record, one.start_on, str(one.start or ""), one.subject)))


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: DeadlineState
    due: datetime | None = None
    elapsed: timedelta | None = None
    late: timedelta | None = None
    intervals: tuple[CountedInterval, ...] = ()
    reason: str = ""


def _judge(
    rule: Deadline, record: Record, clock: Clock, as_of: datetime, look_again: int
) -> DeadlineResult | None:
    """The record's step against this deadline; None: the record has no such step."""
    start = _first(record, rule.starts)
    if start is None:
        return None
    end = _first(record, rule.ends)
    moment_field = rule.until or (
        rule.own_limit if rule.own_limit and _first(record, (rule.own_limit,)) else ""
    )
    limit = _first(record, (moment_field,)) if moment_field else None
    if rule.until and limit is None:
        return None
    if _before(end, start) or _before(limit, start):
        verdict = _Verdict("unknown", reason="times-out-of-order")
    elif end is not None and (day_of(end) - day_of(start)).days > look_again:
        verdict = _Verdict("unknown", reason="too-long-after")
    elif end is None and any(recorded_without_time(record, name) for name in rule.ends):
        verdict = _Verdict("unknown", reason="no-time-recorded")
    elif limit is not None:
        verdict = _by_moment(start, end, limit, as_of)
    else:
        verdict = _by_length(start, end, rule.limit, clock, as_of)
    is_complaint = isinstance(record, Complaint)
    return DeadlineResult(
        id=f"{rule.id}:{record.id}",
        rule=rule.id,
        title=rule.title,
        clause=rule.clause,
        clock="wall" if limit is not None else rule.clock,
        record="complaint" if is_complaint else "request",
        subject=record.id,
        number=number_of(record),
        people=record.people,
        department=record.department,
        severity=record.severity if isinstance(record, Complaint) else "",
        place=record.place,
        start_on=day_of(start),
        start=start if isinstance(start, datetime) else None,
        end_on=None if end is None else day_of(end),
        end=end if isinstance(end, datetime) else None,
        due=verdict.due,
        state=verdict.state,
        as_of=as_of,
        limit_seconds=None if limit is not None or rule.limit is None else _seconds(rule.limit),
        limit_field=moment_field,
        elapsed_seconds=None if verdict.elapsed is None else _seconds(verdict.elapsed),
        late_seconds=None if verdict.late is None else _seconds(verdict.late),
        intervals=verdict.intervals,
        reason=verdict.reason,
        category=record.category if isinstance(record, Complaint) else record.kind,
    )


def _first(record: object, names: Sequence[str]) -> _Moment | None:
    return next((value for name in names if (value := getattr(record, name)) is not None), None)


def _before(later: _Moment | None, earlier: _Moment) -> bool:
    """Whether what should come later certainly lies before."""
    if later is None:
        return False
    if isinstance(later, datetime) and isinstance(earlier, datetime):
        return later < earlier
    return day_of(later) < day_of(earlier)


def _by_moment(start: _Moment, end: _Moment | None, limit: _Moment, as_of: datetime) -> _Verdict:
    """Against a moment of the record. A day lasts to its end, and is compared with days."""
    by_day = not isinstance(limit, datetime)
    due = limit if isinstance(limit, datetime) else datetime.combine(limit + timedelta(days=1), time())
    if end is None:
        until = max(as_of, start) if isinstance(start, datetime) else as_of
        late = as_of >= due if by_day else as_of > due
        verdict = _counted(_WALL, start, until, _Verdict("overdue" if late else "open", due))
        return replace(verdict, late=max(as_of - due, timedelta()))
    if isinstance(end, datetime):
        # the midnight that ends the day belongs to the next one
        late = end >= due if by_day else end > due
        verdict = _counted(_WALL, start, end, _Verdict("late" if late else "met", due))
        return replace(verdict, late=max(end - due, timedelta()))
    if not by_day:
        return _Verdict("unknown", due, reason="no-clock-part")
    return _Verdict("late" if end > day_of(limit) else "met", due)


def _by_length(
    start: _Moment, end: _Moment | None, limit: timedelta | None, clock: Clock, as_of: datetime
) -> _Verdict:
    """Against a length of time on a clock; ``limit`` None: only measured. At the limit is in time."""
    if not isinstance(start, datetime) or (end is not None and not isinstance(end, datetime)):
        return _Verdict("unknown", reason="no-clock-part")
    verdict = _counted(clock, start, end or as_of, _Verdict("measured" if end else "open"))
    elapsed = verdict.elapsed or timedelta()
    if limit is None:
        return verdict
    late = elapsed > limit
    states: tuple[DeadlineState, DeadlineState] = ("met", "late") if end else ("open", "overdue")
    due = _due_if_known(clock, start, limit) if end else clock.due(start, limit)
    return replace(verdict, state=states[late], due=due, late=max(elapsed - limit, timedelta()))


def _due_if_known(clock: Clock, start: datetime, limit: timedelta) -> datetime | None:
    """When a step that has been taken was due; None: that lies in a year whose calendar is not known yet."""
    try:
        return clock.due(start, limit)
    except CannotRunError:
        return None


def _counted(clock: Clock, start: _Moment, end: datetime, verdict: _Verdict) -> _Verdict:
    if not isinstance(start, datetime):
        return verdict
    parts = tuple(CountedInterval(part.start, part.end) for part in clock.intervals(start, end))
    elapsed = sum((part.end - part.start for part in parts), timedelta())
    return replace(verdict, elapsed=elapsed, intervals=parts)


def _seconds(length: timedelta) -> int:
    return length.days * 86_400 + length.seconds


def judge_again(
    step: DeadlineResult,
    rules_on: Callable[[date], Deadlines | None],
    *,
    as_of: datetime,
    workdays: Workdays = china_workday,
) -> DeadlineResult:
    """A step that was not done, at a later moment: still running, or past its time by now.

    ``rules_on`` gives the hours of its clock. What was due stays due then. CannotRunError: as above.
    """
    rules = rules_on(step.start_on)
    start = step.start or step.start_on
    if step.limit_field and step.due is not None:
        # the midnight that ends a day that was promised
        whole_day = step.due.time() == time()
        limit = step.due.date() - timedelta(days=1) if whole_day else step.due
        verdict = _by_moment(start, None, limit, as_of)
    else:
        clock = Clock(rules.hours(step.clock) if rules else None, workdays)
        length = None if step.limit_seconds is None else timedelta(seconds=step.limit_seconds)
        verdict = _by_length(start, None, length, clock, as_of)
    return replace(
        step,
        due=verdict.due,
        state=verdict.state,
        as_of=as_of,
        elapsed_seconds=None if verdict.elapsed is None else _seconds(verdict.elapsed),
        late_seconds=None if verdict.late is None else _seconds(verdict.late),
        intervals=verdict.intervals,
    )


# --- over a month ----------------------------------------------------------------------------------------


def deadline_rates(results: Iterable[DeadlineResult]) -> tuple[DeadlineRate, ...]:
    """How often each deadline with a limit was kept: met of those that are met, late or overdue.

    What still runs and what cannot be judged is counted beside the rate; what an earlier month's rate has as
    missed is not counted again. Source: P2.sat, semantics.md §10.
    """
    by_rule: dict[str, list[DeadlineResult]] = {}
    for one in results:
        if (one.limit_seconds is not None or one.limit_field) and not one.counted_in:
            by_rule.setdefault(one.rule, []).append(one)
    return tuple(_rate(rule, own) for rule, own in sorted(by_rule.items()))


def _rate(rule: str, own: Sequence[DeadlineResult]) -> DeadlineRate:
    counts = {
        state: sum(one.state == state for one in own)
        for state in ("met", "late", "overdue", "open", "unknown")
    }
    n = counts["met"] + counts["late"] + counts["overdue"]
    percent = publish(Fraction(100 * counts["met"], n)) if n else None
    return DeadlineRate(rule, own[-1].title, own[-1].clause, n, percent=percent, **counts)


def deadline_problems(results: Iterable[DeadlineResult]) -> tuple[Problem, ...]:
    """QK785 for each time so far after its start that it is taken for a slip of the pen."""
    return tuple(
        problem("QK785", one.place, one.end_on, first=one.start_on, title=one.title)
        for one in results
        if one.reason == "too-long-after"
    )


def due_by(results: Iterable[DeadlineResult], day: date) -> tuple[DeadlineResult, ...]:
    """What is not done and due on a day or before it, the earliest first: what to do by then.

    The end of a day that was promised is the midnight after it.
    """
    due = [one for one in results if one.state in ("open", "overdue") and one.due and _due_day(one) <= day]
    return tuple(sorted(due, key=lambda one: (str(one.due), one.id)))


def _due_day(one: DeadlineResult) -> date:
    assert one.due is not None
    whole_day = bool(one.limit_field) and one.due.time() == time()
    return one.due.date() - timedelta(days=1) if whole_day else one.due.date()
