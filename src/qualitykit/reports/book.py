"""Tables into a workbook: one look for all sheets, users' text always as text, long tables beside it as CSV.

Source: issue "Results workbook"; semantics.md §12 for masking.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any, Literal

from qualitykit.i18n import _
from qualitykit.reports.masking import mask_numbers
from qualitykit.reports.quicksheet import QuickSheet
from qualitykit.sheets.meta import META_SHEET, Meta, rows_of_meta

__all__ = [
    "Book",
    "Column",
    "CsvParts",
    "Link",
    "Mark",
    "Table",
    "csv_bytes",
    "csv_lines",
    "plain_rows",
    "sheet_name",
]

LONGEST_CELL = 32_767  # characters that a cell holds
FEW_ROWS = 2_000  # in longer tables empty cells go without their line: it halves the time to write them
SHEET_ROWS = 20_000  # longer tables are for machines: CSV
FONT = "微软雅黑"
INK, PAPER, LINE = "#1F2933", "#FFFFFF", "#D9DFE5"
HEAD, ACCENT, SOFT = "#1F4E79", "#2F75B5", "#EAF1F8"
BAD, WARN, GOOD = "#C00000", "#B45F06", "#2E7D32"
BAD_FILL, WARN_FILL, GOOD_FILL = "#FDE7E7", "#FFF3D6", "#E6F4EA"

Kind = Literal["text", "wrap", "int", "score", "delta", "money", "date", "time", "number"]
Look = Literal["", "bad", "warn", "good", "soft"]

_FORMATS: dict[str, dict[str, object]] = {
    "text": {"indent": 1},
    "wrap": {"indent": 1, "text_wrap": True},
    "int": {"num_format": "0", "align": "center"},
    "number": {"num_format": "0.####", "align": "center"},
    "score": {"num_format": "0.00"},
    "delta": {"num_format": "+0.00;[Red]-0.00;0.00"},
    "money": {"num_format": "￥#,##0.00;[Red]-￥#,##0.00"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "time": {"num_format": "hh:mm", "align": "center"},
}
_LOOKS: dict[str, dict[str, object]] = {
    "": {},
    "bad": {"font_color": BAD, "bg_color": BAD_FILL},
    "warn": {"font_color": WARN, "bg_color": WARN_FILL},
    "good": {"font_color": GOOD, "bg_color": GOOD_FILL},
    "soft": {"bg_color": SOFT},
}
_LEAST_WIDTH = {
    "date": 11.5,
    "time": 7.5,
    "score": 9.0,
    "delta": 9.0,
    "int": 7.0,
    "money": 14.0,
    "number": 9.0,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, kind of cell, and bounds of its width in characters (Chinese ones count 2).

    ``printed`` False: ids for machines, right of what is printed.
    """

    title: str
    kind: Kind = "text"
    least: float = 6
    most: float = 40
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another place of the workbook: text, sheet title, row from 0."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that is to be noticed."""

    value: object
    look: Look


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is one table. ``intro``: lines above it. ``totals``: sums under the money columns.

    ``rows`` hold str, int, Decimal, date, time, None, Link or Mark, one a column.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]]
    intro: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()
    empty: str = ""
    frozen_columns: int = 0
    tab: str = ACCENT

    @property
    def head_row(self) -> int:
        """The row of the headers, from 0: after the title, the intro and a blank row."""
        return len(self.intro) + 2 if self.intro else 1

    @property
    def in_csv(self) -> bool:
        """Whether it is too long to be a sheet."""
        return len(self.rows) > SHEET_ROWS


def sheet_name(title: str, taken: Sequence[str] = ()) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at an end."""
    name = "".join("_" if character in "[]:*?/\\" else character for character in title).strip("' ") or "_"
    name = name[:31]
    lowered = {other.lower() for other in taken}
    count = 2
    while name.lower() in lowered:
        tail = f" ({count})"
        name = name[: 31 - len(tail)] + tail
        count += 1
    return name


def display_width(text: str) -> int:
    """Columns of the longest line; quick, a Chinese character counts 2."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(len(line.encode("gb18030", "replace")) for line in text.split("\n")) if text else 0


