"""Rows that can be no header are left out, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitykit.intake.catalogue import catalogue
from qualitykit.intake.header_rows import HeaderRows
from qualitykit.intake.headers import find_header
from tests.intake.months import pack
from tests.intake.workbooks import grid

EVERYTHING = catalogue([pack()])
WORDS = st.sampled_from(
    [
        *(
            "工号",
            "姓 名",
            "1、通话日期",
            "客户",
            "客户信息",
            "联系电话",
            "录音编号",
            "得分（100分）",
            "必填",
            "部门",
        ),
        *(
            "员工姓明",
            "礼貌用语",
            "备注",
            "",
            "",
            "LY20261000",
            "王芳",
            "是",
            "2026-10-03",
            "13:23:50",
            "Q3.满意度",
        ),
    ]
)
ROWS = st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=5)


@settings(max_examples=60)
@given(ROWS, st.sampled_from(EVERYTHING.candidates), st.booleans())
def test_the_rows_that_are_left_out_are_no_header(rows: list[list[str]], candidate, merged: bool) -> None:  # type: ignore[no-untyped-def]
    """With the words of all forms known or not: the same header."""
    sheet = grid(*rows, merged=[(1, 0, 1, 1)] if merged else ())
    known = HeaderRows(sheet, EVERYTHING.vocabulary)
    assert find_header(sheet, candidate.words) == find_header(sheet, candidate.words, rows=known)


def test_data_rows_are_left_out() -> None:
    """Names, ids and times under a header are no header."""
    sheet = grid(["工号", "姓名", "通话日期"], *[[f"E{n}", f"员工{n}", "2026-10-03"] for n in range(30)])
    assert [1] == [headers[0].row for headers in HeaderRows(sheet, EVERYTHING.vocabulary).until(40)]


def test_a_group_makes_a_word_with_what_stands_below() -> None:
    """客户信息 over 姓名 is 客户姓名, which alone would be the employee's."""
    sheet = grid(["工号", "客户信息", ""], ["", "姓名", "电话"], merged=[(1, 1, 1, 2)])
    joined = [headers for headers in HeaderRows(sheet, EVERYTHING.vocabulary).until(1) if headers[0].row == 2]
    assert ["客户姓名"] == [word.word for h in joined[0] if h.word.word == "姓名" for word in h.joined[1:]]
