"""A transcript in a cell → turns: the role marks, times and line habits of those who paste and export them.

What is not certain is not guessed: a cell whose speakers cannot be told gives a ``Fault`` and no turns, for
words put into the wrong mouth would cost an employee. Source: semantics.md §4, field-lists.md §3.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from qualitykit.intake.cells import Fault
from qualitykit.model import Place, Role, Transcript

__all__ = ["ROLE_WORDS", "RoleWords", "TranscriptReader", "clock_seconds", "looks_swapped", "turns_of_json"]

ROLE_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.AGENT: (
        "客服",
        "坐席",
        "座席",
        "员工",
        "接线员",
        "话务员",
        "人工",
        "人工客服",
        "人工坐席",
        "顾问",
        "管家",
        "专员",
        "服务人员",
        "客服人员",
        "客服代表",
        "客户代表",
        "客服专员",
        "在线客服",
        "服务员",
        "前台",
        "商家",
        "卖家",
        "agent",
        "service",
        "staff",
        "seat",
        "operator",
        "salesman",
        "s",
    ),
    Role.CUSTOMER: (
        "客户",
        "顾客",
        "用户",
        "来电",
        "来电人",
        "来电者",
        "来电客户",
        "访客",
        "业主",
        "会员",
        "买家",
        "来访人",
        "客人",
        "住户",
        "主叫",
        "customer",
        "client",
        "user",
        "visitor",
        "caller",
        "guest",
        "buyer",
        "c",
        "u",
    ),
    Role.OTHER: (
        "机器人",
        "智能客服",
        "智能助手",
        "智能机器人",
        "系统",
        "系统消息",
        "系统提示",
        "ivr",
        "自动回复",
        "语音导航",
        "质检备注",
        "备注",
        "bot",
        "robot",
        "system",
        "旁白",
    ),
}
"""Who each mark means. ``a``, ``b``, 0, 1, left and right mean nothing without a mapping, but ``a`` beside
``c`` or ``u`` is the agent (Agent and Customer, or User)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# labels before a colon that name a thing, not a speaker
_THINGS = _words(
    "地址 电话 手机 手机号 手机号码 联系电话 联系方式 订单号 订单 单号 工单号 快递单号 运单号 编号 "
    "时间 日期 姓名 名字 联系人 收货人 收件人 "
    "收货地址 金额 价格 费用 备注 注 注意 说明 提示 温馨提示 网址 链接 问题 答案 "
    "如下 例如 比如 首先 其次 最后 第一 第二 第三 方法 步骤 "
    "账号 密码 验证码 型号 规格 数量 原因 结果 内容 公司 部门 邮箱 微信 qq "
    "http https 网点 门店 营业时间 工作时间 路径 操作 附件 图片 总结 "
)

