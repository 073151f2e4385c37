"""数据问题, the sheet that lists the problems of one workbook: first in an annotated copy, or alone."""

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.i18n import _
from qualitykit.problems import Problem, Severity
from qualitykit.reports import template_style as style
from qualitykit.reports.grid import display_width
from qualitykit.reports.wording import severity_word

__all__ = ["COLOURS", "plain", "write_list"]

COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "FFC7CE",
    Severity.WARNING: "FFE699",
    Severity.NOTE: "DDEBF7",
}
_MOST_LINKS = 60_000  # a sheet holds 65,530
_LINK = Font(name="微软雅黑", size=10, color="0563C1", underline="single")


def plain(text: str) -> str:
    """Text that a cell can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:32_000]


def write_list(
    book: Workbook,
    title: str,
    problems: Sequence[tuple[Problem, str]],
    *,
    intro: Sequence[str],
    linked: bool,
) -> Worksheet:
    """Write the list as the first sheet; with each problem the cell of its mark, "" for none."""
    sheet: Worksheet = book.create_sheet(title, 0)
    _put(sheet, 1, 1, _("Data problems")).font = style.TITLE
    for row, text in enumerate(intro, start=2):
        _put(sheet, row, 1, text).font = style.GREY
    head = len(intro) + 2
    titles = (
        (_("Severity"), 8),
        (_("Code"), 9),
        (_("Sheet"), 14),
        (_("Cell"), 12),
        (_("Value"), 18),
        (_("What is wrong"), 48),
        (_("What to do"), 44),
        (_("Problem id"), 18),
    )
    for column, (text, width) in enumerate(titles, start=1):
        top = _put(sheet, head, column, text)
        top.font, top.fill, top.alignment, top.border = (
            style.WHITE_BOLD,
            style.fill("2F5597"),
            style.CENTRE,
            style.BOX,
        )
        sheet.column_dimensions[top.column_letter].width = width
    fills = {severity: style.fill(colour) for severity, colour in COLOURS.items()}
    for row, (one, at) in enumerate(problems, start=head + 1):
        where = one.place.cell_shown
        about = (severity_word(one.severity), one.code, one.place.sheet, where, one.value)
        texts = (*about, one.message(), one.cure(), one.id)
        lines = max(
            -(-display_width(text) // (wide - 2)) for text, (_t, wide) in zip(texts, titles, strict=True)
        )
        sheet.row_dimensions[row].height = min(4 + 15 * max(lines, 1), 400)
        for column, text in enumerate(texts, start=1):
            cell = _put(sheet, row, column, text)
            cell.font, cell.alignment, cell.border = style.FONT, style.TOP, style.BOX
        sheet.cell(row, 1).fill = fills[one.severity]
        if linked and one.place.sheet and row <= _MOST_LINKS:
            link = _put(sheet, row, 4, where or _("whole sheet"))
            target = "'{}'!{}".format(one.place.sheet.replace("'", "''"), at or "A1")
            link.hyperlink = Hyperlink(ref=link.coordinate, location=target)
            link.font = _LINK
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:H{max(head + len(problems), head + 1)}"
    sheet.sheet_properties.tabColor = "C00000"
    style.print_setup(sheet, landscape=True, head_rows=f"{head}:{head}")
    return sheet


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell of text, never a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = plain(text)
    cell.data_type = "s"
    return cell
