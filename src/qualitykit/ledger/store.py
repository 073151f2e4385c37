"""台账: the store of months. Drafts are replaced, closed months never change, everything decided is logged.

One ``Ledger`` is opened for a command. Reading methods see committed states only. Writing methods are whole
or nothing; ``expected`` is the ``revision`` that the caller's work was based on, and a ledger that moved on
since refuses (CannotRunError). Time and names come from the caller. Source: semantics.md §9.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.ledger import chain, codec, known
from qualitykit.ledger.address import is_url
from qualitykit.ledger.codec import Inputs, StoredInputs
from qualitykit.ledger.contents import (
    Registers,
    contents_of,
    facts_of,
    read_given,
    read_history,
    read_part,
    read_registers,
    read_result,
)
from qualitykit.ledger.database import copy_sqlite, reading, start, writing
from qualitykit.ledger.log import Entry, NewEntry, append_entries, entry_of
from qualitykit.ledger.month import LedgerMonth, adjusting, is_closed, month_row, months_of, unknown
from qualitykit.ledger.schema import entries as entries_table
from qualitykit.ledger.schema import meta, months, parts
from qualitykit.ledger.schema import standards as standards_table
from qualitykit.scoring.history import Needed
from qualitykit.scoring.reconcile import Changed, Given
from qualitykit.scoring.results import History, MonthResult
from qualitykit.scoring.reviewing import after_closing
from qualitykit.standards.standard import Standard

__all__ = ["Entry", "Inputs", "Ledger", "LedgerMonth", "NewEntry"]


class Ledger:
    """An open ledger. Use it in ``with``."""

    def __init__(self, engine: Engine, where: str | Path) -> None:
        self.engine = engine
        self.where = where

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False) -> Ledger:
        """Open the ledger in a file or at a ``postgresql+psycopg://`` URL; ``create`` makes what is missing.

        CannotRunError: it is missing, damaged, of a newer version, or cannot be reached.
        """
        return cls(start(where, create=create), where)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_connections()

    def close_connections(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # --- months ------------------------------------------------------------------------------------------

    def revision(self) -> int:
        """A number that every write raises: what work in between is based on."""
        with reading(self.engine) as connection:
            return int(connection.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one())

    def months(self) -> tuple[LedgerMonth, ...]:
        """All months, oldest first."""
        with reading(self.engine) as connection:
            return months_of(connection)

    def month(self, name: str) -> LedgerMonth | None:
        """That month; None: the ledger does not have it."""
        return next((one for one in self.months() if one.month == name), None)

    def result(self, month: str, *, people: Collection[str] | None = None) -> MonthResult:
        """A month's result, equal to the one stored; with ``people`` only what belongs to them.

        A month past its retention gives its figures without names, evaluations and texts.
        CannotRunError: the ledger does not have it.
        """
        with reading(self.engine) as connection:
            return read_result(connection, month, people)

    def shown(self, month: str, *, people: Collection[str] | None = None) -> MonthResult:
        """``result`` as people read it: of a closed month without what lapsed (``reviewing``)."""
        result = self.result(month, people=people)
        own = self.month(month)
        return after_closing(result) if own is not None and own.closed else result

    def figures(self, month: str) -> MonthResult:
        """A month's figures by employee number: no names, evaluations or texts; small, and never purged."""
        with reading(self.engine) as connection:
            month_row(connection, month)
            return codec.load(MonthResult, read_part(connection, month, "figures") or b"")

    def inputs(self, month: str) -> tuple[Inputs, tuple[Standard, ...]]:
        """What a month was scored from and with. CannotRunError: not there, or past its retention."""
        with reading(self.engine) as connection:
            row = month_row(connection, month)
            text = read_part(connection, month, "inputs")
            if text is None:
                raise CannotRunError(
                    _("the inputs of {month} are past their retention and were deleted").format(month=month),
                    hint=f"qualitykit status {month}",
                )
            digests = json.loads(row["standards"])
            found = connection.execute(
                select(standards_table.c.digest, standards_table.c.data).where(
                    standards_table.c.digest.in_(digests)
                )
            )
            packs = {digest: codec.unpack(data) for digest, data in found}
        rules = tuple(_standard(packs[digest]) for digest in digests)
        return codec.load(StoredInputs, text).inputs(), rules

    def registers(self, month: str) -> Registers:
        """The warnings and the results of tasks that people recorded in a month; small to read."""
        with reading(self.engine) as connection:
            return read_registers(connection, month)

    def history(
        self, before: str, needed: Needed | None = None, known: Mapping[str, str] | None = None
    ) -> History:
        """What the months before ``before`` leave for it, closed ones and drafts.

        ``needed``: only what scoring that month looks at; months' scores and stars, which no month's scoring
        looks at, are left out then. None: everything. ``known``: month → variant of those that are read as
        they would be with what is known now.
        """
        with reading(self.engine) as connection:
            return read_history(connection, before, needed, known)

    # --- closed months as they would be with what is known now --------------------------------------------

    def known_bases(self, variant: str) -> dict[str, str]:
        """The months that are kept in a variant, and the basis of each."""
        return known.bases(self.engine, variant)

    def given(self, since: str) -> tuple[Given, ...]:
        """What the closed months from one on paid and took as adjustments of others."""
        with reading(self.engine) as connection:
            return read_given(connection, since)

    def known_changes(self, variant: str, months: Collection[str]) -> dict[str, tuple[Changed, ...]]:
        """Whose lines are others than they were paid, in months that are kept."""
        return known.changes_of(self.engine, variant, months)

    def known_figures(self, variant: str, month: str) -> MonthResult:
        """The figures of a kept month, without names."""
        return known.figures(self.engine, variant, month)

    def put_known(
        self, variant: str, result: MonthResult, basis: str, changed: Sequence[Changed] = ()
    ) -> None:
        """Keep a month that was computed, and whose lines changed; it is no record, the revision stays."""
        known.put(self.engine, variant, result, basis, changed)

    def known_otherwise(self, variant: str) -> tuple[str, ...]:
        """The months of a variant that another variant holds with other figures, though from the same."""
        return known.differing(self.engine, variant)

    def forget_known(self, variant: str) -> None:
        """Delete what is kept in a variant; it can be computed again."""
        known.forget_variant(self.engine, variant)

    def put_draft(
        self,
        result: MonthResult,
        inputs: Inputs,
        standards: Sequence[Standard],
        *,
        at: datetime,
        expected: int | None = None,
    ) -> LedgerMonth:
        """Store a draft; the month's draft before is replaced. CannotRunError: the month is closed."""
        name = result.period.month
        contents = contents_of(result, inputs)
        packs = [codec.dump(one, Standard) for one in standards]
        digests = [codec.digest_of(text) for text in packs]
        with writing(self.engine, expected) as connection:
            existing = {one.month: one for one in months_of(connection)}
            if name in existing and existing[name].closed:
                raise is_closed(name)
            later = [one.month for one in existing.values() if one.closed and one.month > name]
            if later:
                raise CannotRunError(
                    _("{month} is before the closed month {later}; months close in order").format(
                        month=name, later=later[0]
                    ),
                    hint=_(
                        "Put corrected workbooks into the next open month's folder and run qualitykit score; "
                        "pay is corrected by: {command}"
                    ).format(command=adjusting(later[0])),
                )
            base = {one.month: one.content_hash for one in existing.values() if one.month < name}
            _put_standards(connection, dict(zip(digests, packs, strict=True)))
            connection.execute(delete(parts).where(parts.c.month == name))
            connection.execute(delete(months).where(months.c.month == name))
            rows = [
                {"month": name, "kind": kind, "key": key, "digest": digest, "data": data}
                for kind, key, digest, data in contents
            ]
            values = facts_of(result) | {"state": "draft", "scored_at": at.isoformat()}
            values |= {"standards": json.dumps(digests), "base": json.dumps(base)}
            values |= {"previous_seal": "", "seal": ""}
            values["content_hash"] = chain.content_hash(
                facts_of(result), digests, ((kind, key, digest) for kind, key, digest, _data in contents)
            )
            connection.execute(months.insert(), values)
            connection.execute(parts.insert(), rows)
            return months_of(connection, name)[0]

    def check_turn(self, month: str) -> None:
        """CannotRunError: an earlier month is not closed."""
        _refuse_out_of_turn(self.months(), month)

    def close(
        self,
        month: str,
        *,
        at: datetime,
        by: str,
        data: Mapping[str, Any] | None = None,
        expected: int | None = None,
    ) -> LedgerMonth:
        """Freeze a month's draft, seal it to the month closed before, and log it, with ``data`` beside.

        CannotRunError: no such draft, closed already, or an earlier month is not closed. Whether it *may* be
        closed (problems accepted, figures up to date) the caller has decided.
        """
        with writing(self.engine, expected) as connection:
            existing = months_of(connection)
            own = next((one for one in existing if one.month == month), None)
            if own is None:
                raise unknown(month)
            if own.closed:
                raise is_closed(month)
            _refuse_out_of_turn(existing, month)
            previous = max((one for one in existing if one.closed), key=lambda one: one.month, default=None)
            before = previous.seal if previous else ""
            seal = chain.seal_of(month, own.content_hash, before)
            connection.execute(
                update(months)
                .where(months.c.month == month)
                .values(
                    state="closed",
                    previous_seal=before,
                    seal=seal,
                    closed_at=at.isoformat(),
                    closed_by=by,
                )
            )
            logged = {**(data or {}), "content_hash": own.content_hash, "previous_seal": before}
            append_entries(connection, [NewEntry("close", month, seal, logged)], at, by)
            return months_of(connection, month)[0]

    def reopen(
        self, month: str, *, at: datetime, by: str, reason: str, expected: int | None = None
    ) -> LedgerMonth:
        """Make the last closed month a draft again, as long as nothing of it was exported.

        CannotRunError: not closed, exported, or a later month is closed.
        """
        with writing(self.engine, expected) as connection:
            closed = [one for one in months_of(connection) if one.closed]
            own = next((one for one in closed if one.month == month), None)
            if own is None:
                raise CannotRunError(
                    _("{month} is not closed").format(month=month), hint=f"qualitykit status {month}"
                )
            if own.exported_at is not None:
                raise CannotRunError(
                    _("{month} was exported; it stays closed").format(month=month),
                    hint=_(
                        "Put corrected workbooks into the next open month's folder and run qualitykit score; "
                        "pay is corrected by: {command}"
                    ).format(command=adjusting(month)),
                )
            if closed[-1] is not own:
                raise CannotRunError(
                    _("{later} is closed after {month}; reopen it first").format(
                        later=closed[-1].month, month=month
                    ),
                    hint=_("qualitykit reopen {month} --reason TEXT").format(month=closed[-1].month),
                )
            append_entries(connection, [NewEntry("reopen", month, own.seal, {"reason": reason})], at, by)
            connection.execute(
                update(months)
                .where(months.c.month == month)
                .values(state="draft", seal="", previous_seal="", closed_at=None, closed_by=None)
            )
            return months_of(connection, month)[0]

    def discard(self, month: str, *, at: datetime, by: str, reason: str) -> None:
        """Delete a month's draft, and log it: a folder that belonged to another month was scored.

        CannotRunError: no such month, or it is closed.
        """
        with writing(self.engine) as connection:
            own = next(iter(months_of(connection, month)), None)
            if own is None:
                raise unknown(month)
            if own.closed:
                raise is_closed(month)
            append_entries(connection, [NewEntry("discard", month, "", {"reason": reason})], at, by)
            connection.execute(delete(parts).where(parts.c.month == month))
            connection.execute(delete(months).where(months.c.month == month))

    def mark_exported(
        self, month: str, *, at: datetime, by: str, what: str, data: Mapping[str, Any] | None = None
    ) -> None:
        """Log that something of a closed month left the house; from now on it cannot be reopened.

        CannotRunError: the month is not closed.
        """
        with writing(self.engine) as connection:
            own = next((one for one in months_of(connection, month) if one.closed), None)
            if own is None:
                raise CannotRunError(
                    _("{month} is not closed").format(month=month), hint=f"qualitykit close {month}"
                )
            append_entries(connection, [NewEntry("export", month, what, data or {})], at, by)
            if own.exported_at is None:
                connection.execute(
                    update(months).where(months.c.month == month).values(exported_at=at.isoformat())
                )

    # --- the log -----------------------------------------------------------------------------------------

    def append(
        self, new: Sequence[NewEntry], *, at: datetime, by: str, expected: int | None = None
    ) -> tuple[Entry, ...]:
        """Log several entries, all or none."""
        with writing(self.engine, expected) as connection:
            return append_entries(connection, new, at, by)

    def entries(self, *kinds: str, month: str | None = None, subject: str | None = None) -> tuple[Entry, ...]:
        """The log in order; of these kinds (none: all), of a month, of a subject."""
        wanted = select(entries_table).order_by(entries_table.c.id)
        if kinds:
            wanted = wanted.where(entries_table.c.kind.in_(kinds))
        if month is not None:
            wanted = wanted.where(entries_table.c.month == month)
        if subject is not None:
            wanted = wanted.where(entries_table.c.subject == subject)
        with reading(self.engine) as connection:
            return tuple(entry_of(row) for row in connection.execute(wanted).mappings())

    # --- care --------------------------------------------------------------------------------------------

    def backup(self, target: Path) -> Path:
        """A whole copy of a ledger in a file. CannotRunError: the ledger is on a server."""
        if is_url(self.where):
            raise CannotRunError(
                _("this ledger is on a database server"), hint=_("Use the server's own backup (pg_dump).")
            )
        copy_sqlite(Path(self.where), target)
        return target

    def purge(self, before: date, *, at: datetime, by: str) -> tuple[str, ...]:
        """Delete personal data of closed months that ended before a day; their figures and digests stay.

        Returns the months purged now. The log's entries of those months lose their content too.
        """
        with writing(self.engine) as connection:
            done = {
                row.month
                for row in connection.execute(
                    select(entries_table.c.month).where(entries_table.c.kind == "purge")
                )
            }
            due = [
                one.month
                for one in months_of(connection)
                if one.closed and one.period.last_day < before and one.month not in done
            ]
            for month in due:
                data = {"before": before.isoformat()}
                last = append_entries(connection, [NewEntry("purge", month, "", data)], at, by)[-1].id
                known.forget(connection, month)
                connection.execute(
                    update(parts)
                    .where(parts.c.month == month, parts.c.kind.not_in(_KEPT_PARTS))
                    .values(data=None)
                )
                connection.execute(
                    update(entries_table)
                    .where(
                        entries_table.c.month == month,
                        entries_table.c.id != last,
                        entries_table.c.kind.not_in(_KEPT_ENTRIES),
                    )
                    .values(data=None)
                )
            return tuple(due)


# --- inside ----------------------------------------------------------------------------------------------

_KEPT_PARTS = ("figures", "adjusted", "on-file", "marks", "identities")
_KEPT_ENTRIES = ("close", "purge", "adjustment", "export", "sign")


def _put_standards(connection: Connection, packs: Mapping[str, bytes]) -> None:
    known = set(
        connection.execute(
            select(standards_table.c.digest).where(standards_table.c.digest.in_(packs))
        ).scalars()
    )
    new = [
        {"digest": digest, "data": codec.pack(text)} for digest, text in packs.items() if digest not in known
    ]
    if new:
        connection.execute(standards_table.insert(), new)


@lru_cache(maxsize=4)
def _standard(text: bytes) -> Standard:
    """A stored standard; the months of a year mostly have one and the same, which takes long to read."""
    return codec.load(Standard, text)


def _refuse_out_of_turn(existing: Sequence[LedgerMonth], month: str) -> None:
    open_before = [one.month for one in existing if one.month < month and not one.closed]
    if open_before:
        raise CannotRunError(
            _("{earlier} is not closed; months close in order").format(earlier=open_before[0]),
            hint=f"qualitykit close {open_before[0]}",
        )
