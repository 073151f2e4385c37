"""Praise: what pays, what repeats, the cap; every example of semantics.md §7 about it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Complaint, Decision, Period, Place, Praise, Verified
from qualitykit.scoring.praise import count_praises, month_of, pay_praises
from qualitykit.scoring.results import PraisePart
from qualitykit.standards.praise import PraiseRule
from tests.scoring.months import OCTOBER, october, praise, row, staff, standard

ROSTER = staff("E1", "E2", "E3", row("E4", hired_on=october(10)), row("E5", left_on=october(3)))


def rule(**more: Any) -> PraiseRule:
    """The contract's praise rule, changed by keywords."""
    return standard(praise=more).praise


def paid(*praises: Praise, using: PraiseRule | None = None, **more: Any) -> dict[str, list[Decimal]]:
    """What each person gets, a sum a part, unpaid ones left out."""
    parts, _problems = pay_praises(using or rule(), praises, period=OCTOBER, roster=ROSTER, **more)
    amounts: dict[str, list[Decimal]] = {}
    for part in parts:
        if part.paid:
            amounts.setdefault(part.employee_no, []).append(part.paid)
    return amounts


def parts_of(*praises: Praise, **more: Any) -> tuple[PraisePart, ...]:
    """The parts of the month."""
    return pay_praises(rule(), praises, period=OCTOBER, roster=ROSTER, **more)[0]


def yuan(*amounts: str) -> list[Decimal]:
    """Amounts of money."""
    return [Decimal(amount) for amount in amounts]


def test_the_highest_level_of_one_customer_within_30_days_pays_once() -> None:
    """An ordinary praise on 10-02 and a great one on 10-10 from one customer: one praise, 200."""
    first = praise("a", "E1", customer="李女士")
    second = praise("b", "E1", customer="李女士", level="重大", service_on=october(10))
    (part,) = parts_of(second, first)
    assert Decimal("200.00") == part.paid
    assert part.level == "重大"
    assert part.praise_ids == ("a", "b")
    assert part.repeats == ("b",)
    assert count_praises((part,)) == {"E1": 1}


def test_nine_ordinary_praises_of_nine_customers_pay_450() -> None:
    """Nine times 50."""
    assert Decimal(450) == sum(paid(*(praise(f"p{n}", "E1") for n in range(9)))["E1"])


def test_thirteen_ordinary_praises_are_cut_at_the_cap_and_650_is_shown() -> None:
    """Thirteen times 50 is 650; a month pays at most 600."""
    parts = parts_of(*(praise(f"p{n:02}", "E1") for n in range(13)))
    assert Decimal(600) == sum(part.paid for part in parts)
    assert Decimal(650) == sum(part.shown for part in parts)
    assert next(part.reason.code for part in parts if part.reason) == "praise-cap"
    assert count_praises(parts) == {"E1": 13}


def test_one_praise_for_three_people_is_split_to_the_fen() -> None:
    """100 for three: 33.34, 33.33, 33.33."""
    amounts = paid(praise("a", "E3", "E1", "E2", level="突出"))
    assert {"E1": yuan("33.34"), "E2": yuan("33.33"), "E3": yuan("33.33")} == amounts


def test_shared_full_pays_everybody_the_whole() -> None:
    """``shared: full``."""
    amounts = paid(praise("a", "E1", "E2", level="突出"), using=rule(shared="full"))
    assert {"E1": yuan("100.00"), "E2": yuan("100.00")} == amounts


@pytest.mark.parametrize("days, amounts", [(30, ["50"]), (31, ["50", "50"])])
def test_the_window_of_one_customer_counts_from_the_first(days: int, amounts: list[str]) -> None:
    """30 days after the first it is a repeat, 31 days after it is a new praise."""
    start = date(2026, 9, 1)
    first = praise("a", "E1", customer="李女士", service_on=start)
    last = praise("b", "E1", customer="李女士", service_on=start + timedelta(days=days))
    assert {"E1": yuan(*amounts)} == paid(first, last)


def test_the_window_does_not_creep() -> None:
    """Day 0, 20 and 40: the third lies 40 days after the first and is a new praise."""
    days = [date(2026, 9, 1) + timedelta(days=n) for n in (0, 20, 40)]
    rows = [praise(f"p{n}", "E1", customer="李女士", service_on=day) for n, day in enumerate(days)]
    assert {"E1": yuan("50", "50")} == paid(*rows)


