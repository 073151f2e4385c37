"""Back to the inspector: the marked copy of a workbook, and what comes of it when it is corrected."""

import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill

from qualitykit.model import Place
from qualitykit.problems import Problem, Severity, problem
from qualitykit.reports.annotated import Annotated, annotate
from qualitykit.reports.annotated_parts import why_not_rewritable
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from qualitykit.workflow.checking import annotate_files, check_files
from tests.cli.test_main import qualitykit
from tests.intake.months import call, calls, month, read, save


def errors(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of all but notes."""
    return sorted(one.code for one in problems if one.severity is not Severity.NOTE)


def checked_copy(folder: Path, out: Path) -> Path:
    """What ``check FOLDER -o OUT`` writes for its one faulty workbook."""
    written, _none = annotate_files(check_files([folder]), out)
    (one,) = written
    assert one.why_not == ""
    return one.path


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def mark(path: Path, out: Path, *cells: str, sheet: str = "质检", code: str = "QK402") -> Annotated:
    """Annotate with one problem in each of these cells."""
    found = [problem(code, Place(path.name, sheet, cell), "=1+1") for cell in cells]
    return annotate(path, found, out=out, digest=digest(path))


def answer_cell(sheet: Any, title: str, row: int) -> Any:
    """The cell of a row under a header."""
    (column,) = [cell.column for cell in sheet[1] if cell.value == title]
    return sheet.cell(row, column)


@pytest.mark.parametrize("instead", [True, False])
def test_corrected_copy_counts_once_and_leaves_no_problem(tmp_path: Path, instead: bool) -> None:
    """Copy, correct the coloured cell, put it beside the old file or in its place: all is well."""
    folder = month(tmp_path)
    old = save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语=99), call("c2")))
    assert errors(read(folder)[1])
    path = checked_copy(folder, tmp_path / "out")
    assert path == tmp_path / "out" / "a.xlsx"
    book = load_workbook(path)
    assert "数据问题" == book.sheetnames[0]
    cell = answer_cell(book["质检"], "礼貌用语", 2)
    assert "FFC7CE" == cell.fill.fgColor.rgb[-6:]
    assert errors(read(folder)[1])[0] in cell.comment.text
    link = next(c for c in book["数据问题"]["D"] if c.value == cell.coordinate).hyperlink
    assert f"'质检'!{cell.coordinate}" == link.location
    listed = book["数据问题"]
    height = listed.row_dimensions[next(c.row for c in listed["D"] if c.value == cell.coordinate)].height
    assert height is not None  # programs that do not fit rows to their text show it all the same
    cell.value = 5
    if instead:
        old.unlink()
    book.save(folder / ("a.xlsx" if instead else "a-更正.xlsx"))
    records, problems = read(folder)
    assert [] == errors(problems)
    assert ["c1", "c2"] == sorted(one.contact_id for one in records.evaluations)


def test_copy_that_is_not_corrected_has_the_same_problems(tmp_path: Path) -> None:
    """The list, the marks and the meta add no row and no problem of their own."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语=99), call("c2")), 汇总=calls(call("c2")))
    before, found = read(folder)
    copied = checked_copy(folder, tmp_path / "out")
    copied.rename(folder / "a.xlsx")
    after, again = read(folder)
    assert errors(found) == errors(again)
    assert [one.contact_id for one in before.evaluations] == [one.contact_id for one in after.evaluations]
    assert [(c.sheet, c.read, c.used) for c in before.controls] == [
        (c.sheet, c.read, c.used) for c in after.controls
    ]


def test_second_check_takes_the_marks_of_the_first_out(tmp_path: Path) -> None:
    """A corrected cell gets its own colour and comment back; both files are replaced."""
    folder = month(tmp_path)
    path = save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语=99), call("c2", 记录完整准确=77)))
    book = load_workbook(path)
    first = answer_cell(book["质检"], "礼貌用语", 2)
    first.fill = PatternFill("solid", fgColor="00B050")
    first.font = Font(bold=True)
    book.save(path)
    original = digest(path)
    where = first.coordinate
    copy = checked_copy(folder, tmp_path / "one")
    book = load_workbook(copy)
    assert "FFC7CE" == book["质检"][where].fill.fgColor.rgb[-6:]
    book["质检"][where].value = 5
    book.save(folder / "b.xlsx")
    middle = digest(folder / "b.xlsx")
    again = checked_copy(folder, tmp_path / "two")
    book = load_workbook(again)
    cell = book["质检"][where]
    assert ("00B050", True, None) == (cell.fill.fgColor.rgb[-6:], cell.font.bold, cell.comment)
    assert 1 == sum(name.startswith("数据问题") for name in book.sheetnames)
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert [middle, original] == meta.replaces.split("|")
    other = next(c for row in book["质检"].iter_rows() for c in row if c.comment is not None)
    other.value = "是"
    book.save(folder / "c.xlsx")
    for gone in ((), ("b.xlsx",), ("a.xlsx",)):
        for name in gone:
            (folder / name).unlink()
        records, problems = read(folder)
        assert [] == errors(problems)
        assert ["c.xlsx", "c.xlsx"] == [one.place.file for one in records.evaluations]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Somebody may be correcting the copy of yesterday, or give the folder itself as the target."""
    path = save(tmp_path / "a.xlsx", 质检=calls(call("c1")))
    before = path.read_bytes()
    assert "a-2.xlsx" == mark(path, path, "B2").path.name
    assert "a-3.xlsx" == mark(path, path, "B2").path.name
    assert before == path.read_bytes()


def test_own_comment_and_formula_text_stay(tmp_path: Path) -> None:
    """The inspector's own comment stands before ours; a value that looks like a formula stays text."""
    from openpyxl.comments import Comment

    path = save(tmp_path / "a.xlsx", 质检=calls(call("c1")))
    book = load_workbook(path)
    book["质检"]["B2"].comment = Comment("问过本人", "王芳")
    book.save(path)
    book = load_workbook(mark(path, tmp_path / "o" / "a.xlsx", "B2", "3:3").path)
    comment = book["质检"]["B2"].comment
    assert comment.text.startswith("问过本人\n")
    assert "QK402" in comment.text
    assert {"s"} == {c.data_type for c in book["数据问题"]["E"] if c.value == "=1+1"}


