"""Deadlines of complaints: P2's minutes and hours, on the clock that each names."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.errors import CannotRunError
from qualitykit.model import Complaint, Period, Place, ServiceRequest, Verified
from qualitykit.scoring.deadline_results import DeadlineResult
from qualitykit.scoring.deadlines import (
    deadline_problems,
    deadline_rates,
    due_by,
    end_of_period,
    judge_deadlines,
)
from qualitykit.scoring.workhours import china_workday
from qualitykit.standards.deadlines import COMPLAINT_MOMENTS, Deadlines

OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
END = end_of_period(OCTOBER)


def rule(name: str, **facts: Any) -> dict[str, Any]:
    """A deadline with a title and a clause."""
    return {"id": name, "title": name, "clause": "P2.fwd", **facts}


def of(severity: str) -> dict[str, list[str]]:
    """A ``when`` of one severity."""
    return {"severity": [severity]}


P2 = Deadlines.model_validate(
    {
        "service": {"clause": "P2.night", "spans": ["08:00-20:00"], "days": "every_day"},
        "working": {"clause": "P2.res", "spans": ["09:00-18:00"], "days": "statutory"},
        "deadlines": [
            rule("pass-major", when=of("major"), ends="passed_at", within_minutes=10),
            rule("pass-general", when=of("general"), ends="passed_at", clock="service", within_minutes=20),
            rule("pass-minor", when=of("minor"), ends="passed_at", clock="service", within_minutes=30),
            rule("escalate", when=of("major"), ends="escalated_at", within_hours=1),
            rule("handle-major", when=of("major"), ends="closed_at"),
            rule("handle-general", when=of("general"), ends="closed_at", clock="working", within_hours=24),
            rule(
                "handle-minor",
                when=of("minor"),
                ends="closed_at",
                clock="working",
                within_hours=24,
                own_limit="wanted_by",
            ),
            rule("promise", ends=["answered_at", "closed_at"], until="promised_at"),
            rule("call-back", starts="closed_at", ends="callback_at", within_hours=24),
            rule(
                "call-back-repair",
                record="request",
                starts="done_at",
                ends="callback_at",
                clock="working",
                within_hours=24,
            ),
        ],
    }
)


def at(text: str) -> datetime | date:
    """A moment, or a day where the text has no clock part."""
    return datetime.fromisoformat(text) if ":" in text else date.fromisoformat(text)


def complaint(severity: str = "general", received: str = "2026-10-12 10:00", **facts: Any) -> Complaint:
    """A complaint received on a Monday, unless said otherwise; moments as text."""
    moments = {name: at(value) for name, value in facts.items() if name in COMPLAINT_MOMENTS and value}
    place = Place("投诉.xlsx", "Sheet1", "2:2")
    return Complaint("c1", place, at(received), severity=severity, **{**facts, **moments})


def judged(record: Complaint | ServiceRequest, rule_id: str, as_of: datetime = END) -> DeadlineResult:
    """The record against one deadline."""
    lists = ([record], []) if isinstance(record, Complaint) else ([], [record])
    found = judge_deadlines(lambda _day: P2, *lists, as_of=as_of)
    return next(one for one in found if one.rule == rule_id)


@pytest.mark.parametrize(
    "severity, received, field, when, rule_id, state, late_minutes",
    [
        # passed on within 10 wall minutes, 20 and 30 minutes of service
        ("major", "2026-10-12 10:00", "passed_at", "2026-10-12 10:10", "pass-major", "met", 0),
        ("major", "2026-10-12 10:00", "passed_at", "2026-10-12 10:11", "pass-major", "late", 1),
        ("major", "2026-10-12 23:55", "passed_at", "2026-10-13 00:05", "pass-major", "met", 0),
        ("major", "2026-10-12 23:55", "passed_at", "2026-10-13 08:00", "pass-major", "late", 475),
        ("general", "2026-10-12 10:00", "passed_at", "2026-10-12 10:20", "pass-general", "met", 0),
        ("general", "2026-10-12 10:00", "passed_at", "2026-10-12 10:21", "pass-general", "late", 1),
        ("general", "2026-10-12 23:00", "passed_at", "2026-10-13 08:20", "pass-general", "met", 0),
        ("general", "2026-10-12 23:00", "passed_at", "2026-10-13 08:21", "pass-general", "late", 1),
        ("general", "2026-10-12 23:00", "passed_at", "2026-10-12 23:30", "pass-general", "met", 0),
        ("general", "2026-10-12 19:50", "passed_at", "2026-10-13 08:10", "pass-general", "met", 0),
        ("minor", "2026-10-12 05:00", "passed_at", "2026-10-12 08:30", "pass-minor", "met", 0),
        ("minor", "2026-10-12 05:00", "passed_at", "2026-10-12 08:31", "pass-minor", "late", 1),
        # a major one is reported within an hour, whatever the hour
        ("major", "2026-10-12 23:30", "escalated_at", "2026-10-13 00:30", "escalate", "met", 0),
        ("major", "2026-10-12 23:30", "escalated_at", "2026-10-13 00:31", "escalate", "late", 1),
        # 24 working hours: Monday 10:00 → Wednesday 16:00
        ("general", "2026-10-12 10:00", "closed_at", "2026-10-14 16:00", "handle-general", "met", 0),
        ("general", "2026-10-12 10:00", "closed_at", "2026-10-14 16:01", "handle-general", "late", 1),
        ("general", "2026-09-30 17:00", "closed_at", "2026-10-10 14:00", "handle-general", "met", 0),
        ("general", "2026-09-30 17:00", "closed_at", "2026-10-10 14:30", "handle-general", "late", 30),
        ("general", "2026-10-03 10:00", "closed_at", "2026-10-10 15:00", "handle-general", "met", 0),
        # Friday 17:00, closed on the Sunday: one hour of work has passed
        ("general", "2026-10-16 17:00", "closed_at", "2026-10-18 12:00", "handle-general", "met", 0),
    ],
)
def test_each_step_is_met_up_to_its_limit_and_late_after_it(
    severity: str, received: str, field: str, when: str, rule_id: str, state: str, late_minutes: int
) -> None:
    """Both sides of each of P2's limits, by day and by night, over a weekend and 国庆."""
    result = judged(complaint(severity, received, **{field: when}), rule_id)
    assert (state, late_minutes * 60) == (result.state, result.late_seconds)


