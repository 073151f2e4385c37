"""Which calls a check must look at closely, for many calls at once; what the others come to. Source: §4.

A screen marks too many calls rather than too few: the closer look decides. What it leaves unmarked has the
outcome that it names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qualitykit.model import Role
from qualitykit.scoring.call_batch import CallBatch
from qualitykit.scoring.call_hearing import Asked
from qualitykit.scoring.call_view import Setting
from qualitykit.scoring.call_words import Words
from qualitykit.scoring.judging import passed, without
from qualitykit.scoring.read_back import given_in, is_said_back
from qualitykit.scoring.results import CheckOutcome
from qualitykit.scoring.scope import field_occasion
from qualitykit.scoring.speech import density_outcome
from qualitykit.standards.transcript import Anchor, Check, When

__all__ = [
    "Mask",
    "Screened",
    "alike",
    "asked_of_words",
    "lists_screened",
    "screen_demand",
    "screen_density",
    "screen_fields",
    "screen_occasion",
    "screen_rate",
    "screen_repeats_back",
    "screen_says",
    "screen_timing",
    "screen_waits",
]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Screened:
    """``outcome`` of the calls that need no closer look, ``closer`` marks the others."""

    closer: Mask
    outcome: CheckOutcome


def lists_screened(check: Check) -> Iterator[tuple[str, str]]:
    """The phrase lists that the check's screen asks for, with their role; the rest is for a closer look."""
    role = check.where.role
    for anchor in (check.where.anchor, check.when.heard):
        if anchor is not None:
            yield from ((name, anchor.role) for name in anchor.says)
    yield from ((name, Role.CUSTOMER.value) for name in check.when.farewells)
    lists: tuple[str, ...] = ()
    if check.says is not None:
        lists = check.says.lists
    elif check.density is not None:
        lists = check.density.lists
    elif check.repeats is not None:
        lists = check.repeats.allowed
    elif check.sequence is not None and check.where.anchor is None:
        lists = tuple(name for step in check.sequence.steps for name in step.says)
    yield from ((name, role) for name in lists)
    if check.repeats_back is not None:
        yield from ((name, Role.AGENT.value) for name in check.repeats_back.confirms)


def asked_of_words(check: Check) -> Asked | None:
    """What the check's screen asks of all of the customer's words."""
    rule = check.repeats_back
    return None if rule is None else Asked(Role.CUSTOMER, ("given", rule), partial(given_in, rule))


def screen_occasion(check: Check, batch: CallBatch, outcomes: NDArray[Any]) -> Mask:
    """Fill in the calls to which the check does not apply; the calls still open are returned."""
    open_calls = screen_fields(check, batch, outcomes)

    def close(mask: Mask, state: Literal["na", "unknown"], reason: str) -> None:
        outcomes[open_calls & mask] = without(check.id, state, reason)
        open_calls[mask] = False

    when = check.when
    close(batch.agent.counts == 0, "unknown", "no-transcript")
    if when.agent_turns_from is not None:
        close(batch.agent.counts < when.agent_turns_from, "na", "too-short")
    if when.farewells:
        close(_cut_off(when, batch), "na", "cut-off")
    if when.heard is not None and when.heard.says:
        close(~_heard(when.heard, batch), "na", "no-occasion")
    return open_calls


def screen_demand(
    check: Check, batch: CallBatch, known: Mapping[str, Sequence[CheckOutcome]]
) -> Screened | None:
    """What the columns tell of the demand; None: nothing, every call needs the closer look."""
    anchor = check.where.anchor
    if check.wait is not None:
        return None
    if anchor is not None:
        if anchor.says:
            return Screened(_heard(anchor, batch), without(check.id, "na", "no-occasion"))
        if anchor.check:
            some = np.array([bool(one.hits) for one in known[anchor.check]], dtype=np.bool_)
            return Screened(some, without(check.id, "na", "no-occasion"))
        gaps = batch.longer_gap(float(anchor.wait_over or 0))
        return Screened(gaps, without(check.id, "na", "no-occasion"))
    if check.says is not None and check.says.none:
        columns = batch.columns(check.where.role)
        turns = columns.turns(check.says.none, first=check.where.first, last=check.where.last)
        if check.where.role == Role.CUSTOMER.value:
            return Screened(columns.calls_of(turns) | (columns.counts == 0), passed(check.id))
        return Screened(columns.calls_of(turns), passed(check.id))
    return None


