"""What to do next in a folder: the month's way from workbooks to what leaves the house."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.workflow.ledger_months import find_workspace

if TYPE_CHECKING:
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.workflow.ledger_status import MonthStatus

__all__ = ["NextSteps", "Step", "next_steps"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv", ".jsonl"})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in words, with the commands that do it."""

    words: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSteps:
    """How things stand, line by line, and what to do, the first thing first."""

    state: tuple[str, ...]
    steps: tuple[Step, ...]


def next_steps(folder: Path, *, at: Callable[[], datetime]) -> NextSteps:
    """What to do in a folder. ``at``: the clock, looked at only in a workspace.

    Nothing is changed and, outside a workspace, nothing heavy is loaded. CannotRunError: a workspace whose
    settings or ledger cannot be read.
    """
    workspace = find_workspace(folder)
    if workspace is None:
        return _plain_folder(folder.resolve())
    from qualitykit.workflow.ledger_months import open_ledger
    from qualitykit.workflow.ledger_status import ledger_status

    with open_ledger(workspace):
        pass  # a ledger that cannot be opened says so before anything else
    return _workspace(workspace, ledger_status(workspace, at=at()))


# --- no workspace ----------------------------------------------------------------------------------------


def _has_workbooks(folder: Path) -> bool:
    try:
        return any(
            path.suffix.lower() in _WORKBOOKS and not path.name.startswith((".", "~"))
            for path in folder.iterdir()
        )
    except OSError:
        return False


def _month(folder: Path) -> str:
    from qualitykit.intake.periods import month_of_folder

    try:
        return month_of_folder(folder)
    except CannotRunError:
        return ""


def _plain_folder(folder: Path) -> NextSteps:
    """Outside a workspace: month folders that lie here can be scored as they are."""
    if _has_workbooks(folder) and _month(folder):
        names = ["."]
    else:
        try:
            below = sorted(
                path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
            )
        except OSError:
            below = []
        found = sorted(
            (month, path.name) for path in below if _has_workbooks(path) and (month := _month(path))
        )
        names = [_quoted(name) for _name, name in found]
    if not names:
        return NextSteps(
            (_("This folder belongs to no workspace, and no month's workbooks lie here."),),
            (
                Step(
                    _("Make a workspace, the folder that keeps your months:"), (_("qualitykit init FOLDER"),)
                ),
                Step(_("Or see first how it works, with invented data:"), ("qualitykit demo",)),
                Step(_("Or make blank forms for the inspectors:"), ("qualitykit template",)),
            ),
        )
    return NextSteps(
        (
            _("This folder belongs to no workspace; months that lie here: {months}.").format(
                months=" ".join(names)
            ),
        ),
        (
            Step(_("See what is wrong with the workbooks:"), (f"qualitykit check {names[-1]}",)),
            Step(
                _("Score them; earlier months are the history of later ones:"),
                (f"qualitykit score {' '.join(names)}",),
            ),
            Step(
                _("To close months and pay by them, make a workspace and put the months into its inbox:"),
                (_("qualitykit init FOLDER"),),
            ),
        ),
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


# --- a workspace -----------------------------------------------------------------------------------------


def _workspace(workspace: Workspace, months: Sequence[MonthStatus]) -> NextSteps:
    inbox, results = workspace.settings.inbox, workspace.settings.results
    state = [_("Workspace {folder}").format(folder=workspace.folder)]
    state += [f"  {one.name}  {_state(one)}" for one in months[-6:]]
    steps: list[Step] = []
    still = [one for one in months if one.month is None or not one.month.closed]
    for one in months:
        if one.month is not None and one.month.closed and one.month.exported_at is None:
            steps.append(_export(one.name))
    if not still:
        name = _after(months[-1].name) if months else "2026-10"
        steps.append(
            Step(
                _("Put the month's workbooks into {folder}; blank forms: qualitykit template.").format(
                    folder=f"{inbox}/{name}"
                ),
                ("qualitykit score",),
            )
        )
        return NextSteps(tuple(state), tuple(steps))
    first = still[0]
    if first.month is None and not _filled(workspace, first.name):
        words = _("Put the month's workbooks into {folder}; blank forms: qualitykit template.")
        steps.append(Step(words.format(folder=f"{inbox}/{first.name}"), ("qualitykit score",)))
    elif any(one.month is None or one.changed or one.outdated for one in still):
        names = [one.name for one in still if one.month is None or one.changed or one.outdated]
        words = _("The inbox has workbooks that are not scored yet: {months}.")
        steps.append(
            Step(
                words.format(months=" ".join(names)),
                (f"qualitykit check {inbox}/{names[0]}", "qualitykit score"),
            )
        )
    else:
        steps += _draft(first, f"{results}/{first.name}", f"{inbox}/{first.name}")
    return NextSteps(tuple(state), tuple(steps))


def _filled(workspace: Workspace, month: str) -> bool:
    return workspace.inbox.is_dir() and any(
        _month(path) == month and _has_workbooks(path) for path in workspace.inbox.iterdir() if path.is_dir()
    )


def _draft(one: MonthStatus, results: str, inbox: str) -> list[Step]:
    """Look, decide, correct, close."""
    from qualitykit.reports.registers import review_file

    steps = [
        Step(
            _("{month} is a draft. Look at its results in {folder}.").format(month=one.name, folder=results),
            (f"qualitykit report {one.name}",),
        )
    ]
    if one.unfiled:
        words = _("{files} is filled in, but was not read: put it into {folder}, score again.")
        steps.append(Step(words.format(files=" ".join(one.unfiled), folder=inbox), ("qualitykit score",)))
    elif one.pending:
        words = _("{n} hits wait for a person: decide them in {file}, put it into {folder}, score again.")
        file = f"{results}/{review_file(one.name)}"
        steps.append(Step(words.format(n=one.pending, file=file, folder=inbox), ("qualitykit score",)))
    if one.open:
        words = _(
            "{n} problems keep it open: correct the workbooks and score again, or accept each by its id."
        )
        steps.append(Step(words.format(n=len(one.open)), (f"qualitykit status {one.name}",)))
    words = _("Then close it.") if one.pending or one.open else _("Nothing keeps it open: close it.")
    steps.append(Step(words, (f"qualitykit close {one.name}",)))
    return steps


def _export(month: str) -> Step:
    return Step(
        _("{month} is closed: give out what HR and the employees get.").format(month=month),
        (
            f"qualitykit export bonuses {month}",
            f"qualitykit export statement --all --month {month}",
            f"qualitykit notice star {month}",
            f"qualitykit notice warning {month}",
        ),
    )


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _state(one: MonthStatus) -> str:
    if one.month is None:
        return _("not scored")
    if one.month.closed:
        return _("closed, exported") if one.month.exported_at is not None else _("closed")
    return _("draft")
