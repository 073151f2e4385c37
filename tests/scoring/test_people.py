"""An employee's month: source means, windows, praise points, intervals, ranking. Source: semantics.md §5."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Roster
from qualitykit.scoring.intervals import month_interval, pooled_spread, spread_of, t_quantile_95
from qualitykit.scoring.people import (
    collect_scores,
    competition_ranks,
    departments_of_month,
    mean_of,
    months_back,
    people_of_month,
)
from qualitykit.scoring.results import EvaluationResult, Interval, PastScore, PersonMonth
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.weights import Weights
from tests.scoring.months import OCTOBER, october, result, row, staff, standard


def weights(**more: Any) -> Weights:
    """The contract's weights, changed by keywords."""
    return standard(weights=more).weights


def source(name: str, weight: int, **more: Any) -> dict[str, Any]:
    """A source of that weight."""
    return {"source": name, "title": name, "weight": weight, "clause": "P3.mon.1", **more}


def people(
    *results: EvaluationResult, roster: Roster | None = None, using: Weights | None = None, **more: Any
) -> dict[str, PersonMonth]:
    """Everybody's month by number; E1 and E2 unless a roster says otherwise."""
    force = Workforce(roster or staff("E1", "E2"), OCTOBER)
    rules = using or weights()
    scores = collect_scores(rules, force, results, more.pop("past", ()))
    return {one.employee_no: one for one in people_of_month(rules, force, scores, **more)}


def calls(number: str, *scores: str, source_id: str = "call-review") -> list[EvaluationResult]:
    """Call reviews with those scores."""
    return [result(f"{number}-{source_id}-{n}", number, source_id, one) for n, one in enumerate(scores)]


def test_the_worked_example_comes_to_87() -> None:
    """Weights 30/30, mystery 80.00 (n 1), calls 90.00 (n 3), 2 praises → (30·80 + 30·90)/60 + 2 = 87.00."""
    results = [*calls("E1", "80.00", source_id="mystery-shopper"), *calls("E1", "85.00", "90.00", "95.00")]
    person = people(*results, praises={"E1": 2})["E1"]
    assert Decimal("87.00") == person.score
    assert Fraction(85) == person.weighted_mean
    assert (2, Decimal(2)) == (person.praises, person.praise_points)
    assert [Decimal("80.00"), Decimal("90.00")] == [one.mean for one in person.sources if one.counted]
    assert (4, True) == (person.evaluations, person.enough)


def test_a_source_mean_is_published_before_it_is_used() -> None:
    """Sources 84.995 and 84.99 with equal weights → published 85.00 and 84.99 → 84.995 → 85.00."""
    results = [
        *calls("E1", "84.99", "85.00", source_id="mystery-shopper"),
        *calls("E1", "84.99"),
    ]
    person = people(*results)["E1"]
    assert Decimal("85.00") == person.score
    assert Fraction("84.995") == person.weighted_mean


def test_zeros_count_and_nulls_do_not() -> None:
    """0 and 100 and no score: the mean of two is 50."""
    results = [*calls("E1", "0.00", "100.00"), result("none", "E1", "call-review", None)]
    person = people(*results)["E1"]
    assert Decimal("50.00") == person.score
    assert not person.enough


def test_an_evaluation_held_back_is_in_no_mean() -> None:
    """No form score at all."""
    results = [*calls("E1", "90.00"), result("held", "E1", "call-review", "10", score=None)]
    assert Decimal("90.00") == people(*results)["E1"].score


@pytest.mark.parametrize("n, counted", [(2, False), (3, True)])
def test_a_source_counts_from_its_minimum(n: int, counted: bool) -> None:
    """``minimum: 3``: two calls do not move the month, three do; all count for the sample."""
    using = weights(sources=[source("mystery-shopper", 30), source("call-review", 30, minimum=3)])
    results = [
        *calls("E1", "100.00", source_id="mystery-shopper"),
        *calls("E1", *["50.00"] * n),
    ]
    person = people(*results, using=using)["E1"]
    assert Decimal("75.00" if counted else "100.00") == person.score
    assert n + 1 == person.evaluations


