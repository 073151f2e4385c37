"""Cases beside the rules: they pass, they fail with what differs, and rules without a case are named."""

# ruff: noqa: E501 - a case of YAML reads best on one line

import shutil
from pathlib import Path

import pytest

from qualitykit.rulecheck.cases import problems_of_report, run_cases
from qualitykit.rulecheck.results import CaseReport
from qualitykit.standards.packfiles import shipped_packs

PACKS = Path(__file__).parents[2] / "src/qualitykit/standards/packs"
HEAD = """id: tried
version: "1"
title: 试用标准
effective_from: 2026-01-01
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: service-attitude
"""


def pack_with(folder: Path, **files: str) -> Path:
    """A pack that extends the core one, with these test files (``forms__patrol`` → forms/patrol.test.yaml)."""
    folder.mkdir(exist_ok=True)
    (folder / "standard.yaml").write_text(HEAD, encoding="utf-8")
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".test.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def differences(report: CaseReport) -> list[tuple[str, str, str]]:
    """What differs in all cases."""
    return [(one.field, one.expected, one.got) for case in report.results for one in case.differences]


def codes(report: CaseReport) -> list[str]:
    """The codes of the report's own problems."""
    return [one.code for one in report.problems]


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_shipped_packs_pass_their_own_tests_and_leave_no_rule_untried(pack: str) -> None:
    """Every case passes, every rule has its cases on both sides."""
    report = run_cases(pack)
    assert [] == [f"{one.place} {one.code} {one.message()}" for one in problems_of_report(report)]
    assert report.passed
    assert len(report.results) >= 50


def test_a_pack_without_tests_fails(tmp_path: Path) -> None:
    """Zero tests found is a failure, and every rule is named as untried."""
    folder = tmp_path / "service-attitude"
    shutil.copytree(PACKS / "service-attitude", folder, ignore=shutil.ignore_patterns("*.test.yaml"))
    report = run_cases(folder)
    assert ["QK650"] == codes(report)
    assert not report.passed
    assert "QK655" in {one.code for one in problems_of_report(report)}
    untried = {(one.rule, one.side) for one in report.uncovered}
    assert {("item patrol/badge", "less"), ("check no-closing", "kept"), ("step 3", "reached")} <= untried


def test_an_extending_pack_needs_cases_for_what_it_changes_only(tmp_path: Path) -> None:
    """The base tests its own rules; a changed one is named until the pack tests it itself."""
    cases = "cases: [{name: a, given: {answers: {badge: 否}}, expect: {score: 91.43}}]"
    folder = pack_with(tmp_path / "tried", forms__patrol=cases)
    (folder / "forms/patrol.yaml").write_text(
        "id: patrol\nsections:\n  - id: appearance\n    items: [{id: grooming, weight: 1.5}, {id: badge, weight: 1}]\n"
        "  - {id: manner, weight: 100}\n",
        encoding="utf-8",
    )
    report = run_cases(folder)
    assert {
        ("item patrol/grooming", "less"),
        ("item patrol/badge", "full"),
    } == {(one.rule, one.side) for one in report.uncovered}
    assert [("score", "91.43", "91.84")] == differences(report)  # (40 × 2.5/3.5 + 100) / 1.4


def test_a_wrong_expectation_says_what_was_expected_and_what_came(tmp_path: Path) -> None:
    """Expected and got, value by value, at the case's line."""
    report = run_cases(
        pack_with(
            tmp_path / "tried",
            forms__patrol="""cases:
  - name: 工牌
    given: {answers: {badge: 否}}
    expect: {score: 86.66, failed: [], violations: [badge], severity: severe}
""",
        )
    )
    assert [
        ("score", "86.66", "86.67"),
        ("failed", "[]", "[badge]"),
        ("severity", "severe", "minor"),
    ] == differences(report)
    assert "tried/forms/patrol.test.yaml:2" == str(report.results[0].place)
    assert ["QK654"] * 3 == [one.code for one in problems_of_report(report)]


def test_each_kind_of_case_can_fail(tmp_path: Path) -> None:
    """A test that cannot fail tests nothing: every runner reports a false expectation."""
    report = run_cases(
        pack_with(
            tmp_path / "tried",
            weights="cases: [{name: a, given: {scores: {patrol: [80.00]}}, expect: {score: 81.00, enough: true}}]",
            ladder="cases: [{name: a, given: {incidents: [2026-10-03]}, expect: {steps: {2026-10-03: 2}, cases: 2}}]",
            praise="cases: [{name: a, given: {praises: [{on: 2026-10-03}]}, expect: {paid: {A: 51.00}, counted: {A: 0}}}]",
            stars="cases: [{name: a, given: {people: {A: {score: 90}}}, expect: {stars: {A: 1.00}, ranks: {A: 2}}}]",
            bonus="cases: [{name: a, given: {base: 2000, score: 90}, expect: {performance: 1.00}}]",
            transcript="""cases:
  - name: a
    given: {turns: [客服：您好]}
    expect: {no-greeting-at-start: failed}
""",
            phrases="cases: [{list: greetings, hits: [再见], misses: [您好]}]",
        )
    )
    fields = [field for field, _expected, _got in differences(report)]
    assert [
        "performance",
        "steps",
        "cases",
        "hits",
        "misses",
        "paid",
        "counted",
        "stars",
        "ranks",
        "no-greeting-at-start.state",
        "score",
        "enough",
    ] == fields
    assert [] == codes(report)


