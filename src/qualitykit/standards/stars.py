"""服务之星 of the month and 服务标兵 of the year. Source: P3.star, P3.model, semantics.md §7."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from qualitykit.standards.base import ClauseId, Id, Percent, Rule, Yuan

__all__ = ["ModelOfTheYear", "Stars"]


class ModelOfTheYear(Rule):
    """The year's 服务标兵: months with a score needed, how many people, reward in yuan."""

    clause: ClauseId
    minimum_months: Annotated[int, Field(ge=1, le=12)] = 10
    at_most: Annotated[int, Field(ge=1, le=100)] = 1
    amount: Yuan = Decimal(0)
    no_live_warning_from_step: Annotated[int, Field(ge=1, le=20)] = 2


class Stars(Rule):
    """``minimum`` only reports that there were fewer; ``amounts`` by rank, in yuan, 0 for a certificate."""

    clause: ClauseId
    minimum: Annotated[int, Field(ge=0, le=100)] = 2
    at_most: Annotated[int, Field(ge=0, le=100)] = 3  # 0: a policy without stars
    scope: Literal["company", "department"] = "company"
    amounts: tuple[Yuan, ...]
    minimum_score: Percent = Decimal(85)
    required_sources: tuple[Id, ...] = ()
    minimum_days: Annotated[int, Field(ge=0, le=31)] = 15
    model_of_the_year: ModelOfTheYear | None = None
