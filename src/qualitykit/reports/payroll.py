"""工资发放表: one line a person for payroll, in the columns that its import asks for, and the lines.

Sums by department and by kind are sums of the same lines, and the program refuses to write a sheet whose sums
do not agree. Source: issue "The ledger"; semantics.md §8.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.reports.book import Book, Column, Mark, Table, mark_draft
from qualitykit.reports.csvtable import csv_bytes
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.money_sheets import bonus_lines_table, budget_text
from qualitykit.reports.wording import bonus_kind
from qualitykit.reports.wording_codes import BONUS_KINDS
from qualitykit.sheets.meta import Meta

__all__ = ["FIELDS", "PayrollSheet", "Signed", "payroll_bytes", "payroll_columns", "payroll_csv", "totals_of"]

ZERO = Decimal("0.00")

FIELDS: dict[str, str] = {
    "employee_no": N_("Number"),
    "name": N_("Name"),
    "department": N_("Department"),
    "team": N_("Team"),
    "month": N_("month"),
    **BONUS_KINDS,
    "total": N_("Sum"),
    "score": N_("Month score"),
}
_DEFAULT = (
    "employee_no",
    "name",
    "department",
    "performance",
    "withheld",
    "star",
    "praise",
    "special",
    "contest",
    "adjustment",
    "carried",
    "total",
)
_SIGN_COLUMNS = ((1, 1), (2, 3), (4, 5))  # name, date and time, signature: first and last column
_MONEY = frozenset({*BONUS_KINDS, "total"})


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody's name and when; empty: to be written by hand. ``entered_by``: who typed it for them."""

    name: str = ""
    at: datetime | None = None
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who prepared, checked and approved it, who closed the month, and when each did."""

    prepared: Hand = Hand()
    checked: Hand = Hand()
    approved: Hand = Hand()
    closed: Hand = Hand()


@dataclass(frozen=True, slots=True)
class PayrollSheet:
    """What the export is about itself. ``seal`` empty: a draft. ``columns``: header → field, in order.

    ``before``: sums of the export before, by employee number; None: there was none. ``changed_only``: only
    people whose sum differs from it are on the sheet.
    """

    company: str
    issued_on: date
    signed: Signed
    seal: str = ""
    columns: Mapping[str, str] | None = None
    before: Mapping[str, Decimal] | None = None
    before_on: str = ""
    changed_only: bool = False

    @property
    def draft(self) -> bool:
        """Whether the month is not closed."""
        return not self.seal


def payroll_columns(wanted: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """Header and field of each column, in order; ``text:…`` is the same text in every row.

    CannotRunError: a field that there is not.
    """
    if not wanted:
        return tuple((_(FIELDS[field]), field) for field in _DEFAULT)
    unknown = [field for field in wanted.values() if field not in FIELDS and not field.startswith("text:")]
    if unknown:
        raise CannotRunError(
            _("[payroll] in qualitykit.toml names fields that there are not: {names}").format(
                names=", ".join(unknown)
            ),
            hint=_("Take of these in qualitykit.toml: {fields}").format(
                fields=", ".join((*FIELDS, "text:…"))
            ),
        )
    return tuple(wanted.items())


def totals_of(find: Lookup) -> dict[str, Decimal]:
    """What each person gets in the month; people without a line are not in it."""
    return {number: sum(kinds.values(), ZERO) for number, kinds in find.bonus_sums.items()}


def _value(field: str, number: str, find: Lookup, totals: Mapping[str, Decimal]) -> object:
    if field.startswith("text:"):
        return field.removeprefix("text:")
    person = find.people.get(number)
    if field == "employee_no":
        return number
    if field == "month":
        return find.result.period.month
    if field == "total":
        return totals.get(number, ZERO)
    if field == "score":
        return person.score if person else None
    if field in BONUS_KINDS:
        return find.bonus_sums.get(number, {}).get(field, ZERO)
    return getattr(person, field) if person else ""


def _people(find: Lookup, sheet: PayrollSheet) -> list[str]:
    totals = totals_of(find)
    numbers = sorted({*totals, *(sheet.before or {})}) if sheet.before is not None else sorted(totals)
    if sheet.changed_only and sheet.before is not None:
        before = sheet.before
        numbers = [one for one in numbers if totals.get(one, ZERO) != before.get(one, ZERO)]
    return numbers


def _of_changed(find: Lookup, sheet: PayrollSheet) -> Lookup:
    """The month with the lines of those people only who are on the sheet, so that nobody is paid twice."""
    if not sheet.changed_only:
        return find
    numbers = set(_people(find, sheet))
    lines = tuple(one for one in find.result.bonuses if one.employee_no in numbers)
    return Lookup(replace(find.result, bonuses=lines))


def payroll_csv(find: Lookup, sheet: PayrollSheet) -> bytes:
    """The payroll table alone, UTF-8 with BOM, for the payroll's import."""
    columns = payroll_columns(sheet.columns)
    totals = totals_of(find)
    rows = [
        [_plain(_value(field, number, find, totals), field) for _title, field in columns]
        for number in _people(find, sheet)
    ]
    return csv_bytes([title for title, _field in columns], rows)


