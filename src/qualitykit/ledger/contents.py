"""What is stored of a month, part by part, and read again: result, figures, what later months need."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from qualitykit.beside import beside
from qualitykit.frozen import dataclass
from qualitykit.ledger import codec
from qualitykit.ledger.codec import Inputs, StoredInputs, StoredPerson
from qualitykit.ledger.month import LedgerMonth, month_row, months_of
from qualitykit.ledger.schema import known as known_table
from qualitykit.ledger.schema import parts
from qualitykit.model import ServedWarning, TaskResult
from qualitykit.scoring.history import Needed, extend
from qualitykit.scoring.reconcile import Given, given_by
from qualitykit.scoring.results import History, MonthResult, PastScore

__all__ = [
    "Adjusted",
    "Content",
    "Registers",
    "contents_of",
    "facts_of",
    "left_by",
    "read_given",
    "read_history",
    "read_part",
    "read_registers",
    "read_result",
]

_MANY = 10_000  # evaluations
Content = tuple[str, str, str, bytes]  # kind, key, digest, compressed text


@dataclass(frozen=True, slots=True)
class Registers:
    """What people recorded in a month: warnings on their way, results of coaching and retraining."""

    served_warnings: tuple[ServedWarning, ...] = ()
    task_results: tuple[TaskResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a month paid and took as adjustments of others."""

    given: tuple[Given, ...] = ()


def facts_of(result: MonthResult) -> dict[str, str]:
    """What the months' table says of a month's result."""
    return {
        "month": result.period.month,
        "first_day": result.period.first_day.isoformat(),
        "last_day": result.period.last_day.isoformat(),
        "program_version": result.program_version,
    }


def contents_of(result: MonthResult, inputs: Inputs) -> list[Content]:
    """Everything stored of a month. The inputs of a large one take as long as all the rest, and are made
    into text beside it."""

    def packed_inputs() -> list[Content]:
        return _packed([("inputs", "", codec.dump(codec.stored_inputs(inputs)))])

    many = len(inputs.records.evaluations) >= _MANY
    stored_inputs = beside(packed_inputs) if many else packed_inputs
    common, persons = codec.cut(result)
    registers = Registers(tuple(inputs.records.served_warnings), tuple(inputs.records.task_results))
    before = [("common", "", codec.dump(common))]
    after = [
        ("registers", "", codec.dump(registers)),
        ("adjusted", "", codec.dump(Adjusted(given_by(result)))),
        *(("person", number, codec.dump(person)) for number, person in persons.items()),
    ]
    figures, first, others = left_by(result), _packed(before), _packed(after)
    return [*figures, *first, *stored_inputs(), *others]


def left_by(result: MonthResult) -> list[Content]:
    """A month's figures without names, and what it leaves for later months."""
    left = extend(History(), result, closed=False)
    # a month's own scores, incidents, praises and identities; warnings, debts and what is not done yet are
    # those on file after it
    on_file = History(warnings=left.warnings, carried=left.carried)
    marks = History(month_scores=left.month_scores, stars=left.stars)
    by_source: dict[str, list[PastScore]] = {}
    for one in left.scores:
        by_source.setdefault(one.source, []).append(one)
    texts: list[tuple[str, str, bytes]] = [
        ("figures", "", codec.dump(codec.without_personal_data(result))),
        ("incidents", "", codec.dump(History(incidents=left.incidents))),
        ("praises", "", codec.dump(History(praises=left.praises))),
        ("on-file", "", codec.dump(on_file)),
        ("marks", "", codec.dump(marks)),
        ("identities", "", codec.dump(History(identities=left.identities))),
    ]
    if left.open_steps:
        texts.append(("open-steps", "", codec.dump(History(open_steps=left.open_steps))))
    texts += [
        ("scores", source, codec.dump(History(scores=tuple(many))))
        for source, many in sorted(by_source.items())
    ]
    return _packed(texts)


def _packed(texts: Iterable[tuple[str, str, bytes]]) -> list[Content]:
    return [(kind, key, codec.digest_of(text), codec.pack(text)) for kind, key, text in texts]


def read_part(connection: Connection, month: str, kind: str, key: str = "") -> bytes | None:
    """The text of a part; None: it was purged."""
    data = connection.execute(
        select(parts.c.data).where(parts.c.month == month, parts.c.kind == kind, parts.c.key == key)
    ).scalar_one()
    return None if data is None else codec.unpack(data)


