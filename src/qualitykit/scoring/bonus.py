"""The month's money: every line with its arithmetic, reason, clause and evidence.

The parts of performance and withheld are factors, in the order of printing: ``2000 × 0.9 × 15/31 = 870.97``;
those of other kinds say what the amount depends on. Amounts are yuan with 2 places, rounded half up once a
line. Source: semantics.md §8.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from qualitykit.frozen import dataclass
from qualitykit.model import Adjustment, ContestResult, Place, SpecialAward
from qualitykit.problems import Problem
from qualitykit.scoring.adjustments import adjustment_lines
from qualitykit.scoring.awards import contest_lines, praise_lines, special_lines, star_lines, within_budget
from qualitykit.scoring.bonus_lines import ZERO, bonus_line, days_part, plain
from qualitykit.scoring.results import (
    BonusLine,
    BudgetResult,
    Case,
    Part,
    PersonMonth,
    PraisePart,
    Reason,
    StarResult,
)
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.bonus import Bonus
from qualitykit.standards.standard import Standard

__all__ = ["Claims", "MonthOfMoney", "coefficient_of", "complaint_coefficient_of", "pay_month"]

_ORDER = ("performance", "withheld", "star", "praise", "special", "contest", "carried", "adjustment")


@dataclass(frozen=True, slots=True)
class Claims:
    """All that may bring or take money in a month.

    ``complaints``: valid complaints of the month by person. ``carried``: negative adjustments that earlier
    months could not take (yuan ≤ 0 by person). ``evidence``: the places of a case, by its id.
    """

    cases: Sequence[Case] = ()
    praises: Sequence[PraisePart] = ()
    stars: Sequence[StarResult] = ()
    special_awards: Sequence[SpecialAward] = ()
    contests: Sequence[ContestResult] = ()
    adjustments: Sequence[Adjustment] = ()
    complaints: Mapping[str, int] = field(default_factory=dict)
    carried: Sequence[tuple[str, Decimal]] = ()
    evidence: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthOfMoney:
    """The lines, the budget (None: the pack has none), what is carried on, and what has to be said."""

    lines: tuple[BonusLine, ...]
    budget: BudgetResult | None
    carried: tuple[tuple[str, Decimal], ...]
    notes: tuple[Reason, ...]
    problems: tuple[Problem, ...]


def pay_month(
    standard: Standard, workforce: Workforce, people: Sequence[PersonMonth], claims: Claims
) -> MonthOfMoney:
    """Everybody's lines of the month, by employee number and kind.

    A performance bonus goes to who was employed in the period and has a base; praise, awards, prizes and
    adjustments go to anybody on the roster who has joined by its end, leavers included. Codes: QK727 money
    for who is not on the roster or has not joined yet, QK728 a negative award or prize (nobody is fined).

    Source: P3.perf, P3.lad.3, semantics.md §8.
    """
    notes: list[Reason] = []
    problems: list[Problem] = []
    lines = _performance_lines(standard.bonus, workforce, people, claims.complaints, notes)
    lines += _withheld_lines(workforce, claims, {line.employee_no: line.amount for line in lines}, notes)
    awards = [
        *star_lines(standard, workforce, claims.stars),
        *special_lines(standard.bonus, workforce, claims.special_awards, problems),
        *contest_lines(standard.bonus, workforce, claims.contests, problems),
    ]
    budget, awards = within_budget(standard.bonus.budget, awards, notes)
    lines += awards
    lines += praise_lines(standard, workforce, claims.praises)
    taken, carried = adjustment_lines(
        standard.bonus, workforce, claims.adjustments, claims.carried, lines, notes, problems
    )
    lines += taken
    order = {kind: index for index, kind in enumerate(_ORDER)}
    lines.sort(key=lambda line: (line.employee_no, order[line.kind], line.id))
    return MonthOfMoney(tuple(lines), budget, carried, tuple(notes), tuple(problems))


def coefficient_of(bonus: Bonus, score: Decimal) -> Fraction:
    """The coefficient of a month score: by bands [low, high), the last one with its high, or by the line
    between points, not rounded; flat outside the first and the last. Source: semantics.md §8."""
    if bonus.method == "linear":
        points = sorted(bonus.points, key=lambda point: point.score)
        if score <= points[0].score:
            return Fraction(points[0].coefficient)
        for left, right in pairwise(points):
            if score <= right.score:
                share = Fraction(score - left.score) / Fraction(right.score - left.score)
                return Fraction(left.coefficient) + share * Fraction(right.coefficient - left.coefficient)
        return Fraction(points[-1].coefficient)
    bands = sorted(bonus.bands, key=lambda band: band.low)
    return Fraction(next((band for band in reversed(bands) if band.low <= score), bands[0]).coefficient)


def complaint_coefficient_of(bonus: Bonus, complaints: int, evaluations: int) -> Decimal:
    """What the valid complaints per 100 evaluations multiply the coefficient by; 1 where nothing is asked,
    nothing was evaluated or the rate lies below the first band. The last band has no upper end."""
    bands = sorted(bonus.complaint_rate, key=lambda band: band.low)
    if not bands or not evaluations:
        return Decimal(1)
    rate = Fraction(100 * complaints, evaluations)
    return next((band.coefficient for band in reversed(bands) if Fraction(band.low) <= rate), Decimal(1))


# --- performance and what is withheld ----------------------------------------------------------------------


def _performance_lines(
    bonus: Bonus,
    workforce: Workforce,
    people: Sequence[PersonMonth],
    complaints: Mapping[str, int],
    notes: list[Reason],
) -> list[BonusLine]:
    lines: list[BonusLine] = []
    missing: list[str] = []
    for person in people:
        row = workforce.at_end(person.employee_no)
        if row is None or not person.days_employed:
            continue
        if row.bonus_base is None:
            missing.append(person.employee_no)
            continue
        days = Fraction(person.days_employed, workforce.period.days)
        factors = [Part("base", plain(row.bonus_base), "yuan")]
        if person.score is None or not person.enough:
            coefficient = Fraction(bonus.no_score)
            reason = Reason(
                "performance-without-score" if person.score is None else "performance-small-sample"
            )
        else:
            coefficient = coefficient_of(bonus, person.score)
            reason = Reason("performance-by-score", (("score", f"{person.score:.2f}"),))
        factors.append(Part("coefficient", _exact(coefficient)))
        if person.score is not None and person.enough and bonus.complaint_rate:
            of_month = sum(source.n - source.from_earlier for source in person.sources)
            filed = complaints.get(person.employee_no, 0)
            by_rate = complaint_coefficient_of(bonus, filed, of_month)
            coefficient *= Fraction(by_rate)
            counts = (("complaints", str(filed)), ("evaluations", str(of_month)))
            reason = Reason("performance-by-score-and-complaints", (*reason.params, *counts))
            factors.append(Part("complaint-coefficient", plain(by_rate)))
        factors.append(days_part(person.days_employed, workforce))
        amount = publish(Fraction(row.bonus_base) * coefficient * days)
        lines.append(
            bonus_line(
                workforce,
                person.employee_no,
                "performance",
                amount,
                bonus.clause,
                tuple(factors),
                reason,
                evidence=(row.place,),
            )
        )
    if missing and not lines:
        notes.append(Reason("bonus-bases-missing", (("n", str(len(missing))),)))
    else:
        notes += [Reason("bonus-base-missing", (("employee_no", number),)) for number in missing]
    return lines


def _withheld_lines(
    workforce: Workforce, claims: Claims, performance: Mapping[str, Decimal], notes: list[Reason]
) -> list[BonusLine]:
    """Percent of the prorated base for each step that withholds; together at most the performance bonus."""
    lines: list[BonusLine] = []
    left = dict(performance)
    for case in sorted(claims.cases, key=lambda case: (case.employee_no, case.first_incident_on, case.id)):
        percents = [Decimal(detail) for kind, detail, _due in case.effects if kind == "withhold"]
        if not percents:
            continue
        number = case.employee_no
        row = workforce.at_end(number)
        if row is None or row.bonus_base is None or number not in left:
            notes.append(Reason("nothing-to-withhold", (("employee_no", number), ("case", case.id))))
            continue
        days = workforce.days_employed(number)
        percent = sum(percents, Decimal(0))
        asked = publish(
            Fraction(row.bonus_base) * Fraction(percent) / 100 * Fraction(days, workforce.period.days)
        )
        amount = min(asked, left[number])
        left[number] -= amount
        params = (("case", case.id), ("step", str(case.step)), ("percent", plain(percent)))
        code = "withheld-by-step" if amount == asked else "withheld-up-to-performance"
        parts = (
            Part("base", plain(row.bonus_base), "yuan"),
            days_part(days, workforce),
            Part("withheld-percent", plain(percent), "percent"),
        )
        lines.append(
            bonus_line(
                workforce,
                number,
                "withheld",
                ZERO - amount,
                case.clause,
                parts,
                Reason(code, params),
                before=ZERO - asked,
                evidence=claims.evidence.get(case.id, ()),
                subject=case.id,
            )
        )
    return lines


def _exact(number: Fraction) -> str:
    """A number as a decimal where it ends within 12 places, else as a fraction."""
    scaled = number * 10**12
    if scaled.denominator == 1:
        return plain(Decimal(scaled.numerator).scaleb(-12))
    return f"{number.numerator}/{number.denominator}"
