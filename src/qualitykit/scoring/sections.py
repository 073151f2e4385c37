"""One section of a filled form: its items' scores, and what it gives to the form. Source: semantics.md §3."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from qualitykit.frozen import dataclass
from qualitykit.model import Answer, AnswerState
from qualitykit.scoring.itemscore import answer_score, outcome_score
from qualitykit.scoring.results import CriticalPart, ItemPart, SectionPart
from qualitykit.standards.forms import Detected, Form, Item, Section

__all__ = ["ScoredSection", "SectionScorer", "whole_weight"]


@dataclass(frozen=True, slots=True)
class ScoredSection:
    """A section's part of the form: its base is 100 · Σ earned / Σ scored.

    ``ratios``: earned, scored, and the weight of the items without a score in the unit of ``whole_weight``,
    each as numerator and denominator. ``failed``: positions in the form's order. ``criticals``: failed items
    that are critical for the form. ``differing``: items where the inspector and the check differ.
    """

    part: SectionPart
    ratios: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    failed: tuple[int, ...]
    criticals: tuple[CriticalPart, ...]
    differing: tuple[str, ...]


def whole_weight(form: Form, section: Section) -> Fraction:
    """What the section weighs when every item has a score: W, or W · Σ w where the form is pooled."""
    weight = Fraction(section.weight)
    return weight if form.method == "normalised" else weight * _weight(section.items)


class SectionScorer:
    """Scores one section of a form; what a month repeats of it is worked out once."""

    def __init__(self, form: Form, section: Section, first: int) -> None:
        self.section = section
        self.first = first  # position of its first item in the form
        self.pooled = form.method == "pooled"
        self.whole = whole_weight(form, section)
        weights = [Fraction(item.weight) for item in section.items]
        common = lcm(*(weight.denominator for weight in weights))
        self._weights = [int(weight * common) for weight in weights]  # all in one unit
        self._items: dict[tuple[int, int, str | None], tuple[ItemPart, bool]] = {}
        self._kept: list[Answer] = []  # keeps identities from being given twice

    def score(self, answers: Sequence[Answer], outcomes: Sequence[str]) -> ScoredSection:
        """Score it. ``outcomes``: the words of its detected items' checks, in their order.

        S = Σ w·s / Σ w over the items with a score; a failed critical item of scope ``section`` makes it 0.
        Normalised, the section gives W·S of W; pooled, it gives W·w·s of W·w for each such item. Without any
        it gives nothing of nothing: it leaves, and its weight is shared. Source: semantics.md §3.1, §3.2.
        """
        heard = iter(outcomes)
        parts, differing = [], []
        earned, unit, weight = 0, 1, 0
        for number, (item, answer) in enumerate(zip(self.section.items, answers, strict=True)):
            word = next(heard) if isinstance(item.answer, Detected) else None
            part, differs = self._item(number, answer, word)
            parts.append(part)
            if differs:
                differing.append(item.id)
            if part.s is not None:
                above, below = part.s.numerator, part.s.denominator
                earned, unit = earned * below + self._weights[number] * above * unit, unit * below
                weight += self._weights[number]
        zeroed_by = next(
            (
                item.id
                for item, part in zip(self.section.items, parts, strict=True)
                if part.failed and item.critical is not None and item.critical.scope == "section"
            ),
            "",
        )
        s = None if not weight else Fraction(0) if zeroed_by else Fraction(earned, unit * weight)
        share = Fraction(weight, sum(self._weights))  # of the section that has a score
        counts = self.whole * share if self.pooled else Fraction(self.section.weight if weight else 0)
        return ScoredSection(
            part=SectionPart(self.section.id, self.section.weight, s, tuple(parts), zeroed_by),
            ratios=(
                _ratio(counts * s if s is not None else Fraction(0)),
                _ratio(counts),
                _ratio(self.whole * (1 - share)),
            ),
            failed=tuple(self.first + index for index, part in enumerate(parts) if part.failed),
            criticals=tuple(
                CriticalPart(item.id, item.critical.effect, item.critical.cap)
                for item, part in zip(self.section.items, parts, strict=True)
                if part.failed and item.critical is not None and item.critical.scope == "form"
            ),
            differing=tuple(differing),
        )

    def _item(self, number: int, answer: Answer, word: str | None) -> tuple[ItemPart, bool]:
        """An item's part, and whether the sheet's answer differs from the check's."""
        key = number, id(answer), word
        found = self._items.get(key)
        if found is None:
            item = self.section.items[number]
            differs = word is not None and _differs(item, answer, word)
            found = self._items[key] = _item_part(item, answer, word), differs
            self._kept.append(answer)
        return found


def _ratio(number: Fraction) -> tuple[int, int]:
    return number.numerator, number.denominator


def _weight(items: Sequence[Item]) -> Fraction:
    return sum((Fraction(item.weight) for item in items), Fraction(0))


def _item_part(item: Item, answer: Answer, word: str | None) -> ItemPart:
    if word is None:
        s = answer_score(item, answer)
        return ItemPart(item.id, item.weight, answer.state, s, "inspector", _failed(item, s))
    s = outcome_score(word)
    state = AnswerState.NA if s is None else AnswerState.VALUE
    return ItemPart(item.id, item.weight, state, s, "check", _failed(item, s))


def _failed(item: Item, s: Fraction | None) -> bool:
    return s is not None and s <= item.fails_at


def _differs(item: Item, answer: Answer, word: str) -> bool:
    """Whether the sheet's answer beside a check says something else; a blank and an unknown say nothing."""
    said = answer_score(item, answer)
    return answer.state is not AnswerState.BLANK and word != "unknown" and said != outcome_score(word)
