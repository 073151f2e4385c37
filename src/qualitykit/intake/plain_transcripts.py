"""Transcripts as programs write them: each line opens with a known mark and a colon, and holds no other one.

Most cells of an export are so, and there may be a hundred thousand of them; what is written in any other way
is left to the reader line by line, which says the same of these. Source: semantics.md §4.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from qualitykit.intake.cells import Fault
from qualitykit.intake.speakers import customer_opens, greets_as_customer
from qualitykit.intake.turn_times import AN_HOUR, clock_seconds, from_the_beginning
from qualitykit.model import Place, Role, Transcript, maker

__all__ = ["Opening", "PlainReader"]

_REMEMBERED = 50_000
_TIME = r"[\[【(（]?((?:D{1,2}:)?D{1,2}:DD(?:\.D+)?|D+(?:\.D+)?s)[\]】)）]?[ \t]*".replace("D", "[0-9]")
_COLON = r"[：:][ \t\u3000]*"
_TIME_OPENS = "[【(（0123456789"


class Opening(NamedTuple):
    """Who speaks, and the second if the line carries a time."""

    role: Role
    second: float | None


class PlainReader:
    """Reads them; one for a run, because it remembers the marks and times that it met."""

    def __init__(self, words: Mapping[str, Role]) -> None:
        usual = ("客服", "客户", "坐席", "顾客", "用户", "员工", "座席")  # found sooner when they come first
        plain = sorted(
            (word for word in words if len(word) > 1), key=lambda word: (word not in usual, -len(word))
        )
        self._spelled = {
            spelled: words[word] for word in plain for spelled in (word, word.capitalize(), word.upper())
        }
        self._any_word = "|".join(map(re.escape, self._spelled))
        # a literal newline in front lets the search leap from line to line
        self._line = re.compile(rf"\n({self._any_word}){_COLON}")
        self._known: dict[tuple[str, ...], tuple[tuple[Role, ...], int | None]] = {}
        self._times: dict[str, tuple[float, int]] = {}  # as written → second and colons
        self._make: Callable[..., Transcript] = maker(Transcript)

    def read(self, text: str, place: Place) -> Transcript | Fault | None:
        """The turns; None where a line is written in another way. Problems: QK804 roles that look swapped."""
        parts = self._line.split(f"\n{text}")
        turns = len(parts) // 2
        if not turns:
            return self._timed(text, place) if text[:1] in _TIME_OPENS and not _quotes(text) else None
        # every line opens with a mark and holds no other colon: nothing is left to doubt
        if parts[0] or text.count("\n") != turns - 1 or text.count("：") + text.count(":") != turns:
            return None
        if _quotes(text):
            return None
        return self._checked(tuple(parts[1::2]), tuple(parts[2::2]), place, ())

    @cached_property
    def _timed_line(self) -> re.Pattern[str]:
        return re.compile(rf"\n{_TIME}({self._any_word}){_COLON}")

    def _timed(self, text: str, place: Place) -> Transcript | Fault | None:
        """The turns with a time before each mark."""
        parts = self._timed_line.split(f"\n{text}")
        turns = len(parts) // 3
        if not turns or parts[0] or text.count("\n") != turns - 1:
            return None
        times = [self._times.get(time) or self._learn(time) for time in parts[1::3]]
        colons = turns + sum([colons for _second, colons in times])
        if text.count("：") + text.count(":") != colons:
            return None
        starts: Sequence[float | None] = tuple([second for second, _colons in times])
        if times[0][0] >= AN_HOUR:  # a chat carries the clock of the day
            starts = from_the_beginning(starts, ())[0]
        return self._checked(tuple(parts[2::3]), tuple(parts[3::3]), place, tuple(starts))

    def opening(self, text: str) -> Opening | None:
        """What a line's beginning says, up to the colon and the blanks after it; None: another spelling."""
        if plain := self._line.fullmatch(f"\n{text}"):
            return Opening(self._spelled[plain[1]], None)
        timed = self._timed_line.fullmatch(f"\n{text}")
        return Opening(self._spelled[timed[2]], self._learn(timed[1])[0]) if timed else None

    def _learn(self, time: str) -> tuple[float, int]:
        second = clock_seconds(time)
        assert second is not None, time  # the pattern finds nothing else
        if len(self._times) > _REMEMBERED:
            self._times.clear()
        found = self._times[time] = second, time.count(":")
        return found

    def _checked(
        self, marks: tuple[str, ...], texts: tuple[str, ...], place: Place, starts: tuple[float | None, ...]
    ) -> Transcript | Fault:
        """The transcript. Most alternate: one shared tuple of roles serves each sequence of marks."""
        known = self._known.get(marks)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            roles = tuple([self._spelled[mark] for mark in marks])
            known = self._known[marks] = roles, customer_opens(roles)
        if greets_as_customer(texts, *known):
            return Fault("QK804")
        return self._make(texts, known[0], place, starts, ())


def _quotes(text: str) -> bool:
    """Whether it may hold 客服：> 关我屁事, which are not the agent's words."""
    return ">" in text or "＞" in text
