"""Many calls in columns: whose turns stand where, and which phrases were found in them.

The checks are defined call by call; here stands what tells, for thousands of calls at once, which of them
need that closer look.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Evaluation, Role, Transcript
from qualitykit.scoring.call_view import NO_FACTS, NO_TURNS, CallView, Spoken
from qualitykit.scoring.call_words import Listening, Words
from qualitykit.scoring.phrase_hits import PhraseHit

__all__ = ["CallBatch", "Calls", "Coded", "RoleColumns"]

_AROUND = 5_000  # calls whose words are compared among each other first
_CODES = {role: number for number, role in enumerate(Role)}
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


def _role_codes(transcripts: Iterable[Transcript]) -> NDArray[np.uint8]:
    """A number for the role of every turn. Most calls alternate alike: each sequence is translated once."""
    known: dict[tuple[Role, ...], bytes] = {}
    parts: list[bytes] = []
    for one in transcripts:
        part = known.get(one.roles)
        if part is None:
            part = known[one.roles] = bytes(map(_CODES.__getitem__, one.roles))
        parts.append(part)
    return np.frombuffer(b"".join(parts), np.uint8)


def _numbered(calls: Sequence[Sequence[str]], turns: int) -> tuple[NDArray[np.int32], Collection[str]]:
    """A number for the words of every turn, and the distinct words in the order of their numbers.

    Texts lie all over the memory and a large table of them does too. So each is touched once, and most find
    their like in a small table of the calls around them.
    """
    everywhere: defaultdict[str, int] = defaultdict()
    everywhere.default_factory = everywhere.__len__  # the next number: one walk over the texts is enough
    which = np.empty(turns, np.int32)
    done = 0
    for first in range(0, len(calls), _AROUND):
        here: defaultdict[str, int] = defaultdict()
        here.default_factory = here.__len__
        texts = chain.from_iterable(calls[first : first + _AROUND])
        inside = np.fromiter(map(here.__getitem__, texts), np.int32)
        numbers = np.fromiter(map(everywhere.__getitem__, here), np.int32, len(here))
        which[done : done + len(inside)] = numbers[inside]
        done += len(inside)
    return which, everywhere.keys()


class Calls:
    """Many calls whose words were looked through; taken batch by batch."""

    def __init__(self, calls: Sequence[Evaluation], listening: Mapping[Role, Listening]) -> None:
        self.calls = calls
        self.transcripts = [call.transcript or NO_TURNS for call in calls]
        self.lengths = np.fromiter(map(len, self.transcripts), np.int64, len(calls))
        self.offsets = np.concatenate(([0], np.cumsum(self.lengths)))
        self.roles = _role_codes(self.transcripts)
        which, numbers = _numbered([one.texts for one in self.transcripts], len(self.roles))
        self.words: dict[Role, Words] = {}
        for role, phrases in listening.items():
            said = which[self.roles == _CODES[role]]
            used = np.zeros(len(numbers), np.bool_)
            used[said] = True
            distinct = list(compress(numbers, used.tolist()))
            self.words[role] = Words(distinct, (np.cumsum(used, dtype=np.int32) - 1)[said], phrases)

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
        self.calls = every.calls[part]
        self.lengths = every.lengths[part]
        self.offsets = np.concatenate(([0], np.cumsum(self.lengths)))
        first = int(every.offsets[part.start])
        roles = every.roles[first : first + int(self.offsets[-1])]
        self.is_agent, self.is_customer = roles == _CODES[Role.AGENT], roles == _CODES[Role.CUSTOMER]
        self.call_of_turn = np.repeat(np.arange(len(self.calls)), self.lengths)
        self.agent = self._columns(Role.AGENT, every.words, self.is_agent, done)
        self.customer = self._columns(Role.CUSTOMER, every.words, self.is_customer, done)
        self._transcripts = every.transcripts[part]
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
            numbers: defaultdict[Any, int] = defaultdict()
            numbers.default_factory = numbers.__len__
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

    @cached_property
    def _has_starts(self) -> Mask:
        return np.fromiter((len(one.starts) > 0 for one in self._transcripts), np.bool_, len(self.calls))

    @cached_property
    def starts(self) -> NDArray[np.float64]:
        """Start of every turn in seconds, nan where unknown."""
        return self._times([one.starts for one in self._transcripts], self._has_starts)

    @cached_property
    def ends(self) -> NDArray[np.float64]:
        """End of every turn in seconds, nan where unknown."""
        return self._times([one.ends for one in self._transcripts], self.has_ends)

    def _times(self, given: Sequence[Sequence[float | None]], timed: Mask) -> NDArray[np.float64]:
        found = np.full(int(self.offsets[-1]), np.nan)
        values: list[float | None] = list(chain.from_iterable(given))
        if values:
            found[np.repeat(timed, self.lengths)] = np.array(values, dtype=np.float64)
        return found

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
        return found & self._has_starts

    @cached_property
    def has_ends(self) -> Mask:
        """Calls whose turns may carry their end."""
        return np.fromiter((len(one.ends) > 0 for one in self._transcripts), np.bool_, len(self.calls))

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
        return found & self._has_starts
