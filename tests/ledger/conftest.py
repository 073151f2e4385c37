"""A ledger for each test, on SQLite and, where QUALITYKIT_TEST_POSTGRES names a server, on PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.i18n import set_language

SERVER = "QUALITYKIT_TEST_POSTGRES"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in English: what is asserted on are message ids."""
    set_language("en")
    yield
    set_language(None)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger of this test's own may be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "qualitykit.db")
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"no PostgreSQL: set {SERVER} to a URL such as postgresql+psycopg://user@localhost/test")
    from sqlalchemy import create_engine

    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    schema = f"t_{uuid.uuid4().hex[:12]}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    separator = "&" if "?" in server else "?"
    yield f"{server}{separator}options=-csearch_path%3D{schema}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A SQLite file, for what belongs to files only."""
    return str(tmp_path / "qualitykit.db")
