"""What a month leaves undone goes on: judged again in each later month until it is done, counted once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Complaint, MonthRecords, Period, Place, ServiceRequest, Verified
from qualitykit.scoring.deadline_results import DeadlineResult
from qualitykit.scoring.deadlines import judge_deadlines
from qualitykit.scoring.history import extend, needed_by
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from qualitykit.standards.reader import load_standard
from tests.scoring import months

PACK = load_standard("property-service")[0]
assert PACK is not None
SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
PLACE = Place("投诉.xlsx", "表", "2:2")
LATE = datetime(2026, 9, 30, 16)  # handled within 24 working hours: after 国庆, on 10-10 at 13:00


def complaint(name: str = "T1", received: datetime = LATE, **more: Any) -> Complaint:
    """A general complaint that was passed on at once."""
    facts = {"severity": "general", "passed_at": received, "complaint_no": name, **more}
    return Complaint(f"complaint:{name}", PLACE, received, **facts)


def repair(name: str = "R1", **more: Any) -> ServiceRequest:
    """A customer's repair, done on the last evening of September."""
    facts = {"request_no": name, "origin": "customer", "done_at": datetime(2026, 9, 30, 17), **more}
    return ServiceRequest(f"callback:{name}", PLACE, datetime(2026, 9, 29, 10), **facts)


def month(period: Period, history: History, *records: Complaint | ServiceRequest) -> MonthResult:
    """A month with these registers after that history."""
    assert PACK is not None
    found = MonthRecords(
        period,
        months.staff(months.row("E1")),
        complaints=tuple(one for one in records if isinstance(one, Complaint)),
        requests=tuple(one for one in records if isinstance(one, ServiceRequest)),
    )
    return score_month([PACK], found, history, program_version="0")


def after(*results: MonthResult) -> History:
    """The history that these months leave, closed."""
    history = History()
    for one in results:
        history = extend(history, one, closed=True)
    return history


def step(result: MonthResult, rule: str = "handle-general") -> DeadlineResult | None:
    """The step of that rule."""
    return next((one for one in result.deadlines if one.rule == rule), None)


def counted(result: MonthResult, rule: str = "handle-general") -> tuple[int, int, int] | None:
    """Of its rate: due, met, not done."""
    return next(((one.n, one.met, one.overdue) for one in result.deadline_rates if one.rule == rule), None)


def test_a_complaint_open_at_the_end_of_the_month_is_in_the_next_one() -> None:
    """Open in September, past its time in October, though October's register does not name it."""
    september = month(SEPTEMBER, History(), complaint())
    assert (one := step(september)) is not None
    assert ("open", "", (0, 0, 0)) == (one.state, one.carried_from, counted(september))
    october = month(OCTOBER, after(september))
    assert (two := step(october)) is not None
    assert ("overdue", "2026-09", "", (1, 0, 1)) == (
        two.state, two.carried_from, two.counted_in, counted(october),
    )  # fmt: skip
    assert (one.due, datetime(2026, 11, 1)) == (two.due, two.as_of)
    assert sum((part.end - part.start).seconds for part in two.intervals) == two.elapsed_seconds


@pytest.mark.parametrize(
    "closed, state, met", [(datetime(2026, 10, 10, 13), "met", 1), (datetime(2026, 10, 10, 13, 1), "late", 0)]
)
def test_it_is_judged_when_it_is_done_by_the_register_of_that_month(
    closed: datetime, state: str, met: int
) -> None:
    """On both sides of its limit; its call-back begins in October and counts there."""
    history = after(month(SEPTEMBER, History(), complaint()))
    october = month(OCTOBER, history, complaint(closed_at=closed, callback_at=datetime(2026, 10, 11, 9)))
    assert (one := step(october)) is not None
    assert (state, "2026-09", (1, met, 0)) == (one.state, one.carried_from, counted(october))
    assert (1, 1, 0) == counted(october, "call-back-complaint")
    assert step(month(NOVEMBER, after(month(SEPTEMBER, History(), complaint()), october))) is None


def test_what_a_month_counted_as_missed_is_shown_and_not_counted_again() -> None:
    """Past its time in September already: October and November show it, in no rate."""
    september = month(SEPTEMBER, History(), complaint(received=datetime(2026, 9, 1, 10)))
    assert (1, 0, 1) == counted(september)
    october = month(OCTOBER, after(september))
    november = month(NOVEMBER, after(september, october))
    for later in (october, november):
        assert (one := step(later)) is not None
        assert ("overdue", "2026-09", "2026-09", None) == (
            one.state, one.carried_from, one.counted_in, counted(later),
        )  # fmt: skip


def test_a_register_that_goes_on_counts_finished_steps_once() -> None:
    """October's file holds September's finished complaint again: no step of it, in no rate."""
    done = complaint(
        received=datetime(2026, 9, 7, 10),
        closed_at=datetime(2026, 9, 8, 10),
        callback_at=datetime(2026, 9, 8, 12),
    )
    september = month(SEPTEMBER, History(), done)
    assert (1, 1, 0) == counted(september)
    assert () == month(OCTOBER, after(september), done).deadlines


def test_a_late_complaint_that_no_month_knew_is_judged_where_it_turns_up() -> None:
    """September was closed without it."""
    history = after(month(SEPTEMBER, History()))
    old = complaint(received=datetime(2026, 9, 7, 10), closed_at=datetime(2026, 9, 30, 10))
    october = month(OCTOBER, history, old)
    assert (one := step(october)) is not None
    assert ("late", "", (1, 0, 0)) == (one.state, one.carried_from, counted(october))


