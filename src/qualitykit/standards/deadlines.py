"""时限: how long each step of a complaint or a service request may take, and which call-backs are due.

``deadlines.yaml``. Source: P1.cmp.3, P1.con.2, P2.cb, P2.fwd, P2.esc, P2.res, P2.prom, P2.vis, P4.six;
semantics.md §10.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from qualitykit.i18n import N_
from qualitykit.standards.base import ClauseId, Id, Percent, Rule, Text
from qualitykit.standards.hours import Hours

__all__ = [
    "COMPLAINT_MOMENTS",
    "REQUEST_MOMENTS",
    "CallbackRule",
    "Deadline",
    "Deadlines",
    "Moment",
    "RecordKind",
    "Way",
    "When",
]

RecordKind = Literal["complaint", "request"]
Clock = Literal["wall", "service", "working"]
ComplaintMoment = Literal[
    "received_at",
    "passed_at",
    "escalated_at",
    "promised_at",
    "wanted_by",
    "answered_at",
    "closed_at",
    "callback_at",
]
RequestMoment = Literal["received_at", "promised_at", "answered_at", "done_at", "callback_at", "rechecked_at"]
Moment = ComplaintMoment | RequestMoment
Way = Literal["phone", "visit", "message", "other"]
COMPLAINT_MOMENTS: tuple[str, ...] = get_args(ComplaintMoment)
REQUEST_MOMENTS: tuple[str, ...] = get_args(RequestMoment)


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Moments = Annotated[tuple[Moment, ...], BeforeValidator(_one_or_more), Field(min_length=1)]
_Length = Annotated[Decimal, Field(gt=0, le=100_000, allow_inf_nan=False)]


class When(Rule):
    """Which records a rule is about; what is not named is about all of them, and all that is named must hold.

    ``severity``, ``valid``, ``satisfied``: as the register has them (``pending``: not decided, ``none``: no
    severity recorded). ``closed``: the complaint is closed, the request done. ``called_back``: a call-back is
    recorded. For requests only: ``sheet``, the register they stand in; ``origin``, who asked; ``kind``: one
    of these words is part of the kind of request.
    """

    severity: tuple[Literal["major", "general", "minor", "none"], ...] = ()
    valid: tuple[Literal["yes", "no", "pending"], ...] = ()
    satisfied: tuple[Literal["yes", "no", "pending"], ...] = ()
    closed: bool | None = None
    called_back: bool | None = None
    sheet: tuple[Literal["callback", "visit", "emergency"], ...] = ()
    origin: tuple[Literal["customer", "internal"], ...] = ()
    kind: tuple[Text, ...] = ()


class Deadline(Rule):
    """One step and the time it may take, from ``starts`` to ``ends`` (of several fields the first filled).

    ``within_minutes`` or ``within_hours`` on ``clock``: ``wall`` runs always, ``service`` in opening hours,
    ``working`` in working hours. ``until``: the record itself says until when (a promise); a day without a
    clock part lasts to its end. ``own_limit``: a moment of the record that replaces the length where it is
    recorded (the customer's own limit). None of them: the time is measured and shown, nothing is late.
    A record without the starting moment has no such step; exactly at the limit is in time.
    """

    id: Id
    title: Text
    clause: ClauseId
    record: RecordKind = "complaint"
    when: When = Field(default_factory=When)
    starts: Moments = ("received_at",)
    ends: Moments
    clock: Clock = "wall"
    within_minutes: _Length | None = None
    within_hours: _Length | None = None
    until: Moment | None = None
    own_limit: Moment | None = None

    @property
    def limit(self) -> timedelta | None:
        """How long the step may take, None where no length is set."""
        if self.within_minutes is not None:
            return timedelta(seconds=int(self.within_minutes * 60))
        if self.within_hours is not None:
            return timedelta(seconds=int(self.within_hours * 3600))
        return None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        lengths = (self.within_minutes, self.within_hours, self.until)
        if sum(one is not None for one in lengths) > 1:
            raise ValueError(N_("deadline: one of within_minutes, within_hours and until"))
        if self.own_limit is not None and self.limit is None:
            raise ValueError(N_("deadline: own_limit replaces a length, so there must be one"))
        known = COMPLAINT_MOMENTS if self.record == "complaint" else REQUEST_MOMENTS
        named = (*self.starts, *self.ends, *(one for one in (self.until, self.own_limit) if one))
        if any(one not in known for one in named):
            raise ValueError(N_("deadline: this kind of record has no such moment"))
        if set(self.starts) & set(self.ends):
            raise ValueError(N_("deadline: it starts and ends with the same moment"))
        return self


class CallbackRule(Rule):
    """回访: which service requests are called back, how, and which share of them at least (percent).

    ``deadline``: id of a call-back's deadline; while its time still runs, a call-back is not due. ``ways``:
    how it has to be done (empty: any way; a way that nobody recorded is not held against it).
    """

    id: Id
    title: Text
    clause: ClauseId
    when: When = Field(default_factory=When)
    ways: tuple[Way, ...] = ()
    at_least_percent: Percent
    deadline: Id | None = None


class Deadlines(Rule):
    """The clocks of a pack, its deadlines and its call-backs.

    ``service`` and ``working`` are needed where a deadline runs on them. ``look_again_after_days``: a step
    that took longer is taken for a slip of the pen and not judged.
    """

    service: Hours | None = None
    working: Hours | None = None
    look_again_after_days: Annotated[int, Field(ge=1, le=3660)] = 400
    deadlines: tuple[Deadline, ...] = ()
    callbacks: tuple[CallbackRule, ...] = ()

    def hours(self, clock: Clock) -> Hours | None:
        """The hours that a clock runs in; None: always (``wall``)."""
        return {"wall": None, "service": self.service, "working": self.working}[clock]

    @model_validator(mode="after")
    def _has_clocks(self) -> Self:
        used = {one.clock for one in self.deadlines}
        if ("service" in used and self.service is None) or ("working" in used and self.working is None):
            raise ValueError(N_("deadlines: the hours of a clock in use are missing"))
        return self
