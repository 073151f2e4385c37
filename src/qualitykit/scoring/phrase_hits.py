"""What a phrase is after compiling, what a hit is, and how hits count.

Hits of many turns are kept in columns (``Hits``), one hit is a ``PhraseHit``; the second is made from the
first when it is looked at. Source: semantics.md §4, §3 step 3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum, StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualitykit.frozen import dataclass
from qualitykit.scoring.arrays import changes
from qualitykit.standards.phrases import Bounds, Match, PhraseKind, PhraseSeverity, Worth

__all__ = [
    "CompiledPhrase",
    "HitColumns",
    "HitKind",
    "Hits",
    "PhraseHit",
    "Standing",
    "longest_hits",
    "without_rescued",
]

HitColumns = tuple[NDArray[Any], ...]
"""What ``Hits`` holds but the texts and the phrases, in the order of its fields."""


class HitKind(IntEnum):
    """How a hit was found. The order is that of trust: an earlier kind is preferred on the same text."""

    EXACT = 0
    REGEX = 1
    FUZZY = 2
    SOUND = 3

    @property
    def match(self) -> Match:
        """The word that packs and sheets use."""
        return Match[self.name]


class Standing(StrEnum):
    """What a hit is worth before a person looked at it: it stands, it waits (待复核), or it is coaching."""

    STANDS = "stands"
    PENDING = "pending"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class CompiledPhrase:
    """One phrase of one list, ready to be looked for. ``text`` is as the pack has it.

    ``normal``: what is compared, empty for a regex. ``edits``: the most a fuzzy or sound hit may have.
    ``excepts``: normalised phrases that excuse a hit that they cover; ``heard_excepts``: those of them that
    do so by sound too. ``rescues``: ids of the lists whose
    hits rescue one of this phrase ``within_turns`` of the same speaker; a list's own rescue phrases have the
    id ``<list>/rescue``. ``index`` is its place in the matcher. ``bounds``: where in
    its clause a hit must lie.
    """

    index: int
    list_id: str
    title: str
    family: str
    kind: PhraseKind
    clause: str
    text: str
    normal: str
    match: tuple[Match, ...]
    edits: int
    worth: Worth
    severity: PhraseSeverity
    excepts: tuple[str, ...] = ()
    heard_excepts: tuple[str, ...] = ()
    rescues: tuple[str, ...] = ()
    within_turns: int = 0
    bounds: Bounds = Bounds.ANYWHERE

    def __reduce__(self) -> tuple[object, ...]:
        return CompiledPhrase, attrgetter(*self.__slots__)(self)  # thousands are kept, and read in each run

    @property
    def is_regex(self) -> bool:
        """Whether ``text`` is a pattern."""
        return Match.REGEX in self.match

    @property
    def fuzzy(self) -> bool:
        """Whether characters may differ."""
        return Match.FUZZY in self.match and self.edits > 0

    @property
    def sound(self) -> bool:
        """Whether syllables are compared: from 3 characters on."""
        return Match.SOUND in self.match and len(self.normal) >= 3


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """One hit: ``quote`` is verbatim, ``start`` and ``end`` (not included) count characters of the turn.

    ``turn`` counts from 0. ``reported``: somebody's words told again, or denied (您说…, 我没说…, in quotation
    marks): such a hit of a banned phrase never stands by itself.
    """

    turn: int
    phrase: CompiledPhrase
    kind: HitKind
    start: int
    end: int
    edits: int
    quote: str
    reported: bool = False

    @property
    def standing(self) -> Standing:
        """Advice stays advice; what is not certain, or severe, or reported waits for an inspector."""
        return standing(self.phrase, self.kind, reported=self.reported)


def standing(phrase: CompiledPhrase, kind: HitKind, *, reported: bool = False) -> Standing:
    """What such a hit of that phrase is worth before a person looked at it. Source: semantics.md §4."""
    if phrase.worth is Worth.ADVICE:
        return Standing.ADVICE
    certain = kind in (HitKind.EXACT, HitKind.REGEX) and not reported
    if certain and phrase.worth is Worth.STANDS and phrase.severity is not PhraseSeverity.SEVERE:
        return Standing.STANDS
    return Standing.PENDING


@dataclass(frozen=True)
class Hits:
    """The hits of many turns, in columns of one length, in the order of turn, start, end, phrase.

    ``turn`` indexes ``texts``, ``phrase`` indexes ``phrases``; ``start`` and ``end`` count characters of the
    original turn; ``kind`` holds ``HitKind`` values.
    """

    texts: Sequence[str]
    phrases: tuple[CompiledPhrase, ...]
    turn: NDArray[np.int64]
    phrase: NDArray[np.int32]
    kind: NDArray[np.int8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    edits: NDArray[np.int8]
    reported: NDArray[np.bool_]

    @classmethod
    def joined(cls, texts: Sequence[str], parts: Sequence[tuple[int, "Hits"]]) -> "Hits":
        """The hits of parts of these texts, each with the number of its first text; all of one matcher."""
        columns = zip(*(one.columns for _first, one in parts), strict=True)
        turns = [one.turn + first for first, one in parts]
        _turn, *others = map(np.concatenate, columns)
        return cls(texts, parts[0][1].phrases, np.concatenate(turns), *others)

    @property
    def columns(self) -> HitColumns:
        """All but the texts and the phrases, in the order of the fields."""
        return self.turn, self.phrase, self.kind, self.start, self.end, self.edits, self.reported

    def __len__(self) -> int:
        return len(self.turn)

    def __iter__(self) -> Iterator[PhraseHit]:
        return self._between(0, len(self))

    def of_turn(self, turn: int) -> tuple[PhraseHit, ...]:
        """The hits of one turn."""
        first, last = np.searchsorted(self.turn, (turn, turn + 1))
        return tuple(self._between(int(first), int(last)))

    def of_turns(self, first: int, last: int) -> tuple[PhraseHit, ...]:
        """The hits of turns ``first`` to ``last``, the latter not included; turns keep their numbers."""
        low, high = np.searchsorted(self.turn, (first, last))
        return tuple(self._between(int(low), int(high)))

    def by_turn(self) -> Iterator[tuple[int, int, int]]:
        """Every turn that has hits, with its first row and the one after its last."""
        firsts = changes(self.turn)
        bounds = [*firsts.tolist(), len(self)]
        return zip(self.turn[firsts].tolist(), bounds, bounds[1:], strict=False)

    @cached_property
    def pending(self) -> NDArray[np.bool_]:
        """Which hits wait for an inspector."""
        found: NDArray[np.bool_] = self._standings == _STANDINGS.index(Standing.PENDING)
        return found

    @cached_property
    def stands(self) -> NDArray[np.bool_]:
        """Which hits stand by themselves."""
        found: NDArray[np.bool_] = self._standings == _STANDINGS.index(Standing.STANDS)
        return found

    @cached_property
    def _standings(self) -> NDArray[np.int8]:
        table = np.array(
            [
                [
                    [
                        _STANDINGS.index(standing(phrase, kind, reported=reported))
                        for reported in (False, True)
                    ]
                    for kind in HitKind
                ]
                for phrase in self.phrases
            ],
            dtype=np.int8,
        ).reshape(len(self.phrases), len(HitKind), 2)
        found: NDArray[np.int8] = table[self.phrase, self.kind, self.reported.astype(np.int8)]
        return found

    def _between(self, first: int, last: int) -> Iterator[PhraseHit]:
        rows = zip(
            *(
                column[first:last].tolist()
                for column in (
                    self.turn,
                    self.phrase,
                    self.kind,
                    self.start,
                    self.end,
                    self.edits,
                    self.reported,
                )
            ),
            strict=True,
        )
        for turn, phrase, kind, start, end, edits, reported in rows:
            yield PhraseHit(
                turn,
                self.phrases[phrase],
                _KINDS[kind],
                start,
                end,
                edits,
                self.texts[turn][start:end],
                reported,
            )


_KINDS = tuple(HitKind)
_STANDINGS = tuple(Standing)


def longest_hits(hits: Iterable[PhraseHit]) -> tuple[PhraseHit, ...]:
    """The hits that a deduction counts: where hits of one turn overlap, the longest counts, once.

    Of equally long ones the more trusted kind, then the leftmost, then the phrase that stands first in the
    pack. In the order of turn and start. Source: semantics.md §3 step 3.
    """
    taken: dict[int, list[PhraseHit]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.kind, hit.start, hit.phrase.index)):
        others = taken.setdefault(hit.turn, [])
        if all(hit.end <= other.start or other.end <= hit.start for other in others):
            others.append(hit)
    counted = [hit for others in taken.values() for hit in others]
    return tuple(sorted(counted, key=lambda hit: (hit.turn, hit.start)))


def without_rescued(hits: Sequence[PhraseHit], speaker_turns: Sequence[int]) -> tuple[PhraseHit, ...]:
    """The hits that nothing rescues, of one call. Source: semantics.md §4 (``rescued_by``).

    ``speaker_turns``: the turns of the speaker in order, as ``PhraseHit.turn`` counts them; hits of other
    turns neither are rescued nor rescue. A hit is rescued by any hit, pending ones too, of a rescuing list
    that comes after it in its own turn or stands in one of the next ``within_turns`` turns of the speaker.
    """
    order: Mapping[int, int] = {turn: place for place, turn in enumerate(speaker_turns)}
    rescuers: dict[str, list[PhraseHit]] = {}
    for hit in hits:
        if hit.turn in order:
            rescuers.setdefault(hit.phrase.list_id, []).append(hit)

    def is_rescued(hit: PhraseHit) -> bool:
        if hit.turn not in order:
            return False
        for name in hit.phrase.rescues:
            for other in rescuers.get(name, ()):
                later = order[other.turn] - order[hit.turn]
                if (later == 0 and other.start >= hit.end) or 0 < later <= hit.phrase.within_turns:
                    return True
        return False

    return tuple(hit for hit in hits if not is_rescued(hit))
