"""The workspace and its ledger: found, opened; its open months scored into drafts; a month explained."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.months import DetailsAhead, MonthOutcome, Scored
from qualitykit.workflow.standards import Checkers, load_standards

if TYPE_CHECKING:
    from qualitykit.intake.transcripts import Hear
    from qualitykit.ledger.store import Inputs, Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords
    from qualitykit.scoring.results import MonthResult
    from qualitykit.standards.standard import Standard

__all__ = [
    "changed_files",
    "explain_from_ledger",
    "find_workspace",
    "month_folders",
    "months_in_inbox",
    "need_workspace",
    "open_ledger",
    "read_open_months",
    "score_workspace",
    "trend_of",
    "unread_in_inbox",
    "unread_sheets",
]

Progress = Callable[[str, int, int], None]
_TREND_MONTHS = 5  # earlier months on the overview's chart


def find_workspace(start: Path | None = None) -> Workspace | None:
    """The workspace that a folder (default: the one that people stand in) belongs to; None: none."""
    folder = (start or Path.cwd()).resolve()
    if not any((one / "qualitykit.toml").is_file() for one in (folder, *folder.parents)):
        return None  # plain folders: nothing of the ledger is loaded
    from qualitykit.ledger.workspace import find_workspace as find

    return find(folder)


def need_workspace(start: Path | None = None) -> Workspace:
    """The workspace that people stand in. CannotRunError: they stand in none."""
    found = find_workspace(start)
    if found is None:
        below = sorted(path.parent.name for path in (start or Path.cwd()).glob("*/qualitykit.toml"))
        raise CannotRunError(
            _("this folder belongs to no workspace"),
            hint=_("Go to the workspace's folder first: {command}").format(command=f"cd {typed(below[0])}")
            if below
            else _("Go to the workspace's folder, or make one: qualitykit init FOLDER"),
        )
    return found


def open_ledger(workspace: Workspace, address: str = "") -> Ledger:
    """The workspace's ledger, or the one at ``address``; a new file is made where there is none yet."""
    from qualitykit.ledger.address import is_url
    from qualitykit.ledger.store import Ledger

    where: str | Path = workspace.ledger
    if address:
        where = address if is_url(address) else Path(address)
    return Ledger.open(where, create=True)


# --- score -----------------------------------------------------------------------------------------------


def score_workspace(
    workspace: Workspace,
    *,
    at: datetime,
    ledger_address: str = "",
    months: Collection[str] = (),
    out: Path | None = None,
    redact: bool = False,
    progress: Progress | None = None,
) -> Scored:
    """Score the open months of the inbox (or these of them) after the ledger's history and store drafts.

    Earlier drafts count, and the result says 预估. Rows dated in closed months are late. What lies in the
    inbox and is not read is named in ``unread``. CannotRunError: no open month lies in the inbox, a month
    asked for is closed, or somebody else wrote to the ledger meanwhile (nothing is stored then).
    """
    from qualitykit.reports.workbook import write_results
    from qualitykit.workflow.appeals import take_objections

    outcomes: list[MonthOutcome] = []
    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        revision = ledger.revision()
        existing = ledger.months()
        folders = _open_folders(workspace, existing, months)
        if not folders:
            raise _nothing_open(workspace, ledger, next(iter(months), None))
        packs, checkers = load_standards(workspace.standards), Checkers()
        details = DetailsAhead(redact=redact)
        hear = checkers.hear(packs)
        waiting = list(_read(workspace, folders, packs, existing, progress, at.date(), hear))
        while waiting:
            records, problems = waiting.pop(0)
            if progress is not None:
                progress(_("scoring {month}").format(month=records.period.month), 1, 1)
            refused, written = take_objections(ledger, records, at=at, days=workspace.settings.appeal_days)
            revision += written
            result, inputs = _score(
                ledger, packs, records, (*problems, *refused), at, checkers, details.begin
            )
            ledger.put_draft(result, inputs, packs, at=at, expected=revision)
            revision += 1
            del records, inputs  # transcripts take more room than all that is written of them
            if progress is not None:
                progress(_("writing {month}").format(month=result.period.month), 1, 1)
            target = (out or workspace.results) / result.period.month
            if redact and out is None:
                target /= "redacted"  # never in the place of the sheets that people work with
            trend = trend_of(ledger, result)
            files = write_results(result, target, trend=trend, redact=redact, details=details.ready)
            outcomes.append(MonthOutcome(result, files))
    checkers.keep()
    unfiled = [
        (name, f"{workspace.settings.inbox}/{one.result.period.month}")
        for one in outcomes
        for name in unread_sheets(workspace, one.result)
    ]
    return Scored(tuple(outcomes), unread_in_inbox(workspace), tuple(unfiled))


