"""Adjustments of earlier months' pay, and what a month could not take and carries on.

Source: semantics.md §8: a negative adjustment never makes a month's pay negative.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from qualitykit.model import Adjustment
from qualitykit.problems import Problem
from qualitykit.scoring.bonus_lines import ZERO, bonus_line, is_payable
from qualitykit.scoring.results import BonusLine, Part, Reason
from qualitykit.scoring.rounding import publish
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.bonus import Bonus

__all__ = ["adjustment_lines"]


def adjustment_lines(
    bonus: Bonus,
    workforce: Workforce,
    adjustments: Sequence[Adjustment],
    owed_before: Sequence[tuple[str, Decimal]],
    earned: Iterable[BonusLine],
    notes: list[Reason],
    problems: list[Problem],
) -> tuple[list[BonusLine], tuple[tuple[str, Decimal], ...]]:
    """Adjustments of the month and what earlier months carried over, never below a pay of 0.

    What cannot be taken is carried on, older debts first; for who leaves by the month's end it lapses.
    """
    pay: dict[str, Decimal] = {}
    for line in earned:
        pay[line.employee_no] = pay.get(line.employee_no, ZERO) + line.amount
    lines: list[BonusLine] = []
    negative: list[Adjustment] = []
    for adjustment in sorted(adjustments, key=lambda one: (one.employee_no, one.id, one.place)):
        number = adjustment.employee_no
        if not is_payable(workforce, number, adjustment.place, problems):
            continue
        if adjustment.amount < 0:
            negative.append(adjustment)
            continue
        amount = publish(adjustment.amount)
        pay[number] = pay.get(number, ZERO) + amount
        lines.append(_adjustment_line(bonus, workforce, adjustment, amount, amount))
    rest: dict[str, Decimal] = {}
    for number, owed in sorted(owed_before):
        if number not in workforce:
            rest[number] = rest.get(number, ZERO) + owed
            notes.append(Reason("carried-person-not-in-roster", (("employee_no", number),)))
            continue
        taken = min(pay.get(number, ZERO), ZERO - owed)
        pay[number] = pay.get(number, ZERO) - taken
        rest[number] = rest.get(number, ZERO) + owed + taken
        code = "carried-from-earlier" if owed + taken == 0 else "carried-further"
        lines.append(
            bonus_line(
                workforce,
                number,
                "carried",
                ZERO - taken,
                bonus.clause,
                (Part("amount", f"{owed:.2f}", "yuan"), Part("left", f"{owed + taken:.2f}")),
                Reason(code),
                before=owed,
            )
        )
    for adjustment in negative:
        number = adjustment.employee_no
        owed = publish(adjustment.amount)
        taken = min(pay.get(number, ZERO), ZERO - owed)
        pay[number] = pay.get(number, ZERO) - taken
        rest[number] = rest.get(number, ZERO) + owed + taken
        lines.append(_adjustment_line(bonus, workforce, adjustment, ZERO - taken, owed))
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
    code = "adjustment" if amount == before else "adjustment-carried"
    parts: tuple[Part, ...] = (Part("amount", f"{before:.2f}", "yuan"),)
    if adjustment.old is not None and adjustment.new is not None:
        code = "adjustment-recomputed"
        changed = tuple(Part(f"changed-{kind}", f"{old} → {new}") for kind, old, new in adjustment.changes)
        parts = (
            *changed,
            Part("paid-before", f"{adjustment.old:.2f}", "yuan"),
            Part("due-now", f"{adjustment.new:.2f}", "yuan"),
            Part("difference", f"{before:.2f}", "yuan"),
        )
    return bonus_line(
        workforce,
        adjustment.employee_no,
        "adjustment",
        amount,
        bonus.clause,
        parts,
        Reason(code, params),
        before=before,
        evidence=(adjustment.place,) if adjustment.place.file else (),
        subject=adjustment.id,
    )
