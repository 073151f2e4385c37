"""Working hours, counted by hand against the calendar of 2025 and 2026, and what holds of any clock."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.errors import CannotRunError
from qualitykit.scoring.workhours import Clock, china_workday
from qualitykit.standards.hours import Hours, span_minutes

LUNCH = Hours(clause="T.res", spans=("09:00-12:00", "13:00-18:00"), days="statutory")  # 8 hours a day
PLAIN = Hours(clause="T.res", spans=("09:00-18:00",), days="statutory")  # 9 hours a day
SERVICE = Hours(clause="T.night", spans=("08:00-20:00",), days="every_day")  # 12 hours a day
NIGHT = Hours(clause="T.night", spans=("18:00-02:00",), days="every_day")  # past midnight
HOURS = {"lunch": LUNCH, "plain": PLAIN, "service": SERVICE, "night": NIGHT}


def at(text: str) -> datetime:
    """A moment, written shortly; 24:00 is the next day's midnight."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


# 国庆/中秋 2026: 10-01 … 10-07 off, 09-20 (Sun) and 10-10 (Sat) worked, 09-25 … 09-27 off
# 春节 2026: 02-15 … 02-23 off, 02-14 and 02-28 (Sat) worked
# 元旦 2026: 01-01 … 01-03 off, 01-04 (Sun) worked
# 春节 2025: 01-28 … 02-04 off, 01-26 (Sun) and 02-08 (Sat) worked
# 国庆 2025: 10-01 … 10-08 off, 09-28, 10-11
BY_HAND = [
    # an ordinary week (2026-10-12 is a Monday)
    ("plain", "2026-10-12 09:00", "2026-10-12 18:00", 9 * 60),
    ("plain", "2026-10-12 08:00", "2026-10-12 09:00", 0),
    ("plain", "2026-10-12 08:59", "2026-10-12 09:01", 1),
    ("plain", "2026-10-12 17:59", "2026-10-12 18:01", 1),
    ("plain", "2026-10-12 18:00", "2026-10-13 09:00", 0),
    ("plain", "2026-10-12 17:30", "2026-10-13 09:30", 60),
    ("plain", "2026-10-16 17:00", "2026-10-19 10:00", 120),  # Friday to Monday
    ("plain", "2026-10-17 10:00", "2026-10-18 16:00", 0),  # a weekend
    ("plain", "2026-10-12 00:00", "2026-10-19 00:00", 5 * 9 * 60),  # a whole week
    # lunch
    ("lunch", "2026-10-12 09:00", "2026-10-12 18:00", 8 * 60),
    ("lunch", "2026-10-12 12:00", "2026-10-12 13:00", 0),
    ("lunch", "2026-10-12 11:50", "2026-10-12 13:10", 20),
    ("lunch", "2026-10-12 12:15", "2026-10-12 12:45", 0),
    ("lunch", "2026-10-12 12:30", "2026-10-12 14:00", 60),
    ("lunch", "2026-10-12 10:00", "2026-10-15 10:00", 3 * 8 * 60),
    # midnight
    ("plain", "2026-10-12 23:59", "2026-10-13 00:01", 0),
    ("plain", "2026-10-12 00:00", "2026-10-13 00:00", 9 * 60),
    ("service", "2026-10-12 23:00", "2026-10-13 08:20", 20),
    ("service", "2026-10-12 19:50", "2026-10-13 08:10", 20),
    ("night", "2026-10-12 23:30", "2026-10-13 00:30", 60),
    ("night", "2026-10-13 01:00", "2026-10-13 03:00", 60),
    ("night", "2026-10-13 01:30", "2026-10-13 18:30", 60),
    ("night", "2026-10-12 00:00", "2026-10-13 00:00", 8 * 60),
    # 国庆 2026
    ("plain", "2026-09-30 17:00", "2026-10-08 10:00", 120),
    ("plain", "2026-10-01 00:00", "2026-10-08 00:00", 0),
    ("plain", "2026-10-09 17:00", "2026-10-12 10:00", 60 + 9 * 60 + 60),  # Saturday 10-10 is worked
    ("plain", "2026-10-10 09:00", "2026-10-10 18:00", 9 * 60),
    ("plain", "2026-10-11 09:00", "2026-10-11 18:00", 0),
    ("service", "2026-10-01 08:00", "2026-10-02 08:00", 12 * 60),  # open on holidays
    # 中秋 2026
    ("plain", "2026-09-20 09:00", "2026-09-20 10:00", 60),  # a Sunday worked
    ("plain", "2026-09-24 17:30", "2026-09-28 09:30", 60),
    # 春节 2026
    ("plain", "2026-02-13 17:00", "2026-02-24 10:00", 60 + 9 * 60 + 60),  # Saturday 02-14 is worked
    ("lunch", "2026-02-14 11:00", "2026-02-14 14:00", 120),
    ("plain", "2026-02-16 00:00", "2026-02-24 00:00", 0),
    ("plain", "2026-02-27 17:00", "2026-03-02 09:30", 60 + 9 * 60 + 30),  # Saturday 02-28 is worked
    # 元旦 2026, over the end of a year
    ("plain", "2025-12-31 17:00", "2026-01-04 10:00", 120),  # Sunday 01-04 is worked
    ("plain", "2026-01-01 00:00", "2026-01-04 00:00", 0),
    # 2025
    ("plain", "2025-01-26 09:00", "2025-01-26 18:00", 9 * 60),
    ("plain", "2025-01-27 17:00", "2025-02-05 10:00", 120),
    ("plain", "2025-02-08 09:00", "2025-02-08 12:00", 180),
    ("plain", "2025-09-28 09:00", "2025-09-28 10:00", 60),
    ("plain", "2025-09-30 17:59", "2025-10-09 09:01", 2),
    # no summer time: 1 h is 1 h on the days on which others change their clocks
    ("service", "2026-03-29 00:00", "2026-03-30 00:00", 12 * 60),
    ("service", "2026-10-25 00:00", "2026-10-26 00:00", 12 * 60),
]


