"""What a month leaves for the next ones. Source: semantics.md §9."""

import hashlib

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.scoring.results import EvaluationResult, History, MonthResult, PastScore

__all__ = ["content_digest", "extend"]

# What did not enter the month; given again, corrected or in its own month, it is no repeat.
_NOT_TAKEN = frozenset({"held-back", "repeat-of-earlier-month", "after-the-month"})


def extend(history: History, result: MonthResult, *, closed: bool) -> History:
    """The history with one month more: closed, or a draft, which makes later results an estimate.

    A newer draft is added to the history of the months before it, never to one that holds the month or a
    later one already (CannotRunError): a month is not rewritten. Warnings and carried amounts are those that
    the result says are on file after it. Source: semantics.md §9.
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
        (one.id, content_digest(one), month)
        for one in result.evaluations
        if one.reason is None or one.reason.code not in _NOT_TAKEN
    )
    return History(
        months=(*history.months, month),
        closed_months=(*history.closed_months, month) if closed else history.closed_months,
        scores=history.scores + scores,
        warnings=result.warnings,
        incidents=history.incidents + result.incidents,
        praises=history.praises + result.praises,
        carried=result.carried,
        month_scores=history.month_scores + month_scores,
        stars=history.stars + tuple((star.employee_no, month) for star in result.stars),
        identities=history.identities + identities,
    )


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
