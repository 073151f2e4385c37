"""The ladder: every example of semantics.md §6, both sides of each date, the register, and its laws."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import Period, Place, ServedWarning
from qualitykit.scoring.dates import add_months
from qualitykit.scoring.ladder import climb, in_order, is_live
from qualitykit.scoring.register import check_register
from qualitykit.scoring.results import Case, Incident, LiveWarning
from qualitykit.standards.ladder import Ladder

EFFECTS = {
    1: [{"kind": "coaching", "due_days": 7}],
    2: [{"kind": "retraining", "due_days": 30}],
    3: [{"kind": "withhold", "percent": 20}, {"kind": "propose", "propose": "transfer"}],
}


def ladder(steps: int = 3, **more: Any) -> Ladder:
    """P3's ladder, or one like it."""
    return Ladder.model_validate(
        {
            "clause": "P3.lad.1",
            "steps": [
                {
                    "step": n,
                    "id": f"step-{n}",
                    "title": f"第{n}步",
                    "clause": f"P3.lad.{n}",
                    "effects": EFFECTS.get(n, []),
                }
                for n in range(1, steps + 1)
            ],
            **more,
        }
    )


def day(text: str) -> date:
    """A day of 2026 as ``10-03``, or a whole date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def month_of(when: date) -> Period:
    """The calendar month as a pay month."""
    first = when.replace(day=1)
    return Period(f"{first:%Y-%m}", first, add_months(first, 1) - timedelta(days=1))


def incident(when: str, severity: Any = "minor", **more: Any) -> Incident:
    """An incident that counts; its id is its date unless given."""
    on = day(when)
    given: dict[str, Any] = {
        "id": f"V-{on}",
        "employee_no": "E1007",
        "month": f"{on:%Y-%m}",
        "contact": "",
        "violations": (),
        "status": "counts",
        **more,
    }
    return Incident(day=on, severity=severity, **given)


def served(incident_on: str, on: str | None, **more: Any) -> ServedWarning:
    """A line of the register."""
    given: dict[str, Any] = {"employee_no": "E1007", "place": Place("登记.xlsx", "警告", "2:2"), **more}
    return ServedWarning(
        incident_on=day(incident_on) if incident_on else None, served_on=day(on) if on else None, **given
    )


def by_month(
    rules: Ladder, incidents: Iterable[Incident], register: Sequence[ServedWarning] = ()
) -> tuple[list[Case], tuple[LiveWarning, ...]]:
    """All months in order, each with what the ones before left."""
    recorded: dict[str, list[Incident]] = {}
    for one in incidents:
        recorded.setdefault(one.month, []).append(one)
    cases: list[Case] = []
    on_file: tuple[LiveWarning, ...] = ()
    past: list[Incident] = []
    for month in sorted(recorded):
        period = month_of(date.fromisoformat(f"{month}-01"))
        new, on_file = climb(
            rules, recorded[month], earlier=on_file, register=register, period=period, past=past
        )
        cases += new
        past += recorded[month]
    return cases, on_file


def steps(cases: Iterable[Case]) -> list[int]:
    """The steps alone."""
    return [case.step for case in cases]


# --- the worked examples --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first, second, step",
    [
        ("2025-10-29", "2026-10-28", 2),
        ("2025-10-29", "2026-10-29", 1),
        ("2024-02-29", "2025-02-27", 2),
        ("2024-02-29", "2025-02-28", 1),
    ],
)
def test_example_the_window(first: str, second: str, step: int) -> None:
    """A warning counts twelve months from its first incident, day-inclusive, month ends clamped."""
    cases, on_file = by_month(ladder(), [incident(first), incident(second)])
    assert [1, step] == steps(cases)
    assert month_of(day(first)).last_day == cases[0].served_on
    assert cases[0].served_how == "rule"
    assert [cases[0].id, cases[1].id] == [one.id for one in on_file]


def test_example_one_case_while_nothing_is_served() -> None:
    """10-03 and 10-09, none before, nothing served: one case, step 1; with 10-20 too still one."""
    cases, _file = by_month(ladder(), [incident("10-03"), incident("10-09")])
    assert [("V-2026-10-03", "V-2026-10-09")] == [case.incidents for case in cases]
    assert [1] == steps(cases)
    three = [incident("10-03"), incident("10-09"), incident("10-20")]
    assert [1] == steps(by_month(ladder(), three)[0])
    raised = by_month(ladder(three_or_more=1), three)[0]
    assert [(2, "three-or-more")] == [(case.step, case.raised_by) for case in raised]
    assert [1] == steps(by_month(ladder(three_or_more=1), three[:2])[0])


def test_example_a_warning_served_in_between() -> None:
    """The warning for 10-03 served 10-05: 10-03 step 1; 10-09 and 10-20 one case, step 2."""
    three = [incident("10-03"), incident("10-09"), incident("10-20")]
    cases, _file = by_month(ladder(), three, [served("10-03", "10-05", how="本人签收")])
    assert [(1, ("V-2026-10-03",)), (2, ("V-2026-10-09", "V-2026-10-20"))] == [
        (case.step, case.incidents) for case in cases
    ]
    assert [(day("10-05"), "本人签收"), (day("10-31"), "rule")] == [
        (c.served_on, c.served_how) for c in cases
    ]
    assert ((), (cases[0].id,)) == (cases[0].earlier, cases[1].earlier)


def test_example_a_severe_one_takes_the_case_to_the_top() -> None:
    """March: minor, severe, minor, nothing served: one case, top step."""
    march = [incident("03-02"), incident("03-05", "severe"), incident("03-20")]
    cases, _file = by_month(ladder(), march)
    assert [(3, "severe", 3)] == [(case.step, case.raised_by, len(case.incidents)) for case in cases]


def test_example_counts_after_incident() -> None:
    """Each incident a step at once: minor 03-02, severe 03-05, minor 03-20: steps 1, 3, 3."""
    march = [incident("03-02"), incident("03-05", "severe"), incident("03-20")]
    cases, _file = by_month(ladder(counts_after="incident"), march)
    assert [1, 3, 3] == steps(cases)
    assert [0, 1, 2] == [len(case.earlier) for case in cases]


# --- service and the register ---------------------------------------------------------------------------


@pytest.mark.parametrize("second, together", [("10-05", True), ("10-06", False)])
def test_the_day_of_service_does_not_separate(second: str, together: bool) -> None:
    """After it was served means a later day."""
    cases, _file = by_month(ladder(), [incident("10-03"), incident(second)], [served("10-03", "10-05")])
    assert [1] if together else [1, 2] == steps(cases)
    assert len(cases) == (1 if together else 2)


@pytest.mark.parametrize("next_month, step", [("10-31", None), ("11-01", 2)])
def test_served_by_rule_at_the_end_of_the_month(next_month: str, step: int | None) -> None:
    """An incident of the last day is still the same case; one of the first day of the next is a step."""
    cases, _file = by_month(ladder(), [incident("10-03"), incident(next_month)])
    assert ([1] if step is None else [1, step]) == steps(cases)


def test_a_pay_month_that_ends_on_the_25th() -> None:
    """The month's end is that of the period: served 10-25."""
    period = Period("2026-10", day("09-26"), day("10-25"))
    cases, _file = climb(ladder(), [incident("10-03")], period=period)
    assert day("10-25") == cases[0].served_on


