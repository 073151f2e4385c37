"""警告登记表.xlsx, 待复核.xlsx, 人工裁定表.xlsx: sheets that go out prefilled, are filled in and read back.

All are our own record layouts with hidden meta. What people typed into an earlier copy in the same folder is
carried into the new one: a verdict or a date of service is never lost to a new run.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.reports.book import ACCENT, HEAD, LINE, LONGEST_CELL, PAPER, Book, display_width, print_wide
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.to_decide import things_to_decide
from qualitykit.reports.wording import effects_text, hit_kind, hit_phrase, without_effects
from qualitykit.scoring.results import EvaluationResult, Hit, MonthResult
from qualitykit.scoring.reviewing import hits_to_review
from qualitykit.sheets.layouts import RECORDS, RecordSheet
from qualitykit.sheets.meta import Meta

__all__ = [
    "NOTHING_LEFT",
    "NOTHING_TO_DECIDE",
    "NO_WARNING",
    "decisions_bytes",
    "decisions_file",
    "record_bytes",
    "review_bytes",
    "review_file",
    "unread_words",
    "warnings_bytes",
    "warnings_file",
]

_Row = dict[str, object]
_PAGE_WIDTH = 110  # characters
_SPARE_ROWS = 20  # for what people add by hand
_REVIEWED = ("verdict", "decided_by", "decided_on", "confirmed_by", "remark")
NOTHING_LEFT = "没有待复核的命中了，本表不用再填。"
NOTHING_TO_DECIDE = "没有等待裁定的事项了，本表不用再填。"
NO_WARNING = "本月没有警告，本表不用填。"
_DECIDED = ("verdict", "decided_by", "reason")
_FILLED_BY_PEOPLE = ("heard_on", "issued_on", "served_on", "served_how", "overturned", "remark")


def warnings_file(month: str) -> str:
    """The name of a month's register of warnings."""
    return f"警告登记表-{month}.xlsx"


def review_file(month: str) -> str:
    """The name of a month's review sheet."""
    return f"待复核-{month}.xlsx"


def decisions_file(month: str) -> str:
    """The name of a month's sheet of decisions."""
    return f"人工裁定表-{month}.xlsx"


def _layout(form: str) -> RecordSheet:
    return next(sheet for sheet in RECORDS if sheet.id == form)


def warnings_bytes(find: Lookup, path: Path) -> bytes | None:
    """警告登记表: a line a case with what is to be done by when; served on and how are to be filled in.

    None when there is no case, but for an earlier copy at ``path`` whose cases are gone: it is emptied and
    says that there is nothing to be filled in.
    """
    kept = _typed(path, _layout("warnings"), "case_id")
    remarks = {name: str(cells.get("remark", "")) for name, cells in kept.items()}
    rows: list[_Row] = []
    for case in sorted(find.result.cases, key=lambda one: (one.employee_no, one.first_incident_on, one.id)):
        recorded = case.served_how and case.served_how != "rule"
        effects = effects_text(case)
        rows.append(
            {
                "case_id": case.id,
                "employee_no": case.employee_no,
                "employee_name": find.name(case.employee_no),
                "incident_on": case.first_incident_on,
                "step": case.step,
                "step_title": case.step_title,
                "served_on": case.served_on if recorded else None,
                "served_how": case.served_how if recorded and case.served_how != "register" else "",
                "remark": effects,
            }
        )
    filled = _merged(rows, kept, "case_id", _FILLED_BY_PEOPLE)
    made = {str(row["case_id"]): str(row["remark"]) for row in rows}
    for row in filled:  # what follows from the step is written anew, what a person added stays
        name = str(row.get("case_id", ""))
        if name in made and (old := remarks.get(name, "")):
            row["remark"] = _remark(made[name], old)
    if not filled and not kept:
        return None
    hint = (
        NO_WARNING
        if not filled
        else "送达以本表登记的日期为准；未登记的，按规定自违规当月最后一天起视为送达。"
        "填写后放回当月文件夹即可读入。"
    )
    return _register(
        find,
        _layout("warnings"),
        filled,
        hint,
        kind="record",
        to_fill=_FILLED_BY_PEOPLE,
    )


def _remark(made: str, old: str) -> str:
    """The remark with the program's own words of an earlier run replaced; a person's alone stay alone."""
    own = without_effects(old)
    if own == old.strip():
        return old
    return _("; ").join(filter(None, (made, own)))


def record_bytes(
    result: MonthResult, form: str, rows: Sequence[Mapping[str, object]], hint: str, to_fill: tuple[str, ...]
) -> bytes:
    """Any other record sheet, prefilled with rows (field → value); ``to_fill``: what people complete."""
    filled = [dict(row) for row in rows]
    return _register(Lookup(result), _layout(form), filled, hint, kind="record", to_fill=to_fill)


