"""Times of turns: seconds from the beginning of the call."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["AN_HOUR", "clock_seconds", "from_the_beginning", "plain_seconds"]

AN_HOUR = 3600.0
"""Seconds; a first turn that is said later is taken for one at that time of the day."""


@lru_cache(maxsize=100_000)
def clock_seconds(text: str) -> float | None:
    """The second in the call that ``00:03``, ``00:00:03.5``, ``3.2s`` or ``3200ms`` names; None: no time."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = re.sub(r"^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*", "", text)
    if text.endswith("ms"):
        return plain_seconds(text[:-2], 1000)
    if text.endswith(("s", "秒", "″", '"')):
        return plain_seconds(text[:-1], 1)
    parts = text.replace(",", ".").split(":")
    if len(parts) not in (2, 3):
        return None
    seconds = 0.0
    for part in parts:
        value = plain_seconds(part, 1)
        if value is None:
            return None
        seconds = seconds * 60 + value
    return seconds


def plain_seconds(text: str, divisor: int) -> float | None:
    """A bare number as seconds, where ``divisor`` of its units make one; None: no number."""
    try:
        return float(text) / divisor
    except ValueError:
        return None


def from_the_beginning(
    starts: Sequence[float | None], ends: Sequence[float | None]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Seconds from the call's beginning; chats carry the clock of the day, which may pass midnight."""
    if all(start is None for start in starts):
        return (), ()
    first = next((start for start in starts if start is not None), 0.0)
    if first >= AN_HOUR:
        starts, ends = ([None if t is None else (t - first) % 86_400 for t in ts] for ts in (starts, ends))
    return tuple(starts), tuple(ends) if any(end is not None for end in ends) else ()
