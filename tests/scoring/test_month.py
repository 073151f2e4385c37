"""The whole month: what counts, what is held back, and that nothing depends on the order of rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitykit.errors import CannotRunError, ControlTotalError
from qualitykit.model import (
    Adjustment,
    Answer,
    AnswerState,
    Complaint,
    ControlTotal,
    Evaluation,
    HitDecision,
    MonthRecords,
    Period,
    Place,
    Purpose,
    Roster,
    ServedWarning,
    SpecialAward,
    Verified,
)
from qualitykit.problems import problem
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import EvaluationResult, History, MonthResult, PersonMonth
from qualitykit.standards.standard import Standard
from tests.scoring.months import (
    evaluation,
    october,
    points_form,
    praise,
    records,
    row,
    staff,
    standard,
)

PATROL = {
    **points_form("patrol"),
    "sections": [
        {
            "id": "all",
            "title": "全部",
            "dimension": "attitude",
            "weight": 100,
            "items": [
                {
                    "id": "badge",
                    "title": "工牌佩戴",
                    "clause": "P3.sop.1",
                    "answer": {"kind": "yes_no"},
                    "violation": {"severity": "minor"},
                }
            ],
        }
    ],
}
RATING = {
    **points_form("satisfaction"),
    "sections": [
        {
            "id": "all",
            "title": "全部",
            "dimension": "satisfaction",
            "weight": 100,
            "items": [
                {
                    "id": "attitude",
                    "title": "服务态度",
                    "clause": "P3.mon.3",
                    "answer": {
                        "kind": "choice",
                        "options": [
                            {"label": str(label), "score": score}
                            for label, score in zip(range(1, 6), ("0", "0.3", "0.6", "0.9", "1"), strict=True)
                        ],
                    },
                }
            ],
        }
    ],
    "low_rating": {"item": "attitude", "at_most": 2, "clause": "P3.mon.3"},
}
FORMS = [points_form(name) for name in ("mystery-shopper", "call-review", "supervisor")] + [PATROL, RATING]
STANDARD = standard(forms=FORMS)
YES, NO = (Answer(AnswerState.VALUE, Decimal(value), raw) for value, raw in ((1, "是"), (0, "否")))


def score(
    *evaluations: Evaluation,
    roster: Roster | None = None,
    using: Sequence[Standard] = (STANDARD,),
    history: History | None = None,
    **more: Any,
) -> MonthResult:
    """October of E1 and E2, or of a roster."""
    month = records(roster or staff("E1", "E2"), evaluations=evaluations, **more)
    return score_month(using, month, history or History(), program_version="0")


def call(name: str, number: str = "E1", points: str | None = "90", **more: Any) -> Evaluation:
    """A call review."""
    return evaluation(name, number, "call-review", points, contact_id=more.pop("contact_id", name), **more)


def patrol(name: str, number: str = "E1", *, passed: bool = False, **more: Any) -> Evaluation:
    """A patrol, failed unless said otherwise."""
    fields = {"answers": (YES if passed else NO,), "inspector": "巡查员", "at": time(10, 0), **more}
    return evaluation(name, number, "patrol", "0", **fields)


def rating(name: str, stars: int, **more: Any) -> Evaluation:
    """A customer's rating of E1."""
    answer = Answer(AnswerState.VALUE, str(stars), str(stars))
    return evaluation(name, "E1", "satisfaction", "0", answers=(answer,), **more)


def of(result: MonthResult, name: str) -> EvaluationResult:
    """The result of an evaluation."""
    return next(one for one in result.evaluations if one.id == name)


def reason(result: MonthResult, name: str) -> str:
    """Why an evaluation has no score, empty if it has one."""
    found = of(result, name)
    assert (found.reason is None) == (found.score is not None)
    return found.reason.code if found.reason else ""


def person(result: MonthResult, number: str = "E1") -> PersonMonth:
    """A person's month."""
    return next(one for one in result.people if one.employee_no == number)


def codes(result: MonthResult) -> list[str]:
    """The problems' codes."""
    return [one.code for one in result.problems]


# --- which evaluations count -----------------------------------------------------------------------------


