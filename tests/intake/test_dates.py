"""Dates as people write them: each row of field-lists §11, and semantics.md §9."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.dates import parse_date, parse_moment, slipped_year
from qualitykit.model import Period
from tests.intake.workbooks import FROM_26TH, JANUARY, OCTOBER

DAY = date(2026, 10, 3)


@pytest.mark.parametrize(
    "raw",
    [
        *("2026-10-03", "2026/10/3", "2026.10.3", "2026.10.03", "2026年10月3日", "2026年10月03号"),
        *("二〇二六年十月三日", "二零二六年十月三日", "2026/10/3 周六", "2026-10-03（星期六）", "20261003"),
        *(
            "26.10.3",
            "26-10-3",
            "261003",
            "26/10/3",
            "10月3日",
            "10/3",
            "10-3",
            "10.03",
            "三日",
            "3日",
            "3号",
        ),
        *("十月三日", "46298", "２０２６－１０－０３", " 2026-10-03 ", "'2026-10-03", "2026 年 10 月 3 日"),
        *("2026-10-03 00:00:00", "10月3日 周六", "03日"),
        *(DAY, 46298, 46298.0, 20261003.0, 261003, 10.03, datetime.combine(DAY, time())),
    ],
)
def test_a_day(raw: Raw) -> None:
    """3 October 2026 in all its forms, in the file of October."""
    assert DAY == parse_date(raw, period=OCTOBER)
    assert DAY == parse_moment(raw, period=OCTOBER)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-10-03 14:05:33", "2026-10-03T14:05:33"),
        ("2026-10-03T14:05:33+08:00", "2026-10-03T14:05:33"),
        ("2026-10-03T06:05:33Z", "2026-10-03T14:05:33"),
        ("2026-10-03T06:05:33.120+00:00", "2026-10-03T14:05:33"),
        ("20261003140533", "2026-10-03T14:05:33"),
        (20261003140533.0, "2026-10-03T14:05:33"),
        (202610031405, "2026-10-03T14:05:00"),
        ("1791007533", "2026-10-03T14:05:33"),
        (1791007533, "2026-10-03T14:05:33"),
        ("1791007533000", "2026-10-03T14:05:33"),
        ("46298.587", "2026-10-03T14:05:17"),
        (46298.587, "2026-10-03T14:05:17"),
        ("2026年10月3日 下午2:05", "2026-10-03T14:05:00"),
        ("2026年10月3日14时05分", "2026-10-03T14:05:00"),
        ("2026-10-3 2:05 PM", "2026-10-03T14:05:00"),
        ("10月3日 14：05", "2026-10-03T14:05:00"),
        ("2026-10-03 24:00", "2026-10-04T00:00:00"),
        ("2026-10-03 次日0:30", "2026-10-04T00:30:00"),
        (datetime(2026, 10, 3, 14, 5, 32, 999_700), "2026-10-03T14:05:33"),
    ],
)
def test_a_moment(raw: Raw, expected: str) -> None:
    """Date and time to the second; platforms' seconds since 1970 are Beijing time."""
    moment = datetime.fromisoformat(expected)
    assert moment == parse_moment(raw, period=OCTOBER)
    assert moment.date() == parse_date(raw, period=OCTOBER)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("备注", "QK201"), ("3", "QK201"), (3.0, "QK201"), (True, "QK201"), ("123456789", "QK201"),
        (10.3, "QK202"), (1.2, "QK202"), ("3/10/2026", "QK202"),
        ("9月31日", "QK203"), ("2026-02-30", "QK203"), ("0000-00-00", "QK203"), ("1900-01-00", "QK203"),
        (date(1900, 1, 3), "QK203"), ("2月29日", "QK203"), ("32日", "QK203"), ("10月0日", "QK203"),
        ("2026/10/3 周五", "QK204"), ("10月3日（星期天）", "QK204"),
        ("10.1-10.3", "QK205"), ("10月上旬", "QK205"), ("上周五", "QK205"), ("国庆期间", "QK205"),
        ("10月1日-3日", "QK205"), ("10/1~10/3", "QK205"), ("2026年10月", "QK205"), ("202610", "QK205"),
        ("十月", "QK205"), ("2026Q3 第40周", "QK205"), ("10月3日左右", "QK205"), ("10.1、10.3", "QK205"),
        ("27/10/3", "QK206"),
        (time(14, 5), "QK228"), (time(), "QK228"), ("14:05", "QK228"), (0.587, "QK228"),
        ("2026-10-03 25:70", "QK208"),
    ],
)  # fmt: skip
def test_what_is_not_one_day(raw: Raw, code: str) -> None:
    """Impossible, vague, contradictory or readable in two ways: a Problem, never a guess."""
    found = parse_date(raw, period=OCTOBER)
    assert isinstance(found, Fault)
    assert code == found.code


