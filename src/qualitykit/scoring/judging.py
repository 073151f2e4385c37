"""One check on one call: the definition that the batch version is compared with. Source: semantics.md §4."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal

from qualitykit.scoring.call_facts import check_answered, check_hangs_up, combined
from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.read_back import check_repeats_back
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.scoring.says import check_says, check_sequence
from qualitykit.scoring.scope import field_occasion, occasion
from qualitykit.scoring.speech import (
    check_density,
    check_interrupts,
    check_rate,
    check_repeats,
    check_silence,
)
from qualitykit.scoring.waiting import check_wait
from qualitykit.standards.transcript import Check

__all__ = ["WORDLESS", "in_order", "judge_call", "passed", "without"]

_DEMANDS: dict[str, Callable[[Check, CallView, Setting], CheckOutcome]] = {
    "says": check_says,
    "wait": check_wait,
    "answered_within": check_answered,
    "interrupts": check_interrupts,
    "rate": check_rate,
    "density": check_density,
    "silence": check_silence,
    "repeats": check_repeats,
    "hangs_up": check_hangs_up,
    "repeats_back": check_repeats_back,
    "sequence": check_sequence,
    "all_of": combined,
    "any_of": combined,
    "not_of": combined,
}
# Demands that the sheet alone can answer; the others are unknown where the call has no words of the agent.
WORDLESS = frozenset({"wait", "answered_within", "hangs_up", "all_of", "any_of", "not_of"})


def judge_call(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The outcome of one check on one call; the outcomes that it refers to stand in ``setting``.

    In this order: the sheet's fields, whether there are words, the rest of the occasion, the demand.
    """
    state, reason = field_occasion(check.when, view.call)
    if state:
        return without(check.id, state, reason)
    if check.demand not in WORDLESS and not view.agent.turns:
        return without(check.id, "unknown", "no-transcript")
    state, reason = occasion(check.when, view, setting)
    if state:
        return without(check.id, state, reason)
    return _DEMANDS[check.demand](check, view, setting)


@lru_cache(maxsize=4096)
def without(check: str, state: Literal["na", "unknown"], reason: str) -> CheckOutcome:
    """A shared outcome without evidence: N/A or unknown, and why."""
    return CheckOutcome(check, state, (), (Part("reason", reason),))


@lru_cache(maxsize=4096)
def passed(check: str) -> CheckOutcome:
    """The shared outcome of a check that passed."""
    return CheckOutcome(check, "passed")


def in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks so that each comes after those that it refers to; otherwise as they stand.

    Raises ValueError for a reference to nothing or in a circle, which the reader of standards refuses.
    """
    waiting = list(checks)
    done: dict[str, Check] = {}
    while waiting:
        ready = [check for check in waiting if all(name in done for name in check.checks_used)]
        if not ready:
            raise ValueError(f"checks refer to nothing or in a circle: {[check.id for check in waiting]}")
        done.update((check.id, check) for check in ready)
        waiting = [check for check in waiting if check.id not in done]
    return tuple(done.values())
