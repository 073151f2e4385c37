"""Workbooks with every different value once, made of a large one: what calamine reads instead of it.

One holds all shared texts, and is read while the sheets are still cut (``cut_cells``); the other holds the
values that the cut sheets have of their own, with the styles, dates and merged ranges of the workbook. From
both the rows are put together as calamine gives them.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from qualitykit.intake.cells import Raw

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualitykit.intake.cut_cells import CutCells, CutSheets

__all__ = ["SHARED_PART", "PutTogether", "PutTogetherSheet", "own_values", "shared_texts_book", "texts_of"]

SHARED_PART = "xl/sharedStrings.xml"
_SHEET = "xl/worksheets/sheet1.xml"
_IN_A_ROW = 64
_AT_ONCE = 500  # rows; most that ask want the first ones only
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SKELETON = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}


# --- the shared texts ----------------------------------------------------------------------------------


def shared_texts_book(data: bytes, numbers: Sequence[int]) -> BytesIO:
    """A workbook whose one sheet shows these of the shared texts of the workbook ``data``, row by row."""
    made = BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        # the part stays where it is, packed; the others are no longer listed
        archive.filelist[:] = [archive.NameToInfo[SHARED_PART]]
        archive.NameToInfo.clear()
        for name, content in _SKELETON.items():
            archive.writestr(name, content)
        archive.writestr(_SHEET, b"".join(_sheet_of_texts(numbers)))
    made.seek(0)
    return made


def _sheet_of_texts(numbers: Sequence[int]) -> Iterator[bytes]:
    yield b'<worksheet xmlns="%b"><sheetData>' % _MAIN.encode()
    for first in range(0, len(numbers), _IN_A_ROW):
        cells = map(b'<c t="s"><v>%d</v></c>'.__mod__, numbers[first : first + _IN_A_ROW])
        yield b"<row>%b</row>" % b"".join(cells)
    yield b"</sheetData></worksheet>"


def texts_of(book: Any, count: int) -> list[Raw] | None:
    """The shared texts, read by calamine from their workbook; None where they are not what was asked for."""
    rows = book.get_sheet_by_index(0).iter_rows()
    texts = list(chain.from_iterable(rows))[:count]
    return texts if len(texts) == count and all(isinstance(text, str) for text in texts) else None


# --- the values that sheets have of their own ----------------------------------------------------------


def own_values(kept: Mapping[str, bytes], sheets: Mapping[str, "CutCells"]) -> bytes:
    """A workbook whose sheets (by their parts) hold their own values one a row; ``kept`` are the parts of the
    large one that say what the cells mean."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as light:
        for name, content in kept.items():
            light.writestr(name, content)
        for name, cut in sheets.items():
            rows = (b"<row><c%b</row>" % cell for cell in cut.own)
            light.writestr(name, b"".join((cut.head, b"<sheetData>", *rows, b"</sheetData>", cut.tail)))
    return made.getvalue()


class PutTogether:
    """Stands for calamine's workbook: its sheets are put together from the two light ones.

    Raises what calamine raises, and ValueError where a sheet has other values than were cut.
    """

    def __init__(self, texts: Sequence[Raw], cut: "CutSheets", book: Any) -> None:
        self._book, self.sheets_metadata = book, book.sheets_metadata
        self._sheets = {
            name: PutTogetherSheet(texts, values, book.get_sheet_by_name(name))
            for name, values in cut.values.items()
        }

    def get_sheet_by_name(self, name: str) -> "PutTogetherSheet | Any":
        """The sheet as calamine would give it."""
        return self._sheets.get(name) or self._book.get_sheet_by_name(name)


class PutTogetherSheet:
    """Stands for calamine's sheet, whose rows begin with the first column and row of the sheet."""

    def __init__(self, texts: Sequence[Raw], values: "NDArray[np.int32]", light: Any) -> None:
        import numpy as np

        own = [value for row in light.iter_rows() for value in row]
        if values.max() >= len(texts) + len(own):
            raise ValueError("a value is missing")
        self._known = np.empty(len(texts) + len(own) + 1, object)
        self._known[: len(texts)], self._known[len(texts) : -1] = texts, own
        self._known[-1] = ""  # what has the number −1
        self._values = values
        self.width, self.height = values.shape
        self.start, self.end = (0, 0), (self.height - 1, self.width - 1)
        self.merged_cell_ranges = light.merged_cell_ranges

    def column(self, column: int, rows: slice | Sequence[int]) -> list[Raw]:
        """What stands in some rows of a column; both count from 0."""
        found: list[Raw] = self._known[self._values[column, rows]].tolist()
        return found

    def iter_rows(self) -> Iterator[list[Raw]]:
        """The rows, in lists that nobody else holds."""
        for first in range(0, self.height, _AT_ONCE):
            rows = slice(first, first + _AT_ONCE)
            yield from map(list, zip(*(self.column(one, rows) for one in range(self.width)), strict=True))
