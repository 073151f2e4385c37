"""Closed months as they would be with what is known now, kept so that they are computed once.

Nothing here is a record: every row can be computed again from the closed months, the appeals and the later
months' inputs, and ``basis`` is the hash of those. What does not fit its basis is not used.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Engine, and_, delete, select

from qualitykit.frozen import dataclass
from qualitykit.ledger import codec
from qualitykit.ledger.contents import left_by
from qualitykit.ledger.database import reading, writing_beside
from qualitykit.ledger.schema import known
from qualitykit.scoring.reconcile import Changed
from qualitykit.scoring.results import MonthResult

__all__ = ["bases", "changes_of", "differing", "figures", "forget", "forget_variant", "put"]


def bases(engine: Engine, variant: str) -> dict[str, str]:
    """The basis of each month that is kept."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(known.c.month, known.c.basis).where(known.c.variant == variant, known.c.kind == "figures")
        )
        return {row.month: row.basis for row in rows}


def figures(engine: Engine, variant: str, month: str) -> MonthResult:
    """A kept month's figures, without names. DamagedError: they are not what was kept."""
    with reading(engine) as connection:
        data = connection.execute(
            select(known.c.data).where(
                known.c.variant == variant, known.c.month == month, known.c.kind == "figures"
            )
        ).scalar_one()
    return codec.load(MonthResult, codec.unpack(data))


@dataclass(frozen=True, slots=True)
class _Changes:
    changed: tuple[Changed, ...] = ()


def changes_of(engine: Engine, variant: str, months: Collection[str]) -> dict[str, tuple[Changed, ...]]:
    """Whose lines are others than they were paid, in months that are kept."""
    wanted = select(known.c.month, known.c.data).where(
        known.c.variant == variant, known.c.kind == "changes", known.c.month.in_(months)
    )
    with reading(engine) as connection:
        return {
            month: codec.load(_Changes, codec.unpack(data)).changed
            for month, data in connection.execute(wanted)
        }


def put(engine: Engine, variant: str, result: MonthResult, basis: str, changed: Sequence[Changed]) -> None:
    """Keep a month in place of the one before; no write that anybody's work is based on."""
    month = result.period.month
    text = codec.dump(_Changes(tuple(changed)))
    rows = [
        {
            "variant": variant,
            "month": month,
            "kind": kind,
            "key": key,
            "basis": basis,
            "digest": digest,
            "data": data,
        }
        for kind, key, digest, data in (
            *left_by(result),
            ("changes", "", codec.digest_of(text), codec.pack(text)),
        )
    ]
    with writing_beside(engine) as connection:
        forget(connection, month, variant)
        connection.execute(known.insert(), rows)


def differing(engine: Engine, variant: str) -> tuple[str, ...]:
    """The months that are kept otherwise in another variant, from the same basis."""
    other = known.alias()
    same = [getattr(other.c, name) == getattr(known.c, name) for name in ("month", "kind", "key", "basis")]
    with reading(engine) as connection:
        found = connection.execute(
            select(known.c.month)
            .distinct()
            .select_from(known.join(other, and_(*same, other.c.variant != known.c.variant)))
            .where(known.c.variant == variant, known.c.digest != other.c.digest)
            .order_by(known.c.month)
        )
        return tuple(found.scalars())


def forget(connection: Connection, month: str, variant: str | None = None) -> None:
    """Delete what is kept of a month."""
    gone = delete(known).where(known.c.month == month)
    connection.execute(gone if variant is None else gone.where(known.c.variant == variant))


def forget_variant(engine: Engine, variant: str) -> None:
    """Delete what is kept in a variant."""
    with writing_beside(engine) as connection:
        connection.execute(delete(known).where(known.c.variant == variant))
