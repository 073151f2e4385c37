"""投诉时限 in the workbook, on the terminal and explained: what a manager reads, in both languages."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _, set_language
from qualitykit.model import Complaint, MonthRecords, Period, Place, Roster, RosterRow, ServiceRequest
from qualitykit.reports import deadline_words
from qualitykit.reports.deadline_sheets import complaint_text
from qualitykit.reports.deadline_text import deadlines_text
from qualitykit.reports.deadline_words import length_text, state_text
from qualitykit.reports.explain import explain
from qualitykit.reports.results_json import from_json, to_json
from qualitykit.reports.workbook import write_results
from qualitykit.scoring.month import score_month
from qualitykit.scoring.results import History, MonthResult
from qualitykit.standards.deadlines import Deadlines
from qualitykit.standards.reader import load_standard
from qualitykit.standards.records import RecordRules
from qualitykit.standards.standard import Standard

OCTOBER = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))
PLACE = Place("投诉.xlsx", "投诉登记表", "2:2")
RULES = {
    "service": {"clause": "P2.night", "spans": ["08:00-20:00"], "days": "every_day"},
    "working": {"clause": "P2.res", "spans": ["09:00-12:00", "13:00-18:00"], "days": "statutory"},
    "deadlines": [
        {
            "id": "pass-on",
            "title": "一般投诉转呈",
            "clause": "P2.fwd",
            "ends": "passed_at",
            "clock": "service",
            "within_minutes": 20,
        },
        {
            "id": "handle",
            "title": "一般投诉办结",
            "clause": "P2.res",
            "ends": "closed_at",
            "clock": "working",
            "within_hours": 24,
        },
        {
            "id": "promise",
            "title": "按承诺答复",
            "clause": "P2.prom",
            "ends": "closed_at",
            "until": "promised_at",
        },
        {
            "id": "repair",
            "title": "报修回访",
            "clause": "P2.cb.1",
            "record": "request",
            "starts": "done_at",
            "ends": "callback_at",
            "clock": "working",
            "within_hours": 24,
        },
    ],
    "callbacks": [
        {
            "id": "repairs",
            "title": "客户报修回访率",
            "clause": "P2.cb.1",
            "at_least_percent": 100,
            "deadline": "repair",
        },
        {
            "id": "none",
            "title": "内部",
            "clause": "P2.cb.2",
            "when": {"origin": ["internal"]},
            "at_least_percent": 70,
        },
    ],
}


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The shipped pack with P2's deadlines."""
    found, _problems = load_standard("service-attitude")
    assert found is not None
    return found.model_copy(
        update={
            "deadlines": Deadlines.model_validate(RULES),
            "records": RecordRules.model_validate(
                {"required": [{"id": "five", "title": "五项", "clause": "P1.cmp.2", "fields": ["demand"]}]}
            ),
        }
    )


@pytest.fixture(scope="module")
def month(standard: Standard) -> MonthResult:
    """A month with a complaint handled late over a weekend, one not handled, and two repairs."""
    return score(standard)


def score(standard: Standard, as_of: datetime | None = None) -> MonthResult:
    """The month, judged at its end or at a moment in it."""
    records = MonthRecords(
        OCTOBER,
        Roster((RosterRow("1001", "王芳", "客服部", PLACE), RosterRow("1002", "李强", "客服部", PLACE))),
        complaints=(
            Complaint(
                "c1",
                PLACE,
                datetime(2026, 10, 9, 16, 30),
                people=("1001",),
                complaint_no="T-1",
                severity="general",
                category="服务态度",
                passed_at=datetime(2026, 10, 9, 16, 45),
                promised_at=date(2026, 10, 14),
                closed_at=datetime(2026, 10, 14, 17),
                demand="道歉",
                contact="13800138000",
            ),
            Complaint(
                "c2", PLACE, datetime(2026, 10, 28, 10), complaint_no="T-2", passed_at=date(2026, 10, 28)
            ),
        ),
        requests=(
            ServiceRequest(
                "r1", PLACE, datetime(2026, 10, 12, 9), request_no="R-1", done_at=datetime(2026, 10, 12, 10)
            ),
            ServiceRequest(
                "r2",
                PLACE,
                datetime(2026, 10, 12, 9),
                request_no="R-2",
                done_at=datetime(2026, 10, 12, 10),
                callback_at=datetime(2026, 10, 13, 10),
            ),
        ),
    )
    return score_month([standard], records, History(), program_version="0", as_of=as_of)


def test_the_workbook_has_a_sheet_of_deadlines_with_the_late_ones_first(
    month: MonthResult, tmp_path: Path
) -> None:
    """投诉时限, 时限与回访达成 and 时限待办."""
    set_language("zh")
    write_results(month, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "评分结果.xlsx")
    rows = [
        [cell for cell in row if cell is not None] for row in book["投诉时限"].iter_rows(values_only=True)
    ]
    steps = [row for row in rows if row and row[0] in ("T-1", "T-2", "R-1", "R-2")]
    assert [
        ("R-1", "逾期未办 95 小时"),
        ("T-1", "超时 8 小时 30 分"),
    ] == [
        (row[0], next(cell for cell in row if "未办" in str(cell) or "超时" in str(cell)))
        for row in steps[:2]
    ]


