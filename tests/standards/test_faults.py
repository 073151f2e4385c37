"""What the messages about a faulty standard say, beyond their code and line."""

from pathlib import Path

import pytest

from qualitykit.problems import Problem
from qualitykit.standards.reader import load_standard

HEAD = """id: tried
version: "1"
title: 试用标准
effective_from: 2026-01-01
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: service-attitude
"""


def problems_of(folder: Path, head: str = HEAD, **files: str) -> list[Problem]:
    """The problems of a pack with these files (``forms__patrol`` → forms/patrol.yaml)."""
    (folder / "standard.yaml").write_text(head, encoding="utf-8")
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(load_standard(folder)[1])


@pytest.mark.parametrize(
    "files, said",
    [
        ({"stars": "amount: [500, 300, 200]\n"}, " → amounts。"),
        ({"stars": "coefficient: 1\n"}, "；这里可用的键：amounts, at_most, clause, minimum,"),
        (
            {"ladder": "steps:\n  - {step: 1, amount: 200}\n"},
            "；这里可用的键：clause, effects, id, step, title",
        ),
        ({"transcript": "check: []\nchecks: []\n"}, " → checks。"),
        ({"phrases": "titel: x\nlists: []\n"}, "；这里可用的键：lists。"),
        (
            {
                "forms__patrol": "id: patrol\nsections:\n  - id: manner\n    items:\n"
                "      - {id: smile, answer: {kind: yes_no, goods: 是}}\n"
            },
            " → good。",
        ),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_that_may_stand_there(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    """A key that is right elsewhere is not proposed: then all that may stand there are named."""
    (one,) = (one for one in problems_of(tmp_path, **files) if one.code == "QK504")
    assert said in one.message()
    assert f" → {one.value}" != dict(one.params)["near"]


def test_a_misspelt_key_of_the_head_is_told_with_the_right_one(tmp_path: Path) -> None:
    """``extends`` is a key of the head, too."""
    found = problems_of(tmp_path, HEAD.replace("extends:", "extend:"))
    assert [" → extends"] == [dict(one.params)["near"] for one in found if one.code == "QK504"]


def test_a_refused_entry_does_not_make_its_list_too_short(tmp_path: Path) -> None:
    """One fault, one problem; a list that is empty as it is written is still told."""
    text = "lists:\n  - {id: sarcasm, phrases: [{text: 您真行, edits: 9}]}\n  - {id: defiance, phrases: []}\n"
    found = problems_of(tmp_path, phrases=text)
    assert [("QK515", 2), ("QK517", 3)] == [(one.code, one.place.line) for one in found]


@pytest.mark.parametrize("amounts, codes", [("[-500, 300]", ["QK515"]), ("[500, 300]", ["QK536"])])
def test_amounts_are_counted_as_they_are_written(tmp_path: Path, amounts: str, codes: list[str]) -> None:
    """An amount that is refused stands there all the same."""
    found = problems_of(tmp_path, stars=f"amounts: {amounts}\n")
    assert codes == [one.code for one in found]


@pytest.mark.parametrize(
    "written, shown",
    [("[500, 300]", "“[500, 300]”"), ("- {low: 0}", "“[{low: 0}]”"), ("500", "“500”")],
)
def test_what_stands_where_keys_are_wanted_is_shown(tmp_path: Path, written: str, shown: str) -> None:
    """As it is written, not the name of the topic."""
    (one,) = problems_of(tmp_path, stars=f"{written}\n")
    assert "QK507" == one.code
    assert shown in one.message()


@pytest.mark.parametrize(
    "form, said", [("title: 巡查\n", "“id: patrol”，这里缺少键 id"), ("id: patrols\n", "写的却是“patrols”")]
)
def test_a_form_without_its_id_or_with_another_one_is_told_so(tmp_path: Path, form: str, said: str) -> None:
    """A file that says only what is different needs the id as well."""
    (one,) = problems_of(tmp_path, forms__patrol=form)
    assert ("QK523", "patrol") == (one.code, one.value)
    assert said in one.message()


def test_a_misspelt_base_is_told_once_with_the_nearest_name(tmp_path: Path) -> None:
    """What it would have given is not said to be missing; a pack beside this one is near as well."""
    beside = tmp_path / "base-of-ours"
    beside.mkdir()
    (beside / "standard.yaml").write_text(HEAD, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    for written, near in (("service-atitude", "service-attitude"), ("../base-of-our", "../base-of-ours")):
        found = problems_of(
            own,
            HEAD.replace("service-attitude", written),
            stars="clause: P3.star\n",
            forms__patrol="id: patrol\n",
        )
        assert [("QK521", written)] == [(one.code, one.value) for one in found]
        assert f" → {near}" in found[0].message()
    found = problems_of(own, HEAD.replace("service-attitude", "x").replace("id: tried\n", ""))
    assert [("QK505", "id"), ("QK521", "x")] == [(one.code, one.value) for one in found]


def test_the_message_of_a_gap_names_the_whole_range(tmp_path: Path) -> None:
    """Bands 0–80 and 85–100."""
    bands = "bands:\n  - {low: 0, high: 80, coefficient: 0.9}\n  - {low: 85, high: 100, coefficient: 1}\n"
    (one,) = problems_of(tmp_path, bonus=bands)
    assert "QK533" == one.code
    assert "从 80 到 85 的数值不在任何一段内；各段合起来应覆盖 0 … 100。" == one.message()


@pytest.mark.parametrize(
    "text, line, said",
    [
        ("minimum：2\nat_most: 3\n", 1, "“minimum：2”用了全角冒号；应写“minimum: 2”"),
        ("minimum：2\nat_most：3\nclause: P3.star\n", 1, "用了全角冒号"),
        (
            "clause: P3.star\n# 人数\nminimum:2\n\nat_most: 3\n",
            3,
            "“minimum:2”的冒号后缺少空格；应写“minimum: 2”",
        ),
        ("amounts:\n\t- 500\n\t- 300\n", 2, "“- 500”前面有制表符"),
        ("amounts:\n  - 500\n - 300\n  - 200\n", 3, "这一行前面有 1 个空格，应有 2 个，与第 2 行对齐"),
        ("amounts:\n  - 500\n   - 300\nminimum: 2\nat_most 3\n", 5, "“at_most 3”缺少冒号；应写“at_most: 3”"),
        ("clause: P3.star\n  minimum: 2\n", 2, "这一行前面有 2 个空格，应有 0 个，与第 1 行对齐"),
        ("amounts:\n   - 500\n  - 300\n  - 200\n", 2, "这一行前面有 3 个空格，应有 2 个，与第 3 行对齐"),
        (
            "steps:\n  - id: a\n     title: b\n    clause: c\n",
            3,
            "这一行前面有 5 个空格，应有 4 个，与第 2 行对齐",
        ),
        (
            "a:\n  - b:\n" + "      - 1\n" * 30 + " - c\n",
            33,
            "这一行前面有 1 个空格，应有 2 个，与第 2 行对齐",
        ),
        ("amounts：\n" + "  - 500\n" * 12 + "minimum: 2\n", 1, "“amounts：”用了全角冒号；应写“amounts:”"),
        ("scope: “company: all”\n", 1, '用了全角引号；应写“scope: "company: all"”'),
        ('scope: "company”\nminimum: 2\n', 1, "用了全角引号"),
        ("scope: company: all\n", 1, '请加半角引号：scope: "company: all"'),
        ("scope: @all\n", 1, '请加半角引号：scope: "@all"'),
        ("model_of_the_year: {clause: P3.star，amount: 5}\n", 1, "用了全角逗号或括号"),
        ("minimum: 2\namounts: [500, 300\nat_most: 3\n", 2, "[ 没有配对的结尾"),
        ("minimum: 2\n- 500\n", 2, "看不懂“- 500”（"),
        ("scope: 'company\nminimum: 2\n", 1, "' 没有配对的结尾"),
    ],
)
def test_a_slip_of_yaml_is_told_at_its_line_with_what_to_write(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    """The parser stumbles there or below; what it says itself is English grammar."""
    (one,) = (one for one in problems_of(tmp_path, stars=text) if one.code == "QK501")
    assert (line, True) == (one.place.line, said in one.message()), one.message()


def test_a_key_run_together_with_its_value_is_told_with_what_to_write(tmp_path: Path) -> None:
    """Between braces it is good YAML: one key without a value."""
    found = problems_of(tmp_path, stars="model_of_the_year: {minimum_months：10, at_most:2}\n")
    nears = [dict(one.params)["near"] for one in found if one.code == "QK504"]
    assert [" → minimum_months: 10", " → at_most: 2"] == nears


@pytest.mark.parametrize(
    "files, line", [({"stars": "minimum: “2”\n"}, 1), ({"weights": "praise:\n  points_each: ＂1＂\n"}, 2)]
)
def test_full_width_quotation_marks_are_told_where_they_are_part_of_the_value(
    tmp_path: Path, files: dict[str, str], line: int
) -> None:
    """For YAML they are letters."""
    found = problems_of(tmp_path, **files)
    assert [("QK519", line)] == [(one.code, one.place.line) for one in found]
    assert "全角引号会算作内容" in found[0].message()


@pytest.mark.parametrize(
    "pattern, said",
    [
        ("我(不知道", "( 没有配对的 )，在第 2 个字符"),
        ("我)不知道", ") 没有配对的 (，在第 2 个字符"),
        ("我[不知道", "[ 没有配对的 ]，在第 2 个字符"),
        ("*不知道", "*、+ 或 ? 前面没有可重复的内容，在第 1 个字符"),
        ("我**", "*、+、? 不能两个相连，在第 3 个字符"),
        ("(?<=我.*)不知道", "(?<= 或 (?<! 里的内容须有固定长度"),
        ("我{3,1}", "重复次数的前一个数大于后一个数"),
        (r"我\q不", r"\q 没有意义；要找反斜杠本身，请写两个，在第 2 个字符"),
        ("[b-a]我", "“bad character range b-a”，在第 2 个字符"),
    ],
)
def test_a_wrong_pattern_is_told_at_its_own_line_in_plain_words(
    tmp_path: Path, pattern: str, said: str
) -> None:
    """Not at the line where the list begins; what has no translation is quoted."""
    text = f"lists:\n  - id: sarcasm\n    match: [regex]\n    phrases:\n      - 好的\n      - '{pattern}'\n"
    (one,) = problems_of(tmp_path, phrases=text)
    assert ("QK519", 6) == (one.code, one.place.line)
    assert f"“{pattern}”无效：{said}" in one.message()
