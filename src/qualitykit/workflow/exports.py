"""HR's exports: bonuses, statements, warnings, stars, history, tasks, appeals, the case file.

Only closed months leave without ``draft``; a draft is marked on every page. The first export of a closed
month is logged and keeps it from being reopened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.workflow.appeals import Appeal, appeals_of, statement_day

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import ServedWarning, TaskResult
    from qualitykit.reports.export_tables import AppealLine, Task, WarningState
    from qualitykit.scoring.results import MonthResult

__all__ = [
    "Exporting",
    "explain_line",
    "export_appeals",
    "export_bonuses",
    "export_case",
    "export_history",
    "export_stars",
    "export_statements",
    "export_tasks",
    "export_warnings",
    "latest_month",
    "overdue_tasks",
]


@dataclass(frozen=True, slots=True)
class Exporting:
    """Whose workspace, when, by whom, into which folder (None: results/<month>), drafts too or not."""

    workspace: Workspace
    at: datetime
    by: str
    out: Path | None = None
    draft: bool = False
    ledger_address: str = ""

    def folder(self, month: str) -> Path:
        """Where files of that month go."""
        return self.out if self.out is not None else self.workspace.results / month

    def open(self) -> Ledger:
        """The ledger."""
        from qualitykit.workflow.ledger_months import open_ledger

        return open_ledger(self.workspace, self.ledger_address)


def _month(ledger: Ledger, month: str, how: Exporting) -> LedgerMonth:
    """The month to export: closed, or a draft that was asked for."""
    found = ledger.month(month)
    if found is None:
        raise CannotRunError(
            _("the ledger has no month {month}").format(month=month),
            hint=_("qualitykit status lists the months"),
        )
    if not found.closed and not how.draft:
        raise CannotRunError(
            _("{month} is not closed").format(month=month),
            hint=_("qualitykit close {month}, or --draft for a sheet that says so on every page").format(
                month=month
            ),
        )
    return found


def latest_month(how: Exporting) -> str:
    """The latest closed month; with drafts asked for, the latest of all."""
    with how.open() as ledger:
        months = [one.month for one in ledger.months() if one.closed or how.draft]
    if not months:
        raise CannotRunError(
            _("no month is closed"), hint=_("qualitykit close {month}, or --draft").format(month="2026-10")
        )
    return months[-1]


def _write(path: Path, data: bytes) -> Path:
    from qualitykit.reports.files import make_folder, write_whole

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    make_folder(path.parent)
    return write_whole(path, fill)


def _log(ledger: Ledger, month: LedgerMonth, how: Exporting, what: str, data: Mapping[str, Any]) -> None:
    """An export of a closed month is logged after its file is there; a draft's export is none."""
    if month.closed:
        ledger.mark_exported(month.month, at=how.at, by=how.by, what=what, data=dict(data))


def _marked(name: str, month: LedgerMonth | None) -> str:
    return name if month is not None and month.closed else "-".join((_("DRAFT"), name))


# --- money -----------------------------------------------------------------------------------------------


def export_bonuses(
    how: Exporting,
    month: str,
    *,
    since_last: bool = False,
    prepared_by: str = "",
    checked_by: str = "",
    approved_by: str = "",
) -> tuple[Path, ...]:
    """The payroll table as .xlsx and .csv. ``since_last``: only whose sum the export before had otherwise.

    What changed since the export before (a draft's too) stands on a sheet of its own in any case.
    """
    from qualitykit.ledger.store import NewEntry
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.payroll import PayrollSheet, Signed, payroll_bytes, payroll_csv, totals_of

    with how.open() as ledger:
        own = _month(ledger, month, how)
        find = Lookup(ledger.result(month))
        before, before_on = _last_totals(ledger, month)
        if since_last and before is None:
            raise CannotRunError(
                _("nothing of {month} was exported before").format(month=month),
                hint="qualitykit export bonuses",
            )
        signed = Signed(prepared_by or how.by, how.at, checked_by, approved_by)
        sheet = PayrollSheet(
            company=how.workspace.settings.company,
            issued_on=how.at.date(),
            signed=signed,
            seal=own.seal,
            columns=how.workspace.settings.payroll,
            before=before,
            before_on=before_on,
            changed_only=since_last,
        )
        name = _marked("-".join((_("Payroll table"), month, *([_("changes")] if since_last else []))), own)
        files = (
            _write(how.folder(month) / f"{name}.xlsx", payroll_bytes(find, sheet)),
            _write(how.folder(month) / f"{name}.csv", payroll_csv(find, sheet)),
        )
        totals = {number: f"{amount:.2f}" for number, amount in sorted(totals_of(find).items())}
        if own.closed:
            _log(ledger, own, how, "bonuses", {"totals": totals})
        else:
            entry = NewEntry("export-draft", month, "bonuses", {"totals": totals})
            ledger.append([entry], at=how.at, by=how.by)
        return files


