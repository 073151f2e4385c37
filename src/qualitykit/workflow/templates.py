"""Blank forms to fill."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.workflow.people import read_roster
from qualitykit.workflow.standards import DEFAULT_STANDARD, load_standards

if TYPE_CHECKING:
    from qualitykit.standards.standard import Standard

__all__ = ["form_named", "form_table", "list_problems", "write_blind_template", "write_form_template"]


def form_table(standard: str) -> str:
    """The forms and record sheets that a template can be made of."""
    from qualitykit.reports.tables import plain_table
    from qualitykit.sheets.blind import CALL_LIST
    from qualitykit.sheets.layouts import RECORDS

    (pack,) = load_standards([standard])
    rows = [(form.id, form.title, form.clause) for form in pack.forms]
    rows += [(record.id, record.title, record.clause) for record in (*RECORDS, CALL_LIST)]
    return plain_table([_("form"), _("title"), _("clause")], rows)


def form_named(written: str, pack: Standard, ref: str) -> str:
    """The id of a form or record sheet: by id, by its title, or by a file named so (录音质检表.xlsx).

    CannotRunError: there is none; it may be another shipped standard's.
    """
    if found := _form_of(written, pack):
        return found
    from difflib import get_close_matches

    from qualitykit.standards.folders import shipped_packs

    for other in (name for name in shipped_packs() if name != ref):
        if found := _form_of(written, load_standards([other])[0]):
            raise CannotRunError(
                _("the standard {id} has no such form; another one has").format(id=pack.id),
                hint=f"qualitykit template {found} --standard {other}",
            )
    titles = _titles(pack)
    words = {_plain(word): name for name, title in titles.items() for word in (name, title)}
    near = get_close_matches(_plain(written), list(words), n=3, cutoff=0.5)
    standard = "" if ref == DEFAULT_STANDARD else f" --standard {typed(ref)}"
    raise CannotRunError(
        _("there is no such form or record sheet"),
        hint=_("Nearest: {command}").format(command=f"qualitykit template {words[near[0]]}{standard}")
        if near
        else _("This lists them all: {command}").format(command="qualitykit template" + standard),
        details=tuple(dict.fromkeys(f"{words[one]}  {titles[words[one]]}" for one in near)),
    )


def _titles(pack: Standard) -> dict[str, str]:
    """Id → title of all that a blank can be made of."""
    from qualitykit.sheets.blind import CALL_LIST
    from qualitykit.sheets.layouts import RECORDS

    forms = {one.id: one.title for one in pack.forms}
    return forms | {one.id: one.title for one in (*RECORDS, CALL_LIST)}


def _form_of(written: str, pack: Standard) -> str:
    titles = _titles(pack)
    word = _plain(written)
    return next((name for name, title in titles.items() if word in (name, _plain(title))), "")


def _plain(written: str) -> str:
    """What is compared: one width, no blanks, without the end of a file's name."""
    text = "".join(unicodedata.normalize("NFKC", written).split()).lower()
    return re.sub(r"\.(?:xlsx|xlsm|xls|et)$", "", text).removeprefix("《").removesuffix("》")


def write_form_template(
    form: str, *, out: Path | None, standard: str, card: bool, roster: Path | None, month: str
) -> Path:
    """Write a fillable blank of a form or record sheet, by its id or its title; ``out`` None: named after the
    form, here."""
    from qualitykit.reports.templates import write_template

    _check_month(month)
    (pack,) = load_standards([standard])
    form = form_named(form, pack, standard)
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


def write_blind_template(
    form: str,
    *,
    out: Path | None,
    standard: str,
    card: bool,
    roster: Path | None,
    month: str,
    calls: Path | None,
) -> tuple[Path, int, tuple[Problem, ...]]:
    """Write a review form that names no agent; ``calls``: the call list that its recordings come from.

    Returns the file, how many recordings stand on it, and what is wrong with the list. ``roster``: gives the
    agents' other names, which a transcript may not show either. Raises CannotRunError as ``write_template``,
    and where the list holds no recordings.
    """
    from qualitykit.intake.calllist import read_call_list
    from qualitykit.reports.template_blind import hide_agent, shuffled
    from qualitykit.reports.templates import write_template

    _check_month(month)
    (pack,) = load_standards([standard])
    form = form_named(form, pack, standard)
    found = pack.form(form)
    listed = []
    problems: tuple[Problem, ...] = ()
    if calls is not None:
        if card:
            raise CannotRunError(
                _("a card holds one call: leave out --card, or --calls"),
                hint=f"qualitykit template {form} --blind --calls {typed(calls)}",
            )
        if not calls.is_file():
            raise CannotRunError(
                _("there is no such file: {names}").format(names=calls.name),
                hint=_("Check the path: it is read from the folder that you stand in."),
            )
        if found is not None:
            known = read_roster(roster, (pack,)) if roster is not None else None
            agents, problems = read_call_list(calls, calls.name, pack, found, known)
            listed = [
                replace(one.call, text=hide_agent(one.call.text, one.names, one.numbers)) for one in agents
            ]
            if not listed:
                raise CannotRunError(
                    _("{file} holds no list of calls").format(file=calls.name),
                    hint="qualitykit template call-list",
                    details=tuple(f"{item.place}  {item.code}  {item.message()}" for item in problems),
                )
    path = write_template(
        pack,
        form,
        out=out,
        layout="card" if card else "table",
        month=month,
        program_version=__version__,
        blind=True,
        calls=shuffled(listed),
    )
    return path, len(listed), problems


def _check_month(month: str) -> None:
    """A month that is none would stand in the title; raises CannotRunError."""
    from qualitykit.intake.periods import period_of

    if month:
        period_of(month)


def list_problems(problems: Sequence[Problem]) -> str:
    """What is wrong with a call list, as the terminal shows it."""
    from qualitykit.reports.tables import problems_text

    return problems_text(problems)
