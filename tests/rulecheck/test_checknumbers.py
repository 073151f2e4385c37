"""Numbers of checks are tried where a case lies near them on either side; sides are told in words."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from qualitykit.rulecheck.cases import problems_of_report, run_cases
from qualitykit.rulecheck.checknumbers import variants_of
from qualitykit.rulecheck.sidewords import rule_in_words, side_in_words
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.transcript import Check
from tests.rulecheck.test_cases import PACKS, pack_with

WAIT = "checks:\n  - {id: no-apology-after-long-wait, wait: {seconds: 60}}\n"
NEEDED = {"wait.seconds 60 → 30", "wait.seconds 60 → 120"}


def waits(*seconds: int) -> str:
    """A case for each wait: over 60 without an apology, else not judged."""
    lines = []
    for one in seconds:
        turns = f'["[0-5] 客服：请稍等。", "[5-6] 客户：好。", "[{5 + one}-{9 + one}] 客服：可以了。"]'
        state = "failed" if one > 60 else "na"
        lines.append(f"  - {{given: {{turns: {turns}}}, expect: {{no-apology-after-long-wait: {state}}}}}\n")
    return "cases:\n" + "".join(lines)


@pytest.mark.parametrize(
    "seconds, untried",
    [
        ((500, 500), NEEDED),
        ((500, 20), NEEDED),
        ((61, 500), {"wait.seconds 60 → 30"}),
        ((120, 31), set()),
        ((121, 30), NEEDED),
        ((61, 60), set()),
    ],
)
def test_a_number_needs_a_case_within_half_and_double_on_either_side(
    tmp_path: Path, seconds: tuple[int, ...], untried: set[str]
) -> None:
    """Two calls that waited 500 seconds say nothing about a limit of 60."""
    folder = pack_with(tmp_path / "tried", waiting=waits(*seconds))
    (folder / "waiting.yaml").write_text(WAIT, encoding="utf-8")
    report = run_cases(folder)
    assert all(one.passed for one in report.results)
    numbers = {one.side for one in report.uncovered if "→" in one.side}
    assert untried == numbers


def test_a_case_that_fails_tries_no_number(tmp_path: Path) -> None:
    """What it expects is not what the rule says, whatever the number."""
    text = waits(61, 60).replace(": failed", ": passed")
    folder = pack_with(tmp_path / "tried", waiting=text)
    (folder / "waiting.yaml").write_text(WAIT, encoding="utf-8")
    assert "wait.seconds 60 → 120" in {one.side for one in run_cases(folder).uncovered}


LISTS = ("thanks",)


@pytest.mark.parametrize(
    "rule, sides",
    [
        ({"answered_within": {"rings": [{"at_most": 3, "score": 1}, {"at_most": 4, "score": "0.5"}]}},
         ["answered_within.rings.at_most 3 → 1.5", "answered_within.rings.at_most 3 → 6",
          "answered_within.rings.at_most 4 → 2", "answered_within.rings.at_most 4 → 8"]),
        ({"rate": {"at_most": 330}}, ["rate.at_most 330 → 165", "rate.at_most 330 → 660"]),
        ({"silence": {"seconds": 20}}, ["silence.seconds 20 → 10", "silence.seconds 20 → 40"]),
        ({"silence": {"seconds": 0}}, []),
        ({"repeats": {"times": 2}}, ["repeats.times 2 → 4"]),
        ({"repeats": {"times": 5}}, ["repeats.times 5 → 2", "repeats.times 5 → 10"]),
        ({"says": {"any": LISTS}, "where": {"first": 1}}, ["where.first 1 → 2"]),
        ({"says": {"of": LISTS, "at_least": 3}, "where": {"last": 4}},
         ["says.at_least 3 → 1", "says.at_least 3 → 6", "where.last 4 → 2", "where.last 4 → 8"]),
        ({"says": {"any": LISTS}, "where": {"after": {"wait_over": 90, "holds": LISTS}, "within_turns": 2}},
         ["where.after.wait_over 90 → 45", "where.after.wait_over 90 → 180"]),
        ({"says": {"any": LISTS}, "when": {"rings_from": 5}},
         ["when.rings_from 5 → 2", "when.rings_from 5 → 10"]),
        ({"says": {"any": LISTS}}, []),
    ],
)  # fmt: skip
def test_each_number_is_halved_and_doubled(rule: dict[str, Any], sides: list[str]) -> None:
    """Whole numbers stay whole and at their least; what has no number has no variants."""
    check = Check.model_validate({"id": "tried", "title": "试", "clause": "P3.ban", **rule})
    assert sides == [one.side for one in variants_of(check)]


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_side_that_a_shipped_pack_needs_has_words(tmp_path: Path, pack: str) -> None:
    """Of the program's own words none is left in Chinese; keys of the YAML are as they are written."""
    folder = tmp_path / pack
    shutil.copytree(PACKS / pack, folder, ignore=shutil.ignore_patterns("*.test.yaml"))
    untried = run_cases(folder).uncovered
    assert len(untried) > 20
    key = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
    sides = {side_in_words(one.rule, one.side) for one in untried}
    assert set() == {side for side in sides if re.search("[a-z]", key.sub("", side))}
    kinds = {rule_in_words(one.rule).partition(" ")[0] for one in untried}
    assert set() == {kind for kind in kinds if re.search("[a-z]", kind)}


def test_an_untried_side_is_told_in_words(tmp_path: Path) -> None:
    """Kind of rule and side in Chinese, with the key, the number and what it would be."""
    folder = pack_with(tmp_path / "tried", waiting=waits(500, 60))
    (folder / "waiting.yaml").write_text(WAIT, encoding="utf-8")
    (folder / "stars.yaml").write_text("minimum_score: 88\n", encoding="utf-8")
    said = [one.message() for one in problems_of_report(run_cases(folder)) if one.code == "QK655"]
    number = "“wait.seconds：60，改成 120 结果就不同”"
    assert f"话术检测 no-apology-after-long-wait：没有用例试过{number}。" in said
    assert "服务之星的最低得分：没有用例试过“= 88”。" in said
    assert "服务之星必须有的来源 supervisor：没有用例试过“没有”。" in said
