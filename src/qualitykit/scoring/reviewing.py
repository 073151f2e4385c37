"""Which hits a person has to decide: what the review sheet (待复核) holds. Source: semantics.md §4."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from qualitykit.scoring.results import CheckOutcome, EvaluationResult, Hit, Incident, MonthResult

__all__ = ["after_closing", "every_hit", "hits_to_review", "with_hits"]

Found = tuple[EvaluationResult, CheckOutcome, Hit]


def every_hit(evaluations: Iterable[EvaluationResult]) -> Iterator[Found]:
    """Every hit of these evaluations. Most calls share the outcomes in which nothing was found."""
    known: dict[int, tuple[CheckOutcome, ...]] = {}
    for one in evaluations:
        outcomes = known.get(id(one.outcomes))
        if outcomes is None:
            outcomes = known[id(one.outcomes)] = tuple([each for each in one.outcomes if each.hits])
        for outcome in outcomes:
            for hit in outcome.hits:
                yield one, outcome, hit


def with_hits(evaluations: Iterable[EvaluationResult]) -> list[EvaluationResult]:
    """Those in whose calls something was heard: few of many, and looked at more than once."""
    known: dict[int, bool] = {}
    found = []
    for one in evaluations:
        heard = known.get(id(one.outcomes))
        if heard is None:
            heard = known[id(one.outcomes)] = any(outcome.hits for outcome in one.outcomes)
        if heard:
            found.append(one)
    return found


def hits_to_review(
    evaluations: Iterable[EvaluationResult], incidents: Iterable[Incident]
) -> tuple[Found, ...]:
    """Every pending hit, and every hit that counts for the score but would warn once it is confirmed.

    What warns has been confirmed by a person; a hit that nobody decides lapses when the month is closed.
    """
    would_warn = {
        (violation.evaluation, violation.quote)
        for incident in incidents
        if incident.status == "pending"
        for violation in incident.violations
        if not violation.confirmed
    }
    return tuple(
        (one, outcome, hit)
        for one, outcome, hit in every_hit(evaluations)
        if hit.pending or (hit.standing and not hit.confirmed and (one.id, hit.quote) in would_warn)
    )


def after_closing(result: MonthResult) -> MonthResult:
    """A closed month as people read it: hits that nobody decided have lapsed as 驳回, incidents with them.

    The ledger keeps what was scored; no number differs. Source: semantics.md §4.
    """
    known: dict[int, tuple[CheckOutcome, ...]] = {}
    return replace(
        result,
        evaluations=tuple(_lapsed_hits(one, known) for one in result.evaluations),
        incidents=tuple(
            replace(one, status="lapsed", reason=None) if one.status == "pending" else one
            for one in result.incidents
        ),
        notes=tuple(note for note in result.notes if note.code != "hits-pending"),
    )


def _lapsed_hits(one: EvaluationResult, known: dict[int, tuple[CheckOutcome, ...]]) -> EvaluationResult:
    outcomes = known.get(id(one.outcomes))
    if outcomes is None:
        changed = any(hit.pending for outcome in one.outcomes for hit in outcome.hits)
        outcomes = known[id(one.outcomes)] = tuple(map(_lapsed, one.outcomes)) if changed else one.outcomes
    return one if outcomes is one.outcomes else replace(one, outcomes=outcomes)


def _lapsed(outcome: CheckOutcome) -> CheckOutcome:
    hits = tuple(replace(hit, refused=True) if hit.pending else hit for hit in outcome.hits)
    return replace(outcome, state="passed" if outcome.state == "pending" else outcome.state, hits=hits)
