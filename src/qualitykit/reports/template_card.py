"""A 检查表 as a card: one sheet a visit, head above, items below each other, signature lines at the end.

The sheet can be copied within the workbook as often as there are visits; each copy is read on its own.
"""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.reports import template_style as style
from qualitykit.reports.template_formulas import filled_items, item_formula, section_formula, total_formula
from qualitykit.reports.template_guide import how_text
from qualitykit.reports.template_table import LEGEND, answer_validation, head_validation
from qualitykit.sheets.heads import HeadCell, head_cells
from qualitykit.standards.forms import Form, Item, Section

__all__ = ["write_card"]

HEADERS = {1: "序号", 2: "检查项", 3: "评分标准", 5: "结果", 6: "备注"}
WIDTHS = (15, 26, 15, 27, 12, 26)  # 评分标准 takes two, so that the head's labels stand close to its cells
HEAD_ROW = 4
LAST, ANSWER, RESULT, REMARK, HELPER = "F", "E", 5, 6, 8


def write_card(
    book: Workbook,
    form: Form,
    people: Sequence[tuple[str, str]],
    month: str,
    company: str = "",
    *,
    blind: bool = False,
) -> Worksheet:
    """Add the card."""
    sheet: Worksheet = book.create_sheet(form.title[:31])
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions["ABCDEF"[column - 1]].width = width
    title = sheet.cell(1, 1, form.title)
    title.font, title.alignment = style.TITLE, style.CENTRE
    sheet.merge_cells(f"A1:{LAST}1")
    sheet.row_dimensions[1].height = 30
    style.about(sheet, 2, 1, month, company)
    style.legend(sheet, 3, 1, LEGEND)
    row = _head(sheet, head_cells(form), len(people), start=HEAD_ROW)
    header_row = row + 1
    for column in range(1, REMARK + 1):
        cell = sheet.cell(header_row, column, HEADERS.get(column))
        cell.font, cell.fill = style.WHITE_BOLD, style.fill("404040")
        cell.alignment, cell.border = style.CENTRE, style.BOX
    sheet.merge_cells(start_row=header_row, end_row=header_row, start_column=3, end_column=4)
    row = _items(sheet, form, header_row + 1)
    for text in (f"{who}签字：　　　　　　　　日期：" for who in ("检查人", *(() if blind else ("被检人",)))):
        row += 1
        cell = sheet.cell(row + 1, 1, text)
        cell.font = style.FONT
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=REMARK)
        sheet.row_dimensions[row + 1].height = 26
    sheet.column_dimensions[get_column_letter(HELPER)].hidden = True
    sheet.freeze_panes = f"A{header_row + 1}"
    style.protect(sheet)
    style.print_setup(sheet, landscape=False, head_rows=f"{header_row}:{header_row}")
    sheet.print_area = f"A1:{LAST}{row + 1}"
    return sheet


def _head(sheet: Worksheet, heads: Sequence[HeadCell], people: int, *, start: int) -> int:
    """Label and value cells, two pairs a row (A B and C D:F); gives the last row used."""
    formats = {"date": "yyyy-mm-dd", "time": "hh:mm"}
    for index, head in enumerate(heads):
        row = start + index // 2
        label_column, value_column = (1, 2) if index % 2 == 0 else (3, 4)
        label = sheet.cell(row, label_column)
        style.head_title(label, head.title, required=head.required)
        label.alignment = style.CENTRE
        label.border, label.fill = style.BOX, style.fill("F2F2F2")
        value = sheet.cell(row, value_column)
        value.protection, value.border = style.UNLOCKED, style.BOX
        value.alignment = style.FIRST_LINE if head.field == "transcript" else style.LEFT
        value.font = style.FONT
        value.number_format = formats.get(head.kind, "General" if head.kind == "number" else "@")
        if value_column == 4:
            for column in range(5, REMARK + 1):
                sheet.cell(row, column).border = style.BOX
            sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=REMARK)
        rule = head_validation(head, people)
        if rule is not None:
            rule.add(value.coordinate)
            sheet.add_data_validation(rule)
        sheet.row_dimensions[row].height = 22
    return start + (len(heads) + 1) // 2


