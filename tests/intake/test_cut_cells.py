"""Large workbooks are put together from columns: what comes out is what calamine reads of the whole file."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualitykit.intake import packed, plain_texts, reader
from qualitykit.intake.cut_cells import _Cutter, cut_cells
from qualitykit.intake.header_rows import Header
from qualitykit.intake.headers import HeaderMatch
from qualitykit.intake.lexicon import normal_word
from qualitykit.intake.reader import Sheet, Workbook, read_workbook
from qualitykit.intake.sheet_size import SharedTexts
from qualitykit.intake.table import open_table
from tests.intake.workbooks import OCTOBER, raw_sheet, with_part

WHOLE = 1 << 60  # no sheet is so large


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets from which size on sheets are cut."""
    return lambda size: monkeypatch.setattr(packed, "LARGE_PART", size)


def both(path: Path, limit: Callable[[int], None]) -> tuple[Workbook, Workbook]:
    """A workbook read whole, and put together from columns if it can be."""
    limit(WHOLE)
    whole, problems = read_workbook(path, "表.xlsx")
    limit(0)
    cut, same_problems = read_workbook(path, "表.xlsx")
    assert problems == same_problems
    assert whole is not None
    assert cut is not None
    return whole, cut


def rows(sheet: Sheet) -> list[tuple[int, list[tuple[type, object]]]]:
    """Every row with the types of its values, for True is 1.0."""
    return [(number, [(type(raw), raw) for raw in row]) for number, row in sheet.every_row()]


def is_cut(book: Workbook) -> bool:
    """Whether all sheets that hold anything were put together."""
    return all(sheet.in_columns is not None for sheet in book.sheets)


