"""The statement as a page (HTML, A4, no script) and as a workbook, a sheet a person."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from qualitykit.i18n import _, language
from qualitykit.reports.book import ACCENT, BAD, HEAD, LINE, SOFT, Book, display_width, mark_draft
from qualitykit.reports.statement import Block, Statement
from qualitykit.sheets.meta import Meta

__all__ = ["environment", "page_style", "statement_bytes", "statement_html"]

_COLUMNS = 6
_WIDTHS = (19.5, 23.0, 22.0, 30.0, 19.5, 18.5)


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The templates of the exports; users' text is escaped everywhere."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("qualitykit.reports", "export_files"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_style() -> dict[str, object]:
    """The style sheet of the pages and its digest, the only thing that the page's policy lets in."""
    style = (files("qualitykit.reports") / "export_files" / "page.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "style": Markup(style),
        "style_digest": Markup(f"'sha256-{digest}'"),
        "language": "zh-CN" if language() == "zh" else "en",
    }


def statement_html(statements: Sequence[Statement]) -> bytes:
    """One page of HTML with all the statements, each on sheets of its own when printed."""
    words = {
        "draft": _("DRAFT"),
        "appeal": _("How to appeal"),
        "received": _("Received by the employee (signature)"),
        "date": _("Date"),
        "seal": _("Seal of the closed month:"),
    }
    title = statements[0].title if len(statements) != 1 else f"{statements[0].title} {statements[0].name}"
    text = (
        environment()
        .get_template("statement.html")
        .render(statements=statements, words=words, title=title, **page_style())
    )
    return text.encode()


def statement_bytes(statements: Sequence[Statement], program_version: str) -> bytes:
    """The same as a workbook, a sheet a person."""
    first = statements[0]
    book = Book(created=first.issue.issued_on, title=first.title, subject=_("statement"))
    for one in statements:
        book.footer = (_("DRAFT") if one.issue.draft else f"{one.month} {one.issue.seal[:32]}").replace(
            "&", "&&"
        )
        _add(book, one)
    book.add_meta(Meta(kind="export", month=first.month, program_version=program_version))
    return book.bytes()


def _add(book: Book, one: Statement) -> None:
    sheet = book.add_sheet(f"{one.employee_no} {one.name}")
    sheet.set_portrait()
    if one.issue.draft:
        mark_draft(sheet)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, one.title, book.format(bold=True, font_size=16, font_color=HEAD))
    if one.issue.draft:
        sheet.write_string(0, _COLUMNS - 1, _("DRAFT"), book.format(bold=True, font_size=14, font_color=BAD))
    sheet.write_string(1, 0, book.clean(one.issue.company), book.format(font_color="#52606D"))
    row = 2
    grey, plain = book.format(font_color="#52606D"), book.format()
    facts = [fact for fact in one.facts if fact[1]]
    for index in range(0, len(facts), 2):
        for place, (label, value) in enumerate(facts[index : index + 2]):
            sheet.write_string(row, place * 3, label, grey)
            sheet.write_string(row, place * 3 + 1, book.clean(value), plain)
        row += 1
    row += 1
    for index, (label, value) in enumerate(one.figures):
        column = (0, 1, 3, 4)[index]
        sheet.write_string(row, column, label, book.format(font_color="#52606D", bg_color=SOFT, indent=1))
        big = book.format(bold=True, font_size=15, bg_color=SOFT, indent=1)
        sheet.write_string(row + 1, column, value, big)
    sheet.set_row(row + 1, 24)
    row += 3
    for block in one.blocks:
        row = _add_block(book, sheet, block, row)
    sheet.write_string(row, 0, _("How to appeal"), book.format(bold=True, font_size=12, font_color=HEAD))
    row += 1
    for line in one.appeal:
        row = _wrapped(book, sheet, row, line)
    row += 1
    for column, label in ((0, _("Received by the employee (signature)")), (4, _("Date"))):
        sheet.write_string(row, column, label + "：", grey)
    row += 2
    if one.issue.seal:
        seal = _("Seal of the closed month:") + " " + one.issue.seal
        sheet.write_string(row, 0, seal, book.format(font_size=8, font_color="#7B8794"))
    sheet.print_area(0, 0, row, _COLUMNS - 1)
    sheet.fit_to_pages(1, 0)


def _wrapped(book: Book, sheet: Any, row: int, text: str) -> int:
    style = book.format(text_wrap=True, bg_color="#F4F8FC", valign="vcenter")
    sheet.merge_range(row, 0, row, _COLUMNS - 1, book.clean(text), style)
    sheet.set_row(row, 15.0 * max(1, -(-display_width(text) // 120)) + 2)
    return row + 1


def _add_block(book: Book, sheet: Any, block: Block, row: int) -> int:
    """A block; its columns spread over the sheet's six, the wide ones over what is left."""
    sheet.write_string(row, 0, block.title, book.format(bold=True, font_size=12, font_color=HEAD))
    sheet.set_row(row, 20)
    row += 1
    if not block.rows:
        sheet.write_string(row, 0, block.empty, book.format(font_color="#7B8794", italic=True, indent=1))
        return row + 2
    spans = _spans(block)
    head = {"bold": True, "font_color": HEAD, "bg_color": "#F4F7FA", "bottom": 1, "bottom_color": HEAD}
    _write_row(book, sheet, row, block.heads, spans, block, **head)
    row += 1
    for cells in block.rows:
        _write_row(book, sheet, row, cells, spans, block, bottom=1, bottom_color=LINE)
        row += 1
    if block.total:
        total = {"bold": True, "bg_color": SOFT, "top": 1, "top_color": ACCENT}
        _write_row(book, sheet, row, block.total, spans, block, **total)
        row += 1
    if block.note:
        sheet.write_string(row, 0, book.clean(block.note), book.format(font_color="#52606D", indent=1))
        row += 1
    return row + 1


def _spans(block: Block) -> list[tuple[int, int]]:
    """Which of the six columns each of the block's takes."""
    spare = _COLUMNS - len(block.heads)
    spans: list[tuple[int, int]] = []
    column = 0
    for index in range(len(block.heads)):
        more = spare if spare and index in block.wide[:1] else 0
        spans.append((column, column + more))
        column += 1 + more
    return spans


def _write_row(
    book: Book,
    sheet: Any,
    row: int,
    cells: Sequence[str],
    spans: Sequence[tuple[int, int]],
    block: Block,
    **look: object,
) -> None:
    lines = 1
    for cell, (first, last), align in zip(cells, spans, block.align, strict=True):
        style = book.format(
            text_wrap=True, valign="top", align=align, indent=0 if align == "center" else 1, **look
        )
        text = book.clean(cell)
        if last > first:
            sheet.merge_range(row, first, row, last, text, style)
        else:
            sheet.write_string(row, first, text, style)
        width = sum(_WIDTHS[first : last + 1]) - 2.5
        lines = max(lines, sum(max(1, -(-display_width(part) // int(width))) for part in text.split("\n")))
    sheet.set_row(row, min(14.5 * lines + 4, 400))
