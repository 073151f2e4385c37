"""Many calls in columns: whose turns stand where, and which phrases were found in them.

The checks are defined call by call; here stands what tells, for thousands of calls at once, which of them
need that closer look.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Evaluation, Role
from qualitykit.scoring.arrays import numbering
from qualitykit.scoring.call_turns import Turns
from qualitykit.scoring.call_view import NO_FACTS, NO_TURNS, CallView, Spoken
from qualitykit.scoring.call_words import Listening, Words
from qualitykit.scoring.phrase_hits import PhraseHit
from qualitykit.turncolumns import CODES

__all__ = ["CallBatch", "Calls", "Coded", "RoleColumns"]

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Heard(Spoken):
    """The turns of one role whose hits are made when they are asked for. ``said``: the turns' words."""

    words: Words | None = None
    said: tuple[int, ...] = ()

    def found(self, lists: Iterable[str], *, certain: bool = False) -> Iterable[PhraseHit]:
        """Hits of these lists."""
        assert self.words is not None
        return self.words.hits_of(self.said, lists, certain=certain)


@dataclass(frozen=True)
class RoleColumns:
    """All turns of one role in a batch: their calls, their index in the transcript, and their words.

    ``offsets[c]`` … ``offsets[c + 1]`` are the turns of call ``c``; ``which`` is the number of each turn's
    words.
    """

    role: Role
    words: Words
    which: NDArray[np.int32]
    call: Ints
    index: Ints
    offsets: Ints

    @cached_property
    def counts(self) -> Ints:
        """Turns of each call."""
        return np.diff(self.offsets)

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        everything = np.arange(len(self.call))
        return everything - self.offsets[self.call], self.offsets[self.call + 1] - 1 - everything

    def turns(
        self,
        lists: Iterable[str],
        *,
        first: int | None = None,
        last: int | None = None,
        certain: bool = False,
    ) -> Ints:
        """The turns (of this role, over all calls) in which one of these lists is heard.

        ``first``, ``last``: among the first or last so many of each call; ``certain``: exactly.
        """
        turns = np.flatnonzero(self.words.heard(lists, certain=certain)[self.which])
        if first is not None:
            turns = turns[self._places[0][turns] < first]
        if last is not None:
            turns = turns[self._places[1][turns] < last]
        return turns

    def calls_of(self, turns: Ints) -> Mask:
        """Which calls these turns belong to."""
        found = np.zeros(len(self.offsets) - 1, np.bool_)
        found[self.call[turns]] = True
        return found

    def sums(self, numbers: Ints) -> Ints:
        """For each call the sum of a number that every turn has."""
        return np.bincount(self.call, numbers, minlength=len(self.counts)).astype(np.int64)

    def texts(self, first: int, last: int) -> Iterator[str]:
        """The words of turns ``first`` to ``last``, the latter not included."""
        return (self.words.distinct[word] for word in self.which[first:last].tolist())

    def ends(self, *, last: bool) -> Ints:
        """Index in the transcript of each call's first (or last) turn of the role, −1 where there is none."""
        found = np.full(len(self.counts), -1, np.int64)
        some = self.counts > 0
        found[some] = self.index[(self.offsets[1:] - 1 if last else self.offsets[:-1])[some]]
        return found

    def listen(self, calls: Ints) -> None:
        """Look for all phrases in the words of these calls."""
        chosen = np.zeros(len(self.counts), np.bool_)
        chosen[calls] = True
        self.words.listen(self.which[chosen[self.call]])

    def spoken(self, call: int) -> Spoken:
        """The turns and hits of one call."""
        turns = slice(int(self.offsets[call]), int(self.offsets[call + 1]))
        said = tuple(self.which[turns].tolist())
        return _Heard(self.role, tuple(self.index[turns].tolist()), (), self.words, said)


@dataclass(frozen=True)
class Coded:
    """A field of many calls: ``codes[c]`` says which of the different ``values`` call ``c`` has."""

    codes: NDArray[np.int32]
    values: tuple[Any, ...]

    def each(self, judge: Callable[[Any], Any], dtype: type) -> NDArray[Any]:
        """What is judged of every value, for every call."""
        table: NDArray[Any] = np.fromiter(map(judge, self.values), dtype, len(self.values))
        return table[self.codes]


class Calls:
    """Many calls whose words were looked through; taken batch by batch. ``token``: of the ``Checker``."""

    def __init__(
        self, calls: Sequence[Evaluation], listening: Mapping[Role, Listening], token: int = 0
    ) -> None:
        self.calls = calls
        transcripts = [NO_TURNS if call.transcript is None else call.transcript for call in calls]
        self.turns = Turns(transcripts, token)
        self.words = {role: self.turns.words(role, phrases) for role, phrases in listening.items()}

    def batches(self, at_once: int) -> Iterator["CallBatch"]:
        """The calls, so many at a time."""
        done = dict.fromkeys(self.words, 0)
        for first in range(0, len(self.calls), at_once):
            batch = CallBatch(self, slice(first, min(first + at_once, len(self.calls))), done)
            done = {role: done[role] + len(batch.columns(role.value).call) for role in done}
            yield batch


