"""Adding months: month ends clamp."""

from datetime import date

import pytest

from qualitykit.scoring.dates import add_months


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2025, 10, 29), 12, date(2026, 10, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_month_ends_clamp(day: date, months: int, expected: date) -> None:
    """29 February plus twelve months is 28 February (semantics.md §6); past the calendar's end: its end."""
    assert expected == add_months(day, months)
