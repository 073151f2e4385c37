"""Cross-checks of deadlines.yaml, records.yaml, indicators.yaml: names borne twice, references to nothing."""

from collections.abc import Iterator

from qualitykit.problems import Problem
from qualitykit.standards.look import Look, twice

__all__ = ["check_deadlines", "check_indicators"]

_LISTS = (
    ("deadlines", "deadlines"),
    ("deadlines", "callbacks"),
    ("records", "required"),
    ("records", "contradictions"),
    ("indicators", "indicators"),
    ("indicators", "goals"),
)


def check_deadlines(look: Look) -> Iterator[Problem]:
    """QK531 a call-back whose deadline does not exist, QK532 an id that stands twice in its list."""
    for path in _LISTS:
        if path[0] in look.written.mapping:
            node = look.at(*path)
            entries = [one.mapping["id"] for one in node.items if "id" in one.mapping]
            yield from twice([(one.text, one.place) for one in entries], "id")
    if look.parts.deadlines is None:
        return
    known = look.ids("deadlines", "deadlines")
    for index, callback in enumerate(look.parts.deadlines.callbacks):
        if callback.deadline is not None:
            place = look.place("deadlines", "callbacks", index, "deadline")
            yield from look.named("deadline", callback.deadline, known, place)


def check_indicators(look: Look) -> Iterator[Problem]:
    """QK531 a goal whose indicator does not exist, or an invitation that no check looks for."""
    topic = look.parts.indicators
    if topic is None:
        return
    known = look.ids("indicators", "indicators")
    for index, goal in enumerate(topic.goals):
        place = look.place("indicators", "goals", index, "indicator")
        yield from look.named("indicator", goal.indicator, known, place)
    if topic.invitation_check is not None:
        place = look.place("indicators", "invitation_check")
        yield from look.named("check", topic.invitation_check, look.ids("checks"), place)
