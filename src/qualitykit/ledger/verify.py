"""核对: whether the ledger still says what it said when months were closed and entries logged.

Everything stored is digested again and compared with the hashes above it, oldest first. Problems: QK901 a
part is not what was stored, QK902 a month's content hash, QK903 a month's seal, QK904 a log entry, QK905 a
closed month and the log disagree.
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from qualitykit.frozen import dataclass
from qualitykit.ledger import chain, codec
from qualitykit.ledger.database import reading
from qualitykit.ledger.schema import entries, known, months, parts
from qualitykit.ledger.store import Ledger
from qualitykit.model import Place
from qualitykit.problems import Problem, problem

__all__ = ["Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what does not fit, the oldest first. Empty ``problems``: everything fits."""

    months: int
    entries: int
    problems: tuple[Problem, ...]


def verify(ledger: Ledger) -> Verified:
    """Walk the months and the log from the first on; a break names the first that does not fit."""
    with reading(ledger.engine) as connection:
        rows = [dict(row) for row in connection.execute(select(months).order_by(months.c.month)).mappings()]
        problems: list[Problem] = []
        previous = ""
        for row in rows:
            problems += _month_faults(connection, row, previous)
            if row["state"] == "closed":
                previous = row["seal"]
        problems += _kept_faults(connection)
        count, found, closes = _log(connection)
        problems += found
        for row in rows:
            if row["state"] == "closed" and closes.get(row["month"]) != row["seal"]:
                problems.append(problem("QK905", _place(row["month"]), row["seal"][:16]))
        sealed = {row["month"] for row in rows if row["state"] == "closed"}
        problems += [
            problem("QK905", _place(month), seal[:16])
            for month, seal in closes.items()
            if seal and month not in sealed
        ]
    return Verified(len(rows), count, tuple(problems))


def _place(month: str, what: str = "") -> Place:
    return Place("qualitykit.db", month, what)


def _month_faults(connection: Connection, row: dict[str, str], previous: str) -> Iterator[Problem]:
    month = row["month"]
    digests: list[tuple[str, str, str]] = []
    wanted = select(parts).where(parts.c.month == month).order_by(parts.c.kind, parts.c.key)
    for part in connection.execute(wanted):
        digests.append((part.kind, part.key, part.digest))
        if part.data is not None and not _fits(part.data, part.digest):
            yield problem("QK901", _place(month, f"{part.kind} {part.key}".strip()), part.digest[:16])
    facts = {name: row[name] for name in ("month", "first_day", "last_day", "program_version")}
    found = chain.content_hash(facts, _listed(row["standards"]), digests)
    if found != row["content_hash"]:
        yield problem("QK902", _place(month), row["content_hash"][:16])
    if row["state"] == "closed":
        right = row["previous_seal"] == previous
        if not right or chain.seal_of(month, row["content_hash"], previous) != row["seal"]:
            yield problem("QK903", _place(month), row["seal"][:16])


def _kept_faults(connection: Connection) -> Iterator[Problem]:
    """What is kept to spare computing it again and is not what was kept."""
    for part in connection.execute(select(known).order_by(known.c.month, known.c.variant, known.c.kind)):
        if not _fits(part.data, part.digest):
            yield problem(
                "QK901", _place(part.month, f"known {part.kind} {part.key}".strip()), part.digest[:16]
            )


def _fits(data: bytes, digest: str) -> bool:
    try:
        return codec.digest_of(codec.unpack(data)) == digest
    except codec.DamagedError:
        return False


def _listed(text: str) -> list[str]:
    return [str(one) for one in codec.parse(text)]


def _log(connection: Connection) -> tuple[int, list[Problem], dict[str, str]]:
    """How many entries, the first that does not fit, and each month's seal by its last close or reopen."""
    previous, count = "", 0
    problems: list[Problem] = []
    closes: dict[str, str] = {}
    for entry in connection.execute(select(entries).order_by(entries.c.id)):
        count += 1
        columns: dict[str, str | int] = {
            name: getattr(entry, name)
            for name in ("id", "at", "who", "kind", "month", "subject", "data_digest")
        }
        right = entry.id == count and entry.previous_hash == previous
        right = right and chain.entry_hash(columns, previous) == entry.hash
        if entry.data is not None:
            right = right and hashlib.sha256(entry.data.encode()).hexdigest() == entry.data_digest
        if not right and not problems:
            problems.append(problem("QK904", Place("qualitykit.db", entry.month, f"#{entry.id}"), entry.kind))
        previous = entry.hash
        if entry.kind in ("close", "reopen"):
            closes[entry.month] = entry.subject if entry.kind == "close" else ""
    return count, problems, closes
