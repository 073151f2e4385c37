"""Many calls in columns: whose turns stand where, and which phrases were found in them.

The checks are defined call by call; here stands what tells, for thousands of calls at once, which of them
need that closer look.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Evaluation, Role, Transcript
from qualitykit.scoring.call_view import NO_FACTS, NO_TURNS, CallView, Spoken
from qualitykit.scoring.phrase_hits import HitKind, Hits, PhraseHit
from qualitykit.scoring.phrase_repeats import Repeats
from qualitykit.scoring.phrases import PhraseMatcher

__all__ = ["CallBatch", "RoleColumns"]

_KINDS = tuple(HitKind)
_CODES = {role: number for number, role in enumerate(Role)}
Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RoleColumns:
    """All turns of one role: their calls, their index in the transcript, and the hits in them.

    ``offsets[c]`` … ``offsets[c + 1]`` are the turns of call ``c``.
    """

    role: Role
    repeats: Repeats
    call: Ints
    index: Ints
    offsets: Ints
    hits: Hits

    @property
    def texts(self) -> Sequence[str]:
        """The words of the turns."""
        return self.repeats.texts

    @cached_property
    def counts(self) -> Ints:
        """Turns of each call."""
        return np.diff(self.offsets)

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        everything = np.arange(len(self.call))
        return everything - self.offsets[self.call], self.offsets[self.call + 1] - 1 - everything

    @cached_property
    def _exact(self) -> Mask:
        found: Mask = (self.hits.kind == HitKind.EXACT) | (self.hits.kind == HitKind.REGEX)
        return found

    def rows(self, lists: Iterable[str], *, certain: bool = False) -> Ints:
        """Rows of the hits of these lists; ``certain``: exact ones only."""
        wanted = frozenset(lists)
        table = np.array([phrase.list_id in wanted for phrase in self.hits.phrases], dtype=np.bool_)
        if not len(self.hits) or not table.any():
            return np.empty(0, np.int64)
        chosen = table[self.hits.phrase]
        return np.flatnonzero(chosen & self._exact if certain else chosen)

    def turns(
        self,
        lists: Iterable[str],
        *,
        first: int | None = None,
        last: int | None = None,
        certain: bool = False,
    ) -> Ints:
        """The turns (of this role, over all calls) of the hits, limited to the first or last of each call."""
        turns = self.hits.turn[self.rows(lists, certain=certain)]
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

    def ends(self, *, last: bool) -> Ints:
        """Index in the transcript of each call's first (or last) turn of the role, −1 where there is none."""
        found = np.full(len(self.counts), -1, np.int64)
        some = self.counts > 0
        found[some] = self.index[(self.offsets[1:] - 1 if last else self.offsets[:-1])[some]]
        return found

    @cached_property
    def _bounds(self) -> list[int]:
        found: list[int] = np.searchsorted(self.hits.turn, self.offsets).tolist()
        return found

    def spoken(self, call: int) -> Spoken:
        """The turns and hits of one call."""
        first, last = int(self.offsets[call]), int(self.offsets[call + 1])
        found, phrases, texts = self.hits, self.hits.phrases, self.texts
        rows = slice(self._bounds[call], self._bounds[call + 1])
        columns = (found.turn, found.phrase, found.kind, found.start, found.end, found.edits, found.reported)
        hits = tuple(
            PhraseHit(
                turn - first,
                phrases[phrase],
                _KINDS[kind],
                start,
                end,
                edits,
                texts[turn][start:end],
                told,
            )
            for turn, phrase, kind, start, end, edits, told in zip(
                *(column[rows].tolist() for column in columns), strict=True
            )
        )
        return Spoken(self.role, tuple(self.index[first:last].tolist()), hits)


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


class CallBatch:
    """Evaluations with their calls, in columns."""

    def __init__(self, calls: Sequence[Evaluation], agent: PhraseMatcher, customer: PhraseMatcher) -> None:
        self.calls = calls
        transcripts = [call.transcript or NO_TURNS for call in calls]
        self.lengths = np.fromiter(map(len, transcripts), np.int64, len(transcripts))
        self.offsets = np.concatenate(([0], np.cumsum(self.lengths)))
        texts = list(chain.from_iterable(one.texts for one in transcripts))
        roles = _role_codes(transcripts)
        self.is_agent, self.is_customer = roles == _CODES[Role.AGENT], roles == _CODES[Role.CUSTOMER]
        self.call_of_turn = np.repeat(np.arange(len(calls)), self.lengths)
        self.agent = self._columns(
            Role.AGENT, list(compress(texts, self.is_agent.tolist())), self.is_agent, agent
        )
        self.customer = self._columns(
            Role.CUSTOMER, list(compress(texts, self.is_customer.tolist())), self.is_customer, customer
        )
        self._transcripts = transcripts
        self._views: dict[int, CallView] = {}
        self._facts = [call.call or NO_FACTS for call in calls]
        self._fields: dict[str, list[Any]] = {}

    def _columns(self, role: Role, texts: list[str], mask: Mask, matcher: PhraseMatcher) -> RoleColumns:
        places = np.flatnonzero(mask)
        call = self.call_of_turn[places]
        counts = (
            np.bincount(call, minlength=len(self.calls)) if len(call) else np.zeros(len(self.calls), np.int64)
        )
        offsets = np.concatenate(([0], np.cumsum(counts)))
        repeats = Repeats(texts)
        index = places - self.offsets[call]
        return RoleColumns(role, repeats, call, index, offsets, matcher.find(repeats))

    def field(self, name: str) -> list[Any]:
        """A field of every call: ``day``, ``department``, else one of its ``CallFacts``."""
        if name not in self._fields:
            if name in ("day", "department"):
                self._fields[name] = list(map(attrgetter(name), self.calls))
            else:
                self._fields[name] = list(map(attrgetter(name), self._facts))
        return self._fields[name]

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
    def starts(self) -> NDArray[np.float64]:
        """Start of every turn in seconds, nan where unknown."""
        return self._times([one.starts for one in self._transcripts])

    @cached_property
    def ends(self) -> NDArray[np.float64]:
        """End of every turn in seconds, nan where unknown."""
        return self._times([one.ends for one in self._transcripts])

    def _times(self, given: Sequence[Sequence[float | None]]) -> NDArray[np.float64]:
        found = np.full(int(self.offsets[-1]), np.nan)
        timed = np.fromiter((len(one) > 0 for one in given), np.bool_, len(given))
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
        return found & self._given("starts")

    @cached_property
    def has_ends(self) -> Mask:
        """Calls whose turns may carry their end."""
        return self._given("ends")

    def _given(self, name: str) -> Mask:
        return np.array([len(getattr(one, name)) > 0 for one in self._transcripts], dtype=np.bool_)

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
        return found & self._given("starts")