def assert_same(whole: Workbook, cut: Workbook) -> None:
    """All that a workbook tells."""
    assert [sheet.name for sheet in whole.sheets] == [sheet.name for sheet in cut.sheets]
    for one, other in zip(whole.sheets, cut.sheets, strict=True):
        assert rows(one) == rows(other)
        for what in ("index", "visibility", "height", "width", "merged", "date_1904", "typed"):
            assert getattr(one, what) == getattr(other, what), what
        assert one.details == other.details


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r<>&\"'_x ，。！"), max_size=30
) | st.sampled_from(
    ["_x000D_", " 前", "后 ", "\n", "&amp;", "<t>", "</si><si>", "𠮷", "客服：您好\n客户：你好"]
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(9)),
)
GRIDS = st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=8)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=GRIDS, since_1904=st.booleans())
def test_what_xlsxwriter_writes(
    grid: list[list[Any]], since_1904: bool, tmp_path: Path, limit: Callable[[int], None]
) -> None:
    """Texts, numbers, truth values, dates and times in any order; with days from 1904 too."""
    path = tmp_path / "a.xlsx"
    options = {"date_1904": since_1904, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("质检")
        sheet.write_string(1, 2, "总有一个文本")
        for number, row in enumerate(grid, 3):
            for column, value in enumerate(row):
                if not isinstance(value, date | datetime) or value.year > 1904:
                    sheet.write(number, column, value)
    whole, cut = both(path, limit)
    assert is_cut(cut)
    assert_same(whole, cut)


def full_book(path: Path) -> None:
    """One of each kind of cell that programs write, on several sheets."""
    with xlsxwriter.Workbook(str(path)) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            sheet.merge_range("A1:C1", "标题", bold)
            sheet.write_row(2, 1, ["工号", "E1007", 12, 12.5, -3, 1e-7, True, False])
            sheet.write_datetime(3, 1, datetime(2026, 10, 3, 9, 30), day)
            sheet.write_datetime(3, 2, datetime(2026, 10, 3), day)
            sheet.write_number(3, 3, 0.4, book.add_format({"num_format": "hh:mm:ss"}))
            sheet.write_number(3, 4, 0.95, book.add_format({"num_format": "0%"}))
            sheet.write_formula(4, 1, "=B3&C3", None, "算出来的")
            sheet.write_formula(4, 2, "=1+1", None, 2)
            sheet.write_formula(4, 3, "=NA()", None, "#N/A")
            sheet.write_blank(4, 4, None, bold)
            sheet.write_rich_string(5, 1, "必填", bold, "*")
            sheet.write_string(5, 2, "  前后 ")
            sheet.write_string(5, 3, "多行\n第二行")
            sheet.write_string(5, 4, "a & b < c")
            sheet.write_string(5, 5, "回车\r\n")
            sheet.set_row(3, None, None, {"hidden": True})
        book.get_worksheet_by_name("二").hide()


def test_every_kind_of_cell(tmp_path: Path, limit: Callable[[int], None]) -> None:
    """Styles, merged ranges, formulas, errors, rich text, hidden rows and sheets."""
    path = tmp_path / "a.xlsx"
    full_book(path)
    whole, cut = both(path, limit)
    assert is_cut(cut)
    assert not is_cut(whole)
    assert_same(whole, cut)
    (_number, fourth_row), *_rest = cut.sheets[0].every_row(4)
    assert [date(2026, 10, 3), time(9, 36)] == fourth_row[2:4]


CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>工号</t></is></c></row>'
UNUSUAL = {
    "no address": "<row><c><v>1</v></c></row>",
    "style first": '<row r="2"><c s="0" r="B2"><v>1</v></c></row>',
    "single quotes": "<row r='2'><c r='B2'><v>1</v></c></row>",
    "out of order": '<row r="3"><c r="B3"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
    "twice": '<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
    "comment": '<row r="2"><!-- <c r="B2"><v>1</v></c> --><c r="C2"><v>2</v></c></row>',
    "CDATA": '<row r="2"><c r="B2" t="str"><v><![CDATA[<c r="B3"><v>1</v></c>]]></v></c></row>',
    "text after another attribute": '<row r="2"><c r="B2" cm="1" t="s"><v>0</v></c></row>',
    "text with blanks": '<row r="2"><c r="B2" t="s"> <v>0</v></c></row>',
    "a text that is not there": '<row r="2"><c r="B2" t="s"><v>77</v></c></row>',
    "empty value": '<row r="2"><c r="B2" t="str"><v></v></c></row>',
}
USUAL = {
    "formula": '<row r="2"><c r="B2" t="str"><f>A1</f><v>x</v></c><c r="C2"><f>1</f><v>1</v></c></row>',
    "error": '<row r="2"><c r="B2" t="e"><v>#DIV/0!</v></c><c r="C2" t="b"><v>1</v></c></row>',
    "blanks between": '<row r="2">\n <c r="B2">\n  <v>1</v>\n </c>\n <c r="AB2" s="0"/></row>',
    "numbers": '<row r="2"><c r="B2"><v>0012</v></c><c r="C2"><v>1E3</v></c><c r="D2"><v>-0</v></c></row>',
    "long numbers": '<row r="2"><c r="B2"><v>123456789012345678</v></c><c r="C2"><v>46296.5</v></c></row>',
    "typed numbers": '<row r="2"><c r="B2" t="n"><v>5</v></c><c r="C2" s="0" t="n"><v>5</v></c></row>',
    "other attributes": '<row r="2"><c r="B2" cm="1"><v>3</v></c><c r="C2" vm="2" /></row>',
    "far": '<row r="2000"><c r="BZ2000"><v>3</v></c></row>',
    "nothing in it": '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="inlineStr"><is></is></c></row>',
    "empty text": '<row r="2"><c r="B2" t="inlineStr"><is><t/></is></c></row>',
    "day as text": '<row r="2"><c r="B2" t="d"><v>2026-10-03T00:00:00</v></c></row>',
}


def with_texts(path: Path) -> Path:
    """The same workbook with one shared text."""
    text = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>\xe5\xa5\xbd</t></si></sst>'
    stream = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        if "xl/sharedStrings.xml" not in archive.namelist():
            archive.writestr("xl/sharedStrings.xml", text)
    path.write_bytes(stream.getvalue())
    return with_part(path, "xl/sharedStrings.xml", text)


@pytest.mark.parametrize("name", [*UNUSUAL, *USUAL])
def test_cells_as_nobody_expects_them(name: str, tmp_path: Path, limit: Callable[[int], None]) -> None:
    """Whatever is written in another way is left to calamine; the same comes out, or the same Problem."""
    body = (UNUSUAL | USUAL)[name]
    path = with_texts(raw_sheet(tmp_path / "a.xlsx", f"<sheetData>{CELL}{body}</sheetData>"))
    limit(WHOLE)
    whole, problems = read_workbook(path, "表.xlsx")
    limit(0)
    cut, same_problems = read_workbook(path, "表.xlsx")
    assert problems == same_problems
    if whole is None:
        assert cut is None
        return
    assert cut is not None
    assert_same(whole, cut)
    assert is_cut(cut) == (name in USUAL)


SHARED = {
    "plain": "<si><t>一</t></si><si><t>二</t></si>",
    "kept blanks": '<si><t xml:space="preserve"> 一 </t></si><si><t>二</t></si>',
    "blanks that go": "<si><t> 一\n</t></si><si><t>二</t></si>",
    "references": "<si><t>一&amp;&lt;&#10;</t></si><si><t>二</t></si>",
    "escapes": "<si><t>_x000D_一</t></si><si><t>_x4E8C_</t></si>",
    "returns": "<si><t>一\r\n二</t></si><si><t>二\r</t></si>",
    "rich": "<si><r><t>一</t></r><r><t>二</t></r></si><si><t>二</t></si>",
    "phonetic": '<si><t>一</t><rPh sb="0" eb="1"><t>yi</t></rPh></si><si><t>二</t></si>',
    "empty": "<si><t></t></si><si><t/></si>",
    "nothing": "<si/><si><t>二</t></si>",
    "lines between": "\n<si>\n<t>一</t>\n</si>\n<si><t>二</t></si>\n",
    "comment": "<si><t>一<!-- x --></t></si><si><t>二</t></si>",
    "comment between": "<si><t>一</t></si><!-- <si><t>x</t></si> --><si><t>二</t></si>",
}


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'])
def test_shared_texts(name: str, head: str, tmp_path: Path, limit: Callable[[int], None]) -> None:
    """However a text is written, it is the one that calamine reads."""
    body = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    path = with_texts(raw_sheet(tmp_path / "a.xlsx", f"<sheetData>{body}</sheetData>"))
    texts = (
        f'{head}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{SHARED[name]}</sst>'
    )
    whole, cut = both(with_part(path, "xl/sharedStrings.xml", texts.encode()), limit)
    assert_same(whole, cut)
    assert is_cut(cut) == (not name.startswith(("comment", "nothing")))


@pytest.mark.parametrize("at_once", [1, 40, 100, 2 << 20])
def test_shared_texts_in_portions(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text is the same however many are taken at a time; one that is longer than that too."""
    monkeypatch.setattr(plain_texts, "_AT_ONCE", at_once)
    texts = [f"第{number}句" + "长" * (number % 11 * 9) for number in range(200)]
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    items += '<si><t xml:space="preserve"> 空 </t></si><si><t>a&amp;b</t></si><si><t> 去 </t></si>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="m">{items}</sst>')
    assert [*texts, " 空 ", None, None] == plain_texts.plainly_written(stream.getvalue())


@pytest.mark.parametrize(
    "part",
    [b"", b"<sst/>", b"<sst><si><t>a</t></si>", b"\xff\xfe<\x00s\x00", b"<sst><si><t>\xff</t></si></sst>"],
)
def test_what_is_no_part_of_texts_tells_nothing(part: bytes) -> None:
    """Nobody guesses: calamine reads it, and says what it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", part)
    assert plain_texts.plainly_written(stream.getvalue()) is None
    assert plain_texts.plainly_written(stream.getvalue()[:50]) is None


def test_sheets_that_hold_nothing(tmp_path: Path, limit: Callable[[int], None]) -> None:
    """An empty sheet, one with formats alone and one with a chart do not keep the others from being cut."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("质检")
        sheet.write_row(0, 0, ["工号", 1, 2])
        book.add_worksheet("Sheet2")
        book.add_worksheet("Sheet3").write_blank(3, 3, None, book.add_format({"bold": True}))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=质检!$B$1:$C$1"})
        book.add_chartsheet("图").set_chart(chart)
    whole, cut = both(path, limit)
    assert cut.sheets[0].in_columns is not None
    assert [0, 0] == [sheet.height for sheet in cut.sheets[1:]]
    assert_same(whole, cut)


@pytest.mark.parametrize("broken", ["_own", "read_shared_texts", "own_values"])
def test_what_does_not_fit_together_is_read_whole(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: Callable[[int], None]
) -> None:
    """A value too few, texts that are not those that were counted, a light workbook that cannot be opened."""
    path = tmp_path / "a.xlsx"
    full_book(path)
    if broken == "_own":
        monkeypatch.setattr(_Cutter, "_own", lambda self, keys: iter([b"><v>1</v></c>"] * (len(keys) - 1)))
    elif broken == "own_values":
        monkeypatch.setattr(packed, "own_values", lambda kept, sheets: b"PK")
    else:
        monkeypatch.setattr(reader, "read_shared_texts", lambda *_given: None)
    whole, cut = both(path, limit)
    assert not is_cut(cut)
    assert_same(whole, cut)


def test_a_far_cell_takes_no_memory(tmp_path: Path, limit: Callable[[int], None]) -> None:
    """The rectangle around all cells is measured before it is made."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = with_texts(raw_sheet(tmp_path / "a.xlsx", f"<sheetData>{CELL}{far}</sheetData>"))
    limit(0)
    assert ["QK106"] == [one.code for one in read_workbook(path, "表.xlsx")[1]]


@pytest.mark.parametrize("cell", ["A1048577", "XFE1", "AAA1", "A0"])
def test_a_cell_beyond_the_sheet(cell: str) -> None:
    """No program writes it; calamine says what it is."""
    part = f'<worksheet><sheetData><row><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    found = cut_cells(io.BytesIO(part.encode()), SharedTexts())
    assert found is None or cell == "AAA1"


def test_many_cells_in_pieces() -> None:
    """A cell that lies across two pieces is one cell, and each different value is kept once."""
    size = 60_000
    body = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row % 3}</v></c><c r="C{row}" s="4"><v>{row % 7}</v></c>'
        f'<c r="D{row}"><v>{row % 5}.5</v></c></row>'
        for row in range(1, size + 1)
    )
    part = f"<worksheet><cols><col/></cols><sheetData>{body}</sheetData><x/></worksheet>"
    found = cut_cells(io.BytesIO(part.encode()), SharedTexts((10, 20, 30), 30))
    assert found is not None
    assert (4, size) == found.values.shape
    assert [row % 3 for row in range(1, size + 1)] == found.values[0].tolist()
    assert {-1} == set(found.values[1].tolist())
    own = [found.own[number - 3] for number in found.values[2].tolist()]
    assert [b' s="4"><v>%d</v></c>' % (row % 7) for row in range(1, size + 1)] == own
    own = [found.own[number - 3] for number in found.values[3].tolist()]
    assert [b"><v>%d.5</v></c>" % (row % 5) for row in range(1, size + 1)] == own
    assert (12, size * 20, 4 * size) == (len(found.own), found.size.text_bytes, found.size.area)
    assert found.tail == b"<x/></worksheet>"


