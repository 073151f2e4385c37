"""Headers: normalised, looked up, two rows, near ones. Source: field-lists §0–§9."""

from decimal import Decimal

import pytest

from qualitykit.intake.headers import HeaderMatch, find_header
from qualitykit.intake.lexicon import Hint, Lexicon, lexicon, normal_word, tables
from qualitykit.intake.reader import Sheet
from tests.intake.workbooks import grid

ITEMS = {"smile": ("微笑服务", "是否微笑"), "greet": ("问候语", "主动问候客户")}


def found(sheet: Sheet, words: Lexicon) -> HeaderMatch:
    """The header, which must be there."""
    match = find_header(sheet, words)
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *[
            ("项  目", "项目"),
            ("业务考核\n指标", "业务考核指标"),
            ("*姓名", "姓名"),
            ("＊姓名", "姓名"),
            ("必填：工号", "工号"),
        ],
        *[
            ("1、项目", "项目"),
            ("（一）服务态度", "服务态度"),
            ("Q3.您满意吗？", "您满意吗?"),
            ("12.工号", "工号"),
            ("二、标准", "标准"),
        ],
        *[
            ("Agent ID", "agentid"),
            ("ＩＤ", "id"),
            ("質檢日期", "质检日期"),
            ("姓名：", "姓名"),
            ("No.", "no."),
            ("0-10分推荐", "0-10分推荐"),
        ],
        *[
            ("得分（100分）", "得分"),
            ("通话时长(s)", "通话时长"),
            ("性别[男/女]", "性别"),
            ("备注【选填】", "备注"),
            ("（一）", "(一)"),
        ],
    ],
)
def test_how_a_header_is_read(text: str, word: str) -> None:
    """One width, simplified, no blanks, no star, no number in front, no bracket at the end."""
    assert word == normal_word(text).word


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("得分（100分）", Hint("100分", None, Decimal(100), None)),
        ("得分（满分5分）", Hint("满分5分", None, Decimal(5), None)),
        ("通话时长(s)", Hint("s", "s")),
        ("等待时长（分钟）", Hint("分钟", "min")),
        ("时长（单位：秒）", Hint("单位:秒", "s")),
        ("态度分(30%)", Hint("30%", None, None, Decimal(30))),
        ("性别（男/女）", Hint("男/女")),
        ("姓名", Hint()),
    ],
)
def test_what_the_bracket_says(text: str, hint: Hint) -> None:
    """Unit, maximum, weight, or just a hint."""
    assert hint == normal_word(text).hint


def test_every_word_of_the_package_is_found() -> None:
    """In its own form each word means its field (or is listed as unsure)."""
    for form, fields in tables().items():
        if form == "ambiguous":
            continue
        words = lexicon(form)
        for field, aliases in fields.items():
            for alias in aliases:
                assert field in words.fields(normal_word(alias)), (form, alias)


@pytest.mark.parametrize(
    ("form", "header", "field"),
    [
        *[
            ("praise", "录音编号", "proof"),
            ("praise", "工号", "employee_no"),
            ("call-review", "通话时间", "call_start"),
        ],
        *[
            ("call-review", "通话时间(秒)", "talk_seconds"),
            ("roster", "编号", "employee_no"),
            ("complaint", "受理人", "received_by"),
        ],
        *[
            ("customer-rating", "服务态度", "attitude"),
            ("turns", "角色", "role"),
            ("mystery-shopper", "暗访员", "shopper"),
        ],
    ],
)
def test_the_forms_own_table_comes_first(form: str, header: str, field: str) -> None:
    """录音编号 is proof in a praise sheet and an id elsewhere."""
    assert (field,) == lexicon(form).fields(normal_word(header))


def test_titles_of_items_and_words_of_the_workspace_come_before() -> None:
    """The pack and the workspace know better than the package."""
    words = lexicon("call-review", items=ITEMS, extra={"contact_id": ["通话凭据", "备注"]})
    assert ("smile",) == words.fields(normal_word("是否微笑"))
    assert ("contact_id",) == words.fields(normal_word("备注"))


