"""Indicators: facts of months add up to figures, targets, trends and goals."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from qualitykit.model import (
    Activity,
    Complaint,
    Evaluation,
    Improvement,
    MonthRecords,
    Period,
    Place,
    Roster,
    RosterRow,
    ServiceRequest,
    Survey,
    Training,
    Verified,
)
from qualitykit.scoring.goals import judge_goals
from qualitykit.scoring.indicators import Earlier, Facts, add_up, judge_indicators, pareto
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History
from qualitykit.scoring.surveys import is_low
from qualitykit.scoring.tally import MonthTally, seen_after, tally_month
from qualitykit.scoring.training import effects_of, resits_due, training_facts
from qualitykit.scoring.training_months import known_trainings, with_training
from qualitykit.standards.indicators import Indicators
from qualitykit.standards.reader import load_standard

PLACE = Place("a.xlsx", "表", "2:2")
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
PACK = load_standard("service-attitude")[0]
assert PACK is not None
assert PACK.indicators is not None
RULES = PACK.indicators


def facts(months: int = 1, **numbers: int) -> Facts:
    """Facts with underscores for the dashes of their names."""
    found = {name.replace("_", "-"): Fraction(number) for name, number in numbers.items()}
    return Facts(tuple(f"2026-{n:02d}" for n in range(1, months + 1)), found)


def figure(of: Facts, name: str, **more: Any) -> Any:
    """One judged indicator of the shipped pack."""
    return next(one for one in judge_indicators(RULES, of, **more) if one.id == name)


def person(number: str, **more: Any) -> RosterRow:
    """A line of the roster."""
    return RosterRow(number, number, more.pop("department", "客服部"), PLACE, **more)


def trained(number: str, day: date, session: str = "礼仪", **more: Any) -> Training:
    """A person at a session."""
    return Training(f"{number}{day}{session}", PLACE, session, day, number, **more)


def tally(roster: tuple[RosterRow, ...] = (person("E1"), person("E2")), **records: Any) -> MonthTally:
    """The month of these records, counted."""
    assert PACK is not None
    month = MonthRecords(OCTOBER, Roster(roster), **records)
    result = score_month([PACK], month, History(), program_version="0")
    return tally_month(RULES, [PACK], month, result)


def test_a_rate_over_nothing_has_no_value() -> None:
    """Null, not 0 and not 100; a count of nothing is 0."""
    assert (None, 0, "no-data") == (
        (one := figure(facts(), "satisfaction-rate")).value, one.n, one.status,
    )  # fmt: skip
    assert (Decimal("0.00"), "none") == ((one := figure(facts(), "praises")).value, one.status)


@pytest.mark.parametrize("n, small", [(29, True), (30, False), (0, False)])
def test_few_answers_are_said(n: int, small: bool) -> None:
    """Below 30; nothing at all is no small sample."""
    assert small is figure(facts(ratings=n, satisfied_ratings=n), "satisfaction-rate").small


@pytest.mark.parametrize(
    "name, now, before, trend",
    [
        ("satisfaction-rate", {"ratings": 100, "satisfied_ratings": 90}, 80, "better"),
        ("satisfaction-rate", {"ratings": 100, "satisfied_ratings": 70}, 80, "worse"),
        ("satisfaction-rate", {"ratings": 10, "satisfied_ratings": 8}, 80, "same"),
        ("satisfaction-rate", {}, 80, "unknown"),
    ],
)
def test_trend_against_the_period_before(name: str, now: dict[str, int], before: int, trend: str) -> None:
    """Better, worse, the same, or not to be told."""
    previous = facts(ratings=100, satisfied_ratings=before)
    assert trend == figure(facts(**now), name, previous=Earlier(RULES, previous)).trend


def test_fewer_complaints_are_better_and_longer_calls_are_neither() -> None:
    """Which way is good belongs to the indicator."""
    now, before = facts(complaints=2, timed_calls=1, talk_minutes=5), facts(complaints=3, timed_calls=1)
    assert "better" == figure(now, "complaints", previous=Earlier(RULES, before)).trend
    assert "up" == figure(now, "talk-time", previous=Earlier(RULES, before)).trend


def test_months_add_up_by_their_numbers_and_people_count_once() -> None:
    """50 % of 10 and 100 % of 90 are 95 %, not 75 %; the staff is the last month's."""
    first = Facts(
        ("2026-07",), {"ratings": Fraction(10), "satisfied-ratings": Fraction(5)},
        {"staff": frozenset("ABC"), "staff-trained": frozenset("AC")},
    )  # fmt: skip
    second = Facts(
        ("2026-08",), {"ratings": Fraction(90), "satisfied-ratings": Fraction(90)},
        {"staff": frozenset("AB"), "staff-trained": frozenset("A")},
    )  # fmt: skip
    both = add_up([second, first])
    assert Decimal("95.00") == figure(both, "satisfaction-rate").value
    assert (Decimal("50.00"), 2) == ((one := figure(both, "training-coverage")).value, one.n)