def read_result(connection: Connection, month: str, people: Collection[str] | None) -> MonthResult:
    """A month's result; with ``people`` only what belongs to them."""
    month_row(connection, month)
    common = read_part(connection, month, "common")
    if common is None:
        figures = codec.load(MonthResult, read_part(connection, month, "figures") or b"")
        if people is None:
            return figures
        rest, persons = codec.cut(figures)
        return codec.assemble(rest, [one for number, one in persons.items() if number in people])
    wanted = select(parts.c.data).where(parts.c.month == month, parts.c.kind == "person")
    if people is not None:
        wanted = wanted.where(parts.c.key.in_(people))
    texts = [codec.unpack(data) for (data,) in connection.execute(wanted)]
    return codec.assemble(codec.load(MonthResult, common), [codec.load(StoredPerson, text) for text in texts])


def read_registers(connection: Connection, month: str) -> Registers:
    """What people recorded in a month; nothing where that is past its retention."""
    month_row(connection, month)
    query = select(parts.c.data).where(parts.c.month == month)
    row = connection.execute(query.where(parts.c.kind == "registers")).one_or_none()
    if row is not None:
        return codec.load(Registers, codec.unpack(row.data)) if row.data is not None else Registers()
    text = read_part(connection, month, "inputs")  # a month that an older version stored
    if text is None:
        return Registers()
    records = codec.load(StoredInputs, text).records
    return Registers(tuple(records.served_warnings), tuple(records.task_results))


def read_given(connection: Connection, since: str) -> tuple[Given, ...]:
    """What the closed months from one on paid and took as adjustments of others."""
    names = [one.month for one in months_of(connection) if one.closed and one.month >= since]
    query = select(parts.c.month, parts.c.data).where(parts.c.kind == "adjusted", parts.c.month.in_(names))
    stored = {month: codec.unpack(data) for month, data in connection.execute(query)}
    found: list[Given] = []
    for name in names:
        if name in stored:
            found += codec.load(Adjusted, stored[name]).given
        else:  # a month that an older version stored
            found += given_by(codec.load(MonthResult, read_part(connection, name, "figures") or b""))
    return tuple(found)


def read_history(
    connection: Connection, before: str, needed: Needed | None, known: Mapping[str, str] | None = None
) -> History:
    """What the months before ``before`` leave; ``needed``: no more than that; ``known``: months, by variant,
    whose part in it is read as it would be with what is known now."""
    earlier = [one for one in months_of(connection) if one.month < before]
    if not earlier:
        return History()
    names = [one.month for one in earlier]
    variants = {name: variant for name, variant in (known or {}).items() if name in names}
    rows = _rows(connection, parts, needed, earlier, [name for name in names if name not in variants])
    for variant in sorted(set(variants.values())):
        months = [name for name, own in variants.items() if own == variant]
        rows += _rows(connection, known_table, needed, earlier, months, known_table.c.variant == variant)
    found: dict[str, list[History]] = {}
    for _month, _key, kind, data in sorted(rows, key=lambda row: row[:3]):
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
        open_steps=_joined(one.open_steps for one in found.get("open-steps", [])),
    )


def _rows(
    connection: Connection,
    table: Table,
    needed: Needed | None,
    earlier: Sequence[LedgerMonth],
    names: Sequence[str],
    *more: ColumnElement[bool],
) -> list[tuple[str, str, str, bytes | None]]:
    """Month, key, kind and text of the parts of those months that may hold what is needed."""
    if not names:
        return []
    as_it_stands = table.c.kind.in_(("on-file", "open-steps"))
    wanted: list[ColumnElement[bool]] = [as_it_stands & (table.c.month == earlier[-1].month)]
    if needed is None:
        wanted.append(table.c.kind.in_(("incidents", "praises", "marks", "scores", "identities")))
    else:
        wanted += _wanted(table, needed, earlier)
    query = select(table.c.month, table.c.key, table.c.kind, table.c.data)
    found = connection.execute(query.where(table.c.month.in_(names), or_(*wanted), *more))
    return [(month, key, kind, data) for month, key, kind, data in found]


def _wanted(table: Table, needed: Needed, earlier: Sequence[LedgerMonth]) -> list[ColumnElement[bool]]:
    """The parts that may hold what is needed; what a month holds happened in it or, late, before it."""
    since = needed.late_since
    named = [one.month for one in earlier if since is not None and one.period.last_day >= since]
    near = [
        one.month for one in earlier if needed.registered or one.period.last_day >= needed.incidents_since
    ]
    wanted: list[ColumnElement[bool]] = [
        (table.c.kind == "scores") & (table.c.key == source) & (table.c.month >= since)
        for source, since in needed.scores_since.items()
    ]
    wanted.append((table.c.kind == "identities") & table.c.month.in_(named))
    wanted.append((table.c.kind == "incidents") & table.c.month.in_(near))
    if needed.praised:
        wanted.append(table.c.kind == "praises")
    return wanted


def _score_order(one: PastScore) -> tuple[str, str, date, str, str]:
    return (one.month, one.employee_no, one.day, one.source, one.evaluation)


def _joined(many: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(one for some in many for one in some)
