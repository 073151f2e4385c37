"""What checks find in many transcripts, before a rule is switched on: rates and examples, no verdict.

Findings of a scan are for coaching and for judging the rules; they make no violation, whoever the agent is.
Source: semantics.md §4 (a transcript that no inspector evaluated yields coaching findings, never incidents).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from qualitykit.frozen import dataclass
from qualitykit.model import Evaluation, Place, Role
from qualitykit.scoring.results import CheckOutcome, Hit
from qualitykit.standards.transcript import Check

__all__ = ["TOO_OFTEN", "CheckScan", "Example", "PhraseScan", "ScanResult", "Tally"]

TOO_OFTEN = Decimal("0.5")
"""Pending hits per 1,000 agent turns above which a single phrase costs inspectors more than it helps."""
_CALLS = 3
"""Calls with such a hit before anything is said: one or two hits in few calls are a high rate by chance."""


@dataclass(frozen=True, slots=True)
class Example:
    """One hit as evidence: the call, where it stands, and the hit with the turns around it."""

    contact_id: str
    place: Place
    hit: Hit | None  # None: what is missing, without a turn to point at
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckScan:
    """One check over all calls: in how many it failed, waits for a person, passed, did not apply, or could
    not be told. ``hits``, ``pending_hits``, ``advice_hits`` count hits, of which a call may have several."""

    check: str
    title: str
    clause: str
    calls: int
    failed: int
    pending: int
    passed: int
    na: int
    unknown: int
    hits: int
    pending_hits: int
    advice_hits: int
    examples: tuple[Example, ...]

    @property
    def applied(self) -> int:
        """Calls in which the occasion arose."""
        return self.failed + self.pending + self.passed

    @property
    def hit_percent(self) -> Decimal | None:
        """Calls with a finding, standing or pending, among those to which the check applied; None: none."""
        return _rounded(Fraction(100 * (self.failed + self.pending), self.applied)) if self.applied else None


@dataclass(frozen=True, slots=True)
class PhraseScan:
    """One phrase over all agent turns. ``per_1000``: hits, ``pending_per_1000``: those that wait.

    ``too_often``: these are more than ``TOO_OFTEN``, from three calls or more.
    ``found``: of a pattern, the words that it found first; empty for a phrase.
    """

    check: str
    phrase: str
    hits: int
    pending: int
    per_1000: Decimal
    pending_per_1000: Decimal
    too_often: bool
    found: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found. ``turns`` are all turns, ``agent_turns`` those of agents."""

    calls: int
    turns: int
    agent_turns: int
    checks: tuple[CheckScan, ...]
    phrases: tuple[PhraseScan, ...]


@dataclass(slots=True)
class _Counted:
    states: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    pending: int = 0
    advice: int = 0
    examples: list[Example] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)


class Tally:
    """Counts outcomes batch by batch and keeps a few examples: it does not grow with the calls.

    ``examples``: how many of each check are kept, those of phrases that were not shown yet first.
    """

    def __init__(self, checks: Sequence[Check], *, examples: int = 3) -> None:
        self._checks = tuple(checks)
        self._examples = examples
        self._counted = {check.id: _Counted() for check in checks}
        self._phrases: dict[tuple[str, str], list[int]] = {}
        self._found: dict[tuple[str, str], str] = {}  # of patterns
        self._calls = self._turns = self._agent_turns = 0

    def add(self, calls: Sequence[Evaluation], outcomes: Sequence[tuple[CheckOutcome, ...]]) -> None:
        """Count the outcomes of these calls."""
        self._calls += len(calls)
        shared: dict[int, tuple[tuple[CheckOutcome, ...], int]] = {}  # equal calls share one tuple
        for call, found in zip(calls, outcomes, strict=True):
            transcript = call.transcript
            if transcript is not None:
                self._turns += len(transcript)
                self._agent_turns += transcript.turns_of(Role.AGENT)
            before = shared.get(id(found))
            shared[id(found)] = (found, before[1] + 1 if before else 1)
            if before is None:
                for outcome in found:
                    if outcome.hits or outcome.state in ("failed", "pending"):
                        self._keep(call, outcome)
        for found, times in shared.values():
            for outcome in found:
                self._count(outcome, times)

    def result(self) -> ScanResult:
        """Everything counted so far; phrases with the most pending hits first."""
        checks = []
        for check in self._checks:
            one = self._counted[check.id]
            checks.append(
                CheckScan(
                    check.id,
                    check.title,
                    check.clause,
                    self._calls,
                    one.states["failed"],
                    one.states["pending"],
                    one.states["passed"],
                    one.states["na"],
                    one.states["unknown"],
                    one.hits,
                    one.pending,
                    one.advice,
                    tuple(one.examples),
                )
            )
        return ScanResult(self._calls, self._turns, self._agent_turns, tuple(checks), self._phrase_scans())

    def _phrase_scans(self) -> tuple[PhraseScan, ...]:
        found = []
        for (check, phrase), (hits, pending, calls) in self._phrases.items():
            waiting = Fraction(1000 * pending, self._agent_turns)
            found.append(
                PhraseScan(
                    check,
                    phrase,
                    hits,
                    pending,
                    _rounded(Fraction(1000 * hits, self._agent_turns)),
                    _rounded(waiting),
                    waiting > Fraction(TOO_OFTEN) and calls >= _CALLS,
                    self._found.get((check, phrase), ""),
                )
            )
        return tuple(sorted(found, key=lambda one: (-one.pending, -one.hits, one.check, one.phrase)))

    def _count(self, outcome: CheckOutcome, times: int) -> None:
        one = self._counted[outcome.check]
        one.states[outcome.state] += times
        waiting: set[str] = set()
        for hit in outcome.hits:
            advice = hit.worth == "advice"
            one.hits += times
            one.pending += times * hit.pending
            one.advice += times * advice
            if hit.kind != "measure" and hit.role is Role.AGENT:
                counts = self._phrases.setdefault((outcome.check, hit.phrase), [0, 0, 0])
                if hit.kind == "regex":
                    self._found.setdefault((outcome.check, hit.phrase), hit.quote)
                counts[0] += times
                counts[1] += times * hit.pending
                if hit.pending and hit.phrase not in waiting:
                    waiting.add(hit.phrase)
                    counts[2] += times

    def _keep(self, call: Evaluation, outcome: CheckOutcome) -> None:
        one = self._counted[outcome.check]
        missing = tuple(part.value for part in outcome.parts if part.name == "missing")
        place = call.transcript.place if call.transcript is not None else call.place
        for hit in outcome.hits or (None,):
            name = hit.phrase if hit is not None else "、".join(missing)
            if len(one.examples) < self._examples:
                one.examples.append(Example(call.contact_id, place, hit, missing))
                one.shown[name] += 1
            elif not one.shown[name]:
                # a phrase not shown yet takes the place of one shown twice
                for at in range(len(one.examples) - 1, -1, -1):
                    old = one.examples[at]
                    shown = old.hit.phrase if old.hit is not None else "、".join(old.missing)
                    if one.shown[shown] > 1:
                        one.shown[shown] -= 1
                        one.shown[name] += 1
                        one.examples[at] = Example(call.contact_id, place, hit, missing)
                        break


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
