"""Any order of files, any split of a month's rows over files, any repetition of files: the same figures.

Source: semantics.md §9 (identity), §11; the rows of a small month are dealt to files anew each time.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.intake.month import read_months
from qualitykit.scoring.history import extend
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from tests.intake.months import CALL_HEAD, DAY, Row, call, call_items, month, pack, save

SEPTEMBER = date(2026, 9, 20)
SHEETS: dict[str, tuple[Row, list[Row]]] = {
    "质检": (
        (*CALL_HEAD, *call_items()),
        [
            call("c1"),
            call("c2", 礼貌用语=2, transcript="客服：您好\n客户：在吗\n客服：这不归我管"),
            call("c3", day=date(2026, 10, 9), transcript="客户：喂\n客服：不知道"),
            call("c4", 1001, "王芳", at=time(10, 0)),
            call("c5", 1001, "王芳", 礼貌用语=1),
            call("c5", 1001, "王芳", 礼貌用语=3),  # one call, two contents: neither counts
            call("c6", 1003, "王芳", day=SEPTEMBER),  # of the month before
            call(None, 1004, "赵敏", at=time(11, 0)),
            call("c8", 1004, "赵敏", 礼貌用语=None),  # held back
        ],
    ),
    "客户表扬": (
        ("服务日期", "被表扬人", "工号", "客户姓名", "表扬内容", "表扬等级", "是否核实", "核实日期"),
        [
            (DAY, "李强", "1002", "张先生", "耐心", "一般", "是", date(2026, 10, 8)),
            (date(2026, 10, 5), "李强", "1002", "张先生", "又来", "突出", "是", date(2026, 10, 8)),
            (DAY, "赵敏、李强", None, "李女士", "热情", None, "是", date(2026, 10, 9)),
            (DAY, "李强", "1002", "周先生", "周到", None, "待核实", None),
            (DAY, "李强", "1002", "周先生", "周到", None, "是", date(2026, 10, 7)),  # the same, decided
        ],
    ),
    "投诉登记": (
        ("投诉编号", "受理时间", "投诉人", "投诉事项", "投诉类别", "是否有效", "被投诉人", "办结时间"),
        [
            ("T1", datetime(2026, 10, 3, 9, 5), "张先生", "态度差", "服务态度", "有效", "李强", None),
            ("T1", datetime(2026, 10, 3, 9, 5), "张先生", "态度差", "服务态度", "有效", "李强", DAY),
            ("T2", datetime(2026, 10, 4, 9, 5), "李女士", "慢", "响应慢", "无效", "赵敏", None),
            ("T2", datetime(2026, 10, 4, 9, 5), "李女士", "慢", "响应慢", "有效", "赵敏", None),
        ],
    ),
    "专项奖": (
        ("工号", "奖项名称", "奖励金额", "事迹"),
        [
            ("1002", "服务专项奖", 500, "救助"),
            ("1002", "服务专项奖", 200, "拾金不昧"),
            ("1001", "创新奖", 300, ""),
        ],
    ),
    "警告登记表": (
        ("案件编号", "工号", "违规日期", "阶梯", "送达日期"),
        [(None, "1002", date(2026, 3, 2), 1, date(2026, 3, 5)), (None, "1002", date(2026, 3, 2), 1, None)],
    ),
    "调整": (("工号", "所属月份", "调整金额", "调整原因"), [("1002", "2026-09", 50, "更正")]),
}
ROWS = [(sheet, row) for sheet, (_head, rows) in SHEETS.items() for row in rows]


def results(files: Sequence[tuple[int, Sequence[int]]]) -> list[MonthResult]:
    """September and October scored together. ``files``: which month's folder, which rows of ``ROWS``."""
    with TemporaryDirectory() as name:
        folders = [month(Path(name), "2026-09"), month(Path(name), "2026-10")]
        for number, (folder, chosen) in enumerate(files):
            sheets: dict[str, list[Any]] = {}
            for index in chosen:
                sheet, row = ROWS[index]
                sheets.setdefault(sheet, [[f"第{number}份"], SHEETS[sheet][0]]).append(row)
            if sheets:
                save(folders[folder] / f"{number:02}.xlsx", **sheets)
        history, found = History(), []
        for records, problems in read_months(folders, standards=[pack()]):
            assert all(control.adds_up for control in records.controls)
            result = score_month([pack()], records, history, program_version="1", input_problems=problems)
            history = extend(history, result, closed=False)
            found.append(result)
        return found


def figures(result: MonthResult) -> dict[str, Any]:
    """Everything that people are told of or paid by, without the places that it was read from."""
    return {
        "people": [
            (p.employee_no, p.score, p.rank, p.praises, [(s.source, s.mean, s.n) for s in p.sources])
            for p in result.people
        ],
        "stars": [(star.employee_no, star.rank, star.amount) for star in result.stars],
        "incidents": sorted((i.employee_no, i.day, i.severity, i.status) for i in result.incidents),
        "cases": sorted((c.employee_no, c.step, len(c.incidents), len(c.earlier)) for c in result.cases),
        "praises": sorted((p.employee_no, p.shown, p.paid, p.counts) for p in result.praises),
        "money": sorted((line.employee_no, line.kind, line.amount) for line in result.bonuses),
    }


@lru_cache(maxsize=1)
def expected() -> list[dict[str, Any]]:
    """One workbook holds everything."""
    return [figures(result) for result in results([(1, list(range(len(ROWS))))])]


def test_what_the_month_comes_to() -> None:
    """So that the comparison below compares something: scores, a case, praise that pays, awards."""
    september, october = expected()
    assert any(score is not None for _number, score, *_rest in september["people"])
    assert 3 <= sum(score is not None for _number, score, *_rest in october["people"])
    assert Decimal(1000) == sum(amount for _number, kind, amount in october["money"] if kind == "special")
    assert october["cases"]
    assert any(paid for _number, _shown, paid, _counts in october["praises"])


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_any_split_order_and_repetition_of_files_gives_the_same_figures(data: st.DataObject) -> None:
    """Each row to one file or two, in any order inside; dated rows to either month's folder."""
    count = data.draw(st.integers(1, 4), "files")
    undated = {"专项奖", "警告登记表", "调整"}
    files: list[tuple[int, list[int]]] = [*[(1, list[int]()) for _ in range(count)], (0, [])]
    for index in data.draw(st.permutations(range(len(ROWS))), "order"):
        sheet, _row = ROWS[index]
        # what carries no day belongs to the month of its folder
        last = count - 1 if sheet in undated or (sheet == "客户表扬" and ROWS[index][1][7] is None) else count
        for file in data.draw(st.lists(st.integers(0, last), min_size=1, max_size=2), f"row {index}"):
            files[file][1].append(index)
    assert expected() == [figures(result) for result in results(files)]
