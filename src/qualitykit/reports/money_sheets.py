"""Sheets about money: 奖金 (a row a person), 奖金明细 (every line with its arithmetic)."""

from collections.abc import Mapping
from decimal import Decimal

from qualitykit.i18n import _
from qualitykit.reports.arithmetic import line_arithmetic
from qualitykit.reports.figures import money
from qualitykit.reports.grid import Column, Link, Mark, Table
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import bonus_kind, reason_text

__all__ = ["bonus_lines_table", "bonus_table", "budget_text"]


def budget_text(find: Lookup) -> str:
    """What the budget said, empty where the pack has none."""
    budget = find.result.budget
    if budget is None:
        return ""
    text = _("Budget for stars, special awards and contests {amount}: asked {asked}, paid {paid}").format(
        amount=money(budget.amount), asked=money(budget.asked), paid=money(budget.paid)
    )
    if budget.prorated:
        return text + _("; shared out in proportion")
    return text + (_("; exceeded") if budget.asked > budget.amount else "")


def bonus_table(find: Lookup, rows_of_lines: Mapping[str, int], lines: str) -> Table:
    """奖金: a row a person, a column a kind, sums below that follow the filter."""
    kinds = find.bonus_kinds
    carried = dict(find.result.carried)
    rows: list[tuple[object, ...]] = []
    for number in sorted(set(find.bonus_sums) | {who for who, amount in carried.items() if amount}):
        sums = find.bonus_sums.get(number, {})
        name: object = find.name(number)
        if number in rows_of_lines:
            name = Link(str(name) or number, lines, rows_of_lines[number])
        rows.append(
            (
                number,
                name,
                find.department(number),
                *(find.paid(sums.get(kind)) for kind in kinds),
                find.paid(sum(sums.values(), Decimal(0))),
                find.paid(carried.get(number) or None),
            )
        )
    columns = (
        Column(_("Number"), "text", 8),
        Column(_("Name"), "text", 8, 16),
        Column(_("Department"), "text", 8, 20),
        *(Column(bonus_kind(kind), "money") for kind in kinds),
        Column(_("Sum"), "money"),
        Column(_("Carried to next month"), "money"),
    )
    budget = budget_text(find)
    return Table(
        _("Bonuses"),
        columns,
        rows,
        intro=(budget,) if budget else (),
        totals=tuple(range(3, len(columns))),
        empty=_("No bonus this month."),
        frozen_columns=3,
        tab="#2E7D32",
    )


def bonus_lines_table(find: Lookup) -> Table:
    """奖金明细: one amount a row, with its arithmetic, reason, clause and evidence."""
    order = {kind: index for index, kind in enumerate(find.bonus_kinds)}
    rows: list[tuple[object, ...]] = [
        (
            line.employee_no,
            find.name(line.employee_no),
            find.department(line.employee_no),
            bonus_kind(line.kind),
            Mark(line.amount, "bad") if line.amount < 0 and not find.redact else find.paid(line.amount),
            find.paid(line.before) if line.before != line.amount else None,
            line_arithmetic(line, find),
            reason_text(line.reason, find),
            line.clause,
            "\n".join(find.place(place) for place in line.evidence[:5]),
            line.id,
        )
        for line in sorted(find.result.bonuses, key=lambda one: (one.employee_no, order[one.kind], one.id))
    ]
    return Table(
        _("Bonus lines"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Kind"), "text", 8, 16),
            Column(_("Amount"), "money"),
            Column(_("Before cap or budget"), "money"),
            Column(_("Arithmetic"), "wrap", 20, 56),
            Column(_("Why"), "wrap", 14, 40),
            Column(_("Clause"), "text", 8),
            Column(_("Evidence"), "wrap", 12, 36),
            Column(_("Line id"), "text", 8, 30, printed=False),
        ),
        rows,
        totals=(4,),
        empty=_("No bonus this month."),
        frozen_columns=3,
        tab="#2E7D32",
    )
