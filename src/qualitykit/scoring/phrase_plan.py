"""What the batch matcher prepares of its phrases: small alphabets, and the pieces by which a place is found.

A phrase that may differ in k places is cut into k + 1 pieces; at least one of them stands unchanged in every
window (an edit spoils one piece at most). A piece is found by its rarest pair of neighbouring characters, its
*anchor*; the cuts are those whose anchors are rarest together. How rare a pair is decides the speed only.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qualitykit.frozen import dataclass
from qualitykit.scoring.arrays import changes
from qualitykit.scoring.normalise import is_protected, syllable
from qualitykit.scoring.normalise_batch import CharTable
from qualitykit.scoring.patterns import Pattern
from qualitykit.scoring.phrase_hits import CompiledPhrase
from qualitykit.standards.phrases import Bounds, PhraseKind

__all__ = ["Anchors", "BatchPlan", "Space"]

PAD = 4  # cells beside the phrases in ``Space.codes``, so that a gather never leaves them

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


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
    except_row: dict[str, int]

    @cached_property
    def meets_itself(self) -> Mask:
        """Texts of which two occurrences can overlap: that begin as they end (好好)."""
        width = int(self.length.max(initial=0))
        places = np.arange(width)
        found = np.zeros(len(self.length), np.bool_)
        for shift in range(1, width):
            left = self.length[:, None] - shift  # so many characters would be shared
            same = self.codes[:, :width] == np.roll(self.codes[:, :width], -shift, axis=1)
            found |= (left[:, 0] > 0) & (same | (places >= left)).all(axis=1)
        return found

    @cached_property
    def anchors(self) -> "Anchors":
        """Anchors without knowledge of the turns: pairs that few phrases share are taken as rare."""
        pairs = self.codes[:, :-1].astype(np.int64) * self.symbols + self.codes[:, 1:]
        inside = np.arange(pairs.shape[1]) < self.length[:, None] - 1
        return Anchors.of(self, np.bincount(pairs[inside], minlength=self.symbols**2) + 1)


@dataclass(frozen=True)
class Anchors:
    """The pieces of all texts of a space, sorted by the pair that is looked for.

    ``pairs``: the pairs that are anchors, of ``size`` squared; group g, those of pair g, is the pieces
    ``bounds[g]`` to ``bounds[g + 1]``. A piece: its text's ``row``, its ``start`` and ``length`` in it,
    ``offset`` of the anchor.
    """

    size: int
    pairs: Ints
    bounds: Ints
    row: NDArray[np.int32]
    start: NDArray[np.int32]
    length: NDArray[np.int32]
    offset: NDArray[np.int32]

    @cached_property
    def wanted(self) -> Mask:
        """Which of all pairs are anchors."""
        wanted = np.zeros(self.size**2, dtype=np.bool_)
        wanted[self.pairs] = True
        return wanted

    @cached_property
    def slot(self) -> NDArray[np.int32]:
        """For a pair that is an anchor the number of its group."""
        slot = np.zeros(self.size**2, dtype=np.int32)
        slot[self.pairs] = np.arange(len(self.pairs))
        return slot

    def __reduce__(self) -> tuple[object, ...]:
        # without the tables: they are large, and soon made
        return Anchors, (self.size, self.pairs, self.bounds, self.row, self.start, self.length, self.offset)

    @classmethod
    def of(cls, space: Space, counts: Ints) -> "Anchors":
        """The best anchors where ``counts`` says how often each pair occurs."""
        size = space.symbols
        by_first = counts.reshape(size, size).sum(axis=1)
        found: list[tuple[Ints, ...]] = []  # pair (or ~symbol), row, start, length, offset of many pieces
        for length, edits in sorted(set(zip(space.length.tolist(), space.edits.tolist(), strict=True))):
            rows = np.flatnonzero((space.length == length) & (space.edits == edits))
            codes = space.codes[rows, :length].astype(np.int64)
            keys = codes[:, :-1] * size + codes[:, 1:]
            pairs = counts[keys]
            for start, end in _cut(pairs, by_first[codes], edits):
                inside = np.arange(length - 1) < end[:, None] - 1
                inside &= np.arange(length - 1) >= start[:, None]
                alone = end - start == 1
                offset = start.copy()
                if length > 1:
                    best = np.where(inside, pairs, _OFTEN).argmin(axis=1)
                    offset = np.where(alone, start, best)
                    pair = keys[np.arange(len(rows)), np.minimum(offset, length - 2)]
                    pair = np.where(alone, ~codes[np.arange(len(rows)), start], pair)
                else:
                    pair = ~codes[:, 0]
                found.append((pair, rows, start, end - start, offset - start))
        columns = [np.concatenate(parts) for parts in zip(*found, strict=True)] or [np.zeros(0, np.int64)] * 5
        # A piece of one character is found by every pair that begins with it.
        alone = columns[0] < 0
        spread = [np.concatenate((one[~alone], np.repeat(one[alone], size))) for one in columns]
        seconds = np.tile(np.arange(size), int(alone.sum()))
        single = spread[0] < 0
        spread[0][single] = ~spread[0][single] * size + seconds
        order = np.argsort(spread[0], kind="stable")
        ordered = spread[0][order]
        group_starts = changes(ordered)
        pairs_found = ordered[group_starts]
        bounds = np.append(group_starts, len(order)).astype(np.int64)
        return cls(size, pairs_found, bounds, *(column[order].astype(np.int32) for column in spread[1:]))


_OFTEN = np.int64(1) << 40  # more often than any pair


def _cut(pairs: Ints, singles: Ints, edits: int) -> list[tuple[Ints, Ints]]:
    """Starts and ends of the ``edits`` + 1 pieces of texts of one length whose anchors are rarest together.

    A piece costs its rarest pair, or where it is one character, every pair that begins with it.
    """
    texts, length = singles.shape
    if not edits:
        return [(np.zeros(texts, np.int64), np.full(texts, length))]
    cost = np.full((texts, length + 1, length + 1), _OFTEN)
    for start in range(length):
        cost[:, start, start + 1] = singles[:, start]
        if start + 2 <= length:
            cost[:, start, start + 2 :] = np.minimum.accumulate(pairs[:, start:], axis=1)
    best = cost[:, 0]
    ways: list[Ints] = []
    for _edit in range(edits):
        total = best[:, :, None] + cost
        ways.append(total.argmin(axis=1))
        best = total.min(axis=1)
    everyone = np.arange(texts)
    end = np.full(texts, length)
    cuts = []
    for way in reversed(ways):
        start = way[everyone, end]
        cuts.append((start, end))
        end = start
    cuts.append((np.zeros(texts, np.int64), end))
    return cuts


@dataclass(frozen=True)
class BatchPlan:
    """The phrases of a matcher, prepared for many turns."""

    phrases: tuple[CompiledPhrase, ...]
    chars: Space
    sounds: Space

    @cached_property
    def is_near(self) -> Mask:
        """Which phrases have hits that are not exact."""
        return self._which(lambda phrase: phrase.fuzzy or phrase.sound)

    @cached_property
    def is_excusable(self) -> Mask:
        """Which phrases have excepts."""
        return self._which(lambda phrase: bool(phrase.excepts))

    @cached_property
    def is_bounded(self) -> Mask:
        """Which phrases count in some places of a clause only."""
        return self._which(lambda phrase: phrase.bounds is not Bounds.ANYWHERE)

    @cached_property
    def is_banned(self) -> Mask:
        """Which phrases are banned ones."""
        return self._which(lambda phrase: phrase.kind is PhraseKind.BANNED)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The phrases that are patterns."""
        return tuple(Pattern(place, one.text) for place, one in enumerate(self.phrases) if one.is_regex)

    def _which(self, has: Callable[[CompiledPhrase], bool]) -> Mask:
        return np.fromiter(map(has, self.phrases), np.bool_, len(self.phrases))

    @classmethod
    def of(cls, phrases: tuple[CompiledPhrase, ...]) -> "BatchPlan":
        """Prepare phrases."""
        excepts = tuple(dict.fromkeys(text for phrase in phrases for text in phrase.excepts))
        chars = _space(
            [
                (place, phrase.normal, phrase.edits if phrase.fuzzy else 0)
                for place, phrase in enumerate(phrases)
                if phrase.normal
            ],
            excepts,
            by_sound=False,
        )
        sounds = _space(
            [(place, one.normal, one.edits) for place, one in enumerate(phrases) if one.sound],
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
    texts = [text for _owner, text, _edits in owned]
    texts += excepts
    numbers: dict[str, int] = {}

    joined = "".join(texts)
    for char in dict.fromkeys(joined):
        numbers.setdefault(syllable(char) if by_sound else char, len(numbers) + 1)
    table = CharTable(_SymbolOf(numbers, by_sound))
    length = np.array(list(map(len, texts)), dtype=np.int32)
    inside = np.arange(int(length.max(initial=0)) + 2 * PAD) < length[:, None]
    codes = np.zeros(inside.shape, dtype=np.int32)
    fixed = np.ones(inside.shape, dtype=np.bool_)
    found = table[np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)]
    codes[inside] = found >> 1
    fixed[inside] = found & 1
    return Space(
        table=table,
        symbols=len(numbers) + 1,
        codes=codes,
        fixed=fixed,
        length=length,
        edits=np.array([edits for _owner, _text, edits in owned] + [0] * len(excepts), dtype=np.int32),
        owner=np.array([owner for owner, _text, _edits in owned] + [-1] * len(excepts), dtype=np.int32),
        phrases=len(owned),
        except_row={text: len(owned) + at for at, text in enumerate(excepts)},
    )
