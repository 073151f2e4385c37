"""Months in the ledger: score drafts, close, reopen, say how things stand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import Problem, Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.months import MonthOutcome, Scored
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.ledger.store import Inputs, Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import MonthRecords
    from qualitykit.scoring.results import History, MonthResult
    from qualitykit.standards.standard import Standard

__all__ = [
    "Closed",
    "MonthStatus",
    "close_month",
    "explain_from_ledger",
    "find_workspace",
    "ledger_status",
    "need_workspace",
    "open_ledger",
    "reopen_month",
    "score_workspace",
    "status_text",
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
        raise CannotRunError(
            _("this folder belongs to no workspace"),
            hint=_("Go to the workspace's folder, or make one: qualitykit init FOLDER"),
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

# what a draft says as of the day it was made, or of what was known then: no figure that anybody is paid by
_OF_THE_MOMENT = ("estimate", "program_version", "deadlines", "deadline_rates", "callbacks")


def score_workspace(
    workspace: Workspace,
    *,
    at: datetime,
    ledger_address: str = "",
    month: str | None = None,
    out: Path | None = None,
    redact: bool = False,
    progress: Progress | None = None,
) -> Scored:
    """Score the open months of the inbox (or one of them) after the ledger's history and store drafts.

    Earlier drafts count, and the result says 预估. Rows dated in closed months are late. CannotRunError: no
    open month lies in the inbox, the month asked for is closed, or somebody else wrote to the ledger
    meanwhile (nothing is stored then).
    """
    from qualitykit.reports.workbook import write_results
    from qualitykit.workflow.appeals import take_objections

    outcomes: list[MonthOutcome] = []
    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        revision = ledger.revision()
        existing = ledger.months()
        folders = _open_folders(workspace, existing, month)
        packs = load_standards(workspace.standards)
        for records, problems in _read(workspace, folders, packs, existing, progress):
            refused, written = take_objections(ledger, records, at=at, days=workspace.settings.appeal_days)
            revision += written
            result, inputs = _score(ledger, packs, records, (*problems, *refused), at)
            ledger.put_draft(result, inputs, packs, at=at, expected=revision)
            revision += 1
            target = (out or workspace.results) / result.period.month
            files = write_results(result, target, trend=_trend(ledger, result), redact=redact)
            outcomes.append(MonthOutcome(result, files))
    return Scored(tuple(outcomes))


def _open_folders(workspace: Workspace, existing: Sequence[LedgerMonth], month: str | None) -> list[Path]:
    from qualitykit.intake.periods import month_of_folder

    closed = {one.month for one in existing if one.closed}
    if month in closed:
        raise CannotRunError(
            _("{month} is closed").format(month=month),
            hint=_("Corrections of closed months go into the open month."),
        )
    found = sorted(path for path in _folders(workspace))
    wanted = [
        path
        for path in found
        if (name := month_of_folder(path)) not in closed and (month is None or name == month)
    ]
    if not wanted:
        raise CannotRunError(
            _("no open month lies in {inbox}").format(inbox=workspace.settings.inbox),
            hint=_("Put the month's workbooks into a folder such as {folder}.").format(
                folder=f"{workspace.settings.inbox}/2026-10"
            ),
        )
    return wanted


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
) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
    from qualitykit.intake.month import read_months

    return read_months(
        folders,
        standards=packs,
        roster=_roster_for(workspace, folders),
        extra_aliases=workspace.settings.aliases,
        progress=progress,
        period_starts_on=workspace.settings.period_starts_on,
        closed=tuple(one.period for one in existing if one.closed),
    )


def _roster_for(workspace: Workspace, folders: Sequence[Path]) -> Path | None:
    """The workspace's roster, unless a month's folder or the inbox has one of its own."""
    own = any(
        "名册" in path.name or "roster" in path.name.lower()
        for folder in (*folders, workspace.inbox)
        for path in folder.glob("*.*")
    )
    return None if own else workspace.roster


def _score(
    ledger: Ledger,
    packs: Sequence[Standard],
    records: MonthRecords,
    problems: tuple[Problem, ...],
    at: datetime,
) -> tuple[MonthResult, Inputs]:
    from qualitykit.ledger.store import Inputs
    from qualitykit.scoring.month import score_month
    from qualitykit.workflow.corrections import correct

    records, problems = correct(ledger, records, problems)
    history = history_for(ledger, packs, records)
    result = score_month(
        packs, records, history, program_version=__version__, input_problems=problems, as_of=at
    )
    return result, Inputs(records, problems)


def history_for(ledger: Ledger, packs: Sequence[Standard], records: MonthRecords) -> History:
    """What the ledger's earlier months leave for a month: no more than its rules and late rows look at."""
    from qualitykit.scoring.history import needed_by
    from qualitykit.workflow.corrections import known_history

    month = records.period.month
    known = known_history(ledger, month)
    return known if known is not None else ledger.history(month, needed_by(packs, records))


