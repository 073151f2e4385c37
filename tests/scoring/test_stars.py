"""Stars of the month and the model of the year. Source: semantics.md §7."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.scoring.results import History, LiveWarning, PersonMonth, SourceScore
from qualitykit.scoring.stars import MonthOfStars, pick_model_of_the_year, pick_stars
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.stars import Stars
from tests.scoring.months import OCTOBER, october, row, staff, standard


def rule(**more: Any) -> Stars:
    """The contract's stars, changed by keywords."""
    return standard(stars=more).stars


def source(name: str, mean: str, *, counted: bool = True) -> SourceScore:
    """A source with that mean."""
    return SourceScore(name, Decimal(30), 1, Decimal(mean), counted, (), ())


def person(number: str, score: str | None, **more: Any) -> PersonMonth:
    """Somebody with that month score, eligible unless said otherwise."""
    fields: dict[str, Any] = {
        "name": number,
        "department": "客服一部",
        "team": "",
        "sources": (),
        "evaluations": 5,
        "weighted_mean": None,
        "praises": 0,
        "praise_points": Decimal(0),
        "score": None if score is None else Decimal(score),
        "enough": True,
        "rank": None,
        "department_rank": None,
        "interval": None,
        "ineligible": (),
        "days_employed": 31,
    }
    return PersonMonth(number, **{**fields, **more})


def pick(*people: PersonMonth, using: Stars | None = None, **more: Any) -> MonthOfStars:
    """The stars among people who are all on the roster."""
    rows = more.pop("rows", [row(one.employee_no) for one in people])
    return pick_stars(using or rule(), people, Workforce(staff(*rows), OCTOBER), **more)


def won(found: MonthOfStars) -> list[tuple[str, int, str]]:
    """Number, rank, amount."""
    return [(star.employee_no, star.rank, f"{star.amount:.2f}") for star in found.stars]


def scored(*scores: str) -> list[PersonMonth]:
    """E1, E2 … with those scores."""
    return [person(f"E{n}", score) for n, score in enumerate(scores, start=1)]


def test_tied_people_pool_the_amounts_of_their_ranks() -> None:
    """95, 95, 90 with 500/300/200 → 400, 400, 200; ranks 1, 1, 3."""
    expected = [("E1", 1, "400.00"), ("E2", 1, "400.00"), ("E3", 3, "200.00")]
    assert expected == won(pick(*scored("95", "95", "90")))


def test_ranks_past_the_last_pay_nothing_but_all_tied_are_stars() -> None:
    """95, 90, 88, 88 → 500, 300, 100, 100."""
    found = pick(*scored("95", "90", "88", "88"))
    expected = [("E1", 1, "500.00"), ("E2", 2, "300.00"), ("E3", 3, "100.00"), ("E4", 3, "100.00")]
    assert expected == won(found)
    assert ["more-stars-by-ties"] == [note.code for note in found.notes]


def test_odd_fen_of_a_pool_go_to_the_lowest_numbers() -> None:
    """Three tied on 1000.01: 333.34, 333.34, 333.33."""
    found = pick(*scored("95", "95", "95"), using=rule(amounts=["500.01", "300", "200"]))
    assert ["333.34", "333.34", "333.33"] == [f"{star.amount:.2f}" for star in found.stars]


def test_a_fourth_is_no_star() -> None:
    """Up to 3, and no reason why not: the fourth was eligible."""
    found = pick(*scored("99", "98", "97", "96"))
    assert ["E1", "E2", "E3"] == [star.employee_no for star in found.stars]
    assert () == found.ineligible["E4"]


def test_a_certificate_pays_nothing() -> None:
    """Amounts may be 0 or missing."""
    assert [("E1", 1, "0.00")] == won(pick(*scored("95"), using=rule(amounts=[], minimum=1)))


def warning(number: str, **more: Any) -> LiveWarning:
    """A warning served in September, live for a year."""
    fields: dict[str, Any] = {
        "step": 1,
        "first_incident_on": date(2026, 9, 3),
        "served_on": date(2026, 9, 30),
        "served_how": "rule",
        "expires_on": date(2027, 9, 3),
        "month": "2026-09",
    }
    return LiveWarning(f"w-{number}", number, **{**fields, **more})


