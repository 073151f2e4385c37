"""Blank forms to fill; in a workspace with its standard, its company's name and its people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError, typed
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.problems import Problem
from qualitykit.workflow.ledger_months import find_workspace
from qualitykit.workflow.people import read_roster
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.model import Roster
    from qualitykit.standards.standard import Standard

__all__ = [
    "Blank",
    "form_named",
    "form_table",
    "list_problems",
    "write_blind_template",
    "write_form_template",
]


@dataclass(frozen=True, slots=True)
class Blank:
    """What was written. ``recordings``: how many stand on a blind form; ``problems``: of the call list;
    ``notes``: what else is to be said, a sentence each."""

    path: Path
    recordings: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def form_table(standard: str | None = None) -> str:
    """The forms and record sheets that a template can be made of; None: the workspace's standards."""
    from qualitykit.reports.tables import plain_table
    from qualitykit.sheets.blind import CALL_LIST
    from qualitykit.sheets.layouts import RECORDS

    forms = {form.id: form for pack in reversed(_packs(standard, find_workspace())) for form in pack.forms}
    rows = [(form.id, form.title, form.clause) for form in forms.values()]
    rows += [(record.id, record.title, record.clause) for record in (*RECORDS, CALL_LIST)]
    return plain_table([_("form"), _("title"), _("clause")], rows)


def form_named(written: str, packs: Sequence[Standard], ref: str | None) -> str:
    """The id of a form or record sheet: by id, by its title, or by a file named so (录音质检表.xlsx).

    ``ref``: the standard that was asked for, if one was. CannotRunError: there is none; it may be another
    shipped standard's.
    """
    if found := _form_of(written, packs):
        return found
    from difflib import get_close_matches

    from qualitykit.standards.folders import shipped_packs

    own = {pack.id for pack in packs}
    for other in (name for name in shipped_packs() if name not in own):
        if found := _form_of(written, load_standards([other])):
            raise CannotRunError(
                _("the standard {id} has no such form; another one has").format(id=packs[0].id),
                hint=f"qualitykit template {found} --standard {other}",
            )
    titles = _titles(packs)
    words = {_plain(word): name for name, title in titles.items() for word in (name, title)}
    near = get_close_matches(_plain(written), list(words), n=3, cutoff=0.5)
    standard = f" --standard {typed(ref)}" if ref else ""
    raise CannotRunError(
        _("there is no such form or record sheet"),
        hint=_("Nearest: {command}").format(command=f"qualitykit template {words[near[0]]}{standard}")
        if near
        else _("This lists them all: {command}").format(command="qualitykit template" + standard),
        details=tuple(dict.fromkeys(f"{words[one]}  {titles[words[one]]}" for one in near)),
    )


def _titles(packs: Sequence[Standard]) -> dict[str, str]:
    """Id → title of all that a blank can be made of."""
    from qualitykit.sheets.blind import CALL_LIST
    from qualitykit.sheets.layouts import RECORDS

    forms = {one.id: one.title for pack in reversed(packs) for one in pack.forms}
    return forms | {one.id: one.title for one in (*RECORDS, CALL_LIST)}


def _form_of(written: str, packs: Sequence[Standard]) -> str:
    titles = _titles(packs)
    word = _plain(written)
    return next((name for name, title in titles.items() if word in (name, _plain(title))), "")


def _plain(written: str) -> str:
    """What is compared: one width, no blanks, without the end of a file's name."""
    text = "".join(unicodedata.normalize("NFKC", written).split()).lower()
    return re.sub(r"\.(?:xlsx|xlsm|xls|et)$", "", text).removeprefix("《").removesuffix("》")


def write_form_template(
    form: str,
    *,
    out: Path | None,
    standard: str | None,
    card: bool,
    roster: Path | None,
    month: str,
    today: date = date.max,
) -> Blank:
    """Write a fillable blank of a form or record sheet, by its id or its title; nothing is written over.

    ``out`` None: named after the form, here, with a number behind its name where that is taken. ``standard``
    and ``roster`` None: the workspace's, as it has the company's name. ``today`` says which version is in
    force where there is no month. CannotRunError: ``out`` is there already, and as ``write_template``.
    """
    from qualitykit.reports.templates import write_template

    _must_be_free(out)
    workspace = find_workspace()
    form, pack = _form_and_pack(form, standard, workspace, _day(month, today))
    known, notes = _roster(roster, workspace if form != "roster" else None, pack)
    people = tuple(dict.fromkeys((row.employee_no, row.name) for row in known.rows)) if known else ()
    path = write_template(
        pack,
        form,
        out=out,
        layout="card" if card else "table",
        people=people,
        month=month,
        company=workspace.settings.company if workspace else "",
        program_version=__version__,
    )
    return Blank(path, notes=(*_named_otherwise(path, out), *notes))


