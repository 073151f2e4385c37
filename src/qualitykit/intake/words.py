"""The words that people answer with, normalised once. Source: field-lists §10."""

import unicodedata
from functools import lru_cache

from qualitykit.intake.lexicon import normal_word

__all__ = [
    "BLANK",
    "GRADES_OF_FIVE",
    "HALF",
    "HOUSE_SIGNS",
    "JUDGED_BAD",
    "JUDGED_GOOD",
    "NO",
    "NOT_APPLICABLE",
    "NOT_VERIFIED",
    "PENDING",
    "REFUSED",
    "SYMBOL_LETTERS",
    "TICKS_BAD",
    "TICKS_GOOD",
    "UPHELD",
    "VERIFIED",
    "YES",
    "word_of",
]


@lru_cache(maxsize=8192)
def word_of(text: str) -> str:
    """An answer's text for comparing: one width, simplified, no blanks, no case."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    text = text.replace("\ufe0f", "").replace("\u200b", "").strip("。.!;；,，'") or text
    return text if text.isascii() else normal_word(text).whole if _may_be_traditional(text) else text


def _may_be_traditional(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return all("\u3400" <= letter <= "\u9fff" for letter in text)
    return False


def _words(text: str) -> frozenset[str]:
    return frozenset(word_of(word) for word in text.split())


# an answer to “is it so?”, whatever is good
YES = _words("是 有 是的 y yes t true 1")
NO = _words("否 没 没有 不是 n no f false")
# a judgement, good or bad whatever the question is
JUDGED_GOOD = _words("合格 达标 符合 通过 满足 完全符合 正确 规范 ok 做到 已做 已做到")
JUDGED_BAD = _words("不合格 未达标 不达标 不符合 未通过 不规范 ng 未做到")
# a tick may mean either: read only where yes is good
TICKS_GOOD = _words("√ ✓ ✔ ☑ v 对")
TICKS_BAD = _words("× ✗ ✘ ✖ ☒ x 错 未")
HALF = _words("部分 部分符合 基本符合 基本达标 △ ▲ 半 0.5 一般 待改进 ½")
NOT_APPLICABLE = _words(
    "不适用 n/a na #n/a 无此项 不涉及 未涉及 不考核 免检 未触发 无此场景 未发生 — － —— - -- / \\ ―"
)
BLANK = _words('待定 待核实 待补 未检 未评 漏检 ? ？ 见备注 同上 〃 ″ " “ ” 未评价 超时未评 未参评 未填')
HOUSE_SIGNS = _words("○ ● 〇 ◯ 0")
SYMBOL_LETTERS = frozenset("üûþýPORSQ\uf0fc\uf0fb\uf0fe\uf0fd\uf050\uf04f\uf052\uf053")
"""Wingdings and Wingdings 2 letters that look like ticks, crosses and boxes; compared as they stand."""

GRADES_OF_FIVE = {
    word: grade
    for grade, text in (
        (5, "非常满意 很满意 十分满意 五星 五颗星"),
        (4, "满意 比较满意 较满意 四星 四颗星"),
        (3, "一般 基本满意 还行 三星 三颗星"),
        (2, "不满意 不太满意 二星 两星 二颗星 两颗星"),
        (1, "很不满意 非常不满意 极不满意 一星 一颗星"),
    )
    for word in _words(text)
}

VERIFIED = _words("是 属实 已核实 经核实属实 核实属实 有效 通过 确认 yes y √ ✓ ✔ ☑")
NOT_VERIFIED = _words("否 不属实 无效 驳回 未通过 no n × ✗ ✘")
PENDING = _words("未核实 核实中 联系不上 待核实 待定 无法核实 调查中")
UPHELD = _words("确认 属实 违规 扣 是")
REFUSED = _words("驳回 误判 误报 不扣 非违规 否")
