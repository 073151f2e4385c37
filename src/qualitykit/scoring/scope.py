"""Scopes and occasions: which turns a check looks at, and whether it applies to a call at all. Source: §4."""

from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import Evaluation, Role
from qualitykit.scoring.call_view import NO_FACTS, CallView, Setting
from qualitykit.scoring.phrase_hits import PhraseHit
from qualitykit.scoring.waiting import long_waits
from qualitykit.standards.transcript import Anchor, When, Where

__all__ = ["Point", "Window", "anchor_points", "cut_off", "field_occasion", "occasion", "windows_of"]

SHORT = "no-occasion"


@dataclass(frozen=True, slots=True)
class Point:
    """Where an anchor stands: the turn's index in the transcript, whose it is, and the characters there.

    ``inclusive``: the turn itself is the first one after it (the turn that ends a wait).
    """

    turn: int
    role: str
    start: int
    end: int
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Turns of the scope's role by their number, and a part of the anchor's own turn.

    ``evidence``: index in the transcript of the turn that is shown when something is missing here.
    """

    ordinals: range
    evidence: int | None = None
    own: int | None = None
    own_from: int = 0
    own_to: int | None = None

    def holds(self, hit: PhraseHit) -> bool:
        """Whether a hit lies inside."""
        if hit.turn in self.ordinals:
            return True
        return (
            hit.turn == self.own
            and hit.start >= self.own_from
            and (self.own_to is None or hit.end <= self.own_to)
        )

    @property
    def empty(self) -> bool:
        """Whether nobody of the role spoke there: nothing can be asked of it."""
        return not self.ordinals and self.own is None


def anchor_points(anchor: Anchor, view: CallView, setting: Setting) -> tuple[Point, ...]:
    """Every place where the anchor stands, in order. Words must be exact: a doubt is the start of no duty."""
    if anchor.says:
        spoken = view.spoken(anchor.role)
        found = [
            Point(spoken.turns[hit.turn], anchor.role, hit.start, hit.end)
            for hit in spoken.found(anchor.says, certain=True)
        ]
    elif anchor.check:
        found = [
            Point(hit.turn - 1, hit.role.value, hit.start, hit.end)
            for hit in setting.outcomes[anchor.check].hits
            if hit.turn and not hit.refused and hit.worth != "advice"
        ]
    else:
        assert anchor.wait_over is not None
        found = [
            Point(view.agent.turns[wait.ordinal], Role.AGENT.value, 0, 0, inclusive=True)
            for wait in long_waits(view, anchor.wait_over, anchor.holds)
        ]
    return tuple(sorted(found, key=lambda point: (point.turn, point.start)))


def windows_of(where: Where, view: CallView, setting: Setting) -> tuple[Window, ...]:
    """The windows of the scope: one, or one for each place of its anchor. Empty: the anchor is not there."""
    turns = view.spoken(where.role).turns
    count = len(turns)
    if where.anchor is None:
        if where.first is not None:
            return (Window(range(min(where.first, count)), turns[0] if turns else None),)
        if where.last is not None:
            return (Window(range(max(0, count - where.last), count), turns[-1] if turns else None),)
        return (Window(range(count)),)
    reach = where.within_turns or 0
    return tuple(
        window
        for point in anchor_points(where.anchor, view, setting)
        if not (window := _around(where, point, turns, reach)).empty
    )


def _around(where: Where, point: Point, turns: tuple[int, ...], reach: int) -> Window:
    earlier = sum(turn < point.turn for turn in turns)
    own = earlier if earlier < len(turns) and turns[earlier] == point.turn else None
    if where.after is not None:
        first = earlier + (own is not None and not point.inclusive)
        ordinals = range(first, min(first + max(reach, int(point.inclusive)), len(turns)))
        return Window(ordinals, point.turn, own, point.end, None)
    return Window(range(max(0, earlier - reach), earlier), point.turn, own, 0, point.start)


def occasion(when: When, view: CallView, setting: Setting) -> tuple[Literal["", "na"], str]:
    """The part of the occasion that the words decide: ``("", "")`` where it arises, else state and reason."""
    if when.agent_turns_from is not None and len(view.agent.turns) < when.agent_turns_from:
        return "na", "too-short"
    if when.farewells and cut_off(when, view):
        return "na", "cut-off"
    if when.heard is not None and not anchor_points(when.heard, view, setting):
        return "na", SHORT
    return "", ""


def field_occasion(when: When, call: Evaluation) -> tuple[Literal["", "na", "unknown"], str]:
    """The part of the occasion that the sheet's fields decide: state (na, unknown) and reason, else empty."""
    facts = call.call or NO_FACTS
    unknown = ""
    fields = (
        ("kind", facts.kind, when.kind, when.kind_not),
        ("queue", facts.queue, when.queue, when.queue_not),
        ("department", call.department, when.department, when.department_not),
    )
    for name, value, wanted, unwanted in fields:
        if value and any(word in value for word in unwanted):
            return "na", f"other-{name}"
        if wanted and value and not any(word in value for word in wanted):
            return "na", f"other-{name}"
        if wanted and not value:
            unknown = f"no-{name}"
    if (when.from_day and call.day < when.from_day) or (when.until_day and call.day > when.until_day):
        return "na", "other-day"
    if when.rings_from is not None:
        if facts.rings is None:
            unknown = "no-rings"
        elif facts.rings < when.rings_from:
            return "na", SHORT
    talked = facts.talk_seconds
    if when.talk_seconds_from is not None and talked is not None and talked < when.talk_seconds_from:
        return "na", "too-short"
    return ("unknown", unknown) if unknown else ("", "")


def cut_off(when: When, view: CallView) -> bool:
    """Whether the agent had no chance to close: semantics.md §4, see ``When.farewells``."""
    ended_by = view.call.call.hung_up_by if view.call.call else None
    if ended_by == Role.AGENT.value or not view.spoken_turns:
        return False
    partings = [view.customer.turns[hit.turn] for hit in view.customer.found(when.farewells, certain=True)]
    last_agent = view.agent.turns[-1] if view.agent.turns else -1
    if ended_by:
        return not any(turn < last_agent for turn in partings)
    last = view.spoken_turns[-1]
    return last != last_agent and last not in partings
