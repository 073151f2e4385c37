"""Every form there and back: a blank, filled as a person would, read: the answers that went in.

Table and card, as .xlsx and as what LibreOffice makes of it (.xls, .ods).
"""

import datetime as dt
import random
import shutil
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from qualitykit.intake.month import read_months
from qualitykit.model import Answer, AnswerState, Evaluation, Place, Purpose
from qualitykit.problems import Problem, Severity, problem
from qualitykit.reports.annotated import annotate
from qualitykit.reports.template_table import FIRST_ROW, HEADER_ROW
from qualitykit.reports.templates import write_template
from qualitykit.sheets.heads import HeadCell, head_cells
from qualitykit.standards.forms import Form
from qualitykit.standards.reader import load_standard
from tests.reports.test_templates import _fill_card, _fill_table, bare_title, items_of

STANDARD, _PROBLEMS = load_standard("service-attitude")
assert STANDARD is not None
GIVEN_NAMES = ("芳菲", "国强", "晓敏", "志远", "雨桐", "文博", "海燕", "思齐", "建平", "若兰")
NAMES = [surname + given for given in GIVEN_NAMES for surname in "王李张赵陈杨吴周徐孙"]
PEOPLE = tuple((f"{1001 + number}", name) for number, name in enumerate(NAMES))
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: .xls and .ods are not checked"
)
Given = dict[str, tuple[AnswerState, object]]


class Filled(NamedTuple):
    """One filled workbook: its form and, by staff number, the day and the answers that went in."""

    path: Path
    form: Form
    given: dict[str, tuple[dt.date, Given]]


def day_of(number: int) -> dt.date:
    """The day of filling ``number``."""
    return dt.date(2026, 10, 1 + number % 28)


def head_value(head: HeadCell, number: int) -> object:
    """What a person puts into a cell of the head."""
    words: dict[str, object] = {
        "date": day_of(number),
        "time": dt.time(9, number % 60),
        "person": " ".join(PEOPLE[number]),
        "number": 20 + number % 30,
        "purpose": "正常",
        "severity": "一般",
        "verified": "属实",
    }
    fields: dict[str, object] = {
        "inspector": "质检员甲",
        "confirmed_by": "主管乙",
        "verified_by": "主管乙",
        "direction": "呼入",
        "hung_up_by": "客户",
        "transcript": "客服：您好，请问有什么可以帮您？\n客户：查一下账单。\n客服：请稍等。",
        "contact_id": f"C{number:05d}",
        "customer": f"客户{number}",
        "department": "客服部",
    }
    return fields.get(head.field) or words.get(head.kind) or f"说明{number}"


def by_item(form: Form, answers: tuple[Answer, ...], lines: list[str]) -> Given:
    """Item → state and value."""
    return {line: (answer.state, answer.value) for line, answer in zip(lines, answers, strict=True)}


def lines_of(form: Form) -> list[str]:
    """The ids of what an inspector fills, in the order of the fillers."""
    return [item.id for item in items_of(form)] + [line.id for line in form.bonus_items]


def fill_table(folder: Path, form: Form, dice: random.Random, fillings: int) -> Filled:
    """A table with a row a filling."""
    assert STANDARD is not None
    path = write_template(STANDARD, form.id, out=folder / f"{form.id}.xlsx", people=PEOPLE, month="2026-10")
    book = openpyxl.load_workbook(path)
    sheet = book[form.title]
    answers = _fill_table(sheet, form, dice, fillings)
    columns = {bare_title(cell.value): number for number, cell in enumerate(sheet[HEADER_ROW], start=1)}
    for number in range(fillings):
        for head in head_cells(form):
            sheet.cell(FIRST_ROW + number, columns[head.title]).value = head_value(head, number)  # type: ignore[assignment]
    book.save(path)
    lines = lines_of(form)
    given = {PEOPLE[n][0]: (day_of(n), by_item(form, answers[n], lines)) for n in range(fillings)}
    return Filled(path, form, given)


def fill_cards(folder: Path, form: Form, dice: random.Random, fillings: int) -> Filled:
    """A card, and a copy of it within the workbook for each further visit."""
    assert STANDARD is not None
    path = write_template(
        STANDARD,
        form.id,
        out=folder / f"{form.id}-card.xlsx",
        layout="card",
        people=PEOPLE,
        month="2026-10",
    )
    book = openpyxl.load_workbook(path)
    blank = book[form.title]
    sheets = [blank, *(book.copy_worksheet(blank) for _number in range(1, fillings))]
    given = {}
    for number, sheet in enumerate(sheets):
        answers = _fill_card(sheet, form, dice)
        _fill_head(sheet, form, number)
        given[PEOPLE[number][0]] = (day_of(number), by_item(form, answers, lines_of(form)))
    book.save(path)
    return Filled(path, form, given)


def _fill_head(sheet: Worksheet, form: Form, number: int) -> None:
    heads = {head.title: head for head in head_cells(form)}
    filled = set()
    for row_number, row in enumerate(sheet.iter_rows(min_row=2, max_row=20, max_col=4), start=2):
        for column, cell in enumerate(row, start=1):
            head = heads.get(bare_title(cell.value))
            beside = sheet.cell(row_number, column + 1) if head and column in (1, 3) else None
            if head is not None and beside is not None and not beside.protection.locked:
                beside.value = head_value(head, number)  # type: ignore[assignment]
                filled.add(head.title)
    assert {head.title for head in head_cells(form) if head.required} <= filled