@pytest.mark.parametrize("n, enough", [(2, False), (3, True)])
def test_fewer_than_three_evaluations_are_too_few(n: int, enough: bool) -> None:
    """样本不足: the score is shown and not ranked."""
    person = people(*calls("E1", *["90.00"] * n))["E1"]
    assert enough == person.enough
    assert Decimal("90.00") == person.score
    assert (1 if enough else None) == person.rank


def test_no_inspection_means_no_score_whatever_the_praise() -> None:
    """Customers' ratings, the supervisor and praise alone make no month score."""
    results = [
        *calls("E1", "100.00", "100.00", source_id="satisfaction"),
        *calls("E1", "95.00", source_id="supervisor"),
    ]
    person = people(*results, praises={"E1": 3})["E1"]
    assert person.score is None
    assert person.weighted_mean is None
    assert person.rank is None
    assert 3 == person.evaluations


@pytest.mark.parametrize(
    "mean, praises, points, score",
    [
        ("90.00", 4, "4", "94.00"),
        ("90.00", 5, "5", "95.00"),
        ("90.00", 6, "5", "95.00"),
        ("97.50", 3, "3", "100.00"),
    ],
)
def test_praise_is_added_up_to_its_limit_and_100(mean: str, praises: int, points: str, score: str) -> None:
    """min(5, 1 × praises), clamped at 100."""
    person = people(*calls("E1", mean), praises={"E1": praises})["E1"]
    assert (Decimal(points), Decimal(score)) == (person.praise_points, person.score)


def test_a_source_may_look_back() -> None:
    """``window_months: 3`` in October takes August and September, not July."""
    using = weights(sources=[source("mystery-shopper", 30, window_months=3), source("call-review", 30)])
    past = [
        PastScore(
            "E1", "mystery-shopper", date(2026, month, 9), f"m{month}", Decimal(score), f"2026-{month:02}"
        )
        for month, score in ((7, 0), (8, 70), (9, 80))
    ] + [PastScore("E1", "call-review", date(2026, 9, 9), "c9", Decimal(0), "2026-09")]
    results = calls("E1", "90.00", source_id="mystery-shopper")
    mystery, reviews = people(*results, using=using, past=past)["E1"].sources
    assert (Decimal("80.00"), 3, 2) == (mystery.mean, mystery.n, mystery.from_earlier)
    assert ("m8", "m9", "E1-mystery-shopper-0") == mystery.evaluations
    assert 0 == reviews.n


def test_the_months_before_cross_the_year() -> None:
    """Two months before January."""
    assert {"2025-12", "2025-11"} == months_back("2026-01", 2)
    assert frozenset() == months_back("2026-01", 0)


def test_equal_scores_share_a_rank() -> None:
    """95, 95, 90 → 1, 1, 3, in the company and in the department."""
    roster = staff("E1", "E2", "E3", row("E4", department="客服二部"))
    results = [
        *calls("E1", *["95"] * 3),
        *calls("E2", *["95"] * 3),
        *calls("E3", *["90"] * 3),
        *calls("E4", *["80"] * 3),
    ]
    found = people(*results, roster=roster)
    assert [1, 1, 3, 4] == [found[number].rank for number in ("E1", "E2", "E3", "E4")]
    assert [1, 1, 3, 1] == [found[number].department_rank for number in ("E1", "E2", "E3", "E4")]
    assert {"a": 1, "b": 2} == competition_ranks({"b": Decimal(0), "a": Decimal(1)})


def moved() -> Roster:
    """E1 went from 一部 to 二部 on 10-16."""
    return staff(
        row("E1", department="一部", valid_to=october(15)),
        row("E1", department="二部", valid_from=october(16)),
        row("E2", department="一部"),
    )