def test_what_is_held_back_gives_no_score_and_no_incident() -> None:
    """A blank required item: the whole evaluation waits."""
    held = patrol("p1", held_back=("QK301",), answers=(Answer(AnswerState.BLANK),))
    result = score(held, call("c1"))
    assert reason(result, "p1") == "held-back"
    assert dict(of(result, "p1").reason.params) == {"codes": "QK301"}  # type: ignore[union-attr]
    assert result.incidents == ()
    assert person(result).score == Decimal("90.00")


def test_calibration_never_counts() -> None:
    """No score, no incident."""
    result = score(patrol("p1", purpose=Purpose.CALIBRATION), call("c1"))
    assert reason(result, "p1") == "calibration"
    assert result.incidents == ()


def test_a_recheck_replaces_the_first_with_a_reason() -> None:
    """The first is listed as replaced, with the reason; only the recheck counts."""
    again = call("c1b", points="95", contact_id="C1", purpose=Purpose.RECHECK, recheck_reason="录音听错")
    result = score(call("c1", points="60", contact_id="C1"), again)
    assert reason(result, "c1") == "replaced-by-recheck"
    assert dict(of(result, "c1").reason.params)["reason"] == "录音听错"  # type: ignore[union-attr]
    assert person(result).score == Decimal("95.00")
    assert codes(result) == []


def test_the_incident_of_a_replaced_inspection_goes_with_it() -> None:
    """A patrol finding that the recheck did not confirm."""
    first = patrol("p1", contact_id="K1")
    again = patrol("p2", passed=True, contact_id="K1", purpose=Purpose.RECHECK, recheck_reason="照片不清")
    assert score(first).incidents != ()
    assert score(first, again).incidents == ()


def test_a_recheck_without_a_reason_replaces_nothing() -> None:
    """It is a problem, and the first stands."""
    again = call("c1b", points="10", contact_id="C1", purpose=Purpose.RECHECK)
    result = score(call("c1", points="60", contact_id="C1"), again)
    assert reason(result, "c1b") == "recheck-without-reason"
    assert (person(result).score, codes(result)) == (Decimal("60.00"), ["QK723"])


def test_of_two_rechecks_the_later_counts_and_one_of_nothing_counts_by_itself() -> None:
    """By the day of inspection."""
    rechecks = [
        call(f"r{day}", points=str(day), contact_id="C1", purpose=Purpose.RECHECK, recheck_reason="复检")
        for day in (20, 30)
    ]
    dated = [replace(one, inspected_on=october(31 - n)) for n, one in enumerate(rechecks)]
    result = score(*dated)
    assert person(result).score == Decimal("20.00")
    assert codes(result) == ["QK724"]


def test_a_recheck_that_may_mean_several_inspections_replaces_none() -> None:
    """Two patrols of a day without id, time or customer."""
    firsts = [patrol(f"p{n}", at=None) for n in range(2)]
    again = patrol("p9", passed=True, at=None, purpose=Purpose.RECHECK, recheck_reason="照片不清")
    result = score(*firsts, again)
    assert [reason(result, name) for name in ("p0", "p1", "p9")] == ["", "", "recheck-of-several"]
    assert codes(result) == ["QK731"]


@pytest.mark.parametrize(
    "inspector, own", [("E1", True), ("ｅ1", True), ("员工 E1", True), ("E2", False), ("李质检", False)]
)
def test_nobody_inspects_their_own_work(inspector: str, own: bool) -> None:
    """By number or by a name that only they bear."""
    result = score(call("c1", inspector=inspector))
    assert reason(result, "c1") == ("inspector-is-the-employee" if own else "")
    assert codes(result) == (["QK722"] if own else [])


def test_a_shared_name_does_not_make_the_inspector_the_employee() -> None:
    """Two people called 王芳."""
    roster = staff(row("E1", name="王芳"), row("E2", name="王芳"))
    assert reason(score(call("c1", inspector="王芳"), roster=roster), "c1") == ""


