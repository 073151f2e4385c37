"""Blank forms for inspectors: each form of a pack as a table or a card, and the record sheets.

A template carries hidden meta with pack, version and form, so that it is recognised when it comes back.
"""

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl.workbook import Workbook

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.reports import template_style as style
from qualitykit.reports.files import free_path, write_whole
from qualitykit.reports.template_card import write_card
from qualitykit.reports.template_guide import write_guide
from qualitykit.reports.template_record import write_record
from qualitykit.reports.template_record_guide import write_record_guide
from qualitykit.reports.template_table import write_table
from qualitykit.sheets.blind import CALL_LIST, ListedCall, blind_form, can_be_blind
from qualitykit.sheets.layouts import RECORDS
from qualitykit.sheets.meta import Meta
from qualitykit.standards.standard import Standard

__all__ = ["write_template"]


def write_template(
    standard: Standard,
    form_id: str,
    *,
    out: Path | None,
    layout: str = "table",
    people: Sequence[tuple[str, str]] = (),
    month: str = "",
    company: str = "",
    program_version: str = "",
    blind: bool = False,
    calls: Sequence[ListedCall] = (),
) -> Path:
    """Write the blank of ``form_id``; ``people`` are (number, name) for the drop-downs.

    ``out``: what stands there is replaced; None: a free name after the form, here. ``blind``: without the
    agent, who stands in the call list; ``calls``: its recordings, a row each.
    Raises CannotRunError when the pack has no such form or record sheet, or when it cannot be blind.
    """
    form = standard.form(form_id)
    record = next((record for record in (*RECORDS, CALL_LIST) if record.id == form_id), None)
    if form is None and record is None:
        known = ", ".join(
            (*(each.id for each in standard.forms), *(each.id for each in RECORDS), CALL_LIST.id)
        )
        raise CannotRunError(
            _("there is no form {form}; there are: {known}").format(form=form_id, known=known),
            hint="qualitykit template",
        )
    if blind:
        if form is None or not can_be_blind(form):
            raise CannotRunError(
                _("only a review of calls can be blind: {form} is none").format(form=form_id),
                hint=_("qualitykit template call-review --blind --calls FILE"),
            )
        form, people = blind_form(form), ()
    book = Workbook()
    book.remove(book.worksheets[0])
    if form is not None:
        if layout == "card":
            sheet = write_card(book, form, people, month, company, blind=blind)
        else:
            sheet = write_table(book, form, people, month, company, calls, blind=blind)
        write_guide(book, standard, form, blind=blind)
        title = form.title
    else:
        assert record is not None
        sheet = write_record(book, record, people, month, company)
        write_record_guide(book, standard, record)
        title = record.title
    book.active = book.sheetnames.index(sheet.title)
    style.write_people(book, people)
    style.write_meta(
        book,
        Meta(
            kind="form" if form is not None else "record",
            form=form_id,
            pack=standard.id,
            pack_version=standard.version,
            pack_digest=standard.digest,
            layout=layout if form is not None else "table",
            month=month,
            program_version=program_version,
            sheets=title[:31],
            blind="yes" if blind else "",
        ),
    )
    path = out or free_path(Path(f"{title}.xlsx"))
    made = io.BytesIO()  # openpyxl's writer leaves a trace on the terminal where the disk is full
    book.save(made)
    return write_whole(path, lambda temporary: _fill(temporary, made.getvalue()))


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)
