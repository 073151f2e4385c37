"""绩效奖金 and the order of the month's money. Source: P3.perf, P3.spec, P3.skill, semantics.md §8."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from qualitykit.standards.base import ClauseId, Rule, Yuan

__all__ = ["Bonus", "Budget", "CoefficientBand", "CoefficientPoint", "ContestPrize", "RateBand"]

Coefficient = Annotated[Decimal, Field(ge=0, le=10, allow_inf_nan=False)]


class CoefficientBand(Rule):
    """Scores [``low``, ``high``) move the bonus by ``coefficient``; the last band includes 100."""

    low: Decimal
    high: Decimal
    coefficient: Coefficient


class CoefficientPoint(Rule):
    """A point of the line; below the first and above the last point the line is flat."""

    score: Decimal
    coefficient: Coefficient


class RateBand(Rule):
    """Complaints per 100 evaluations [``low``, ``high``) multiply the coefficient."""

    low: Decimal
    high: Decimal
    coefficient: Coefficient


class ContestPrize(Rule):
    """A place in a skill contest and its prize in yuan."""

    rank: Annotated[int, Field(ge=1, le=100)]
    amount: Yuan


class Budget(Rule):
    """A cap over star, special award and contest, never over praise or performance. Unit: yuan a month."""

    amount: Yuan
    when_exceeded: Literal["report", "prorate"] = "report"


class Bonus(Rule):
    """``bands`` uses the bands, ``linear`` the points. ``no_score``: the coefficient of who has no score."""

    clause: ClauseId
    method: Literal["bands", "linear"] = "bands"
    bands: tuple[CoefficientBand, ...] = ()
    points: tuple[CoefficientPoint, ...] = ()
    no_score: Coefficient = Decimal(1)
    complaint_rate: tuple[RateBand, ...] = ()
    contest: tuple[ContestPrize, ...] = ()
    contest_clause: ClauseId = "P3.skill"
    special_clause: ClauseId = "P3.spec"
    budget: Budget | None = None
