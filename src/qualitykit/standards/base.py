"""What all models of a pack share: strictness, ids, and the small types of numbers with units."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

__all__ = [
    "CLAUSE_PATTERN",
    "ClauseId",
    "Day",
    "Effect",
    "Id",
    "IncidentSeverity",
    "Percent",
    "PositiveWeight",
    "Rule",
    "Share",
    "Text",
    "Violates",
    "Yuan",
]


class Rule(BaseModel):
    """A piece of a pack: frozen, and a key that it does not know is an error."""

    # built when something is validated: a standard that comes from the cache needs no validators
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


def _day(value: object) -> object:
    # pydantic alone would take 20261003 for seconds since 1970
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        raise PydanticCustomError("day", "not a date")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$", max_length=80)]
CLAUSE_PATTERN = r"^[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$"
ClauseId = Annotated[str, StringConstraints(pattern=CLAUSE_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1)]
PositiveWeight = Annotated[Decimal, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Percent = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(ge=0, le=1, allow_inf_nan=False)]  # 0 … 1
Yuan = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False)]
IncidentSeverity = Literal["minor", "severe"]


class Violates(Rule):
    """What breaking this rule is worth on the ladder. Source: semantics.md §6.

    ``kind`` names an entry of the ladder's ``kinds`` (for a severe act: the step or the gravity it goes to).
    """

    severity: IncidentSeverity
    kind: Id | None = None


class Effect(Rule):
    """What a ladder step brings. ``percent``: of the prorated bonus base, for ``withhold`` only.

    ``propose``: people decide (suspension, dismissal, transfer). ``due_days``: calendar days after service.
    """

    kind: Literal["coaching", "retraining", "withhold", "propose"]
    percent: Percent | None = None
    propose: Literal["suspension", "dismissal", "transfer"] | None = None
    due_days: Annotated[int, Field(ge=0, le=366)] | None = None
    clause: ClauseId | None = None
