"""An employee's month: source means, praise points, the month score, intervals and the ranking.

A department's month too. Source: semantics.md §5.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from qualitykit.scoring.intervals import Spread, mean_interval, month_interval, pooled_spread, spread_of
from qualitykit.scoring.results import (
    DepartmentMonth,
    EvaluationResult,
    PastScore,
    PersonMonth,
    SourceScore,
)
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.weights import SourceWeight, Weights

__all__ = ["competition_ranks", "departments_of_month", "mean_of", "months_back", "people_of_month"]

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Scores:
    """Published scores of one source, earlier months' first, each in order of day and id."""

    ids: tuple[str, ...]
    published: tuple[Decimal, ...]
    from_earlier: int
    spread: Spread


def people_of_month(
    weights: Weights,
    workforce: Workforce,
    evaluations: Iterable[EvaluationResult],
    *,
    past: Iterable[PastScore] = (),
    praises: Mapping[str, int] | None = None,
    also: Collection[str] = (),
) -> tuple[PersonMonth, ...]:
    """Everybody's month, by employee number: who was employed, who was evaluated, and whom ``also`` names.

    ``evaluations`` are the month's; only those with a published score count. ``past``: published scores of
    earlier months, for the sources that look back. ``praises``: verified praises by person. The ranking
    holds who has a score, enough evaluations and was employed; equal scores share a rank (1, 1, 3).

    Source: semantics.md §5.
    """
    verified = praises or {}
    evaluated: set[str] = set()
    found = _collect(
        weights, workforce.period.month, evaluations, past, lambda number, _day: number, evaluated
    )
    listed = {number for number in workforce.numbers if workforce.days_employed(number)}
    listed |= evaluated | set(also)
    pooled = {
        source.source: pooled_spread(
            scores[source.source].spread for scores in found.values() if source.source in scores
        )
        for source in weights.sources
    }
    people = [
        _person(weights, workforce, number, found.get(number, {}), pooled, verified.get(number, 0))
        for number in sorted(listed)
    ]
    company: dict[str, Decimal] = {}
    departments: dict[str, dict[str, Decimal]] = {}
    for person in people:
        known = person.employee_no in workforce
        if person.score is not None and person.enough and (person.days_employed or not known):
            company[person.employee_no] = person.score
            departments.setdefault(person.department, {})[person.employee_no] = person.score
    ranks = competition_ranks(company)
    inside = {
        number: rank for scores in departments.values() for number, rank in competition_ranks(scores).items()
    }
    return tuple(
        replace(person, rank=ranks[person.employee_no], department_rank=inside[person.employee_no])
        if person.employee_no in ranks
        else person
        for person in people
    )


def departments_of_month(
    weights: Weights,
    workforce: Workforce,
    evaluations: Iterable[EvaluationResult],
    people: Sequence[PersonMonth],
    *,
    past: Iterable[PastScore] = (),
) -> tuple[DepartmentMonth, ...]:
    """Every department's month, by name: each evaluation counts where its employee was on that day.

    Source means and weights as for a person; no praise is added. Source: P1.mon.1, semantics.md §5.
    """
    found = _collect(
        weights, workforce.period.month, evaluations, past, workforce.department_on, evaluated=set()
    )
    staff: dict[str, int] = {}
    for person in people:
        staff[person.department] = staff.get(person.department, 0) + (1 if person.days_employed else 0)
    months = []
    for department in sorted({*found, *staff} - {""}):
        sources = tuple(
            replace(source, evaluations=(), scores=())
            for source in _sources(weights, found.get(department, {}), {})
        )
        mean = _weighted_mean(weights, sources)
        months.append(
            DepartmentMonth(
                department=department,
                people=staff.get(department, 0),
                evaluations=sum(source.n for source in sources),
                sources=sources,
                score=None if mean is None else publish(mean),
            )
        )
    ranks = competition_ranks({month.department: month.score for month in months if month.score is not None})
    return tuple(replace(month, rank=ranks.get(month.department)) for month in months)


def competition_ranks(scores: Mapping[str, Decimal]) -> dict[str, int]:
    """Standard competition ranking, the highest first: 95, 95, 90 → 1, 1, 3."""
    ranks: dict[str, int] = {}
    before: Decimal | None = None
    rank = 0
    for position, (name, score) in enumerate(sorted(scores.items(), key=lambda one: -one[1]), start=1):
        if score != before:
            rank, before = position, score
        ranks[name] = rank
    return ranks


def mean_of(scores: Sequence[Decimal]) -> Decimal:
    """The mean of published scores, itself published half up: 84.99 and 85.00 → 85.00."""
    return publish(Fraction(sum(scores, Decimal(0))) / len(scores))


