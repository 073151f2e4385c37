"""Tables into a workbook: one look for all sheets, users' text always as text, long tables beside it as CSV.

Source: issue "Results workbook"; semantics.md §12 for masking.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from qualitykit.i18n import _
from qualitykit.reports.cells import CellMaker
from qualitykit.reports.grid import (
    ACCENT,
    FEW_ROWS,
    Column,
    Kind,
    Link,
    Look,
    Mark,
    Table,
    display_width,
    sheet_name,
    unbroken,
)
from qualitykit.reports.masking import mask_numbers
from qualitykit.reports.pages import first_page, pages_across
from qualitykit.sheets.meta import META_SHEET, Meta, rows_of_meta

__all__ = [
    "ACCENT",
    "Book",
    "Column",
    "Kind",
    "Link",
    "Look",
    "Mark",
    "Table",
    "display_width",
    "mark_draft",
    "print_wide",
    "sheet_name",
]

LONGEST_CELL = 32_767  # characters that a cell holds
FONT = "微软雅黑"
INK, PAPER, LINE = "#1F2933", "#FFFFFF", "#D9DFE5"
HEAD, SOFT = "#1F4E79", "#EAF1F8"
BAD, WARN, GOOD = "#C00000", "#B45F06", "#2E7D32"
BAD_FILL, WARN_FILL, GOOD_FILL = "#FDE7E7", "#FFF3D6", "#E6F4EA"

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


class Book:
    """A workbook being written into memory, so that its bytes can be put in place whole."""

    def __init__(self, *, created: date, title: str, subject: str = "") -> None:
        # the terminal's texts share this module's tables and need no workbook
        from qualitykit.reports.quickbook import QuickBook

        self.book = QuickBook(created=created, title=title, subject=subject)
        self.book.formats[0].set_font_name(FONT)
        self.book.formats[0].set_font_size(10)
        self._formats: dict[str, Any] = {}
        self._cell_formats: dict[tuple[str, str, bool], Any] = {}
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
        found = self._cell_formats.get((kind, look, link))
        if found is None:
            extra: dict[str, object] = {"font_color": ACCENT, "underline": 1} if link else {}
            found = self.format(bottom=1, bottom_color=LINE, **{**_FORMATS[kind], **_LOOKS[look], **extra})
            self._cell_formats[kind, look, link] = found
        return found

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
        sheet = self.book.add_quick_sheet(name)
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
        if table.in_csv:
            self._write_intro(sheet, intro, ())
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
        made: list[list[Any]] = []
        widths: list[float] = []
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        for index, (column, values) in enumerate(zip(table.columns, columns, strict=True)):
            sheet.write_string(head, index, column.title, head_format)
            cells = CellMaker(self, sheet, column.kind, lined=len(values) <= FEW_ROWS)
            made.append([cells[value] for value in values])
            wide = cells.width(column, values)
            cells.add_heights(heights, column, wide, values)
            for row, link in cells.links(values):
                place = link_place(link.sheet, link.row)
                sheet.put_link(head + 1 + row, index, place, cells.texts[link], cells.link_format)
            sheet.set_column(index, index, wide)
            widths.append(wide)
            lines = max(lines, -(-(display_width(column.title) + 2) // int(wide - 1)))
        sheet.set_row(head, 10 + 15 * min(lines, 3))
        sheet.put_columns(head + 1, made)
        sheet.put_heights({head + 1 + row: min(2 + 13.5 * count, 400) for row, count in heights.items()})
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
        printed = _last_printed(table)
        sheet.print_area(0, 0, last + (1 if table.totals and table.rows else 0), printed)
        print_wide(sheet, widths[: printed + 1], kept=table.frozen_columns)
        self._write_intro(sheet, intro, first_page(widths[: printed + 1], kept=table.frozen_columns))
        return sheet

    def _write_intro(self, sheet: Any, intro: Sequence[str], page: Sequence[float]) -> None:
        """The lines above a table. ``page``: widths of the columns that they have to themselves where the
        table goes on on other pages, each of which shows the first columns again and would cut them."""
        grey = self.format(font_color="#52606D")
        before, width = (0, 0.0) if not page else (int(page[0]), sum(page[1:]))
        for row, line in enumerate(intro, start=1):
            text = self.clean(line)
            if len(page) > 2:
                form = self.format(font_color="#52606D", text_wrap=True)
                sheet.merge_range(row, before, row, before + len(page) - 2, "", form)
                sheet.write_string(row, before, text, form)
                sheet.set_row(row, 2 + 13.5 * max(1, -(-display_width(text) // int(width - 1))))
            else:
                sheet.write_string(row, before, text, grey)

    def write_link(
        self, sheet: Any, row: int, column: int, text: str, target: str, target_row: int, form: Any
    ) -> None:
        """A text that leads to a row of another sheet."""
        text = unbroken(text)
        sheet.write_string(row, column, text, form)
        sheet.put_link(row, column, link_place(target, target_row), text, form)

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
        return self.book.bytes()


def mark_draft(sheet: Any) -> None:
    """Say 草稿 in red above every printed page, with room for it."""
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.set_header(f"&C&16&K{BAD[1:]}" + _("DRAFT"), {"margin": 0.3})


def print_wide(sheet: Any, widths: Sequence[float], *, kept: int) -> None:
    """Print a table that is too wide for a page on several beside each other, its first columns on each."""
    pages, again = pages_across(widths, kept=kept)
    if pages > 1:
        sheet.fit_to_pages(pages, 0)
        sheet.print_across()
    if again:
        sheet.repeat_columns(0, again - 1)


def link_place(sheet: str, row: int) -> str:
    """What a link to a row of a sheet is called; rows count from 0."""
    name = sheet.replace("'", "''")
    return f"'{name}'!A{row + 1}"


def _last_printed(table: Table) -> int:
    return max(index for index, column in enumerate(table.columns) if column.printed)


def _amount(value: object) -> Decimal:
    if isinstance(value, Mark):
        value = value.value
    return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)
