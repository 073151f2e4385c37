"""Violations, and how those of one contact become one incident: semantics.md §4, §6 and §10."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.model import (
    Answer,
    AnswerState,
    Complaint,
    Decision,
    Evaluation,
    Period,
    Place,
    Purpose,
    Roster,
    RosterRow,
    Transcript,
    Verified,
)
from qualitykit.scoring.checklist import FormScorer
from qualitykit.scoring.incidents import (
    Finding,
    find_complaint_violations,
    find_violations,
    finding_of_evaluation,
    findings_of_complaint,
    merge_incidents,
)
from qualitykit.scoring.results import CheckOutcome, Hit, Incident, Reason, Struck, Violation
from qualitykit.scoring.violations import complaint_category
from qualitykit.standards.forms import Form
from qualitykit.standards.ladder import Ladder
from qualitykit.standards.phrases import PhraseList
from qualitykit.standards.standard import Standard
from qualitykit.standards.transcript import Check

YES = Answer(AnswerState.VALUE, Decimal(1), "是")
NO = Answer(AnswerState.VALUE, Decimal(0), "否")
NA = Answer(AnswerState.NA)
BLANK = Answer(AnswerState.BLANK)
OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
HERE = Place("质检.xlsx", "10月", "5:5")
TEXT = Place("质检.xlsx", "10月", "Z5")


def ladder(**more: Any) -> Ladder:
    """A ladder of three steps with kinds and complaint categories."""
    given = {
        "clause": "P3.lad.1",
        "steps": [
            {"step": n, "id": f"step-{n}", "title": f"第{n}步", "clause": "P3.lad.1"} for n in (1, 2, 3)
        ],
        "kinds": [
            {"id": "buck", "title": "推诿", "severity": "minor", "clause": "P2.first", "gravity": "slight"},
            {
                "id": "gift",
                "title": "索要礼品",
                "severity": "severe",
                "clause": "P5.deal",
                "step": 2,
                "gravity": "grave",
            },
            {"id": "abuse", "title": "辱骂", "severity": "severe", "clause": "P5.dign", "gravity": "gravest"},
        ],
        "complaint_categories": [
            {"id": "tone", "words": ["语气生硬", "服务态度"], "severity": "minor", "clause": "P2.val"},
            {
                "id": "rude",
                "words": ["辱骂客户"],
                "severity": "severe",
                "clause": "P5.dign",
                "kind": "abuse",
            },
        ],
        **more,
    }
    return Ladder.model_validate(given)


def item(name: str, **more: Any) -> dict[str, Any]:
    """A yes/no item."""
    return {"id": name, "title": f"题 {name}", "clause": "P3.sop.1", "answer": {"kind": "yes_no"}, **more}


FORM = {
    "id": "call-review",
    "title": "录音质检",
    "source": "call-review",
    "clause": "P3.mon.4",
    "max_na_percent": 100,
    "sections": [
        {
            "id": "a",
            "title": "态度",
            "dimension": "attitude",
            "weight": 1,
            "items": [
                item("plain"),
                item("polite", violation={"severity": "minor"}),
                item("gift", violation={"severity": "severe", "kind": "gift"}, required=False),
                item("banned", answer={"kind": "detected", "check": "says-banned"}),
            ],
        }
    ],
}
CHECKS = (
    Check.model_validate(
        {
            "id": "says-banned",
            "title": "服务禁语",
            "clause": "P3.ban",
            "says": {"none": ["brush-off", "insults"]},
            "violation": {"severity": "minor", "kind": "buck"},
        }
    ),
    Check.model_validate(
        {
            "id": "no-apology",
            "title": "等待未致歉",
            "clause": "P3.wait",
            "says": {"any": ["apologies"]},
            "violation": {"severity": "minor"},
        }
    ),
    Check.model_validate(
        {"id": "no-closing", "title": "无结束语", "clause": "P3.sop.3e", "says": {"any": ["apologies"]}}
    ),
)
PHRASES = tuple(
    PhraseList.model_validate(
        {
            "id": name,
            "title": name,
            "kind": "banned",
            "clause": "P3.ban",
            "severity": severity,
            "phrases": words,
        }
    )
    for name, severity, words in (
        ("brush-off", "none", ["不归我管"]),
        ("insults", "severe", ["你有病", {"text": "烦死了", "severity": "minor"}]),
        ("apologies", "none", ["不好意思"]),
    )
)


def standard(rules: Ladder | None = None) -> Standard:
    """The parts of a standard that incidents look at."""
    parts: dict[str, Any] = {
        "ladder": rules or ladder(),
        "checks": CHECKS,
        "phrases": PHRASES,
        "forms": (Form.model_validate(FORM),),
    }
    return Standard.model_construct(**parts)


def evaluation(*answers: Answer, **more: Any) -> Evaluation:
    """An evaluation of E1007 on 2026-10-03; all items pass unless given."""
    given: dict[str, Any] = {
        "id": "e1",
        "form": "call-review",
        "pack": "",
        "employee_no": "E1007",
        "day": date(2026, 10, 3),
        "place": HERE,
        "row": 5,
        "cells": ("F", "G", "H", "I"),
        "inspector": "李检",
        **more,
    }
    return Evaluation(answers=answers or (YES, YES, YES, BLANK), **given)


def hit(check: str, phrase: str, **more: Any) -> Hit:
    """A standing exact hit that nobody confirmed yet."""
    given: dict[str, Any] = {"kind": "exact", "worth": "stands", "standing": True, "turn": 2, **more}
    return Hit(id=f"h-{phrase}", check=check, phrase=phrase, start=0, end=len(phrase), quote=phrase, **given)


def failed(check: str, *hits: Hit) -> dict[str, CheckOutcome]:
    """A failed outcome, by its id."""
    return {check: CheckOutcome(check, "failed", hits)}


def violations(
    one: Evaluation,
    outcomes: Mapping[str, CheckOutcome] | None = None,
    *,
    rules: Ladder | None = None,
    form: Form | None = None,
) -> tuple[Violation, ...]:
    """The violations of an evaluation scored by its form."""
    by = form or Form.model_validate(FORM)
    score, _differing = FormScorer(by).score(one.answers, outcomes or {})
    return find_violations(standard(rules), by, one, score, outcomes or {})


# --- violations of an evaluation ------------------------------------------------------------------------


def test_a_failed_item_that_names_one() -> None:
    """The inspector's own failed answer is confirmed, at the item's cell. Others are no violation."""
    found = violations(evaluation(NO, NO, NA, BLANK))
    assert [("polite", "minor", True, "质检.xlsx!10月!G5")] == [
        (one.subject, one.severity, one.confirmed, str(one.place)) for one in found
    ]
    assert () == violations(evaluation(NO, YES, NA, BLANK))


@pytest.mark.parametrize(
    "more",
    [
        {"held_back": ("QK401",)},
        {"purpose": Purpose.CALIBRATION},
        {"verified": Verified.NO},
        {"verified": Verified.PENDING},
    ],
)
def test_what_does_not_count_breaks_nothing(more: dict[str, Any]) -> None:
    """Held back, for calibration, or a low rating that is not the employee's doing or not verified yet."""
    assert () == violations(evaluation(YES, NO, YES, BLANK, **more))
    assert violations(evaluation(YES, NO, YES, BLANK, verified=Verified.YES))


