"""The blind review form: the recordings of a call list, without a word that says whose they are.

The order is that of no agent and no shift, ids are locked, and transcripts are masked by the list's names.
Source: P3.mon.4 (recordings are reviewed anonymously).
"""

import hashlib
import re
from collections.abc import Collection, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.reports import template_style as style
from qualitykit.reports.masking import mask_numbers
from qualitykit.sheets.blind import MASK, ListedCall
from qualitykit.sheets.heads import HeadCell

__all__ = ["hide_agent", "prefill", "shuffled"]

_ENDED = {"customer": "客户", "agent": "坐席", "system": "系统"}
_TITLES = "小姐|女士|先生|经理|主管|老师|姐|哥|工|师傅"
_DIGITS = "0-9０-９零〇一二三四五六七八九幺两"
_SAID_NUMBER = re.compile(
    rf"(工号|坐席号|座席号|坐席|座席|编号|话务员)([是为：:，,\s]*)([A-Za-z]?[{_DIGITS}]{{2,}})号?"
)
_SAID_NAME = re.compile(
    r"(我是|我叫|我姓|这里是|客服|坐席|座席|专员|顾问|管家|话务员)"
    r"([\u4e00-\u9fff]{1,3}?)(?=[，,。！!]?(?:很高兴)?(?:为您|为你|给您|向您))"
)
_NO_NAME = frozenset({"很高", "高兴", "中心", "部", "热线", "人员"})
_LONGEST_CELL = 32_767
_TEXT_WIDTH = 50  # characters; a longer transcript is scrolled in its cell
_WIDEST_ID = 32
_HIGHEST_ROW = 300  # points


def shuffled(calls: Sequence[ListedCall]) -> list[ListedCall]:
    """The calls in an order that says nothing: by the digest of their ids, the same on every run."""
    return sorted(calls, key=lambda one: hashlib.sha256(one.contact_id.encode()).hexdigest())


def hide_agent(text: str, names: Collection[str], numbers: Collection[str]) -> str:
    """The text without the agent: names, 小 or a title with the surname, staff numbers, and what sounds like
    an introduction (工号1007, 客服小林为您服务); customers' numbers as in every output.

    What is masked too much costs the reviewer a word, what is masked too little the agent his name.
    """
    words: set[str] = set()
    for name in names:
        name = name.strip()
        if len(name) < 2:
            continue
        words.add(re.escape(name))
        if all("\u4e00" <= character <= "\u9fff" for character in name):
            given = name[1:] if len(name) > 2 else ""
            words |= {re.escape(given)} if len(given) > 1 else set()
            words |= {
                f"[小阿老]{name[0]}(?![\u4e00-\u9fff]?[区时])",
                f"{name[0]}(?:{_TITLES})",
                f"(?<=姓){name[0]}",
            }
    for pattern in sorted(words, key=len, reverse=True):
        text = re.sub(pattern, MASK, text)
    for number in sorted(
        {number.strip() for number in numbers if len(number.strip()) > 1}, key=len, reverse=True
    ):
        text = re.sub(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", MASK, text)
        digits = number.lstrip("EeＥAa")
        if digits != number and digits.isdigit():
            text = re.sub(rf"(?<![0-9]){digits}(?![0-9])", MASK, text)
    text = _SAID_NUMBER.sub(rf"\1\2{MASK}", text)
    text = _SAID_NAME.sub(lambda said: said[0] if said[2] in _NO_NAME else said[1] + MASK, text)
    return mask_numbers(text)


def prefill(sheet: Worksheet, heads: Sequence[HeadCell], calls: Sequence[ListedCall], first_row: int) -> None:
    """Write each call into its row of a table; its id is not for changing."""
    columns = {head.field: (column, head) for column, head in enumerate(heads, start=1)}
    for row, call in enumerate(calls, start=first_row):
        for field, value in _values(call).items():
            if field not in columns or value in ("", None):
                continue
            cell = sheet.cell(row, columns[field][0])
            cell.value = value[:_LONGEST_CELL] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            if field == "contact_id":
                cell.protection = style.LOCKED
                known = sheet.column_dimensions[get_column_letter(columns[field][0])]
                known.width = max(known.width, min(len(call.contact_id) + 3, _WIDEST_ID))
            if field == "transcript":
                cell.alignment = style.TOP
                sheet.column_dimensions[get_column_letter(columns[field][0])].width = _TEXT_WIDTH
                lines = sum(1 + 2 * len(line) // _TEXT_WIDTH for line in call.text.split("\n"))
                sheet.row_dimensions[row].height = min(_HIGHEST_ROW, 14 * lines + 4)


def _values(call: ListedCall) -> dict[str, str | float | int | None]:
    return {
        "contact_id": call.contact_id,
        "direction": call.direction,
        "ring_count": call.rings,
        "talk_seconds": None if call.talk_seconds is None else float(call.talk_seconds),
        "hold_seconds": None if call.hold_seconds is None else float(call.hold_seconds),
        "hung_up_by": _ENDED.get(call.hung_up_by or "", ""),
        "transcript": call.text,
    }
