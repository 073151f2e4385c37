"""Working hours: which moments count for a deadline's clock, and how many of them lie between two.

Exact to the second, without time zones: China has one, and no summer time. Source: semantics.md §10.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.standards.hours import DAY_MINUTES, Hours

__all__ = ["Clock", "Interval", "Workdays", "china_workday"]

Workdays = Callable[[date], bool]
"""Whether people work on a day."""

_ONE_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=3660)  # a clock that does not run for ten years never will


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in which a clock ran: from ``start`` up to ``end``, the end not included."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


def china_workday(day: date) -> bool:
    """Whether a day is worked in China: weekdays but for holidays, and the make-up days (调休上班).

    CannotRunError: the calendar has no data for that year. Source: the yearly notice of the State Council, as
    the package chinesecalendar holds it.
    """
    import chinese_calendar  # here, because the import costs time that most runs do not need

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise CannotRunError(
            _("The calendar of working days (package chinesecalendar) has no data for {year}.").format(
                year=day.year
            ),
            hint=_("Update the package: pip install --upgrade chinesecalendar"),
        ) from None


class Clock:
    """A clock that runs in some hours only; without ``hours`` it always runs.

    ``workdays`` is asked only where ``hours`` go by the statutory calendar, and only for days in question.
    """

    def __init__(self, hours: Hours | None = None, workdays: Workdays = china_workday) -> None:
        self._spans = hours.minutes if hours else ()
        self._always = hours is None
        self._every_day = hours is not None and hours.days == "every_day"
        self._open_on = frozenset(hours.open_on if hours else ())
        self._closed_on = frozenset(hours.closed_on if hours else ())
        self._workdays = workdays

    def runs_on(self, day: date) -> bool:
        """Whether the hours of this day count."""
        if day in self._open_on:
            return True
        return day not in self._closed_on and (self._always or self._every_day or self._workdays(day))

    def intervals(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The stretches from ``start`` to ``end`` in which the clock ran, in order; none before ``start``."""
        if end <= start:
            return
        if self._always:
            yield Interval(start, end)
            return
        last: Interval | None = None
        for stretch in self._stretches(start, end):
            part = Interval(stretch.start, min(stretch.end, end))
            if last is not None and last.end == part.start:
                last = Interval(last.start, part.end)
                continue
            if last is not None:
                yield last
            last = part
        if last is not None:
            yield last

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """How long the clock ran from ``start`` to ``end``; zero where ``end`` is not after ``start``."""
        return sum((part.length for part in self.intervals(start, end)), timedelta())

    def due(self, start: datetime, limit: timedelta) -> datetime:
        """The moment at which the clock has run for ``limit`` since ``start``; the limit is above zero.

        CannotRunError: the clock does not run long enough within ten years.
        """
        if self._always:
            return start + limit
        left = limit
        for stretch in self._stretches(start, start + _FARTHEST):
            if stretch.length >= left:
                return stretch.start + left
            left -= stretch.length
        raise CannotRunError(
            _("The hours of a deadline's clock never come: see deadlines.yaml."),
            hint=_("qualitykit rules check PACK"),
        )

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open stretches that end after ``start`` and begin before ``end``; neighbours stay apart."""
        day = start.date()
        if self._spans[-1][1] > DAY_MINUTES:
            day -= _ONE_DAY  # last night's hours may still run
        while (midnight := datetime.combine(day, time())) < end:
            within = [
                (midnight + timedelta(minutes=first), midnight + timedelta(minutes=last))
                for first, last in self._spans
            ]
            open_ones = [one for one in within if one[1] > start and one[0] < end]
            # the calendar is asked only for days whose hours matter
            if open_ones and self.runs_on(day):
                for first_moment, last_moment in open_ones:
                    yield Interval(max(first_moment, start), last_moment)
            day += _ONE_DAY
