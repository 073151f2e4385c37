"""What all tests share: the flag that lets golden files change, and a cache of their own."""

import os
import tempfile
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes golden files anew; look at the difference before you commit it."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> Iterator[None]:
    """Read standards are kept for the run of the tests, and never among the user's."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUALITYKIT_CACHE"] = folder
        yield
