"""A row per evaluation: answers, days, purposes, inspectors, calls."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qualitykit.intake.reader import column_letters
from qualitykit.model import AnswerState, CallFacts, Evaluation, Place, Purpose, Verified
from tests.intake.months import (
    DAY,
    call,
    call_items,
    calls,
    codes,
    form,
    good_answers,
    month,
    read,
    save,
    total,
)


def one_sheet(tmp_path: Path, rows: list, name: str = "质检") -> tuple[tuple[Evaluation, ...], list[str]]:  # type: ignore[type-arg]
    """The evaluations of a month with one sheet, and the codes of what is wrong."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", **{name: rows})
    records, problems = read(folder)
    return tuple(records.evaluations), codes(problems)


def test_a_row_becomes_an_evaluation(tmp_path: Path) -> None:
    """Who, when, by whom, with the address of every answer."""
    (found,), problems = one_sheet(tmp_path, calls(call("R-001", transcript="客服：您好\n客户：喂")))
    assert [] == problems
    assert ("1002", DAY, time(9, 30), "陈静", "R-001") == (
        found.employee_no,
        found.day,
        found.at,
        found.inspector,
        found.contact_id,
    )
    first = len(call("c")) - len(call_items())
    letter = "ABCDEFGHIJKLMNOP"[first]
    position = [item.title for item in form("call-review").items].index(call_items()[0])
    assert Place("a.xlsx", "质检", f"{letter}2") == found.cell(position)
    assert (AnswerState.VALUE, Decimal(5)) == (found.answers[position].state, found.answers[position].value)
    assert found.transcript is not None
    assert ("您好", "喂") == found.transcript.texts
    assert Place("a.xlsx", "质检", "I2") == found.transcript.place


def test_forwarded_sheet_with_titles_two_header_rows_and_notes(tmp_path: Path) -> None:
    """Title rows above, a band of sections, blank rows, a printed header again, totals, signatures."""
    head = calls()[0]
    bands: list[Any] = [None] * len(head)
    bands[9] = "沟通态度"
    rows = [
        ["2026年10月录音质检明细"],
        ["制表：客服部"],
        [],
        bands,
        head,
        call("c1"),
        [],
        head,
        call("c2"),
        ["合计", None, None, None, None, None, None, None, None, 10],
        ["备注：以上为抽检"],
        ["审核人：", None, "日期："],
    ]
    found, problems = one_sheet(tmp_path, rows)
    assert (["c1", "c2"], []) == ([one.contact_id for one in found], problems)


def test_near_header_is_read_and_reported(tmp_path: Path) -> None:
    """礼貌用话 is read as 礼貌用语, and the listing says so."""
    rows = calls(call("c1"))
    rows[0] = [str(title).replace("语气亲切、表达清楚", "语气亲切、表答清楚") for title in rows[0]]
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=rows)
    records, problems = read(folder)
    assert 1 == len(records.evaluations)
    assert "QK112" in codes(problems, notes=True)


def test_blank_and_impossible_answers_hold_the_row_back(tmp_path: Path) -> None:
    """The four states never mix; 0 is a value, N/A is not blank, blank on an optional item is fine."""
    rows = calls(
        call("c1", 礼貌用语=None),
        call("c2", 礼貌用语=9),
        call("c3", **{"有无辱骂、讽刺客户": "有"}),
        call("c4", 安抚激动客户="不适用"),
        call("c5", 安抚激动客户=None),
        call("c6", 礼貌用语="不适用"),
        call("c7", 礼貌用语="待定"),
    )
    found, problems = one_sheet(tmp_path, rows)
    held = {one.contact_id: one.held_back for one in found}
    assert {"c1": ("QK401",), "c2": ("QK213",), "c7": ("QK401",)} == {c: h for c, h in held.items() if h}
    assert ["QK213", "QK401", "QK401"] == sorted(problems)
    titles = [item.title for item in form("call-review").items]
    insult, calm, polite = (titles.index(t) for t in ("有无辱骂、讽刺客户", "安抚激动客户", "礼貌用语"))
    assert (Decimal(0), Decimal(1)) == (found[2].answers[insult].value, found[0].answers[insult].value)
    assert (AnswerState.NA, AnswerState.BLANK) == (found[3].answers[calm].state, found[4].answers[calm].state)
    assert AnswerState.NA is found[5].answers[polite].state
    assert AnswerState.OUTSIDE is found[1].answers[polite].state