def test_one_contact_is_one_praise_whoever_wrote_it_down() -> None:
    """The same contact id, two rows, two customers' names: once, and shared by the people of both."""
    first = praise("a", "E1", contact_id="C1")
    second = praise("b", "E2", contact_id="C1", level="突出")
    assert {"E1": yuan("50.00"), "E2": yuan("50.00")} == paid(first, second)
    assert {"E1": yuan("50.00")} == paid(first, praise("b", "E1", contact_id="C1"))


@pytest.mark.parametrize(
    "second, count",
    [
        ("服务热情周到耐心细致问题马上解决了谢谢您", 1),  # one character of 20 more: ratio 97
        ("服务热情", 2),
        ("快递小哥送货很准时而且帮忙搬上了五楼真不错", 2),
    ],
)
def test_near_equal_text_without_customer_is_the_same_praise(second: str, count: int) -> None:
    """At least 15 characters and a ratio of 90."""
    first = praise("a", "E1", customer="", content="服务热情周到耐心细致问题马上解决了谢谢你们")
    other = praise("b", "E1", customer="", content=second)
    assert {"E1": yuan(*["50"] * count)} == paid(first, other)


@pytest.mark.parametrize("length, count", [(14, 2), (15, 1)])
def test_short_texts_are_not_compared(length: int, count: int) -> None:
    """Equal texts of 14 characters are two praises, of 15 one."""
    text = "一二三四五六七八九十百千万亿兆"[:length]
    rows = [praise(name, "E1", customer="", content=text) for name in "ab"]
    assert {"E1": yuan(*["50"] * count)} == paid(*rows)


@pytest.mark.parametrize(
    "first, second, count", [("李 女士", "李女士", 1), ("匿名", "匿名", 2), ("女士", "女士", 2)]
)
def test_a_customer_without_a_name_is_not_the_same_customer(first: str, second: str, count: int) -> None:
    """Blanks do not matter; 匿名 twice is two customers."""
    rows = [praise("a", "E1", customer=first), praise("b", "E1", customer=second)]
    assert {"E1": yuan(*["50"] * count)} == paid(*rows)


def test_equal_text_of_two_named_customers_is_two_praises() -> None:
    """Text is compared only where the customer is blank."""
    text = "服务热情周到耐心细致问题马上解决了"
    assert {"E1": yuan("50", "50")} == paid(*(praise(n, "E1", content=text) for n in "ab"))


UNPAID: list[tuple[dict[str, Any], str]] = [
    ({"verified": Verified.PENDING}, "praise-not-verified"),
    ({"verified": Verified.NO}, "praise-refused-by-verifier"),
    ({"verified_on": date(2026, 11, 1)}, "praise-verified-later"),
    ({"from_customer": False}, "praise-not-from-customer"),
    ({"count": 2}, "praise-count-above-one"),
    ({"uncertain": ("小王",)}, "praise-person-uncertain"),
    ({"team": "客服部全体"}, "praise-names-no-person"),
    ({"verified_by": "E1"}, "praise-verified-by-praised"),
    ({"verified_by": "员工E1"}, "praise-verified-by-praised"),
    ({"decision": "refuse"}, "praise-refused-by-decision"),
]


@pytest.mark.parametrize("fields, code", UNPAID, ids=[code + str(n) for n, (_f, code) in enumerate(UNPAID)])
def test_what_does_not_pay_is_shown_with_its_reason(fields: dict[str, Any], code: str) -> None:
    """It stands in the result, pays nothing, and is no verified praise."""
    (part,) = parts_of(praise("a", "E1", **fields))
    assert part.reason is not None
    assert code == part.reason.code
    assert (Decimal(0), False) == (part.paid, part.counts)


def test_a_team_without_names_is_shown_without_a_person() -> None:
    """客服部全体."""
    (part,) = parts_of(praise("a", team="客服部全体"))
    assert part.employee_no == ""
    assert Decimal(0) == part.paid


def test_verified_on_the_last_day_of_the_month_pays() -> None:
    """The month of verification includes its last day."""
    assert {"E1": yuan("50")} == paid(praise("a", "E1", verified_on=october(31)))


