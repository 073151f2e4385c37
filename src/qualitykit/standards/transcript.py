"""话术检测: a rule that a transcript is tested with: occasion, scope, demand. Source: semantics.md §4.

``transcript.yaml`` and ``waiting.yaml`` hold ``checks:``, each a mapping of one Check. A check has exactly
one demand (``says``, ``wait``, ``answered_within`` …), may be limited by ``when`` and, for what is said, by
``where``.
"""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from qualitykit.standards.base import ClauseId, Id, Rule, Share, Text, Violates

__all__ = [
    "DEMANDS",
    "Anchor",
    "AnswerBand",
    "AnsweredWithin",
    "Check",
    "ChecksFile",
    "Density",
    "HangsUp",
    "Interrupts",
    "Rate",
    "Repeats",
    "RepeatsBack",
    "Says",
    "Sequence",
    "SequenceStep",
    "Silence",
    "Wait",
    "When",
    "Where",
]

Lists = Annotated[tuple[Id, ...], Field(min_length=1)]
Turns = Annotated[int, Field(ge=1, le=1000)]
Seconds = Annotated[Decimal, Field(ge=0, le=86_400, allow_inf_nan=False)]
Speaker = Literal["agent", "customer"]


def _only_one(rule: Rule, names: tuple[str, ...], what: str, *, least: int = 1) -> None:
    given = [name for name in names if getattr(rule, name) not in (None, ())]
    if not least <= len(given) <= 1:
        found = ", ".join(given) or "none"
        raise ValueError(
            f"{what}: give {'exactly' if least else 'at most'} one of {', '.join(names)} (found: {found})"
        )


class Anchor(Rule):
    """What a scope or an occasion starts from: words said by a role, another check's hit, or a long wait.

    ``says`` names phrase lists, ``role`` whose words they are. ``check`` names a check of the same pack whose
    hits count, refused and coaching ones excepted. ``wait_over`` in seconds: a wait as semantics.md §4 says,
    with ``holds`` as the lists of hold phrases.
    """

    says: tuple[Id, ...] = ()
    role: Speaker = "agent"
    check: Id | None = None
    wait_over: Seconds | None = None
    holds: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        _only_one(self, ("says", "check", "wait_over"), "anchor")
        if self.holds and self.wait_over is None:
            raise ValueError("anchor: holds belongs to wait_over")
        return self


class When(Rule):
    """The occasion: where it does not arise the check is N/A. What the sheet does not say → unknown.

    ``kind``, ``queue``, ``department``: one of these words is part of the field, as written; the ``…_not``
    forms exclude, and let a contact pass whose field is empty. ``from_day``/``until_day``: the contact's day,
    both included. ``rings_from``: the telephone rang at least so often. ``heard``: somebody said so.
    ``agent_turns_from``, ``talk_seconds_from``: a shorter contact is N/A (an unknown length is not shorter).
    ``farewells`` (lists of the customer's parting words): N/A where the customer cut the contact off, that is
    where the customer or the line ended it and the agent had no turn after the customer's parting words;
    where nobody recorded who ended it: the last word is the customer's and is no parting.
    """

    kind: tuple[Text, ...] = ()
    kind_not: tuple[Text, ...] = ()
    queue: tuple[Text, ...] = ()
    queue_not: tuple[Text, ...] = ()
    department: tuple[Text, ...] = ()
    department_not: tuple[Text, ...] = ()
    from_day: date | None = None
    until_day: date | None = None
    rings_from: Annotated[int, Field(ge=1, le=100)] | None = None
    heard: Anchor | None = None
    agent_turns_from: Turns | None = None
    talk_seconds_from: Seconds | None = None
    farewells: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_day and self.until_day and self.from_day > self.until_day:
            raise ValueError("when: from_day lies after until_day")
        return self


class Where(Rule):
    """The scope: whose words, and which of them. Robots and notices are never counted as turns.

    ``first``/``last``: so many turns of ``role``. ``after``/``before`` an anchor, ``within_turns`` of that
    role (0: the anchor's own turn only; the rest of that turn always belongs to it). Else: anywhere.
    """

    role: Speaker = "agent"
    first: Turns | None = None
    last: Turns | None = None
    after: Anchor | None = None
    before: Anchor | None = None
    within_turns: Annotated[int, Field(ge=0, le=1000)] | None = None

    @property
    def anchor(self) -> Anchor | None:
        """What the scope starts from, None if it does not move with the contact."""
        return self.after or self.before

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        _only_one(self, ("first", "last", "after", "before"), "where", least=0)
        if (self.within_turns is None) != (self.anchor is None):
            raise ValueError("where: within_turns belongs to after and before, and they need it")
        return self


