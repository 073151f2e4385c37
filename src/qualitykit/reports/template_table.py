"""A 检查表 as a table to fill: one row an evaluation, items side by side, a live subtotal at the end."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.reports import template_style as style
from qualitykit.reports.template_blind import prefill
from qualitykit.reports.template_formulas import filled_items, item_formula, section_formula, total_formula
from qualitykit.sheets.blind import ListedCall
from qualitykit.sheets.heads import PURPOSES, HeadCell, answer_choices, head_cells
from qualitykit.standards.forms import Choice, Form, Item, Number, Points, Scale, Section, YesNo

__all__ = ["FIRST_ROW", "HEADER_ROW", "LEGEND", "answer_validation", "head_validation", "write_table"]

HEADER_ROW = 4
FIRST_ROW = 5
ROWS = 200
PRINTED_ROWS = 25  # that one page takes, whatever the scale; more are printed by choosing them
LEGEND = "带 * 的红字必填，检查项漏填则整份评价退回；黄色格是漏填；没有发生的情形选“不适用”。"
WORDS = {"purpose": PURPOSES, "severity": ("一般", "严重"), "verified": ("属实", "不属实", "核实中")}
REMARK = HeadCell("remark", "备注", "text", required=False)


def answer_validation(item: Item) -> DataValidation | None:
    """The drop-down or the bounds of an item's answer."""
    answer = item.answer
    na = () if item.critical is not None and item.critical.forbids_na else ("不适用",)
    prompt = item.guide or item.title
    if isinstance(answer, YesNo):
        return style.choice_validation((*answer_choices(answer.good), *na), prompt)
    if isinstance(answer, Choice):
        return style.choice_validation((*(option.label for option in answer.options), *na), prompt)
    if isinstance(answer, Scale):
        return style.number_validation(answer.min, answer.max, item.title)
    if isinstance(answer, Points):
        low = -answer.max if answer.entry == "deduction" else 0
        return style.number_validation(low, answer.max, item.title)
    if isinstance(answer, Number):
        return style.number_validation(answer.minimum, answer.maximum, item.title)
    return None


def head_validation(cell: HeadCell, people: int) -> DataValidation | None:
    """The drop-down or the kind of a head cell."""
    if cell.kind == "person" and people:
        return style.person_validation(people)
    if cell.kind == "date":
        return style.date_validation()
    if cell.kind == "time":
        return style.time_validation()
    if cell.kind == "number":
        return style.number_validation(0, None, cell.title)
    if cell.kind in WORDS:
        return style.choice_validation(WORDS[cell.kind], cell.title)
    return None


def _header(sheet: Worksheet, column: int, title: str, colour: str, *, required: bool, width: float) -> None:
    cell = sheet.cell(HEADER_ROW, column)
    style.head_title(cell, title, required=required)
    cell.fill = style.fill(colour)
    cell.alignment = style.CENTRE
    cell.border = style.BOX
    sheet.column_dimensions[get_column_letter(column)].width = width


def write_table(
    book: Workbook,
    form: Form,
    people: Sequence[tuple[str, str]],
    month: str,
    company: str = "",
    calls: Sequence[ListedCall] = (),
    *,
    blind: bool = False,
) -> Worksheet:
    """Add the sheet; the head on the left, then the sections in their colours, 小计 and 备注.

    ``calls``: the recordings of a blind form, a row each; what its reviewer writes begins a row, not the id.
    """
    sheet: Worksheet = book.create_sheet(form.title[:31])
    heads = tuple(head for head in head_cells(form) if not head.tail)
    tails = tuple(head for head in head_cells(form) if head.tail) or (REMARK,)
    has_checks = any(item.answer.kind == "detected" for item in form.items)
    last_row = FIRST_ROW + max(ROWS, len(calls)) - 1
    column = 1
    validations: list[tuple[DataValidation | None, int]] = []
    for head in heads:
        _header(
            sheet, column, head.title, "F2F2F2", required=head.required, width=_width(head.title, head.kind)
        )
        validations.append((head_validation(head, len(people)), column))
        column += 1
    band_start = column
    placed: list[tuple[Item, int]] = []
    layout: list[tuple[Section, list[int]]] = []
    for index, section in enumerate(form.sections):
        items = filled_items(section)
        if not items:
            continue
        first = column
        for item in items:
            title = item.title + ("（一票否决）" if item.critical is not None else "")
            colour = style.LIGHT_FILLS[index % len(style.LIGHT_FILLS)]
            _header(sheet, column, title, colour, required=item.required, width=_answer_width(item))
            validations.append((answer_validation(item), column))
            placed.append((item, column))
            column += 1
        _band(sheet, first, column - 1, section.title, style.SECTION_FILLS[index % len(style.SECTION_FILLS)])
        layout.append((section, list(range(first, column))))
    bonus_columns = []
    for bonus in form.bonus_items:
        _header(sheet, column, bonus.title, "F2F2F2", required=False, width=12)
        validations.append((style.choice_validation(("是", "否"), bonus.title), column))
        bonus_columns.append(column)
        column += 1
    total_column = column
    title = "小计（不含话术检测）" if has_checks else "小计"
    _header(sheet, total_column, title, "F2F2F2", required=False, width=12)
    remark_column = column + len(tails)
    for offset, head in enumerate(tails, start=1):
        _header(sheet, column + offset, head.title, "F2F2F2", required=head.required, width=22)
    last_item_column = total_column - 1

    kept = 1 if calls else min(band_start, 4) - 1
    style.title_rows(sheet, form.title, month, company, LEGEND, columns=remark_column, kept=kept)
    _fillable(sheet, heads, last_item_column, range(total_column + 1, remark_column + 1), last_row)
    begun = "COUNTA($A{row}:$C{row})>0"
    if calls:
        prefill(sheet, heads, calls, FIRST_ROW)
        own = [column for column, head in enumerate(heads, start=1) if head.field == "inspector"]
        by_reviewer = ",".join(f"${get_column_letter(at)}{{row}}" for at in own)
        answers = f"${get_column_letter(band_start)}{{row}}:${get_column_letter(last_item_column)}{{row}}"
        begun = f"COUNTA({by_reviewer},{answers})>0"
    _formulas(sheet, form, layout, bonus_columns, total_column, remark_column + 2, last_row, begun)
    for rule, at in validations:
        if rule is not None:
            letter = get_column_letter(at)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{last_row}")
            sheet.add_data_validation(rule)
    _missing(sheet, heads, placed, last_row, begun)
    sheet.freeze_panes = f"{get_column_letter(kept + 1)}{FIRST_ROW}"
    sheet.row_dimensions[HEADER_ROW].height = 62
    style.protect(sheet)
    style.print_setup(
        sheet,
        landscape=True,
        head_rows=f"1:{HEADER_ROW}",
        columns=remark_column,
        kept=kept,
        signatures="检查人签字：" if blind else "检查人签字：　　　　　　　　被检人签字：",
    )
    sheet.print_area = f"A1:{get_column_letter(remark_column)}{FIRST_ROW + (len(calls) or PRINTED_ROWS) - 1}"
    return sheet