@pytest.mark.parametrize(
    "second, confirmed", [("", False), ("李检", False), ("李 检", False), ("E1007", False), ("王主管", True)]
)
def test_a_severe_act_needs_a_second_person(second: str, confirmed: bool) -> None:
    """Neither nobody, nor the inspector again, nor the employee."""
    found = violations(evaluation(YES, YES, NO, BLANK, confirmed_by=second))
    assert [("gift", "severe", "gift", confirmed)] == [
        (one.subject, one.severity, one.kind, one.confirmed) for one in found
    ]
    assert found[0].confirmed_by == (second if confirmed else "")
    assert not violations(evaluation(YES, YES, NO, BLANK, confirmed_by=second, inspector=""))[0].confirmed
    alone = ladder(severe_needs_second_person=False)
    assert all(one.confirmed for one in violations(evaluation(YES, YES, NO, BLANK), rules=alone))


@pytest.mark.parametrize(
    "answer, confirmed_hit, rule, confirmed",
    [
        (BLANK, False, "all", False),
        (BLANK, True, "all", True),
        (NO, False, "all", True),
        (YES, False, "all", False),
        (NA, False, "all", False),
        (BLANK, False, "exact", True),
    ],
)
def test_a_detected_breach_wants_a_person(
    answer: Answer, confirmed_hit: bool, rule: str, confirmed: bool
) -> None:
    """确认 beside the hit, or the inspector's own answer; ``exact`` takes what stands."""
    outcomes = failed("says-banned", hit("says-banned", "不归我管", confirmed=confirmed_hit))
    found = violations(evaluation(YES, YES, YES, answer), outcomes, rules=ladder(confirm_ladder=rule))
    assert [("banned", "buck", "不归我管", "质检.xlsx!10月!I5", confirmed)] == [
        (one.subject, one.kind, one.quote, str(one.place), one.confirmed) for one in found
    ]