class Says(Rule):
    """What is said: ``any`` of the lists, ``all`` of them, ``none``, or ``at_least`` so many hits of ``of``.

    ``in_one_turn``: the lists of ``all`` in one and the same turn. A pending hit satisfies the first three
    and never counts as a breach of ``none``.
    """

    any: tuple[Id, ...] = ()
    all: tuple[Id, ...] = ()
    none: tuple[Id, ...] = ()
    of: tuple[Id, ...] = ()
    at_least: Turns | None = None
    in_one_turn: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        _only_one(self, ("any", "all", "none", "of"), "says")
        if (self.at_least is None) != (not self.of):
            raise ValueError("says: at_least and of belong together")
        if self.in_one_turn and not self.all:
            raise ValueError("says: in_one_turn belongs to all")
        return self

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list that is looked for."""
        return self.any or self.all or self.none or self.of


class Wait(Rule):
    """After a wait of more than ``seconds`` the agent's next ``within_turns`` turns apologise and say why.

    ``holds``: lists of hold phrases (请稍等); the other two are lists of apologies and of reasons.
    Source: P3.wait, semantics.md §4.
    """

    seconds: Seconds = Decimal(180)
    within_turns: Turns = 2
    holds: Lists
    apologies: Lists
    reasons: Lists


class AnswerBand(Rule):
    """Up to ``at_most`` (included) the answer earns ``score``, 0 … 1."""

    at_most: Decimal
    score: Share


class AnsweredWithin(Rule):
    """Answered within so many ``rings`` or so many ``seconds`` of ringing, which are not each other.

    Above the last band, or in a band of score 0, it failed; between, it passed with the part ``score``.
    The value comes from the sheet; none there → unknown. Source: P4.tel.1, P1.con.1.
    """

    rings: tuple[AnswerBand, ...] = ()
    seconds: tuple[AnswerBand, ...] = ()

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        _only_one(self, ("rings", "seconds"), "answered_within")
        bands = self.rings or self.seconds
        limits = [band.at_most for band in bands]
        if limits != sorted(set(limits)):
            raise ValueError("answered_within: at_most must rise from band to band")
        scores = [band.score for band in bands]
        if scores != sorted(scores, reverse=True):
            raise ValueError("answered_within: a later answer cannot score more")
        return self


class Interrupts(Rule):
    """The agent speaks over the customer for more than ``seconds``; more than ``at_most`` times fails.

    ``assents``: lists of short assents (嗯, 好的); a turn made of nothing else interrupts nobody.
    """

    seconds: Seconds = Decimal(1)
    at_most: Annotated[int, Field(ge=0, le=100)] = 0
    assents: tuple[Id, ...] = ()


class Rate(Rule):
    """Speech rate of the agent in characters a minute, over turns with both times.

    Fewer than ``minimum_characters`` in all → N/A.
    """

    at_most: Annotated[int, Field(ge=1, le=2000)] | None = None
    at_least: Annotated[int, Field(ge=1, le=2000)] | None = None
    minimum_characters: Annotated[int, Field(ge=1, le=10_000)] = 100

    @model_validator(mode="after")
    def _has_limit(self) -> Self:
        if self.at_most is None and self.at_least is None:
            raise ValueError("rate: give at_most, at_least or both")
        if self.at_most is not None and self.at_least is not None and self.at_least > self.at_most:
            raise ValueError("rate: at_least is above at_most")
        return self


class Density(Rule):
    """How often words of the lists are said, per 100 turns of the role: shown for coaching (P3.sop.3c).

    ``at_most`` in hits per 100 turns; with fewer than ``minimum_turns`` turns → N/A.
    """

    lists: Lists
    at_most: Annotated[Decimal, Field(ge=0, le=100_000, allow_inf_nan=False)]
    minimum_turns: Turns = 5


class Silence(Rule):
    """The agent lets more than ``seconds`` pass after a customer's turn, without a hold phrase before it."""

    seconds: Seconds
    at_most: Annotated[int, Field(ge=0, le=100)] = 0


class Repeats(Rule):
    """The role says the same sentence ``times`` times; shorter than ``minimum_characters`` does not count.

    ``allowed``: lists whose phrases may be said as often as it takes.
    """

    times: Annotated[int, Field(ge=2, le=100)] = 3
    minimum_characters: Annotated[int, Field(ge=2, le=1000)] = 6
    allowed: tuple[Id, ...] = ()


class HangsUp(Rule):
    """Who ends the call, as the sheet says: it must be ``by``. Not said → unknown. Source: P4.tel.6."""

    by: Literal["customer", "agent"] = "customer"


class RepeatsBack(Rule):
    """What the customer gives is said back by the agent within ``within_turns`` turns.

    ``number``: at least ``digits`` digits in a row, read as figures or characters (幺 is 1); ``name``: after
    我姓, 我叫; ``address``: words with a house or a room number. ``confirms``: lists of phrases that read
    back (跟您核对一下) and satisfy by themselves. Nothing given → N/A. Source: P4.tel.5.
    """

    what: Annotated[tuple[Literal["number", "name", "address"], ...], Field(min_length=1)]
    within_turns: Turns = 6
    digits: Annotated[int, Field(ge=3, le=20)] = 7
    confirms: tuple[Id, ...] = ()


class SequenceStep(Rule):
    """One step and the lists of which one must be heard."""

    id: Id
    title: Text
    says: Lists


