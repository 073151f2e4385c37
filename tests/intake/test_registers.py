"""Praise, complaints and the smaller registers: each row a record, each trap a Problem or a stated rule."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qualitykit.model import MonthRecords, Verified
from qualitykit.problems import Problem
from tests.intake.months import DAY, Row, codes, month, read, save, total


def sheet(tmp_path: Path, name: str, *rows: Row) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """A month with one register."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", **{name: rows})
    return read(folder)


PRAISE = (
    "收到日期",
    "服务日期",
    "被表扬人",
    "工号",
    "客户姓名",
    "表扬内容",
    "表扬等级",
    "是否核实",
    "核实日期",
    "表扬次数",
)


def test_praise(tmp_path: Path) -> None:
    """For whom, by whom, verified when; several names; a team without names."""
    records, problems = sheet(
        tmp_path,
        "客户表扬",
        PRAISE,
        (DAY, date(2026, 10, 2), "李强", "1002", "张先生", "耐心", "突出", "是", date(2026, 10, 8), 1),
        (DAY, date(2026, 10, 2), "赵敏、1001王芳", None, "李女士", "热情", None, "核实中", None, None),
        (DAY, date(2026, 10, 2), "客服部全体", None, "匿名", "好", None, "已核实", None, None),
        (DAY, None, "李强", None, "钱先生", "谢谢", None, "否", None, None),
    )
    one, two, three, four = records.praises
    assert (("1002",), Verified.YES, date(2026, 10, 8), "突出", "张先生") == (
        one.people,
        one.verified,
        one.verified_on,
        one.level,
        one.customer,
    )
    assert (("1004", "1001"), Verified.PENDING) == (two.people, two.verified)
    assert ((), "客服部全体", "") == (three.people, three.team, three.customer)
    assert (DAY, Verified.NO) == (four.service_on, four.verified)
    assert ["QK421"] == codes(problems)


def test_praise_for_somebody_who_is_not_certain(tmp_path: Path) -> None:
    """Namesakes and unknown names are kept as written, and are nobody's praise."""
    records, problems = sheet(
        tmp_path,
        "客户表扬",
        PRAISE,
        (DAY, DAY, "王芳", None, "张先生", "耐心", None, "是", DAY, 1),
        (DAY, DAY, "李强、李墙", None, "张先生", "耐心", None, "是", DAY, 1),
        (DAY, DAY, "李强等3人", None, "张先生", "周到", None, "是", DAY, 1),
        (DAY, DAY, "李强", None, "周先生", "三次", None, "是", DAY, 3),
    )
    assert [(), ("1002",), ("1002",), ("1002",)] == [one.people for one in records.praises]
    assert [("王芳",), ("李墙",), ("李强等3人",), ()] == [one.uncertain for one in records.praises]
    assert ["QK302", "QK304", "QK309", "QK411"] == sorted(codes(problems))
    assert 3 == records.praises[3].count


def test_a_service_lies_before_its_praise(tmp_path: Path) -> None:
    """One of next week was not yet given; a praise that is verified later waits for that month."""
    late = date(2026, 11, 2)
    records, problems = sheet(
        tmp_path,
        "客户表扬",
        PRAISE,
        (DAY, date(2026, 10, 4), "李强", None, "张先生", "耐心", None, "是", date(2026, 10, 8), 1),
        (DAY, DAY, "李强", None, "李女士", "热情", None, "是", date(2026, 10, 2), 1),
        (None, late, "李强", None, "钱先生", "周到", None, None, None, 1),
        (DAY, DAY, "李强", None, "孙女士", "细致", None, "是", late, 1),
        (DAY, DAY, "李强", None, "周先生", "主动", None, "是", DAY, 1),
    )
    assert ["周先生"] == [one.customer for one in records.praises]
    assert [("QK424", "B2"), ("QK424", "B3"), ("QK424", "B4"), ("QK425", "5:5")] == [
        (one.code, one.place.cell) for one in problems
    ]
    control = total(records, "a.xlsx")
    assert (5, 1, 3, 1) == (control.read, control.used, control.left_out, control.other_months)


def test_column_of_praisers_that_names_employees(tmp_path: Path) -> None:
    """表扬人 is the employee where its values are in the roster, and the listing says so."""
    records, problems = sheet(
        tmp_path,
        "表扬",
        ("表扬人", "服务日期", "客户姓名", "表扬内容", "是否核实"),
        ("李强", DAY, "张先生", "好", "是"),
        ("赵敏、李强", DAY, "钱女士", "好", "是"),
    )
    assert [("1002",), ("1004", "1002")] == [one.people for one in records.praises]
    assert ["张先生", "钱女士"] == [one.customer for one in records.praises]
    assert "QK414" in codes(problems, notes=True)