def test_the_phrase_says_how_severe() -> None:
    """A phrase's severity, else its list's, else the check's; each standing hit by itself."""
    outcomes = failed(
        "says-banned",
        hit("says-banned", "不归我管", confirmed=True),
        hit("says-banned", "你有病", confirmed=True, turn=4),
        hit("says-banned", "烦死了", confirmed=True, turn=6),
        hit("says-banned", "不归我管", turn=8, standing=False, worth="review"),
    )
    found = violations(evaluation(confirmed_by="王主管"), outcomes)
    assert [("minor", "buck", True), ("severe", "", True), ("minor", "buck", True)] == [
        (one.severity, one.kind, one.confirmed) for one in found
    ]
    assert [True, False, True] == [one.confirmed for one in violations(evaluation(), outcomes)]


@pytest.mark.parametrize(
    "reviewer, second, confirmed",
    [
        ("赵复核", "王主管", True),
        ("赵复核", "赵复核", False),
        ("赵复核", "李检", False),
        ("", "王主管", False),
    ],
)
def test_the_review_sheet_names_the_second_person_too(reviewer: str, second: str, confirmed: bool) -> None:
    """Neither the reviewer nor the inspector; where nobody reviewed, nobody is second."""
    found_by = hit("says-banned", "你有病", confirmed=True, decided_by=reviewer, confirmed_by=second)
    (one,) = violations(evaluation(), failed("says-banned", found_by))
    assert ("severe", confirmed, second if confirmed else "") == (
        one.severity,
        one.confirmed,
        one.confirmed_by,
    )


def test_a_check_that_no_item_asks_for() -> None:
    """It stands where the transcript is; without a hit only an inspector's answer could confirm it."""
    transcript = Transcript(("稍等",), (), TEXT)
    found = violations(evaluation(transcript=transcript), failed("no-apology"))
    assert [("no-apology", "P3.wait", TEXT, False)] == [
        (one.subject, one.clause, one.place, one.confirmed) for one in found
    ]
    measured = hit("no-apology", "等待 200 秒", kind="measure", confirmed=True)
    assert [True] == [one.confirmed for one in violations(evaluation(), failed("no-apology", measured))]
    assert () == violations(evaluation(), failed("no-closing"))


@pytest.mark.parametrize("state", ["passed", "pending", "na", "unknown"])
def test_only_a_failed_check_breaks_a_rule(state: Any) -> None:
    """A pending one waits in the review sheet."""
    pending = hit("says-banned", "不归我管", standing=False, worth="review")
    outcome = CheckOutcome("says-banned", state, (pending,) if state == "pending" else ())
    assert () == violations(evaluation(), {"says-banned": outcome})


