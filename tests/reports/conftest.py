"""Fixtures of the reports' tests: Chinese whatever the environment says, and one invented month."""

from collections.abc import Iterator

import pytest

from qualitykit.i18n import set_language
from qualitykit.scoring.results import MonthResult
from tests.reports.invented import month_result


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Reports speak Chinese."""
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture(scope="session")
def month() -> MonthResult:
    """The invented October."""
    return month_result()