def test_colleagues_praise_and_a_copied_row(tmp_path: Path) -> None:
    """同事's praise is not a customer's; a row copied word for word counts once."""
    row = ("李强", DAY, "孙先生", "同事", "帮忙", "是")
    records, problems = sheet(
        tmp_path, "表扬", ("被表扬人", "服务日期", "客户姓名", "表扬人身份", "表扬内容", "是否核实"), row, row
    )
    assert ([False], ["QK405"]) == ([one.from_customer for one in records.praises], codes(problems))
    assert (1, 1) == (total(records, "a.xlsx").used, total(records, "a.xlsx").repeats)


COMPLAINT = (
    "投诉编号",
    "受理时间",
    "投诉人",
    "投诉事项",
    "投诉类别",
    "严重程度",
    "是否有效",
    "被投诉人",
    "办结时间",
    "服务日期",
)


def test_complaints(tmp_path: Path) -> None:
    """A time without its clock part stays a day; the words for severity and validity are read."""
    records, problems = sheet(
        tmp_path,
        "投诉登记",
        COMPLAINT,
        (
            "T1",
            datetime(2026, 10, 3, 9, 5),
            "张先生",
            "态度差",
            "服务态度",
            "重大",
            "属实",
            "李强",
            "2026-10-04",
            date(2026, 9, 28),
        ),
        ("T2", "10月4日", "李女士", "慢", "响应慢", "轻微", "无责", None, "2026-10-04 18:30", None),
        ("T3", DAY, "钱先生", "慢", "响应慢", "一级", "也许", "王芳", None, None),
    )
    one, two, three = records.complaints
    assert (datetime(2026, 10, 3, 9, 5), "major", Verified.YES, ("1002",)) == (
        one.received_at,
        one.severity,
        one.valid,
        one.people,
    )
    assert (date(2026, 10, 4), date(2026, 9, 28)) == (one.closed_at, one.contact_on)
    assert (date(2026, 10, 4), datetime(2026, 10, 4, 18, 30), Verified.NO) == (
        two.received_at,
        two.closed_at,
        two.valid,
    )
    assert (Verified.PENDING, "", ()) == (three.valid, three.severity, three.people)
    assert ["QK304", "QK413", "QK413"] == sorted(codes(problems))


def test_responsible_person_is_not_taken_for_the_accused(tmp_path: Path) -> None:
    """责任人 is the owner of the case in the next house; 责任部门 is no person."""
    rows = [
        ("投诉编号", "受理时间", "投诉人", "投诉事项", "责任人", "责任部门"),
        ("T1", DAY, "张先生", "慢", "李强", "客服部"),
    ]
    records, problems = sheet(tmp_path, "投诉", *rows)
    assert ((), ["QK415"]) == (records.complaints[0].people, codes(problems))


def test_one_complaint_number_with_two_contents(tmp_path: Path) -> None:
    """Neither counts; the same content twice is a repeat."""
    one = ("T1", DAY, "张先生", "慢", "有效")
    records, problems = sheet(
        tmp_path,
        "投诉",
        ("投诉编号", "受理时间", "投诉人", "投诉事项", "是否有效"),
        one,
        one,
        ("T2", DAY, "李女士", "慢", "有效"),
        ("T2", DAY, "李女士", "慢", "无效"),
    )
    assert ["T1"] == [complaint.complaint_no for complaint in records.complaints]
    assert ["QK405", "QK406", "QK406"] == codes(problems)
    assert (1, 1, 2) == (
        total(records, "a.xlsx").used,
        total(records, "a.xlsx").repeats,
        total(records, "a.xlsx").left_out,
    )


def test_warnings_register(tmp_path: Path) -> None:
    """Old warnings stand in it whatever their date; without case and day a row says nothing."""
    records, problems = sheet(
        tmp_path,
        "警告登记表",
        ("案件编号", "工号", "姓名", "违规日期", "阶梯", "送达日期", "送达方式", "是否撤销"),
        ("case-1", "1002", "李强", date(2025, 11, 3), 1, date(2025, 11, 5), "本人签收", None),
        (None, "1001", None, date(2026, 3, 1), "第2步", None, None, "是"),
        (None, "1001", None, None, 1, None, None, None),
    )
    one, two = records.served_warnings
    assert ("1002", 1, date(2025, 11, 5), "case-1", False) == (
        one.employee_no,
        one.step,
        one.served_on,
        one.case_id,
        one.overturned,
    )
    assert (2, None, True) == (two.step, two.served_on, two.overturned)
    assert (["QK416"], 2, 1) == (
        codes(problems),
        total(records, "a.xlsx").used,
        total(records, "a.xlsx").left_out,
    )


