"""What registers must hold, and what in them cannot be so."""

from datetime import date, datetime
from typing import Any

import pytest

from qualitykit.model import Complaint, Place, Roster, RosterRow, ServiceRequest, Verified
from qualitykit.scoring.callbacks import callback_rates, callbacks_due_on
from qualitykit.scoring.deadlines import judge_deadlines
from qualitykit.scoring.record_facts import is_closed, matches, way_of
from qualitykit.scoring.records import check_records, field_title
from qualitykit.standards.deadlines import Deadlines, When
from qualitykit.standards.records import COMPLAINT_FIELDS, REQUEST_FIELDS, RecordRules

PLACE = Place("投诉.xlsx", "投诉登记表", "2:2")
RECEIVED = datetime(2026, 10, 12, 10)
ROSTER = Roster(
    (
        RosterRow("1", "王芳", "客服部", PLACE, post="部门经理"),
        RosterRow("2", "李强", "客服部", PLACE, post="客服"),
        RosterRow("3", "赵敏", "项目部", PLACE, post="项目经理"),
        RosterRow("4", "张和平", "项目部", PLACE, post="项目经理"),
    )
)
RULES = RecordRules.model_validate(
    {
        "required": [
            {
                "id": "five",
                "title": "五项",
                "clause": "P1.cmp.2",
                "fields": ["received_at", "complainant", "contact", "matter", "demand"],
            },
            {
                "id": "action",
                "title": "纠正措施",
                "clause": "P2.val",
                "when": {"valid": ["yes"], "closed": "true"},
                "fields": ["corrective_action"],
            },
            {
                "id": "visit-major",
                "title": "上门回访",
                "clause": "P2.vis",
                "when": {"severity": ["major"], "called_back": "true"},
                "fields": ["callback_by"],
                "ways": ["visit"],
                "posts": [["部门经理"], ["项目经理"]],
            },
            {
                "id": "place",
                "title": "突发事件",
                "clause": "P1.emg.1",
                "record": "request",
                "when": {"sheet": ["emergency"]},
                "fields": ["from_where", "kind", "scope", "result"],
            },
        ],
        "contradictions": [
            {
                "id": "minor-but-valid",
                "title": "轻微却有效",
                "clause": "P2.sev",
                "when": {"severity": ["minor"], "valid": ["yes"]},
                "says": "轻微指无过失",
            }
        ],
        "first_asked": {"clause": "P2.first"},
    }
)
FULL = {"complainant": "钱先生", "contact": "3-201", "matter": "漏水", "demand": "修好"}


def complaint(**facts: Any) -> Complaint:
    """A complaint that holds the five things, and more as said."""
    return Complaint("c1", PLACE, RECEIVED, complaint_no="T1", **{**FULL, **facts})


def found(record: Complaint | ServiceRequest) -> list[tuple[str, str]]:
    """Codes, and the fields or the value that each names."""
    problems = check_records(lambda _day: RULES, [record], ROSTER)
    return [(one.code, dict(one.params).get("fields", one.value)) for one in problems]


def test_a_record_that_holds_everything_is_no_problem() -> None:
    """The positive case."""
    assert [] == found(complaint())


@pytest.mark.parametrize(
    "facts, fields",
    [
        ({"demand": ""}, "客户诉求"),
        ({"complainant": "", "contact": ""}, "投诉人、联系方式"),
        ({"valid": Verified.YES, "closed_at": datetime(2026, 10, 13)}, "纠正措施"),
    ],
)
def test_what_is_missing_is_named_by_its_header(facts: dict[str, Any], fields: str) -> None:
    """One problem a requirement, at the row."""
    assert [("QK780", fields)] == found(complaint(**facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"valid": Verified.YES},
        {"valid": Verified.NO, "closed_at": datetime(2026, 10, 13)},
        {"valid": Verified.YES, "closed_at": datetime(2026, 10, 13), "corrective_action": "更换阀门"},
        {"valid": Verified.YES, "status": "处理中"},
    ],
)
def test_a_requirement_is_asked_only_of_those_it_is_about(facts: dict[str, Any]) -> None:
    """Valid and closed: both, or nothing is asked."""
    assert [] == found(complaint(**facts))


