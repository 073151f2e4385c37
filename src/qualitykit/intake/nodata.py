"""Rows and sheets that are not data: totals, notes, signatures, examples. Source: field-lists §13.

What is left out is listed with the word that it was known by.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from qualitykit.intake.cells import Raw, compact

__all__ = ["not_data_row", "not_data_sheet"]

_TOTALS = frozenset({
    "合计", "小计", "总计", "共计", "累计", "平均", "平均分", "平均值", "均分", "最高分", "最低分",
    "最高", "最低", "合格率", "优秀率", "达标率", "排名", "汇总", "总分", "人数",
})  # fmt: skip
_TOTAL_OF = re.compile(
    r"(?:本页|本月|全月|部门|班组|全员|全部|各项|.{1,6}部|.{1,6}组)?(合计|小计|总计|平均分|平均|汇总)(?:\(.*\))?"
)
_EXAMPLES = re.compile(
    r"[(【](?:填写)?(例|示例|样例|范例|举例)[)】].*|(?:填写)?(例|例如|示例|样例|范例|举例)\d?(?:[:].*)?"
)
_NOTES = re.compile(r"[*※]?(填表说明|填写说明|填写要求|温馨提示|说明|备注|注意事项|注意|注|提示)\d?[:].*")
_SIGNATURES = re.compile(
    r"(制表人?|填表人?|审核人?|复核人?|审批人?|批准人?|部门负责人|负责人|主管|经理|质检员|检查人|被检人|员工)?"
    r"(签字|签名|签章|盖章|日期|时间)?(?:\(.*\))?[:_].*"
)
_ENDS = re.compile(
    r"(以下空白|此行勿删|此行请勿删除|以下无正文|第\d+页.*共\d+页|第\d+页|共\d+页|page\d+(?:of\d+)?|-{3,}|={3,}|-\d+-)",
    re.IGNORECASE,
)

_ALONE = frozenset({"制表人", "审核人", "复核人", "部门负责人签字", "审批", "制表", "审核"})
_SHEETS = re.compile(
    r".*(填写说明|填表说明|使用说明|说明|封面|目录|汇总表?|统计表?|图表|数据源|下拉列表|下拉|选项|字典|参数|备份|作废|模板|示例|样例)"
    r"(?:\(\d+\))?|旧|.+\(旧\)|旧版.*"
)


def not_data_row(row: Sequence[Raw], header: Mapping[int, str] | None = None) -> str:
    """The word by which a row is known to be no data (合计, 制表人 …); ``""`` for a row of data.

    ``header``: column → header text; a row that repeats it in the middle of the sheet is known by its first
    word. Totals and examples are looked for in the first two cells that hold anything.
    """
    texts = []
    for raw in row:
        if raw != "":
            texts.append(raw if isinstance(raw, str) else "")
            if len(texts) == 2:
                break
    if not texts:
        return ""
    found = _of_first(texts[0]) or (_of_second(texts[1]) if len(texts) > 1 else "")
    if found:
        return found
    if texts[0] in _ALONE and sum(raw != "" for raw in row) <= 3:
        return texts[0]
    return _repeated_header(row, header) if header else ""


def _of_first(text: str) -> str:
    """The word by which the first text of a row says that the row is no data."""
    if text.isascii():
        # ids and numbers: nearly every row; only page numbers and lines are no data
        return text.strip() if text[:1] in "-=pP" and _ENDS.fullmatch(compact(text)) else ""
    return _of_words(text)


@lru_cache(maxsize=8192)
def _of_words(raw: str) -> str:
    text = compact(raw)
    bare = text.rstrip(":")
    if bare in _TOTALS:
        return bare
    if match := _TOTAL_OF.fullmatch(bare):
        return match[1]
    if len(text) <= 40 and (match := _EXAMPLES.fullmatch(text)):
        return match[1] or match[2]
    if match := _NOTES.fullmatch(text):
        return match[1]
    if match := _ENDS.fullmatch(text):
        return match[1]
    if (match := _SIGNATURES.fullmatch(text)) and (match[1] or match[2]):
        return (match[1] or "") + (match[2] or "")
    return ""


def _of_second(text: str) -> str:
    return "" if text.isascii() else _of_second_words(text)


@lru_cache(maxsize=8192)
def _of_second_words(raw: str) -> str:
    text = compact(raw)
    bare = text.rstrip(":")
    if bare in _TOTALS and (len(bare) > 2 or bare in ("合计", "小计", "总计", "汇总")):
        return bare
    if match := _TOTAL_OF.fullmatch(bare):
        return match[1]
    if len(text) <= 40 and (match := _EXAMPLES.fullmatch(text)):
        return match[1] or match[2]
    return ""


def _repeated_header(row: Sequence[Raw], header: Mapping[int, str]) -> str:
    same = [
        text
        for column, text in header.items()
        if column < len(row)
        and isinstance(row[column], str)
        and row[column]
        and compact(str(row[column])) == compact(text)
    ]
    filled = sum(raw != "" for raw in row)
    return same[0] if len(same) >= 2 and len(same) * 10 >= filled * 6 else ""


def not_data_sheet(name: str) -> str:
    """The word in a sheet's name that says it is no data (说明, 汇总, 字典 …); ``""`` for any other name.

    A sheet with such a name that is recognised as a form all the same is for the caller to report: a 汇总
    repeats its siblings and is compared, never added.
    """
    match = _SHEETS.fullmatch(compact(name))
    return (match[1] or "旧") if match else ""
