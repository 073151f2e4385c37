"""``qualitykit kpi``: a year scored and closed month by month, asked from the ledger; months from folders."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.intake import months as books
from tests.ledger.workspaces import new_workspace, patrol_rows, write_csv

from qualitykit.cli import kpi as cli_kpi
from qualitykit.cli import main as cli_main
from qualitykit.i18n import set_language
from qualitykit.ledger.workspace import Workspace, find_workspace
from qualitykit.workflow.closing import close_month
from qualitykit.workflow.indicators import Measured, indicators_from_ledger
from qualitykit.workflow.ledger_care import purge_ledger
from qualitykit.workflow.ledger_months import score_workspace

SAMPLES = Path(__file__).parents[2] / "samples"
SURVEY = ("调查日期", "调查对象", "总体满意度", "推荐意愿", "服务质量", "服务效率")
LATE = "E1004"  # joins in April: nine months of the year
Say = Callable[..., tuple[int, str, str]]


def put(workspace: Workspace, month: str, *, failed: tuple[str, ...] = ()) -> None:
    """A month's patrol of everybody employed, and its survey: nine of ten are content from July on."""
    folder = workspace.inbox / month
    rows = [row for row in patrol_rows(month, failed=failed) if row[2] != LATE or month >= "2026-04"]
    write_csv(folder / "现场巡查.csv", rows)
    good = 9 if month >= "2026-07" else 8
    marks = [(5, 10)] * good + [(1, 0)] * (10 - good)
    answers = [[f"{month}-12", "客户", str(mark), str(nps), "4", "4"] for mark, nps in marks]
    write_csv(folder / "满意度问卷.csv", [list(SURVEY), *answers])


def measured(workspace: Workspace, period: str) -> Measured:
    """From the ledger, on the fifth of January."""
    return indicators_from_ledger(period, workspace, today=date(2027, 1, 5))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Measured]]:
    """The workspace of 2026 and its year as it was asked after September, with a draft December, at the end.

    王芳 lacked her badge in March, 李强 in December; 陈静怡 never; 赵敏 joined in April.
    """
    set_language("zh")
    workspace = new_workspace(tmp_path_factory.mktemp("house") / "台账")
    roster = workspace.folder / "员工名册.csv"
    lines = roster.read_text(encoding="utf-8-sig").splitlines()
    joined = [line.replace("2023-03-01", "2026-04-01") if line.startswith(LATE) else line for line in lines]
    roster.write_text("\r\n".join(joined) + "\r\n", encoding="utf-8-sig")
    failed = {"2026-03": ("E1001",), "2026-12": ("E1002",)}
    asked: dict[str, Measured] = {}
    for number in range(1, 13):
        month = f"2026-{number:02}"
        put(workspace, month, failed=failed.get(month, ()))
        at = datetime(2026, number, 28, tzinfo=UTC)
        score_workspace(workspace, at=at, months=(month,))
        if number == 12:
            asked["draft"] = measured(workspace, "2026")
        close_month(workspace, month, at=at, by="人事")
        if number == 9:
            asked["september"] = measured(workspace, "2026")
    shutil.rmtree(workspace.inbox)  # the ledger alone answers
    workspace.inbox.mkdir()
    asked["end"] = measured(workspace, "2026")
    return workspace, asked


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Run the program as a person would, in a folder of its own or in one named: code, output, errors."""
    set_language("zh")
    monkeypatch.setattr(cli_kpi, "now", lambda: datetime(2026, 10, 5, 9, tzinfo=UTC))

    def run(*arguments: str, cwd: Path = tmp_path) -> tuple[int, str, str]:
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        code = cli_main._run([*arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def figures(text: str) -> dict[str, Any]:
    """Indicator → its line, of what ``--json`` prints."""
    found = json.loads(text)
    assert "qualitykit-indicators/1" == found["format"]
    return {one["id"]: one for one in found["report"]["indicators"]}


# --- the year --------------------------------------------------------------------------------------------


def test_the_years_model_is_the_best_of_twelve_closed_months(
    house: tuple[Workspace, dict[str, Measured]],
) -> None:
    """陈静怡 alone; 赵敏 was as good, in nine months; what the others lost is in their mean."""
    report = house[1]["end"].report
    assert report.models is not None
    assert [("E1003", 1, "2000.00")] == [(o.employee_no, o.rank, str(o.amount)) for o in report.models]
    assert {"12"} == {part.value for part in report.models[0].decided_by if part.name == "months-with-score"}
    ((number, why),) = report.not_models
    assert LATE == number
    assert "9" in why
    assert (False, ()) == (house[1]["end"].incomplete, report.notes)


def test_a_tie_shares_the_reward_and_a_draft_month_counts_for_nobody(
    house: tuple[Workspace, dict[str, Measured]],
) -> None:
    """Until December is closed 李强 and 陈静怡 are equal: 1000 each, and it is said why."""
    report = house[1]["draft"].report
    assert report.models is not None
    assert [("E1002", 1, "1000.00"), ("E1003", 1, "1000.00")] == [
        (one.employee_no, one.rank, str(one.amount)) for one in report.models
    ]
    assert ("2026-12",) == report.drafts
    assert any("2026-12" in note and "草稿" in note for note in report.notes)
    assert any("已结账" in note for note in report.notes)


def test_nine_months_are_too_few_for_anybody(house: tuple[Workspace, dict[str, Measured]]) -> None:
    """Everybody is listed with the reason, and the missing months are named."""
    found = house[1]["september"]
    assert ((), 4, True) == (found.report.models, len(found.report.not_models), found.incomplete)
    assert any("2026-10、2026-11、2026-12" in note for note in found.report.notes)


# --- from the ledger -------------------------------------------------------------------------------------


def test_a_month_comes_from_the_ledger(house: tuple[Workspace, dict[str, Measured]], say: Say) -> None:
    """In the workspace nothing is named; the inbox is not needed."""
    workspace, _asked = house
    code, said, errors = say("kpi", "2026-07", cwd=workspace.folder)
    assert (0, "") == (code, errors)
    assert "客户满意率" in said
    written = {one.name for one in workspace.results.iterdir()}
    assert {"指标报告-2026-07.xlsx", "问题清单-2026-07.xlsx"} <= written
    code, said, _errors = say("kpi", "2026-07", "--json", "-o", "k", cwd=workspace.folder)
    rate = figures(said)["satisfaction-rate"]
    assert (0, "90.00", 10, "met", True) == (code, rate["value"], rate["n"], rate["status"], rate["small"])
    assert ("80.00", "better", None) == (rate["previous"], rate["trend"], rate["year_before"])


def test_a_quarter_is_the_sum_of_its_months_and_another_ledger_can_be_named(
    house: tuple[Workspace, dict[str, Measured]], say: Say, tmp_path: Path
) -> None:
    """27 of 30, against 24 of 30 in the second quarter; from outside the workspace by the ledger's file."""
    code, said, errors = say("kpi", "2026-q3", "--json", "--ledger", str(house[0].ledger))
    assert (0, "") == (code, errors)
    rate, sessions = figures(said)["satisfaction-rate"], figures(said)["training-sessions"]
    assert ("90.00", 30, False, "80.00") == (rate["value"], rate["n"], rate["small"], rate["previous"])
    assert ("missed", "≥ 1") == (sessions["status"], sessions["target"])
    assert (tmp_path / "results" / "指标报告-2026-Q3.xlsx").is_file()