def test_a_result_carries_the_intervals_that_were_counted() -> None:
    """What explain prints adds up to the time taken."""
    result = judged(complaint("general", "2026-10-16 17:00", closed_at="2026-10-19 10:00"), "handle-general")
    assert [
        (at("2026-10-16 17:00"), at("2026-10-16 18:00")),
        (at("2026-10-19 09:00"), at("2026-10-19 10:00")),
    ] == [(part.start, part.end) for part in result.intervals]
    assert 2 * 3600 == result.elapsed_seconds
    assert at("2026-10-21 14:00") == result.due
    assert 24 * 3600 == result.limit_seconds


@pytest.mark.parametrize(
    "wanted, closed, state",
    [
        ("2026-10-13 12:00", "2026-10-13 12:00", "met"),
        ("2026-10-13 12:00", "2026-10-13 12:01", "late"),
        (
            "2026-10-20 12:00",
            "2026-10-20 11:00",
            "met",
        ),  # the customer has time: longer than 24 working hours
        ("2026-10-13", "2026-10-13 23:59", "met"),  # a day lasts to its end
        ("2026-10-13", "2026-10-14 00:00", "late"),
        ("", "2026-10-14 16:00", "met"),
        ("", "2026-10-14 16:01", "late"),
    ],
)
def test_a_customers_own_limit_replaces_the_24_hours_of_a_minor_one(
    wanted: str, closed: str, state: str
) -> None:
    """Shorter or longer; without it the hours of the pack count."""
    facts = {"closed_at": closed, **({"wanted_by": wanted} if wanted else {})}
    assert state == judged(complaint("minor", **facts), "handle-minor").state


def test_a_customers_own_limit_moves_no_general_complaint() -> None:
    """Only the rule that names it listens to it."""
    late = complaint("general", wanted_by="2026-10-30 12:00", closed_at="2026-10-15 12:00")
    assert "late" == judged(late, "handle-general").state


@pytest.mark.parametrize(
    "promised, answered, state",
    [
        ("2026-10-13 12:00", "2026-10-13 12:00", "met"),
        ("2026-10-13 12:00", "2026-10-13 12:01", "late"),
        ("2026-10-13", "2026-10-13 23:00", "met"),
        ("2026-10-13", "2026-10-14 00:10", "late"),
        ("2026-10-13", "2026-10-13", "met"),  # days are compared with days
        ("2026-10-13", "2026-10-14", "late"),
        ("2026-10-13 12:00", "2026-10-13", "unknown"),
        ("2026-10-13 12:00", "2026-10-20", "unknown"),  # an hour was promised, none was recorded: never late
        ("2026-10-11 12:00", "2026-10-13 09:00", "unknown"),  # promised before it was received
    ],
)
def test_a_promise_is_kept_by_the_time_that_was_named(promised: str, answered: str, state: str) -> None:
    """To the minute where the promise was, to the day where it was a day."""
    result = judged(complaint(promised_at=promised, answered_at=answered), "promise")
    assert (state, "promised_at") == (result.state, result.limit_field)


