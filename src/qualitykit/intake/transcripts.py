"""A transcript in a cell → turns: the role marks, times and line habits of those who paste and export them.

What is not certain is not guessed: a cell whose speakers cannot be told gives a ``Fault`` and no turns, for
words put into the wrong mouth would cost an employee. Source: semantics.md §4, field-lists.md §3.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault
from qualitykit.intake.plain_transcripts import PlainReader
from qualitykit.intake.quotations import Line, split_lines
from qualitykit.intake.speaker_names import is_name_like, is_staff_name, may_be_number
from qualitykit.intake.speakers import (
    AMBIGUOUS,
    CLOSING,
    OPENING,
    THINGS,
    RoleWords,
    looks_swapped,
    mark_key,
    names_thing,
    roles_of_letters,
)
from qualitykit.intake.turn_json import JsonTurn, json_turns
from qualitykit.intake.turn_times import clock_seconds, from_the_beginning
from qualitykit.intake.unmarked_lines import Habits, mark_inside, unknown_speaker
from qualitykit.model import Place, Role, Transcript

__all__ = ["TranscriptReader"]

_BLANKS = " \t\u3000\u00a0"

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,3})?|\d+(?:\.\d+)?\s*(?:ms|s|秒|″|\")"
_STAMP = rf"(?:(?:19|20)\d\d[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s*)?(?:{_CLOCK})"
_RANGE = rf"(?P<start{{n}}>{_STAMP})(?:\s*(?:-->|-|–|—|~|～|至|到)\s*(?P<end{{n}}>{_STAMP}))?"


def _range(number: int) -> str:
    return _RANGE.replace("{n}", str(number))


_O, _C = re.escape(OPENING), re.escape(CLOSING)
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
_BY_BLANK = re.compile(r"\s*(?:\d{1,3}[.、)]\s*(?=\D))?(\S{2,16}?)[ \t\u3000\u00a0]+(?=\S)")
_NAME_AFTER_MARK = re.compile(r"([^\s：:，。！？,!?；;、…]{1,8})\s*[：:](?!\d\d(?!\d))")
_SPOKEN_TO = re.compile(r"[您你]好|您|请|尊敬|早上好|上午好|中午好|下午好|晚上好|感谢|抱歉|非常")
_COMES_AND_GOES = re.compile(r"接入|加入|进入|接待|转接|结束|离开|退出|关闭|邀请|接受|撤回|超时|排队")
_NO_WORDS = re.compile(r"\s*(?:\d{1,3}[.、)])?\s*$")  # blank, or a line number that stands alone


class TranscriptReader:
    """Reads transcript cells; one for a run, because it remembers the marks that it met.

    Problems (as ``Fault``): QK801 the first line has no role, QK802 a mark that is not known, QK803 marks
    that need a mapping (0/1, A/B, left/right), QK804 roles that look swapped, QK805 nobody is marked.
    """

    def __init__(self, extra: Mapping[str, Iterable[str]] | None = None) -> None:
        self.words = RoleWords.make(extra)
        self._plain = PlainReader(self.words.words)

    @cached_property
    def _inline(self) -> re.Pattern[str]:
        """A mark inside a line: after a blank or a sentence's end, with or without its time."""
        words = sorted((w for w in self.words.words if len(w) > 1 and not w.isascii()), key=len, reverse=True)
        inline = "|".join(map(re.escape, words))
        return re.compile(
            rf"(?:(?<=[。！？!?；;…~～”])|[ \t\u3000\u00a0]+|(?<=[|／/]))[ \t|／/]*"
            rf"(?=(?:[{_O}]?{_CLOCK}[{_C}]?\s*)?(?:[{_O}](?:{inline}|agent|customer)[{_C}][：:]?|"
            rf"(?:{inline}|agent|customer|[ascu])(?:[-_#]?\d{{1,8}}|[{_O}][^{_O}{_C}\n]{{1,12}}[{_C}])?[：:]))",
            re.IGNORECASE,
        )

    def read(self, text: str, place: Place, agent: tuple[str, ...] = ()) -> Transcript | Fault | None:
        """The turns of one cell; None for an empty one. A line without a mark continues the turn before.

        ``agent`` are the names and numbers of the employee of this row: as marks they mean the agent.
        """
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        found = self._plain.read(text, place)
        return self._read_lines(text, place, agent) if found is None else found

    # --- any other spelling, line by line

    def _parts(self, text: str) -> list[str]:
        """The lines, and the parts of those that hold marks within; a time stays with the mark after it."""
        found = []
        for line in self._inline.sub("\0", text).split("\n"):
            if "\0" not in line:
                found.append(line)
                continue
            time = ""
            for part in line.split("\0"):
                alone = _ONLY_TIME.match(part) is not None
                if alone and not time:
                    time = part
                else:
                    found.append(f"{time} {part}" if time else part)
                    time = ""
            found += [time] if time else []
        return found

    def _read_lines(self, text: str, place: Place, agent: tuple[str, ...]) -> Transcript | Fault | None:
        text = text.strip("\ufeff\u200b \t\n\u3000")
        if not text:
            return None
        if text.startswith(("[{", "{")) and (said := json_turns(text)) is not None:
            return self._read_marked(said, place)
        split = split_lines(text, self._parts)
        if isinstance(split, str):
            return Fault("QK802", (("mark", split),))
        lines = [line for line in split if not _NO_WORDS.match(line.text)]
        opened = [None if line.quoted else self._open(line.text) for line in lines]
        letters = {mark_key(name): Role.AGENT for name in agent if name}
        letters |= roles_of_letters({mark.label for mark in opened if mark})
        opened = self._with_doubts(lines, opened, letters)
        if fault := self._speakers_fault(opened, letters):
            return fault
        return self._turns(lines, opened, letters, place)

    def _turns(
        self,
        lines: "Sequence[Line]",
        opened: "Sequence[_Mark | None]",
        letters: Mapping[str, Role],
        place: Place,
    ) -> Transcript | Fault:
        turns: list[_Turn] = []
        current: _Turn | None = None
        waiting: tuple[float | None, float | None] = (None, None)
        times = self._lone_times(lines, opened)
        for line, mark in zip(lines, opened, strict=True):
            text = line.text
            if line.quoted:
                # words of somebody else: the turn goes on after them, as one turn
                quote = _Turn(Role.OTHER, [text.strip(_BLANKS)])
                at = len(turns) - 1 if current is not None and not current.said else len(turns)
                turns.insert(at, quote)
            elif mark is not None and (role := mark.role or letters.get(mark.label)) is not None:
                if mark.blank and (doubt := _doubt(role, current, text[mark.length :])) is not None:
                    if doubt:
                        return Fault("QK802", (("mark", mark.label),))
                    assert current is not None
                    current.said.append(text.strip(_BLANKS))
                    continue
                start, end = (mark.start, mark.end) if mark.start is not None else waiting
                words = text[mark.length :].strip(_BLANKS)
                current = _Turn(role, [words] if words else [], start, end, mark.label if mark.blank else "")
                turns.append(current)
                waiting = (None, None)
            elif (times or current is None) and (alone := _ONLY_TIME.match(text)) is not None:
                waiting = (_seconds(alone["start1"]), _seconds(alone["end1"]))
                if times == "after" and current is not None:
                    current.start, current.end = waiting
                    waiting = (None, None)
            elif current is None:
                return Fault("QK801")
            elif current.by_blank:  # 客户 好的 and a line after it: hers, or the agent's again
                return Fault("QK802", (("mark", current.by_blank),))
            else:
                current.said.append(text.strip(_BLANKS))
        return _transcript(
            ["\n".join(turn.said) for turn in turns],
            [turn.role for turn in turns],
            [turn.start for turn in turns],
            [turn.end for turn in turns],
            place,
        )

    def _lone_times(self, lines: "Sequence[Line]", opened: "Sequence[_Mark | None]") -> str:
        """Whether times stand on lines of their own, before or after every mark; else they are words."""
        alone = [not line.quoted and _ONLY_TIME.match(line.text) is not None for line in lines]
        marks = [at for at, mark in enumerate(opened) if mark is not None]
        if not any(alone) or not marks:
            return ""
        if all(at and alone[at - 1] for at in marks):
            return "before"
        return "after" if all(alone[at + 1 : at + 2] == [True] for at in marks) else ""

    def _with_doubts(
        self, lines: "Sequence[Line]", opened: "list[_Mark | None]", letters: Mapping[str, Role]
    ) -> "list[_Mark | None]":
        """The marks with those of lines that may be somebody's turn, though nothing known opens them."""
        known = [mark is not None and (mark.role or letters.get(mark.label)) is not None for mark in opened]
        habits = Habits(line.text for line, one in zip(lines, known, strict=True) if one)
        times = [not line.quoted and _ONLY_TIME.match(line.text) is not None for line in lines]
        before = any(time and one for time, one in zip(times, known[1:], strict=False))
        after = any(one and time for one, time in zip(known, times[1:], strict=False))
        found: list[_Mark | None] = []
        for at, (line, mark) in enumerate(zip(lines, opened, strict=True)):
            if line.quoted or times[at]:
                found.append(mark)
            elif mark is not None:
                inside, _end = mark_inside(line.text[mark.length :])
                found.append(_Mark(mark_key(inside), None, 0) if inside else mark)
            elif at and times[at - 1] and is_name_like(line.text.strip()):
                found.append(self._unknown(line.text.strip(), len(line.text), None))
            elif (before and at and times[at - 1]) or (
                after
                and times[at + 1 : at + 2] == [True]
                and not (before and known[at + 2 : at + 3] == [True])
            ):
                # where times stand on lines of their own beside the marks, the line beside a time is one
                found.append(self._unknown(line.text.strip()[:24], len(line.text), None))
            elif (unknown := unknown_speaker(line.text, habits)) is not None:
                label, length, time = unknown
                found.append(self._unknown(label, length, _seconds(time)))
            else:
                found.append(self._by_blank(line.text))
        return found

    def _unknown(self, label: str, length: int, start: float | None) -> "_Mark":
        close = re.sub(r"\s+(?=\d+$)", "", label)  # 发言人 1
        return _Mark(mark_key(close), self.words.role(close), length, start)

    def _by_blank(self, line: str) -> "_Mark | None":
        """客户 好的: a known mark and its words without a colon."""
        match = _BY_BLANK.match(line)
        if match is None:
            return None
        key = mark_key(match[1])
        named = _NAME_AFTER_MARK.match(line, match.end())
        if (
            named is not None and key in self.words.words and mark_key(named[1]) not in THINGS
        ):  # 客服 小李：您好
            role = self.words.words[key] if is_staff_name(named[1]) else None
            return _Mark(mark_key(line[: named.end(1)]), role, named.end())
        role = self.words.words.get(key) or self.words.words.get(re.sub(r"\d{1,8}$", "", key))
        if role is None and (is_name_like(key) or key[-1] in CLOSING):  # 客户张女士, 客户(微信)
            role = self.words.role(key)
        return None if role is None or len(key) < 2 else _Mark(key, role, match.end(), blank=True)

    def _open(self, line: str) -> "_Mark | None":
        match = None if _ONLY_TIME.match(line) else _LINE.match(line)
        if match is None:
            return None
        label = match["boxed"] or match["label"]
        role = self.words.role(label)
        colon, timed = bool(match["colon"]), bool(match["start1"] or match["start2"])
        clear = bool(match["colon"].strip() or "\t" in match["colon"] or match["boxed"])
        key = mark_key(label)
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
        if key in self.words.words or key in AMBIGUOUS or timed:
            return True
        if may_be_number(key):
            return True
        if key.isdigit() or names_thing(key):
            return False
        return len(key) <= 8

    def _speakers_fault(self, opened: "list[_Mark | None]", letters: Mapping[str, Role]) -> Fault | None:
        if all(mark is None or mark.blank for mark in opened):
            return Fault("QK805")
        left = [mark.label for mark in opened if mark and mark.role is None and mark.label not in letters]
        if marks := sorted({label for label in left if label in AMBIGUOUS}):
            return Fault("QK803", (("marks", "、".join(marks)),))
        return Fault("QK802", (("mark", left[0]),)) if left else None

    def _read_marked(self, turns: list[JsonTurn], place: Place) -> Transcript | Fault | None:
        """Turns whose mark stands in a field of its own (JSON, a sheet with a row per turn)."""
        marks = dict.fromkeys(turn[0] for turn in turns)
        keys = set(map(mark_key, marks))
        letters = roles_of_letters(keys)
        known: dict[str, Role] = {}
        for mark in marks:
            key = mark_key(mark)
            role = self.words.role(mark) or letters.get(key)
            if role is None:
                if key in AMBIGUOUS or key.isdigit():
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


