"""A wide table on paper: nothing too small to read, no column lost, the first ones on every page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.reports.pages import SMALLEST, first_page, pages_across
from qualitykit.sheets.layouts import RECORDS

ROOM = {True: 120 * 100 / SMALLEST, False: 82 * 100 / SMALLEST}


def test_what_fits_is_one_page() -> None:
    """Down to seven points a table is made to fit; then it goes on beside."""
    assert (1, 0) == pages_across([12.0] * 14, kept=2)
    assert (2, 2) == pages_across([12.0] * 15, kept=2)
    assert (1, 0) == pages_across([12.0] * 9, landscape=False)
    assert (2, 0) == pages_across([12.0] * 10, landscape=False)


def test_what_stands_on_the_first_page_only() -> None:
    """Where first columns are repeated: the others of the first page, with a fifth to spare."""
    assert () == first_page([12.0] * 14, kept=2)
    assert (2, *[12.0] * 9) == first_page([12.0] * 15, kept=2)
    assert (1, 160.0) == first_page([12.0, 160.0, 60.0], kept=1)


def test_wide_first_columns_are_not_repeated() -> None:
    """They would leave no room for the others."""
    assert (2, 0) == pages_across([60.0, 60.0, 30.0, 30.0], kept=2)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(5, 60), min_size=1, max_size=60), st.integers(0, 4), st.booleans())
def test_every_page_can_be_read(widths: list[float], kept: int, landscape: bool) -> None:
    """All columns and the repeated ones have room on the pages at the smallest scale; no page too many."""
    pages, again = pages_across(widths, kept=kept, landscape=landscape)
    room = ROOM[landscape]
    whole = sum(widths) + (pages - 1) * sum(widths[:again])
    assert whole <= pages * room
    assert again in (0, min(kept, len(widths)), kept)
    # what a page leaves free is less than the next column
    assert pages == 1 or whole > pages * (room - 60) - room


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.id))
def test_registers_take_few_pages(record: object) -> None:
    """The widest register, 35 columns, takes four pages."""
    layout = next(one for one in RECORDS if one is record)
    widths = [float(max(column.width, 2 * len(column.title) + 2)) for column in layout.columns]
    assert pages_across(widths, kept=2)[0] <= 4
