"""Phrases in turns: the definition, turn by turn, and the matcher that a pack's lists are compiled into.

``PhraseMatcher.find`` goes over many turns at once (``phrase_batch``) and finds exactly what ``find_turn``
finds; ``find_turn`` is the definition. Source: semantics.md §4.

One phrase on one sentence. A *window* is a piece of the normalised sentence that turns into the phrase with
at most ``edits`` edits (an insertion, deletion or substitution of one character each), of which none touches
a protected character, of the phrase or of the sentence: 不 没 无 未 别, digits, numerals. In *syllables* it
is the same with syllables compared and characters protecting. The hits are chosen so:
1. windows in characters before windows in syllables (exact and fuzzy before sound);
2. fewer edits before more, then shorter before longer, then left before right;
3. a window that overlaps one already chosen for this phrase is no hit.
So an exact hit is always chosen first, and a hit begins and ends with a character (or syllable) that it
shares with the phrase: what is quoted was said. An exact occurrence is exact whatever ``match`` names.

An ``except`` phrase excuses a hit that it covers from end to end. It is looked for as it stands and, from 3
characters on, by sound without edits: a doubt about the excuse favours the employee. One that lies inside
the phrase excuses nothing; one that sounds like a part of it is not looked for by sound. An excused window
still keeps overlapping ones from being hits.

A hit of a phrase with ``bounds`` that does not lie so in its clause (``clauses``) is none; like an excused
one it keeps overlapping windows from being hits.

A regex is looked for in every normalised sentence (no punctuation, no blanks, simplified, lower case, 你).
"""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from qualitykit.frozen import dataclass
from qualitykit.scoring.clauses import lies_within
from qualitykit.scoring.normalise import END, fold, is_protected, normalise, syllable
from qualitykit.scoring.normalise_batch import normal_texts
from qualitykit.scoring.phrase_batch import find_batch
from qualitykit.scoring.phrase_hits import CompiledPhrase, HitColumns, HitKind, Hits, PhraseHit
from qualitykit.scoring.phrase_plan import BatchPlan
from qualitykit.scoring.phrase_repeats import Repeats
from qualitykit.scoring.reported import is_reported
from qualitykit.standards.phrases import (
    Bounds,
    Match,
    Phrase,
    PhraseKind,
    PhraseList,
    PhraseSeverity,
    Worth,
    allowed_edits,
)

__all__ = ["PhraseMatcher", "Window", "compile_phrases", "windows"]

