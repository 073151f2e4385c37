"""待办: everything that has to be done by a day, the longest overdue first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from qualitykit.i18n import _
from qualitykit.model import Improvement
from qualitykit.reports.deadline_words import due_text as moment_due
from qualitykit.reports.deadline_words import moment_text, number_text, state_text
from qualitykit.reports.export_tables import Task
from qualitykit.reports.figures import cut
from qualitykit.reports.tables import plain_table
from qualitykit.scoring.deadline_results import DeadlineResult, DueCallback

__all__ = ["DueList", "due_text"]


@dataclass(frozen=True, slots=True)
class DueList:
    """What is not done and due on ``day`` or before it, as it stood at ``now`` (by the clocks of China).

    ``steps`` of complaints and requests; ``callbacks`` that wait, with or without a time; ``lines`` of the
    problem list; ``tasks`` of coaching and retraining. ``names``: employee number → name.
    """

    day: date
    now: datetime
    steps: tuple[DeadlineResult, ...] = ()
    callbacks: tuple[DueCallback, ...] = ()
    lines: tuple[Improvement, ...] = ()
    tasks: tuple[Task, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(_rows(self, redact=False))


def due_text(found: DueList, *, redact: bool = False) -> str:
    """The list as a table; a line that says so where nothing is due. ``redact`` leaves names out."""
    title = _("To be done by {day} (as it stood at {now})").format(day=found.day, now=moment_text(found.now))
    rows = _rows(found, redact=redact)
    if not rows:
        return "\n".join([title, _("Nothing is due.")])
    heads = [_("Due"), _("Record"), _("Step to take"), _("State"), _("Department"), _("Whose")]
    return f"{title}\n{plain_table(heads, rows)}"


def _rows(found: DueList, *, redact: bool) -> list[list[str]]:
    rows: list[tuple[str, list[str]]] = []
    for one in found.steps:
        people = "、".join(_name(found, number, redact=redact) for number in one.people)
        cells = [moment_due(one), number_text(one), one.title, state_text(one), one.department, people]
        rows.append((str(one.due), cells))
    # a call-back with a deadline is one of the steps already
    steps = {one.subject for one in found.steps}
    for due in found.callbacks:
        if due.subject not in steps:
            number = due.number or due.place.shown
            cells = [moment_text(due.due), number, _("call back"), _("not called back yet"), "", ""]
            rows.append((str(due.due or ""), cells))
    for line in found.lines:
        state = _("past its day") if line.due_on is not None and line.due_on < found.now.date() else ""
        owner = "" if redact else line.owner
        what = line.measure or line.finding
        rows.append((str(line.due_on), [str(line.due_on), line.number, what, state, line.department, owner]))
    for task in found.tasks:
        state = _("past its day") if task.due_on is not None and task.due_on < found.now.date() else ""
        name = _name(found, task.employee_no, redact=redact)
        what = _("coaching") if task.kind == "coaching" else _("retraining")
        rows.append((str(task.due_on), [str(task.due_on or ""), task.month, what, state, "", name]))
    rows.sort(key=lambda row: (row[0], row[1][1], row[1][2]))
    return [[cut(cell, 40) for cell in cells] for _key, cells in rows]


def _name(found: DueList, number: str, *, redact: bool) -> str:
    return number if redact else found.names.get(number, "") or number
