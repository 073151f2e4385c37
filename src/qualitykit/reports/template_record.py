"""A record sheet (register) to fill: the columns of ``sheets.layouts`` with their drop-downs."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.reports import template_style as style
from qualitykit.sheets.layouts import Column, RecordSheet

__all__ = ["write_record"]

ROWS = 300
KEPT = 2
PRINTED_ROWS = 28  # that one page takes, whatever the scale
LEGEND = "带 * 的红字列必填；各列怎么填、可填哪些词，见“填写说明”。"
FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "money": "#,##0.00",
    "number": "General",
    "time": "hh:mm",
}


def write_record(
    book: Workbook, record: RecordSheet, people: Sequence[tuple[str, str]], month: str, company: str = ""
) -> Worksheet:
    """Add the sheet: title, company and month, header, rows to fill."""
    sheet: Worksheet = book.create_sheet(record.title)
    for index, column in enumerate(record.columns, start=1):
        letter = get_column_letter(index)
        cell = sheet.cell(3, index)
        style.head_title(cell, column.title, required=column.required)
        cell.fill, cell.alignment, cell.border = style.fill("DDEBF7"), style.CENTRE, style.BOX
        sheet.column_dimensions[letter].width = max(column.width, 2 * len(column.title) + 3)
        rule = _validation(column, len(people))
        if rule is not None:
            rule.add(f"{letter}4:{letter}{ROWS + 3}")
            sheet.add_data_validation(rule)
        for row in range(4, ROWS + 4):
            entry = sheet.cell(row, index)
            entry.protection, entry.border, entry.font = style.UNLOCKED, style.BOX, style.FONT
            entry.number_format = FORMATS.get(column.kind, "@")
            entry.alignment = style.LEFT if column.width >= 20 else style.CENTRE
    count = len(record.columns)
    style.title_rows(sheet, record.title, month, company, LEGEND, columns=count, kept=KEPT)
    sheet.row_dimensions[3].height = 32
    sheet.freeze_panes = "C4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(count)}{ROWS + 3}"
    style.protect(sheet)
    style.print_setup(
        sheet,
        landscape=True,
        head_rows="1:3",
        columns=count,
        kept=KEPT,
        signatures="登记人签字：　　　　　　　　审核人签字：",
    )
    sheet.print_area = f"A1:{get_column_letter(count)}{PRINTED_ROWS + 3}"
    return sheet


def _validation(column: Column, people: int) -> DataValidation | None:
    if column.choices:
        return style.choice_validation(column.choices, column.hint or column.title)
    if column.kind == "person" and people:
        return style.person_validation(people)
    if column.kind == "date":
        return style.date_validation()
    if column.kind == "time":
        return style.time_validation()
    if column.kind in ("number", "money"):
        low = -1_000_000 if column.field == "amount" and "扣回" in column.hint else 0
        return style.number_validation(low, None, column.title)
    return None