@pytest.mark.parametrize("hours, start, end, minutes", BY_HAND)
def test_elapsed_time_is_what_a_hand_count_gives(hours: str, start: str, end: str, minutes: int) -> None:
    """Holidays, make-up days, lunch, midnight and the turn of the year."""
    assert timedelta(minutes=minutes) == Clock(HOURS[hours]).elapsed(at(start), at(end))


@pytest.mark.parametrize(
    "hours, start, minutes, due",
    [
        ("plain", "2026-10-12 10:00", 24 * 60, "2026-10-14 16:00"),  # 8 h + 9 h + 7 h
        ("lunch", "2026-10-12 09:00", 24 * 60, "2026-10-14 18:00"),
        ("plain", "2026-09-30 17:00", 24 * 60, "2026-10-10 14:00"),  # 1 + 9 (10-08) + 9 (10-09) + 5 (10-10)
        ("plain", "2026-10-10 17:00", 120, "2026-10-12 10:00"),
        ("lunch", "2026-10-12 11:50", 20, "2026-10-12 13:10"),
        ("service", "2026-10-12 22:00", 20, "2026-10-13 08:20"),  # at night: the clock starts at opening
        ("service", "2026-10-12 19:45", 30, "2026-10-13 08:15"),
        ("night", "2026-10-13 01:50", 20, "2026-10-13 18:10"),
        ("plain", "2026-10-12 09:00", 9 * 60, "2026-10-12 18:00"),
    ],
)
def test_a_limit_ends_when_the_clock_has_run_for_it(hours: str, start: str, minutes: int, due: str) -> None:
    """The moment due, across nights, lunch and holidays."""
    assert at(due) == Clock(HOURS[hours]).due(at(start), timedelta(minutes=minutes))


def test_without_hours_the_clock_always_runs() -> None:
    """Wall time needs no calendar, in whatever year."""
    clock = Clock()
    assert timedelta(hours=30) == clock.elapsed(at("2031-10-01 00:00"), at("2031-10-02 06:00"))
    assert at("2031-10-01 00:10") == clock.due(at("2031-10-01 00:00"), timedelta(minutes=10))


def test_the_intervals_counted_are_shown_in_order() -> None:
    """Each day's stretch, lunch left out, neighbours as one."""
    parts = list(Clock(LUNCH).intervals(at("2026-10-12 11:00"), at("2026-10-13 10:00")))
    assert [
        (at("2026-10-12 11:00"), at("2026-10-12 12:00")),
        (at("2026-10-12 13:00"), at("2026-10-12 18:00")),
        (at("2026-10-13 09:00"), at("2026-10-13 10:00")),
    ] == [(part.start, part.end) for part in parts]
    whole = Hours(clause="T.night", spans=("00:00-24:00",), days="every_day")
    parts = list(Clock(whole).intervals(at("2026-10-12 11:00"), at("2026-10-14 10:00")))
    assert [(at("2026-10-12 11:00"), at("2026-10-14 10:00"))] == [(part.start, part.end) for part in parts]


def test_a_house_may_close_and_open_on_days_of_its_own() -> None:
    """Its exceptions go over the calendar."""
    day, sunday = date(2026, 10, 12), date(2026, 10, 11)
    clock = Clock(PLAIN.model_copy(update={"closed_on": (day,), "open_on": (sunday,)}))
    assert timedelta() == clock.elapsed(at("2026-10-12 00:00"), at("2026-10-13 00:00"))
    assert timedelta(hours=9) == clock.elapsed(at("2026-10-11 00:00"), at("2026-10-12 00:00"))


