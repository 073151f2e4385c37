"""Surveys, training lists, activities and the problem list become records."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qualitykit.model import MonthRecords, Verified
from qualitykit.problems import Problem
from tests.intake import months

DAY = date(2026, 10, 12)
SURVEY = ("调查日期", "调查对象", "服务人员", "总体满意度", "服务态度", "服务质量", "服务效率", "问题解决",
          "推荐意愿", "是否一次解决", "不满意原因")  # fmt: skip
TRAINING = ("培训名称", "培训日期", "参训人", "学时", "是否参加", "考核成绩", "是否合格", "补考成绩")


def read(tmp_path: Path, name: str, *rows: Any) -> tuple[MonthRecords, list[Problem]]:
    """The month of a folder with one workbook of these rows."""
    folder = months.month(tmp_path)
    months.save(folder / name, Sheet1=rows)
    records, problems = months.read(folder)
    return records, list(problems)


def codes(problems: list[Problem]) -> Counter[str]:
    """How often each code."""
    return Counter(one.code for one in problems)


def test_answers_of_a_survey_with_their_dimensions(tmp_path: Path) -> None:
    """Figures and words; what was not answered stays empty; staff answer without a name."""
    records, problems = read(
        tmp_path,
        "a.xlsx",
        SURVEY,
        (DAY, "客户", "李强", 4, "满意", 5, 3, 2, 9, "是", "等待太久、没有回复"),
        (DAY, "员工", None, 5, None, 4, 4, None, None, None, None),
    )
    assert {} == codes(problems)
    first, second = records.surveys
    assert ("customer", ("1002",), 9, Verified.YES, ("等待太久", "没有回复")) == (
        first.audience, first.people, first.nps, first.first_time, first.reasons,
    )  # fmt: skip
    given = (first.overall, first.attitude, first.quality, first.efficiency, first.solving)
    assert tuple(map(Decimal, (4, 4, 5, 3, 2))) == given
    assert ("staff", (), None, None, Verified.PENDING) == (
        second.audience, second.people, second.attitude, second.nps, second.first_time,
    )  # fmt: skip


def test_equal_answers_of_two_customers_are_two_questionnaires(tmp_path: Path) -> None:
    """A questionnaire without a number is its row."""
    row = (DAY, "客户", None, 5, 5, 5, 5, 5, 10, None, None)
    records, problems = read(tmp_path, "a.xlsx", SURVEY, row, row)
    assert (2, {}) == (len(records.surveys), codes(problems))


@pytest.mark.parametrize(
    "row, code",
    [
        ((DAY, "客户", None, 6, 5, 5, 5, 5, None, None, None), "QK213"),
        ((DAY, "客户", None, 5, 5, 5, 5, 5, 11, None, None), "QK213"),
        ((None, "客户", None, 5, 5, 5, 5, 5, 9, None, None), "QK416"),
        ((DAY, "客户", None, None, None, None, None, None, None, None, "太慢"), "QK416"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(tmp_path: Path, row: tuple[Any, ...], code: str) -> None:
    """An answer outside the scale, no day, no answer at all."""
    _records, problems = read(tmp_path, "a.xlsx", SURVEY, row)
    assert code in codes(problems)


def test_ratings_of_named_people_stay_ratings(tmp_path: Path) -> None:
    """More dimensions make a list of ratings no survey: the employees' scores come from it."""
    records, _problems = read(
        tmp_path,
        "a.xlsx",
        ("评价时间", "工号", "姓名", "满意度", "服务质量", "服务效率"),
        (DAY, "1002", "李强", 5, 4, 4),
    )
    assert (1, 0) == (len(records.evaluations), len(records.surveys))


def test_a_training_list_is_a_record_a_person(tmp_path: Path) -> None:
    """Who came, the mark, the resit; absent people are records too."""
    records, problems = read(
        tmp_path,
        "a.xlsx",
        TRAINING,
        ("服务礼仪", DAY, "李强", 2, "是", 55, "不合格", 85),
        ("服务礼仪", DAY, "赵敏", 2, "请假", None, None, None),
    )
    assert {} == codes(problems)
    first, second = records.trainings
    assert ("1002", True, Decimal(55), Verified.NO, Decimal(85), Decimal(2)) == (
        first.employee_no, first.attended, first.score, first.passed, first.resit_score, first.hours,
    )  # fmt: skip
    assert ("服务礼仪", DAY, False) == (second.session, second.held_on, second.attended)


def test_the_same_session_of_a_person_twice_with_two_marks_is_a_problem(tmp_path: Path) -> None:
    """Which mark is right, a person says."""
    rows = [("服务礼仪", DAY, "李强", 2, "是", mark, None, None) for mark in (80, 90)]
    _records, problems = read(tmp_path, "a.xlsx", TRAINING, *rows)
    assert 1 <= codes(problems)["QK406"]


def test_activities_and_the_problem_list(tmp_path: Path) -> None:
    """A meeting counts once where no number stands; a line of the list keeps its number and figure."""
    folder = months.month(tmp_path)
    months.save(
        folder / "a.xlsx",
        活动=(("活动日期", "活动类别", "活动主题", "数量", "费用"), (DAY, "客户座谈会", "半年", None, 120.5)),
    )
    months.save(
        folder / "b.xlsx",
        清单=(
            (
                "问题编号",
                "所属期间",
                "指标",
                "问题",
                "当期数值",
                "责任部门",
                "责任人",
                "整改期限",
                "完成日期",
            ),
            ("2026-09-1", "2026-09", "满意率", "低于 85 %", 80.5, "客服部", "王芳", date(2026, 10, 31), DAY),
        ),
    )
    records, problems = months.read(folder)
    assert {} == codes(list(problems))
    (activity,), (line,) = records.activities, records.improvements
    assert ("客户座谈会", None, Decimal("120.50")) == (activity.kind, activity.count, activity.cost)
    assert ("2026-09-1", "2026-09", Decimal("80.5"), "客服部", date(2026, 10, 31), DAY) == (
        line.number, line.period, line.found, line.department, line.due_on, line.done_on,
    )  # fmt: skip