def test_a_line_by_case_id() -> None:
    """The case's id names it, whatever the line says of the day; another employee's line does not."""
    cases, _file = by_month(ladder(), [incident("10-03"), incident("10-09")])
    rows = [served("", "10-05", case_id=cases[0].id)]
    assert [1, 2] == steps(by_month(ladder(), [incident("10-03"), incident("10-09")], rows)[0])
    strangers = [replace(rows[0], employee_no="E1008")]
    assert [1] == steps(by_month(ladder(), [incident("10-03"), incident("10-09")], strangers)[0])


def test_a_case_that_grew_keeps_its_line() -> None:
    """An incident entered later makes the case begin earlier; the line by the old id still finds it."""
    old, _file = by_month(ladder(), [incident("10-09")])
    rows = [served("", "10-12", case_id=old[0].id)]
    cases, _file = by_month(ladder(), [incident("10-03"), incident("10-09"), incident("10-20")], rows)
    assert [(1, 2), (2, 1)] == [(case.step, len(case.incidents)) for case in cases]


def test_a_service_before_the_incident_is_none() -> None:
    """A typing error never separates; it is reported."""
    incidents = [incident("10-03"), incident("10-09")]
    rows = [served("10-03", "10-01")]
    cases, on_file = by_month(ladder(), incidents, rows)
    assert [1] == steps(cases)
    assert ["QK761"] == [one.code for one in check_register(rows, on_file, incidents)]