@pytest.mark.parametrize(
    "files, code",
    [
        ({"bonuses": "cases: [{name: a}]"}, "QK651"),
        ({"bonus": "cases: []"}, "QK652"),
        ({"bonus": "tests: []"}, "QK504"),
        ({"bonus": "cases: [{name: a, given: {base: 1}, expect: {performence: 1}}]"}, "QK504"),
        ({"bonus": "cases: [{name: a, given: {base: 1, step: 9}, expect: {total: 1}}]"}, "QK653"),
        ({"forms__patrol": "cases: [{name: a, given: {answers: {hat: 否}}, expect: {score: 1}}]"}, "QK653"),
        (
            {"forms__patrol": "cases: [{name: a, given: {answers: {badge: 也许}}, expect: {score: 1}}]"},
            "QK653",
        ),
        ({"forms__patrols": "cases: [{name: a, given: {}, expect: {score: 1}}]"}, "QK653"),
        ({"phrases": "cases: [{list: greetngs, hits: [您好]}]"}, "QK653"),
        ({"phrases": "cases: [{list: greetings}]"}, "QK505"),
        ({"transcript": "cases: [{given: {turns: [您好]}, expect: {no-closing: passed}}]"}, "QK516"),
        ({"transcript": "cases: [{given: {turns: [客服：好]}, expect: {no-clsing: passed}}]"}, "QK653"),
        ({"weights": "cases: [{given: {scores: {patrl: [1]}}, expect: {score: 1}}]"}, "QK653"),
        (
            {"ladder": "cases: [{given: {incidents: [{on: 2026-10-03, kind: rude}]}, expect: {cases: 1}}]"},
            "QK653",
        ),
        ({"stars": "cases: [{with: {at_most: x}, given: {people: {A: {score: 9}}}, expect: {}}]"}, "QK510"),
        ({"bonus": "cases:\n\t- a"}, "QK501"),
    ],
)
def test_a_case_that_is_written_wrongly_is_a_problem_at_its_line(
    tmp_path: Path, files: dict[str, str], code: str
) -> None:
    """Nothing in a test file is passed over."""
    report = run_cases(pack_with(tmp_path / "tried", **files))
    assert code in codes(report)
    assert not report.passed
    assert all(one.place.line for one in report.problems)


def test_a_case_that_fails_every_item_covers_none(tmp_path: Path) -> None:
    """All bad at once tells nothing of any single item; a changed rule tells nothing of the pack's."""
    text = """cases:
  - {name: a, given: {rest: fail}, expect: {score: 0.00}}
  - {name: b, with: {title: x}, given: {answers: {badge: 否}}, expect: {score: 86.67}}
"""
    folder = pack_with(tmp_path / "tried", forms__patrol=text)
    (folder / "forms/patrol.yaml").write_text(
        "id: patrol\nsections:\n  - id: appearance\n    items: [{id: badge, weight: 1}]\n", encoding="utf-8"
    )
    report = run_cases(folder)
    assert [] == differences(report)
    assert {("item patrol/badge", "full"), ("item patrol/badge", "less")} == {
        (one.rule, one.side) for one in report.uncovered
    }


def test_a_broken_pack_runs_nothing(tmp_path: Path) -> None:
    """The pack's own problems are given instead."""
    folder = pack_with(tmp_path / "tried", bonus="cases: []")
    (folder / "bonus.yaml").write_text("method: median\n", encoding="utf-8")
    report = run_cases(folder)
    assert ["QK514"] == codes(report)
    assert () == report.results


def test_a_changed_rule_makes_a_case_fail(tmp_path: Path) -> None:
    """The pack's cases hold its numbers: turning one makes a case fail."""
    folder = tmp_path / "service-attitude"
    shutil.copytree(PACKS / "service-attitude", folder)
    changed = (
        ("bonus.yaml", "low: 85, high: 90, coefficient: 1.0", "low: 85, high: 90, coefficient: 1.05"),
        ("stars.yaml", "minimum_score: 85", "minimum_score: 86"),
        ("ladder.yaml", "window_months: 12", "window_months: 11"),
        ("praise.yaml", "same_customer_days: 30", "same_customer_days: 29"),
        ("weights.yaml", "at_most: 5", "at_most: 4"),
        ("forms/mystery-shopper.yaml", "at_most: 3", "at_most: 2.9"),
    )
    for cases in folder.rglob("*.test.yaml"):  # the other topics' cases are run by the test above
        if not any(folder / name.replace(".yaml", ".test.yaml") == cases for name, _old, _new in changed):
            cases.unlink()
    for name, old, new in changed:
        path = folder / name
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
    failed = {one.topic for one in run_cases(folder).results if not one.passed}
    assert {"bonus", "stars", "ladder", "praise", "weights", "forms/mystery-shopper"} == failed
