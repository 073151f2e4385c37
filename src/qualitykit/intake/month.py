"""Folders of workbooks → the records of their months, with every problem and the control totals.

The one door of this room. Files are read one after the other and forgotten when their records are made.
Source: semantics.md §9 (months, identities), §11 (control totals).
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _
from qualitykit.intake.ahead import ReadAhead
from qualitykit.intake.gather import Gathering
from qualitykit.intake.periods import month_of_folder, month_of_text, period_of
from qualitykit.intake.reader import workbook_files
from qualitykit.intake.transcripts import Hear
from qualitykit.model import MonthRecords, Period
from qualitykit.problems import Problem
from qualitykit.standards.standard import Standard

__all__ = ["read_months"]

Progress = Callable[[str, int, int], None]


def read_months(
    folders: Sequence[Path],
    *,
    standards: Sequence[Standard],
    month: str | None = None,
    roster: Path | None = None,
    usual_roster: Path | None = None,
    files: Sequence[Path] = (),
    extra_aliases: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    progress: Progress | None = None,
    period_starts_on: int = 1,
    closed: Sequence[Period] = (),
    ahead: ReadAhead | None = None,
    today: date | None = None,
    hear: Hear | None = None,
) -> tuple[tuple[MonthRecords, tuple[Problem, ...]], ...]:
    """Read the workbooks of one or several months, in order of date. Other files are named (QK158).

    Which month: ``month``, else the folder's name. ``files`` are read beside the folders, into their month.
    A row dated in another of these months goes there; one dated in none of them is counted as of another
    month. The roster is ``roster``, else a workbook of the folder, else one in the folder above, else
    ``usual_roster``.
    ``extra_aliases``: form (or ``common``) → field or item id → headers; ``roles`` → agent, customer, other →
    role marks. ``progress`` is told the file, how many are done and how many there are.
    ``period_starts_on`` 26: the pay month of October is 09-26 … 10-25. ``closed``: months that are closed; a
    row dated in one of them is late and stays in the month that it came in. ``ahead``: opens these folders'
    large files already. ``today``: nothing can have been done after it; without it, after the month's end.
    ``hear``: looks through the words of very many transcripts while the rest is read.

    Raises CannotRunError when a folder or the roster is missing or no month is said, ControlTotalError when
    rows were
    lost (never for what is in a file: that is a Problem).
    """
    plan = _plan(folders, files, month, period_starts_on)
    if roster is not None and not roster.exists():
        raise CannotRunError(
            _("there is no such file: {names}").format(names=roster.name),
            hint=_("Check the path: it is read from the folder that you stand in."),
        )
    collecting = gc.isenabled()
    gc.disable()  # millions of immutable records: the cyclic collector finds nothing and costs 12 %
    try:
        with ahead or ReadAhead.of_folders(folders) as opener:
            gathering = Gathering(
                plan,
                standards,
                roster,
                extra_aliases or {},
                progress,
                closed,
                opener,
                usual_roster,
                today,
                hear,
            )
            for folder in folders:
                period = period_of(month or month_of_folder(folder), period_starts_on)
                gathering.note_others(period, folder)
            return gathering.read()
    finally:
        if collecting:
            gc.enable()


def _plan(
    folders: Sequence[Path], files: Sequence[Path], month: str | None, starts_on: int
) -> dict[Period, list[tuple[Path, Path]]]:
    """Period → (root, file) in order of date. The root is what shown paths are relative to."""
    missing = [path for path in folders if not path.is_dir()]
    if missing:
        raise _no_folder(missing, month)
    plan: dict[Period, list[tuple[Path, Path]]] = {}
    for folder in folders:
        period = period_of(month or month_of_folder(folder), starts_on)
        found = [path for path in folder.rglob("*.jsonl") if not path.name.startswith((".", "~"))]
        entries = plan.setdefault(period, [])
        entries += [(folder, path) for path in sorted({*workbook_files(folder), *found})]
    for file in files:
        name = (
            month or (next(iter(plan)).month if len(plan) == 1 and folders else None) or _month_of_file(file)
        )
        plan.setdefault(period_of(name, starts_on), []).append((file.parent, file))
    return dict(sorted(plan.items(), key=lambda entry: entry[0].first_day))


def _no_folder(missing: Sequence[Path], month: str | None) -> CannotRunError:
    """Folders that are not there, or that are files."""
    files = [path for path in missing if path.is_file()]
    if files:
        name = month or month_of_text(files[0].stem) or "2026-10"
        return CannotRunError(
            _("this is a file, and a month is a folder: {names}").format(
                names=", ".join(path.name for path in files)
            ),
            hint=_(
                "Put it into a folder named after its month, such as {month}, and name the folder; "
                "of one file alone the mistakes are listed by: {command}"
            ).format(month=name, command=f"qualitykit check {typed(files[0])}"),
        )
    near = _month_folders(missing[0].parent)
    return CannotRunError(
        _("there is no such folder: {names}").format(names=", ".join(path.name for path in missing)),
        hint=_("Name one that is there: {folders}").format(folders="  ".join(map(typed, near)))
        if near
        else _(
            "Make a folder named after the month, such as {month}, and put the month's workbooks in."
        ).format(month=month or month_of_text(missing[0].name) or "2026-10"),
    )


def _month_folders(above: Path) -> list[Path]:
    """The folders in a folder that are named after months, the latest ones."""
    if not above.is_dir():
        return []
    return sorted(path for path in above.iterdir() if path.is_dir() and month_of_text(path.name))[-6:]


def _month_of_file(file: Path) -> str:
    """The month of a file by its name, else by its folder's."""
    return month_of_text(file.stem) or month_of_folder(file.resolve().parent)