def test_a_year_that_is_not_over_leaves_with_1_and_names_the_missing_months(
    house: tuple[Workspace, dict[str, Measured]], say: Say
) -> None:
    """2027 has not begun in this ledger; 2026 is whole."""
    workspace, _asked = house
    assert 0 == say("kpi", "2026", "-q", cwd=workspace.folder)[0]
    code, _said, errors = say("kpi", "2027", cwd=workspace.folder)
    assert 2 == code
    assert "2027" in errors


def test_months_past_their_retention_are_named_and_not_counted(
    house: tuple[Workspace, dict[str, Measured]], say: Say, tmp_path: Path
) -> None:
    """A copy in which the first half year was purged: May cannot be counted, the year says so."""
    folder = tmp_path / "copy"
    shutil.copytree(house[0].folder, folder)
    at = datetime(2029, 7, 5, tzinfo=UTC)
    copy = find_workspace(folder)
    assert copy is not None
    assert 6 == len(purge_ledger(copy, date(2026, 7, 1), at=at, by="人事"))
    code, _said, errors = say("kpi", "2026-05", cwd=folder)
    assert 2 == code
    assert "2026-05" in errors
    assert "删除" in errors
    code, said, _errors = say("kpi", "2026", cwd=folder)
    assert 1 == code
    assert "2026-01、2026-02、2026-03、2026-04、2026-05、2026-06" in said
    assert "陈静怡 E1003" in said  # the year's model comes from closed figures, which are kept


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "Q3", "十月"])
def test_what_is_no_period_is_refused_before_anything_is_read(say: Say, period: str) -> None:
    """With an example of each kind; nothing is written."""
    code, _said, errors = say("kpi", period, "--from", "nowhere")
    assert 2 == code
    assert "2026-Q3" in errors


def test_without_folder_and_workspace_the_way_is_told(say: Say, tmp_path: Path) -> None:
    """--from, or a workspace; a ledger that is not there is not made."""
    code, _said, errors = say("kpi", "2026-10")
    assert 2 == code
    assert "--from" in errors
    code, _said, _errors = say("kpi", "2026-10", "--ledger", "nowhere.db")
    assert (2, []) == (code, [one.name for one in tmp_path.iterdir()])


