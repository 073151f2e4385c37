"""Sheets that take a table a column at a time: a month's sheets hold hundreds of thousands of cells.

Most values stand in many cells of their column (an answer, a name, a day). What a cell looks like in the
file, all but its address, is worked out once for each value; then the addresses are put in.
``PlainSheet`` does the same through XlsxWriter's public calls, a cell at a time: the reference for the tests,
and what is used should XlsxWriter change inside.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

__all__ = ["PlainSheet", "QuickSheet", "sheet_class"]

_MOST_LINKS = 65_530  # that Excel takes on a sheet
_USUAL_PIXELS = 20  # height of a row that says nothing about it
_INSIDE = ("_write_rows", "_write_hyperlinks", "_write_sheet_data", "_check_dimensions", "_escape_attributes")


class PlainSheet(Worksheet):  # type: ignore[misc]
    """Cells are put one by one. Rows and columns count from 0."""

    def text_cell(self, text: str, form: Any) -> Any:
        """A text, never a formula and never a link."""
        return self.write_string, (text, form)

    def number_cell(self, number: float, form: Any) -> Any:
        """A number; days and times are numbers too."""
        return self.write_number, (number, form)

    def blank_cell(self, form: Any) -> Any:
        """An empty cell with a format."""
        return self.write_blank, (None, form)

    def put_columns(self, first: int, columns: Sequence[Sequence[Any]]) -> None:
        """A table from row ``first`` on: its columns from column 0, each a list of the cells made above.

        Empty texts: no cell there. Once a sheet; nothing else may be written into these rows.
        """
        for column, cells in enumerate(columns):
            for row, cell in enumerate(cells, start=first):
                if cell:
                    write, content = cell
                    write(row, column, *content)

    def put_heights(self, heights: Mapping[int, float]) -> None:
        """Heights, in points, of rows of the table."""
        for row, height in heights.items():
            self.set_row(row, height)

    def put_link(self, row: int, column: int, place: str, text: str, form: Any) -> None:
        """Make the text that stands in this cell lead to a ``place`` of the workbook: ``'sheet'!A1``."""
        self.write_url(row, column, f"internal:{place}", form, string=text)


class QuickSheet(PlainSheet):
    """The same cells; a table's rows are put together as text."""

    dim_rowmin: int
    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        self._rows: list[str] = []
        self._tall: dict[int, float] = {}
        self._links: list[str] = []
        self._styles: dict[Any, str] = {}
        self.complete = True  # False: rows wait to be written into the file

    def text_cell(self, text: str, form: Any) -> str:
        """What stands after the cell's address."""
        style = self._styles.get(form) or self._style(form)
        return f'{style} t="s"><v>{self.str_table._get_shared_string_index(text)}</v></c>'

    def number_cell(self, number: float, form: Any) -> str:
        """What stands after the cell's address."""
        return f"{self._styles.get(form) or self._style(form)}><v>{number:.16G}</v></c>"

    def blank_cell(self, form: Any) -> str:
        """What stands after the cell's address."""
        return f"{self._styles.get(form) or self._style(form)}/>"

    def _style(self, form: Any) -> str:
        style = self._styles[form] = f'" s="{form._get_xf_index()}"'
        return style

    def put_columns(self, first: int, columns: Sequence[Sequence[str]]) -> None:
        """The rows' inside as text; they are written with the rest of the sheet."""
        if not columns or not columns[0]:
            return
        count = len(columns[0])
        numbers = [str(row + 1) for row in range(first, first + count)]
        made = []
        for index, cells in enumerate(columns):
            opened = f'<c r="{xl_col_to_name(index)}'
            made.append(
                [opened + number + cell if cell else "" for number, cell in zip(numbers, cells, strict=True)]
            )
        self._first, self._rows, self.complete = first, list(map("".join, zip(*made, strict=True))), False
        self._check_dimensions(first, 0)
        self._check_dimensions(first + count - 1, len(columns) - 1)

    def put_heights(self, heights: Mapping[int, float]) -> None:
        """Kept until the rows are written."""
        self._tall.update(heights)

    def put_link(self, row: int, column: int, place: str, text: str, form: Any) -> None:
        """Kept until the sheet is written. All links of the sheet have to be put in this way."""
        if len(self._links) < _MOST_LINKS:
            escaped = self._escape_attributes
            self._links.append(
                f'<hyperlink ref="{xl_rowcol_to_cell(row, column)}" location="{escaped(place)}" '
                f'display="{escaped(text)}"/>'
            )

    def _write_rows(self) -> None:
        """The rows above the table, the table, and those below."""
        if not self._rows:
            super()._write_rows()
            return
        top, bottom = self.dim_rowmin, self.dim_rowmax
        after = self._first + len(self._rows)
        if any(self._first <= row < after for row, cells in self.table.items() if cells):
            raise RuntimeError("a cell was written over the table")
        self._write_some_rows(top, self._first - 1)
        self._write_table()
        self._write_some_rows(after, bottom)
        self.dim_rowmin, self.dim_rowmax = top, bottom

    def _write_some_rows(self, first: int, last: int) -> None:
        if first <= last:
            self.dim_rowmin, self.dim_rowmax = first, last
            super()._write_rows()

    def _write_table(self) -> None:
        self.complete = True
        tall = self._tall
        lines = []
        for row, cells in enumerate(self._rows, start=self._first):
            pixels = int(tall[row] * 4 / 3 + 0.5) if row in tall else _USUAL_PIXELS
            if pixels != _USUAL_PIXELS:
                lines.append(f'<row r="{row + 1}" ht="{pixels * 0.75:.16g}" customHeight="1">{cells}</row>')
            elif cells:
                lines.append(f'<row r="{row + 1}">{cells}</row>')
        self.fh.write("".join(lines))

    def _write_hyperlinks(self) -> None:
        super()._write_hyperlinks()
        if self._links:
            if self.hyperlinks:
                raise RuntimeError("links of one sheet were written in two ways")
            self.fh.write(f"<hyperlinks>{''.join(self._links)}</hyperlinks>")


def sheet_class() -> type[PlainSheet]:
    """The quick sheet where XlsxWriter is as this module knows it, else the plain one."""
    return QuickSheet if all(hasattr(Worksheet, name) for name in _INSIDE) else PlainSheet
