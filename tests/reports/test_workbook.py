"""The workbook, read back with openpyxl: values, formats, filters, frozen heads, print set-up, safety."""

import csv
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from qualitykit.errors import CannotRunError
from qualitykit.i18n import set_language
from qualitykit.problems import Severity
from qualitykit.reports import workbook as reports_workbook
from qualitykit.reports.book import sheet_name
from qualitykit.reports.csvtable import csv_bytes
from qualitykit.reports.grid import display_width
from qualitykit.reports.pages import SMALLEST, pages_across
from qualitykit.reports.workbook import RESULTS_FILE, write_results
from qualitykit.scoring.results import DepartmentMonth, Label, MonthResult
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from tests.reports.invented import PHONE, SECRET, month_result

TABLES = (
    "排名", "服务之星", "违规与警告", "在案警告", "奖金", "奖金明细", "客户表扬", "评分明细",
    "逐项-录音质检表", "逐项-神秘顾客检查表", "逐项-主管评价表", "话术检测",
    "差异与提示", "数据问题", "行数核对",
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the invented October, September and August before it."""
    set_language("zh")
    folder = tmp_path_factory.mktemp("results")
    trend = (month_result("2026-08", seed=1), month_result("2026-09", seed=2))
    write_results(month_result(), folder, trend=trend)
    yield folder
    set_language(None)


@pytest.fixture(scope="module")
def book(written: Path) -> Workbook:
    """The workbook as openpyxl reads it."""
    return load_workbook(written / RESULTS_FILE)


def _table(book: Any, name: str) -> tuple[dict[str, int], list[tuple[Any, ...]], int]:
    """Columns by title, the rows, and the row of the heads."""
    sheet = book[name]
    assert sheet.auto_filter.ref, name
    head = int("".join(c for c in sheet.auto_filter.ref.split(":")[0] if c.isdigit()))
    last = int("".join(c for c in sheet.auto_filter.ref.split(":")[1] if c.isdigit()))
    titles = [cell.value for cell in sheet[head]]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=head + 1, max_row=last)]
    return {str(title): index for index, title in enumerate(titles)}, rows, head


def test_the_sheets_stand_in_the_order_of_reading(book: Workbook) -> None:
    """Cover first, what must be checked last, our meta hidden."""
    assert ["总览", *TABLES, "图表数据", META_SHEET] == book.sheetnames
    assert "hidden" == book[META_SHEET].sheet_state
    assert all(book[name].sheet_state == "visible" for name in TABLES)


def test_the_meta_says_that_this_is_an_output(book: Workbook, month: MonthResult) -> None:
    """Intake must never read results as input."""
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert meta.is_output
    assert (month.period.month, "service-attitude", "2026.1") == (meta.month, meta.pack, meta.pack_version)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_filtered_scrolled_and_printed(book: Any, name: str) -> None:
    """Frozen head, filter, A4 landscape, head and first columns on each page, page numbers; wide tables on as
    many pages beside each other as can be read."""
    sheet = book[name]
    _columns, _rows, head = _table(book, name)
    assert f"{head + 1}" == "".join(c for c in str(sheet.freeze_panes) if c.isdigit())
    assert f"${head}:${head}" == sheet.print_title_rows
    last = sheet[str(sheet.print_area).rpartition(":")[2].replace("$", "")].column
    widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, last + 1)]
    frozen = sheet[str(sheet.freeze_panes)].column - 1
    pages, again = pages_across(widths, kept=frozen)
    assert (f"$A:${get_column_letter(again)}" if again else None) == sheet.print_title_cols
    assert ("landscape", 9) == (sheet.page_setup.orientation, int(sheet.page_setup.paperSize))
    assert (pages, 0) == (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.right.text
    assert "草稿" in sheet.oddFooter.left.text
    texts = [
        cell for row in sheet.iter_rows(min_row=2, max_row=head - 1) for cell in row if cell.value is not None
    ]
    for cell in texts:  # the lines above it stand on the first page alone, and have room there
        assert cell.column == again + 1
        if again:
            (area,) = [area for area in sheet.merged_cells.ranges if cell.coordinate in area]
            wide = sum(widths[area.min_col - 1 : area.max_col])
            assert sum(widths[:again]) + wide <= 120 * 90 / SMALLEST
            assert display_width(cell.value) <= (sheet.row_dimensions[cell.row].height - 2) / 13.5 * wide


def test_the_ranking_holds_the_published_numbers(book: Workbook, month: MonthResult) -> None:
    """Scores as numbers with two places, in the order of rank, with the change since September."""
    columns, rows, head = _table(book, "排名")
    assert [person.rank for person in sorted(month.people, key=lambda one: one.rank or 0)] == [
        row[columns["名次"]] for row in rows
    ]
    september = {one.employee_no: one.score for one in month_result("2026-09", seed=2).people}
    for row in rows:
        person = next(one for one in month.people if one.employee_no == row[columns["工号"]])
        assert person.score == Decimal(str(row[columns["月度得分"]])).quantize(Decimal("0.01"))
        before = september[person.employee_no]
        assert person.score is not None
        assert before is not None
        assert float(person.score - before) == pytest.approx(row[columns["变化"]], abs=0.005)
    assert "0.00" == book["排名"].cell(head + 1, columns["月度得分"] + 1).number_format


def test_a_name_leads_to_the_persons_lines(book: Workbook) -> None:
    """The link stands on the first line of that very person."""
    columns, rows, head = _table(book, "排名")
    for offset, row in enumerate(rows[:5], start=head + 1):
        link = book["排名"].cell(offset, columns["姓名"] + 1).hyperlink
        assert link is not None
        sheet, _bang, cell = str(link.location).rpartition("!")
        target = book[sheet.strip("'")][cell]
        assert row[columns["工号"]] == target.value
        assert row[columns["工号"]] != book[sheet.strip("'")].cell(target.row - 1, 1).value


def test_a_violation_leads_to_its_evaluation(book: Workbook, month: MonthResult) -> None:
    """The evidence cell leads to the line of the person's call."""
    columns, rows, head = _table(book, "违规与警告")
    linked = 0
    for offset, row in enumerate(rows, start=head + 1):
        link = book["违规与警告"].cell(offset, columns["证据"] + 1).hyperlink
        if link is None:
            continue
        linked += 1
        sheet, _bang, cell = str(link.location).rpartition("!")
        assert row[columns["工号"]] == book[sheet.strip("'")][cell].value
    assert linked == sum(len(one.violations) for one in month.incidents if one.violations[0].evaluation)


def test_everybody_is_among_the_stars_or_says_why_not(book: Workbook, month: MonthResult) -> None:
    """Each ineligible person has all reasons, in words."""
    columns, rows, _head = _table(book, "服务之星")
    assert len(month.people) == len(rows)
    reasons = {row[columns["工号"]]: row[columns["评选依据或不符合的原因"]] for row in rows}
    for person in month.people:
        if person.ineligible:
            assert len(person.ineligible) == len(reasons[person.employee_no].split("；"))
    assert ["服务之星"] * len(month.stars) == [row[columns["结果"]] for row in rows[: len(month.stars)]]


def test_bonus_sums_follow_the_lines(book: Workbook, written: Path, month: MonthResult) -> None:
    """A person's sum is that of the lines; the sum below is a formula of ours that follows the filter."""
    columns, rows, head = _table(book, "奖金")
    for row in rows:
        lines = sum(
            (one.amount for one in month.bonuses if one.employee_no == row[columns["工号"]]), Decimal(0)
        )
        assert float(lines) == pytest.approx(row[columns["合计"]])
    total = book["奖金"].cell(head + 1 + len(rows), columns["合计"] + 1)
    assert str(total.value).startswith("=SUBTOTAL(109,")
    values = load_workbook(written / RESULTS_FILE, data_only=True)["奖金"]
    everything = sum((one.amount for one in month.bonuses), Decimal(0))
    assert float(everything) == pytest.approx(values[total.coordinate].value)
    assert "￥" in total.number_format


def test_dates_are_dates(book: Workbook) -> None:
    """A filter by month works on them."""
    columns, rows, head = _table(book, "评分明细")
    value = rows[0][columns["日期"]]
    assert isinstance(value, datetime)
    assert "yyyy-mm-dd" == book["评分明细"].cell(head + 1, columns["日期"] + 1).number_format


def test_problems_stand_with_cell_and_cure(book: Workbook, month: MonthResult) -> None:
    """Code, file, sheet and cell in columns of their own."""
    columns, rows, _head = _table(book, "数据问题")
    assert len(month.problems) == len(rows)
    row = next(row for row in rows if row[columns["单元格"]])
    assert ("QK101", "录音质检.xlsx", "10月", "C7") == (
        row[columns["代码"]], row[columns["文件"]], row[columns["工作表"]], row[columns["单元格"]],
    )  # fmt: skip
    assert row[columns["处理办法"]]
    assert month.problems[0].severity is Severity.ERROR


def test_differences_name_the_item_and_the_cell(book: Workbook) -> None:
    """Inspector against check: listed for review with the cell."""
    columns, rows, _head = _table(book, "差异与提示")
    kinds = {row[columns["类别"]] for row in rows}
    assert {"差异", "无得分", "提示"} <= kinds
    difference = next(row for row in rows if row[columns["类别"]] == "差异")
    assert "微笑问候" in difference[columns["内容"]]
    assert difference[columns["出处"]].endswith("!F3")


def test_control_totals_add_up(book: Workbook, month: MonthResult) -> None:
    """One line a sheet, unrecognised ones too."""
    columns, rows, _head = _table(book, "行数核对")
    assert len(month.controls) == len(rows)
    for row in rows:
        counted = sum(row[columns[name]] for name in ("采用", "暂缓或未采用", "重复", "其他月份"))
        assert counted == row[columns["读入行数"]]
    assert "未识别" in {row[columns["识别为"]] for row in rows}


def test_no_text_of_a_user_becomes_a_formula(book: Workbook) -> None:
    """The only formulas are our sums."""
    found = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not str(cell.value).startswith("=SUBTOTAL(109,")
    ]
    assert found == []
    texts = {cell.value for row in book["评分明细"].iter_rows() for cell in row if cell.data_type == "s"}
    assert SECRET in texts