@pytest.mark.parametrize(
    "row, rule, expected", [("", None, []), ("", "minor", ["minor"]), ("severe", None, ["severe"])]
)
def test_patrol_findings(row: str, rule: str | None, expected: list[str]) -> None:
    """Every failed item of a patrol: by its own severity, the row's, or the ladder's."""
    patrol = Form.model_validate({**FORM, "id": "patrol", "source": "patrol"})
    rules = ladder(patrol_findings=rule)
    found = violations(evaluation(NO, YES, YES, BLANK, severity=row), rules=rules, form=patrol)
    assert expected == [one.severity for one in found]
    named = violations(evaluation(YES, NO, YES, BLANK, severity="severe"), rules=rules, form=patrol)
    assert ["minor"] == [one.severity for one in named]
    assert () == violations(evaluation(severity="severe"), rules=rules, form=patrol)


# --- complaints -----------------------------------------------------------------------------------------


def complaint(**more: Any) -> Complaint:
    """A valid complaint about E1007, received on 2026-10-05."""
    given: dict[str, Any] = {
        "id": "c1",
        "place": Place("投诉.xlsx", "投诉", "3:3"),
        "received_at": datetime(2026, 10, 5, 9, 0),
        "people": ("E1007",),
        "category": "服务态度",
        "valid": Verified.YES,
        "judged_by": "客服部",
        **more,
    }
    return Complaint(**given)


@pytest.mark.parametrize(
    "words, category",
    [
        ("服务态度", "tone"),
        ("服务态度（语气生硬）", "tone"),
        ("服务态度/辱骂客户", "rude"),
        ("产品质量", None),
        ("非服务态度", None),
        ("", None),
    ],
)
def test_a_category_is_a_word_of_the_ladder(words: str, category: str | None) -> None:
    """The whole text or a part of it, never a piece of a word; the severest of several."""
    found = complaint_category(ladder(), words)
    assert category == (found.id if found else None)


@pytest.mark.parametrize("valid", [Verified.NO, Verified.PENDING])
def test_only_a_valid_complaint_breaks_a_rule(valid: Verified) -> None:
    """Invalid and undecided ones do not."""
    assert () == find_complaint_violations(standard(), complaint(valid=valid))
    assert () == findings_of_complaint(standard(), complaint(valid=valid))
    assert [("tone", "minor", True)] == [
        (one.subject, one.severity, one.confirmed)
        for one in find_complaint_violations(standard(), complaint())
    ]


@pytest.mark.parametrize("second, confirmed", [("", False), ("客服部", False), ("品质部", True)])
def test_a_severe_complaint_needs_a_second_person(second: str, confirmed: bool) -> None:
    """Confirmed by another than the judge."""
    found = find_complaint_violations(standard(), complaint(category="辱骂客户", confirmed_by=second))
    assert [("rude", "abuse", confirmed)] == [(one.subject, one.kind, one.confirmed) for one in found]


# --- incidents ------------------------------------------------------------------------------------------

ROSTER = Roster((RosterRow("E1007", "王芳", "客服部", HERE, hired_on=date(2025, 1, 6)),))


def finding(**more: Any) -> Finding:
    """A minor finding of a call of 2026-10-03."""
    made = finding_of_evaluation(
        standard(), Form.model_validate(FORM), evaluation(), violations(evaluation(YES, NO, YES, BLANK))
    )
    return replace(made, **more)


def severe(confirmed: bool = True, kind: str = "gift") -> Violation:
    """A severe violation."""
    return Violation("gift", "索要礼品", kind, "severe", "P5.deal", HERE, confirmed=confirmed)


def merge(*findings: Finding, **more: Any) -> tuple[Incident, ...]:
    """The incidents of October."""
    return merge_incidents(findings, **{"roster": ROSTER, "period": OCTOBER, **more})


def test_two_banned_phrases_and_a_missing_apology_are_one_incident() -> None:
    """All of one contact, at the highest severity."""
    outcomes = {
        **failed(
            "says-banned",
            hit("says-banned", "不归我管", confirmed=True),
            hit("says-banned", "烦死了", confirmed=True, turn=4),
        ),
        **failed("no-apology", hit("no-apology", "致歉", kind="measure", confirmed=True)),
    }
    call = evaluation(contact_id="20261003-77")
    made = finding_of_evaluation(standard(), Form.model_validate(FORM), call, violations(call, outcomes))
    incidents = merge(made)
    assert [("counts", "minor", 3, "20261003-77")] == [
        (one.status, one.severity, len(one.violations), one.contact) for one in incidents
    ]


