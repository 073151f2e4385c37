"""Where a ledger is, and which version of its tables this program writes; nothing heavy is loaded for it."""

from pathlib import Path

__all__ = ["SCHEMA_VERSION", "is_url"]

SCHEMA_VERSION = 2  # the number of migrations


def is_url(where: str | Path) -> bool:
    """Whether the ledger is named by a database URL rather than a file."""
    return isinstance(where, str) and "://" in where
