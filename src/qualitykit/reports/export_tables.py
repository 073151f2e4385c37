"""HR's other exports as tables: stars, a person's history, tasks, warnings on file, appeals."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.reports.appeal_tables import kind_word, ruling_word
from qualitykit.reports.book import Book, Column, Look, Mark, Table, mark_draft
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import parts_text, served_text
from qualitykit.scoring.results import LiveWarning, MonthResult
from qualitykit.sheets.meta import Meta

__all__ = [
    "AppealLine",
    "Task",
    "WarningState",
    "appeals_table",
    "export_book",
    "history_tables",
    "stars_table",
    "task_state",
    "tasks_table",
    "warnings_on_file",
]

_TASKS = {"coaching": N_("coaching"), "retraining": N_("retraining")}
_STATES = {
    "proposed": N_("proposed"),
    "heard": N_("heard"),
    "issued": N_("issued"),
    "served": N_("served"),
    "by-rule": N_("served by rule only, not recorded"),
    "overturned": N_("overturned"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a step demands of somebody: coaching or retraining, until when, and when it was done."""

    id: str
    employee_no: str
    name: str
    department: str
    kind: str
    month: str
    step: int
    step_title: str
    due_on: date | None
    done_on: date | None = None
    result: str = ""

    def overdue(self, today: date) -> bool:
        """Whether it should have been done by now."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class WarningState:
    """How far a warning has come: proposed → heard → issued → served, each with its day."""

    warning: LiveWarning
    step_title: str
    clause: str
    heard_on: date | None = None
    issued_on: date | None = None
    recorded_on: date | None = None
    how: str = ""
    due: str = ""

    @property
    def state(self) -> str:
        """The last thing that was recorded; ``by-rule``: counts from the month's end, nobody recorded it."""
        if self.warning.overturned:
            return "overturned"
        if self.recorded_on is not None:
            return "served"
        if self.issued_on is not None:
            return "issued"
        if self.heard_on is not None:
            return "heard"
        return "by-rule" if self.warning.served_how == "rule" else "proposed"


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal as it is listed."""

    id: str
    ref: str
    employee_no: str
    name: str
    kind: str
    title: str
    day: date
    quote: str
    reason: str
    filed_on: date
    last_day: date | None
    late_because: str
    ruling: str
    decided_on: date | None
    decided_by: str
    decision_reason: str


def export_book(
    tables: Sequence[Table], *, title: str, month: str, issued_on: date, seal: str, program_version: str
) -> bytes:
    """The tables as a workbook. ``seal`` empty: a draft, marked on every page."""
    book = Book(created=issued_on, title=title, subject=_("export"))
    book.footer = _("DRAFT") if not seal else f"{month} {seal[:32]}"
    for table in tables:
        added = book.add_table(table)
        if not seal:
            mark_draft(added)
    book.add_meta(Meta(kind="export", month=month, program_version=program_version))
    return book.bytes()


def stars_table(find: Lookup, company: str) -> Table:
    """服务之星 for the notice: rank, person, score, what decided, amount."""
    paid: dict[str, Decimal] = {}
    for line in find.result.bonuses:
        if line.kind == "star":
            paid[line.employee_no] = paid.get(line.employee_no, Decimal(0)) + line.amount
    rows = [
        (
            star.rank,
            star.employee_no,
            find.name(star.employee_no),
            find.department(star.employee_no),
            star.score,
            parts_text(star.decided_by, find),
            paid.get(star.employee_no, star.amount),
            star.scope or _("company"),
        )
        for star in find.result.stars
    ]
    return Table(
        _("Service stars"),
        (
            Column(_("Rank"), "int"),
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Month score"), "score"),
            Column(_("What decided"), "wrap", 16, 50),
            Column(_("Amount"), "money"),
            Column(_("Scope"), "text", 8, 20),
        ),
        rows,
        intro=(f"{company}  {find.result.period.month}".strip(),),
        totals=(6,),
        empty=_("no service star this month"),
        tab="#B8860B",
    )


_Facts = tuple[Decimal | None, int, int | None]


def _facts_of(result: MonthResult, employee_no: str) -> _Facts:
    """A person's score, incidents that count, and highest step of a month."""
    person = next((one for one in result.people if one.employee_no == employee_no), None)
    cases = [one for one in result.cases if one.employee_no == employee_no and not one.overturned]
    return (
        person.score if person else None,
        sum(1 for one in result.incidents if one.employee_no == employee_no and one.status == "counts"),
        max((one.step for one in cases), default=None),
    )