def test_rows_that_answered_alike_share_their_answers(tmp_path: Path) -> None:
    """Scoring remembers by the answers: equal rows hold one object, and True is not 1.0."""
    found, _problems = one_sheet(tmp_path, calls(call("c1"), call("c2"), call("c3", 礼貌用语=3)))
    assert found[0].answers is found[1].answers
    assert found[0].answers != found[2].answers


@pytest.mark.parametrize(
    "written, purpose, held",
    [
        ("正常", Purpose.NORMAL, ()),
        (None, Purpose.NORMAL, ()),
        ("校准", Purpose.CALIBRATION, ()),
        ("背对背", Purpose.CALIBRATION, ()),
        ("复检", Purpose.RECHECK, ("QK408",)),
        ("随便", Purpose.NORMAL, ("QK413",)),
    ],
)
def test_purposes(tmp_path: Path, written: object, purpose: Purpose, held: tuple[str, ...]) -> None:
    """校准 never counts, 复检 replaces with a reason, another word is a Problem."""
    (found,), _problems = one_sheet(tmp_path, calls(call("c1", kind=written)))
    assert (purpose, held) == (found.purpose, found.held_back)


def test_recheck_with_its_reason_stands_beside_the_first(tmp_path: Path) -> None:
    """The same recording again as 复检 is no repeat and no contradiction."""
    found, problems = one_sheet(
        tmp_path, calls(call("c1"), call("c1", kind="复检", remark="申诉", 礼貌用语=2))
    )
    assert ([], ["", "申诉"]) == (problems, [one.recheck_reason for one in found])
    assert [(), ()] == [one.held_back for one in found]


def test_the_inspector_is_the_employee(tmp_path: Path) -> None:
    """Held back; a namesake's name proves nothing."""
    rows = calls(
        call("c1", inspector="李强"),
        call("c2", inspector="1002"),
        call("c3", number="1001", name="王芳", inspector="王芳"),
    )
    found, problems = one_sheet(tmp_path, rows)
    assert [("QK310",), ("QK310",), ()] == [one.held_back for one in found]
    assert ["QK310", "QK310"] == problems


def test_the_employee_is_no_second_person(tmp_path: Path) -> None:
    """Whoever confirms a severe act is somebody else."""
    head, *rows = calls(call("c1"), call("c2"))
    found, problems = one_sheet(tmp_path, [(*head, "确认人"), (*rows[0], "李强"), (*rows[1], "陈静")])
    assert ["", "陈静"] == [one.confirmed_by for one in found]
    assert ["QK327"] == problems


def test_who_reviewed_is_asked_for(tmp_path: Path) -> None:
    """The form wants it filled in; the row counts."""
    found, problems = one_sheet(tmp_path, calls(call("c1", inspector=None)))
    assert ([()], ["QK426"]) == ([one.held_back for one in found], problems)


def test_dates_as_people_write_them(tmp_path: Path) -> None:
    """A date cell, a text, a day without its year, a cell with date and time."""
    rows = calls(
        call("c1", day="2026年10月3日"),
        call("c2", day="10月3日"),
        call("c3", day=datetime(2026, 10, 3, 14, 5), at=None),
        call("c4", day="9月31日"),
        call("c5", day=None),
    )
    found, problems = one_sheet(tmp_path, rows)
    assert [DAY, DAY, DAY] == [one.day for one in found]
    assert time(14, 5) == found[2].at
    assert ["QK203", "QK402"] == sorted(problems)


def test_review_date_is_no_contact_date(tmp_path: Path) -> None:
    """质检日期 alone does not say when the service was."""
    rows = [[("质检日期" if title == "通话日期" else title) for title in row] for row in calls(call("c1"))]
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=[[t if t != "通话时间" else "班次" for t in rows[0]], *rows[1:]])
    records, problems = read(folder)
    assert ((), ["QK402"]) == (records.evaluations, codes(problems))


def test_ids_that_lost_their_digits_are_no_keys(tmp_path: Path) -> None:
    """Two calls whose numbers became equal in Excel stay two calls."""
    rows = calls(call(20261003140533001234, at=time(9, 1)), call(20261003140533001999, at=time(9, 2)))
    found, problems = one_sheet(tmp_path, rows)
    assert (2, ["QK223", "QK223"]) == (len(found), problems)
    assert ["", ""] == [one.contact_id for one in found]


def facts(tmp_path: Path, title: str, value: object) -> tuple[CallFacts | None, list[str]]:
    """What a call's sheet says in one more column."""
    rows = [[*row, title if index == 0 else value] for index, row in enumerate(calls(call("c1")))]
    found, problems = one_sheet(tmp_path, rows)
    return found[0].call, problems


