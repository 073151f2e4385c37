"""Read workbooks and say what is wrong with them; explain the codes of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import CODES, Problem, Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.ledger_months import find_workspace
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.model import MonthRecords
    from qualitykit.reports.annotated import Annotated

__all__ = ["Checked", "annotate_files", "check_files", "check_tables", "code_table"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found: the records' control totals and the problems of every month."""

    months: tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]
    titles: dict[str, str]  # of forms and record sheets, by id
    files: tuple[tuple[Path, str], ...] = ()  # every workbook, and its path as the problems name it

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them."""
        return tuple(item for _records, problems in self.months for item in problems)

    @property
    def clean(self) -> bool:
        """Whether nothing is held back."""
        return not any(item.severity is Severity.ERROR for item in self.problems)


def check_files(
    paths: Sequence[Path],
    *,
    standards: Sequence[str] | None = None,
    month: str | None = None,
    roster: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    today: date | None = None,
) -> Checked:
    """Read workbooks or folders and say what is wrong with them; nothing is scored or written.

    In a workspace they are read as ``score`` reads them: its roster, its words over columns, its period.
    ``today``: nothing can have been done after it.
    """
    from qualitykit.intake.month import read_months
    from qualitykit.sheets.blind import CALL_LIST
    from qualitykit.sheets.layouts import RECORDS

    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir()]
    missing = [path.name for path in files if not path.exists()]
    if missing:
        raise CannotRunError(
            _("there is no such file: {names}").format(names=", ".join(missing)),
            hint=_("Check the path: it is read from the folder that you stand in."),
        )
    packs = load_standards(standards)
    titles = {record.id: record.title for record in (*RECORDS, CALL_LIST)}
    titles |= {form.id: form.title for pack in packs for form in pack.forms}
    workspace = find_workspace()
    with no_collector():
        months = read_months(
            folders,
            standards=packs,
            month=month,
            roster=roster,
            usual_roster=workspace.roster if workspace is not None else None,
            files=files,
            extra_aliases=workspace.settings.words if workspace is not None else None,
            progress=progress,
            period_starts_on=workspace.settings.period_starts_on if workspace is not None else 1,
            today=today,
        )
    return Checked(months, titles, tuple(_shown_files(folders, files)))


def _shown_files(folders: Sequence[Path], files: Sequence[Path]) -> list[tuple[Path, str]]:
    from qualitykit.intake.reader import workbook_files

    found = [
        (path, path.relative_to(folder).as_posix()) for folder in folders for path in workbook_files(folder)
    ]
    return found + [(path, path.name) for path in files]


def annotate_files(checked: Checked, out: Path) -> tuple[tuple[Annotated, ...], int]:
    """Write for each workbook with errors or warnings a marked copy (or a list) below ``out``.

    Returns what was written and how many problems have no file (a roster that is missing). A file that two
    names lead to is written once. CannotRunError: a folder cannot be written to.
    """
    from hashlib import file_digest

    from qualitykit import __version__
    from qualitykit.reports.annotated import annotate

    written, done = [], set()
    for path, shown in checked.files:
        if path.is_dir() or path.resolve() in done:
            continue
        done.add(path.resolve())
        try:
            with path.open("rb") as stream:
                digest = file_digest(stream, "sha256").hexdigest()
        except OSError:
            continue  # QK107 says so on the terminal; there is nothing to copy
        problems = [
            item
            for records, found in checked.months
            if records.digests.get(shown, digest) == digest
            for item in found
            if item.place.file == shown
        ]
        if any(item.severity is not Severity.NOTE for item in problems):
            target = out / shown
            written.append(annotate(path, problems, out=target, digest=digest, program_version=__version__))
    return tuple(written), sum(not item.place.file for item in checked.problems)


def check_tables(checked: Checked, *, redact: bool = False) -> str:
    """What ``check`` found, as the terminal shows it."""
    from qualitykit.reports.tables import controls_table, problems_text

    controls = tuple(control for records, _problems in checked.months for control in records.controls)
    problems = problems_text(checked.problems, redact=redact)
    table = controls_table(controls, lambda form: checked.titles.get(form, form), top=len(controls))
    return f"{problems}\n\n{table}"


def code_table() -> str:
    """All problem codes with their titles."""
    from qualitykit.reports.tables import plain_table

    return plain_table(
        [_("code"), _("what it says")],
        [[kind.code, _(kind.title)] for _key, kind in sorted(CODES.items())],
    )
