"""台账: the store of months. Drafts are replaced, closed months never change, everything decided is logged.

One ``Ledger`` is opened for a command. Reading methods see committed states only. Writing methods are whole
or nothing; ``expected`` is the ``revision`` that the caller's work was based on, and a ledger that moved on
since refuses (CannotRunError). Time and names come from the caller. Source: semantics.md §9.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, or_, select, update

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.ledger import chain, codec
from qualitykit.ledger.address import is_url
from qualitykit.ledger.codec import Inputs, StoredInputs, StoredPerson
from qualitykit.ledger.database import copy_sqlite, reading, start, writing
from qualitykit.ledger.schema import entries as entries_table
from qualitykit.ledger.schema import meta, months, parts
from qualitykit.ledger.schema import standards as standards_table
from qualitykit.model import Period
from qualitykit.scoring.history import Needed, extend
from qualitykit.scoring.results import History, MonthResult, PastScore
from qualitykit.standards.standard import Standard

__all__ = ["Entry", "Inputs", "Ledger", "LedgerMonth", "NewEntry"]


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """A month in the ledger. ``seal`` is the digest that stands on the signed sheet; empty for a draft.

    ``base``: month → content hash of the months that it was scored after; ``exported_at`` None: not yet.
    """

    period: Period
    state: str  # "draft" or "closed"
    program_version: str
    scored_at: datetime
    content_hash: str
    previous_seal: str = ""
    seal: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    exported_at: datetime | None = None
    base: Mapping[str, str] = field(default_factory=dict)

    @property
    def month(self) -> str:
        """Its name, ``2026-10``."""
        return self.period.month

    @property
    def closed(self) -> bool:
        """Whether it is frozen."""
        return self.state == "closed"


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
            return _months(connection)

    def month(self, name: str) -> LedgerMonth | None:
        """That month; None: the ledger does not have it."""
        return next((one for one in self.months() if one.month == name), None)

    def result(self, month: str, *, people: Collection[str] | None = None) -> MonthResult:
        """A month's result, equal to the one stored; with ``people`` only what belongs to them.

        A month past its retention gives its figures without names, evaluations and texts.
        CannotRunError: the ledger does not have it.
        """
        with reading(self.engine) as connection:
            return _result(connection, month, people)

    def figures(self, month: str) -> MonthResult:
        """A month's figures by employee number: no names, evaluations or texts; small, and never purged."""
        with reading(self.engine) as connection:
            _row(connection, month)
            return codec.load(MonthResult, _part(connection, month, "figures") or b"")

    def inputs(self, month: str) -> tuple[Inputs, tuple[Standard, ...]]:
        """What a month was scored from and with. CannotRunError: not there, or past its retention."""
        with reading(self.engine) as connection:
            row = _row(connection, month)
            text = _part(connection, month, "inputs")
            if text is None:
                raise CannotRunError(
                    _("the inputs of {month} are past their retention and were deleted").format(month=month),
                    hint=_("The closed figures are kept: qualitykit status shows the month."),
                )
            digests = json.loads(row["standards"])
            found = connection.execute(
                select(standards_table.c.digest, standards_table.c.data).where(
                    standards_table.c.digest.in_(digests)
                )
            )
            packs = {digest: codec.unpack(data) for digest, data in found}
        rules = tuple(Standard.model_validate_json(packs[digest]) for digest in digests)
        return codec.load(StoredInputs, text).inputs(), rules

    def history(self, before: str, needed: Needed | None = None) -> History:
        """What the months before ``before`` leave for it, closed ones and drafts.

        ``needed``: only what scoring that month looks at; months' scores and stars, which no month's scoring
        looks at, are left out then. None: everything.
        """
        with reading(self.engine) as connection:
            return _history(connection, before, needed)

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
        contents = _contents(result, inputs)
        packs = [codec.dump(one, Standard) for one in standards]
        digests = [codec.digest_of(text) for text in packs]
        with writing(self.engine, expected) as connection:
            existing = {one.month: one for one in _months(connection)}
            if name in existing and existing[name].closed:
                raise _is_closed(name)
            later = [one.month for one in existing.values() if one.closed and one.month > name]
            if later:
                raise CannotRunError(
                    _("{month} is before the closed month {later}; months close in order").format(
                        month=name, later=later[0]
                    ),
                    hint=_("What belongs to it goes into the open month; qualitykit adjust corrects pay."),
                )
            base = {one.month: one.content_hash for one in existing.values() if one.month < name}
            _put_standards(connection, dict(zip(digests, packs, strict=True)))
            connection.execute(delete(parts).where(parts.c.month == name))
            connection.execute(delete(months).where(months.c.month == name))
            rows = [
                {"month": name, "kind": kind, "key": key, "digest": digest, "data": data}
                for kind, key, digest, data in contents
            ]
            values = _facts(result) | {"state": "draft", "scored_at": at.isoformat()}
            values |= {"standards": json.dumps(digests), "base": json.dumps(base)}
            values |= {"previous_seal": "", "seal": ""}
            values["content_hash"] = chain.content_hash(
                _facts(result), digests, ((kind, key, digest) for kind, key, digest, _data in contents)
            )
            connection.execute(months.insert(), values)
            connection.execute(parts.insert(), rows)
            return _months(connection, name)[0]

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
            existing = _months(connection)
            own = next((one for one in existing if one.month == month), None)
            if own is None:
                raise _unknown(month)
            if own.closed:
                raise _is_closed(month)
            open_before = [one.month for one in existing if one.month < month and not one.closed]
            if open_before:
                raise CannotRunError(
                    _("{earlier} is not closed; months close in order").format(earlier=open_before[0]),
                    hint=f"qualitykit close {open_before[0]}",
                )
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
            _append(connection, [NewEntry("close", month, seal, logged)], at, by)
            return _months(connection, month)[0]

    def reopen(
        self, month: str, *, at: datetime, by: str, reason: str, expected: int | None = None
    ) -> LedgerMonth:
        """Make the last closed month a draft again, as long as nothing of it was exported.

        CannotRunError: not closed, exported, or a later month is closed.
        """
        with writing(self.engine, expected) as connection:
            closed = [one for one in _months(connection) if one.closed]
            own = next((one for one in closed if one.month == month), None)
            if own is None:
                raise CannotRunError(_("{month} is not closed").format(month=month), hint="qualitykit status")
            if own.exported_at is not None:
                raise CannotRunError(
                    _("{month} was exported; it stays closed").format(month=month),
                    hint=_("Corrections of closed months go into the open month."),
                )
            if closed[-1] is not own:
                raise CannotRunError(
                    _("{later} is closed after {month}; reopen it first").format(
                        later=closed[-1].month, month=month
                    ),
                    hint=f"qualitykit reopen {closed[-1].month} --reason …",
                )
            _append(connection, [NewEntry("reopen", month, own.seal, {"reason": reason})], at, by)
            connection.execute(
                update(months)
                .where(months.c.month == month)
                .values(state="draft", seal="", previous_seal="", closed_at=None, closed_by=None)
            )
            return _months(connection, month)[0]

    def mark_exported(
        self, month: str, *, at: datetime, by: str, what: str, data: Mapping[str, Any] | None = None
    ) -> None:
        """Log that something of a closed month left the house; from now on it cannot be reopened.

        CannotRunError: the month is not closed.
        """
        with writing(self.engine) as connection:
            own = next((one for one in _months(connection, month) if one.closed), None)
            if own is None:
                raise CannotRunError(
                    _("{month} is not closed").format(month=month), hint=f"qualitykit close {month}"
                )
            _append(connection, [NewEntry("export", month, what, data or {})], at, by)
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
            return _append(connection, new, at, by)

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
            return tuple(_entry(row) for row in connection.execute(wanted).mappings())

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
                for one in _months(connection)
                if one.closed and one.period.last_day < before and one.month not in done
            ]
            for month in due:
                data = {"before": before.isoformat()}
                last = _append(connection, [NewEntry("purge", month, "", data)], at, by)[-1].id
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

