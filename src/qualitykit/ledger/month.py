"""A month as the ledger lists it: draft or closed, its hashes, when and by whom."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, select

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.ledger.schema import months
from qualitykit.model import Period

__all__ = ["LedgerMonth", "adjusting", "is_closed", "month_row", "months_of", "unknown"]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """A month in the ledger. ``seal`` is the digest that stands on the signed sheet; empty for a draft.

    ``exported_at`` None: not yet.
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
    base_text: str = "{}"  # as JSON: it is long, and hardly anybody asks

    @property
    def month(self) -> str:
        """Its name, ``2026-10``."""
        return self.period.month

    @property
    def base(self) -> Mapping[str, str]:
        """Month → content hash of the months that it was scored after."""
        found: dict[str, str] = json.loads(self.base_text)
        return found

    @property
    def closed(self) -> bool:
        """Whether it is frozen."""
        return self.state == "closed"


def months_of(connection: Connection, name: str | None = None) -> tuple[LedgerMonth, ...]:
    """All months, oldest first; or that one."""
    wanted = select(months).order_by(months.c.month)
    if name is not None:
        wanted = wanted.where(months.c.month == name)
    return tuple(_listed(row) for row in connection.execute(wanted).mappings())


def _listed(row: RowMapping) -> LedgerMonth:
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
        row["base"],
    )


def month_row(connection: Connection, month: str) -> RowMapping:
    """A month's row. CannotRunError: the ledger does not have it."""
    row = connection.execute(select(months).where(months.c.month == month)).mappings().one_or_none()
    if row is None:
        raise unknown(month)
    return row


def unknown(month: str, hint: str = "") -> CannotRunError:
    """The ledger does not have that month; ``hint``: what to do, where it could have it."""
    if _MONTH.fullmatch(month) is None:
        hint = _("A month is written 2026-10; this shows which there are: qualitykit status")
    return CannotRunError(
        _("the ledger has no month {month}").format(month=month),
        hint=hint or _("This shows which months there are: qualitykit status"),
    )


def is_closed(month: str) -> CannotRunError:
    """That month is closed already."""
    return CannotRunError(
        _("{month} is closed").format(month=month),
        hint=_("Put corrected workbooks into the next open month's folder, then run: qualitykit score"),
    )


def adjusting(month: str, who: str = "") -> str:
    """The command that corrects somebody's pay of a closed month; ``who``: the number."""
    text = _("qualitykit adjust {who} --amount YUAN --month {month} --reason TEXT")
    return text.format(who=who or _("NUMBER"), month=month)
