"""What the ledger adds to an open month: imported warnings, adjustments, corrections of closed months.

A closed month is never rewritten. When there is new knowledge of it (upheld appeals, late rows, a corrected
file), it is computed again beside itself; what that gives a person more than was paid is an adjustment in the
open month, what it gives less is only reported. Stars are never taken back. Source: semantics.md §9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qualitykit.i18n import _
from qualitykit.ledger.log import readable
from qualitykit.model import LEDGER_PLACE, Adjustment, MonthRecords, Place, ServedWarning
from qualitykit.problems import Problem, problem
from qualitykit.scoring.upheld import overlay
from qualitykit.workflow.appeals import appeals_of, upheld_by_month
from qualitykit.workflow.known_months import (
    Knowledge,
    changed_months,
    made_now,
    taken_before,
    what_is_known,
)

if TYPE_CHECKING:
    from datetime import date

    from qualitykit.ledger.store import Entry, Ledger, LedgerMonth
    from qualitykit.scoring.upheld import Upheld

__all__ = ["LEDGER_PLACE", "correct", "opening_warning", "waiting_corrections"]

_OWN_PROBLEMS = frozenset({"QK908", "QK909", "QK911", "QK913"})


def correct(
    ledger: Ledger, records: MonthRecords, problems: tuple[Problem, ...]
) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """An open month's records with what the ledger knows beside them; given twice, it changes nothing.

    Adjustments go into the oldest open month only. Problems: QK908 a late row that says other than its
    closed month (it corrects it), QK909 a closed month that came out worse for somebody, QK911 a star's rank
    that was lost, QK913 a corrected copy of a closed month's file (in place of QK420), QK931 a decision on a
    hit that lapsed when its month was closed.
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
    late = _lapsed(ledger, records, closed)
    records = replace(
        records, hit_decisions=[one for one in records.hit_decisions if (one.place, one.hit_id) not in late]
    )
    found += [problem("QK931", place, hit, month=of) for (place, hit), of in late.items()]
    adjustments: list[Adjustment] = []
    if not waiting:
        known = what_is_known(ledger, month, records)
        adjustments = _manual(ledger, closed)
        entered = (*made_now(ledger, records), *adjustments)
        corrections, reported = _corrections(ledger, known, records, entered)
        adjustments += corrections
        # a corrected copy of a closed month's file replaces something after all
        found = [one for one in found if one.code != "QK420" or one.place.file not in known.now.files]
        found += reported
    warnings = [opening_warning(row, entry) for entry in ledger.entries("import") for row in _rows(entry)]
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
    with readable(entry):
        return ServedWarning(
            employee_no=row["employee_no"],
            place=Place(LEDGER_PLACE, entry.kind, f"#{entry.id} {entry.at.date()}"),
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
    return [_adjustment(entry) for entry in ledger.entries("adjustment") if entry.subject not in paid]


def _adjustment(entry: Entry) -> Adjustment:
    data = entry.data or {}
    with readable(entry):
        return Adjustment(
            id=entry.subject,
            employee_no=data["employee_no"],
            amount=Decimal(data["amount"]),
            reason=data["reason"],
            place=Place(LEDGER_PLACE, entry.kind, f"#{entry.id} {entry.at.date()} {entry.by}".rstrip()),
            of_month=entry.month,
        )


def waiting_corrections(ledger: Ledger) -> int:
    """How many upheld appeals and adjustments by hand came after the last month was closed."""
    closed = [one for one in ledger.months() if one.closed]
    last = max((entry.id for entry in ledger.entries("close")), default=0)
    upheld = {one.id for one in appeals_of(ledger) if one.upheld}
    decided = [one for one in ledger.entries("appeal-decision") if one.id > last and one.subject in upheld]
    return len(decided) + len(_manual(ledger, closed))


def _lapsed(
    ledger: Ledger, records: MonthRecords, closed: Sequence[LedgerMonth]
) -> dict[tuple[Place, str], str]:
    """Decisions on hits that lapsed when a closed month was closed, and that month."""
    if not records.hit_decisions:
        return {}
    seals = {one.seal for one in closed}
    months = {
        hit: entry.month
        for entry in ledger.entries("close")
        if entry.subject in seals
        for hit in (entry.data or {}).get("lapsed", ())
    }
    return {
        (one.place, one.hit_id): months[one.hit_id]
        for one in records.hit_decisions
        if one.place.file and one.hit_id in months
    }


# --- closed months with all that is known now ------------------------------------------------------------


def _because(change: str, employee_no: str, upheld: Sequence[Upheld]) -> str:
    """What was paid and what is due, with the numbers of the person's upheld appeals of that month."""
    ids = "、".join(one.id for one in upheld if one.employee_no == employee_no)
    return _("appeal {ids}: {change}").format(ids=ids, change=change) if ids else change


def _corrections(
    ledger: Ledger, known: Knowledge, records: MonthRecords, entered: Sequence[Adjustment]
) -> tuple[list[Adjustment], list[Problem]]:
    """Adjustments for what closed months owe with all that is known now, and what is only reported;
    ``entered``: what people adjust in this month."""
    from qualitykit.scoring.reconcile import STAR_MARK, by_hand, corrections

    reported = list(known.now.contradictions)
    reported += [problem("QK913", Place(file), month=month) for file, month in known.now.files.items()]
    again = known.again
    if not again:
        return [], reported
    certain, full = changed_months(ledger, known)
    taken = taken_before(ledger)
    found = corrections(
        [one.month for one in again],
        certain,
        full,
        given=ledger.given(again[0].month),
        pending=by_hand(entered),
        applied=taken.applied,
        lapsed=taken.lapsed,
        paid=ledger.figures,
    )
    adjustments: list[Adjustment] = []
    upheld = upheld_by_month(ledger)
    for one in found:
        number, place = one.employee_no, Place(LEDGER_PLACE, one.month, one.employee_no)
        if one.difference > 0:
            name = f"{one.month}:{number}:{records.period.month}"
            adjustments.append(
                Adjustment(
                    name + (STAR_MARK if one.kind == "star" else ""),
                    number,
                    one.difference,
                    _because(f"{one.paid:.2f} → {one.due:.2f}", number, upheld.get(one.month, ())),
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
