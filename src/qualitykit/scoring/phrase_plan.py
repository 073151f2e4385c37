"""What the batch matcher prepares of its phrases: small alphabets, and the pieces by which a place is found.

A phrase that may differ in k places is cut into k + 1 pieces; at least one of them stands unchanged in every
window (an edit spoils one piece at most). A piece is found by its rarest pair of neighbouring characters, its
*anchor*; the cuts are those whose anchors are rarest together. How rare a pair is decides the speed only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from qualitykit.scoring.normalise import is_protected, syllable
from qualitykit.scoring.normalise_batch import CharTable
from qualitykit.scoring.phrase_hits import CompiledPhrase

__all__ = ["Anchors", "BatchPlan", "Space"]

PAD = 4  # cells beside the phrases in ``Space.codes``, so that a gather never leaves them


@dataclass(frozen=True)
class Space:
    """Texts to look for, as characters or as syllables.

    ``table`` gives every character of a turn twice the number of its symbol in the phrases (0: in none),
    plus 1 where the character is protected. A text is a row of ``codes`` (symbol numbers), ``fixed`` and
    ``length``, with at most ``edits`` edits. Rows below ``phrases`` belong to phrase ``owner[row]``; the
    others are excepts.
    """

    table: CharTable
    symbols: int
    codes: NDArray[np.int32]
    fixed: NDArray[np.bool_]
    length: NDArray[np.int32]
    edits: NDArray[np.int32]
    owner: NDArray[np.int32]
    phrases: int
    rows: tuple[tuple[int, ...], ...]
    except_row: dict[str, int]

    @cached_property
    def anchors(self) -> "Anchors":
        """Anchors without knowledge of the turns: pairs that few phrases share are taken as rare."""
        counts = np.ones(self.symbols * self.symbols, dtype=np.int64)
        for row in self.rows:
            for first, second in pairwise(row):
                counts[first * self.symbols + second] += 1
        return Anchors.of(self, counts)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The pieces of all texts of a space, sorted by the pair that is looked for.

    ``wanted``: which pairs are anchors; ``slot``: for these the number of their group; group g is the
    pieces ``bounds[g]`` to ``bounds[g + 1]``. A piece: its text's ``row``, its ``start`` and ``length`` in
    it, ``offset`` of the anchor.
    """

    wanted: NDArray[np.bool_]
    slot: NDArray[np.int32]
    bounds: NDArray[np.int64]
    row: NDArray[np.int32]
    start: NDArray[np.int32]
    length: NDArray[np.int32]
    offset: NDArray[np.int32]

    @classmethod
    def of(cls, space: Space, counts: NDArray[np.int64]) -> "Anchors":
        """The best anchors where ``counts`` says how often each pair occurs."""
        size = space.symbols
        by_first = counts.reshape(size, size).sum(axis=1)
        found: list[tuple[int, int, int, int, int]] = []  # pair (or ~symbol), row, start, length, offset
        for number, row in enumerate(space.rows):
            pairs = [int(counts[first * size + second]) for first, second in pairwise(row)]
            singles = [int(by_first[symbol]) for symbol in row]
            for start, end in _cut(pairs, singles, int(space.edits[number])):
                offset = min(range(start, end - 1), key=pairs.__getitem__, default=start)
                pair = row[offset] * size + row[offset + 1] if end - start > 1 else ~row[start]
                found.append((pair, number, start, end - start, offset - start))
        # A piece of one character is found by every pair that begins with it.
        spread = [
            (pair, *rest)
            for first, *rest in found
            for pair in ((first,) if first >= 0 else range(~first * size, (~first + 1) * size))
        ]
        columns = np.array(sorted(spread), dtype=np.int64).reshape(-1, 5)
        pairs_found, group_starts = np.unique(columns[:, 0], return_index=True)
        slot = np.zeros(size * size, dtype=np.int32)
        slot[pairs_found] = np.arange(len(pairs_found))
        wanted = np.zeros(size * size, dtype=np.bool_)
        wanted[pairs_found] = True
        bounds = np.append(group_starts, len(columns)).astype(np.int64)
        rest_columns = columns[:, 1:].astype(np.int32)
        return cls(wanted, slot, bounds, *(np.ascontiguousarray(rest_columns[:, i]) for i in range(4)))


def _cut(pairs: Sequence[int], singles: Sequence[int], edits: int) -> list[tuple[int, int]]:
    length = len(singles)
    cost = {
        (start, end): min(pairs[start : end - 1], default=singles[start])
        for start in range(length)
        for end in range(start + 1, length + 1)
    }
    cuts = min(
        combinations(range(1, length), edits),
        key=lambda cuts: sum(cost[piece] for piece in zip((0, *cuts), (*cuts, length), strict=True)),
    )
    return list(zip((0, *cuts), (*cuts, length), strict=True))


@dataclass(frozen=True)
class BatchPlan:
    """The phrases of a matcher, prepared for many turns."""

    phrases: tuple[CompiledPhrase, ...]
    chars: Space
    sounds: Space

    @classmethod
    def of(cls, phrases: tuple[CompiledPhrase, ...]) -> "BatchPlan":
        """Prepare phrases."""
        excepts = tuple(dict.fromkeys(text for phrase in phrases for text in phrase.excepts))
        chars = _space(
            [
                (phrase.index, phrase.normal, phrase.edits if phrase.fuzzy else 0)
                for phrase in phrases
                if phrase.normal
            ],
            excepts,
            by_sound=False,
        )
        sounds = _space(
            [(one.index, one.normal, one.edits) for one in phrases if one.sound],
            tuple(dict.fromkeys(text for phrase in phrases for text in phrase.heard_excepts)),
            by_sound=True,
        )
        return cls(phrases, chars, sounds)


@dataclass(frozen=True, slots=True)
class _SymbolOf:
    """Twice the number of a character's symbol, 0 for one in no phrase, plus 1 for a protected one."""

    numbers: dict[str, int]
    by_sound: bool

    def __call__(self, char: str) -> int:
        symbol = self.numbers.get(syllable(char) if self.by_sound else char, 0)
        return 2 * symbol + is_protected(char)


def _space(owned: list[tuple[int, str, int]], excepts: Sequence[str], *, by_sound: bool) -> Space:
    texts = [(text, edits) for _owner, text, edits in owned] + [(text, 0) for text in excepts]
    numbers: dict[str, int] = {}
    rows: list[tuple[int, ...]] = []
    for text, _edits in texts:
        parts = map(syllable, text) if by_sound else text
        rows.append(tuple(numbers.setdefault(part, len(numbers) + 1) for part in parts))

    width = max(map(len, rows), default=0) + 2 * PAD
    codes = np.zeros((len(rows), width), dtype=np.int32)
    fixed = np.ones((len(rows), width), dtype=np.bool_)
    for at, (row, (text, _edits)) in enumerate(zip(rows, texts, strict=True)):
        codes[at, : len(row)] = row
        fixed[at, : len(row)] = [is_protected(char) for char in text]
    return Space(
        table=CharTable(_SymbolOf(numbers, by_sound)),
        symbols=len(numbers) + 1,
        codes=codes,
        fixed=fixed,
        length=np.array([len(row) for row in rows], dtype=np.int32),
        edits=np.array([edits for _text, edits in texts], dtype=np.int32),
        owner=np.array([owner for owner, _text, _edits in owned] + [-1] * len(excepts), dtype=np.int32),
        phrases=len(owned),
        rows=tuple(rows),
        except_row={text: len(owned) + at for at, text in enumerate(excepts)},
    )
