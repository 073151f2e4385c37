"""违规阶梯: what is a violation, when it counts, and what each step brings. Source: semantics.md §6."""

from typing import Annotated, Literal

from pydantic import Field

from qualitykit.standards.base import ClauseId, Effect, Id, IncidentSeverity, Rule, Text

__all__ = ["ComplaintCategory", "Gravity", "Ladder", "Step", "ViolationKind"]

StepNumber = Annotated[int, Field(ge=1, le=20)]
Gravity = Literal["slight", "middling", "grave", "gravest"]


class Step(Rule):
    """One step of the ladder. ``window_months`` overrides the ladder's for warnings of this step."""

    step: StepNumber
    id: Id
    title: Text
    clause: ClauseId
    effects: tuple[Effect, ...] = ()
    window_months: Annotated[int, Field(ge=1, le=120)] | None = None


class ViolationKind(Rule):
    """A named kind of violation. ``step``: a severe act goes at least to it (default the top).

    ``gravity``: for ladders that go by gravity.
    """

    id: Id
    title: Text
    severity: IncidentSeverity
    clause: ClauseId
    step: StepNumber | None = None
    gravity: Gravity | None = None


class ComplaintCategory(Rule):
    """A valid complaint of this category is a violation. ``words``: how registers write it."""

    id: Id
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    severity: IncidentSeverity
    clause: ClauseId
    kind: Id | None = None


class Ladder(Rule):
    """The ladder and its dates. Days are calendar days, months clamp at month ends.

    ``three_or_more``: how many steps further a case of three incidents or more goes (0 or 1).
    ``no_violation_categories``: words for complaints about something else than conduct (产品质量); a word of
    ``complaint_categories`` is a violation all the same. A valid complaint of any other word is told (QK431).
    ``ladder_confirm: all``: only what a person confirmed becomes an incident.
    """

    clause: ClauseId
    by: Literal["count", "gravity"] = "count"
    counts_after: Literal["served", "incident"] = "served"
    window_months: Annotated[int, Field(ge=1, le=120)] = 12
    three_or_more: Annotated[int, Field(ge=0, le=1)] = 0
    grace_days: Annotated[int, Field(ge=0, le=366)] = 0
    stale_days: Annotated[int, Field(ge=1, le=3660)] = 180
    proposed_same_within_days: Annotated[int, Field(ge=0, le=366)] = 7
    severe_needs_second_person: bool = True
    confirm_score: Literal["exact", "all"] = "exact"
    confirm_ladder: Literal["all", "exact"] = "all"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    gravity_steps: dict[Gravity, StepNumber] = Field(default_factory=dict)
    kinds: tuple[ViolationKind, ...] = ()
    complaint_categories: tuple[ComplaintCategory, ...] = ()
    no_violation_categories: tuple[Text, ...] = ()
    patrol_findings: IncidentSeverity | None = None  # what a failed patrol item is where it names none
