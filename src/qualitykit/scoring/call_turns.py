"""The turns of many calls in columns: who speaks, which words, and when.

Most calls of a large month come in columns already (``TurnColumns``); the others are put beside them here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Role, Transcript
from qualitykit.scoring.arrays import numbering, runs
from qualitykit.scoring.call_hearing import RoleHeard, heard_by
from qualitykit.scoring.call_words import Listening, Words
from qualitykit.scoring.phrase_hits import Hits
from qualitykit.turncolumns import CODES, CutTranscript, TurnColumns

__all__ = ["Turns"]

_AROUND = 5_000  # calls whose words are compared among each other first
Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


class _Part(NamedTuple):
    """Texts that are numbered together, and what was heard in them before."""

    texts: Collection[str]
    heard: Mapping[Role, RoleHeard]


class _Block(NamedTuple):
    """Calls of one ``TurnColumns``: where their turns stand there (``source``) and among all (``target``)."""

    columns: TurnColumns
    calls: Ints
    numbers: Ints
    source: Ints
    target: Ints | slice


class Turns:
    """All turns of many calls, one call after the other: those of call ``c`` are ``offsets[c]`` …
    ``offsets[c + 1]``. ``roles`` and ``which`` are the number of each turn's role and words."""

    def __init__(self, transcripts: Sequence[Transcript], token: int) -> None:
        size = len(transcripts)
        cut: dict[int, tuple[TurnColumns, list[int], list[int]]] = {}
        others: list[int] = []
        for place, one in enumerate(transcripts):
            if isinstance(one, CutTranscript):
                known = cut.get(id(one.columns))
                if known is None:
                    known = cut[id(one.columns)] = one.columns, [], []
                known[1].append(place)
                known[2].append(one.number)
            else:
                others.append(place)
        self._others = [transcripts[place] for place in others]
        self._of_others = np.array(others, np.int64)
        self.lengths = np.zeros(size, np.int64)
        self.lengths[self._of_others] = np.fromiter(map(len, self._others), np.int64, len(others))
        given = [(one, np.array(calls), np.array(numbers)) for one, calls, numbers in cut.values()]
        for columns, calls, numbers in given:
            self.lengths[calls] = np.diff(columns.bounds)[numbers]
        self.offsets = np.concatenate(([0], np.cumsum(self.lengths)))
        self._blocks = [self._block(*one) for one in given]
        self._target = runs(self.offsets[:-1][self._of_others], self.lengths[self._of_others])
        self.roles = np.empty(int(self.offsets[-1]), np.uint8)
        for block in self._blocks:
            self.roles[block.target] = block.columns.roles[block.source]
        self.roles[self._target] = _role_codes(self._others)
        self.which = np.empty(len(self.roles), np.int32)
        self._parts = tuple(self._number(token))

    def _block(self, columns: TurnColumns, calls: Ints, numbers: Ints) -> _Block:
        lengths = self.lengths[calls]
        source = runs(columns.bounds[numbers], lengths)
        alone = len(calls) == len(self.lengths)
        target = slice(None) if alone else runs(self.offsets[:-1][calls], lengths)
        return _Block(columns, calls, numbers, source, target)

    def _number(self, token: int) -> Iterator[_Part]:
        """Number the words; those that nobody heard before are numbered together."""
        done = 0
        rest = numbering()
        unheard: list[tuple[Ints | slice, NDArray[np.int32]]] = []
        for block in self._blocks:
            columns = block.columns
            heard = heard_by(columns, token)
            if heard is not None:
                self.which[block.target] = columns.which[block.source] + np.int32(done)
                done += len(columns.texts)
                yield _Part(columns.texts, heard.roles)
            else:
                table = np.fromiter(map(rest.__getitem__, columns.texts), np.int32, len(columns.texts))
                unheard.append((block.target, table[columns.which[block.source]]))
        unheard.append((self._target, _word_numbers([one.texts for one in self._others], rest)))
        for target, numbers in unheard:
            self.which[target] = numbers + np.int32(done)
        yield _Part(rest.keys(), {})

    def words(self, role: Role, phrases: Listening) -> Words:
        """The words of all turns of a role, with the hits of what is looked for everywhere in them."""
        which = self.which[self.roles == CODES[role]]
        used = np.zeros(sum(len(part.texts) for part in self._parts), np.bool_)
        used[which] = True
        table = np.zeros(len(used), np.int32)
        distinct: list[str] = []
        found: list[tuple[int, Hits]] = []
        spans: list[tuple[_Part, int, int]] = []
        done = 0
        for part in self._parts:
            span = slice(done, done := done + len(part.texts))
            before = part.heard.get(role)
            said = used[span] if before is None else before.said
            table[span] = np.cumsum(said) - 1 + len(distinct)
            texts = list(compress(part.texts, said.tolist()))
            everywhere = phrases.everywhere
            hits = everywhere.find_distinct(texts) if before is None else everywhere.found(texts, before.hits)
            found.append((len(distinct), hits))
            spans.append((part, len(distinct), len(texts)))
            distinct += texts
        words = Words(distinct, table[which], phrases, Hits.joined(distinct, found))
        if all(role in part.heard or not said for part, _first, said in spans):
            words.foresee(_joined([(part.heard[role].known, first) for part, first, said in spans if said]))
        return words

    # --- times

    @cached_property
    def starts(self) -> NDArray[np.float64]:
        """Start of every turn in seconds, nan where unknown."""
        found = np.full(len(self.roles), np.nan)
        for block in self._blocks:
            found[block.target] = block.columns.starts[block.source]
        found[self._target] = _times([one.starts for one in self._others], self._others)
        return found

    @cached_property
    def ends(self) -> NDArray[np.float64]:
        """End of every turn in seconds, nan where unknown."""
        found = np.full(len(self.roles), np.nan)
        found[self._target] = _times([one.ends for one in self._others], self._others)
        return found

    @cached_property
    def has_starts(self) -> Mask:
        """Calls whose turns may carry their start."""
        found = np.zeros(len(self.lengths), np.bool_)
        for block in self._blocks:
            found[block.calls] = block.columns.timed[block.numbers]
        found[self._of_others] = [len(one.starts) > 0 for one in self._others]
        return found

    @cached_property
    def has_ends(self) -> Mask:
        """Calls whose turns may carry their end."""
        found = np.zeros(len(self.lengths), np.bool_)
        found[self._of_others] = [len(one.ends) > 0 for one in self._others]
        return found


