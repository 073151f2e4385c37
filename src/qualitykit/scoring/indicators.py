"""指标: a figure from its facts, against its target and its trend; reasons by frequency.

Source: P3.kpi, P3.cpl, P3.sat; semantics.md §10.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.scoring.rounding import publish
from qualitykit.standards.indicators import PERIOD_MONTHS, Indicator, Indicators

__all__ = [
    "Earlier",
    "Facts",
    "IndicatorResult",
    "ParetoLine",
    "add_up",
    "changed_between",
    "figure_then",
    "judge_indicators",
    "pareto",
    "topic_of",
    "value_of",
]

Status = Literal["met", "missed", "none", "no-data", "too-short"]
Topic = Literal["customers", "complaints", "training", "inspections", "operations"]
Trend = Literal["better", "worse", "same", "up", "down", "unknown"]
_HUNDRED = 100
_TIMES_100 = ("percent", "net_points")
_TOPICS: Mapping[Topic, tuple[str, ...]] = {
    "complaints": (
        "complaints",
        "valid-",
        "attitude-complaints",
        "closed-",
        "closing-",
        "first-contact",
        "callback-",
    ),
    "training": (
        *("tests", "training-", "sessions", "staff", "newcomer", "mentors", "observations", "programme-"),
    ),
    "inspections": ("inspections",),
    "customers": (
        *("ratings", "rating-", "satisfied-", "low-", "attitude-", "quality-", "efficiency-", "solving-"),
        *("nps-", "praises", "contacts", "invitations"),
    ),
}
_OF_THE_LAST = ("staff", "staff-due-lately", "staff-trained-lately")
# which facts a threshold of the pack decides, by the words in their names
_DECIDED_BY: Mapping[str, tuple[str, ...]] = {
    "satisfied_from": ("satisfied",),
    "low_at_most": ("low-ratings",),
    "attitude_words": ("attitude-complaints",),
    "test_pass_score": ("tests-passed",),
    "inspection_pass_score": ("inspections-passed",),
    "newcomer_days": ("newcomer", "mentors"),
    "newcomer_months": ("newcomer-months",),
    "mentor_months": ("mentors",),
    "refresh_months": ("lately",),
    "invitation_check": ("invitations",),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted in a period, for the company or a department; facts of months add up.

    ``numbers``: fact → sum. ``people``: facts that count people, each person once however many months.
    ``activities``: kind as written → its facts. ``reasons``: what customers complained of or disliked.
    """

    months: tuple[str, ...] = ()
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    activities: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    complaint_reasons: Mapping[str, int] = field(default_factory=dict)
    rating_reasons: Mapping[str, int] = field(default_factory=dict)

    def number(self, fact: str, words: Sequence[str] = ()) -> Fraction:
        """A fact; of activities those whose kind holds one of the words."""
        if fact == "months":
            return Fraction(len(self.months))
        if fact in self.people:
            return Fraction(len(self._people(fact)))
        if words:
            return sum(
                (
                    facts.get(fact, Fraction(0))
                    for kind, facts in self.activities.items()
                    if any(word in kind for word in words)
                ),
                Fraction(0),
            )
        return self.numbers.get(fact, Fraction(0))

    def _people(self, fact: str) -> frozenset[str]:
        people = self.people[fact]
        # trained is who was trained and is (still) on the staff that the share is of
        return people & self.people.get("staff", people) if fact == "staff-trained" else people


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier period to compare with: its facts, and the definitions that were in force at its end."""

    rules: Indicators
    facts: Facts


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One figure. ``value`` None: a rate over nothing. ``n``: what stands behind it (the denominator).

    ``status``: met, missed, none (no target), no-data, too-short (the target is for a longer time).
    ``trend`` against the period before, ``year_trend`` against the same one a year ago. ``small``: few stand
    behind it.
    """

    id: str
    title: str
    clause: str
    unit: str
    value: Decimal | None
    n: int
    target: str
    status: Status
    small: bool
    previous: Decimal | None = None
    trend: Trend = "unknown"
    year_before: Decimal | None = None
    year_trend: Trend = "unknown"


@dataclass(frozen=True, slots=True)
class ParetoLine:
    """One reason: how often, its share, and the share of it and all more frequent ones (percent)."""

    reason: str
    count: int
    percent: Decimal
    cumulative: Decimal


def add_up(parts: Iterable[Facts]) -> Facts:
    """The facts of a longer period. The staff, and who of it was trained lately, are those of its last month;
    other people count once."""
    months: list[str] = []
    numbers: dict[str, Fraction] = {}
    people: dict[str, frozenset[str]] = {}
    activities: dict[str, dict[str, Fraction]] = {}
    complaints: Counter[str] = Counter()
    ratings: Counter[str] = Counter()
    for part in sorted(parts, key=lambda one: one.months):
        months += part.months
        for fact, number in part.numbers.items():
            numbers[fact] = numbers.get(fact, Fraction(0)) + number
        for fact in _OF_THE_LAST:
            people.pop(fact, None)
        for fact, who in part.people.items():
            people[fact] = people.get(fact, frozenset()) | who
        for kind, facts in part.activities.items():
            mine = activities.setdefault(kind, {})
            for fact, number in facts.items():
                mine[fact] = mine.get(fact, Fraction(0)) + number
        complaints.update(part.complaint_reasons)
        ratings.update(part.rating_reasons)
    return Facts(tuple(months), numbers, people, activities, dict(complaints), dict(ratings))