def _changed_since(closed: _Facts, now: _Facts) -> str:
    texts = [
        f"{title} {old if old is not None else '—'} → {new if new is not None else '—'}"
        for title, old, new in zip(
            (_("Month score"), _("Incidents"), _("Highest step")), closed, now, strict=True
        )
        if old != new
    ]
    return "；".join(texts)


def history_tables(
    employee_no: str,
    months: Sequence[tuple[MonthResult, bool]],
    name: str,
    since: Mapping[str, MonthResult] | None = None,
) -> tuple[Table, Table]:
    """A person's months: scores, rank, incidents, step, star, praises, money; and the warnings on file.

    ``since``: closed months as they would be with what is known now; what differs stands beside each.
    """
    rows = []
    now = {month: _facts_of(result, employee_no) for month, result in (since or {}).items()}
    left = {one.id for one in months[-1][0].warnings} if months else set()
    if since and months and months[-1][0].period.month in since:
        left = {one.id for one in since[months[-1][0].period.month].warnings}
    warnings: dict[str, LiveWarning] = {}
    for result, closed in months:
        person = next((one for one in result.people if one.employee_no == employee_no), None)
        lines = [one for one in result.bonuses if one.employee_no == employee_no]
        for warning in result.warnings:
            if warning.employee_no == employee_no:
                warnings[warning.id] = warning
        rows.append(
            (
                result.period.month,
                _("closed") if closed else Mark(_("draft"), "warn"),
                person.department if person else "",
                person.score if person else None,
                person.rank if person else None,
                person.evaluations if person else 0,
                *(own := _facts_of(result, employee_no))[1:],
                next((one.rank for one in result.stars if one.employee_no == employee_no), None),
                person.praises if person else 0,
                sum((one.amount for one in lines), Decimal(0)),
                _changed_since(own, now.get(result.period.month, own)),
            )
        )
    return (
        Table(
            _("History of {name} {number}").format(name=name, number=employee_no).replace("  ", " "),
            (
                Column(_("Month"), "text", 9),
                Column(_("State"), "text", 8),
                Column(_("Department"), "text", 8, 20),
                Column(_("Month score"), "score"),
                Column(_("Rank"), "int"),
                Column(_("Evaluations"), "int"),
                Column(_("Incidents"), "int"),
                Column(_("Highest step"), "int"),
                Column(_("Star rank"), "int"),
                Column(_("Praises"), "int"),
                Column(_("Bonuses"), "money"),
                Column(_("Known since"), "text", 12, 30),
            ),
            rows,
            totals=(10,),
            empty=_("no month"),
        ),
        Table(
            _("Warnings on file"),
            (
                Column(_("Case"), "text", 20, 30),
                Column(_("Step"), "int"),
                Column(_("First incident on"), "date"),
                Column(_("Served"), "date"),
                Column(_("How"), "text", 12, 30),
                Column(_("Counts until before"), "date"),
                Column(_("State"), "text", 8),
            ),
            [
                (
                    one.id,
                    one.step,
                    one.first_incident_on,
                    one.served_on,
                    served_text(one.served_how),
                    one.expires_on,
                    _("overturned")
                    if one.overturned
                    else ""
                    if one.id in left
                    else _("struck out since: appeal upheld or corrected"),
                )
                for one in warnings.values()
            ],
            empty=_("no warning on file"),
            tab="#C00000",
        ),
    )


def task_state(task: Task, today: date) -> str:
    """done, overdue or open."""
    if task.done_on is not None:
        return _("done")
    return _("overdue") if task.overdue(today) else _("open")


