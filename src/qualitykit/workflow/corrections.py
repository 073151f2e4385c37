"""What the ledger adds to an open month: imported warnings, adjustments, corrections of closed months.

A closed month is never rewritten. When there is new knowledge of it (upheld appeals, late rows), it is
computed again with everything known; what that gives a person more than was paid is an adjustment in the open
month, what it gives less is only reported. Stars are never taken back. Source: semantics.md §9.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.model import Adjustment, Evaluation, MonthRecords, Place, ServedWarning
from qualitykit.problems import Problem, problem
from qualitykit.scoring.upheld import overlay
from qualitykit.workflow.appeals import upheld_by_month

if TYPE_CHECKING:
    from datetime import date

    from qualitykit.ledger.store import Entry, Ledger, LedgerMonth
    from qualitykit.scoring.reconcile import ClosedMonth, Recomputed
    from qualitykit.scoring.results import History, MonthResult

__all__ = ["LEDGER_PLACE", "correct", "known_history", "known_results", "late_months", "opening_warning"]

LEDGER_PLACE = "台账"  # the file part of a place that stands in the ledger
_OWN_PROBLEMS = frozenset({"QK908", "QK909", "QK911"})


def correct(
    ledger: Ledger, records: MonthRecords, problems: tuple[Problem, ...]
) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """An open month's records with what the ledger knows beside them; given twice, it changes nothing.

    Adjustments go into the oldest open month only. Problems: QK908 a late row that says other than its
    closed month (it corrects it), QK909 a closed month that came out worse for somebody, QK911 a star's rank
    that was lost.
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
    records = overlay(records, upheld_by_month(ledger).get(month, ()))
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
    from qualitykit.scoring.reconcile import STAR_MARK, corrections, recompute

    upheld = upheld_by_month(ledger)
    touched = late_months(records, closed)
    late, reported = _new_rows(ledger, records, closed, touched)
    again = _from_first(ledger, closed, (*late, *upheld))
    if not again:
        return [], reported
    history = ledger.history(again[0].month)
    months = [_closed_month(ledger, one, late.get(one.month, ()), closed) for one in again]
    certain = recompute(months, upheld, history=history, program_version=__version__).results
    full, baseline = certain, None
    if any(one.late for one in months):
        full = recompute(months, upheld, history=history, program_version=__version__, late=True).results
    if any(one.program_version != __version__ for one in again):
        baseline = recompute(months, {}, history=history, program_version=__version__).results
    adjustments: list[Adjustment] = []
    for one in corrections(months, certain, full, baseline=baseline):
        number, place = one.employee_no, Place(LEDGER_PLACE, one.month, one.employee_no)
        if one.difference > 0:
            name = f"{one.month}:{number}:{records.period.month}"
            adjustments.append(
                Adjustment(
                    name + (STAR_MARK if one.kind == "star" else ""),
                    number,
                    one.difference,
                    f"{one.paid:.2f} → {one.due:.2f}",
                    place,
                    one.month,
                    one.paid,
                    one.due,
                    one.changes,
                )
            )
        else:
            difference = f"{one.difference:.2f}"
            code = "QK911" if one.kind == "star" else "QK909"
            reported.append(
                problem(code, place, number, employee=number, month=one.month, difference=difference)
            )
    return adjustments, reported


def _from_first(
    ledger: Ledger, closed: Sequence[LedgerMonth], touched: Iterable[str]
) -> tuple[LedgerMonth, ...]:
    """The closed months from the first one that something new is known of; none past its retention."""
    first = min(touched, default="")
    purged = max((entry.month for entry in ledger.entries("purge")), default="")
    return tuple(one for one in closed if first and one.month >= first and one.month > purged)


def _closed_month(
    ledger: Ledger, month: LedgerMonth, new: Sequence[Evaluation], closed: Sequence[LedgerMonth]
) -> ClosedMonth:
    """A closed month with the rows of it that turned up since, in the open month or one closed after it; of
    a row with other content than before the newest counts."""
    from qualitykit.scoring.reconcile import ClosedMonth

    inputs, packs = ledger.inputs(month.month)
    own = {row.id: _said(row) for row in inputs.records.evaluations}
    since = {row.id: row for row in _known_rows(ledger, month, closed) if own.get(row.id) != _said(row)}
    since |= {row.id: row for row in new}
    return ClosedMonth(packs, inputs.records, ledger.result(month.month), tuple(since.values()))


def known_history(ledger: Ledger, before: str) -> History | None:
    """What earlier months leave with the upheld appeals in them; None: nothing is upheld, all is as it was.

    Scores, warnings, praises as they would be; what was really carried over stays as it was.
    """
    from qualitykit.scoring.history import extend

    found = _known(ledger, before)
    if found is None:
        return None
    history = found.history
    for one in ledger.months():
        if one.month < before and not one.closed:
            history = extend(history, ledger.result(one.month), closed=False)
    return history


def known_results(ledger: Ledger) -> dict[str, MonthResult]:
    """The closed months as they would be with the upheld appeals; only those that these may have changed."""
    found = _known(ledger, "9999-12")
    return {} if found is None else {one.period.month: one for one in found.results}


def _known(ledger: Ledger, before: str) -> Recomputed | None:
    from qualitykit.scoring.reconcile import recompute

    closed = [one for one in ledger.months() if one.closed and one.month < before]
    upheld = upheld_by_month(ledger)
    again = _from_first(ledger, closed, [month for month in upheld if month < before])
    if not again:
        return None
    months = [_closed_month(ledger, one, (), closed) for one in again]
    start = ledger.history(again[0].month)
    return recompute(months, upheld, history=start, program_version=__version__)


def _new_rows(
    ledger: Ledger, records: MonthRecords, closed: Sequence[LedgerMonth], touched: Sequence[str]
) -> tuple[dict[str, list[Evaluation]], list[Problem]]:
    """The late rows that are news, by closed month. Those with other content than the month has are corrected
    ones, and are reported too; where they cannot be scored they correct nothing."""
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
                if not row.held_back:
                    late.setdefault(one.month, []).append(row)
                reported.append(problem("QK908", row.place, row.id, month=one.month))
    return late, reported


def _said(row: Evaluation) -> tuple[object, ...]:
    return (row.employee_no, row.day, row.inspector, tuple((one.state, one.value) for one in row.answers))


def _known_rows(ledger: Ledger, month: LedgerMonth, closed: Sequence[LedgerMonth]) -> list[Evaluation]:
    """A closed month's rows and those that turned up late in months closed after it, of each the newest."""
    own = ledger.inputs(month.month)[0].records.evaluations
    rows = {row.id: row for row in own if row.day in month.period}
    seals = {one.seal for one in closed}
    for entry in ledger.entries("close"):
        if entry.subject in seals and month.month in (entry.data or {}).get("late", ()):
            for row in ledger.inputs(entry.month)[0].records.evaluations:
                if row.day in month.period and not (row.held_back and row.id in rows):
                    rows[row.id] = row
    return list(rows.values())
