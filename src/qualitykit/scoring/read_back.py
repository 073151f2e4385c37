"""What the customer gives is said back by the agent: number, name, address. Source: P4.tel.5; §4.

The agent has said it back when a part of it that cannot be chance is heard: four digits in a row, the surname
with a form of address or the name, three characters of the address; or when a reading-back phrase is heard.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from qualitykit.model import Role
from qualitykit.scoring.arrays import distinct
from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.evidence import Verdict, finding
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.standards.transcript import Check, RepeatsBack

__all__ = ["check_repeats_back", "given_in", "is_said_back"]

_DIGITS = {
    ord(char): digit
    for char, digit in zip(
        "〇零○幺一二两三四五六七八九０１２３４５６７８９", "000112234567890123456789", strict=True
    )
}
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳"
)
_SPOKEN_DIGIT = "0-9０-９〇零○幺一二两三四五六七八九"
_NUMBER = re.compile(rf"[{_SPOKEN_DIGIT}](?:[\s,，、\-－]?[{_SPOKEN_DIGIT}]){{2,}}")
_NAMED = "(?:我姓|免贵姓|我叫|我的名字叫|名字是|姓名是|姓名)"
_NAME = re.compile(rf"{_NAMED}[\s:：，,]?([{_SURNAMES}])([一-龥]{{0,2}})")
_AT = (
    r"(?:路|街|大道|巷|弄|小区|花园|苑|村|大厦|广场|公寓|城)[一-龥0-9A-Za-z\-]*?[0-9一二三四五六七八九十百]+"
    r"(?:号楼|号|栋|幢|座|单元|楼|层|室|房)"
)
_ADDRESS = re.compile(rf"[一-龥]{{2,}}{_AT}[0-9A-Za-z一二三四五六七八九十\-单元号室楼层]*")
# cheap, and wider than what is given
_PERHAPS = {
    "number": re.compile(f"[{_SPOKEN_DIGIT}]"),
    "name": re.compile("姓|我叫|名字"),
    "address": re.compile(_AT),
}
_TITLES = "先生|女士|小姐|太太|老师|阿姨|叔叔|大哥|大姐|总|经理|哥|姐"


def check_repeats_back(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """Everything of the kinds asked for that the customer gives is said back. N/A: nothing was given, or the
    agent had no turn after it."""
    rule = check.repeats_back
    assert rule is not None
    confirmed = {hit.turn for hit in view.agent.found(rule.confirms)}
    verdicts: list[Verdict] = []
    missing: list[Part] = []
    asked = 0
    for turn in view.customer.turns:
        said_there = tuple(_given(rule, view.text(turn)))
        if not said_there:
            continue
        after = [number for number, own in enumerate(view.agent.turns) if own > turn][: rule.within_turns]
        if not after:
            continue
        said = "\n".join(view.text(view.agent.turns[number]) for number in after)
        for kind, given in said_there:
            asked += 1
            if not confirmed.intersection(after) and not is_said_back(kind, given, said):
                start = view.text(turn).find(given[0])
                missing.append(Part("missing", kind))
                verdicts.append(Verdict(turn, check.title, (), max(start, 0), max(start, 0) + len(given[0])))
    if not asked:
        return CheckOutcome(check.id, "na", (), (Part("reason", "no-occasion"),))
    return finding(setting.judge, check, view.call, verdicts, tuple(missing), Role.CUSTOMER)


def given_in(rule: RepeatsBack, texts: Sequence[str]) -> dict[int, tuple[tuple[str, tuple[str, str]], ...]]:
    """The turns in which something is given that must be said back, by their number; and what it is.

    ``_given`` of every turn, in one text for each kind: nothing of it is found across two turns.
    """
    joined = "\0".join(texts)  # no blank, no digit: nothing is found across two turns
    starts = np.cumsum([0, *map(len, texts)]) + np.arange(len(texts) + 1)
    more = max(rule.digits, 3) - 1
    like = {
        "number": rf"[{_SPOKEN_DIGIT}](?:[\s,，、\-－]?[{_SPOKEN_DIGIT}]){{{more}}}",
        "name": _NAMED,
        "address": _AT,
    }
    found: defaultdict[int, list[tuple[str, tuple[str, str]]]] = defaultdict(list)
    for kind, pattern in like.items():
        if kind in rule.what:
            places = [one.start() for one in re.finditer(pattern, joined)]
            numbers = distinct(np.searchsorted(starts, places, side="right") - 1)
            for number in numbers.tolist():
                found[number] += _given_of(kind, rule.digits, texts[number])
    return {number: tuple(parts) for number, parts in sorted(found.items()) if parts}


def _given(rule: RepeatsBack, text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Kind, the words as written and what to listen for."""
    for kind in ("number", "name", "address"):
        if kind in rule.what and _PERHAPS[kind].search(text):
            yield from _given_of(kind, rule.digits, text)


def _given_of(kind: str, least: int, text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    if kind == "number":
        for found in _NUMBER.finditer(text):
            digits = _as_digits(found.group())
            if len(digits) >= least:
                yield "number", (found.group(), digits)
    elif kind == "name":
        for found in _NAME.finditer(text):
            yield "name", (found.group(), found.group(1) + found.group(2))
    else:
        for found in _ADDRESS.finditer(text):
            yield "address", (found.group(), found.group())


def is_said_back(kind: str, given: tuple[str, str], said: str) -> bool:
    """Whether the agent's turns, a line each, say what was given."""
    wanted = given[1]
    if kind == "number":
        return _shares(wanted, _as_digits(said), 4)
    if kind == "name":
        return (wanted[:2] in said and len(wanted) > 1) or bool(
            re.search(f"{wanted[0]}[一-龥]{{0,2}}(?:{_TITLES})", said)
        )
    return _shares(wanted, said, 3)


def _as_digits(text: str) -> str:
    return re.sub(r"[\s,，、\-－]", "", text).translate(_DIGITS)


def _shares(wanted: str, said: str, length: int) -> bool:
    size = min(length, len(wanted))
    return any(wanted[at : at + size] in said for at in range(len(wanted) - size + 1))
