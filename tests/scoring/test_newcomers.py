"""新员工: first week, a training a month, a mentor; everybody once a quarter; two hours a week."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from qualitykit.model import Period, Place, Roster, RosterRow, Training
from qualitykit.scoring.indicators import Facts, add_up
from qualitykit.scoring.newcomers import newcomer_facts, newcomers_of
from qualitykit.scoring.tally import MonthTally
from qualitykit.scoring.training import training_facts
from qualitykit.scoring.training_months import known_since, with_training
from qualitykit.standards.indicators import Indicators

PLACE = Place("a.xlsx", "表", "2:2")
RULES = Indicators(newcomer_months=3, mentor_months=1)
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
HIRED = date(2026, 8, 3)  # the first week to 08-09, the months to 09-09, 10-09 and 11-09


def new(**more: Any) -> Roster:
    """One newcomer, in a roster that keeps mentors."""
    return Roster(
        (RosterRow("N1", "新人", "客服部", PLACE, **{"hired_on": HIRED, **more}),), keeps_mentors=True
    )


def held(*days: date, number: str = "N1", hours: Decimal | None = None, **more: Any) -> list[Training]:
    """Trainings of one person on these days."""
    return [
        Training(f"{number}{day}{at}", PLACE, more.get("session", "礼仪"), day, number, hours=hours)
        for at, day in enumerate(days)
    ]


def numbers(
    roster: Roster, trainings: Sequence[Training], period: Period = OCTOBER, **more: Any
) -> dict[str, int]:
    """The facts of newcomers as whole numbers."""
    facts, people = newcomer_facts(RULES, period, roster, trainings, **more)
    return {name: int(value) for name, value in facts.items()} | {
        name: len(who) for name, who in people.items()
    }


@pytest.mark.parametrize(
    "day, trained",
    [
        (date(2026, 9, 9), 0),  # the last day of the month before
        (date(2026, 9, 10), 1),
        (date(2026, 10, 9), 1),
        (date(2026, 10, 10), 0),  # a day too late, though in the calendar month
    ],
)
def test_a_month_of_a_newcomer_runs_from_the_end_of_the_first_week(day: date, trained: int) -> None:
    """The second month is due on 10-09; a training on its first or last day counts."""
    found = numbers(new(), held(day))
    assert (1, trained) == (found["newcomer-months-due"], found["newcomer-months-trained"])


@pytest.mark.parametrize("left, due", [(date(2026, 10, 8), 0), (date(2026, 10, 9), 1)])
def test_who_left_before_the_last_day_owes_nothing(left: date, due: int) -> None:
    """Employed on the last day: due."""
    assert due == numbers(new(left_on=left), [])["newcomer-months-due"]


def test_after_three_months_nothing_is_due() -> None:
    """The third ends on 11-09; December knows the person no more."""
    november = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
    december = Period("2026-12", date(2026, 12, 1), date(2026, 12, 31))
    assert [1, 0] == [numbers(new(), [], one)["newcomer-months-due"] for one in (november, december)]
    assert [1, 0] == [len(newcomers_of(RULES, one, new(), [])) for one in (november, december)]


def test_what_began_before_the_lists_is_not_held_against_anybody() -> None:
    """Lists from 10-01 on say nothing of a month that began on 09-10; what they do show counts."""
    since = date(2026, 10, 1)
    found = numbers(new(), [], known_since=since)
    assert (0, 0) == (found["newcomer-months-due"], found["newcomer-months-trained"])
    found = numbers(new(), held(date(2026, 10, 2)), known_since=since)
    assert (1, 1) == (found["newcomer-months-due"], found["newcomer-months-trained"])
    assert 0 == numbers(new(), [], known_since=None)["newcomer-months-due"]


@pytest.mark.parametrize(
    "roster, kept",
    [
        ({"mentor": "冯雪"}, True),
        ({"mentor": ""}, False),
        ({"mentor": "冯雪", "mentored_from": date(2026, 8, 9)}, True),  # the last day of the first week
        ({"mentor": "冯雪", "mentored_from": date(2026, 8, 10)}, False),
        ({"mentor": "冯雪", "mentored_until": date(2026, 9, 2)}, True),  # a month, both ends counted
        ({"mentor": "冯雪", "mentored_until": date(2026, 9, 1)}, False),
    ],
)
def test_a_mentor_from_the_first_week_for_a_month(roster: dict[str, Any], kept: bool) -> None:
    """Due when the first month ends, on 09-02; days that the roster leaves out are not held against it."""
    september = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    found = numbers(new(**roster), [], september)
    assert (1, kept) == (found["mentors-due"], bool(found["mentors-kept"]))
    assert 0 == numbers(new(**roster), [])["mentors-due"]


def test_a_roster_without_mentors_says_nothing_of_them() -> None:
    """A column that is not there is no mentor missing."""
    september = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    without = Roster(new().rows)
    assert 0 == numbers(without, [], september)["mentors-due"]
    (one,) = newcomers_of(RULES, september, without, [])
    assert "mentor" not in {step.kind for step in one.steps}


def test_the_plan_says_what_is_done_missed_and_still_open() -> None:
    """On 10-31: first week done, one month missed, one done, one open until 11-09; no mentor."""
    (one,) = newcomers_of(RULES, OCTOBER, new(), held(date(2026, 8, 5), date(2026, 10, 2)))
    assert [
        ("week", "2026-08-09", "done"),
        ("mentor", "2026-09-02", "missed"),
        ("month", "2026-09-09", "missed"),
        ("month", "2026-10-09", "done"),
        ("month", "2026-11-09", "open"),
    ] == [(step.kind, str(step.until), step.state) for step in one.steps]


# --- everybody, every quarter ----------------------------------------------------------------------------


def lately(roster: Roster, trainings: Sequence[Training], **more: Any) -> tuple[int, int] | None:
    """Who was due, and who of them was trained within three months; None: nothing is known."""
    _facts, people = training_facts(RULES, OCTOBER, roster, trainings, **more)
    if "staff-due-lately" not in people:
        return None
    return len(people["staff-due-lately"]), len(people["staff-trained-lately"])


@pytest.mark.parametrize(
    "day, trained", [(date(2026, 7, 31), 0), (date(2026, 8, 1), 1), (date(2026, 10, 31), 1)]
)
def test_everybody_is_trained_within_three_months(day: date, trained: int) -> None:
    """October looks back to 08-01."""
    assert (1, trained) == lately(new(hired_on=date(2020, 1, 1)), held(day))


@pytest.mark.parametrize("hired, due", [(date(2026, 8, 1), 1), (date(2026, 8, 2), 0)])
def test_who_is_here_less_than_three_months_is_not_due_yet(hired: date, due: int) -> None:
    """Newcomers have their own steps."""
    assert (due, 0) == lately(new(hired_on=hired), [])


def test_a_quarter_of_which_a_month_is_missing_is_not_judged() -> None:
    """The lists begin on 09-01: who was trained in August is not known."""
    old = new(hired_on=date(2020, 1, 1))
    assert lately(old, [], known_since=date(2026, 9, 1)) is None
    assert (1, 0) == lately(old, [], known_since=date(2026, 8, 1))


def test_of_a_longer_period_the_last_month_speaks() -> None:
    """Trained in July, not since: October's quarter says no, although July's said yes."""
    first = Facts(
        ("2026-07",), {}, {"staff-due-lately": frozenset("A"), "staff-trained-lately": frozenset("A")}
    )
    last = Facts(("2026-10",), {}, {"staff-due-lately": frozenset("A"), "staff-trained-lately": frozenset()})
    both = add_up([last, first])
    assert [1, 0] == [int(both.number(name)) for name in ("staff-due-lately", "staff-trained-lately")]


# --- two hours a week ------------------------------------------------------------------------------------


def hours(trainings: Sequence[Training], **more: Any) -> tuple[int, Fraction]:
    """Weeks with training and their hours, in October."""
    facts, _people = training_facts(RULES, OCTOBER, new(), trainings, **more)
    return int(facts["programme-weeks"]), facts["programme-hours"]


def test_a_session_counts_once_however_many_were_there() -> None:
    """Two people in one session of 1.5 hours, one more of half an hour that week: two hours."""
    day = date(2026, 10, 14)
    rows = [
        *held(day, hours=Decimal("1.5")),
        *held(day, number="N2", hours=Decimal("1.5")),
        *held(date(2026, 10, 15), hours=Decimal("0.5"), session="电话"),
    ]
    assert (1, Fraction(2)) == hours(rows)


def test_a_week_belongs_to_the_month_of_its_sunday() -> None:
    """Monday 09-28 is in the week of 10-04, so in October; Saturday 10-31 in November's."""
    assert (1, Fraction(2)) == hours(held(date(2026, 9, 28), date(2026, 10, 31), hours=Decimal(2)))
    assert (0, Fraction(0)) == hours(held(date(2026, 9, 28), hours=Decimal(2)), known_since=date(2026, 10, 1))