def _last_totals(ledger: Ledger, month: str) -> tuple[dict[str, Decimal] | None, str]:
    """What the last export of the month's bonuses said, and when it was."""
    for entry in reversed(ledger.entries("export", "export-draft", month=month)):
        if entry.subject == "bonuses" and entry.data is not None and "totals" in entry.data:
            totals = {number: Decimal(text) for number, text in entry.data["totals"].items()}
            return totals, f"{entry.at:%Y-%m-%d %H:%M}"
    return None, ""


def explain_line(workspace: Workspace, line: str, *, redact: bool = False, ledger_address: str = "") -> str:
    """One bonus line (2026-10/E1007/performance) with its arithmetic, reason, clause and evidence."""
    from qualitykit.reports.explain import explain_line as explained
    from qualitykit.workflow.ledger_months import open_ledger

    month, _slash, rest = line.strip().partition("/")
    number = rest.partition("/")[0]
    if not number:
        raise CannotRunError(
            _("{line} is no bonus line").format(line=line), hint=_("It looks like 2026-10/E1007/performance.")
        )
    with open_ledger(workspace, ledger_address) as ledger:
        return explained(ledger.result(month, people=[number]), line.strip(), redact=redact)


# --- statements ------------------------------------------------------------------------------------------


def export_statements(how: Exporting, month: str, people: Sequence[str] = ()) -> tuple[Path, ...]:
    """A page a person, as .html and .xlsx; without ``people`` for everyone, one file each way.

    The days for appeals run from a person's first final statement; a second copy keeps that day.
    """
    from datetime import timedelta

    from qualitykit.reports.appeal_tables import ruling_word
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.statement import Issue, statement_of
    from qualitykit.reports.statement_files import statement_bytes, statement_html

    with how.open() as ledger:
        own = _month(ledger, month, how)
        result = ledger.result(month, people=people or None)
        find = Lookup(result)
        numbers = list(people) or sorted(find.people)
        unknown = [number for number in numbers if number not in find.people]
        if unknown:
            raise CannotRunError(_("nobody of that number is in {month}").format(month=month))
        everybody = ledger.figures(month).people if people else result.people
        ranked = sum(1 for person in everybody if person.rank is not None)
        appeals = appeals_of(ledger)
        statements = []
        for number in numbers:
            issued = (statement_day(ledger, month, number) if own.closed else None) or how.at.date()
            until = issued + timedelta(days=how.workspace.settings.appeal_days)
            issue = Issue(
                how.workspace.settings.company, issued, until if own.closed else None, seal=own.seal
            )
            decided = [
                (one.ref.rpartition("/")[2], one.title, ruling_word(one.ruling), str(one.decided_on or ""))
                for one in appeals
                if one.month == month and one.employee_no == number
            ]
            statements.append(statement_of(find, number, issue, ranked, decided))
        who = numbers if len(numbers) == 1 else []
        name = _marked("-".join((_("Statement"), month, *who)), own)
        files = (
            _write(how.folder(month) / f"{name}.html", statement_html(statements)),
            _write(how.folder(month) / f"{name}.xlsx", statement_bytes(statements, __version__)),
        )
        _log(ledger, own, how, "statement", {"people": list(people) if people else "all"})
        return files


def export_stars(how: Exporting, month: str) -> tuple[Path, ...]:
    """The month's stars for the notice."""
    from qualitykit.reports.export_tables import export_book, stars_table
    from qualitykit.reports.lookup import Lookup

    with how.open() as ledger:
        own = _month(ledger, month, how)
        table = stars_table(Lookup(ledger.result(month)), how.workspace.settings.company)
        data = export_book(
            [table],
            title=table.title,
            month=month,
            issued_on=how.at.date(),
            seal=own.seal,
            program_version=__version__,
        )
        file = _write(how.folder(month) / f"{_marked(f'{table.title}-{month}', own)}.xlsx", data)
        _log(ledger, own, how, "stars", {})
        return (file,)