@pytest.mark.parametrize(
    "title, value, field, expected",
    [
        ("响铃次数", 3, "rings", 3),
        ("响铃时长", "12秒", "ring_seconds", Decimal(12)),
        ("排队时长（秒）", 200, "queue_seconds", Decimal(200)),
        ("等待时长", "3分20秒", "wait_seconds", Decimal(200)),
        ("保持时长(分钟)", 2, "wait_seconds", Decimal(120)),
        ("通话时长（秒）", "0:03:20", "talk_seconds", Decimal(200)),
        ("挂机方", "客户", "hung_up_by", "customer"),
        ("挂机方", "坐席", "hung_up_by", "agent"),
        ("呼入/呼出", "呼入", "kind", "呼入"),
    ],
)
def test_facts_of_a_call(tmp_path: Path, title: str, value: object, field: str, expected: object) -> None:
    """Rings are not seconds of ringing, the queue is not the agent's wait."""
    found, problems = facts(tmp_path, title, value)
    assert ([], expected) == (problems, getattr(found, field))


def test_who_hung_up_is_not_guessed(tmp_path: Path) -> None:
    """主叫 without the direction of the call is nobody."""
    found, problems = facts(tmp_path, "挂机方", "主叫")
    assert found is not None
    assert (None, ["QK413"]) == (found.hung_up_by, problems)


def rating(*rows: list[Any]) -> list[list[Any]]:
    """A sheet of customers' ratings."""
    return [["评价时间", "工号", "服务人员", "录音编号", "满意度", "低分核实", "核实人"], *rows]


def test_customer_ratings(tmp_path: Path) -> None:
    """No rating is no 0; low ones wait for the verification."""
    found, problems = one_sheet(
        tmp_path,
        rating(
            [DAY, "1002", "李强", "s1", 5, None, None],
            [DAY, "1002", "李强", "s2", "不满意", None, None],
            [DAY, "1002", "李强", "s3", "1星", "属实", "陈静"],
            [DAY, "1002", "李强", "s4", 1, "非员工责任", "陈静"],
            [DAY, "1002", "李强", "s5", "未评价", None, None],
            [DAY, "1002", "李强", "s6", 0, None, None],
            [DAY, "1002", "李强", "s7", None, None, None],
        ),
        "满意度评价",
    )
    assert [] == problems
    assert [None, Verified.PENDING, Verified.YES, Verified.NO] == [one.verified for one in found]
    assert ["5", "2", "1", "1"] == [one.answers[0].value for one in found]


def test_patrol_with_severity_and_rectification(tmp_path: Path) -> None:
    """A finding's gravity is a word of the sheet; 整改 goes into the remark."""
    titles = [item.title for item in form("patrol").items]
    head = ["巡查日期", "被检查人", "巡查人", *titles, "严重程度", "备注", "是否整改"]
    rows = [
        head,
        [DAY, "李强", "陈静", *["是"] * len(titles), "轻微", "领带歪", "已整改"],
        [date(2026, 10, 4), "李强", "陈静", *["√"] * len(titles), "很糟", None, None],
        [date(2026, 10, 5), "李强", "陈静", *["√"] * len(titles), "严重", None, None],
    ]
    found, problems = one_sheet(tmp_path, rows, "现场巡查")
    assert (["minor", "", "severe"], ["QK413", "QK427"]) == ([one.severity for one in found], problems)
    assert "领带歪；是否整改：已整改" == found[0].remark
    assert ("QK413",) == found[1].held_back


def test_supervisors_rating_belongs_to_the_month_it_is_about(tmp_path: Path) -> None:
    """Written on 2 November for October: the month's last day."""
    titles = [item.title for item in form("supervisor-rating").items]
    rows = [
        ["评价日期", "被评价人", "评价人", *titles],
        [date(2026, 11, 2), "李强", "陈静", *[8] * len(titles)],
    ]
    found, problems = one_sheet(tmp_path, rows, "主管评价")
    assert ([date(2026, 10, 31)], []) == ([one.day for one in found], problems)