@pytest.mark.parametrize(
    "by, how, expected",
    [
        ("王芳、赵敏", "上门", []),
        ("赵敏、王芳", "面访", []),
        ("王芳 张和平", "上门", []),  # 和 is a name here
        ("1 王芳、3 赵敏", "上门", []),
        ("部门经理周平、项目经理吴刚", "上门", []),  # not on the roster, but their posts are written
        ("周平、赵敏", "上门", []),  # 周平 may be anybody
        ("王芳", "上门", [("QK781", "王芳")]),  # one of the two
        ("李强、赵敏", "上门", [("QK781", "李强、赵敏")]),
        ("王芳、赵敏", "电话", [("QK781", "电话")]),
        ("王芳、赵敏", "", []),  # nobody recorded how
        ("", "上门", [("QK780", "回访人")]),
    ],
)
def test_who_visits_after_a_major_complaint(by: str, how: str, expected: list[tuple[str, str]]) -> None:
    """Department and project manager, in person; what is not known is not held against anybody."""
    assert expected == found(complaint(severity="major", callback_by=by, callback_how=how))


def test_a_contradiction_is_said_with_its_reason() -> None:
    """Minor means without fault, valid means with fault."""
    assert [("QK782", "T1")] == found(complaint(severity="minor", valid=Verified.YES))
    assert [] == found(complaint(severity="minor", valid=Verified.NO))
    assert [] == found(complaint(severity="general", valid=Verified.YES))


@pytest.mark.parametrize(
    "received_by, owner, passed_on",
    [
        ("王芳", "王芳", False),
        ("1 王芳", "王芳", False),
        ("王芳", "王芳（客服部）", False),
        ("王芳", "李强", True),
        ("", "李强", False),
        ("王芳", "", False),
        ("1001", "1002", True),
    ],
)
def test_the_first_asked_stays_the_owner(received_by: str, owner: str, passed_on: bool) -> None:
    """Another owner is listed for a person to decide; nobody is warned by the program for it."""
    codes = [code for code, _value in found(complaint(received_by=received_by, owner=owner))]
    assert (["QK784"] if passed_on else []) == codes


@pytest.mark.parametrize(
    "facts, count",
    [
        ({"closed_at": datetime(2026, 10, 12, 9)}, 1),
        ({"closed_at": datetime(2026, 10, 12, 10)}, 0),
        ({"closed_at": date(2026, 10, 12)}, 0),  # a day without a clock part may be later that day
        ({"passed_at": date(2026, 10, 11)}, 1),
        ({"closed_at": datetime(2026, 10, 14), "callback_at": datetime(2026, 10, 13)}, 1),
        ({"callback_at": datetime(2026, 10, 11)}, 1),
        ({"escalated_at": datetime(2026, 10, 12, 9), "promised_at": datetime(2026, 10, 1)}, 2),
    ],
)
def test_times_in_an_impossible_order_are_named(facts: dict[str, Any], count: int) -> None:
    """Each at its row, with both times."""
    assert ["QK783"] * count == [code for code, _value in found(complaint(**facts))]


def test_an_emergency_holds_time_place_nature_scope_and_measures() -> None:
    """P1.emg.1, in a register of its own."""
    bare = ServiceRequest("e1", PLACE, RECEIVED, sheet="emergency", from_where="大堂", result="疏散")
    assert [("QK780", "事件性质、影响范围")] == found(bare)
    full = ServiceRequest(
        "e1", PLACE, RECEIVED, sheet="emergency", from_where="大堂", kind="停电", scope="三层", result="疏散"
    )
    assert [] == found(full)


def test_every_field_that_a_rule_can_name_is_a_field_with_a_header() -> None:
    """A requirement never prints an English field name, and never asks for what no record has."""
    record = complaint()
    for field in COMPLAINT_FIELDS:
        assert hasattr(record, field)
        assert field != field_title(record, field)
    for sheet in ("callback", "visit", "emergency"):
        request = ServiceRequest("r", PLACE, RECEIVED, sheet=sheet)
        for field in REQUEST_FIELDS:
            assert hasattr(request, field)
            assert field != field_title(request, field)


@pytest.mark.parametrize(
    "text, way",
    [("电话", "phone"), ("上门", "visit"), ("面访", "visit"), ("电话后上门", "visit"), ("微信", "message"),
     ("短信回访", "message"), ("托人", "other"), ("", None)],
)  # fmt: skip
def test_the_way_of_a_call_back(text: str, way: str | None) -> None:
    """As registers write it."""
    assert way == way_of(text)


@pytest.mark.parametrize(
    "status, closed",
    [("已办结", True), ("闭环", True), ("未办结", False), ("处理中", False), ("", False), ("待回访", False)],
)
def test_a_status_tells_whether_it_is_closed(status: str, closed: bool) -> None:
    """Where no time of closing is recorded."""
    assert closed is is_closed(complaint(status=status))


def test_when_is_about_one_kind_of_record_only() -> None:
    """What a complaint does not have keeps a rule away from it, and the other way round."""
    request = ServiceRequest("r", PLACE, RECEIVED, origin="customer", kind="水电维修")
    assert matches(When(origin=("customer",), kind=("维修",)), request)
    assert not matches(When(origin=("internal",)), request)
    assert not matches(When(kind=("绿化",)), request)
    assert not matches(When(severity=("major",)), request)
    assert not matches(When(origin=("customer",)), complaint())
    assert matches(When(severity=("none",)), complaint())


