"""What stands at many places of a text at once: words, numbers, the letters of columns.

Every place is a number of bytes from the beginning; 64 bytes more must follow the last one. Values of another
kind than asked for are 0.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bytes", "Places", "Truths", "columns_at", "numbers_at", "places_of", "word_at"]

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Truths = NDArray[np.bool_]


def places_of(letters: Bytes, word: bytes, last: int) -> Places:
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


def columns_at(letters: Bytes, at: Places) -> tuple[Places, Places]:
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
