"""``kpi``: a period's indicators from folders, the problem list out and back."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.workflow.indicators import Measured, months_of, period_indicators
from tests.intake import months

SURVEY = ("调查日期", "调查对象", "总体满意度", "服务质量", "服务效率", "问题解决")


def folder(tmp_path: Path, name: str, good: int, bad: int) -> Path:
    """A month in which so many customers were content and so many were not."""
    made = months.month(tmp_path, name)
    day = date.fromisoformat(f"{name}-12")
    rows = [(day, "客户", mark, 4, 4, 4) for mark in [5] * good + [1] * bad]
    months.save(made / "问卷.xlsx", 问卷=[SURVEY, *rows])
    return made


def measured(period: str, *folders: Path, **more: Any) -> Measured:
    """The indicators on the first of December."""
    return period_indicators(period, folders, today=date(2026, 12, 1), **more)


def rate(found: Measured) -> Any:
    """The satisfaction rate."""
    return next(one for one in found.report.indicators if one.id == "satisfaction-rate")


@pytest.mark.parametrize(
    "period, first, number",
    [("2026-10", "2026-10", 1), ("2026-Q3", "2026-07", 3), ("2026", "2026-01", 12)],
)
def test_periods(period: str, first: str, number: int) -> None:
    """A month, a quarter, a year."""
    assert (first, number) == (months_of(period)[0], len(months_of(period)))


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "Q3", ""])
def test_what_is_no_period_is_refused(period: str) -> None:
    """With the forms that there are."""
    with pytest.raises(CannotRunError):
        months_of(period)


def test_a_missed_target_goes_out_comes_back_and_is_verified_in_the_next_period(tmp_path: Path) -> None:
    """September misses; its line is done in October, whose rate is better."""
    september = folder(tmp_path, "2026-09", 7, 3)
    first = measured("2026-09", september, out=tmp_path / "out")
    assert ("70.00", "missed") == (str(rate(first).value), rate(first).status)
    sheet = tmp_path / "out" / "问题清单-2026-09.xlsx"
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    line = next(row for row in page.iter_rows(min_row=3) if row[0].value == "2026-09/satisfaction-rate")
    line[heads.index("完成日期")].value = date(2026, 10, 20)
    october = folder(tmp_path, "2026-10", 9, 1)
    book.save(october / "问题清单.xlsx")
    second = measured("2026-10", september, october)
    assert ("90.00", "better") == (str(rate(second).value), rate(second).trend)
    states = {one.line.number: (one.state, one.effect) for one in second.report.problems}
    assert ("closed", "improved") == states["2026-09/satisfaction-rate"]


def test_a_month_that_is_missing_is_said(tmp_path: Path) -> None:
    """The figures are those of the others, and the command leaves with 1."""
    found = measured("2026-Q4", folder(tmp_path, "2026-10", 9, 1))
    assert (True, 1) == (found.incomplete, len(found.report.notes))
    assert "2026-11" in found.report.notes[0]


def test_a_year_names_its_model_or_why_not(tmp_path: Path) -> None:
    """One month is too few; months from folders make an estimate."""
    found = measured("2026", folder(tmp_path, "2026-10", 9, 1))
    assert () == found.report.models
    assert 2 == len(found.report.notes)
