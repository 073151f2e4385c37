"""HR's exports: only closed months without a mark, sums that agree, nobody named who should not be."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.ledger.workspace import Settings, Workspace
from qualitykit.model import Adjustment, Place, ServedWarning, TaskResult
from qualitykit.reports.conduct_sheets import warnings_table
from qualitykit.reports.lookup import Lookup
from qualitykit.workflow.appeals import decide_appeal, file_appeal
from qualitykit.workflow.conduct_exports import (
    export_case,
    export_tasks,
    export_warnings,
    overdue_tasks,
)
from qualitykit.workflow.exports import (
    explain_line,
    export_bonuses,
    export_history,
    export_stars,
    export_statements,
    locked_now,
)
from qualitykit.workflow.ledger_status import overdue_text
from tests.workflow.houses import AT, PACK, House, october, september


def text_of(path: Path) -> str:
    """All the text of a workbook."""
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_an_open_month_is_exported_as_a_draft_only(house: House) -> None:
    """Marked on every sheet and in the file's name."""
    house.draft(october())
    for export in (export_bonuses, export_stars, export_statements):
        with pytest.raises(CannotRunError):
            export(house.how(), "2026-10")
    files = export_bonuses(house.how(draft=True), "2026-10")
    assert all(path.name.startswith("草稿-") for path in files)
    book = openpyxl.load_workbook(files[0])
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    heads = [sheet.oddHeader.center.text for sheet in shown if sheet.oddHeader]
    assert len(shown) == sum("草稿" in str(head) for head in heads)
    page = export_statements(house.how(draft=True), "2026-10")[0].read_text(encoding="utf-8")
    assert 'class="stamp"' in page
    with house.ledger() as ledger:
        assert ledger.entries("export") == ()


def test_an_exported_month_stays_closed(house: House) -> None:
    """The first export is logged."""
    export_stars(house.how(), "2026-09")
    with house.ledger() as ledger, pytest.raises(CannotRunError):
        ledger.reopen("2026-09", at=AT, by="人事", reason="改")


def test_the_payroll_table_adds_up_and_opens_in_excel(house: House) -> None:
    """A line a person, BOM, two places; the seal stands on the sheet; the sums by department agree."""
    book, table = export_bonuses(house.how(), "2026-09", checked_by="财务")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(table)
    assert ["E1", "E2"] == [row["工号"] for row in rows]
    assert ["1800.00", "2700.00"] == [row["合计"] for row in rows]
    with house.ledger() as ledger:
        month = ledger.month("2026-09")
    assert month is not None
    text = text_of(book)
    assert month.seal in text
    assert "财务" in text
    assert "2026-11-05 09:30" in text


def columns(house: House, **payroll: str) -> Workspace:
    """The workspace with other columns of the payroll table."""
    settings = Settings(company="示例公司", ledger=house.workspace.settings.ledger, payroll=payroll)
    return replace(house.workspace, settings=settings)


def test_columns_follow_the_settings(house: House) -> None:
    """Names and order are the house's; the same text in every row is possible; a wrong field is refused."""
    payroll = {"人员编码": "employee_no", "项目": "text:服务奖金", "金额": "total"}
    how = replace(house.how(), workspace=columns(house, **payroll))
    rows = rows_of(export_bonuses(how, "2026-09")[1])
    assert {"人员编码": "E1", "项目": "服务奖金", "金额": "1800.00"} == rows[0]
    with pytest.raises(CannotRunError):
        export_bonuses(replace(how, workspace=columns(house, 金额="salary")), "2026-09")


def test_what_changed_since_the_last_export(house: House) -> None:
    """Between two drafts: only who gets another sum."""
    house.draft(october())
    with pytest.raises(CannotRunError):
        export_bonuses(house.how(draft=True), "2026-10", since_last=True)
    export_bonuses(house.how(draft=True), "2026-10")
    more = Adjustment("H1", "E1", Decimal("10.00"), "补发", Place("调整.xlsx"), "2026-08")
    house.draft(october(adjustments=(more,)))
    rows = rows_of(export_bonuses(house.how(draft=True), "2026-10", since_last=True)[1])
    assert [("E1", "10.00")] == [(row["工号"], row["调整"]) for row in rows]
    book = export_bonuses(house.how(draft=True), "2026-10", since_last=True)[0]
    assert "没有变动" in text_of(book)
    sheets = openpyxl.load_workbook(book)
    for name in ("部门合计", "奖金明细"):
        assert not {"E1", "E2"} & {str(cell.value) for row in sheets[name] for cell in row}, name
        assert not [cell for row in sheets[name] for cell in row if isinstance(cell.value, int | float)], name


