"""Money: every example of semantics.md §8, both sides of the bands, and its laws."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Adjustment, ContestResult, Place, Roster, SpecialAward
from qualitykit.scoring.bonus import (
    Claims,
    MonthOfMoney,
    coefficient_of,
    complaint_coefficient_of,
    pay_month,
)
from qualitykit.scoring.results import BonusLine, Case, PersonMonth, PraisePart, StarResult
from qualitykit.scoring.workforce import Workforce
from qualitykit.standards.standard import Standard
from tests.scoring.months import OCTOBER, october, row, staff, standard
from tests.scoring.test_stars import person, source

HERE = Place("奖金.xlsx", "表", "2:2")
LINEAR = {
    "method": "linear",
    "points": [{"score": 80, "coefficient": "0.8"}, {"score": 100, "coefficient": "1.2"}],
}


def pay(
    *people: PersonMonth, roster: Roster | None = None, using: Standard | None = None, **claims: Any
) -> MonthOfMoney:
    """The month's money of people on the roster."""
    force = Workforce(roster or staff(*(row(one.employee_no) for one in people)), OCTOBER)
    return pay_month(using or standard(), force, people, Claims(**claims))


def amounts(money: MonthOfMoney) -> dict[str, str]:
    """Amounts by line, the month left off the id."""
    return {line.id.partition("/")[2]: f"{line.amount:.2f}" for line in money.lines}


def total(money: MonthOfMoney, number: str) -> Decimal:
    """A person's pay."""
    return sum((line.amount for line in money.lines if line.employee_no == number), Decimal(0))


def case(number: str, name: str = "c1", percent: str = "20", **more: Any) -> Case:
    """A case of step 3."""
    fields: dict[str, Any] = {
        "incidents": (),
        "step": 3,
        "step_id": "withhold",
        "step_title": "扣发",
        "clause": "P3.lad.3",
        "earlier": (),
        "raised_by": "",
        "first_incident_on": october(3),
        "served_on": october(31),
        "served_how": "rule",
        "expires_on": date(2027, 10, 3),
        "effects": (("coaching", "", None), ("withhold", percent, None)),
    }
    return Case(name, number, **{**fields, **more})


def arithmetic(line: BonusLine) -> str:
    """The factors of a line."""
    return " × ".join(part.value for part in line.parts)


# --- performance -----------------------------------------------------------------------------------------


def test_a_whole_month_by_bands() -> None:
    """Base 2000, score 86.37 → 2000.00."""
    money = pay(person("E1", "86.37"))
    assert {"E1/performance": "2000.00"} == amounts(money)
    assert "2000 × 1 × 31/31" == arithmetic(money.lines[0])


JOINED = staff(row("E1", hired_on=october(17)))


def test_who_joined_on_the_17th_gets_15_of_31_days() -> None:
    """2000 × 0.9 × 15/31 = 870.97."""
    (line,) = pay(person("E1", "80", days_employed=15), roster=JOINED).lines
    assert "2000 × 0.9 × 15/31" == arithmetic(line)
    assert Decimal("870.97") == line.amount
    assert "2026-10/E1/performance" == line.id
    assert "P3.perf" == line.clause


def test_what_a_step_withholds_is_percent_of_the_prorated_base() -> None:
    """Step 3 in that month: 20 % of 967.74 = −193.55."""
    money = pay(person("E1", "80", days_employed=15), roster=JOINED, cases=[case("E1")])
    line = money.lines[1]
    assert ("withheld", Decimal("-193.55"), "c1") == (line.kind, line.amount, line.subject)
    assert "2000 × 15/31 × 20" == arithmetic(line)
    assert Decimal("677.42") == total(money, "E1")


def test_a_linear_coefficient_is_not_rounded() -> None:
    """80→0.8, 100→1.2, score 86.37, base 3000 → 0.9274 → 2782.20."""
    roster = staff(row("E1", bonus_base=Decimal(3000)))
    (line,) = pay(person("E1", "86.37"), roster=roster, using=standard(bonus=LINEAR)).lines
    assert Decimal("2782.20") == line.amount
    assert "3000 × 0.9274 × 31/31" == arithmetic(line)