def test_closing_is_an_answer_where_none_is_recorded() -> None:
    """Of several ends the first filled one counts."""
    assert (
        "met"
        == judged(complaint(promised_at="2026-10-13 12:00", closed_at="2026-10-13 11:00"), "promise").state
    )
    both = complaint(
        promised_at="2026-10-13 12:00", answered_at="2026-10-13 11:00", closed_at="2026-10-20 11:00"
    )
    assert "met" == judged(both, "promise").state


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"received": "2026-10-12", "passed_at": "2026-10-20 10:00"}, "no-clock-part"),
        ({"passed_at": "2026-10-20"}, "no-clock-part"),
        ({"received": "2026-10-12"}, "no-clock-part"),
        ({"passed_at": "2026-10-12 09:59"}, "times-out-of-order"),
        ({"passed_at": "2026-10-11"}, "times-out-of-order"),
        ({"passed_at": "2062-10-12 10:05"}, "too-long-after"),
        ({"passed_to": "工程部"}, "no-time-recorded"),
    ],
)
def test_what_cannot_be_judged_is_never_late(facts: dict[str, str], reason: str) -> None:
    """No clock part, times that cannot be, a step that was taken nobody knows when."""
    result = judged(complaint("general", **facts), "pass-general")
    assert ("unknown", reason, None) == (result.state, result.reason, result.late_seconds)
    assert (0, 1, None) == tuple(
        getattr(deadline_rates([result])[0], name) for name in ("n", "unknown", "percent")
    )


@pytest.mark.parametrize(
    "facts, rule_id",
    [
        ({"status": "已办结"}, "handle-general"),
        ({"closed_at": "2026-10-13 10:00", "callback_by": "部门经理"}, "call-back"),
        ({"closed_at": "2026-10-13 10:00", "satisfied": Verified.YES}, "call-back"),
    ],
)
def test_a_step_that_was_taken_without_a_time_is_not_overdue(facts: dict[str, Any], rule_id: str) -> None:
    """The register shows that it was done."""
    assert "no-time-recorded" == judged(complaint(**facts), rule_id).reason


@pytest.mark.parametrize("status", ["", "处理中", "未办结", "待处理", "否"])
def test_a_complaint_that_is_not_closed_by_its_status_is_open_or_overdue(status: str) -> None:
    """Open while the clock runs, overdue after; the moment of judging is passed in."""
    still = complaint(status=status)
    assert "open" == judged(still, "handle-general", datetime(2026, 10, 14, 16, 0)).state
    after = judged(still, "handle-general", datetime(2026, 10, 14, 16, 1))
    assert ("overdue", 60) == (after.state, after.late_seconds)
    assert "overdue" == judged(still, "handle-general").state


def test_what_has_no_beginning_has_no_deadline() -> None:
    """No closing: no call-back to wait for. No promise: none to keep. Another severity: another rule."""
    found = judge_deadlines(lambda _day: P2, [complaint("minor")], [], as_of=END)
    assert ["handle-minor", "pass-minor"] == sorted(one.rule for one in found)


def test_a_time_without_a_limit_is_measured_only() -> None:
    """A major complaint is handled at once: the time is shown, nothing is late, and it is in no rate."""
    result = judged(complaint("major", closed_at="2026-10-30 10:00"), "handle-major")
    assert ("measured", None, 18 * 86_400) == (result.state, result.due, result.elapsed_seconds)
    assert () == deadline_rates([result])
    assert "open" == judged(complaint("major"), "handle-major").state


@pytest.mark.parametrize(
    "done, called, state",
    [
        ("2026-10-12 10:00", "2026-10-14 16:00", "met"),
        ("2026-10-12 10:00", "2026-10-14 16:01", "late"),
        ("2026-10-30 17:00", "", "open"),
        ("2026-10-12 10:00", "", "overdue"),
    ],
)
def test_a_repair_is_called_back_within_24_working_hours(done: str, called: str, state: str) -> None:
    """From its completion, P2.cb.1."""
    request = ServiceRequest(
        "r1",
        Place(),
        at("2026-10-12 09:00"),
        done_at=at(done),
        callback_at=at(called) if called else None,
        origin="customer",
    )
    assert state == judged(request, "call-back-repair").state


