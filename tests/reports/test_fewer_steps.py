"""The short ways of writing sheets and long tables: the same bytes as the plain ways."""

import io
from datetime import date, time
from decimal import Decimal

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from qualitykit.reports.book import CsvParts, csv_bytes, csv_lines
from qualitykit.reports.quicksheet import QuickSheet

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


def _sheet(kind: type[Worksheet]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": date(2026, 10, 31)})
    sheet = book.add_worksheet("表", kind)
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
    quick = isinstance(sheet, QuickSheet)
    put_string = sheet.put_string if quick else sheet.write_string
    put_number = sheet.put_number if quick else sheet.write_number
    put_blank = sheet.put_blank if quick else sheet.write_blank
    for row, text in enumerate(NASTY[1:]):
        put_string(row, 0, text, bold)
        put_string(row, 1, text, None)
        put_number(row, 2, row / 3, plain)
        put_number(row, 27, 86.37)
        put_blank(row, 28, None, bold)
        sheet.write_datetime(row, 29, date(2026, 10, row + 1), plain)
        sheet.write_formula(row, 30, "=1+1", plain, 2)
        sheet.write_url(row, 31, "internal:'表'!A1", bold, string="x")
    sheet.set_row(3, 30)
    book.close()
    return stream.getvalue()


def test_a_quick_sheet_is_byte_for_byte_a_sheet() -> None:
    """Texts, numbers, days, empty cells, formulas and links, with formats and without."""
    assert _sheet(Worksheet) == _sheet(QuickSheet)


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