@pytest.mark.parametrize(
    "category, valid, code",
    [
        ("索要礼品", "有效", "QK431"),
        ("非服务态度", "有效", "QK431"),
        (None, "有效", "QK432"),
        ("服务态度", "有效", None),
        ("服务态度（语气生硬）", "有效", None),
        ("产品质量", "有效", None),
        ("费用/流程", "有效", None),
        ("索要礼品", "无效", None),
        ("索要礼品", "待定", None),
        (None, "待定", None),
    ],
)
def test_a_valid_complaint_of_a_category_that_the_standard_does_not_know(
    tmp_path: Path, category: str | None, valid: str, code: str | None
) -> None:
    """It would warn nobody without a word; what is about something else than conduct stays quiet."""
    records, problems = sheet(
        tmp_path,
        "投诉登记",
        COMPLAINT,
        ("T1", DAY, "张先生", "要礼物", category, "重大", valid, "李强", None, None),
    )
    assert 1 == len(records.complaints)
    found = [(one.code, one.place.cell, one.value) for one in problems if one.severity != "note"]
    assert ([(code, "E2", category or "")] if code else []) == found
    if code:
        assert "服务态度、" in dict(problems[-1].params)["counted"]


def test_a_complaint_register_without_categories_is_quiet(tmp_path: Path) -> None:
    """Where the form has no such column, nobody can fill it in."""
    head = tuple(name for name in COMPLAINT if name != "投诉类别")
    row = ("T1", DAY, "张先生", "要礼物", "重大", "有效", "李强", None, None)
    _records, problems = sheet(tmp_path, "投诉登记", head, row)
    assert [] == codes(problems)


_WARNING = ("工号", "违规日期", "阶梯", "送达日期", "是否撤销")


@pytest.mark.parametrize(
    "row, code, cell, value",
    [
        (("1002", DAY, 1, None, "看情况"), "QK413", "E2", "看情况"),
        (("1002", DAY, 1, None, "也许"), "QK413", "E2", "也许"),
        (("1002", date(2027, 5, 1), 1, None, None), "QK430", "B2", "2027-05-01"),
        (("1002", date(2026, 11, 1), 1, None, None), "QK430", "B2", "2026-11-01"),
        (("1002", DAY, 1, date(2026, 11, 1), None), "QK430", "D2", "2026-11-01"),
        (("1002", "2026-09-31", 1, None, None), "QK203", "B2", "2026-09-31"),
        (("1002", DAY, 1, "2026-02-30", None), "QK203", "D2", "2026-02-30"),
        (("1002", DAY, "看情况", None, None), "QK212", "C2", "看情况"),
    ],
)
def test_a_warning_that_is_not_clear_does_not_count(
    tmp_path: Path, row: Row, code: str, cell: str, value: str
) -> None:
    """One problem, at the cell, with the value; the row is left out until it is corrected."""
    records, problems = sheet(tmp_path, "警告登记表", _WARNING, row)
    assert [(code, cell, value)] == [(one.code, one.place.cell, one.value) for one in problems]
    assert ((), 0, 1) == (
        tuple(records.served_warnings),
        total(records, "a.xlsx").used,
        total(records, "a.xlsx").left_out,
    )


@pytest.mark.parametrize(
    "word, overturned",
    [
        ("是", True),
        ("已撤销", True),
        ("√", True),
        ("否", False),
        ("未撤销", False),
        ("×", False),
        (None, False),
    ],
)
def test_words_for_taken_back(tmp_path: Path, word: str | None, overturned: bool) -> None:
    """The words that say so, those that deny it, and a blank cell."""
    records, problems = sheet(tmp_path, "警告登记表", _WARNING, ("1002", DAY, 1, None, word))
    assert ([], [overturned]) == (codes(problems), [one.overturned for one in records.served_warnings])


def test_a_warning_may_be_served_after_its_month(tmp_path: Path) -> None:
    """October's warnings are handed over in November: up to today, where today is known."""
    folder = month(tmp_path)
    rows = [("1002", DAY, 1, date(2026, 11, 5), None), ("1001", DAY, 1, date(2026, 11, 7), None)]
    save(folder / "a.xlsx", 警告登记表=(_WARNING, *rows))
    records, problems = read(folder, today=date(2026, 11, 6))
    assert ([("QK430", "D3")], ["1002"]) == (
        [(one.code, one.place.cell) for one in problems],
        [one.employee_no for one in records.served_warnings],
    )