def test_what_fits_nothing_is_reported() -> None:
    """A day without an incident, another step, a second day of service; a fitting line is silent."""
    incidents = [incident("10-03"), incident("10-20")]
    rows = [
        served("10-04", "10-05"),
        served("10-03", "10-05", step=1),
        served("10-03", "10-08"),
        served("10-20", "10-25", step=1),
    ]
    cases, on_file = by_month(ladder(), incidents, rows)
    assert [1, 2] == steps(cases)
    assert ["QK760", "QK763", "QK762"] == [one.code for one in check_register(rows, on_file, incidents)]


def test_recorded_in_the_next_month() -> None:
    """Served on 11-05 by November's register: 11-03 was not after it and goes with October's case."""
    months = [incident("10-03"), incident("11-03"), incident("11-20"), incident("12-10")]
    october, on_file = climb(ladder(4), months[:1], period=month_of(day("10-01")))
    november, on_file = climb(
        ladder(4),
        months[1:3],
        earlier=on_file,
        register=[served("", "11-05", case_id=october[0].id)],
        period=month_of(day("11-01")),
        past=months[:1],
    )
    assert [(1, "2026-10", ()), (2, "", (("retraining", "", day("12-30")),))] == [
        (case.step, case.continues, case.effects) for case in november
    ]
    assert october[0].id == november[0].id
    assert ("V-2026-10-03", "V-2026-11-03") == on_file[0].incidents
    assert day("11-05") == on_file[0].served_on
    december, on_file = climb(ladder(4), months[3:], earlier=on_file, period=month_of(day("12-01")))
    assert [3] == steps(december)
    assert len(on_file) == 3


def test_a_severe_one_before_the_warning_is_served_raises_the_case() -> None:
    """The earlier warning's case rises to the top; the new step's effects come with the later month."""
    _october, on_file = climb(ladder(), [incident("10-03")], period=month_of(day("10-01")))
    november, after = climb(
        ladder(),
        [incident("11-03", "severe")],
        earlier=on_file,
        register=[served("10-03", "11-05")],
        period=month_of(day("11-01")),
        past=[incident("10-03")],
    )
    assert [(3, "severe", "2026-10")] == [(c.step, c.raised_by, c.continues) for c in november]
    assert [("withhold", "20", None), ("propose", "transfer", None)] == list(november[0].effects)
    assert [(3, day("10-03"))] == [(one.step, one.first_incident_on) for one in after]


def test_overturned_counts_no_more() -> None:
    """Its case has no effects, later incidents have one step less; it stays on file."""
    rows = [served("10-03", "10-05", overturned=True)]
    cases, on_file = by_month(ladder(), [incident("10-03"), incident("10-09"), incident("11-09")], rows)
    assert [(1, True, ()), (1, False, cases[1].effects), (2, False, cases[2].effects)] == [
        (case.step, case.overturned, case.effects) for case in cases
    ]
    assert cases[1].effects
    assert [True, False, False] == [one.overturned for one in on_file]
    _first, earlier = by_month(ladder(), [incident("10-03")])
    later, after = climb(
        ladder(),
        [incident("11-09")],
        earlier=earlier,
        register=[served("10-03", None, overturned=True)],
        period=month_of(day("11-01")),
    )
    assert ([1], [True, False]) == (steps(later), [one.overturned for one in after])


