"""One person's month out of a ledger's file, without loading the database toolkit: it is asked for often.

Only reads, and only what ``store.Ledger`` wrote in this version; in every other case it gives None, and the
caller opens the ledger the long way, which also has the words for what is wrong.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from qualitykit.frozen import dataclass
from qualitykit.ledger import codec
from qualitykit.ledger.address import SCHEMA_VERSION
from qualitykit.scoring.results import MonthResult
from qualitykit.scoring.reviewing import after_closing

__all__ = ["person_month"]


@dataclass(frozen=True, slots=True)
class _Both:
    """A month's common part and one person's, read in one go: their rules of reading are made once."""

    common: MonthResult
    person: codec.StoredPerson


def person_month(file: Path, month: str, employee_no: str) -> MonthResult | None:
    """What ``Ledger.shown(month, people=[employee_no])`` gives; None: ask the ledger itself."""
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            state = connection.execute("SELECT state FROM months WHERE month = ?", (month,)).fetchone()
            version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
            rows = dict(
                connection.execute(
                    "SELECT kind, data FROM parts WHERE month = ? AND (kind = 'common' OR "
                    "(kind = 'person' AND key = ?))",
                    (month, employee_no),
                ).fetchall()
            )
    except sqlite3.Error:
        return None
    common, person = rows.get("common"), rows.get("person")
    if version != (str(SCHEMA_VERSION),) or common is None or person is None:
        return None
    text = b'{"common":' + codec.unpack(common) + b',"person":' + codec.unpack(person) + b"}"
    both = codec.load(_Both, text)
    result = codec.assemble(both.common, [both.person])
    return after_closing(result) if state == ("closed",) else result