def screen_says(check: Check, batch: CallBatch) -> dict[str, Mask] | None:
    """For each list of a demand of what must be said: the calls where it is heard. None: look closer."""
    says = check.says
    if says is None or says.none or says.of or says.in_one_turn or check.where.anchor is not None:
        return None
    columns = batch.columns(check.where.role)
    return {
        name: columns.calls_of(columns.turns((name,), first=check.where.first, last=check.where.last))
        for name in says.lists
    }


def screen_waits(check: Check, batch: CallBatch, outcomes: NDArray[Any], open_calls: Mask) -> Mask:
    """Fill in the calls without a wait over the limit; what stays open needs the closer look."""
    rule = check.wait
    assert rule is not None
    sheet, queue = (
        batch.coded(name).each(_seconds, np.float64) for name in ("wait_seconds", "queue_seconds")
    )
    limit = float(rule.seconds)
    with np.errstate(invalid="ignore"):
        closer = batch.longer_gap(limit) | (sheet >= limit) | (queue >= limit)
    known = ~np.isnan(sheet) | batch.all_timed
    outcomes[open_calls & ~closer & known] = without(check.id, "na", "no-occasion")
    outcomes[open_calls & ~closer & ~known] = without(check.id, "unknown", "no-times")
    return open_calls & closer


def screen_density(
    check: Check, batch: CallBatch, setting: Setting, outcomes: NDArray[Any], open_calls: Mask
) -> Mask:
    """Fill in the calls whose hits of the words do not overlap; what stays open needs the closer look."""
    rule = check.density
    assert rule is not None
    columns = batch.columns(check.where.role)
    counts, overlapping = columns.words.tallied(rule.lists)
    hits = columns.sums(counts[columns.which])
    twice = columns.calls_of(np.flatnonzero(overlapping[columns.which]))
    keys = columns.counts * (int(hits.max(initial=0)) + 1) + hits
    for calls in alike(keys, open_calls & ~twice):
        outcome = None
        for number in calls.tolist():
            if outcome is None or outcome.hits:
                turns = int(columns.counts[number])
                outcome = density_outcome(check, batch.calls[number], setting, turns, int(hits[number]))
            if not outcome.hits:
                outcomes[calls] = outcome
                break
            outcomes[number] = outcome
    return open_calls & twice


def screen_timing(check: Check, batch: CallBatch, outcomes: NDArray[Any], open_calls: Mask) -> Mask:
    """Interruptions and silences: fill in the calls without times and those where nothing can be found."""
    timed = batch.all_timed & batch.has_ends
    if check.interrupts is not None:
        timed &= ~batch.any_turn(batch.is_customer & np.isnan(batch.ends))
        closer = _overlaps(batch, float(check.interrupts.seconds))
    else:
        assert check.silence is not None
        closer = batch.longer_gap(float(check.silence.seconds))
    outcomes[open_calls & ~timed] = without(check.id, "unknown", "no-times")
    return open_calls & timed & closer


def screen_rate(check: Check, batch: CallBatch, outcomes: NDArray[Any], open_calls: Mask) -> Mask:
    """Fill in the calls without times or with few words; what stays open lies near or beyond a limit."""
    rule = check.rate
    assert rule is not None
    size = len(batch.calls)
    places = np.flatnonzero(batch.is_agent)
    seconds = batch.ends[places] - batch.starts[places]
    with np.errstate(invalid="ignore"):
        timed = seconds > 0
    calls = batch.call_of_turn[places[timed]]
    lengths = batch.agent.words.spoken_lengths[batch.agent.which[timed]] if timed.any() else np.zeros(0)
    characters = np.bincount(calls, lengths, minlength=size)
    spoken = np.bincount(calls, seconds[timed], minlength=size)
    outcomes[open_calls & (spoken == 0)] = without(check.id, "unknown", "no-times")
    short = (spoken > 0) & (characters < rule.minimum_characters)
    outcomes[open_calls & short] = without(check.id, "na", "too-short")
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = characters * 60 / spoken
        closer = np.zeros(size, np.bool_)
        if rule.at_most is not None:
            closer |= rate > rule.at_most * 0.999
        if rule.at_least is not None:
            closer |= rate < rule.at_least * 1.001
    return open_calls & closer & ~short & (spoken > 0)


