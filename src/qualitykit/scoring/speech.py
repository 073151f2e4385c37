"""How the agent speaks: interruptions, speed, silence, repetition, how often words fall. Source: §4."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from qualitykit.model import Evaluation, Role
from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.evidence import Verdict, finding
from qualitykit.scoring.normalise import END, normalise
from qualitykit.scoring.phrase_hits import longest_hits
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.scoring.waiting import times_known
from qualitykit.standards.transcript import Check

__all__ = [
    "check_density",
    "check_interrupts",
    "check_rate",
    "check_repeats",
    "check_silence",
    "density_outcome",
    "spoken_characters",
]


def check_interrupts(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The agent's turns that begin while the customer speaks, for longer than the limit.

    A turn of nothing but short assents (嗯, 好的) interrupts nobody. Unknown: the turns carry no start and
    end. Source: P1.cmp.1.
    """
    rule = check.interrupts
    assert rule is not None
    transcript = view.transcript
    if (
        not transcript.ends
        or not times_known(view)
        or any(view.end(turn) is None for turn in view.customer.turns)
    ):
        return _unknown(check, "no-times")
    customers = frozenset(view.customer.turns)
    numbers = {turn: number for number, turn in enumerate(view.agent.turns)}
    verdicts: list[Verdict] = []
    parts: list[Part] = []
    for before, turn in zip(view.spoken_turns, view.spoken_turns[1:], strict=False):
        if before not in customers or turn in customers:
            continue
        start, since, until, end = view.start(turn), view.start(before), view.end(before), view.end(turn)
        if start is None or since is None or until is None or start < since:
            continue
        overlap = (until if end is None else min(until, end)) - start
        if overlap > float(rule.seconds) and not _assents(view, numbers[turn], rule.assents):
            verdicts.append(Verdict(turn, check.title))
            parts.append(Part("overlap_seconds", _short(overlap), "seconds"))
    if len(verdicts) <= rule.at_most:
        return CheckOutcome(check.id, "passed")
    return finding(setting.judge, check, view.call, verdicts, tuple(parts))


def check_rate(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The agent's characters a minute. Unknown: no turn with start and end. N/A: too few characters."""
    rule = check.rate
    assert rule is not None
    characters, seconds = 0, Fraction(0)
    for turn in view.agent.turns:
        start, end = view.start(turn), view.end(turn)
        if start is not None and end is not None and end > start:
            characters += spoken_characters(view.text(turn))
            seconds += Fraction(end) - Fraction(start)
    if not seconds:
        return _unknown(check, "no-times")
    if characters < rule.minimum_characters:
        return CheckOutcome(check.id, "na", (), (Part("reason", "too-short"),))
    rate = Fraction(characters * 60) / seconds
    parts = (Part("characters_a_minute", _short(rate)),)
    too_fast = rule.at_most is not None and rate > rule.at_most
    too_slow = rule.at_least is not None and rate < rule.at_least
    if not too_fast and not too_slow:
        return CheckOutcome(check.id, "passed")
    return finding(setting.judge, check, view.call, (Verdict(None, check.title),), parts)


def spoken_characters(text: str) -> int:
    """Characters that are spoken: Chinese ones, letters and digits; no punctuation, no blank."""
    return sum(map(str.isalnum, text))


def check_silence(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The customer's turns that the agent leaves unanswered for too long. Unknown: no times."""
    rule = check.silence
    assert rule is not None
    if not view.transcript.ends or not times_known(view):
        return _unknown(check, "no-times")
    customers = frozenset(view.customer.turns)
    verdicts: list[Verdict] = []
    parts: list[Part] = []
    for before, turn in zip(view.spoken_turns, view.spoken_turns[1:], strict=False):
        start, until = view.start(turn), view.end(before)
        if before not in customers or turn in customers or start is None or until is None:
            continue
        if start - until > float(rule.seconds):
            verdicts.append(Verdict(turn, check.title))
            parts.append(Part("silence_seconds", _short(start - until), "seconds"))
    if len(verdicts) <= rule.at_most:
        return CheckOutcome(check.id, "passed")
    return finding(setting.judge, check, view.call, verdicts, tuple(parts))


def check_repeats(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The same sentence said as often as the limit; turns in which an allowed phrase stands are left out."""
    rule = check.repeats
    assert rule is not None
    spoken = view.spoken(check.where.role)
    allowed = {hit.turn for hit in spoken.found(rule.allowed)}
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, turn in enumerate(spoken.turns):
        if number in allowed:
            continue
        for sentence in normalise(view.text(turn)).text.split(END):
            if len(sentence) >= rule.minimum_characters:
                places[sentence].append(turn)
    often = [turns for turns in places.values() if len(turns) >= rule.times]
    verdicts = [Verdict(turns[rule.times - 1], check.title) for turns in often]
    parts = tuple(Part("times", str(len(turns))) for turns in often)
    return finding(setting.judge, check, view.call, verdicts, parts, spoken.role)


def check_density(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """How many of the words fall in 100 turns; coaching, so it always passes. N/A: too few turns."""
    rule = check.density
    assert rule is not None
    spoken = view.spoken(check.where.role)
    turns = len(spoken.turns)
    hits = len(longest_hits(spoken.found(rule.lists))) if turns >= rule.minimum_turns else 0
    return density_outcome(check, view.call, setting, turns, hits)


def density_outcome(check: Check, call: Evaluation, setting: Setting, turns: int, hits: int) -> CheckOutcome:
    """The outcome for so many hits in so many turns: above the limit it shows one hit for coaching."""
    rule = check.density
    assert rule is not None
    if turns < rule.minimum_turns:
        return CheckOutcome(check.id, "na", (), (Part("reason", "too-short"),))
    rate = Fraction(100 * hits, turns)
    above = rate > Fraction(rule.at_most)
    parts = (
        Part("hits", str(hits)),
        Part("turns", str(turns)),
        Part("per_100_turns", _short(rate)),
        Part("above", "yes" if above else "no"),
    )
    verdicts = (Verdict(None, check.title),) if above else ()
    return finding(setting.judge, check, call, verdicts, parts, Role(check.where.role))


def _assents(view: CallView, ordinal: int, lists: tuple[str, ...]) -> bool:
    text = view.text(view.agent.turns[ordinal])
    left = list(text)
    for hit in view.agent.found(lists):
        if hit.turn == ordinal:
            left[hit.start : hit.end] = [" "] * (hit.end - hit.start)
    return not normalise("".join(left)).text.replace(END, "")


def _unknown(check: Check, reason: str) -> CheckOutcome:
    return CheckOutcome(check.id, "unknown", (), (Part("reason", reason),))


def _short(value: float | Fraction) -> str:
    exact = Fraction(value)
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{number.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