@dataclass(frozen=True, slots=True)
class _Mark:
    label: str
    role: Role | None
    length: int
    start: float | None = None
    end: float | None = None
    blank: bool = False  # nothing but a blank parts it from the words


class _Turn:
    """A turn that may go on. ``by_blank``: the mark, where only a blank parted it from its words."""

    __slots__ = ("by_blank", "end", "role", "said", "start")

    def __init__(
        self,
        role: Role,
        said: list[str],
        start: float | None = None,
        end: float | None = None,
        by_blank: str = "",
    ) -> None:
        self.role, self.said, self.start, self.end, self.by_blank = role, said, start, end, by_blank


def _doubt(role: Role, current: _Turn | None, words: str) -> bool | None:
    """Whether a known mark with a blank after it is in doubt; False: the turn goes on; None: it opens one.

    客服 inside the agent's own turn changes nothing. After somebody else's it may be the agent again, whose
    apology would be lost, or the customer who speaks of the agent, whose insult would be the agent's.
    """
    if role is Role.OTHER:
        return None
    if role is Role.CUSTOMER:  # 业主 您好 is how an agent begins
        return True if _SPOKEN_TO.match(words) else None
    if current is None:
        return True
    if current.role is Role.AGENT:
        return False
    return not (current.role is Role.OTHER and _COMES_AND_GOES.search(words))


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
        *from_the_beginning(starts, ends),
    )