def review_bytes(find: Lookup, path: Path) -> bytes | None:
    """待复核: a row a hit that a person must decide, with the turns around it; nothing is masked.

    That is every pending hit, and every hit that counts for the score but would warn once it is confirmed:
    what warns has been confirmed by a person. None when there is none, but for an earlier copy at ``path``
    that waits still: it is emptied and says that nothing is left; what people typed there is never touched.
    Source: semantics.md §4, §12.
    """
    kept = _typed(path, _layout("hit-review"), "hit_id")
    waiting = hits_to_review(find.with_hits, find.result.incidents)
    rows = [_review_row(find, one, outcome.check, hit) for one, outcome, hit in waiting]
    filled = _merged(rows, kept, "hit_id", _REVIEWED)
    if not filled and (not kept or any(field in cells for cells in kept.values() for field in _REVIEWED)):
        return None
    hint = (
        NOTHING_LEFT
        if not filled
        else (
            "请对照录音，在“复核结果”中选择 确认 或 驳回；确认后才会进入警告，关账时仍未填写的不警告。"
            "严重违规还须由另一个人在“确认人”填上姓名。"
            "填写后放回当月文件夹即可读入。"
        )
    )
    return _register(find, _layout("hit-review"), filled, hint, kind="review", to_fill=_REVIEWED)


def decisions_bytes(find: Lookup, path: Path) -> bytes | None:
    """人工裁定表: a row an item that waits for a decision, with what each answer means.

    None when nothing waits, but for an earlier copy at ``path`` whose items are gone and in which nobody
    wrote: it is emptied and says so. Source: semantics.md §6, §7.
    """
    kept = _typed(path, _layout("decision"), "subject")
    rows: list[_Row] = [{"subject": one.subject, "about": one.about} for one in things_to_decide(find)]
    filled = _merged(rows, kept, "subject", _DECIDED)
    if not rows and (not kept or any(field in cells for cells in kept.values() for field in _DECIDED)):
        return None
    hint = (
        "请在“裁定”中选择 同意 或 不同意，填写裁定人和理由；不填的，表扬不发放、疑似同一事件不计。"
        "填写后放回当月文件夹即可读入。"
        if filled
        else NOTHING_TO_DECIDE
    )
    return _register(find, _layout("decision"), filled, hint, kind="record", to_fill=_DECIDED)


def unread_words(result: MonthResult, folder: Path) -> tuple[Path, ...]:
    """The sheets in ``folder`` in which people wrote what this result does not know: verdicts on hits that
    are still open, decisions on items that wait, days of service of warnings that count as served by rule."""
    month = result.period.month
    open_hits = {hit.id for _one, _outcome, hit in hits_to_review(result.evaluations, result.incidents)}
    to_decide = {one.subject for one in things_to_decide(Lookup(result))}
    by_rule = {case.id for case in result.cases if case.served_how in ("", "rule")}
    sheets = (
        (folder / review_file(month), _layout("hit-review"), "hit_id", "verdict", open_hits),
        (folder / warnings_file(month), _layout("warnings"), "case_id", "served_on", by_rule),
        (folder / decisions_file(month), _layout("decision"), "subject", "verdict", to_decide),
    )
    return tuple(
        path
        for path, layout, key, word, waiting in sheets
        if any(row.get(word) for name, row in _typed(path, layout, key).items() if name in waiting)
    )


def _review_row(find: Lookup, one: EvaluationResult, check: str, hit: Hit) -> _Row:
    person = find.people.get(one.employee_no)
    return {
        "hit_id": hit.id,
        "employee_no": one.employee_no,
        "employee_name": person.name if person else "",
        "contact_id": one.contact_id,
        "second": round(hit.second, 1) if hit.second is not None else None,
        "check": find.title(f"check:{check}", one.standard),
        "phrase": hit_phrase(hit),
        "match": hit_kind(hit.kind),
        "before": hit.before,
        "quote": hit.context or hit.quote,
        "after": hit.after,
    }


# --- what people typed --------------------------------------------------------------------------------------


def _typed(path: Path, layout: RecordSheet, key: str) -> dict[str, _Row]:
    """The rows of the copy at ``path`` by their key; empty where there is none.

    Errors: CannotRunError where a file of that name cannot be read: it is not overwritten unseen.
    """
    if not path.exists():
        return {}
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        there = layout.title in book.sheet_names
        rows = book.get_sheet_by_name(layout.title).to_python() if there else []
    except (CalamineError, OSError, ValueError) as error:
        raise CannotRunError(
            _("{file} is there already and cannot be read, so it is not replaced.").format(file=path),
            hint=_("Close it, or move it out of the folder, and run the same command again."),
        ) from error
    fields = {column.title: column.field for column in layout.columns}
    for number, row in enumerate(rows):
        heads = [fields.get(str(cell or "").strip()) for cell in row]
        if key in heads:
            return _keyed(rows[number + 1 :], heads, key)
    return {}


