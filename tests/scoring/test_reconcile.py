"""Closed months against what is known now: adjustments for people, proposals against, stars apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Adjustment, Complaint, Evaluation, MonthRecords, Period, Place, Verified
from qualitykit.scoring.corrected import News
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.reconcile import (
    STAR_MARK,
    Changed,
    ClosedMonth,
    Correction,
    Given,
    changes,
    corrections,
    given_by,
    recompute,
)
from qualitykit.scoring.results import History, MonthResult
from qualitykit.scoring.upheld import Ruling, Upheld, overlay
from tests.scoring import months
from tests.scoring.test_appeals import ITEMS, call, rules

ZERO = Decimal("0.00")
PACK = rules()
PERIODS = [
    Period("2026-07", date(2026, 7, 1), date(2026, 7, 31)),
    Period("2026-08", date(2026, 8, 1), date(2026, 8, 31)),
    Period("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
    Period("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
]
STAFF = months.staff("E1", "E2")


def month_of(index: int, evaluations: Sequence[Evaluation]) -> MonthRecords:
    """The records of one of the four months."""
    return MonthRecords(period=PERIODS[index], roster=STAFF, evaluations=tuple(evaluations))


def calls(index: int, number: str, *answers: str) -> list[Evaluation]:
    """Calls of one person on the 5th and the days after it."""
    return [
        call(f"R{index}-{number}-{n}", number, one, day=PERIODS[index].first_day.replace(day=5 + n))
        for n, one in enumerate(answers)
    ]


def adjustment(one: Correction, month: str) -> Adjustment:
    """The adjustment that pays a correction."""
    mark = STAR_MARK if one.kind == "star" else ""
    name = f"{one.month}:{one.employee_no}:{month}{mark}"
    place = Place("台账", one.month)
    return Adjustment(
        name, one.employee_no, one.difference, "", place, one.month, one.paid, one.due, one.changes
    )


def compared(
    paid: Sequence[MonthResult],
    certain: Sequence[MonthResult],
    full: Sequence[MonthResult] | None = None,
    baseline: Sequence[MonthResult] | None = None,
) -> tuple[Correction, ...]:
    """What differs between months as paid and as they are now."""
    names = [one.period.month for one in paid]

    def changed(now: Sequence[MonthResult]) -> dict[str, tuple[Changed, ...]]:
        return {
            one.period.month: changes(one, old, new)
            for one, old, new in zip(paid, baseline or paid, now, strict=True)
        }

    return corrections(
        names,
        changed(certain),
        None if full is None else changed(full),
        given=[each for one in paid for each in given_by(one)],
        paid=lambda month: paid[names.index(month)],
    )


@dataclass
class Books:
    """A ledger in miniature: closed months, upheld appeals, and what is paid."""

    closed: list[ClosedMonth] = field(default_factory=list)
    upheld: dict[str, list[Upheld]] = field(default_factory=dict)
    history: History = field(default_factory=History)

    def known(self) -> tuple[list[MonthResult], History]:
        """The closed months as they would be."""
        again = recompute(self.closed, self.upheld, history=History(), program_version="1")
        return list(again.results), again.history

    def paid(self) -> list[MonthResult]:
        """The closed months as they were closed."""
        return [one.result for one in self.closed]

    def found(self) -> tuple[Correction, ...]:
        """What closed months paid wrongly, as far as is known."""
        full = recompute(self.closed, self.upheld, history=History(), program_version="1", late=True)
        return compared(self.paid(), self.known()[0], full.results)

    def of(self, number: str) -> list[Correction]:
        """The same for one person's regular pay."""
        return [one for one in self.found() if one.employee_no == number and one.kind == "pay"]

    def close(self, records: MonthRecords) -> MonthResult:
        """Score the next month after what is known and close it."""
        history = self.known()[1]
        if self.closed:
            history = replace(history, carried=self.closed[-1].result.carried)
        paid_now = tuple(adjustment(one, records.period.month) for one in self.found() if one.difference > 0)
        stored = replace(records, adjustments=(*records.adjustments, *paid_now))
        result = score_month(
            [PACK],
            overlay(stored, self.upheld.get(records.period.month, ())),
            history,
            program_version="1",
        )
        self.closed.append(ClosedMonth((PACK,), stored, result))
        return result