def test_sums_and_lines_of_what_changed_are_the_changed_peoples(house: House) -> None:
    """Whoever pays by these sheets pays nobody twice."""
    house.draft(october())
    export_bonuses(house.how(draft=True), "2026-10")
    more = Adjustment("H1", "E1", Decimal("10.00"), "补发", Place("调整.xlsx"), "2026-08")
    house.draft(october(adjustments=(more,)))
    sheets = openpyxl.load_workbook(export_bonuses(house.how(draft=True), "2026-10", since_last=True)[0])
    numbers = {cell.value for row in sheets["奖金明细"] for cell in row[:1]}
    assert ("E1" in numbers, "E2" in numbers) == (True, False)


def test_a_statement_shows_evidence_and_how_to_appeal_but_no_inspector(house: House) -> None:
    """Users' text is escaped, phones are masked, the seal and the last day stand on it."""
    page = export_statements(house.how(), "2026-09", ["E1"])[0].read_text(encoding="utf-8")
    for wanted in ("77.78", "2026-11-20", "￥1,800.00", "&lt;王&gt;芳", "138****8000"):
        assert wanted in page
    for unwanted in ("质检员甲", "<王>", "13800138000", "李强", "stamp"):
        assert unwanted not in page.partition("</style>")[2]
    assert "script" not in page


def test_a_file_sent_again_is_on_no_statement(house: House) -> None:
    """September's rows in October's folder: September's statement shows them, October's does not."""
    records = october()
    again = replace(records, evaluations=(*records.evaluations, *september().evaluations))
    house.close(again)
    page = export_statements(house.how(), "2026-10", ["E1"])[0].read_text(encoding="utf-8")
    assert "已计入" not in page
    assert "2026-10-03" in page


def test_everyones_statements_are_one_file(house: House) -> None:
    """A page and a sheet each; ranks are those among everybody."""
    page, book = export_statements(house.how(), "2026-09")
    assert 2 == page.read_text(encoding="utf-8").count("<article")
    assert ["E1 <王>芳", "E2 李强"] == openpyxl.load_workbook(book).sheetnames[:2]
    one = export_statements(house.how(), "2026-09", ["E1"])[0].read_text(encoding="utf-8")
    assert "2 / 2" in one
    with pytest.raises(CannotRunError):
        export_statements(house.how(), "2026-09", ["E9"])


def test_a_task_is_closed_by_its_result(house: House) -> None:
    """Overdue until a result says passed; not passed means again."""
    (task,) = overdue_tasks(house.workspace, at=AT)
    assert ("E1", "coaching") == (task.employee_no, task.kind)
    failed = TaskResult(task.id, Place("任务.xlsx"), date(2026, 10, 6), passed=False)
    house.draft(october(task_results=(failed,)))
    assert 1 == len(overdue_tasks(house.workspace, at=AT))
    passed = replace(failed, done_on=date(2026, 10, 9), passed=True)
    house.draft(october(task_results=(failed, passed)))
    assert () == overdue_tasks(house.workspace, at=AT)
    listing, sheet = export_tasks(house.how(draft=True))
    assert "已完成" in text_of(listing)
    assert task.id not in text_of(sheet)
    table = openpyxl.load_workbook(listing).worksheets[0]
    (ids,) = [cell.column for row in table.iter_rows() for cell in row if cell.value == task.id]
    assert ids > table[str(table.print_area).rpartition(":")[2].replace("$", "")].column  # for machines


def test_a_drafts_step_is_nobodys_duty_yet(tmp_path: Path, address: str) -> None:
    """Tasks are those of closed months; status names them by kind and number, without the task's id."""
    house = House(tmp_path / "other", address)
    house.draft(september())
    assert () == overdue_tasks(house.workspace, at=AT)
    house.close(september())
    (task,) = overdue_tasks(house.workspace, at=AT)
    told = overdue_text([task])
    assert all(word in told for word in ("E1", "辅导", "2026-09", str(task.due_on)))
    assert task.id not in told
    assert "王" not in told


def test_the_register_knows_how_far_a_warning_has_come(house: House) -> None:
    """Heard, issued, served; what nobody recorded says so."""
    assert "未登记送达" in text_of(export_warnings(house.how())[0])
    line = ServedWarning(
        "E1",
        Place("警告登记表.xlsx"),
        incident_on=date(2026, 9, 8),
        served_on=date(2026, 10, 8),
        how="本人签收",
        heard_on=date(2026, 10, 6),
        issued_on=date(2026, 10, 7),
    )
    house.draft(october(served_warnings=(line,)))
    text = text_of(export_warnings(house.how(draft=True))[0])
    for wanted in ("已送达", "2026-10-06", "2026-10-07", "2026-10-08", "本人签收"):
        assert wanted in text