def test_opening_balances() -> None:
    """Warnings from before the first month count like any other, and enter once."""
    rows = [
        served("2026-03-04", "2026-03-06", step=2, opening_balance=True),
        served("2025-09-01", "2025-09-10", opening_balance=True),
        served("", None, step=1, opening_balance=True),
    ]
    period = month_of(day("10-01"))
    cases, on_file = climb(ladder(), [incident("10-03")], register=rows, period=period)
    assert [2] == steps(cases)
    assert [1, 2, 2] == [one.step for one in on_file]
    assert [day("2026-09-01"), day("2027-03-04")] == [one.expires_on for one in on_file[:2]]
    again, after = climb(
        ladder(), [incident("11-03")], earlier=on_file, register=rows, period=month_of(day("11-01"))
    )
    assert ([3], 4) == (steps(again), len(after))
    assert ["QK760"] == [one.code for one in check_register(rows, after)]


def test_a_line_of_an_earlier_warning_by_the_day_of_any_incident() -> None:
    """A hand-kept register may name the second incident of the case."""
    october = [incident("10-03"), incident("10-09")]
    _cases, on_file = by_month(ladder(), october)
    rows = [served("10-09", "10-12")]
    _none, after = climb(
        ladder(), [], earlier=on_file, register=rows, period=month_of(day("11-01")), past=october
    )
    assert [day("10-12")] == [one.served_on for one in after]
    assert () == check_register(rows, after, october)


def test_an_opening_balance_served_in_the_month_separates() -> None:
    """A warning for something unknown, served 10-05: 10-09 came after it, 10-03 did not."""
    rows = [served("", "10-05", opening_balance=True)]
    cases, _file = climb(
        ladder(), [incident("10-03"), incident("10-09")], register=rows, period=month_of(day("10-01"))
    )
    assert [1, 2] == sorted(steps(cases))
    overturned = [replace(rows[0], overturned=True)]
    cases, _file = climb(
        ladder(), [incident("10-03"), incident("10-09")], register=overturned, period=month_of(day("10-01"))
    )
    assert [(1, 2)] == [(case.step, len(case.incidents)) for case in cases]


def test_an_opening_balance_without_a_day_of_service() -> None:
    """Served at the end of the month of its incident, as any other."""
    rows = [served("2026-03-04", None, opening_balance=True)]
    _none, on_file = climb(ladder(), [], register=rows, period=month_of(day("10-01")))
    assert [(day("03-31"), "rule", 1)] == [(one.served_on, one.served_how, one.step) for one in on_file]


@pytest.mark.parametrize(
    "when, overturned, live",
    [("10-05", False, False), ("10-06", False, True), ("10-06", True, False)],
)
def test_live_after_the_day_of_service(when: str, overturned: bool, live: bool) -> None:
    """Not on the day itself, and never once overturned; the last day of the window counts."""
    _cases, on_file = by_month(ladder(), [incident("10-03")], [served("10-03", "10-05")])
    warning = replace(on_file[0], overturned=overturned)
    assert live is is_live(warning, day(when))
    assert not is_live(warning, date(2027, 10, 3))
    assert is_live(warning, date(2027, 10, 2)) is not overturned
    assert not is_live(replace(warning, served_on=None), day(when))


# --- step arithmetic ------------------------------------------------------------------------------------


def test_at_most_the_top() -> None:
    """A fourth warning is the third step again."""
    cases, _file = by_month(ladder(), [incident(f"0{month}-10") for month in range(1, 6)])
    assert [1, 2, 3, 3, 3] == steps(cases)
    assert (4, 3) == (len(cases[4].earlier), cases[4].step)


def test_a_step_may_have_its_own_window() -> None:
    """Warnings of step 1 expire after three months, the others after twelve."""
    rules = ladder()
    own = tuple(s.model_copy(update={"window_months": 3 if s.step == 1 else None}) for s in rules.steps)
    rules = rules.model_copy(update={"steps": own})
    assert [1, 2] == steps(by_month(rules, [incident("01-10"), incident("04-09")])[0])
    assert [1, 1] == steps(by_month(rules, [incident("01-10"), incident("04-10")])[0])
    assert [1, 2, 2] == steps(by_month(rules, [incident("01-10"), incident("03-10"), incident("06-10")])[0])


