"""检查表: sections with a dimension, items with a weight, and how an answer becomes 0 … 1.

Source: semantics.md §2 and §3. ``packs/<pack>/forms/<form>.yaml``.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from qualitykit.standards.base import ClauseId, Id, Percent, PositiveWeight, Rule, Share, Text, Violates

__all__ = [
    "AnswerKind",
    "Band",
    "BonusItem",
    "Choice",
    "Critical",
    "Deduction",
    "Detected",
    "Form",
    "HeadField",
    "Item",
    "LowRating",
    "Number",
    "Option",
    "Points",
    "Scale",
    "Section",
    "YesNo",
]


class YesNo(Rule):
    """是 1, 否 0; ``good`` is the word that earns the point (``无`` under 有无违规)."""

    kind: Literal["yes_no"]
    good: Literal["是", "否", "有", "无"] = "是"


class Scale(Rule):
    """(x−min)/(max−min)."""

    kind: Literal["scale"]
    min: Decimal
    max: Decimal


class Points(Rule):
    """x/max; ``entry: deduction`` reads 扣2, -2, (2) as max−2, else those are problems."""

    kind: Literal["points"]
    max: PositiveWeight
    entry: Literal["score", "deduction"] = "score"


class Option(Rule):
    """One option: its label, its score from 0 to 1 and other words that people write for it."""

    label: Text
    score: Share
    also: tuple[Text, ...] = ()


class Choice(Rule):
    """One of several options; each has its own score."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class Band(Rule):
    """x ≤ ``at_most`` (its value included) scores ``score``."""

    at_most: Decimal
    score: Share


class Number(Rule):
    """A measured number in ``unit``: the first band that holds it, else ``otherwise``."""

    kind: Literal["number"]
    unit: Literal["rings", "seconds", "minutes", "hours", "days", "times", "percent"]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    otherwise: Share = Decimal(0)
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None


class Detected(Rule):
    """1 or 0 from a check; N/A where its occasion did not arise or there is no transcript."""

    kind: Literal["detected"]
    check: Id


AnswerKind = Annotated[YesNo | Scale | Points | Choice | Number | Detected, Field(discriminator="kind")]


class Critical(Rule):
    """一票否决. ``section``: the section scores 0. ``form``: zero, cap at N, or verdict only (不合格).

    ``forbids_na``: N/A on this item is a problem. Source: semantics.md §3.1, §3.4, §5.
    """

    scope: Literal["section", "form"]
    effect: Literal["zero", "cap", "verdict"] = "zero"
    cap: Percent | None = None
    forbids_na: bool = False


class Item(Rule):
    """检查项: one line of the form.

    ``fails_at``: the item counts as failed (critical, violation) when its score is at most this (0 … 1).
    ``titles``: other headers under which workbooks hold it. ``required``: a blank holds the evaluation back.
    """

    id: Id
    title: Text
    clause: ClauseId
    weight: PositiveWeight = Decimal(1)
    answer: AnswerKind
    required: bool = True
    fails_at: Share = Decimal(0)
    critical: Critical | None = None
    violation: Violates | None = None
    guide: str = ""
    good_example: str = ""
    bad_example: str = ""
    titles: tuple[Text, ...] = ()


class Section(Rule):
    """A part of the form with one dimension (attitude, efficiency, conformity …) and a weight."""

    id: Id
    title: Text
    dimension: Id
    weight: PositiveWeight
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Deduction(Rule):
    """Points off the form for a check's standing hits. Source: semantics.md §3.3."""

    id: Id
    title: Text
    clause: ClauseId
    check: Id
    points: PositiveWeight
    per: Literal["evaluation", "hit"]
    at_most: PositiveWeight | None = None


class BonusItem(Rule):
    """加分项: points on top when answered yes."""

    id: Id
    title: Text
    clause: ClauseId
    points: PositiveWeight
    titles: tuple[Text, ...] = ()


class HeadField(Rule):
    """A field of the head of the form (who, when, which contact); names as in the intake's aliases."""

    field: Id
    title: Text
    required: bool = False


class LowRating(Rule):
    """A rating of ``item`` up to ``at_most`` waits for verification before it counts. Source: P3.mon.3."""

    item: Id
    at_most: Decimal
    clause: ClauseId


class Form(Rule):
    """检查表: one definition. ``source`` is the month's source that its score feeds (semantics.md §5).

    ``bonus_items`` come after the items: their answers follow those of the items in ``Evaluation.answers``.
    ``tolerance``: how many failed form-critical items are still forgiven.
    """

    id: Id
    title: Text
    source: Id
    clause: ClauseId
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    head: tuple[HeadField, ...] = ()
    method: Literal["normalised", "pooled"] = "normalised"
    ceiling: Percent = Decimal(100)
    max_na_percent: Percent = Decimal(50)
    tolerance: Annotated[int, Field(ge=0, le=99)] = 0
    deductions: tuple[Deduction, ...] = ()
    bonus_items: tuple[BonusItem, ...] = ()
    low_rating: LowRating | None = None
    time_cells: Literal["refuse", "mm:ss"] = "refuse"
    words: dict[str, Literal["yes", "no", "na"]] = Field(
        default_factory=dict
    )  # house words: ○ good here, bad there
    wait_column_is: Literal["hold", "queue", "refuse"] = "refuse"  # what 等待时长 means in this form
    guide: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the form."""
        return tuple(item for section in self.sections for item in section.items)