@pytest.mark.parametrize(
    "first, second, together",
    [
        ({"contact_id": "C1"}, {"contact_id": "C1", "source": "complaint"}, True),
        ({"contact_id": "C1"}, {"contact_id": "C1", "day": date(2026, 10, 4)}, True),
        ({"contact_id": "C1"}, {"contact_id": "C2"}, False),
        ({"contact_id": "C1"}, {"contact_id": "C1", "employee_no": "E1008"}, False),
        ({"customer": "赵先生"}, {"customer": "赵 先生", "source": "patrol"}, True),
        ({"customer": "赵先生"}, {"customer": "赵先生", "day": date(2026, 10, 4)}, False),
        ({"customer": "赵先生"}, {"customer": "钱女士"}, False),
        ({"at": time(9, 5)}, {"at": time(9, 5)}, True),
        ({"at": time(9, 5)}, {"at": time(9, 6)}, False),
        ({"at": time(9, 5)}, {"at": time(9, 5), "source": "patrol"}, False),
        ({}, {}, False),
    ],
)
def test_what_is_one_contact(first: dict[str, Any], second: dict[str, Any], together: bool) -> None:
    """Its id, else day and customer, else source, day and time, else the row; of one employee."""
    incidents = merge(
        finding(**first), finding(**{"id": "e2", "place": Place("质检.xlsx", "10月", "6:6"), **second})
    )
    assert (1 if together else 2) == len(incidents)
    assert all(one.status == "counts" for one in incidents)
    assert 2 == sum(len(one.violations) for one in incidents)


def test_the_day_of_receipt_never_makes_a_contact() -> None:
    """A complaint without a service day is not the same contact as a call of the day it came in."""
    call = finding(day=date(2026, 10, 5), customer="赵先生")
    made = findings_of_complaint(standard(), complaint(complainant="赵先生"))
    assert ["row"] == [one.key[0] for one in made]
    assert 2 == len(merge(call, *made))


def test_ids_are_stable_and_hold_no_name() -> None:
    """The same contact has the same id whatever was broken; another employee has another."""
    one = merge(finding(customer="赵先生"))[0]
    more = merge(finding(customer="赵先生", violations=(severe(),)))[0]
    other = merge(finding(customer="赵先生", employee_no="E1008"))[0]
    assert one.id == more.id
    assert one.id != other.id
    assert one.id.startswith("V20261003-")
    assert one.id.isascii()


@pytest.mark.parametrize(
    "kinds, confirmed, expected",
    [
        (["gift"], [True], ("counts", "severe", 2, "grave")),
        (["abuse"], [True], ("counts", "severe", 3, "gravest")),
        (["gift", "abuse"], [True, True], ("counts", "severe", 3, "gravest")),
        ([""], [True], ("counts", "severe", 3, "")),
        (["gift", "abuse"], [True, False], ("counts", "severe", 2, "grave")),
        (["abuse"], [False], ("counts", "minor", None, "")),
    ],
)
def test_the_highest_confirmed_severity(
    kinds: list[str], confirmed: list[bool], expected: tuple[str, str, int | None, str]
) -> None:
    """With a confirmed minor one beside them: what waits for a second person neither counts nor shields."""
    acts = [severe(known, kind) for kind, known in zip(kinds, confirmed, strict=True)]
    one = merge(finding(violations=(*finding().violations, *acts)))[0]
    assert expected == (one.status, one.severity, one.step_at_least, one.gravity)


def test_by_gravity_only_a_named_step_is_a_minimum() -> None:
    """P5: the gravity says where an act goes; gravity of the gravest confirmed kind."""
    rules = ladder(by="gravity", gravity_steps={"slight": 1, "middling": 1, "grave": 2, "gravest": 3})
    one = merge(finding(violations=(severe(kind="abuse"),), ladder=rules))[0]
    assert (None, "gravest") == (one.step_at_least, one.gravity)
    assert 2 == merge(finding(violations=(severe(),), ladder=rules))[0].step_at_least


