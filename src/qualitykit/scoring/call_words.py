"""What is said in many calls: every distinct turn once, and the phrases in it.

Service talk repeats its own sentences all day, and what stands in a turn depends on its words alone. So
phrases are looked for once a sentence, and a check asks once a sentence whether its lists are heard; what is
true of a turn is then looked up by the number of its words.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from qualitykit.scoring.arrays import distinct
from qualitykit.scoring.phrase_hits import CompiledPhrase, HitKind, Hits, PhraseHit
from qualitykit.scoring.phrases import PhraseMatcher

__all__ = ["Listening", "WordHits", "Words"]

_KINDS = tuple(HitKind)
_CERTAIN = (HitKind.EXACT, HitKind.REGEX)
T = TypeVar("T")
Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


class WordHits(NamedTuple):
    """Rows of the hits of some lists: those of distinct turn ``w`` are ``rows[bounds[w]:bounds[w + 1]]``."""

    rows: Ints
    bounds: Ints


class Listening(NamedTuple):
    """The phrases that are looked for in a role's words: everywhere, or only where a call is looked at."""

    everywhere: PhraseMatcher
    closely: PhraseMatcher


class _Rows(NamedTuple):
    """Columns of hits as they are quickest to look at one by one; a hit is made when it is asked for."""

    phrase: list[CompiledPhrase]
    kind: list[int]
    start: list[int]
    end: list[int]
    edits: list[int]
    reported: list[bool]

    @classmethod
    def of(cls, hits: Hits) -> "_Rows":
        columns = (hits.kind, hits.start, hits.end, hits.edits, hits.reported)
        return cls([hits.phrases[one] for one in hits.phrase.tolist()], *(one.tolist() for one in columns))

    def hits(
        self, turn: int, text: str, first: int, last: int, lists: Container[str], *, certain: bool
    ) -> Iterator[PhraseHit]:
        """The hits of these lists among rows ``first`` to ``last``, the latter not included."""
        for row in range(first, last):
            phrase, kind = self.phrase[row], _KINDS[self.kind[row]]
            if phrase.list_id in lists and not (certain and kind not in _CERTAIN):
                start, end = self.start[row], self.end[row]
                yield PhraseHit(
                    turn, phrase, kind, start, end, self.edits[row], text[start:end], self.reported[row]
                )


