"""Several choices in one cell with a mark beside one of them: ☑是 □否, 是√ 否, ■合格 □不合格."""

import re
from collections.abc import Collection
from functools import lru_cache

__all__ = ["has_boxes", "marked_word"]

_MARKED = "☑☒■√✓✔●◉▣⊠◆"
_EMPTY = "□☐○◯▢◇×✗✘"
_BOXES = re.compile(f"[{_MARKED}{_EMPTY}]")


def has_boxes(text: str, words: Collection[str]) -> bool:
    """Whether the cell offers choices: a box beside a word, or two of the words side by side."""
    compact = "".join(text.split())
    if len(compact) < 2:
        return False
    found = _pattern(frozenset(words)).findall(compact)
    return bool(found) and (
        bool(_BOXES.search(compact)) or (len(found) > 1 and "".join(found) == re.sub(r"[/、|,]", "", compact))
    )


def marked_word(text: str, words: Collection[str]) -> str | None:
    """The one word that has a mark; None: none, several, or something that is neither word nor box."""
    compact = re.sub(r"[/、|,;()\[\]._]", "", "".join(text.split()))
    pieces = _pattern(frozenset(words)).split(compact)
    found = _pattern(frozenset(words)).findall(compact)
    if not found or any(letter not in _MARKED + _EMPTY for piece in pieces for letter in piece):
        return None
    if not any(pieces):
        return None
    # marks stand before the words or behind them, for all words of the cell alike
    if pieces[0] and pieces[-1]:
        return None
    beside = pieces[:-1] if pieces[0] else pieces[1:]
    if any(len(piece) > 1 for piece in beside):
        return None
    marked = [word for word, piece in zip(found, beside, strict=True) if piece and piece in _MARKED]
    return marked[0] if len(marked) == 1 else None


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
