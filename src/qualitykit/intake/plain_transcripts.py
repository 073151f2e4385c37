"""Transcripts as programs write them: each line opens with a known mark and a colon, and holds no other one.

Most cells of an export are so, and there may be a hundred thousand of them; what is written in any other way
is left to the reader line by line, which says the same of these. Source: semantics.md §4.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from qualitykit.intake.cells import Fault
from qualitykit.intake.speakers import customer_opens, greets_as_customer
from qualitykit.intake.turn_times import clock_seconds
from qualitykit.model import Place, Role, Transcript, maker

__all__ = ["PlainReader"]

_REMEMBERED = 50_000
_MARKS_REMEMBERED = 500_000
_TIME = r"[\[【(（]?((?:\d{1,2}:)?\d{1,2}:\d\d(?:\.\d+)?|\d+(?:\.\d+)?s)[\]】)）]?[ \t]*"
_TIMED_MARK = re.compile(rf"{_TIME}(.+)")
_COLON = r"[：:][ \t\u3000]*"
_TIME_OPENS = "[【(（0123456789"


class PlainReader:
    """Reads them; one for a run, because it remembers the marks that it met."""

    def __init__(self, words: Mapping[str, Role]) -> None:
        plain = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
        self._spelled = {
            spelled: words[word] for word in plain for spelled in (word, word.capitalize(), word.upper())
        }
        self._known: dict[tuple[str, ...], tuple[tuple[Role, ...], int | None, frozenset[str]]] = {}
        self._marks: dict[str, tuple[str, float, int]] = {}  # with a time: word, second, colons
        self._make: Callable[..., Transcript] = maker(Transcript)

    def read(self, text: str, place: Place) -> Transcript | Fault | None:
        """The turns; None where a line is written in another way. Problems: QK804 roles that look swapped."""
        colon = "：" if "：" in text else ":"
        lines = f"\n{text}"
        if f"{colon} " in lines:
            lines = lines.replace(f"{colon} ", colon)
        parts = lines.replace("\n", colon).split(colon)
        if (
            len(parts) == 2 * lines.count("\n") + 1
            and f"{colon} " not in lines
            and f"{colon}\t" not in lines
            and f"{colon}\u3000" not in lines
        ):
            marks, texts = tuple(parts[1::2]), tuple(parts[2::2])
            known = self._known.get(marks) or self._learn(marks)
            if known is None:
                return (
                    self._timed(lines, marks, texts, place)
                    if colon == "："
                    else self._by_pattern(text, place)
                )
            roles, first, spelled = known
            # as many marks at the beginning of a line as there are lines, and no colon of the other kind
            if (colon == ":" or ":" not in lines) and len(marks) == sum(
                [lines.count(f"\n{mark}{colon}") for mark in spelled]
            ):
                return self._checked(texts, roles, first, place)
            return None
        return self._by_pattern(text, place)

    def _checked(
        self,
        texts: tuple[str, ...],
        roles: tuple[Role, ...],
        first: int | None,
        place: Place,
        starts: tuple[float, ...] = (),
    ) -> Transcript | Fault:
        if greets_as_customer(texts, roles, first):
            return Fault("QK804")
        return self._make(texts, roles, place, starts, ())

    def _learn(self, marks: tuple[str, ...]) -> tuple[tuple[Role, ...], int | None, frozenset[str]] | None:
        """Who speaks at these marks, the customer's first turn, and which marks they are; None: unknown ones.

        Most transcripts alternate, so that one answer serves many, and their roles are one tuple.
        """
        different = frozenset(marks)
        if not different <= self._spelled.keys():
            return None
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        roles = tuple([self._spelled[mark] for mark in marks])
        known = self._known[marks] = roles, customer_opens(roles), different
        return known

    # --- with a time before each mark

    def _timed(
        self, lines: str, marks: tuple[str, ...], texts: tuple[str, ...], place: Place
    ) -> Transcript | Fault | None:
        try:
            opened = [self._marks[mark] for mark in marks]
        except KeyError:
            if not all(map(self._learn_time, marks)):
                return None
            opened = [self._marks[mark] for mark in marks]
        words = tuple([word for word, _second, _colons in opened])
        known = self._known.get(words) or self._learn(words)
        whole = [f"\n{mark}：{text}" for mark, text in zip(marks, texts, strict=True)]
        colons = sum([count for _word, _second, count in opened])
        # a mark may not be the end of a text, nor a colon stand outside of the times
        if known is None or lines.count(":") != colons or "".join(whole) != lines:
            return None
        return self._checked(texts, known[0], known[1], place, tuple([one[1] for one in opened]))

    def _learn_time(self, mark: str) -> bool:
        if mark in self._marks:
            return True
        match = _TIMED_MARK.fullmatch(mark)
        second = clock_seconds(match[1]) if match else None
        if match is None or second is None or match[2] not in self._spelled:
            return False
        if len(self._marks) > _MARKS_REMEMBERED:
            self._marks.clear()
        self._marks[mark] = (match[2], second, mark.count(":"))
        return True

    # --- both kinds of colons, and other blanks behind them

    @cached_property
    def _line(self) -> re.Pattern[str]:
        return re.compile(rf"\n({self._any_word()}){_COLON}")

    @cached_property
    def _timed_line(self) -> re.Pattern[str]:
        return re.compile(rf"\n{_TIME}({self._any_word()}){_COLON}")

    def _any_word(self) -> str:
        return "|".join(map(re.escape, self._spelled))

    def _by_pattern(self, text: str, place: Place) -> Transcript | Fault | None:
        parts = self._line.split(f"\n{text}")
        lines, timed = text.count("\n") + 1, len(parts) == 1
        if timed:
            parts = self._timed_line.split(f"\n{text}") if text[:1] in _TIME_OPENS else parts
        size = 3 if timed else 2
        if len(parts) != size * lines + 1 or parts[0]:
            return None
        texts = tuple(parts[size::size])
        if any("：" in said or ":" in said for said in texts):
            return None
        starts = (
            tuple([second for second in map(clock_seconds, parts[1::3]) if second is not None])
            if timed
            else ()
        )
        known = self._learn(tuple(parts[size - 1 :: size]))
        if known is None or len(starts) != (lines if timed else 0):
            return None
        return self._checked(texts, known[0], known[1], place, starts)
