"""The guide sheet of a register: what each column wants, which words it takes, and the clause."""

from openpyxl.workbook import Workbook

from qualitykit.reports import template_style as style
from qualitykit.reports.grid import display_width
from qualitykit.reports.template_guide import GUIDE_SHEET
from qualitykit.sheets.layouts import Column, RecordSheet
from qualitykit.standards.standard import Standard

__all__ = ["write_record_guide"]

HEADERS = ("列", "必填", "怎么填", "可填的词")
WIDTHS = (20, 8, 52, 52)
RULES = (
    "一行记一件事（或一个人），只写事实；不知道的留空。",
    "带 * 的红字列必填；漏填的，这一行会被退回补填。",
    "不要改动列名；填好后放入当月文件夹，例如 2026-10。",
)
_KINDS = {
    "date": "日期，例如 2026-10-03",
    "datetime": "日期和时间，例如 2026-10-03 14:05",
    "time": "时间，例如 14:05",
    "number": "数字",
    "money": "金额（元），最多两位小数",
    "choice": "从下拉列表中选",
    "person": "“工号 姓名”或姓名",
}


def _how(column: Column) -> str:
    """What goes into a column."""
    kind = _KINDS.get(column.kind, "" if column.hint else "文字")
    return "；".join(part for part in (kind, column.hint) if part)


def write_record_guide(book: Workbook, standard: Standard, record: RecordSheet) -> None:
    """Add the guide as the first sheet; the clause by its title where the standard has it."""
    sheet = book.create_sheet(GUIDE_SHEET, 0)
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCD"[index]].width = width
    sheet.cell(1, 1, f"{record.title}　填写说明").font = style.TITLE
    clause = next((one.title for one in standard.clauses if one.id == record.clause), "")
    sheet.cell(2, 1, f"条款：{record.clause}" + (f"　{clause}" if clause else "")).font = style.GREY
    for row, rule in enumerate(RULES, start=4):
        sheet.cell(row, 1, f"· {rule}").font = style.FONT
    header_row = 5 + len(RULES)
    for place, text in enumerate(HEADERS, start=1):
        cell = sheet.cell(header_row, place, text)
        cell.font, cell.fill = style.WHITE_BOLD, style.fill("404040")
        cell.alignment, cell.border = style.CENTRE, style.BOX
    for row, column in enumerate(record.columns, start=header_row + 1):
        texts = ("", "是" if column.required else "", _how(column), "、".join(column.choices))
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(row, place, text or None)
            cell.font, cell.border = style.FONT, style.BOX
            cell.alignment = style.CENTRE if place == 2 else style.TOP
        style.head_title(sheet.cell(row, 1), column.title, required=column.required)
        lines = max(-(-display_width(text) // (w - 4)) for text, w in zip(texts, WIDTHS, strict=True))
        sheet.row_dimensions[row].height = 17 * max(lines, 1) + 4
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    style.protect(sheet)
    style.print_setup(sheet, landscape=True, head_rows=f"{header_row}:{header_row}")
