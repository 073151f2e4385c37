"""The cells of one column: each value is worked out once, however often it stands there."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qualitykit.reports.grid import FEW_ROWS, Column, Link, Mark, display_width, unbroken

if TYPE_CHECKING:
    from qualitykit.reports.book import Book
    from qualitykit.reports.quicksheet import PlainSheet

__all__ = ["CellMaker"]

_LEAST_WIDTH = {
    "date": 11.5,
    "time": 7.5,
    "score": 9.0,
    "delta": 9.0,
    "int": 7.0,
    "money": 14.0,
    "number": 9.0,
}


class CellMaker(dict[object, Any]):
    """Value → the cell as the sheet takes it; ``texts``: what those that show a text show.

    ``lined``: empty cells get their line too.
    """

    def __init__(self, book: "Book", sheet: "PlainSheet", kind: str, *, lined: bool) -> None:
        super().__init__()
        self._book, self._sheet, self._kind, self._lined = book, sheet, kind, lined
        self._plain = book.cell_format(kind)
        # a text among figures looks like a text
        self._textual = book.cell_format("wrap" if kind == "wrap" else "text")
        self.link_format = book.cell_format("text", link=True)
        self.texts: dict[object, str] = {}

    def __missing__(self, value: object) -> Any:
        if type(value) is str and value:  # most are
            text = self.texts[value] = self._book.clean(value)
            cell = self._sheet.text_cell(text, self._textual)
        else:
            cell = self._made(value)
        self[value] = cell
        return cell

    def _made(self, of: object) -> Any:
        form, value = self._plain, of
        if isinstance(of, Mark):
            form, value = self._book.cell_format(self._kind, of.look), of.value
        sheet = self._sheet
        if value is None or value == "":
            return sheet.blank_cell(form) if self._lined or form is not self._plain else ""
        if isinstance(value, str):
            text = self.texts[of] = self._book.clean(value)
            return sheet.text_cell(text, form if form is not self._plain else self._textual)
        if isinstance(value, Link):
            text = self.texts[of] = unbroken(self._book.clean(value.text))
            return sheet.text_cell(text, self.link_format)
        if isinstance(value, date | time):
            return sheet.number_cell(_serial(value), form)
        if isinstance(value, Decimal | int | float):
            return sheet.number_cell(float(value), form)
        raise TypeError(f"a cell cannot hold {type(value).__name__}")

    def width(self, column: Column, values: Sequence[object]) -> float:
        """Width in characters that shows the column's texts; the first 2,000 rows tell, or all that wrap."""
        texts = self.texts
        if len(values) > FEW_ROWS and self._kind != "wrap":
            seen = set(values[:FEW_ROWS])
            texts = {of: text for of, text in texts.items() if of in seen or isinstance(of, Link)}
        widest = max(map(display_width, texts.values()), default=0)
        least = max(column.least, _LEAST_WIDTH.get(self._kind, 0.0))
        # room for the filter's button beside a short header
        title = min(display_width(column.title), 6) + 3.0
        return float(min(max(widest + 2.0, least, title), max(column.most, least)))

    def add_heights(
        self, heights: dict[int, int], column: Column, wide: float, values: Sequence[object]
    ) -> None:
        """Raise ``heights`` (lines of the rows that need several) by what wraps in this column."""
        if self._kind != "wrap":
            return
        tall = {
            of: lines
            for of, text in self.texts.items()
            if ("\n" in text or display_width(text) > column.least)
            and (lines := _lines(text, int(wide - 2))) > 1
        }
        if tall:
            for row, value in enumerate(values):
                lines = tall.get(value, 1)
                if lines > heights.get(row, 1):
                    heights[row] = lines

    def links(self, values: Sequence[object]) -> Iterator[tuple[int, Link]]:
        """The rows that hold a link."""
        if any(isinstance(of, Link) for of in self.texts):
            for row, value in enumerate(values):
                if isinstance(value, Link):
                    yield row, value


def _lines(text: str, wide: int) -> int:
    return sum(max(-(-display_width(line) // wide), 1) for line in text.split("\n"))


def _serial(value: date | time) -> float:
    """A day or a time as Excel counts: days since 1899-12-31, and one more after its 29 February 1900."""
    if isinstance(value, time):
        seconds: float = (value.hour * 60 + value.minute) * 60 + value.second
        return (seconds + value.microsecond / 1_000_000) / 86_400
    days = value.toordinal() - date(1899, 12, 31).toordinal()
    part = _serial(value.time()) if isinstance(value, datetime) else 0.0
    return days + (days > 59) + part
