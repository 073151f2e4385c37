"""What all tests share: the flag that lets golden files change."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes golden files anew; look at the difference before you commit it."""
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")