def test_goals_start_from_the_base_month() -> None:
    """−20 % of 10 % in three months: 8 %; after one month 9.33 %."""
    base = facts(contacts=100, attitude_complaints=10)
    now = facts(contacts=100, attitude_complaints=9)
    goal = next(
        one for one in judge_goals(RULES, Earlier(RULES, base), now, elapsed=1) if one.id == "attitude-3m"
    )
    assert (Decimal("10.00"), Decimal("8.00"), Decimal("9.33"), "on-track") == (
        goal.base, goal.target, goal.expected, goal.status,
    )  # fmt: skip
    late = next(
        one for one in judge_goals(RULES, Earlier(RULES, base), now, elapsed=3) if one.id == "attitude-3m"
    )
    assert "missed" == late.status
    without = next(one for one in judge_goals(RULES, None, now, elapsed=1) if one.id == "attitude-3m")
    assert "no-data" == without.status


def test_pareto_goes_by_frequency_and_adds_up_to_the_whole() -> None:
    """Equal ones by name; the last line is 100 %."""
    lines = pareto({"慢": 1, "态度": 6, "推诿": 3})
    assert [("态度", "60.00", "60.00"), ("推诿", "30.00", "90.00"), ("慢", "10.00", "100.00")] == [
        (one.reason, str(one.percent), str(one.cumulative)) for one in lines
    ]
    assert () == pareto({})


def test_what_a_month_counts() -> None:
    """Surveys, complaints and volumes; a complaint judged not valid counts nowhere."""

    def complaint(name: str, **more: Any) -> Complaint:
        return Complaint(name, PLACE, datetime(2026, 10, 5, 9), **more)

    found = tally(
        surveys=(
            Survey("s1", PLACE, date(2026, 10, 5), people=("E1",), overall=Decimal(4), nps=9),
            Survey("s2", PLACE, date(2026, 10, 6), overall=Decimal(2), nps=6, reasons=("慢",)),
            Survey("s3", PLACE, date(2026, 10, 6), audience="staff", overall=Decimal(5)),
        ),
        complaints=(
            complaint(
                "c1", category="语气生硬", valid=Verified.YES, closed_at=datetime(2026, 10, 5, 12), rounds=1
            ),
            complaint("c2", category="账单", rounds=2, closed_at=date(2026, 10, 6)),
            complaint("c3", category="服务态度", valid=Verified.NO),
        ),
        activities=(
            Activity("a1", PLACE, date(2026, 10, 9), "服务总量", count=Decimal(200)),
            Activity("a2", PLACE, date(2026, 10, 9), "员工访谈"),
        ),
        improvements=(Improvement("p1", PLACE, due_on=date(2026, 10, 20), done_on=date(2026, 10, 21)),),
    )  # fmt: skip
    company = with_training([found])[0][""]
    values = {one.id: one.value for one in judge_indicators(RULES, company)}
    assert {
        "satisfaction-rate": Decimal("50.00"), "nps": Decimal("0.00"), "complaints": Decimal("2.00"),
        "attitude-share": Decimal("50.00"), "complaint-rate": Decimal("1.00"),
        "handling-time": Decimal("3.00"), "first-contact-resolution": Decimal("50.00"),
        "staff-satisfaction": Decimal("100.00"), "staff-interviews": Decimal("1.00"),
        "problems-in-time": Decimal("0.00"), "low-ratings-verified": Decimal("0.00"),
    } == {name: values[name] for name in (
        "satisfaction-rate", "nps", "complaints", "attitude-share", "complaint-rate", "handling-time",
        "first-contact-resolution", "staff-satisfaction", "staff-interviews", "problems-in-time",
        "low-ratings-verified",
    )}  # fmt: skip
    assert {"语气生硬": 1, "账单": 1} == company.complaint_reasons
    assert {"慢": 1} == company.rating_reasons


def test_low_ratings_are_those_at_the_limit() -> None:
    """2 is low, 3 is not."""
    assert [True, False, False] == [is_low(RULES, one) for one in (Decimal(2), Decimal(3), None)]


