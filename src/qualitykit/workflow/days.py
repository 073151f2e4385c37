"""A day as people type it to a command: 明天, 2026-11-23, 11月23日."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["day_of"]

_AROUND = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
    "后天": 2,
    "後天": 2,
    "昨天": -1,
    "昨日": -1,
    "yesterday": -1,
    "前天": -2,
}


def day_of(text: str, today: date) -> date | None:
    """The day that is meant; one without a year is near ``today``. None: it is no day."""
    from qualitykit.intake.dates import parse_date
    from qualitykit.model import Period

    away = _AROUND.get(text.strip().lower())
    if away is not None:
        return today + timedelta(days=away)
    around = Period("", today - timedelta(days=60), today + timedelta(days=120))
    found = parse_date(text, period=around)
    return found if isinstance(found, date) else None
