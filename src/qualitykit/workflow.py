"""One function per use case. It calls the rooms below and holds no rule.

Nothing here prints or asks. Heavy rooms are imported where they are used: a short command stays short.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import CODES, Problem, Severity

if TYPE_CHECKING:
    from qualitykit.model import MonthRecords
    from qualitykit.scoring.results import MonthResult
    from qualitykit.standards.standard import Standard

__all__ = [
    "DEFAULT_STANDARD",
    "Checked",
    "MonthOutcome",
    "Scored",
    "check_files",
    "check_rules",
    "check_tables",
    "code_table",
    "explain_person",
    "form_table",
    "list_rules",
    "month_tables",
    "results_json",
    "results_schema",
    "score_months",
    "test_rules",
    "write_form_template",
]

DEFAULT_STANDARD = "service-attitude"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class MonthOutcome:
    """A scored month and the files written for it."""

    result: MonthResult
    files: tuple[Path, ...]

    @property
    def incomplete(self) -> bool:
        """Whether something was held back or left out."""
        return any(item.severity is Severity.ERROR for item in self.result.problems)


@dataclass(frozen=True, slots=True)
class Scored:
    """Several months, in order of date."""

    months: tuple[MonthOutcome, ...]

    @property
    def results(self) -> tuple[MonthResult, ...]:
        """The results alone."""
        return tuple(month.result for month in self.months)


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found: the records' control totals and the problems of every month."""

    months: tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them."""
        return tuple(item for _records, problems in self.months for item in problems)

    @property
    def clean(self) -> bool:
        """Whether nothing is held back."""
        return not any(item.severity is Severity.ERROR for item in self.problems)


# --- standards ------------------------------------------------------------------------------------------


def load_standards(refs: Sequence[str] | None) -> tuple[Standard, ...]:
    """Read the standards named (default: service-attitude); a faulty one stops the run, all mistakes listed."""
    from qualitykit.standards.reader import load_standard

    standards, faults = [], []
    for ref in refs or (DEFAULT_STANDARD,):
        standard, problems = load_standard(ref)
        faults += [item for item in problems if item.severity is Severity.ERROR]
        if standard is not None:
            standards.append(standard)
    if faults or not standards:
        raise CannotRunError(
            _("the standard has mistakes"),
            hint=_("qualitykit rules check PACK"),
            details=tuple(f"{item.place}  {item.code}  {item.message()}" for item in faults),
        )
    return tuple(standards)


# --- score ----------------------------------------------------------------------------------------------


@contextmanager
def _no_collector() -> Iterator[None]:
    """Leave the cyclic collector off while millions of immutable records are made: it finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_and_score(
    folders: Sequence[Path],
    *,
    standards: Sequence[str] | None,
    month: str | None,
    roster: Path | None,
    progress: Progress | None,
) -> Iterator[MonthResult]:
    from qualitykit.intake.month import read_months
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.month import score_month
    from qualitykit.scoring.results import History

    packs = load_standards(standards)
    history = History()
    for records, problems in read_months(
        folders, standards=packs, month=month, roster=roster, progress=progress
    ):
        result = score_month(packs, records, history, program_version=__version__, input_problems=problems)
        history = extend(history, result, closed=False)
        yield result


def score_months(
    folders: Sequence[Path],
    *,
    standards: Sequence[str] | None = None,
    month: str | None = None,
    roster: Path | None = None,
    out: Path,
    redact: bool = False,
    progress: Progress | None = None,
) -> Scored:
    """Score one folder a month, in order of date, and write each month's workbooks below ``out``.

    Raises CannotRunError where a folder is missing, names no month, or cannot be written to.
    """
    from qualitykit.reports.workbook import write_results

    outcomes: list[MonthOutcome] = []
    with _no_collector():
        for result in _read_and_score(
            folders, standards=standards, month=month, roster=roster, progress=progress
        ):
            trend = tuple(outcome.result for outcome in outcomes)
            files = write_results(result, out / result.period.month, trend=trend, redact=redact)
            outcomes.append(MonthOutcome(result, files))
    return Scored(tuple(outcomes))


def month_tables(result: MonthResult, *, redact: bool = False) -> str:
    """The month as the terminal shows it."""
    from qualitykit.reports.tables import month_overview

    return month_overview(result, redact=redact)


def results_json(results: Sequence[MonthResult]) -> str:
    """The results as JSON: a list, a month each."""
    from qualitykit.reports.results_json import to_json

    return "[" + ",\n".join(to_json(result) for result in results) + "]"