def months_back(month: str, count: int) -> frozenset[str]:
    """The names of the ``count`` months before ``month`` (``2026-10``, 2 → 2026-09 and 2026-08)."""
    year, number = map(int, month.split("-"))
    last = year * 12 + number - 1
    return frozenset(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(last - count, last))


# --- inside ----------------------------------------------------------------------------------------------


def _collect(
    weights: Weights,
    month: str,
    evaluations: Iterable[EvaluationResult],
    past: Iterable[PastScore],
    key: Callable[..., str],
    evaluated: set[str],
) -> dict[str, dict[str, _Scores]]:
    """Published scores by key (of employee and day) and source; ``evaluated`` gets who was evaluated."""
    windows = {source.source: months_back(month, source.window_months - 1) for source in weights.sources}
    earlier: dict[str, dict[str, list[tuple[date, str, Decimal]]]] = {}
    for score in past:
        if score.month in windows.get(score.source, ()):
            sources = earlier.setdefault(key(score.employee_no, score.day), {})
            sources.setdefault(score.source, []).append((score.day, score.evaluation, score.published))
    present: dict[str, dict[str, list[tuple[date, str, Decimal]]]] = {}
    for result in evaluations:
        number = result.employee_no
        evaluated.add(number)
        form_score = result.score
        if form_score is None or form_score.published is None or result.source not in windows:
            continue
        sources = present.setdefault(key(number, result.day), {})
        sources.setdefault(result.source, []).append((result.day, result.id, form_score.published))
    found: dict[str, dict[str, _Scores]] = {}
    for name in {*earlier, *present}:
        old, new = earlier.get(name, {}), present.get(name, {})
        mine = found[name] = {}
        for source in {*old, *new}:
            before = sorted(old.get(source, ()))
            rows = before + sorted(new.get(source, ()))
            published = tuple(row[2] for row in rows)
            mine[source] = _Scores(
                tuple(row[1] for row in rows), published, len(before), spread_of(published)
            )
    return found


def _sources(
    weights: Weights, scores: Mapping[str, _Scores], pooled: Mapping[str, Spread]
) -> tuple[SourceScore, ...]:
    return tuple(_source(source, scores.get(source.source), pooled) for source in weights.sources)


def _source(weight: SourceWeight, scores: _Scores | None, pooled: Mapping[str, Spread]) -> SourceScore:
    if scores is None:
        return SourceScore(weight.source, weight.weight, 0, None, False, (), ())
    n = len(scores.published)
    mean = mean_of(scores.published)
    return SourceScore(
        source=weight.source,
        weight=weight.weight,
        n=n,
        mean=mean,
        counted=n >= weight.minimum,
        evaluations=scores.ids,
        scores=scores.published,
        from_earlier=scores.from_earlier,
        interval=mean_interval(mean, n, _spread(scores, pooled.get(weight.source))),
    )


def _spread(scores: _Scores, pooled: Spread | None) -> Spread:
    """A person's own scatter; with one score the source's pooled one."""
    return scores.spread if scores.spread.freedom or pooled is None else pooled


def _weighted_mean(weights: Weights, sources: Sequence[SourceScore]) -> Fraction | None:
    """Σ W·S / Σ W over the counted sources; None where no counted source is an inspection."""
    inspections = {source.source for source in weights.sources if source.inspection}
    counted = [source for source in sources if source.counted]
    if not any(source.source in inspections for source in counted):
        return None
    total = sum((source.weight * source.mean for source in counted if source.mean is not None), Decimal(0))
    return Fraction(total) / Fraction(sum((source.weight for source in counted), Decimal(0)))


def _person(
    weights: Weights,
    workforce: Workforce,
    number: str,
    scores: Mapping[str, _Scores],
    pooled: Mapping[str, Spread],
    praises: int,
) -> PersonMonth:
    row = workforce.at_end(number)
    sources = _sources(weights, scores, pooled)
    mean = _weighted_mean(weights, sources)
    points = min(weights.praise.points_each * praises, weights.praise.at_most)
    score = None if mean is None else publish(min(mean + Fraction(points), Fraction(_HUNDRED)))
    total = sum(source.n for source in sources)
    interval = None
    if score is not None:
        spreads = [
            (source.weight, source.n, _spread(scores[source.source], pooled[source.source]))
            for source in sources
            if source.counted
        ]
        interval = month_interval(score, spreads)
    return PersonMonth(
        employee_no=number,
        name=row.name if row else "",
        department=row.department if row else "",
        team=row.team if row else "",
        sources=sources,
        evaluations=total,
        weighted_mean=mean,
        praises=praises,
        praise_points=points,
        score=score,
        enough=total >= weights.minimum_total,
        rank=None,
        department_rank=None,
        interval=interval,
        ineligible=(),
        days_employed=workforce.days_employed(number),
    )
