"""Blank forms to fill."""

from __future__ import annotations

from pathlib import Path

from qualitykit import __version__
from qualitykit.i18n import _
from qualitykit.workflow.people import read_roster
from qualitykit.workflow.standards import load_standards

__all__ = ["form_table", "write_form_template"]


def form_table(standard: str) -> str:
    """The forms and record sheets that a template can be made of."""
    from qualitykit.reports.tables import plain_table
    from qualitykit.sheets.layouts import RECORDS

    (pack,) = load_standards([standard])
    rows = [(form.id, form.title, form.clause) for form in pack.forms]
    rows += [(record.id, record.title, record.clause) for record in RECORDS]
    return plain_table([_("form"), _("title"), _("clause")], rows)


def write_form_template(
    form: str, *, out: Path | None, standard: str, card: bool, roster: Path | None, month: str
) -> Path:
    """Write a fillable blank of a form or record sheet; ``out`` None: named after the form, here."""
    from qualitykit.reports.templates import write_template

    (pack,) = load_standards([standard])
    people: tuple[tuple[str, str], ...] = ()
    if roster is not None:
        rows = read_roster(roster, (pack,)).rows
        people = tuple(dict.fromkeys((row.employee_no, row.name) for row in rows))
    return write_template(
        pack,
        form,
        out=out,
        layout="card" if card else "table",
        people=people,
        month=month,
        program_version=__version__,
    )
