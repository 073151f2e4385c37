"""Months on the calendar. Source: semantics.md §6: day-inclusive, month ends clamp."""

from calendar import monthrange
from datetime import date

__all__ = ["add_months"]


def add_months(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, its last day.

    2024-02-29 + 12 → 2025-02-28. ``months`` may be negative. Past the calendar's last year: ``date.max``.
    Source: semantics.md §6.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
