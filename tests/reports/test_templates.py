"""Templates: what an inspector opens, and that its live subtotal is what score computes."""

import importlib.util
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.errors import CannotRunError
from qualitykit.model import Answer, AnswerState
from qualitykit.reports.template_table import FIRST_ROW, HEADER_ROW
from qualitykit.reports.templates import write_template
from qualitykit.scoring.checklist import FormScorer
from qualitykit.sheets.heads import answer_choices, head_cells
from qualitykit.sheets.layouts import RECORDS, RecordSheet
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from qualitykit.standards.forms import Choice, Form, Item, Number, Points, Scale, YesNo
from qualitykit.standards.reader import load_standard
from qualitykit.standards.standard import Standard

PEOPLE = (("1007", "王芳"), ("1008", "李强"), ("1009", "欧阳晓"))
STANDARD, _PROBLEMS = load_standard("service-attitude")
assert STANDARD is not None
FORMS = tuple(form.id for form in STANDARD.forms)
soffice = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The shipped pack."""
    assert STANDARD is not None
    return STANDARD


def _form(standard: Standard, form_id: str) -> Form:
    form = standard.form(form_id)
    assert form is not None
    return form


@pytest.mark.parametrize("layout", ["table", "card"])
@pytest.mark.parametrize("form_id", FORMS)
def test_template_carries_its_meta_and_can_be_filled(
    standard: Standard, tmp_path: Path, form_id: str, layout: str
) -> None:
    """The hidden meta names pack, version and form; the sheet is locked but for the cells to fill."""
    path = write_template(standard, form_id, out=tmp_path / "t.xlsx", layout=layout, people=PEOPLE)
    book = load_workbook(path)
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert (meta.kind, meta.form, meta.pack, meta.layout) == ("form", form_id, standard.id, layout)
    assert meta.pack_version == standard.version
    assert book[META_SHEET].sheet_state == "veryHidden"
    sheet = book[_form(standard, form_id).title]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.page_setup.paperSize in (9, "9")
    assert sheet.print_title_rows
    unlocked = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked
    assert not any(str(cell.value or "").startswith("=") for cell in unlocked)


@pytest.mark.parametrize("form_id", FORMS)
def test_people_are_one_drop_down_of_number_and_name(
    standard: Standard, tmp_path: Path, form_id: str
) -> None:
    """Number and name stand together in one list, so that typing either finds the person."""
    book = load_workbook(write_template(standard, form_id, out=tmp_path / "t.xlsx", people=PEOPLE))
    assert ["1007 王芳", "1008 李强", "1009 欧阳晓"] == [row[0].value for row in book["_名单"].iter_rows()]
    rules = book[_form(standard, form_id).title].data_validations.dataValidation
    assert any("_名单" in str(rule.formula1) for rule in rules)
    assert all(rule.errorTitle == "填写有误" for rule in rules)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_record_sheets_have_their_columns(standard: Standard, tmp_path: Path, record: object) -> None:
    """A register's header is what the intake knows it by."""
    known = next(each for each in RECORDS if each is record)
    book = load_workbook(write_template(standard, known.id, out=tmp_path / "r.xlsx", people=PEOPLE))
    header = [cell.value for cell in book[known.title][3]]
    assert ["*" * column.required + column.title for column in known.columns] == header


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_register_says_whose_it_is_and_how_it_is_filled(
    standard: Standard, tmp_path: Path, record: RecordSheet
) -> None:
    """Company and month stand above it; its guide has each column with its words, and the clause."""
    path = write_template(
        standard, record.id, out=tmp_path / "r.xlsx", month="2026-10", company="星河服务", people=PEOPLE
    )
    book = load_workbook(path)
    assert record.title == book.active.title if book.active else False
    assert record.title == book[record.title]["A1"].value
    assert "公司：星河服务　　月份：2026-10" in said(book[record.title])
    rows = [[str(cell or "") for cell in row] for row in book["填写说明"].iter_rows(values_only=True)]
    assert record.clause in rows[1][0]
    told = {bare_title(row[0]): row for row in rows}
    for column in record.columns:
        row = told[column.title]
        assert ("是" if column.required else "") == row[1]
        assert "、".join(column.choices) == row[3]
        assert row[2].endswith(column.hint)
        assert row[2]