@pytest.mark.parametrize(
    "score, coefficient",
    [
        ("0", "0.8"),
        ("74.99", "0.8"),
        ("75", "0.9"),
        ("84.99", "0.9"),
        ("85", "1"),
        ("89.99", "1"),
        ("90", "1.1"),
        ("100", "1.1"),
    ],
)
def test_bands_hold_their_low_end_and_not_their_high_one(score: str, coefficient: str) -> None:
    """[low, high); the last one holds 100."""
    assert Fraction(coefficient) == coefficient_of(standard().bonus, Decimal(score))


@pytest.mark.parametrize(
    "score, coefficient", [("0", "0.8"), ("80", "0.8"), ("90", "1"), ("90.01", "1.0002"), ("100", "1.2")]
)
def test_the_line_is_flat_outside_its_points(score: str, coefficient: str) -> None:
    """80→0.8, 100→1.2."""
    assert Fraction(coefficient) == coefficient_of(standard(bonus=LINEAR).bonus, Decimal(score))


def test_a_coefficient_that_does_not_end_is_kept_exact() -> None:
    """A third of the way from 0.8 to 0.9 over 3 points."""
    points = [{"score": 80, "coefficient": "0.8"}, {"score": 83, "coefficient": "0.9"}]
    using = standard(bonus={"method": "linear", "points": points})
    (line,) = pay(person("E1", "81"), using=using).lines
    assert "2000 × 5/6 × 31/31" == arithmetic(line)
    assert Decimal("1666.67") == line.amount


@pytest.mark.parametrize("one", [person("E1", None), person("E1", "20", enough=False)])
def test_no_score_or_too_small_a_sample_moves_no_pay(one: PersonMonth) -> None:
    """Coefficient 1, complaints or not."""
    rates = [{"low": 0, "high": 100, "coefficient": "0.5"}]
    money = pay(one, using=standard(bonus={"complaint_rate": rates}), complaints={"E1": 3})
    assert {"E1/performance": "2000.00"} == amounts(money)


RATES = [
    {"low": 0, "high": 1, "coefficient": "1"},
    {"low": 1, "high": 5, "coefficient": "0.9"},
    {"low": 5, "high": 100, "coefficient": "0.8"},
]


@pytest.mark.parametrize(
    "complaints, evaluations, coefficient",
    [
        (0, 50, "1"),
        (1, 101, "1"),
        (1, 100, "0.9"),
        (5, 101, "0.9"),
        (5, 100, "0.8"),
        (9, 3, "0.8"),
        (1, 0, "1"),
    ],
)
def test_complaints_per_100_evaluations(complaints: int, evaluations: int, coefficient: str) -> None:
    """[low, high); the last band has no upper end; nothing evaluated: 1."""
    bonus = standard(bonus={"complaint_rate": RATES}).bonus
    assert Decimal(coefficient) == complaint_coefficient_of(bonus, complaints, evaluations)


def test_the_complaint_rate_multiplies_the_coefficient() -> None:
    """One complaint on one evaluation of the month, 86 points: 2000 × 1 × 0.8."""
    one = person("E1", "86", sources=(source("call-review", "86"),))
    (line,) = pay(one, using=standard(bonus={"complaint_rate": RATES}), complaints={"E1": 1}).lines
    assert "2000 × 1 × 0.8 × 31/31" == arithmetic(line)
    assert Decimal(1600) == line.amount


def test_who_has_no_base_gets_no_line_but_a_note() -> None:
    """One of two, and both."""
    roster = staff(row("E1"), row("E2", bonus_base=None))
    money = pay(person("E1", "86"), person("E2", "86"), roster=roster, cases=[case("E2")])
    assert {"E1/performance": "2000.00"} == amounts(money)
    assert ["bonus-base-missing", "nothing-to-withhold"] == [note.code for note in money.notes]
    alone = pay(person("E2", "86"), roster=roster)
    assert ["bonus-bases-missing"] == [note.code for note in alone.notes]


@pytest.mark.parametrize("roster", [staff(), staff(row("E1", left_on=date(2026, 9, 30)))])
def test_who_was_not_employed_in_the_month_gets_no_performance_line(roster: Roster) -> None:
    """Not on the roster, left before."""
    assert () == pay(person("E1", "86", days_employed=0), roster=roster).lines


