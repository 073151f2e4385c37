"""Which month a folder is: given, or said by its name; never guessed. Source: semantics.md §9."""

import calendar
import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.model import Period

__all__ = ["month_of_folder", "month_of_text", "period_of"]

_WITH_YEAR = re.compile(
    r"(?<!\d)(20\d\d)\s*(?:[-_./]\s*|年\s*)(1[0-2]|0?[1-9])(?!\d)|(?<!\d)(20\d\d)(1[0-2]|0[1-9])(?!\d)"
)
_CHINESE = re.compile(r"(?<!\d)(20\d\d)\s*年?\s*(十[一二]?|[一二三四五六七八九])月")
_ONLY_MONTH = re.compile(r"(?:^|\D)(1[0-2]|0?[1-9])\s*月")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?(?!\d)")
_NUMERALS = {text: number for number, text in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)}


def month_of_text(text: str) -> str | None:
    """The month (``2026-10``) that a name says: 2026-10, 202610, 2026年10月, 2026年十月; None: no year."""
    text = unicodedata.normalize("NFKC", text)
    if match := _WITH_YEAR.search(text):
        return f"{match[1] or match[3]}-{int(match[2] or match[4]):02}"
    if match := _CHINESE.search(text):
        return f"{match[1]}-{_NUMERALS[match[2]]:02}"
    return None


def month_of_folder(folder: Path) -> str:
    """The month of a folder by its name; ``10月`` counts where the folder above is a year.

    Raises CannotRunError when the name says no month.
    """
    folder = folder.resolve()
    if month := month_of_text(folder.name):
        return month
    only = _ONLY_MONTH.search(unicodedata.normalize("NFKC", folder.name))
    year = _YEAR.search(unicodedata.normalize("NFKC", folder.parent.name))
    if only and year:
        return f"{year[1]}-{int(only[1]):02}"
    raise CannotRunError(
        _("the folder {name} does not say which month it is").format(name=folder.name),
        hint=_(
            "Name it after its month, such as 2026-10, or say at the end of the same command: --month 2026-10"
        ),
    )


def period_of(month: str, starts_on: int = 1) -> Period:
    """The pay month of that name. ``starts_on`` 26: October is 09-26 … 10-25. Bounds: 1 … 28.

    Raises CannotRunError when ``month`` is no month.
    """
    found = month_of_text(month)
    if found is None or not 1 <= starts_on <= 28:
        raise CannotRunError(
            _("“{month}” is no month").format(month=month),
            hint=_("Write the month like this: --month 2026-10"),
        )
    year, number = map(int, found.split("-"))
    if starts_on == 1:
        return Period(found, date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))
    before = date(year, number, 1) - timedelta(days=1)
    return Period(found, before.replace(day=starts_on), date(year, number, starts_on - 1))