def paid(results: Sequence[MonthResult], number: str, *more: str) -> Decimal:
    """Everything regular that a person was paid, adjustments included."""
    return sum(
        (
            line.amount
            for result in results
            for line in result.bonuses
            if line.employee_no == number
            and line.kind in ("performance", "withheld", "praise", "special", "contest", *more)
        ),
        ZERO,
    )


def item(name: str, subject: str, ruling: Ruling = "not_a_breach", *, number: str = "E1") -> Upheld:
    """An upheld appeal of an item."""
    return Upheld(f"A-{name}-{subject}", number, "item", ruling, ((name, subject),), "主任")


def test_an_appeal_in_a_closed_month_is_paid_in_the_next_one() -> None:
    """old → new → difference, on a line of the open month; the closed one stays as it is."""
    books = Books()
    first = books.close(month_of(0, calls(0, "E1", "yyn", "yyy", "yyn")))
    books.upheld["2026-07"] = [item("R0-E1-0", "wish"), item("R0-E1-2", "wish")]
    second = books.close(month_of(1, calls(1, "E1", "yyy", "yyy", "yyy")))
    (line,) = [one for one in second.bonuses if one.kind == "adjustment" and not one.id.endswith(STAR_MARK)]
    before = next(one.amount for one in first.bonuses if one.kind == "performance")
    assert Decimal("1800.00") == before
    assert Decimal("400.00") == line.amount
    assert {
        "changed-performance": "1800.00 → 2200.00",
        "paid-before": "1800.00",
        "due-now": "2200.00",
        "difference": "400.00",
    } == {part.name: part.value for part in line.parts}
    assert "2026-08/E1/adjustment/2026-07:E1:2026-08" == line.id
    third = books.close(month_of(2, []))
    assert [] == [one for one in third.bonuses if one.kind == "adjustment"]


def test_a_warning_struck_out_changes_the_steps_after_it() -> None:
    """July's incident falls away: what August and September withheld is given back."""
    books = Books()
    for index in range(3):
        books.close(month_of(index, calls(index, "E1", "yyn", "yyy", "yyy")))
    assert [1, 2, 3] == [one.result.cases[0].step for one in books.closed]
    books.upheld["2026-07"] = [item("R0-E1-0", "wish", "excused")]
    last = books.close(month_of(3, []))
    back = [one for one in last.bonuses if one.subject == "2026-09:E1:2026-10"]
    assert [("changed-withheld", "-400.00 → 0.00")] == [
        (part.name, part.value) for line in back for part in line.parts[:1]
    ]
    assert [Decimal("400.00")] == [one.amount for one in back]


WORSE = tuple(calls(0, "E1", "yyy", "yyy", "yyy", "nyy", "nyy", "nyy")[3:])


def test_what_turns_out_against_is_proposed_only() -> None:
    """Late rows that lower the score: the program proposes, it does not take."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyy", "yyy", "yyy")))
    books.closed[0] = replace(books.closed[0], news=(News(WORSE),))
    (found,) = books.of("E1")
    assert (Decimal("2200.00"), Decimal("1800.00")) == (found.paid, found.due)


def test_a_late_row_takes_nothing_from_an_upheld_appeal() -> None:
    """The appeal alone would pay 2200.00, so that is due, whatever the late rows say."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyy", "yyn", "yny")))
    books.closed[0] = replace(books.closed[0], news=(News(WORSE),))
    books.upheld["2026-07"] = [item("R0-E1-1", "wish"), item("R0-E1-2", "name")]
    (found,) = books.of("E1")
    assert (Decimal("1800.00"), Decimal("2200.00")) == (found.paid, found.due)


