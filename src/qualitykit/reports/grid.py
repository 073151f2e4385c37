"""What a sheet that is one table is made of; no workbook is needed for it.

Source: issue "Results workbook".
"""

import re
from collections.abc import Sequence
from typing import Literal

from qualitykit.frozen import dataclass

__all__ = [
    "ACCENT",
    "FEW_ROWS",
    "SHEET_ROWS",
    "Column",
    "Kind",
    "Link",
    "Look",
    "Mark",
    "Table",
    "display_width",
    "sheet_name",
    "unbroken",
]

FEW_ROWS = 2_000  # in longer tables empty cells go without their line: it halves the time to write them
SHEET_ROWS = 20_000  # longer tables are for machines: CSV
ACCENT = "#2F75B5"

Kind = Literal["text", "wrap", "int", "score", "delta", "money", "date", "time", "number"]
Look = Literal["", "bad", "warn", "good", "soft"]


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


_CONTROL = re.compile(r"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]")


def unbroken(text: str) -> str:
    """The text without characters that XML cannot hold: a link's text stands where none is escaped."""
    return _CONTROL.sub("", text)