def test_two_readings_are_named() -> None:
    """10.3 as a number: 3 October, or 30 October that lost its zero. 10.4 can only be one."""
    found = parse_date(10.3, period=OCTOBER)
    assert isinstance(found, Fault)
    assert {"first": "10月3日", "second": "10月30日"} == dict(found.params)
    assert date(2026, 10, 4) == parse_date(10.4, period=OCTOBER)
    assert date(2026, 10, 25) == parse_date(10.25, period=OCTOBER)


def test_a_csv_may_have_lost_the_zero_too() -> None:
    """Typed text 10.3 is the third; the same in a .csv may have been the number 10.30."""
    assert DAY == parse_date("10.3", period=OCTOBER)
    found = parse_date("10.3", period=OCTOBER, typed=False)
    assert isinstance(found, Fault)
    assert "QK202" == found.code
    assert date(2026, 10, 30) == parse_date("10.30", period=OCTOBER, typed=False)


@pytest.mark.parametrize("raw", ["10月3日", "3日", "10/3", "26/10/3", "261003", "26.10.3", 10.25])
def test_without_a_period_the_year_is_not_guessed(raw: Raw) -> None:
    """Nothing says which year."""
    found = parse_date(raw)
    assert isinstance(found, Fault)
    assert "QK206" == found.code


@pytest.mark.parametrize(
    ("raw", "period", "expected"),
    [
        ("12月30日", JANUARY, date(2025, 12, 30)),
        ("1月31日", JANUARY, date(2026, 1, 31)),
        ("2月1日", JANUARY, date(2025, 2, 1)),
        ("11/3", OCTOBER, date(2025, 11, 3)),
        ("28日", FROM_26TH, date(2026, 9, 28)),
        ("25日", FROM_26TH, date(2026, 10, 25)),
        ("25.12.30", JANUARY, date(2025, 12, 30)),
    ],
)
def test_without_a_year_the_latest_not_after_the_months_end(raw: str, period: Period, expected: date) -> None:
    """December rows in a January file are of the year before. Source: semantics.md §9."""
    assert expected == parse_date(raw, period=period)


def test_dates_since_1904() -> None:
    """Bare serial numbers of such a workbook count 1462 days later, as text too."""
    assert DAY == parse_date(46298 - 1462, date_1904=True)
    assert DAY == parse_date("44836", date_1904=True)
    assert DAY == parse_date(DAY, date_1904=True)


def test_the_year_of_typing() -> None:
    """12-30 typed in January carries the next year: after the period, a year earlier inside."""
    december = Period("2025-12", date(2025, 12, 1), date(2025, 12, 31))
    assert Fault("QK207", (("month", "2025-12"),)) == slipped_year(date(2026, 12, 30), december)
    assert slipped_year(date(2025, 12, 30), december) is None
    assert slipped_year(date(2026, 1, 2), december) is None


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\n"])
def test_blank(raw: str) -> None:
    """Nobody wrote anything."""
    assert parse_date(raw, period=OCTOBER) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_every_full_writing(day: date) -> None:
    """ISO, Chinese, digits and Excel's serial number are the same day."""
    serial = (day - date(1899, 12, 30)).days
    for raw in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        serial,
        str(serial),
    ):
        assert day == parse_date(raw)


@given(st.text(max_size=12))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    """Any text is a day, a fault or blank."""
    assert isinstance(parse_moment(text, period=OCTOBER), date | Fault | None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_breaks_it(number: float) -> None:
    """Any number is a day or a fault."""
    assert isinstance(parse_moment(number, period=OCTOBER), date | Fault)


def test_a_length_of_time_is_no_date() -> None:
    """30:00 in a date column."""
    assert isinstance(parse_date(timedelta(hours=30)), Fault)