def test_a_name_that_two_people_bear_does_not_make_the_verifier_the_praised() -> None:
    """What is uncertain never costs the employee."""
    roster = staff(row("E1", name="王芳"), row("E2", name="王芳"))
    parts, _problems = pay_praises(
        rule(), [praise("a", "E1", verified_by="王芳")], period=OCTOBER, roster=roster
    )
    assert [Decimal(50)] == [part.paid for part in parts]


@pytest.mark.parametrize(
    "number, day, reason",
    [
        ("E4", october(9), "not-employed-on-day"),
        ("E4", october(10), ""),
        ("E5", october(3), ""),
        ("E5", october(4), "not-employed-on-day"),
        ("E9", october(4), "not-in-roster"),
    ],
)
def test_pays_who_was_employed_on_the_day_of_the_service(number: str, day: date, reason: str) -> None:
    """A leaver is paid for a service while employed; nobody for one before or after."""
    (part,) = parts_of(praise("a", number, service_on=day))
    assert reason == (part.reason.code if part.reason else "")
    assert Decimal(0 if reason else 50) == part.paid


def test_a_person_who_was_not_employed_does_not_raise_the_others_shares() -> None:
    """The praise is for three; one of them may not be paid, the others get their thirds."""
    amounts = paid(praise("a", "E1", "E2", "E4", level="突出"))
    assert {"E1": yuan("33.34"), "E2": yuan("33.33")} == amounts


@pytest.mark.parametrize(
    "level, amount, problems",
    [("", "50", 0), ("突出", "100", 0), ("表现突出", "100", 0), ("超级", "50", 1)],
)
def test_a_blank_or_unknown_level_is_the_lowest(level: str, amount: str, problems: int) -> None:
    """Unknown words are reported."""
    parts, found = pay_praises(rule(), [praise("a", "E1", level=level)], period=OCTOBER, roster=ROSTER)
    assert [Decimal(amount)] == [part.paid for part in parts]
    assert ["QK726"] * problems == [one.code for one in found]


def test_amounts_may_go_by_channel() -> None:
    """``by: channel``."""
    by_channel = rule(by="channel", amounts=[{"name": "电话", "amount": 60}, {"name": "信", "amount": 150}])
    assert {"E1": yuan("150")} == paid(praise("a", "E1", channel="信"), using=by_channel)
    assert {"E1": yuan("60")} == paid(praise("a", "E1", channel=""), using=by_channel)


def test_an_amount_stays_between_its_limits() -> None:
    """The whole praise is worth 50 to 200."""
    wide = rule(amounts=[{"name": "小", "amount": 20}, {"name": "大", "amount": 900}])
    assert {"E1": yuan("50", "200")} == paid(
        praise("a", "E1", level="小"), praise("b", "E1", level="大"), using=wide
    )


# --- praise and complaint ------------------------------------------------------------------------------
def complaint(**more: Any) -> Complaint:
    """A complaint about E1 on the service of 10-02."""
    fields: dict[str, Any] = {"place": Place("投诉.xlsx"), "received_at": october(3), "people": ("E1",)}
    return Complaint("t1", **{**fields, **more})


@pytest.mark.parametrize(
    "complained, waits",
    [
        (complaint(contact_id="C1"), True),
        (complaint(contact_id="C1", valid=Verified.NO), False),
        (complaint(contact_id="C2"), False),
        (complaint(contact_on=october(2), complainant="客户a"), True),
        (complaint(contact_on=october(2), complainant="别人"), False),
    ],
)
def test_praise_and_complaint_on_one_contact_wait_for_a_decision(complained: Complaint, waits: bool) -> None:
    """Listed, unpaid; yet the praise is verified and counts for the points."""
    (part,) = parts_of(praise("a", "E1", contact_id="C1"), complaints=[complained])
    assert Decimal(0 if waits else 50) == part.paid
    assert part.counts
    assert waits == (part.reason is not None and part.reason.code == "praise-meets-complaint")


@pytest.mark.parametrize("word, amount", [("pay", 50), ("refuse", 0)])
def test_a_decision_pays_or_refuses(word: str, amount: int) -> None:
    """In the praise's own row, or on the sheet of decisions by the praise's id."""
    both = {"complaints": [complaint(contact_id="C1")]}
    assert Decimal(amount) == parts_of(praise("a", "E1", contact_id="C1", decision=word), **both)[0].paid
    decided = [Decision("a", word, Place("裁定.xlsx"))]
    assert Decimal(amount) == parts_of(praise("a", "E1", contact_id="C1"), decisions=decided, **both)[0].paid


