"""A wide table on paper: on how many pages beside each other it goes, so that it can still be read.

A sheet of thirty columns that is made to fit one page comes out at three points. Here a table takes as many
A4 pages as keep its ten points above seven, each with the table's first columns again.
"""

from collections.abc import Sequence

__all__ = ["SMALLEST", "first_page", "pages_across"]

SMALLEST = 70  # percent: ten points become seven
_ACROSS, _UPRIGHT = 120.0, 82.0
"""Characters of width that A4 takes at full size. Excel with Calibri takes 149 and 102; a fifth is kept back
for machines that have not that font, where columns come out wider."""


def pages_across(widths: Sequence[float], *, kept: int = 0, landscape: bool = True) -> tuple[int, int]:
    """How many pages a table needs beside each other, and how many first columns stand on each of them.

    ``widths``: of its columns, in characters. ``kept``: the columns that say what a row is about; none where
    they would take half of a page. One page: nothing is repeated.
    """
    room = (_ACROSS if landscape else _UPRIGHT) * 100 / SMALLEST
    if sum(widths) <= room:
        return 1, 0
    if sum(widths[:kept]) > room / 2:
        kept = 0
    again = sum(widths[:kept])
    pages, used = 1, 0.0
    for column, width in enumerate(widths):
        if used + width > room and column > kept:
            pages, used = pages + 1, again
        used += width
    return pages, kept if pages > 1 else 0


def first_page(widths: Sequence[float], *, kept: int = 0, landscape: bool = True) -> tuple[float, ...]:
    """How many columns are repeated on each page, and the widths of those that stand on the first page only.

    Empty where nothing is repeated. A fifth of the page is kept back: programs break pages differently.
    """
    _pages, again = pages_across(widths, kept=kept, landscape=landscape)
    if not again:
        return ()
    room = (_ACROSS if landscape else _UPRIGHT) * 80 / SMALLEST - sum(widths[:again])
    own: list[float] = []
    for width in widths[again:]:
        if sum(own) + width > room and own:
            break
        own.append(width)
    return (again, *own)
