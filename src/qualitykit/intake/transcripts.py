"""A transcript in a cell → turns: the role marks, times and line habits of those who paste and export them.

What is not certain is not guessed: a cell whose speakers cannot be told gives a ``Fault`` and no turns, for
words put into the wrong mouth would cost an employee. Source: semantics.md §4, field-lists.md §3.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from qualitykit.frozen import dataclass
from qualitykit.intake.cells import Fault
from qualitykit.intake.plain_transcripts import PlainReader
from qualitykit.intake.speakers import (
    AMBIGUOUS,
    CLOSING,
    OPENING,
    THINGS,
    RoleWords,
    looks_swapped,
    mark_key,
    roles_of_letters,
)
from qualitykit.intake.turn_json import JsonTurn, json_turns
from qualitykit.intake.turn_times import clock_seconds, from_the_beginning
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

    def _read_lines(self, text: str, place: Place, agent: tuple[str, ...]) -> Transcript | Fault | None:
        text = text.strip("\ufeff\u200b \t\n\u3000")
        if not text:
            return None
        if text.startswith(("[{", "{")) and (said := json_turns(text)) is not None:
            return self._read_marked(said, place)
        lines = [line for line in self._inline.sub("\n", text).split("\n") if not _NO_WORDS.match(line)]
        opened = [self._open(line) for line in lines]
        letters = {mark_key(name): Role.AGENT for name in agent if name}
        letters |= roles_of_letters({mark.label for mark in opened if mark})
        if fault := self._speakers_fault(opened, letters):
            return fault
        turns: list[JsonTurn] = []
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
        if key in THINGS or key.isdigit() or any(key.endswith(thing) for thing in THINGS if len(thing) > 1):
            return False
        return len(key) <= 8

    def _speakers_fault(self, opened: "list[_Mark | None]", letters: Mapping[str, Role]) -> Fault | None:
        if not any(opened):
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
        *from_the_beginning(starts, ends),
    )
