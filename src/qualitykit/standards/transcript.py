"""话术检测: a rule that a transcript is tested with. Source: semantics.md §4; ``transcript.yaml``."""

from qualitykit.standards.base import ClauseId, Id, Rule, Text, Violates

__all__ = ["Check"]


class Check(Rule):
    """One check; its id names the bad pattern (``no-apology-after-long-wait``)."""

    id: Id
    title: Text
    clause: ClauseId
    violation: Violates | None = None