def read_open_months(
    workspace: Workspace, ledger: Ledger, packs: Sequence[Standard], progress: Progress | None = None
) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
    """The open months of the inbox, read anew and in order of date; nothing is scored or stored."""
    existing = ledger.months()
    folders = _open_folders(workspace, existing, ())
    return _read(workspace, folders, packs, existing, progress) if folders else ()


def _open_folders(
    workspace: Workspace, existing: Sequence[LedgerMonth], wanted: Collection[str]
) -> list[Path]:
    """The folders of open months (``wanted``: only these) that hold any workbook, in order of date."""
    from qualitykit.ledger.month import is_closed

    closed = {one.month for one in existing if one.closed}
    for month in sorted(closed.intersection(wanted)):
        raise is_closed(month)
    return [
        path
        for name, path in _named_months(workspace)
        if name not in closed and (not wanted or name in wanted) and _holds_workbooks(path)
    ]


def _holds_workbooks(folder: Path) -> bool:
    from qualitykit.intake.reader import workbook_files

    return bool(workbook_files(folder)) or any(folder.rglob("*.jsonl"))


def months_in_inbox(workspace: Workspace, folders: Sequence[Path]) -> tuple[str, ...]:
    """The months of these folders if they are the workspace's own; empty: none of them is.

    CannotRunError: some are and some are not, or one of them names no month.
    """
    from qualitykit.intake.periods import month_of_folder

    inside = [folder for folder in folders if folder.resolve().parent == workspace.inbox.resolve()]
    if inside and len(inside) < len(folders):
        raise CannotRunError(
            _("some of these folders are months of the workspace, others are not"),
            hint=_("Score the workspace's months alone: {command}").format(
                command=" ".join(["qualitykit score", *map(typed, inside)])
            ),
        )
    return tuple(month_of_folder(folder) for folder in inside)


def unread_sheets(workspace: Workspace, result: MonthResult) -> tuple[str, ...]:
    """The register and the review sheet beside a draft's results in which people wrote what the draft does
    not know; it counts only once they lie in the inbox."""
    from qualitykit.reports.registers import unread_words

    month = result.period.month
    folder = workspace.results / month
    return tuple(f"{workspace.settings.results}/{month}/{path.name}" for path in unread_words(result, folder))


def unread_in_inbox(workspace: Workspace) -> tuple[str, ...]:
    """What lies in the inbox and belongs to no month: workbooks outside a folder, folders that name none."""
    from qualitykit.intake.reader import is_roster_name, is_workbook_name

    if not workspace.inbox.is_dir():
        return ()
    months = {path for _name, path in _named_months(workspace)}
    found = [path.name for path in _folders(workspace) if path not in months and _holds_workbooks(path)]
    found += [
        path.name
        for path in workspace.inbox.iterdir()
        if is_workbook_name(path.name) and path.is_file() and not is_roster_name(path)
    ]
    return tuple(sorted(found))


def _nothing_open(workspace: Workspace, ledger: Ledger, month: str | None) -> CannotRunError:
    """Nothing to score; what waits for the next open month is said."""
    from qualitykit.workflow.corrections import waiting_corrections

    n = waiting_corrections(ledger)
    ends = [one.period.last_day for one in ledger.months()]
    following = f"{max(ends) + timedelta(days=20):%Y-%m}" if ends else "2026-10"
    folder = f"{workspace.settings.inbox}/{month or following}"
    return CannotRunError(
        _("no open month lies in {inbox}").format(inbox=workspace.settings.inbox),
        hint=_("Put the month's workbooks into a folder such as {folder}, then run: qualitykit score").format(
            folder=folder
        ),
        details=(
            (_("{n} corrections of closed months wait: they are paid with the next open month.").format(n=n),)
            if n
            else ()
        ),
    )


def _folders(workspace: Workspace) -> list[Path]:
    if not workspace.inbox.is_dir():
        return []
    return [path for path in workspace.inbox.iterdir() if path.is_dir() and not path.name.startswith(".")]


def _read(
    workspace: Workspace,
    folders: Sequence[Path],
    packs: Sequence[Standard],
    existing: Sequence[LedgerMonth],
    progress: Progress | None,
    today: date | None = None,
    hear: Hear | None = None,
) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
    from qualitykit.intake.month import read_months

    return read_months(
        folders,
        standards=packs,
        usual_roster=workspace.roster,
        extra_aliases=workspace.settings.words,
        progress=progress,
        period_starts_on=workspace.settings.period_starts_on,
        closed=tuple(one.period for one in existing if one.closed),
        today=today,
        hear=hear,
    )