def test_pending_until_confirmed() -> None:
    """Nothing confirmed: pending, and why."""
    one = merge(finding(violations=(severe(False),)))[0]
    assert ("pending", Reason("second-person-missing")) == (one.status, one.reason)
    unheard = tuple(replace(violation, confirmed=False) for violation in finding().violations)
    one = merge(finding(violations=unheard))[0]
    assert ("pending", Reason("not-confirmed")) == (one.status, one.reason)


def test_nothing_broken_is_no_incident() -> None:
    """A finding without violations leaves nothing."""
    assert () == merge(finding(violations=()))


# --- coaching only --------------------------------------------------------------------------------------


def roster(**more: Any) -> Roster:
    """E1007 alone, with the columns given."""
    keeps = "notice_signed_on" in more
    return Roster((RosterRow("E1007", "王芳", "客服部", HERE, **more),), keeps_notice=keeps)


@pytest.mark.parametrize(
    "signed, severity, status",
    [
        (date(2026, 10, 3), "minor", "counts"),
        (date(2026, 10, 4), "minor", "coaching"),
        (date(2026, 10, 4), "severe", "coaching"),
        (None, "minor", "coaching"),
        (None, "severe", "coaching"),
    ],
)
def test_no_step_before_the_own_notice(signed: date | None, severity: str, status: str) -> None:
    """The day of signing counts already; who never signed has no step, however severe."""
    acts = (severe(),) if severity == "severe" else finding().violations
    one = merge(finding(violations=acts), roster=roster(notice_signed_on=signed))[0]
    assert status == one.status
    if status == "coaching":
        assert one.reason is not None
        assert one.reason.code == ("before-notice" if signed else "notice-not-signed")


def test_a_roster_that_keeps_no_notice_asks_for_none() -> None:
    """Without the column nothing is asked; with it, the earliest date of the person's rows counts."""
    assert "counts" == merge(finding(), roster=Roster())[0].status
    rows = (
        RosterRow(
            "E1007", "王芳", "客服部", HERE, notice_signed_on=date(2026, 1, 5), valid_to=date(2026, 6, 30)
        ),
        RosterRow("E1007", "王芳", "前台", HERE, valid_from=date(2026, 7, 1)),
    )
    assert "counts" == merge(finding(), roster=Roster(rows, keeps_notice=True))[0].status
    assert "coaching" == merge(finding(employee_no="E1008"), roster=Roster(rows, keeps_notice=True))[0].status


@pytest.mark.parametrize(
    "hired, grace, severity, status",
    [
        (date(2026, 9, 3), 30, "minor", "coaching"),
        (date(2026, 9, 2), 30, "minor", "counts"),
        (date(2026, 9, 3), 30, "severe", "counts"),
        (date(2026, 10, 3), 0, "minor", "counts"),
    ],
)
def test_grace_after_joining(hired: date, grace: int, severity: str, status: str) -> None:
    """Within so many days of joining, the last included; none by default; never for a severe act."""
    acts = (severe(),) if severity == "severe" else finding().violations
    rules = ladder(grace_days=grace)
    assert status == merge(finding(violations=acts, ladder=rules), roster=roster(hired_on=hired))[0].status


@pytest.mark.parametrize(
    "day, found_on, severity, status",
    [
        (date(2026, 4, 6), date(2026, 10, 3), "minor", "counts"),
        (date(2026, 4, 5), date(2026, 10, 3), "minor", "coaching"),
        (date(2026, 4, 5), date(2026, 10, 3), "severe", "counts"),
        (date(2026, 5, 4), None, "minor", "counts"),
        (date(2026, 5, 3), None, "minor", "coaching"),
    ],
)
def test_found_too_late(day: date, found_on: date | None, severity: str, status: str) -> None:
    """More than 180 days after the act; an undated finding counts from the period's end; severe excepted."""
    acts = (severe(),) if severity == "severe" else finding().violations
    one = merge(finding(day=day, found_on=found_on, violations=acts))[0]
    assert (status, True) == (one.status, one.late)