def test_all_that_is_withheld_is_never_more_than_the_performance_bonus() -> None:
    """Coefficient 0.8 leaves 1600; 50 % and 40 % of 2000 would be 1800."""
    cases = [case("E1", "c2", "40", first_incident_on=october(9)), case("E1", "c1", "50")]
    money = pay(person("E1", "10"), cases=cases)
    assert {
        "E1/performance": "1600.00",
        "E1/withheld/c1": "-1000.00",
        "E1/withheld/c2": "-600.00",
    } == amounts(money)
    assert Decimal(-800) == money.lines[2].before
    assert "withheld-up-to-performance" == money.lines[2].reason.code


# --- awards and the budget -------------------------------------------------------------------------------


def star(number: str, amount: str, rank: int = 1) -> StarResult:
    """A star."""
    return StarResult(number, rank, Decimal(90), Decimal(amount), ())


def award(number: str, amount: str, name: str = "a1") -> SpecialAward:
    """A special award."""
    return SpecialAward(name, number, "服务专项奖", Decimal(amount), HERE)


def contest(number: str, rank: int, amount: str | None = None, **more: Any) -> ContestResult:
    """A place in a contest."""
    return ContestResult(
        f"k{number}", number, "技能竞赛", rank, HERE, None if amount is None else Decimal(amount), **more
    )


def budget(amount: str, what: str = "prorate") -> Standard:
    """A standard with a budget."""
    return standard(bonus={"budget": {"amount": amount, "when_exceeded": what}})


THREE = [person(number, None) for number in ("E1", "E2", "E3")]


def test_three_stars_of_100_on_a_budget_of_200() -> None:
    """66.67, 66.67, 66.66: the last to the highest number."""
    stars = [star(number, "100") for number in ("E3", "E1", "E2")]
    money = pay(*THREE, using=budget("200"), stars=stars)
    found = amounts(money)
    assert ["66.67", "66.67", "66.66"] == [found[f"{number}/star"] for number in ("E1", "E2", "E3")]
    assert money.budget is not None
    assert (Decimal(300), Decimal(200), True) == (
        money.budget.asked,
        money.budget.paid,
        money.budget.prorated,
    )
    assert ["budget-exceeded"] == [note.code for note in money.notes]
    assert {Decimal(100)} == {line.before for line in money.lines if line.kind == "star"}


@pytest.mark.parametrize("amount, what, paid", [("200", "report", 300), ("300", "prorate", 300)])
def test_a_budget_may_only_be_reported_and_its_own_amount_is_within(
    amount: str, what: str, paid: int
) -> None:
    """``report`` pays what was asked; exactly the budget is not too much."""
    money = pay(*THREE, using=budget(amount, what), stars=[star(one.employee_no, "100") for one in THREE])
    assert money.budget is not None
    assert (Decimal(paid), False) == (money.budget.paid, money.budget.prorated)
    assert (1 if what == "report" else 0) == len(money.notes)


def test_the_budget_never_touches_praise_or_performance() -> None:
    """Only stars, special awards and prizes are prorated."""
    money = pay(
        person("E1", "86"),
        using=budget("0"),
        stars=[star("E1", "500")],
        special_awards=[award("E1", "100")],
        contests=[contest("E1", 1)],
        praises=[part("E1", "50", "50")],
    )
    assert Decimal(2050) == total(money, "E1")


def part(number: str, shown: str, paid: str, name: str = "p1") -> PraisePart:
    """A praise."""
    return PraisePart(name, (name,), number, "一般", Decimal(shown), Decimal(paid), True, (HERE,), october(2))


def test_praise_lines_show_what_the_cap_took() -> None:
    """Worth 50, paid 20; one that is worth nothing has no line."""
    money = pay(*THREE, praises=[part("E1", "50", "20"), part("E1", "0", "0", "p2")])
    line = next(line for line in money.lines if line.kind == "praise")
    assert ("2026-10/E1/praise/p1", Decimal(20), Decimal(50)) == (line.id, line.amount, line.before)
    assert (HERE,) == line.evidence
    assert "2026-10/E1/praise/p2" not in {line.id for line in money.lines}