def results_schema() -> dict[str, Any]:
    """The JSON Schema of one month of ``results_json``."""
    from qualitykit.reports.results_json import results_schema as schema

    return schema()


def explain_person(
    month: str,
    employee_no: str,
    *,
    folders: Sequence[Path],
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    redact: bool = False,
) -> str:
    """Every number of one person's month, from the folders given; the last folder of that month counts."""
    from qualitykit.reports.explain import explain

    if not folders:
        raise CannotRunError(
            _("say which folders the month comes from"),
            hint=_("qualitykit explain {month} {employee} --from FOLDER").format(
                month=month, employee=employee_no
            ),
        )
    with _no_collector():
        for result in _read_and_score(folders, standards=standards, month=None, roster=roster, progress=None):
            if result.period.month == month:
                return explain(result, employee_no, redact=redact)
    raise CannotRunError(
        _("none of the folders is of {month}").format(month=month),
        hint=_("name the folder of that month after --from"),
    )


# --- check ----------------------------------------------------------------------------------------------


def check_files(
    paths: Sequence[Path],
    *,
    standards: Sequence[str] | None = None,
    month: str | None = None,
    roster: Path | None = None,
) -> Checked:
    """Read workbooks or folders and say what is wrong with them; nothing is scored or written."""
    from qualitykit.intake.month import read_months

    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir()]
    missing = [path.name for path in files if not path.exists()]
    if missing:
        raise CannotRunError(_("there is no such file: {names}").format(names=", ".join(missing)))
    with _no_collector():
        return Checked(
            read_months(folders, standards=load_standards(standards), month=month, roster=roster, files=files)
        )


def check_tables(checked: Checked, *, redact: bool = False) -> str:
    """What ``check`` found, as the terminal shows it."""
    from qualitykit.reports.tables import control_table, problem_table

    controls = tuple(control for records, _problems in checked.months for control in records.controls)
    return "\n\n".join(
        text for text in (problem_table(checked.problems, redact=redact), control_table(controls)) if text
    )


def code_table() -> str:
    """All problem codes with their titles."""
    from qualitykit.reports.tables import table

    return table(
        (_("code"), _("what it says")),
        [(kind.code, _(kind.title)) for kind in sorted(CODES.values(), key=_code)],
    )


def _code(kind: Any) -> str:
    return str(kind.code)


# --- rules ----------------------------------------------------------------------------------------------


def check_rules(ref: str, *, roster: Path | None = None) -> tuple[str, bool]:
    """Lint a standard: the text to show, and whether it is free of mistakes."""
    from qualitykit.reports.tables import problem_table
    from qualitykit.rulecheck.lints import check_pack

    problems = check_pack(ref)
    faulty = any(item.severity is Severity.ERROR for item in problems)
    return problem_table(problems) or _("No mistakes found."), not faulty


def test_rules(ref: str) -> tuple[str, bool]:
    """Run the tests beside a standard's rules: the text to show, and whether all passed."""
    from qualitykit.rulecheck.cases import report, run_cases

    outcome = run_cases(ref)
    return report(outcome), outcome.passed


def list_rules(ref: str) -> str:
    """The rules of a standard with clause, severity and place."""
    from qualitykit.reports.tables import table
    from qualitykit.rulecheck.listing import HEADERS, list_pack

    return table(tuple(_(header) for header in HEADERS), list_pack(ref))


# --- templates ------------------------------------------------------------------------------------------


def form_table(standard: str) -> str:
    """The forms and record sheets that a template can be made of."""
    from qualitykit.reports.tables import table
    from qualitykit.sheets.layouts import RECORDS

    (pack,) = load_standards([standard])
    rows = [(form.id, form.title, form.clause) for form in pack.forms]
    rows += [(record.id, record.title, record.clause) for record in RECORDS]
    return table((_("form"), _("title"), _("clause")), rows)


def write_form_template(
    form: str, *, out: Path | None, standard: str, card: bool, roster: Path | None, month: str
) -> Path:
    """Write a fillable blank of a form or record sheet; ``out`` None: named after the form, here."""
    from qualitykit.reports.templates import write_template

    (pack,) = load_standards([standard])
    people: tuple[tuple[str, str], ...] = ()
    if roster is not None:
        from qualitykit.intake.month import read_roster

        people = tuple((row.employee_no, row.name) for row in read_roster(roster).rows)
    return write_template(
        pack,
        form,
        out=out,
        layout="card" if card else "table",
        people=people,
        month=month,
        program_version=__version__,
    )