def test_the_rates_and_what_is_still_to_do_have_sheets(month: MonthResult, tmp_path: Path) -> None:
    """Kept of due, the target, what waits with its due moment."""
    set_language("zh")
    write_results(month, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "评分结果.xlsx")
    kept = {row[0]: row for row in book["时限与回访达成"].iter_rows(values_only=True)}
    assert (2, 1, 50.0, 100.0, "未达标") == kept["客户报修回访率"][1:6]
    assert (0, 0, None) == kept["内部"][1:4]
    assert (1, 1, 100.0) == kept["一般投诉转呈"][1:4]
    waiting = [row for row in book["时限待办"].iter_rows(values_only=True) if row[0]]
    assert ["2026-10-15 10:00", "R-1"] == list(waiting[2][:2])


def test_an_explanation_shows_every_interval_that_was_counted(month: MonthResult) -> None:
    """Friday 16:30 to Wednesday 17:00: Saturday 10-10 is worked, Sunday is not, lunch is left out."""
    set_language("zh")
    text = explain(month, "T-1")
    assert "10-09 16:30–18:00 + 10-10 09:00–12:00 + 10-10 13:00–18:00 + 10-12 09:00–12:00" in text
    assert "= 32 小时 30 分" in text
    assert "24 小时（工作时间）" in text
    assert "承诺的时间；应于 2026-10-14 24:00 前" in text
    assert text == complaint_text(month, "T-1")
    assert "T-1" in explain(month, "1001")
    assert "T-1" not in explain(month, "1002")
    with pytest.raises(CannotRunError):
        explain(month, "T-9")


def test_a_customers_number_is_in_no_output_and_redaction_hides_values(month: MonthResult) -> None:
    """Neither the contact nor, for passing on, the names."""
    text = explain(month, "1001", redact=True) + deadlines_text(month, redact=True)
    assert "13800138000" not in text
    assert "王芳" not in text


@pytest.mark.parametrize(
    "language, title", [("zh", "投诉与报修时限 2026-10"), ("en", "Deadlines of complaints")]
)
def test_the_terminal_shows_rates_and_the_next_steps(month: MonthResult, language: str, title: str) -> None:
    """In either language."""
    set_language(language)
    try:
        text = deadlines_text(month)
    finally:
        set_language(None)
    assert text.startswith(title)
    assert "50.00" in text
    assert "R-1" in text


def test_a_month_without_deadlines_has_no_such_sheet(tmp_path: Path) -> None:
    """The pack of the core has none."""
    found, _problems = load_standard("service-attitude")
    assert found is not None
    if found.deadlines is None:
        result = score(found)
        assert "" == deadlines_text(result)
        write_results(result, tmp_path)
        assert "投诉时限" not in openpyxl.load_workbook(tmp_path / "评分结果.xlsx").sheetnames


def test_in_the_running_month_what_is_not_due_yet_is_open(standard: Standard) -> None:
    """Judged now, on the clocks of China; before or after the month at its end."""
    now = {one.subject: one.state for one in score(standard, datetime(2026, 10, 13, 12)).deadlines}
    assert "open" == now["r1"]
    zoned = datetime.fromisoformat("2026-10-13T04:00:00+00:00")
    assert score(standard, datetime(2026, 10, 13, 12)) == score(standard, zoned)
    assert score(standard) == score(standard, datetime(2027, 1, 1)) == score(standard, datetime(2020, 1, 1))


def test_the_results_read_back_equal(month: MonthResult) -> None:
    """With their intervals, moments and days."""
    assert month == from_json(to_json(month))


def test_what_is_missing_in_a_register_is_a_problem_of_the_month(month: MonthResult) -> None:
    """The second complaint lacks the demand; the first holds it."""
    assert [("QK780", "T-2")] == [(one.code, one.value) for one in month.problems if one.code == "QK780"]


@pytest.mark.parametrize(
    "seconds, text",
    [(0, "0 min"), (59, "1 min"), (60, "1 min"), (3600, "1 h"), (3660, "1 h 1 min"), (None, "—")],
)
def test_lengths_of_time(seconds: int | None, text: str) -> None:
    """A second over the limit is not shown as nothing."""
    set_language("en")
    try:
        assert text == length_text(seconds)
    finally:
        set_language(None)


def test_every_word_is_translated() -> None:
    """States, clocks, reasons, severities."""
    set_language("zh")
    for table in (
        deadline_words.STATES,
        deadline_words.CLOCKS,
        deadline_words.REASONS,
        deadline_words.SEVERITIES,
    ):
        assert all(_(text) != text for text in table.values())


def test_a_step_that_an_earlier_month_left_says_so(month: MonthResult) -> None:
    """From which month, and whether that month's rate has it."""
    step = month.deadlines[0]
    assert "2026-09" in state_text(replace(step, carried_from="2026-09"))
    assert state_text(replace(step, carried_from="2026-09")) != state_text(
        replace(step, carried_from="2026-09", counted_in="2026-09")
    )