def test_a_year_without_data_is_an_error_that_names_the_package() -> None:
    """It says which package to update, and only when such a day is needed."""
    with pytest.raises(CannotRunError) as caught:
        Clock(PLAIN).elapsed(at("2003-12-31 00:00"), at("2004-01-05 00:00"))
    assert "chinesecalendar" in caught.value.message
    assert "2003" in caught.value.message
    assert "pip install --upgrade chinesecalendar" in caught.value.hint
    # the last evening of 2003 is outside the hours, so that year is not asked for
    assert timedelta(hours=9) == Clock(PLAIN).elapsed(at("2003-12-31 18:00"), at("2004-01-02 18:00"))


def test_the_calendar_is_passed_in() -> None:
    """Whoever calls says which days are worked."""
    clock = Clock(PLAIN, lambda day: day.day % 2 == 0)
    assert timedelta(hours=18) == clock.elapsed(at("2026-10-01 00:00"), at("2026-10-05 00:00"))


def test_hours_that_never_come_are_an_error_and_no_endless_search() -> None:
    """A calendar without any working day."""
    with pytest.raises(CannotRunError):
        Clock(PLAIN, lambda _day: False).due(at("2026-10-01 00:00"), timedelta(minutes=1))


@pytest.mark.parametrize(
    "text", ["9-12", "09:00", "09:00-09:00", "25:00-26:00", "09:00-24:30", "24:00-02:00", ""]
)
def test_what_is_no_span_of_hours_is_refused(text: str) -> None:
    """Each with its reason."""
    with pytest.raises(ValueError, match=r"hours|day"):
        span_minutes(text)


@pytest.mark.parametrize(
    "spans", [("09:00-12:00", "11:59-13:00"), ("09:00-12:00", "09:00-12:00"), ("20:00-09:01", "09:00-12:00")]
)
def test_spans_that_overlap_are_refused(spans: tuple[str, ...]) -> None:
    """Also across midnight."""
    with pytest.raises(ValueError, match="overlap"):
        Hours(clause="T.res", spans=spans, days="every_day")


# --- what holds of any clock -----------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2024, 12, 20), datetime(2026, 12, 30)).map(
    lambda one: one.replace(microsecond=0)
)
CLOCKS = st.sampled_from([Clock(), *map(Clock, HOURS.values())])


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.lists(MOMENTS, min_size=3, max_size=6))
def test_adjacent_stretches_add_up_however_they_are_cut(clock: Clock, moments: list[datetime]) -> None:
    """Additive over adjacent intervals, and the same whatever the cuts between first and last."""
    moments.sort()
    pieces = sum((clock.elapsed(first, then) for first, then in pairwise(moments)), timedelta())
    assert clock.elapsed(moments[0], moments[-1]) == pieces


@settings(max_examples=60, deadline=None)
@given(CLOCKS, MOMENTS, MOMENTS)
def test_no_clock_runs_faster_than_time(clock: Clock, one: datetime, other: datetime) -> None:
    """Never more than elapsed, never less than nothing, nothing backwards."""
    start, end = sorted((one, other))
    assert timedelta() <= clock.elapsed(start, end) <= end - start
    if start < end:
        assert timedelta() == clock.elapsed(end, start)


@settings(max_examples=60, deadline=None)
@given(CLOCKS, MOMENTS, MOMENTS)
def test_the_intervals_lie_within_in_order_and_apart(clock: Clock, one: datetime, other: datetime) -> None:
    """What explain shows is what was counted."""
    start, end = sorted((one, other))
    parts = list(clock.intervals(start, end))
    edges = [edge for part in parts for edge in (part.start, part.end)]
    assert sorted(edges) == edges
    assert len(set(edges)) == len(edges)
    assert all(start <= edge <= end for edge in edges)
    assert clock.elapsed(start, end) == sum((part.length for part in parts), timedelta())


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.datetimes(datetime(2025, 1, 1), datetime(2026, 10, 1)), st.integers(1, 3 * 24 * 60))
def test_at_the_moment_due_exactly_the_limit_has_run(clock: Clock, start: datetime, minutes: int) -> None:
    """And a second before that it had not."""
    limit = timedelta(minutes=minutes)
    due = clock.due(start, limit)
    assert limit == clock.elapsed(start, due)
    assert clock.elapsed(start, due - timedelta(seconds=1)) < limit


@settings(max_examples=40, deadline=None)
@given(MOMENTS, MOMENTS)
def test_counting_minute_by_minute_gives_the_same(one: datetime, other: datetime) -> None:
    """Against a count that shares nothing with the program but the calendar."""
    start = min(one, other).replace(second=0)
    end = min(max(one, other).replace(second=0), start + timedelta(days=4))
    minutes, now = 0, start
    while now < end:
        in_hours = 9 <= now.hour < 12 or 13 <= now.hour < 18
        minutes += in_hours and china_workday(now.date())
        now += timedelta(minutes=1)
    assert timedelta(minutes=minutes) == Clock(LUNCH).elapsed(start, end)
