"""The month's money: every line with its arithmetic, reason, clause and evidence.

The parts of performance and withheld are factors, in the order of printing: ``2000 × 0.9 × 15/31 = 870.97``;
those of other kinds say what the amount depends on. Amounts are yuan with 2 places, rounded half up once a
line. Source: semantics.md §8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from qualitykit.model import Adjustment, ContestResult, Place, SpecialAward
from qualitykit.problems import Problem, problem
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
from qualitykit.scoring.shares import share_out
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.bonus import Bonus, Budget
from qualitykit.standards.standard import Standard

__all__ = ["Claims", "MonthOfMoney", "coefficient_of", "complaint_coefficient_of", "pay_month"]

_ZERO = Decimal("0.00")
_ORDER = ("performance", "withheld", "star", "praise", "special", "contest", "carried", "adjustment")
_BUDGETED = frozenset({"star", "special", "contest"})


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
        *_star_lines(standard, workforce, claims.stars),
        *_special_lines(standard.bonus, workforce, claims.special_awards, problems),
        *_contest_lines(standard.bonus, workforce, claims.contests, problems),
    ]
    budget, awards = _within_budget(standard.bonus.budget, awards, notes)
    lines += awards
    lines += _praise_lines(standard, workforce, claims.praises)
    taken, carried = _adjustment_lines(standard.bonus, workforce, claims, lines, notes, problems)
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
        factors = [Part("base", _plain(row.bonus_base), "yuan")]
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
            factors.append(Part("complaint-coefficient", _plain(by_rate)))
        factors.append(_days(person.days_employed, workforce))
        amount = publish(Fraction(row.bonus_base) * coefficient * days)
        lines.append(
            _line(
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
        params = (("case", case.id), ("step", str(case.step)), ("percent", _plain(percent)))
        code = "withheld-by-step" if amount == asked else "withheld-up-to-performance"
        parts = (
            Part("base", _plain(row.bonus_base), "yuan"),
            _days(days, workforce),
            Part("withheld-percent", _plain(percent), "percent"),
        )
        lines.append(
            _line(
                workforce,
                number,
                "withheld",
                _ZERO - amount,
                case.clause,
                parts,
                Reason(code, params),
                before=_ZERO - asked,
                evidence=claims.evidence.get(case.id, ()),
                subject=case.id,
            )
        )
    return lines


# --- awards ------------------------------------------------------------------------------------------------


def _star_lines(standard: Standard, workforce: Workforce, stars: Sequence[StarResult]) -> list[BonusLine]:
    """A line for each star, 0.00 too: a certificate is an award."""
    return [
        _line(
            workforce,
            star.employee_no,
            "star",
            star.amount,
            standard.stars.clause,
            (Part("amount", f"{star.amount:.2f}", "yuan"), Part("rank", str(star.rank)), *star.decided_by),
            Reason("star", (("rank", str(star.rank)), ("scope", star.scope))),
        )
        for star in stars
    ]


def _praise_lines(standard: Standard, workforce: Workforce, parts: Sequence[PraisePart]) -> list[BonusLine]:
    """A line for each praise that is worth something, also where the cap leaves nothing of it."""
    return [
        _line(
            workforce,
            part.employee_no,
            "praise",
            part.paid,
            standard.praise.clause,
            (Part("amount", f"{part.shown:.2f}", "yuan"), Part("level", part.level)),
            part.reason or Reason("praise", (("level", part.level),)),
            before=part.shown,
            evidence=part.places,
            subject=part.id,
        )
        for part in parts
        if part.shown
    ]


def _special_lines(
    bonus: Bonus, workforce: Workforce, awards: Sequence[SpecialAward], problems: list[Problem]
) -> list[BonusLine]:
    lines = []
    for award in sorted(awards, key=lambda award: (award.employee_no, award.id, award.place)):
        if not _may_get(workforce, award.employee_no, award.amount, award.place, problems):
            continue
        lines.append(
            _line(
                workforce,
                award.employee_no,
                "special",
                publish(award.amount),
                bonus.special_clause,
                (Part("amount", f"{publish(award.amount):.2f}", "yuan"),),
                Reason("special", (("title", award.title), ("reason", award.reason))),
                evidence=(award.place,),
                subject=award.id,
            )
        )
    return lines


def _contest_lines(
    bonus: Bonus, workforce: Workforce, contests: Sequence[ContestResult], problems: list[Problem]
) -> list[BonusLine]:
    """The amount on the sheet, else the pack's prize for the rank; a prize in kind is a line of 0.00."""
    table = {prize.rank: prize.amount for prize in bonus.contest}
    lines = []
    for contest in sorted(contests, key=lambda contest: (contest.employee_no, contest.id, contest.place)):
        amount = table.get(contest.rank, _ZERO) if contest.amount is None else contest.amount
        if not _may_get(workforce, contest.employee_no, amount, contest.place, problems):
            continue
        code = "contest" if amount or contest.prize else "contest-rank-without-prize"
        params = (("contest", contest.contest), ("rank", str(contest.rank)), ("prize", contest.prize))
        lines.append(
            _line(
                workforce,
                contest.employee_no,
                "contest",
                publish(amount),
                bonus.contest_clause,
                (Part("amount", f"{publish(amount):.2f}", "yuan"), Part("rank", str(contest.rank))),
                Reason(code, params),
                evidence=(contest.place,),
                subject=contest.id,
            )
        )
    return lines


