"""The database that the ledger is kept in, SQLite file or PostgreSQL: opened, brought up to date, locked.

One writer at a time; a reader sees one state throughout. Whatever the database cannot do becomes a
CannotRunError in plain words: nobody's data stands in it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.ledger.address import is_url
from qualitykit.ledger.schema import MIGRATIONS, Migration, current_version, meta

__all__ = ["copy_sqlite", "plainly", "reading", "start", "writing", "writing_beside"]

_WAIT_SECONDS = 10  # how long a writer waits for another one


def start(where: str | Path, *, create: bool = False, migrations: Sequence[Migration] = MIGRATIONS) -> Engine:
    """Open the ledger at a path or URL and bring it up to date (a SQLite file after a copy beside it).

    CannotRunError: it is not there (and ``create`` is False), cannot be opened, is no ledger, or was written
    by a newer version of the program.
    """
    file = None if is_url(where) else Path(where)
    if file is not None and not create and not file.exists():
        raise CannotRunError(
            _("there is no ledger {file}").format(file=file.name), hint=_("qualitykit init FOLDER")
        )
    engine = _engine(where)
    try:
        with plainly():
            _bring_up_to_date(engine, file, migrations)
    except CannotRunError:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine, file: Path | None, migrations: Sequence[Migration]) -> None:
    with reading(engine) as connection:
        version = current_version(connection)
    if version > len(migrations):
        raise CannotRunError(
            _("this ledger was written by a newer version of the program (its tables: {found})").format(
                found=version
            ),
            hint=_("Install that version or a newer one; nothing was changed."),
        )
    if version < len(migrations):
        if version and file is not None:
            copy_sqlite(file, file.with_name(f"{file.name}.v{version}.bak"))
        _upgrade(engine, migrations)


def _upgrade(engine: Engine, migrations: Sequence[Migration]) -> None:
    with _transaction(engine, writes=True) as connection:
        version = current_version(connection)  # somebody else may have been quicker
        for number, migrate in enumerate(migrations[version:], version + 1):
            migrate(connection)
            connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(number)))


def _engine(where: str | Path) -> Engine:
    if not is_url(where):
        return _sqlite_engine(Path(where))
    try:
        url = make_url(str(where))
        if url.get_backend_name() not in ("postgresql", "sqlite"):
            raise ArgumentError
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(Path(url.database or ""))
        return create_engine(url, isolation_level="REPEATABLE READ", pool_size=1, max_overflow=1)
    except (ArgumentError, NoSuchModuleError):
        raise CannotRunError(
            _("this is no address of a ledger"),
            hint=_("Name a file, or postgresql+psycopg://user@host/database."),
        ) from None
    except ModuleNotFoundError:
        raise CannotRunError(
            _("PostgreSQL's driver is not installed"), hint="pip install 'qualitykit[postgresql]'"
        ) from None


def _sqlite_engine(file: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)), connect_args={"timeout": _WAIT_SECONDS}, pool_size=1
    )

    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours to say
        for pragma in (
            "foreign_keys = ON",
            "recursive_triggers = ON",  # else INSERT OR REPLACE slips past the triggers
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


@contextmanager
def _transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    with engine.connect().execution_options(writes=writes) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look at the ledger."""
    with plainly(), _transaction(engine, writes=False) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, expected: int | None = None) -> Iterator[Connection]:
    """The only writer, all or nothing. ``expected``: the revision that the work before was based on.

    CannotRunError where somebody else wrote since, or writes for longer than one may wait.
    """
    with plainly(), _transaction(engine, writes=True) as connection:
        found = connection.execute(
            select(meta.c.value).where(meta.c.key == "revision").with_for_update()
        ).scalar_one()
        if expected is not None and int(found) != expected:
            raise CannotRunError(
                _("somebody else changed the ledger while this command ran; nothing was stored"),
                hint=_("Run the same command again."),
            )
        connection.execute(update(meta).where(meta.c.key == "revision").values(value=str(int(found) + 1)))
        yield connection


@contextmanager
def writing_beside(engine: Engine) -> Iterator[Connection]:
    """Write what is no record (what was computed, to spare computing it again): the revision stays."""
    with plainly(), _transaction(engine, writes=True) as connection:
        yield connection


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the database refuses into a plain sentence."""
    try:
        yield
    except DBAPIError as error:
        raise _refused(str(error.orig), error) from None


def _refused(text: str, error: DBAPIError) -> CannotRunError:
    """The sentence for a refusal; the database's own words only where they hold no values."""
    lowered = text.lower()
    if "closed or logged" in lowered:
        return CannotRunError(
            _("the ledger refused: what is closed or logged is not changed"),
            hint=_("Put corrected workbooks into the next open month's folder, then run: qualitykit score"),
        )
    if "locked" in lowered or "could not serialize" in lowered or "lock timeout" in lowered:
        return CannotRunError(
            _("somebody else is writing to the ledger"), hint=_("Run the same command again.")
        )
    if "full" in lowered or "disk i/o" in lowered or "no space" in lowered:
        return CannotRunError(
            _("the disk is full or cannot be written; the ledger is as it was before"),
            hint=_("Free some space, then run the same command again."),
        )
    if "readonly" in lowered or "unable to open" in lowered or "permission denied" in lowered:
        return CannotRunError(
            _("the ledger cannot be opened for writing; it is as it was before"),
            hint=_("Ask for the right to write in its folder, then run the same command again."),
        )
    if "not a database" in lowered or "malformed" in lowered:
        return CannotRunError(
            _("the ledger's file is damaged, or is no ledger"),
            hint=_("Put the latest copy from backups/ in its place; copies are made by: qualitykit backup"),
        )
    if "connect" in lowered or "no such host" in lowered or "timeout" in lowered:
        return CannotRunError(
            _("the ledger's database server cannot be reached"),
            hint=_("Check that the server runs, and its address in qualitykit.toml."),
        )
    return CannotRunError(
        _("the ledger's database refused ({kind}); it is as it was before").format(
            kind=type(error.orig).__name__
        ),
        hint=_("Try again; the ledger is checked by: qualitykit verify"),
    )


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy of a SQLite file, also while others use it; it appears under its name when complete."""
    temporary = target.with_name(f".~{target.name}")
    try:
        temporary.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as one,
            closing(sqlite3.connect(temporary)) as other,
        ):
            one.backup(other)
            other.execute("PRAGMA journal_mode = DELETE")
        temporary.replace(target)
    except (OSError, sqlite3.Error):
        raise CannotRunError(
            _("the copy {file} cannot be written").format(file=target.name),
            hint=_("Check the folder and its free space, then run the same command again."),
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