@pytest.mark.parametrize("layout", ["table", "card"])
@pytest.mark.parametrize("form_id", FORMS)
def test_what_is_required_has_a_star_and_is_red(
    standard: Standard, tmp_path: Path, form_id: str, layout: str
) -> None:
    """Head and items alike, in table and card; nothing else is red; the legend says what red means."""
    form = _form(standard, form_id)
    path = write_template(standard, form_id, out=tmp_path / "t.xlsx", layout=layout)
    sheet = load_workbook(path)[form.title]
    required = {item.title for item in items_of(form) if item.required}
    required |= {head.title for head in head_cells(form) if head.required}
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert required == {bare_title(cell.value) for cell in cells if str(cell.value).startswith("*")}
    red = [cell for cell in cells if cell.font.color is not None and cell.font.color.rgb == "00C00000"]
    assert required == {bare_title(cell.value) for cell in red}
    assert any("带 * 的红字必填" in str(cell.value) for cell in cells)


def test_answers_and_transcripts_fit_a_low_row(standard: Standard, tmp_path: Path) -> None:
    """The longest answer has one line; of a transcript the first line shows, not the middle of it."""
    form = _form(standard, "call-review")
    sheet = load_workbook(write_template(standard, form.id, out=tmp_path / "t.xlsx"))[form.title]
    for item in items_of(form):
        if isinstance(item.answer, Choice):
            width = sheet.column_dimensions[get_column_letter(_column(sheet, item.title))].width
            assert width > max(2 * len(option.label) for option in item.answer.options)
    shown = sheet.cell(FIRST_ROW, _column(sheet, "录音文本")).alignment
    assert ("top", None) == (shown.vertical, shown.wrap_text or None)


def test_a_card_says_whose_it_is(standard: Standard, tmp_path: Path) -> None:
    """Company and month, as on the table."""
    for layout in ("table", "card"):
        path = write_template(
            standard,
            "patrol",
            out=tmp_path / f"{layout}.xlsx",
            layout=layout,
            month="2026-10",
            company="星河",
        )
        assert "公司：星河　　月份：2026-10" in said(load_workbook(path)["现场巡查表"])


def test_unknown_form_is_refused(standard: Standard, tmp_path: Path) -> None:
    """The error names the forms that there are."""
    with pytest.raises(CannotRunError, match="call-review"):
        write_template(standard, "no-such-form", out=tmp_path / "t.xlsx")


# --- the live subtotal ---------------------------------------------------------------------------------


def _written(item: Item, dice: random.Random) -> tuple[float | str, Answer]:
    """An answer as a person would put it, and as scoring takes it."""
    forbids_na = item.critical is not None and item.critical.forbids_na
    if not forbids_na and dice.random() < 0.15:
        return "不适用", Answer(AnswerState.NA)
    rule = item.answer
    if isinstance(rule, YesNo):
        good = dice.random() < 0.8
        return answer_choices(rule.good)[0 if good else 1], Answer(AnswerState.VALUE, Decimal(int(good)))
    if isinstance(rule, Choice):
        label = dice.choice(rule.options).label
        return (int(label) if label.isdigit() else label), Answer(AnswerState.VALUE, label)
    if isinstance(rule, Scale):
        value = Decimal(dice.randint(int(rule.min), int(rule.max)))
    elif isinstance(rule, Points):
        value = Decimal(dice.randint(0, int(rule.max)))
    else:
        assert isinstance(rule, Number)
        value = Decimal(dice.randint(0, 6))
    return float(value), Answer(AnswerState.VALUE, value)


def _inspected(form: Form) -> Form:
    """The form without what checks answer: what the subtotal is of."""
    sections = []
    for section in form.sections:
        items = tuple(item for item in section.items if item.answer.kind != "detected")
        if items:
            sections.append(section.model_copy(update={"items": items}))
    partial = len(items_of(form)) != len(form.items)
    update: dict[str, object] = {"sections": tuple(sections), "deductions": ()}
    if partial:
        update["max_na_percent"] = Decimal(100)
    return form.model_copy(update=update)


def items_of(form: Form) -> tuple[Item, ...]:
    """The items that an inspector fills."""
    return tuple(item for item in form.items if item.answer.kind != "detected")


def bare_title(value: object) -> str:
    """The title of an item or a column without its marks."""
    return str(value or "").removeprefix("*").removesuffix("（一票否决）")


def said(sheet: Worksheet) -> list[object]:
    """What stands above a form."""
    return [cell for row in sheet.iter_rows(max_row=2, values_only=True) for cell in row if cell]


def _column(sheet: Worksheet, title: str) -> int:
    for row in (HEADER_ROW,):
        for cell in sheet[row]:
            if bare_title(cell.value) == title:
                assert cell.column is not None
                return cell.column
    raise AssertionError(title)