def test_awards_contests_and_adjustments(tmp_path: Path) -> None:
    """Amounts as people write them; a place without an amount goes by the standard's table."""
    folder = month(tmp_path)
    award = ("1002", "李强", "服务专项奖", "￥500", "救助客户")
    save(
        folder / "a.xlsx",
        专项奖=[
            ("工号", "姓名", "奖项名称", "奖励金额", "事迹"),
            award,
            award,
            ("1001", "王芳", "创新奖", None, ""),
        ],
    )
    save(
        folder / "b.xlsx",
        竞赛=[
            ("工号", "竞赛名称", "名次", "奖金", "奖品"),
            ("1002", "普通话", "第一名", None, None),
            ("1001", "普通话", "二等奖", None, "水杯"),
        ],
    )
    save(
        folder / "c.xlsx",
        调整=[
            ("工号", "所属月份", "调整金额", "调整原因"),
            ("1004", "2026年9月", "(100)", "更正"),
            ("1004", None, 50, None),
        ],
    )
    records, problems = read(folder)
    assert [Decimal(500)] == [one.amount for one in records.special_awards]
    assert [(1, None), (2, Decimal(0))] == [(one.rank, one.amount) for one in records.contests]
    assert [(Decimal(-100), "2026-09")] == [(one.amount, one.of_month) for one in records.adjustments]
    assert ["QK405", "QK416", "QK416"] == sorted(codes(problems))


def test_decisions_and_reviewed_hits(tmp_path: Path) -> None:
    """A blank verdict of the review sheet is still open; two verdicts on one hit are a Problem."""
    folder = month(tmp_path)
    save(
        folder / "a.xlsx",
        裁定=[
            ("事项编号", "裁定", "裁定人", "理由"),
            ("praise-1", "同意", "陈静", "核实"),
            ("praise-2", None, "陈静", ""),
            ("praise-3", None, None, None),  # not decided yet
            ("praise-4", "看情况", "陈静", ""),
            ("praise-5", "同意", None, "谁说的？"),
        ],
    )
    hits = [
        ("h-a", "确认", "陈静", date(2026, 11, 2)),
        ("h-b", "驳回", None),
        ("h-c", None, None),
        ("h-d", "确认", "陈静"),
        ("h-d", "误判", "陈静"),
        ("h-e", "再看看", "陈静"),
        ("h-f", "确认", None),  # nobody confirmed it
        ("h-g", "驳回", "陈静", "昨天"),
    ]
    save(
        folder / "待复核.xlsx",
        待复核=[
            ("命中编号", "原话", "复核结果", "复核人", "复核日期"),
            *((hit, "原话", *words) for hit, *words in hits),
        ],
    )
    records, problems = read(folder)
    assert [("praise-1", "同意", "陈静")] == [(d.subject, d.verdict, d.decided_by) for d in records.decisions]
    assert [("h-a", True, date(2026, 11, 2)), ("h-b", False, None), ("h-g", False, None)] == [
        (d.hit_id, d.upheld, d.decided_on) for d in records.hit_decisions
    ]
    assert ["QK205", "QK217", "QK406", "QK406", "QK413", "QK416", "QK416", "QK416"] == sorted(codes(problems))
    assert (8, 4, 4) == (
        total(records, "待复核.xlsx").read,
        total(records, "待复核.xlsx").used,
        total(records, "待复核.xlsx").left_out,
    )


def test_nobody_decides_a_hit_of_their_own_call(tmp_path: Path) -> None:
    """Neither way, by name or number; a namesake's name proves nothing."""
    head = ("命中编号", "工号", "姓名", "复核结果", "复核人", "确认人")
    rows = (
        ("h-a", "1002", "李强", "驳回", "李强"),
        ("h-b", "1002", "李强", "确认", "1002"),
        ("h-c", None, "李强", "驳回", "小强"),
        ("h-d", "1002", "李强", "驳回", "陈静"),
        ("h-e", "1002", "李强", "驳回", None),
        ("h-f", "1001", "王芳", "确认", "王芳"),
        ("h-g", "1002", "李强", "确认", "陈静", "李强"),
        ("h-h", "1002", "李强", "确认", "陈静", "秦岚"),
    )
    records, problems = sheet(tmp_path, "待复核", head, *rows)
    assert [("h-d", ""), ("h-e", ""), ("h-f", ""), ("h-g", ""), ("h-h", "秦岚")] == [
        (one.hit_id, one.confirmed_by) for one in records.hit_decisions
    ]
    assert [("QK327", "E2"), ("QK327", "E3"), ("QK327", "E4"), ("QK327", "F8")] == [
        (p.code, p.place.cell) for p in problems
    ]
    assert (8, 5, 3) == (
        total(records, "a.xlsx").read,
        total(records, "a.xlsx").used,
        total(records, "a.xlsx").left_out,
    )