def screen_repeats_back(check: Check, batch: CallBatch, outcomes: NDArray[Any], open_calls: Mask) -> Mask:
    """Fill in the calls where nothing is given, or all of it is said back; the rest needs the closer look."""
    rule = check.repeats_back
    assert rule is not None
    agent, customer = batch.agent, batch.customer
    given = customer.words.known(("given", rule), lambda: given_in(rule, customer.words.distinct))
    is_given = customer.words.known(("is-given", rule), lambda: _among(given, customer.words))
    turns = np.flatnonzero(is_given[customer.which])
    calls = customer.call[turns]
    longest = int(batch.lengths.max(initial=0)) + 1
    # the agent's turns after each of them, as rows of the agent's columns
    first = np.searchsorted(
        agent.call * longest + agent.index, calls * longest + customer.index[turns], "right"
    )
    last = np.minimum(first + rule.within_turns, agent.offsets[calls + 1])
    heard = agent.words.heard(rule.confirms)[agent.which]
    confirms = np.concatenate(([0], np.cumsum(heard)))
    answered = last > first
    confirmed = confirms[np.maximum(last, first)] > confirms[first]
    asked, missing = np.zeros(len(batch.calls), np.bool_), np.zeros(len(batch.calls), np.bool_)
    asked[calls[answered]] = True
    for at in np.flatnonzero(answered & ~confirmed & open_calls[calls]).tolist():
        call = calls[at]
        if not missing[call]:
            said = "\n".join(agent.texts(first[at], last[at]))
            parts = given[int(customer.which[turns[at]])]
            missing[call] = not all(is_said_back(kind, what, said) for kind, what in parts)
    outcomes[open_calls & ~asked] = without(check.id, "na", "no-occasion")
    return open_calls & missing


def screen_fields(check: Check, batch: CallBatch, outcomes: NDArray[Any]) -> Mask:
    """Fill in the calls that the sheet's fields exclude; the calls still open are returned."""
    when, calls = check.when, batch.calls
    open_calls = np.ones(len(calls), np.bool_)
    used = _used_fields(when)
    if not used:
        return open_calls
    keys = np.zeros(len(calls), np.int64)
    for name in used:
        coded = batch.coded(name)
        keys = keys * len(coded.values) + coded.codes
    for some in alike(keys, open_calls):
        state, reason = field_occasion(when, calls[int(some[0])])
        if state:
            open_calls[some] = False
            outcomes[some] = without(check.id, state, reason)
    return open_calls


def alike(keys: NDArray[np.int64], among: Mask) -> Iterator[NDArray[np.int64]]:
    """The marked calls, those with equal keys together."""
    calls = np.flatnonzero(among)
    calls = calls[np.argsort(keys[calls], kind="stable")]
    sorted_keys = keys[calls]
    yield from (
        part for part in np.split(calls, np.flatnonzero(sorted_keys[1:] != sorted_keys[:-1]) + 1) if len(part)
    )


def _seconds(value: Decimal | None) -> float:
    return np.nan if value is None else float(value)


def _among(numbers: Iterable[int], words: Words) -> Mask:
    found = np.zeros(len(words.distinct), np.bool_)
    found[list(numbers)] = True
    return found


def _used_fields(when: When) -> tuple[str, ...]:
    used = {
        "kind": when.kind or when.kind_not,
        "queue": when.queue or when.queue_not,
        "department": when.department or when.department_not,
        "day": when.from_day or when.until_day,
        "rings": when.rings_from,
        "talk_seconds": when.talk_seconds_from,
    }
    return tuple(name for name, asked in used.items() if asked)


def _heard(anchor: Anchor, batch: CallBatch) -> Mask:
    columns = batch.columns(anchor.role)
    return columns.calls_of(columns.turns(anchor.says, certain=True))


def _cut_off(when: When, batch: CallBatch) -> Mask:
    size = len(batch.calls)
    ended_by = batch.coded("hung_up_by")
    by_agent = ended_by.each(lambda one: one == Role.AGENT.value, np.bool_)
    told = ended_by.each(bool, np.bool_)
    columns = batch.customer
    turns = columns.turns(when.farewells, certain=True)  # in order
    earliest = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(earliest, columns.call[turns], columns.index[turns])
    latest = np.full(size, -1, np.int64)
    np.maximum.at(latest, columns.call[turns], columns.index[turns])
    last_agent, last_customer = batch.agent.ends(last=True), columns.ends(last=True)
    spoke = (batch.agent.counts + columns.counts) > 0
    no_chance = np.where(
        told, earliest >= last_agent, (last_customer > last_agent) & (latest != last_customer)
    )
    found: Mask = no_chance & spoke & ~by_agent
    return found


def _overlaps(batch: CallBatch, seconds: float) -> Mask:
    places = batch.spoken
    before, after = places[:-1], places[1:]
    pair = batch.is_customer[before] & batch.is_agent[after]
    pair &= batch.call_of_turn[before] == batch.call_of_turn[after]
    with np.errstate(invalid="ignore"):
        pair &= batch.ends[before] - batch.starts[after] > seconds
    found = np.zeros(len(batch.calls), np.bool_)
    found[batch.call_of_turn[after[pair]]] = True
    return found
