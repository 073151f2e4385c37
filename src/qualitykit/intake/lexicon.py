"""Words that people write over their columns, and the fields they mean. Source: field-lists §0–§9.

The words are data (``data/aliases.yaml``). A header is compared normalised, first in the words given by the
pack and the workspace, then in the form's own table, then in the common one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from qualitykit.frozen import dataclass
from qualitykit.scoring.characters import to_simplified

__all__ = ["Hint", "Lexicon", "Word", "Words", "common_words", "lexicon", "normal_word", "tables"]

_DATA = Path(__file__).parent / "data" / "aliases.yaml"
_LEADING = re.compile(
    r"^(?:[*#✱★]+(?=\S)|必填[:*]?|选填[:*]?|q\d+[.、:)]?|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、.:)](?!\d)))"
)
_LEADS = frozenset("*#✱★必选q(一二三四五六七八九十")  # what that may begin with
_CLOSES = frozenset(")]】〕")
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


_NO_HINT = Hint()


@lru_cache(maxsize=4096)
def normal_word(text: str) -> Word:
    """Read a header's text: one width, simplified, no blanks, no case, no leading number or star."""
    text = "".join(unicodedata.normalize("NFKC", text).split()).lower().strip("'\u200b\ufeff")
    if not text.isascii():
        try:
            text.encode("gb2312")
        except UnicodeEncodeError:
            text = text.translate(_simplified())
    previous = None
    while text != previous and (text[:1] in _LEADS or text[:1].isdigit()):
        previous, text = text, _LEADING.sub("", text) or text
    text = text.rstrip(":*")
    match = _BRACKET.fullmatch(text) if text[-1:] in _CLOSES else None
    if match is None:
        return Word(text, text, _NO_HINT)
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


class Words(dict[str, tuple[str, ...]]):
    """Normalised word → the fields that it means."""

    def __init__(self, words: Mapping[str, tuple[str, ...]] | None = None) -> None:
        super().__init__(words or {})
        self._alike: dict[str, tuple[tuple[int, str], ...]] = {}

    @cached_property
    def meanings(self) -> frozenset[str]:
        """All fields that its words can mean."""
        return frozenset().union(*self.values())

    def may_begin(self, *texts: str) -> bool:
        """Whether one of its words may begin with one of these, perhaps after a number or a star."""
        return any(text in self._beginnings or text[:1] in _LEADS or text[:1].isdigit() for text in texts)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(word[:end] for word in self for end in range(1, len(word)))

    @cached_property
    def _by_length(self) -> Mapping[int, Sequence[str]]:
        found: dict[int, list[str]] = {}
        for word in self:
            found.setdefault(len(word), []).append(word)
        return found

    def alike(
        self, text: str, find: Callable[[str, Mapping[int, Sequence[str]]], Iterable[tuple[int, str]]]
    ) -> tuple[tuple[int, str], ...]:
        """The words that ``find`` takes for nearly this text; asked once a text."""
        known = self._alike.get(text)
        if known is None:
            known = self._alike[text] = tuple(find(text, self._by_length))
        return known


@lru_cache(maxsize=64)
def _compiled(form: str) -> Words:
    return _compile(tables().get(form, {}))


def _compile(fields: Mapping[str, Iterable[str]]) -> Words:
    found = Words()
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

    levels: tuple[Words, ...]
    items: frozenset[str] = frozenset()
    ratings: Mapping[str, tuple[str, ...]] | None = None
    around: Words | None = None  # the words of all lexicons of this run, where near ones are looked up
    _first: Words = field(default_factory=Words, repr=False)  # made when asked

    def known(self) -> Words:
        """Every word with its fields, of the first table that knows it."""
        if not self._first:
            for level in reversed(self.levels):
                self._first.update(level)
        return self._first

    def fields(self, word: Word) -> tuple[str, ...]:
        """The fields that a header may mean, of the first table that knows it; several: values decide."""
        known = self._first or self.known()
        found = known.get(word.whole)
        return known.get(word.word, ()) if found is None else found


def lexicon(
    *forms: str,
    items: Mapping[str, Sequence[str]] | None = None,
    extra: Mapping[str, Sequence[str]] | None = None,
    around: Words | None = None,
) -> Lexicon:
    """The words for a sheet of these forms (``call-review``, ``praise`` …; the common table comes last).

    ``items``: item id → titles, of the pack's form. ``extra``: field → words, of the workspace or of our own
    sheets. Both come before the package's tables. ``around``: where all words of a run will be gathered.
    """
    own = [_compile(words) for words in (items or {}, extra or {}) if words]
    given = (*own, *map(_compiled, forms), _compiled("common"))
    known = frozenset().union(*(level.meanings for level in given))
    unsure = Words()
    for word, fields in _ambiguous().items():
        possible = tuple(field for field in fields if field in known)
        # an item's own title is never unsure; a word stays sure where the form knows one of its fields only
        if len(possible) > 1 and not (
            (word == "编号" and "roster" in forms) or (word == "时间" and "turns" in forms)
        ):
            unsure[word] = possible
    return Lexicon(
        (*own, unsure, *map(_compiled, forms), _compiled("common")),
        frozenset(items or ()),
        _ratings() if "customer-rating" in forms else None,
        around,
    )


@lru_cache(maxsize=1)
def common_words() -> Lexicon:
    """The words that stand on every kind of sheet."""
    return lexicon()


@lru_cache(maxsize=1)
def _ambiguous() -> Mapping[str, tuple[str, ...]]:
    return {normal_word(word).word: fields for word, fields in tables()["ambiguous"].items()}


@lru_cache(maxsize=1)
def _ratings() -> Mapping[str, tuple[str, ...]]:
    """The nouns that a survey's whole question may hold."""
    asked = ("rating", "attitude", "quality", "efficiency", "solving", "nps")
    return _compile({field: tables()["customer-rating"][field] for field in asked})