class Sequence(Rule):
    """Steps of a conversation; which of them are missing is a part of the outcome. Source: P3.angry.

    ``at_least``: how many must be there (default: all). ``in_order``: a step counts only after the earlier.
    """

    steps: Annotated[tuple[SequenceStep, ...], Field(min_length=2)]
    at_least: Turns | None = None
    in_order: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.at_least is not None and self.at_least > len(self.steps):
            raise ValueError("sequence: at_least is more than there are steps")
        if len({step.id for step in self.steps}) != len(self.steps):
            raise ValueError("sequence: a step id stands twice")
        return self


DEMANDS = (
    "says",
    "wait",
    "answered_within",
    "interrupts",
    "rate",
    "density",
    "silence",
    "repeats",
    "hangs_up",
    "repeats_back",
    "sequence",
    "all_of",
    "any_of",
    "not_of",
)
_WITH_WHERE = ("says", "sequence", "density", "repeats")


class Check(Rule):
    """One check; its id names the bad pattern (``no-apology-after-long-wait``).

    ``worth``: what a failure is worth. ``stands``: it stands, as far as its evidence does. ``review``: it is
    pending until a person confirms it. ``advice``: never a failure; the outcome passes and shows its hits and
    parts. ``violation``: what a failed outcome is on the ladder, once a person confirmed it.
    ``all_of``, ``any_of``, ``not_of`` combine other checks of the pack by id.
    """

    id: Id
    title: Text
    clause: ClauseId
    worth: Literal["stands", "review", "advice"] = "stands"
    violation: Violates | None = None
    when: When = Field(default_factory=When)
    where: Where = Field(default_factory=Where)
    says: Says | None = None
    wait: Wait | None = None
    answered_within: AnsweredWithin | None = None
    interrupts: Interrupts | None = None
    rate: Rate | None = None
    density: Density | None = None
    silence: Silence | None = None
    repeats: Repeats | None = None
    hangs_up: HangsUp | None = None
    repeats_back: RepeatsBack | None = None
    sequence: Sequence | None = None
    all_of: tuple[Id, ...] = ()
    any_of: tuple[Id, ...] = ()
    not_of: Id | None = None
    guide: str = ""

    @cached_property
    def demand(self) -> str:
        """The one demand that is given, by its name."""
        return next(name for name in DEMANDS if getattr(self, name) not in (None, ()))

    @property
    def combines(self) -> tuple[str, ...]:
        """Ids of the checks that this one combines, empty for a check of its own."""
        return self.all_of or self.any_of or ((self.not_of,) if self.not_of else ())

    @cached_property
    def checks_used(self) -> tuple[str, ...]:
        """Ids of all checks that must be known first."""
        anchors = (self.where.anchor, self.when.heard)
        return (*self.combines, *(one.check for one in anchors if one is not None and one.check))

    @cached_property
    def lists_used(self) -> tuple[tuple[str, str], ...]:
        """Every phrase list that the check looks for, with the role whose words are searched."""
        role = self.where.role
        found: list[tuple[str, str]] = []
        for anchor in (self.where.anchor, self.when.heard):
            if anchor is not None:
                found += [(name, anchor.role) for name in anchor.says]
                found += [(name, "agent") for name in anchor.holds]
        found += [(name, "customer") for name in self.when.farewells]
        if self.says:
            found += [(name, role) for name in self.says.lists]
        if self.wait:
            found += [
                (name, "agent") for name in (*self.wait.holds, *self.wait.apologies, *self.wait.reasons)
            ]
        if self.interrupts:
            found += [(name, "agent") for name in self.interrupts.assents]
        if self.density:
            found += [(name, role) for name in self.density.lists]
        if self.repeats:
            found += [(name, role) for name in self.repeats.allowed]
        if self.repeats_back:
            found += [(name, "agent") for name in self.repeats_back.confirms]
        if self.sequence:
            found += [(name, role) for step in self.sequence.steps for name in step.says]
        return tuple(dict.fromkeys(found))

    @model_validator(mode="after")
    def _one_demand(self) -> Self:
        _only_one(self, DEMANDS, f"check {self.id!r}")
        if self.where != Where() and self.demand not in _WITH_WHERE:
            raise ValueError(
                f"check {self.id!r}: where belongs to {', '.join(_WITH_WHERE)}, not to {self.demand}"
            )
        if self.where.anchor is not None and self.demand not in ("says", "sequence"):
            raise ValueError(
                f"check {self.id!r}: an anchor belongs to says and sequence, not to {self.demand}"
            )
        if self.demand == "density" and self.worth != "advice":
            raise ValueError(f"check {self.id!r}: a density is coaching: worth must be advice")
        if self.worth == "advice" and self.violation is not None:
            raise ValueError(f"check {self.id!r}: advice is never a violation")
        if self.id in self.checks_used:
            raise ValueError(f"check {self.id!r} refers to itself")
        return self


class ChecksFile(Rule):
    """The files ``transcript.yaml`` and ``waiting.yaml``: checks of one topic."""

    checks: tuple[Check, ...]

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        ids = [check.id for check in self.checks]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"check {twice[0]!r} stands twice")
        return self
