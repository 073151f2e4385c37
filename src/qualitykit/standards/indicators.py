"""指标与目标: what a report shows of a month, a quarter or a year, and where the figures are meant to be.

``indicators.yaml``. Source: P1.mon.1, P1.sat.1, P2.sat, P2.meet, P3.sat, P3.cpl, P3.inv, P3.goal, P3.trn,
P3.emp, P3.kpi, P3.loop, P5.sat; semantics.md §10.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from qualitykit.i18n import N_
from qualitykit.standards.base import ClauseId, Id, Rule, Text

__all__ = ["FACTS", "PERIOD_MONTHS", "Fact", "Goal", "Indicator", "Indicators", "Unit"]

Fact = Literal[
    # ratings from 1 to 5, of rating lists and surveys
    "ratings", "rating-points", "satisfied-ratings", "low-ratings", "low-ratings-verified",
    "attitude-answers", "attitude-points", "attitude-satisfied",
    "quality-answers", "quality-points", "quality-satisfied",
    "efficiency-answers", "efficiency-points", "efficiency-satisfied",
    "solving-answers", "solving-points", "solving-satisfied",
    "nps-answers", "promoters", "detractors",
    "staff-answers", "staff-points", "staff-satisfied",
    # complaints, praise, contacts
    "praises", "complaints", "valid-complaints", "attitude-complaints", "closed-complaints", "closing-hours",
    "analysed-complaints", "valid-closed-complaints", "first-contact-known", "first-contact-solved",
    "contacts", "invitations-due", "invitations", "callback-findings", "callback-findings-put-right",
    # inspections and calls
    "inspections", "inspections-passed", "timed-calls", "talk-minutes",
    # training
    "tests", "tests-passed", "tests-passed-in-the-end", "staff", "staff-trained", "sessions",
    "training-hours", "newcomers", "newcomers-trained", "observations-due", "observations",
    "newcomer-months-due", "newcomer-months-trained", "mentors-due", "mentors-kept",
    "staff-due-lately", "staff-trained-lately", "programme-weeks", "programme-hours",
    # activities and the problem list
    "activities", "activities-judged", "activities-on-time", "cost", "improvements-due",
    "improvements-in-time", "months",
    # deadlines and call-backs, by ``words``: the ids of their rules
    "steps-due", "steps-in-time", "callbacks-due", "callbacks-made",
]  # fmt: skip
"""What is counted or summed; an indicator names two of them."""

FACTS: tuple[str, ...] = get_args(Fact)
Unit = Literal["percent", "net_points", "points", "count", "hours", "minutes", "yuan"]
PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_Figure = Annotated[Decimal, Field(ge=-1_000_000, le=1_000_000_000, allow_inf_nan=False)]
_BY_WORDS = (
    *("activities", "activities-judged", "activities-on-time", "cost"),
    *("steps-due", "steps-in-time", "callbacks-due", "callbacks-made"),
)


class Indicator(Rule):
    """One figure: ``numerator`` − ``minus`` over ``denominator``; without a denominator a plain count or sum.

    ``unit`` ``percent``: times 100; ``net_points``: a share less a share, times 100, from −100 to 100
    (净推荐值), which is no percentage; ``points`` of the scale from 1 to 5. ``words``: of activities only
    those whose kind holds one of these words; of steps and call-backs, those of the rules with these ids.
    ``at_least`` / ``at_most``: the target, in the unit, exactly at it is reached; none: shown only.
    ``per``: for a count, the time in which the target has to be reached; it is judged in periods at least
    that long. ``better``: which way is good, where no target says it. ``small_sample``: below that many in
    the denominator it is said that few stand behind the figure.
    """

    id: Id
    title: Text
    clause: ClauseId
    unit: Unit = "percent"
    numerator: Fact
    minus: Fact | None = None
    denominator: Fact | None = None
    words: tuple[Text, ...] = ()
    at_least: _Figure | None = None
    at_most: _Figure | None = None
    per: Literal["month", "quarter", "half_year", "year"] | None = None
    better: Literal["higher", "lower", "neither"] = "higher"
    small_sample: Annotated[int, Field(ge=0, le=100_000)] | None = None

    @property
    def direction(self) -> Literal["higher", "lower", "neither"]:
        """Which way is good."""
        if self.at_most is not None and self.at_least is None:
            return "lower"
        return "higher" if self.at_least is not None else self.better

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.unit in ("percent", "net_points") and self.denominator is None:
            raise ValueError(N_("indicator: a percentage needs a denominator"))
        if self.unit == "net_points" and self.minus is None:
            raise ValueError(N_("indicator: net_points are a share minus a share"))
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(N_("indicator: at_least lies above at_most"))
        if self.per is not None and (self.denominator is not None or self.at_least is None):
            raise ValueError(N_("indicator: per belongs to a count with at_least"))
        if self.words and not {self.numerator, self.denominator} & set(_BY_WORDS):
            raise ValueError(N_("indicator: words belong to activities"))
        return self


class Goal(Rule):
    """阶段目标: where an indicator has to be ``months`` after the base month.

    The target is ``at_least``, ``at_most``, ``below`` (the figure itself is not reached by it), or the base
    changed by ``change_percent``. ``base``: the figure to start from where the base month has none. Between
    base and target the way is a straight line.
    """

    id: Id
    title: Text
    clause: ClauseId
    indicator: Id
    months: Annotated[int, Field(ge=1, le=60)]
    at_least: _Figure | None = None
    at_most: _Figure | None = None
    below: _Figure | None = None
    change_percent: Annotated[Decimal, Field(ge=-100, le=1000, allow_inf_nan=False)] | None = None
    base: _Figure | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        targets = (self.at_least, self.at_most, self.below, self.change_percent)
        if sum(one is not None for one in targets) != 1:
            raise ValueError(N_("goal: one of at_least, at_most, below and change_percent"))
        return self


class Indicators(Rule):
    """The figures of a pack, its goals, and what counts as satisfied, low, passed, about attitude.

    ``satisfied_from`` and ``low_at_most`` on the scale from 1 to 5. ``test_pass_score`` for lists that give a
    mark and no word; ``inspection_pass_score`` of a scored form. ``attitude_words``: a complaint whose
    category holds one is about attitude. ``invitation_check``: the check of transcripts that looks for the
    invitation to rate. ``observed_after_days``: how long after a training the behaviour is looked at, and the
    days from then in which it counts. New people: the basics within ``newcomer_days``, then a training in
    each of ``newcomer_months``, and a mentor for ``mentor_months`` (0: not asked for); everybody one within
    ``refresh_months``.
    ``base_month``: what goals start from (else the first month given).
    """

    satisfied_from: Annotated[Decimal, Field(ge=1, le=5)] = Decimal(4)
    low_at_most: Annotated[Decimal, Field(ge=1, le=5)] = Decimal(2)
    test_pass_score: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(60)
    inspection_pass_score: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(85)
    attitude_words: tuple[Text, ...] = ()
    invitation_check: Id | None = None
    observed_after_days: Annotated[int, Field(ge=1, le=366)] = 30
    effect_after_days: Annotated[int, Field(ge=1, le=366)] = 90
    looking_days: Annotated[int, Field(ge=1, le=366)] = 30
    newcomer_days: Annotated[int, Field(ge=1, le=366)] = 7
    newcomer_months: Annotated[int, Field(ge=0, le=24)] = 0
    mentor_months: Annotated[int, Field(ge=0, le=24)] = 0
    refresh_months: Annotated[int, Field(ge=1, le=24)] = 3
    small_sample: Annotated[int, Field(ge=0, le=100_000)] = 30
    due_days: Annotated[int, Field(ge=1, le=366)] = 30
    base_month: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] | None = None
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()

    def indicator(self, indicator_id: str) -> Indicator | None:
        """The indicator of that id."""
        return next((one for one in self.indicators if one.id == indicator_id), None)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.low_at_most >= self.satisfied_from:
            raise ValueError(N_("indicators: low_at_most lies above satisfied_from"))
        return self
