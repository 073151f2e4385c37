"""Headers that are nearly one that we know: a slip of the pen, or a survey's whole question."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from qualitykit.intake.lexicon import Lexicon, Word
from qualitykit.scoring.normalise import syllable

__all__ = ["nearest"]

# one of these for another is another meaning (通话时长 is no slip for 通话时间), as is one more or one less
_MEANING = frozenset("长间期人号分数率额名次日月年时级型类式前后始末初终上下主被")
_NEGATION = frozenset("不未非无没否")


def nearest(word: Word, words: Lexicon, taken: Collection[str]) -> tuple[str, str] | None:
    """The known word and its field, where exactly one field is near enough and is not found yet; else None.

    Near: one character of the same sound in 3 (巡察人 is 巡查人), one edit from 4 characters on, two from 8,
    one in five from 12; never an edit that changes the meaning, never a word that means several fields.
    """
    text = word.word
    if len(text) < 3 or text.isdigit():
        return None
    if words.ratings and (found := _question(text, words)):
        return found if found[1] not in taken else None
    best: list[tuple[int, str, str]] = []
    mine = words.known()
    for distance, known in (mine if words.around is None else words.around).alike(text, _alike):
        fields = mine.get(known, ())
        if len(fields) == 1:
            best.append((distance, known, fields[0]))
    if not best:
        return None
    best.sort()
    fields_at_best = {field for distance, _known, field in best if distance == best[0][0]}
    if len(fields_at_best) > 1 or best[0][2] in taken:
        return None
    return best[0][1], best[0][2]


def _alike(text: str, by_length: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """The words that differ by few and harmless edits, with their number."""
    from rapidfuzz.distance import Levenshtein  # most sheets have the headers that we know

    if len(text) == 3:
        yield from ((1, known) for known in by_length.get(3, ()) if _sounds_alike(text, known))
        return
    limit = 1 if len(text) < 8 else 2 if len(text) < 12 else len(text) // 5
    for length in range(max(4, len(text) - limit), len(text) + limit + 1):
        for known in by_length.get(length, ()):
            distance = Levenshtein.distance(text, known, score_cutoff=limit)
            if distance <= limit and _harmless(text, known):
                yield distance, known


def _sounds_alike(text: str, known: str) -> bool:
    """Whether one character is another of the same sound: what a slip of typing by sound leaves."""
    other = [(ours, theirs) for ours, theirs in zip(text, known, strict=True) if ours != theirs]
    if len(other) != 1 or not _harmless(text, known):
        return False
    ours, theirs = map(syllable, other[0])
    return bool(ours) and ours == theirs


def _harmless(text: str, known: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    for edit in Levenshtein.editops(text, known):
        kind = edit.tag
        ours = text[edit.src_pos] if kind != "insert" else ""
        theirs = known[edit.dest_pos] if kind != "delete" else ""
        if {ours, theirs} & _NEGATION or ours.isdigit() or theirs.isdigit():
            return False
        if kind == "replace" and ours in _MEANING and theirs in _MEANING:
            return False
        if kind != "replace" and (ours in _MEANING or theirs in _MEANING):
            return False
    return True


def _question(text: str, words: Lexicon) -> tuple[str, str] | None:
    """A survey's question as header: the one thing that it asks about."""
    if len(text) < 8 or not any(sign in text for sign in ("?", "您", "满意", "评价", "打分")):
        return None
    held = {
        known: fields for known, fields in (words.ratings or {}).items() if len(known) >= 4 and known in text
    }
    fields = {field for found in held.values() for field in found}
    return (max(held, key=len), fields.pop()) if len(fields) == 1 else None