# --- call-backs ------------------------------------------------------------------------------------------

TIMED = Deadlines.model_validate(
    {
        "working": {"clause": "P2.cb.1", "spans": ["09:00-18:00"], "days": "statutory"},
        "deadlines": [
            {
                "id": "step",
                "title": "回访",
                "clause": "P2.cb.1",
                "record": "request",
                "when": {"origin": ["customer"]},
                "starts": "done_at",
                "ends": "callback_at",
                "clock": "working",
                "within_hours": 24,
            }
        ],
        "callbacks": [
            {
                "id": "customers",
                "title": "客户报修",
                "clause": "P2.cb.1",
                "when": {"origin": ["customer"]},
                "ways": ["phone"],
                "at_least_percent": 100,
                "deadline": "step",
            },
            {
                "id": "internal",
                "title": "内部报修",
                "clause": "P2.cb.2",
                "when": {"origin": ["internal"]},
                "ways": ["visit"],
                "at_least_percent": 70,
            },
        ],
    }
)


def request(
    name: str, origin: str, done: int | None, called: int | None = None, how: str = ""
) -> ServiceRequest:
    """A request done at 10:00 on that day of October 2026, and called back at 10:00 on another."""
    return ServiceRequest(
        name,
        PLACE,
        datetime(2026, 10, 9, 10),
        origin=origin,
        request_no=name,
        done_at=datetime(2026, 10, done, 10) if done else None,
        callback_at=datetime(2026, 10, called, 10) if called else None,
        callback_how=how,
    )


def rates(*requests: ServiceRequest, as_of: datetime = datetime(2026, 10, 20)) -> list[tuple[Any, ...]]:
    """n, called, other way, waiting, percent, target reached: of customers' and of internal ones."""
    steps = judge_deadlines(lambda _day: TIMED, [], requests, as_of=as_of)
    return [
        (one.n, one.called, one.other_way, one.waiting, str(one.percent), one.met)
        for one in callback_rates(TIMED.callbacks, requests, steps)
    ]


def test_every_customers_repair_is_called_back_by_telephone() -> None:
    """100 %, neither another way nor a missing one; what is not due yet waits."""
    good = [request("a", "customer", 12, 13, "电话"), request("b", "customer", 12, 13)]
    none = (0, 0, 0, 0, "None", None)
    assert [(2, 2, 0, 0, "100.00", True), none] == rates(*good)
    assert [(3, 2, 1, 0, "66.67", False), none] == rates(*good, request("c", "customer", 12, 13, "微信"))
    assert [(3, 2, 0, 0, "66.67", False), none] == rates(*good, request("c", "customer", 12))
    assert [(2, 2, 0, 1, "100.00", True), none] == rates(*good, request("c", "customer", 19))
    assert [(2, 2, 0, 1, "100.00", True), none] == rates(*good, request("c", "customer", None))


def test_seven_of_ten_internal_repairs_are_enough() -> None:
    """Both sides of 70 %."""
    called = [request(f"y{n}", "internal", 12, 13, "面访") for n in range(7)]
    missed = [request(f"n{n}", "internal", 12) for n in range(3)]
    assert (10, 7, 0, 0, "70.00", True) == rates(*called, *missed)[1]
    assert (11, 7, 0, 0, "63.64", False) == rates(*called, *missed, request("one", "internal", 12))[1]
    nearly = [request(f"t{n}", "internal", 12, 13, "面访") for n in range(6)]
    assert (9, 6, 0, 0, "66.67", False) == rates(*nearly, *missed)[1]


def test_a_register_that_never_says_when_it_was_done_hides_nothing() -> None:
    """Without a day of completion anywhere, every request counts."""
    assert (2, 1, 0, 0, "50.00", False) == rates(
        request("a", "customer", None, 13, "电话"), request("b", "customer", None)
    )[0]


def test_who_is_to_be_called_tomorrow() -> None:
    """What is due then or before, and what has no set time; not what was called."""
    requests = [
        request("a", "customer", 12, 13, "电话"),
        request("b", "customer", 12),  # due on the 14th at 16:00
        request("c", "customer", 13),  # due on the 15th
        request("d", "internal", 13),
    ]
    steps = judge_deadlines(lambda _day: TIMED, [], requests, as_of=datetime(2026, 10, 13, 18))
    found = callback_rates(TIMED.callbacks, requests, steps)
    due = callbacks_due_on(found, date(2026, 10, 14))
    assert [("d", None), ("b", datetime(2026, 10, 14, 16))] == [(one.number, one.due) for one in due]
