"""What a finding shows: words, 未检测到, or the answer; never an empty cell."""

from dataclasses import replace
from pathlib import Path

import pytest

from qualitykit import __version__
from qualitykit.intake.month import read_months
from qualitykit.reports.conduct_sheets import incidents_table
from qualitykit.reports.detail_sheets import hits_table
from qualitykit.reports.facts import item_facts, violation_facts
from qualitykit.reports.lookup import Lookup
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History
from qualitykit.workflow.standards import load_standards

MONTH = Path(__file__).resolve().parents[2] / "samples" / "2026-10"


@pytest.fixture(scope="module")
def october() -> Lookup:
    """The sample October, scored alone."""
    packs = load_standards(None)
    ((records, problems),) = read_months([MONTH], standards=packs)
    return Lookup(
        score_month(packs, records, History(), program_version=__version__, input_problems=problems)
    )


def test_no_finding_stands_without_its_fact(october: Lookup) -> None:
    """Every violation of the sample month says what was said, what was not heard, or what was answered."""
    violations = [one for incident in october.result.incidents for one in incident.violations]
    assert violations
    assert [] == [one.title for one in violations if not violation_facts(one, october)]
    table = incidents_table(october, {}, "")
    at = [column.title for column in table.columns].index("原话或事实")
    assert all(row[at] for row in table.rows)


def test_a_missing_phrase_is_not_detected(october: Lookup) -> None:
    """An item that a check failed for want of a phrase; one that an inspector failed says his answer."""
    parts = [
        (one, index, part)
        for one in october.result.evaluations
        if one.score is not None
        for index, part in enumerate(part for section in one.score.sections for part in section.items)
        if part.failed
    ]
    checked = [item_facts(one.id, part.item, october) for one, _at, part in parts if part.by == "check"]
    assert {"未检测到"} == set(checked)
    answered = [
        (one.raw[at], item_facts(one.id, part.item, october)) for one, at, part in parts if part.by != "check"
    ]
    assert answered
    assert all(said == f"结果：{raw}" for raw, said in answered if raw)
    assert "" == item_facts("no-such-evaluation", "opening", october)


def test_no_pattern_on_the_sheet_of_hits(october: Lookup) -> None:
    """People see words, not regular expressions."""
    table = hits_table(october)
    at = [column.title for column in table.columns].index("规则用语")
    assert table.rows
    assert not any(set("|?[](){}\\") & set(str(row[at])) for row in table.rows)


def test_quoted_words_are_masked_where_asked(october: Lookup) -> None:
    """As every value that an input holds."""
    hidden = Lookup(october.result, redact=True)
    quoted = [v for one in october.result.incidents for v in one.violations if v.quote]
    assert {"***"} == {violation_facts(one, hidden) for one in quoted}
    assert "未检测到" not in {violation_facts(replace(one, quote="x"), october) for one in quoted}
