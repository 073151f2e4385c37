"""阶段目标: where an indicator should be by now on its way from the base month, and whether it is.

Source: P3.goal; semantics.md §10.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from qualitykit.frozen import dataclass
from qualitykit.scoring.indicators import Earlier, Facts, figure_then, value_of
from qualitykit.scoring.rounding import publish
from qualitykit.standards.indicators import Goal, Indicator, Indicators

__all__ = ["GoalResult", "judge_goals"]

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class GoalResult:
    """A staged goal on the way. ``expected``: where a straight line from the base is by now.

    ``status``: met (the end is reached), on-track, behind, no-data. ``elapsed`` months of ``months``.
    """

    id: str
    title: str
    clause: str
    indicator: str
    months: int
    elapsed: int
    base: Decimal | None
    target: Decimal | None
    expected: Decimal | None
    value: Decimal | None
    status: Literal["met", "on-track", "behind", "missed", "no-data"]


def judge_goals(
    rules: Indicators, base: Earlier | None, facts: Facts, *, elapsed: int
) -> tuple[GoalResult, ...]:
    """Each goal ``elapsed`` months after the base month: where the figure is, where it should be by now.

    ``base``: the base month, None where it is not among the months given; then a goal's own ``base`` stands
    in. After its last month a goal is met or missed.
    """
    found = []
    for goal in rules.goals:
        rule = rules.indicator(goal.indicator)
        if rule is not None:
            found.append(_goal(goal, rule, base, facts, elapsed))
    return tuple(found)


def _goal(goal: Goal, rule: Indicator, base: Earlier | None, facts: Facts, elapsed: int) -> GoalResult:
    start = figure_then(rule, base)
    if start is None and goal.base is not None:
        start = Fraction(goal.base)
    value = value_of(rule, facts)[0]
    target, down = _goal_target(goal, start)
    expected = None
    if target is not None:
        done = Fraction(min(elapsed, goal.months), goal.months)
        expected = target if start is None else start + (target - start) * done
    return GoalResult(
        id=goal.id,
        title=goal.title,
        clause=goal.clause,
        indicator=goal.indicator,
        months=goal.months,
        elapsed=elapsed,
        base=None if start is None else publish(start),
        target=None if target is None else publish(target),
        expected=None if expected is None else publish(expected),
        value=None if value is None else publish(value),
        status=_goal_status(goal, value, target, expected, down=down, over=elapsed >= goal.months),
    )


def _goal_target(goal: Goal, start: Fraction | None) -> tuple[Fraction | None, bool]:
    """The figure to reach, and whether down is good."""
    if goal.at_least is not None:
        return Fraction(goal.at_least), False
    if goal.at_most is not None:
        return Fraction(goal.at_most), True
    if goal.below is not None:
        return Fraction(goal.below), True
    change = Fraction(goal.change_percent or 0)
    return None if start is None else start * (1 + change / _HUNDRED), change < 0


def _goal_status(
    goal: Goal,
    value: Fraction | None,
    target: Fraction | None,
    expected: Fraction | None,
    *,
    down: bool,
    over: bool,
) -> Literal["met", "on-track", "behind", "missed", "no-data"]:
    if value is None or target is None or expected is None:
        return "no-data"
    reached = value <= target if down else value >= target
    if reached and not (goal.below is not None and value == target):
        return "met"
    if over:
        return "missed"
    return "on-track" if (value <= expected if down else value >= expected) else "behind"