def test_a_week_with_a_session_of_unknown_length_is_not_judged() -> None:
    """Blank hours are not zero hours."""
    assert (0, Fraction(0)) == hours([*held(date(2026, 10, 14)), *held(date(2026, 10, 15), hours=Decimal(1))])


# --- months ----------------------------------------------------------------------------------------------


def test_lists_are_known_from_the_first_month_without_a_gap() -> None:
    """June, August, September: from August on."""
    days = [(6, 30), (8, 31), (9, 30)]
    periods = [Period(f"2026-{m:02}", date(2026, m, 1), date(2026, m, last)) for m, last in days]
    assert ["2026-06-01", "2026-08-01", "2026-08-01"] == [str(one) for one in known_since(periods)]


def test_a_departments_newcomers_are_its_own() -> None:
    """One new person in each of two departments, one of them trained: 1 of 2, 1 of 1, 0 of 1."""
    rows = tuple(
        RosterRow(number, number, where, PLACE, hired_on=date(2026, 10, 5))
        for number, where in (("A", "一部"), ("B", "二部"))
    )
    month = MonthTally(OCTOBER, RULES, Roster(rows), {}, tuple(held(date(2026, 10, 6), number="A")), (), ())
    (facts,) = with_training([month])
    names = ("newcomers", "newcomers-trained")
    assert [[2, 1], [1, 1], [1, 0]] == [
        [int(facts[where].number(name)) for name in names] for where in ("", "一部", "二部")
    ]