def test_under_a_title_and_blank_rows() -> None:
    """Title rows above are normal; the data begins after the header."""
    sheet = grid(
        ["10月录音质检表"],
        [],
        ["制表日期：", "2026-10-31"],
        ["序号", "工号", "姓名", "微笑服务"],
        [1.0, "1007", "王芳", "是"],
    )
    match = found(sheet, lexicon("call-review", items=ITEMS))
    assert {"row_no": 0, "employee_no": 1, "employee_name": 2, "smile": 3} == match.columns
    assert (5, 4, 1.0) == (match.first_data_row, match.score, match.share)


def test_data_that_looks_like_headers_does_not_win() -> None:
    """客服 and 部门 are words of headers and of data."""
    sheet = grid(
        ["姓名", "岗位", "部门", "备注"], ["客服", "客服", "中心", "说明"], ["王芳", "客服", "中心", ""]
    )
    assert (1, 1) == found(sheet, lexicon("roster")).rows


def test_two_rows_with_merged_groups() -> None:
    """The group above decides what 得分 and 备注 below belong to."""
    sheet = grid(
        ["工号", "姓名", "微笑服务", "", "问候语", "", "备注"],
        ["", "", "得分", "备注", "得分", "备注", ""],
        ["1007", "王芳", 5.0, "好", 4.0, "", ""],
        merged=[(1, 2, 1, 3), (1, 4, 1, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 6, 2, 6)],
    )
    match = found(sheet, lexicon("mystery-shopper", items=ITEMS))
    assert (1, 2) == match.rows
    items = {"smile": 2, "smile/remark": 3, "greet": 4, "greet/remark": 5}
    assert {"employee_no": 0, "employee_name": 1, **items, "remark": 6} == match.columns
    assert "微笑服务/得分" == match.headers[2].text


def test_a_group_makes_a_word_another_word() -> None:
    """客户信息/姓名 is 客户姓名, 员工/姓名 is 员工姓名."""
    sheet = grid(
        ["客户信息", "", "员工", "", "表扬内容"],
        ["姓名", "电话", "姓名", "工号", ""],
        merged=[(1, 0, 1, 1), (1, 2, 1, 3), (1, 4, 2, 4)],
    )
    match = found(sheet, lexicon("praise"))
    expected = {"praiser": 0, "customer_contact": 1, "praised_name": 2, "employee_no": 3, "content": 4}
    assert expected == match.columns


def test_groups_of_a_file_that_keeps_no_merges() -> None:
    """In a .csv the upper word stands once and the cells to its right are empty."""
    sheet = grid(
        ["工号", "微笑服务", "", "问候语", ""],
        ["", "得分", "备注", "得分", "备注"],
        typed=False,
    )
    match = found(sheet, lexicon("mystery-shopper", items=ITEMS))
    assert {"employee_no": 0, "smile": 1, "smile/remark": 2, "greet": 3, "greet/remark": 4} == match.columns


def test_a_title_over_the_whole_table_is_no_group() -> None:
    """One merged title is not joined with the header."""
    sheet = grid(["神秘顾客检查表", "", ""], ["工号", "姓名", "微笑服务"], merged=[(1, 0, 1, 2)])
    match = found(sheet, lexicon("mystery-shopper", items=ITEMS))
    assert ((2, 2), "工号") == (match.rows, match.headers[0].text)


def test_repeated_words_belong_to_the_item_on_their_left() -> None:
    """微笑 | 备注 | 问候 | 备注."""
    match = found(grid(["工号", "微笑服务", "备注", "问候语", "备注"]), lexicon("call-review", items=ITEMS))
    assert {"employee_no": 0, "smile": 1, "smile/remark": 2, "greet": 3, "greet/remark": 4} == match.columns


def test_repeated_words_that_nothing_tells_apart() -> None:
    """None of them is read, and that is said."""
    sheet = grid(["工号", "姓名", "得分", "得分"])
    match = found(sheet, lexicon("call-review"))
    assert {"employee_no": 0, "employee_name": 1} == match.columns
    [problem] = match.problems(sheet)
    assert ("QK113", "表.xlsx!Sheet1!C1") == (problem.code, str(problem.place))


def test_two_words_for_one_field() -> None:
    """The left one is read, the other is named."""
    sheet = grid(["工号", "客服姓名", "姓名"])
    match = found(sheet, lexicon("call-review"))
    assert 1 == match.columns["employee_name"]
    [problem] = match.problems(sheet)
    assert ("QK117", {"header": "姓名", "used": "客服姓名", "field": "employee_name"}) == (
        problem.code,
        dict(problem.params),
    )


