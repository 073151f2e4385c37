"""A second look into a workbook: what calamine does not tell.

Error cells, formulas without a saved value and empty cells all read as ``""``; hidden rows and percent
formats do not show at all. A pass over the sheet's own XML tells them apart, without loading the workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Protocol
from xml.parsers import expat

from qualitykit.frozen import dataclass

__all__ = ["Details", "Emptiness", "SheetScan", "column_number", "scan_sheet_xml"]


class Emptiness(StrEnum):
    """Why a cell reads as empty. UNKNOWN: this kind of file does not tell (.xlsb, .ods)."""

    BLANK = "blank"
    ERROR = "error"
    NO_SAVED_VALUE = "no_saved_value"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Details:
    """What the second look found; rows count from 1, columns from 0.

    ``errors`` gives the error word (#N/A, #REF!) of a cell, ``no_value`` the formulas that were never
    calculated, ``percents`` the cells shown with a percent sign. ``known`` False: the file does not tell.
    """

    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    no_value: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    known: bool = False

    def why_empty(self, row: int, column: int) -> Emptiness:
        """Why the cell reads as empty."""
        if not self.known:
            return Emptiness.UNKNOWN
        if (row, column) in self.errors:
            return Emptiness.ERROR
        return Emptiness.NO_SAVED_VALUE if (row, column) in self.no_value else Emptiness.BLANK


@dataclass(slots=True)
class SheetScan:
    """One pass over a sheet's XML: the corners of what has a value, and the details."""

    first_row: int = 0
    first_column: int = 0
    last_row: int = 0
    last_column: int = -1
    cells: int = 0
    text_bytes: int = 0
    farthest: tuple[int, int] = (0, 0)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    no_value: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)

    @property
    def area(self) -> int:
        """Cells of the rectangle around everything that has a value: what reading it would allocate."""
        if not self.cells:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def add(self, row: int, column: int) -> None:
        """A cell that has a value."""
        if not self.cells:
            self.first_row, self.first_column = row, column
        self.cells += 1
        self.first_row, self.first_column = min(self.first_row, row), min(self.first_column, column)
        if row > self.last_row or column > self.last_column:
            self.farthest = (row, column)
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)

    def details(self) -> Details:
        """The details as they are given out."""
        return Details(
            self.errors,
            frozenset(self.no_value),
            frozenset(self.hidden_rows),
            frozenset(self.percents),
            known=True,
        )


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def column_number(letters: str) -> int:
    """The column, counted from 0, of its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def scan_sheet_xml(
    stream: _Stream, percent_styles: frozenset[str] = frozenset(), shared: Sequence[int] = ()
) -> SheetScan:
    """Read a worksheet part (.xlsx, .xlsm) once; ``shared`` are the lengths of the workbook's shared texts.

    Raises ``expat.ExpatError`` when the part is not well-formed.
    """
    scan = SheetScan()
    _SheetHandler(scan, percent_styles, shared).run(stream)
    return scan


class _SheetHandler:
    """State of the pass: a class because expat's callbacks share it."""

    def __init__(self, scan: SheetScan, percent_styles: frozenset[str], shared: Sequence[int]) -> None:
        self.scan = scan
        self.shared = shared
        self.percent_styles = percent_styles
        self.row = 0
        self.column = -1
        self.kind = ""
        self.formula = self.value = False
        self.text: list[str] | None = None

    def run(self, stream: _Stream) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        while chunk := stream.read(1 << 20):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            reference = attributes.get("r", "")
            letters = reference.rstrip("0123456789")
            if letters and letters.isascii() and letters.isalpha() and len(letters) <= 3:
                self.column = column_number(letters.upper())
                # the cell's own address wins over its row's, as it does for calamine
                digits = reference[len(letters) :]
                self.row = int(digits[:9]) if digits else self.row
            else:
                self.column += 1
            self.kind = attributes.get("t", "")
            self.formula = self.value = False
            if self.percent_styles and attributes.get("s") in self.percent_styles:
                self.scan.percents.add((self.row, self.column))
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number[:9]) if number.isdigit() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.scan.hidden_rows.add(self.row)
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t"):
            self.text = []

    def characters(self, text: str) -> None:
        if self.text is not None and len(self.text) < 4:
            self.text.append(text)

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("v", "t"):
            if self.text:
                self.value = True
                if self.kind == "s" and self.shared:
                    self._add_shared("".join(self.text))
                elif self.kind == "e":
                    self.scan.errors[self.row, self.column] = "".join(self.text)[:40]
            self.text = None
        elif tag == "c":
            self._close_cell()

    def _add_shared(self, number: str) -> None:
        index = int(number) if number.isdigit() and len(number) < 10 else -1
        self.scan.text_bytes += self.shared[index] if 0 <= index < len(self.shared) else 0

    def _close_cell(self) -> None:
        if self.value:
            self.scan.add(self.row, self.column)
        elif self.formula and self.kind != "str":
            # a formula whose saved result is the empty text has t="str": it was calculated
            self.scan.no_value.add((self.row, self.column))