@pytest.mark.parametrize("named, step", [(None, 3), (2, 2), (1, 1), (9, 3)])
def test_a_severe_act_goes_at_least_to_its_step(named: int | None, step: int) -> None:
    """The step that its kind names; by default the top; never above the top, never below the count."""
    severe = incident("10-03", "severe", step_at_least=named)
    cases, _file = by_month(ladder(), [severe])
    assert [step] == steps(cases)
    assert cases[0].raised_by == ("severe" if step > 1 else "")
    after = by_month(ladder(), [incident("09-01"), severe])[0]
    assert max(2, step) == after[1].step


def test_a_late_incident_joins_the_open_months_case() -> None:
    """August's in October: one case with October's, warned about at October's end; it shields none."""
    rules = ladder(5)
    august, on_file = climb(rules, [incident("08-20")], period=month_of(day("08-01")))
    late = incident("08-05", late=True, month="2026-10")
    october, after = climb(
        rules,
        [late, incident("10-03")],
        earlier=on_file,
        period=month_of(day("10-01")),
        past=[incident("08-20")],
    )
    assert [(2, ("V-2026-08-05", "V-2026-10-03"), day("10-31"))] == [
        (case.step, case.incidents, case.served_on) for case in october
    ]
    assert day("08-05") == october[0].first_incident_on
    alone, after = climb(rules, [late], earlier=on_file, period=month_of(day("10-01")))
    assert [(1, august[0].id, ())] == [(case.step, case.id, case.effects) for case in alone]
    assert len(after) == 1
    assert (day("08-05"), day("2027-08-05")) == (after[0].first_incident_on, after[0].expires_on)
    of_july = incident("07-31", late=True, month="2026-10")
    alone, after = climb(rules, [of_july], earlier=on_file, period=month_of(day("10-01")))
    assert [(1, "", day("10-31"))] == [(case.step, case.continues, case.served_on) for case in alone]
    assert len(after) == 2
    nothing_before, _after = climb(rules, [late], period=month_of(day("10-01")))
    assert [(1, "", day("10-31"))] == [(case.step, case.continues, case.served_on) for case in nothing_before]


def test_the_highest_count_of_a_case() -> None:
    """A warning that expires within the month still counts for the incident before."""
    before = by_month(ladder(), [incident("2025-10-10")])[1]
    period = month_of(day("10-01"))
    both, _file = climb(ladder(), [incident("10-09"), incident("10-10")], earlier=before, period=period)
    assert [2] == steps(both)
    assert [1] == steps(climb(ladder(), [incident("10-10")], earlier=before, period=period)[0])


def test_only_what_counts_climbs() -> None:
    """Coaching, pending and proposed incidents lead nowhere."""
    others = [
        incident(f"10-0{n}", status=status)
        for n, status in enumerate(("coaching", "pending", "proposed-same"), start=1)
    ]
    assert ((), ()) == climb(ladder(), others, period=month_of(day("10-01")))


@pytest.mark.parametrize(
    "gravities, step, raised_by",
    [
        (["slight"], 1, ""),
        (["middling"], 2, ""),
        (["slight", "gravest", "middling"], 4, ""),
        ([""], 1, ""),
    ],
)
def test_by_gravity(gravities: list[str], step: int, raised_by: str) -> None:
    """P5: the gravest act decides, whatever came before."""
    rules = ladder(4, by="gravity", gravity_steps={"slight": 1, "middling": 2, "grave": 3, "gravest": 4})
    before = [incident(f"0{n}-01", gravity="slight") for n in range(1, 5)]
    acts = [incident(f"10-0{n}", "severe", gravity=g) for n, g in enumerate(gravities, start=1)]
    cases, _file = by_month(rules, [*before, *acts])
    assert [(step, raised_by, ())] == [(c.step, c.raised_by, c.earlier) for c in cases[4:]]
    named = replace(acts[0], step_at_least=3)
    assert [(max(3, step), "severe" if step < 3 else "")] == [
        (c.step, c.raised_by) for c in by_month(rules, [named, *acts[1:]])[0]
    ]