def export_history(how: Exporting, employee_no: str) -> tuple[Path, ...]:
    """All months of a person; without ``draft`` the closed ones only."""
    from qualitykit.reports.export_tables import export_book, history_tables

    with how.open() as ledger:
        months = [one for one in ledger.months() if one.closed or how.draft]
        results = [(ledger.result(one.month, people=[employee_no]), one.closed) for one in months]
        known = [person for result, _closed in results for person in result.people]
        if not known:
            raise CannotRunError(_("nobody of that number is in the ledger"))
        tables = history_tables(employee_no, results, known[-1].name)
        last = months[-1]
        data = export_book(
            tables,
            title=tables[0].title,
            month=last.month,
            issued_on=how.at.date(),
            seal=last.seal,
            program_version=__version__,
        )
        name = _marked("-".join((_("History"), employee_no)), last)
        file = _write((how.out or how.workspace.results) / f"{name}.xlsx", data)
        for one in months:
            _log(ledger, one, how, "history", {"people": [employee_no]})
        return (file,)


# --- warnings, tasks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OnFile:
    """What all months say together: the latest names, warnings with their states, tasks."""

    names: dict[str, tuple[str, str]]
    states: tuple[WarningState, ...]
    tasks: tuple[Task, ...]
    last: LedgerMonth
    result: MonthResult  # of the last month


def _on_file(ledger: Ledger, *, draft: bool) -> _OnFile:
    from qualitykit.reports.export_tables import Task, WarningState
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.wording import effects_text
    from qualitykit.scoring.register import matched_warnings
    from qualitykit.workflow.corrections import known_results

    months = [one for one in ledger.months() if one.closed or draft]
    if not months:
        raise CannotRunError(
            _("no month is closed"), hint=_("qualitykit close {month}, or --draft").format(month="2026-10")
        )
    again = known_results(ledger)
    results: list[MonthResult] = [again.get(one.month) or ledger.figures(one.month) for one in months]
    newest = ledger.result(months[-1].month)
    names = {one.employee_no: (one.name, one.department) for one in newest.people}
    purged = {entry.month for entry in ledger.entries("purge")}
    rows: list[ServedWarning] = []
    done: dict[str, TaskResult] = {}
    days: dict[str, date] = {}
    for one in months:
        if one.month in purged:
            continue
        records = ledger.inputs(one.month)[0].records
        rows += records.served_warnings
        for each in records.task_results:
            done[each.task] = each
    for result in results:
        days.update({incident.id: incident.day for incident in result.incidents})
    warnings = results[-1].warnings
    register: dict[str, list[ServedWarning]] = {}
    for row, warning in matched_warnings(rows, warnings, days):
        if warning is not None:
            register.setdefault(warning.id, []).append(row)
    cases = {case.id: (case, result) for result in results for case in result.cases}
    states, tasks = [], []
    for warning in warnings:
        of_case = cases.get(warning.id)
        lines = register.get(warning.id, [])
        states.append(
            WarningState(
                warning,
                of_case[0].step_title if of_case else "",
                of_case[0].clause if of_case else "",
                min((row.heard_on for row in lines if row.heard_on), default=None),
                min((row.issued_on for row in lines if row.issued_on), default=None),
                min((row.served_on for row in lines if row.served_on), default=None),
                next((row.how for row in lines if row.how), ""),
                effects_text(of_case[0]) if of_case else "",
            )
        )
    for case, result in cases.values():
        find = Lookup(result)
        if case.overturned:
            continue
        for kind, _detail, due in case.effects:
            if kind not in ("coaching", "retraining"):
                continue
            name = f"{result.period.month}/{case.employee_no}/{kind}/{case.id}"
            outcome = done.get(name)
            passed = outcome is not None and outcome.passed
            person = names.get(case.employee_no) or (
                find.name(case.employee_no),
                find.department(case.employee_no),
            )
            tasks.append(
                Task(
                    name,
                    case.employee_no,
                    *person,
                    kind,
                    result.period.month,
                    case.step,
                    case.step_title,
                    due,
                    outcome.done_on if outcome is not None and passed else None,
                    "" if outcome is None else outcome.remark if passed else _("not passed: again"),
                )
            )
    tasks.sort(key=lambda task: (task.done_on is not None, task.due_on or date.max, task.id))
    return _OnFile(names, tuple(states), tuple(tasks), months[-1], newest)