def test_a_description_is_never_matched(tmp_path: Path) -> None:
    """短发、戴眼镜 is nobody; a badge number is somebody."""
    titles = [item.title for item in form("mystery-shopper").items]
    values: list[object] = []
    for item in form("mystery-shopper").items:
        kind = item.answer
        values.append(kind.good if kind.kind == "yes_no" else 1)
    for column, who, expected in (("服务人员特征", "短发、戴眼镜", ["QK308"]), ("工牌号", "8002", [])):
        folder = tmp_path / column
        folder.mkdir()
        rows: list[list[Any]] = [
            ["访问日期", "神秘顾客编号", column, "服务人员", *titles],
            [DAY, "S1", who, None, *values],
        ]
        if column == "工牌号":
            rows = [[*row[:3], *row[4:]] for row in rows]
        found, problems = one_sheet(folder, rows, "神秘顾客")
        assert (expected, 1 - len(expected)) == (problems, len(found))


def test_calls_that_nobody_reviewed(tmp_path: Path) -> None:
    """A platform's export with transcripts only: coaching, no score."""
    rows = [
        ["录音编号", "通话日期", "工号", "坐席", "录音文本", "通话时长（秒）"],
        ["c1", DAY, "1002", "李强", "客服：您好\n客户：喂", 100],
    ]
    folder = month(tmp_path)
    save(folder / "通话记录.xlsx", 通话=rows)
    records, problems = read(folder)
    assert (("QK809",), []) == (records.evaluations[0].held_back, codes(problems))
    assert 1 == total(records, "通话记录.xlsx").used


def test_errors_and_uncalculated_formulas_are_not_blanks(tmp_path: Path) -> None:
    """A cell that reads as empty because of a formula says so."""
    found, problems = one_sheet(tmp_path, calls(call("c1", 礼貌用语="=1+4")))
    assert (["QK227"], ("QK227",)) == (problems, found[0].held_back)


def test_house_columns_of_good_answers() -> None:
    """The helper's answers are all there (a test of the tests)."""
    assert len(good_answers()) == len(call_items())


@pytest.mark.parametrize(
    ("title", "value", "claimed"),
    [
        ("总分", 92.5, Decimal("92.5")),
        ("总分", "92分", Decimal(92)),
        ("总分（100分）", 92, Decimal(92)),
        ("总分（50分）", 46, None),
        ("总分", "优秀", None),
        ("总分", None, None),
    ],
)
def test_the_total_that_a_sheet_states(
    tmp_path: Path, title: str, value: object, claimed: Decimal | None
) -> None:
    """It is kept with its cell, to be compared; one out of another maximum says nothing."""
    folder = month(tmp_path)
    head, row = calls(call())
    save(folder / "录音质检.xlsx", 质检=[(*head, title), [*row, value]])
    records, _problems = read(folder)
    (one,) = records.evaluations
    assert claimed == one.claimed_score
    cell = f"{column_letters(len(head))}2" if claimed is not None else ""
    assert cell == (one.claimed_cell().cell if one.claimed_in else "")


@pytest.mark.parametrize(
    ("who", "number", "code"),
    [("李墙", "1002", "QK303"), ("李墙", None, "QK302"), ("王芳", None, "QK304"), (None, None, "QK306")],
)
def test_a_row_is_told_all_that_is_wrong_at_once(
    tmp_path: Path, who: str | None, number: str | None, code: str
) -> None:
    """A day that does not exist, an impossible answer and who it is about: one round; left out once."""
    row = call("c1", day="10月32日", name=who, number=number, 礼貌用语="很糟")
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(row, call("c2")))
    records, problems = read(folder)
    assert {"QK203", "QK217", code} <= set(codes(problems)), codes(problems)
    (control,) = [one for one in records.controls if one.sheet == "质检"]
    assert (2, 1, 1) == (control.read, control.used, control.left_out)


def test_who_depends_on_the_day_is_not_told_without_one(tmp_path: Path) -> None:
    """Somebody who left in the middle of the month may be right: only the day is wrong."""
    rows = calls(call("c1", "1004", "赵敏", day="10月32日"), call("c2"))
    _found, problems = one_sheet(tmp_path, rows)
    assert ["QK203"] == problems


def test_a_name_in_other_characters_is_taken_and_told(tmp_path: Path) -> None:
    """Once for each name in a sheet, as a note; the row counts."""
    folder = month(tmp_path)
    rows = calls(call("c1", name="李強"), call("c2", name="李強"), call("c3", None, "李強"), call("c4"))
    save(folder / "a.xlsx", 质检=rows)
    records, problems = read(folder)
    assert ["1002"] * 4 == [one.employee_no for one in records.evaluations]
    told = [one for one in problems if one.code == "QK311"]
    assert ["李強", "李強"] == [one.value for one in told]
    assert {"note"} == {one.severity for one in told}
