"""The tables of the ledger, what the database itself forbids, and how an older file is brought up to date.

Closed months and log entries cannot be changed or deleted, by triggers in the database itself: a closed
month's parts may only lose their content (``purge``, which keeps the digest), after an entry that says so; it
may be reopened until its first export, after an entry that says so.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
)

__all__ = [
    "MIGRATIONS",
    "Migration",
    "current_version",
    "entries",
    "known",
    "meta",
    "months",
    "parts",
    "standards",
]

Migration = Callable[[Connection], None]

_metadata = MetaData()

meta = Table("meta", _metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

months = Table(
    "months",
    _metadata,
    Column("month", Text, primary_key=True),
    Column("state", Text, CheckConstraint("state IN ('draft', 'closed')"), nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("scored_at", Text, nullable=False),
    Column("standards", Text, nullable=False),  # JSON: digests, the ruling one first
    Column("base", Text, nullable=False),  # JSON: content hashes of the months that were its history
    Column("content_hash", Text, nullable=False),
    Column("previous_seal", Text, nullable=False),
    Column("seal", Text, nullable=False),  # of a closed month; empty for a draft
    Column("closed_at", Text),
    Column("closed_by", Text),
    Column("exported_at", Text),
)

parts = Table(
    "parts",
    _metadata,
    Column("month", Text, ForeignKey("months.month"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("data", LargeBinary),  # None: purged
)

standards = Table(
    "standards",
    _metadata,
    Column("digest", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", Text),  # JSON; None: purged
    Column("data_digest", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
Index("entries_kind_subject", entries.c.kind, entries.c.subject)
Index("entries_month", entries.c.month)

# Closed months as they would be with what is known now: kept only to spare computing them again.
known = Table(
    "known",
    _metadata,
    Column("variant", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("basis", Text, nullable=False),  # the hash of all that it was computed from
    Column("digest", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

_PURGED = "EXISTS (SELECT 1 FROM entries WHERE kind = 'purge' AND month = OLD.month)"
_CLOSED = "EXISTS (SELECT 1 FROM months WHERE month = {row}.month AND state = 'closed')"
_SAME_MONTH = " AND ".join(
    f"NEW.{column.name} IS NOT DISTINCT FROM OLD.{column.name}"
    for column in months.c
    if column.name not in ("exported_at",)
)
_REOPENED = (
    "(NEW.state = 'draft' AND OLD.exported_at IS NULL AND "
    "EXISTS (SELECT 1 FROM entries WHERE kind = 'reopen' AND month = OLD.month AND subject = OLD.seal))"
)
_EXPORTED = f"({_SAME_MONTH} AND OLD.exported_at IS NULL AND NEW.exported_at IS NOT NULL)"
_SAME_ENTRY = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("id", "at", "who", "kind", "month", "subject", "data_digest", "previous_hash", "hash")
)

# table, event, when it is forbidden
_FORBIDDEN = (
    ("entries", "DELETE", "1 = 1"),
    ("entries", "UPDATE", f"NOT ({_SAME_ENTRY} AND NEW.data IS NULL AND {_PURGED})"),
    ("months", "DELETE", "OLD.state = 'closed'"),
    ("months", "UPDATE", f"OLD.state = 'closed' AND NOT {_REOPENED} AND NOT {_EXPORTED}"),
    ("parts", "INSERT", _CLOSED.format(row="NEW")),
    ("parts", "DELETE", _CLOSED.format(row="OLD")),
    (
        "parts",
        "UPDATE",
        f"{_CLOSED.format(row='OLD')} AND NOT (NEW.month = OLD.month AND NEW.kind = OLD.kind AND "
        f"NEW.key = OLD.key AND NEW.digest = OLD.digest AND NEW.data IS NULL AND {_PURGED})",
    ),
    ("standards", "DELETE", "1 = 1"),
    ("standards", "UPDATE", "1 = 1"),
)


def _triggers(dialect: str) -> list[str]:
    found = []
    for table, event, condition in _FORBIDDEN:
        name = f"{table}_no_{event.lower()}"
        text = f"{table}: what is closed or logged is not changed"
        forbidden = condition
        if dialect == "sqlite":  # its own word for IS NOT DISTINCT FROM, which it lacks before 3.39
            forbidden = condition.replace(" IS NOT DISTINCT FROM ", " IS ")
            found.append(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {forbidden} "
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
            continue
        back = "OLD" if event == "DELETE" else "NEW"
        found.append(
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {forbidden} THEN "
            f"RAISE EXCEPTION '{text}'; END IF; RETURN {back}; END $$ LANGUAGE plpgsql"
        )
        found.append(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return found


def _create(connection: Connection) -> None:
    _metadata.create_all(connection, tables=[meta, months, parts, standards, entries])
    for statement in _triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(meta.insert(), [{"key": "schema", "value": "0"}, {"key": "revision", "value": "0"}])


def _add_known(connection: Connection) -> None:
    known.create(connection)


# Number n takes a ledger of version n to version n + 1. The version also counts what stands in the parts:
# whoever changes a stored class so that older text cannot be read adds a migration or a reader for it.
MIGRATIONS: Sequence[Migration] = (_create, _add_known)


def current_version(connection: Connection) -> int:
    """The version of the ledger's tables; 0: there are none."""
    if not inspect(connection).has_table("meta"):
        return 0
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar_one_or_none()
    return int(found) if found is not None else 0