_AGENT_ID = re.compile(r"(?:工号|坐席号|座席号|no\.?)?[:#]?[a-z]{0,3}\d{2,8}")
_HONORIFIC = re.compile(r".{1,3}(?:先生|女士|小姐|太太|师傅|老师|总|阿姨|大爷|同学)")
_BLANKS = " \t\u3000\u00a0"
_COLONS = "：:"
_OPEN, _CLOSE = "[【(（<〔「", "]】)）>〕」"

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,3})?|\d+(?:\.\d+)?\s*(?:ms|s|秒|″|\")"
_STAMP = rf"(?:(?:19|20)\d\d[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s*)?(?:{_CLOCK})"
_RANGE = rf"(?P<start{{n}}>{_STAMP})(?:\s*(?:-->|-|–|—|~|～|至|到)\s*(?P<end{{n}}>{_STAMP}))?"


def _range(number: int) -> str:
    return _RANGE.replace("{n}", str(number))


_O, _C = re.escape(_OPEN), re.escape(_CLOSE)
_LABEL = (
    rf"[^\s：:，。！？,!?；;、…{_O}{_C}]{{1,12}}?(?:\s?\d{{2,8}}(?!\d|[：:]\d))?"
    rf"(?:\s*[{_O}](?!\s*[\d.]+\s*(?:m?s|秒))[^{_O}{_C}\n:：]{{1,12}}[{_C}])?"
)
# one line that opens a turn: time, label (bare or in brackets), time, colon; brackets stand for a colon
_LINE = re.compile(
    rf"\s*(?:\d{{1,3}}[.、)]\s*(?=\D))?"
    rf"(?:[{_O}]?\s*{_range(1)}\s*[{_C}]?[\s,，]*)?"
    rf"(?:[{_O}]\s*(?P<boxed>{_LABEL})\s*[{_C}]|(?P<label>{_LABEL}))"
    rf"(?:\s*[{_O}]?\s*{_range(2)}\s*[{_C}]?)?"
    r"(?P<colon>\s*[：:]|\s*[|\t]|(?=\s|$)|(?(boxed)|(?!)))[ \t\u3000\u00a0]*",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(rf"\s*[{_O}]?\s*{_range(1)}\s*[{_C}]?\s*[：:]?\s*$", re.IGNORECASE)
_NO_WORDS = re.compile(r"\s*(?:\d{1,3}[.、)])?\s*$")  # blank, or a line number that stands alone
_PARTS_OF_LABEL = re.compile(rf"^(.*?)\s*[{_O}](.*)[{_C}]$")


@lru_cache(maxsize=100_000)
def clock_seconds(text: str) -> float | None:
    """The second in the call that ``00:03``, ``00:00:03.5``, ``3.2s`` or ``3200ms`` names; None: no time."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = re.sub(r"^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*", "", text)
    if text.endswith("ms"):
        return _number(text[:-2], 1000)
    if text.endswith(("s", "秒", "″", '"')):
        return _number(text[:-1], 1)
    parts = text.replace(",", ".").split(":")
    if len(parts) not in (2, 3):
        return None
    seconds = 0.0
    for part in parts:
        value = _number(part, 1)
        if value is None:
            return None
        seconds = seconds * 60 + value
    return seconds


def _number(text: str, divisor: int) -> float | None:
    try:
        return float(text) / divisor
    except ValueError:
        return None


@dataclass(slots=True)
class RoleWords:
    """What each mark means here: the general words and a workspace's own (0/1, A/B, left/right)."""

    words: dict[str, Role]
    mapped: frozenset[str] = frozenset()  # marks that a person mapped: never ambiguous
    _known: dict[str, Role | None] = field(default_factory=dict)

    @classmethod
    def make(cls, extra: Mapping[str, Iterable[str]] | None = None) -> "RoleWords":
        """The general words with ``extra``: role (``agent``, ``customer``, ``other``) → marks."""
        words = {word: role for role, names in ROLE_WORDS.items() for word in names}
        mapped = {_key(word): Role(role) for role, names in (extra or {}).items() for word in names}
        return cls({**words, **mapped}, frozenset(mapped))

    def role(self, label: str) -> Role | None:
        """Who the mark means; None when it is no known mark."""
        if label not in self._known:
            self._known[label] = self._look_up(label)
        return self._known[label]

    def _look_up(self, label: str) -> Role | None:
        key = _key(label)
        if key in self.words:
            return self.words[key]
        if boxed := _PARTS_OF_LABEL.match(key):  # 客服(1007), 王芳(客服)
            roles = {self.words[part] for part in boxed.groups() if part in self.words}
            return roles.pop() if len(roles) == 1 else None
        bare = re.sub(r"[-_#]?[a-z]{0,3}\d{1,8}$|[-_].{1,6}$", "", key)  # 客服1007, 坐席-王芳, 客户2
        if bare in self.words and bare not in ("s", "c", "u"):
            return self.words[bare]
        if _AGENT_ID.fullmatch(key) and key.startswith(("工号", "坐席号", "座席号")):
            return Role.AGENT
        for word, role in self.words.items():  # 客服王芳, 客户张女士, 业主李先生
            if len(word) > 1 and key.startswith(word) and 1 <= len(key) - len(word) <= 4:
                rest = key[len(word) :]
                if not word.isascii() and (_HONORIFIC.fullmatch(rest) or len(rest) <= 3):
                    return role
        return None


def _key(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip().lower()


_AMBIGUOUS = _words(
    "0 1 2 a b q 左 右 左声道 右声道 声道0 声道1 "
    "声道1 声道2 l r left right channel0 channel1 channel2 spk0 spk1 "
    "speaker0 speaker1 speaker2 说话人0 说话人1 说话人2 发言人1 发言人2 甲 乙 问 答 "
)

# what only the side that serves says first
_GREETS = re.compile(
    r"为[您你]服务|有什么(?:可以|能够?|需要)?.{0,3}帮|欢迎(?:致电|来电|拨打)|高兴为|工号[是为]?\s*\d|感谢[您你]的?(?:来电|致电)"
)


def _customer_opens(roles: tuple[Role, ...]) -> int | None:
    """Index of the customer's first turn among the first eight."""
    return next((index for index, role in enumerate(roles[:8]) if role is Role.CUSTOMER), None)


def looks_swapped(texts: tuple[str, ...], roles: tuple[Role, ...]) -> bool:
    """Whether the agent's greeting is in the customer's mouth and not in the agent's: suspect."""
    return _greets_as_customer(texts, roles, _customer_opens(roles))


def _greets_as_customer(texts: tuple[str, ...], roles: tuple[Role, ...], first: int | None) -> bool:
    if first is None or not _GREETS.search(texts[first]):
        return False
    return not any(
        role is Role.AGENT and _GREETS.search(text) for role, text in zip(roles, texts, strict=True)
    )


class TranscriptReader:
    """Reads transcript cells; one for a run, because it remembers the marks that it met.

    Problems (as ``Fault``): QK801 the first line has no role, QK802 a mark that is not known, QK803 marks
    that need a mapping (0/1, A/B, left/right), QK804 roles that look swapped, QK805 nobody is marked.
    """

    def __init__(self, extra: Mapping[str, Iterable[str]] | None = None) -> None:
        self.words = RoleWords.make(extra)
        plain = sorted((w for w in self.words.words if len(w) > 1), key=len, reverse=True)
        usual = ["客服", "客户", "坐席", "顾客", "用户", "员工", "座席"]
        spelled = usual + [
            s for w in plain if w not in usual for s in dict.fromkeys((w, w.capitalize(), w.upper()))
        ]
        self._spelled = {s: self.words.words[s.lower()] for s in spelled}
        alternatives = "|".join(map(re.escape, spelled))
        # a literal newline in front lets the search leap from line to line
        self._fast = re.compile(rf"\n({alternatives})[：:][ \t\u3000]*")
        clock = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:\.\d+)?|\d+(?:\.\d+)?s"
        self._timed = re.compile(rf"\n[\[【(（]?({clock})[\]】)）]?[ \t]*({alternatives})[：:][ \t\u3000]*")
        inline = "|".join(map(re.escape, (w for w in plain if not w.isascii())))
        # a mark inside a line: after a blank or a sentence's end, with or without its time
        self._inline = re.compile(
            rf"(?:(?<=[。！？!?；;…~～”])|[ \t\u3000\u00a0]+|(?<=[|／/]))[ \t|／/]*"
            rf"(?=(?:[{_O}]?{_CLOCK}[{_C}]?\s*)?(?:[{_O}](?:{inline}|agent|customer)[{_C}][：:]?|"
            rf"(?:{inline}|agent|customer|[ascu])(?:[-_#]?\d{{1,8}}|[{_O}][^{_O}{_C}\n]{{1,12}}[{_C}])?[：:]))",
            re.IGNORECASE,
        )
        self._role_tuples: dict[tuple[str, ...], tuple[tuple[Role, ...], int | None]] = {}

    def read(self, text: str, place: Place, agent: tuple[str, ...] = ()) -> Transcript | Fault | None:
        """The turns of one cell; None for an empty one. A line without a mark continues the turn before.

        ``agent`` are the names and numbers of the employee of this row: as marks they mean the agent.
        """
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        parts = self._fast.split("\n" + text)
        marks = len(parts) // 2
        # every line opens with a plain mark and holds no other colon: nothing is left to doubt
        if (
            marks
            and not parts[0]
            and text.count("\n") == marks - 1
            and text.count("：") + text.count(":") == marks
        ):
            texts = tuple(parts[2::2])
            roles, first = self._roles(tuple(parts[1::2]))
            swapped = _greets_as_customer(texts, roles, first)
            return Fault("QK804") if swapped else Transcript(texts, roles, place)
        found = self._read_timed(text, place) if not marks and text[:1] in "[【(（0123456789" else None
        return found or self._read_lines(text, place, agent)

    def _roles(self, marks: tuple[str, ...]) -> tuple[tuple[Role, ...], int | None]:
        """One shared tuple for each sequence of marks (most alternate), and the customer's first turn."""
        found = self._role_tuples.get(marks)
        if found is None:
            if len(self._role_tuples) > 50_000:
                self._role_tuples.clear()
            roles = tuple(map(self._spelled.__getitem__, marks))
            found = self._role_tuples[marks] = roles, _customer_opens(roles)
        return found

    def _read_timed(self, text: str, place: Place) -> Transcript | Fault | None:
        parts = self._timed.split("\n" + text)
        marks = len(parts) // 3
        if not marks or parts[0] or text.count("\n") != marks - 1:
            return None
        texts, clocks = tuple(parts[3::3]), parts[1::3]
        if any("：" in part or ":" in part for part in texts):
            return None
        starts = tuple(map(clock_seconds, clocks))
        if None in starts:
            return None
        roles, first = self._roles(tuple(parts[2::3]))
        swapped = _greets_as_customer(texts, roles, first)
        return Fault("QK804") if swapped else Transcript(texts, roles, place, starts)

    # --- any other spelling, line by line

    def _read_lines(self, text: str, place: Place, agent: tuple[str, ...]) -> Transcript | Fault | None:
        text = text.strip("\ufeff\u200b \t\n\u3000")
        if not text:
            return None
        if text.startswith(("[{", "{")) and (said := _json_turns(text)) is not None:
            return self._read_marked(said, place)
        lines = [line for line in self._inline.sub("\n", text).split("\n") if not _NO_WORDS.match(line)]
        opened = [self._open(line) for line in lines]
        letters = {_key(name): Role.AGENT for name in agent if name}
        letters |= _letters({mark.label for mark in opened if mark})
        if fault := self._speakers_fault(opened, letters):
            return fault
        turns: list[tuple[str, str, float | None, float | None]] = []
        waiting: tuple[float | None, float | None] = (None, None)
        roles: list[Role] = []
        for line, mark in zip(lines, opened, strict=True):
            if mark is not None and (role := mark.role or letters.get(mark.label)) is not None:
                start, end = (mark.start, mark.end) if mark.start is not None else waiting
                turns.append((mark.label, line[mark.length :].strip(_BLANKS), start, end))
                roles.append(role)
                waiting = (None, None)
            elif (alone := _ONLY_TIME.match(line)) is not None:
                waiting = (_seconds(alone["start1"]), _seconds(alone["end1"]))
            elif not turns:
                return Fault("QK801")
            else:
                label, before, start, end = turns[-1]
                joined = f"{before}\n{line.strip(_BLANKS)}" if before else line.strip(_BLANKS)
                turns[-1] = (label, joined, start, end)
        return _transcript([t[1] for t in turns], roles, [t[2] for t in turns], [t[3] for t in turns], place)

    def _open(self, line: str) -> "_Mark | None":
        match = None if _ONLY_TIME.match(line) else _LINE.match(line)
        if match is None:
            return None
        label = match["boxed"] or match["label"]
        role = self.words.role(label)
        colon, timed = bool(match["colon"]), bool(match["start1"] or match["start2"])
        clear = bool(match["colon"].strip() or "\t" in match["colon"] or match["boxed"])
        key = _key(label)
        if not clear and not (
            role and (timed or (key in self.words.words and match.end() >= len(line.rstrip())))
        ):
            return None  # 客服 in the middle of a sentence, not a mark
        if role is None and not (colon and self._may_speak(key, timed)):
            return None
        start, end = match["start1"] or match["start2"], match["end1"] or match["end2"]
        return _Mark(key, role, match.end(), _seconds(start), _seconds(end))

    def _may_speak(self, key: str, timed: bool) -> bool:
        """Whether an unknown label before a colon may be a speaker and not a thing (地址：…)."""
        if key in self.words.words or key in _AMBIGUOUS or timed:
            return True
        if key in _THINGS or key.isdigit() or any(key.endswith(thing) for thing in _THINGS if len(thing) > 1):
            return False
        return len(key) <= 8

    def _speakers_fault(self, opened: "list[_Mark | None]", letters: Mapping[str, Role]) -> Fault | None:
        if not any(opened):
            return Fault("QK805")
        left = [mark.label for mark in opened if mark and mark.role is None and mark.label not in letters]
        if marks := sorted({label for label in left if label in _AMBIGUOUS}):
            return Fault("QK803", (("marks", "、".join(marks)),))
        return Fault("QK802", (("mark", left[0]),)) if left else None

    def _read_marked(
        self, turns: list[tuple[str, str, float | None, float | None]], place: Place
    ) -> Transcript | Fault | None:
        """Turns whose mark stands in a field of its own (JSON, a sheet with a row per turn)."""
        marks = dict.fromkeys(turn[0] for turn in turns)
        keys = set(map(_key, marks))
        letters = _letters(keys)
        known: dict[str, Role] = {}
        for mark in marks:
            key = _key(mark)
            role = self.words.role(mark) or letters.get(key)
            if role is None:
                if key in _AMBIGUOUS or key.isdigit():
                    return Fault("QK803", (("marks", "、".join(sorted(keys))),))
                return Fault("QK802", (("mark", mark),)) if key else Fault("QK801")
            known[mark] = role
        if not turns:
            return None
        roles = [known[turn[0]] for turn in turns]
        return _transcript([t[1] for t in turns], roles, [t[2] for t in turns], [t[3] for t in turns], place)

    def from_columns(
        self,
        marks: list[str],
        texts: list[str],
        starts: list[float | None],
        ends: list[float | None],
        place: Place,
    ) -> Transcript | Fault | None:
        """The turns of one call from columns of one length. Same problems as a cell's."""
        return self._read_marked(list(zip(marks, texts, starts, ends, strict=True)), place)


def _letters(labels: set[str]) -> dict[str, Role]:
    """``a`` is the agent where ``c`` or ``u`` stands beside it; with ``b`` it is anybody's guess."""
    return {"a": Role.AGENT} if "a" in labels and labels & {"c", "u"} and "b" not in labels else {}


@dataclass(frozen=True, slots=True)
class _Mark:
    label: str
    role: Role | None
    length: int
    start: float | None
    end: float | None


def _seconds(text: str | None) -> float | None:
    return clock_seconds(text) if text else None


def _transcript(
    texts: list[str],
    roles: list[Role],
    starts: list[float | None],
    ends: list[float | None],
    place: Place,
) -> Transcript | Fault:
    words, who = tuple(texts), tuple(roles)
    if looks_swapped(words, who):
        return Fault("QK804")
    return Transcript(
        words,
        who,
        place,
        *_from_the_beginning(starts, ends),
    )


def _from_the_beginning(
    starts: list[float | None], ends: list[float | None]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Seconds from the call's beginning; chats carry the clock of the day, which may pass midnight."""
    if all(start is None for start in starts):
        return (), ()
    first = next((start for start in starts if start is not None), 0.0)
    if first >= 3600:
        starts, ends = ([None if t is None else (t - first) % 86_400 for t in ts] for ts in (starts, ends))
    return tuple(starts), tuple(ends) if any(end is not None for end in ends) else ()


_JSON_ROLE = ("role", "speaker", "channel", "角色", "说话人", "发送方", "from", "sender")
_JSON_TEXT = ("text", "content", "onebest", "内容", "文本", "message", "msg", "sentence")
_JSON_START = (
    ("start_ms", 1000),
    ("begin_ms", 1000),
    ("begintime", 1000),
    ("bg", 1000),
    ("start", 1),
    ("begin", 1),
)
_JSON_END = (("end_ms", 1000), ("endtime", 1000), ("ed", 1000), ("end", 1))


def _json_turns(text: str) -> list[tuple[str, str, float | None, float | None]] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return turns_of_json(value)


def turns_of_json(value: object) -> list[tuple[str, str, float | None, float | None]] | None:
    """The turns (mark, text, start, end in seconds) of a platform's JSON; None when it holds none."""
    if isinstance(value, dict):
        inner = next(
            (v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)), None
        )
        return None if inner is None else turns_of_json(inner)
    if not isinstance(value, list) or not all(isinstance(turn, dict) for turn in value):
        return None
    turns = []
    for turn in value:
        lower = {str(key).lower(): item for key, item in turn.items()}
        mark = next((lower[key] for key in _JSON_ROLE if key in lower), None)
        text = next((lower[key] for key in _JSON_TEXT if key in lower), None)
        if text is None:
            return None
        start = next((_scaled(lower[key], by) for key, by in _JSON_START if key in lower), None)
        end = next((_scaled(lower[key], by) for key, by in _JSON_END if key in lower), None)
        turns.append(("" if mark is None else str(mark), str(text), start, end))
    return turns


def _scaled(value: object, divisor: int) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value / divisor
    if isinstance(value, str):
        plain = _number(value, divisor)
        return plain if plain is not None else clock_seconds(value)
    return None