_KEPT_PARTS = ("figures", "on-file", "marks", "identities")
_KEPT_ENTRIES = ("close", "purge", "adjustment", "export")


def _facts(result: MonthResult) -> dict[str, str]:
    return {
        "month": result.period.month,
        "first_day": result.period.first_day.isoformat(),
        "last_day": result.period.last_day.isoformat(),
        "program_version": result.program_version,
    }


def _contents(result: MonthResult, inputs: Inputs) -> list[tuple[str, str, str, bytes]]:
    """Everything stored of a month: kind, key, digest, compressed text."""
    common, persons = codec.cut(result)
    left = extend(History(), result, closed=False)
    # a month's own scores, incidents, praises and identities; warnings and debts are those on file after it
    on_file = History(warnings=left.warnings, carried=left.carried)
    marks = History(month_scores=left.month_scores, stars=left.stars)
    by_source: dict[str, list[PastScore]] = {}
    for one in left.scores:
        by_source.setdefault(one.source, []).append(one)
    texts: list[tuple[str, str, bytes]] = [
        ("common", "", codec.dump(common)),
        ("figures", "", codec.dump(codec.without_personal_data(result))),
        ("inputs", "", codec.dump(codec.stored_inputs(inputs))),
        ("incidents", "", codec.dump(History(incidents=left.incidents))),
        ("praises", "", codec.dump(History(praises=left.praises))),
        ("on-file", "", codec.dump(on_file)),
        ("marks", "", codec.dump(marks)),
        ("identities", "", codec.dump(History(identities=left.identities))),
    ]
    texts += [
        ("scores", source, codec.dump(History(scores=tuple(many))))
        for source, many in sorted(by_source.items())
    ]
    texts += [("person", number, codec.dump(person)) for number, person in persons.items()]
    return [(kind, key, codec.digest_of(text), codec.pack(text)) for kind, key, text in texts]


