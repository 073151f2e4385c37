"""投诉与报修的一个月: its deadlines and call-backs, with what earlier months left undone.

A step that is not done at a month's end goes on: it stands in each later month until it is done, from the
month's own register where the record stands there again, else as it was left. In a rate each step counts
once: in the month in which it was done, or in which its time passed.

Source: P1.cmp.3, P2.res, P2.cb; semantics.md §9, §10.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from qualitykit.frozen import dataclass
from qualitykit.model import Complaint, MonthRecords
from qualitykit.problems import Problem
from qualitykit.scoring.callbacks import callback_rates
from qualitykit.scoring.deadline_results import (
    CallbackResult,
    ComplaintLine,
    DeadlineRate,
    DeadlineResult,
)
from qualitykit.scoring.deadlines import (
    deadline_problems,
    deadline_rates,
    judge_again,
    judge_deadlines,
    moment_of_judging,
)
from qualitykit.scoring.history import callback_key, step_key
from qualitykit.scoring.record_facts import Record
from qualitykit.scoring.records import check_records
from qualitykit.scoring.results import History
from qualitykit.scoring.versions import Versions
from qualitykit.scoring.workhours import Workdays
from qualitykit.standards.deadlines import Deadlines
from qualitykit.standards.records import RecordRules
from qualitykit.standards.standard import Standard

__all__ = ["MonthDeadlines", "complaint_lines", "time_month"]


@dataclass(frozen=True, slots=True)
class MonthDeadlines:
    """The steps of a month, how often each deadline was kept, the call-backs, and what registers lack."""

    deadlines: tuple[DeadlineResult, ...]
    rates: tuple[DeadlineRate, ...]
    callbacks: tuple[CallbackResult, ...]
    problems: tuple[Problem, ...]


def complaint_lines(complaints: Iterable[Complaint]) -> tuple[ComplaintLine, ...]:
    """The complaints of the month's register, in order of receipt."""
    lines = []
    for one in complaints:
        received_on, received = _day_and_moment(one.received_at)
        closed_on, closed = _day_and_moment(one.closed_at)
        lines.append(
            ComplaintLine(
                id=one.id,
                number=one.complaint_no,
                people=one.people,
                received_on=received_on or one.received_at,
                received=received,
                category=one.category,
                severity=one.severity,
                matter=one.matter,
                valid=one.valid,
                closed_on=closed_on,
                closed=closed,
                status=one.status,
                place=one.place,
            )
        )
    return tuple(sorted(lines, key=lambda one: (one.received_on, str(one.received or ""), one.id)))


def _day_and_moment(value: datetime | date | None) -> tuple[date | None, datetime | None]:
    return (value.date(), value) if isinstance(value, datetime) else (value, None)


def time_month(
    versions: Versions,
    standard: Standard,
    records: MonthRecords,
    history: History,
    *,
    as_of: datetime | None,
    workdays: Workdays,
) -> MonthDeadlines:
    """Deadlines, call-backs and gaps of the registers, by the standard in force on the day of receipt.

    ``standard`` rules the month: its call-back rates are those of the month. ``as_of`` as of ``score_month``.
    """

    def deadlines_on(day: date) -> Deadlines | None:
        found = versions.on(day)
        return found.deadlines if found else None

    def rules_on(day: date) -> RecordRules | None:
        found = versions.on(day)
        return found.records if found else None

    moment = moment_of_judging(as_of, records.period)
    own = judge_deadlines(deadlines_on, records.complaints, records.requests, as_of=moment, workdays=workdays)
    done = {key for key, _digest, _month in history.identities}
    before = {one.id: one for one in history.open_steps}
    month = history.months[-1] if history.months else ""
    # a register that goes on from month to month shows finished steps again
    mine = [
        _left_by(before[one.id], one, month) if one.id in before else one
        for one in own
        if one.id in before or step_key(one.id) not in done
    ]
    registered: tuple[Record, ...] = (*records.complaints, *records.requests)
    here = {one.id for one in registered}
    again = [
        _left_by(one, judge_again(one, deadlines_on, as_of=moment, workdays=workdays), month)
        for one in history.open_steps
        if one.subject not in here and not _given_up(one, deadlines_on, moment)
    ]
    judged = tuple(sorted([*mine, *again], key=_order))
    rules = standard.deadlines.callbacks if standard.deadlines else ()
    known = {
        (rule.id, request.id)
        for rule in rules
        for request in records.requests
        if callback_key(rule.id, request.id) in done
    }
    return MonthDeadlines(
        judged,
        deadline_rates(judged),
        callback_rates(rules, records.requests, judged, counted_before=known),
        (
            *check_records(rules_on, registered, records.roster),
            *deadline_problems(judged),
        ),
    )


def _given_up(one: DeadlineResult, rules_on: Callable[[date], Deadlines | None], moment: datetime) -> bool:
    """Whether a step was left so long ago that nobody will record it any more."""
    rules = rules_on(one.start_on)
    return rules is None or (moment.date() - one.start_on).days > rules.look_again_after_days


def _left_by(before: DeadlineResult, now: DeadlineResult, month: str) -> DeadlineResult:
    """The step with the month in which it was left first, and the one whose rate has it as missed."""
    counted = before.counted_in or (month if before.state == "overdue" else "")
    return replace(now, carried_from=before.carried_from or month, counted_in=counted)


def _order(one: DeadlineResult) -> tuple[str, date, str, str]:
    return one.record, one.start_on, str(one.start or ""), one.subject