@pytest.mark.parametrize(
    "stars, verified, code",
    [
        (3, None, ""),
        (2, None, "low-rating-not-verified"),
        (2, Verified.PENDING, "low-rating-not-verified"),
        (1, Verified.NO, "low-rating-not-by-employee"),
        (1, Verified.YES, ""),
        (5, Verified.NO, ""),
    ],
)
def test_low_ratings_wait_for_verification(stars: int, verified: Verified | None, code: str) -> None:
    """Up to 2 of 5; those that are not the employee's doing are excluded, and the verifier is counted."""
    result = score(rating("r1", stars, verified=verified, verified_by="张主管"))
    assert reason(result, "r1") == code
    notes = [note for note in result.notes if note.code == "low-ratings-excluded-by"]
    expected = [(("verifier", "张主管"), ("n", "1"))] if code == "low-rating-not-by-employee" else []
    assert [note.params for note in notes] == expected


@pytest.mark.parametrize("na, published", [(1, "100.00"), (2, None)])
def test_too_many_items_not_applicable_give_no_score(na: int, published: str | None) -> None:
    """50 % is still enough, more is not; it is listed with its form score."""
    items = [
        {"id": f"i{n}", "title": f"i{n}", "clause": "P3.sop.1", "answer": {"kind": "yes_no"}}
        for n in range(na + 1)
    ]
    section = {"id": "all", "title": "全部", "dimension": "attitude", "weight": 100, "items": items}
    using = standard(forms=[{**points_form("call-review"), "sections": [section]}])
    not_applicable = Answer(AnswerState.NA, None, "不适用")
    result = score(call("c1", answers=(YES, *[not_applicable] * na)), using=[using])
    found = of(result, "c1").score
    assert found is not None
    assert found.published == (None if published is None else Decimal(published))
    assert person(result).score == found.published


@pytest.mark.parametrize("day, version", [(9, None), (10, None), (11, "1"), (19, "1"), (20, "2"), (31, "2")])
def test_the_standard_in_force_on_the_contacts_day_counts(day: int, version: str | None) -> None:
    """In effect from 10-10 but made known on 10-11; version 2 from 10-20."""
    first = standard(effective_from="2026-10-10", notified_on="2026-10-11")
    second = standard(version="2", effective_from="2026-10-20", notified_on="2026-10-01")
    result = score(call("c1", day=october(day)), using=[second, first])
    if version is None:
        assert reason(result, "c1") == "no-standard-in-force"
        assert codes(result) == ["QK720"]
    else:
        assert reason(result, "c1") == ""
        assert result.standards[of(result, "c1").standard].version == version


def test_the_month_follows_the_standard_of_its_last_day() -> None:
    """Version 2 gives praise no points."""
    second = standard(
        version="2",
        effective_from="2026-10-31",
        notified_on="2026-10-31",
        weights={"praise": {"clause": "P3.praise", "points_each": 0}},
    )
    result = score(call("c1"), using=[standard(), second], praises=[praise("a", "E1")])
    assert person(result).score == Decimal("90.00")
    assert {ref.version for ref in result.standards} == {"1", "2"}


def test_a_month_before_any_standard_is_said_to_be_so() -> None:
    """Nothing is scored; pay follows the coefficient for no score."""
    late = standard(effective_from="2026-11-01", notified_on="2026-11-01")
    result = score(call("c1"), using=[late])
    assert sorted(codes(result)) == ["QK720", "QK729"]
    assert person(result).score is None
    assert {line.amount for line in result.bonuses} == {Decimal(2000)}


def test_a_form_that_no_standard_holds_is_a_problem() -> None:
    """Also one of a pack that was not given."""
    result = score(evaluation("x", "E1", "unknown", "90"), call("y", pack="club-service"))
    assert (reason(result, "x"), reason(result, "y")) == ("form-unknown", "form-unknown")
    assert codes(result) == ["QK721", "QK721"]


def test_an_evaluation_of_another_month_does_not_count_but_its_incident_does() -> None:
    """Late: found in October about September; in September's future: nothing."""
    result = score(patrol("p1", day=date(2026, 9, 29)), patrol("p2", day=date(2026, 11, 2)))
    assert (reason(result, "p1"), reason(result, "p2")) == ("late", "after-the-month")
    assert [(one.day, one.late) for one in result.incidents] == [(date(2026, 9, 29), True)]
    assert codes(result) == ["QK725", "QK940"]


