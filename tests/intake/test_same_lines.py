"""Lines of registers that stand in several files, sheets or months: once; of two contents neither."""

import itertools
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qualitykit.intake.month import read_months
from qualitykit.model import MonthRecords
from qualitykit.problems import Problem
from tests.intake.months import DAY, Row, codes, month, pack, read, save, total

PRAISE: Row = ("服务日期", "被表扬人", "工号", "客户姓名", "表扬内容", "表扬等级", "是否核实", "核实日期")
COMPLAINT: Row = ("投诉编号", "受理时间", "投诉人", "投诉事项", "是否有效", "办结时间", "被投诉人")
AWARD: Row = ("工号", "奖项名称", "奖励金额", "事迹")
CONTEST: Row = ("工号", "竞赛名称", "名次", "奖金")
ADJUSTMENT: Row = ("工号", "所属月份", "调整金额", "调整原因")
WARNING: Row = ("案件编号", "工号", "违规日期", "阶梯", "送达日期")
REQUEST: Row = ("报修编号", "报修时间", "报修人", "报修内容", "回访时间")
DECISION: Row = ("事项编号", "裁定", "裁定人", "理由")
HIT: Row = ("命中编号", "原话", "复核结果", "复核人")
praise: Row = (DAY, "李强", "1002", "张先生", "耐心", "一般", "是", date(2026, 10, 8))
complaint: Row = ("T1", datetime(2026, 10, 3, 9, 5), "张先生", "态度差", "有效", None, "李强")
award: Row = ("1002", "服务专项奖", 500, "救助")
contest: Row = ("1002", "普通话", 1, 300)
adjustment: Row = ("1002", "2026-09", 50, "更正")
warning: Row = ("case-1", "1002", date(2026, 9, 3), 1, date(2026, 9, 5))
request: Row = ("R1", datetime(2026, 10, 3, 9, 5), "张先生", "漏水", datetime(2026, 10, 4, 9, 0))
decision: Row = ("praise-1", "同意", "陈静", "核实")
hit: Row = ("h-1", "不知道", "确认", "陈静")

SHEETS = {
    "praises": ("客户表扬", PRAISE, praise),
    "complaints": ("投诉登记", COMPLAINT, complaint),
    "special_awards": ("专项奖", AWARD, award),
    "contests": ("竞赛", CONTEST, contest),
    "adjustments": ("调整", ADJUSTMENT, adjustment),
    "served_warnings": ("警告登记表", WARNING, warning),
    "requests": ("客户报修回访", REQUEST, request),
    "decisions": ("裁定", DECISION, decision),
    "hit_decisions": ("待复核", HIT, hit),
}


def of(tmp_path: Path, sheet: str, head: Row, *rows: Row) -> tuple[MonthRecords, tuple[Problem, ...]]:
    """A month in which each row stands in a file of its own."""
    folder = month(tmp_path)
    for number, row in enumerate(rows):
        save(folder / f"{number}.xlsx", **{sheet: [[f"第{number}份"], head, row]})
    return read(folder)


def with_cells(row: Row, **cells: object) -> list[object]:
    """The row with other cells: ``c2=…`` is the third."""
    changed = list(row)
    for name, value in cells.items():
        changed[int(name[1:])] = value
    return changed


@pytest.mark.parametrize("slot", SHEETS)
def test_a_line_copied_into_another_file_counts_once(tmp_path: Path, slot: str) -> None:
    """Another workbook, another sheet's name, a title above: the same line."""
    name, head, row = SHEETS[slot]
    folder = month(tmp_path)
    save(folder / "a.xlsx", **{name: [head, row]})
    save(folder / "b.xlsx", **{name + "副本": [["转发"], head, row]})
    records, problems = read(folder)
    assert 1 == len(getattr(records, slot))
    assert [("QK405", "b.xlsx", f"a.xlsx!{name}!2:2")] == [
        (p.code, p.place.file, dict(p.params)["first"]) for p in problems if p.severity != "note"
    ]
    assert (1, 0, 1) == (
        total(records, "a.xlsx").used,
        total(records, "b.xlsx").used,
        total(records, "b.xlsx").repeats,
    )


@pytest.mark.parametrize(
    ("slot", "cells"),
    [
        ("praises", {"c6": "否"}),
        ("complaints", {"c4": "无效"}),
        ("special_awards", {"c2": 600}),
        ("special_awards", {"c2": 600, "c3": None}),
        ("contests", {"c2": 2}),
        ("adjustments", {"c2": 60}),
        ("served_warnings", {"c4": date(2026, 9, 6)}),
        ("requests", {"c4": datetime(2026, 10, 6, 9, 0)}),
        ("decisions", {"c1": "不同意"}),
        ("hit_decisions", {"c2": "驳回"}),
    ],
)
def test_one_thing_with_two_contents_counts_not_at_all(
    tmp_path: Path, slot: str, cells: dict[str, object]
) -> None:
    """Nor does a third line that says the same as one of the two; a person keeps the right one."""
    name, head, row = SHEETS[slot]
    records, problems = of(tmp_path, name, head, row, with_cells(row, **cells), row)
    assert ((), ["QK405", "QK406", "QK406"]) == (getattr(records, slot), sorted(codes(problems)))
    totals = [total(records, f"{number}.xlsx") for number in range(3)]
    assert (0, 2, 1) == (
        sum(t.used for t in totals),
        sum(t.left_out for t in totals),
        sum(t.repeats for t in totals),
    )