def test_a_proposal_that_a_person_applied_is_not_proposed_again() -> None:
    """Nor does the program give back what people took back, as long as nothing new is known."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyy", "yyy", "yyy")))
    books.closed[0] = replace(books.closed[0], news=(News(WORSE),))
    (proposal,) = books.of("E1")
    by_hand = Adjustment("H1", "E1", proposal.difference, "更正", Place("调整.xlsx"), "2026-07")
    second = month_of(1, calls(1, "E1", "yyy", "yyy", "yyy"))
    books.close(replace(second, adjustments=(by_hand,)))
    assert [] == books.of("E1")


def taken(amount: int, of: str = "2026-07") -> tuple[Adjustment, ...]:
    """What a person takes back."""
    return (Adjustment(f"A0001-{of}", "E1", Decimal(amount), "多发", Place("台账"), of),)


def test_what_a_person_took_back_stands_when_others_appeal() -> None:
    """300 taken back of E1's July; E2's appeal is upheld: nothing is due to E1."""
    books = Books()
    books.close(month_of(0, [*calls(0, "E1", "yyy", "yyy", "yyy"), *calls(0, "E2", "yyn", "yyy", "yyn")]))
    books.close(replace(month_of(1, calls(1, "E1", "yyy", "yyy", "yyy")), adjustments=taken(-300)))
    books.upheld["2026-07"] = [item("R0-E2-0", "wish", number="E2"), item("R0-E2-2", "wish", number="E2")]
    assert [] == books.of("E1")
    assert ["E2"] == [one.employee_no for one in books.found() if one.kind == "pay"]


def test_an_own_appeal_pays_what_it_changes_and_not_what_a_person_took_back() -> None:
    """300 taken back, 400 due by the appeal: 1500.00 → 1900.00."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyn", "yyy", "yyn")))
    books.close(replace(month_of(1, calls(1, "E1", "yyy", "yyy", "yyy")), adjustments=taken(-300)))
    books.upheld["2026-07"] = [item("R0-E1-0", "wish"), item("R0-E1-2", "wish")]
    (found,) = books.of("E1")
    assert (Decimal("1500.00"), Decimal("1900.00")) == (found.paid, found.due)


def late_and_taken_back(applied: dict[tuple[str, str], Decimal], lapsed: dict[str, Decimal]) -> list[Decimal]:
    """Late rows spoke against E1 by 400, a person took them back; the rows were wrong: what comes back."""
    before = {"performance": Decimal(2200)}
    given_ = (Given("E1", "2026-07", Decimal(-400), by_hand=True),)
    same = {"2026-07": (Changed("E1", before, before, before),)}
    found = corrections(["2026-07"], same, same, given=given_, applied=applied, lapsed=lapsed)
    return [one.difference for one in found]


def test_what_was_taken_for_something_that_falls_away_comes_back_as_far_as_it_was_taken() -> None:
    """All of it; without what was never taken because the person left; none where a person just decided."""
    of = ("E1", "2026-07")
    assert [Decimal(400)] == late_and_taken_back({of: Decimal(-400)}, {})
    assert [Decimal(100)] == late_and_taken_back({of: Decimal(-400)}, {"E1": Decimal(300)})
    assert [] == late_and_taken_back({of: ZERO}, {})
    assert [] == late_and_taken_back({}, {})


def test_what_people_paid_by_hand_is_no_debt_but_counts_when_it_turns_out_due() -> None:
    """100 paid by hand is not asked back because a month is computed again; of 400 due, 300 are left."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyn", "yyy", "yyn")))
    by_hand = Adjustment("A0001-2026-07", "E1", Decimal(100), "漏发", Place("台账"), "2026-07")
    books.close(replace(month_of(1, calls(1, "E1", "yyy", "yyy", "yyy")), adjustments=(by_hand,)))
    assert () == books.found()
    books.upheld["2026-07"] = [item("R0-E1-0", "wish"), item("R0-E1-2", "wish")]
    (found,) = books.of("E1")
    assert Decimal("300.00") == found.difference


def test_a_rank_won_is_paid_and_a_rank_lost_is_only_reported() -> None:
    """Two who tie after the appeal: the winner gets the star's money, the other keeps what was paid."""
    pack = rules(stars={**PACK.stars.model_dump(mode="json"), "amounts": [500], "scope": "company"})
    records = month_of(0, [*calls(0, "E1", "yyn", "yyy", "yyy"), *calls(0, "E2", "yyy", "yny", "yyy")])
    original = score_month([pack], records, History(), program_version="1")
    closed = ClosedMonth((pack,), records, original)
    appeal = {"2026-07": [item("R0-E1-0", "wish")]}
    again = recompute([closed], appeal, history=History(), program_version="1")
    stars = {
        one.employee_no: one.difference for one in compared([original], again.results) if one.kind == "star"
    }
    assert [("E2", Decimal("500.00"))] == [(one.employee_no, one.amount) for one in original.stars]
    assert {"E1": Decimal("500.00"), "E2": Decimal("-500.00")} == stars


