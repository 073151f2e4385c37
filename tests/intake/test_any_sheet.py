"""Whatever a sheet holds: no exception, every row somewhere, every problem can be shown."""

import random
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from qualitykit.intake.reader import column_letters
from tests.intake.months import DAY, call, calls, codes, form, month, read, save, total

CELLS: tuple[Any, ...] = (
    "",
    None,
    "王芳",
    "李强",
    "1002",
    1002,
    "=1/0",
    "=cmd|' /C calc'!A0",
    True,
    False,
    3.5,
    -1,
    10**18,
    "x" * 40_000,
    "日期：",
    "合计",
    date(2026, 10, 3),
    datetime(2026, 10, 3, 5, 4),
    time(3, 20),
    "２０２６年",
    "\u200b",
    "客服：",
    "🙂",
    "<b>",
    "{x}",
    "%s",
    "1e5",
    "∞",
    "nan",
)
TITLES = (
    *calls()[0],
    "表扬人",
    "被表扬人",
    "服务日期",
    "是否核实",
    "投诉人",
    "受理时间",
    "投诉事项",
    "是否有效",
    "备注",
    "得分",
    "日期",
    "时间",
    "编号",
    "姓名",
    "满意度",
    "项目",
    "检查项",
    "结果",
    "名次",
    "竞赛名称",
    "事项编号",
    "裁定",
    "命中编号",
    "复核结果",
    "角色",
    "内容",
    "通话ID",
    "开始",
    "入职日期",
    "部门",
)


def sheet(chance: random.Random) -> list[list[Any]]:
    """Titles, headers and cells at random; every second one starts from a good call review."""
    width = chance.randrange(2, 14)
    rows = [[chance.choice(TITLES) for _column in range(width)]]
    if chance.random() < 0.5:
        rows = [list(row) for row in calls(*(call(f"c{n}") for n in range(4)))]
    if chance.random() < 0.3:
        rows = [["标题"], [None], *rows]
    for _row in range(chance.randrange(8)):
        rows.append([chance.choice(CELLS) for _column in range(width)])
    for _cell in range(chance.randrange(6)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(CELLS)
    return rows


@pytest.mark.parametrize("seed", range(40))
def test_any_sheet_is_read_or_said(tmp_path: Path, seed: int) -> None:
    """A sheet is used, or listed: the control totals hold (they are checked inside) and nothing is raised."""
    chance = random.Random(seed)
    folder = month(tmp_path)
    name = chance.choice(("Sheet1", "汇总", "李强", "说明", "表扬", "投诉", "待复核", "巡查"))
    save(folder / "a.xlsx", **{name: sheet(chance)})
    records, problems = read(folder)
    assert all(control.adds_up for control in records.controls)
    assert all(one.message() and one.cure() for one in problems)
    assert any(control.file == "a.xlsx" for control in records.controls) or any(
        p.place.file == "a.xlsx" for p in problems
    )


def test_two_tables_side_by_side_are_said(tmp_path: Path) -> None:
    """Of one kind or of two: reading the left one alone would lose the other."""
    folder = month(tmp_path)
    left, right = calls(call("c1"), call("c2")), calls(call("c3"), call("c4"))
    save(folder / "a.xlsx", 质检=[[*one, None, *other] for one, other in zip(left, right, strict=True)])
    praise = [("服务日期", "被表扬人", "客户姓名", "表扬内容", "是否核实"), (DAY, "李强", "张", "好", "是")]
    beside = [[*one, None, *other] for one, other in zip(calls(call("c1")), praise, strict=True)]
    save(folder / "b.xlsx", 质检=beside)
    records, problems = read(folder)
    assert (0, ["QK147", "QK147"]) == (len(records.evaluations), codes(problems))
    second = f"{column_letters(len(left[0]) + 1)}1"
    assert [(second, "录音编号"), (second, "服务日期")] == [
        (dict(one.params)["cell"], dict(one.params)["header"]) for one in problems if one.code == "QK147"
    ]


def test_a_blank_column_inside_a_table_parts_nothing(tmp_path: Path) -> None:
    """People leave one free between what they fill and what they answer."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=[[*row[:9], None, *row[9:]] for row in calls(call("c1"))])
    records, problems = read(folder)
    assert (1, []) == (len(records.evaluations), codes(problems))


def test_thousands_of_columns(tmp_path: Path) -> None:
    """What stands past the thousandth column is no form's: said once, and read in no time."""
    folder = month(tmp_path)
    wide = [*calls()[0], *[f"列{number}" for number in range(3_000 - len(calls()[0]))]]
    save(folder / "a.xlsx", 质检=[wide, call("c1")])
    records, problems = read(folder)
    assert (1, []) == (len(records.evaluations), codes(problems))
    assert "ALM:DKJ" in [dict(one.params)["header"] for one in problems if one.code == "QK114"]


@pytest.mark.parametrize("brackets", [True, False])
def test_a_column_for_yes_and_one_for_no_is_said(tmp_path: Path, brackets: bool) -> None:
    """有 | 无 with a tick in one: read as one column, a tick under 无 would be lost or turned round."""
    titles = [item.title for item in form("patrol").items]
    head = ["巡查日期", "巡查时间", "被检查人", "巡查人"]
    row = [DAY, time(9, 0), "李强", "陈静", *[None, "√"] * len(titles)]
    rows: list[list[Any]] = (
        [[*head, *[f"{title}({word})" for title in titles for word in ("是", "否")]], row]
        if brackets
        else [
            [*head, *[x for title in titles for x in (title, None)]],
            [None] * 4 + ["有", "无"] * len(titles),
            row,
        ]
    )
    folder = month(tmp_path)
    save(folder / "a.xlsx", 巡查=rows)
    records, problems = read(folder)
    assert (0, ["QK148"]) == (len(records.evaluations), codes(problems))
    assert total(records, "a.xlsx").left_out == total(records, "a.xlsx").read > 0