def test_the_line_that_says_more_is_the_newer_state(tmp_path: Path) -> None:
    """A register is filled bit by bit: the open complaint, then the closed one; in any order of files."""
    open_one = with_cells(complaint, c4="调查中")
    closed = with_cells(complaint, c5=datetime(2026, 10, 4, 9, 0))
    for number, rows in enumerate(itertools.permutations([open_one, complaint, closed])):
        records, problems = of(tmp_path / str(number), "投诉登记", COMPLAINT, *rows)
        assert [datetime(2026, 10, 4, 9, 0)] == [one.closed_at for one in records.complaints]
        assert ["QK405", "QK405"] == codes(problems)


def test_what_only_looks_alike_counts_twice(tmp_path: Path) -> None:
    """Awards of one title for two reasons, praises of two customers or days, contests, adjustments of two
    reasons, a complaint against two people without a number."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 专项奖=[AWARD, award, with_cells(award, c3="拾金不昧")])
    save(folder / "b.xlsx", 客户表扬=[PRAISE, praise, with_cells(praise, c3="李女士")])
    save(folder / "c.xlsx", 客户表扬=[PRAISE, with_cells(praise, c0=date(2026, 10, 5))])
    save(folder / "d.xlsx", 竞赛=[CONTEST, contest, with_cells(contest, c1="打字")])
    save(folder / "e.xlsx", 调整=[ADJUSTMENT, adjustment, with_cells(adjustment, c3="补发")])
    save(
        folder / "f.xlsx",
        投诉=[COMPLAINT, with_cells(complaint, c0=None), with_cells(complaint, c0=None, c6="赵敏")],
    )
    records, problems = read(folder)
    assert [] == codes(problems)
    assert (2, 3, 2, 2, 2) == (
        len(records.special_awards),
        len(records.praises),
        len(records.contests),
        len(records.adjustments),
        len(records.complaints),
    )
    assert 2 == len({one.id for one in records.complaints})


def test_an_award_without_its_reason_is_the_one_of_its_amount(tmp_path: Path) -> None:
    """A list for payroll leaves the reasons out: it pays nothing twice."""
    rows = [award, with_cells(award, c3="拾金不昧", c2=200), with_cells(award, c3=None, c2=200)]
    for number, order in enumerate(itertools.permutations(rows)):
        records, problems = of(tmp_path / str(number), "专项奖", AWARD, *order)
        assert [Decimal(200), Decimal(500)] == sorted(one.amount for one in records.special_awards)
        assert ["QK405"] == codes(problems)


def test_two_levels_of_one_praise_are_left_to_the_rule(tmp_path: Path) -> None:
    """Of one praise the highest level pays: no line is withheld for it."""
    records, problems = of(tmp_path, "客户表扬", PRAISE, praise, with_cells(praise, c5="突出"))
    assert ({"一般", "突出"}, []) == ({one.level for one in records.praises}, codes(problems))
    assert 2 == len({one.id for one in records.praises})


def test_the_same_award_in_two_months_is_two_awards(tmp_path: Path) -> None:
    """It has no day: it belongs to the folder. A praise or complaint has one, and counts in one month."""
    for name in ("2026-09", "2026-10"):
        folder = month(tmp_path, name)
        save(
            folder / "a.xlsx",
            专项奖=[[name], AWARD, award],
            客户表扬=[PRAISE, praise],
            投诉=[COMPLAINT, complaint],
        )
    (september, _p1), (october, _p2) = read_months(
        [tmp_path / "2026-09", tmp_path / "2026-10"], standards=[pack()]
    )
    assert (1, 1) == (len(september.special_awards), len(october.special_awards))
    assert (0, 1) == (len(september.praises), len(october.praises))
    assert (0, 1) == (len(september.complaints), len(october.complaints))


@pytest.mark.parametrize("slot", ["praises", "complaints", "special_awards", "contests"])
def test_a_summary_sheet_of_a_register_is_compared_not_added(tmp_path: Path, slot: str) -> None:
    """What it repeats counts once; what stands in it alone, or otherwise, is said and not counted."""
    name, head, row = SHEETS[slot]
    other = {"praises": "c3", "complaints": "c0", "special_awards": "c1", "contests": "c1"}[slot]
    folder = month(tmp_path)
    save(
        folder / "a.xlsx", **{name: [head, row], name + "汇总": [head, row, with_cells(row, **{other: "另"})]}
    )
    records, problems = read(folder)
    assert (1, ["QK145"]) == (len(getattr(records, slot)), codes(problems))
    assert (2, 0, 1, 1) == (
        total(records, "a.xlsx", name + "汇总").read,
        total(records, "a.xlsx", name + "汇总").used,
        total(records, "a.xlsx", name + "汇总").repeats,
        total(records, "a.xlsx", name + "汇总").left_out,
    )
