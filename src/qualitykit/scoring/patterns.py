"""Patterns (``match: regex``) in many sentences at once: what ``re.finditer`` finds in each by itself.

Few sentences hold all that a pattern needs, and only those are looked at; most patterns cannot reach over a
sentence's end and are looked for in all of these in one go. Source: semantics.md §4.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualitykit.scoring.arrays import changes, is_one_of
from qualitykit.scoring.normalise import END
from qualitykit.scoring.normalise_batch import NormalBatch

__all__ = ["Pattern", "find_patterns", "needed_characters", "stays_inside"]

_FEW = 16  # sentences; more are joined
_SAME_AGAIN = re.compile(r"\\[1-9](?!\d)")
_OTHER_GROUP = re.compile(r"\(\?(?![:=!]|<[=!])")  # a flag, a name, a comment, a condition

Ints = NDArray[np.int64]


class Pattern(NamedTuple):
    """A pattern and the place of its phrase."""

    place: int
    text: str


def find_patterns(batch: NormalBatch, patterns: Sequence[Pattern]) -> Ints:
    """Place, start and end in the batch of all that the patterns find; a row each, empty finds left out."""
    rows: list[tuple[int, int, int]] = []
    if patterns:
        sentences = _Sentences(batch)
        for place, text in patterns:
            chosen = sentences.holding(needed_characters(text))
            rows += [(place, start, end) for start, end in sentences.find(text, chosen) if end > start]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


class _Sentences:
    """The sentences of a batch, numbered from 0."""

    def __init__(self, batch: NormalBatch) -> None:
        self._codes = batch.codes
        self._text = batch.text()
        self._stops = np.flatnonzero(batch.codes == ord(END))
        self._starts = np.concatenate(([0], self._stops + 1))
        self._ends = np.concatenate((self._stops, [len(batch.codes)]))
        self._with: dict[str, Ints] = {}

    def holding(self, needed: str) -> Ints:
        """The sentences in which each of these characters stands, in order."""
        chosen: Ints | None = None
        for char in needed:
            if char not in self._with:
                found = np.searchsorted(self._stops, np.flatnonzero(self._codes == ord(char)))
                self._with[char] = found[changes(found)]
            found = self._with[char]
            chosen = found if chosen is None else chosen[is_one_of(chosen, found)]
        return np.arange(len(self._starts)) if chosen is None else chosen

    def find(self, pattern: str, chosen: Ints) -> list[tuple[int, int]]:
        """Where the pattern is found in these sentences."""
        bounds = list(zip(self._starts[chosen].tolist(), self._ends[chosen].tolist(), strict=True))
        # slices, not the bounds of search: what stands outside the sentence is not looked at
        texts = [self._text[start:end] for start, end in bounds]
        if len(texts) <= _FEW or not stays_inside(pattern):
            return [
                (start + found.start(), start + found.end())
                for (start, _end), text in zip(bounds, texts, strict=True)
                for found in re.finditer(pattern, text)
            ]
        spans = [found.span() for found in re.finditer(pattern, END.join(texts))]
        if not spans:
            return []
        firsts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
        starts, ends = np.array(spans, np.int64).T
        own = np.searchsorted(firsts, starts, side="right") - 1
        shift = self._starts[chosen[own]] - firsts[own]
        return list(zip((starts + shift).tolist(), (ends + shift).tolist(), strict=True))


@lru_cache(maxsize=1024)
def stays_inside(pattern: str) -> bool:
    """Whether the pattern neither finds nor asks for a sentence's end: what follows then changes nothing.

    False where that is not plain to see.
    """
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            if not _SAME_AGAIN.match(pattern, at):
                return False
            at += 2
        elif char == "[":
            members = _members(pattern, at)
            outside = members.startswith("^")
            escapes = re.findall(r"\\(.)", members, re.DOTALL)
            if any(escape != "n" for escape in escapes) or ("n" in escapes or END in members) != outside:
                return False
            if not outside and any(low <= END <= high for low, high in re.findall("(.)-(.)", members)):
                return False
            at += len(members) + 2
        elif char in "^$" or char == END or _OTHER_GROUP.match(pattern, at):
            return False
        else:
            at += 1
    return True


def _members(pattern: str, at: int) -> str:
    """What stands in the class that begins there; its bracket is a member where it comes first."""
    first = at + (2 if pattern[at + 1 : at + 2] == "^" else 1)
    end = first + (pattern[first : first + 1] == "]")
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return pattern[at + 1 : end]


@lru_cache(maxsize=1024)
def needed_characters(pattern: str) -> str:
    """Chinese characters that stand in everything that the pattern finds; perhaps not all of them.

    Those outside brackets that nothing makes optional, where the pattern has no alternatives at its top.
    """
    found: list[str] = []
    depth, at = 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            at += len(_members(pattern, at)) + 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and not depth:
            return ""
        elif not depth and char >= "\u2e80" and pattern[at + 1 : at + 2] not in ("?", "*", "{"):
            found.append(char)
        at += 1
    # flags, comments and conditions change how a pattern reads
    return "" if re.search(r"\(\?(?![:=!<P])", pattern) else "".join(dict.fromkeys(found))