class Book:
    """A workbook being written into memory, so that its bytes can be put in place whole."""

    def __init__(self, *, created: date, title: str, subject: str = "") -> None:
        self._buffer = io.BytesIO()
        import xlsxwriter  # the terminal's texts share this module's tables and need no workbook

        self.book = xlsxwriter.Workbook(
            self._buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": "qualitykit",
                "created": datetime.combine(created, time()),
            }
        )
        self.book.formats[0].set_font_name(FONT)
        self.book.formats[0].set_font_size(10)
        self._formats: dict[str, Any] = {}
        self._cleaned: dict[str, str] = {}
        self.names: list[str] = []
        self.footer = ""

    def format(self, **properties: object) -> Any:
        """A cell format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "font_color": INK}
            self._formats[key] = self.book.add_format({**base, **properties})
        return self._formats[key]

    def cell_format(self, kind: str, look: str = "", *, link: bool = False) -> Any:
        """The format of a cell of a table."""
        extra: dict[str, object] = {"font_color": ACCENT, "underline": 1} if link else {}
        return self.format(bottom=1, bottom_color=LINE, **{**_FORMATS[kind], **_LOOKS[look], **extra})

    def clean(self, text: str) -> str:
        """Text that a cell can hold: numbers of customers masked, at most 32,767 characters."""
        found = self._cleaned.get(text)
        if found is None:
            found = mask_numbers(text)
            found = found.encode("utf-16", "replace").decode("utf-16") if not found.isascii() else found
            if len(found) > LONGEST_CELL:
                found = found[: LONGEST_CELL - 1] + "…"
            self._cleaned[text] = found
        return found

    def add_sheet(self, title: str, *, tab: str = ACCENT, portrait: bool = False) -> Any:
        """A sheet set up for A4, one page wide, with page numbers; ``portrait``: all on one page."""
        name = sheet_name(title, self.names)
        self.names.append(name)
        sheet = self.book.add_worksheet(name, QuickSheet)
        sheet.hide_gridlines(2)
        if portrait:
            sheet.set_portrait()
        else:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1 if portrait else 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(
            f"&L&8 {self.footer}&C&8&A&R&8" + _("Page {page} of {pages}").format(page="&P", pages="&N")
        )
        sheet.set_tab_color(tab)
        return sheet

    def add_meta(self, meta: Meta) -> None:
        """The hidden sheet that says what this file is."""
        sheet = self.book.add_worksheet(META_SHEET)
        for row, (key, value) in enumerate(rows_of_meta(meta)):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        sheet.hide()

    def add_table(self, table: Table) -> Any:
        """The table as a sheet; a long one only says where its CSV is."""
        sheet = self.add_sheet(table.title, tab=table.tab)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, table.title, self.format(bold=True, font_size=15, font_color=HEAD))
        intro = table.intro
        if table.in_csv:
            intro = (
                *intro,
                _("{n} rows: too many for a sheet. They are in {file}, beside this workbook.").format(
                    n=f"{len(table.rows):,}", file=f"{table.title}.csv"
                ),
            )
        for row, line in enumerate(intro, start=1):
            sheet.write_string(row, 0, self.clean(line), self.format(font_color="#52606D"))
        if table.in_csv:
            sheet.set_column(0, 0, 60)
            return sheet
        head = table.head_row
        head_format = self.format(
            bold=True,
            font_color=PAPER,
            bg_color=HEAD,
            text_wrap=True,
            align="center",
            border=1,
            border_color=LINE,
        )
        last = head + max(len(table.rows), 1)
        lines = 1
        heights: dict[int, int] = {}
        for index, column in enumerate(table.columns):
            sheet.write_string(head, index, column.title, head_format)
            wide = self._write_column(sheet, table, index, column, heights)
            sheet.set_column(index, index, wide)
            lines = max(lines, -(-(display_width(column.title) + 2) // int(wide - 1)))
        sheet.set_row(head, 10 + 15 * min(lines, 3))
        for row, count in heights.items():
            sheet.set_row(row, min(2 + 13.5 * count, 400))
        if not table.rows:
            sheet.write_string(
                head + 1, 0, table.empty or _("none"), self.format(font_color="#7B8794", italic=True)
            )
        else:
            sheet.autofilter(head, 0, last, len(table.columns) - 1)
        sheet.freeze_panes(head + 1, table.frozen_columns)
        sheet.repeat_rows(head)
        if table.rows and table.totals:
            self._write_totals(sheet, table, head + 1, last)
        sheet.print_area(0, 0, last + (1 if table.totals and table.rows else 0), _last_printed(table))
        return sheet

    def _write_column(
        self, sheet: Any, table: Table, index: int, column: Column, heights: dict[int, int]
    ) -> float:
        """Write the cells of one column; gives its width. ``heights``: lines that wrapped rows need."""
        long: list[tuple[int, str]] = []
        clean, kind, plain = self.clean, column.kind, self.cell_format(column.kind)
        write_string, write_number, write_blank = sheet.put_string, sheet.put_number, sheet.put_blank
        textual = self.cell_format("wrap" if kind == "wrap" else "text")
        link_format = self.cell_format("text", link=True)
        widest = 0
        row = table.head_row
        lined = len(table.rows) <= FEW_ROWS
        sampled = row + FEW_ROWS if kind != "wrap" else row + SHEET_ROWS + 1
        for cells in table.rows:
            row += 1
            value = cells[index]
            form = plain
            if isinstance(value, Mark):
                form = self.cell_format(kind, value.look)
                value = value.value
            if value is None or value == "":
                if lined or form is not plain:
                    write_blank(row, index, None, form)
            elif isinstance(value, str):
                text = clean(value)
                write_string(
                    row, index, text, form if form is not plain or kind in ("text", "wrap") else textual
                )
                size = display_width(text) if row < sampled else 0
                if size > widest:
                    widest = size
                if kind == "wrap" and (size > column.least or "\n" in text):
                    long.append((row, text))
            elif isinstance(value, Link):
                text = clean(value.text)
                self.write_link(sheet, row, index, text, value.sheet, value.row, link_format)
                widest = max(widest, display_width(text))
            elif isinstance(value, date | time):
                sheet.write_datetime(row, index, value, form)
            elif isinstance(value, Decimal | int | float):
                write_number(row, index, float(value), form)
            else:
                raise TypeError(f"a cell cannot hold {type(value).__name__}")
        least = max(column.least, _LEAST_WIDTH.get(kind, 0.0))
        # room for the filter's button beside a short header
        title = min(display_width(column.title), 6) + 3.0
        wide = float(min(max(widest + 2.0, least, title), max(column.most, least)))
        for row, text in long:
            lines = sum(max(-(-display_width(line) // int(wide - 2)), 1) for line in text.split("\n"))
            if lines > heights.get(row, 1):
                heights[row] = lines
        return wide

    def write_link(
        self, sheet: Any, row: int, column: int, text: str, target: str, target_row: int, form: Any
    ) -> None:
        """A text that leads to a row of another sheet."""
        name = target.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{name}'!A{target_row + 1}", form, string=text)

    def _write_totals(self, sheet: Any, table: Table, first: int, last: int) -> None:
        """Sums under the table that follow its filter."""
        from xlsxwriter.utility import xl_range

        row = last + 1
        bold = {"bold": True, "top": 1, "top_color": HEAD, "bg_color": SOFT}
        for index in range(len(table.columns)):
            sheet.write_blank(row, index, None, self.format(**bold))
        sheet.write_string(row, 0, _("total"), self.format(**bold))
        for index in table.totals:
            total = sum((_amount(cells[index]) for cells in table.rows), Decimal(0))
            cells = xl_range(first, index, last, index)
            form = self.format(**bold, **_FORMATS[table.columns[index].kind])
            sheet.write_formula(row, index, f"=SUBTOTAL(109,{cells})", form, float(total))

    def bytes(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._buffer.getvalue()


def _last_printed(table: Table) -> int:
    return max(index for index, column in enumerate(table.columns) if column.printed)


def _amount(value: object) -> Decimal:
    if isinstance(value, Mark):
        value = value.value
    return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)


# --- long tables as CSV -----------------------------------------------------------------------------------

_QUOTED = re.compile('[",\r\n]')
_DANGEROUS = ("=", "+", "@", "-", "＝", "＋", "＠", "－", "\t", "\r", "\n")


def _csv_text(text: str) -> str:
    """A text that Excel neither runs nor rounds: ``'`` before a formula, a tab before a long number."""
    text = mask_numbers(text)
    bare = text.lstrip()
    if bare.startswith(_DANGEROUS) and not bare.lstrip("+-").replace(".", "", 1).isdecimal():
        return "'" + text
    if text.isascii() and text.isdigit() and (len(text) > 11 or (text[0] == "0" and len(text) > 1)):
        return "\t" + text
    return text


