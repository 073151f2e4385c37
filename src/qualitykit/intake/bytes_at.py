"""What stands at many places of a text at once: words, numbers, the letters of columns, cells of a sheet.

Every place is a number of bytes from the beginning; 64 bytes more must follow the last one. Values of another
kind than asked for are 0.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bytes", "Cells", "Places", "cells_in", "numbers_at", "styles_at", "word_at"]

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Truths = NDArray[np.bool_]


def _places_of(letters: Bytes, word: bytes, last: int) -> Places:
    """Where a word begins, looked for from 0 to before ``last``."""
    last = max(last, 0)
    here = letters[:last] == word[0]
    for offset, letter in enumerate(word[1:], 1):
        here &= letters[offset : offset + last] == letter
    return np.flatnonzero(here)


def word_at(letters: Bytes, at: Places, word: bytes) -> Truths:
    """Where a word stands at each of these places."""
    found: Truths = letters[at] == word[0]
    for offset, letter in enumerate(word[1:], 1):
        found &= letters[at + offset] == letter
    return found


def _columns_at(letters: Bytes, at: Places) -> tuple[Places, Places]:
    """The column (from 1) that at most 3 letters at each place name, and where they end; 0: none."""
    column = np.zeros(at.size, np.int64)
    for _letter in range(3):
        value = letters[at] - 64  # wraps around below 0
        more = (value >= 1) & (value <= 26)
        if not more.any():
            break
        column = np.where(more, column * 26 + value, column)
        at = at + more
    return column, at


def numbers_at(letters: Bytes, at: Places) -> tuple[Places, Places]:
    """The number of at most 9 digits at each place, and where it ends; 0 where there is none."""
    number = np.zeros(at.size, np.int64)
    for _digit in range(9):
        value = letters[at] - 48  # wraps around below 0
        more = value < 10
        if not more.any():
            break
        number = np.where(more, number * 10 + value, number)
        at = at + more
    return number, at


class Cells(NamedTuple):
    """The cells of a sheet: where each begins, its column and row (from 1), and where its address ends."""

    begin: Places
    column: Places
    row: Places
    after: Places


def cells_in(letters: Bytes, size: int) -> Cells | None:
    """The cells in the first ``size`` bytes; None where one of them does not begin with its address."""
    begin = _places_of(letters, b"<c", size)
    begin = begin[letters[begin + 2] < ord("a")]  # <cols> is none
    if not word_at(letters, begin + 2, b' r="').all():
        return None
    column, at = _columns_at(letters, begin + 6)
    row, at = numbers_at(letters, at)
    if not (column.all() and row.all() and word_at(letters, at, b'"').all()):
        return None
    return Cells(begin, column, row, at + 1)


def styles_at(letters: Bytes, after: Places) -> tuple[Places, Places] | None:
    """The style of each cell whose address ends there (0: none), and where what follows it begins; None where
    a style is no number."""
    at = after.copy()
    style = np.zeros(at.size, np.int64)
    styled = np.flatnonzero(word_at(letters, at, b' s="'))
    style[styled], end = numbers_at(letters, at[styled] + 4)
    if not word_at(letters, end, b'"').all():
        return None
    at[styled] = end + 1
    return style, at
