"""What the ledger adds to an open month: imported warnings, adjustments, corrections of closed months.

A closed month is never rewritten. When the open month brings new knowledge of it (late rows), it is computed
again with everything known; what that gives a person more than was paid is an adjustment in the open month,
what it gives less is only reported. Stars are never taken back. Source: semantics.md §9.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.model import Adjustment, Evaluation, MonthRecords, Place, ServedWarning
from qualitykit.problems import Problem, problem

if TYPE_CHECKING:
    from datetime import date

    from qualitykit.ledger.store import Entry, Ledger, LedgerMonth
    from qualitykit.scoring.results import History, MonthResult

__all__ = ["LEDGER_PLACE", "correct", "late_months", "opening_warning"]

LEDGER_PLACE = "台账"  # the file part of a place that stands in the ledger
_OWN_PROBLEMS = frozenset({"QK908", "QK909"})
_SETTLED = frozenset({"performance", "praise", "special", "contest"})
ZERO = Decimal(0)


def correct(
    ledger: Ledger, records: MonthRecords, problems: tuple[Problem, ...]
) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """An open month's records with what the ledger knows beside them; given twice, it changes nothing.

    Adjustments go into the oldest open month only. Problems: QK908 a late row that says other than its
    closed month, QK909 a closed month that came out worse for somebody.
    """
    month = records.period.month
    months = ledger.months()
    closed = [one for one in months if one.closed and one.month < month]
    waiting = [one.month for one in months if not one.closed and one.month < month]
    records = replace(
        records,
        adjustments=[one for one in records.adjustments if one.place.file != LEDGER_PLACE],
        served_warnings=[one for one in records.served_warnings if one.place.file != LEDGER_PLACE],
    )
    found = [one for one in problems if one.code not in _OWN_PROBLEMS]
    warnings = [opening_warning(row, entry) for entry in ledger.entries("import") for row in _rows(entry)]
    adjustments: list[Adjustment] = []
    if not waiting:
        adjustments = _manual(ledger, closed)
        corrections, reported = _corrections(ledger, records, closed)
        adjustments += corrections
        found += reported
    records = replace(
        records,
        adjustments=(*records.adjustments, *adjustments),
        served_warnings=(*records.served_warnings, *warnings),
    )
    return records, tuple(found)


# --- what people entered ---------------------------------------------------------------------------------


def _rows(entry: Entry) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = (entry.data or {}).get("rows", [])
    return rows


def opening_warning(row: dict[str, str], entry: Entry) -> ServedWarning:
    """An imported warning as scoring takes it."""
    return ServedWarning(
        employee_no=row["employee_no"],
        place=Place(LEDGER_PLACE, entry.kind, f"#{entry.id}"),
        step=int(row["step"]) if row["step"] else None,
        case_id=row["case_id"],
        incident_on=_day(row["incident_on"]),
        served_on=_day(row["served_on"]),
        how=row["how"],
        overturned=row["overturned"] == "yes",
        opening_balance=True,
    )


def _day(text: str) -> date | None:
    from datetime import date

    return date.fromisoformat(text) if text else None


def _manual(ledger: Ledger, closed: Sequence[LedgerMonth]) -> list[Adjustment]:
    """Adjustments that people entered and that no closed month has paid yet."""
    seals = {one.seal for one in closed}
    paid = {
        name
        for entry in ledger.entries("close")
        if entry.subject in seals
        for name in (entry.data or {}).get("adjustments", ())
    }
    return [
        Adjustment(
            id=entry.subject,
            employee_no=(entry.data or {})["employee_no"],
            amount=Decimal((entry.data or {})["amount"]),
            reason=(entry.data or {})["reason"],
            place=Place(LEDGER_PLACE, entry.kind, f"#{entry.id}"),
            of_month=entry.month,
        )
        for entry in ledger.entries("adjustment")
        if entry.subject not in paid
    ]


# --- closed months with all that is known now ------------------------------------------------------------


def late_months(records: MonthRecords, closed: Iterable[LedgerMonth]) -> tuple[str, ...]:
    """The closed months that an open month's rows are dated in."""
    days = {one.day for one in records.evaluations if one.day < records.period.first_day}
    return tuple(one.month for one in closed if any(day in one.period for day in days))