# --- earlier months ------------------------------------------------------------------------------------
def september(*praises: Praise) -> tuple[PraisePart, ...]:
    """What September left."""
    period = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    return pay_praises(rule(), praises, period=period, roster=ROSTER)[0]


EARLY: dict[str, Any] = {"service_on": date(2026, 9, 20), "verified_on": date(2026, 9, 25)}


def test_a_repeat_of_an_earlier_months_praise_pays_nothing() -> None:
    """The same customer within 30 days, over the end of a month."""
    past = september(praise("a", "E1", customer="李女士", **EARLY))
    (part,) = parts_of(praise("b", "E1", customer="李女士"), earlier=past)
    assert part.reason is not None
    assert part.reason.code == "praise-repeats-earlier"
    assert (Decimal(0), False, ("b",)) == (part.paid, part.counts, part.repeats)


def test_a_higher_level_than_the_earlier_months_pays_the_difference() -> None:
    """50 in September, a great praise of the same customer in October: 150 more."""
    past = september(praise("a", "E1", customer="李女士", **EARLY))
    (part,) = parts_of(praise("b", "E1", customer="李女士", level="重大"), earlier=past)
    assert Decimal("150.00") == part.paid
    assert not part.counts


def test_what_was_raised_once_is_not_raised_again() -> None:
    """50, then 150 more; a second great praise of the same customer adds nothing."""
    past = september(praise("a", "E1", customer="李女士", **EARLY))
    past += parts_of(praise("b", "E1", customer="李女士", level="重大"), earlier=past)
    again = praise("c", "E1", customer="李女士", level="重大", service_on=october(4))
    (part,) = parts_of(again, earlier=past)
    assert Decimal(0) == part.paid


def test_a_praise_that_was_not_verified_in_an_earlier_month_pays_once_verified() -> None:
    """Pending in September, verified in October: 50, and it counts."""
    past = september(praise("a", "E1", service_on=date(2026, 9, 20), verified=Verified.PENDING))
    (part,) = parts_of(praise("a", "E1", service_on=date(2026, 9, 20)), earlier=past)
    assert (Decimal(50), True) == (part.paid, part.counts)


def test_the_cap_of_a_month_counts_what_that_month_paid_already() -> None:
    """Twelve praises fill September's cap; one verified in September but entered in October finds it full."""
    past = september(*(praise(f"p{n}", "E1", **EARLY) for n in range(12)))
    assert Decimal(600) == sum(part.paid for part in past)
    late, new = parts_of(praise("late", "E1", **EARLY), praise("new", "E1"), earlier=past)
    assert (Decimal(50), Decimal(0), "2026-09") == (late.shown, late.paid, late.month)
    assert (Decimal(50), "2026-10") == (new.paid, new.month)


def test_the_same_short_row_given_in_again_next_month_pays_nothing() -> None:
    """No customer, a short text; same service, same words, same month of verification."""
    again = praise("a", "E1", customer="", content="很好", **EARLY)
    (part,) = parts_of(again, earlier=september(again))
    assert Decimal(0) == part.paid


def test_a_second_person_of_an_earlier_months_contact_gets_their_share() -> None:
    """50 was paid to E1; E2 is named for the same contact a month later: 25. Nothing is taken from E1."""
    past = september(praise("a", "E1", contact_id="C1", **EARLY))
    (part,) = parts_of(praise("b", "E2", contact_id="C1"), earlier=past)
    assert Decimal("25.00") == part.paid


def test_a_praise_that_waits_for_a_decision_counts_once() -> None:
    """In the month, and over months: a register that goes on shows it again, undated."""
    waits = {"complaints": [complaint(contact_id="C1")]}
    same = {"contact_id": "C1", "customer": "李女士", "verified_on": None}
    twice = parts_of(praise("a", "E1", **same), praise("b", "E1", **same), **waits)
    assert [True, False] == [part.counts for part in twice]
    (again,) = parts_of(praise("a", "E1", **same), earlier=september(praise("a", "E1", **same)), **waits)
    assert (False, "praise-meets-complaint") == (again.counts, again.reason.code if again.reason else "")
    paid, waiting = parts_of(
        praise("a", "E1", customer="李女士"),
        praise("b", "E1", service_on=october(4), customer="李女士", contact_id="C1"),
        **waits,
    )
    assert (True, False) == (paid.counts, waiting.counts)