def test_a_newer_program_alone_corrects_nothing() -> None:
    """What two versions of the program compute differently is nobody's gain."""
    books = Books()
    books.close(month_of(0, calls(0, "E1", "yyn", "yyy", "yyn")))
    other = [
        replace(one, bonuses=tuple(replace(line, amount=line.amount + 1) for line in one.bonuses))
        for one in books.known()[0]
    ]
    assert () == compared(books.paid(), other, baseline=other)


# --- corrected files of closed months --------------------------------------------------------------------


def three_steps() -> Books:
    """Three closed months with an incident of E1 each: steps 1, 2, 3; September withholds 400."""
    books = Books()
    for index in range(3):
        books.close(month_of(index, calls(index, "E1", "yyn", "yyy", "yyy")))
    return books


def bring(books: Books, index: int, news: News) -> list[int]:
    """The steps of the closed months as they are known after news of one of them."""
    old = books.closed[index]
    books.closed[index] = replace(old, news=(*old.news, news))
    return [case.step for one in books.known()[0] for case in one.cases]


def test_a_corrected_row_changes_the_steps_after_it() -> None:
    """July's row is corrected: its warning goes, August is step 1, September step 2 and withholds nothing."""
    books = three_steps()
    assert [1, 2] == bring(books, 0, News((calls(0, "E1", "yyy")[0],)))
    (back,) = [one for one in books.of("E1") if one.month == "2026-09"]
    assert (("withheld", "-400.00", "0.00"),) == back.changes
    assert Decimal("400.00") == back.difference


def test_a_row_that_its_corrected_file_no_longer_holds_warns_nobody() -> None:
    """It was somebody else's: the incident goes, the score is not lowered by it."""
    books = three_steps()
    (name,) = [one.id for one in calls(0, "E1", "yyn")]
    assert [1, 2] == bring(books, 0, News(withdrawn=frozenset({name})))
    assert all(one.difference >= 0 for one in books.found())


def test_a_row_that_turns_out_to_be_a_colleagues_frees_the_first() -> None:
    """The colleague is blamed by nobody but people: no warning, no money taken, and it is reported."""
    books = three_steps()
    (row,) = calls(0, "E1", "yyn")
    assert [1, 2] == bring(books, 0, News((replace(row, employee_no="E2"),)))


def test_a_row_corrected_for_and_against_frees_from_the_warning_all_the_same() -> None:
    """What it no longer shows is struck out; that another item failed instead is for people to weigh."""
    books = three_steps()
    assert [1, 2] == bring(books, 0, News((calls(0, "E1", "nny")[0],)))


def test_a_row_corrected_against_adds_no_step() -> None:
    """The closed months' steps stay; that somebody got too much is proposed."""
    books = three_steps()
    worse = tuple(calls(0, "E1", "nnn", "yyn", "yyn"))
    assert [1, 2, 3] == bring(books, 0, News(worse))
    assert [] == [one for one in books.found() if one.difference > 0]
    assert [] != [one for one in books.found() if one.difference < 0]


def test_a_correction_that_is_taken_back_takes_nothing_back() -> None:
    """Once it counted for somebody it counts; the newest is what people are told of."""
    books = three_steps()
    bring(books, 0, News((calls(0, "E1", "yyy")[0],)))
    assert [1, 2] == bring(books, 0, News((calls(0, "E1", "yyn")[0],)))