def test_tests_resits_and_who_still_has_to() -> None:
    """The word wins over the mark; a later pass of the same session ends it."""
    day = date(2026, 10, 8)
    trainings = (
        trained("E1", day, score=Decimal(60)),
        trained("E2", day, score=Decimal(59), resit_score=Decimal(70)),
        trained("E3", day, score=Decimal(90), passed=Verified.NO),
        trained("E4", day, score=Decimal(40)),
        trained("E4", date(2026, 10, 20), score=Decimal(80)),
        trained("E5", day, attended=False, score=Decimal(0)),
    )
    assert [("E3", Decimal(90))] == [(o.employee_no, o.score) for o in resits_due(RULES, trainings)]
    found, _people = training_facts(RULES, OCTOBER, Roster(), trainings)
    assert (5, 2, 4) == tuple(int(found[n]) for n in ("tests", "tests-passed", "tests-passed-in-the-end"))


def test_coverage_and_the_first_week_of_newcomers() -> None:
    """Who left is no staff; a first week that ends in the month is due in it; its last day counts."""
    roster = Roster((
        person("E1"), person("E2", left_on=date(2026, 10, 30)),
        person("N1", hired_on=date(2026, 10, 5)), person("N2", hired_on=date(2026, 10, 5)),
        person("N3", hired_on=date(2026, 10, 26)),
    ))  # fmt: skip
    trainings = (
        trained("E1", date(2026, 10, 8)), trained("E2", date(2026, 10, 8)),
        trained("N1", date(2026, 10, 11)), trained("N2", date(2026, 10, 12)),
    )  # fmt: skip
    _found, people = training_facts(RULES, OCTOBER, roster, trainings)
    assert (frozenset({"N1", "N2"}), frozenset({"N1"})) == (people["newcomers"], people["newcomers-trained"])
    value = figure(Facts(("2026-10",), {}, people), "training-coverage")
    assert (Decimal("75.00"), 4) == (value.value, value.n)


def test_behaviour_is_looked_at_a_month_after_the_training() -> None:
    """Day 30 to day 59 after it; due in the month in which that ends."""
    held = date(2026, 8, 20)  # looked at from 09-19 to 10-18
    trainings = (trained("E1", held), trained("E2", held))
    scores = [
        ("E1", date(2026, 8, 1), Decimal(70)), ("E1", date(2026, 10, 18), Decimal(90)),
        ("E2", date(2026, 10, 19), Decimal(50)), ("E1", date(2026, 11, 18), Decimal(95)),
    ]  # fmt: skip
    found, _people = training_facts(RULES, OCTOBER, Roster(), trainings, scores)
    assert (2, 1) == (int(found["observations-due"]), int(found["observations"]))
    (effect,) = effects_of(RULES, trainings, scores)
    assert (Decimal("70.00"), 1, Decimal("90.00"), 1, Decimal("95.00"), 1) == (
        effect.before, effect.n_before, effect.month_after, effect.n_month, effect.quarter_after,
        effect.n_quarter,
    )  # fmt: skip


def test_a_target_for_a_quarter_is_not_judged_in_a_month_and_doubles_in_a_half_year() -> None:
    """One session a quarter."""
    states = [figure(facts(n, sessions=1), "training-sessions").status for n in (1, 2, 3, 6)]
    assert ["too-short", "too-short", "met", "missed"] == states


def test_a_pack_without_indicators_has_no_figures() -> None:
    """An empty topic gives an empty report."""
    assert () == judge_indicators(Indicators(), facts())


def test_a_register_that_goes_on_counts_each_complaint_once_and_its_closing_when_it_is_closed() -> None:
    """Received in September; October's file shows it again, closed; November's shows it once more."""
    received = datetime(2026, 9, 30, 9)
    still = Complaint("c1", PLACE, received, category="账单", valid=Verified.YES)
    closed = replace(still, closed_at=datetime(2026, 10, 1, 9), cause="系统")
    survey = Survey("s1", PLACE, date(2026, 9, 3), overall=Decimal(5))
    meeting = Activity("a1", PLACE, date(2026, 9, 9), "业主例会")
    months = [
        MonthRecords(OCTOBER, Roster(), complaints=(one,), surveys=(survey,), activities=(meeting,))
        for one in (still, closed, closed)
    ]
    assert PACK is not None
    seen: dict[str, bool] = {}
    found = []
    for month in months:
        result = score_month([PACK], month, History(), program_version="0")
        found.append(tally_month(RULES, [PACK], month, result, seen=seen).facts.get("", Facts()))
        seen = seen_after(seen, month)
    names = ("complaints", "valid-closed-complaints", "closing-hours", "ratings", "activities")
    assert [[1, 0, 0, 1, 1], [0, 1, 24, 0, 0], [0, 0, 0, 0, 0]] == [
        [int(one.number(name)) for name in names] for one in found
    ]
    assert [1, 0, 0] == [sum(one.complaint_reasons.values()) for one in found]