def test_no_phone_of_a_customer_is_shown(book: Workbook) -> None:
    """Remarks, quotes and problem values are masked; the id of a call is not."""
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [text for text in texts if PHONE in text or "110101199003070012" in text]
    assert any("138****8000" in text for text in texts)
    assert any(text.startswith("20261003000") for text in texts)


def test_no_column_is_too_narrow_for_its_numbers(book: Workbook) -> None:
    """No ### in Excel: a column is as wide as its widest number or date."""
    sheet = book["奖金"]
    for letter in "DEFGHI":
        assert sheet.column_dimensions[letter].width >= len("￥1,234,567")


def test_the_cover_says_what_a_manager_asks(book: Workbook, month: MonthResult) -> None:
    """Title, draft mark, leader, who fell, warnings, money; five charts."""
    sheet = book["总览"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    together = "\n".join(texts)
    assert "2026年10月服务质量评分结果" in together
    assert "【草稿：本月尚未关账】" in together
    assert "【预估" in together
    assert "【不完整" in together
    assert "暂定" not in together
    leader = min(month.people, key=lambda person: person.rank or 999)
    assert any(leader.name in text for text in texts)
    assert "较 2026-09 下降" in together
    assert any("第 3 级：扣发绩效奖金" in text for text in texts)
    assert any(text.startswith("￥48,") for text in texts)
    assert 5 == len(sheet._charts)  # type: ignore[attr-defined]
    assert "portrait" == sheet.page_setup.orientation


def test_departments_show_their_published_score(tmp_path: Path, month: MonthResult) -> None:
    """Where the result has a department's month, the cover shows that and no mean of its own."""
    own = DepartmentMonth("客服一部", 8, 40, (), Decimal("77.77"))
    write_results(replace(month, departments=(own,)), tmp_path)
    sheet = load_workbook(tmp_path / RESULTS_FILE)["总览"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "客服一部")
    assert 77.77 in {cell.value for cell in row}


def test_a_bonus_items_answer_has_its_column(tmp_path: Path, month: MonthResult) -> None:
    """Answers beyond the items are those of bonus items."""
    label = Label("item:supervisor-rating/extra", "额外加分", "P3.star")
    standard = replace(month.standards[0], labels=(*month.standards[0].labels, label))
    evaluations = tuple(
        replace(one, raw=(*one.raw, "有加分")) if one.form == "supervisor-rating" else one
        for one in month.evaluations
    )
    write_results(replace(month, standards=(standard,), evaluations=evaluations), tmp_path)
    columns, rows, _head = _table(load_workbook(tmp_path / RESULTS_FILE), "逐项-主管评价表")
    assert {"有加分"} == {row[columns["额外加分"]] for row in rows}


def test_a_closed_month_is_no_draft(tmp_path: Path) -> None:
    """The mark goes when the ledger has closed the month; 暂定 stands where nothing is known before."""
    result = replace(month_result(), estimate=False, provisional=True, problems=())
    write_results(result, tmp_path, closed=True)
    sheet = load_workbook(tmp_path / RESULTS_FILE)["总览"]
    together = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "草稿" not in together
    assert "【暂定" in together


def test_the_seal_of_a_closed_month_stands_on_every_page(tmp_path: Path) -> None:
    """Whole on the cover, short in each footer: what people sign anchors the ledger's chain."""
    seal = "13800138000abcde" * 4  # holds what looks like a phone number
    write_results(replace(month_result(), estimate=False), tmp_path, closed=True, seal=seal)
    book = load_workbook(tmp_path / RESULTS_FILE)
    cover = [str(cell.value) for row in book["总览"].iter_rows() for cell in row if cell.value]
    assert 1 == sum(seal in text for text in cover)
    footers = [str(sheet.oddFooter) for sheet in book if sheet.sheet_state == "visible"]
    assert [] == [text for text in footers if seal[:32] not in text]


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock inside: a repeated run changes no file."""
    result = month_result()
    write_results(result, tmp_path / "a")
    write_results(result, tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_an_empty_month_is_a_workbook_too(tmp_path: Path) -> None:
    """Every sheet says that there is nothing, and no register is written."""
    empty = replace(
        month_result(), people=(), evaluations=(), incidents=(), cases=(), warnings=(), praises=(), stars=(),
        bonuses=(), budget=None, carried=(), problems=(), controls=(), notes=(), standards=(),
    )  # fmt: skip
    assert (tmp_path / RESULTS_FILE,) == write_results(empty, tmp_path)
    sheet = load_workbook(tmp_path / RESULTS_FILE)["数据问题"]
    assert "未发现问题。" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_long_tables_become_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet says where the rows are; the CSV opens in Excel, without a live formula."""
    monkeypatch.setattr("qualitykit.reports.detail_sheets.SHEET_ROWS", 50)
    monkeypatch.setattr("qualitykit.reports.grid.SHEET_ROWS", 50)
    monkeypatch.setattr(reports_workbook, "SHEET_ROWS", 50)
    result = month_result()
    paths = write_results(result, tmp_path)
    assert tmp_path / "评分明细.csv" in paths
    data = (tmp_path / "评分明细.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert len(result.evaluations) + 1 == len(lines)
    assert "录音质检表/开头语" in lines[0]
    wheres = {one.place.shown for one in result.evaluations}
    assert wheres == {row["出处"].lstrip("'") for row in csv.DictReader(lines)}
    assert any(where.endswith("行") for where in wheres)
    assert f",'{SECRET}" in "\n".join(lines)
    assert PHONE not in data.decode()
    book = load_workbook(tmp_path / RESULTS_FILE)
    texts = {cell.value for row in book["评分明细"].iter_rows() for cell in row}
    assert any("评分明细.csv" in str(text) for text in texts)
    assert not [name for name in book.sheetnames if name.startswith("逐项")]
    assert all(cell.hyperlink is None for row in book["排名"].iter_rows() for cell in row)


@pytest.mark.parametrize(
    "value, expected",
    [
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("-5", "-5"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("20261003140533001234", "\t20261003140533001234"),
        ("0107", "\t0107"),
        ("107", "107"),
        ("=\n", "'=\n"),
    ],
)
def test_csv_cells_are_safe(value: str, expected: str) -> None:
    """Excel neither runs a cell of the CSV nor rounds a long number."""
    text = csv_bytes(["列"], [[value]]).decode("utf-8-sig")
    shown = f'"{expected}"' if "\n" in expected or '"' in expected else expected
    assert f"列\r\n{shown}\r\n" == text


def test_redacted_results_name_nobody(tmp_path: Path, month: MonthResult) -> None:
    """For passing on: no full name, no quote, no register."""
    assert (tmp_path / RESULTS_FILE,) == write_results(month, tmp_path, redact=True)
    book = load_workbook(tmp_path / RESULTS_FILE)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [person.name for person in month.people if any(person.name in text for text in texts)]
    assert not [text for text in texts if "周女士" in text or "服务热情" in text or "不知道，你打" in text]
    assert "王**" in texts
    for title, columns in (("奖金", range(4, 12)), ("奖金明细", range(5, 7)), ("客户表扬", range(10, 12))):
        rows = list(book[title].iter_rows(min_row=3))
        amounts = [row[n - 1].value for row in rows for n in columns if n <= len(row)]
        assert not [value for value in amounts if isinstance(value, int | float)], title


def test_a_folder_that_may_not_be_written_is_said_plainly(tmp_path: Path) -> None:
    """A plain sentence and what to do; root may write anywhere, so the folder is a file."""
    blocked = tmp_path / "results"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotRunError) as caught:
        write_results(month_result(), blocked)
    assert caught.value.hint
    assert "in the way" == blocked.read_text(encoding="utf-8")


def test_a_file_open_in_excel_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace an open file: the old one stays, no temporary file is left."""
    target = tmp_path / RESULTS_FILE
    target.write_bytes(b"old")

    def refuse(_source: object, _target: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotRunError, match="Excel"):
        write_results(month_result(), tmp_path)
    assert b"old" == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())


def test_written_files_have_ordinary_rights(written: Path) -> None:
    """Not those of a temporary file: colleagues must be able to read them."""
    mode = stat.S_IMODE((written / RESULTS_FILE).stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    assert 0o666 & ~mask == mode


def test_english_where_asked(tmp_path: Path, month: MonthResult) -> None:
    """``--lang en``: every sheet title and head of ours is English; the files keep their names."""
    set_language("en")
    paths = write_results(month, tmp_path)
    assert [RESULTS_FILE, "警告登记表-2026-10.xlsx", "待复核-2026-10.xlsx"] == [path.name for path in paths]
    book = load_workbook(tmp_path / RESULTS_FILE)
    assert {"Overview", "Ranking", "Service stars", "Bonuses", "Data problems"} <= set(book.sheetnames)
    heads = [cell.value for cell in book["Bonus lines"][2]]
    assert ["Number", "Name", "Department", "Kind", "Amount"] == heads[:5]


def test_odd_form_titles_make_sheet_names() -> None:
    """Excel refuses some characters and more than 31."""
    assert "a_b_c" == sheet_name("a/b:c")
    assert 31 == len(sheet_name("很长的检查表名称" * 8))
    assert "表 (2)" == sheet_name("表", ["表"])
    assert "_" == sheet_name("''")


def test_texts_too_long_or_broken_are_written_all_the_same(tmp_path: Path) -> None:
    """40,000 characters, control characters and half a surrogate pair lose no row."""
    result = month_result()
    first = replace(result.evaluations[0], remark="长" * 40_000)
    second = replace(result.evaluations[1], remark="坏\x01\ud800字")
    write_results(replace(result, evaluations=(first, second, *result.evaluations[2:])), tmp_path)
    columns, rows, _head = _table(load_workbook(tmp_path / RESULTS_FILE), "评分明细")
    remarks = {str(row[columns["备注"]]) for row in rows}
    assert 32_767 == max(map(len, remarks))
    assert any(text.startswith("坏") and text.endswith("字") for text in remarks)
    assert date(2026, 10, 31) == result.period.last_day