def _within_budget(
    budget: Budget | None, awards: list[BonusLine], notes: list[Reason]
) -> tuple[BudgetResult | None, list[BonusLine]]:
    """Report an exceeded budget, or prorate the awards to the fen by largest remainder."""
    if budget is None:
        return None, awards
    asked = sum((line.amount for line in awards), _ZERO)
    if asked <= budget.amount:
        return BudgetResult(budget.amount, asked, asked, prorated=False), awards
    notes.append(Reason("budget-exceeded", (("asked", f"{asked:.2f}"), ("budget", f"{budget.amount:.2f}"))))
    if budget.when_exceeded == "report":
        return BudgetResult(budget.amount, asked, asked, prorated=False), awards
    awards = sorted(awards, key=lambda line: (line.employee_no, line.id))
    shares = share_out(budget.amount, [(f"{line.employee_no}\x1f{line.id}", line.amount) for line in awards])
    factor = Part("budget-share", f"{_plain(budget.amount)}/{_plain(asked)}")
    prorated = [
        replace(line, amount=share, parts=(line.parts[0], factor, *line.parts[1:]))
        for line, share in zip(awards, shares, strict=True)
    ]
    paid = sum((line.amount for line in prorated), _ZERO)
    return BudgetResult(budget.amount, asked, paid, prorated=True), prorated


# --- adjustments -------------------------------------------------------------------------------------------


