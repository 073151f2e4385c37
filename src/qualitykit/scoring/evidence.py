"""Evidence: what a check found, with a stable id, and what a person decided about it.

Which field says what (semantics.md §4, ``confirm: {score: exact, ladder: all}``):
- ``Hit.standing``: it counts against the score. An exact hit of a ``stands`` phrase does so by itself; every
  other one only after 确认.
- ``Hit.confirmed``: a person wrote 确认 beside it in the review sheet. Only this, or the inspector's own
  answer to the item of the same call, makes a violation on the ladder of it; a standing
  hit that is not confirmed is a coaching finding, never an incident.
- ``Hit.refused``: a person wrote 驳回; it counts nowhere.
What satisfies a demand is no hit: an outcome carries only what may count against the agent, or coaches.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import Evaluation, HitDecision, Role, Transcript
from qualitykit.scoring.phrase_hits import PhraseHit, Standing, longest_hits
from qualitykit.scoring.results import CheckOutcome, Hit, Part
from qualitykit.standards.transcript import Check

__all__ = ["Judge", "State", "Verdict", "counted_hits", "finding", "hit_id", "is_light", "settled"]

State = Literal["passed", "failed", "na", "unknown", "pending"]


def hit_id(call: Evaluation, check: str, phrase: str, turn: int, start: int, kind: str) -> str:
    """A short name of a hit that is the same in the next run, so that a decision finds it again.

    Made of the contact (else the evaluation) and the employee's number, the check, the phrase, the turn, the
    position and the kind of match; of no name. It begins with a letter: a spreadsheet keeps it as text.
    """
    parts = (call.contact_id or call.id, call.employee_no, check, phrase, str(turn), str(start), kind)
    return "h-" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding that is no phrase: the turn's index (None: the call as a whole), what, its parts."""

    turn: int | None
    what: str
    parts: tuple[Part, ...] = ()
    start: int = 0
    end: int | None = None  # None: the whole turn


@dataclass(frozen=True)
class Judge:
    """Makes hits of what was found, and applies the decisions of the review sheet."""

    decisions: Mapping[str, HitDecision]

    def phrase_hits(
        self, check: Check, call: Evaluation, found: Iterable[tuple[int, PhraseHit]], role: Role
    ) -> tuple[Hit, ...]:
        """Hits of phrases; the number beside each is the turn's index in the transcript."""
        made = []
        for turn, hit in found:
            worth = _worth(check, hit.standing)
            text = hit.phrase.text
            made.append(
                self._hit(
                    check, call, turn, text, text, hit.kind.match.value, worth, hit.start, hit.end, role
                )
            )
        return tuple(made)

    def measured(self, check: Check, call: Evaluation, verdict: Verdict, role: Role = Role.AGENT) -> Hit:
        """The hit of a finding that is no phrase; its evidence is the turn where it shows."""
        worth = _worth(check, Standing.STANDS)
        end = verdict.end
        if end is None:
            end = (
                len(call.transcript.texts[verdict.turn])
                if call.transcript and verdict.turn is not None
                else 0
            )
        return self._hit(
            check, call, verdict.turn, verdict.what, check.demand, "measure", worth, verdict.start, end, role
        )

    def _hit(
        self,
        check: Check,
        call: Evaluation,
        turn: int | None,
        phrase: str,
        key: str,
        kind: Literal["exact", "fuzzy", "sound", "regex", "measure"],
        worth: Literal["stands", "review", "advice"],
        start: int,
        end: int,
        role: Role,
    ) -> Hit:
        number = 0 if turn is None else turn + 1
        name = hit_id(call, check.id, key, number, start, kind)
        decision = self.decisions.get(name) if worth != "advice" else None
        transcript = call.transcript
        text = transcript.texts[turn] if transcript is not None and turn is not None else ""
        return Hit(
            id=name,
            check=check.id,
            phrase=phrase,
            kind=kind,
            worth=worth,
            turn=number,
            start=start,
            end=end,
            quote=text[start:end],
            context=text,
            second=_second(transcript, turn),
            role=role,
            standing=decision.upheld if decision else worth == "stands",
            confirmed=decision is not None and decision.upheld,
            refused=decision is not None and not decision.upheld,
            before=_neighbour(transcript, turn, -1),
            after=_neighbour(transcript, turn, 1),
            decided_by=decision.decided_by if decision else "",
            decided_on=decision.decided_on if decision else None,
            confirmed_by=decision.confirmed_by if decision else "",
        )


def counted_hits(hits: Iterable[PhraseHit]) -> tuple[PhraseHit, ...]:
    """Overlapping hits of one text count once: the longest of those that stand, then of the pending ones.

    So a doubtful longer hit never hides a certain one. Source: semantics.md §3 step 3.
    """
    taken: list[PhraseHit] = []
    every = tuple(hits)
    for level in (Standing.STANDS, Standing.PENDING, Standing.ADVICE):
        for hit in longest_hits(one for one in every if one.standing is level):
            if all(hit.turn != one.turn or hit.end <= one.start or one.end <= hit.start for one in taken):
                taken.append(hit)
    return tuple(sorted(taken, key=lambda hit: (hit.turn, hit.start)))


def settled(check: Check, hits: tuple[Hit, ...], parts: tuple[Part, ...] = ()) -> CheckOutcome:
    """The outcome that these hits make: failed if one stands, pending if one waits, else passed."""
    state: State = "passed"
    if any(hit.standing for hit in hits):
        state = "failed"
    elif any(hit.pending for hit in hits):
        state = "pending"
    return CheckOutcome(check.id, state, hits, parts)


def finding(
    judge: Judge,
    check: Check,
    call: Evaluation,
    verdicts: Iterable[Verdict],
    parts: tuple[Part, ...] = (),
    role: Role = Role.AGENT,
) -> CheckOutcome:
    """The outcome of findings that are no phrases.

    Where nobody has to decide (the check stands and names no violation) and no single turn is the evidence,
    there is no hit: the parts say what is missing, and an appeal is of the item.
    """
    every = tuple(dict.fromkeys(verdicts))
    if every and is_light(check) and all(one.turn is None for one in every):
        return CheckOutcome(check.id, "failed", (), parts)
    return settled(check, tuple(judge.measured(check, call, verdict, role) for verdict in every), parts)


def is_light(check: Check) -> bool:
    """Whether a finding of this check needs no turn as evidence, because nobody decides about it."""
    return check.violation is None and check.worth == "stands"


def _worth(check: Check, standing: Standing) -> Literal["stands", "review", "advice"]:
    if check.worth == "advice" or standing is Standing.ADVICE:
        return "advice"
    return "stands" if check.worth == "stands" and standing is Standing.STANDS else "review"


def _second(transcript: Transcript | None, turn: int | None) -> float | None:
    if transcript is None or turn is None or not transcript.starts:
        return None
    return transcript.starts[turn]


def _neighbour(transcript: Transcript | None, turn: int | None, step: int) -> str:
    if transcript is None or turn is None or not 0 <= turn + step < len(transcript.texts):
        return ""
    return transcript.texts[turn + step]
