"""What the tests of months share: the shipped forms, small workbooks, one call that reads a folder."""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from qualitykit.intake.month import read_months
from qualitykit.model import ControlTotal, MonthRecords
from qualitykit.problems import Problem
from qualitykit.sheets.meta import META_SHEET, rows_of_meta
from qualitykit.standards.forms import Form
from qualitykit.standards.reader import load_standard
from qualitykit.standards.standard import Standard

Row = Sequence[Any]
DAY = date(2026, 10, 3)
ROSTER: tuple[Row, ...] = (
    ("工号", "姓名", "曾用名", "部门", "班组", "入职日期", "离职日期", "坐席号", "绩效奖金基数"),
    ("1001", "王芳", None, "客服部", "一组", date(2024, 1, 1), None, "8001", 2000),
    ("1002", "李强", "小强", "客服部", "一组", date(2024, 1, 1), None, "8002", 2000),
    ("1003", "王芳", None, "前台", "早班", date(2024, 1, 1), None, "8003", 2000),
    ("1004", "赵敏", None, "前台", "早班", date(2024, 1, 1), date(2026, 10, 15), "8004", 2000),
)


@lru_cache(maxsize=1)
def pack() -> Standard:
    """The shipped pack."""
    standard, _problems = load_standard("service-attitude")
    assert standard is not None
    return standard


def form(name: str) -> Form:
    """A form of the pack."""
    found = pack().form(name)
    assert found is not None
    return found


def month(tmp_path: Path, name: str = "2026-10", roster: Sequence[Row] | None = ROSTER) -> Path:
    """A month's folder, with a roster."""
    folder = tmp_path / name
    folder.mkdir(parents=True)
    if roster:
        save(folder / "员工名册.xlsx", 名册=roster)
    return folder


def save(path: Path, meta: Any = None, hidden: Any = (), **sheets: Any) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    if meta is not None:
        sheet = book.create_sheet(META_SHEET)
        for row in rows_of_meta(meta):
            sheet.append(row)
        sheet.sheet_state = "veryHidden"
    book.save(path)
    return path


CALL_HEAD = ("录音编号", "通话日期", "通话时间", "工号", "坐席", "质检员", "质检类型", "备注", "录音文本")


def call_items() -> tuple[str, ...]:
    """Titles of the items that an inspector answers on a call."""
    return tuple(item.title for item in form("call-review").items if item.answer.kind != "detected")


def good_answers() -> list[Any]:
    """Best answers to those items."""
    found: list[Any] = []
    for item in form("call-review").items:
        kind = item.answer
        if kind.kind == "yes_no":
            found.append(kind.good)
        elif kind.kind == "scale":
            found.append(float(kind.max))
        elif kind.kind == "choice":
            found.append(kind.options[0].label)
    return found


def call(
    contact: object = "c1",
    number: object = "1002",
    name: object = "李强",
    day: object = DAY,
    at: object = time(9, 30),
    inspector: object = "陈静",
    kind: object = "正常",
    remark: object = None,
    transcript: object = None,
    **answers: object,
) -> list[Any]:
    """A row of a call review."""
    titles = call_items()
    values = good_answers()
    for title, value in answers.items():
        values[titles.index(title)] = value
    return [contact, day, at, number, name, inspector, kind, remark, transcript, *values]


def calls(*rows: Row) -> list[Row]:
    """A sheet of call reviews."""
    return [(*CALL_HEAD, *call_items()), *rows]


def read(*folders: Path, **options: object) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """The first month of these folders."""
    return read_months(folders, standards=[pack()], **options)[0]  # type: ignore[arg-type]


def codes(problems: Sequence[Problem], *, notes: bool = False) -> list[str]:
    """Codes of what is more than a note, in order."""
    return [p.code for p in problems if notes or p.severity != "note"]


def total(records: MonthRecords, file: str, sheet: str | None = None) -> ControlTotal:
    """The control total of a sheet."""
    return next(c for c in records.controls if c.file == file and sheet in (None, c.sheet))
