"""人工裁定表 goes out prefilled, says what each answer means, and is read back."""

from pathlib import Path

from openpyxl import load_workbook

from qualitykit.reports.explain import explain
from qualitykit.reports.registers import NOTHING_TO_DECIDE, decisions_file, unread_words
from qualitykit.reports.workbook import write_results
from tests.intake.months import month as inbox
from tests.intake.months import read
from tests.scoring.test_decisions import COMPLAINED, ON_ONE_CONTACT, PERHAPS_THE_SAME, month

FILE = decisions_file("2026-10")


def test_what_waits_is_printed_with_its_number_and_what_to_do(tmp_path: Path) -> None:
    """In the sheet, in 客户表扬 and 违规与警告, among the notices and in the explanation."""
    result = month(complaints=[*COMPLAINED, *PERHAPS_THE_SAME], **ON_ONE_CONTACT)
    write_results(result, tmp_path)
    own = next(one.id for one in result.incidents if one.status == "proposed-same")
    rows = list(load_workbook(tmp_path / FILE)["人工裁定表"].iter_rows(min_row=3, values_only=True))
    told = {row[0]: str(row[1]) for row in rows if row[0]}
    assert {"praise-7", own} == set(told)
    assert "TS-3。同意＝发放表扬奖金" in told["praise-7"]
    assert "同意＝同一事件，只算一次" in told[own]
    book = load_workbook(tmp_path / "评分结果.xlsx")
    for sheet, number in (
        ("客户表扬", "praise-7"),
        ("违规与警告", own),
        ("差异与提示", "praise-7"),
        ("差异与提示", own),
    ):
        cells = [str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell]
        assert any("人工裁定表" in cell and number in cell for cell in cells), sheet
    text = explain(result, "E1")
    assert "praise-7" in text
    assert own in text
    assert "人工裁定表" in text


def test_the_filled_sheet_is_read_back_and_nothing_waits_then(tmp_path: Path) -> None:
    """Rows in which nobody wrote are still open; a decided sheet that was not put back is named."""
    result = month(complaints=[*COMPLAINED, *PERHAPS_THE_SAME], **ON_ONE_CONTACT)
    write_results(result, tmp_path / "results")
    path = tmp_path / "results" / FILE
    book = load_workbook(path)
    sheet = book["人工裁定表"]
    row = next(n for n in range(3, 9) if sheet.cell(n, 1).value == "praise-7")
    for column, word in ((3, "同意"), (4, "陈静"), (5, "与投诉无关")):
        sheet.cell(row, column, word)
    book.save(path)
    assert (path,) == unread_words(result, tmp_path / "results")
    folder = inbox(tmp_path)
    (folder / FILE).write_bytes(path.read_bytes())
    records, problems = read(folder)
    assert [("praise-7", "同意", "陈静")] == [
        (one.subject, one.verdict, one.decided_by) for one in records.decisions
    ]
    assert [] == [one.code for one in problems if one.place.file == FILE and one.severity != "note"]
    decided = month(*records.decisions, complaints=COMPLAINED, **ON_ONE_CONTACT)
    assert [50] == [int(one.paid) for one in decided.praises]
    assert () == decided.problems


def test_a_sheet_in_which_nobody_wrote_is_emptied_when_nothing_waits(tmp_path: Path) -> None:
    """It says that there is nothing left to fill in."""
    write_results(month(complaints=COMPLAINED, **ON_ONE_CONTACT), tmp_path)
    write_results(month(complaints=()), tmp_path)
    assert NOTHING_TO_DECIDE in str(load_workbook(tmp_path / FILE)["人工裁定表"]["A1"].value)
    write_results(month(complaints=()), tmp_path / "new")
    assert not (tmp_path / "new" / FILE).exists()