def value_of(rule: Indicator, facts: Facts) -> tuple[Fraction | None, int]:
    """The exact figure and the n behind it; None: nothing to take a share of. Source: semantics.md §10."""
    top = facts.number(rule.numerator, rule.words)
    if rule.minus is not None:
        top -= facts.number(rule.minus, rule.words)
    if rule.denominator is None:
        return top, int(facts.number(rule.numerator, rule.words))
    below = facts.number(rule.denominator, rule.words)
    if not below:
        return None, 0
    return top / below * (_HUNDRED if rule.unit in _TIMES_100 else 1), int(below)


def judge_indicators(
    rules: Indicators, facts: Facts, *, previous: Earlier | None = None, year_before: Earlier | None = None
) -> tuple[IndicatorResult, ...]:
    """All figures of a period against their targets and against earlier periods (None: not known).

    ``rules``: in force at the period's end. An earlier figure is that of the definition in force then; one
    that did not exist yet, or was in another unit, is not known.
    """
    return tuple(_judge(rules, one, facts, previous, year_before) for one in rules.indicators)


def _judge(
    rules: Indicators, rule: Indicator, facts: Facts, previous: Earlier | None, year_before: Earlier | None
) -> IndicatorResult:
    exact, n = value_of(rule, facts)
    least = rule.small_sample if rule.small_sample is not None else rules.small_sample
    before, last_year = figure_then(rule, previous), figure_then(rule, year_before)
    return IndicatorResult(
        id=rule.id,
        title=rule.title,
        clause=rule.clause,
        unit=rule.unit,
        value=None if exact is None else publish(exact),
        n=n,
        target=_target_text(rule, facts),
        status=_status(rule, exact, facts),
        small=rule.denominator is not None and 0 < n < least,
        previous=None if before is None else publish(before),
        trend=_trend(rule, exact, before),
        year_before=None if last_year is None else publish(last_year),
        year_trend=_trend(rule, exact, last_year),
    )


def figure_then(rule: Indicator, earlier: Earlier | None) -> Fraction | None:
    """The exact figure of an earlier period by the definition of its time; None: not known."""
    own = earlier.rules.indicator(rule.id) if earlier is not None else None
    if earlier is None or own is None or own.unit != rule.unit:
        return None
    return value_of(own, earlier.facts)[0]


def topic_of(rule: Indicator) -> Topic:
    """What an indicator is about, by the facts that it counts."""
    fact = rule.denominator or rule.numerator
    for topic, words in _TOPICS.items():
        if any(word in (fact, rule.numerator) or fact.startswith(word) for word in words):
            return topic
    return "operations"


def changed_between(old: Indicators, new: Indicators) -> tuple[str, ...]:
    """Titles of the indicators of ``new`` that ``old`` has not, or defines, counts or aims otherwise.

    Their figures on the two sides of the date of effect are not alike. Source: semantics.md §5.
    """
    other = [words for name, words in _DECIDED_BY.items() if getattr(old, name) != getattr(new, name)]
    moved = tuple(word for words in other for word in words)
    return tuple(
        one.title
        for one in new.indicators
        if _meaning(old.indicator(one.id)) != _meaning(one) or _uses(one, moved)
    )


def _meaning(rule: Indicator | None) -> dict[str, object] | None:
    return None if rule is None else rule.model_dump(exclude={"title", "clause", "small_sample"})


def _uses(rule: Indicator, words: Sequence[str]) -> bool:
    facts = (rule.numerator, rule.minus or "", rule.denominator or "")
    return any(word in fact for word in words for fact in facts)


def _at_least(rule: Indicator, facts: Facts) -> Fraction | None:
    """The lower target for this period: one for a month counts three times in a quarter."""
    if rule.at_least is None:
        return None
    target = Fraction(rule.at_least)
    return target * (len(facts.months) // PERIOD_MONTHS[rule.per]) if rule.per else target


def _status(rule: Indicator, value: Fraction | None, facts: Facts) -> Status:
    least = _at_least(rule, facts)
    if least is None and rule.at_most is None:
        return "none" if value is not None else "no-data"
    if value is None:
        return "no-data"
    if rule.per and not least:
        return "too-short"
    met = (least is None or value >= least) and (rule.at_most is None or value <= Fraction(rule.at_most))
    return "met" if met else "missed"


def _target_text(rule: Indicator, facts: Facts) -> str:
    least = _at_least(rule, facts)
    if rule.per and not least:
        least = Fraction(rule.at_least or 0)
    places = 0 if rule.unit == "count" and (least is None or least.denominator == 1) else 2
    texts = [f"≥ {publish(least):.{places}f}"] if least is not None else []
    texts += [f"≤ {rule.at_most:.2f}"] if rule.at_most is not None else []
    return "，".join(texts)


def _trend(rule: Indicator, now: Fraction | None, before: Fraction | None) -> Trend:
    if now is None or before is None:
        return "unknown"
    if publish(now) == publish(before):
        return "same"
    if rule.direction == "neither":
        return "up" if now > before else "down"
    return "better" if (now > before) == (rule.direction == "higher") else "worse"


def pareto(reasons: Mapping[str, int]) -> tuple[ParetoLine, ...]:
    """Reasons, the most frequent first (equal ones by name), with their cumulative share. Source: P3.cpl."""
    total = sum(reasons.values())
    lines: list[ParetoLine] = []
    so_far = 0
    for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0])):
        so_far += count
        lines.append(
            ParetoLine(
                reason,
                count,
                publish(Fraction(_HUNDRED * count, total)),
                publish(Fraction(_HUNDRED * so_far, total)),
            )
        )
    return tuple(lines)