def test_a_late_row_that_an_earlier_month_counted_is_a_repeat() -> None:
    """The same file again."""
    september = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    first = patrol("p1", day=date(2026, 9, 29))
    past = extend(History(), score(first, period=september), closed=True)
    result = score(first, history=past)
    assert reason(result, "p1") == "repeat-of-earlier-month"
    assert (result.incidents, result.cases) == ((), ())


def test_a_decision_on_a_hit_that_is_not_there_is_reported() -> None:
    """The review sheet of last month."""
    decision = HitDecision("h1", upheld=True, place=Place("待复核.xlsx", "待复核", "2:2"))
    assert codes(score(call("c1"), hit_decisions=[decision])) == ["QK730"]


def test_not_applicable_answers_are_counted_by_inspector() -> None:
    """For the inspector's N/A rate."""
    result = score(call("c1", points=None, inspector="李质检"), call("c2", inspector="李质检"))
    (note,) = [note for note in result.notes if note.code == "inspector-na-rate"]
    assert dict(note.params) == {"inspector": "李质检", "na": "1", "items": "2"}


# --- from incident to money ------------------------------------------------------------------------------


def test_a_patrol_finding_becomes_a_warning_and_costs_the_star() -> None:
    """Step 1; ineligible although the score would do."""
    reviews = [call(f"c{n}", points="100") for n in range(3)]
    forgiving = standard(
        forms=FORMS,
        weights={
            "sources": [
                {"source": "call-review", "title": "录音质检", "weight": 100, "clause": "P3.mon.4"},
                {"source": "patrol", "title": "巡查", "weight": 1, "clause": "P3.mon.2"},
            ]
        },
    )
    result = score(*reviews, patrol("p1"), using=[forgiving])
    (case,) = result.cases
    assert (case.step, case.employee_no, case.provisional) == (1, "E1", True)
    assert person(result).score == Decimal("99.01")
    assert [one.code for one in person(result).ineligible] == ["warned-this-month"]
    assert [warning.id for warning in result.warnings] == [case.id]


def opening(*days: date) -> list[ServedWarning]:
    """Warnings given before the ledger began."""
    return [
        ServedWarning("E1", Place("警告.xlsx", "警告", f"{n}:{n}"), n, "", day, day, "本人签收", False, True)
        for n, day in enumerate(days, start=1)
    ]


def test_step_3_withholds_from_the_months_bonus() -> None:
    """Two live warnings, a third incident in October: −20 % of 2000, with the finding's cell as evidence."""
    served = opening(date(2026, 3, 2), date(2026, 5, 4))
    result = score(patrol("p1"), served_warnings=served)
    assert [case.step for case in result.cases] == [3]
    line = next(line for line in result.bonuses if line.kind == "withheld")
    assert (line.amount, line.subject) == (Decimal("-400.00"), result.cases[0].id)
    assert line.evidence == (Place("评分.xlsx", "patrol", "F2"),)
    assert line.id == f"2026-10/E1/withheld/{result.cases[0].id}"
    assert not result.provisional


def test_an_overturned_case_neither_withholds_nor_costs_the_star() -> None:
    """The register says 是否撤销: 是."""
    served = [
        *opening(date(2026, 3, 2), date(2026, 5, 4)),
        ServedWarning("E1", Place("警告.xlsx"), 3, "", october(5), october(6), "", overturned=True),
    ]
    result = score(patrol("p1"), served_warnings=served)
    assert [line.kind for line in result.bonuses if line.employee_no == "E1"] == ["performance"]
    assert "warned-this-month" not in [one.code for one in person(result).ineligible]


def test_complaints_count_by_the_day_of_receipt_and_only_valid_ones() -> None:
    """One valid one of October on one review: rate 100, coefficient 0.5."""
    rates = [{"low": 0, "high": 50, "coefficient": 1}, {"low": 50, "high": 100, "coefficient": "0.5"}]
    using = standard(bonus={"complaint_rate": rates}, weights={"minimum_total": 1})
    place = Place("投诉.xlsx")
    complaints = [
        Complaint("t1", place, october(3), ("E1",), valid=Verified.YES),
        Complaint("t2", place, october(3), ("E2",), valid=Verified.NO),
        Complaint("t3", place, date(2026, 9, 30), ("E2",), valid=Verified.YES),
    ]
    result = score(call("c1", points="86"), call("c2", "E2", "86"), using=[using], complaints=complaints)
    paid = {line.employee_no: line.amount for line in result.bonuses if line.kind == "performance"}
    assert paid == {"E1": Decimal(1000), "E2": Decimal(2000)}


