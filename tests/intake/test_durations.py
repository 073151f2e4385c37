"""Lengths of time. Source: field-lists §11."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.durations import parse_seconds


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "200",
            "200s",
            "200秒",
            "200″",
            "3'20\"",
            "3′20″",
            "3分20秒",
            "3分20",
            "3m20s",
            "0:03:20",
            "00:03:20",
        ),
        *(
            "三分二十秒",
            "3’20”",
            "２００秒",
            "3 分 20 秒",
            200,
            200.0,
            time(0, 3, 20),
            timedelta(seconds=200),
        ),
    ],
)
def test_two_hundred_seconds(raw: Raw) -> None:
    """200 seconds in all its forms."""
    assert Decimal(200) == parse_seconds(raw)


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        ("3.5分钟", "210"), ("3分", "180"), ("2小时15分", "8100"), ("1小时", "3600"), ("3分半", "210"),
        ("一个半小时", "5400"), ("半小时", "1800"), ("500ms", "0.5"), ("0", "0"), (time(), "0"),
        (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_other_lengths(raw: Raw, seconds: str) -> None:
    """Units in the text."""
    assert Decimal(seconds) == parse_seconds(raw)


@pytest.mark.parametrize(("unit", "seconds"), [("s", 3), ("min", 180), ("h", 10800), ("ms", "0.003")])
def test_the_header_gives_the_unit_of_a_bare_number(unit: str, seconds: int | str) -> None:
    """等待时长（分钟）; a unit in the cell counts more."""
    assert Decimal(seconds) == parse_seconds("3", unit=unit) == parse_seconds(3.0, unit=unit)
    assert Decimal(3) == parse_seconds("3秒", unit=unit)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("3:20", "QK210"), (time(3, 20), "QK210"), (time(0, 3), "QK210"),
        (timedelta(hours=65, minutes=20), "QK210"),
        (">180", "QK211"), ("超3分钟", "QK211"), ("约2分钟", "QK211"), ("3分钟左右", "QK211"),
        ("半天", "QK211"),
        ("不到1分钟", "QK211"), ("2-3分钟", "QK211"), ("3分多", "QK211"),
        ("很久", "QK209"), ("-5", "QK209"), (-5.0, "QK209"), ("3分80秒", "QK209"),
        ("0:70:00", "QK209"), (True, "QK209"),
    ],
)  # fmt: skip
def test_what_is_no_certain_length(raw: Raw, code: str) -> None:
    """Two readings, about so long, impossible."""
    found = parse_seconds(raw)
    assert isinstance(found, Fault)
    assert code == found.code


@pytest.mark.parametrize(
    ("raw", "seconds"), [("3:20", 200), (time(3, 20), 200), (timedelta(hours=65, minutes=20), 3920)]
)
def test_time_cells_by_the_standard(raw: Raw, seconds: int) -> None:
    """``time_cells: mm:ss`` says that 3:20 means 3 minutes 20; what has seconds stands as it is."""
    assert Decimal(seconds) == parse_seconds(raw, time_cells="mm:ss")
    assert Decimal(200) == parse_seconds(time(0, 3, 20), time_cells="mm:ss")
    assert Decimal(12_000) == parse_seconds(time(3, 20), time_cells="h:mm:ss")


def test_blank() -> None:
    """Nobody wrote anything."""
    assert parse_seconds(" ") is None


@given(st.integers(0, 86_399))
def test_every_length_survives(seconds: int) -> None:
    """In seconds, in words, as a clock with three parts."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    for text in (f"{seconds}秒", f"{hours}小时{minutes}分{rest}秒", f"{hours}:{minutes:02}:{rest:02}"):
        assert Decimal(seconds) == parse_seconds(text)


@given(st.text(max_size=10))
def test_nothing_breaks_it(text: str) -> None:
    """Any text is a length, a fault or blank."""
    assert isinstance(parse_seconds(text), Decimal | Fault | None)