@pytest.mark.parametrize(
    "one, amount, code",
    [
        (contest("E1", 1), "300.00", "contest"),
        (contest("E1", 2), "200.00", "contest"),
        (contest("E1", 3), "0.00", "contest-rank-without-prize"),
        (contest("E1", 1, "80"), "80.00", "contest"),
        (contest("E1", 1, "0", prize="保温杯"), "0.00", "contest"),
    ],
)
def test_a_prize_is_the_sheets_or_the_packs(one: ContestResult, amount: str, code: str) -> None:
    """A prize in kind is a line of 0.00."""
    money = pay(person("E1", None), contests=[one])
    line = next(line for line in money.lines if line.kind == "contest")
    assert (amount, code, "P3.skill") == (f"{line.amount:.2f}", line.reason.code, line.clause)


@pytest.mark.parametrize("number, rows", [("E9", ["E1"]), ("E1", [row("E1", hired_on=date(2026, 11, 1))])])
def test_money_for_who_is_not_there_is_refused_and_reported(number: str, rows: list[Any]) -> None:
    """Not on the roster, or hired after the month."""
    money = pay(
        roster=staff(*rows),
        special_awards=[award(number, "100")],
        contests=[contest(number, 1)],
        adjustments=[Adjustment("j1", number, Decimal(10), "补发", HERE)],
    )
    assert () == money.lines
    assert ["QK727"] * 3 == [one.code for one in money.problems]


def test_a_leaver_still_gets_what_a_person_awarded() -> None:
    """Left in September, special award and adjustment entered in October."""
    money = pay(
        roster=staff(row("E1", left_on=date(2026, 9, 30))),
        special_awards=[award("E1", "100")],
        adjustments=[Adjustment("j1", "E1", Decimal("30.50"), "补发", HERE, "2026-08")],
    )
    assert {"E1/special/a1": "100.00", "E1/adjustment/j1": "30.50"} == amounts(money)


def test_nobody_is_fined_by_a_negative_award() -> None:
    """A negative special award or prize is a problem, not a line."""
    money = pay(person("E1", None), special_awards=[award("E1", "-100")], contests=[contest("E1", 1, "-1")])
    assert ["QK728", "QK728"] == [one.code for one in money.problems]
    assert Decimal(2000) == total(money, "E1")


# --- adjustments and carrying over -----------------------------------------------------------------------


def adjustment(amount: str, name: str = "j1") -> Adjustment:
    """A correction of September's pay."""
    return Adjustment(name, "E1", Decimal(amount), "更正", HERE, "2026-09")


def test_a_negative_adjustment_stops_at_a_pay_of_zero_and_the_rest_is_carried() -> None:
    """2000 of pay, −2500.50: 2000 now, 500.50 next month."""
    money = pay(person("E1", "86"), adjustments=[adjustment("-2500.50")])
    assert Decimal(0) == total(money, "E1")
    assert (("E1", Decimal("-500.50")),) == money.carried
    line = money.lines[-1]
    assert ("adjustment-carried", Decimal("-2500.50")) == (line.reason.code, line.before)


def test_older_debts_are_taken_first() -> None:
    """−1500 carried and −800 of this month on 2000: 500 of the new one, 300 carried on."""
    money = pay(person("E1", "86"), adjustments=[adjustment("-800")], carried=[("E1", Decimal("-1500.00"))])
    assert {
        "E1/performance": "2000.00",
        "E1/carried": "-1500.00",
        "E1/adjustment/j1": "-500.00",
    } == amounts(money)
    assert (("E1", Decimal("-300.00")),) == money.carried


def test_a_positive_adjustment_of_the_month_pays_a_negative_one() -> None:
    """+100 and −100 with no other pay."""
    roster = staff(row("E1", bonus_base=None))
    money = pay(
        person("E1", "86"), roster=roster, adjustments=[adjustment("-100", "j1"), adjustment("100", "j2")]
    )
    assert (Decimal(0), ()) == (total(money, "E1"), money.carried)


