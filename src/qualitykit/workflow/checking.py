"""Read workbooks and say what is wrong with them; explain the codes of what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.problems import CODES, Problem, Severity
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.model import MonthRecords

__all__ = ["Checked", "check_files", "check_tables", "code_table"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found: the records' control totals and the problems of every month."""

    months: tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]
    titles: dict[str, str]  # of forms and record sheets, by id

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
) -> Checked:
    """Read workbooks or folders and say what is wrong with them; nothing is scored or written."""
    from qualitykit.intake.month import read_months
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
    titles = {record.id: record.title for record in RECORDS}
    titles |= {form.id: form.title for pack in packs for form in pack.forms}
    with no_collector():
        months = read_months(folders, standards=packs, month=month, roster=roster, files=files)
    return Checked(months, titles)


def check_tables(checked: Checked, *, redact: bool = False) -> str:
    """What ``check`` found, as the terminal shows it."""
    from qualitykit.reports.tables import controls_table, problems_text

    controls = tuple(control for records, _problems in checked.months for control in records.controls)
    problems = problems_text(checked.problems, redact=redact)
    return problems + "\n\n" + controls_table(controls, lambda form: checked.titles.get(form, form))


def code_table() -> str:
    """All problem codes with their titles."""
    from qualitykit.reports.tables import plain_table

    return plain_table(
        [_("code"), _("what it says")],
        [[kind.code, _(kind.title)] for _key, kind in sorted(CODES.items())],
    )
