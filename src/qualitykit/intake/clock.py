"""Times of day as people write them. Source: field-lists §11."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from qualitykit.intake.cells import Fault, Raw, compact, digits_of_chinese

__all__ = ["Clock", "parse_clock", "rounded"]


class Clock(NamedTuple):
    """A time of day, and how many days after the day beside it: 24:00 and 次日0:30 are a day later."""

    at: time
    days: int = 0

    def on(self, day: date) -> datetime:
        """The moment on a day."""
        return datetime.combine(day + timedelta(days=self.days), self.at)


_TIME = re.compile(
    r"(?P<next>次日|翌日|第二天|隔天)?"
    r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|午后|傍晚|晚上|晚间|夜里|[ap]\.?m\.?)?"
    r"(?P<hour>\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
    r"(?:[:点时](?P<half>半|整|一刻|三刻)?(?:(?P<minute>\d{1,2}|[零〇一二两三四五六七八九十]{1,3})分?"
    r"(?:[:]?(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?|(?=[ap]\.?m))"
    r"(?P<after>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_SOME_DAY = datetime.combine(date(2000, 1, 1), time())
_HALF = {"半": 30, "一刻": 15, "三刻": 45}


def parse_clock(raw: Raw) -> Clock | Fault | None:
    """A time of day: 14:05, 14：05, 14点05分, 下午2:05, 2:05 PM, 1405, 24:00, 次日0:30, a time cell.

    Of a cell with a date and a time the time. None: blank. Problems: QK208.
    """
    if isinstance(raw, datetime):
        return _of_cell(raw)
    if isinstance(raw, time):
        if not raw.microsecond:
            return Clock(raw)
        return Clock(rounded(datetime.combine(_SOME_DAY, raw)).time())
    if isinstance(raw, timedelta):
        days, rest = divmod(raw, timedelta(days=1))
        moment = rounded(_SOME_DAY + rest)
        return Clock(moment.time(), days) if 0 <= days <= 1 else Fault("QK208")
    if isinstance(raw, bool | date):
        # the day 1900-01-01 is what a cell with 24:00 looks like
        whole = isinstance(raw, date) and raw.year == 1900 and raw.month == 1 and raw.day == 1
        return Clock(time(), 1) if whole else Fault("QK208")
    if isinstance(raw, str):
        return _of_plain_text(raw) or _of_text(raw)
    if 0 <= raw < 1:
        return Clock(rounded(_SOME_DAY + timedelta(days=raw)).time())
    return _of_digits(str(int(raw))) if raw == int(raw) and raw >= 100 else Fault("QK208")


def rounded(moment: datetime) -> datetime:
    """The moment to the second: a fraction of a day rarely hits one exactly."""
    if not moment.microsecond:
        return moment
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _of_cell(moment: datetime) -> Clock | Fault:
    moment = rounded(moment)
    if moment.year > 1900:
        return Clock(moment.time())
    # a time format over a number from 1 on: hours past midnight
    return Clock(moment.time(), 1) if moment.date() == date(1900, 1, 1) else Fault("QK208")


def _of_plain_text(raw: str) -> Clock | None:
    """14:05:33 as programs write it, without a look at the other ways; None: perhaps one of those."""
    if len(raw) != 8 or raw[2] != ":" or raw[5] != ":" or raw >= "24":
        return None
    try:
        return Clock(time.fromisoformat(raw))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _of_text(raw: str) -> Clock | Fault | None:
    text = compact(raw).removeprefix("'").lower()
    if not text:
        return None
    if text.isdigit():
        return _of_digits(text) if 3 <= len(text) <= 6 else Fault("QK208")
    match = _TIME.fullmatch(text)
    if match is None or (match["part"] and match["after"]):
        return Fault("QK208")
    hour = _number(match["hour"])
    minute = _HALF.get(match["half"] or "", 0) if match["half"] else _number(match["minute"] or "0")
    if hour is None or minute is None or (match["half"] and match["minute"]):
        return Fault("QK208")
    part = (match["part"] or match["after"] or "").replace(".", "")
    return _clock(hour, minute, int(match["second"] or 0), part, 1 if match["next"] else 0)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() else digits_of_chinese(text)


def _of_digits(text: str) -> Clock | Fault:
    text = text.zfill(4) if len(text) <= 4 else text.zfill(6)
    return _clock(int(text[:2]), int(text[2:4]), int(text[4:] or 0), "", 0)


def _clock(hour: int, minute: int, second: int, part: str, days: int) -> Clock | Fault:
    if part in ("下午", "午后", "傍晚", "pm") and hour < 12:
        if not hour and part != "pm":
            return Fault("QK208")
        hour += 12
    elif part == "中午":
        if hour in (1, 2):
            hour += 12
        elif hour not in (11, 12, 13, 14):
            return Fault("QK208")
    elif part in ("晚上", "晚间", "夜里"):
        if hour == 12:
            hour = 24  # 晚上12点 is midnight
        elif 5 <= hour < 12:
            hour += 12
        elif hour < 5:
            return Fault("QK208")  # the early hours of that night, or of the next?
    elif part in ("am", "凌晨"):
        if hour > 12:
            return Fault("QK208")
        hour %= 12
    elif part and part not in ("下午", "午后", "傍晚", "pm") and not 4 <= hour < 12:
        return Fault("QK208")  # 上午12点 may be noon or midnight
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return Fault("QK208")
    return Clock(time(hour % 24, minute, second), days + hour // 24)
