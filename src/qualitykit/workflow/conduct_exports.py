"""Exports about conduct: the warnings register, coaching and retraining, appeals, the case file.

What upheld appeals struck out is struck out here too, without rewriting a closed month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.workflow.appeals import Appeal, appeals_now
from qualitykit.workflow.exports import (
    Exporting,
    log_export,
    marked,
    month_to_export,
    nothing_closed,
    write_file,
)

if TYPE_CHECKING:
    from qualitykit.ledger.store import Ledger, LedgerMonth
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import ServedWarning, TaskResult
    from qualitykit.reports.case_file import CaseMonth
    from qualitykit.reports.export_tables import AppealLine, Task, WarningState
    from qualitykit.reports.lookup import Lookup
    from qualitykit.scoring.results import Case, MonthResult
    from qualitykit.standards.standard import Standard

__all__ = ["export_appeals", "export_case", "export_tasks", "export_warnings", "overdue_tasks"]


@dataclass(frozen=True, slots=True)
class _OnFile:
    """What all months say together: the latest names, warnings with their states, tasks."""

    names: dict[str, tuple[str, str]]
    states: tuple[WarningState, ...]
    tasks: tuple[Task, ...]
    last: LedgerMonth
    result: MonthResult  # of the last month


def _results(ledger: Ledger, *, draft: bool) -> tuple[tuple[LedgerMonth, MonthResult], ...]:
    """The months' figures with what upheld appeals made of them; CannotRunError: there is none."""
    from qualitykit.workflow.known_months import known_results

    months = [one for one in ledger.months() if one.closed or draft]
    if not months:
        raise nothing_closed(ledger.months())
    again = known_results(ledger)
    return tuple((one, again.get(one.month) or ledger.figures(one.month)) for one in months)


def _registers(
    ledger: Ledger, months: Iterable[LedgerMonth]
) -> tuple[list[ServedWarning], dict[str, TaskResult]]:
    """What people recorded in these months: warnings served, and the latest result of each task."""
    rows: list[ServedWarning] = []
    done: dict[str, TaskResult] = {}
    for one in months:
        registers = ledger.registers(one.month)
        rows += registers.served_warnings
        for each in sorted(registers.task_results, key=lambda result: (result.done_on, result.passed)):
            done[each.task] = each
    return rows, done


def _on_file(ledger: Ledger, *, draft: bool) -> _OnFile:
    from qualitykit.reports.export_tables import WarningState
    from qualitykit.reports.wording import effects_text
    from qualitykit.scoring.register import matched_warnings

    found = _results(ledger, draft=draft)
    last = found[-1][0]
    newest = ledger.result(last.month)
    names = {one.employee_no: (one.name, one.department) for one in newest.people}
    rows, done = _registers(ledger, [month for month, _result in found])
    days = {incident.id: incident.day for _month, result in found for incident in result.incidents}
    warnings = found[-1][1].warnings
    register: dict[str, list[ServedWarning]] = {}
    for row, warning in matched_warnings(rows, warnings, days):
        if warning is not None:
            register.setdefault(warning.id, []).append(row)
    cases: dict[str, list[Case]] = {}  # one that goes on in a later month stands there again
    for _month, result in found:
        for case in result.cases:
            cases.setdefault(case.id, []).append(case)
    states = []
    for warning in warnings:
        own, lines = cases.get(warning.id, []), register.get(warning.id, [])
        states.append(
            WarningState(
                warning,
                own[-1].step_title if own else warning.step_title,
                own[-1].clause if own else warning.clause,
                min((row.heard_on for row in lines if row.heard_on), default=None),
                min((row.issued_on for row in lines if row.issued_on), default=None),
                min((row.served_on for row in lines if row.served_on), default=None),
                next((row.how for row in lines if row.how), ""),
                "；".join(text for case in own if (text := effects_text(case))),
            )
        )
    tasks = _tasks([result for _month, result in found], names, done)
    return _OnFile(names, tuple(states), tasks, last, newest)


def _tasks(
    results: Iterable[MonthResult],
    names: Mapping[str, tuple[str, str]],
    done: Mapping[str, TaskResult],
) -> tuple[Task, ...]:
    """What the steps demand; the open ones first, by their due date.

    A result counts for the same person, month and kind too: where an appeal struck out a case's first
    incident, the case has another id, and nobody is coached twice for that.
    """
    from qualitykit.reports.export_tables import Task

    loosely = {name.rpartition("/")[0]: one for name, one in done.items()}
    tasks: list[Task] = []
    for result in results:
        for case in result.cases:
            if case.overturned:
                continue
            for kind, _detail, due in case.effects:
                if kind not in ("coaching", "retraining"):
                    continue
                group = f"{result.period.month}/{case.employee_no}/{kind}"
                name = f"{group}/{case.id}"
                outcome = done.get(name) or loosely.get(group)
                passed = outcome is not None and outcome.passed
                remark = outcome.remark if outcome is not None else ""
                person, department = names.get(case.employee_no, ("", ""))
                tasks.append(
                    Task(
                        name,
                        case.employee_no,
                        person,
                        department,
                        kind,
                        result.period.month,
                        case.step,
                        case.step_title,
                        due,
                        outcome.done_on if outcome is not None and passed else None,
                        remark if passed or outcome is None else remark or _("not passed: again"),
                    )
                )
    return tuple(sorted(tasks, key=lambda task: (task.done_on is not None, task.due_on or date.max, task.id)))


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
        name = marked(f"{table.title}-{today}", found.last)
        file = write_file((how.out or how.workspace.results) / f"{name}.xlsx", data)
        own = {state.warning.month for state in found.states}
        for month in ledger.months():
            if month.month in own:  # others have nothing on the list that left the house
                log_export(ledger, month, how, "warnings", {})
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
        write_file(folder / f"{table.title}-{today}.xlsx", data),
        write_file(folder / (_("Task results") + f"-{today}.xlsx"), sheet),
    )