@pytest.mark.parametrize(
    ("form", "header", "candidates"),
    [
        ("complaint", "投诉原因", ("category", "cause")),
        ("call-review", "编号", ("row_no", "employee_no")),
        ("call-review", "日期", ("contact_on", "inspected_on")),
        ("complaint", "满意度", None),
    ],
)
def test_words_that_the_values_decide(form: str, header: str, candidates: tuple[str, ...] | None) -> None:
    """They are handed on with what they may mean; a word is sure where the form knows one meaning only."""
    match = found(grid(["工号", "姓名", header]), lexicon(form))
    if candidates is None:
        assert {"employee_no": 0, "employee_name": 1, "satisfied": 2} == match.columns
    else:
        assert [(header, candidates)] == [(unsure.text, fields) for unsure, fields in match.unsure]


@pytest.mark.parametrize(
    ("header", "known", "field"),
    [
        ("员工姓明", "员工姓名", "employee_name"),
        ("质检日其", "质检日期", "inspected_on"),
        ("主动问侯客户", "主动问候客户", "greet"),
        ("通话流水号码", "通话流水号", "contact_id"),
    ],
)
def test_near_headers_are_taken_and_reported(header: str, known: str, field: str) -> None:
    """按“…”识别为…; an edit that could change the meaning is none."""
    sheet = grid(["工号", "部门", header])
    match = found(sheet, lexicon("call-review", items=ITEMS))
    assert match.columns[field] == 2
    [problem] = match.problems(sheet)
    expected = {"header": header, "known": known, "field": field}
    assert ("QK112", expected) == (problem.code, dict(problem.params))


def test_a_short_header_is_near_by_its_sound() -> None:
    """巡察人 is 巡查人 written by sound; of three characters another one would be another word."""
    sheet = grid(["工号", "部门", "巡察人"])
    match = found(sheet, lexicon("patrol"))
    assert 2 == match.columns["inspector"]
    assert [("QK112", "巡查人")] == [(one.code, dict(one.params)["known"]) for one in match.problems(sheet)]
    for other in ("巡视车", "巡更人", "维修人"):
        assert [other] == [
            one.text for one in found(grid(["工号", "部门", other]), lexicon("patrol")).unknown
        ]


@pytest.mark.parametrize("header", ["回访时长", "非受理时间", "处理时间", "今日心情", "受理时间1"])
def test_other_meanings_are_not_near(header: str) -> None:
    """回访时长 is no slip of the pen for 回访时间."""
    match = found(grid(["工号", "部门", header]), lexicon("complaint"))
    assert {"employee_no": 0, "department": 1} == match.columns
    assert [header] == [unknown.text for unknown in match.unknown]


def test_a_near_word_never_takes_what_is_there_exactly() -> None:
    """员工姓名 stands beside it."""
    match = found(grid(["工号", "员工姓名", "员工姓明"]), lexicon("call-review"))
    assert 1 == match.columns["employee_name"]
    assert ["员工姓明"] == [unknown.text for unknown in match.unknown]


def test_a_survey_has_whole_questions_as_headers() -> None:
    """The one noun that it asks about counts."""
    sheet = grid(["提交答卷时间", "Q3.您对客服人员的服务态度是否满意？", "Q4.您对服务态度和响应速度满意吗？"])
    match = found(sheet, lexicon("customer-rating"))
    assert {"answered_at": 0, "attitude": 1} == match.columns


def test_a_header_in_which_every_word_is_a_little_wrong() -> None:
    """It is found by likeness alone."""
    match = found(grid(["员工工豪", "员工姓明", "质检日其"]), lexicon("call-review"))
    assert {"employee_no": 0, "employee_name": 1, "inspected_on": 2} == match.columns


@pytest.mark.parametrize("rows", [[], [["王芳", "李强"]], [["姓名"]], [[1.0, 2.0], [3.0, 4.0]]])
def test_no_header(rows: list[list[str | float]]) -> None:
    """Fewer than two known words are no header."""
    assert find_header(grid(*rows), lexicon("roster")) is None
