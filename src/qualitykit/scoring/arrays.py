"""Small helps for columns: what numpy has too, without all that its own functions load for it."""

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["changes", "distinct", "is_one_of", "numbered", "numbering", "runs"]

Ints = NDArray[np.int64]


def changes(ordered: NDArray[Any]) -> Ints:
    """Where in an ordered column each new value begins."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """The different values, in order."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def numbered(keys: Ints) -> Ints:
    """The same keys as small numbers from 0, in their order, so that more can be put beside them."""
    return np.searchsorted(distinct(keys), keys)


def numbering() -> defaultdict[Any, int]:
    """Gives every new key the next number, from 0: one walk over the keys numbers them all."""
    numbers: defaultdict[Any, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def runs(firsts: NDArray[Any], lengths: NDArray[Any]) -> Ints:
    """Numbers that count up from each first, one run after the other."""
    before = np.cumsum(lengths) - lengths
    found: Ints = np.arange(int(lengths.sum())) + np.repeat(firsts - before, lengths)
    return found


def is_one_of(numbers: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of the numbers are among ``wanted``, which is in order."""
    if not len(wanted):
        return np.zeros(numbers.shape, np.bool_)
    found: NDArray[np.bool_] = (
        wanted[np.minimum(np.searchsorted(wanted, numbers), len(wanted) - 1)] == numbers
    )
    return found
