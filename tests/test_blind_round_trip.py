"""A blind review there and back: call list → blind form → filled as a person would → each call's employee."""

import random
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from qualitykit.errors import CannotRunError
from qualitykit.intake.month import read_months
from qualitykit.model import Answer, MonthRecords
from qualitykit.problems import Severity
from qualitykit.reports.template_blind import hide_agent
from qualitykit.reports.template_table import FIRST_ROW, HEADER_ROW
from qualitykit.scoring.checklist import FormScorer
from qualitykit.sheets.blind import IDENTIFYING
from qualitykit.sheets.meta import META_SHEET, meta_from_rows
from qualitykit.standards.forms import Form
from qualitykit.standards.reader import load_standard
from qualitykit.workflow.templates import write_blind_template
from tests.reports.test_templates import (
    _fill_card,
    _fill_table,
    _inspected,
    _recalculated,
    _written,
    bare_title,
    items_of,
)

STANDARD, _PROBLEMS = load_standard("service-attitude")
assert STANDARD is not None
PEOPLE = (("E1007", "王芳", "8001"), ("E1012", "李强", "8002"), ("E1015", "欧阳晓敏", "8003"))
SAID = "您好，这里是安心公司，我是{name}，工号{number}，{title}为您服务。"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TITLE = "录音质检表（盲评）"


def _form() -> Form:
    assert STANDARD is not None
    form = STANDARD.form("call-review")
    assert form is not None
    return form


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month with its roster and the platform's list of thirty calls."""
    place = tmp_path_factory.mktemp("blind") / "2026-10"
    place.mkdir()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["工号", "姓名", "曾用名", "部门", "入职日期", "坐席号"])
    for number, name, login in PEOPLE:
        book.worksheets[0].append([number, name, f"小{name[0]}鱼", "客服部", date(2024, 1, 1), login])
    book.save(place / "员工名册.xlsx")
    book = openpyxl.Workbook()
    head = ["录音编号", "通话开始时间", "坐席工号", "坐席姓名", "客户号码", "响铃次数", "录音文本"]
    book.worksheets[0].append(head)
    for index in range(30):
        number, name, _login = PEOPLE[index % 3]
        text = f"{name}：{SAID.format(name=name, number=number, title='小' + name[0])}\n客户：查账单。"
        at = datetime(2026, 10, 1 + index % 28, 9, index)
        book.worksheets[0].append([f"REC{index:04d}", at, number, name, "13812345678", 2, text])
    book.save(place / "通话清单.xlsx")
    return place


def _blank(folder: Path, out: Path, *, card: bool = False) -> Path:
    blank = write_blind_template(
        "call-review",
        out=out,
        standard="service-attitude",
        card=card,
        roster=folder / "员工名册.xlsx",
        month="2026-10",
        calls=None if card else folder / "通话清单.xlsx",
    )
    assert (0 if card else 30, ()) == (blank.recordings, blank.problems)
    return blank.path


def test_nothing_in_the_file_says_who_it_was(folder: Path, tmp_path: Path) -> None:
    """Not in the cells, not on a hidden sheet, not by the order; each call stands there once, locked."""
    book = openpyxl.load_workbook(_blank(folder, tmp_path / "盲评.xlsx"))
    words = {
        word for number, name, login in PEOPLE for word in (number, number[1:], name, login, f"小{name[0]}")
    }
    texts = [
        str(v) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for v in row if v
    ]
    assert [] == [text for text in texts for word in words if word in text]
    assert not any("13812345678" in text for text in texts)
    sheet = book[TITLE]
    ids = [sheet.cell(row, 1).value for row in range(FIRST_ROW, FIRST_ROW + 30)]
    assert sorted(f"REC{index:04d}" for index in range(30)) == sorted(map(str, ids))
    assert ids != sorted(map(str, ids))
    assert sheet.cell(FIRST_ROW, 1).protection.locked
    titles = {bare_title(cell.value) for cell in sheet[HEADER_ROW]}
    assert not titles & {head.title for head in _form().head if head.field in IDENTIFYING}
    assert any("客服：您好，这里是安心公司，我是***，工号***" in text for text in texts)


