"""Lines of a transcript without a known mark and a colon, in which somebody unknown may begin to speak.

Such a line goes on with the turn before it. But where it is in truth the heading of a turn (刘女士 10:00:09)
or a mark in another dress (刘女士 说：, [刘女士]), a customer's words would be the agent's: what may be one
is told to the reader, who then uses none of the transcript. Source: semantics.md §4.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from qualitykit.frozen import dataclass
from qualitykit.intake.speaker_names import (
    ACCOUNT,
    MASKED,
    MOBILE,
    NAMED,
    WOMAN_OR_MAN,
    is_event,
    is_name_like,
)
from qualitykit.intake.speakers import AMBIGUOUS, CLOSING, OPENING, THINGS, mark_key, names_thing

__all__ = ["Habits", "mark_inside", "unknown_speaker"]

_O, _C = re.escape(OPENING), re.escape(CLOSING)
_NUMBERED = r"\s*(?:\d{1,3}[.、)）](?!\d)\s*)?"

# --- times, as chats write them

_DAY = (
    r"(?:(?:(?:19|20)\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?|(?:19|20)\d{6}"
    r"|昨天|前天|今天|(?:星期|周)[一二三四五六日天])"
)
_HALF = r"(?:上午|下午|中午|晚上|凌晨|早上|am|pm)"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:[.,]\d{1,3})?)?"
_MOMENT = rf"(?:(?P<day>{_DAY})[\sT,，]*)?{_HALF}?\s*(?P<clock>{_CLOCK})(?![\d:：])(?:\s*{_HALF})?"
_UNTIL = rf"(?:\s*(?:-->|-|–|—|~|～|至|到)\s*(?:{_CLOCK}))"
_TIME = rf"(?P<open>[{_O}])?\s*{_MOMENT}(?P<until>{_UNTIL})?\s*(?P<close>[{_C}])?"
_LABEL = r"(?P<label>[^：:\n]{1,24}?)"
_LABEL_TIME = re.compile(
    rf"{_NUMBERED}{_LABEL}(?P<gap>\s*){_TIME}\s*[：:]?(?P<rest>(?:(?<=[：:{_C}])|\s).*|$)", re.IGNORECASE
)
_TIME_LABEL = re.compile(rf"{_NUMBERED}{_TIME}(?P<gap>[\s,，]*)(?P<rest>\S.*)$", re.IGNORECASE)
_TELLING = re.compile(
    rf"[：:\s;；=>＞》/／→~～—–{_O}-]"
)  # one of these is in every line that may open a turn
_LONE_LABEL = re.compile(r"([^：:]{1,24}?)\s*[：:]?")
_SENTENCE = re.compile(r"[，。！？!?；;、…,“”]")

_SAYS = ("说", "说道", "问", "问道", "答", "回答", "回复", "发送", "发言", "写道", "表示", "称", "留言")

# what stands before or after a time and is nobody
_THING_ENDS = re.compile(
    r"(?:时间|日期|时刻|时段|时限|截止|截至|于|在|到|至|从|自|为|是|约|前|后|内|起|止|点|分|左右|之间|开始|结束"
    r"|上门|送达|发货|签收|揽收|到达|派送|派件|发出|下单|付款|出库|入库|取件|退款|预约|预计|营业|工作|服务|上班|下班"
    r"|开门|关门|开放|航班|车次|班次|出发|抵达|起飞|每天|每日|今天|明天|后天|昨天|周[一二三四五六日末]|星期[一二三四五六日天]"
    r"|上午|下午|中午|晚上|凌晨|早上|傍晚|日|月|号)$"
)
_THING_BEGINS = re.compile(
    r"^(?:已|请|您|我|将|预计|预约|最晚|最早|大约|大概|约|每天|每日|每周|今天|明天|后天|昨天|本周|下周|周[一二三四五六日末]"
    r"|星期|上午|下午|中午|晚上|凌晨|早上|从|自|在|到|于|至|或|和|截|可|会|需|这|那|就|都|一般|分别|快件|包裹|订单)"
)
_CERTAIN_THING = re.compile(r"(?:时间|日期|时刻|时限|于|至)$|^(?:预计|最晚|最早|截止|截至|快件|包裹)")
_COMES = re.compile(
    r"到|前|后|左右|上门|过来|来|给您|联系|会|可以|准时|出发|与您|跟您|和您|为您|回来|上班|下班|已|在|有|才|就|去|送|取|开始"
)
_NO_LETTER = re.compile(r"[\d\s!-/:-@\[-`{-~。，、！？…·—–～《》]+")
_STEPS = re.compile(
    r"^(?:已|快件|包裹)|^(?:签收|揽收|发货|派送|派件|到达|发出|下单|付款|出库|入库|取件|退款|送达)$"
)

_BOXED = re.compile(rf"{_NUMBERED}([{_O}])\s*([^{_O}{_C}\n]{{1,24}}?)\s*([{_C}])\s*[：:]?")

# a colon after a label that the marks' own pattern does not take: with a blank, longer, of digits and stars
_COLON = re.compile(rf"{_NUMBERED}([^：:，。！？,!?；;、…{_O}{_C}\n]{{1,30}}?)\s*[：:](?!\d\d(?!\d))")
_BLANK = re.compile(rf"{_NUMBERED}(\S{{2,24}}?)[ \t\u3000\u00a0]+(\S.*)$")
_INSIDE = re.compile(
    rf"(?:[ \t\u3000\u00a0/|;；]|(?<=[。！？!?~～]))({NAMED.pattern}|{MOBILE.pattern}"
    r"|[^\s：:，。*＊]{1,3}[*＊]{1,8}[^\s：:，。*＊]{0,4})\s*[：:](?!\d)"
    r"|[，,、；;/]\s*(客户|顾客|用户|访客|买家|来电人)\s*[：:](?!\d)"
)
_DASH = re.compile(
    rf"{_NUMBERED}(?:({WOMAN_OR_MAN.pattern}|{MOBILE.pattern})\s*[-—–>＞》;；/／=→~～]+"
    r"|(客户|顾客|用户|访客|买家|来电人)\s*(?:——|--|[;；=]))(?=\s*\S)"
)
_ADDRESSED = re.compile(
    r"您|请|你好|非常|十分|抱歉|对不起|不好意思|感谢|谢谢|麻烦|打扰|这边|这里|让您|好的|为您|稍等|早上好|上午好|中午好|下午好|晚上好|欢迎"
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A label and a time at the beginning of a line.

    ``shape``: their order, the kind of time, and whether words follow. ``certain``: with a day or seconds.
    """

    label: str
    shape: str
    certain: bool
    apart: bool
    said: str
    time: str
    length: int


