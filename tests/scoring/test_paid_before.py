"""Registers of money that go on from month to month pay nothing twice."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from qualitykit.model import Adjustment, ContestResult, ControlTotal, Period, Place, SpecialAward
from qualitykit.scoring.history import extend, needed_by
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from tests.scoring.months import october, records, staff, standard

SHEET = Place("奖金调整.xlsx", "奖金调整", "2:2")


def adjustment(name: str, amount: str, of_month: str = "2026-09", cell: str = "2:2") -> Adjustment:
    """A line of the register."""
    return Adjustment(name, "E1", Decimal(amount), "少发", replace(SHEET, cell=cell), of_month)


def paid(month: MonthResult, kind: str) -> list[Decimal]:
    """What lines of this kind pay."""
    return [one.amount for one in month.bonuses if one.kind == kind]


def scored(history: History, period: Period | None = None, **given: Any) -> MonthResult:
    """A month of one person with this money."""
    made = records(staff("E1"), **given) if period is None else records(staff("E1"), period=period, **given)
    return score_month([standard()], made, history, program_version="0")


NOVEMBER = Period("2026-11", october(1).replace(month=11), october(30).replace(month=11))


def test_an_adjustment_is_made_once() -> None:
    """October's row in November's register is told, counted as left out and not paid; a new one is."""
    first = scored(History(), adjustments=(adjustment("a", "300"), adjustment("b", "-50", cell="3:3")))
    history = extend(History(), first, closed=True)
    control = ControlTotal("奖金调整.xlsx", "奖金调整", "adjustment", read=3, used=3)
    again = scored(
        history,
        NOVEMBER,
        adjustments=(
            adjustment("a", "300"),
            adjustment("b", "-50", cell="3:3"),
            adjustment("c", "20", cell="4:4"),
        ),
        controls=(control,),
    )
    assert [Decimal(20)] == paid(again, "adjustment")
    assert [("QK736", "2:2"), ("QK736", "3:3")] == [(one.code, one.place.cell) for one in again.problems]
    assert [(1, 2)] == [(one.used, one.left_out) for one in again.controls]
    third = scored(
        extend(history, again, closed=True),
        Period("2026-12", october(1).replace(month=12), october(31).replace(month=12)),
        adjustments=(adjustment("a", "300"),),
    )
    assert [] == paid(third, "adjustment")


def test_what_may_be_meant_is_paid_and_told() -> None:
    """An award, a prize, an adjustment that says no month: a person looks."""
    award = SpecialAward("s", "E1", "金点子", Decimal(500), SHEET)
    prize = ContestResult("c", "E1", "普通话", 1, SHEET, Decimal(200))
    given: dict[str, Any] = {
        "special_awards": (award,),
        "contests": (prize,),
        "adjustments": (adjustment("a", "30", ""),),
    }
    first = scored(History(), **given)
    assert [] == list(first.problems)
    again = scored(extend(History(), first, closed=True), NOVEMBER, **given)
    assert ["QK737"] * 3 == [one.code for one in again.problems]
    for kind, amount in (("special", 500), ("contest", 200), ("adjustment", 30)):
        assert [Decimal(amount)] == paid(again, kind)


def test_a_months_registers_of_money_ask_for_a_year_of_history() -> None:
    """So that a ledger of many years reads what it needs, and no more."""
    made = records(staff("E1"), adjustments=(adjustment("a", "300"),))
    needed = needed_by([standard()], made)
    assert 1 == len(needed.late)
    assert needed.late_since is not None
    assert 366 == (made.period.first_day - needed.late_since).days
    assert needed_by([standard()], records(staff("E1"))).late_since is None