def _fill_table(sheet: Worksheet, form: Form, dice: random.Random, fillings: int) -> list[tuple[Answer, ...]]:
    filled = []
    for row in range(FIRST_ROW, FIRST_ROW + fillings):
        sheet.cell(row, 1, "x")
        answers = []
        for item in items_of(form):
            written, answer = _written(item, dice)
            sheet.cell(row, _column(sheet, item.title), written)
            answers.append(answer)
        for bonus in form.bonus_items:
            yes = dice.random() < 0.3
            sheet.cell(row, _column(sheet, bonus.title), "是" if yes else "否")
            answers.append(Answer(AnswerState.VALUE, Decimal(int(yes))))
        filled.append(tuple(answers))
    return filled


def _fill_card(sheet: Worksheet, form: Form, dice: random.Random) -> tuple[Answer, ...]:
    answers = {}
    for item in items_of(form):
        written, answer = _written(item, dice)
        answers[item.title] = (written, answer)
    for bonus in form.bonus_items:
        answers[bonus.title] = ("否", Answer(AnswerState.VALUE, Decimal(0)))
    for row in sheet.iter_rows(min_col=2, max_col=5):
        title = bare_title(row[0].value)
        if title in answers and not row[3].protection.locked:
            row[3].value = answers[title][0]
    return tuple(answer for _written_, answer in answers.values())


def _recalculated(folder: Path, paths: list[Path]) -> Path:
    out = folder / "recalculated"
    out.mkdir()
    assert soffice is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(out), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    return out


def _expected(form: Form, answers: tuple[Answer, ...]) -> object:
    score, _differences = FormScorer(_inspected(form)).score(answers)
    if score.published is not None:
        return float(score.published)
    return "不适用" if score.no_score == "all-na" else "不适用过多"


def _same(found: object, expected: object) -> bool:
    if isinstance(expected, float):
        return isinstance(found, (int, float)) and abs(found - expected) < 0.0051
    return found in (expected, "不适用", "不适用过多")


def _compare(standard: Standard, folder: Path, fillings: int) -> int:
    dice = random.Random(20261003)
    paths, filled = [], {}
    for form_id in FORMS:
        form = _form(standard, form_id)
        path = write_template(standard, form_id, out=folder / f"{form_id}.xlsx")
        book = load_workbook(path)
        filled[form_id] = _fill_table(book[form.title], form, dice, fillings)
        book.save(path)
        card = write_template(standard, form_id, out=folder / f"{form_id}-card.xlsx", layout="card")
        book = load_workbook(card)
        filled[f"{form_id}-card"] = [_fill_card(book[form.title], form, dice)]
        book.save(card)
        paths += [path, card]
    out = _recalculated(folder, paths)
    compared = 0
    for form_id in FORMS:
        form = _form(standard, form_id)
        sheet = load_workbook(out / f"{form_id}.xlsx", data_only=True)[form.title]
        title = "小计" if len(items_of(form)) == len(form.items) else "小计（不含话术检测）"
        column = _column(sheet, title)
        for row, answers in enumerate(filled[form_id], start=FIRST_ROW):
            assert _same(sheet.cell(row, column).value, _expected(form, answers)), (form_id, row)
            compared += 1
        card_sheet = load_workbook(out / f"{form_id}-card.xlsx", data_only=True)[form.title]
        total = next(row[4].value for row in card_sheet.iter_rows() if row[0].value == title)
        assert _same(total, _expected(form, filled[f"{form_id}-card"][0])), form_id
    return compared


@pytest.mark.skipif(soffice is None, reason="LibreOffice is not installed: the live subtotal is not checked")
def test_live_subtotal_is_what_score_computes(standard: Standard, tmp_path: Path) -> None:
    """Five fillings a form, recalculated by LibreOffice, agree with the form's score to 0.01."""
    assert _compare(standard, tmp_path, fillings=5) == 5 * len(FORMS)


@pytest.mark.nightly
@pytest.mark.skipif(soffice is None, reason="LibreOffice is not installed: the live subtotal is not checked")
def test_live_subtotal_is_what_score_computes_for_two_hundred(standard: Standard, tmp_path: Path) -> None:
    """Two hundred fillings a form agree as well."""
    assert _compare(standard, tmp_path, fillings=200) == 200 * len(FORMS)


def _texts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {
        sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(row)]
        for sheet in book.worksheets
        if sheet.title != META_SHEET
    }


def test_committed_templates_are_what_the_program_makes(tmp_path: Path) -> None:
    """templates/excel is not older than the pack: `make templates` writes it anew."""
    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("make_templates", root / "tools" / "make_templates.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    made = {path.name: path for path in tool.make(tmp_path)}
    committed = {path.name: path for path in (root / "templates" / "excel").glob("*.xlsx")}
    assert set(made) == set(committed)
    for name, path in made.items():
        assert _texts(path) == _texts(committed[name]), name