def test_praise_reaches_points_stars_and_pay() -> None:
    """Two praises: +2 points and 100 yuan; the star gets 500."""
    reviews = [call(f"c{n}", points="88") for n in range(3)]
    result = score(*reviews, praises=[praise("a", "E1"), praise("b", "E1")])
    assert person(result).score == Decimal("90.00")
    assert [(star.employee_no, star.rank, star.amount) for star in result.stars] == [("E1", 1, Decimal(500))]
    paid = {line.id: line.amount for line in result.bonuses if line.employee_no == "E1"}
    assert paid == {
        "2026-10/E1/performance": Decimal(2200),
        "2026-10/E1/star": Decimal(500),
        "2026-10/E1/praise/a": Decimal(50),
        "2026-10/E1/praise/b": Decimal(50),
    }


def test_a_form_not_qualified_costs_the_star() -> None:
    """``effect: verdict``: the score stays, the form is 不合格."""
    critical = {"scope": "form", "effect": "verdict"}
    item = {
        "id": "red",
        "title": "红线",
        "clause": "P3.ban",
        "answer": {"kind": "yes_no"},
        "critical": critical,
    }
    good = {"id": "good", "title": "好", "clause": "P3.sop.1", "weight": 99, "answer": {"kind": "yes_no"}}
    section = {"id": "all", "title": "全部", "dimension": "attitude", "weight": 100, "items": [item, good]}
    using = standard(forms=[{**points_form("call-review"), "sections": [section]}])
    reviews = [call(f"c{n}", answers=(NO if n == 0 else YES, YES)) for n in range(3)]
    result = score(*reviews, using=[using])
    assert person(result).score == Decimal("99.67")
    (why,) = person(result).ineligible
    assert (why.code, dict(why.params)) == ("form-not-qualified", {"evaluations": "c0"})


def test_a_leaver_with_praise_is_named_in_the_result() -> None:
    """Left in September; praise for a service while employed, verified in October."""
    roster = staff("E1", row("E7", left_on=date(2026, 9, 20)), row("E8", left_on=date(2026, 9, 20)))
    result = score(roster=roster, praises=[praise("a", "E7", service_on=date(2026, 9, 18))])
    assert [one.employee_no for one in result.people] == ["E1", "E7"]
    assert (person(result, "E7").days_employed, person(result, "E7").rank) == (0, None)
    assert {line.id: line.amount for line in result.bonuses if line.employee_no == "E7"} == {
        "2026-10/E7/praise/a": Decimal(50)
    }


def test_praise_that_waits_is_said_beside_the_result() -> None:
    """Not verified yet."""
    result = score(praises=[praise("a", "E1", verified=Verified.PENDING)])
    assert [note.params for note in result.notes if note.code == "praises-waiting"] == [(("n", "1"),)]


# --- the result ------------------------------------------------------------------------------------------


def test_without_history_the_steps_are_provisional_and_drafts_make_an_estimate() -> None:
    """Closed months make neither."""
    first = score()
    assert (first.provisional, first.estimate) == (True, False)
    september = replace(first, period=Period("2026-09", date(2026, 9, 1), date(2026, 9, 30)))
    assert score(history=extend(History(), september, closed=False)).estimate
    after = score(history=extend(History(), september, closed=True))
    assert (after.provisional, after.estimate) == (False, False)


def test_a_history_that_holds_the_month_is_a_fault() -> None:
    """Only earlier months."""
    with pytest.raises(ValueError, match="earlier"):
        score(history=History(months=("2026-10",)))


def test_no_standard_cannot_run() -> None:
    """Nothing to score by."""
    with pytest.raises(CannotRunError):
        score(using=[])


def test_rows_that_do_not_add_up_stop_the_run() -> None:
    """Control totals."""
    with pytest.raises(ControlTotalError):
        score(controls=[ControlTotal("a.xlsx", "表", "patrol", read=3, used=2)])
    result = score(controls=[ControlTotal("a.xlsx", "表", "patrol", read=3, used=2, repeats=1)])
    assert [control.read for control in result.controls] == [3]


