"""服务时间与工作时间: when the clock of a deadline runs. Source: P2.night, P2.res, semantics.md §10.

A span is written ``09:00-12:00``; lunch is the gap between two spans. ``18:00-02:00`` runs past midnight and
belongs to the day on which it begins; ``00:00-24:00`` is the whole day.
"""

import re
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from qualitykit.i18n import N_
from qualitykit.standards.base import ClauseId, Day, Rule, Text

__all__ = ["DAY_MINUTES", "Hours", "Span", "span_minutes"]

DAY_MINUTES = 24 * 60
_SPAN = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])\s*[-–—~]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])")


def span_minutes(span: str) -> tuple[int, int]:
    """First and last minute of a span, counted from the midnight on which its day begins.

    The last minute is past ``DAY_MINUTES`` where the span runs past midnight. ValueError: it is no span.
    """
    found = _SPAN.fullmatch(span.strip())
    if found is None:
        raise ValueError(N_("a span of hours is written 09:00-12:00"))
    hour, minute, to_hour, to_minute = map(int, found.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if start >= DAY_MINUTES or end > DAY_MINUTES:
        raise ValueError(N_("a day ends at 24:00"))
    if end == start:
        raise ValueError(N_("a span of hours has a length"))
    return start, end if end > start else end + DAY_MINUTES


def _span(text: str) -> str:
    span_minutes(text)
    return text


Span = Annotated[Text, AfterValidator(_span)]


class Hours(Rule):
    """The hours of a day in which a clock runs, and on which days.

    ``days``: ``statutory`` are China's working days with their make-up days, ``every_day`` all of them.
    ``closed_on`` and ``open_on``: the house's own exceptions; they go over ``days``.
    """

    clause: ClauseId
    spans: Annotated[tuple[Span, ...], Field(min_length=1, max_length=12)]
    days: Literal["statutory", "every_day"]
    closed_on: tuple[Day, ...] = ()
    open_on: tuple[Day, ...] = ()

    @property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The spans in minutes of the day, in order."""
        return tuple(sorted(span_minutes(span) for span in self.spans))

    @model_validator(mode="after")
    def _apart(self) -> Self:
        spans = self.minutes
        next_day = (spans[0][0] + DAY_MINUTES, spans[0][1] + DAY_MINUTES)
        if any(then[0] < first[1] for first, then in pairwise((*spans, next_day))):
            raise ValueError(N_("hours: two spans of the day overlap"))
        if set(self.closed_on) & set(self.open_on):
            raise ValueError(N_("hours: a day is both open and closed"))
        return self
