"""Fixtures of the use cases' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.i18n import set_language
from tests.workflow.houses import House, september


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """What people see is Chinese."""
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A workspace in which September is closed."""
    found = House(tmp_path / "house")
    found.close(september())
    return found
