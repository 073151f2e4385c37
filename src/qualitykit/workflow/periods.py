"""A month, a quarter, a year, by the words that people type."""

from __future__ import annotations

import re
from pathlib import Path

from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _

__all__ = ["from_folders", "is_period", "months_between", "months_of", "shifted"]

_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.IGNORECASE)


def is_period(text: str) -> bool:
    """Whether it is 2026-10, 2026-Q3 or 2026."""
    return _PERIOD.fullmatch(text.strip()) is not None


def months_of(period: str) -> tuple[str, ...]:
    """The months of 2026-10, 2026-Q3 or 2026. CannotRunError: it is none of them."""
    match = _PERIOD.fullmatch(period.strip())
    if match is None:
        raise CannotRunError(
            _("“{period}” is no month, quarter or year: they look like 2026-10, 2026-Q3, 2026").format(
                period=period
            ),
            hint="qualitykit kpi 2026-10",
        )
    year, quarter, month = match.groups()
    if month:
        return (f"{year}-{month}",)
    numbers = range(3 * int(quarter) - 2, 3 * int(quarter) + 1) if quarter else range(1, 13)
    return tuple(f"{year}-{number:02d}" for number in numbers)


def from_folders(period: str) -> str:
    """The options that name a period's folders, as a month's folder is named: ``--from 2026-10``.

    Of several months only those whose folders are here, where any is.
    """
    wanted = months_of(period) if is_period(period) else (period,)
    here = [name for name in wanted if Path(name).is_dir()]
    return " ".join(f"--from {typed(name)}" for name in here or wanted)


def shifted(month: str, by: int) -> str:
    """The month so many months later, or earlier."""
    year, number = map(int, month.split("-"))
    ordinal = year * 12 + number - 1 + by
    return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"


def months_between(first: str, last: str) -> int:
    """How many months the second lies after the first."""
    (year, month), (to_year, to_month) = (map(int, one.split("-")) for one in (first, last))
    return (to_year - year) * 12 + to_month - month