def test_a_praise_verified_in_a_closed_month_counts_there() -> None:
    """Listed; neither points nor money in the open month."""
    (part,) = parts_of(praise("a", "E1", **EARLY), corrected={"2026-09"})
    assert (Decimal(0), Decimal(0), False) == (part.paid, part.shown, part.counts)
    assert "praise-of-closed-month" == (part.reason.code if part.reason else "")


@pytest.mark.parametrize(
    "period, day, month",
    [
        (OCTOBER, date(2026, 9, 30), "2026-09"),
        (OCTOBER, date(2026, 12, 31), "2026-12"),
        (Period("2026-10", date(2026, 9, 26), date(2026, 10, 25)), date(2026, 9, 25), "2026-09"),
        (Period("2026-10", date(2026, 9, 26), date(2026, 10, 25)), date(2026, 9, 26), "2026-10"),
        (Period("2026-01", date(2025, 12, 26), date(2026, 1, 25)), date(2025, 12, 25), "2025-12"),
        (Period("2026-01", date(2025, 12, 26), date(2026, 1, 25)), date(2025, 12, 31), "2026-01"),
        (Period("2026-10", date(2026, 10, 5), date(2026, 11, 4)), date(2026, 10, 4), "2026-09"),
        (Period("2026-10", date(2026, 10, 5), date(2026, 11, 4)), date(2026, 11, 4), "2026-10"),
    ],
)
def test_a_day_belongs_to_a_pay_month(period: Period, day: date, month: str) -> None:
    """Months begin where the open one begins."""
    assert month == month_of(day, period)


# --- laws ----------------------------------------------------------------------------------------------
PRAISES = st.lists(
    st.builds(
        lambda people, day, level, customer, contact, verified: {
            "people": people,
            "service_on": october(day),
            "level": level,
            "customer": customer,
            "contact_id": contact,
            "verified_on": verified,
        },
        st.lists(st.sampled_from(["E1", "E2", "E3"]), min_size=1, max_size=3, unique=True),
        st.integers(1, 31),
        st.sampled_from(["", "一般", "突出", "重大"]),
        st.sampled_from(["", "李", "张"]),
        st.sampled_from(["", "C1", "C2"]),
        st.sampled_from([None, date(2026, 9, 28), october(5), october(30)]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(PRAISES, st.randoms(use_true_random=False))
def test_order_of_rows_never_matters_and_the_cap_holds(rows: list[dict[str, Any]], random: Any) -> None:
    """The same parts in any order; never more than 600 a person and month of verification."""
    made = [praise(f"p{n}", *fields.pop("people"), **fields) for n, fields in enumerate(map(dict, rows))]
    parts = parts_of(*made)
    shuffled = list(made)
    random.shuffle(shuffled)
    assert parts == parts_of(*shuffled)
    paid_to: dict[tuple[str, str], Decimal] = {}
    for part in parts:
        key = (part.employee_no, part.month)
        paid_to[key] = paid_to.get(key, Decimal(0)) + part.paid
        assert Decimal(0) <= part.paid <= part.shown <= Decimal(200)
    assert all(amount <= 600 for amount in paid_to.values())
    mentioned = {one.id for one in made}
    assert mentioned == {name for part in parts for name in part.praise_ids}
    assert len({part.id for part in parts}) == len(parts)


@settings(max_examples=40, deadline=None)
@given(PRAISES)
def test_the_same_rows_again_next_month_pay_nothing(rows: list[dict[str, Any]]) -> None:
    """The same file never pays twice, whichever month it is given in (anonymous rows without text apart)."""
    made = [
        praise(f"p{n}", *fields.pop("people"), **{**fields, "content": f"第{n}封信"})
        for n, fields in enumerate(map(dict, rows))
        if fields["verified_on"] is not None
    ]
    once = parts_of(*made)
    november = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
    again, _problems = pay_praises(rule(), made, period=november, roster=ROSTER, earlier=once)
    assert Decimal(0) == sum((part.paid for part in again), Decimal(0))
