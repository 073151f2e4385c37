"""Whose data: phones and ID numbers of customers are masked in every output but the review sheet.

Source: semantics.md §12. What looks like a number of a person is masked even where it may be something else:
a masked order number is a nuisance, a printed ID number is harm. Digests, seals and the program's own ids are
known by their make and stay: a digest with a hole proves nothing.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = ["HIDDEN", "NameMask", "mask_each", "mask_name", "mask_numbers"]

HIDDEN = "***"

# Digits as people and recognisers of speech write them: 138…, １３８…, 幺三八….
_DIGIT = "0-9０-９〇零幺一二两三四五六七八九"
_D = f"[{_DIGIT}]"
_GAP = r"[-－—\s ]?"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"

_ID_18 = re.compile(
    rf"(?<![0-9])({_PROVINCE}[0-9]{{4}})(?:18|19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{2}}([0-9][0-9Xx])(?![0-9])"
)
_ID_15 = re.compile(rf"(?<![0-9])({_PROVINCE}[0-9]{{4}})[0-9]{{2}}{_MONTH_DAY}[0-9]([0-9]{{2}})(?![0-9])")
_MOBILE = re.compile(
    rf"(?<!{_D})((?:(?:\+|00)?86{_GAP})?)([1１一幺][3-9３-９三四五六七八九]{_D}){_GAP}{_D}{{4}}{_GAP}({_D}{{4}})(?!{_D})"
)
_LANDLINE = re.compile(r"(?<![0-9])(0[1-9][0-9]{1,2}[-－—\s]?)[2-9][0-9]{2,3}([0-9]{4})(?![0-9])")
# Digests and seals have figures and letters in turn: letters on one or two sides of a number make none of it.
_DIGEST = r"(?=[0-9a-f]*?(?:[0-9][a-f]+[0-9]+[a-f]|[a-f][0-9]+[a-f]+[0-9]))[0-9a-f]{16,}"
_OWN_ID = (
    r"h-[0-9a-f]{16}|[A-Z][0-9]{8}-[0-9a-f]{10}"
    r"|(?:praise|complaint|award|contest|adjustment|callback|visit|emergency)-[0-9a-f]{10}"
)
_KEPT = re.compile(rf"(?<![0-9A-Za-z_])((?:{_DIGEST}|{_OWN_ID}))(?![0-9A-Za-z_])")
_SUSPECT = re.compile(rf"{_D}{{4}}{_GAP}{_D}{{3}}")  # part of every number that is masked; quick to look for
_BETWEEN = "\x01"  # no part of a number: no digit and no blank
_LENGTHS = frozenset({10, 11, 12, 13, 15, 18})  # of numbers that stand alone, 86 and area codes included


def mask_numbers(text: str) -> str:
    """The text with mobile numbers (138****8000), landlines and ID numbers masked.

    Mobile numbers may carry +86, gaps or hyphens, be full-width or be spelt in Chinese digits. ID numbers
    have 18 or 15 places and a possible province and birthday.
    """
    if text.isdigit() and len(text) not in _LENGTHS:
        return text  # a contact's id, mostly: there are many
    return text if _SUSPECT.search(text) is None else _masked(text)


def mask_each(texts: Sequence[str]) -> list[str]:
    """``mask_numbers`` of every text, many at a time: ids of contacts are all different."""
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) >= len(texts):
        return list(map(mask_numbers, texts))  # one of them holds what stands between them
    if _SUSPECT.search(joined) is None:
        return list(texts)
    masked = _replaced(joined).split(_BETWEEN)
    return [
        text if text.isdigit() and len(text) not in _LENGTHS else other
        for text, other in zip(texts, masked, strict=True)
    ]


@lru_cache(maxsize=16_384)  # the same texts stand in several sheets
def _masked(text: str) -> str:
    return _replaced(text)


def _replaced(text: str) -> str:
    """The text with what looks like a number of a person masked, but for digests and our own ids."""
    parts = _KEPT.split(text)
    if len(parts) == 1:
        return _numbers_out(text)
    return "".join(part if index % 2 else _numbers_out(part) for index, part in enumerate(parts))


def _numbers_out(text: str) -> str:
    text = _ID_18.sub(r"\1**********\2", text)
    text = _MOBILE.sub(r"\1\2****\3", text)
    text = _ID_15.sub(r"\1*******\2", text)
    return _LANDLINE.sub(r"\1****\2", text)


def mask_name(name: str) -> str:
    """王** for 王芳 and for 王小明: the surname's first character, whatever the length."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


class NameMask:
    """Masks the names of known people wherever they stand in a text (file names, sheets, remarks)."""

    def __init__(self, names: Iterable[str]) -> None:
        known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """The text with each known name masked."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: mask_name(found.group()), text)
