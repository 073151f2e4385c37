"""What a month leaves for the next ones, over several months. Source: semantics.md §5, §7, §8, §9."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.model import Adjustment, Evaluation, Period, Place, Verified
from qualitykit.scoring.history import content_digest, extend, identity_key
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult, PastScore
from qualitykit.standards.standard import Standard
from tests.scoring.months import evaluation, praise, records, result, row, staff, standard

PERIODS = {
    8: Period("2026-08", date(2026, 8, 1), date(2026, 8, 31)),
    9: Period("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
    10: Period("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
}


def month(
    number: int,
    *evaluations: Evaluation,
    history: History | None = None,
    using: Standard | None = None,
    **more: Any,
) -> MonthResult:
    """A month of 2026."""
    roster = more.pop("roster", staff("E1", "E2"))
    given = records(roster, period=PERIODS[number], evaluations=evaluations, **more)
    return score_month([using or standard()], given, history or History(), program_version="0")


def visit(number: int, points: str | None, **more: Any) -> Evaluation:
    """A mystery shopper's visit to E1 in that month."""
    return evaluation(f"v{number}", "E1", "mystery-shopper", points, day=date(2026, number, 9), **more)


def test_a_month_leaves_its_scores_identities_and_itself() -> None:
    """A published score for later windows; no score leaves none; a held-back one may come again."""
    held = evaluation("h", "E1", "patrol", "50", day=date(2026, 9, 3), held_back=("QK301",))
    nothing = evaluation("n", "E1", "patrol", None, day=date(2026, 9, 3))
    history = extend(History(), month(9, visit(9, "80"), held, nothing), closed=True)
    assert history.months == history.closed_months == ("2026-09",)
    assert history.scores == (
        PastScore("E1", "mystery-shopper", date(2026, 9, 9), "v9", Decimal("80.00"), "2026-09"),
    )
    assert history.month_scores == (("E1", "2026-09", Decimal("80.00")),)
    assert {identity for identity, _digest, _month in history.identities} == {
        identity_key("n"),
        identity_key("v9"),
    }


def test_a_draft_is_a_month_that_is_not_closed() -> None:
    """Then a closed one after it."""
    history = extend(History(), month(8), closed=False)
    history = extend(history, month(9, history=history), closed=True)
    assert (history.months, history.closed_months) == (("2026-08", "2026-09"), ("2026-09",))


@pytest.mark.parametrize("number", [8, 9])
def test_months_go_in_order_and_none_is_rewritten(number: int) -> None:
    """Neither the same month nor one before it."""
    history = extend(History(), month(9), closed=False)
    with pytest.raises(CannotRunError):
        extend(history, month(number), closed=True)


def test_a_source_looks_back_into_the_months_before() -> None:
    """A visit in August (70) and one in October (90), window of 3 months: 80; of 2 months: 90."""
    for window, expected in ((3, "80.00"), (2, "90.00")):
        sources = [
            {
                "source": "mystery-shopper",
                "title": "神秘顾客",
                "weight": 30,
                "clause": "P3.mon.1",
                "window_months": window,
            }
        ]
        using = standard(weights={"sources": sources})
        history = History()
        for number, points in ((8, "70"), (9, None)):
            history = extend(history, month(number, visit(number, points), using=using), closed=True)
        (person, _other) = month(10, visit(10, "90"), using=using, history=history).people
        assert person.score == Decimal(expected)


def test_what_a_month_could_not_take_is_taken_later_and_lapses_with_the_leaver() -> None:
    """−5000 on a pay of 2000 a month: 2000, 2000, 1000; who leaves in the second month owes nothing more."""
    debt = [Adjustment("j1", "E1", Decimal(-5000), "更正", Place("调整.xlsx"))]
    history = extend(History(), month(8, adjustments=debt), closed=True)
    assert history.carried == (("E1", Decimal("-3000.00")),)
    leaver = month(9, history=history, roster=staff(row("E1", left_on=date(2026, 9, 30)), "E2"))
    assert leaver.carried == ()
    assert "carried-amount-lapsed" in [note.code for note in leaver.notes]
    history = extend(history, month(9, history=history), closed=True)
    last = month(10, history=history)
    taken = [line.amount for line in last.bonuses if line.kind == "carried"]
    assert (taken, last.carried) == ([Decimal("-1000.00")], ())


def test_praise_is_paid_once_over_months_and_when_it_is_verified() -> None:
    """Pending in August, verified in September, repeated in October."""
    service = {"service_on": date(2026, 8, 20), "customer": "李女士"}
    pending = praise("a", "E1", verified=Verified.PENDING, **service)
    verified = praise("a", "E1", verified_on=date(2026, 9, 4), **service)
    repeated = praise("b", "E1", service_on=date(2026, 9, 15), customer="李女士")
    history = History()
    paid = []
    for number, one in ((8, pending), (9, verified), (10, repeated)):
        found = month(number, history=history, praises=[one])
        paid.append(sum(line.amount for line in found.bonuses if line.kind == "praise"))
        history = extend(history, found, closed=True)
    assert paid == [0, 50, 0]
    assert [part.counts for part in history.praises] == [False, True, False]


def test_stars_are_kept_by_month() -> None:
    """For the year's model."""
    reviews = [
        evaluation(f"c{n}", "E2", "call-review", "95", day=date(2026, 9, 2), contact_id=f"C{n}")
        for n in range(3)
    ]
    history = extend(History(), month(9, *reviews), closed=True)
    assert history.stars == (("E2", "2026-09"),)


def test_the_digest_of_an_evaluation_changes_with_what_it_says() -> None:
    """And not with where it stands."""
    first = result("a", "E1", "patrol", "90", raw=("是", "否"))
    assert content_digest(first) == content_digest(result("b", "E1", "patrol", "90", raw=("是", "否"), row=7))
    assert content_digest(first) != content_digest(result("a", "E1", "patrol", "90", raw=("是", "是")))
    assert content_digest(first) != content_digest(result("a", "E2", "patrol", "90", raw=("是", "否")))
