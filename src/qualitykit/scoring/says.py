"""What is said, and what is not: any, all, at least so many, none; the steps of a conversation. Source: §4.

A pending hit satisfies what must be said (a greeting heard badly is a greeting) and never breaks ``none``.
"""

from collections.abc import Iterable, Sequence

from qualitykit.model import Evaluation, Role
from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.evidence import Verdict, counted_hits, finding, is_light, settled
from qualitykit.scoring.phrase_hits import PhraseHit, longest_hits
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.scoring.scope import Window, windows_of
from qualitykit.standards.transcript import Check, Says

__all__ = ["check_says", "check_sequence", "missing_lists", "missing_outcome"]


def check_says(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """The demand in every window of its scope. N/A: the anchor is not there, or nobody spoke after it."""
    says = check.says
    assert says is not None
    windows = tuple(window for window in windows_of(check.where, view, setting) if not window.empty)
    if not windows:
        reason = "no-occasion" if check.where.anchor else "no-words"
        return CheckOutcome(
            check.id, "na" if check.where.anchor else "unknown", (), (Part("reason", reason),)
        )
    if says.none:
        return _none(check, says, windows, view, setting)
    spoken = view.spoken(check.where.role)
    found = tuple(spoken.found(says.lists))
    missing = []
    for window in windows:
        lists = missing_lists(says, [hit for hit in found if window.holds(hit)])
        if lists:
            missing.append((window.evidence, lists))
    return missing_outcome(check, view.call, missing, setting)


def missing_outcome(
    check: Check, call: Evaluation, missing: Sequence[tuple[int | None, tuple[str, ...]]], setting: Setting
) -> CheckOutcome:
    """The outcome where these lists are missing, each beside the turn that shows it; none missing: passed."""
    if not missing:
        return CheckOutcome(check.id, "passed")
    light = check.where.anchor is None and is_light(check)
    verdicts = [Verdict(None if light else turn, setting.names(lists)) for turn, lists in missing]
    parts = tuple(Part("missing", verdict.what) for verdict in dict.fromkeys(verdicts))
    return finding(setting.judge, check, call, verdicts, parts, Role(check.where.role))


def missing_lists(says: Says, found: Iterable[PhraseHit]) -> tuple[str, ...]:
    """The lists of a demand that these hits leave unsatisfied, empty when it is met."""
    hits = tuple(found)
    if says.any:
        return () if hits else says.any
    if says.of:
        return () if len(longest_hits(hits)) >= (says.at_least or 1) else says.of
    heard = {hit.phrase.list_id for hit in hits}
    if says.in_one_turn:
        by_turn = {(hit.turn, hit.phrase.list_id) for hit in hits}
        if any(all((turn, name) in by_turn for name in says.all) for turn in {hit.turn for hit in hits}):
            return ()
        return tuple(name for name in says.all if name not in heard) or says.all
    return tuple(name for name in says.all if name not in heard)


def _none(
    check: Check, says: Says, windows: tuple[Window, ...], view: CallView, setting: Setting
) -> CheckOutcome:
    spoken = view.spoken(check.where.role)
    kept = spoken.not_rescued(says.none)
    inside = (hit for hit in kept if any(window.holds(hit) for window in windows))
    found = ((spoken.turns[hit.turn], hit) for hit in counted_hits(inside))
    return settled(check, setting.judge.phrase_hits(check, view.call, found, spoken.role))


def check_sequence(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """Which steps are heard in the scope, after its first anchor, and which are not. Source: P3.angry."""
    rule = check.sequence
    assert rule is not None
    window = next((one for one in windows_of(check.where, view, setting) if not one.empty), None)
    if window is None:
        reason = "no-occasion" if check.where.anchor else "no-words"
        return CheckOutcome(
            check.id, "na" if check.where.anchor else "unknown", (), (Part("reason", reason),)
        )
    spoken = view.spoken(check.where.role)
    missing: list[str] = []
    since = (-1, -1)
    for step in rule.steps:
        places = [(hit.turn, hit.start) for hit in spoken.found(step.says) if window.holds(hit)]
        if rule.in_order:
            places = [place for place in places if place > since]
        if not places:
            missing.append(step.title)
        elif rule.in_order:
            since = min(places)
    heard = len(rule.steps) - len(missing)
    parts = (
        Part("steps_heard", str(heard)),
        Part("steps", str(len(rule.steps))),
        *(Part("missing", title) for title in missing),
    )
    if heard >= (rule.at_least or len(rule.steps)):
        return CheckOutcome(check.id, "passed", (), parts)
    light = check.where.anchor is None and is_light(check)
    verdict = Verdict(None if light else window.evidence, "、".join(missing))
    return finding(setting.judge, check, view.call, (verdict,), parts, spoken.role)
