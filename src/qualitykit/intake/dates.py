"""Dates, and dates with a time, as people write them. Source: field-lists §11, semantics.md §9.

What can be read in two ways is not read. A date without a year is the latest one not after the month's end.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from qualitykit.intake.cells import Fault, Raw, decimal_of, digits_of_chinese, plain
from qualitykit.intake.clock import Clock, parse_clock, rounded
from qualitykit.model import Period

__all__ = ["parse_date", "parse_moment", "slipped_year"]

_BEIJING = timezone(timedelta(hours=8))
_EPOCH = date(1899, 12, 30)
_DAYS_1904 = 1462
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050  # 1950-01-01 … 2099-12-31
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_WEEKDAYS = "一二三四五六日"

_WEEKDAY = re.compile(r"\(?(?<![上本下这每])(?:星期|周|礼拜)([一二三四五六日天])\)?")
_VAGUE = re.compile(
    r"[一二三四五六七八九十]{1,2}月份?$|[上中下]旬|[上本下这每]个?(?:周|星期|礼拜|月)|周末|月[初中底末]|期间|假"
    r"|左右|前后|约|大概|[~至到—–、,;]|今天|昨天|前天|季度|半年|第\d+周"
)
_RANGE = re.compile(r".*\d[日号]?-\d{1,2}(?:[./月]\d{1,2})?[日号]?")
_MONTH_ONLY = re.compile(
    r"(?:\d{4}[-/.年]?)?(?:0?[1-9]|1[0-2])月份?|\d{4}[-/.年](?:0?[1-9]|1[0-2])|\d{4}(?:0[1-9]|1[0-2])|\d{4}年?"
)
_YMD = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
_SHORT_YMD = re.compile(r"(\d{2})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]")
_CHINESE = re.compile(
    r"(?:([〇○零一二三四五六七八九]{4}|[〇○零一二三四五六七八九]{2})年)?"
    r"(?:([一二三四五六七八九十]{1,2})月)?([一二三四五六七八九十廿卅]{1,3})[日号]"
)
_CLOCK_PART = re.compile(
    r"(?:(?<=[\d日号])[T ]|(?<=[日号])|\s)\s*"
    r"((?:次日|上午|中午|下午|凌晨|早上|晚上|[ap]\.?m\.?\s*)?\s*\d{1,2}\s*[:点时].*)$",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})$")


def parse_date(
    raw: Raw, *, period: Period | None = None, date_1904: bool = False, typed: bool = True
) -> date | Fault | None:
    """A day, in any of the ways people write it; of a date with a time its day.

    ``period`` gives the year (and month) where they are not written; without it such dates are not read.
    ``date_1904``: bare serial numbers count from 1904. ``typed`` False: the text comes from a .csv, where
    ``10.3`` may have been a number. None: blank. Problems: QK201–QK206, QK228.
    """
    if type(raw) is date:
        return raw if raw.year >= _FIRST_YEAR else Fault("QK203")
    moment = parse_moment(raw, period=period, date_1904=date_1904, typed=typed)
    return moment.date() if isinstance(moment, datetime) else moment


def parse_moment(
    raw: Raw, *, period: Period | None = None, date_1904: bool = False, typed: bool = True
) -> datetime | date | Fault | None:
    """A date with its time of day, to the second; a plain date where no clock part is written.

    Midnight to the second in a date-and-time cell, or as 00:00:00, is what programs write for a date without
    a time: it is given as a date. Seconds and milliseconds since 1970 are Beijing time. Arguments and
    Problems as for ``parse_date``, and QK208.
    """
    if isinstance(raw, str):
        return _of_text(raw, period, date_1904, typed)
    if isinstance(raw, datetime):
        moment = rounded(raw)
        if moment.year < _FIRST_YEAR:
            return Fault("QK203")
        return moment if moment.time() != time() else moment.date()
    if isinstance(raw, date):
        return raw if raw.year >= _FIRST_YEAR else Fault("QK203")
    if isinstance(raw, time | timedelta):
        return Fault("QK228")
    if isinstance(raw, bool):
        return Fault("QK201")
    return _of_number(raw, period, date_1904)


def slipped_year(day: date, period: Period) -> Fault | None:
    """The Fault (QK207) of a date that lies after the period and a year earlier would lie inside it.

    Excel adds the year of typing to 12-30: December rows typed in January carry the next year.
    """
    if day <= period.last_day:
        return None
    try:
        earlier = day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return None
    return Fault("QK207", (("month", period.month),)) if earlier in period else None


# --- numbers -------------------------------------------------------------------------------------------


def _of_number(number: float, period: Period | None, date_1904: bool) -> datetime | date | Fault:
    if number == int(number):
        return _of_digits(str(int(number)), period, date_1904)
    if 0 < number < 1:
        return Fault("QK228")
    if _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        return _of_serial(number, date_1904)
    return _month_point_day(str(decimal_of(number)), period)


def _of_serial(number: float, date_1904: bool) -> datetime | date:
    moment = datetime.combine(_EPOCH, time()) + timedelta(days=number + (_DAYS_1904 if date_1904 else 0))
    moment = rounded(moment)
    return moment if moment.time() != time() else moment.date()


def _month_point_day(text: str, period: Period | None) -> date | Fault:
    """10.3 as a number: 3 October, or 30 October that lost its zero."""
    month, _point, day = text.partition(".")
    if not (month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and len(day) <= 2):
        return Fault("QK201")
    first = _without_year(int(month), int(day), period)
    if len(day) == 1 and day in "123":
        second = _without_year(int(month), int(day) * 10, period)
        if not isinstance(second, Fault) or second.code == "QK206":
            readings = (("first", f"{month}月{day}日"), ("second", f"{month}月{day}0日"))
            return Fault("QK202", readings)
    return first


def _of_digits(text: str, period: Period | None, date_1904: bool) -> datetime | date | Fault:
    number, length = int(text), len(text)
    if length == 8:
        return _day(number // 10_000, number // 100 % 100, number % 100)
    if length in (12, 14):
        day = _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
        clock = parse_clock(f"{text[8:10]}:{text[10:12]}:{text[12:] or '00'}")
        return _together(day, clock)
    if length in (10, 13):
        seconds = number if length == 10 else number // 1000
        moment = datetime.fromtimestamp(seconds, _BEIJING).replace(tzinfo=None)
        return moment if 2000 <= moment.year <= _LAST_YEAR else Fault("QK201")
    if length == 6:
        if 1950 <= int(text[:4]) <= _LAST_YEAR and 1 <= int(text[4:]) <= 12:
            return Fault("QK205")  # 202610 is a month
        return _short_year(int(text[:2]), int(text[2:4]), int(text[4:]), period)
    if length == 5 and _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _of_serial(number, date_1904)
    if length == 4 and 1950 <= number <= _LAST_YEAR:
        return Fault("QK205")
    return Fault("QK203") if length < 5 and number == 0 else Fault("QK201")


# --- text ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def _of_text(raw: str, period: Period | None, date_1904: bool, typed: bool) -> datetime | date | Fault | None:
    text = " ".join(plain(raw).removeprefix("'").split())
    if not text:
        return None
    if text.isdigit():
        return _of_digits(text, period, date_1904) if len(text) <= 14 else Fault("QK201")
    text, weekday = _without_weekday(text)
    text, zone = _without_zone(text)
    clock: Clock | Fault | None = None
    if part := _CLOCK_PART.search(text):
        text, clock = text[: part.start()], parse_clock(part[1])
    elif re.search(r"[:点时]|[ap]m", text, re.IGNORECASE) and isinstance(parse_clock(text), Clock):
        return Fault("QK228")
    day = _day_of_text(text.replace(" ", ""), period, date_1904, typed)
    if isinstance(day, datetime):
        return day
    if isinstance(day, Fault):
        return day
    if weekday is not None and day.weekday() != weekday:
        return Fault("QK204", (("weekday", f"星期{_WEEKDAYS[day.weekday()]}"),))
    moment = _together(day, clock)
    if zone is not None and isinstance(moment, datetime):
        return (moment - zone).replace(tzinfo=None) + timedelta(hours=8)
    return moment


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = _WEEKDAY.search(text)
    if match is None:
        return text, None
    rest = " ".join((text[: match.start()] + " " + text[match.end() :]).split())
    return rest, _WEEKDAYS.index(match[1].replace("天", "日"))


def _without_zone(text: str) -> tuple[str, timedelta | None]:
    match = _ZONE.search(text) if ":" in text else None
    if match is None or (match[1] != "Z" and "T" not in text and text.count(":") < 2):
        return re.sub(r"(:\d{2})\.\d+$", r"\1", text), None
    if match[1] == "Z":
        return text[: match.start()], timedelta(0)
    hours, minutes = int(match[1][1:3]), int(match[1][-2:])
    zone = timedelta(hours=hours, minutes=minutes)
    return text[: match.start()], -zone if match[1].startswith("-") else zone


def _together(day: date | Fault, clock: Clock | Fault | None) -> datetime | date | Fault:
    if isinstance(day, Fault) or clock is None:
        return day
    if isinstance(clock, Fault):
        return clock
    return clock.on(day) if clock.days or clock.at != time() else day


def _day_of_text(text: str, period: Period | None, date_1904: bool, typed: bool) -> datetime | date | Fault:
    if match := _YMD.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT_YMD.fullmatch(text):
        return _short_year(int(match[1]), int(match[2]), int(match[3]), period)
    if match := _MONTH_DAY.fullmatch(text):
        month, day = int(match[1]), int(match[2])
        if not typed and re.fullmatch(r"\d{1,2}\.\d", text):
            return _month_point_day(text, period)
        return _without_year(month, day, period)
    if match := _DAY.fullmatch(text):
        return _day_only(int(match[1]), period)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[4]), int(match[1]), int(match[3]))
    if match := _CHINESE.fullmatch(text):
        return _chinese(match, period)
    if re.fullmatch(r"\d{5}(?:\.\d+)", text):
        number = float(text)
        return _of_serial(number, date_1904) if _FIRST_SERIAL <= number <= _LAST_SERIAL else Fault("QK201")
    digits = any(letter.isdigit() or letter in "一二三四五六七八九十" for letter in text)
    if _VAGUE.search(text) or _MONTH_ONLY.fullmatch(text) or (digits and _RANGE.fullmatch(text)):
        return Fault("QK205")
    return Fault("QK201")


def _chinese(match: re.Match[str], period: Period | None) -> date | Fault:
    year = digits_of_chinese(match[1]) if match[1] else None
    month = digits_of_chinese(match[2]) if match[2] else None
    day = digits_of_chinese(match[3].replace("廿", "二十").replace("卅", "三十"))
    if day is None or (match[2] and month is None) or (year is not None and month is None):
        return Fault("QK201")
    if month is None:
        return _day_only(day, period)
    if year is None:
        return _without_year(month, day, period)
    return _short_year(year, month, day, period) if year < 100 else _day(year, month, day)


# --- calendar ------------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> date | Fault:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Fault("QK203")
    try:
        return date(year, month, day)
    except ValueError:
        return Fault("QK203")


def _without_year(month: int, day: int, period: Period | None) -> date | Fault:
    if not (1 <= month <= 12 and 1 <= day <= 31) or (day == 31 and month in (2, 4, 6, 9, 11)):
        return Fault("QK203")
    if month == 2 and day == 30:
        return Fault("QK203")
    if period is None:
        return Fault("QK206")
    last = period.last_day
    year = last.year if (month, day) <= (last.month, last.day) else last.year - 1
    return _day(year, month, day)


def _day_only(day: int, period: Period | None) -> date | Fault:
    if not 1 <= day <= 31:
        return Fault("QK203")
    if period is None:
        return Fault("QK206")
    last = period.last_day
    if day <= last.day:
        return last.replace(day=day)
    before = last.replace(day=1) - timedelta(days=1)
    if period.first_day.day == 1:
        return Fault("QK203")  # 31日 in a month of 30 days
    return before.replace(day=day) if day <= before.day else Fault("QK203")


def _short_year(year: int, month: int, day: int, period: Period | None) -> date | Fault:
    """26.10.3: the year 2026 only where the period says so; elsewhere it may be day and month."""
    if not (1 <= month <= 12):
        return Fault("QK206" if 1 <= day <= 12 and month <= 31 else "QK203")
    found = _day(2000 + year, month, day)
    if isinstance(found, Fault):
        return found
    if period is None:
        return Fault("QK206")
    years = {period.first_day.year, period.last_day.year, (period.first_day - timedelta(days=31)).year}
    return found if found.year in years else Fault("QK206")


def _year_last(year: int, first: int, second: int) -> date | Fault:
    """10/3/2026: month first or day first; certain only where one of them is no month."""
    readings = {
        found
        for found in (_day(year, first, second), _day(year, second, first))
        if not isinstance(found, Fault)
    }
    if not readings:
        return Fault("QK203")
    if len(readings) == 2:
        one, other = sorted(readings)
        return Fault("QK202", (("first", one.isoformat()), ("second", other.isoformat())))
    return readings.pop()