def test_effects_are_due_after_service() -> None:
    """Due days run from the day of service; the case says what it brings and that history is missing."""
    period = month_of(day("10-01"))
    cases, _file = climb(
        ladder(), [incident("10-03")], register=[served("10-03", "10-05")], period=period, provisional=True
    )
    assert (("coaching", "", day("10-12")),) == cases[0].effects
    assert (True, "2026-10", "step-1", "P3.lad.1") == (
        cases[0].provisional,
        cases[0].month,
        cases[0].step_id,
        cases[0].clause,
    )


def test_order_of_incidents() -> None:
    """Date, time, minor before severe, id; an unknown time comes last."""
    ordered = [
        incident("10-02", id="z"),
        incident("10-03", id="z", at=time(9)),
        incident("10-03", id="y", at=time(10)),
        incident("10-03", id="a", severity="severe", at=time(10)),
        incident("10-03", id="b"),
        incident("10-03", id="c"),
    ]
    assert ordered == in_order(reversed(ordered))


def test_employees_do_not_touch_each_other() -> None:
    """Another employee's warnings and register are nothing to this one."""
    rows = [served("10-03", "10-05", employee_no="E1008")]
    both = [incident("10-03"), incident("10-09"), incident("10-03", id="o", employee_no="E1008")]
    cases, on_file = by_month(ladder(), both, rows)
    assert [("E1007", 1, 2), ("E1008", 1, 1)] == [(c.employee_no, c.step, len(c.incidents)) for c in cases]
    assert ["E1007", "E1008"] == [one.employee_no for one in on_file]


# --- laws -----------------------------------------------------------------------------------------------

START = date(2026, 1, 1)
DELAYS = st.lists(st.integers(0, 20), max_size=4)


@st.composite
def histories(draw: st.DrawFn, *, days: int = 360) -> list[Incident]:
    """Up to eight incidents of one employee within so many days."""
    offsets = draw(st.lists(st.integers(0, days), max_size=8))
    found = []
    for n, offset in enumerate(offsets):
        when = START + timedelta(days=offset)
        found.append(
            incident(
                when.isoformat(),
                draw(st.sampled_from(["minor", "minor", "minor", "severe"])),
                id=f"v{n}",
                step_at_least=draw(st.sampled_from([None, 2])),
            )
        )
    return found


LADDERS = st.sampled_from(
    [
        ladder(6),
        ladder(3),
        ladder(6, three_or_more=1),
        ladder(6, counts_after="incident"),
        ladder(4, by="gravity", gravity_steps={"slight": 1, "middling": 2, "grave": 3, "gravest": 4}),
    ]
)


def in_month_service(incidents: Sequence[Incident], delays: Sequence[int]) -> list[ServedWarning]:
    """Lines of the register, served within the incident's month."""
    rows = []
    for one, delay in zip(incidents, delays, strict=False):
        on = min(one.day + timedelta(days=delay), month_of(one.day).last_day)
        rows.append(served(one.day.isoformat(), on.isoformat()))
    return rows


