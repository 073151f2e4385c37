"""Rows and sheets that are not data. Source: field-lists §13."""

import pytest

from qualitykit.intake.cells import Raw
from qualitykit.intake.nodata import not_data_row, not_data_sheet


@pytest.mark.parametrize(
    ("row", "word"),
    [
        *[
            (["合计", "", 95.0], "合计"),
            (["", "", "小计", 3.0], "小计"),
            (["平均分", 90.0], "平均分"),
            (["合 计：", 1.0], "合计"),
        ],
        *[
            (["客服部小计", 3.0], "小计"),
            (["本页合计", 3.0], "合计"),
            (["最高分", 99.0], "最高分"),
            (["合格率", 0.9], "合格率"),
        ],
        *[
            (["例", "张三"], "例"),
            (["（例）", "张三"], "例"),
            (["示例：张三", 1.0], "示例"),
            (["", "（示例）张三"], "示例"),
        ],
        *[
            (["填表说明：每人一行"], "填表说明"),
            (["说明：", "x"], "说明"),
            (["注：以上"], "注"),
            (["备注：无"], "备注"),
        ],
        *[
            (["制表人：王芳"], "制表人"),
            (["审核人：", "", "日期："], "审核人"),
            (["部门负责人签字："], "部门负责人签字"),
        ],
        *[
            (["日期：2026-10-31"], "日期"),
            (["制表人", "王芳"], "制表人"),
            (["以下空白"], "以下空白"),
            (["此行勿删"], "此行勿删"),
        ],
        *[(["第1页共3页"], "第1页共3页"), (["第 1 页，共 3 页"], "第1页,共3页")],
    ],
)
def test_rows_that_are_no_data(row: list[Raw], word: str) -> None:
    """Known by the word that is given."""
    assert word == not_data_row(row)


@pytest.mark.parametrize(
    "row",
    [
        ["1", "王芳", "合计"], ["复核", "王芳", 1.0, 2.0], ["主管", "王芳"],
        ["2026-10-03", "王芳", "备注：无"],
        [1.0, "例会", 3.0],
        ["李例", "1007"], ["王芳", "说明情况：客户满意"], ["R1", "示范岗"], ["", ""], [],
    ],
)  # fmt: skip
def test_rows_of_data(row: list[Raw]) -> None:
    """Such words elsewhere in the row, or as part of others, say nothing."""
    assert "" == not_data_row(row)


def test_a_header_repeated_for_printing() -> None:
    """The same words over the same columns."""
    header = {0: "工号", 1: "姓名", 2: "得分（100分）"}
    assert "工号" == not_data_row(["工号", "姓 名", "得分（100分）"], header)
    assert "" == not_data_row(["1007", "姓名", 95.0], header)


NO_DATA = "说明 填写说明 封面 目录 汇总 10月汇总 统计 图表 数据源 下拉 选项 字典 参数 备份 旧 作废 模板"


@pytest.mark.parametrize("name", [*NO_DATA.split(), "名册(旧)", "汇总(2)"])
def test_sheets_that_are_no_data(name: str) -> None:
    """By their names."""
    assert not_data_sheet(name)


@pytest.mark.parametrize("name", ["Sheet2", "10月(2)", "录音质检", "王芳", "客户表扬登记表", "新旧对照"])
def test_sheets_that_may_be_data(name: str) -> None:
    """Their content decides."""
    assert "" == not_data_sheet(name)
