"""The warnings register and the review sheet: prefilled, checked on entry, and nothing typed is lost."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qualitykit.errors import CannotRunError
from qualitykit.reports.registers import NO_WARNING, NOTHING_LEFT, review_file, warnings_file
from qualitykit.reports.wording import effects_text
from qualitykit.reports.workbook import write_results
from qualitykit.scoring.results import MonthResult
from qualitykit.sheets.layouts import RECORDS
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from tests.reports.invented import PHONE

WARNINGS, REVIEW = "警告登记表", "待复核"
WARNINGS_FILE, REVIEW_FILE = warnings_file("2026-10"), review_file("2026-10")


def _rows(path: Path, title: str) -> list[dict[str, Any]]:
    """The filled rows of a register by header."""
    book: Any = load_workbook(path)
    sheet = book[title]
    heads = [cell.value for cell in sheet[2]]
    rows = [dict(zip(heads, cells, strict=True)) for cells in sheet.iter_rows(min_row=3, values_only=True)]
    return [row for row in rows if any(value is not None for value in row.values())]


def _type(path: Path, title: str, row: int, values: dict[str, Any]) -> None:
    """What a person does in Excel."""
    book = load_workbook(path)
    sheet = book[title]
    heads = [cell.value for cell in sheet[2]]
    for head, value in values.items():
        sheet.cell(row, heads.index(head) + 1, value)
    book.save(path)


def test_the_register_has_a_line_for_each_case(tmp_path: Path, month: MonthResult) -> None:
    """Case id, step and what is to be done by when; served only where a person recorded it."""
    write_results(month, tmp_path)
    rows = {row["案件编号"]: row for row in _rows(tmp_path / WARNINGS_FILE, WARNINGS)}
    assert {case.id for case in month.cases} == set(rows)
    for case in month.cases:
        row = rows[case.id]
        assert (case.employee_no, case.step, case.step_title) == (row["工号"], row["阶梯"], row["处理"])
        assert case.first_incident_on == row["违规日期"].date()
        if case.served_how == "rule":
            assert row["送达日期"] is None
        else:
            assert case.served_on == row["送达日期"].date()
    written = next(row for row in rows.values() if row["处理"] == "书面警告")
    assert "针对性培训（2026-11-14 前）" == written["备注"]


@pytest.mark.parametrize(
    "file, title, kind, form",
    [(WARNINGS_FILE, WARNINGS, "record", "warnings"), (REVIEW_FILE, REVIEW, "review", "hit-review")],
)
def test_registers_read_back(
    tmp_path: Path, month: MonthResult, file: str, title: str, kind: str, form: str
) -> None:
    """The hidden meta names the layout, the heads are those of the layout: intake knows them again."""
    write_results(month, tmp_path)
    book = load_workbook(tmp_path / file)
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert (kind, form, title, month.period.month) == (meta.kind, meta.form, meta.sheets, meta.month)
    assert not meta.is_output
    layout = next(sheet for sheet in RECORDS if sheet.id == form)
    assert [column.title for column in layout.columns] == [cell.value for cell in book[title][2]]
    assert "hidden" == book[META_SHEET].sheet_state


def test_the_review_sheet_shows_the_turns_around_a_hit(tmp_path: Path, month: MonthResult) -> None:
    """One row a pending hit, nothing masked: the inspector must find the words in the recording."""
    write_results(month, tmp_path)
    pending = [
        hit for one in month.evaluations for outcome in one.outcomes for hit in outcome.hits if hit.pending
    ]
    rows = _rows(tmp_path / REVIEW_FILE, REVIEW)
    assert {hit.id for hit in pending} == {row["命中编号"] for row in rows}
    assert ("请问这个怎么办理？", "那我找谁？", 63.5) == (
        rows[0]["上一句"],
        rows[0]["下一句"],
        rows[0]["录音秒数"],
    )
    assert PHONE in rows[0]["原话"]


def test_the_verdict_is_chosen_from_a_list(tmp_path: Path, month: MonthResult) -> None:
    """确认 or 驳回, nothing else, on each row."""
    write_results(month, tmp_path)
    sheet = load_workbook(tmp_path / REVIEW_FILE)[REVIEW]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    rule = next(rule for rule in rules.values() if rule.formula1 == '"确认,驳回"')
    assert "list" == rule.type
    assert rule.showErrorMessage
    heads = [cell.value for cell in sheet[2]]
    assert sheet.cell(3, heads.index("复核结果") + 1).coordinate in rule.sqref


def test_what_was_typed_survives_the_next_run(tmp_path: Path, month: MonthResult) -> None:
    """A date of service and a verdict stay, also when the hit is decided and no longer pending."""
    write_results(month, tmp_path)
    rows = _rows(tmp_path / WARNINGS_FILE, WARNINGS)
    line = next(index for index, row in enumerate(rows, start=3) if row["送达日期"] is None)
    case = rows[line - 3]["案件编号"]
    _type(tmp_path / WARNINGS_FILE, WARNINGS, line, {"送达日期": datetime(2026, 10, 20), "送达方式": "邮寄"})
    _type(tmp_path / REVIEW_FILE, REVIEW, 3, {"复核结果": "驳回", "复核人": "主管乙", "备注": "听错了"})
    decided = _rows(tmp_path / REVIEW_FILE, REVIEW)[0]["命中编号"]
    evaluations = tuple(
        replace(
            one,
            outcomes=tuple(
                replace(outcome, hits=tuple(replace(hit, refused=hit.id == decided) for hit in outcome.hits))
                for outcome in one.outcomes
            ),
        )
        for one in month.evaluations
    )
    write_results(replace(month, evaluations=evaluations), tmp_path)
    kept = next(row for row in _rows(tmp_path / WARNINGS_FILE, WARNINGS) if row["案件编号"] == case)
    assert (date(2026, 10, 20), "邮寄") == (kept["送达日期"].date(), kept["送达方式"])
    verdict = next(row for row in _rows(tmp_path / REVIEW_FILE, REVIEW) if row["命中编号"] == decided)
    assert ("驳回", "主管乙", "听错了") == (verdict["复核结果"], verdict["复核人"], verdict["备注"])


@pytest.mark.parametrize(
    "old, expected",
    [
        ("针对性培训（2026-09-30 前）", "辅导（2026-10-24 前）"),
        ("辅导（2026-10-24 前）；针对性培训（2026-11-14 前）", "辅导（2026-10-24 前）"),
        ("针对性培训（2026-09-30 前）；已谈话", "辅导（2026-10-24 前）；已谈话"),
        ("已谈话，针对性培训（2026-09-30 前）", "辅导（2026-10-24 前）；已谈话"),
        ("扣发 20% 折算绩效基数；家属在场", "辅导（2026-10-24 前）；家属在场"),
        ("已做辅导，态度诚恳", "已做辅导，态度诚恳"),
        ("", "辅导（2026-10-24 前）"),
    ],
)
def test_the_programs_own_remark_is_written_anew(
    tmp_path: Path, month: MonthResult, old: str, expected: str
) -> None:
    """After an appeal the step is another one, and so is what follows; what a person added stays."""
    case = replace(month.cases[0], effects=(("coaching", "", date(2026, 10, 24)),))
    changed = replace(month, cases=(case,))
    write_results(changed, tmp_path)
    assert "辅导（2026-10-24 前）" == _rows(tmp_path / WARNINGS_FILE, WARNINGS)[0]["备注"]
    withheld = effects_text(replace(case, effects=(("withhold", "20", None),)))
    old = old.replace("扣发 20% 折算绩效基数", withheld)
    _type(tmp_path / WARNINGS_FILE, WARNINGS, 3, {"备注": old or None})
    write_results(changed, tmp_path)
    assert expected == _rows(tmp_path / WARNINGS_FILE, WARNINGS)[0]["备注"]


def test_a_line_added_by_hand_stays(tmp_path: Path, month: MonthResult) -> None:
    """Older warnings are entered under the prefilled ones."""
    write_results(month, tmp_path)
    free = 3 + len(month.cases)
    typed = {"工号": "E1009", "违规日期": datetime(2026, 9, 2), "阶梯": 1, "送达日期": datetime(2026, 9, 5)}
    _type(tmp_path / WARNINGS_FILE, WARNINGS, free, typed)
    write_results(month, tmp_path)
    row = next(row for row in _rows(tmp_path / WARNINGS_FILE, WARNINGS) if row["工号"] == "E1009")
    assert (1, date(2026, 9, 5)) == (row["阶梯"], row["送达日期"].date())


def test_a_decided_row_keeps_the_file_when_nothing_is_pending(tmp_path: Path, month: MonthResult) -> None:
    """The last verdict does not make the sheet vanish: the next score still needs it."""
    write_results(month, tmp_path)
    _type(tmp_path / REVIEW_FILE, REVIEW, 3, {"复核结果": "确认"})
    quiet = replace(month, evaluations=tuple(replace(one, outcomes=()) for one in month.evaluations))
    assert tmp_path / REVIEW_FILE in write_results(quiet, tmp_path)
    assert ["确认"] == [row["复核结果"] for row in _rows(tmp_path / REVIEW_FILE, REVIEW)]


def test_nothing_to_put_in_makes_no_file(tmp_path: Path, month: MonthResult) -> None:
    """No case, no pending hit: neither register nor review sheet."""
    quiet = replace(
        month, cases=(), evaluations=tuple(replace(one, outcomes=()) for one in month.evaluations)
    )
    assert ["评分结果.xlsx"] == [path.name for path in write_results(quiet, tmp_path)]


def test_a_file_that_cannot_be_read_is_not_replaced(tmp_path: Path, month: MonthResult) -> None:
    """Whatever a person keeps under that name stays."""
    (tmp_path / REVIEW_FILE).write_bytes(b"something else")
    with pytest.raises(CannotRunError):
        write_results(month, tmp_path)
    assert b"something else" == (tmp_path / REVIEW_FILE).read_bytes()


def _decided(month: MonthResult) -> MonthResult:
    """The same month with no hit that waits."""
    evaluations = tuple(
        replace(
            one,
            outcomes=tuple(
                replace(outcome, hits=tuple(replace(hit, refused=True) for hit in outcome.hits))
                for outcome in one.outcomes
            ),
        )
        for one in month.evaluations
    )
    return replace(month, evaluations=evaluations, incidents=())


def test_a_review_sheet_that_waits_for_nothing_says_so(tmp_path: Path, month: MonthResult) -> None:
    """Its rows go once every hit is decided, then it is left alone; where there was none, none comes."""
    decided = _decided(month)
    assert tmp_path / REVIEW_FILE not in write_results(decided, tmp_path)
    write_results(month, tmp_path)
    assert _rows(tmp_path / REVIEW_FILE, REVIEW)
    assert tmp_path / REVIEW_FILE in write_results(decided, tmp_path)
    assert [] == _rows(tmp_path / REVIEW_FILE, REVIEW)
    assert NOTHING_LEFT in str(load_workbook(tmp_path / REVIEW_FILE)[REVIEW]["A1"].value)
    assert tmp_path / REVIEW_FILE not in write_results(decided, tmp_path)
    write_results(month, tmp_path)
    assert _rows(tmp_path / REVIEW_FILE, REVIEW)


def test_a_register_whose_warnings_are_gone_says_so(tmp_path: Path, month: MonthResult) -> None:
    """Else somebody might serve a warning that there is none of; what was served stays."""
    none = replace(month, cases=())
    assert tmp_path / WARNINGS_FILE not in write_results(none, tmp_path)
    write_results(month, tmp_path)
    unserved = [row for row in _rows(tmp_path / WARNINGS_FILE, WARNINGS) if row["送达日期"] is None]
    assert tmp_path / WARNINGS_FILE in write_results(none, tmp_path)
    left = {row["案件编号"] for row in _rows(tmp_path / WARNINGS_FILE, WARNINGS)}
    assert not left & {row["案件编号"] for row in unserved}
    (tmp_path / WARNINGS_FILE).unlink()
    served = replace(month, cases=tuple(replace(one, served_how="rule") for one in month.cases))
    write_results(served, tmp_path)
    assert tmp_path / WARNINGS_FILE in write_results(none, tmp_path)
    assert [] == _rows(tmp_path / WARNINGS_FILE, WARNINGS)
    assert NO_WARNING in str(load_workbook(tmp_path / WARNINGS_FILE)[WARNINGS]["A1"].value)
    assert tmp_path / WARNINGS_FILE not in write_results(none, tmp_path)


def test_a_review_sheet_with_a_persons_word_is_never_emptied(tmp_path: Path, month: MonthResult) -> None:
    """A remark alone is enough."""
    write_results(month, tmp_path)
    _type(tmp_path / REVIEW_FILE, REVIEW, 3, {"备注": "再听一遍"})
    before = (tmp_path / REVIEW_FILE).read_bytes()
    write_results(_decided(month), tmp_path)
    assert before == (tmp_path / REVIEW_FILE).read_bytes()