def test_found_first_decides() -> None:
    """Two sheets about one contact: it was known from the first on."""
    early = finding(day=date(2026, 4, 5), found_on=date(2026, 4, 6), contact_id="C1")
    late = replace(early, id="e2", found_on=date(2026, 10, 3))
    assert [("counts", date(2026, 4, 6))] == [(one.status, one.found_on) for one in merge(early, late)]


# --- complaints that may be the same --------------------------------------------------------------------


def proposed(**more: Any) -> tuple[Finding, ...]:
    """A complaint of 赵先生 without a contact id."""
    return findings_of_complaint(standard(), complaint(**{"complainant": "赵先生", **more}))


@pytest.mark.parametrize(
    "day, status",
    [
        (date(2026, 9, 28), "proposed-same"),
        (date(2026, 9, 27), "counts"),
        (date(2026, 10, 12), "proposed-same"),
        (date(2026, 10, 13), "counts"),
    ],
)
def test_proposed_within_seven_days(day: date, status: str) -> None:
    """Both sides of seven days, before and after."""
    call = finding(day=day, customer="赵先生", contact_id="C1")
    incidents = merge(call, *proposed())
    assert {"counts", status} == {one.status for one in incidents}
    mine = next(one for one in incidents if one.violations[0].evaluation == "c1")
    other = next(one for one in incidents if one is not mine)
    assert (other.id if status == "proposed-same" else "") == mine.same_as


@pytest.mark.parametrize(
    "more",
    [
        {"contact_id": "C9"},
        {"complainant": "钱女士"},
        {"complainant": ""},
        {"people": ("E1008",)},
    ],
)
def test_not_proposed(more: dict[str, Any]) -> None:
    """With a contact id of its own, of another or an unknown customer, about another employee."""
    incidents = merge(finding(customer="赵先生", contact_id="C1"), *proposed(**more))
    assert ["counts", "counts"] == [one.status for one in incidents]


@pytest.mark.parametrize(
    "word, decision, expected",
    [
        ("yes", "", [("counts", 2)]),
        ("是", "", [("counts", 2)]),
        ("no", "", [("counts", 1), ("counts", 1)]),
        ("", "同意", [("counts", 2)]),
        ("", "不同意", [("counts", 1), ("counts", 1)]),
        ("", "再看", [("counts", 1), ("proposed-same", 1)]),
        ("no", "同意", [("counts", 1), ("counts", 1)]),
    ],
)
def test_a_person_decides(word: str, decision: str, expected: list[tuple[str, int]]) -> None:
    """In the complaint's row, else by a decision on the incident's id; the row's own word goes first."""
    call = finding(customer="赵先生", contact_id="C1")
    subject = next(one.id for one in merge(call, *proposed()) if one.status == "proposed-same")
    decisions = [Decision(subject, decision, HERE)] if decision else []
    incidents = merge(call, *proposed(same_incident=word), decisions=decisions)
    assert expected == [(one.status, len(one.violations)) for one in incidents]
    assert (merge(call)[0].id, date(2026, 10, 3)) == (incidents[0].id, incidents[0].day)


def test_joined_by_a_person_it_keeps_the_contact() -> None:
    """The complaint names an earlier day; the incident stays the call's, now severe."""
    call = finding(customer="赵先生", contact_id="C1")
    made = proposed(
        same_incident="yes", category="辱骂客户", confirmed_by="品质部", contact_on=date(2026, 10, 1)
    )
    one = merge(call, *made)[0]
    assert (merge(call)[0].id, date(2026, 10, 3), "severe") == (one.id, one.day, one.severity)


def test_coaching_needs_no_proposal() -> None:
    """What leads to no step anyway asks nobody to decide."""
    incidents = merge(
        finding(customer="赵先生", contact_id="C1"), *proposed(), roster=roster(notice_signed_on=None)
    )
    assert ["coaching", "coaching"] == [one.status for one in incidents]


