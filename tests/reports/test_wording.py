"""Every code that scoring gives has words, in English and in Chinese."""

import ast
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import qualitykit.scoring
from qualitykit.i18n import _, set_language
from qualitykit.model import AnswerState
from qualitykit.reports import wording_codes
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.wording import answered_by_check, part_text, reason_text
from qualitykit.scoring.results import CheckOutcome, ItemPart, Label, MonthResult, Part, Reason

SCORING = Path(qualitykit.scoring.__file__).parent


def _texts(node: ast.expr, names: dict[str, ast.expr]) -> set[str]:
    """The literal texts that an expression may be."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return _texts(node.body, names) | _texts(node.orelse, names)
    if isinstance(node, ast.Name) and node.id in names:
        return _texts(names[node.id], {key: value for key, value in names.items() if key != node.id})
    if isinstance(node, ast.Subscript):
        return _texts(node.value, names)
    if isinstance(node, ast.Dict):
        return {text for value in node.values for text in _texts(value, names)}
    return set()


def codes_of(call: str) -> dict[str, str]:
    """The first arguments of ``call(...)`` in scoring, with the file that gives each."""
    found: dict[str, str] = {}
    for path in sorted(SCORING.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == call
                and node.args
            ):
                for code in _texts(node.args[0], names):
                    found[code] = path.name
    return found


def test_every_reason_has_words() -> None:
    """A code without a sentence would reach people as it stands."""
    codes = codes_of("Reason")
    assert 40 < len(codes)
    assert {code: file for code, file in codes.items() if code not in wording_codes.REASONS} == {}


def test_every_part_has_words() -> None:
    """The same for factors and addends."""
    codes = codes_of("Part")
    assert 20 < len(codes)
    assert {code: file for code, file in codes.items() if code not in wording_codes.PARTS} == {}


def test_no_words_without_a_code() -> None:
    """A sentence that nothing gives any more is taken out."""
    assert set(wording_codes.REASONS) <= set(codes_of("Reason")) | _elsewhere()


def _elsewhere() -> set[str]:
    """String literals anywhere in scoring: codes that are passed on by name."""
    found: set[str] = set()
    for path in SCORING.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


TABLES = [
    getattr(wording_codes, name)
    for name in wording_codes.__all__
    if isinstance(getattr(wording_codes, name), dict)
]


@pytest.mark.parametrize("table", TABLES)
def test_every_sentence_is_translated_with_the_same_placeholders(table: dict[str, str]) -> None:
    """Chinese by default, and no parameter is lost in translation."""
    for message in table.values():
        if not message:
            continue
        set_language("zh")
        chinese = _(message)
        assert chinese != message
        names = [
            {name for _t, name, _s, _c in Formatter().parse(text) if name} for text in (message, chinese)
        ]
        assert names[0] == names[1]


@pytest.mark.parametrize(
    "outcomes, said",
    [
        ((("a", "unknown", "no-transcript"),), "no transcript"),
        ((("a", "unknown", "no-transcript"), ("other", "na", "no-occasion")), "no transcript"),
        ((("a", "unknown", "no-rings"),), "no number of rings"),
        ((("a", "na", "no-occasion"),), "did not arise"),
        ((("a", "na", "no-occasion"), ("b", "unknown", "no-transcript")), "did not arise"),
        ((), "did not arise"),
    ],
)
def test_why_a_check_says_nothing(
    month: MonthResult, outcomes: tuple[tuple[str, Any, str], ...], said: str
) -> None:
    """Without a transcript nothing can be said to have not arisen; checks of one clause must agree."""
    labels = (
        Label("item:call/greets", "开头问候", "P3.x"),
        *(Label(f"check:{name}", name, "P3.x") for name in "ab"),
        Label("check:other", "等待", "P3.y"),
    )
    find = Lookup(replace(month, standards=(replace(month.standards[0], labels=labels),)))
    heard = tuple(CheckOutcome(name, state, (), (Part("reason", why),)) for name, state, why in outcomes)
    one = replace(month.evaluations[0], form="call", standard=0, outcomes=heard)
    part = ItemPart("greets", Decimal(1), AnswerState.NA, None, "check")
    assert _(said) == answered_by_check(one, part, find)
    assert _("passed") == answered_by_check(one, replace(part, s=Fraction(1)), find)
    assert _("failed") == answered_by_check(one, replace(part, s=Fraction(0), failed=True), find)


def test_an_unknown_code_is_shown_not_lost(month: MonthResult) -> None:
    """A newer code shows itself with its parameters."""
    find = Lookup(month)
    assert "new-code (n=3)" == reason_text(Reason("new-code", (("n", "3"),)), find)
    assert "new-part 3 天" == part_text(Part("new-part", "3", "days"), find)
    assert "" == reason_text(None, find)


@pytest.mark.parametrize(
    "part, expected",
    [
        (Part("base", "2000", "yuan"), "基数 ￥2,000.00"),
        (Part("coefficient", "0.9"), "系数 0.9"),
        (Part("days", "15/31", "days"), "在职 15/31 天"),
        (Part("withheld-percent", "20", "percent"), "扣发比例 20%"),
        (Part("mystery-shopper", ""), "神秘顾客得分 —"),
        (Part("reason", "no-times"), "原因 没有时间记录"),
    ],
)
def test_parts_show_value_and_unit(month: MonthResult, part: Part, expected: str) -> None:
    """Money with ￥, fractions as they are, codes in words."""
    assert expected == part_text(part, Lookup(month))


def test_a_parameter_that_is_missing_does_not_stop_a_report(month: MonthResult) -> None:
    """The sentence stands with …"""
    assert "月度得分 …，低于 85" == reason_text(
        Reason("score-below-minimum", (("minimum", "85"),)), Lookup(month)
    )


def test_codes_and_numbers_are_said_in_words(month: MonthResult) -> None:
    """What held a row back, and which earlier praise one repeats: by its day and customer."""
    find = Lookup(month)
    assert "暂不计入：必填项空白，更正前不计分、不计违规" == reason_text(
        Reason("held-back", (("codes", "QK401"),)), find
    )
    params = (("of", "praise-33af331b72"), ("month", "2026-06"), ("amount", "50.00"))
    known = (*params, ("day", "2026-06-03"), ("customer", "周女士"))
    assert "与 2026-06 已计的表扬（2026-06-03 周女士）重复" == reason_text(
        Reason("praise-repeats-earlier", known), find
    )
    assert "praise-33af331b72" in reason_text(Reason("praise-repeats-earlier", params), find)


def test_redacted_reasons_hide_what_people_wrote(month: MonthResult) -> None:
    """Names and free text in parameters."""
    find = Lookup(month, redact=True)
    assert "***" in reason_text(Reason("praise-verified-by-praised", (("by", "王芳"),)), find)
    assert "王**" in reason_text(Reason("low-ratings-excluded-by", (("verifier", "王芳"), ("n", "2"))), find)