class _Cleaned(dict[str, str]):
    """Texts as they go into a CSV, each worked out once."""

    def __missing__(self, text: str) -> str:
        found = self[text] = _csv_text(text)
        return found


def csv_bytes(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV that Excel opens rightly: UTF-8 with BOM, CRLF, no formula, no long number cut.

    Cells are str, numbers, dates or None.
    """
    clean = _Cleaned()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(titles)
    writer.writerows([clean[value] if type(value) is str else value for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


class CsvParts:
    """Cells and stretches of lines as ``csv_bytes`` writes them, for lines that are joined by hand."""

    def __init__(self) -> None:
        self._stream = io.StringIO(newline="")
        self._writer = csv.writer(self._stream)
        self._clean = _Cleaned()

    def row(self, values: Sequence[object]) -> str:
        """Several cells."""
        if len(values) == 1 and values[0] in ("", None):
            return ""  # alone it would be quoted, so that the line is not empty
        self._stream.seek(0)
        self._stream.truncate()
        clean = self._clean
        self._writer.writerow([clean[value] if type(value) is str else value for value in values])
        return self._stream.getvalue()[:-2]

    def cell(self, text: str) -> str:
        """One cell that holds a text."""
        text = _csv_text(text)
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def csv_lines(titles: Sequence[str], lines: Iterable[str]) -> bytes:
    """Titles and finished lines as CSV; see ``csv_bytes``."""
    head = CsvParts().row(titles)
    return "".join(f"{line}\r\n" for line in chain((head,), lines)).encode("utf-8-sig", "replace")


def plain_rows(table: Table) -> Iterable[list[object]]:
    """The rows of a table without marks and links, for a CSV."""
    for row in table.rows:
        cells = [value.value if isinstance(value, Mark) else value for value in row]
        yield [value.text if isinstance(value, Link) else value for value in cells]