def test_a_complaint_that_turns_out_invalid_frees_from_the_warning() -> None:
    """The register's line is corrected; July's case goes, August is step 1."""
    category = {"id": "attitude", "words": ["服务态度"], "severity": "minor", "clause": "P3.cpl"}
    pack = rules(ladder={**PACK.ladder.model_dump(mode="json"), "complaint_categories": [category]})
    day = date(2026, 7, 6)
    line = Complaint(
        "B1",
        Place("投诉.xlsx"),
        day,
        people=("E1",),
        category="服务态度",
        valid=Verified.YES,
        judged_by="主管",
    )
    closed: list[ClosedMonth] = []
    history = History()
    for index in range(2):
        records = month_of(index, calls(index, "E1", "yyy" if index == 0 else "yyn", "yyy", "yyy"))
        records = replace(records, complaints=(line,) if index == 0 else ())
        result = score_month([pack], records, history, program_version="1")
        closed.append(ClosedMonth((pack,), records, result))
        history = extend(history, result, closed=True)
    assert [1, 2] == [case.step for one in closed for case in one.result.cases]
    for news in (
        News(complaints=(replace(line, valid=Verified.NO),)),
        News(complaints=(replace(line, people=("E2",)),)),
        News(withdrawn=frozenset({"B1"})),
    ):
        first = replace(closed[0], news=(news,))
        again = recompute([first, closed[1]], {}, history=History(), program_version="1")
        assert [("E1", 1)] == [
            (case.employee_no, case.step) for one in again.results for case in one.cases
        ], news


# --- money over any sequence --------------------------------------------------------------------------------

_ANSWERS = st.text("yn-", min_size=3, max_size=3)
_MONTH = st.fixed_dictionaries({"E1": st.lists(_ANSWERS, max_size=4), "E2": st.lists(_ANSWERS, max_size=4)})
_APPEAL = st.tuples(
    st.integers(0, 2),  # of which month
    st.sampled_from(["E1", "E2"]),
    st.integers(0, 3),
    st.sampled_from(ITEMS),
    st.sampled_from(["not_a_breach", "excused"]),
    st.integers(1, 3),  # decided before the close of which month
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_MONTH, min_size=3, max_size=3), st.lists(_APPEAL, max_size=8))
def test_payments_add_up_to_what_full_knowledge_would_have_paid(
    filled: list[dict[str, list[str]]], appeals: list[tuple[int, str, int, str, Ruling, int]]
) -> None:
    """Any sequence of closing and upheld appeals; stars apart, and never less."""
    inputs = [
        month_of(index, [one for number in ("E1", "E2") for one in calls(index, number, *month[number])])
        for index, month in enumerate(filled)
    ]
    inputs.append(month_of(3, []))
    books = Books()
    for index, records in enumerate(inputs):
        for of, number, n, subject, ruling, before in appeals:
            if max(of, before) == index:
                one = item(f"R{of}-{number}-{n}", subject, ruling, number=number)
                books.upheld.setdefault(PERIODS[of].month, []).append(one)
        books.close(records)
    history = History()
    whole: list[MonthResult] = []
    for records in inputs:
        known = overlay(records, books.upheld.get(records.period.month, ()))
        whole.append(score_month([PACK], known, history, program_version="1"))
        history = extend(history, whole[-1], closed=True)
    really = [one.result for one in books.closed]
    proposed: dict[str, Decimal] = {}
    for found in books.found():
        if found.kind == "pay":
            proposed[found.employee_no] = proposed.get(found.employee_no, ZERO) + found.difference
    for number in ("E1", "E2"):
        stars = sum(
            (
                line.amount
                for one in really
                for line in one.bonuses
                if line.employee_no == number and line.subject.endswith(STAR_MARK)
            ),
            ZERO,
        )
        given_ = paid(really, number, "adjustment") - stars
        due = paid(whole, number)
        assert due == given_ + proposed.get(number, ZERO)
        assert given_ >= due


@settings(max_examples=30, deadline=None)
@given(
    st.lists(_ANSWERS, min_size=1, max_size=4),
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(ITEMS), st.sampled_from(["not_a_breach", "excused"])),
        max_size=6,
    ),
)
def test_an_upheld_appeal_never_lowers_a_score(
    answers: list[str], appeals: list[tuple[int, str, Ruling]]
) -> None:
    """Whatever is upheld, every evaluation scores at least what it scored before."""
    records = month_of(0, calls(0, "E1", *answers))
    rulings = [item(f"R0-E1-{n}", subject, ruling) for n, subject, ruling in appeals]
    before = score_month([PACK], records, History(), program_version="1")
    after = score_month([PACK], overlay(records, rulings), History(), program_version="1")
    for old, new in zip(before.evaluations, after.evaluations, strict=True):
        assert old.score is not None
        assert new.score is not None
        assert (new.score.published or ZERO) >= (old.score.published or ZERO)
        assert old.score.published is None or new.score.published is not None
