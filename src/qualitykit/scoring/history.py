"""What a month leaves for the next ones. Source: semantics.md §9."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.model import MonthRecords
from qualitykit.scoring.deadline_results import CallbackResult, DeadlineResult
from qualitykit.scoring.paid_before import asked_for, money_names
from qualitykit.scoring.people import months_back
from qualitykit.scoring.record_facts import Record, day_of
from qualitykit.scoring.results import EvaluationResult, History, MonthResult, PastScore
from qualitykit.scoring.violations import same_text
from qualitykit.standards.standard import Standard

__all__ = [
    "Needed",
    "callback_key",
    "content_digest",
    "done_steps",
    "extend",
    "identity_key",
    "needed_by",
    "step_key",
    "undone",
]

# What did not enter the month; given again, corrected or in its own month, it is no repeat.
_UNDONE = ("open", "overdue")
_LOOK_BACK = timedelta(days=366)  # for money that a register asks for again
_NOT_TAKEN = frozenset(
    {"held-back", "repeat-of-earlier-month", "differs-from-earlier-month", "after-the-month"}
)


def extend(history: History, result: MonthResult, *, closed: bool) -> History:
    """The history with one month more: closed, or a draft, which makes later results an estimate.

    A newer draft is added to the history of the months before it, never to one that holds the month or a
    later one already (CannotRunError): a month is not rewritten. Warnings and carried amounts are those that
    the result says are on file after it. Of incidents it keeps what later ones are compared with, not their
    violations. Source: semantics.md §9.
    """
    month = result.period.month
    if any(one >= month for one in history.months):
        raise CannotRunError(
            _("Month {month} does not come after the months in the history.").format(month=month),
            hint=_("Score the months in order."),
        )
    scores = tuple(
        PastScore(one.employee_no, one.source, one.day, one.id, one.score.published, month)
        for one in result.evaluations
        if one.score is not None and one.score.published is not None
    )
    month_scores = tuple(
        (person.employee_no, month, person.score) for person in result.people if person.score is not None
    )
    identities = tuple(
        (identity_key(one.id), content_digest(one), month)
        for one in result.evaluations
        if one.reason is None or one.reason.code not in _NOT_TAKEN
    )
    identities += done_steps(month, result.deadlines, result.callbacks)
    identities += tuple((identity_key(name), "", month) for name in money_names(result.bonuses))
    return History(
        months=(*history.months, month),
        closed_months=(*history.closed_months, month) if closed else history.closed_months,
        scores=history.scores + scores,
        warnings=result.warnings,
        incidents=history.incidents + tuple(replace(one, violations=()) for one in result.incidents),
        praises=history.praises + result.praises,
        carried=result.carried,
        month_scores=history.month_scores + month_scores,
        stars=history.stars + tuple((star.employee_no, month) for star in result.stars),
        identities=history.identities + identities,
        open_steps=undone(result.deadlines),
    )


def undone(steps: Iterable[DeadlineResult]) -> tuple[DeadlineResult, ...]:
    """The steps that are still to be done: running, or past their time."""
    return tuple(one for one in steps if one.state in _UNDONE)


def done_steps(
    month: str, steps: Iterable[DeadlineResult], callbacks: Iterable[CallbackResult]
) -> tuple[tuple[str, str, str], ...]:
    """What a month did of complaints and requests, by key: a register that goes on shows it again."""
    done = [(step_key(one.id), one.state, month) for one in steps if one.state not in _UNDONE]
    called = [(callback_key(one.rule, subject), "", month) for one in callbacks for subject in one.counted]
    return (*done, *called)


def step_key(step: str) -> str:
    """The key of a step of a complaint or a request."""
    return identity_key(f"step:{step}")


def callback_key(rule: str, request: str) -> str:
    """The key of a request in a call-back rate."""
    return identity_key(f"callback:{rule}:{request}")


def identity_key(identity: str) -> str:
    """32 hex digits that stand for an evaluation's identity, which may hold an inspector's name: this is kept
    when personal data is past its retention, so that a row sent again years later is still known."""
    return hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()


def content_digest(result: EvaluationResult) -> str:
    """32 hex digits of what an evaluation says: who, when, by whom, which contact, the answers as written."""
    parts = (
        result.form,
        result.employee_no,
        result.day.isoformat(),
        result.at.isoformat() if result.at else "",
        result.inspector,
        result.contact_id,
        result.customer,
        result.remark,
        *result.raw,
    )
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


# --- what of it a month looks at -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needed:
    """What of a long history one month's scoring looks at; all else changes no figure of it.

    ``scores_since``: the sources that look back, each from that month on. ``late``: identities of rows dated
    before the period, the first on ``late_since`` (None: there is none). ``incidents_since``: a day; of
    ``registered`` people, whom the warnings register names, incidents of any day. ``praised``: people of this
    month's praises, ``contacts`` their contacts.
    """

    scores_since: Mapping[str, str]
    late: frozenset[str]
    late_since: date | None
    incidents_since: date
    registered: frozenset[str]
    praised: frozenset[str]
    contacts: frozenset[str] = frozenset()

    def incident(self, employee_no: str, day: date) -> bool:
        """Whether an earlier incident matters: a new one may be the same, or a register's line names it."""
        return day >= self.incidents_since or employee_no in self.registered

    def praise(self, employee_no: str, contact_id: str) -> bool:
        """Whether an earlier praise matters: a new one may repeat it, share its sum or be under its cap."""
        return employee_no in self.praised or (bool(contact_id) and same_text(contact_id) in self.contacts)


def needed_by(standards: Sequence[Standard], records: MonthRecords) -> Needed:
    """What of the months before scoring these records looks at. Source: semantics.md §5, §6, §7, §9."""
    period = records.period
    windows: dict[str, int] = {}
    for standard in standards:
        for source in standard.weights.sources:
            windows[source.source] = max(source.window_months, windows.get(source.source, 1))
    days = {one.day for one in records.evaluations}
    for complaint in records.complaints:
        received = complaint.received_at
        days.add(received.date() if isinstance(received, datetime) else received)
        days |= {complaint.contact_on} if complaint.contact_on else set()
    late = [one for one in records.evaluations if one.day < period.first_day]
    keys = {identity_key(one.id) for one in late}
    late_days = {one.day for one in late}
    registered: Iterable[Record] = chain(records.complaints, records.requests)
    for record in registered:
        received = day_of(record.received_at)
        if received < period.first_day:
            late_days.add(received)
            keys |= set(_step_keys(standards, record.id))
    near = max((standard.ladder.proposed_same_within_days for standard in standards), default=0)
    if asked := asked_for(records):
        keys |= {identity_key(name) for name in asked}
        late_days.add(period.first_day - _LOOK_BACK)
    return Needed(
        scores_since={
            source: min(months_back(period.month, window - 1))
            for source, window in windows.items()
            if window > 1
        },
        late=frozenset(keys),
        late_since=min(late_days, default=None),
        incidents_since=min((*days, period.first_day)) - timedelta(days=near),
        registered=frozenset(row.employee_no for row in records.served_warnings),
        praised=frozenset(number for one in records.praises for number in one.people),
        contacts=frozenset(same_text(one.contact_id) for one in records.praises if one.contact_id),
    )


def _step_keys(standards: Sequence[Standard], record: str) -> Iterator[str]:
    """The keys under which a complaint or a request may be known already."""
    for standard in standards:
        if standard.deadlines is not None:
            yield from (step_key(f"{rule.id}:{record}") for rule in standard.deadlines.deadlines)
            yield from (callback_key(rule.id, record) for rule in standard.deadlines.callbacks)
