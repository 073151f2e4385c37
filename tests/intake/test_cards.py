"""Cards: one sheet each, several a workbook, copies down one sheet; our own blanks come back."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualitykit.intake.catalogue import READ_RECORDS
from qualitykit.model import Place
from qualitykit.sheets.layouts import RECORDS
from tests.intake.months import DAY, codes, form, month, read, save, total

TITLES = [item.title for item in form("patrol").items]


def card(name: str = "李强", day: object = DAY, skip: str = "", **answers: object) -> list[list[Any]]:
    """A hand-made card."""
    lines = [
        [str(number), title, "见手册", answers.get(title, "是"), None]
        for number, title in enumerate(TITLES, 1)
        if title != skip
    ]
    return [
        ["现场巡查表"],
        ["巡查日期", day, "被检查人", name],
        ["巡查人：陈静", None, "备注", "例行"],
        ["序号", "检查项", "评分标准", "结果", "备注"],
        ["仪容仪表"],
        *lines,
        ["小计", None, None, 100],
        ["检查人签字：　　日期："],
    ]


def test_a_card_a_sheet(tmp_path: Path) -> None:
    """Each sheet is one evaluation; its answers have addresses of their own."""
    folder = month(tmp_path)
    first, second = card(微笑服务="否"), card("赵敏", date(2026, 10, 5))
    second[6][4] = "要改"
    save(folder / "a.xlsx", 李强=first, 赵敏=second)
    records, problems = read(folder)
    assert [] == codes(problems)
    one, two = records.evaluations
    assert ("1002", DAY, "陈静", "例行") == (one.employee_no, one.day, one.inspector, one.remark)
    assert ("1004", 0) == (two.employee_no, two.row)
    position = TITLES.index("微笑服务")
    assert Decimal(0) == one.answers[position].value
    assert Place("a.xlsx", "李强", f"D{6 + position}") == one.cell(position)
    assert (1, 1) == (total(records, "a.xlsx", "李强").read, total(records, "a.xlsx", "赵敏").used)


def test_copies_down_one_sheet(tmp_path: Path) -> None:
    """Three cards below each other are three evaluations."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 巡查=[*card(), [], *card("赵敏"), [], *card("1003 王芳")])
    records, problems = read(folder)
    assert (["1002", "1004", "1003"], []) == (
        [one.employee_no for one in records.evaluations],
        codes(problems),
    )
    assert 3 == total(records, "a.xlsx").read
    assert 3 == len({one.place for one in records.evaluations})


def test_card_without_a_line_and_with_one_too_many(tmp_path: Path) -> None:
    """A required item that is not there cannot be scored; a line that is no item is named."""
    folder = month(tmp_path)
    more = card()
    more.insert(6, ["9", "今日心情", "", "是", None])
    save(folder / "a.xlsx", 甲=card(skip="微笑服务"), 乙=more)
    records, problems = read(folder)
    assert (["乙"], ["QK142", "QK143"]) == ([e.place.sheet for e in records.evaluations], codes(problems))
    assert 1 == total(records, "a.xlsx", "甲").left_out


def test_blank_line_holds_the_card_back(tmp_path: Path) -> None:
    """The problem stands at the card's cell."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 甲=card(微笑服务=None))
    records, problems = read(folder)
    blank = next(p for p in problems if p.code == "QK401")
    assert ("QK401",) == records.evaluations[0].held_back
    assert f"D{6 + TITLES.index('微笑服务')}" == blank.place.cell


def test_people_as_columns_are_a_problem(tmp_path: Path) -> None:
    """Items below each other and people side by side: said, not skipped."""
    folder = month(tmp_path)
    rows = [["检查项", "王芳", "李强"], *[[title, "是", "是"] for title in TITLES]]
    save(folder / "a.xlsx", 矩阵=rows)
    _records, problems = read(folder)
    assert ["QK144"] == codes(problems)


@pytest.mark.parametrize("layout", ["table", "card"])
@pytest.mark.parametrize(
    "name", ["mystery-shopper", "call-review", "patrol", "supervisor-rating", "customer-rating"]
)
def test_our_own_blanks_are_recognised(tmp_path: Path, name: str, layout: str) -> None:
    """A blank that nobody filled holds no rows, and nothing is wrong with it."""
    from qualitykit.sheets.heads import head_cells
    from qualitykit.sheets.meta import Meta

    folder = month(tmp_path)
    one = form(name)
    meta = Meta(kind="form", form=name, pack="service-attitude", layout=layout, sheets=one.title[:31])
    titles = [item.title for item in one.items if item.answer.kind != "detected"]
    heads = [head.title for head in head_cells(one)]
    if layout == "table":
        rows: list[list[Any]] = [[one.title], ["月份"], [*heads, *titles, "小计", "备注"], [None] * 30]
    else:
        rows = [
            [one.title],
            *[[head, None] for head in heads],
            ["序号", "检查项", "评分标准", "结果", "备注"],
        ]
        rows += [[str(number), title, "", None, None] for number, title in enumerate(titles, 1)]
    save(folder / "a.xlsx", meta, **{one.title[:31]: rows})
    records, problems = read(folder)
    assert (name, 0, []) == (total(records, "a.xlsx").form, total(records, "a.xlsx").read, codes(problems))


@pytest.mark.parametrize(
    "record", [r for r in RECORDS if r.id in READ_RECORDS and r.id != "roster"], ids=lambda record: record.id
)
def test_record_sheets_are_recognised_by_their_headers_alone(tmp_path: Path, record: object) -> None:
    """Without the hidden meta, under a plain name: the headers say what it is."""
    folder = month(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([column.title for column in record.columns])  # type: ignore[attr-defined]
    book.save(folder / "x.xlsx")
    records, problems = read(folder)
    assert (record.id, []) == (total(records, "x.xlsx").form, codes(problems))  # type: ignore[attr-defined]
