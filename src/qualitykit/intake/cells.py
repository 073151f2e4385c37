"""A cell's raw value, and what a reading of it may be.

The readers of this room turn a raw value into a typed one. What they cannot read for certain they return as a
``Fault``: the code and parameters of a Problem; the caller knows the place and makes the Problem of it. A
blank cell is None. So a result is ``T | Fault | None``, without exceptions and without a wrapper a cell.
"""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem, problem

__all__ = ["Fault", "Raw", "compact", "decimal_of", "digits_of_chinese", "is_blank", "plain", "shown"]

Raw = str | float | int | bool | datetime | date | time | timedelta
"""What the workbook reader gives for a cell; ``""`` is an empty one."""

_SIGNIFICANT_DIGITS = 15  # what Excel keeps and shows of a number


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell was not read: a Problem that does not know its place yet."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    def at(self, place: Place, raw: Raw = "") -> Problem:
        """The Problem of this fault at a place; ``raw`` is the cell's value, which it quotes."""
        return problem(self.code, place, shown(raw), **dict(self.params))


def is_blank(raw: Raw) -> bool:
    """Whether nobody wrote anything: an empty cell, or one with blanks only."""
    return isinstance(raw, str) and not raw.strip("\u200b\ufeff \t\r\n\u00a0\u3000")


def plain(text: str) -> str:
    """The text with one width of letters and digits (NFKC) and without blanks around it."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def compact(text: str) -> str:
    """The text with one width and without any blank or line break inside."""
    return "".join(plain(text).split())


@lru_cache(maxsize=8192)
def decimal_of(number: float) -> Decimal:
    """The decimal that the person sees in the cell: a float's 15 significant digits, exact from there on."""
    if isinstance(number, int):
        return Decimal(number)
    return (
        Decimal(str(int(number)))
        if number.is_integer() and abs(number) < 1e15
        else Decimal(f"{number:.{_SIGNIFICANT_DIGITS}g}")
    )


def shown(raw: Raw) -> str:
    """The value as text for a message, as near to what the person sees as the raw value allows."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float):
        return f"{decimal_of(raw):f}" if abs(raw) < 1e21 and raw == raw else str(raw)
    if isinstance(raw, timedelta):
        seconds = int(raw.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return raw.isoformat(" ") if isinstance(raw, datetime) else raw.isoformat()


_CHINESE_DIGITS = {
    **{word: value for value, word in enumerate("零一二三四五六七八九")},
    **{word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
_CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖貳參陸")


def digits_of_chinese(text: str) -> int | None:
    """A whole number written in Chinese numerals: 八十五 is 85, 二〇二六 is 2026, 伍拾 is 50; else None.

    As people say them: 一百二 is 120, 三千五 3500, 一万二 12000; 一百零二 is 102. Shortened like that
    before 万 (一百二万), or in the numerals of cheques (壹佰贰), it is not certain what is meant: None.
    """
    if not text:
        return None
    if all(letter in _CHINESE_DIGITS for letter in text):
        return int("".join(str(_CHINESE_DIGITS[letter]) for letter in text))
    total = section = 0
    digit: int | None = None
    last_unit = 100_000
    rest = 1  # what a digit behind the last unit counts, where nothing stands between them
    for letter in text:
        if letter in _CHINESE_DIGITS:
            if digit:
                return None
            if digit == 0 or not _CHINESE_DIGITS[letter]:
                rest = 1
            digit = _CHINESE_DIGITS[letter]
        elif letter in _CHINESE_UNITS:
            unit = _CHINESE_UNITS[letter]
            if unit >= last_unit or (digit is None and (unit != 10 or section)):
                return None
            section += (1 if digit is None else digit) * unit
            last_unit, digit, rest = unit, None, unit // 10
        elif letter in "万萬":
            if total or (not section and not digit) or (digit and rest > 1):
                return None
            total, section, digit, last_unit = (section + (digit or 0)) * 10_000, 0, None, 100_000
            rest = 1000
        else:
            return None
    if digit and rest > 1 and text[-1] in _FORMAL:
        return None
    return total + section + (digit or 0) * max(rest, 1)
