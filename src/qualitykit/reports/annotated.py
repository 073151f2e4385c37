"""What goes back to the inspector: a copy of the workbook with its problem cells marked, or a list of them.

The copy is the workbook as it was, with colours and comments on the cells with errors and warnings, a first
sheet that lists everything, and a hidden meta that names the file that it replaces.
"""

import io
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.model import Place
from qualitykit.problems import Problem, Severity
from qualitykit.reports import template_style as style
from qualitykit.reports.annotated_list import COLOURS, plain, write_list
from qualitykit.reports.annotated_parts import why_not_rewritable
from qualitykit.reports.annotated_values import with_saved_values
from qualitykit.reports.check_sheets import severity_order
from qualitykit.reports.files import free_path, make_folder, write_whole
from qualitykit.reports.wording import severity_word
from qualitykit.sheets.meta import META_SHEET, Meta, meta_from_rows

__all__ = ["Annotated", "annotate"]

_MARKS = "_qk_marks"  # hidden: each marked cell and, on a cell of its own, the format that it had before
_AUTHOR = "qualitykit"
_RULE = "————— qualitykit —————"
_MOST_IN_COMMENT = 6  # problems; the list has the others
_Mark = dict[str, list[Problem]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file that was written for the inspector. ``why_not``: why it is a list of problems and no copy."""

    path: Path
    why_not: str = ""


def annotate(
    path: Path,
    problems: Sequence[Problem],
    *,
    out: Path,
    digest: str,
    program_version: str = "",
) -> Annotated:
    """Write the marked copy of ``path`` as ``out``, or beside that name the list of its problems.

    ``digest``: SHA-256 of the file. An existing file is never written over: somebody may be correcting it.
    Errors: CannotRunError where the folder cannot be written to.
    """
    make_folder(out.parent)
    ordered = sorted(problems, key=lambda one: (severity_order[one.severity], one.code))
    why = why_not_rewritable(path)
    if not why:
        try:
            book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, SyntaxError):
            why = N_(
                "the file cannot be opened"
            )  # what openpyxl raises for parts that it cannot make sense of
        else:
            _mark_book(book, ordered, digest, program_version)
            made = io.BytesIO()
            book.save(made)
            data = with_saved_values(path, made.getvalue())
            return Annotated(write_whole(free_path(out), lambda temporary: _fill(temporary, data)))
    book = Workbook()
    book.remove(book.worksheets[0])
    intro = (
        _("File: {file}").format(file=ordered[0].place.file if ordered else path.name),
        _("No marked copy: {reason}.").format(reason=_(why)),
        _("Correct the cells below in the file itself."),
    )
    title = _("Data problems")
    write_list(book, title, [(one, "") for one in ordered], intro=intro, linked=False)
    style.write_meta(book, Meta(kind="problems", program_version=program_version))
    name = out.with_name(f"{out.name.replace('.', '_')}-{title}.xlsx")
    return Annotated(write_whole(free_path(name), book.save), _(why))


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)


# --- the copy ------------------------------------------------------------------------------------------


def _mark_book(book: Workbook, problems: Sequence[Problem], digest: str, program_version: str) -> None:
    old = _meta(book)
    _take_back(book, old)
    by_sheet: dict[str, _Mark] = {}
    where: list[tuple[Problem, str]] = []
    for one in problems:
        sheet = book[one.place.sheet] if one.place.sheet in book.sheetnames else None
        cells = list(_cells(sheet, one.place)) if isinstance(sheet, Worksheet) else []
        where.append((one, cells[0] if cells else ""))
        if one.severity is not Severity.NOTE:
            for cell in cells:
                by_sheet.setdefault(one.place.sheet, {}).setdefault(cell, []).append(one)
    marks = book.create_sheet(_MARKS)
    for name, marked in by_sheet.items():
        for cell, found in marked.items():
            _mark(book[name], cell, found, marks)
    marks.sheet_state = "veryHidden"
    title = _free_title(book, _("Data problems"))
    intro = (
        _("Coloured cells carry a comment: what is wrong and what to do. Correct them here and save."),
        _(
            "Then put this file into the month's folder, in place of the old one or beside it: "
            "only the corrected copy counts."
        ),
    )
    write_list(book, title, where, intro=intro, linked=True)
    for each in book.worksheets:
        each.sheet_view.tabSelected = False
        each.page_setup.id = None  # points at settings of one printer, which are not taken along
    book.active = 0
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True
    base = old or Meta(kind="copy", program_version=program_version)
    chain = [one for one in base.replaces.split("|") if one and one != digest]
    if META_SHEET in book.sheetnames:
        del book[META_SHEET]
    style.write_meta(book, replace(base, replaces="|".join((digest, *chain)), added=title))


def _meta(book: Workbook) -> Meta | None:
    if META_SHEET not in book.sheetnames:
        return None
    rows = book[META_SHEET].iter_rows(values_only=True)
    return meta_from_rows(["" if cell is None else cell for cell in row] for row in rows)


def _cells(sheet: Worksheet, place: Place) -> Iterator[str]:
    """The cells to mark: the one named (of a merged range its first), or the filled ones of a row."""
    if not place.cell:
        return
    try:
        left, top, right, bottom = range_boundaries(place.cell)
    except (ValueError, TypeError):
        return
    if top is None or bottom is None:
        return
    whole = left is None or right is None
    first, last = left or 1, right or max(sheet.max_column, 1)
    found = dict.fromkeys(
        _top_left(sheet, row, column)
        for row in range(top, min(bottom, top + 50) + 1)
        for column in range(first, last + 1)
        if not whole or sheet.cell(row, column).value is not None
    )
    yield from found or (_top_left(sheet, top, first),)


def _top_left(sheet: Worksheet, row: int, column: int) -> str:
    if isinstance(sheet.cell(row, column), MergedCell):
        for area in sheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return f"{get_column_letter(area.min_col)}{area.min_row}"
    return f"{get_column_letter(column)}{row}"


def _mark(sheet: Worksheet, address: str, found: Sequence[Problem], marks: Worksheet) -> None:
    cell = sheet[address]
    if not isinstance(cell, Cell):
        return
    row = marks.max_row + 1
    for column, text in enumerate((sheet.title, address), start=1):
        marks.cell(row, column, text).data_type = "s"
    before = marks.cell(row, 3)
    # openpyxl has no public way to copy a format whole
    before._style = copy(cell._style)  # type: ignore[union-attr,attr-defined]
    worst = min(found, key=lambda one: severity_order[one.severity])
    cell.fill = style.fill(COLOURS[worst.severity])
    lines = [
        f"【{severity_word(one.severity)}】{one.code}\n{one.message()}\n→ {one.cure()}"
        for one in found[:_MOST_IN_COMMENT]
    ]
    if more := len(found) - _MOST_IN_COMMENT:
        lines += [_("and {count} more: see the list").format(count=more)] if more > 0 else []
    text = plain("\n\n".join(lines))
    if cell.comment is not None:
        own = cell.comment
        comment = Comment(f"{own.text}\n{_RULE}\n{text}", own.author, height=260, width=360)
    else:
        comment = Comment(text, _AUTHOR, height=60 + 60 * len(lines), width=360)
    cell.comment = comment


def _take_back(book: Workbook, meta: Meta | None) -> None:
    """Take the marks of an earlier check out again: the cells get their own formats and comments back."""
    if meta is not None:
        for name in meta.added.split("|"):
            if name in book.sheetnames:
                del book[name]
    if _MARKS not in book.sheetnames:
        return
    before = {
        (str(row[0].value), str(row[1].value)): row[2]
        for row in book[_MARKS].iter_rows(max_col=3)
        if row[0].value
    }
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is None or not isinstance(cell, Cell):
                    continue
                kept, rule, _ours = cell.comment.text.partition(f"\n{_RULE}\n")
                if cell.comment.author != _AUTHOR and not rule:
                    continue
                cell.comment = Comment(kept, cell.comment.author) if rule else None
                own = before.get((sheet.title, cell.coordinate))
                if own is not None:
                    cell._style = copy(own._style)  # type: ignore[union-attr,attr-defined]
    del book[_MARKS]


def _free_title(book: Workbook, title: str) -> str:
    number, found = 2, title
    while found in book.sheetnames:
        found = f"{title}{number}"
        number += 1
    return found
