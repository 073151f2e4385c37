"""人工裁定表: the item that a decision is about, by its own number or by one that is its alone."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from qualitykit.model import Answer, AnswerState, Complaint, Decision, Place, Verified
from qualitykit.scoring.decisions import CONSENT
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from tests.scoring.months import evaluation, october, points_form, praise, records, staff, standard

PATROL = points_form("patrol")
PATROL["sections"][0]["items"][0] |= {"answer": {"kind": "yes_no"}, "violation": {"severity": "minor"}}
STANDARD = standard(
    forms=[PATROL],
    ladder={
        "complaint_categories": [
            {"id": "attitude", "words": ["服务态度"], "severity": "minor", "clause": "P3.lad.1"}
        ]
    },
)
HERE = Place("人工裁定表.xlsx", "人工裁定表", "A3")
_FAILED = Answer(AnswerState.VALUE, Decimal(0), "否")


def complaint(number: str, person: str = "E1", **more: Any) -> Complaint:
    """A valid complaint about the attitude."""
    fields = {"contact_on": october(3), "category": "服务态度", "valid": Verified.YES, **more}
    place = Place("投诉.xlsx", "投诉", number)
    return Complaint(f"complaint:{number}", place, october(4), (person,), complaint_no=number, **fields)


def month(*decisions: Decision, complaints: Sequence[Complaint], praises: Sequence[Any] = ()) -> MonthResult:
    """October with a failed patrol of E1 at 赵先生's."""
    failed = evaluation(
        "p1",
        "E1",
        "patrol",
        "0",
        answers=(_FAILED,),
        inspector="巡查员",
        at=time(10, 0),
        customer="赵先生",
        contact_id="C1",
    )
    month = records(
        staff("E1", "E2"),
        evaluations=[failed],
        complaints=complaints,
        praises=praises,
        decisions=decisions,
    )
    return score_month([STANDARD], month, History(), program_version="0")


def decide(subject: str, verdict: str = "同意") -> Decision:
    """A decision of 陈静."""
    return Decision(subject, verdict, HERE, "陈静", "已核实")


ON_ONE_CONTACT = {"praises": [praise("praise-7", "E1", contact_id="LY7")]}
COMPLAINED = [complaint("TS-3", contact_id="LY7", valid=Verified.PENDING)]


@pytest.mark.parametrize("number", ["praise-7", "praise-7/E1", "TS-3", "ts-3", "LY7"])
@pytest.mark.parametrize(("verdict", "paid"), [("同意", 50), ("是", 50), ("不同意", 0), ("否", 0)])
def test_a_praise_is_decided_by_any_number_of_its_own(number: str, verdict: str, paid: int) -> None:
    """Its id, the complaint's number, or the contact's."""
    result = month(decide(number, verdict), complaints=COMPLAINED, **ON_ONE_CONTACT)
    (part,) = result.praises
    assert Decimal(paid) == part.paid
    assert [] == [one.code for one in result.problems]
    assert part.reason is None or part.reason.code == "praise-refused-by-decision"


PERHAPS_THE_SAME = [complaint("TS-4", complainant="赵先生")]


@pytest.mark.parametrize("by_number", [False, True])
@pytest.mark.parametrize(("verdict", "count"), [("同意", 1), ("不同意", 2)])
def test_a_complaint_that_may_be_a_known_incident_is_decided(
    by_number: bool, verdict: str, count: int
) -> None:
    """By the incident's id, or the complaint's number; after either answer nothing waits."""
    waiting = month(complaints=PERHAPS_THE_SAME)
    (own,) = [one.id for one in waiting.incidents if one.status == "proposed-same"]
    result = month(decide("TS-4" if by_number else own, verdict), complaints=PERHAPS_THE_SAME)
    assert (["counts"] * count, []) == (
        [one.status for one in result.incidents],
        [one.code for one in result.problems],
    )


def test_a_decision_about_nothing_is_a_problem_at_its_cell() -> None:
    """A mistyped number, a complaint that keeps nothing waiting, a word about paying on an incident."""
    own = next(
        one.id for one in month(complaints=PERHAPS_THE_SAME).incidents if one.status == "proposed-same"
    )
    for decision, code in (
        (decide("praise-8"), "QK734"),
        (decide("TS-9"), "QK734"),
        (decide(own, "发放"), "QK413"),
    ):
        result = month(decision, complaints=PERHAPS_THE_SAME)
        assert [(code, HERE)] == [(one.code, one.place) for one in result.problems]
        assert "proposed-same" in [one.status for one in result.incidents]


def test_a_number_of_two_items_decides_neither() -> None:
    """One contact, two praises for two people: each has a number of its own."""
    praises = [praise("praise-7", "E1", contact_id="LY7"), praise("praise-8", "E2", contact_id="LY7")]
    result = month(decide("TS-3"), complaints=COMPLAINED, praises=praises)
    assert [("QK735", "praise-7、praise-8")] == [
        (one.code, dict(one.params)["items"]) for one in result.problems
    ]
    assert [0, 0] == [one.paid for one in result.praises]


def test_the_consent_to_be_named_decides_nothing() -> None:
    """公开/ before a case's number is for notices."""
    assert () == month(decide(f"{CONSENT}C1"), complaints=PERHAPS_THE_SAME).problems