@given(LADDERS, histories(days=700), DELAYS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_law_order_is_irrelevant(
    rules: Ladder, incidents: list[Incident], delays: list[int], random: Any
) -> None:
    """However the rows lie in their sheets, cases and warnings are the same."""
    rows = in_month_service(incidents, delays)
    straight = by_month(rules, incidents, rows)
    shuffled, lines = list(incidents), list(rows)
    random.shuffle(shuffled)
    random.shuffle(lines)
    assert straight == by_month(rules, shuffled, lines)


@given(LADDERS, histories(), DELAYS, st.data())
@settings(max_examples=80, deadline=None)
def test_law_a_removed_incident_never_raises_a_step(
    rules: Ladder, incidents: list[Incident], delays: list[int], data: st.DataObject
) -> None:
    """Striking out one leads no case higher, and to no more warnings (within one window: see ``climb``)."""
    if not incidents:
        return
    rows = in_month_service(incidents, delays)
    gone = data.draw(st.sampled_from(incidents))
    assert_nothing_rises(rules, incidents, rows, gone)


@given(LADDERS, histories(), st.lists(st.integers(0, 60), max_size=4), st.data())
@settings(max_examples=80, deadline=None)
def test_law_a_removed_incident_where_warnings_are_served_late(
    rules: Ladder, incidents: list[Incident], delays: list[int], data: st.DataObject
) -> None:
    """The same where the register records a service in a later month, for incidents that no line names."""
    rows = [
        served(one.day.isoformat(), (one.day + timedelta(days=delay)).isoformat())
        for one, delay in zip(incidents, delays, strict=False)
    ]
    named = {row.incident_on for row in rows}
    free = [one for one in incidents if one.day not in named]
    if not free:
        return
    gone = data.draw(st.sampled_from(free))
    assert_nothing_rises(rules, incidents, rows, gone)


@given(histories(days=700), DELAYS)
@settings(max_examples=80, deadline=None)
def test_law_replay_month_by_month_equals_batch(incidents: list[Incident], delays: list[int]) -> None:
    """The months one after the other lead where the definition leads, read over all of them at once."""
    rows = in_month_service(incidents, delays)
    rules = ladder(6)
    assert at_once(rules, incidents, rows) == step_of_each(by_month(rules, incidents, rows)[0])


@given(histories(days=700))
@settings(max_examples=40, deadline=None)
def test_law_every_incident_has_one_case(incidents: list[Incident]) -> None:
    """Each is in exactly one case; live warnings are served before and not expired."""
    cases, on_file = by_month(ladder(6), incidents)
    named = [name for case in cases for name in case.incidents]
    assert sorted(one.id for one in incidents) == sorted(named)
    by_id = {one.id: one for one in on_file}
    first = {case.id: min(o.day for o in incidents if o.id in case.incidents) for case in cases}
    for case in cases:
        last = max(one.day for one in incidents if one.id in case.incidents)
        days = [one.day for one in incidents if first[case.id] <= one.day <= last]
        assert all(any(is_live(by_id[name], when) for when in days) for name in case.earlier)


def assert_nothing_rises(
    rules: Ladder, incidents: Sequence[Incident], rows: Sequence[ServedWarning], gone: Incident
) -> None:
    """Without that incident no case leads higher than one of its incidents did before, nor are there more.

    Cases may merge (the warning that stood between them is gone); then the higher of their steps remains.
    """
    before = by_month(rules, incidents, rows)[0]
    after = by_month(rules, [one for one in incidents if one is not gone], rows)[0]
    steps_before = step_of_each(before)
    assert set(step_of_each(after)) == set(steps_before) - {gone.id}
    assert len(after) <= len(before)
    for case in after:
        assert case.step <= max(steps_before[name] for name in case.incidents)


def step_of_each(cases: Iterable[Case]) -> dict[str, int]:
    """The step of the case that each incident is in."""
    return {name: case.step for case in cases for name in case.incidents}


def at_once(rules: Ladder, incidents: Sequence[Incident], rows: Sequence[ServedWarning]) -> dict[str, int]:
    """semantics.md §6 read as a definition, over all months together, slowly and without the month loop.

    Two neighbours are apart when a warning for something up to the first was served from it on and before the
    second: what the register says for the case so far, or else the end of its first incident's month.
    """
    ordered = in_order(incidents)
    groups: list[list[Incident]] = [[one] for one in ordered[:1]]
    for earlier, later in pairwise(ordered):
        if service(groups[-1], rows) < later.day or earlier.month != later.month:
            groups.append([later])
        else:
            groups[-1].append(later)
    found: dict[str, int] = {}
    warnings: list[tuple[date, date]] = []  # served on, expires on
    for group in groups:
        counts = [sum(s < one.day < expires for s, expires in warnings) for one in group]
        step = min(1 + max(counts), len(rules.steps))
        for one in group:
            if one.severity == "severe":
                step = max(step, one.step_at_least or len(rules.steps))
        found.update(dict.fromkeys((one.id for one in group), step))
        warnings.append((service(group, rows), add_months(group[0].day, rules.window_months)))
    return found


def service(group: Sequence[Incident], rows: Sequence[ServedWarning]) -> date:
    """When the warning of these incidents was served."""
    days = {one.day for one in group}
    recorded = [row.served_on for row in rows if row.incident_on in days and row.served_on is not None]
    return min(recorded, default=month_of(group[0].day).last_day)