def test_who_moved_is_ranked_where_the_month_ended_and_counts_where_the_contact_was() -> None:
    """The evaluation of 10-15 is 一部's, the one of 10-16 二部's."""
    results = [
        result("a", "E1", "call-review", "60", day=october(15)),
        result("b", "E1", "call-review", "90", day=october(16)),
        result("c", "E2", "call-review", "80", day=october(1)),
    ]
    force = Workforce(moved(), OCTOBER)
    scores = collect_scores(weights(), force, results)
    months = people_of_month(weights(), force, scores)
    assert ["二部", "一部"] == [person.department for person in months]
    first, second = departments_of_month(weights(), force, scores, months)
    assert ("一部", 1, 2, Decimal("70.00"), 2) == (
        first.department,
        first.people,
        first.evaluations,
        first.score,
        first.rank,
    )
    assert ("二部", 1, 1, Decimal("90.00"), 1) == (
        second.department,
        second.people,
        second.evaluations,
        second.score,
        second.rank,
    )


@pytest.mark.parametrize(
    "more, days",
    [
        ({}, 31),
        ({"hired_on": october(17)}, 15),
        ({"hired_on": october(31)}, 1),
        ({"hired_on": date(2026, 11, 1)}, 0),
        ({"left_on": october(1)}, 1),
        ({"left_on": date(2026, 9, 30)}, 0),
        ({"hired_on": october(5), "left_on": october(5)}, 1),
    ],
)
def test_days_employed_count_both_ends(more: dict[str, Any], days: int) -> None:
    """Who was not employed in the month is not listed."""
    force = Workforce(staff(row("E1", **more)), OCTOBER)
    assert days == force.days_employed("E1")
    assert (["E1"] if days else []) == [
        one.employee_no for one in people_of_month(weights(), force, collect_scores(weights(), force, []))
    ]


def test_days_of_who_left_and_came_back() -> None:
    """Employed to 10-10 and again from 10-21: 10 + 11 days."""
    roster = staff(
        row("E1", valid_to=october(10), left_on=october(10)),
        row("E1", valid_from=october(21), hired_on=october(21)),
    )
    assert 21 == Workforce(roster, OCTOBER).days_employed("E1")


def test_who_is_not_on_the_roster_is_shown_without_a_name() -> None:
    """An evaluation of somebody unknown is not lost."""
    person = people(*calls("E9", "90", "90", "90"))["E9"]
    assert ("", "", 0, Decimal("90.00")) == (
        person.name,
        person.department,
        person.days_employed,
        person.score,
    )


# --- intervals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "freedom, quantile",
    [
        (1, 6.313752),
        (2, 2.919986),
        (3, 2.353363),
        (4, 2.131847),
        (9, 1.833113),
        (10, 1.812461),
        (30, 1.697261),
        (100, 1.660234),
        (120, 1.657651),
        (300, 1.649949),
        (301, 1.649932),
        (1000, 1.646379),
    ],
)
def test_student_t_equals_the_tables(freedom: int, quantile: float) -> None:
    """The 95 % quantile to six places."""
    assert quantile == pytest.approx(t_quantile_95(freedom), abs=1e-6)


def test_the_interval_of_a_source() -> None:
    """80, 90, 100: mean 90, s 10, t(2) 2.92 → 90 ± 16.86, clamped at 100."""
    person = people(*calls("E1", "80", "90", "100"))["E1"]
    assert Interval(Decimal("73.14"), Decimal("100.00")) == person.sources[1].interval
    # The month: one source, 90 ± 1.645·10/√3.
    assert Interval(Decimal("80.50"), Decimal("99.50")) == person.interval


def test_one_score_takes_the_pooled_scatter_of_its_source() -> None:
    """E1 has 80 once; E2 (70, 90) has s² 200 with 1 degree: 80 ± 6.3138·√200 → 0…100 clamped."""
    person = people(*calls("E1", "80"), *calls("E2", "70", "90"))["E1"]
    assert Interval(Decimal("0.00"), Decimal("100.00")) == person.sources[1].interval
    pooled = pooled_spread([spread_of([Decimal(80)]), spread_of([Decimal(70), Decimal(90)])])
    assert (200.0, 1) == (pooled.variance, pooled.freedom)


def test_no_interval_where_nothing_says_how_scores_scatter() -> None:
    """One score in the whole company."""
    person = people(*calls("E1", "80"))["E1"]
    assert person.sources[1].interval is None
    assert person.interval is None