def _items(sheet: Worksheet, form: Form, row: int) -> int:
    """Section bands and item rows, then 小计; the row of the subtotal."""
    number = 0
    parts: list[tuple[Section, str, list[str]]] = []
    required: list[str] = []
    for index, section in enumerate(form.sections):
        items = filled_items(section)
        if not items:
            continue
        _band(sheet, row, f"{section.title}（权重 {section.weight}）", index)
        section_row, first = row, row + 1
        for item in items:
            row += 1
            number += 1
            _item(sheet, row, number, item)
            if item.required:
                required.append(f"{ANSWER}{row}")
        cells = [f"{get_column_letter(HELPER)}{at}" for at in range(first, row + 1)]
        s_cell = sheet.cell(section_row, HELPER, _vertical(section_formula(section, cells)))
        parts.append((section, s_cell.coordinate, cells))
        row += 1
    bonus_cells = []
    for bonus in form.bonus_items:
        _line(sheet, row, ("", bonus.title, f"是：加 {bonus.points} 分"))
        rule = style.choice_validation(("是", "否"), bonus.title)
        _attach(sheet, rule, sheet.cell(row, RESULT).coordinate)
        bonus_cells.append(f"{ANSWER}{row}")
        row += 1
    has_checks = any(item.answer.kind == "detected" for item in form.items)
    label = sheet.cell(row, 1, "小计（不含话术检测）" if has_checks else "小计")
    label.font, label.alignment, label.border = style.BOLD, style.CENTRE, style.BOX
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=RESULT - 1)
    filled = f"COUNTA({ANSWER}{parts[0][2][0][1:]}:{ANSWER}{row - 1})>0"
    total = sheet.cell(
        row, RESULT, _vertical(total_formula(form, parts, bonus_cells, filled=filled, required=required))
    )
    total.number_format, total.font = "0.00", style.BOLD
    total.alignment, total.border = style.CENTRE, style.BOX
    return row


def _vertical(formula: str) -> str:
    """The same formula for items below each other: array constants become columns."""
    out, inside = [], False
    for character in formula:
        inside = (inside or character == "{") and character != "}"
        out.append(";" if inside and character == "," else character)
    return "".join(out)


def _band(sheet: Worksheet, row: int, title: str, index: int) -> None:
    cell = sheet.cell(row, 1, title)
    cell.font, cell.alignment = style.WHITE_BOLD, style.LEFT
    for column in range(1, REMARK + 1):
        sheet.cell(row, column).fill = style.fill(style.SECTION_FILLS[index % len(style.SECTION_FILLS)])
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=REMARK)


def _line(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate((*texts, *("",) * (REMARK - len(texts))), start=1):
        cell = sheet.cell(row, column, text or None)
        cell.font, cell.border = style.FONT, style.BOX
        cell.alignment = style.CENTRE if column in (1, RESULT) else style.LEFT
    sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
    for column in (RESULT, REMARK):
        sheet.cell(row, column).protection = style.UNLOCKED


def _attach(sheet: Worksheet, rule: DataValidation | None, address: str) -> None:
    if rule is not None:
        rule.add(address)
        sheet.add_data_validation(rule)


def _item(sheet: Worksheet, row: int, number: int, item: Item) -> None:
    title = item.title + ("（一票否决）" if item.critical is not None else "")
    text = how_text(item)
    _line(sheet, row, (str(number), title, text))
    style.head_title(sheet.cell(row, 2), title, required=item.required)
    lines = max((2 * len(text)) // 42 + 1, (2 * len(title)) // 24 + 1)
    sheet.row_dimensions[row].height = 17 * lines + 5
    address = f"{ANSWER}{row}"
    _attach(sheet, answer_validation(item), address)
    sheet.cell(row, HELPER, item_formula(item, address))
    if item.required:
        style.mark_missing(sheet, address, f'AND($B${HEAD_ROW}&$D${HEAD_ROW}<>"",{address}="")')