def test_nobody_judges_a_complaint_about_themselves(tmp_path: Path) -> None:
    """It is not judged then, and has no second person."""
    head = ("投诉编号", "受理时间", "投诉人", "投诉事项", "被投诉人", "是否有效", "判定人", "确认人")
    records, problems = sheet(
        tmp_path,
        "投诉登记",
        head,
        ("T1", DAY, "张先生", "态度差", "李强", "无责", "李强", "陈静"),
        ("T2", DAY, "李女士", "态度差", "李强", "有效", "陈静", "1002"),
    )
    one, two = records.complaints
    assert (Verified.PENDING, "", "陈静") == (one.valid, one.judged_by, one.confirmed_by)
    assert (Verified.YES, "陈静", "") == (two.valid, two.judged_by, two.confirmed_by)
    assert ["QK327", "QK327"] == codes(problems)


@pytest.mark.parametrize("written", ["第1名", "第一名", "一等奖", "冠军", "1", 1])
def test_places_of_a_contest(tmp_path: Path, written: object) -> None:
    """The first place, in all its spellings."""
    records, _problems = sheet(tmp_path, "竞赛", ("工号", "竞赛名称", "名次"), ("1002", "普通话", written))
    assert [1] == [one.rank for one in records.contests]


def test_the_life_of_a_warning(tmp_path: Path) -> None:
    """Heard, issued, served: each with its day."""
    records, problems = sheet(
        tmp_path,
        "警告登记表",
        ("案件编号", "工号", "违规日期", "听取意见日期", "签发日期", "送达日期", "送达方式"),
        ("case-1", "1002", DAY, date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7), "见证人在场拒签"),
        ("case-2", "1001", DAY, date(2026, 10, 5), None, None, None),
    )
    one, two = records.served_warnings
    assert (date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7)) == (
        one.heard_on,
        one.issued_on,
        one.served_on,
    )
    assert (date(2026, 10, 5), None, None) == (two.heard_on, two.issued_on, two.served_on)
    assert [] == codes(problems)


def test_task_results(tmp_path: Path) -> None:
    """Done and passed, done and not passed, not done yet."""
    records, problems = sheet(
        tmp_path,
        "辅导与培训任务",
        ("任务编号", "工号", "截止日期", "完成日期", "是否通过", "辅导或培训人"),
        ("2026-09/1001/coaching/C1", "1001", DAY, date(2026, 10, 8), "是", "主管"),
        ("2026-09/1002/retraining/C2", "1002", DAY, date(2026, 10, 9), "否", "主管"),
        ("2026-09/1003/coaching/C3", "1003", DAY, None, None, None),
        ("2026-09/1004/coaching/C4", "1004", DAY, date(2026, 10, 9), "也许", "主管"),
        ("2026-09/1005/coaching/C5", "1005", DAY, date(2026, 10, 9), None, "主管"),
    )
    assert [
        ("2026-09/1001/coaching/C1", True),
        ("2026-09/1002/retraining/C2", False),
        ("2026-09/1005/coaching/C5", True),
    ] == [(one.task, one.passed) for one in records.task_results]
    assert [("QK413", "E5")] == [(one.code, one.place.cell) for one in problems]


def test_objections(tmp_path: Path) -> None:
    """Words of decisions; one that is none of them is a Problem; a line without a reason is none yet."""
    records, problems = sheet(
        tmp_path,
        "申诉表",
        ("申诉编号", "工号", "申诉理由", "申诉日期", "裁定结果", "裁定人", "裁定理由"),
        ("2026-09/1001/1", "1001", "系统故障", DAY, "成立：可谅解", "主任", "属实"),
        ("2026-09/1001/2", "1001", "记错人", DAY, "不成立", "主任", "录音可证"),
        ("2026-09/1001/3", "1001", "不符", DAY, None, None, None),
        ("2026-09/1001/4", "1001", None, None, None, None, None),
        ("2026-09/1001/5", "1001", "不符", DAY, "再议", "主任", None),
    )
    assert ["excused", "declined", "", ""] == [one.ruling for one in records.objections]
    assert ["QK413"] == codes(problems)