def _trend(ledger: Ledger, result: MonthResult) -> tuple[MonthResult, ...]:
    earlier = [one.month for one in ledger.months() if one.month < result.period.month]
    return tuple(ledger.figures(month) for month in earlier[-_TREND_MONTHS:])


# --- close, reopen ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed, with what the person should read: undecided hits that lapsed."""

    month: LedgerMonth
    result: MonthResult
    lapsed: tuple[str, ...]
    files: tuple[Path, ...] = ()


def close_month(
    workspace: Workspace,
    month: str,
    *,
    at: datetime,
    by: str,
    accept: Mapping[str, str] | None = None,
    ledger_address: str = "",
) -> Closed:
    """Close a month: freeze its draft, seal it, write its sheets without the draft's mark.

    ``accept``: problem id → reason; acceptances are logged also when others keep the month open.
    CannotRunError: no draft, closed already, earlier months open, open problems (listed with their ids), or
    files or earlier months changed since the draft.
    """
    from qualitykit.reports.workbook import write_results
    from qualitykit.workflow.corrections import late_months

    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        own = ledger.month(month)
        if own is None:
            raise CannotRunError(
                _("the ledger has no month {month}").format(month=month), hint=f"qualitykit score -m {month}"
            )
        if own.closed:
            raise CannotRunError(
                _("{month} is closed").format(month=month),
                hint=_("Corrections of closed months go into the open month."),
            )
        result = ledger.result(month)
        _log_accepted(ledger, result, accept or {}, at=at, by=by)
        _refuse_open_problems(ledger, result)
        _refuse_changed_files(workspace, result)
        revision = ledger.revision()
        result, records, revision = _up_to_date(ledger, own, result, at, revision)
        lapsed = pending_hits(result)
        earlier = [one for one in ledger.months() if one.closed]
        data = {
            "adjustments": [one.id for one in records.adjustments],
            "late": list(late_months(records, earlier)),
            "lapsed": list(lapsed),
        }
        sealed = ledger.close(month, at=at, by=by, data=data, expected=revision)
        target = workspace.results / month
        files = write_results(result, target, trend=_trend(ledger, result), closed=True, seal=sealed.seal)
        return Closed(sealed, result, lapsed, files)


def _log_accepted(
    ledger: Ledger, result: MonthResult, accept: Mapping[str, str], *, at: datetime, by: str
) -> None:
    from qualitykit.ledger.store import NewEntry

    month = result.period.month
    known = {item.id: item for item in result.problems if item.severity is Severity.ERROR}
    unknown = [name for name in accept if name not in known]
    if unknown:
        raise CannotRunError(
            _("{month} has no open problem {names}").format(month=month, names=", ".join(unknown)),
            hint=f"qualitykit status {month}",
        )
    bare = [name for name, reason in accept.items() if not reason.strip()]
    if bare:
        raise CannotRunError(
            _("accepting a problem needs a reason: {names}").format(names=", ".join(bare)),
            hint="--accept QK201-0123abcd=…",
        )
    done = accepted_problems(ledger, month)
    new = [
        NewEntry("accept", month, name, {"reason": reason.strip(), "place": str(known[name].place)})
        for name, reason in accept.items()
        if name not in done
    ]
    if new:
        ledger.append(new, at=at, by=by)


def accepted_problems(ledger: Ledger, month: str) -> dict[str, str]:
    """The problems of a month that a person accepted, with who did."""
    return {entry.subject: entry.by for entry in ledger.entries("accept", month=month)}


def open_problems(ledger: Ledger, result: MonthResult) -> tuple[Problem, ...]:
    """The problems that keep a month from being closed: errors that nobody accepted."""
    done = accepted_problems(ledger, result.period.month)
    return tuple(item for item in result.problems if item.severity is Severity.ERROR and item.id not in done)


