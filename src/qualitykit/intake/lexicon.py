"""Words that people write over their columns, and the fields they mean. Source: field-lists §0–§9.

The words are data (``data/aliases.yaml``). A header is compared normalised, first in the words given by the
pack and the workspace, then in the form's own table, then in the common one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml

from qualitykit.frozen import dataclass
from qualitykit.scoring.characters import to_simplified

__all__ = ["Hint", "Lexicon", "Word", "lexicon", "normal_word", "tables"]

_DATA = Path(__file__).parent / "data" / "aliases.yaml"
_LEADING = re.compile(
    r"^(?:[*#✱★]+(?=\S)|必填[:*]?|选填[:*]?|q\d+[.、:)]?|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、.:)](?!\d)))"
)
_BRACKET = re.compile(r"^(.+?)(?:\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕)$")
_UNITS = {
    "s": "s", "秒": "s", "秒数": "s", "sec": "s", "seconds": "s", "ms": "ms", "毫秒": "ms",
    "分": "min", "分钟": "min", "min": "min", "m": "min", "小时": "h", "h": "h", "时": "h",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """What the bracket at the end of a header says: unit, maximum, weight; None where it says none.

    ``unit`` is s, ms, min or h; 分 counts as minutes only for durations, as points elsewhere.
    """

    text: str = ""
    unit: str | None = None
    maximum: Decimal | None = None
    weight_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A header cell's text, normalised: ``word`` without its bracket, ``whole`` with it."""

    word: str
    whole: str
    hint: Hint


@lru_cache(maxsize=4096)
def normal_word(text: str) -> Word:
    """Read a header's text: one width, simplified, no blanks, no case, no leading number or star."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower().strip("'\u200b\ufeff")
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        text = text.translate(_simplified())
    previous = None
    while text != previous:
        previous, text = text, _LEADING.sub("", text) or text
    text = text.rstrip(":*")
    match = _BRACKET.fullmatch(text)
    if match is None:
        return Word(text, text, Hint())
    inside = next(part for part in match.groups()[1:] if part is not None)
    return Word(match[1].rstrip(":*"), text, _hint(inside))


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    return str.maketrans(to_simplified())


def _hint(text: str) -> Hint:
    maximum = re.fullmatch(r"(?:满分|最高|共)?[:为]?(\d+(?:\.\d+)?)分?(?:制|满分)?|0[-~](\d+)分?", text)
    weight = re.fullmatch(r"(?:权重|占比|占)?[:为]?(\d+(?:\.\d+)?)%", text)
    number = (maximum[1] or maximum[2]) if maximum else None
    return Hint(
        text,
        _UNITS.get(text.removeprefix("单位").lstrip(":")),
        Decimal(number) if number else None,
        Decimal(weight[1]) if weight else None,
    )


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The package's own words: form → field → words as written."""
    # the C loader reads it in 5 ms, the other in 45; both give text only
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    data = yaml.load(_DATA.read_bytes(), Loader=loader)
    return {form: {field: tuple(words) for field, words in fields.items()} for form, fields in data.items()}


@lru_cache(maxsize=64)
def _compiled(form: str) -> Mapping[str, tuple[str, ...]]:
    return _compile(tables().get(form, {}))


def _compile(fields: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Normalised word → the fields that it means."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in fields.items():
        for text in words:
            word = normal_word(text)
            key = word.whole
            if name not in found.setdefault(key, ()):
                found[key] = (*found[key], name)
    return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one form, in the order in which they are looked up."""

    levels: tuple[Mapping[str, tuple[str, ...]], ...]
    items: frozenset[str] = frozenset()
    ratings: Mapping[str, tuple[str, ...]] | None = None
    _sure: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)  # made when asked

    def fields(self, word: Word) -> tuple[str, ...]:
        """The fields that a header may mean, of the first table that knows it; several: values decide."""
        for key in (word.whole, word.word) if word.whole != word.word else (word.word,):
            for level in self.levels:
                if found := level.get(key):
                    return found
        return ()

    def sure_words(self) -> Mapping[int, tuple[tuple[str, str], ...]]:
        """Words of four characters or more that mean one field, by their length: word and field."""
        if not self._sure:
            seen: set[str] = set()
            found: dict[int, list[tuple[str, str]]] = {}
            for level in self.levels:
                for word, fields in level.items():
                    if word not in seen and len(fields) == 1 and len(word) >= 4:
                        found.setdefault(len(word), []).append((word, fields[0]))
                    seen.add(word)
            self._sure.update({length: tuple(words) for length, words in found.items()})
        return self._sure


def lexicon(
    *forms: str,
    items: Mapping[str, Sequence[str]] | None = None,
    extra: Mapping[str, Sequence[str]] | None = None,
) -> Lexicon:
    """The words for a sheet of these forms (``call-review``, ``praise`` …; the common table comes last).

    ``items``: item id → titles, of the pack's form. ``extra``: field → words, of the workspace or of our own
    sheets. Both come before the package's tables.
    """
    own = [_compile(words) for words in (items or {}, extra or {}) if words]
    known = {
        field
        for level in (*own, *map(_compiled, forms), _compiled("common"))
        for found in level.values()
        for field in found
    }
    unsure = {
        normal_word(word).word: tuple(field for field in fields if field in known)
        for word, fields in tables()["ambiguous"].items()
    }
    # an item's own title is never unsure, and a word stays sure where the form knows one of its fields only
    unsure = {word: fields for word, fields in unsure.items() if len(fields) > 1}
    if "roster" in forms:
        unsure.pop("编号", None)
    return Lexicon(
        (*own, unsure, *map(_compiled, forms), _compiled("common")),
        frozenset(items or ()),
        _ratings() if "customer-rating" in forms else None,
    )


@lru_cache(maxsize=1)
def _ratings() -> Mapping[str, tuple[str, ...]]:
    """The nouns that a survey's whole question may hold."""
    asked = ("rating", "attitude", "quality", "efficiency", "solving", "nps")
    return _compile({field: tables()["customer-rating"][field] for field in asked})