def test_the_order_after_the_score() -> None:
    """Verified praises, then the mystery-shopper score (none is last), then fewer live warnings."""
    mystery = [(source("mystery-shopper", mean),) for mean in ("91", "90")]
    people = [
        person("E1", "95", sources=mystery[1]),
        person("E2", "95"),
        person("E3", "95", sources=mystery[0]),
        person("E4", "95", praises=1),
        person("E5", "95", sources=mystery[0]),
    ]
    found = pick(*people, using=rule(at_most=5), warnings=[warning("E3")])
    assert ["E4", "E5", "E3", "E1", "E2"] == [star.employee_no for star in found.stars]
    assert [1, 2, 3, 4, 5] == [star.rank for star in found.stars]


@pytest.mark.parametrize(
    "more, first",
    [
        ({}, "E2"),
        ({"overturned": True}, "E1"),
        ({"expires_on": october(31)}, "E1"),
        ({"expires_on": date(2026, 11, 1)}, "E2"),
        ({"served_on": None}, "E1"),
        ({"served_on": date(2026, 11, 1)}, "E1"),
    ],
)
def test_only_live_warnings_decide(more: dict[str, Any], first: str) -> None:
    """Live on the month's last day: served, not overturned, not expired."""
    found = pick(*scored("95", "95"), warnings=[warning("E1", **more)], using=rule(at_most=1))
    assert first == found.stars[0].employee_no
    assert (2 if first == "E1" else 1) == len(found.stars)


REASONS: list[tuple[PersonMonth, dict[str, Any], list[str]]] = [
    (person("E1", "85.00"), {}, []),
    (person("E1", "84.99"), {}, ["score-below-minimum"]),
    (person("E1", None), {}, ["no-score"]),
    (person("E1", "90", enough=False), {}, ["sample-too-small"]),
    (person("E1", "90"), {"warned": {"E1"}}, ["warned-this-month"]),
    (person("E1", "90"), {"warned": {"E2"}}, []),
    (person("E1", "90"), {"unqualified": {"E1": ["e1"]}}, ["form-not-qualified"]),
    (person("E1", "90", days_employed=15), {}, []),
    (person("E1", "90", days_employed=14), {}, ["too-few-days"]),
    (person("E1", "90"), {"rows": [row("E1", probation_until=october(30))]}, []),
    (person("E1", "90"), {"rows": [row("E1", probation_until=october(31))]}, ["on-probation"]),
    (person("E1", "90"), {"rows": []}, ["not-in-roster"]),
    (person("E1", "90"), {"using": rule(required_sources=["patrol"])}, ["source-missing"]),
    (
        person("E1", "90", sources=(source("patrol", "90", counted=False),)),
        {"using": rule(required_sources=["patrol"])},
        ["source-missing"],
    ),
    (
        person("E1", "90", sources=(source("patrol", "90"),)),
        {"using": rule(required_sources=["patrol"])},
        [],
    ),
    (
        person("E1", "60", enough=False, days_employed=3),
        {"warned": {"E1"}, "unqualified": {"E1": ["e1"]}, "using": rule(required_sources=["patrol"])},
        [
            "score-below-minimum",
            "source-missing",
            "sample-too-small",
            "warned-this-month",
            "form-not-qualified",
            "too-few-days",
        ],
    ),
]


@pytest.mark.parametrize("one, more, codes", REASONS)
def test_everybody_ineligible_is_listed_with_all_reasons(
    one: PersonMonth, more: dict[str, Any], codes: list[str]
) -> None:
    """Both sides of every threshold."""
    found = pick(one, **more)
    assert codes == [reason.code for reason in found.ineligible["E1"]]
    assert (0 if codes else 1) == len(found.stars)


def test_fewer_stars_than_the_minimum_are_only_reported() -> None:
    """One eligible of at least two: one star, a note."""
    found = pick(*scored("95", "60"))
    assert ["E1"] == [star.employee_no for star in found.stars]
    assert ["fewer-stars"] == [note.code for note in found.notes]


