"""Explain: every number of a person's month with where it comes from; nobody's secrets where redacted."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.i18n import set_language
from qualitykit.reports.explain import explain, explain_line
from qualitykit.reports.figures import width
from qualitykit.scoring.results import Label, MonthResult, SectionPart
from tests.reports.invented import PHONE, critical_form, form_score

GOLDEN = Path(__file__).parent / "golden" / "explain-E1004.txt"


def test_one_person_word_for_word(month: MonthResult) -> None:
    """The whole text for one person, checked by eye."""
    assert GOLDEN.read_text(encoding="utf-8") == explain(month, "E1004")


def test_every_number_of_the_person_is_there(month: MonthResult) -> None:
    """Scores, means, points, ranks, amounts, weights, cells and clauses of everybody."""
    for person in month.people:
        text = explain(month, person.employee_no)
        wanted = [f"{person.score:.2f}", str(person.rank)]
        for source in person.sources:
            wanted += [f"{source.mean:.2f}", *(f"{score:.2f}" for score in source.scores)]
        for one in month.evaluations:
            if one.employee_no != person.employee_no or one.score is None:
                continue
            wanted.append(f"{one.score.published:.2f}")
            wanted += [f"−{part.points}" for part in one.score.deductions]
            wanted += [one.cell(index).cell for index in range(len(one.raw))]
        for line in month.bonuses:
            if line.employee_no == person.employee_no:
                wanted += [f"{abs(line.amount):,.2f}", f"{abs(line.before):,.2f}", line.clause]
        for case in month.cases:
            if case.employee_no == person.employee_no:
                wanted += [case.id, case.clause, *case.incidents, *case.earlier, f"第 {case.step} 级"]
        assert [number for number in wanted if number not in text] == []


def test_the_arithmetic_of_the_month_is_written_out(month: MonthResult) -> None:
    """Weights, means and the exact mean."""
    person = month.people[3]
    means = " + ".join(f"{source.weight}×{source.mean:.2f}" for source in person.sources)
    assert f"({means}) / (30 + 30 + 10)" in explain(month, person.employee_no)


def test_lines_are_short_enough_for_a_terminal(month: MonthResult) -> None:
    """A supervisor reads it in a window of 120 columns."""
    assert 120 >= max(width(line) for line in explain(month, "E1004").splitlines())


def test_item_columns_are_aligned(month: MonthResult) -> None:
    """The cells stand under each other, Chinese titles or not."""
    lines = explain(month, "E1004").splitlines()
    start = next(index for index, line in enumerate(lines) if "录音质检表" in line)
    rows = [line for line in lines[start : start + 12] if "P4." in line or "P3.sop" in line]
    assert 4 < len(rows)
    columns = {width(line[: line.index(" P")]) for line in rows}
    assert 1 == len(columns)


@pytest.mark.parametrize(
    "effect, expected", [("zero", "得 0 分"), ("cap", "最高 60 分"), ("verdict", "不合格，分数保留")]
)
def test_a_failed_critical_item_is_named(month: MonthResult, effect: str, expected: str) -> None:
    """一票否决 and what it does."""
    evaluation = replace(month.evaluations[0], score=critical_form(effect))
    text = explain(replace(month, evaluations=(evaluation,)), evaluation.employee_no)
    assert f"一票否决：微笑问候 → {expected}" in text


def test_no_score_says_why(month: MonthResult) -> None:
    """All items N/A."""
    evaluation = replace(month.evaluations[0], score=form_score("mystery-shopper", (None,) * 6))
    text = explain(replace(month, evaluations=(evaluation,)), evaluation.employee_no)
    assert "全部检查项不适用，无得分" in text
    assert "→ 无得分" in text


def test_a_zeroed_section_names_its_item(month: MonthResult) -> None:
    """A section-critical item that failed."""
    score = form_score("mystery-shopper", (Fraction(0), *(Fraction(1),) * 5))
    first = score.sections[0]
    zeroed = SectionPart(first.section, first.weight, Fraction(0), first.items, "smile")
    evaluation = replace(month.evaluations[0], score=replace(score, sections=(zeroed, *score.sections[1:])))
    text = explain(replace(month, evaluations=(evaluation,)), evaluation.employee_no)
    assert "S = 0：微笑问候不合格" in text


def test_bonus_items_are_added(month: MonthResult) -> None:
    """加分项 with the clamp at the ceiling."""
    score = form_score("mystery-shopper", (Fraction(1),) * 6)
    evaluation = replace(month.evaluations[0], score=replace(score, bonus_points=Decimal(5)))
    text = explain(replace(month, evaluations=(evaluation,)), evaluation.employee_no)
    assert "+5  加分项" in text
    assert "100 − 0 + 5 = 105，限于 0 至 100 之间：100" in text


def test_a_bonus_items_own_answer_is_shown(month: MonthResult) -> None:
    """Its answer follows those of the items, with its cell."""
    one = next(one for one in month.evaluations if one.form == "mystery-shopper" and one.score)
    label = Label("item:mystery-shopper/extra-mile", "主动多帮一步", "P3.lad.4")
    standard = replace(month.standards[0], labels=(*month.standards[0].labels, label))
    answered = replace(one, raw=(*one.raw, "有"), cells=(*one.cells, "T"))
    text = explain(replace(month, standards=(standard,), evaluations=(answered,)), one.employee_no)
    line = next(line for line in text.splitlines() if "主动多帮一步" in line)
    assert ["主动多帮一步", "+", "有", f"T{one.row}", "P3.lad.4"] == line.split()


@pytest.mark.parametrize(
    "gravity, earlier, step, expected",
    [
        ("grave", 0, 3, "阶梯：按情节轻重"),
        ("", 4, 3, "阶梯：1 + 此前有效警告 4 次，不超过最高级"),
        ("", 1, 2, "阶梯：1 + 此前有效警告 1 次\n"),
    ],
)
def test_how_a_step_came_about(
    month: MonthResult, gravity: str, earlier: int, step: int, expected: str
) -> None:
    """By count, at most the top, or by gravity."""
    case = replace(month.cases[1], raised_by="", step=step, earlier=("w",) * earlier)
    incidents = tuple(replace(one, gravity=gravity) for one in month.incidents)
    text = explain(replace(month, cases=(case,), incidents=incidents), case.employee_no)
    assert expected in text


def test_an_overturned_warning_says_so(month: MonthResult) -> None:
    """Its case stays on file and counts no more."""
    case = month.cases[1]
    warnings = tuple(replace(one, overturned=one.id == case.id) for one in month.warnings)
    assert "已撤销，不再计入" in explain(replace(month, warnings=warnings), case.employee_no)


def test_who_is_not_eligible_sees_all_reasons(month: MonthResult) -> None:
    """Every reason is a line of its own."""
    person = next(one for one in month.people if len(one.ineligible) > 1)
    text = explain(month, person.employee_no)
    assert len(person.ineligible) == text.count("\n  - ")


def test_a_wrong_number_suggests_the_nearest(month: MonthResult) -> None:
    """Numbers, never names: an error may be logged."""
    with pytest.raises(CannotRunError) as caught:
        explain(month, "1004")
    assert "E1004" in caught.value.hint
    assert not [person.name for person in month.people if person.name in caught.value.hint]


def test_redacted_explanations_hide_names_and_values(month: MonthResult) -> None:
    """Name, inspector, answers, quotes and remarks; the arithmetic stays."""
    text = explain(month, "E1004", redact=True)
    assert "刘**" in text
    for secret in ("刘洋", "质检员甲", "不知道", "已登记", PHONE):
        assert secret not in text
    assert "96.61" in text


def test_redacted_explanations_hide_pay(month: MonthResult) -> None:
    """Bases, amounts, sums and what a praise pays: none of it is passed on; lines alone likewise."""
    for person in month.people:
        assert "￥" not in explain(month, person.employee_no, redact=True)
    assert "￥" in explain(month, "E1004")
    for line in month.bonuses:
        assert "￥" not in explain_line(month, line.id, redact=True)


def test_a_bonus_line_alone(month: MonthResult) -> None:
    """By its id: arithmetic, clause and evidence; an unknown id suggests one."""
    line = next(one for one in month.bonuses if one.kind == "withheld")
    text = explain_line(month, line.id)
    assert "−(基数 ￥2,000.00 × 扣发比例 20%) = −￥400.00" in text
    assert line.clause in text
    with pytest.raises(CannotRunError) as caught:
        explain_line(month, line.id[:-1])
    assert line.id in caught.value.hint


def test_english_where_asked(month: MonthResult) -> None:
    """``--lang en``."""
    set_language("en")
    assert "Month score 96.61" in explain(month, "E1004")