@pytest.mark.parametrize(
    "left_on, carried", [(october(31), 0), (october(5), 0), (date(2026, 11, 1), 1), (None, 1)]
)
def test_what_is_carried_lapses_when_the_person_leaves(left_on: date | None, carried: int) -> None:
    """Leaving by the month's last day ends it, and a note says so."""
    roster = staff(row("E1", left_on=left_on, bonus_base=None))
    money = pay(person("E1", None), roster=roster, carried=[("E1", Decimal("-10.00"))])
    assert carried == len(money.carried)
    assert (not carried) == ("carried-amount-lapsed" in [note.code for note in money.notes])


def test_who_is_not_on_the_roster_keeps_the_debt_without_a_line() -> None:
    """Nothing can be taken; a note says whose number it is."""
    money = pay(roster=staff("E1"), carried=[("E9", Decimal("-10.00"))])
    assert (money.lines, money.carried) == ((), (("E9", Decimal("-10.00")),))
    assert [note.code for note in money.notes] == ["carried-person-not-in-roster"]


# --- laws ------------------------------------------------------------------------------------------------

FEN = st.integers(-300_000, 300_000).map(lambda fen: Decimal(fen).scaleb(-2))
PLUS = st.integers(0, 100_000).map(lambda fen: Decimal(fen).scaleb(-2))
NUMBERS = st.sampled_from(["E1", "E2", "E3"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 10_000), min_size=3, max_size=3),
    st.lists(st.integers(1, 31), min_size=3, max_size=3),
    st.lists(st.tuples(NUMBERS, st.integers(1, 100)), max_size=4),
    st.lists(st.tuples(NUMBERS, PLUS), max_size=4),
    st.lists(st.tuples(NUMBERS, FEN), max_size=5),
    st.lists(st.tuples(NUMBERS, PLUS), max_size=2, unique_by=lambda one: one[0]),
    PLUS,
    st.randoms(use_true_random=False),
)
def test_pay_is_never_negative_and_every_fen_is_accounted_for(
    scores: list[int | None],
    days: list[int],
    withheld: list[tuple[str, int]],
    awards: list[tuple[str, Decimal]],
    corrections: list[tuple[str, Decimal]],
    owed: list[tuple[str, Decimal]],
    limit: Decimal,
    random: Any,
) -> None:
    """Whole fen; pay ≥ 0; what adjustments did not take is carried; the budget holds; in any order."""
    people = [
        person(f"E{n}", None if score is None else str(Decimal(score).scaleb(-2)), days_employed=employed)
        for n, (score, employed) in enumerate(zip(scores, days, strict=True), start=1)
    ]
    rows = [
        row(one.employee_no, hired_on=october(32 - one.days_employed), bonus_base=Decimal("1234.56"))
        for one in people
    ]
    claims: dict[str, list[Any]] = {
        "cases": [case(number, f"c{n}", str(percent)) for n, (number, percent) in enumerate(withheld)],
        "special_awards": [award(number, str(amount), f"a{n}") for n, (number, amount) in enumerate(awards)],
        "adjustments": [
            Adjustment(f"j{n}", number, amount, "更正", HERE)
            for n, (number, amount) in enumerate(corrections)
        ],
        "carried": [(number, -amount) for number, amount in owed],
    }
    using = budget(str(limit))
    money = pay(*people, roster=staff(*rows), using=using, **claims)
    for pile in claims.values():
        random.shuffle(pile)
    assert money == pay(*people, roster=staff(*rows), using=using, **claims)
    assert len({line.id for line in money.lines}) == len(money.lines)
    for line in money.lines:
        assert line.amount == line.amount.quantize(Decimal("0.01"))
    for number in ("E1", "E2", "E3"):
        assert total(money, number) >= 0
        mine = [line for line in money.lines if line.employee_no == number]
        earned = sum((line.amount for line in mine if line.kind not in ("adjustment", "carried")), Decimal(0))
        asked = sum((amount for one, amount in corrections if one == number), Decimal(0))
        debt = sum((amount for one, amount in owed if one == number), Decimal(0))
        left = sum((amount for one, amount in money.carried if one == number), Decimal(0))
        assert earned + asked - debt == total(money, number) + left
        assert earned >= 0
    assert money.budget is not None
    awarded = sum((line.amount for line in money.lines if line.kind == "special"), Decimal(0))
    assert awarded == money.budget.paid == min(limit, sum((amount for _one, amount in awards), Decimal(0)))
