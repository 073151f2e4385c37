"""People and months that cases are run on."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.model import Period, Place, Roster, RosterRow
from qualitykit.rulecheck.context import OrNull
from qualitykit.scoring.results import (
    PersonMonth,
    SourceScore,
)
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.base import Day, Id, Rule

__all__ = ["MONTH", "NOWHERE", "Candidate", "MonthName", "period_of", "person_of", "row_of", "workforce_of"]

MonthName = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
MONTH = "2026-10"
NOWHERE = Place()


def period_of(month: str) -> Period:
    """The calendar month of that name."""
    year, number = map(int, month.split("-"))
    return Period(month, date(year, number, 1), date(year, number, monthrange(year, number)[1]))


class Candidate(Rule):
    """A person who may become a star. ``missing``: sources that the person lacks; ``days``: employed."""

    score: OrNull
    praises: int = 0
    mystery: Decimal | None = None
    warnings: int = 0
    days: Annotated[int, Field(ge=0, le=31)] = 31
    probation_until: Day | None = None
    enough: bool = True
    warned: bool = False
    qualified: bool = True
    department: str = ""
    missing: tuple[Id, ...] = ()


def row_of(number: str, **facts: object) -> RosterRow:
    """A line of the roster."""
    return RosterRow(employee_no=number, name=number, department="", place=NOWHERE, **facts)  # type: ignore[arg-type]


def workforce_of(*rows: RosterRow, month: str = MONTH) -> Workforce:
    """The people of a month."""
    return Workforce(Roster(rows), period_of(month))


def person_of(name: str, given: Candidate, sources: list[str]) -> PersonMonth:
    """The month of one person, as the stars and the money take it."""
    months = []
    for source in sources:
        mean = given.mystery if source == "mystery-shopper" else Decimal(90)
        there = mean is not None and source not in given.missing
        months.append(SourceScore(source, Decimal(1), int(there), mean if there else None, there, (), ()))
    return PersonMonth(
        employee_no=name,
        name=name,
        department=given.department,
        team="",
        sources=tuple(months),
        evaluations=5,
        weighted_mean=None,
        praises=given.praises,
        praise_points=Decimal(0),
        score=given.score,
        enough=given.enough,
        rank=None,
        department_rank=None,
        interval=None,
        ineligible=(),
        days_employed=given.days,
    )