HEADERS = (
    Header(0, 1, "录音编号", normal_word("录音编号")),
    Header(1, 1, "工号", normal_word("工号")),
)


def test_tables_from_columns(tmp_path: Path, limit: Callable[[int], None]) -> None:
    """The rows that count are the same as those of a sheet in rows, in columns at once or by row."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["录音编号", "工号", "得分"])
        for row in range(1, 30):
            sheet.write_row(row, 0, [f"LY{1000 + row}", f"E{row}", row])
        sheet.write_row(12, 0, ["", "", ""])
        sheet.write_row(30, 0, ["合计", "", 435])
        sheet.write_row(31, 0, ["王芳", "E77", 3])
    tables = [
        open_table(book.sheets[0], HeaderMatch((1, 1), {"contact_id": 0, "employee_no": 1}, HEADERS), OCTOBER)
        for book in both(path, limit)
    ]
    whole, cut = tables
    for name in ("contact_id", "employee_no"):
        assert list(whole.raw(name)) == list(cut.raw(name))
    assert (whole.numbers, whole.problems, len(whole)) == (cut.numbers, cut.problems, len(cut))
    cut.freeze()
    assert isinstance(cut.raw("contact_id"), tuple)
    assert whole.cells == cut.cells
    cut.fill("department", "一组")
    assert ["一组"] * len(cut) == list(cut.raw("department"))
    assert whole.keep([2, 3]).numbers == cut.keep([2, 3]).numbers


def test_a_tick_is_told_from_a_one_in_every_column(tmp_path: Path, limit: Callable[[int], None]) -> None:
    """Also in a column that is taken out after one was asked for that is not there."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["录音编号", "工号"])
        for row in range(1, 40):
            sheet.write_row(row, 0, [f"LY{1000 + row}", True if row % 2 else 1])
    _whole, cut = both(path, limit)
    match = HeaderMatch((1, 1), {"contact_id": 0, "employee_no": 1}, HEADERS)
    table = open_table(cut.sheets[0], match, OCTOBER)
    table.freeze()
    assert [""] * 39 == list(table.comparable("department"))
    assert 2 == len(set(table.comparable("employee_no")))
    assert ["TRUE", "1"] == table.texts("employee_no")[:2]