def test_two_equal_scores_of_a_colleague_do_not_make_one_score_exact() -> None:
    """E2 got 98 twice, E1 once: the pooled s of 0 says nothing of E1; E2's own interval has no width."""
    found = people(*calls("E1", "98"), *calls("E2", "98", "98"))
    assert found["E1"].sources[1].interval is None
    assert found["E1"].interval is None
    assert Interval(Decimal("98.00"), Decimal("98.00")) == found["E2"].sources[1].interval
    # E3 (94, 98) has s² 8 with 1 degree; pooled with E2's: s² 4 with 2 degrees: 98 ± 2.92·2
    found = people(*calls("E1", "98"), *calls("E2", "98", "98"), *calls("E3", "94", "98"))
    assert Interval(Decimal("92.16"), Decimal("100.00")) == found["E1"].sources[1].interval


def test_a_source_that_rates_everybody_once_adds_no_scatter_to_the_month() -> None:
    """80, 90, 100 (s² 100, W 30) and one rating of 85 (W 10), as everybody has: 88.75 ± 1.645·¾·10/√3."""
    found = people(
        *calls("E1", "80", "90", "100"),
        result("s1", "E1", "supervisor", "85"),
        result("s2", "E2", "supervisor", "70"),
    )
    person = found["E1"]
    assert Decimal("88.75") == person.score
    assert person.sources[2].interval is None
    assert Interval(Decimal("81.63"), Decimal("95.87")) == person.interval


def test_no_interval_looks_exact_while_a_source_is_unknown() -> None:
    """Three calls of 90 and one rating: ± 0 would be all that is known; without the rating it is the fact."""
    rated = people(*calls("E1", "90", "90", "90"), result("s1", "E1", "supervisor", "85"))["E1"]
    assert Decimal("88.75") == rated.score
    assert rated.interval is None
    alone = people(*calls("E1", "90", "90", "90"))["E1"]
    assert Interval(Decimal("90.00"), Decimal("90.00")) == alone.interval


def test_equal_scores_have_no_scatter_at_all() -> None:
    """Not even the noise of floats: (0.1 + 0.1 + 0.1) / 3 is not 0.1."""
    assert 0.0 == spread_of([Decimal("0.1")] * 3).variance


def test_the_months_interval_weighs_the_sources() -> None:
    """Two sources of weight 30 and 10 with s² 16 and n 4 each: 80 ± 1.645·√((¾)²·4 + (¼)²·4) = ± 2.60."""
    spread = spread_of([Decimal(one) for one in (76, 84)])
    assert 32.0 == spread.variance
    interval = month_interval(Decimal(80), [(Decimal(30), 8, spread), (Decimal(10), 8, spread)])
    assert Interval(Decimal("77.40"), Decimal("82.60")) == interval


# --- laws ------------------------------------------------------------------------------------------------

SCORES = st.lists(
    st.tuples(
        st.sampled_from(["E1", "E2"]),
        st.sampled_from(["mystery-shopper", "call-review", "supervisor"]),
        st.integers(0, 10_000),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.integers(0, 9), st.randoms(use_true_random=False))
def test_order_of_rows_never_matters_and_scores_stay_in_bounds(
    rows: list[tuple[str, str, int]], praises: int, random: Any
) -> None:
    """0…100, the same months in any order, intervals around the score."""
    results = [
        result(f"e{n}", number, source_id, str(Decimal(score).scaleb(-2)))
        for n, (number, source_id, score) in enumerate(rows)
    ]
    found = people(*results, praises={"E1": praises})
    shuffled = list(results)
    random.shuffle(shuffled)
    assert found == people(*shuffled, praises={"E1": praises})
    for person in found.values():
        if person.score is not None:
            assert Decimal(0) <= person.score <= Decimal(100)
            if person.interval is not None:
                assert person.interval.low <= person.score <= person.interval.high


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9))
def test_a_mean_lies_between_its_scores(scores: list[int]) -> None:
    """And is exact to half a hundredth."""
    values = [Decimal(score).scaleb(-2) for score in scores]
    mean = mean_of(values)
    assert min(values) <= mean <= max(values)
    assert abs(Fraction(mean) - Fraction(sum(scores), 100 * len(scores))) <= Fraction(1, 200)
