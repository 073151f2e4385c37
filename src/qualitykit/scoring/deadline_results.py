"""What deadlines and call-backs give: each with its times, the intervals counted, and what it means.

Kept apart from ``results`` for its size; ``MonthResult`` holds these. Source: semantics.md §10.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.model import Place, Verified

__all__ = [
    "CallbackResult",
    "ComplaintLine",
    "CountedInterval",
    "DeadlineRate",
    "DeadlineResult",
    "DeadlineState",
    "DueCallback",
]

DeadlineState = Literal["met", "late", "open", "overdue", "unknown", "measured"]


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint of the register, whatever becomes of it: pending and invalid ones are no secret.

    ``id`` is the ``evaluation`` of the violation that it is, if it is one. ``received`` and ``closed`` are
    None where the register holds a day only (``received_on``, ``closed_on``) or nothing.
    """

    id: str
    number: str
    people: tuple[str, ...]
    received_on: date
    received: datetime | None
    category: str
    severity: str
    matter: str
    valid: Verified
    closed_on: date | None
    closed: datetime | None
    status: str
    place: Place


@dataclass(frozen=True, slots=True)
class CountedInterval:
    """A stretch in which the deadline's clock ran; ``end`` is not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DeadlineResult:
    """One step of one complaint or service request, against its deadline.

    ``state``: ``met``; ``late``; ``open``, still running; ``overdue``, not done and past its time at
    ``as_of``; ``unknown``, it cannot be judged, ``reason`` says why (``no-clock-part``, ``no-time-recorded``,
    ``times-out-of-order``, ``too-long-after``), and it is never late; ``measured``: no limit is set.
    ``start`` and ``end`` are None where the record holds a day only (``start_on``, ``end_on``) or nothing.
    Times in seconds on the deadline's clock: ``limit_seconds`` None where the record's own moment
    (``limit_field``) is the limit; ``late_seconds`` how far past it, 0 where it is not, None where that is
    not known to the second. ``intervals``: what was counted, up to ``end`` or, not done, up to ``as_of``.
    ``carried_from``: the month that left it undone first; ``counted_in``: the earlier month whose rate has it
    as missed, so that it is in no other rate.
    """

    id: str
    rule: str
    title: str
    clause: str
    clock: Literal["wall", "service", "working"]
    record: Literal["complaint", "request"]
    subject: str
    number: str
    people: tuple[str, ...]
    department: str
    severity: str
    place: Place
    start_on: date
    start: datetime | None
    end_on: date | None
    end: datetime | None
    due: datetime | None
    state: DeadlineState
    as_of: datetime
    limit_seconds: int | None = None
    limit_field: str = ""
    elapsed_seconds: int | None = None
    late_seconds: int | None = None
    intervals: tuple[CountedInterval, ...] = ()
    reason: str = ""
    category: str = ""
    carried_from: str = ""
    counted_in: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRate:
    """How often a deadline was kept. ``n`` = met + late + overdue; open and unknown ones are in no rate.

    ``percent`` is None where n is 0. Published with 2 places.
    """

    rule: str
    title: str
    clause: str
    n: int
    met: int
    late: int
    overdue: int
    open: int
    unknown: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class DueCallback:
    """A service request that waits for its call-back; ``due`` None: no time is set for it."""

    subject: str
    number: str
    place: Place
    due: datetime | None


@dataclass(frozen=True, slots=True)
class CallbackResult:
    """回访率: how many of the service requests due for a call-back had one.

    ``n`` are due: done, and called back or past the call-back's time. ``called`` of them had one in the way
    asked for, ``other_way`` in another one only. ``waiting``: not due yet, or not done. ``due``: the
    requests that still wait for a call-back.
    ``basis``: ``done`` or, where the register holds no day of completion at all, ``received``.
    """

    rule: str
    title: str
    clause: str
    n: int
    called: int
    other_way: int
    waiting: int
    percent: Decimal | None
    target_percent: Decimal
    met: bool | None
    basis: Literal["done", "received"]
    due: tuple[DueCallback, ...] = ()
    counted: tuple[str, ...] = ()  # ids of the requests in ``n``