def test_a_year_without_a_calendar_stops_only_what_needs_it() -> None:
    """A step that was taken in time is met, though nobody knows when it would have been due."""

    def known_to_2026(day: date) -> bool:
        if day.year > 2026:
            raise CannotRunError("no data for 2027: update chinesecalendar")
        return china_workday(day)

    in_time = complaint("general", "2026-12-31 10:00", closed_at="2026-12-31 17:00")
    found = judge_deadlines(
        lambda _day: P2, [in_time], [], as_of=datetime(2027, 1, 1), workdays=known_to_2026
    )
    met = next(one for one in found if one.rule == "handle-general")
    assert ("met", None) == (met.state, met.due)
    with pytest.raises(CannotRunError, match="2027"):
        judge_deadlines(
            lambda _day: P2,
            [replace(in_time, closed_at=None)],
            [],
            as_of=datetime(2027, 1, 1),
            workdays=known_to_2026,
        )


def test_the_rules_are_those_in_force_on_the_day_of_receipt() -> None:
    """Before the standard there is no deadline."""
    asked: list[date] = []

    def rules_on(day: date) -> Deadlines | None:
        asked.append(day)
        return None

    assert () == judge_deadlines(rules_on, [complaint()], [], as_of=END)
    assert [date(2026, 10, 12)] == asked


def test_rates_count_what_was_due() -> None:
    """Met of met, late and overdue; open and unknown stand beside."""
    records = [
        complaint(passed_at="2026-10-12 10:20"),
        complaint(passed_at="2026-10-12 10:05"),
        complaint(passed_at="2026-10-12 10:30"),
        complaint(),
        complaint(passed_at="2026-10-12"),
        complaint(received="2026-10-31 19:50"),
    ]
    results = judge_deadlines(lambda _day: P2, records, [], as_of=END)
    rate = next(one for one in deadline_rates(results) if one.rule == "pass-general")
    assert (4, 2, 1, 1, 1, 1) == (rate.n, rate.met, rate.late, rate.overdue, rate.open, rate.unknown)
    assert "50.00" == str(rate.percent)


def test_what_is_due_tomorrow_is_what_is_open_and_ends_then() -> None:
    """In the order of the hour; what is done is not in it."""
    records = [
        replace(complaint(received="2026-10-12 15:00"), id="b"),
        replace(complaint(received="2026-10-12 10:00"), id="a"),
        replace(complaint(received="2026-10-12 11:00", closed_at="2026-10-12 12:00"), id="done"),
        replace(complaint(received="2026-10-13 10:00"), id="later"),
    ]
    results = judge_deadlines(lambda _day: P2, records, [], as_of=datetime(2026, 10, 13, 18))
    handle = [one for one in results if one.rule == "handle-general"]
    assert ["a"] == [
        one.subject for one in due_by(handle, date(2026, 10, 14)) if one.due == at("2026-10-14 16:00")
    ]
    assert ["a"] == [one.subject for one in due_by(handle, date(2026, 10, 14))]
    assert ["a", "b", "later"] == [one.subject for one in due_by(handle, date(2026, 10, 15))]


def test_a_time_that_looks_like_a_slip_is_said() -> None:
    """QK785 at the row."""
    found = deadline_problems([judged(complaint(passed_at="2062-10-12 10:05"), "pass-general")])
    assert [("QK785", "2062-10-12")] == [(one.code, one.value) for one in found]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["major", "general", "minor"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 9, 1)),
    st.timedeltas(timedelta(), timedelta(days=20)),
    st.timedeltas(timedelta(), timedelta(days=5)),
)
def test_a_later_step_is_never_judged_better(
    severity: str, received: datetime, taken: timedelta, more: timedelta
) -> None:
    """Monotone: what was late stays late when it takes longer; the lateness only grows."""
    received = received.replace(second=0, microsecond=0)
    one = replace(complaint(severity), received_at=received)
    sooner = replace(one, passed_at=received + taken, closed_at=received + taken)
    later = replace(one, passed_at=received + taken + more, closed_at=received + taken + more)
    found = [judge_deadlines(lambda _day: P2, [record], [], as_of=END) for record in (sooner, later)]
    for before, after in zip(*([x for x in own if x.rule != "call-back"] for own in found), strict=True):
        assert before.rule == after.rule
        assert (before.late_seconds or 0) <= (after.late_seconds or 0)
        assert (before.elapsed_seconds or 0) <= (after.elapsed_seconds or 0)
        assert not (before.state == "late" and after.state == "met")


@settings(max_examples=30, deadline=None)
@given(st.permutations([complaint(received=f"2026-10-{day} 10:00") for day in (12, 13, 14, 15)]))
def test_the_order_of_rows_changes_nothing(records: list[Complaint]) -> None:
    """The same results in the same order."""
    named = [replace(one, id=str(one.received_at)) for one in records]
    expected = judge_deadlines(lambda _day: P2, sorted(named, key=lambda one: one.id), [], as_of=END)
    assert expected == judge_deadlines(lambda _day: P2, named, [], as_of=END)
