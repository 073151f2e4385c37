"""The cells of a large sheet of an .xlsx in columns: which value stands where, each different one kept once.

Programs write cells so regularly that many are told apart at a time, by their bytes. What a value means is
not decided here: numbers, dates, formulas and errors go as they are into a light workbook that holds every
different one once, and the shared texts into another (``light_books``); calamine reads both. A sheet with a
cell that is written in any other way is not cut, and calamine reads it whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualitykit.intake.bytes_at import Bytes, Cells, Places, cells_in, numbers_at, styles_at, word_at
from qualitykit.intake.container import MAX_CELLS
from qualitykit.intake.sheet_size import PREFIXED_CELL, SharedTexts, SheetSize, whole_cells
from qualitykit.scoring.arrays import distinct

__all__ = ["NO_CELLS", "CutCells", "CutSheets", "cut_cells"]

_MOST_ODD = 400_000  # cells that are looked at one by one
_MOST_STYLES = 1 << 20
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_EMPTY = -1
# of a key: from here on a number's style, whether its type is written, and what is no plain number
_STYLE, _TYPED, _ODD = 1 << 32, 1 << 60, 1 << 61


class CutCells(NamedTuple):
    """``values``: for each column and row from 1 the number of what stands there, −1 where nothing does.

    The shared texts have the first numbers, in their order; then come ``own`` cells, each as it is written
    behind its address. ``head`` and ``tail`` are what stands before and behind the cells.
    """

    values: NDArray[np.int32]
    own: Sequence[bytes]
    head: bytes
    tail: bytes
    size: SheetSize


NO_CELLS = CutCells(np.empty((0, 0), np.int32), (), b"", b"", SheetSize(0))
"""Of a sheet that holds nothing."""


class CutSheets(NamedTuple):
    """The sheets that hold anything, by their names; the light workbook that holds their own values."""

    values: Mapping[str, NDArray[np.int32]]
    book: bytes


def cut_cells(stream: IO[bytes], shared: SharedTexts) -> CutCells | None:
    """A sheet's cells; None where one is written in an unusual way. ``shared``: the texts of its workbook."""
    cutter = _Cutter(shared)
    for text in whole_cells(stream):
        if text is None or (text and not cutter.take(text)):
            return None
    return cutter.cells()