def _refuse_open_problems(ledger: Ledger, result: MonthResult) -> None:
    still = open_problems(ledger, result)
    if still:
        raise CannotRunError(
            _("{month} has {n} open problems").format(month=result.period.month, n=len(still)),
            hint=_("Correct the workbooks and score again, or accept each: --accept ID=REASON"),
            details=tuple(f"{item.id}  {item.place}  {item.message()}" for item in still),
        )


def _up_to_date(
    ledger: Ledger, own: LedgerMonth, result: MonthResult, at: datetime, revision: int
) -> tuple[MonthResult, MonthRecords, int]:
    """The result by the history as it is now. Where only the marks of an estimate go, or what was still to be
    done in the middle of the month is judged at its end, that is stored; where figures change, the month must
    be scored again, so that nobody closes what they have not seen."""
    from qualitykit.ledger.store import Inputs
    from qualitykit.scoring.month import score_month
    from qualitykit.workflow.corrections import correct

    inputs, packs = ledger.inputs(own.month)
    records, problems = correct(ledger, inputs.records, inputs.problems)
    now = score_month(
        packs,
        records,
        history_for(ledger, packs, records),
        program_version=__version__,
        input_problems=problems,
    )
    if now == result:
        return result, records, revision
    passing = {name: getattr(result, name) for name in _OF_THE_MOMENT}
    if replace(now, **passing) != result:
        raise CannotRunError(
            _("the figures of {month} are no longer those of the draft: something before it changed").format(
                month=own.month
            ),
            hint=f"qualitykit score -m {own.month}",
        )
    ledger.put_draft(now, Inputs(records, problems), packs, at=at, expected=revision)
    return now, records, revision + 1


def _refuse_changed_files(workspace: Workspace, result: MonthResult) -> None:
    changed = changed_files(workspace, result)
    if changed:
        raise CannotRunError(
            _("files of {month} changed since the draft").format(month=result.period.month),
            hint=f"qualitykit score -m {result.period.month}",
            details=changed,
        )


def changed_files(workspace: Workspace, result: MonthResult) -> tuple[str, ...]:
    """The workbooks of a month that are new, other or gone since it was scored; no folder: none."""
    from qualitykit.intake.periods import month_of_folder
    from qualitykit.intake.reader import workbook_files

    folder = next(
        (
            path
            for path in _folders(workspace)
            if _month_or_none(month_of_folder, path) == result.period.month
        ),
        None,
    )
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


def _month_or_none(month_of: Callable[[Path], str], path: Path) -> str | None:
    try:
        return month_of(path)
    except CannotRunError:
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pending_hits(result: MonthResult) -> tuple[str, ...]:
    """Hits that nobody decided, by id and in order: they lapse as 驳回 when the month is closed."""
    return tuple(
        dict.fromkeys(
            hit.id
            for evaluation in result.evaluations
            for outcome in evaluation.outcomes
            for hit in outcome.hits
            if hit.pending
        )
    )


def reopen_month(
    workspace: Workspace, month: str, *, at: datetime, by: str, reason: str, ledger_address: str = ""
) -> LedgerMonth:
    """Make the last closed month a draft again, until its first export; the reason is logged."""
    if not reason.strip():
        raise CannotRunError(_("reopening a month needs a reason"), hint="--reason …")
    with open_ledger(workspace, ledger_address) as ledger:
        return ledger.reopen(month, at=at, by=by, reason=reason.strip())


# --- how things stand ------------------------------------------------------------------------------------


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
    from qualitykit.intake.periods import month_of_folder

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
    for path in _folders(workspace):
        name = _month_or_none(month_of_folder, path)
        if name is not None and name not in found:
            found[name] = MonthStatus(name, None)
    return tuple(status for _name, status in sorted(found.items()))


def explain_from_ledger(
    workspace: Workspace, month: str, employee_no: str, *, redact: bool = False, ledger_address: str = ""
) -> str:
    """Every number of one person's month from the ledger alone; the input files are not needed."""
    from qualitykit.ledger.address import is_url
    from qualitykit.ledger.quick import person_month
    from qualitykit.reports.explain import explain

    where = ledger_address or workspace.ledger
    found = None if is_url(where) else person_month(Path(where), month, employee_no)
    if found is None:
        with open_ledger(workspace, ledger_address) as ledger:
            found = ledger.result(month, people=[employee_no])
    return explain(found, employee_no, redact=redact)


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
