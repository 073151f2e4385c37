"""Files → grids: row numbers, kinds of file, what a second look tells."""

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from qualitykit.intake.details import Emptiness
from qualitykit.intake.reader import Sheet, Visibility, column_letters, read_workbook, workbook_files
from qualitykit.model import Place
from tests.intake.workbooks import make_xlsb, raw_sheet, save_xlsx


def one_sheet(path: Path) -> Sheet:
    """The first sheet of a file that has no problem."""
    book, problems = read_workbook(path, path.name)
    assert not problems
    assert book is not None
    return book.sheets[0]


def test_row_numbers_and_columns_are_those_that_people_see(tmp_path: Path) -> None:
    """Leading empty rows and columns, and gaps, do not shift anything."""

    def fill(book: Any) -> None:
        book.active["C4"] = "姓名"
        book.active["D7"] = 95

    sheet = one_sheet(save_xlsx(tmp_path / "a.xlsx", fill))
    assert [(4, ["", "", "姓名", ""]), (7, ["", "", "", 95.0])] == list(sheet.rows())
    assert [(7, ["", "", "", 95.0])] == list(sheet.rows(5))
    assert [] == list(sheet.rows(5, 6))
    assert (7, 4) == (sheet.height, sheet.width)
    assert Place("a.xlsx", "Sheet", "D7") == sheet.place(7, 3)
    assert Place("a.xlsx", "Sheet", "7:7") == sheet.place(7)


def test_values_keep_their_kind(tmp_path: Path) -> None:
    """Text, number, truth, date, date and time, time, more than a day."""

    def fill(book: Any) -> None:
        book.active.append(
            ["0107", 85, True, date(2026, 10, 3), datetime(2026, 10, 3, 14, 5, 33), time(3, 20)]
        )
        book.active["G1"] = timedelta(hours=30)

    [(_number, row)] = one_sheet(save_xlsx(tmp_path / "a.xlsx", fill)).rows()
    moment = datetime.fromisoformat("2026-10-03T14:05:33")
    assert ["0107", 85.0, True, date(2026, 10, 3), moment, time(3, 20), timedelta(hours=30)] == row


def test_a_merged_range_has_its_value_once(tmp_path: Path) -> None:
    """Only the top-left cell holds it; the range is told."""

    def fill(book: Any) -> None:
        book.active["B2"] = "服务态度"
        book.active.merge_cells("B2:D3")
        book.active["D4"] = 1

    sheet = one_sheet(save_xlsx(tmp_path / "a.xlsx", fill))
    assert ((2, 1, 3, 3),) == sheet.merged
    assert (2, ["", "服务态度", "", ""]) == next(sheet.rows())


def test_hidden_sheets_say_so(tmp_path: Path) -> None:
    """Our meta sheet is very hidden; it is read like any other."""

    def fill(book: Any) -> None:
        book.create_sheet("b").sheet_state = "hidden"
        book.create_sheet("c").sheet_state = "veryHidden"

    book, _problems = read_workbook(save_xlsx(tmp_path / "a.xlsx", fill), "a.xlsx")
    assert book is not None
    assert [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VERY_HIDDEN] == [
        s.visibility for s in book.sheets
    ]


