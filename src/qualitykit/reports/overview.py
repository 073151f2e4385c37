"""What a manager asks first: who leads, what moved, how departments stand; for cover and charts."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.problems import Severity
from qualitykit.reports.figures import rounded
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.results import MonthResult, PersonMonth
from qualitykit.scoring.reviewing import hits_to_review

__all__ = ["BANDS", "DepartmentFacts", "Move", "Overview", "mean_score", "overview"]

# Bounds of the distribution chart: [low, high), the last one with 100.
BANDS = ((0, 60), (60, 70), (70, 75), (75, 80), (80, 85), (85, 90), (90, 95), (95, 101))


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """One department: people, its score now and before, incidents, warnings, praises."""

    name: str
    people: int
    mean: Decimal | None
    before: Decimal | None
    incidents: int
    warnings: int
    praises: int


@dataclass(frozen=True, slots=True)
class Move:
    """A person whose score moved against the month before."""

    person: PersonMonth
    before: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Overview:
    """The month in figures. Means are None without any score; ``bonuses`` in yuan."""

    people: int
    scored: int
    mean: Decimal | None
    mean_before: Decimal | None
    evaluations: int
    incidents: int
    warnings: int
    praises: int
    bonuses: Decimal
    bonuses_before: Decimal | None
    pending_hits: int
    pending_incidents: int
    errors: int
    departments: tuple[DepartmentFacts, ...]
    fallen: tuple[Move, ...]
    risen: tuple[Move, ...]
    distribution: tuple[int, ...]
    violations: tuple[tuple[str, int], ...]
    trend: tuple[tuple[str, Decimal | None], ...]
    department_trend: tuple[tuple[str, tuple[Decimal | None, ...]], ...]


def mean_score(people: Sequence[PersonMonth]) -> Decimal | None:
    """Mean of the month scores, rounded half up to 0.01; None where nobody has one."""
    scores = [person.score for person in people if person.score is not None]
    return Decimal(rounded(Fraction(sum(scores)) / len(scores), 2)) if scores else None


def _by_department(result: MonthResult) -> dict[str, list[PersonMonth]]:
    found: dict[str, list[PersonMonth]] = {}
    for person in result.people:
        found.setdefault(person.department, []).append(person)
    return found


def _department_scores(result: MonthResult) -> dict[str, Decimal | None]:
    """Each department's published score; where a result has none, the mean of its people's month scores."""
    if result.departments:
        return {one.department: one.score for one in result.departments}
    return {name: mean_score(people) for name, people in _by_department(result).items()}


def _departments(result: MonthResult, before: MonthResult | None) -> tuple[DepartmentFacts, ...]:
    scores = _department_scores(result)
    earlier = _department_scores(before) if before else {}
    where = {person.employee_no: person.department for person in result.people}
    incidents = Counter(where.get(one.employee_no, "") for one in result.incidents)
    warnings = Counter(where.get(one.employee_no, "") for one in result.cases)
    facts = [
        DepartmentFacts(
            name,
            len(people),
            scores.get(name),
            earlier.get(name),
            incidents[name],
            warnings[name],
            sum(person.praises for person in people),
        )
        for name, people in _by_department(result).items()
    ]
    return tuple(sorted(facts, key=lambda one: (one.mean is None, -(one.mean or 0), one.name)))


def _moves(result: MonthResult, before: MonthResult | None) -> list[Move]:
    if before is None:
        return []
    scores = {person.employee_no: person.score for person in before.people}
    moves = []
    for person in result.people:
        earlier = scores.get(person.employee_no)
        if person.score is not None and earlier is not None and person.score != earlier:
            moves.append(Move(person, earlier, person.score - earlier))
    return sorted(moves, key=lambda move: (move.change, move.person.employee_no))


def _distribution(result: MonthResult) -> tuple[int, ...]:
    scores = [person.score for person in result.people if person.score is not None]
    return tuple(sum(1 for score in scores if low <= score < high) for low, high in BANDS)


def overview(find: Lookup, trend: Sequence[MonthResult]) -> Overview:
    """The month's figures; ``trend``: earlier months in order of date, the last one is compared with."""
    result = find.result
    before = trend[-1] if trend else None
    moves = _moves(result, before)
    departments = _departments(result, before)
    months = [*trend, result]
    violations = Counter(
        find.title(f"kind:{violation.kind}") if violation.kind else violation.title
        for incident in result.incidents
        for violation in incident.violations
    )
    by_department = [_department_scores(month) for month in months]
    return Overview(
        people=len(result.people),
        scored=sum(1 for person in result.people if person.score is not None),
        mean=mean_score(result.people),
        mean_before=mean_score(before.people) if before else None,
        evaluations=sum(1 for one in result.evaluations if one.score is not None),
        incidents=len(result.incidents),
        warnings=len(result.cases),
        praises=sum(1 for praise in result.praises if praise.counts),
        bonuses=sum((line.amount for line in result.bonuses), Decimal(0)),
        bonuses_before=sum((line.amount for line in before.bonuses), Decimal(0)) if before else None,
        pending_hits=len(hits_to_review(find.with_hits, result.incidents)),
        pending_incidents=sum(1 for one in result.incidents if one.status in ("pending", "proposed-same")),
        errors=sum(1 for one in result.problems if one.severity is Severity.ERROR),
        departments=departments,
        fallen=tuple(move for move in moves if move.change < 0),
        risen=tuple(reversed([move for move in moves if move.change > 0])),
        distribution=_distribution(result),
        violations=tuple(violations.most_common()),
        trend=tuple((month.period.month, mean_score(month.people)) for month in months),
        department_trend=tuple(
            (facts.name, tuple(scores.get(facts.name) for scores in by_department)) for facts in departments
        ),
    )