def filled_forms(folder: Path, fillings: int) -> list[Filled]:
    """Every form as table and as cards, each in a folder of its own."""
    assert STANDARD is not None
    dice = random.Random(20261007)
    found = []
    for form in STANDARD.forms:
        for fill in (fill_table, fill_cards):
            place = folder / f"{form.id}-{fill.__name__}" / "2026-10"
            place.mkdir(parents=True)
            found.append(fill(place, form, dice, fillings))
    return found


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people whom the drop-downs name."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["工号", "姓名", "部门", "入职日期"])
    for number, name in PEOPLE:
        sheet.append([number, name, "客服部", dt.date(2024, 1, 1)])
    path = tmp_path_factory.mktemp("roster") / "员工名册.xlsx"
    book.save(path)
    return path


def read_file(path: Path, roster: Path) -> tuple[Sequence[Evaluation], list[Problem]]:
    """The evaluations of one workbook, and what is wrong with it."""
    assert STANDARD is not None
    ((records, problems),) = read_months(
        [], files=[path], standards=[STANDARD], roster=roster, month="2026-10"
    )
    return records.evaluations, [one for one in problems if one.severity is not Severity.NOTE]


def rated(filled: Filled) -> list[str]:
    """Who was evaluated: a customer who gave no rating evaluated nobody (QK417)."""
    low = filled.form.low_rating
    return [
        who
        for who, (_day, given) in filled.given.items()
        if low is None or given[low.item][0] is AnswerState.VALUE
    ]


def assert_same(filled: Filled, path: Path, roster: Path) -> None:
    """What was read is what went in."""
    evaluations, problems = read_file(path, roster)
    assert [] == [(one.code, str(one.place), one.message()) for one in problems]
    assert sorted(rated(filled)) == sorted(one.employee_no for one in evaluations)
    lines = [item.id for item in filled.form.items] + [line.id for line in filled.form.bonus_items]
    dated = any(head.kind == "date" and head.field != "inspected_on" for head in head_cells(filled.form))
    wanted = {head.field for head in head_cells(filled.form)}
    for one in evaluations:
        day, given = filled.given[one.employee_no]
        read = by_item(filled.form, one.answers, lines)
        assert given == {line: read[line] for line in given}, (path.name, one.employee_no)
        assert filled.form.id == one.form
        assert Purpose.NORMAL is one.purpose
        if dated:
            assert day == one.day
        if "inspector" in wanted:
            assert "质检员甲" == one.inspector
        if "contact_id" in wanted:
            assert f"C{int(one.employee_no) - 1001:05d}" == one.contact_id


def converted(filled: list[Filled], folder: Path, suffix: str) -> list[Path]:
    """All of them as LibreOffice saves them, in one call."""
    assert SOFFICE is not None
    out = folder / suffix
    out.mkdir()
    form = {"xls": "xls:MS Excel 97", "ods": "ods"}[suffix]
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
    command += ["--outdir", str(out), *(str(one.path) for one in filled)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [out / f"{one.path.stem}.{suffix}" for one in filled]


def test_every_form_there_and_back(tmp_path: Path, roster: Path) -> None:
    """Five fillings of every form, as table and as card copied within the workbook."""
    for filled in filled_forms(tmp_path, 5):
        assert 5 == len(filled.given)
        assert_same(filled, filled.path, roster)


def test_a_blank_copy_of_a_card_is_passed_over(tmp_path: Path, roster: Path) -> None:
    """Company, month and legend above it fill no card; a remark beside an item goes without its star."""
    assert STANDARD is not None
    path = write_template(
        STANDARD,
        "patrol",
        out=tmp_path / "card.xlsx",
        layout="card",
        people=PEOPLE,
        month="2026-10",
        company="星河服务",
    )
    book = openpyxl.load_workbook(path)
    blank = book["现场巡查表"]
    form = STANDARD.form("patrol")
    assert form is not None
    book.copy_worksheet(blank)
    _fill_card(blank, form, random.Random(1))
    _fill_head(blank, form, 0)
    line = next(row for row in blank.iter_rows(min_col=2, max_col=6) if "着装" in str(row[0].value))
    line[4].value = "领口敞开"
    for row in blank.iter_rows(max_row=12, max_col=4):
        for label, value in ((row[0], row[1]), (row[2], row[3])):
            if label.value == "备注":
                value.value = None
    book.save(path)
    (found,), problems = read_file(path, roster)
    assert [] == problems
    assert f"{form.items[0].title}：领口敞开" in found.remark


def test_marked_copies_of_filled_blanks_read_the_same(tmp_path: Path, roster: Path) -> None:
    """What goes back to the inspector is still the form: locks, lists, copied cards, answers."""
    for filled in filled_forms(tmp_path, 2):
        found = [problem("QK402", Place(filled.path.name, filled.form.title, "A3:B3"), "x")]
        copy = filled.path.with_name("copy.xlsx")
        done = annotate(filled.path, found, out=copy, digest=sha256(filled.path.read_bytes()).hexdigest())
        assert (copy, "") == (done.path, done.why_not)
        sheet = openpyxl.load_workbook(copy)[filled.form.title]
        assert sheet.protection.sheet
        assert_same(filled, copy, roster)


@needs_office
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_every_form_through_libreoffice(tmp_path: Path, roster: Path, suffix: str) -> None:
    """The same, saved as .xls and .ods."""
    forms = filled_forms(tmp_path, 2)
    for filled, path in zip(forms, converted(forms, tmp_path, suffix), strict=True):
        assert_same(filled, path, roster)


@pytest.mark.nightly
@needs_office
def test_a_hundred_fillings_of_every_form(tmp_path: Path, roster: Path) -> None:
    """A hundred fillings, in all three kinds of file."""
    forms = filled_forms(tmp_path, 100)
    for filled in forms:
        assert_same(filled, filled.path, roster)
    for suffix in ("xls", "ods"):
        for filled, path in zip(forms, converted(forms, tmp_path, suffix), strict=True):
            assert_same(filled, path, roster)
