"""Times of day as people write them. Source: field-lists §11."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.clock import Clock, parse_clock


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "14:05",
            "14：05",
            "14点05分",
            "14时05分",
            "下午2:05",
            "PM 2:05",
            "2:05 PM",
            "1405",
            "14:05:00",
            "2:05pm",
        ),
        *("十四点五分", "下午两点五分", time(14, 5), 1405.0, datetime(2026, 10, 3, 14, 5)),
        *(datetime(2026, 10, 3, 14, 4, 59, 999_900), timedelta(hours=14, minutes=5)),
    ],
)
def test_five_past_two(raw: Raw) -> None:
    """14:05 in all its forms."""
    assert Clock(time(14, 5)) == parse_clock(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("24:00", Clock(time(), 1)),
        ("次日0:30", Clock(time(0, 30), 1)),
        (date(1900, 1, 1), Clock(time(), 1)),
        ("晚上12点", Clock(time(), 1)),
        ("晚上8点半", Clock(time(20, 30))),
        ("凌晨12:30", Clock(time(0, 30))),
        ("中午12点", Clock(time(12))),
        ("12:30 PM", Clock(time(12, 30))),
        ("12:30 AM", Clock(time(0, 30))),
        ("905", Clock(time(9, 5))),
        (0.5, Clock(time(12))),
        ("", None),
    ],
)
def test_other_times(raw: Raw, expected: Clock | None) -> None:
    """The end of the day, parts of the day, a fraction of it."""
    assert expected == parse_clock(raw)


@pytest.mark.parametrize(
    "raw", ["25:70", "14:60", "24:01", "上午12点", "14", "下午", "晚上3点", 3.0, True, "早班"]
)
def test_what_is_no_time(raw: Raw) -> None:
    """Impossible, or readable in two ways."""
    assert Fault("QK208") == parse_clock(raw)


def test_on_a_day() -> None:
    """24:00 is the next day's 00:00."""
    assert datetime(2026, 10, 4) == Clock(time(), 1).on(date(2026, 10, 3))


@given(st.times())
def test_every_time_survives(moment: time) -> None:
    """What is written to the second is read to the second."""
    assert Clock(moment.replace(microsecond=0)) == parse_clock(f"{moment:%H:%M:%S}")


@given(st.text(max_size=10))
def test_nothing_breaks_it(text: str) -> None:
    """Any text is a time, a fault or blank."""
    assert isinstance(parse_clock(text), Clock | Fault | None)