DEFINITION = "2"  # part of the digest: count it up when the definition or the tables change


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A place where a phrase occurs: edits, length and start, in the order of choice."""

    edits: int
    length: int
    start: int

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.start + self.length

    def overlaps(self, other: "Window") -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Window") -> bool:
        """Whether the other lies inside, ends included."""
        return self.start <= other.start and other.end <= self.end


def windows(
    phrase: Sequence[str], fixed: Sequence[bool], text: Sequence[str], kept: Sequence[bool], edits: int
) -> Iterator[Window]:
    """All windows of a phrase in a sentence, both as characters or both as syllables.

    ``fixed`` and ``kept`` say which of the phrase's and of the text's positions are protected. From every
    start the table of edits is filled row by row (a row is a character of the phrase), and left when no
    cell of a row is within ``edits``. A sentence that lacks more of the phrase's characters has no window.
    """
    present = set(text)
    if sum(char in present for char in phrase) + edits < len(phrase):
        return
    never = edits + 1
    for start in range(len(text)):
        reach = min(len(text) - start, len(phrase) + edits)
        row = [0] * (reach + 1)
        for at in range(1, reach + 1):
            row[at] = never if kept[start + at - 1] else min(row[at - 1] + 1, never)
        for place, char in enumerate(phrase):
            above = row
            row = [never if fixed[place] else above[0] + 1]
            for at in range(1, reach + 1):
                held = kept[start + at - 1]
                same = text[start + at - 1] == char
                best = above[at - 1] + (0 if same else never if held or fixed[place] else 1)
                if not fixed[place]:
                    best = min(best, above[at] + 1)
                if not held:
                    best = min(best, row[at - 1] + 1)
                row.append(min(best, never))
            if min(row) > edits:
                break
        else:
            yield from (Window(cost, at, start) for at, cost in enumerate(row) if at and cost <= edits)


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int  # in the normalised turn
    chars: str
    sounds: tuple[str, ...]
    kept: tuple[bool, ...]


def _sentences(text: str) -> Iterator[_Sentence]:
    start = 0
    for part in text.split(END):
        if part:
            yield _Sentence(start, part, tuple(map(syllable, part)), tuple(map(is_protected, part)))
        start += len(part) + 1


@lru_cache(maxsize=1 << 14)
def _fixed(normal: str) -> tuple[bool, ...]:
    return tuple(map(is_protected, normal))


@lru_cache(maxsize=1 << 14)
def _sounds(normal: str) -> tuple[str, ...]:
    return tuple(map(syllable, normal))


def _chosen(phrase: CompiledPhrase, sentence: _Sentence) -> Iterator[tuple[HitKind, Window]]:
    fixed = _fixed(phrase.normal)
    taken: list[Window] = []
    edits = phrase.edits if phrase.fuzzy else 0
    for window in sorted(windows(phrase.normal, fixed, sentence.chars, sentence.kept, edits)):
        if not any(window.overlaps(other) for other in taken):
            taken.append(window)
            yield (HitKind.FUZZY if window.edits else HitKind.EXACT), window
    if phrase.sound:
        for window in sorted(
            windows(_sounds(phrase.normal), fixed, sentence.sounds, sentence.kept, phrase.edits)
        ):
            if not any(window.overlaps(other) for other in taken):
                taken.append(window)
                yield HitKind.SOUND, window


def _excuses(phrase: CompiledPhrase, sentence: _Sentence) -> tuple[Window, ...]:
    found: list[Window] = []
    for text in phrase.excepts:
        free = (False,) * len(text)
        found.extend(windows(text, free, sentence.chars, sentence.kept, 0))
        if text in phrase.heard_excepts:
            found.extend(windows(tuple(map(syllable, text)), free, sentence.sounds, sentence.kept, 0))
    return tuple(found)


@dataclass(frozen=True)
class PhraseMatcher:
    """The phrases of a pack, compiled. Equal lists give equal matchers with equal ``digest``."""

    phrases: tuple[CompiledPhrase, ...]

    def part(self, lists: Container[str]) -> "PhraseMatcher":
        """The phrases of some lists; each keeps its ``index`` among all."""
        return PhraseMatcher(tuple(one for one in self.phrases if one.list_id in lists))

    @cached_property
    def digest(self) -> str:
        """Names the phrases and the definition: a result found with it stays valid."""
        parts = (DEFINITION, *(repr(phrase) for phrase in self.phrases))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def plan(self) -> BatchPlan:
        """What the batch matcher needs, made once."""
        return BatchPlan.of(self.phrases)

    def find(self, texts: Sequence[str], *, chunk: int = 1_000_000) -> Hits:
        """All hits in all turns, about ``chunk`` characters at a time so that memory stays bounded."""
        repeats = Repeats(texts)
        if repeats.pay:
            return repeats.hits(self.find_distinct(repeats.distinct, chunk=chunk))
        return self.find_distinct(texts, chunk=chunk)

    def find_distinct(self, texts: Sequence[str], *, chunk: int = 1_000_000) -> Hits:
        """All hits in turns of which none is like another."""
        return find_batch(self.plan, texts, chunk)

    def found(self, texts: Sequence[str], columns: HitColumns) -> Hits:
        """What ``find_distinct`` of these turns gave, from the columns of its hits."""
        return Hits(texts, self.plan.phrases, *columns)

    def find_turn(self, text: str) -> tuple[PhraseHit, ...]:
        """The hits in one turn: the definition. In the order of start, end and phrase; ``turn`` is 0.

        Slow; to look through many turns use ``find``.
        """
        normal = normalise(text)
        found: list[PhraseHit] = []
        for sentence in _sentences(normal.text):
            for phrase in self.phrases:
                chosen = _regex_hits(phrase, sentence) if phrase.is_regex else _chosen(phrase, sentence)
                excuses: tuple[Window, ...] | None = None
                for kind, window in chosen:
                    excuses = _excuses(phrase, sentence) if excuses is None else excuses
                    if any(excuse.covers(window) for excuse in excuses):
                        continue
                    place = sentence.start + window.start, sentence.start + window.end
                    if phrase.bounds is not Bounds.ANYWHERE and not lies_within(
                        phrase.bounds, normal.text, normal.at, text, *place
                    ):
                        continue
                    start, end = normal.original(*place)
                    reported = (
                        phrase.kind is PhraseKind.BANNED
                        and kind in (HitKind.EXACT, HitKind.REGEX)
                        and is_reported(text, start, end, sentence.chars[: window.start])
                    )
                    found.append(
                        PhraseHit(0, phrase, kind, start, end, window.edits, text[start:end], reported)
                    )
        return tuple(sorted(found, key=lambda hit: (hit.start, hit.end, hit.phrase.index, hit.kind)))


def _regex_hits(phrase: CompiledPhrase, sentence: _Sentence) -> Iterator[tuple[HitKind, Window]]:
    for found in re.finditer(phrase.text, sentence.chars):
        if found.end() > found.start():
            yield HitKind.REGEX, Window(0, found.end() - found.start(), found.start())


def compile_phrases(lists: Iterable[PhraseList]) -> PhraseMatcher:
    """The matcher of these lists, in their order.

    Rescue phrases that a list holds itself become a cue list ``<list>/rescue``. The text of a regex is folded
    letter by letter, so that a pattern written with 您 or in Traditional characters finds what it names.
    """
    every = tuple(lists)
    normal = _normal_texts(every)
    found: list[CompiledPhrase] = []
    for one in every:
        rescue = one.rescued_by
        own = f"{one.id}/rescue"
        rescues = () if rescue is None else (*rescue.lists, *((own,) if rescue.phrases else ()))
        within_turns = rescue.within_turns if rescue else 0
        for phrase in one.phrases:
            found.append(_compiled(len(found), one, phrase, rescues, within_turns, normal))
        if rescue is not None and rescue.phrases:
            cue = one.model_copy(update={"id": own, "kind": PhraseKind.CUE, "edits": None, "excepts": ()})
            for text in rescue.phrases:
                fuzzy = Phrase(
                    text=text,
                    match=(Match.EXACT, Match.FUZZY, Match.SOUND),
                    worth=Worth.REVIEW,
                    severity=PhraseSeverity.NONE,
                )
                found.append(_compiled(len(found), cue, fuzzy, (), 0, normal))
    return PhraseMatcher(tuple(found))


def _normal_texts(lists: Iterable[PhraseList]) -> Mapping[str, str]:
    """Every text of the lists as it is compared, without sentence ends."""
    texts: dict[str, None] = {}
    for one in lists:
        texts.update(dict.fromkeys(phrase.text for phrase in one.phrases))
        texts.update(dict.fromkeys(chain(one.excepts, *(phrase.excepts for phrase in one.phrases))))
        if one.rescued_by is not None:
            texts.update(dict.fromkeys(one.rescued_by.phrases))
    return dict(zip(texts, normal_texts(tuple(texts)), strict=True))


def _compiled(
    index: int,
    one: PhraseList,
    phrase: Phrase,
    rescues: tuple[str, ...],
    within_turns: int,
    normal_of: Mapping[str, str],
) -> CompiledPhrase:
    match = one.match if phrase.match is None else phrase.match
    is_regex = Match.REGEX in match
    normal = "" if is_regex else normal_of[phrase.text]
    edits = one.edits if phrase.edits is None else phrase.edits
    excepts: tuple[str, ...] = ()
    if one.excepts or phrase.excepts:
        excepts = tuple(
            text
            for text in dict.fromkeys(normal_of[text] for text in (*one.excepts, *phrase.excepts))
            if text and (is_regex or text not in normal)
        )
    return CompiledPhrase(
        index=index,
        list_id=one.id,
        title=one.title,
        family=one.family,
        kind=one.kind,
        clause=one.clause,
        text=_folded_pattern(phrase.text) if is_regex else phrase.text,
        normal=normal,
        match=match,
        edits=0 if is_regex else max(0, min(allowed_edits(len(normal), edits), len(normal) - 1)),
        worth=phrase.worth or one.worth,
        severity=phrase.severity or one.severity,
        excepts=excepts,
        heard_excepts=tuple(text for text in excepts if len(text) >= 3 and not _sounds_inside(text, normal)),
        rescues=rescues,
        within_turns=within_turns,
        bounds=phrase.bounds or one.bounds,
    )


def _sounds_inside(text: str, phrase: str) -> bool:
    # Such an except, looked for by sound, would excuse the phrase itself.
    sounds, heard = tuple(map(syllable, text)), tuple(map(syllable, phrase))
    return any(heard[at : at + len(sounds)] == sounds for at in range(len(heard) - len(sounds) + 1))


def _folded_pattern(pattern: str) -> str:
    # Only letters that stay one letter: brackets, escapes and classes must stay what they are.
    return "".join(
        folded if char >= "\u2e80" and char.isalpha() and len(folded := fold(char)) == 1 else char
        for char in pattern
    )
