"""An employee's month: source means, praise points, the month score, intervals and the ranking.

A department's month too. Source: semantics.md §5.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.scoring.intervals import Spread, mean_interval, month_interval, pooled_spread, spread_of
from qualitykit.scoring.results import (
    DepartmentMonth,
    EvaluationResult,
    PastScore,
    PersonMonth,
    SourceScore,
)
from qualitykit.scoring.rounding import publish, publish_ratio
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.weights import SourceWeight, Weights

__all__ = [
    "MonthScores",
    "collect_scores",
    "competition_ranks",
    "departments_of_month",
    "mean_of",
    "months_back",
    "people_of_month",
]

_HUNDRED = Decimal(100)
_Row = tuple[date, str, Decimal]  # day, evaluation, published score


@dataclass(frozen=True, slots=True)
class _Scores:
    """Published scores of one source, earlier months' first, each in order of day and id.

    ``days`` only where the person moved, so that each score counts in the department of its day.
    """

    ids: tuple[str, ...]
    published: tuple[Decimal, ...]
    from_earlier: int
    spread: Spread
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthScores:
    """Everybody's published scores by source, and who was evaluated in the month at all."""

    by_person: Mapping[str, Mapping[str, _Scores]]
    evaluated: frozenset[str]


def collect_scores(
    weights: Weights,
    workforce: Workforce,
    evaluations: Iterable[EvaluationResult],
    past: Iterable[PastScore] = (),
) -> MonthScores:
    """The scores that the month's means are made of.

    ``evaluations`` are the month's; only those with a published score count. ``past``: published scores of
    earlier months, for the sources that look back. Source: semantics.md §5.
    """
    month = workforce.period.month
    windows = {source.source: months_back(month, source.window_months - 1) for source in weights.sources}
    earlier: dict[str, dict[str, list[_Row]]] = {}
    for score in past:
        if score.month in windows.get(score.source, ()):
            rows = earlier.setdefault(score.employee_no, {}).setdefault(score.source, [])
            rows.append((score.day, score.evaluation, score.published))
    present: dict[str, dict[str, list[_Row]]] = {}
    for result in evaluations:
        mine = present.get(result.employee_no)
        if mine is None:
            mine = present[result.employee_no] = {}
        form_score = result.score
        if form_score is None or form_score.published is None or result.source not in windows:
            continue
        known = mine.get(result.source)
        if known is None:
            known = mine[result.source] = []
        known.append((result.day, result.id, form_score.published))
    by_person: dict[str, dict[str, _Scores]] = {}
    for number in {*earlier, *present}:
        old, new = earlier.get(number, {}), present.get(number, {})
        settled = workforce.is_settled(number)
        by_person[number] = {
            source: _scores(old.get(source, []), new.get(source, []), settled) for source in {*old, *new}
        }
    return MonthScores(by_person, frozenset(present))


def people_of_month(
    weights: Weights,
    workforce: Workforce,
    scores: MonthScores,
    *,
    praises: Mapping[str, int] | None = None,
    also: Collection[str] = (),
) -> tuple[PersonMonth, ...]:
    """Everybody's month, by employee number: who was employed, who was evaluated, and whom ``also`` names.

    ``praises``: verified praises by person. The ranking holds who has a score, enough evaluations and was
    employed; equal scores share a rank (1, 1, 3). Source: semantics.md §5.
    """
    verified = praises or {}
    found = scores.by_person
    listed = {number for number in workforce.numbers if workforce.days_employed(number)}
    listed |= scores.evaluated | set(also)
    pooled = {
        source.source: pooled_spread(
            found[number][source.source].spread for number in sorted(found) if source.source in found[number]
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
        number: rank for mine in departments.values() for number, rank in competition_ranks(mine).items()
    }
    return tuple(
        replace(person, rank=ranks[person.employee_no], department_rank=inside[person.employee_no])
        if person.employee_no in ranks
        else person
        for person in people
    )


def people_by_name(weights: Weights, workforce: Workforce, numbers: Iterable[str]) -> tuple[PersonMonth, ...]:
    """Who these people are, as if nothing were known of their month."""
    nobody = _person(weights, workforce, "", {}, {}, 0)
    rows = [(number, workforce.at_end(number)) for number in sorted(numbers)]
    return tuple(
        replace(nobody, employee_no=number, name=row.name, department=row.department, team=row.team)
        if row
        else replace(nobody, employee_no=number)
        for number, row in rows
    )


def departments_of_month(
    weights: Weights, workforce: Workforce, scores: MonthScores, people: Sequence[PersonMonth]
) -> tuple[DepartmentMonth, ...]:
    """Every department's month, by name: each evaluation counts where its employee was on that day.

    Source means and weights as for a person; no praise is added. Source: P1.mon.1, semantics.md §5.
    """
    found: dict[str, dict[str, list[tuple[Decimal, bool]]]] = {}
    for number in sorted(scores.by_person):
        for source, mine in scores.by_person[number].items():
            rows = [(one, n < mine.from_earlier) for n, one in enumerate(mine.published)]
            if workforce.is_settled(number):
                department = workforce.department_on(number, workforce.period.last_day)
                found.setdefault(department, {}).setdefault(source, []).extend(rows)
                continue
            for day, row in zip(mine.days, rows, strict=True):
                department = workforce.department_on(number, day)
                found.setdefault(department, {}).setdefault(source, []).append(row)
    staff: dict[str, int] = {}
    for person in people:
        staff[person.department] = staff.get(person.department, 0) + (1 if person.days_employed else 0)
    months = [
        _department(weights, department, found.get(department, {}), staff.get(department, 0))
        for department in sorted({*found, *staff} - {""})
    ]
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
    numerator, denominator = sum(scores, Decimal(0)).as_integer_ratio()
    return publish_ratio(numerator, denominator * len(scores))


def months_back(month: str, count: int) -> frozenset[str]:
    """The names of the ``count`` months before ``month`` (``2026-10``, 2 → 2026-09 and 2026-08)."""
    year, number = map(int, month.split("-"))
    last = year * 12 + number - 1
    return frozenset(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(last - count, last))


# --- inside ----------------------------------------------------------------------------------------------


def _scores(old: list[_Row], new: list[_Row], settled: bool) -> _Scores:
    old.sort()
    new.sort()
    rows = old + new
    published = tuple([row[2] for row in rows])
    days = () if settled else tuple([row[0] for row in rows])
    return _Scores(tuple([row[1] for row in rows]), published, len(old), spread_of(published), days)


def _department(
    weights: Weights, department: str, rows: Mapping[str, Sequence[tuple[Decimal, bool]]], people: int
) -> DepartmentMonth:
    scores = {}
    for source, mine in rows.items():
        published = tuple(score for score, _earlier in mine)
        earlier = sum(1 for _score, is_earlier in mine if is_earlier)
        scores[source] = _Scores((), published, earlier, spread_of(published))
    sources = tuple(replace(source, scores=()) for source in _sources(weights, scores, {}))
    mean = _weighted_mean(weights, sources)
    return DepartmentMonth(
        department=department,
        people=people,
        evaluations=sum(source.n for source in sources),
        sources=sources,
        score=None if mean is None else publish(mean),
    )


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
    above, below = total.as_integer_ratio()
    weight, unit = sum((source.weight for source in counted), Decimal(0)).as_integer_ratio()
    return Fraction(above * unit, below * weight)


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