def write_blind_template(
    form: str,
    *,
    out: Path | None,
    standard: str | None,
    card: bool,
    roster: Path | None,
    month: str,
    calls: Path | None,
    today: date = date.max,
) -> Blank:
    """Write a review form that names no agent; ``calls``: the call list that its recordings come from.

    ``roster``: gives the agents' other names, which a transcript may not show either; it, ``standard``,
    ``out`` and ``today`` as in ``write_form_template``. Raises CannotRunError as that does, and where the
    list holds no recordings.
    """
    from qualitykit.intake.calllist import read_call_list
    from qualitykit.reports.template_blind import hide_agent, shuffled
    from qualitykit.reports.templates import write_template

    _must_be_free(out)
    workspace = find_workspace()
    form, pack = _form_and_pack(form, standard, workspace, _day(month, today))
    found = pack.form(form)
    listed = []
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
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
            known, notes = _roster(roster, workspace, pack)
            agents, problems = read_call_list(calls, calls.name, pack, found, known)
            listed = [
                replace(one.call, text=hide_agent(one.call.text, one.names, one.numbers)) for one in agents
            ]
            if not listed:
                raise CannotRunError(
                    _("{file} holds no list of calls").format(file=calls.name),
                    hint="qualitykit template call-list",
                    details=tuple(f"{item.place.shown}  {item.code}  {item.message()}" for item in problems),
                )
    path = write_template(
        pack,
        form,
        out=out,
        layout="card" if card else "table",
        month=month,
        company=workspace.settings.company if workspace else "",
        program_version=__version__,
        blind=True,
        calls=shuffled(listed),
    )
    return Blank(path, len(listed), problems, (*_named_otherwise(path, out), *notes))


# --- what the workspace gives -----------------------------------------------------------------------------


def _packs(standard: str | None, workspace: Workspace | None) -> tuple[Standard, ...]:
    """The standard named, else those of the workspace in their order, else the default."""
    if standard is None and workspace is not None:
        return load_standards(workspace.standards)
    return load_standards([standard] if standard else None)


def _form_and_pack(
    written: str, standard: str | None, workspace: Workspace | None, day: date
) -> tuple[str, Standard]:
    """The id of the form that is meant, and the standard that it is from."""
    packs = _packs(standard, workspace)
    form = form_named(written, packs, standard)
    return form, _pack_of(form, packs, day)


def _pack_of(form: str, packs: Sequence[Standard], day: date) -> Standard:
    """The first standard with this form, in the version in force on a day; for a record sheet the first."""
    from qualitykit.standards.versions import in_force

    own: list[Standard] = []
    for name in dict.fromkeys(pack.id for pack in packs):
        versions = [pack for pack in packs if pack.id == name]
        own.append(in_force(versions, day) or min(versions, key=lambda one: one.effective_from))
    return next((pack for pack in own if pack.form(form)), own[0])


def _roster(
    roster: Path | None, workspace: Workspace | None, pack: Standard
) -> tuple[Roster | None, tuple[str, ...]]:
    """The roster named, else the workspace's, and what is to be said about that one: it may be blank yet."""
    if roster is not None:
        return read_roster(roster, (pack,)), ()
    if workspace is None or workspace.roster is None:
        return None, ()
    try:
        return read_roster(workspace.roster, (pack,)), ()
    except CannotRunError:
        said = _("{file} names nobody that can be used yet: the form is written without it.")
        return None, (said.format(file=workspace.roster.name),)


# --- names and months -------------------------------------------------------------------------------------


def _must_be_free(out: Path | None) -> None:
    if out is not None and out.exists():
        raise CannotRunError(
            _("{file} is there already").format(file=out.name),
            hint=_("Somebody may have filled it. Give another name, or move it away first."),
        )


def _named_otherwise(path: Path, out: Path | None) -> tuple[str, ...]:
    """That the form's own name was taken; the number stands behind it."""
    stem, _dash, number = path.stem.rpartition("-")
    if out is not None or not number.isdigit():
        return ()
    taken = path.with_name(stem + path.suffix)
    said = _("{file} is there already, perhaps filled; it was left as it is.")
    return (said.format(file=taken.name),) if taken.exists() else ()


def _day(month: str, today: date) -> date:
    """The day whose version counts. A month that is none would stand in the title: CannotRunError."""
    from qualitykit.intake.periods import period_of

    return period_of(month).last_day if month else today


def list_problems(problems: Sequence[Problem]) -> str:
    """What is wrong with a call list, as the terminal shows it."""
    from qualitykit.reports.tables import problems_text

    return problems_text(problems)
