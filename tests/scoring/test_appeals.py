"""Appeals: what an upheld one changes, what may be appealed, until when, decided by whom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qualitykit.model import Answer, AnswerState, Complaint, Evaluation, MonthRecords, Place, Verified
from qualitykit.scoring.appeals import find_subject, last_day, may_decide, subjects_of
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from qualitykit.scoring.upheld import Ruling, Upheld, overlay
from qualitykit.standards.standard import Standard
from tests.scoring import months

ITEMS = ("greeting", "name", "wish")


def rules(**more: Any) -> Standard:
    """A call review of three items of equal weight; ``wish`` is a minor violation."""
    items: list[dict[str, Any]] = [
        {"id": name, "title": name, "clause": "P3.sop.3a", "answer": {"kind": "yes_no"}} for name in ITEMS
    ]
    items[2]["violation"] = {"severity": "minor"}
    section = {"id": "all", "title": "全部", "dimension": "attitude", "weight": 100, "items": items}
    form = {
        "id": "call-review",
        "title": "录音质检",
        "source": "call-review",
        "clause": "P3.mon.4",
        "sections": [section],
    }
    return months.standard(forms=[form], **more)


def call(name: str, number: str, answers: str, **more: Any) -> Evaluation:
    """A review with an answer a letter: y, n, or - for N/A."""
    given = tuple(
        Answer(AnswerState.NA) if one == "-" else Answer(AnswerState.VALUE, Decimal(one == "y"), one)
        for one in answers
    )
    fields: dict[str, Any] = {"answers": given, "cells": ("F", "G", "H"), "inspector": "质检员甲"}
    return months.evaluation(name, number, "call-review", None, **{**fields, **more})


def score(records: MonthRecords, history: History | None = None) -> MonthResult:
    """October, scored."""
    return score_month([rules()], records, history or History(), program_version="1")


def upheld(ruling: Ruling, *targets: tuple[str, str], kind: Any = "item") -> Upheld:
    """An appeal of E1 that was upheld by the head of the department."""
    return Upheld("A0001", "E1", kind, ruling, targets, "主任")


def published(result: MonthResult, name: str) -> Decimal | None:
    """The score of an evaluation."""
    found = next(one for one in result.evaluations if one.id == name)
    return found.score.published if found.score else None


@pytest.mark.parametrize(
    "answers, ruling, expected",
    [
        ("yyn", "not_a_breach", "100.00"),
        ("yyn", "excused", "100.00"),
        ("ynn", "not_a_breach", "66.67"),
        ("ynn", "excused", "50.00"),
    ],
)
def test_an_upheld_item_passes_or_is_left_out(answers: str, ruling: Ruling, expected: str) -> None:
    """The examples of semantics.md §9."""
    records = months.records(months.staff("E1"), evaluations=[call("R1", "E1", answers)])
    after = score(overlay(records, [upheld(ruling, ("R1", "wish"))]))
    assert Decimal(expected) == published(after, "R1")


def test_the_answer_as_written_stays_beside_the_ruling() -> None:
    """Nothing that an inspector wrote is overwritten."""
    records = months.records(months.staff("E1"), evaluations=[call("R1", "E1", "yyn")])
    (after,) = score(overlay(records, [upheld("not_a_breach", ("R1", "wish"))])).evaluations
    assert ("y", "y", "n") == after.raw
    assert (("wish", "not_a_breach"),) == after.appealed


def test_leaving_an_item_out_never_leaves_the_evaluation_without_a_score() -> None:
    """One N/A already: with a second one too much of the form would be N/A, so the excused item passes."""
    records = months.records(months.staff("E1"), evaluations=[call("R1", "E1", "-yn")])
    after = score(overlay(records, [upheld("excused", ("R1", "wish"))]))
    assert Decimal("50.00") == published(score(records), "R1")
    assert Decimal("100.00") == published(after, "R1")


def test_an_upheld_item_takes_its_incident_and_warning_with_it() -> None:
    """No failed item, no violation, no case."""
    records = months.records(months.staff("E1"), evaluations=[call("R1", "E1", "yyn")])
    before = score(records)
    after = score(overlay(records, [upheld("excused", ("R1", "wish"))]))
    assert (1, 1) == (len(before.incidents), len(before.cases))
    assert (0, 0) == (len(after.incidents), len(after.cases))


def test_an_upheld_incident_passes_its_items_and_clears_its_complaint() -> None:
    """A complaint on the same contact is no longer one about this person."""
    ladder = {
        "complaint_categories": [
            {"id": "attitude", "words": ["服务态度"], "severity": "minor", "clause": "P3.cpl"}
        ]
    }
    pack = rules(ladder={**rules().ladder.model_dump(mode="json"), **ladder})
    complaint = Complaint(
        "T1",
        Place("投诉.xlsx"),
        date(2026, 10, 7),
        people=("E1", "E2"),
        contact_on=date(2026, 10, 5),
        contact_id="C1",
        category="服务态度",
        valid=Verified.YES,
        judged_by="主管",
    )
    records = months.records(
        months.staff("E1", "E2"),
        evaluations=[call("R1", "E1", "yyn", contact_id="C1")],
        complaints=[complaint],
    )
    before = score_month([pack], records, History(), program_version="1")
    subject = next(one for one in subjects_of(before, "E1") if one.kind == "incident")
    appeal = Upheld("A1", "E1", "incident", "not_a_breach", subject.targets, "主任")
    after = score_month([pack], overlay(records, [appeal]), History(), program_version="1")
    assert {"E1", "E2"} == {one.employee_no for one in before.incidents}
    assert {"E2"} == {one.employee_no for one in after.incidents}
    assert Decimal("100.00") == published(after, "R1")


def test_a_refused_praise_is_paid_when_the_appeal_is_upheld() -> None:
    """As verified by whoever decided, in the month of the verifier's day."""
    praise = months.praise("1", "E1", verified=Verified.NO, verified_by="主管")
    records = months.records(months.staff("E1"), praises=[praise])
    appeal = Upheld("A1", "E1", "praise", "not_a_breach", (("1", ""),), "主任")
    before, after = score(records), score(overlay(records, [appeal]))
    assert [] == [line for line in before.bonuses if line.kind == "praise"]
    assert [Decimal("50.00")] == [line.amount for line in after.bonuses if line.kind == "praise"]


