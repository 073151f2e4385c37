"""The short ways of writing sheets and long tables: the same as the plain ways."""

import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from qualitykit.reports.book import Book
from qualitykit.reports.csvtable import CsvParts, csv_bytes, csv_lines
from qualitykit.reports.grid import Column, Link, Mark, Table
from qualitykit.reports.quickbook import QuickBook
from qualitykit.reports.quicksheet import PlainSheet, QuickSheet, sheet_class

NASTY = (
    "",
    "王芳",
    "=1+1",
    "-3",
    "-3a",
    "00123",
    "123456789012",
    'say "no"',
    "a,b",
    "a\nb",
    "a\rb",
    "@x",
    " =x",
)


COLUMNS = (
    Column("文", "text"),
    Column("折行", "wrap", 6, 12),
    Column("分", "score"),
    Column("日", "date"),
    Column("时", "time"),
    Column("去", "text"),
    Column("数", "int"),
)
TEXTS = (*NASTY[1:], "", "<r>粗</r>", "a&b<c>", " 前后 ", "\x07响", "_x0041_", "长" * 60, "两\n行", '"引"')


def _rows(count: int) -> list[tuple[object, ...]]:
    days = (date(1900, 2, 28), date(1900, 3, 1), date(2026, 10, 31), datetime(2026, 10, 31, 13, 45, 30))
    marks = (None, Mark("差", "bad"), Mark(Decimal("59.99"), "warn"), Decimal("86.37"), Mark(None, "soft"))
    return [
        (
            TEXTS[row % len(TEXTS)],
            Mark(TEXTS[row % len(TEXTS)], "good") if row % 3 == 0 else TEXTS[-1 - row % len(TEXTS)],
            marks[row % len(marks)],
            days[row % len(days)],
            time(row % 24, 30, 59) if row % 4 else None,
            Link(TEXTS[row % len(TEXTS)] or "空", "表's", row) if row % 2 else "无",
            row,
        )
        for row in range(count)
    ]


def _cells(
    rows: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, kind: type[PlainSheet]
) -> list[object]:
    """Everything that a reader of the file sees of a table's sheet."""
    monkeypatch.setattr("qualitykit.reports.quickbook.sheet_class", lambda: kind)
    book = Book(created=date(2026, 10, 31), title="月")
    book.add_table(Table("表's", COLUMNS, rows, intro=("说明",), totals=(2,), frozen_columns=1))
    sheet = load_workbook(io.BytesIO(book.bytes()), rich_text=True).worksheets[0]
    found: list[object] = [sheet.dimensions, sheet.auto_filter.ref, sheet.freeze_panes]
    found += [(name, one.width) for name, one in sorted(sheet.column_dimensions.items())]
    found += [(row, one.height) for row, one in sorted(sheet.row_dimensions.items())]
    for line in sheet.iter_rows():
        for cell in line:
            link = cell.hyperlink and (cell.hyperlink.location, cell.hyperlink.display)
            look = (cell.number_format, cell.font.color.rgb, cell.fill.fgColor.rgb, cell.alignment.wrap_text)
            found.append((cell.coordinate, cell.value, cell.data_type, cell.has_style, *look, link))
    return found


@pytest.mark.parametrize("count", [0, 1, 45, 2_050])
def test_a_quick_sheet_holds_the_cells_of_a_sheet(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values, formats, widths, heights, links, filter; in a short table and in one without empty cells."""
    rows = _rows(count)
    assert _cells(rows, monkeypatch, PlainSheet) == _cells(rows, monkeypatch, QuickSheet)


def test_the_quick_sheet_is_used() -> None:
    """XlsxWriter is as the quick sheet knows it."""
    assert sheet_class() is QuickSheet


def test_what_looks_like_a_format_stays_text() -> None:
    """A text with XlsxWriter's own tags around it is what somebody typed."""
    book = Book(created=date(2026, 10, 31), title="月")
    book.add_table(Table("表", COLUMNS[:1], [("<r>粗</r>",)]))
    assert load_workbook(io.BytesIO(book.bytes())).worksheets[0]["A3"].value == "<r>粗</r>"


def test_a_cell_over_a_table_is_a_fault() -> None:
    """It would be lost."""
    book = Book(created=date(2026, 10, 31), title="月")
    sheet = book.add_table(Table("表", COLUMNS[:1], [("甲",), ("乙",)]))
    sheet.write_string(3, 0, "丙")
    with pytest.raises(RuntimeError, match="over the table"):
        book.bytes()


def test_tables_that_were_not_written_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer XlsxWriter that goes another way must not give an empty sheet."""
    monkeypatch.setattr(QuickSheet, "_write_rows", Worksheet._write_rows)
    book = Book(created=date(2026, 10, 31), title="月")
    book.add_table(Table("表", COLUMNS[:1], [("甲",)]))
    with pytest.raises(RuntimeError, match="has changed"):
        book.bytes()


def test_without_its_hook_the_workbook_is_zipped_by_xlsxwriter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cells, in XlsxWriter's own file."""
    monkeypatch.setattr(QuickBook, "_get_packager", Workbook._get_packager)
    book = Book(created=date(2026, 10, 31), title="月")
    book.add_table(Table("表", COLUMNS[:1], [("甲",)]))
    assert load_workbook(io.BytesIO(book.bytes())).worksheets[0]["A3"].value == "甲"


def test_the_same_tables_give_the_same_bytes() -> None:
    """No clock in the file."""

    def made() -> bytes:
        book = Book(created=date(2026, 10, 31), title="月")
        book.add_table(Table("表", COLUMNS, _rows(30)))
        return book.bytes()

    assert made() == made()


@pytest.mark.parametrize("text", NASTY)
def test_a_cell_written_alone_is_the_cell_of_a_table(text: str) -> None:
    """No formula that runs, no number that loses a zero, quoted where a table quotes it."""
    parts = CsvParts()
    line = f"{parts.cell(text)},{parts.row((text, Decimal('1.50'), None, 3))},{parts.cell('末')}"
    expected = csv_bytes(["甲", "乙"], [[text, text, Decimal("1.50"), None, 3, "末"]])
    assert expected == csv_lines(["甲", "乙"], [line])


def test_one_empty_cell_between_others_is_not_quoted() -> None:
    """Alone in its line it would be, so that the line is not empty."""
    parts = CsvParts()
    expected = csv_bytes(["甲", "乙"], [["a", ""]])
    assert expected == csv_lines(["甲", "乙"], [f"a,{parts.row(('',))}"])


def test_a_time_is_written_as_in_a_table() -> None:
    """What is no text goes through the same writer."""
    assert str(time(9, 30)) == CsvParts().row((time(9, 30),))