def _filled(folder: Path, path: Path, fillings: int) -> dict[str, tuple[Answer, ...]]:
    """Fill the first rows; what went in by recording."""
    dice = random.Random(20261101)
    book = openpyxl.load_workbook(_blank(folder, path))
    sheet = book[TITLE]
    columns = {bare_title(cell.value): n for n, cell in enumerate(sheet[HEADER_ROW], 1)}
    given = {}
    for row in range(FIRST_ROW, FIRST_ROW + fillings):
        answers = []
        for item in items_of(_form()):
            written, answer = _written(item, dice)
            sheet.cell(row, columns[item.title], written)
            answers.append(answer)
        sheet.cell(row, columns["质检员"], "质检员甲")
        given[str(sheet.cell(row, 1).value)] = tuple(answers)
    book.save(path)
    return given


def _read(folder: Path, path: Path) -> MonthRecords:
    assert STANDARD is not None
    files = [path, folder / "通话清单.xlsx"]
    ((records, problems),) = read_months(
        [], files=files, standards=[STANDARD], roster=folder / "员工名册.xlsx", month="2026-10"
    )
    assert [] == [(p.code, str(p.place), p.message()) for p in problems if p.severity is not Severity.NOTE]
    return records


def _assert_joined(records: MonthRecords, given: dict[str, tuple[Answer, ...]]) -> None:
    ids = [item.id for item in _form().items]
    mine = [ids.index(item.id) for item in items_of(_form())]
    reviewed = [one for one in records.evaluations if not one.held_back]
    assert sorted(given) == sorted(one.contact_id for one in reviewed)
    for one in reviewed:
        index = int(one.contact_id.removeprefix("REC"))
        number, name, _login = PEOPLE[index % 3]
        assert (number, date(2026, 10, 1 + index % 28)) == (one.employee_no, one.day)
        wanted = [(a.state, a.value) for a in given[one.contact_id]]
        assert wanted == [(one.answers[i].state, one.answers[i].value) for i in mine]
        assert one.transcript is not None
        assert name in one.transcript.texts[0]  # what was said, not what the reviewer could read


@pytest.mark.parametrize("fillings", [5, pytest.param(30, marks=pytest.mark.nightly)])
def test_there_and_back(folder: Path, tmp_path: Path, fillings: int) -> None:
    """Each filled row gets its employee and day; calls that nobody heard are nothing."""
    path = tmp_path / "盲评.xlsx"
    given = _filled(folder, path, fillings)
    records = _read(folder, path)
    _assert_joined(records, given)
    assert 30 - fillings == sum(one.held_back == ("QK809",) for one in records.evaluations)


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: .xls, .ods and 小计 are not checked"
)
def test_through_libreoffice(folder: Path, tmp_path: Path) -> None:
    """The same as .xls and .ods; the live subtotal is what the form's score is, empty where nobody began."""
    path = tmp_path / "盲评.xlsx"
    given = _filled(folder, path, 5)
    for suffix, kind in (("xls", "xls:MS Excel 97"), ("ods", "ods")):
        command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=170)
        _assert_joined(_read(folder, tmp_path / f"盲评.{suffix}"), given)
    sheet = openpyxl.load_workbook(_recalculated(tmp_path, [path]) / "盲评.xlsx", data_only=True)[TITLE]
    total = next(n for n, cell in enumerate(sheet[HEADER_ROW], 1) if str(cell.value).startswith("小计"))
    scorer = FormScorer(_inspected(_form()))
    for row in range(FIRST_ROW, FIRST_ROW + 5):
        score, _differences = scorer.score(given[str(sheet.cell(row, 1).value)])
        found = sheet.cell(row, total).value
        assert score.published is None or abs(float(str(found)) - float(score.published)) < 0.0051
    assert sheet.cell(FIRST_ROW + 5, total).value in (None, "")