def test_folders_and_a_ledger_are_not_mixed(say: Say) -> None:
    """Nor is a standard of today given for months that hold their own."""
    assert 2 == say("kpi", "2026-10", "--from", "x", "--ledger", "y")[0]
    assert 2 == say("kpi", "2026-10", "--ledger", "y", "--standard", "club-service")[0]


# --- from folders ----------------------------------------------------------------------------------------


def test_net_promoters_are_points_from_minus_100_to_100(say: Say, tmp_path: Path) -> None:
    """One detractor alone: −100, and no percent sign in its line."""
    folder = books.month(tmp_path, "2026-10")
    books.save(folder / "问卷.xlsx", 问卷=[SURVEY, (date(2026, 10, 12), "客户", 3, 0, 4, 4)])
    code, said, _errors = say("kpi", "2026-10", "--from", str(folder))
    line = next(one for one in said.splitlines() if one.startswith("净推荐值"))
    assert 0 == code
    assert "-100.00" in line
    assert "%" not in line
    assert "分" in line


def test_a_missing_month_and_few_answers_are_said(say: Say, tmp_path: Path) -> None:
    """One month of a quarter: exit code 1, the others named, the small sample beside its figure."""
    folder = books.month(tmp_path, "2026-10")
    books.save(folder / "问卷.xlsx", 问卷=[SURVEY, (date(2026, 10, 12), "客户", 5, 9, 4, 4)])
    code, said, _errors = say("kpi", "2026-Q4", "--from", str(folder))
    assert 1 == code
    assert "2026-11、2026-12" in said
    assert "样本小" in next(one for one in said.splitlines() if one.startswith("客户满意率"))
    book = openpyxl.load_workbook(tmp_path / "results" / "指标报告-2026-Q4.xlsx")
    cells = [str(cell.value) for row in book["指标"].iter_rows() for cell in row]
    assert any("2026-11、2026-12" in one for one in cells)


def test_the_problem_list_goes_out_and_comes_back(say: Say, tmp_path: Path) -> None:
    """September misses its rate; the line filled in October is closed, and October verifies it."""
    answers = {"2026-09": [5] * 7 + [1] * 3, "2026-10": [5] * 9 + [1]}
    folders = {name: books.month(tmp_path, name) for name in answers}
    for name, marks in answers.items():
        day = date.fromisoformat(f"{name}-12")
        books.save(
            folders[name] / "问卷.xlsx", 问卷=[SURVEY, *((day, "客户", mark, "", 4, 4) for mark in marks)]
        )
    assert 0 == say("kpi", "2026-09", "--from", str(folders["2026-09"]), "-o", "out")[0]
    book = openpyxl.load_workbook(tmp_path / "out" / "问题清单-2026-09.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    line = next(row for row in page.iter_rows(min_row=3) if row[0].value == "2026-09/客户满意率")
    assert "2026-11-04 00:00:00" == str(line[heads.index("整改期限")].value)
    line[heads.index("责任部门")].value = "客户服务部"
    line[heads.index("原因分析")].value = "新人多"
    line[heads.index("完成日期")].value = date(2026, 10, 20)
    book.save(folders["2026-10"] / "问题清单.xlsx")
    both = [part for one in folders.values() for part in ("--from", str(one))]
    code, said, _errors = say("kpi", "2026-10", *both, "--json", "-o", "out")
    found = {one["line"]["number"]: one for one in json.loads(said)["report"]["problems"]}
    back = found["2026-09/客户满意率"]
    assert (0, "closed", "improved", "90.00") == (code, back["state"], back["effect"], back["later"])
    assert ("客户服务部", "新人多") == (back["line"]["department"], back["line"]["cause"])


def test_rows_that_problems_left_out_are_said(say: Say, tmp_path: Path) -> None:
    """A sheet that nobody could read is in no figure: exit code 1, and how many in which month."""
    folder = books.month(tmp_path, "2026-10")
    books.save(folder / "问卷.xlsx", 问卷=[SURVEY[:3], (date(2026, 10, 12), "客户", 5)])
    code, said, _errors = say("kpi", "2026-10", "--from", str(folder))
    assert 1 == code
    assert "2026-10: 1" in said


def test_what_json_prints_is_by_its_published_schema(say: Say, tmp_path: Path) -> None:
    """`schema indicators` names every part of a report."""
    folder = books.month(tmp_path, "2026-10")
    code, said, _errors = say("kpi", "2026-10", "--from", str(folder), "--json")
    assert 0 == code
    code, schema, _errors = say("schema", "indicators")
    assert 0 == code
    parts = json.loads(schema)["$defs"]["PeriodReport"]["properties"]
    assert set(json.loads(said)["report"]) == set(parts)
