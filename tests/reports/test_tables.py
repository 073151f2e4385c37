"""Tables for the terminal: aligned in Chinese, short for 5,000 people, complete in their sums."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from qualitykit.i18n import set_language
from qualitykit.model import Place
from qualitykit.problems import CODES, problem
from qualitykit.reports import tables
from qualitykit.reports.figures import width
from qualitykit.scoring.results import MonthResult, Reason
from tests.reports.invented import PHONE, month_result

ALL = (
    tables.ranking_text,
    tables.stars_text,
    tables.warnings_text,
    tables.bonus_text,
    tables.controls_text,
    tables.notes_text,
)


def _grid(text: str) -> tuple[str, list[str]]:
    """The line of dashes and the rows under it."""
    lines = text.splitlines()
    rule = next(index for index, line in enumerate(lines) if line.strip().startswith("--"))
    return lines[rule], [line for line in lines[rule + 1 :] if "  " in line.strip()]


@pytest.mark.parametrize("table", [tables.ranking_text, tables.bonus_text, tables.controls_text])
def test_columns_stand_under_their_heads(month: MonthResult, table: tables.MonthTable) -> None:
    """Every row is as wide as the rule under the head, counting a Chinese character as two columns."""
    rule, rows = _grid(table(month))
    for row in rows:
        assert width(row.rstrip()) <= width(rule)
    starts = [
        index for index, one in enumerate(rule) if one == "-" and (index == 0 or rule[index - 1] == " ")
    ]
    for row in rows:
        columns = "".join(character * width(character) for character in row).ljust(width(rule))
        assert all(columns[start - 1] == " " for start in starts if start)


def test_the_ranking_shows_scores_with_two_places(month: MonthResult) -> None:
    """60 is 60.00, and the leader comes first."""
    leader = min(month.people, key=lambda person: person.rank or 999)
    line = next(line for line in tables.ranking_text(month).splitlines() if line.strip().startswith("1 "))
    assert leader.employee_no in line
    assert f"{leader.score:.2f}" in line


def test_a_long_month_points_to_the_workbook() -> None:
    """The terminal shows the first ones and says how many more there are."""
    result = month_result(count=60)
    text = tables.ranking_text(result, top=10)
    assert "另有 50 条" in text
    assert 15 >= len(text.splitlines())


def test_the_bonus_total_is_that_of_everybody(month: MonthResult) -> None:
    """The sum under the table counts those that are not shown too."""
    total = sum((line.amount for line in month.bonuses), Decimal(0))
    assert f"{total:,.2f}" in tables.bonus_text(month, top=3).splitlines()[-3]


def test_stars_say_how_many_could_not_win(month: MonthResult) -> None:
    """The number of the ineligible stands under the stars."""
    ineligible = sum(1 for person in month.people if person.ineligible)
    assert f"{ineligible} 人不符合条件" in tables.stars_text(month)


def test_a_standard_without_stars_counts_nobody_as_ineligible(month: MonthResult) -> None:
    """One sentence instead of a number of people who lacked something."""
    reason = (Reason("no-star-award"),)
    people = tuple(replace(person, ineligible=reason) for person in month.people)
    text = tables.stars_text(replace(month, people=people, stars=()))
    assert "本标准不评服务之星" in text
    assert "不符合条件" not in text


def test_problems_are_grouped_errors_first(month: MonthResult) -> None:
    """One block a code with its count, places, and what to do; phones masked."""
    text = tables.problems_text(month.problems)
    assert "QK101" in text
    assert f"× {len(month.problems)}" in text
    assert "录音质检.xlsx!10月!C7" in text
    assert PHONE not in text
    hidden = tables.problems_text(month.problems, redact=True)
    assert "录音质检" not in hidden
    assert "cmd|" not in hidden


def test_problems_are_cut_only_where_a_workbook_lists_them_all() -> None:
    """Six places of one kind, and more kinds than a table has rows."""
    places = [problem("QK102", Place(f"{n}.xlsx")) for n in range(6)]
    kinds = [
        problem(code, Place("甲.xlsx"), **dict.fromkeys(_params(code), "1")) for code in list(CODES)[2:40]
    ]
    text = tables.problems_text([*places, *kinds])
    assert all(f"  {n}.xlsx  " in text for n in range(6))
    assert all(f"] {one.code} " in text for one in kinds)
    assert "见结果工作簿" not in text
    cut = tables.problems_text([*places, *kinds], workbook=True)
    assert "5.xlsx" not in cut
    assert cut.count("见结果工作簿") == 2


def _params(code: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)\}", CODES[code].template)) - {"value"}


@pytest.mark.parametrize("table", ALL)
def test_an_empty_month_is_said_in_words(month: MonthResult, table: tables.MonthTable) -> None:
    """Nothing to show is no crash and no empty frame."""
    empty = replace(
        month, people=(), evaluations=(), incidents=(), cases=(), praises=(), stars=(), bonuses=(),
        controls=(), notes=(), budget=None, carried=(),
    )  # fmt: skip
    assert "---" not in table(empty)
    assert "未发现问题" in tables.problems_text(())


@pytest.mark.parametrize("table", ALL)
def test_redacted_tables_name_nobody(month: MonthResult, table: tables.MonthTable) -> None:
    """With redact there is no full name."""
    text = table(month, redact=True)
    assert not [person.name for person in month.people if person.name in text]


def test_english_where_asked(month: MonthResult) -> None:
    """The catalogue decides the language of the heads."""
    set_language("en")
    assert "Month score" in tables.ranking_text(month)
    set_language("zh")
    assert "月度得分" in tables.ranking_text(month)
