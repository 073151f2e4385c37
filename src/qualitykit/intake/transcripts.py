"""A transcript in a cell → turns: the role marks, times and line habits of those who paste and export them.

What is not certain is not guessed: a cell whose speakers cannot be told gives a ``Fault`` and no turns, for
words put into the wrong mouth would cost an employee. Source: semantics.md §4, field-lists.md §3.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qualitykit.beside import MOST_PARTS, even_parts, processors, steps_beside
from qualitykit.intake.cells import Fault, Raw
from qualitykit.intake.line_marks import LineMarks, Mark, lone_time
from qualitykit.intake.plain_transcripts import PlainReader
from qualitykit.intake.quotations import Line, split_lines
from qualitykit.intake.speakers import (
    AMBIGUOUS,
    RoleWords,
    looks_swapped,
    mark_key,
    roles_of_letters,
)
from qualitykit.intake.turn_json import JsonTurn, json_turns
from qualitykit.intake.turn_times import from_the_beginning
from qualitykit.model import Place, Role, Transcript
from qualitykit.turncolumns import TurnColumns

if TYPE_CHECKING:
    from qualitykit.intake.many_transcripts import ManyTranscripts

__all__ = ["Hear", "TranscriptReader"]

Hear = Callable[[], Callable[[TurnColumns], Any]]
"""Gives what looks through the words of many transcripts; what it finds is kept with them (``heard``)."""
_MANY = 1_000  # cells that are cut at once

_BLANKS = " \t\u3000\u00a0"

_SPOKEN_TO = re.compile(r"[您你]好|您|请|尊敬|早上好|上午好|中午好|下午好|晚上好|感谢|抱歉|非常")
_COMES_AND_GOES = re.compile(r"接入|加入|进入|接待|转接|结束|离开|退出|关闭|邀请|接受|撤回|超时|排队")
_NO_WORDS = re.compile(r"\s*(?:\d{1,3}[.、)])?\s*$")  # blank, or a line number that stands alone


class TranscriptReader:
    """Reads transcript cells; one for a run, because it remembers the marks that it met.

    Problems (as ``Fault``): QK801 the first line has no role, QK802 a mark that is not known, QK803 marks
    that need a mapping (0/1, A/B, left/right), QK804 roles that look swapped, QK805 nobody is marked.

    ``hear``: looks through the words of very many transcripts as soon as they are cut.
    """

    def __init__(self, extra: Mapping[str, Iterable[str]] | None = None, hear: Hear | None = None) -> None:
        self._hear = hear
        self.words = RoleWords.make(extra)
        self._marks = LineMarks(self.words)
        self._plain = PlainReader(self.words.words)

    def read(self, text: str, place: Place, agent: tuple[str, ...] = ()) -> Transcript | Fault | None:
        """The turns of one cell; None for an empty one. A line without a mark continues the turn before.

        ``agent`` are the names and numbers of the employee of this row: as marks they mean the agent.
        """
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        found = self._plain.read(text, place)
        return self._read_lines(text, place, agent) if found is None else found

    def many(self, cells: Sequence[Raw]) -> "ManyTranscripts | None":
        """Those of a column of cells that are written plainly; None where there are few cells."""
        return next(self._steps(lambda: cells, None)) if len(cells) >= _MANY else None

    def many_ahead(
        self, cells: Callable[[int, int], Sequence[Raw]], size: int
    ) -> "Callable[[], ManyTranscripts | None]":
        """``many`` in processes beside, a part of the column in each; gives a function that waits for them.
        ``hear`` follows there. ``cells``: those from one number to before another one, of ``size``."""
        hear = self._hear() if self._hear is not None else None
        # this process works on as well
        spans = even_parts(size, min(max(processors() - 1, 1), MOST_PARTS))
        begun = [(steps_beside(partial(self._steps, partial(cells, *span), hear)), span) for span in spans]

        def wait() -> "ManyTranscripts | None":
            from qualitykit.intake.many_transcripts import ManyTranscripts

            found: list[tuple[ManyTranscripts | None, int]] = []
            for steps, (first, end) in begun:
                part: ManyTranscripts | None = next(steps)
                if part is not None and hear is not None:
                    # nothing where that process died: then nobody has heard anything yet
                    part.columns[0].will_be_heard(partial(next, steps, None))
                found.append((part, end - first))
            return ManyTranscripts.of_parts(found)

        return wait

    def _steps(
        self, cells: Callable[[], Sequence[Raw]], hear: Callable[[TurnColumns], Any] | None
    ) -> Iterator[Any]:
        """The transcripts, and then what is heard in them."""
        from qualitykit.intake.many_transcripts import cut_many, lay_out

        found = cut_many(lay_out(cells()), self._plain.opening)
        yield found
        if found is not None and hear is not None:
            yield hear(found.columns[0])

    # --- any other spelling, line by line

    def _read_lines(self, text: str, place: Place, agent: tuple[str, ...]) -> Transcript | Fault | None:
        text = text.strip("\ufeff\u200b \t\n\u3000")
        if not text:
            return None
        if text.startswith(("[{", "{")) and (said := json_turns(text)) is not None:
            return self._read_marked(said, place)
        split = split_lines(text, self._marks.parts)
        if isinstance(split, str):
            return Fault("QK802", (("mark", split),))
        lines = [line for line in split if not _NO_WORDS.match(line.text)]
        opened = [None if line.quoted else self._marks.open(line.text) for line in lines]
        letters = {mark_key(name): Role.AGENT for name in agent if name}
        letters |= roles_of_letters({mark.label for mark in opened if mark})
        opened = self._marks.with_doubts(lines, opened, letters)
        if fault := self._marks.fault(opened, letters):
            return fault
        return self._turns(lines, opened, letters, place)

    def _turns(
        self,
        lines: Sequence[Line],
        opened: Sequence[Mark | None],
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
            elif (times or current is None) and (alone := lone_time(text)) is not None:
                waiting = alone
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

    def _lone_times(self, lines: Sequence[Line], opened: Sequence[Mark | None]) -> str:
        """Whether times stand on lines of their own, before or after every mark; else they are words."""
        alone = [not line.quoted and lone_time(line.text) is not None for line in lines]
        marks = [at for at, mark in enumerate(opened) if mark is not None]
        if not any(alone) or not marks:
            return ""
        if all(at and alone[at - 1] for at in marks):
            return "before"
        return "after" if all(alone[at + 1 : at + 2] == [True] for at in marks) else ""

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