def _big(path: Path, rows: int = 2000) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("质检")
    formats = [
        book.add_format({"bg_color": colour, "bold": bold, "num_format": number, "border": 1})
        for colour in ("#FFFFFF", "#DDEBF7", "#E2EFDA")
        for bold in (False, True)
        for number in ("0.00", "yyyy-mm-dd", "@")
    ]
    sheet.merge_range(0, 0, 0, 19, "十月质检", formats[1])
    sheet.set_column(2, 5, 18.5)
    sheet.freeze_panes(2, 1)
    sheet.data_validation("D3:D2002", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("E3:E2002", {"type": "cell", "criteria": "<", "value": 3, "format": formats[0]})
    for row in range(2, rows + 2):
        for column in range(4, 20):
            sheet.write(row, column, row * column, formats[(row + column) % len(formats)])
        sheet.write_formula(row, 3, f"=SUM(E{row + 1}:T{row + 1})", formats[0], 7)
        sheet.write_rich_string(row, 2, "一", formats[1], "二", "三")
        sheet.write(row, 1, "=不是公式" if row % 2 else date(2026, 10, 3).isoformat())
        if row % 2 == 0:
            sheet.merge_range(row, 0, row + 1, 0, f"组{row}", formats[4])
        sheet.set_row(row, 15 + row % 7)
    other = book.add_worksheet("其他")
    other.write(0, 0, "不动", formats[3])
    other.hide()
    book.define_name("答案", "=质检!$E$3:$T$2002")
    book.close()
    return path


_LOOKS: dict[object, tuple[str, ...]] = {}


def _look(cell: Any) -> tuple[str, ...]:
    """All of a cell's format but its fill; each format of a book is spelled out once."""
    key = (cell.parent.parent, tuple(cell._style))
    if key not in _LOOKS:
        parts = (cell.font, cell.border, cell.alignment, cell.protection)
        _LOOKS[key] = tuple(repr(part) for part in parts)
    return _LOOKS[key]


def _fill(cell: Any) -> tuple[object, ...]:
    return (cell.fill.fill_type, cell.fill.fgColor.rgb, cell.fill.bgColor.rgb)


def _cell(cell: Any) -> tuple[object, ...]:
    return (
        cell.value,
        cell.data_type,
        cell.number_format,
        *_look(cell),
        *_fill(cell),
        cell.comment.text if cell.comment else None,
    )


def test_copy_of_two_thousand_rows_changes_nothing_else(tmp_path: Path) -> None:
    """Values, formulas, formats, merged cells, widths, rules and other sheets, cell by cell."""
    path = _big(tmp_path / "大.xlsx")
    marked = {f"F{row}" for row in range(10, 1900, 10)}
    done = mark(path, tmp_path / "out" / "大.xlsx", *sorted(marked))
    assert done.why_not == ""
    before, after = load_workbook(path, rich_text=True), load_workbook(done.path, rich_text=True)
    assert before.sheetnames == [name for name in after.sheetnames if name in before.sheetnames]
    assert {"数据问题", "_qk_marks", META_SHEET} == set(after.sheetnames) - set(before.sheetnames)
    assert before.defined_names == after.defined_names
    for name in before.sheetnames:
        one, two = before[name], after[name]
        assert (one.dimensions, one.sheet_state, one.freeze_panes) == (
            two.dimensions,
            two.sheet_state,
            two.freeze_panes,
        )
        assert {str(area) for area in one.merged_cells.ranges} == {
            str(area) for area in two.merged_cells.ranges
        }
        for kind in ("column_dimensions", "row_dimensions"):
            sizes = [
                {
                    key: (getattr(d, "width", None), getattr(d, "height", None), d.hidden)
                    for key, d in found.items()
                }
                for found in (getattr(one, kind), getattr(two, kind))
            ]
            assert sizes[0] == sizes[1]
        assert [str(r.sqref) for r in one.data_validations.dataValidation] == [
            str(r.sqref) for r in two.data_validations.dataValidation
        ]
        assert [str(r.sqref) for r in one.conditional_formatting] == [
            str(r.sqref) for r in two.conditional_formatting
        ]
        for left, right in zip(one.iter_rows(), two.iter_rows(), strict=True):
            for a, b in zip(left, right, strict=True):
                if name == "质检" and a.coordinate in marked:
                    assert b.comment is not None
                    assert "QK402" in b.comment.text
                    assert (a.value, a.number_format, _look(a)) == (b.value, b.number_format, _look(b))
                else:
                    assert _cell(a) == _cell(b), a.coordinate


def test_marks_on_merged_cells_stand_in_the_first(tmp_path: Path) -> None:
    """A problem in the middle of a merged range is marked where people see the range."""
    path = _big(tmp_path / "大.xlsx", rows=20)
    sheet = load_workbook(mark(path, tmp_path / "o.xlsx", "A4", "C1").path)["质检"]
    assert "QK402" in sheet["A3"].comment.text
    assert "QK402" in sheet["A1"].comment.text


def _with_picture(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("质检")
    sheet.write(1, 1, "x")
    sheet.insert_textbox(3, 3, "说明")
    book.close()
    return path


def _with_chart(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("质检")
    sheet.write_column(0, 0, [1, 2, 3])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=质检!$A$1:$A$3"})
    sheet.insert_chart("C2", chart)
    book.close()
    return path


def _with_sparkline(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("质检")
    sheet.write_column(0, 0, [1, 2, 3])
    sheet.add_sparkline("C2", {"range": "质检!A1:A3"})
    book.close()
    return path


def _text(path: Path) -> Path:
    path.write_text("工号,姓名\n1,王芳\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name, make",
    [
        ("图.xlsx", _with_picture),
        ("图表.xlsx", _with_chart),
        ("迷你图.xlsx", _with_sparkline),
        ("表.csv", _text),
    ],
)
def test_what_a_copy_would_lose_gets_a_list_instead(tmp_path: Path, name: str, make: Any) -> None:
    """The original stays as it is; a workbook beside it names the cells, and is never read as an input."""
    folder = month(tmp_path)
    path = make(folder / name)
    before = path.read_bytes()
    done = mark(path, folder / "out" / name, "B2")
    assert done.why_not
    assert f"{name.replace('.', '_')}-数据问题.xlsx" == done.path.name
    assert before == path.read_bytes()
    values = [
        str(cell) for row in load_workbook(done.path)["数据问题"].iter_rows(values_only=True) for cell in row
    ]
    assert {"QK402", "B2", "质检"} <= set(values)
    codes = [one.code for one in read(folder)[1] if one.place.file.endswith("数据问题.xlsx")]
    assert ["QK132"] == codes


def test_parts_that_are_not_known_to_survive_are_taken_as_lost(tmp_path: Path) -> None:
    """A part that no list names (here WPS's pictures in cells) is not thrown away in silence."""
    path = save(tmp_path / "a.xlsx", 质检=calls(call("c1")))
    assert "" == why_not_rewritable(path)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/cellimages.xml", "<x/>")
    assert why_not_rewritable(path)


def test_sheet_named_like_the_list_is_not_lost(tmp_path: Path) -> None:
    """A workbook with a sheet 数据问题 of its own keeps it, and it is read."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 数据问题=calls(call("c1", 礼貌用语=99), call("c2")))
    before = read(folder)[0]
    copied = checked_copy(folder, tmp_path / "out")
    assert "数据问题2" == load_workbook(copied).sheetnames[0]
    copied.rename(folder / "a.xlsx")
    assert len(before.evaluations) == len(read(folder)[0].evaluations)


def test_corrected_copy_of_turns_replaces_them(tmp_path: Path) -> None:
    """A row per turn: the turns of the old file belong to no call any more."""
    folder = month(tmp_path)
    save(folder / "质检.xlsx", 质检=calls(call("c1")))
    head = ("录音编号", "角色", "内容")
    turns = [("c1", "客服", "您好"), ("c1", "客户", "你好"), ("", "客户", "没有编号")]
    save(folder / "逐句.xlsx", 逐句=[head, *turns])
    copied = checked_copy(folder, tmp_path / "out")
    book = load_workbook(copied)
    book["逐句"]["A4"].value = "c1"
    book.save(folder / "逐句-更正.xlsx")
    records, problems = read(folder)
    assert [] == errors(problems)
    transcript = records.evaluations[0].transcript
    assert transcript is not None
    assert 3 == len(transcript)


@pytest.mark.parametrize("name", ["员工名册-更正.xlsx", "名册-更正.xlsx", "0员工名册.xlsx"])
def test_corrected_copy_of_the_roster_is_the_roster(tmp_path: Path, name: str) -> None:
    """Beside the old roster the copy is the one that is read, whatever the order of the names."""
    folder = month(tmp_path)
    roster = folder / "员工名册.xlsx"
    save(folder / "质检.xlsx", 质检=calls(call("c1")))
    copied = mark(roster, tmp_path / "员工名册.xlsx", "F3", sheet="名册").path
    book = load_workbook(copied)
    book["名册"]["D3"].value = "维修部"
    book.save(folder / name)
    records, problems = read(folder)
    assert [] == errors(problems)
    assert ["维修部"] == [row.department for row in records.roster.rows if row.employee_no == "1002"]


def test_check_writes_copies_from_the_command_line(tmp_path: Path) -> None:
    """The words say where the copies are, and exit code 1 that something is held back."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语=99), call("c2")))
    done = qualitykit("check", str(folder), "-o", str(tmp_path / "回填"))
    assert (1, "") == (done.returncode, done.stderr)
    assert f"已写出：{tmp_path / '回填' / 'a.xlsx'}" in done.stdout
    assert ["a.xlsx"] == [path.name for path in (tmp_path / "回填").iterdir()]
    save(folder / "a.xlsx", 质检=calls(call("c1"), call("c2")))
    done = qualitykit("check", str(folder), "-o", str(tmp_path / "无"))
    assert (0, "") == (done.returncode, done.stderr)
    assert "没有需要更正的工作簿" in done.stdout
    assert not (tmp_path / "无").exists()


_FORMULAS = (
    ("=1+1.5", 2.5),
    ('="好"&"的"', "好的"),
    ("=1=1", True),
    ('="a<b & c"', "a<b & c"),
    ("=1/0", "#DIV/0!"),
)


def test_formulas_keep_the_values_that_were_saved(tmp_path: Path) -> None:
    """Who does not calculate (this program, a preview) still reads them; no other cell gets one."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for title in ("质检", "其他 & <一>"):
        sheet = book.add_worksheet(title)
        for row, (formula, value) in enumerate(_FORMULAS):
            sheet.write_formula(row, 1, formula, None, value)
        sheet.write(9, 1, "文字")
        sheet.write_array_formula("D1:D2", "{=B1:B2*2}", None, 5)
    book.close()
    copy = mark(path, tmp_path / "o.xlsx", "B10").path
    before, after = load_workbook(path, data_only=True), load_workbook(copy, data_only=True)
    for title in before.sheetnames:
        for left, right in zip(before[title].iter_rows(), after[title].iter_rows(), strict=True):
            assert [(a.value, a.data_type) for a in left] == [(b.value, b.data_type) for b in right]
    formulas = [cell.value for cell in load_workbook(copy)["质检"]["B"][: len(_FORMULAS)]]
    assert [formula for formula, _value in _FORMULAS] == formulas
    assert load_workbook(copy).calculation.fullCalcOnLoad


def test_a_copy_that_nobody_opened_reads_like_the_original(tmp_path: Path) -> None:
    """Answers that a formula gives are there before Excel has saved the copy."""
    folder = month(tmp_path)
    rows = calls(call("c1"), call("c2", 礼貌用语=99))
    path = folder / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("质检")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if number == 1 and rows[0][column] == "礼貌用语":
                sheet.write_formula(number, column, "=2+2", None, 4)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, book.add_format({"num_format": "yyyy-mm-dd"}))
            elif value is not None:
                sheet.write(number, column, value if isinstance(value, str | float | int) else str(value))
    book.close()
    before, _problems = read(folder)
    copy = checked_copy(folder, tmp_path / "out")
    copy.replace(path)
    after, problems = read(folder)
    assert "QK227" not in errors(problems)
    assert [one.answers for one in before.evaluations] == [one.answers for one in after.evaluations]


def test_the_list_of_a_marked_copy_has_room_for_long_texts(tmp_path: Path) -> None:
    """What is wrong is never cut: a row is as high as its longest text."""
    folder = month(tmp_path)
    save(folder / "a.xlsx", 质检=calls(call("c1", 礼貌用语="很" * 90), call("c2")))
    sheet = load_workbook(checked_copy(folder, tmp_path / "out"))["数据问题"]
    (cell,) = [cell for cell in sheet["F"] if "很" * 90 in str(cell.value)]
    needed = 2 * len(str(cell.value)) / sheet.column_dimensions["F"].width
    assert sheet.row_dimensions[cell.row].height >= 13 * needed