def export_warnings(how: Exporting) -> tuple[Path, ...]:
    """The register of all warnings on file: state, dates, expiry, what follows, signatures."""
    from qualitykit.reports.export_tables import export_book, warnings_on_file

    with how.open() as ledger:
        found = _on_file(ledger, draft=how.draft)
        today = how.at.date()
        table = warnings_on_file(found.states, found.names, today)
        data = export_book(
            [table],
            title=table.title,
            month=found.last.month,
            issued_on=today,
            seal=found.last.seal,
            program_version=__version__,
        )
        name = _marked(f"{table.title}-{today}", found.last)
        file = _write((how.out or how.workspace.results) / f"{name}.xlsx", data)
        _log(ledger, found.last, how, "warnings", {})
        return (file,)


def export_tasks(how: Exporting) -> tuple[Path, ...]:
    """Coaching and retraining to be done: an overview, and the sheet that is filled in and read back."""
    from qualitykit.reports.export_tables import export_book, tasks_table
    from qualitykit.reports.registers import record_bytes

    with how.open() as ledger:
        found = _on_file(ledger, draft=how.draft)
    today = how.at.date()
    table = tasks_table(found.tasks, today)
    data = export_book(
        [table],
        title=table.title,
        month=found.last.month,
        issued_on=today,
        seal=found.last.seal or "-",
        program_version=__version__,
    )
    folder = how.out or how.workspace.results
    rows = [
        {
            "task": task.id,
            "employee_no": task.employee_no,
            "employee_name": task.name,
            "what": _("coaching") if task.kind == "coaching" else _("retraining"),
            "due_on": task.due_on,
        }
        for task in found.tasks
        if task.done_on is None
    ]
    hint = "完成后填写“完成日期”和“是否通过”，放回当月文件夹即可读入；未通过的任务继续保留。"
    fill = ("done_on", "passed", "task_by", "remark")
    sheet = record_bytes(found.result, "task", rows, hint, fill)
    return (
        _write(folder / f"{table.title}-{today}.xlsx", data),
        _write(folder / (_("Task results") + f"-{today}.xlsx"), sheet),
    )


def overdue_tasks(workspace: Workspace, *, at: datetime, ledger_address: str = "") -> tuple[Task, ...]:
    """Tasks past their due date, drafts' too; empty where the ledger has no month."""
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        if not ledger.months():
            return ()
        return tuple(task for task in _on_file(ledger, draft=True).tasks if task.overdue(at.date()))


# --- appeals ---------------------------------------------------------------------------------------------


def _line(one: Appeal, names: Mapping[str, tuple[str, str]]) -> AppealLine:
    from qualitykit.reports.export_tables import AppealLine

    return AppealLine(
        one.id,
        one.ref,
        one.employee_no,
        names.get(one.employee_no, ("", ""))[0],
        one.kind,
        one.title,
        one.day,
        one.quote,
        one.reason,
        one.filed_on,
        one.last_day,
        one.late_because,
        one.ruling,
        one.decided_on,
        one.decided_by,
        one.decision_reason,
    )


