"""What comes late, corrected or upheld, in any order: nobody is paid less than with full knowledge."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from qualitykit import __version__
from qualitykit.ledger.store import NewEntry
from qualitykit.model import Evaluation, MonthRecords, Period
from qualitykit.scoring.appeals import subjects_of
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.reconcile import STAR_MARK
from qualitykit.scoring.results import History, MonthResult
from qualitykit.scoring.upheld import overlay
from qualitykit.workflow.appeals import decide_in, file_in, upheld_by_month
from tests.ledger.ledgers import period
from tests.scoring import months
from tests.scoring.test_appeals import call
from tests.workflow.houses import AT, PACK, House

PERIODS = [period(f"2026-{number:02}") for number in (6, 7, 8, 9)]
PEOPLE = ("E1", "E2")
REGULAR = ("performance", "withheld", "praise", "special", "contest")
ZERO = Decimal(0)

_ANSWERS = st.text("yn-", min_size=3, max_size=3)
_OWN = st.fixed_dictionaries({one: st.lists(_ANSWERS, max_size=3) for one in PEOPLE})
# of which earlier month (counted back), whose, which row (beyond the month's own: a new one), what it says
_LATE = st.tuples(st.integers(1, 3), st.sampled_from(PEOPLE), st.integers(0, 4), _ANSWERS)
_APPEAL = st.tuples(st.integers(1, 3), st.sampled_from(PEOPLE), st.integers(0, 5), st.booleans())
_MONTHS = st.lists(
    st.tuples(_OWN, st.lists(_LATE, max_size=2), st.lists(_APPEAL, max_size=2)), min_size=3, max_size=3
)


def row(of: Period, number: str, n: int, answers: str) -> Evaluation:
    """The n-th call of a person in a month."""
    day = of.first_day + timedelta(days=4 + n)
    return call(f"R{of.month}-{number}-{n}", number, answers, day=day)


def own_rows(of: Period, own: dict[str, list[str]]) -> dict[str, Evaluation]:
    """A month's own rows, by id."""
    rows = [row(of, number, n, text) for number in PEOPLE for n, text in enumerate(own[number])]
    return {one.id: one for one in rows}


def paid(results: Sequence[MonthResult], number: str) -> Decimal:
    """Everything regular that a person was paid; stars apart."""
    return sum(
        (
            line.amount
            for result in results
            for line in result.bonuses
            if line.employee_no == number
            and (line.kind in REGULAR or (line.kind == "adjustment" and not line.subject.endswith(STAR_MARK)))
        ),
        ZERO,
    )


def appeal(house: House, of: Period, number: str, index: int, at: datetime, *, excused: bool) -> None:
    """Uphold an appeal of one of the things on a person's statement, where there is one left."""
    with house.ledger() as ledger:
        subjects = subjects_of(ledger.result(of.month, people=[number]), number)
        told = {(entry.data or {})["subject"] for entry in ledger.entries("appeal")}
        left = [one for one in subjects if one.id not in told]
        if not left:
            return
        one = left[index % len(left)]
        filed = file_in(ledger, one.ref, reason="不符", at=at, by=number, days=999)
        decide_in(ledger, filed.id, "excused" if excused else "not_a_breach", reason="属实", at=at, by="主任")


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(_MONTHS)
def test_nobody_is_paid_less_than_with_full_knowledge(filled: list[Any]) -> None:
    """Late rows, corrected rows and upheld appeals in any order; a month at the end pays what is left."""
    staff = months.staff(*(months.row(one) for one in PEOPLE))
    everything = [own_rows(of, own) for of, (own, _late, _appeals) in zip(PERIODS, filled, strict=False)]
    everything.append({})
    really: list[MonthResult] = []
    with TemporaryDirectory() as name:
        house = House(Path(name) / "house")
        for index, of in enumerate(PERIODS):
            rows = dict(everything[index])
            _own, late, appeals = filled[index] if index < len(filled) else ({}, [], [])
            for back, number, n, text in late:
                if back <= index:
                    one = row(PERIODS[index - back], number, n, text)
                    rows[one.id] = everything[index - back][one.id] = one
            records = MonthRecords(of, staff, tuple(rows.values()))
            for back, number, choice, excused in appeals:
                if back <= index:
                    appeal(house, PERIODS[index - back], number, choice, AT, excused=excused)
            really.append(house.close(records))
        with house.ledger() as ledger:
            upheld = upheld_by_month(ledger)
    history = History()
    whole: list[MonthResult] = []
    for of, known in zip(PERIODS, everything, strict=True):
        records = overlay(MonthRecords(of, staff, tuple(known.values())), upheld.get(of.month, ()))
        whole.append(score_month([PACK], records, history, program_version=__version__))
        history = extend(history, whole[-1], closed=True)
    for number in PEOPLE:
        assert paid(really, number) >= paid(whole, number), number


_ADJUSTED = st.lists(  # of which earlier month (counted back), how much
    st.tuples(st.integers(1, 3), st.sampled_from([-5000, -300, -20, 100])), max_size=2
)
_DECIDED = st.lists(st.tuples(_OWN, _ADJUSTED, st.lists(_APPEAL, max_size=2)), min_size=3, max_size=3)


def adjust(house: House, of: Period, amount: int) -> None:
    """A person adjusts E1's pay of a month."""
    with house.ledger() as ledger:
        name = f"A{len(ledger.entries('adjustment')) + 1:04}-{of.month}"
        data = {"employee_no": "E1", "amount": f"{amount:.2f}", "reason": "更正"}
        ledger.append([NewEntry("adjustment", of.month, name, data)], at=AT, by="人事")


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(_DECIDED, st.sampled_from([None, "2026-07-31", "2026-08-31"]))
def test_what_people_decided_of_somebody_stands_whatever_is_upheld_for_others(
    filled: list[Any], left_on: str | None
) -> None:
    """Adjustments of E1 by hand, taken in part, carried on or lapsed; appeals of E2: nothing else moves."""
    leaving = date.fromisoformat(left_on) if left_on else None
    staff = months.staff(months.row("E1", left_on=leaving), months.row("E2"))
    with TemporaryDirectory() as name:
        house = House(Path(name) / "house")
        for index, of in enumerate(PERIODS):
            own, adjusted, appeals = (
                filled[index] if index < len(filled) else ({one: [] for one in PEOPLE}, [], [])
            )
            for back, amount in adjusted:
                if back <= index:
                    adjust(house, PERIODS[index - back], amount)
            for back, number, choice, excused in appeals:
                if back <= index and number == "E2":
                    appeal(house, PERIODS[index - back], number, choice, AT, excused=excused)
            rows = {} if leaving and leaving < of.first_day else own_rows(of, own)
            result = house.close(MonthRecords(of, staff, tuple(rows.values())))
            lines = [one for one in result.bonuses if one.employee_no == "E1" and one.kind == "adjustment"]
            by_rule = [
                one for one in lines if not one.subject.startswith("A") and STAR_MARK not in one.subject
            ]
            assert [] == by_rule, of.month
