"""How the sources of a month are weighted into the month score. Source: semantics.md §5; ``weights.yaml``."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.standards.base import ClauseId, Id, PositiveWeight, Rule, Text

__all__ = ["PraisePoints", "SourceWeight", "Weights"]


class SourceWeight(Rule):
    """One source: its weight, how many evaluations it needs, and how many months it looks back.

    ``window_months`` 1 is the month alone; 6 adds the five before it. ``inspection``: at least one source
    that is an inspection must be there, or there is no month score.
    """

    source: Id
    title: Text
    weight: PositiveWeight
    clause: ClauseId
    minimum: Annotated[int, Field(ge=1, le=1000)] = 1
    window_months: Annotated[int, Field(ge=1, le=60)] = 1
    inspection: bool = True


class PraisePoints(Rule):
    """Points added for verified praises: ``points_each`` each, ``at_most`` in all."""

    points_each: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(1)
    at_most: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(5)
    clause: ClauseId


class Weights(Rule):
    """``minimum_total``: fewer evaluations in all → 样本不足."""

    clause: ClauseId
    sources: Annotated[tuple[SourceWeight, ...], Field(min_length=1)]
    praise: PraisePoints
    minimum_total: Annotated[int, Field(ge=1, le=1000)] = 3