def test_a_warning_struck_out_on_appeal_is_no_task_any_more(house: House) -> None:
    """What was upheld counts at once, without rewriting the closed month."""
    filed = file_appeal(house.workspace, "2026-09/E1/1", reason="不符", at=AT, by="E1")
    decide_appeal(house.workspace, filed.id, "excused", reason="属实", at=AT, by="主任")
    assert () == overdue_tasks(house.workspace, at=AT)
    assert "C2026" not in text_of(export_warnings(house.how())[0])


def test_a_case_file_holds_rule_notice_evidence_and_appeal(house: House) -> None:
    """One file; of somebody without anything on file there is none."""
    file_appeal(house.workspace, "2026-09/E1/1", reason="系统故障", at=AT, by="E1")
    page = export_case(house.how(), "E1")[0].read_text(encoding="utf-8")
    for wanted in ("2025-12-15", "2026-01-05", "wish", "质检员甲", "系统故障", "口头警告"):
        assert wanted in page
    with pytest.raises(CannotRunError):
        export_case(house.how(), "E2")


def test_a_case_file_says_what_was_struck_out_since(house: House) -> None:
    """The closed month stands as it was closed; beside it stands that its incident counts no more."""
    appeal = file_appeal(house.workspace, "2026-09/E1/1", reason="系统故障", at=AT, by="E1")
    assert "已撤销" not in export_case(house.how(), "E1")[0].read_text(encoding="utf-8")
    decide_appeal(house.workspace, appeal.id, "excused", reason="属实", at=AT, by="主任")
    page = export_case(house.how(), "E1")[0].read_text(encoding="utf-8")
    assert 2 <= page.count("已撤销（申诉成立或已更正）")
    assert "关账时的计算" in page
    history = text_of(export_history(house.how(), "E1")[0])
    assert "违规事件 1 → 0；最高阶梯 1 → —" in history
    assert "已撤销（申诉成立或已更正）" in history


def test_a_history_is_all_of_a_persons_months(house: House) -> None:
    """Closed ones; drafts when asked for, and then it says so."""
    house.draft(october())
    text = text_of(export_history(house.how(), "E1")[0])
    assert ("2026-09" in text, "2026-10" in text) == (True, False)
    (file,) = export_history(house.how(draft=True), "E1")
    assert ("2026-10" in text_of(file), file.name.startswith("草稿")) == (True, True)
    with pytest.raises(CannotRunError):
        export_history(house.how(), "E9")


def test_one_line_is_explained_from_the_ledger(house: House) -> None:
    """By the id that the export shows."""
    assert "￥1,800.00" in explain_line(house.workspace, "2026-09/E1/performance")
    with pytest.raises(CannotRunError):
        explain_line(house.workspace, "2026-09")


def test_a_second_copy_keeps_the_day_of_the_first(house: House) -> None:
    """The last day for appeals does not move."""
    export_statements(house.how(), "2026-09", ["E1"])
    later = house.how(datetime(2026, 11, 30, tzinfo=UTC))
    page = export_statements(later, "2026-09", ["E1"])[0].read_text(encoding="utf-8")
    assert "2026-11-20" in page


def test_the_warnings_list_keeps_only_months_closed_that_have_a_warning_on_it(house: House) -> None:
    """October has none of its own: it may still be reopened; September's warning left the house."""
    house.close(october())
    how = house.how()
    export_warnings(how)
    assert ("2026-09",) == locked_now(how)
    with house.ledger() as ledger:
        ledger.reopen("2026-10", at=AT, by="人事", reason="漏了一份")


def test_earlier_warnings_keep_the_words_of_their_step(house: House) -> None:
    """September's own warning, and an imported one: title, clause and what follows, in the workbook, on the
    statement and in the case file."""
    row = ServedWarning(
        "E2",
        Place("警告登记表.xlsx"),
        step=1,
        incident_on=date(2026, 5, 2),
        served_on=date(2026, 5, 3),
        opening_balance=True,
    )
    result = house.close(october(served_warnings=(row,)))
    title = PACK.ladder.steps[0].title
    table = warnings_table(Lookup(result))
    shown = {line[1]: (line[5], line[12], line[13]) for line in table.rows}
    assert (title, "", PACK.ladder.steps[0].clause) == shown["E2"]
    assert (title, PACK.ladder.steps[0].clause) == (shown["E1"][0], shown["E1"][2])
    assert "2026-10-07" in str(shown["E1"][1])
    for number in ("E1", "E2"):
        page = export_statements(house.how(), "2026-10", [number])[0].read_text(encoding="utf-8")
        assert f"1 {title}" in page, number
    case = export_case(house.how(), "E2")[0].read_text(encoding="utf-8")
    assert "2026-05-03" in case