def test_a_blind_card(folder: Path, tmp_path: Path) -> None:
    """One sheet a call; its copies within the workbook too."""
    path = _blank(folder, tmp_path / "卡.xlsx", card=True)
    book = openpyxl.load_workbook(path)
    first = book[TITLE]
    sheets = [first, book.copy_worksheet(first)]
    dice, given = random.Random(7), {}
    for index, sheet in enumerate(sheets):
        given[f"REC{index:04d}"] = _fill_card(sheet, _form(), dice)
        for row in sheet.iter_rows(min_row=2, max_row=12, max_col=4):
            for label, value in ((row[0], row[1]), (row[2], row[3])):
                if bare_title(label.value) in ("录音编号", "质检员") and not value.protection.locked:
                    value.value = f"REC{index:04d}" if bare_title(label.value) == "录音编号" else "质检员甲"
    book.save(path)
    _assert_joined(_read(folder, path), dict(given))


def test_what_cannot_be_blind(folder: Path, tmp_path: Path) -> None:
    """A patrol sees whom it sees; a list without recordings is none; a card holds one call."""
    more = {"out": tmp_path / "x.xlsx", "standard": "service-attitude", "roster": None, "month": ""}
    with pytest.raises(CannotRunError, match="patrol"):
        write_blind_template("patrol", card=False, calls=None, **more)  # type: ignore[arg-type]
    with pytest.raises(CannotRunError, match="员工名册") as error:
        write_blind_template("call-review", card=False, calls=folder / "员工名册.xlsx", **more)  # type: ignore[arg-type]
    assert error.value.hint
    with pytest.raises(CannotRunError, match="--card"):
        write_blind_template("call-review", card=True, calls=folder / "通话清单.xlsx", **more)  # type: ignore[arg-type]
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize(
    "said, shown",
    [
        ("您好，小王为您服务，工号1007。", "您好，***为您服务，工号***。"),
        ("我姓王，王老师也行，芳芳是同事。", "我姓***，***也行，芳芳是同事。"),
        ("工号是一零零七，请讲。", "工号是***，请讲。"),
        ("订单号210074里有1007元。", "订单号210074里有***元。"),  # too much masked costs a word
        ("小王庄小区的客户，您好，很高兴为您服务。", "***庄小区的客户，您好，很高兴为您服务。"),
        ("客服中心为您服务，您的号码13812345678。", "客服中心为您服务，您的号码138****5678。"),
        ("坐席8001为您转接。", "坐席***为您转接。"),
    ],
)
def test_what_says_who_the_agent_is(said: str, shown: str) -> None:
    """Names, 小 and titles with the surname, numbers in digits and spoken; the rest stays."""
    assert shown == hide_agent(said, {"王芳"}, {"E1007", "8001"})


def test_meta_says_that_it_is_blind(folder: Path, tmp_path: Path) -> None:
    """The hidden sheet says so, and names no employee either."""
    book = openpyxl.load_workbook(_blank(folder, tmp_path / "盲评.xlsx"))
    meta = meta_from_rows(book[META_SHEET].iter_rows(values_only=True))
    assert meta is not None
    assert ("yes", "call-review", "form") == (meta.blind, meta.form, meta.kind)
    assert "_名单" not in book.sheetnames


def test_a_filled_blind_form_fills_no_other(folder: Path, tmp_path: Path) -> None:
    """Fillers of the ordinary table know the blind one too: same columns, less head."""
    book = openpyxl.load_workbook(_blank(folder, tmp_path / "盲评.xlsx"))
    assert 3 == len(_fill_table(book[TITLE], _form(), random.Random(1), 3))


@pytest.mark.parametrize(
    "contact, told", [("20261003-8001-17", 1), ("X20261003E1007", 1), ("80011234", 0), ("REC1", 0)]
)
def test_an_id_that_says_who_it_was_is_told(tmp_path: Path, contact: str, told: int) -> None:
    """The form is written all the same: somebody from outside may review."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["录音编号", "通话日期", "工号", "坐席号"])
    book.worksheets[0].append([contact, date(2026, 10, 3), "E1007", "8001"])
    book.save(tmp_path / "清单.xlsx")
    blank = write_blind_template(
        "call-review",
        out=tmp_path / "x.xlsx",
        standard="service-attitude",
        card=False,
        roster=None,
        month="",
        calls=tmp_path / "清单.xlsx",
    )
    assert (True, 1) == (blank.path.exists(), blank.recordings)
    assert ["QK157"] * told == [one.code for one in blank.problems]