def _months(connection: Connection, name: str | None = None) -> tuple[LedgerMonth, ...]:
    wanted = select(months).order_by(months.c.month)
    if name is not None:
        wanted = wanted.where(months.c.month == name)
    return tuple(_ledger_month(row) for row in connection.execute(wanted).mappings())


def _ledger_month(row: RowMapping) -> LedgerMonth:
    return LedgerMonth(
        Period(row["month"], date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])),
        row["state"],
        row["program_version"],
        datetime.fromisoformat(row["scored_at"]),
        row["content_hash"],
        row["previous_seal"],
        row["seal"],
        datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None,
        row["closed_by"] or "",
        datetime.fromisoformat(row["exported_at"]) if row["exported_at"] else None,
        json.loads(row["base"]),
    )


def _row(connection: Connection, month: str) -> RowMapping:
    row = connection.execute(select(months).where(months.c.month == month)).mappings().one_or_none()
    if row is None:
        raise _unknown(month)
    return row


def _unknown(month: str) -> CannotRunError:
    return CannotRunError(
        _("the ledger has no month {month}").format(month=month), hint=_("qualitykit status lists the months")
    )


def _is_closed(month: str) -> CannotRunError:
    return CannotRunError(
        _("{month} is closed").format(month=month),
        hint=_("Corrections of closed months go into the open month."),
    )


def _part(connection: Connection, month: str, kind: str, key: str = "") -> bytes | None:
    """The text of a part; None: it was purged."""
    data = connection.execute(
        select(parts.c.data).where(parts.c.month == month, parts.c.kind == kind, parts.c.key == key)
    ).scalar_one()
    return None if data is None else codec.unpack(data)