def _heading(line: str) -> _Heading | None:
    if ":" not in line and "：" not in line:
        return None
    order, match = "t", _TIME_LABEL.match(line)
    if match is None:
        order, match = "l", _LABEL_TIME.match(line)
    if match is None:
        return None
    certain = match["clock"].replace("：", ":").count(":") == 2 or (match["day"] or "")[:1].isdigit()
    if match["until"] and not match["open"] and not certain:
        return None  # 预约 10:30到12:00
    bracket = match["open"] or ""
    said, end = match["rest"].strip(), match.start("rest")
    if order == "l":
        label = match["label"].strip()
    elif lone := _LONE_LABEL.fullmatch(said):
        label, said, end = lone[1], "", len(line)
    else:
        label = said
    if not label:
        return None
    shape = f"{order}{'s' if certain else 'm'}{bracket}{'w' if said else ''}"
    return _Heading(label, shape, certain, bool(match["gap"] or bracket), said, match["clock"], end)


class Habits:
    """How the known turns of a cell open: what a turn of an unknown speaker would look like.

    ``alone``: a mark stands on a line of its own, without a time.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """From the lines that open with a known mark."""
        self._lines = tuple(lines)
        self.alone = any(
            ":" not in line and "：" not in line and len(line.strip()) <= 12 for line in self._lines
        )

    @cached_property
    def shapes(self) -> frozenset[str]:
        """Of headings of label and time."""
        return frozenset(one.shape for one in map(_heading, self._lines) if one is not None)

    @cached_property
    def boxes(self) -> frozenset[str]:
        """The brackets that open around marks."""
        boxes = map(_BOXED.match, self._lines)
        return frozenset(box[1] for box in boxes if box and not re.search(_CLOCK, box[2]))


def unknown_speaker(line: str, habits: Habits) -> tuple[str, int, str] | None:
    """The label, where its words begin and the time of a line that may open the turn of somebody unknown.

    None: the line surely goes on with the turn before, as addresses, lists, times and wrapped sentences do.
    """
    text = line.strip()
    if habits.alone and is_name_like(text):
        return text, len(line), ""
    if not _TELLING.search(text):
        return None
    heading = _heading(line)
    if heading is not None and _opens(heading, habits):
        return heading.label, heading.length, heading.time
    for label, end in (_boxed(line, habits), _colon(line), _blank(line), _dash(line), mark_inside(line)):
        if label:
            return label, end, ""
    return None


def _opens(one: _Heading, habits: Habits) -> bool:
    alike = one.shape in habits.shapes
    key = mark_key(one.label)
    by_time = one.shape[0] == "t"
    if one.said and by_time:
        # 10:00:09 刘女士 关我屁事; where turns begin with times, a line that does so is a turn
        token = one.label.split()[0]
        if _STEPS.search(mark_key(token)):
            return False
        opens_so = any(shape[0] == "t" and shape[1] == one.shape[1] for shape in habits.shapes)
        return is_name_like(token) or (opens_so and (one.certain or _box_of(one.shape) != ""))
    if is_name_like(one.label):
        return alike or one.certain or not _COMES.match(one.said)
    if key in THINGS:
        return False
    if alike and one.certain:
        return not (_CERTAIN_THING.search(key) or (by_time and _STEPS.search(key)))
    if (
        _NO_LETTER.fullmatch(key)
        or _SENTENCE.search(one.label)
        or _THING_ENDS.search(key)
        or _THING_BEGINS.search(key)
        or names_thing(key)
        or (not alike and is_event(key))
    ):
        return False
    if by_time and _STEPS.search(key):
        return False
    if alike:
        return True
    if by_time:
        return one.certain and len(key) <= 12
    return (one.certain and len(key) <= 16) or (one.apart and not one.said and len(key) <= 8)


def _box_of(shape: str) -> str:
    return "".join(character for character in shape if character in OPENING)


def _boxed(line: str, habits: Habits) -> tuple[str, int]:
    box = _BOXED.match(line)
    if box is None or is_event(box[2]) or re.search(_CLOCK, box[2]):
        return "", 0
    if is_name_like(box[2]) or (
        box[1] in habits.boxes and not names_thing(mark_key(box[2])) and not _SENTENCE.search(box[2])
    ):
        return box[2], box.end()
    return "", 0


def _colon(line: str) -> tuple[str, int]:
    match = _COLON.match(line)
    if match is None:
        return "", 0
    label = match[1].strip()
    parts = label.split()
    if len(parts) > 1 and parts[-1] in _SAYS and len(label) <= 20:  # 刘女士 说：
        return " ".join(parts[:-1]), match.end()
    if is_name_like(label) or mark_key("".join(parts)) in AMBIGUOUS:  # 13800138000：, tb_123456：, 发言人 1：
        return label, match.end()
    if len(parts) == 2 and is_name_like(parts[0]) and mark_key(parts[1]) not in THINGS:
        return label, match.end()
    return "", 0


def _blank(line: str) -> tuple[str, int]:
    """138****8888 关我屁事, 刘女士 关我屁事; 刘女士 您好 is how an agent speaks to her."""
    match = _BLANK.match(line)
    if match is None:
        return "", 0
    key = mark_key(match[1])
    if MOBILE.fullmatch(key) or MASKED.fullmatch(key):
        return match[1], match.start(2)
    if "_" in key and ACCOUNT.fullmatch(key):
        return match[1], match.start(2)
    if WOMAN_OR_MAN.fullmatch(key) and not _ADDRESSED.match(match[2]):
        return match[1], match.start(2)
    return "", 0


def _dash(line: str) -> tuple[str, int]:
    """刘女士——关我屁事, 客户；关我屁事."""
    match = _DASH.match(line)
    return (match[1] or match[2], match.end()) if match else ("", 0)


def mark_inside(line: str) -> tuple[str, int]:
    """客服：您好 刘女士：关我屁事: a mark within the line, which nobody can tell from an address."""
    match = _INSIDE.search(line)
    return (match[1] or match[2], match.end()) if match else ("", 0)
