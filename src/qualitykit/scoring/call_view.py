"""One call as its checks see it: the turns of each role, and the phrases found in them.

Robots and notices (``Role.OTHER``) are nobody's words: they are not counted as turns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from qualitykit.model import CallFacts, Evaluation, Place, Role, Transcript
from qualitykit.scoring.evidence import Judge
from qualitykit.scoring.phrase_hits import HitKind, PhraseHit, without_rescued
from qualitykit.scoring.results import CheckOutcome

__all__ = ["NO_FACTS", "NO_TURNS", "CallView", "Setting", "Spoken"]

NO_FACTS = CallFacts()  # stands in where the sheet says nothing of the call
NO_TURNS = Transcript((), (), Place())  # stands in where there is no transcript


@dataclass(frozen=True)
class Spoken:
    """The turns of one role: ``turns`` are indices in the transcript, ``hits`` the phrases found.

    ``PhraseHit.turn`` counts the role's own turns from 0: ``turns[hit.turn]`` is the transcript's index.
    """

    role: Role
    turns: tuple[int, ...] = ()
    hits: tuple[PhraseHit, ...] = ()

    def found(self, lists: Iterable[str], *, certain: bool = False) -> Iterable[PhraseHit]:
        """Hits of these lists. ``certain``: exact ones only, where a hit is the start of a duty."""
        wanted = frozenset(lists)
        for hit in self.hits:
            if hit.phrase.list_id in wanted and not (certain and hit.kind in (HitKind.FUZZY, HitKind.SOUND)):
                yield hit

    def not_rescued(self, lists: Iterable[str]) -> tuple[PhraseHit, ...]:
        """Hits of these lists that nothing rescues."""
        wanted = frozenset(lists)
        hits = tuple(self.found(wanted))
        rescuers = {name for hit in hits for name in hit.phrase.rescues} - wanted
        if not rescuers and not any(hit.phrase.rescues for hit in hits):
            return hits
        kept = without_rescued((*hits, *self.found(rescuers)), range(len(self.turns)))
        return tuple(hit for hit in kept if hit.phrase.list_id in wanted)


@dataclass(frozen=True)
class CallView:
    """One evaluation's call. Built for the calls that a closer look is needed for."""

    call: Evaluation
    agent: Spoken
    customer: Spoken

    def spoken(self, role: str) -> Spoken:
        """The turns of ``agent`` or ``customer``."""
        return self.agent if role == Role.AGENT.value else self.customer

    @cached_property
    def transcript(self) -> Transcript:
        """The transcript, or one without turns."""
        return NO_TURNS if self.call.transcript is None else self.call.transcript

    @cached_property
    def spoken_turns(self) -> tuple[int, ...]:
        """Indices of all turns that somebody spoke, in order."""
        return tuple(sorted((*self.agent.turns, *self.customer.turns)))

    def start(self, turn: int) -> float | None:
        """When a turn begins, in seconds of the recording; None: not known."""
        return self.transcript.starts[turn] if self.transcript.starts else None

    def end(self, turn: int) -> float | None:
        """When a turn ends; None: not known."""
        return self.transcript.ends[turn] if self.transcript.ends else None

    def text(self, turn: int) -> str:
        """The words of a turn."""
        return self.transcript.texts[turn]


@dataclass(frozen=True)
class Setting:
    """What a check needs beside the call: who judges hits, the lists' titles, outcomes of other checks."""

    judge: Judge
    titles: Mapping[str, str]
    outcomes: Mapping[str, CheckOutcome]

    def names(self, lists: Iterable[str]) -> str:
        """The titles of phrase lists, in one text."""
        return "、".join(self.titles[name] for name in lists)