def export_appeals(how: Exporting, month: str) -> tuple[Path, ...]:
    """The month's appeals as a list, and the objection sheet: everything that may be appealed, to fill in.

    What was filed and decided already stands in the sheet, so that one copy goes round.
    """
    from qualitykit.reports.appeal_tables import RULING_CELLS, kind_word, subject_title
    from qualitykit.reports.export_tables import appeals_table, export_book
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.registers import record_bytes
    from qualitykit.scoring.appeals import subjects_of

    with how.open() as ledger:
        own = _month(ledger, month, how)
        result = ledger.result(month)
        find = Lookup(result)
        names = {one.employee_no: (one.name, one.department) for one in result.people}
        appeals = [one for one in appeals_of(ledger) if one.month == month]
    by_subject = {(one.employee_no, one.subject): one for one in appeals}
    rows: list[dict[str, object]] = []
    listed: set[str] = set()
    for person in result.people:
        for subject in subjects_of(result, person.employee_no):
            filed = by_subject.get((person.employee_no, subject.id))
            about = f"{kind_word(subject.kind)} · {subject_title(subject, find)} {subject.day}"
            rows.append(_objection(subject.ref, person.employee_no, names, about, filed, RULING_CELLS))
            if filed is not None:
                listed.add(filed.id)
    for one in appeals:
        if one.id not in listed:
            rows.append(_objection(one.ref, one.employee_no, names, one.title, one, RULING_CELLS))
    hint = (
        "员工填写“申诉理由”和“申诉日期”；裁定人填写“裁定结果”“裁定人”和“裁定理由”（不得由原质检员裁定）。"
        "填写后放回当月文件夹，评分时即可读入。"
    )
    fill = ("reason", "filed_on", "late_because", "ruling", "decided_by", "decided_on", "decision_reason")
    table = appeals_table([_line(one, names) for one in appeals])
    listing = export_book(
        [table],
        title=table.title,
        month=month,
        issued_on=how.at.date(),
        seal=own.seal,
        program_version=__version__,
    )
    sheet = record_bytes(result, "objection", rows, hint, fill)
    folder = how.folder(month)
    return (
        _write(folder / f"{_marked(f'{table.title}-{month}', own)}.xlsx", listing),
        _write(folder / (_("Objection sheet") + f"-{month}.xlsx"), sheet),
    )


def _objection(
    ref: str,
    employee_no: str,
    names: Mapping[str, tuple[str, str]],
    about: str,
    filed: Appeal | None,
    cells: Mapping[str, str],
) -> dict[str, object]:
    row: dict[str, object] = {
        "ref": ref,
        "employee_no": employee_no,
        "employee_name": names.get(employee_no, ("", ""))[0],
        "about": about,
    }
    if filed is not None:
        row |= {
            "reason": filed.reason,
            "filed_on": filed.filed_on,
            "late_because": filed.late_because,
            "ruling": cells.get(filed.ruling, ""),
            "decided_by": filed.decided_by,
            "decided_on": filed.decided_on,
            "decision_reason": filed.decision_reason,
        }
    return row


# --- the case file ---------------------------------------------------------------------------------------


def export_case(how: Exporting, employee_no: str) -> tuple[Path, ...]:
    """One file for a hearing: rules, notice and signature, evidence, service, arithmetic, appeals."""
    from qualitykit.reports.case_file import CaseMonth, case_file_html
    from qualitykit.reports.lookup import Lookup

    with how.open() as ledger:
        found = _on_file(ledger, draft=how.draft)
        purged = {entry.month for entry in ledger.entries("purge")}
        months: list[CaseMonth] = []
        sources: list[LedgerMonth] = []
        signed: list[date] = []
        for one in ledger.months():
            if not (one.closed or how.draft) or one.month in purged:
                continue
            result = ledger.result(one.month, people=[employee_no])
            if not result.people:
                continue
            inputs, packs = ledger.inputs(one.month)
            rows = inputs.records.roster.by_number.get(employee_no, ())
            signed += [row.notice_signed_on for row in rows if row.notice_signed_on]
            if result.incidents or result.cases:
                months.append(CaseMonth(Lookup(result), packs, one.seal))
                sources.append(one)
        if not months:
            raise CannotRunError(
                _("nothing is on file about that number"), hint=f"qualitykit export history {employee_no}"
            )
        name, department = found.names.get(employee_no) or (months[-1].find.name(employee_no), "")
        names = {**found.names, employee_no: (name, department)}
        data = case_file_html(
            employee_no,
            name,
            department,
            months,
            company=how.workspace.settings.company,
            issued_on=how.at.date(),
            signed_on=min(signed, default=None),
            states=[one for one in found.states if one.warning.employee_no == employee_no],
            appeals=[_line(one, names) for one in appeals_of(ledger) if one.employee_no == employee_no],
        )
        title = _marked("-".join((_("Case file"), employee_no)), sources[-1])
        file = _write((how.out or how.workspace.results) / f"{title}.html", data)
        for one in sources:
            _log(ledger, one, how, "case", {"people": [employee_no]})
        return (file,)
