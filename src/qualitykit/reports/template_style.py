"""What all templates share: colours, fonts, protection, drop-downs with Chinese messages, print set-up.

The texts in a template are Chinese whatever the screen's language: forms are exchanged between people.
"""

from collections.abc import Sequence
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.reports.pages import pages_across
from qualitykit.sheets.meta import META_SHEET, Meta, rows_of_meta

__all__ = [
    "AT_LEFT",
    "BOLD",
    "BOX",
    "CENTRE",
    "FIRST_LINE",
    "FONT",
    "GREY",
    "LEFT",
    "LIGHT_FILLS",
    "LOCKED",
    "MISSING",
    "PEOPLE_SHEET",
    "RED_BOLD",
    "REQUIRED",
    "SECTION_FILLS",
    "TITLE",
    "TOP",
    "UNLOCKED",
    "WHITE_BOLD",
    "about",
    "choice_validation",
    "date_validation",
    "fill",
    "head_title",
    "legend",
    "mark_missing",
    "number_validation",
    "person_validation",
    "print_setup",
    "protect",
    "time_validation",
    "title_rows",
    "write_meta",
    "write_people",
]

PEOPLE_SHEET = "_名单"
FONT = Font(name="微软雅黑", size=10)
WHITE_BOLD = Font(name="微软雅黑", size=10, bold=True, color="FFFFFF")
BOLD = Font(name="微软雅黑", size=10, bold=True)
RED_BOLD = Font(name="微软雅黑", size=10, bold=True, color="C00000")
REQUIRED = "*"
GREY = Font(name="微软雅黑", size=9, color="666666")
TITLE = Font(name="微软雅黑", size=16, bold=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
AT_LEFT = Alignment(horizontal="left", vertical="center")
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
FIRST_LINE = Alignment(horizontal="left", vertical="top")  # of a long text; the rest is read in the cell
UNLOCKED = Protection(locked=False)
LOCKED = Protection(locked=True)
MISSING = PatternFill("solid", bgColor="FFE699")
SECTION_FILLS = ("2F5597", "548235", "7F6000", "7030A0", "2E75B6", "843C0C")
LIGHT_FILLS = ("DDEBF7", "E2EFDA", "FFF2CC", "E4DFEC", "DEEAF6", "FBE5D6")
_THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def fill(colour: str) -> PatternFill:
    """A solid background."""
    return PatternFill("solid", fgColor=colour)


def about(sheet: Worksheet, row: int, column: int, month: str, company: str) -> None:
    """The line that says of which company and month the sheet is; what is not known is for filling in.

    The company first: a line that begins with 月份 would be a field of a card, and the card never blank.
    """
    cell = sheet.cell(row, column, f"公司：{company or '　' * 8}　　月份：{month}")
    cell.font, cell.protection = GREY, UNLOCKED
    cell.data_type = "s"


def title_rows(
    sheet: Worksheet, title: str, month: str, company: str, marks: str, *, columns: int, kept: int
) -> None:
    """Above a table: its title with the legend beside it, then company and month.

    Only the title stands in the columns that are printed on every page: what is longer would be cut there.
    """
    cell = sheet.cell(1, 1, title)
    cell.font = TITLE
    sheet.row_dimensions[1].height = 28
    free = 3.6 * len(title) + 4  # characters that the title takes
    at, used = 1, 0.0
    while at < columns and (at <= kept or used < free):
        used += sheet.column_dimensions[get_column_letter(at)].width
        at += 1
    legend(sheet, 1, at, marks)
    about(sheet, 2, min(kept, columns - 1) + 1, month, company)


def head_title(cell: Any, title: str, *, required: bool) -> None:
    """The title of a column or an item; what must be filled in has a star before it and is red.

    Our own reading drops the star, as it does on everybody's sheets.
    """
    cell.value = f"{REQUIRED}{title}" if required else title
    cell.font = RED_BOLD if required else BOLD


def legend(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """How to read the marks of a sheet, in grey."""
    cell = sheet.cell(row, column, text)
    cell.font, cell.alignment = GREY, AT_LEFT


def write_meta(book: Workbook, meta: Meta) -> None:
    """Put the hidden meta sheet last; no menu of Excel or WPS shows it."""
    sheet = book.create_sheet(META_SHEET)
    for row in rows_of_meta(meta):
        sheet.append(row)
    sheet.sheet_state = "veryHidden"


def write_people(book: Workbook, people: Sequence[tuple[str, str]]) -> int:
    """Put ``number name`` lines on a hidden sheet for the drop-downs; the count of lines."""
    if people:
        sheet = book.create_sheet(PEOPLE_SHEET)
        for row, (number, name) in enumerate(sorted(people), start=1):
            cell = sheet.cell(row, 1, f"{number} {name}")
            cell.data_type = "s"
        sheet.column_dimensions["A"].width = 24
        sheet.sheet_state = "hidden"
    return len(people)


def _with_messages(rule: DataValidation, prompt: str, error: str, *, strict: bool = True) -> DataValidation:
    rule.promptTitle, rule.prompt, rule.showInputMessage = "填写提示", prompt[:255], True
    rule.errorTitle, rule.error, rule.showErrorMessage = "填写有误", error[:255], True
    rule.errorStyle = "stop" if strict else "warning"
    return rule


def choice_validation(choices: Sequence[str], prompt: str) -> DataValidation:
    """A drop-down of fixed words."""
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    return _with_messages(rule, prompt, "请从下拉列表中选择：" + "、".join(choices))


def person_validation(count: int) -> DataValidation:
    """One drop-down of number and name together; other people may be typed, with a warning."""
    rule = DataValidation(type="list", formula1=f"'{PEOPLE_SHEET}'!$A$1:$A${max(count, 1)}", allow_blank=True)
    return _with_messages(
        rule,
        "选择或输入工号、姓名即可搜索，例如：1007 王芳",
        "名单里没有这个人，请核对工号和姓名。",
        strict=False,
    )


def date_validation() -> DataValidation:
    """A real date of this century."""
    rule = DataValidation(
        type="date",
        operator="between",
        formula1="DATE(2000,1,1)",
        formula2="DATE(2099,12,31)",
        allow_blank=True,
    )
    return _with_messages(rule, "日期，例如：2026-10-03", "请输入真正的日期，例如：2026-10-03。")


def time_validation() -> DataValidation:
    """A time of the day."""
    rule = DataValidation(
        type="time", operator="between", formula1="TIME(0,0,0)", formula2="TIME(23,59,59)", allow_blank=True
    )
    return _with_messages(rule, "时间，例如：14:05", "请输入时间，例如：14:05。")


def number_validation(low: object, high: object | None, what: str) -> DataValidation:
    """A number from ``low`` to ``high`` (no upper bound if None)."""
    if high is None:
        rule = DataValidation(
            type="decimal", operator="greaterThanOrEqual", formula1=str(low), allow_blank=True
        )
        return _with_messages(rule, f"{what}：不小于 {low} 的数字", f"请输入不小于 {low} 的数字。")
    rule = DataValidation(
        type="decimal", operator="between", formula1=str(low), formula2=str(high), allow_blank=True
    )
    return _with_messages(rule, f"{what}：{low} 到 {high} 的数字", f"请输入 {low} 到 {high} 之间的数字。")


def mark_missing(sheet: Worksheet, cells: str, condition: str) -> None:
    """Colour the cells for which ``condition`` (a formula without ``=``) holds."""
    rule = Rule(type="expression", dxf=DifferentialStyle(fill=MISSING), formula=[condition])
    sheet.conditional_formatting.add(cells, rule)


def protect(sheet: Worksheet) -> None:
    """Lock what is not for filling, without a password; widths, filters and sorting stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.autoFilter = False
    sheet.protection.sort = False


def print_setup(
    sheet: Worksheet,
    *,
    landscape: bool,
    head_rows: str = "",
    columns: int = 0,
    kept: int = 0,
    signatures: str = "",
) -> None:
    """A4, head rows repeated, page numbers below; one page wide, or as many as can be read.

    ``columns``: how many are printed; ``kept``: how many first ones stand on every page. ``signatures``: who
    signs each page.
    """
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, columns + 1)]
    pages, again = pages_across(widths, kept=kept, landscape=landscape)
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if pages > 1:
        sheet.page_setup.pageOrder = "overThenDown"
    if again:
        sheet.print_title_cols = f"A:{get_column_letter(again)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.65
    sheet.page_margins.header = sheet.page_margins.footer = 0.3  # less than the margin, or it has no room
    footer = sheet.oddFooter
    if footer is not None:
        footer.center.text = "第 &P 页，共 &N 页"
        if signatures:
            footer.left.text, footer.right.text = signatures, "日期：　　　　　　"
    if head_rows:
        sheet.print_title_rows = head_rows
