"""How the months stand: draft, closed, open problems, what changed since, what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.workflow.closing import accepted_problems, open_problems, pending_hits
from qualitykit.workflow.ledger_months import changed_files, month_folders, open_ledger, unread_sheets

if TYPE_CHECKING:
    from qualitykit.ledger.store import LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.reports.export_tables import Task

__all__ = ["MonthStatus", "ledger_status", "overdue_text", "status_text"]


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
    unfiled: tuple[str, ...] = ()  # sheets beside the results that people filled in
    gone: bool = False  # its folder lies in the inbox no more


def ledger_status(workspace: Workspace, *, at: datetime, ledger_address: str = "") -> tuple[MonthStatus, ...]:
    """Each month of the ledger and of the inbox, in order of date."""
    found: dict[str, MonthStatus] = {}
    with open_ledger(workspace, ledger_address) as ledger:
        months = ledger.months()
        folders = month_folders(workspace)
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
                len(accepted_problems(ledger, one.month).keys() & {item.id for item in result.problems}),
                0 if one.closed else len(pending_hits(result)),
                changed_files(workspace, result),
                outdated,
                over,
                () if one.closed else unread_sheets(workspace, result),
                not one.closed and one.month not in folders,
            )
    for name in folders:
        if name not in found:
            found[name] = MonthStatus(name, None)
    return tuple(status for _name, status in sorted(found.items()))


def status_text(workspace: Workspace, found: Sequence[MonthStatus], only: str | None = None) -> str:
    """How the months stand, as the terminal shows it; ``only``: one of them with its open problems."""
    from qualitykit.ledger.month import unknown
    from qualitykit.reports.tables import plain_table

    shown = [one for one in found if only in (None, one.name)]
    if not shown:
        if only is None:
            return _("The ledger is empty: put workbooks into {inbox} and run qualitykit score.").format(
                inbox=f"{workspace.settings.inbox}/2026-10"
            )
        raise unknown(only)
    heads = [
        _("month"),
        _("state"),
        _("open problems"),
        _("accepted"),
        _("hits to decide"),
        _("since then"),
        _("seal"),
    ]
    rows = [
        [
            one.name,
            _state(one),
            str(len(one.open)) if one.month and not one.month.closed else "",
            str(one.accepted or ""),
            str(one.pending or ""),
            _since(one),
            one.month.seal[:16] if one.month else "",
        ]
        for one in shown
    ]
    text = plain_table(heads, rows)
    gone = [one.name for one in shown if one.gone]
    if gone:
        text += "\n" + _("Drafts without a folder ({months}) count for later months until: {command}").format(
            months=", ".join(gone),
            command=_("qualitykit discard {month} --reason TEXT").format(month=gone[0]),
        )
    late = [one.name for one in shown if one.month is not None and one.month.closed and one.changed]
    if late:
        text += "\n" + _(
            "Closed months are not read again ({months}): put a corrected file into the open month's folder."
        ).format(months=", ".join(late))
    over = [one.name for one in shown if one.retention_over]
    if over:
        text += "\n" + _("Personal data past its retention ({months}): qualitykit purge").format(
            months=", ".join(over)
        )
    if only is not None:
        changed = "".join(f"\n  {name}" for name in shown[0].changed)
        text += "\n" + _("Changed files:") + changed if changed else ""
        problems = "\n".join(f"{item.id}  {item.place.shown}  {item.message()}" for item in shown[0].open)
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
    if one.unfiled:
        texts.append(_("sheets filled in, not in the inbox"))
    if one.gone:
        texts.append(_("its folder is gone"))
    return ", ".join(texts)


def overdue_text(tasks: Sequence[Task]) -> str:
    """Overdue tasks as the terminal shows them: by employee number, without names."""
    from qualitykit.reports.tables import plain_table

    heads = [_("Due on"), _("Number"), _("What"), _("month"), _("Step")]
    rows = [
        [
            str(task.due_on),
            task.employee_no,
            _("coaching") if task.kind == "coaching" else _("retraining"),
            task.month,
            task.step_title,
        ]
        for task in tasks
    ]
    return plain_table(heads, rows)