def _width(title: str, kind: str) -> float:
    base = {"date": 12, "time": 8, "person": 16}.get(kind, 10)
    return max(base, len(title) + 4)


def _answer_width(item: Item) -> float:
    """As wide as the longest of its words: a row that was filled is not made higher by every program."""
    words = [option.label for option in item.answer.options] if isinstance(item.answer, Choice) else []
    return max(10, *(2.0 * len(word) + 3 for word in words)) if words else 10


def _band(sheet: Worksheet, first: int, last: int, title: str, colour: str) -> None:
    for column in range(first, last + 1):
        sheet.cell(HEADER_ROW - 1, column).fill = style.fill(colour)
    cell = sheet.cell(HEADER_ROW - 1, first, title)
    cell.font = style.WHITE_BOLD
    cell.alignment = style.AT_LEFT  # not merged: a band may go on to the next page


def _fillable(
    sheet: Worksheet, heads: Sequence[HeadCell], last_item: int, tail: range, last_row: int
) -> None:
    formats = {"date": "yyyy-mm-dd", "time": "hh:mm"}
    for row in range(FIRST_ROW, last_row + 1):
        for column in (*range(1, last_item + 1), *tail):
            cell = sheet.cell(row, column)
            cell.protection = style.UNLOCKED
            cell.border = style.BOX
            cell.font = style.FONT
            cell.alignment = style.LEFT if column in tail else style.CENTRE
            if column <= len(heads):
                kind = heads[column - 1].kind
                cell.number_format = formats.get(kind, "General" if kind == "number" else "@")
                if heads[column - 1].field == "transcript":
                    cell.alignment = style.FIRST_LINE


def _formulas(
    sheet: Worksheet,
    form: Form,
    layout: list[tuple[Section, list[int]]],
    bonus_columns: list[int],
    total_column: int,
    helper_column: int,
    last_row: int,
    begun: str,
) -> None:
    """Hidden helper columns hold each item's and each section's score; 小计 is made of them."""
    column = helper_column
    plan = []
    for section, columns in layout:
        helpers = list(range(column, column + len(columns)))
        plan.append((section, columns, helpers, column + len(columns)))
        column += len(columns) + 1
    for at in range(helper_column, column):
        sheet.column_dimensions[get_column_letter(at)].hidden = True
    for row in range(FIRST_ROW, last_row + 1):
        parts = []
        for section, columns, helpers, s_column in plan:
            items = filled_items(section)
            cells = [f"{get_column_letter(at)}{row}" for at in helpers]
            for item, source, helper in zip(items, columns, helpers, strict=True):
                sheet.cell(row, helper, item_formula(item, f"{get_column_letter(source)}{row}"))
            sheet.cell(row, s_column, section_formula(section, cells))
            parts.append((section, f"{get_column_letter(s_column)}{row}", cells))
        bonus = [f"{get_column_letter(at)}{row}" for at in bonus_columns]
        required = [
            f"{get_column_letter(at)}{row}"
            for section, columns, _helpers, _s in plan
            for item, at in zip(filled_items(section), columns, strict=True)
            if item.required
        ]
        formula = total_formula(form, parts, bonus, filled=begun.format(row=row), required=required)
        cell = sheet.cell(row, total_column, formula)
        cell.number_format = "0.00"
        cell.font = style.BOLD
        cell.border = style.BOX
        cell.alignment = style.CENTRE


def _missing(
    sheet: Worksheet,
    heads: Sequence[HeadCell],
    placed: list[tuple[Item, int]],
    last_row: int,
    begun: str,
) -> None:
    """Colour what must be filled and is not, in rows that were begun."""
    columns = [index for index, head in enumerate(heads, start=1) if head.required]
    columns += [column for item, column in placed if item.required]
    for column in columns:
        letter = get_column_letter(column)
        condition = f'AND({begun.format(row=FIRST_ROW)},{letter}{FIRST_ROW}="")'
        style.mark_missing(sheet, f"{letter}{FIRST_ROW}:{letter}{last_row}", condition)
