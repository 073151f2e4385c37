"""Windows of phrases in columns: which of them are hits where several overlap.

The rule is that of ``phrases``: kind, edits, length, start; what overlaps a chosen window of its phrase is
struck.
"""

import numpy as np
from numpy.typing import NDArray

from qualitykit.frozen import dataclass

__all__ = ["Covered", "Windows", "chosen_windows"]

_FAR = np.int64(1) << 32  # more than any place in a buffer

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows: the phrase's index, the place in the chunk's normalised buffer, edits and kind."""

    phrase: Ints
    start: Ints
    end: Ints
    edits: Ints
    kind: Ints

    @classmethod
    def of(cls, phrase: object, start: Ints, end: Ints, edits: object, kind: int) -> "Windows":
        """Windows of one kind; ``edits`` one number or a column."""
        count = len(start)
        return cls(
            np.asarray(phrase, dtype=np.int64),
            np.asarray(start, dtype=np.int64),
            np.asarray(end, dtype=np.int64),
            np.broadcast_to(np.asarray(edits, dtype=np.int64), count),
            np.full(count, kind, dtype=np.int64),
        )

    def __getitem__(self, keep: NDArray[np.bool_] | Ints) -> "Windows":
        return Windows(self.phrase[keep], self.start[keep], self.end[keep], self.edits[keep], self.kind[keep])

    def joined(self, other: "Windows") -> "Windows":
        """These and the others."""
        return Windows(
            np.concatenate((self.phrase, other.phrase)),
            np.concatenate((self.start, other.start)),
            np.concatenate((self.end, other.end)),
            np.concatenate((self.edits, other.edits)),
            np.concatenate((self.kind, other.kind)),
        )

    def __len__(self) -> int:
        return len(self.phrase)


@dataclass(frozen=True, slots=True)
class Covered:
    """Text that hits of a phrase hold already; the hits of one phrase do not overlap."""

    keys: Ints  # phrase and start in one number, sorted
    ends: Ints

    @classmethod
    def of(cls, windows: Windows) -> "Covered":
        """What these hits hold."""
        keys = windows.phrase * _FAR + windows.start
        order = np.argsort(keys)
        return cls(keys[order], (windows.phrase * _FAR + windows.end)[order])

    def overlap(self, phrase: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
        """Whether a slice overlaps a hit of its phrase."""
        if not len(self.keys):
            return np.zeros(len(phrase), dtype=np.bool_)
        # The last hit that begins before the slice ends; of another phrase, its end is far before.
        last = np.searchsorted(self.keys, phrase * _FAR + end) - 1
        found: NDArray[np.bool_] = (last >= 0) & (self.ends[last] > phrase * _FAR + start)
        return found


def chosen_windows(windows: Windows) -> Windows:
    """The hits among windows that may overlap: kind, edits, length, start; then what overlaps is struck."""
    if len(windows) < 2:
        return windows
    by_place = np.argsort(windows.phrase * _FAR + windows.start, kind="stable")
    windows = windows[by_place]
    starts = windows.phrase * _FAR + windows.start
    reach = np.maximum.accumulate(windows.phrase * _FAR + windows.end)
    alone = np.ones(len(windows), dtype=np.bool_)
    alone[1:] = starts[1:] >= reach[:-1]
    cluster = np.cumsum(alone)
    single = np.bincount(cluster)[cluster] == 1
    chosen = windows[single]
    rest, cluster = windows[~single], cluster[~single]
    order = np.lexsort((rest.start, rest.end - rest.start, rest.edits, rest.kind, cluster))
    rest, cluster = rest[order], cluster[order]
    while len(rest):
        is_first = np.ones(len(rest), dtype=np.bool_)
        is_first[1:] = cluster[1:] != cluster[:-1]
        best = rest[is_first]
        chosen = chosen.joined(best)
        group = np.cumsum(is_first) - 1
        clear = (rest.end <= best.start[group]) | (rest.start >= best.end[group])
        rest, cluster = rest[clear], cluster[clear]
    return chosen