class Words:
    """All turns of one role in many calls, by their words. ``hits``: what is looked for everywhere."""

    def __init__(
        self, distinct: Sequence[str], which: NDArray[np.int32], listening: Listening, hits: Hits
    ) -> None:
        self.distinct = distinct
        self.which = which  # number of the words of every turn
        self.hits = hits
        self._closely = listening.closely
        self._listened = np.zeros(len(distinct), np.bool_)
        self._closer: dict[int, tuple[_Rows, int, int]] = {}
        self._lists: dict[str, list[int]] = {}
        for place, phrase in enumerate(self.hits.phrases):
            self._lists.setdefault(phrase.list_id, []).append(place)
        self._found: dict[tuple[frozenset[str], bool], WordHits] = {}
        self._heard: dict[tuple[frozenset[str], bool], Mask] = {}
        self._known: dict[object, object] = {}

    @cached_property
    def _exact(self) -> Mask:
        found: Mask = (self.hits.kind == HitKind.EXACT) | (self.hits.kind == HitKind.REGEX)
        return found

    def _rows(self, wanted: frozenset[str], certain: bool) -> Ints:
        table = np.zeros(len(self.hits.phrases), np.bool_)
        for name in wanted.intersection(self._lists):
            table[self._lists[name]] = True
        if not len(self.hits) or not table.any():
            return np.empty(0, np.int64)
        chosen = table[self.hits.phrase]
        return np.flatnonzero(chosen & self._exact if certain else chosen)

    def found(self, lists: Iterable[str], *, certain: bool = False) -> WordHits:
        """The hits of these lists; ``certain``: exact ones only."""
        key = frozenset(lists), certain
        found = self._found.get(key)
        if found is None:
            rows = self._rows(*key)
            counts = np.bincount(self.hits.turn[rows], minlength=len(self.distinct))
            found = self._found[key] = WordHits(rows, np.concatenate(([0], np.cumsum(counts))))
        return found

    def heard(self, lists: Iterable[str], *, certain: bool = False) -> Mask:
        """In which distinct turns one of these lists is heard."""
        key = frozenset(lists), certain
        found = self._heard.get(key)
        if found is None:
            found = np.zeros(len(self.distinct), np.bool_)
            found[self.hits.turn[self._rows(*key)]] = True
            self._heard[key] = found
        return found

    def listen(self, words: NDArray[np.int32]) -> None:
        """Look for the other phrases in these words too."""
        if not self._closely.phrases:
            return
        new = distinct(words[~self._listened[words]])
        if len(new):
            self._listened[new] = True
            numbers = new.tolist()
            hits = self._closely.find_distinct([self.distinct[word] for word in numbers])
            rows = _Rows.of(hits)
            for at, first, last in hits.by_turn():
                self._closer[numbers[at]] = rows, first, last

    def hits_of(self, words: Sequence[int], lists: Iterable[str], *, certain: bool) -> Iterable[PhraseHit]:
        """The hits of these lists in turns with these words, the turns numbered from 0.

        Lists that are not looked for everywhere: only where ``listen`` was asked before.
        """
        wanted = frozenset(lists)
        closely = wanted.difference(self._lists)
        hits = list(self._hits_of(words, wanted, certain)) if len(closely) < len(wanted) else []
        if not closely:
            return hits
        for turn, word in enumerate(words):
            if (found := self._closer.get(word)) is not None:
                hits += found[0].hits(turn, self.distinct[word], *found[1:], closely, certain=certain)
        return sorted(hits, key=lambda hit: (hit.turn, hit.start, hit.end, hit.phrase.index, hit.kind))

    def _hits_of(self, words: Sequence[int], lists: frozenset[str], certain: bool) -> Iterator[PhraseHit]:
        found = self.found(lists, certain=certain)
        hits, bounds = self.hits, found.bounds
        for turn, word in enumerate(words):
            first, last = int(bounds[word]), int(bounds[word + 1])
            if first == last:
                continue
            text = self.distinct[word]
            for row in found.rows[first:last].tolist():
                start, end = int(hits.start[row]), int(hits.end[row])
                yield PhraseHit(
                    turn,
                    hits.phrases[hits.phrase[row]],
                    _KINDS[hits.kind[row]],
                    start,
                    end,
                    int(hits.edits[row]),
                    text[start:end],
                    bool(hits.reported[row]),
                )

    def tallied(self, lists: Iterable[str]) -> tuple[Ints, Mask]:
        """For each distinct turn how many hits of these lists it has, and whether some of them overlap."""
        rows = self.found(lists).rows
        hits = self.hits
        turn, start, end = hits.turn[rows], hits.start[rows], hits.end[rows]
        overlapping = np.zeros(len(self.distinct), np.bool_)
        overlapping[turn[1:][(turn[1:] == turn[:-1]) & (start[1:] < end[:-1])]] = True
        return np.bincount(turn, minlength=len(overlapping)), overlapping

    def foresee(self, known: Mapping[object, object]) -> None:
        """What was worked out of the same words before."""
        self._known.update(known)

    def known(self, name: object, find: Callable[[], T]) -> T:
        """What is worked out once of all words, by a name of its own."""
        if name not in self._known:
            self._known[name] = find()
        return cast(T, self._known[name])

    @cached_property
    def spoken_lengths(self) -> Ints:
        """``speech.spoken_characters`` of every distinct turn."""
        # In one buffer; beyond the table there are no letters.
        texts = self.distinct
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        table = _alphanumeric()
        spoken = table[np.minimum(codes, len(table) - 1)] & (codes < len(table))
        running = np.concatenate(([0], np.cumsum(spoken)))
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
        counts: Ints = np.diff(running[np.concatenate(([0], ends))])
        return counts


@cache
def _alphanumeric() -> Mask:
    found: Mask = np.fromiter(map(str.isalnum, map(chr, range(0x32400))), np.bool_, 0x32400)
    return found
