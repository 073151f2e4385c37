"""Statement and case file of a sample month: evidence, remarks, clauses in words, whole appeal numbers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qualitykit import __version__
from qualitykit.intake.month import read_months
from qualitykit.model import HitDecision, Place
from qualitykit.reports.case_file import CaseMonth, case_file_html
from qualitykit.reports.explain import explain
from qualitykit.reports.facts import confirmation_text
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.statement import Block, Issue, statement_of
from qualitykit.reports.statement_files import statement_html
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from qualitykit.standards.standard import Standard
from qualitykit.workflow.standards import load_standards

MONTH = Path(__file__).resolve().parents[2] / "samples" / "2026-10"
ISSUE = Issue("晴川", date(2026, 11, 3), date(2026, 11, 18), seal="x" * 64)


@pytest.fixture(scope="module")
def packs() -> tuple[Standard, ...]:
    """The shipped rules."""
    return tuple(load_standards(None))


@pytest.fixture(scope="module")
def october(packs: tuple[Standard, ...]) -> MonthResult:
    """The sample October, scored alone."""
    ((records, problems),) = read_months([MONTH], standards=packs)
    return score_month(packs, records, History(), program_version=__version__, input_problems=problems)


def block(result: MonthResult, number: str, title: str) -> Block:
    """One table of a person's statement."""
    made = statement_of(Lookup(result), number, ISSUE, 20)
    return next(one for one in made.blocks if one.title == title)


def case_file(result: MonthResult, packs: tuple[Standard, ...], number: str) -> str:
    """The file on a person."""
    return case_file_html(
        number, "周洋", "客户服务部", [CaseMonth(Lookup(result), packs)],
        company="晴川", issued_on=date(2026, 11, 3), signed_on=None, states=[], appeals=[],
    ).decode()  # fmt: skip


def test_evidence_stands_with_the_remark_and_the_clause_in_words(
    october: MonthResult, packs: tuple[Standard, ...]
) -> None:
    """On the statement and in the case file; the remark once."""
    rows = block(october, "E1006", "违规事件与证据").rows
    assert "结果：有\n备注：语言侮辱，主管已复听" in [row[3] for row in rows]
    assert {"听不懂人话吗", "跟你说了多少遍"} <= {row[3].partition("\n")[0] for row in rows}
    assert {"服务禁语：否定、敷衍、推脱、指责客户的说法（P3.ban）"} == {row[2] for row in rows}
    text = case_file(october, packs, "E1006")
    assert "备注：语言侮辱，主管已复听" in text
    assert "服务禁语：否定、敷衍、推脱、指责客户的说法（P3.ban）" in text


@pytest.fixture(scope="module")
def reviewed(october: MonthResult, packs: tuple[Standard, ...]) -> MonthResult:
    """October again, after 赵复核 confirmed what was heard of 周洋, as the review sheet says it."""
    ((records, problems),) = read_months([MONTH], standards=packs)
    hits = [
        hit.id
        for one in october.evaluations
        if one.employee_no == "E1006"
        for outcome in one.outcomes
        for hit in outcome.hits
        if hit.standing
    ]
    decisions = tuple(
        HitDecision(hit, True, Place("待复核.xlsx"), "赵复核", decided_on=date(2026, 11, 2)) for hit in hits
    )
    records = replace(records, hit_decisions=decisions)
    return score_month(packs, records, History(), program_version=__version__, input_problems=problems)


def test_who_confirmed_a_hit_is_shown(
    october: MonthResult, reviewed: MonthResult, packs: tuple[Standard, ...]
) -> None:
    """Explanation, statement and case file name the reviewer; before, nothing says that the hits warn."""
    before, after = case_file(october, packs, "E1006"), case_file(reviewed, packs, "E1006")
    unconfirmed = "未单独复核，处理不以此项为依据"
    assert unconfirmed in before
    assert "复核人" not in before
    assert "复核人 赵复核" in after
    assert unconfirmed not in after
    assert "尚未经人确认" not in after
    rows = {row[3] for row in block(reviewed, "E1006", "违规事件与证据").rows}
    assert any(text.startswith("听不懂人话吗\n复核人 赵复核") for text in rows)
    assert f"听不懂人话吗\n{unconfirmed}" in {
        row[3] for row in block(october, "E1006", "违规事件与证据").rows
    }
    assert "已确认（复核人 赵复核 2026-11-02）" in explain(reviewed, "E1006")
    assert "赵复核" not in explain(reviewed, "E1006", redact=True)


def test_a_severe_hit_that_one_person_confirmed_waits_for_the_second(reviewed: MonthResult) -> None:
    """Not 尚未经人确认: somebody did."""
    (incident,) = (one for one in reviewed.incidents if one.employee_no == "E1006")
    violation = replace(incident.violations[0], confirmed=False, person=True)
    assert "尚缺第二人确认" == confirmation_text(violation, Lookup(reviewed), warned=False)
    nobody = replace(violation, person=False)
    assert "尚未经人确认" == confirmation_text(nobody, Lookup(reviewed), warned=False)


def test_an_appeal_number_stands_whole(october: MonthResult) -> None:
    """As `qualitykit appeal file` wants it; and so does the page."""
    numbers = [row[5] for row in block(october, "E1006", "违规事件与证据").rows if row[5]]
    assert ["2026-10/E1006/1"] == numbers
    page = statement_html([statement_of(Lookup(october), "E1006", ISSUE, 20)]).decode()
    assert ">2026-10/E1006/1</td>" in page


def test_a_clause_that_a_result_does_not_know_is_its_id(october: MonthResult) -> None:
    """A month that an older version stored."""
    (standard,) = october.standards
    bare = replace(
        standard, labels=tuple(one for one in standard.labels if not one.key.startswith("clause:"))
    )
    rows = block(replace(october, standards=(bare,)), "E1006", "违规事件与证据").rows
    assert {"P3.ban"} == {row[2] for row in rows}
