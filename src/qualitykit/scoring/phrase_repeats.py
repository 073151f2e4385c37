"""Turns that say the same are looked through once: service talk repeats its own sentences all day.

A turn's hits depend on its words alone, so what was found in one of them stands in all.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualitykit.scoring.arrays import numbering, runs
from qualitykit.scoring.phrase_hits import Hits

__all__ = ["Repeats"]

_WORTH_IT = 0.8  # share of distinct turns below which looking through these alone saves time


class Repeats:
    """The ``distinct`` ones of many texts, and ``which`` of them each text is."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        numbers = numbering()
        self.which: NDArray[np.int32] = np.fromiter(map(numbers.__getitem__, texts), np.int32, len(texts))
        self.distinct: Sequence[str] = list(numbers)
        self.pay = len(self.distinct) < _WORTH_IT * len(texts)

    def hits(self, found: Hits) -> Hits:
        """The hits of all texts, from those of the distinct ones; in the same order of turn and place."""
        which = self.which
        bounds = np.searchsorted(found.turn, np.arange(len(self.distinct) + 1))
        counts = np.diff(bounds)[which]
        rows = runs(bounds[which], counts)
        return Hits(
            self.texts,
            found.phrases,
            np.repeat(np.arange(len(self.texts)), counts),
            found.phrase[rows],
            found.kind[rows],
            found.start[rows],
            found.end[rows],
            found.edits[rows],
            found.reported[rows],
        )