def _score(
    ledger: Ledger,
    packs: Sequence[Standard],
    records: MonthRecords,
    problems: tuple[Problem, ...],
    at: datetime,
    checkers: Checkers,
    when_evaluated: Callable[[MonthResult], None],
) -> tuple[MonthResult, Inputs]:
    from qualitykit.ledger.store import Inputs
    from qualitykit.scoring.month import score_month
    from qualitykit.workflow.corrections import correct
    from qualitykit.workflow.known_months import history_for

    records, problems = correct(ledger, records, problems)
    history = history_for(ledger, packs, records)
    result = score_month(
        packs,
        records,
        history,
        program_version=__version__,
        input_problems=problems,
        as_of=at,
        checker_of=checkers.in_parts,
        when_evaluated=when_evaluated,
    )
    return result, Inputs(records, problems)


def trend_of(ledger: Ledger, result: MonthResult) -> tuple[MonthResult, ...]:
    """The months before, for the overview's chart."""
    earlier = [one.month for one in ledger.months() if one.month < result.period.month]
    return tuple(ledger.figures(month) for month in earlier[-_TREND_MONTHS:])


# --- its files -------------------------------------------------------------------------------------------


def month_folders(workspace: Workspace) -> dict[str, Path]:
    """The inbox's folders by the month that they are named after; others are not in it."""
    found: dict[str, Path] = {}
    for name, path in _named_months(workspace):
        found.setdefault(name, path)
    return found


def _named_months(workspace: Workspace) -> list[tuple[str, Path]]:
    """The inbox's folders that are named after a month, in order of date and name."""
    from qualitykit.intake.periods import month_of_folder

    found: list[tuple[str, Path]] = []
    for path in _folders(workspace):
        with suppress(CannotRunError):
            found.append((month_of_folder(path), path))
    return sorted(found)


def changed_files(workspace: Workspace, result: MonthResult) -> tuple[str, ...]:
    """The workbooks of a month that are new, other or gone since it was scored; no folder: none."""
    from qualitykit.intake.reader import workbook_files

    folder = month_folders(workspace).get(result.period.month)
    if folder is None:
        return ()
    paths = {*workbook_files(folder), *folder.rglob("*.jsonl")}
    now = {path.relative_to(folder).as_posix(): path for path in paths}
    stored = dict(result.digests)
    told = {item.place.file for item in result.problems}
    found = [
        name
        for name, path in now.items()
        if (name in stored and _sha256(path) != stored[name]) or (name not in stored and name not in told)
    ]
    roster = workspace.roster
    if roster is not None and roster.name in stored and roster.name not in now:
        found += [roster.name] if _sha256(roster) != stored[roster.name] else []
        now[roster.name] = roster
    above = {path.name for path in folder.parent.glob("*.*")}
    found += [name for name in stored if name not in now and "/" not in name and name not in above]
    return tuple(sorted(found))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# --- explain ---------------------------------------------------------------------------------------------


def explain_from_ledger(
    workspace: Workspace, month: str, employee_no: str, *, redact: bool = False, ledger_address: str = ""
) -> str:
    """Every number of one person's month from the ledger alone; the input files are not needed.

    ``employee_no`` may be written anyhow, or be a name (``whom``), or a complaint's number.
    """
    from qualitykit.ledger.address import is_url
    from qualitykit.ledger.quick import person_month
    from qualitykit.reports.deadline_sheets import complaint_text
    from qualitykit.reports.explain import explain, explain_purged
    from qualitykit.workflow.whom import whom_in

    where = ledger_address or workspace.ledger
    found = None if is_url(where) else person_month(Path(where), month, employee_no)
    if found is None:
        with open_ledger(workspace, ledger_address) as ledger:
            found = ledger.shown(month, people=[employee_no])
            if ledger.entries("purge", month=month):
                again = f"qualitykit explain {month} {{who}}"
                return explain_purged(
                    ledger.figures(month), whom_in(ledger, [month], employee_no, command=again)
                )
            if not complaint_text(found, employee_no):
                again = f"qualitykit explain {month} {{who}}"
                employee_no = whom_in(ledger, [month], employee_no, command=again)
                found = ledger.shown(month, people=[employee_no])
    return explain(found, employee_no, redact=redact)
