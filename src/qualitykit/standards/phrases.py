"""Phrase lists of a standard (``phrases.yaml``): what is looked for in a transcript, and what a hit is worth.

A list is one family: its way of matching, its worth and its severity hold for every phrase of it that does
not say otherwise. Scalars arrive as text from the YAML reader and are converted here.
Source: semantics.md §4.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from qualitykit.i18n import N_, _
from qualitykit.standards.base import ClauseId, Id, Rule

__all__ = [
    "FILLERS",
    "Bounds",
    "Match",
    "Phrase",
    "PhraseKind",
    "PhraseList",
    "PhraseSeverity",
    "Rescue",
    "Worth",
    "allowed_edits",
    "counted_characters",
]

# Interjections that carry nothing and never are part of a word. 那个, 这个, 就是, 哦, 呢, 吧 are left out:
# they are words, change a sentence's sense, or are themselves what a list of cold answers looks for; 唔 is
# Cantonese for 不.
FILLERS = "嗯呃啊欸诶"

SOUND_FROM = 3  # characters; 收件人 and 贱人 share two syllables
MOST_EDITS = 2
_SENTENCE_END = re.compile(r"[。!?;\n].*\w")


class Match(StrEnum):
    """How a phrase is looked for. An exact occurrence is always found, except by ``regex``."""

    EXACT = "exact"
    FUZZY = "fuzzy"
    SOUND = "sound"
    REGEX = "regex"


class Worth(StrEnum):
    """What an exact hit is worth: it stands, an inspector reviews it, or it is shown for coaching only."""

    STANDS = "stands"
    REVIEW = "review"
    ADVICE = "advice"


class Bounds(StrEnum):
    """Where in its clause a hit must lie: anywhere, at its beginning, at its end, or as the whole of it.

    A clause is what stands between punctuation marks; 亲 and particles beside the hit do not count.
    """

    ANYWHERE = "anywhere"
    BEGINS = "begins"
    ENDS = "ends"
    ALONE = "alone"


class PhraseKind(StrEnum):
    """What a list is for: never to be said, to be said, or a cue that another rule starts from."""

    BANNED = "banned"
    REQUIRED = "required"
    CUE = "cue"


class PhraseSeverity(StrEnum):
    """Severity of the violation that a standing hit is. NONE: no violation. Source: semantics.md §6."""

    NONE = "none"
    MINOR = "minor"
    SEVERE = "severe"


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Edits = Annotated[int, Field(ge=0, le=MOST_EDITS)]


class _Part(Rule):
    model_config = ConfigDict(populate_by_name=True)


class Phrase(_Part):
    """One phrase. What is None is as its list says; ``except`` is added to the list's."""

    text: Text
    match: tuple[Match, ...] | None = None
    worth: Worth | None = None
    severity: PhraseSeverity | None = None
    edits: Edits | None = None
    bounds: Bounds | None = None
    excepts: tuple[Text, ...] = Field(default=(), alias="except")


class Rescue(_Part):
    """What makes a hit good again when it follows at once: 我不清楚, then 我马上帮您问.

    ``list`` names phrase lists of the same file, ``phrases`` are given on the spot; one of them at least.
    ``within_turns``: how many of the same speaker's turns after the hit's own are looked at; the rest of the
    hit's own turn always is.
    """

    lists: tuple[Text, ...] = Field(default=(), alias="list")
    phrases: tuple[Text, ...] = ()
    within_turns: Annotated[int, Field(ge=0, le=20)] = 1

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("list"), str):
            return {**value, "list": [value["list"]]}
        return value

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.lists and not self.phrases:
            raise ValueError(_("rescued_by needs a list or phrases"))
        for phrase in self.phrases:
            _must_hold_characters(phrase)
        return self


