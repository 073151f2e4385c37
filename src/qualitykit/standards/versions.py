"""Which version of the standard counts on a day. Source: P3.notice, P5.amend, semantics.md §5."""

from collections.abc import Sequence
from datetime import date

from qualitykit.standards.standard import Standard

__all__ = ["in_force"]


def in_force(standards: Sequence[Standard], day: date) -> Standard | None:
    """The standard in force on a contact's day: the latest that is in effect and was made known by then.

    Both days count themselves. None: no standard was in force yet, so nothing can be scored by one.
    """
    known = [one for one in standards if one.effective_from <= day and one.notified_on <= day]
    return max(known, key=lambda one: (one.effective_from, one.notified_on), default=None)
