"""The log: what was decided or done, when, by whom. Each entry's hash covers the entry before it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from decimal import InvalidOperation
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.ledger import chain, codec
from qualitykit.ledger.schema import entries

__all__ = ["Entry", "NewEntry", "append_entries", "entry_of", "readable"]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something to log. ``kind`` is a stable code; ``month`` and ``subject`` may be empty; ``data`` is JSON
    (text, whole numbers, lists, dicts; amounts as text)."""

    kind: str
    month: str = ""
    subject: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A log entry: what was decided or done, when, by whom. ``data`` None: purged."""

    id: int
    at: datetime
    by: str
    kind: str
    month: str
    subject: str
    data: Mapping[str, Any] | None
    hash: str


def append_entries(
    connection: Connection, new: Sequence[NewEntry], at: datetime, by: str
) -> tuple[Entry, ...]:
    """Log several entries after those that are there, within the caller's transaction."""
    newest = connection.execute(
        select(entries.c.id, entries.c.hash).order_by(entries.c.id.desc()).limit(1)
    ).one_or_none()
    number, previous = (newest.id, newest.hash) if newest is not None else (0, "")
    added: list[Entry] = []
    for one in new:
        number += 1
        data = codec.canonical(one.data)
        columns: dict[str, str | int] = {
            "id": number,
            "at": at.isoformat(),
            "who": by,
            "kind": one.kind,
            "month": one.month,
            "subject": one.subject,
            "data_digest": codec.digest_of(data),
        }
        own = chain.entry_hash(columns, previous)
        connection.execute(
            entries.insert(),
            {**columns, "data": data.decode(), "previous_hash": previous, "hash": own},
        )
        added.append(Entry(number, at, by, one.kind, one.month, one.subject, one.data, own))
        previous = own
    return tuple(added)


def entry_of(row: RowMapping) -> Entry:
    """The entry of a row."""
    return Entry(
        row["id"],
        datetime.fromisoformat(row["at"]),
        row["who"],
        row["kind"],
        row["month"],
        row["subject"],
        None if row["data"] is None else json.loads(row["data"]),
        row["hash"],
    )


@contextmanager
def readable(entry: Entry) -> Iterator[None]:
    """Turn an entry whose content this program cannot read into a plain sentence (DamagedError)."""
    try:
        yield
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise codec.DamagedError(
            _("entry {number} of the log ({kind}) cannot be read by this version").format(
                number=entry.id, kind=entry.kind
            ),
            hint=_("qualitykit verify checks the ledger; the version that wrote it can read it."),
        ) from None
