"""Three invented months, and short ways to put them into a ledger."""

from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal

from qualitykit.ledger.store import Inputs, Ledger, LedgerMonth
from qualitykit.model import Evaluation, MonthRecords, Period
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import MonthResult
from qualitykit.standards.standard import Standard
from tests.scoring.months import evaluation, praise, records, row, staff, standard

__all__ = ["MONTHS", "NOW", "RULES", "draft", "ledger_of", "period", "records_of", "score"]

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MONTHS = ("2026-08", "2026-09", "2026-10")
RULES: tuple[Standard, ...] = (standard(),)
PEOPLE = ("E1001", "E1002", "E1003")


def period(month: str) -> Period:
    """A calendar month."""
    year, number = map(int, month.split("-"))
    return Period(month, date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def _evaluations(month: str) -> tuple[Evaluation, ...]:
    year, number = map(int, month.split("-"))
    found = []
    for index, person in enumerate(PEOPLE):
        for count, form in enumerate(("mystery-shopper", "call-review", "patrol")):
            points = str(70 + 7 * index + 3 * count + number % 3)
            day = date(year, number, 3 + 5 * count)
            found.append(
                evaluation(f"{form}/{month}/{person}", person, form, points, day=day, inspector="质检甲")
            )
    return tuple(found)


def records_of(month: str, *more: Evaluation, base: str = "2000") -> MonthRecords:
    """A month's records: three people, nine evaluations, one praise; ``more`` evaluations beside."""
    days = period(month)
    rows = staff(*(row(person, bonus_base=Decimal(base)) for person in PEOPLE))
    service_on = days.first_day.replace(day=9)
    return records(
        rows,
        period=days,
        evaluations=(*_evaluations(month), *more),
        praises=(
            praise(
                f"表扬/{month}",
                "E1002",
                service_on=service_on,
                verified_on=service_on.replace(day=11),
                customer=f"赵女士{month}",
                content="态度好，耐心，问题一次解决",
            ),
        ),
        digests={"评分.xlsx": "0" * 64},
    )


def score(ledger: Ledger, month: MonthRecords) -> MonthResult:
    """The month scored after the ledger's history."""
    history = ledger.history(month.period.month)
    return score_month(RULES, month, history, program_version="0.1.0")


def draft(ledger: Ledger, month: str | MonthRecords) -> LedgerMonth:
    """A month scored and put into the ledger."""
    found = records_of(month) if isinstance(month, str) else month
    return ledger.put_draft(score(ledger, found), Inputs(found), RULES, at=NOW)


def ledger_of(address: str, *closed: str, drafts: tuple[str, ...] = ()) -> Ledger:
    """A new ledger with months closed in order, and drafts after them."""
    ledger = Ledger.open(address, create=True)
    for month in closed:
        draft(ledger, month)
        ledger.close(month, at=NOW, by="张主管")
    for month in drafts:
        draft(ledger, month)
    return ledger
