"""How the months stand: draft, closed, open problems, what changed since, what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.workflow.closing import accepted_problems, open_problems, pending_hits
from qualitykit.workflow.ledger_months import changed_files, month_folders, open_ledger

if TYPE_CHECKING:
    from qualitykit.ledger.store import LedgerMonth
    from qualitykit.ledger.workspace import Workspace

__all__ = ["MonthStatus", "ledger_status", "status_text"]


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """How a month stands. ``month`` None: its folder was never scored. ``changed``: files since then."""

    name: str
    month: LedgerMonth | None
    open: tuple[Problem, ...] = ()
    accepted: int = 0
    pending: int = 0
    changed: tuple[str, ...] = ()
    outdated: bool = False  # an earlier month changed since
    retention_over: bool = False


def ledger_status(workspace: Workspace, *, at: datetime, ledger_address: str = "") -> tuple[MonthStatus, ...]:
    """Each month of the ledger and of the inbox, in order of date."""
    found: dict[str, MonthStatus] = {}
    with open_ledger(workspace, ledger_address) as ledger:
        months = ledger.months()
        hashes = {one.month: one.content_hash for one in months}
        purged = {entry.month for entry in ledger.entries("purge")}
        keep_since = at.date().replace(day=1)
        keep_since = keep_since.replace(year=keep_since.year - workspace.settings.retention_years)
        for one in months:
            over = one.period.last_day < keep_since and one.month not in purged
            if one.month in purged:
                found[one.month] = MonthStatus(one.month, one)
                continue
            # of a closed month nothing personal is looked at: its files and their digests
            result = ledger.result(one.month, people=() if one.closed else None)
            still = () if one.closed else open_problems(ledger, result)
            outdated = not one.closed and any(hashes.get(m) != h for m, h in one.base.items())
            outdated |= not one.closed and {m for m in hashes if m < one.month} != set(one.base)
            found[one.month] = MonthStatus(
                one.month,
                one,
                still,
                len(accepted_problems(ledger, one.month)),
                0 if one.closed else len(pending_hits(result)),
                changed_files(workspace, result),
                outdated,
                over,
            )
    for name in month_folders(workspace):
        if name not in found:
            found[name] = MonthStatus(name, None)
    return tuple(status for _name, status in sorted(found.items()))


def status_text(workspace: Workspace, found: Sequence[MonthStatus], only: str | None = None) -> str:
    """How the months stand, as the terminal shows it; ``only``: one of them with its open problems."""
    from qualitykit.reports.tables import plain_table

    shown = [one for one in found if only in (None, one.name)]
    if not shown:
        if only is None:
            return _("The ledger is empty: put workbooks into {inbox} and run qualitykit score.").format(
                inbox=f"{workspace.settings.inbox}/2026-10"
            )
        raise CannotRunError(
            _("the ledger has no month {month}").format(month=only),
            hint=_("qualitykit status lists the months"),
        )
    heads = [_("month"), _("state"), _("open problems"), _("accepted"), _("since then"), _("seal")]
    rows = [
        [
            one.name,
            _state(one),
            str(len(one.open)) if one.month and not one.month.closed else "",
            str(one.accepted or ""),
            _since(one),
            one.month.seal[:16] if one.month else "",
        ]
        for one in shown
    ]
    text = plain_table(heads, rows)
    if only is not None:
        changed = "".join(f"\n  {name}" for name in shown[0].changed)
        text += "\n" + _("Changed files:") + changed if changed else ""
        problems = "\n".join(f"{item.id}  {item.place}  {item.message()}" for item in shown[0].open)
        text += "\n" + problems if problems else ""
    return text


def _state(one: MonthStatus) -> str:
    if one.month is None:
        return _("not scored")
    if not one.month.closed:
        return _("draft")
    if one.month.exported_at is not None:
        return _("closed, exported")
    return _("closed")


def _since(one: MonthStatus) -> str:
    texts = []
    if one.changed:
        texts.append(_("{n} files changed").format(n=len(one.changed)))
    if one.outdated:
        texts.append(_("an earlier month changed"))
    if one.pending:
        texts.append(_("{n} hits to decide").format(n=one.pending))
    if one.retention_over:
        texts.append(_("personal data past its retention"))
    return ", ".join(texts)