def _plain(value: object, field: str) -> object:
    return f"{value:.2f}" if field in _MONEY and isinstance(value, Decimal) else value


def payroll_bytes(find: Lookup, sheet: PayrollSheet) -> bytes:
    """The workbook: payroll table, sums by department, what changed, the lines."""
    result = find.result
    book = Book(
        created=sheet.issued_on, title=_("Payroll table") + " " + result.period.month, subject=_("bonuses")
    )
    book.footer = _("DRAFT") if sheet.draft else f"{result.period.month} {sheet.seal[:32]}"
    shown = _of_changed(find, sheet)
    tables = [_main(find, sheet), _departments(shown, sheet)]
    if sheet.before is not None:
        tables.append(_changes(find, sheet))
    lines = bonus_lines_table(shown)
    tables.append(lines)
    for table in tables:
        added = book.add_table(table)
        if sheet.draft:
            mark_draft(added)
    first, printed = tables[0], book.book.worksheets()[0]
    row = first.head_row + len(first.rows) + 3
    last = _sign(book, printed, row, sheet)
    printed.print_area(0, 0, last, max(len(first.columns) - 1, _SIGN_COLUMNS[-1][1]))
    pack = result.standards[0] if result.standards else None
    book.add_meta(
        Meta(
            kind="export",
            pack=pack.id if pack else "",
            pack_version=pack.version if pack else "",
            month=result.period.month,
            program_version=result.program_version,
        )
    )
    return book.bytes()


def _intro(find: Lookup, sheet: PayrollSheet) -> tuple[str, ...]:
    lines = [f"{sheet.company}  {find.result.period.month}".strip()]
    if sheet.draft:
        lines.append(_("DRAFT: the month is not closed, amounts may change. Not for payment."))
    else:
        lines.append(_("Seal of the closed month:") + " " + sheet.seal)
    if sheet.changed_only:
        text = _(
            "Only whose sum changed since the export of {day}. The sums are of the whole month; what is "
            "still to be paid is the difference on “{sheet}”."
        )
        lines.append(text.format(day=sheet.before_on, sheet=_("Changed since the last export")))
    elif budget := budget_text(find):
        lines.append(budget)
    return tuple(lines)


def _main(find: Lookup, sheet: PayrollSheet) -> Table:
    totals = totals_of(find)
    columns = payroll_columns(sheet.columns)
    rows = [
        tuple(
            _shown(value, field)
            for field, value in ((field, _value(field, number, find, totals)) for _title, field in columns)
        )
        for number in _people(find, sheet)
    ]
    made = tuple(
        Column(title, "money" if field in _MONEY else "score" if field == "score" else "text", 8, 24)
        for title, field in columns
    )
    return Table(
        _("Payroll table"),
        made,
        rows,
        intro=_intro(find, sheet),
        totals=tuple(index for index, (_title, field) in enumerate(columns) if field in _MONEY),
        empty=_("Nothing changed.") if sheet.changed_only else _("No bonus this month."),
        frozen_columns=2,
        tab="#2E7D32",
    )


