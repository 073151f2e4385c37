"""``kpi``: a period's indicators from folders, the problem list out and back."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.workflow.indicators import Measured, indicators_from_folders
from qualitykit.workflow.periods import months_of
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
    return indicators_from_folders(period, folders, today=date(2026, 12, 1), **more)


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
    line = next(row for row in page.iter_rows(min_row=3) if row[0].value == "2026-09/客户满意率")
    line[heads.index("完成日期")].value = date(2026, 10, 20)
    october = folder(tmp_path, "2026-10", 9, 1)
    book.save(october / "问题清单.xlsx")
    second = measured("2026-10", september, october)
    assert ("90.00", "better") == (str(rate(second).value), rate(second).trend)
    states = {one.line.number: (one.state, one.effect) for one in second.report.problems}
    assert ("closed", "improved") == states["2026-09/客户满意率"]


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


# --- versions by date ------------------------------------------------------------------------------------

HEAD = """id: house
version: "{version}"
title: 本店标准
effective_from: {day}
adopted_on: {day}
notified_on: {day}
extends: service-attitude
"""


@pytest.fixture
def versions(tmp_path: Path) -> list[str]:
    """Two versions of a house's standard: from October on 3 is satisfied, and the target is 95 %."""
    packs = []
    for version, day, changes in (
        ("1", "2026-01-01", ""),
        (
            "2",
            "2026-10-01",
            "satisfied_from: 3\n"
            "indicators:\n"
            "  - {id: satisfaction-rate, title: 客户满意率, clause: P3.sat, numerator: satisfied-ratings,"
            " denominator: ratings, at_least: 95}\n"
            "  - {id: low-share, title: 低分占比, clause: P3.sat, numerator: low-ratings,"
            " denominator: ratings, better: lower}\n",
        ),
    ):
        folder = tmp_path / f"v{version}"
        folder.mkdir()
        (folder / "standard.yaml").write_text(HEAD.format(version=version, day=day), encoding="utf-8")
        if changes:
            (folder / "indicators.yaml").write_text(changes, encoding="utf-8")
        packs.append(str(folder))
    return packs


def answers(tmp_path: Path, name: str) -> Path:
    """A month in which nine customers gave 3 and one gave 1."""
    made = months.month(tmp_path, name)
    day = date.fromisoformat(f"{name}-12")
    months.save(made / "问卷.xlsx", 问卷=[SURVEY, *((day, "客户", mark, 4, 4, 4) for mark in [3] * 9 + [1])])
    return made


def test_each_month_is_counted_and_judged_by_the_version_in_force(
    tmp_path: Path, versions: list[str]
) -> None:
    """September: 3 is not satisfied yet, target 85; October: it is, target 95. The same answers."""
    folders = [answers(tmp_path, name) for name in ("2026-09", "2026-10")]
    before = rate(measured("2026-09", *folders, standards=versions))
    assert ("0.00", "≥ 85.00", "missed") == (str(before.value), before.target, before.status)
    found = measured("2026-10", *folders, standards=versions)
    after = rate(found)
    assert ("90.00", "≥ 95.00", "missed") == (str(after.value), after.target, after.status)
    assert "0.00" == str(after.previous)
    assert "本店标准 2" == found.report.standard
    (note,) = found.report.notes
    assert "2026-09" in note
    assert "客户满意率" in note
    assert "平均通话时长" not in note


def test_an_indicator_that_did_not_exist_yet_has_no_earlier_figure(
    tmp_path: Path, versions: list[str]
) -> None:
    """低分占比 came in October: September has none, so there is no trend."""
    folders = [answers(tmp_path, name) for name in ("2026-09", "2026-10")]
    ids = {one.id for one in measured("2026-09", *folders, standards=versions).report.indicators}
    assert "low-share" not in ids
    found = measured("2026-10", *folders, standards=versions)
    low = next(one for one in found.report.indicators if one.id == "low-share")
    assert ("10.00", None, "unknown") == (str(low.value), low.previous, low.trend)


def test_a_quarter_over_the_date_counts_each_month_by_its_own_version(
    tmp_path: Path, versions: list[str]
) -> None:
    """0 of 10 and 9 of 10 are 45 %, against the target of its end; what differs is said."""
    starts = [Path(one) / "standard.yaml" for one in versions]
    text = starts[1].read_text(encoding="utf-8").replace("2026-10-01", "2026-09-01")
    starts[1].write_text(text, encoding="utf-8")
    folders = [answers(tmp_path, name) for name in ("2026-08", "2026-09")]
    found = measured("2026-Q3", *folders, standards=versions)
    assert ("45.00", "≥ 95.00") == (str(rate(found).value), rate(found).target)
    assert any("2026-08" in note and "客户满意率" in note for note in found.report.notes)


def test_one_version_says_nothing_of_versions(tmp_path: Path, versions: list[str]) -> None:
    """The same definitions on both sides: no note."""
    folders = [answers(tmp_path, name) for name in ("2026-10", "2026-11")]
    assert () == measured("2026-11", *folders, standards=versions).report.notes