class _Cutter:
    """Takes a sheet piece by piece."""

    def __init__(self, shared: SharedTexts) -> None:
        self._lengths = np.asarray(shared.lengths, np.int64)
        self._head = self._tail = b""
        self._begun = False
        self._rows: list[NDArray[np.int32]] = []
        self._columns: list[NDArray[np.int16]] = []
        self._keys: list[Places] = []
        self._odd: dict[bytes, int] = {}
        self._odd_cells = 0
        self._last = 0
        self._text_bytes = 0

    def take(self, text: bytes) -> bool:
        """The next piece, which holds whole cells; False where one of them is unusual."""
        if (b"!" in text and b"<!" in text) or PREFIXED_CELL.search(text):
            return False  # what looks like a cell need not be one, or what is one does not look so
        letters = np.frombuffer(text + bytes(64), np.uint8)
        cells = cells_in(letters, len(text))
        if cells is None:
            return False
        if not self._begun:
            self._head += text[: cells.begin[0]] if cells.begin.size else text
        if not cells.begin.size:
            return not self._begun
        self._begun = True
        self._tail = text[cells.begin[-1] :]
        if cells.row.max() > _LAST_ROW or cells.column.max() > _LAST_COLUMN or not self._follow(cells):
            return False
        keys = self._keys_of(text, letters, cells)
        if keys is None:
            return False
        there = keys != _EMPTY
        self._rows.append(cells.row[there].astype(np.int32))
        self._columns.append(cells.column[there].astype(np.int16))
        self._keys.append(keys[there])
        return True

    def _follow(self, cells: Cells) -> bool:
        """Whether these cells are in order, and behind those before them."""
        order = np.concatenate(([self._last], cells.row * _LAST_COLUMN + cells.column))
        self._last = int(order[-1])
        return bool((order[1:] > order[:-1]).all())

    def _keys_of(self, text: bytes, letters: Bytes, cells: Cells) -> Places | None:
        """What tells values apart: numbers of shared texts, below −1 what else there is; None: a cell that
        nobody understands."""
        styled = styles_at(letters, cells.after)
        if styled is None:
            return None
        style, at = styled
        if int(style.max()) >= _MOST_STYLES:
            return None
        shares, typed, plain = (
            word_at(letters, at, word) for word in (b' t="s"><v>', b' t="n"><v>', b"><v>")
        )
        number, end = numbers_at(letters, np.where(plain, at + 4, at + 10))
        usual = (shares | typed | plain) & (end > at + np.where(plain, 4, 10))
        usual &= word_at(letters, end, b"</v></c>")
        texts = number[shares & usual]
        if texts.size:
            if int(texts.max()) >= self._lengths.size:
                return None
            self._text_bytes += int(self._lengths[texts].sum())
        keys = np.where(shares, number, -2 - (number + style * _STYLE + typed * _TYPED))
        keys[~usual] = _EMPTY
        return keys if self._one_by_one(text, np.flatnonzero(~usual), cells, keys) else None

    def _one_by_one(self, text: bytes, chosen: Places, cells: Cells, keys: Places) -> bool:
        """Cells that are no plain numbers: decimals, formulas, texts of their own. False: not understood."""
        firsts, ends = cells.after[chosen], np.append(cells.begin[1:], len(text))[chosen]
        for index, first, last in zip(chosen.tolist(), firsts.tolist(), ends.tolist(), strict=True):
            end = text.find(b"</c>", first, last)
            if end < 0:
                if text.find(b"/>", first, last) != text.find(b">", first, last) - 1:
                    return False
                continue
            cell = text[first : end + 4]
            if not _is_understood(cell):
                return False
            keys[index] = -2 - _ODD - self._odd.setdefault(cell, len(self._odd))
            self._odd_cells += 1
        return self._odd_cells <= _MOST_ODD

    def cells(self) -> CutCells | None:
        """What was taken; None where it is no sheet as programs write it, or holds nothing."""
        head, begun, _rest = self._head.partition(b"<sheetData>")
        _last, ended, tail = self._tail.rpartition(b"</sheetData>")
        if not self._keys or not begun or not ended:
            return None
        keys, rows = np.concatenate(self._keys), np.concatenate(self._rows)
        columns = np.concatenate(self._columns)
        if not keys.size or int(rows.max()) * int(columns.max()) > MAX_CELLS:
            return None
        low = keys < _EMPTY
        others = distinct(keys[low])
        keys[low] = np.searchsorted(others, keys[low]) + self._lengths.size
        values = np.full((int(columns.max()), int(rows.max())), _EMPTY, np.int32)
        values[columns - 1, rows - 1] = keys
        own = list(self._own(others.tolist()))
        return CutCells(values, own, head, tail, SheetSize(values.size, self._text_bytes))

    def _own(self, keys: Sequence[int]) -> Iterator[bytes]:
        """The cells that these keys stand for."""
        odd = list(self._odd)
        for key in keys:
            key = -2 - key
            if key >= _ODD:
                yield odd[key - _ODD]
                continue
            typed, key = divmod(key, _TYPED)
            style, number = divmod(key, _STYLE)
            yield b"%b%b><v>%d</v></c>" % (
                b' s="%d"' % style if style else b"",
                b' t="n"' if typed else b"",
                number,
            )


def _is_understood(cell: bytes) -> bool:
    """Whether calamine reads a cell the same in another workbook, and finds something in it."""
    shares = b'"s"' in cell or b"'s'" in cell or b"&" in cell.partition(b">")[0]
    return not shares and (b"<v></v>" not in cell) and (b"<v>" in cell or b"<is>" in cell)