def _joined(known: Sequence[tuple[Mapping[object, Mapping[int, object]], int]]) -> dict[object, object]:
    """What is known of the texts of all parts; each begins at a number of its own."""
    names = set.intersection(*(set(one) for one, _first in known)) if known else set()
    return {
        name: {first + number: what for one, first in known for number, what in one[name].items()}
        for name in names
    }


def _times(given: Sequence[Sequence[float | None]], transcripts: Sequence[Transcript]) -> NDArray[np.float64]:
    """The times of all turns; a call without times gives as many unknown ones."""
    whole = [times or (None,) * len(one) for times, one in zip(given, transcripts, strict=True)]
    return np.array(list(chain.from_iterable(whole)), dtype=np.float64)


def _role_codes(transcripts: Iterable[Transcript]) -> NDArray[np.uint8]:
    """A number for the role of every turn. Most calls alternate alike: each sequence is translated once."""
    known: dict[tuple[Role, ...], bytes] = {}
    parts: list[bytes] = []
    for one in transcripts:
        part = known.get(one.roles)
        if part is None:
            part = known[one.roles] = bytes(map(CODES.__getitem__, one.roles))
        parts.append(part)
    return np.frombuffer(b"".join(parts), np.uint8)


def _word_numbers(calls: Sequence[Sequence[str]], everywhere: defaultdict[str, int]) -> NDArray[np.int32]:
    """A number for the words of every turn; ``everywhere`` holds words that have one, and gets the others.

    Texts lie all over the memory and a large table of them does too. So each is touched once, and most find
    their like in a small table of the calls around them.
    """
    found: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    for first in range(0, len(calls), _AROUND):
        here = numbering()
        texts = chain.from_iterable(calls[first : first + _AROUND])
        inside = np.fromiter(map(here.__getitem__, texts), np.int32)
        numbers = np.fromiter(map(everywhere.__getitem__, here), np.int32, len(here))
        found.append(numbers[inside])
    return np.concatenate(found)