def test_a_training_list_that_goes_on_counts_each_person_once_with_the_newest_word() -> None:
    """September's list has the failed test, October's the same line with the resit that was passed."""
    failed = trained("E1", date(2026, 10, 8), score=Decimal(50))
    first = replace(tally(), trainings=(failed,))
    second = replace(first, trainings=(replace(failed, resit_score=Decimal(80)),))
    (once,) = known_trainings([first, second])
    assert Decimal(80) == once.resit_score
    company = with_training([replace(first, trainings=(failed, failed))])[0][""]
    assert 1 == company.number("tests")


@pytest.mark.parametrize(
    "rating, verified, waits",
    [(2, "pending", True), (3, "pending", False), (2, "yes", False), (1, "no", False)],
)
def test_a_low_rating_waits_until_somebody_verified_it(rating: int, verified: str, waits: bool) -> None:
    """2 is low, 3 is not; the employee's doing or not: it is verified."""
    found = tally(
        surveys=(
            Survey("s1", PLACE, date(2026, 10, 5), overall=Decimal(rating), verified=Verified(verified)),
            Survey("s2", PLACE, date(2026, 10, 5), audience="staff", overall=Decimal(1)),
        )
    )
    assert waits is ([one.id for one in found.low_ratings] == ["s1"])


def test_a_questionnaire_is_linked_to_who_served_where_the_contact_is_known() -> None:
    """By the call's number: in the employee's department; a contact that two people had names nobody."""

    def call(name: str, number: str, contact: str) -> Evaluation:
        day = date(2026, 10, 5)
        bare = Evaluation(name, "call-review", "", number, day, PLACE, 2, (), (), contact_id=contact)
        return replace(bare, held_back=("QK401",))  # its answers do not matter here

    roster = (person("E1", department="一部"), person("E2", department="二部"))
    calls = (call("a", "E1", "LY1"), call("b", "E1", "LY2"), call("c", "E2", "LY2"))
    surveys = tuple(
        Survey(name, PLACE, date(2026, 10, 6), overall=Decimal(1), contact_id=contact)
        for name, contact in (("s1", "LY1"), ("s2", "LY2"))
    )
    found = tally(roster, evaluations=calls, surveys=surveys)
    assert [("s1", "E1"), ("s2", "")] == [(one.id, one.employee_no) for one in found.low_ratings]
    assert [1, 0, 2] == [
        int(found.facts[name].number("ratings")) if name in found.facts else 0
        for name in ("一部", "二部", "")
    ]


def test_deadlines_and_call_backs_are_counted_by_their_rules() -> None:
    """P2: one of two complaints handled in time; the one repair was called back."""
    pack = load_standard("property-service")[0]
    assert pack is not None
    assert pack.indicators is not None
    received = datetime(2026, 10, 12, 10)
    complaints = tuple(
        Complaint(name, PLACE, received, severity="general", closed_at=closed)
        for name, closed in (("a", datetime(2026, 10, 13, 10)), ("b", datetime(2026, 10, 20, 10)))
    )
    repair = ServiceRequest(
        "r", PLACE, received, origin="customer", done_at=datetime(2026, 10, 12, 15),
        callback_at=datetime(2026, 10, 13, 9), callback_how="电话",
    )  # fmt: skip
    records = MonthRecords(OCTOBER, Roster((person("E1"),)), complaints=complaints, requests=(repair,))
    result = score_month([pack], records, History(), program_version="0")
    found = tally_month(pack.indicators, [pack], records, result).facts[""]
    judged = {one.id: one for one in judge_indicators(pack.indicators, found)}
    assert ("50.00", 2) == (str(judged["handled-in-time"].value), judged["handled-in-time"].n)
    assert ("100.00", "met") == (str(judged["repair-callbacks"].value), judged["repair-callbacks"].status)
    assert (None, 0) == (judged["internal-callbacks"].value, judged["internal-callbacks"].n)
