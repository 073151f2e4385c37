"""Registers of repairs, visits and emergencies, and the new columns of the complaint register."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qualitykit.model import MonthRecords, Verified
from qualitykit.problems import Problem
from tests.intake import months

REPAIRS = ("报修编号", "报修时间", "报修人", "报修内容", "完成时间", "回访时间", "回访方式", "客户是否满意")


def read(tmp_path: Path, name: str, *rows: Any, sheet: str = "Sheet1") -> tuple[MonthRecords, list[Problem]]:
    """The month of a folder with one workbook of these rows."""
    folder = months.month(tmp_path)
    months.save(folder / name, **{sheet: rows})
    records, problems = months.read(folder)
    return records, list(problems)


def codes(problems: list[Problem]) -> Counter[str]:
    """How often each code."""
    return Counter(one.code for one in problems)


def test_a_register_of_repairs_becomes_service_requests(tmp_path: Path) -> None:
    """Times with and without their clock part, who asked, how the call-back was done."""
    records, problems = read(
        tmp_path,
        "报修登记.xlsx",
        ("报修登记表",),
        ("来源", *REPAIRS, "维修人员", "派工单号"),
        ("业主", "R1", "2026-10-12 09:30", "钱女士", "水龙头漏水", "2026-10-12 16:00", "2026/10/13",
         "电话", "满意", "李强", "P-7"),
        ("内部", "R2", datetime(2026, 10, 13, 8), "保安队", "大堂灯不亮", None, None, None, None, None, None),
    )  # fmt: skip
    assert {} == codes(problems)
    first, second = records.requests
    assert ("callback", "R1", "customer", ("1002",), "P-7", "电话", Verified.YES) == (
        first.sheet, first.request_no, first.origin, first.people, first.order_no, first.callback_how,
        first.satisfied,
    )  # fmt: skip
    assert (datetime(2026, 10, 12, 9, 30), datetime(2026, 10, 12, 16), date(2026, 10, 13)) == (
        first.received_at,
        first.done_at,
        first.callback_at,
    )
    assert ("internal", "大堂灯不亮", None) == (second.origin, second.matter, second.done_at)
    assert (2, 2) == next((one.read, one.used) for one in records.controls if one.form == "callback")


@pytest.mark.parametrize(
    "file, origin, said",
    [("报修登记.xlsx", "customer", 1), ("内部报修.xlsx", "internal", 0), ("业主报修.xlsx", "customer", 0)],
)
def test_without_a_column_the_names_say_who_asked(tmp_path: Path, file: str, origin: str, said: int) -> None:
    """Else every request counts as a customer's, and that is said once a sheet."""
    records, problems = read(
        tmp_path,
        file,
        REPAIRS,
        ("R1", "2026-10-12 09:30", "甲", "漏水", "2026-10-12 16:00", None, None, None),
    )
    assert [origin] == [one.origin for one in records.requests]
    assert said == codes(problems)["QK423"]


def test_rows_of_other_months_repeats_and_contradictions_are_counted(tmp_path: Path) -> None:
    """Nothing is lost: used, repeated, of another month, left out."""
    row = ("R1", "2026-10-12 09:30", "甲", "漏水", "2026-10-12 16:00", None, None, None)
    records, problems = read(
        tmp_path,
        "业主报修.xlsx",
        REPAIRS,
        row,
        row,
        ("R2", "2026-09-12 09:30", "甲", "漏水", None, None, None, None),
        ("R3", "2026-10-12 09:30", "甲", "漏水", None, None, None, None),
        ("R3", "2026-10-12 09:30", "乙", "断电", None, None, None, None),
        ("R4", None, "甲", "漏水", None, None, None, None),
    )
    control = next(one for one in records.controls if one.form == "callback")
    assert (6, 1, 3, 1, 1) == (
        control.read,
        control.used,
        control.left_out,
        control.repeats,
        control.other_months,
    )
    assert {"QK405": 1, "QK406": 2, "QK416": 1, "QK403": 1} == codes(problems)


def test_visits_and_emergencies_have_registers_of_their_own(tmp_path: Path) -> None:
    """By their headers, in one workbook."""
    folder = months.month(tmp_path)
    months.save(
        folder / "登记簿.xlsx",
        来电来访=(
            ("来电来访时间", "来访人", "联系电话", "来自单位", "来访事由", "来访内容", "接待人", "承诺时间"),
            ("2026-10-12 09:30", "孙先生", "6212", "甲公司", "投标", "询问资质", "李强", "2026-10-14"),
        ),
        突发事件=(
            ("事件发生时间", "事件地点", "事件性质", "影响范围", "已采取措施"),
            ("2026-10-20 15:00", "二号楼", "停电", "三层住户", "启用备用电源"),
        ),
    )
    records, problems = months.read(folder)
    assert {} == codes(list(problems))
    visit, emergency = sorted(records.requests, key=lambda one: one.sheet, reverse=True)
    assert ("visit", "孙先生", "甲公司", "投标", "询问资质", date(2026, 10, 14)) == (
        visit.sheet,
        visit.requester,
        visit.from_where,
        visit.reason,
        visit.matter,
        visit.promised_at,
    )
    assert ("emergency", "二号楼", "停电", "三层住户", "启用备用电源") == (
        emergency.sheet,
        emergency.from_where,
        emergency.kind,
        emergency.scope,
        emergency.result,
    )


def test_a_complaint_keeps_the_customers_own_limit_and_the_answer(tmp_path: Path) -> None:
    """What was promised, what the customer wanted, when it was answered, in how many rounds."""
    records, problems = read(
        tmp_path,
        "投诉登记.xlsx",
        ("投诉编号", "受理时间", "投诉人", "投诉事项", "承诺时间", "客户要求时间", "实际答复时间",
         "方案轮次", "处理过程"),
        ("T1", "2026-10-12 09:30", "甲", "噪声", "2026-10-13 12:00", "2026-10-14", "2026-10-13 10:00",
         2, "已联系施工方"),
    )  # fmt: skip
    assert {} == codes(problems)
    (one,) = records.complaints
    assert (
        datetime(2026, 10, 13, 12),
        date(2026, 10, 14),
        datetime(2026, 10, 13, 10),
        2,
        "已联系施工方",
    ) == (
        one.promised_at,
        one.wanted_by,
        one.answered_at,
        one.rounds,
        one.process,
    )


def test_a_register_of_complaints_is_still_one(tmp_path: Path) -> None:
    """The new registers take nothing away from it."""
    folder = months.month(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("受理时间", "投诉人", "联系电话", "投诉内容", "处理结果", "完成时间", "回访时间"),
        ("2026-10-12 09:30", "甲", "138", "态度生硬", "已道歉", "2026-10-13 10:00", "2026-10-14 09:00"),
    ):
        sheet.append(line)
    book.save(folder / "10月.xlsx")
    records, _problems = months.read(folder)
    assert (1, 0) == (len(records.complaints), len(records.requests))