def test_two_complaints_of_one_customer() -> None:
    """The first is an incident, the second is proposed as the same."""
    second = proposed(
        id="c2", received_at=datetime(2026, 10, 8, 9, 0), place=Place("投诉.xlsx", "投诉", "4:4")
    )
    incidents = merge(*second, *proposed())
    assert ["counts", "proposed-same"] == [one.status for one in incidents]
    assert incidents[0].id == incidents[1].same_as


def test_an_incident_of_an_earlier_month() -> None:
    """Proposed as the same across the month's end; said to be the same, it adds no step."""
    september = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    call = finding(day=date(2026, 9, 29), customer="赵先生", contact_id="C1")
    past = merge(call, period=september)
    waiting = merge(*proposed(), past=past)[0]
    assert ("proposed-same", past[0].id) == (waiting.status, waiting.same_as)
    same = merge(*proposed(same_incident="yes"), past=past)[0]
    assert ("coaching", "same-as-earlier") == (same.status, same.reason.code if same.reason else "")


def test_more_about_a_contact_of_an_earlier_month() -> None:
    """Found again in October: no second step; found to be severe: a late incident of its own."""
    september = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30))
    call = finding(day=date(2026, 9, 29), contact_id="C1")
    past = merge(call, period=september)
    again = merge(replace(call, source="complaint"), past=past)[0]
    assert ("coaching", past[0].id) == (again.status, again.same_as)
    worse = merge(replace(call, violations=(severe(),)), past=past)[0]
    assert ("counts", "severe", True) == (worse.status, worse.severity, worse.late)
    assert worse.id != past[0].id
    assert "counts" == merge(call, past=[replace(past[0], status="pending")])[0].status
    assert "counts" == merge(call, past=past, period=september)[0].status


def test_a_row_that_an_upheld_appeal_struck_out_warns_nobody_again() -> None:
    """The register shows September's complaint again: listed, no step. Another person's row, or another day's
    under the same number, is its own."""
    first = finding(id="complaint:TS1", day=date(2026, 9, 29), complaint=True)
    struck = [Struck(first.employee_no, "V20260929-1", date(2026, 9, 29), "2026-09", ("complaint:TS1",))]
    (again,) = merge(first, struck=struck)
    assert ("coaching", "struck-out-earlier") == (again.status, again.reason.code if again.reason else "")
    assert "V20260929-1" == dict(again.reason.params)["incident"] if again.reason else ""
    for other in (replace(first, employee_no="E2"), replace(first, day=date(2026, 10, 4))):
        assert "counts" == merge(other, struck=struck)[0].status


# --- laws -----------------------------------------------------------------------------------------------


@st.composite
def some_findings(draw: st.DrawFn) -> Sequence[Finding]:
    """Findings that share contacts now and then."""
    found = []
    for n in range(draw(st.integers(0, 6))):
        evaluated = finding(
            id=f"e{n}",
            place=Place("质检.xlsx", "10月", f"{n}:{n}"),
            day=date(2026, 10, draw(st.integers(1, 20))),
            contact_id=draw(st.sampled_from(["", "C1", "C2"])),
            customer=draw(st.sampled_from(["", "赵先生"])),
            at=draw(st.sampled_from([None, time(9)])),
            employee_no=draw(st.sampled_from(["E1007", "E1008"])),
        )
        if draw(st.booleans()):
            word = draw(st.sampled_from(["", "no", "yes"]))
            evaluated = replace(evaluated, complaint=True, same_incident=word)
        found.append(evaluated)
    return found


@given(some_findings(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_law_order_is_irrelevant_and_nothing_is_lost(findings: Sequence[Finding], random: Any) -> None:
    """However the rows lie, the incidents are the same; each violation is in exactly one; ids are unique."""
    straight = merge(*findings)
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert straight == merge(*shuffled)
    assert sum(len(one.violations) for one in findings) == sum(len(one.violations) for one in straight)
    assert len(straight) == len({one.id for one in straight})
