"""Which lines of a transcript open somebody's turn: marks as people and programs write them, and doubts.

Source: semantics.md §4, field-lists.md §3.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault
from qualitykit.intake.quotations import Line
from qualitykit.intake.speaker_names import is_name_like, is_staff_name, may_be_number
from qualitykit.intake.speakers import AMBIGUOUS, CLOSING, OPENING, THINGS, RoleWords, mark_key, names_thing
from qualitykit.intake.turn_times import clock_seconds
from qualitykit.intake.unmarked_lines import Habits, mark_inside, unknown_speaker
from qualitykit.model import Role

__all__ = ["LineMarks", "Mark", "lone_time"]

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


@dataclass(frozen=True, slots=True)
class Mark:
    """What opens a turn: the label as it is compared, whose it is (None: not known), and how long it is."""

    label: str
    role: Role | None
    length: int
    start: float | None = None
    end: float | None = None
    blank: bool = False  # nothing but a blank parts it from the words


def lone_time(text: str) -> tuple[float | None, float | None] | None:
    """Start and end that a line holds which holds nothing else; None: it is no such line."""
    alone = _ONLY_TIME.match(text)
    return None if alone is None else (_seconds(alone["start1"]), _seconds(alone["end1"]))


def _seconds(text: str | None) -> float | None:
    return clock_seconds(text) if text else None


class LineMarks:
    """Finds them; one for a run."""

    def __init__(self, words: RoleWords) -> None:
        self.words = words

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

    def parts(self, text: str) -> list[str]:
        """The lines, and the parts of those that hold marks within; a time stays with the mark after it."""
        found = []
        for line in self._inline.sub("\0", text).split("\n"):
            if "\0" not in line:
                found.append(line)
                continue
            time = ""
            for part in line.split("\0"):
                alone = lone_time(part) is not None
                if alone and not time:
                    time = part
                else:
                    found.append(f"{time} {part}" if time else part)
                    time = ""
            found += [time] if time else []
        return found

    def with_doubts(
        self, lines: Sequence[Line], opened: list[Mark | None], letters: Mapping[str, Role]
    ) -> list[Mark | None]:
        """The marks with those of lines that may be somebody's turn, though nothing known opens them."""
        known = [mark is not None and (mark.role or letters.get(mark.label)) is not None for mark in opened]
        habits = Habits(line.text for line, one in zip(lines, known, strict=True) if one)
        times = [not line.quoted and lone_time(line.text) is not None for line in lines]
        before = any(time and one for time, one in zip(times, known[1:], strict=False))
        after = any(one and time for one, time in zip(known, times[1:], strict=False))
        found: list[Mark | None] = []
        for at, (line, mark) in enumerate(zip(lines, opened, strict=True)):
            if line.quoted or times[at]:
                found.append(mark)
            elif mark is not None:
                inside, _end = mark_inside(line.text[mark.length :])
                found.append(Mark(mark_key(inside), None, 0) if inside else mark)
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

    def _unknown(self, label: str, length: int, start: float | None) -> Mark:
        close = re.sub(r"\s+(?=\d+$)", "", label)  # 发言人 1
        return Mark(mark_key(close), self.words.role(close), length, start)

    def _by_blank(self, line: str) -> Mark | None:
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
            return Mark(mark_key(line[: named.end(1)]), role, named.end())
        role = self.words.words.get(key) or self.words.words.get(re.sub(r"\d{1,8}$", "", key))
        if role is None and (is_name_like(key) or key[-1] in CLOSING):  # 客户张女士, 客户(微信)
            role = self.words.role(key)
        return None if role is None or len(key) < 2 else Mark(key, role, match.end(), blank=True)

    def open(self, line: str) -> Mark | None:
        """The mark that a line opens with: a label with its colon, box or time."""
        match = None if lone_time(line) else _LINE.match(line)
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
        return Mark(key, role, match.end(), _seconds(start), _seconds(end))

    def _may_speak(self, key: str, timed: bool) -> bool:
        """Whether an unknown label before a colon may be a speaker and not a thing (地址：…)."""
        if key in self.words.words or key in AMBIGUOUS or timed:
            return True
        if may_be_number(key):
            return True
        if key.isdigit() or names_thing(key):
            return False
        return len(key) <= 8

    def fault(self, opened: Sequence[Mark | None], letters: Mapping[str, Role]) -> Fault | None:
        """Why the speakers of a cell cannot be told: QK802 an unknown mark, QK803 A and B, QK805 none."""
        if all(mark is None or mark.blank for mark in opened):
            return Fault("QK805")
        left = [mark.label for mark in opened if mark and mark.role is None and mark.label not in letters]
        if marks := sorted({label for label in left if label in AMBIGUOUS}):
            return Fault("QK803", (("marks", "、".join(marks)),))
        return Fault("QK802", (("mark", left[0]),)) if left else None
