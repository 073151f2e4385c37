"""The guide sheet of a template: scale, what to look for, clause, examples, and the practice clauses."""

from openpyxl.workbook import Workbook

from qualitykit.reports import template_style as style
from qualitykit.sheets.heads import answer_choices
from qualitykit.standards.forms import Choice, Form, Item, Number, Points, Scale, YesNo
from qualitykit.standards.standard import Standard

__all__ = ["GUIDE_SHEET", "how_text", "write_guide"]

GUIDE_SHEET = "填写说明"
HEADERS = ("部分", "检查项", "怎么判断", "做得好", "做得不好", "条款")
WIDTHS = (14, 24, 46, 34, 34, 12)
_UNITS = {"rings": "声", "seconds": "秒", "minutes": "分钟"}
BLIND_RULE = "这是盲评表：不写坐席的姓名和工号，也不要打听；一行评一条录音，编号和预先写好的内容不要改动。"
RULES = (
    "一行（或一张卡）记一次服务，只写事实；被检人选“工号 姓名”。",
    "没有发生的情形选“不适用”，不要留空；带 * 的红字必填，检查项漏填的，整份评价会被退回，不计分。",
    "标“一票否决”的项目最后生效，请写明依据。",
    "日期填服务发生的那一天，不是填表的那一天。",
    "涉及严重违规时，请由第二人确认并填写确认人。",
)


def how_text(item: Item) -> str:
    """What to look for, and how the item is answered: its words or its bounds."""
    answer, said = item.answer, ""
    if isinstance(answer, YesNo):
        good, bad = answer_choices(answer.good)
        said = f"{good}：满分；{bad}：0"
    elif isinstance(answer, Scale):
        said = f"{answer.min}–{answer.max} 分"
        if f"{answer.min} 至 {answer.max}" in item.guide:
            said = ""
    elif isinstance(answer, Points):
        said = f"满分 {answer.max} 分" + ("，填扣分" if answer.entry == "deduction" else "")
    elif isinstance(answer, Choice):
        said = " / ".join(option.label for option in answer.options)
    elif isinstance(answer, Number):
        said = f"填数字（{_UNITS.get(answer.unit, answer.unit)}）"
    else:
        return "由程序检测录音文本，不用填写。" + item.guide
    return "　".join(part for part in (item.guide, said and f"（{said}）") if part)


def write_guide(book: Workbook, standard: Standard, form: Form, *, blind: bool = False) -> None:
    """Add the guide as the first sheet."""
    sheet = book.create_sheet(GUIDE_SHEET, 0)
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEF"[index]].width = width
    title = sheet.cell(1, 1, f"{form.title}　填写说明")
    title.font = style.TITLE
    sheet.cell(2, 1, f"标准：{standard.title}（{standard.id} {standard.version}）").font = style.GREY
    row = 3
    rules = (BLIND_RULE, *RULES[1:3], *RULES[4:]) if blind else RULES
    for rule in (*rules, *([form.guide] if form.guide else [])):
        row += 1
        cell = sheet.cell(row, 1, f"· {rule}")
        cell.font, cell.alignment = style.FONT, style.LEFT
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
        sheet.row_dimensions[row].height = 18
    row += 2
    header_row = row
    for column, text in enumerate(HEADERS, start=1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill = style.WHITE_BOLD, style.fill("404040")
        cell.alignment, cell.border = style.CENTRE, style.BOX
    for index, section in enumerate(form.sections):
        for item in section.items:
            row += 1
            title_text = item.title + ("（一票否决）" if item.critical is not None else "")
            texts = (
                section.title,
                title_text,
                how_text(item),
                item.good_example,
                item.bad_example,
                item.clause,
            )
            for column, text in enumerate(texts, start=1):
                cell = sheet.cell(row, column, text or None)
                cell.data_type = "s" if text else cell.data_type
                cell.font, cell.alignment, cell.border = style.FONT, style.TOP, style.BOX
            if item.answer.kind != "detected":
                style.head_title(sheet.cell(row, 2), title_text, required=item.required)
            sheet.cell(row, 1).fill = style.fill(style.LIGHT_FILLS[index % len(style.LIGHT_FILLS)])
            lines = max(
                -(-2 * len(text) // (width - 2)) for text, width in zip(texts, WIDTHS, strict=True) if text
            )
            sheet.row_dimensions[row].height = 17 * lines + 4
    practice = [clause for clause in standard.clauses if "P" in clause.kinds and clause.guide]
    if practice:
        row += 2
        sheet.cell(row, 1, "平时做法（不计分）").font = style.BOLD
        for clause in practice:
            row += 1
            cell = sheet.cell(row, 1, f"· {clause.guide}（{clause.id}）")
            cell.font, cell.alignment = style.FONT, style.LEFT
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    style.protect(sheet)
    style.print_setup(sheet, landscape=True, head_rows=f"{header_row}:{header_row}")