def tasks_table(tasks: Sequence[Task], today: date) -> Table:
    """辅导与培训任务: what is to be done by when, for whom, and what was done."""
    rows = [
        (
            task.employee_no,
            task.name,
            task.department,
            _(_TASKS.get(task.kind, task.kind)),
            f"{task.step} {task.step_title}",
            task.month,
            task.due_on,
            Mark(task_state(task, today), _look(task, today)),
            task.done_on,
            task.result,
            task.id,
        )
        for task in tasks
    ]
    return Table(
        _("Coaching and retraining"),
        (
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("What"), "text", 8),
            Column(_("Step"), "text", 10, 20),
            Column(_("Month"), "text", 9),
            Column(_("Due on"), "date"),
            Column(_("State"), "text", 8),
            Column(_("Done on"), "date"),
            Column(_("Result"), "wrap", 10, 30),
            Column(_("Task"), "text", 20, 60, printed=False),
        ),
        rows,
        intro=(_("As of {day}.").format(day=today.isoformat()),),
        empty=_("no task"),
    )


def _look(task: Task, today: date) -> Look:
    if task.done_on is not None:
        return "good"
    return "bad" if task.overdue(today) else "warn"


def warnings_on_file(
    states: Sequence[WarningState], names: Mapping[str, tuple[str, str]], today: date
) -> Table:
    """警告台账: every warning with its step, dates, expiry, what is due, and room for signatures."""
    rows = []
    for one in states:
        warning = one.warning
        name, department = names.get(warning.employee_no, ("", ""))
        state = one.state
        look: Look = "good" if state == "served" else "" if state == "overturned" else "warn"
        rows.append(
            (
                warning.id,
                warning.employee_no,
                name,
                department,
                warning.month,
                warning.first_incident_on,
                warning.step,
                one.step_title,
                one.clause,
                Mark(_(_STATES[state]), look),
                one.heard_on,
                one.issued_on,
                one.recorded_on,
                one.how,
                warning.expires_on,
                _("expired") if warning.expires_on <= today else "",
                one.due,
                "",
            )
        )
    return Table(
        _("Warnings register"),
        (
            Column(_("Case"), "text", 20, 30),
            Column(_("Number"), "text", 8),
            Column(_("Name"), "text", 8, 16),
            Column(_("Department"), "text", 8, 20),
            Column(_("Month"), "text", 9),
            Column(_("First incident on"), "date"),
            Column(_("Step"), "int"),
            Column(_("Measure"), "text", 8, 20),
            Column(_("Clause"), "text", 8),
            Column(_("State"), "wrap", 10, 18),
            Column(_("Heard on"), "date"),
            Column(_("Signed off on"), "date"),
            Column(_("Served on"), "date"),
            Column(_("How served"), "text", 10, 20),
            Column(_("Counts until before"), "date"),
            Column(_("Expired"), "text", 6),
            Column(_("What follows"), "wrap", 16, 40),
            Column(_("Signature"), "text", 16),
        ),
        rows,
        intro=(
            _("Only a served warning counts as a step; what nobody recorded counts from the month's end."),
        ),
        empty=_("no warning on file"),
        frozen_columns=3,
        tab="#C00000",
    )


def appeals_table(lines: Sequence[AppealLine]) -> Table:
    """申诉台账: what was appealed, why, and how it was decided."""
    rows = [
        (
            one.id,
            one.ref,
            one.name,
            kind_word(one.kind),
            one.title,
            one.day,
            one.quote,
            one.reason,
            one.filed_on,
            one.last_day,
            one.late_because,
            Mark(ruling_word(one.ruling), "warn" if not one.ruling else ""),
            one.decided_on,
            one.decided_by,
            one.decision_reason,
        )
        for one in lines
    ]
    return Table(
        _("Appeals"),
        (
            Column(_("Appeal"), "text", 8),
            Column(_("Appeal no."), "text", 14, 24),
            Column(_("Name"), "text", 8, 16),
            Column(_("Kind"), "text", 8),
            Column(_("About"), "wrap", 12, 30),
            Column(_("Date"), "date"),
            Column(_("Words or facts"), "wrap", 10, 30),
            Column(_("Reason given"), "wrap", 12, 34),
            Column(_("Filed on"), "date"),
            Column(_("Last day"), "date"),
            Column(_("Taken late because"), "wrap", 10, 24),
            Column(_("Decision"), "text", 10, 22),
            Column(_("Decided on"), "date"),
            Column(_("Decided by"), "text", 8, 14),
            Column(_("Why"), "wrap", 12, 34),
        ),
        rows,
        empty=_("no appeal"),
        frozen_columns=2,
    )
