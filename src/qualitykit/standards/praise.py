"""客户表扬奖: which praise pays, how much, how often. Source: P3.praise, semantics.md §7."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from qualitykit.standards.base import ClauseId, Percent, Rule, Text, Yuan

__all__ = ["PraiseAmount", "PraiseRule"]


class PraiseAmount(Rule):
    """What a level (or a channel) of praise is worth, in yuan, for the whole praise."""

    name: Text
    amount: Yuan
    words: tuple[Text, ...] = ()


class PraiseRule(Rule):
    """``amounts`` go from the lowest to the highest; a blank level is the lowest.

    ``cap``: yuan a person and month of verification. ``same_customer_days``: repeats of one customer count
    once. ``same_text_*``: near-equal text of at least so many characters counts once where the customer is
    blank (rapidfuzz ratio in percent).
    """

    clause: ClauseId
    by: Literal["level", "channel"] = "level"
    amounts: Annotated[tuple[PraiseAmount, ...], Field(min_length=1)]
    at_least: Yuan
    at_most: Yuan
    cap: Yuan = Decimal(600)
    same_customer_days: Annotated[int, Field(ge=0, le=366)] = 30
    same_text_characters: Annotated[int, Field(ge=1, le=1000)] = 15
    same_text_ratio: Percent = Decimal(90)
    shared: Literal["split", "full"] = "split"