def _as_phrase(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class PhraseList(_Part):
    """A family of phrases. ``edits`` replaces the number of edits that a fuzzy or sound hit may have.

    ``except``: phrases that excuse a hit that they cover; one inside a phrase excuses nothing there.
    ``bounds``: where in its clause a hit must lie: 不知道 ``alone`` is an answer, 不知道您是否方便 is none.
    Fuzzy hits, sound hits and every hit of a severe phrase are pending whatever ``worth`` says.
    Source: semantics.md §4.
    """

    id: Id
    title: Text
    kind: PhraseKind
    clause: ClauseId
    family: str = ""
    match: tuple[Match, ...] = (Match.EXACT,)
    worth: Worth = Worth.REVIEW
    severity: PhraseSeverity = PhraseSeverity.NONE
    edits: Edits | None = None
    bounds: Bounds = Bounds.ANYWHERE
    excepts: tuple[Text, ...] = Field(default=(), alias="except")
    rescued_by: Rescue | None = None
    phrases: tuple[Annotated[Phrase, BeforeValidator(_as_phrase)], ...] = Field(min_length=1)

    def resolved(self) -> Iterator[Phrase]:
        """The phrases with everything filled in from the list."""
        for phrase in self.phrases:
            yield Phrase(
                text=phrase.text,
                match=self.match if phrase.match is None else phrase.match,
                worth=self.worth if phrase.worth is None else phrase.worth,
                severity=self.severity if phrase.severity is None else phrase.severity,
                edits=self.edits if phrase.edits is None else phrase.edits,
                bounds=self.bounds if phrase.bounds is None else phrase.bounds,
                excepts=(*self.excepts, *phrase.excepts),
            )

    @model_validator(mode="after")
    def _phrases_can_be_looked_for(self) -> Self:
        for text in self.excepts:
            _must_hold_characters(text)
        seen: dict[str, str] = {}
        for at, (own, phrase) in enumerate(zip(self.phrases, self.resolved(), strict=True)):
            try:
                _check_one(own, phrase, seen)
            except ValueError as error:  # at the phrase's own line, not at the list's
                raise PydanticCustomError("phrase", "{reason}", {"reason": str(error), "at": at}) from None
        return self


def _check_one(own: Phrase, phrase: Phrase, seen: dict[str, str]) -> None:
    """ValueError: what is wrong with a phrase, ``own`` as written and ``phrase`` as its list fills it in."""
    _check(phrase)
    for text in own.excepts:
        _must_hold_characters(text)
        if Match.REGEX not in (phrase.match or ()) and _plain(text) in _plain(own.text):
            raise ValueError(
                _("except {except_text} lies inside the phrase {phrase} and excuses nothing").format(
                    except_text=text, phrase=own.text
                )
            )
    key = phrase.text if Match.REGEX in (phrase.match or ()) else _plain(phrase.text)
    if key in seen:
        raise ValueError(
            _("phrase {phrase} stands twice (as {other})").format(phrase=phrase.text, other=seen[key])
        )
    seen[key] = phrase.text


def allowed_edits(length: int, override: int | None = None) -> int:
    """How many edits a fuzzy or sound hit of a phrase of so many characters may have.

    To 4 characters 0, 5 to 8: 1, from 9: 2; ``override`` is the pack's own number. Source: semantics.md §4.
    """
    if override is not None:
        return override
    return 0 if length <= 4 else 1 if length <= 8 else 2


def counted_characters(text: str) -> int:
    """How many characters of a phrase are compared: letters and digits, without fillers."""
    return len(_plain(text))


@lru_cache(maxsize=32_768)  # each phrase is asked for several times
def _plain(text: str) -> str:
    # The lint's own light normalisation; scoring.normalise, a room above, is the full one.
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text).casefold().replace("您", "你")
        if char.isalnum() and char not in FILLERS
    )


def _must_hold_characters(text: str) -> None:
    if _SENTENCE_END.search(unicodedata.normalize("NFKC", text.strip())):
        raise ValueError(
            _("{phrase} goes on after a sentence's end, which no hit crosses: write two phrases").format(
                phrase=text
            )
        )
    if not _plain(text):
        raise ValueError(
            _("{phrase} holds nothing to look for: only punctuation, blanks or fillers").format(phrase=text)
        )


# Python's own words for what is wrong with a pattern; what is not here is quoted
_REGEX_FAULTS = {
    "missing ), unterminated subpattern": N_("a ( is not closed"),
    "unbalanced parenthesis": N_("a ) closes nothing"),
    "unterminated character set": N_("a [ is not closed"),
    "nothing to repeat": N_("*, + or ? follows nothing that could be repeated"),
    "multiple repeat": N_("two of *, + and ? follow each other"),
    "look-behind requires fixed-width pattern": N_("what (?<= or (?<! looks back for needs a fixed length"),
    "min repeat greater than max repeat": N_("the first number of a repeat is above the second"),
}
_BAD_ESCAPE = "bad escape "


def _why(error: re.error) -> str:
    """What is wrong with a pattern, and at which character of it."""
    if error.msg.startswith(_BAD_ESCAPE):
        sign = error.msg.removeprefix(_BAD_ESCAPE)
        reason = _("{sign} means nothing; a backslash itself is written twice").format(sign=sign)
    elif error.msg in _REGEX_FAULTS:
        reason = _(_REGEX_FAULTS[error.msg])
    else:
        reason = f"“{error.msg}”"
    if error.pos is None:
        return reason
    return _("{reason}, at character {number}").format(reason=reason, number=error.pos + 1)


def _check(phrase: Phrase) -> None:
    match = phrase.match or ()
    if not match:
        raise ValueError(_("phrase {phrase} has an empty match list").format(phrase=phrase.text))
    if len(set(match)) != len(match):
        raise ValueError(_("phrase {phrase} names a way of matching twice").format(phrase=phrase.text))
    if phrase.worth is Worth.ADVICE and phrase.severity is not PhraseSeverity.NONE:
        raise ValueError(_("phrase {phrase} is advice and cannot have a severity").format(phrase=phrase.text))
    if Match.REGEX in match:
        if len(match) > 1 or phrase.edits is not None:
            raise ValueError(
                _("phrase {phrase}: regex stands alone, without edits").format(phrase=phrase.text)
            )
        try:
            compiled = re.compile(phrase.text)
        except re.error as error:
            raise ValueError(
                _("invalid regex {phrase}: {reason}").format(phrase=phrase.text, reason=_why(error))
            ) from None
        if compiled.search(""):
            raise ValueError(
                _("regex {phrase} matches nothing at all, that is, everywhere").format(phrase=phrase.text)
            )
        return
    _must_hold_characters(phrase.text)
    length = counted_characters(phrase.text)
    if Match.SOUND in match and length < SOUND_FROM:
        raise ValueError(
            _("phrase {phrase} is too short for sound: {least} characters or more").format(
                phrase=phrase.text, least=SOUND_FROM
            )
        )
    if phrase.edits and length <= 2 * phrase.edits:
        raise ValueError(
            _("phrase {phrase} is too short for {edits} edits").format(phrase=phrase.text, edits=phrase.edits)
        )
