"""培训跨月: what the trainings of all months tell of each month, by department.

Source: P3.trn, P3.trn.new, P3.goal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qualitykit.model import Period, Training
from qualitykit.scoring.indicators import Facts
from qualitykit.scoring.tally import MonthTally
from qualitykit.scoring.training import SeenScore, training_facts
from qualitykit.scoring.workforce import Workforce

__all__ = ["known_since", "known_trainings", "with_training"]


def with_training(months: Sequence[MonthTally]) -> tuple[Mapping[str, Facts], ...]:
    """The facts of each month (in order of date), by department, with what the trainings of all of them tell.

    Each month is counted by its own definitions.
    """
    trainings = known_trainings(months)
    scores = [one for month in months for one in month.scores]
    since = known_since([month.period for month in months])
    return tuple(
        _with_training(month, trainings, scores, day if trainings else None)
        for month, day in zip(months, since, strict=True)
    )


def known_trainings(months: Sequence[MonthTally]) -> tuple[Training, ...]:
    """The trainings of all months, each person's session once: a list that goes on shows it again, and the
    newest says most (a resit that was passed)."""
    newest = {
        (one.employee_no, one.session, one.held_on) if one.employee_no else one.id: one
        for month in months
        for one in month.trainings
    }
    return tuple(newest.values())


def known_since(periods: Sequence[Period]) -> tuple[date, ...]:
    """For each period (in order of date) the first day from which on no period is missing up to it."""
    found: list[date] = []
    before: date | None = None
    for period in periods:
        joined = before is not None and period.first_day == before + timedelta(days=1)
        found.append(found[-1] if joined else period.first_day)
        before = period.last_day
    return tuple(found)


def _with_training(
    month: MonthTally,
    trainings: Sequence[Training],
    scores: Sequence[SeenScore],
    known_since: date | None,
) -> Mapping[str, Facts]:
    team = Workforce(month.roster, month.period)
    home = {number: row.department for number in team.numbers if (row := team.at_end(number)) is not None}
    done: dict[str, Facts] = {}
    for name in dict.fromkeys(("", *month.facts, *home.values())):
        before = month.facts.get(name, Facts((month.period.month,)))
        roster, mine = month.roster, trainings
        if name:
            here = {number for number, where in home.items() if where == name}
            roster = replace(roster, rows=tuple(row for row in roster.rows if row.employee_no in here))
            mine = [one for one in trainings if one.employee_no in here]
        numbers, people = training_facts(
            month.rules, month.period, roster, mine, scores, known_since=known_since
        )
        done[name] = replace(before, numbers={**before.numbers, **numbers}, people=people)
    return done
