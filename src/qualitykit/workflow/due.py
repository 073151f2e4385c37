"""What has to be done by a day: steps of complaints and requests, call-backs, tasks, problem list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import Improvement, MonthRecords
    from qualitykit.reports.due_table import DueList
    from qualitykit.scoring.deadline_results import CallbackResult
    from qualitykit.scoring.results import History
    from qualitykit.standards.deadlines import Deadlines
    from qualitykit.standards.standard import Standard

__all__ = ["due_from_folders", "due_from_workspace", "due_text"]

Progress = Callable[[str, int, int], None]


def due_from_folders(
    day: date,
    folders: Sequence[Path],
    *,
    at: datetime,
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    progress: Progress | None = None,
) -> DueList:
    """What is not done and due on ``day`` or before it, by the registers in these folders, judged at ``at``.

    What an earlier folder leaves undone goes on in the later ones. Nothing is scored. CannotRunError: a
    folder is missing or names no month, or a standard has mistakes.
    """
    from qualitykit.intake.month import read_months
    from qualitykit.scoring.results import History

    packs = load_standards(standards)
    with no_collector():
        months = read_months(folders, standards=packs, roster=roster, progress=progress)
        return _due(day, [records for records, _problems in months], packs, History(), at)


def due_from_workspace(
    day: date,
    workspace: Workspace,
    *,
    at: datetime,
    ledger_address: str = "",
    progress: Progress | None = None,
) -> DueList:
    """The same by the inbox's open months as they are now, and what closed months left undone; with coaching
    and retraining that are due by then."""
    from qualitykit.workflow.conduct_exports import overdue_tasks
    from qualitykit.workflow.ledger_months import open_ledger, read_open_months

    packs = load_standards(workspace.standards)
    with open_ledger(workspace, ledger_address) as ledger, no_collector():
        months = [records for records, _problems in read_open_months(workspace, ledger, packs, progress)]
        history = ledger.history(_first_open(months))
        found = _due(day, months, packs, history, at)
        # a task is overdue on the day after its last one
        after = datetime.combine(day + timedelta(days=1), at.timetz())
        tasks = overdue_tasks(workspace, at=after, ledger_address=ledger_address)
        return _with_names(replace(found, tasks=tasks), ledger)


def due_text(found: DueList, *, redact: bool = False) -> str:
    """The list as the terminal shows it."""
    from qualitykit.reports.due_table import due_text as text

    return text(found, redact=redact)


def _with_names(found: DueList, ledger: Ledger) -> DueList:
    """The list with the names of who is on no roster of an open month, as the newest month knows them."""
    wanted = {number for step in found.steps for number in step.people}
    wanted |= {task.employee_no for task in found.tasks}
    names = dict(found.names)
    for month in reversed(ledger.months()):
        if not (missing := wanted - names.keys()):
            break
        people = ledger.result(month.month, people=sorted(missing)).people
        names |= {one.employee_no: one.name for one in people if one.name and one.employee_no in missing}
    return replace(found, names=names)


def _first_open(months: Sequence[MonthRecords]) -> str:
    """The month before which the history is wanted; without an open month all of it."""
    return months[0].period.month if months else "9999-12"


def _due(
    day: date, months: Iterable[MonthRecords], packs: Sequence[Standard], history: History, at: datetime
) -> DueList:
    from qualitykit.reports.due_table import DueList
    from qualitykit.scoring.callbacks import callbacks_due_on
    from qualitykit.scoring.deadlines import china_time, due_by, judge_again
    from qualitykit.scoring.history import done_steps, undone
    from qualitykit.scoring.month_deadlines import time_month
    from qualitykit.scoring.versions import Versions
    from qualitykit.scoring.workhours import china_workday

    now = china_time(at)
    names: dict[str, str] = {}
    lines: dict[str, Improvement] = {}
    callbacks: tuple[CallbackResult, ...] = ()
    for records in months:
        versions = Versions(packs, records.period)
        timed = time_month(
            versions, versions.of_month()[0], records, history, as_of=at, workdays=china_workday
        )
        month = records.period.month
        history = replace(
            history,
            months=(*history.months, month),
            identities=(*history.identities, *done_steps(month, timed.deadlines, timed.callbacks)),
            open_steps=undone(timed.deadlines),
        )
        callbacks = timed.callbacks
        names |= {row.employee_no: row.name for row in records.roster.rows}
        lines |= {one.number: one for one in records.improvements}
    rules = _rules_on(packs, now.date())
    steps = [
        one if one.as_of >= now else judge_again(one, rules, as_of=now, workdays=china_workday)
        for one in history.open_steps
    ]
    return DueList(
        day=day,
        now=now,
        steps=due_by(steps, day),
        callbacks=callbacks_due_on(callbacks, day),
        lines=tuple(
            line
            for _number, line in sorted(lines.items())
            if line.done_on is None and line.due_on is not None and line.due_on <= day
        ),
        names=names,
    )


def _rules_on(packs: Sequence[Standard], today: date) -> Callable[[date], Deadlines | None]:
    """The deadlines of the house's own standard, by the version in force on a day."""
    from qualitykit.model import Period
    from qualitykit.scoring.versions import Versions

    versions = Versions(packs, Period(f"{today:%Y-%m}", today, today))

    def on(day: date) -> Deadlines | None:
        found = versions.on(day)
        return found.deadlines if found else None

    return on