def test_problems_come_back_once_and_in_order() -> None:
    """Those of the intake and those found here."""
    here = Place("评分.xlsx", "a", "2:2")
    given = [problem("QK726", here, "超级", lowest="一般", amount=50)] * 2
    month = records(staff("E1"), evaluations=[evaluation("x", "E1", "unknown", "90")])
    result = score_month([STANDARD], month, History(), program_version="0", input_problems=given)
    assert [one.code for one in result.problems] == ["QK726", "QK721"]


def test_labels_name_everything_that_a_result_names_by_id() -> None:
    """Form, section, item, source, clause."""
    (ref,) = score().standards
    labels = {label.key: label for label in ref.labels}
    assert labels["item:patrol/badge"].title == "工牌佩戴"
    assert labels["item:patrol/badge"].clause == "P3.sop.1"
    assert {"form:patrol", "section:patrol/all", "source:patrol"} <= labels.keys()


# --- laws ------------------------------------------------------------------------------------------------


@st.composite
def months(draw: st.DrawFn) -> MonthRecords:
    """A month of three people with a bit of everything."""
    numbers = st.sampled_from(["E1", "E2", "E3"])
    days = st.integers(1, 31).map(october)
    evaluations: list[Evaluation] = []
    for n in range(draw(st.integers(0, 12))):
        number, day = draw(numbers), draw(days)
        kind = draw(st.sampled_from(["call", "patrol", "shopper", "supervisor"]))
        if kind == "patrol":
            evaluations.append(patrol(f"p{n}", number, passed=draw(st.booleans()), day=day))
        elif kind == "call":
            purpose = draw(st.sampled_from(list(Purpose)))
            points = draw(st.none() | st.integers(0, 100))
            evaluations.append(
                call(
                    f"c{n}",
                    number,
                    None if points is None else str(points),
                    day=day,
                    contact_id=draw(st.sampled_from(["", "C1", "C2"])),
                    purpose=purpose,
                    recheck_reason=draw(st.sampled_from(["", "复检"])),
                )
            )
        else:
            form = "mystery-shopper" if kind == "shopper" else "supervisor"
            evaluations.append(evaluation(f"s{n}", number, form, str(draw(st.integers(0, 100))), day=day))
    place = Place("奖金.xlsx")
    return records(
        staff("E1", row("E2", hired_on=october(17)), row("E3", left_on=october(20))),
        evaluations=evaluations,
        praises=[
            praise(
                f"q{n}", draw(numbers), service_on=draw(days), contact_id=draw(st.sampled_from(["", "C1"]))
            )
            for n in range(draw(st.integers(0, 4)))
        ],
        special_awards=[
            SpecialAward("a1", draw(numbers), "专项奖", Decimal(draw(st.integers(0, 900))), place)
        ],
        adjustments=[
            Adjustment(f"j{n}", draw(numbers), Decimal(draw(st.integers(-5000, 500))), "更正", place)
            for n in range(draw(st.integers(0, 3)))
        ],
        served_warnings=opening(date(2026, 3, 2), date(2026, 5, 4)),
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(months(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters_and_pay_is_never_negative(month: MonthRecords, random: Any) -> None:
    """The whole result is equal, and every evaluation is in it once."""
    result = score_month([STANDARD], month, History(), program_version="0")
    piles: dict[str, Any] = {
        name: list(getattr(month, name))
        for name in ("evaluations", "praises", "special_awards", "adjustments", "served_warnings")
    }
    for pile in piles.values():
        random.shuffle(pile)
    shuffled = replace(month, **piles, roster=Roster(tuple(reversed(month.roster.rows))))
    assert result == score_month([STANDARD], shuffled, History(), program_version="0")
    assert sorted(one.id for one in month.evaluations) == sorted(one.id for one in result.evaluations)
    totals: dict[str, Decimal] = {}
    for line in result.bonuses:
        totals[line.employee_no] = totals.get(line.employee_no, Decimal(0)) + line.amount
    assert all(amount >= 0 for amount in totals.values())
    assert len({line.id for line in result.bonuses}) == len(result.bonuses)
    for one in result.people:
        assert (one.score is None) == (one.weighted_mean is None)
        assert one.score is None or 0 <= one.score <= 100