def _keyed(rows: Sequence[Sequence[object]], heads: Sequence[str | None], key: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in rows:
        cells: _Row = {
            head: cell for head, cell in zip(heads, row, strict=False) if head and cell not in (None, "")
        }
        name = str(cells.get(key, "")).strip()
        if name or cells:
            found[name or f"\x00{len(found)}"] = cells
    return found


def _merged(rows: Sequence[_Row], kept: Mapping[str, _Row], key: str, human: tuple[str, ...]) -> list[_Row]:
    """The new rows with what was typed, then old rows that hold a person's word and are not made."""
    merged: list[_Row] = []
    seen = set()
    for row in rows:
        name = str(row[key])
        seen.add(name)
        typed = {field: cell for field, cell in kept.get(name, {}).items() if field in human}
        merged.append({**row, **typed})
    words = tuple(field for field in human if field != "remark")
    merged += [
        cells
        for name, cells in kept.items()
        if name not in seen and (name.startswith("\x00") or any(field in cells for field in words))
    ]
    return merged


# --- the sheet ----------------------------------------------------------------------------------------------


def _register(
    find: Lookup,
    layout: RecordSheet,
    rows: Sequence[_Row],
    hint: str,
    *,
    kind: Literal["record", "review"],
    to_fill: tuple[str, ...],
) -> bytes:
    result = find.result
    book = Book(created=result.period.last_day, title=f"{layout.title} {result.period.month}")
    sheet = book.add_sheet(layout.title)
    last = 1 + len(rows) + (_SPARE_ROWS if kind == "record" else 0)
    # no wider than a printed page: what is merged over its edge is cut there
    widths = accumulate(column.width + 2 for column in layout.columns)
    over = max(sum(width <= _PAGE_WIDTH for width in widths) - 1, 3)
    sheet.merge_range(0, 0, 0, over, "", book.format(text_wrap=True, font_color="#52606D"))
    sheet.write_string(
        0,
        0,
        f"{layout.title} {result.period.month}　{hint}",
        book.format(text_wrap=True, font_color="#52606D"),
    )
    sheet.set_row(0, 30)
    sheet.set_row(1, 22)
    for index, column in enumerate(layout.columns):
        fill = ACCENT if column.field in to_fill else HEAD
        form = book.format(
            bold=True, font_color=PAPER, bg_color=fill, align="center", border=1, border_color=LINE
        )
        sheet.write_string(1, index, column.title, form)
        sheet.set_column(index, index, column.width + 2)
        wide = column.width >= 24
        entry = column.field in to_fill
        for offset in range(2, last + 1):
            spare = offset - 2 >= len(rows)
            value = None if spare else rows[offset - 2].get(column.field)
            _write_cell(book, sheet, offset, index, value, wide=wide, entry=entry or spare)
        if last > 1:
            _validate(sheet, column.field, column.kind, column.choices, index, last)
    sheet.autofilter(1, 0, max(last, 2), len(layout.columns) - 1)
    sheet.freeze_panes(2, 3)
    sheet.repeat_rows(0, 1)
    print_wide(sheet, [column.width + 2.0 for column in layout.columns], kept=3)
    for offset, row in enumerate(rows, start=2):
        sheet.set_row(offset, _height(layout, row))
    pack = result.standards[0] if result.standards else None
    book.add_meta(
        Meta(
            kind=kind,
            form=layout.id,
            pack=pack.id if pack else "",
            pack_version=pack.version if pack else "",
            pack_digest=pack.digest if pack else "",
            month=result.period.month,
            program_version=result.program_version,
            sheets=layout.title,
        )
    )
    return book.bytes()


def _height(layout: RecordSheet, row: _Row) -> float:
    lines = 1
    for column in layout.columns:
        if column.width >= 24 and isinstance(text := row.get(column.field), str):
            lines = max(lines, -(-display_width(text) // column.width))
    return float(min(6 + 14 * lines, 200))


def _write_cell(
    book: Book, sheet: Any, row: int, column: int, value: object, *, wide: bool, entry: bool
) -> None:
    style: dict[str, object] = {"bottom": 1, "bottom_color": LINE}
    if wide:
        style["text_wrap"] = True
    if entry:
        style["bg_color"] = "#FFFBE6"
    if isinstance(value, datetime):
        value = value.date()
    if value is None or value == "":
        if entry:
            sheet.write_blank(row, column, None, book.format(**style))
    elif isinstance(value, date):
        sheet.write_datetime(
            row, column, value, book.format(num_format="yyyy-mm-dd", align="center", **style)
        )
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, book.format(align="center", **style))
    else:
        text = str(value).encode("utf-16", "replace").decode("utf-16")[:LONGEST_CELL]
        sheet.write_string(row, column, text, book.format(indent=1, **style))


def _validate(sheet: Any, field: str, kind: str, choices: tuple[str, ...], column: int, last: int) -> None:
    """Drop-downs and dates, with messages in Chinese: these sheets are exchanged between people."""
    if kind == "choice" and field != "served_how":
        rule: dict[str, object] = {
            "validate": "list",
            "source": list(choices),
            "error_title": "请选择",
            "error_message": f"请从下拉列表中选择：{'、'.join(choices)}",
        }
    elif kind == "choice":
        rule = {
            "validate": "list",
            "source": list(choices),
            "error_type": "warning",
            "error_title": "送达方式",
            "error_message": "不在常用方式之列，确认要这样填写吗？",
        }
    elif kind == "date":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2099, 12, 31),
            "error_title": "日期",
            "error_message": "请填写日期，例如 2026-10-31",
        }
    else:
        return
    sheet.data_validation(2, column, last, column, {**rule, "ignore_blank": True})
