"""Cross-checks of deadlines.yaml and records.yaml: names that are borne twice, references to nothing."""

from collections.abc import Iterator

from qualitykit.problems import Problem
from qualitykit.standards.look import Look, twice

__all__ = ["check_deadlines"]

_LISTS = (
    ("deadlines", "deadlines"),
    ("deadlines", "callbacks"),
    ("records", "required"),
    ("records", "contradictions"),
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