def _adjustment_lines(
    bonus: Bonus,
    workforce: Workforce,
    claims: Claims,
    earned: Iterable[BonusLine],
    notes: list[Reason],
    problems: list[Problem],
) -> tuple[list[BonusLine], tuple[tuple[str, Decimal], ...]]:
    """Adjustments of the month and what earlier months carried over, never below a pay of 0.

    What cannot be taken is carried on, older debts first; for who leaves by the month's end it lapses.
    """
    pay: dict[str, Decimal] = {}
    for line in earned:
        pay[line.employee_no] = pay.get(line.employee_no, _ZERO) + line.amount
    lines: list[BonusLine] = []
    negative: list[Adjustment] = []
    for adjustment in sorted(claims.adjustments, key=lambda one: (one.employee_no, one.id, one.place)):
        number = adjustment.employee_no
        if not _known(workforce, number, adjustment.place, problems):
            continue
        if adjustment.amount < 0:
            negative.append(adjustment)
            continue
        amount = publish(adjustment.amount)
        pay[number] = pay.get(number, _ZERO) + amount
        lines.append(_adjustment_line(bonus, workforce, adjustment, amount, amount))
    rest: dict[str, Decimal] = {}
    for number, owed in sorted(claims.carried):
        taken = min(pay.get(number, _ZERO), _ZERO - owed)
        pay[number] = pay.get(number, _ZERO) - taken
        rest[number] = rest.get(number, _ZERO) + owed + taken
        code = "carried-from-earlier" if owed + taken == 0 else "carried-further"
        lines.append(
            _line(
                workforce,
                number,
                "carried",
                _ZERO - taken,
                bonus.clause,
                (Part("amount", f"{owed:.2f}", "yuan"), Part("left", f"{owed + taken:.2f}")),
                Reason(code),
                before=owed,
            )
        )
    for adjustment in negative:
        number = adjustment.employee_no
        owed = publish(adjustment.amount)
        taken = min(pay.get(number, _ZERO), _ZERO - owed)
        pay[number] = pay.get(number, _ZERO) - taken
        rest[number] = rest.get(number, _ZERO) + owed + taken
        lines.append(_adjustment_line(bonus, workforce, adjustment, _ZERO - taken, owed))
    carried: list[tuple[str, Decimal]] = []
    for number, amount in sorted(rest.items()):
        if not amount:
            continue
        left_on = workforce.left_on(number)
        if left_on is not None and left_on <= workforce.period.last_day:
            params = (("employee_no", number), ("amount", f"{amount:.2f}"))
            notes.append(Reason("carried-amount-lapsed", params))
        else:
            carried.append((number, amount))
    return lines, tuple(carried)


def _adjustment_line(
    bonus: Bonus, workforce: Workforce, adjustment: Adjustment, amount: Decimal, before: Decimal
) -> BonusLine:
    params = (("of_month", adjustment.of_month), ("reason", adjustment.reason))
    return _line(
        workforce,
        adjustment.employee_no,
        "adjustment",
        amount,
        bonus.clause,
        (Part("amount", f"{before:.2f}", "yuan"),),
        Reason("adjustment" if amount == before else "adjustment-carried", params),
        before=before,
        evidence=(adjustment.place,),
        subject=adjustment.id,
    )


# --- all lines ---------------------------------------------------------------------------------------------


def _known(workforce: Workforce, number: str, place: Place, problems: list[Problem]) -> bool:
    row = workforce.at_end(number)
    if row is None or (row.hired_on is not None and row.hired_on > workforce.period.last_day):
        problems.append(problem("QK727", place, number, month=workforce.period.month))
        return False
    return True


def _may_get(
    workforce: Workforce, number: str, amount: Decimal, place: Place, problems: list[Problem]
) -> bool:
    if amount < 0:
        problems.append(problem("QK728", place, number))
        return False
    return _known(workforce, number, place, problems)


def _line(
    workforce: Workforce,
    number: str,
    kind: str,
    amount: Decimal,
    clause: str,
    parts: tuple[Part, ...],
    reason: Reason,
    *,
    before: Decimal | None = None,
    evidence: tuple[Place, ...] = (),
    subject: str = "",
) -> BonusLine:
    name = f"{workforce.period.month}/{number}/{kind}"
    return BonusLine(
        id=f"{name}/{subject}" if subject else name,
        employee_no=number,
        kind=kind,
        amount=amount,
        before=amount if before is None else before,
        clause=clause,
        parts=parts,
        reason=reason,
        evidence=evidence,
        subject=subject,
    )


def _days(days: int, workforce: Workforce) -> Part:
    return Part("days", f"{days}/{workforce.period.days}", "days")


def _plain(number: Decimal) -> str:
    """A number without needless zeros: 2000, 0.9."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exact(number: Fraction) -> str:
    """A number as a decimal where it ends within 12 places, else as a fraction."""
    scaled = number * 10**12
    if scaled.denominator == 1:
        return _plain(Decimal(scaled.numerator).scaleb(-12))
    return f"{number.numerator}/{number.denominator}"
