"""Text as it is compared: one form for every way of writing the same words, with a way back to the original.

Character by character: NFKC, Traditional → Simplified, lower case, 您 and 妳 = 你; punctuation, blanks,
symbols, emoji, zero-width and combining marks and fillers fall out; a sentence's end (。！？； or a new line)
becomes one ``\\n``. A full stop ``.``, a comma and ``…`` are no sentence's end: they are what people put
between characters.

Then repeated characters, of Chinese writing only and never numerals:
- three or more of one character become one, or two where doubling is normal speech (谢谢, 慢慢, 好好);
- two of 不 没 我 你 他 她 这 那 are a stutter and become one.
So 不知知知道 is 不知道, 谢谢谢谢 is 谢谢, and 慢慢 or 888 stay what they are. Phrases go through the same.
Source: semantics.md §4.
"""

import unicodedata
from functools import cache, lru_cache

from qualitykit.frozen import dataclass
from qualitykit.scoring.characters import syllables, to_simplified
from qualitykit.standards.phrases import FILLERS

__all__ = [
    "DOUBLED",
    "END",
    "STUTTERED",
    "NormalText",
    "fold",
    "is_protected",
    "may_repeat",
    "normalise",
    "simplified",
    "syllable",
]

END = "\n"  # a sentence's end

NEGATIONS = frozenset("不没无未别")
NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
STUTTERED = frozenset("不没我你他她这那")
DOUBLED = frozenset(
    "谢慢好常刚多少早久天年月日人个家事样件次回处时处看听说讲想问等试走坐写查用尝聊谈笑摸帮劝催歇睡玩"
    "大小高长远近快轻重深浅满厚薄明清白红黑黄绿蓝仅偏恰渐稍默悄匆频往往每种条点滴洋丝缕层叠代世句声步"
    "拜哈呵嘿嘻嗨哎呀唉哦喂爸妈哥姐弟妹爷奶叔婶舅公婆宝太星娃"
)

_SENTENCE_ENDS = frozenset("。!?;\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by category, blank to the eye
# Beyond OpenCC's table, where folding both sides does no harm: 聽著 is 听着, 甚麼 is 什么.
_ALSO_ONE = {"您": "你", "妳": "你", "著": "着", "甚": "什"}


@cache
def _simplified() -> dict[str, str]:
    return {**to_simplified(), **_ALSO_ONE}


@cache
def _syllables() -> dict[str, str]:
    return syllables()


def simplified(text: str) -> str:
    """The text with each traditional character as its simplified one: 李強 is 李强."""
    return text.translate(_simplification())


@lru_cache(maxsize=1)
def _simplification() -> dict[int, str]:
    return str.maketrans(to_simplified())


@lru_cache(maxsize=1 << 17)
def fold(char: str) -> str:
    """One character as it is compared: nothing, one or several characters, or ``END``."""
    compatible = unicodedata.normalize("NFKC", char).casefold()
    simplified = _simplified()
    kept: list[str] = []
    for one in unicodedata.normalize("NFKC", compatible):
        if one in _SENTENCE_ENDS:
            if kept[-1:] != [END]:
                kept.append(END)
        elif unicodedata.category(one)[0] in "LN" and one not in FILLERS and one not in _INVISIBLE:
            kept.append(simplified.get(one, one))
    return "".join(kept)


@lru_cache(maxsize=1 << 16)
def syllable(char: str) -> str:
    """How a folded character sounds, without tone; a character without a reading sounds like itself."""
    return _syllables().get(char, char)


def is_protected(char: str) -> bool:
    """Whether an edit may never touch this folded character: a negation, a digit or a numeral, ``END``."""
    return char in NEGATIONS or char in NUMERALS or char == END or unicodedata.category(char)[0] == "N"


def may_repeat(char: str) -> bool:
    """Whether a repetition of this folded character can be a stutter: Chinese writing, no numeral."""
    return char >= "\u2e80" and char not in NUMERALS and unicodedata.category(char)[0] == "L"


@dataclass(frozen=True, slots=True)
class NormalText:
    """A turn as it is compared. ``at[i]`` is the index in the original of what character ``i`` came from."""

    text: str
    at: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where the normalised slice [start, end), not empty, stands in the original."""
        return self.at[start], self.at[end - 1] + 1


def normalise(text: str) -> NormalText:
    """The text as it is compared, with its way back. Sentences are separated by single ``END`` marks."""
    chars: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for one in fold(char):
            if one == END and chars[-1:] in ([], [END]):
                continue
            chars.append(one)
            at.append(index)
    if chars[-1:] == [END]:
        del chars[-1], at[-1]
    keep = _kept(chars)
    return NormalText("".join(chars[i] for i in keep), tuple(at[i] for i in keep))


def _kept(chars: list[str]) -> list[int]:
    kept: list[int] = []
    start = 0
    while start < len(chars):
        char, end = chars[start], start + 1
        while end < len(chars) and chars[end] == char:
            end += 1
        run = end - start
        if run > 1 and may_repeat(char):
            if char in STUTTERED:
                run = 1
            elif run > 2:
                run = 2 if char in DOUBLED else 1
        kept.extend(range(start, start + run))
        start = end
    return kept