def test_a_promise_for_the_next_month_can_still_be_kept() -> None:
    """Promised for 10-08: open in September; on the day in time, without an answer missed from 10-09 on."""
    promised = complaint(promised_at=date(2026, 10, 8))
    september = month(SEPTEMBER, History(), promised)
    assert (one := step(september, "answer-as-promised")) is not None
    assert "open" == one.state
    kept = month(OCTOBER, after(september), replace(promised, answered_at=datetime(2026, 10, 8, 23)))
    assert (two := step(kept, "answer-as-promised")) is not None
    assert ("met", (1, 1, 0)) == (two.state, counted(kept, "answer-as-promised"))
    silent = month(OCTOBER, after(september))
    assert (three := step(silent, "answer-as-promised")) is not None
    assert ("overdue", one.due) == (three.state, three.due)


def test_a_repair_that_waits_for_its_call_back_is_due_in_the_next_month() -> None:
    """It waits in September; in October it was not called back, whether the register names it or not."""
    september = month(SEPTEMBER, History(), repair())
    assert [(0, 1)] == [(one.n, one.waiting) for one in september.callbacks if one.rule == "customer-repairs"]
    for records in ((), (repair(),)):
        october = month(OCTOBER, after(september), *records)
        (rate,) = [one for one in october.callbacks if one.rule == "customer-repairs"]
        assert (1, 0, False, ["callback:R1"]) == (
            rate.n, rate.called, rate.met, [one.subject for one in rate.due],
        )  # fmt: skip
    called = repair(callback_at=datetime(2026, 10, 8, 10), callback_how="电话", satisfied=Verified.YES)
    october = month(OCTOBER, after(september), called)
    (rate,) = [one for one in october.callbacks if one.rule == "customer-repairs"]
    assert (1, 1, True) == (rate.n, rate.called, rate.met)
    november = month(NOVEMBER, after(september, october), called)
    assert [0] == [one.n for one in november.callbacks if one.rule == "customer-repairs"]


def test_an_internal_repair_that_a_rate_holds_is_in_no_later_one() -> None:
    """Not called back in September, which counts it; October's call-back comes too late for any rate."""
    own = repair("N1", origin="internal")
    september = month(SEPTEMBER, History(), own)
    october = month(OCTOBER, after(september), replace(own, callback_at=datetime(2026, 10, 8, 10)))
    for result, n in ((september, 1), (october, 0)):
        assert [n] == [one.n for one in result.callbacks if one.rule == "internal-repairs"]


def test_what_is_left_for_more_than_the_packs_days_is_given_up() -> None:
    """400 days after its start nobody will record it any more."""
    september = month(SEPTEMBER, History(), complaint())
    for name, first, there in (("2027-10", date(2027, 10, 1), True), ("2027-11", date(2027, 11, 1), False)):
        last = first.replace(day=30)
        assert PACK is not None
        records = MonthRecords(Period(name, first, last), months.staff(months.row("E1")))
        later = score_month(
            [PACK], records, after(september), program_version="0", workdays=lambda day: day.weekday() < 5
        )
        assert there is (step(later) is not None)


def test_the_history_needed_holds_what_late_records_are_known_by() -> None:
    """A ledger reads no more than this: the keys of a late record's steps and call-backs."""
    assert PACK is not None
    september = month(SEPTEMBER, History(), complaint(), repair())
    records = MonthRecords(OCTOBER, months.staff(), complaints=(complaint(),), requests=(repair(),))
    needed = needed_by([PACK], records)
    assert date(2026, 9, 29) == needed.late_since
    done = {key for key, _state, _month in after(september).identities}
    assert done
    assert done <= needed.late


@settings(max_examples=40, deadline=None)
@given(
    received=st.integers(0, 30 * 24 - 1),
    took=st.one_of(st.none(), st.integers(0, 80 * 24)),
    repeated=st.booleans(),
)
def test_over_the_months_each_step_counts_once_and_as_with_full_knowledge(
    received: int, took: int | None, repeated: bool
) -> None:
    """Received in September, closed later or never; registers that go on or not: the rates of three months
    hold the step once, met exactly where one computation with everything known says so."""
    start = datetime(2026, 9, 1) + timedelta(hours=received)
    end = None if took is None else start + timedelta(hours=took)
    months_seen = (SEPTEMBER, OCTOBER, NOVEMBER)
    after_all = datetime(2026, 12, 1)
    if end is not None and end >= after_all:
        end = None
    history, totals = History(), [0, 0]
    told = False
    for period in months_seen:
        over = datetime.combine(period.last_day + timedelta(days=1), time())
        closed = end if end is not None and end < over else None
        shown = period is SEPTEMBER or repeated or (closed is not None and not told)
        records = (complaint(received=start, closed_at=closed),) if shown else ()
        told = told or closed is not None
        result = month(period, history, *records)
        history = extend(history, result, closed=True)
        n = counted(result)
        totals = [totals[0] + (n[0] if n else 0), totals[1] + (n[1] if n else 0)]
    assert PACK is not None
    assert PACK.deadlines is not None
    whole = judge_deadlines(
        lambda _day: PACK.deadlines if PACK else None,
        [complaint(received=start, closed_at=end)],
        [],
        as_of=after_all,
    )
    (full,) = [one for one in whole if one.rule == "handle-general"]
    assert [1, int(full.state == "met")] == totals
