"""服务之星 of the month and 服务标兵 of the year: who may win, in what order, for how much.

Source: P3.star, P3.model, semantics.md §7.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.scoring.people import mean_of
from qualitykit.scoring.results import (
    History,
    LiveWarning,
    Part,
    PersonMonth,
    Reason,
    SourceScore,
    StarResult,
)
from qualitykit.scoring.shares import share_equally
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.stars import Stars

__all__ = ["MonthOfStars", "live_on", "pick_model_of_the_year", "pick_stars"]

_MYSTERY_SHOPPER = "mystery-shopper"
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class MonthOfStars:
    """The winners, why each of the others could not win, and what has to be said beside it."""

    stars: tuple[StarResult, ...]
    ineligible: Mapping[str, tuple[Reason, ...]]
    notes: tuple[Reason, ...]


def pick_stars(
    rule: Stars,
    people: Sequence[PersonMonth],
    workforce: Workforce,
    *,
    warned: Collection[str] = (),
    unqualified: Mapping[str, Sequence[str]] | None = None,
    warnings: Iterable[LiveWarning] = (),
) -> MonthOfStars:
    """The month's stars, by rank, and for everybody else all the reasons why not.

    ``warned``: who has a warning from this month's incidents. ``unqualified``: the evaluations that came out
    不合格, by person. ``warnings``: all on file. Order: month score, verified praises, mystery-shopper score,
    fewer live warnings; still equal → same rank, the amounts of the ranks taken are pooled.

    A pack without the award (``at_most`` 0): nobody, for that reason alone.

    Source: P3.star, semantics.md §7.
    """
    if not rule.at_most:
        return MonthOfStars((), {person.employee_no: (Reason("no-star-award"),) for person in people}, ())
    period = workforce.period
    live: dict[str, int] = {}
    for warning in warnings:
        if live_on(warning, period.last_day):
            live[warning.employee_no] = live.get(warning.employee_no, 0) + 1
    failed = unqualified or {}
    ineligible = {
        person.employee_no: _why_not(
            rule, person, workforce, person.employee_no in warned, failed.get(person.employee_no, ())
        )
        for person in people
    }
    scopes: dict[str, list[_Candidate]] = {} if rule.scope == "department" else {"": []}
    for person in people:
        scope = person.department if rule.scope == "department" else ""
        candidates = scopes.setdefault(scope, []) if person.days_employed else []
        if not ineligible[person.employee_no] and person.score is not None:
            candidates.append(_candidate(person, live.get(person.employee_no, 0)))
    stars: list[StarResult] = []
    notes: list[Reason] = []
    for scope in sorted(scopes):
        winners = _award(scopes[scope], rule.at_most, rule.amounts, scope)
        stars.extend(winners)
        if len(winners) < rule.minimum:
            params = (("n", str(len(winners))), ("minimum", str(rule.minimum)), ("scope", scope))
            notes.append(Reason("fewer-stars", params))
        if len(winners) > rule.at_most:
            params = (("n", str(len(winners))), ("at_most", str(rule.at_most)), ("scope", scope))
            notes.append(Reason("more-stars-by-ties", params))
    return MonthOfStars(tuple(stars), ineligible, tuple(notes))


def live_on(warning: LiveWarning, day: date) -> bool:
    """Whether a warning counts on a day: served by then, not overturned, not expired."""
    served = warning.served_on is not None and warning.served_on <= day
    return served and not warning.overturned and day < warning.expires_on


def pick_model_of_the_year(rule: Stars, history: History, year: int, *, last_day: date) -> MonthOfStars:
    """The year's 服务标兵 from its closed months, and why the others could not win.

    At least ``minimum_months`` with a score; order: mean of the month scores, then months as star. Who has a
    live warning of the step named or a higher one on ``last_day`` of the year is out. Ties share a rank and
    pool the rewards. A pack without the award: nobody. A month whose sample was small has a score and counts.

    Source: P3.model, semantics.md §7.
    """
    model = rule.model_of_the_year
    if model is None:
        return MonthOfStars((), {}, ())
    months = {month for month in history.closed_months if month.startswith(f"{year:04d}-")}
    scores: dict[str, list[Decimal]] = {}
    for number, month, score in sorted(history.month_scores):
        if month in months:
            scores.setdefault(number, []).append(score)
    starred: dict[str, int] = {}
    for number, month in history.stars:
        if month in months:
            starred[number] = starred.get(number, 0) + 1
    highest: dict[str, int] = {}
    for warning in history.warnings:
        if live_on(warning, last_day):
            highest[warning.employee_no] = max(warning.step, highest.get(warning.employee_no, 0))
    ineligible: dict[str, tuple[Reason, ...]] = {}
    candidates: list[_Candidate] = []
    for number, mine in sorted(scores.items()):
        reasons = []
        if len(mine) < model.minimum_months:
            params = (("months", str(len(mine))), ("minimum", str(model.minimum_months)))
            reasons.append(Reason("too-few-months", params))
        if highest.get(number, 0) >= model.no_live_warning_from_step:
            reasons.append(Reason("live-warning", (("step", str(highest[number])),)))
        ineligible[number] = tuple(reasons)
        if not reasons:
            mean, times = mean_of(mine), starred.get(number, 0)
            parts = (
                Part("mean-month-score", f"{mean:.2f}"),
                Part("months-as-star", str(times)),
                Part("months-with-score", str(len(mine))),
            )
            candidates.append(_Candidate(number, (-mean, -times), mean, parts))
    winners = _award(candidates, model.at_most, (model.amount,) * model.at_most, "")
    return MonthOfStars(winners, ineligible, ())


# --- who may ---------------------------------------------------------------------------------------------


def _why_not(
    rule: Stars, person: PersonMonth, workforce: Workforce, warned: bool, unqualified: Sequence[str]
) -> tuple[Reason, ...]:
    """Every reason why a person cannot be a star, in the order of the contract; empty: eligible."""
    reasons: list[Reason] = []
    if person.score is None:
        reasons.append(Reason("no-score"))
    elif person.score < rule.minimum_score:
        params = (("score", f"{person.score:.2f}"), ("minimum", f"{rule.minimum_score:f}"))
        reasons.append(Reason("score-below-minimum", params))
    counted = {source.source for source in person.sources if source.counted}
    reasons.extend(
        Reason("source-missing", (("source", source),))
        for source in rule.required_sources
        if source not in counted
    )
    if not person.enough:
        reasons.append(Reason("sample-too-small", (("n", str(person.evaluations)),)))
    if warned:
        reasons.append(Reason("warned-this-month"))
    if unqualified:
        reasons.append(Reason("form-not-qualified", (("evaluations", "、".join(unqualified)),)))
    row = workforce.at_end(person.employee_no)
    if row is None:
        reasons.append(Reason("not-in-roster"))
        return tuple(reasons)
    if person.days_employed < rule.minimum_days:
        params = (("days", str(person.days_employed)), ("minimum", str(rule.minimum_days)))
        reasons.append(Reason("too-few-days", params))
    if row.probation_until is not None and row.probation_until >= workforce.period.last_day:
        reasons.append(Reason("on-probation", (("until", row.probation_until.isoformat()),)))
    return tuple(reasons)


# --- in what order, for how much -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Someone who may win. ``key`` sorts the best first; equal keys are a tie."""

    employee_no: str
    key: tuple[Decimal | int, ...]
    score: Decimal
    parts: tuple[Part, ...]