def test_an_appeal_about_what_is_not_there_changes_nothing() -> None:
    """A record that was corrected away meanwhile is passed over."""
    records = months.records(months.staff("E1"), evaluations=[call("R1", "E1", "yyn")])
    assert score(records) == score(overlay(records, [upheld("excused", ("R9", "wish"))]))


def test_everything_that_cost_something_has_a_number() -> None:
    """The incident first, then items; another person's have their own numbers."""
    records = months.records(
        months.staff("E1", "E2"),
        evaluations=[call("R1", "E1", "nyn"), call("R2", "E2", "yyn")],
        praises=[months.praise("1", "E1", verified=Verified.NO)],
    )
    result = score(records)
    subjects = subjects_of(result, "E1")
    assert ["incident", "item", "item", "praise"] == [one.kind for one in subjects]
    assert [f"2026-10/E1/{n}" for n in range(1, 5)] == [one.ref for one in subjects]
    assert ["R1/greeting", "R1/wish"] == [one.id for one in subjects if one.kind == "item"]
    for name in ("2", "2026-10/E1/2", "R1/greeting"):
        assert subjects[1] == find_subject(result, "E1", name)
    assert find_subject(result, "E1", "9") is None
    assert find_subject(result, "E1", "R2/wish") is None


def test_the_last_day_is_included() -> None:
    """15 days after the statement of the 5th: the 20th."""
    assert date(2026, 11, 20) == last_day(date(2026, 11, 5), 15)
    assert last_day(None, 15) is None


@pytest.mark.parametrize(
    "decider, allowed",
    [
        ("质检员甲", False),
        ("质检员 甲", False),
        ("E1", False),
        ("员工E1", False),
        ("E2", True),
        ("主任", True),
        ("", False),
    ],
)
def test_neither_the_inspector_nor_the_employee_decides(decider: str, allowed: bool) -> None:
    """By name or by number."""
    records = months.records(months.staff("E1", "E2"), evaluations=[call("R1", "E1", "yyn")])
    result = score(records)
    subject = subjects_of(result, "E1")[0]
    assert allowed == may_decide(decider, subject, result, records)


def test_the_verifier_of_a_refused_praise_does_not_decide() -> None:
    """Whoever refused it has spoken already."""
    praise = months.praise("1", "E1", verified=Verified.NO, verified_by="主管")
    records = months.records(months.staff("E1"), praises=[praise])
    result = score(records)
    (subject,) = subjects_of(result, "E1")
    assert not may_decide("主管", subject, result, records)
    assert may_decide("主任", subject, result, replace(records, praises=()))