def test_digest_is_of_the_bytes(tmp_path: Path) -> None:
    """sha256, so that a closed month can name its inputs."""
    path = save_xlsx(tmp_path / "a.xlsx", lambda book: None)
    book, _problems = read_workbook(path, "2026-10/a.xlsx")
    assert book is not None
    assert hashlib.sha256(path.read_bytes()).hexdigest() == book.digest
    assert "2026-10/a.xlsx" == book.name


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_date_system_is_told_and_dates_are_right(tmp_path: Path, kind: str, since_1904: bool) -> None:
    """A formatted date is right either way; a bare number needs to know."""
    serial = 46298 - (1462 if since_1904 else 0)
    path = tmp_path / f"a.{kind}"
    if kind == "xls":
        old = xlwt.Workbook()
        old.dates_1904 = since_1904
        old.add_sheet("x").write(0, 0, serial, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        old.save(str(path))
    else:

        def fill(book: Any) -> None:
            book.epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
            book.active["A1"] = serial
            book.active["A1"].number_format = "yyyy-mm-dd"

        save_xlsx(path, fill)
    sheet = one_sheet(path)
    assert [(1, [date(2026, 10, 3)])] == list(sheet.rows())
    assert since_1904 == sheet.date_1904


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    """An .xlsx named .xls, an .xls named .et: both are read."""
    save_xlsx(tmp_path / "a.xls", lambda book: book.active.append(["x"]))
    old = xlwt.Workbook()
    old.add_sheet("旧表").write(1, 1, "y")
    old.save(str(tmp_path / "b.et"))
    assert [(1, ["x"])] == list(one_sheet(tmp_path / "a.xls").rows())
    sheet = one_sheet(tmp_path / "b.et")
    assert ("旧表", [(2, ["", "y"])]) == (sheet.name, list(sheet.rows()))


def make_ods(path: Path, rows: str) -> Path:
    """An .ods with these rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return path


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>王芳</text:p></table:table-cell>'
ODS_TAIL = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def test_ods_with_its_usual_empty_tail(tmp_path: Path) -> None:
    """OpenDocument files end with a million empty rows written as one."""
    rows = f"<table:table-row/><table:table-row><table:table-cell/>{ODS_CELL}</table:table-row>{ODS_TAIL}"
    sheet = one_sheet(make_ods(tmp_path / "a.ods", rows))
    assert [(2, ["", "王芳"])] == list(sheet.rows())
    assert Emptiness.UNKNOWN == sheet.why_empty(2, 0)


def test_ods_that_repeats_a_cell_a_billion_times(tmp_path: Path) -> None:
    """A few bytes that would fill the machine are refused."""
    cell = ODS_CELL.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    book, problems = read_workbook(make_ods(tmp_path / "a.ods", rows), "a.ods")
    assert (None, ["QK106"]) == (book, [problem.code for problem in problems])


@pytest.mark.parametrize("since_1904", [False, True])
def test_xlsb(tmp_path: Path, since_1904: bool) -> None:
    """Binary workbooks: cells, row numbers, date system."""
    cells: list[tuple[int, int, str | float]] = [(1, 1, "王芳"), (3, 2, 95.0)]
    sheet = one_sheet(make_xlsb(tmp_path / "a.xlsb", cells, since_1904=since_1904))
    assert [(2, ["", "王芳", ""]), (4, ["", "", 95.0])] == list(sheet.rows())
    assert ("表", since_1904) == (sheet.name, sheet.date_1904)
    assert Emptiness.UNKNOWN == sheet.why_empty(2, 0)


def test_why_a_cell_reads_as_empty(tmp_path: Path) -> None:
    """An error, a formula that was never calculated, the empty text as a formula's result, nothing."""
    body = (
        '<sheetData><row r="2" hidden="1"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="B2"><f>1+1</f></c>'
        '<c r="C2" t="str"><f>""</f><v></v></c><c r="E2"><v>1</v></c></row></sheetData>'
    )
    sheet = one_sheet(raw_sheet(tmp_path / "a.xlsx", body))
    assert [(2, ["", "", "", "", 1.0])] == list(sheet.rows())
    assert [Emptiness.ERROR, Emptiness.NO_SAVED_VALUE, Emptiness.BLANK, Emptiness.BLANK] == [
        sheet.why_empty(2, column) for column in range(4)
    ]
    assert "#DIV/0!" == sheet.details.errors[2, 0]
    assert {2} == sheet.details.hidden_rows


def test_percent_cells_are_told(tmp_path: Path) -> None:
    """0.85 that people see as 85% is known by its format."""

    def fill(book: Any) -> None:
        book.active.append([0.85, 0.85])
        book.active["B1"].number_format = "0%"

    assert {(1, 1)} == one_sheet(save_xlsx(tmp_path / "a.xlsx", fill)).details.percents


def test_errors_and_hidden_rows_of_an_old_workbook(tmp_path: Path) -> None:
    """The same second look for .xls."""
    old = xlwt.Workbook()
    sheet = old.add_sheet("x")
    sheet.write(1, 0, 1)
    sheet.row(1).set_cell_error(1, 0x2A)
    sheet.row(1).hidden = True
    old.save(str(tmp_path / "a.xls"))
    read = one_sheet(tmp_path / "a.xls")
    assert {(2, 1): "#N/A"} == read.details.errors
    assert {2} == read.details.hidden_rows
    assert [Emptiness.ERROR, Emptiness.BLANK] == [read.why_empty(2, 1), read.why_empty(2, 2)]


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(column: int, letters: str) -> None:
    """Columns count from 0."""
    assert letters == column_letters(column)


def test_files_of_a_folder(tmp_path: Path) -> None:
    """Lock files and what macOS adds are no input; folders below are."""
    for name in (
        "b.xlsx",
        "~$b.xlsx",
        ".~lock.b.xlsx#",
        "._b.xlsx",
        ".DS_Store",
        "a.CSV",
        "notes.txt",
        ".~b.et",
    ):
        (tmp_path / name).touch()
    for folder in ("sub", "__MACOSX", ".git", "十月.xlsx"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "c.xls").touch()
    names = [path.relative_to(tmp_path).as_posix() for path in workbook_files(tmp_path)]
    assert ["a.CSV", "b.xlsx", "sub/c.xls", "十月.xlsx", "十月.xlsx/c.xls"] == names


def test_reading_loads_nothing_heavy() -> None:
    """openpyxl takes longer to import than a small month to score."""
    heavy = "{'openpyxl', 'rapidfuzz', 'numpy'}"
    code = f"import sys, qualitykit.intake.reader; sys.exit(bool({heavy} & sys.modules.keys()))"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False, env=dict(os.environ)).returncode