def _candidate(person: PersonMonth, live: int) -> _Candidate:
    score = person.score or _ZERO
    mystery = next((_mean(one) for one in person.sources if one.source == _MYSTERY_SHOPPER), None)
    parts = (
        Part("score", f"{score:.2f}"),
        Part("praises", str(person.praises)),
        Part("mystery-shopper", "" if mystery is None else f"{mystery:.2f}"),
        Part("live-warnings", str(live)),
    )
    # No visit is worse than a visit that went badly.
    key = (-score, -person.praises, -(mystery if mystery is not None else Decimal(-1)), live)
    return _Candidate(person.employee_no, key, score, parts)


def _mean(source: SourceScore) -> Decimal | None:
    return source.mean


def _award(
    candidates: Sequence[_Candidate], at_most: int, amounts: Sequence[Decimal], scope: str
) -> tuple[StarResult, ...]:
    """Ranks 1 … ``at_most`` with their amounts; tied people pool what the ranks they take are worth."""
    ordered = sorted(candidates, key=lambda one: (one.key, one.employee_no))
    stars: list[StarResult] = []
    position = 0
    while position < len(ordered) and position < at_most:
        tied = [one for one in ordered if one.key == ordered[position].key]
        taken = range(position, min(position + len(tied), at_most, len(amounts)))
        pool = sum((amounts[index] for index in taken), _ZERO)
        shares = share_equally(pool, [one.employee_no for one in tied])
        stars.extend(
            StarResult(one.employee_no, position + 1, one.score, share, one.parts, scope)
            for one, share in zip(tied, shares, strict=True)
        )
        position += len(tied)
    return tuple(stars)