def _shown(value: object, field: str) -> object:
    """A negative amount stands out; an amount of 0 that is no sum stays blank."""
    if field in BONUS_KINDS and value == ZERO:
        return None
    return Mark(value, "bad") if field in _MONEY and isinstance(value, Decimal) and value < 0 else value


def _departments(find: Lookup, sheet: PayrollSheet) -> Table:
    """Sums by department and kind; they are checked against the sum of all lines."""
    kinds = find.bonus_kinds
    sums: dict[str, dict[str, Decimal]] = {}
    people: dict[str, set[str]] = {}
    for line in find.result.bonuses:
        department = find.department(line.employee_no)
        own = sums.setdefault(department, {})
        own[line.kind] = own.get(line.kind, ZERO) + line.amount
        people.setdefault(department, set()).add(line.employee_no)
    total = sum((sum(own.values(), ZERO) for own in sums.values()), ZERO)
    every = sum((line.amount for line in find.result.bonuses), ZERO)
    if total != every or total != sum(totals_of(find).values(), ZERO):
        raise AssertionError("sums by department are not the sum of the lines")
    rows = [
        (
            department or "—",
            len(people[department]),
            *(own.get(kind, ZERO) for kind in kinds),
            sum(own.values(), ZERO),
        )
        for department, own in sorted(sums.items())
    ]
    columns = (
        Column(_("Department"), "text", 10, 24),
        Column(_("People"), "int"),
        *(Column(bonus_kind(kind), "money") for kind in kinds),
        Column(_("Sum"), "money"),
    )
    return Table(
        _("By department"),
        columns,
        rows,
        intro=_intro(find, sheet),
        totals=tuple(range(1, len(columns))),
        empty=_("Nothing changed.") if sheet.changed_only else _("No bonus this month."),
        frozen_columns=1,
        tab="#2E7D32",
    )


def _changes(find: Lookup, sheet: PayrollSheet) -> Table:
    before, totals = sheet.before or {}, totals_of(find)
    rows = []
    for number in sorted({*before, *totals}):
        old, new = before.get(number, ZERO), totals.get(number, ZERO)
        if old != new:
            rows.append(
                (number, find.name(number), find.department(number), old, new, Mark(new - old, "warn"))
            )
    return Table(
        _("Changed since the last export"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Last export"), "money"),
            Column(_("Now"), "money"),
            Column(_("Difference"), "money"),
        ),
        rows,
        intro=(_("Compared with the export of {day}.").format(day=sheet.before_on),),
        totals=(3, 4, 5),
        empty=_("Nothing changed."),
        tab="#B45F06",
    )


def _sign(book: Book, sheet: Any, row: int, given: PayrollSheet) -> int:
    """编制 · 复核 · 批准, with names and times as recorded; blanks are for the hand. Gives the last row."""
    signed = given.signed
    hands = [
        *([(_("Month closed by"), signed.closed)] if signed.closed.name else []),
        (_("Prepared by"), signed.prepared),
        (_("Checked by"), signed.checked),
        (_("Approved by"), signed.approved),
    ]
    grey, line = book.format(font_color="#52606D", indent=1), book.format(bottom=1, indent=1)
    for (column, _last), head in zip(
        _SIGN_COLUMNS, (_("Name"), _("Date and time"), _("Signature")), strict=True
    ):
        sheet.write_string(row, column, head, grey)
    for offset, (label, hand) in enumerate(hands, start=1):
        when = f"{hand.at:%Y-%m-%d %H:%M}" if hand.at else ""
        if hand.entered_by:
            when += " " + _("(entered by {name})").format(name=hand.entered_by)
        sheet.write_string(row + offset, 0, label, grey)
        for (first, last), text in zip(_SIGN_COLUMNS, (hand.name, when, ""), strict=True):
            for column in range(first, last + 1):
                sheet.write_string(row + offset, column, text if column == first else "", line)
        sheet.set_row(row + offset, 24)
    return row + len(hands)
