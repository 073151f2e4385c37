"""Fixtures of the use cases' tests: on SQLite and, where there is a server, on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.i18n import set_language
from tests.ledger.conftest import address
from tests.workflow.houses import House, september

__all__ = ["address", "chinese", "house"]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """What people see is Chinese."""
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture
def house(tmp_path: Path, address: str) -> House:
    """A workspace in which September is closed."""
    found = House(tmp_path / "house", address)
    found.close(september())
    return found