class CallBatch:
    """Some of the calls, in columns. ``done``: turns of each role that belong to calls before these."""

    def __init__(self, every: Calls, part: slice, done: Mapping[Role, int]) -> None:
        turns = every.turns
        self.calls = every.calls[part]
        self.lengths = turns.lengths[part]
        self.offsets = np.concatenate(([0], np.cumsum(self.lengths)))
        first = int(turns.offsets[part.start])
        self._turns, self._part, self._span = turns, part, slice(first, first + int(self.offsets[-1]))
        roles = turns.roles[self._span]
        self.is_agent, self.is_customer = roles == CODES[Role.AGENT], roles == CODES[Role.CUSTOMER]
        self.call_of_turn = np.repeat(np.arange(len(self.calls)), self.lengths)
        self.agent = self._columns(Role.AGENT, every.words, self.is_agent, done)
        self.customer = self._columns(Role.CUSTOMER, every.words, self.is_customer, done)
        self._views: dict[int, CallView] = {}
        self._coded: dict[str, Coded] = {}

    def _columns(
        self, role: Role, words: Mapping[Role, Words], mask: Mask, done: Mapping[Role, int]
    ) -> RoleColumns:
        places = np.flatnonzero(mask)
        call = self.call_of_turn[places]
        offsets = np.concatenate(([0], np.cumsum(np.bincount(call, minlength=len(self.calls)))))
        which = words[role].which[done[role] : done[role] + len(places)]
        index = places - self.offsets[call]
        return RoleColumns(role, words[role], which, call, index, offsets)

    def coded(self, name: str) -> Coded:
        """A field of every call: ``day``, ``department``, else one of its ``CallFacts``."""
        found = self._coded.get(name)
        if found is None:
            if name in ("day", "department"):
                column = map(attrgetter(name), self.calls)
            else:
                column = map(attrgetter(name), [call.call or NO_FACTS for call in self.calls])
            numbers = numbering()
            codes = np.fromiter(map(numbers.__getitem__, column), np.int32, len(self.calls))
            found = self._coded[name] = Coded(codes, tuple(numbers))
        return found

    def columns(self, role: str) -> RoleColumns:
        """The turns of ``agent`` or ``customer``."""
        return self.agent if role == Role.AGENT.value else self.customer

    def view(self, number: int) -> CallView:
        """One call, as the checks see it."""
        if number not in self._views:
            self._views[number] = CallView(
                self.calls[number], self.agent.spoken(number), self.customer.spoken(number)
            )
        return self._views[number]

    @property
    def starts(self) -> NDArray[np.float64]:
        """Start of every turn in seconds, nan where unknown."""
        return self._turns.starts[self._span]

    @property
    def ends(self) -> NDArray[np.float64]:
        """End of every turn in seconds, nan where unknown."""
        return self._turns.ends[self._span]

    @cached_property
    def spoken(self) -> Ints:
        """Places of the turns that somebody spoke, robots and notices left out."""
        return np.flatnonzero(self.is_agent | self.is_customer)

    def any_turn(self, turns: Mask) -> Mask:
        """Calls in which one of all turns is marked."""
        return np.bincount(self.call_of_turn[turns], minlength=len(self.calls)) > 0

    @cached_property
    def all_timed(self) -> Mask:
        """Calls with a transcript whose every spoken turn carries its start."""
        missing = np.zeros(len(self.is_agent), np.bool_)
        missing[self.spoken] = np.isnan(self.starts[self.spoken])
        found: Mask = (self.lengths > 0) & ~self.any_turn(missing)
        return found & self._turns.has_starts[self._part]

    @property
    def has_ends(self) -> Mask:
        """Calls whose turns may carry their end."""
        return self._turns.has_ends[self._part]

    def longer_gap(self, seconds: float) -> Mask:
        """Calls in which more than so much lies between the starts of an agent's turn and the one before it.

        Wider than a wait: a call that is not marked has none.
        """
        places = np.flatnonzero(self.is_agent)
        if not len(places):
            return np.zeros(len(self.calls), np.bool_)
        call = self.call_of_turn[places]
        with np.errstate(invalid="ignore"):
            since = np.concatenate(([np.nan], self.starts[places][:-1]))
            opens = np.concatenate(([True], call[1:] != call[:-1]))
            first_of_call = self.spoken[np.searchsorted(self.spoken, self.offsets[call])]
            since = np.where(opens, self.starts[first_of_call], since)
            gap = self.starts[places] - since
            wide = (gap > seconds) | np.isnan(gap)
        found = np.zeros(len(self.calls), np.bool_)
        found[call[wide]] = True
        return found & self._turns.has_starts[self._part]