def _corrections(
    ledger: Ledger, records: MonthRecords, closed: Sequence[LedgerMonth]
) -> tuple[list[Adjustment], list[Problem]]:
    """Adjustments for what closed months owe with all that is known now, and what is only reported."""
    touched = late_months(records, closed)
    if not touched:
        return [], []
    late, reported = _new_rows(ledger, records, closed, touched)
    first = min(late, default="")
    if not first:
        return [], reported
    again = [one for one in closed if one.month >= first]
    history = ledger.history(first)
    adjustments: list[Adjustment] = []
    for one in again:
        stored = ledger.result(one.month)
        result, history = _full(ledger, one, late.get(one.month, ()), again, history)
        paid = _adjusted(ledger, one.month, closed)
        for number, (old, new) in sorted(_compared(stored, result).items()):
            owed = new - old - paid.get(number, ZERO)
            name = f"{one.month}:{number}:{records.period.month}"
            place = Place(LEDGER_PLACE, one.month, number)
            if owed > 0:
                before = old + paid.get(number, ZERO)
                reason = f"{before:.2f} → {new:.2f}"
                adjustments.append(Adjustment(name, number, owed, reason, place, one.month))
            elif owed < 0:
                reported.append(
                    problem(
                        "QK909", place, number, employee=number, month=one.month, difference=f"{owed:.2f}"
                    )
                )
    return adjustments, reported


def _new_rows(
    ledger: Ledger, records: MonthRecords, closed: Sequence[LedgerMonth], touched: Sequence[str]
) -> tuple[dict[str, list[Evaluation]], list[Problem]]:
    """The late rows that are news, by closed month; rows that contradict the month are reported."""
    late: dict[str, list[Evaluation]] = {}
    reported: list[Problem] = []
    for one in closed:
        if one.month not in touched:
            continue
        known = {row.id: row for row in _known_rows(ledger, one, closed)}
        for row in records.evaluations:
            if row.day not in one.period:
                continue
            before = known.get(row.id)
            if before is None:
                late.setdefault(one.month, []).append(row)
            elif _said(before) != _said(row):
                reported.append(problem("QK908", row.place, row.id, month=one.month))
    return late, reported


def _said(row: Evaluation) -> tuple[object, ...]:
    return (row.employee_no, row.day, row.inspector, tuple((one.state, one.value) for one in row.answers))


def _known_rows(ledger: Ledger, month: LedgerMonth, closed: Sequence[LedgerMonth]) -> list[Evaluation]:
    """A closed month's own rows, and those that turned up late in months closed after it."""
    own = ledger.inputs(month.month)[0].records.evaluations
    rows = [row for row in own if row.day in month.period]
    seals = {one.seal for one in closed}
    known = {row.id for row in rows}
    for entry in ledger.entries("close"):
        if entry.subject in seals and month.month in (entry.data or {}).get("late", ()):
            for row in ledger.inputs(entry.month)[0].records.evaluations:
                if row.day in month.period and row.id not in known:
                    known.add(row.id)
                    rows.append(row)
    return rows


def _full(
    ledger: Ledger,
    month: LedgerMonth,
    late: Sequence[Evaluation],
    again: Sequence[LedgerMonth],
    history: History,
) -> tuple[MonthResult, History]:
    """A closed month with all that is known, after the months before it with all that is known."""
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.month import score_month

    inputs, packs = ledger.inputs(month.month)
    # rows of other months belong to those; a late row's incident counts in the month that it turned up in
    rows = [*_known_rows(ledger, month, [*again]), *late]
    outside = [row for row in inputs.records.evaluations if row.day not in month.period]
    records = replace(inputs.records, evaluations=(*rows, *outside), controls=())
    result = score_month(packs, records, history, program_version=__version__, input_problems=inputs.problems)
    return result, extend(history, result, closed=True)


def _compared(stored: MonthResult, now: MonthResult) -> dict[str, tuple[Decimal, Decimal]]:
    """By employee: what the month paid and would pay now; stars, debts and adjustments apart.

    What is withheld only ever counts for the employee: a late incident is dealt with in the open month.
    """
    totals: dict[str, list[Decimal]] = {}
    withheld: dict[str, list[Decimal]] = {}
    for index, result in enumerate((stored, now)):
        for line in result.bonuses:
            if line.kind in _SETTLED:
                totals.setdefault(line.employee_no, [ZERO, ZERO])[index] += line.amount
            elif line.kind == "withheld":
                withheld.setdefault(line.employee_no, [ZERO, ZERO])[index] += line.amount
    for number, (before, after) in withheld.items():
        pair = totals.setdefault(number, [ZERO, ZERO])
        pair[0] += before
        pair[1] += max(before, after)
    return {number: (old, new) for number, (old, new) in totals.items() if old != new}


def _adjusted(ledger: Ledger, month: str, closed: Sequence[LedgerMonth]) -> dict[str, Decimal]:
    """By employee: what months closed since have paid as adjustments of that month."""
    paid: dict[str, Decimal] = {}
    for one in closed:
        if one.month <= month:
            continue
        for line in ledger.result(one.month).bonuses:
            of_month = dict(line.reason.params).get("of_month")
            if line.kind == "adjustment" and of_month == month:
                paid[line.employee_no] = paid.get(line.employee_no, ZERO) + line.before
    return paid
