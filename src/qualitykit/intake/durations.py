"""Lengths of time as people and calling platforms write them. Source: field-lists §11."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from qualitykit.intake.cells import Fault, Raw, decimal_of, digits_of_chinese, plain

__all__ = ["parse_seconds"]

TimeCells = Literal["refuse", "mm:ss", "h:mm:ss"]

_FACTORS = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "h": Decimal(3600)}
_N = r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十]{1,3}"
_WORDS = re.compile(
    rf"(?:(?P<h>{_N})(?:个?(?:小时|钟头)|h|时))?(?:(?P<m>{_N})(?:分钟?|m(?:in)?|'|′))?(?:零?(?P<s>{_N})(?:秒钟?|s(?:ec)?|\"|″|'')?)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"[<>≥≤~约超左右近多少于余几内到至]|以[上下内]|半[天日]|以外|\d-\d")


def parse_seconds(
    raw: Raw, *, unit: str | None = None, time_cells: TimeCells = "refuse"
) -> Decimal | Fault | None:
    """A length of time in seconds: 200, 200秒, 200″, 3'20", 3分20秒, 3分20, 3m20s, 3.5分钟, 0:03:20.

    ``unit`` (s, ms, min, h; None: s) is what the header says a bare number counts. 3:20, as text or as a time
    cell, is 3 hours 20 or 3 minutes 20: read only when ``time_cells`` says which. None: blank. Problems:
    QK209 no length of time, QK210 two readings, QK211 not exact (>180, 约2分钟).
    """
    if isinstance(raw, str):
        return _of_text(raw, unit or "s", time_cells)
    if isinstance(raw, bool):
        return Fault("QK209")
    if isinstance(raw, int | float):
        if raw < 0:
            return Fault("QK209")
        return decimal_of(raw) * _FACTORS[unit] if unit else decimal_of(raw)
    if isinstance(raw, time):
        raw = timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second, microseconds=raw.microsecond)
    elif isinstance(raw, datetime):
        raw = raw - datetime.combine(date(1899, 12, 31), time())  # a time format over a number from 1 on
    elif isinstance(raw, date):
        return Fault("QK209")
    seconds = round(raw.total_seconds())
    if not 0 <= seconds < 1_000_000:
        return Fault("QK209")
    return _of_clock(seconds // 3600, seconds // 60 % 60, seconds % 60, time_cells)


def _of_clock(hours: int, minutes: int, seconds: int, time_cells: TimeCells) -> Decimal | Fault:
    """What a cell of hours, minutes and seconds means; without seconds it may have been typed as mm:ss."""
    if seconds or time_cells == "h:mm:ss" or not (hours or minutes):
        return Decimal(hours * 3600 + minutes * 60 + seconds)
    if time_cells == "mm:ss":
        return Decimal(hours * 60 + minutes)
    readings = (("first", f"{hours}小时{minutes}分"), ("second", f"{hours}分{minutes}秒"))
    return Fault("QK210", readings)


@lru_cache(maxsize=8192)
def _of_text(raw: str, unit: str, time_cells: TimeCells) -> Decimal | Fault | None:
    text = "".join(plain(raw).split())
    text = text.replace("′′", '"').replace("''", '"').replace("’", "'").replace("”", '"').replace("“", '"')
    text = text.removeprefix("'")
    if not text:
        return None
    parts = text.split(":")
    if 2 <= len(parts) <= 3 and all(part.isdigit() and len(part) <= 4 for part in parts):
        numbers = [int(part) for part in parts]
        if any(number > 59 for number in numbers[1:]):
            return Fault("QK209")
        if len(parts) == 3:
            return Decimal(numbers[0] * 3600 + numbers[1] * 60 + numbers[2])
        return _of_clock(numbers[0], numbers[1], 0, time_cells)
    if _VAGUE.search(text):
        return Fault("QK211")
    number = re.fullmatch(_N, text)
    if number:
        found = _number(text)
        return Fault("QK209") if found is None else found * _FACTORS[unit]
    if text.lower().endswith(("ms", "毫秒")) and re.fullmatch(
        r"\d+(?:\.\d+)?", text.lower().removesuffix("ms").removesuffix("毫秒")
    ):
        return Decimal(re.sub(r"[^\d.]", "", text)) / 1000
    half = "半" in text
    if half:
        text = text.replace("个半", "半")
        if match := re.fullmatch(rf"({_N})?(分钟?|小时)半|半(个?小时|分钟)|({_N})半(小时|分钟)", text):
            return _half(match)
        return Fault("QK211")
    match = _WORDS.fullmatch(text)
    if match is None or not any(match.groups()):
        return Fault("QK209")
    return _sum(match)


def _sum(match: re.Match[str]) -> Decimal | Fault:
    total = Decimal(0)
    for name, factor in (("h", 3600), ("m", 60), ("s", 1)):
        if match[name]:
            found = _number(match[name])
            if found is None:
                return Fault("QK209")
            total += found * factor
    smaller = [
        part for part in (match["m"] if match["h"] else None, match["s"] if match["m"] else None) if part
    ]
    if any((number := _number(part)) is None or number >= 60 for part in smaller):
        return Fault("QK209")
    return total


def _half(match: re.Match[str]) -> Decimal | Fault:
    whole = _number(match[1] or match[4]) if match[1] or match[4] else Decimal(0)
    if whole is None:
        return Fault("QK209")
    word = match[2] or match[3] or match[5]
    factor = 3600 if "小时" in word else 60
    return (whole + Decimal("0.5")) * factor


def _number(text: str) -> Decimal | None:
    if text[0].isascii():
        return Decimal(text)
    found = digits_of_chinese(text)
    return None if found is None else Decimal(found)