def _result(connection: Connection, month: str, people: Collection[str] | None) -> MonthResult:
    _row(connection, month)
    common = _part(connection, month, "common")
    if common is None:
        figures = codec.load(MonthResult, _part(connection, month, "figures") or b"")
        if people is None:
            return figures
        rest, persons = codec.cut(figures)
        return codec.assemble(rest, [one for number, one in persons.items() if number in people])
    wanted = select(parts.c.data).where(parts.c.month == month, parts.c.kind == "person")
    if people is not None:
        wanted = wanted.where(parts.c.key.in_(people))
    texts = [codec.unpack(data) for (data,) in connection.execute(wanted)]
    return codec.assemble(codec.load(MonthResult, common), [codec.load(StoredPerson, text) for text in texts])


def _history(connection: Connection, before: str, needed: Needed | None) -> History:
    earlier = [one for one in _months(connection) if one.month < before]
    if not earlier:
        return History()
    names = [one.month for one in earlier]
    wanted: list[ColumnElement[bool]] = [(parts.c.kind == "on-file") & (parts.c.month == names[-1])]
    if needed is None:
        wanted.append(parts.c.kind.in_(("incidents", "praises", "marks", "scores", "identities")))
    else:
        wanted += _wanted(needed, earlier)
    rows = connection.execute(
        select(parts.c.kind, parts.c.data)
        .where(parts.c.month.in_(names), or_(*wanted))
        .order_by(parts.c.month, parts.c.key)
    )
    found: dict[str, list[History]] = {}
    for kind, data in rows:
        if data is not None:  # else past its retention
            found.setdefault(kind, []).append(codec.load_history(kind, codec.unpack(data), needed))
    (last,) = found["on-file"]
    marks = found.get("marks", [])
    return History(
        months=tuple(names),
        closed_months=tuple(one.month for one in earlier if one.closed),
        scores=tuple(sorted(_joined(one.scores for one in found.get("scores", [])), key=_score_order)),
        warnings=last.warnings,
        incidents=_joined(one.incidents for one in found.get("incidents", [])),
        praises=_joined(one.praises for one in found.get("praises", [])),
        carried=last.carried,
        month_scores=_joined(one.month_scores for one in marks),
        stars=_joined(one.stars for one in marks),
        identities=_joined(one.identities for one in found.get("identities", [])),
    )


def _wanted(needed: Needed, earlier: Sequence[LedgerMonth]) -> list[ColumnElement[bool]]:
    """The parts that may hold what is needed; what a month holds happened in it or, late, before it."""
    since = needed.late_since
    named = [one.month for one in earlier if since is not None and one.period.last_day >= since]
    near = [
        one.month for one in earlier if needed.registered or one.period.last_day >= needed.incidents_since
    ]
    wanted: list[ColumnElement[bool]] = [
        (parts.c.kind == "scores") & (parts.c.key == source) & (parts.c.month >= since)
        for source, since in needed.scores_since.items()
    ]
    wanted.append((parts.c.kind == "identities") & parts.c.month.in_(named))
    wanted.append((parts.c.kind == "incidents") & parts.c.month.in_(near))
    if needed.praised:
        wanted.append(parts.c.kind == "praises")
    return wanted


def _score_order(one: PastScore) -> tuple[str, str, date, str, str]:
    return (one.month, one.employee_no, one.day, one.source, one.evaluation)


def _joined(many: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(one for some in many for one in some)


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


def _append(connection: Connection, new: Sequence[NewEntry], at: datetime, by: str) -> tuple[Entry, ...]:
    newest = connection.execute(
        select(entries_table.c.id, entries_table.c.hash).order_by(entries_table.c.id.desc()).limit(1)
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
            entries_table.insert(),
            {**columns, "data": data.decode(), "previous_hash": previous, "hash": own},
        )
        added.append(Entry(number, at, by, one.kind, one.month, one.subject, one.data, own))
        previous = own
    return tuple(added)


def _entry(row: RowMapping) -> Entry:
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