def test_stars_may_be_picked_by_department() -> None:
    """Each department has its own ranks and amounts."""
    people = [*scored("95", "90"), replace(person("E3", "86"), department="客服二部")]
    found = pick(*people, using=rule(scope="department", minimum=1))
    by_scope = {(star.scope, star.employee_no, star.rank, star.amount) for star in found.stars}
    assert {
        ("客服一部", "E1", 1, Decimal(500)),
        ("客服一部", "E2", 2, Decimal(300)),
        ("客服二部", "E3", 1, Decimal(500)),
    } == by_scope


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(80, 100), max_size=9), st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_pool_is_paid_to_the_fen_and_order_never_matters(
    scores: list[int], top: int, random: Any
) -> None:
    """The amounts of the ranks taken are paid in full, no more; a better score never gets less."""
    people = scored(*map(str, scores))
    using = rule(at_most=top, amounts=["500", "300", "200"][:top])
    found = pick(*people, using=using)
    shuffled = list(people)
    random.shuffle(shuffled)
    assert found.stars == pick(*shuffled, using=using).stars
    eligible = sum(score >= 85 for score in scores)
    assert sum(using.amounts[: min(eligible, top)], Decimal(0)) == sum(star.amount for star in found.stars)
    amounts = [star.amount for star in found.stars]
    assert sorted(amounts, reverse=True) == amounts


# --- the year --------------------------------------------------------------------------------------------

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
YEARS_END = date(2026, 12, 31)


def year(scores: dict[str, list[str]], **more: Any) -> History:
    """A year's closed months with those scores, from January on."""
    rows = tuple(
        (number, month, Decimal(score))
        for number, mine in scores.items()
        for month, score in zip(MONTHS, mine, strict=False)
    )
    return History(**{"months": MONTHS, "closed_months": MONTHS, "month_scores": rows, **more})


def model(history: History, **more: Any) -> MonthOfStars:
    """The year's 服务标兵."""
    return pick_model_of_the_year(rule(**more), history, 2026, last_day=YEARS_END)


def test_the_best_mean_of_the_year_wins() -> None:
    """At least ten months; nine are too few however good."""
    found = model(year({"E1": ["90"] * 10, "E2": ["91"] * 10, "E3": ["100"] * 9}))
    assert [("E2", 1, "1000.00")] == won(found)
    assert ["too-few-months"] == [reason.code for reason in found.ineligible["E3"]]


def test_months_as_star_decide_between_equal_means() -> None:
    """Then a tie shares the reward."""
    both = {"E1": ["90"] * 12, "E2": ["90"] * 12}
    assert [("E2", 1, "1000.00")] == won(model(year(both, stars=(("E2", "2026-03"),))))
    assert [("E1", 1, "500.00"), ("E2", 1, "500.00")] == won(model(year(both)))


@pytest.mark.parametrize("step, out", [(1, False), (2, True), (3, True)])
def test_a_live_warning_of_step_2_is_out(step: int, out: bool) -> None:
    """On the year's last day."""
    found = model(year({"E1": ["90"] * 12}, warnings=(warning("E1", step=step),)))
    assert out == bool(found.ineligible["E1"])
    expired = warning("E1", step=step, expires_on=YEARS_END)
    assert not model(year({"E1": ["90"] * 12}, warnings=(expired,))).ineligible["E1"]


def test_drafts_and_other_years_do_not_count() -> None:
    """Only closed months of the year."""
    assert () == model(year({"E1": ["90"] * 12}, closed_months=MONTHS[:9])).stars
    assert (
        ()
        == pick_model_of_the_year(rule(), year({"E1": ["90"] * 12}), 2025, last_day=date(2025, 12, 31)).stars
    )


def test_a_pack_without_the_award_names_nobody() -> None:
    """``model_of_the_year`` left out."""
    assert () == model(year({"E1": ["90"] * 12}), model_of_the_year=None).stars


def test_a_policy_without_stars_says_only_that() -> None:
    """Nobody wins, and nobody is told what he lacked for an award that there is not."""
    found = pick(*scored("95", "20"), using=rule(at_most=0, minimum=0, amounts=[]))
    assert not found.stars
    assert not found.notes
    assert [["no-star-award"]] * 2 == [[one.code for one in why] for why in found.ineligible.values()]