def overdue_tasks(workspace: Workspace, *, at: datetime, ledger_address: str = "") -> tuple[Task, ...]:
    """Closed months' tasks past their due date; a result that lies in an open month's folder closes them.

    A draft's steps are nobody's duty yet. Without names.
    """
    from qualitykit.workflow.ledger_months import open_ledger

    with open_ledger(workspace, ledger_address) as ledger:
        months = ledger.months()
        if not any(one.closed for one in months):
            return ()
        results = [result for _month, result in _results(ledger, draft=False)]
        late = [task for task in _tasks(results, {}, {}) if task.overdue(at.date())]
        if not late:
            return ()
        first = min(task.month for task in late)
        _rows, done = _registers(ledger, [one for one in months if one.month >= first])
        return tuple(task for task in _tasks(results, {}, done) if task.overdue(at.date()))


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
        own = month_to_export(ledger, month, how)
        result = ledger.result(month)
        find = Lookup(result)
        names = {one.employee_no: (one.name, one.department) for one in result.people}
        appeals = appeals_now(ledger, month=month)
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
    name = _("Objection sheet") + f"-{month}"
    folder = how.folder(month)
    return (
        write_file(folder / f"{marked(f'{table.title}-{month}', own)}.xlsx", listing),
        write_file(folder / f"{marked(name, own)}.xlsx", sheet),
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


def _case_month(find: Lookup, packs: tuple[Standard, ...], seal: str, now: MonthResult | None) -> CaseMonth:
    """A month of the case file; ``now``: the month with what is known since, None: nothing changed."""
    from qualitykit.reports.case_file import CaseMonth

    if now is None:
        return CaseMonth(find, packs, seal)
    steps = {case.id: case.step for case in now.cases if not case.overturned}
    left = {one.id for one in now.incidents} | steps.keys()
    result = find.result
    return CaseMonth(
        find,
        packs,
        seal,
        frozenset({one.id for one in result.incidents} | {one.id for one in result.cases}) - left,
        tuple(
            (case.id, steps[case.id]) for case in result.cases if steps.get(case.id, case.step) != case.step
        ),
    )


# --- the case file ---------------------------------------------------------------------------------------


def export_case(how: Exporting, employee_no: str) -> tuple[Path, ...]:
    """One file for a hearing: rules, notice and signature, evidence, service, arithmetic, appeals."""
    from qualitykit.reports.case_file import case_file_html
    from qualitykit.reports.lookup import Lookup
    from qualitykit.workflow.known_months import known_results
    from qualitykit.workflow.whom import whom_in

    with how.open() as ledger:
        found = _on_file(ledger, draft=how.draft)
        draft = " --draft" if how.draft else ""
        known = [one.month for one in ledger.months() if one.closed or how.draft]
        employee_no = whom_in(ledger, known, employee_no, command="qualitykit export case {who}" + draft)
        purged = {entry.month for entry in ledger.entries("purge")}
        again = known_results(ledger)
        months: list[CaseMonth] = []
        sources: list[LedgerMonth] = []
        signed: list[date] = []
        latest: tuple[CaseMonth, LedgerMonth] | None = None
        for one in ledger.months():
            if not (one.closed or how.draft) or one.month in purged:
                continue
            result = ledger.shown(one.month, people=[employee_no])
            if not result.people:
                continue
            inputs, packs = ledger.inputs(one.month)
            rows = inputs.records.roster.by_number.get(employee_no, ())
            signed += [row.notice_signed_on for row in rows if row.notice_signed_on]
            found_here = _case_month(Lookup(result), packs, one.seal, again.get(one.month))
            latest = (found_here, one)
            if result.incidents or result.cases:
                months.append(found_here)
                sources.append(one)
        states = [one for one in found.states if one.warning.employee_no == employee_no]
        if not months and states and latest is not None:  # warnings of before the ledger's first month alone
            months, sources = [latest[0]], [latest[1]]
        if not months:
            raise CannotRunError(
                _("nothing is on file about that number"),
                hint=f"qualitykit export history {employee_no}{draft}",
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
            states=states,
            appeals=[_line(one, names) for one in appeals_now(ledger, employee_no=employee_no)],
        )
        title = marked("-".join((_("Case file"), employee_no)), sources[-1])
        file = write_file((how.out or how.workspace.results) / f"{title}.html", data)
        for one in sources:
            log_export(ledger, one, how, "case", {"people": [employee_no]})
        return (file,)
