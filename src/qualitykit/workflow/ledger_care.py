"""Take care of the ledger: make a workspace, verify, back up, delete what is past its retention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.i18n import N_, _, system_reason
from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.ledger_months import month_folders, open_ledger

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger
    from qualitykit.ledger.verify import Verified
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.scoring.results import MonthResult

__all__ = ["backup_ledger", "init_workspace", "left_of", "purge_ledger", "verify_ledger"]


def init_workspace(folder: Path) -> tuple[Workspace, tuple[Path, ...]]:
    """Make a workspace: settings, a standard of the house's own, a blank roster, inbox, README, ledger.

    Gives the workspace and what was made in its folder; what was there before is left and not listed.
    CannotRunError: there is one already.
    """
    from qualitykit.ledger.workspace import make_workspace
    from qualitykit.workflow.templates import write_form_template

    before = set(folder.resolve().iterdir()) if folder.is_dir() else set()
    workspace = make_workspace(folder)
    roster = workspace.folder / workspace.settings.roster
    if workspace.settings.roster and not roster.exists():
        write_form_template(
            "roster", out=roster, standard=workspace.standards[0], card=False, roster=None, month=""
        )
    with open_ledger(workspace):
        pass
    return workspace, tuple(
        sorted(path for path in workspace.folder.iterdir() if path not in before and path.name[0] not in ".~")
    )


def verify_ledger(workspace: Workspace, *, recompute: bool = False, ledger_address: str = "") -> Verified:
    """Walk the chain of months and log entries; with ``recompute`` score each closed month again too.

    A month whose inputs are past their retention, or that another version scored, is not recomputed (QK907).
    Problems: QK901–QK905 of the chain, QK906 other figures, QK930 other figures where what earlier months
    left for it is past its retention: it cannot be computed again, and nothing is said against it.
    """
    from qualitykit.ledger.verify import Verified, verify

    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        found = verify(ledger)
        if recompute and not found.problems:
            return Verified(found.months, found.entries, _recompute(ledger))
        return found


_TOPICS = {  # of a month's result
    "period": N_("month"),
    "program_version": N_("program version"),
    "standards": N_("standard"),
    "people": N_("people's scores and ranks"),
    "evaluations": N_("evaluations"),
    "incidents": N_("incidents"),
    "cases": N_("cases"),
    "warnings": N_("warnings on file"),
    "praises": N_("customer praise"),
    "stars": N_("service stars"),
    "bonuses": N_("bonuses"),
    "budget": N_("budget"),
    "carried": N_("amounts carried on"),
    "problems": N_("problems"),
    "controls": N_("control totals"),
    "digests": N_("input files"),
    "notes": N_("notes"),
    "estimate": N_("estimate"),
    "provisional": N_("provisional"),
    "departments": N_("departments"),
    "deadlines": N_("deadlines"),
    "deadline_rates": N_("rates of deadlines"),
    "callbacks": N_("call-backs"),
    "complaints": N_("complaints"),
}


def _recompute(ledger: Ledger) -> tuple[Problem, ...]:
    from qualitykit.workflow.known_months import as_closed, known_variants, what_is_known

    purged = {entry.month for entry in ledger.entries("purge")}
    found: list[Problem] = []
    ledger.forget_known("verify")
    for one in ledger.months():
        if not one.closed or one.month in purged:
            continue
        place = Place("qualitykit.db", one.month)
        if one.program_version != __version__:
            found.append(problem("QK907", place, one.program_version, now=__version__))
            continue
        now = as_closed(ledger, one.month, kept_in="verify")
        stored = ledger.result(one.month)
        if now == stored:
            continue
        if lost := max((gone for gone in purged if gone < one.month), default=""):
            found.append(problem("QK930", place, lost, what=", ".join(_differences(stored, now))))
        else:
            found.append(problem("QK906", place, what=", ".join(_differences(stored, now))))
    known_variants(ledger, what_is_known(ledger, "9999-12"), kept_in=("verify",))
    for month in ledger.known_otherwise("verify"):
        found.append(problem("QK906", Place("qualitykit.db", month), what=_("what is kept")))
    ledger.forget_known("verify")
    return tuple(found)


def _differences(stored: MonthResult, now: MonthResult) -> list[str]:
    """Which topics differ, in people's words; of people's ones the numbers, so that somebody can look."""
    found: list[str] = []
    for field in fields(stored):
        old, new = getattr(stored, field.name), getattr(now, field.name)
        if old == new:
            continue
        whose: set[str] = set()
        if isinstance(old, tuple) and isinstance(new, tuple):
            changed = [one for one in (*old, *new) if (one in old) != (one in new)]
            whose = {getattr(one, "employee_no", "") for one in changed} - {""}
        topic = _(_TOPICS[field.name])
        found.append(f"{topic} ({', '.join(sorted(whose)[:5])})" if whose else topic)
    return found


def backup_ledger(
    workspace: Workspace, *, at: datetime, target: Path | None = None, ledger_address: str = ""
) -> Path:
    """Copy the ledger while it may be in use; by default into ``backups/``, named after the time."""
    with open_ledger(workspace, ledger_address) as ledger:
        if target is None:
            target = workspace.folder / "backups" / f"qualitykit-{at:%Y%m%d-%H%M%S}.db"
        if target.is_dir():
            target = target / f"qualitykit-{at:%Y%m%d-%H%M%S}.db"
        if target.exists():
            raise CannotRunError(
                _("{file} is there already").format(file=target.name),
                hint=_(
                    "Nothing is written over; without a name the copy is named by the time: qualitykit backup"
                ),
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotRunError(
                _("The folder {folder} cannot be made: {reason}.").format(
                    folder=target.parent, reason=system_reason(error)
                ),
                hint=_("Choose another folder, or ask for the right to write there."),
            ) from None
        return ledger.backup(target)


def purge_ledger(
    workspace: Workspace, before: date, *, at: datetime, by: str, ledger_address: str = ""
) -> tuple[str, ...]:
    """Delete the personal data of closed months that ended before a day; figures and digests stay.

    CannotRunError: the day is within the retention that the workspace promises, counted from ``at``.
    """
    years = workspace.settings.retention_years
    today = at.date()
    limit = today.replace(year=today.year - years, day=min(today.day, 28))
    if before > limit:
        raise CannotRunError(
            _(
                "{before} is within the {years} years of retention (retention_years in qualitykit.toml)"
            ).format(before=before, years=years),
            hint=f"qualitykit purge --before {limit}",
        )
    with open_ledger(workspace, ledger_address) as ledger:
        return ledger.purge(before, at=at, by=by)


def left_of(workspace: Workspace, months: Sequence[str]) -> tuple[str, ...]:
    """The files and folders of months whose personal data were deleted from the ledger: they are people's,
    and stay until somebody deletes them. Backups hold those months too."""
    folders = month_folders(workspace)
    found: list[Path] = []
    for month in months:
        own = [folders[month]] if month in folders else []
        for folder in (*own, workspace.results / month):
            found += sorted(path for path in folder.rglob("*") if path.is_file())
    backups = workspace.folder / "backups"
    found += sorted(backups.glob("*.db")) if months else []
    return tuple(_shown(path, workspace.folder) for path in found)


def _shown(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
