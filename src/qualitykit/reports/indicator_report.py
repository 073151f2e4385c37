"""指标报告: everything of one period, and what its tables share."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.model import Improvement
from qualitykit.reports.book import Column, Kind, Mark, Table
from qualitykit.scoring.goals import GoalResult
from qualitykit.scoring.indicators import IndicatorResult, ParetoLine
from qualitykit.scoring.newcomers import Newcomer
from qualitykit.scoring.results import StarResult
from qualitykit.scoring.tally import LowRating
from qualitykit.scoring.training import Resit, TrainingEffect

__all__ = ["TOPICS", "ListedProblem", "PeriodReport", "marked", "plain_columns"]

TOPICS = {
    "customers": N_("customers' ratings"),
    "complaints": N_("complaints"),
    "training": N_("training"),
    "inspections": N_("inspections"),
    "operations": N_("operations"),
}
"""What an indicator is about, in people's words."""
_LOOKS = {"met": "good", "missed": "bad", "behind": "warn", "overdue": "bad", "not-improved": "bad"}


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A line of the problem list with its state, and the figure in the period after it."""

    line: Improvement
    state: str  # open, overdue, closed
    later: Decimal | None = None
    effect: str = "unknown"  # improved, not-improved, unknown


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """Everything of one period. ``months``: those of it that are there; ``drafts``: of them not closed yet.

    ``models`` None: the period is no year. ``notes`` are said beside it.
    """

    period: str
    months: tuple[str, ...]
    last_day: date
    standard: str
    indicators: tuple[IndicatorResult, ...]
    goals: tuple[GoalResult, ...]
    complaint_reasons: tuple[ParetoLine, ...]
    rating_reasons: tuple[ParetoLine, ...]
    departments: Mapping[str, Mapping[str, IndicatorResult]]
    resits: tuple[Resit, ...]
    effects: tuple[TrainingEffect, ...]
    newcomers: tuple[Newcomer, ...]
    low_ratings: tuple[LowRating, ...]
    problems: tuple[ListedProblem, ...]
    names: Mapping[str, str]
    drafts: tuple[str, ...] = ()
    models: tuple[StarResult, ...] | None = None
    not_models: tuple[tuple[str, str], ...] = ()  # employee, why not
    notes: tuple[str, ...] = ()


def marked(key: str, words: Mapping[str, str]) -> object:
    """A state in words, coloured where it is good or bad."""
    text = _(words[key]) if words[key] else ""
    look = _LOOKS.get(key)
    return Mark(text, look) if look else text  # type: ignore[arg-type]


def plain_columns(
    title: str, heads: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[object]], *intro: str
) -> Table:
    """A table whose columns are a title and a kind each."""
    return Table(
        title, tuple(Column(head, kind) for head, kind in heads), rows, intro=intro, frozen_columns=1
    )
