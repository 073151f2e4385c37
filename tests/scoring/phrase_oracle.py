"""The definition of semantics.md §4 once more, by brute force: every window, a recursive distance.

Shares nothing with the matchers but the normalised text, the syllables and the table of protected characters.
"""

from collections.abc import Callable, Sequence
from functools import cache
from math import inf

from qualitykit.scoring.clauses import LEADS, MARKS, TRAILS
from qualitykit.scoring.normalise import NormalText, is_protected, normalise, syllable
from qualitykit.scoring.phrase_hits import CompiledPhrase

__all__ = ["oracle"]

Row = tuple[int, str, int, int, int]  # phrase, kind, start and end in the original, edits


def distance(phrase: str, text: str, same: Callable[[str, str], bool]) -> float:
    """Edits from phrase to text of which none touches a protected character; ``inf`` if there is no way."""

    @cache
    def rest(i: int, j: int) -> float:
        if i == len(phrase) and j == len(text):
            return 0
        ways = [inf]
        free = i < len(phrase) and not is_protected(phrase[i])
        loose = j < len(text) and not is_protected(text[j])
        if i < len(phrase) and j < len(text) and same(phrase[i], text[j]):
            ways.append(rest(i + 1, j + 1))
        if free and loose:
            ways.append(1 + rest(i + 1, j + 1))
        if free:
            ways.append(1 + rest(i + 1, j))
        if loose:
            ways.append(1 + rest(i, j + 1))
        return min(ways)

    return rest(0, 0)


def _same_character(one: str, other: str) -> bool:
    return one == other


def _same_sound(one: str, other: str) -> bool:
    return syllable(one) == syllable(other)


def _slices(sentence: str, shortest: int, longest: int) -> list[tuple[int, int]]:
    size = len(sentence)
    return [
        (start, end)
        for start in range(size)
        for end in range(start + max(1, shortest), min(size, start + longest) + 1)
    ]


def _hits(phrase: CompiledPhrase, sentence: str) -> list[tuple[str, int, int, int]]:
    length = len(phrase.normal)
    ways: list[tuple[int, int, int, int, str]] = []
    for order, same, edits, wanted in (
        (0, _same_character, phrase.edits if "fuzzy" in phrase.match else 0, True),
        (1, _same_sound, phrase.edits, "sound" in phrase.match and length >= 3),
    ):
        for start, end in _slices(sentence, length - edits, length + edits) if wanted else ():
            cost = distance(phrase.normal, sentence[start:end], same)
            if cost <= edits:
                kind = "SOUND" if order else "FUZZY" if cost else "EXACT"
                ways.append((order, int(cost), end - start, start, kind))
    chosen: list[tuple[str, int, int, int]] = []
    for _order, cost, size, start, kind in sorted(ways):
        if all(start + size <= low or high <= start for _kind, low, high, _cost in chosen):
            chosen.append((kind, start, start + size, cost))
    return chosen


def _is_excused(phrase: CompiledPhrase, sentence: str, start: int, end: int) -> bool:
    for text in phrase.excepts:
        for low, high in _slices(sentence, len(text), len(text)):
            if low <= start and end <= high:
                part = sentence[low:high]
                sounds = len(text) >= 3 and all(map(_same_sound, text, part))
                sounds = sounds and not any(
                    all(map(_same_sound, text, phrase.normal[at : at + len(text)]))
                    for at in range(len(phrase.normal) - len(text) + 1)
                )
                if part == text or sounds:
                    return True
    return False


def _clauses(normal: NormalText, text: str) -> list[int]:
    """The number of the clause of every normalised character."""
    numbers = [0] * len(normal.text)
    for i in range(1, len(normal.text)):
        between = text[normal.at[i - 1] + 1 : normal.at[i]]
        ended = "\n" in normal.text[i - 1 : i + 1] or any(mark in between for mark in MARKS)
        numbers[i] = numbers[i - 1] + ended
    return numbers


def _lies_within(bounds: str, chars: str, clauses: Sequence[int], start: int, end: int) -> bool:
    before = {chars[i] for i in range(start) if clauses[i] == clauses[start]}
    after = {chars[i] for i in range(end, len(chars)) if clauses[i] == clauses[end - 1]}
    first, last = before <= LEADS, after <= TRAILS
    return {"anywhere": True, "begins": first, "ends": last, "alone": first and last}[bounds]


def oracle(phrases: Sequence[CompiledPhrase], text: str) -> set[Row]:
    """All hits of these phrases, none of which is a regex, in one turn."""
    normal = normalise(text)
    found: set[Row] = set()
    clauses = _clauses(normal, text)
    at = 0
    for sentence in normal.text.split("\n"):
        for phrase in phrases:
            for kind, start, end, edits in _hits(phrase, sentence):
                inside = _lies_within(phrase.bounds, normal.text, clauses, at + start, at + end)
                if inside and not _is_excused(phrase, sentence, start, end):
                    found.add((phrase.index, kind, *normal.original(at + start, at + end), edits))
        at += len(sentence) + 1
    return found
