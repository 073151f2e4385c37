"""Control totals say what happened: a row that scoring leaves out was not used."""

from decimal import Decimal

import pytest

from qualitykit.model import ControlTotal, ObjectionRow, Place, SpecialAward
from qualitykit.problems import Problem, problem
from qualitykit.scoring.controls import left_out_in_scoring
from qualitykit.scoring.history import identity_key
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from tests.scoring.months import evaluation, october, records, staff, standard

FILE, SHEET = "登记.xlsx", "表"


def place(cell: str) -> Place:
    """A place of the sheet."""
    return Place(FILE, SHEET, cell)


def totals(result: MonthResult) -> tuple[int, int]:
    """Used and left out of the only sheet."""
    (one,) = result.controls
    assert one.adds_up
    return one.used, one.left_out


def test_a_negative_award_is_left_out() -> None:
    """QK728 says that it does not count: so does the total."""
    awards = [
        SpecialAward("a1", "E1", "专项奖", Decimal(100), place("3:3")),
        SpecialAward("a2", "E1", "专项奖", Decimal(-50), place("4:4")),
    ]
    month = records(
        staff("E1"), special_awards=awards, controls=[ControlTotal(FILE, SHEET, "special-award", 2, 2)]
    )
    result = score_month([standard()], month, History(), program_version="0")
    assert ["QK728"] == [one.code for one in result.problems]
    assert (1, 1) == totals(result)


@pytest.mark.parametrize(
    "found",
    [
        [problem("QK912", place("5:5"), "x", why="-")],
        [problem("QK413", place("G5"), "维持", field="裁定", allowed="-")],
        [
            problem("QK912", place("5:5"), "x", why="-"),
            problem("QK413", place("G5"), "维持", field="裁定", allowed="-"),
        ],
    ],
)
def test_a_line_of_the_objection_sheet_that_was_not_taken(found: list[Problem]) -> None:
    """It is left out once, whatever is wrong with it."""
    rows = [ObjectionRow("ref", "不认可", place("5:5"))]
    (one,) = left_out_in_scoring([ControlTotal(FILE, SHEET, "objection", 3, 3)], found, rows)
    assert (2, 1, True) == (one.used, one.left_out, one.adds_up)


def test_a_word_that_is_not_known_elsewhere_leaves_nothing_out_here() -> None:
    """A complaint with an unknown severity counts: intake has said what it did with the row."""
    found = [problem("QK413", place("G5"), "维持", field="裁定", allowed="-")]
    before = (ControlTotal(FILE, SHEET, "complaint", 3, 3),)
    assert before == left_out_in_scoring(before, found)


def test_a_row_of_a_closed_month_with_other_content_is_no_repeat() -> None:
    """QK908: it says that it differs; a row sent again says that it was counted."""
    late = [
        evaluation(name, "E1", "call-review", "80", day=october(2).replace(month=9), place=place(cell))
        for name, cell in (("c1", "3:3"), ("c2", "4:4"))
    ]
    history = History(
        months=("2026-09",),
        closed_months=("2026-09",),
        identities=tuple((identity_key(one.id), "", "2026-09") for one in late),
    )
    result = score_month(
        [standard()],
        records(staff("E1"), evaluations=late),
        history,
        program_version="0",
        input_problems=[problem("QK908", place("4:4"), "c2", month="2026-09")],
    )
    reasons = {one.id: one.reason.code for one in result.evaluations if one.reason}
    assert {"c1": "repeat-of-earlier-month", "c2": "differs-from-earlier-month"} == reasons
