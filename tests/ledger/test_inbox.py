"""What lies in the inbox and beside the results: nothing lands in a wrong place, nothing is passed over."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qualitykit.errors import CannotRunError
from qualitykit.ledger.store import Ledger
from qualitykit.ledger.workspace import Workspace, find_workspace
from qualitykit.workflow import closing
from qualitykit.workflow import ledger_entries as entries
from qualitykit.workflow import ledger_months as workflow
from qualitykit.workflow.ledger_status import ledger_status
from qualitykit.workflow.standards import load_standards
from tests.ledger.workspaces import add_month, new_workspace, write_csv

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
WHO = "张主管"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose August and September each have a case."""
    made = new_workspace(tmp_path / "工作 区")
    for month in ("2026-08", "2026-09"):
        add_month(made, month, failed=("E1003",))
    return made


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a folder, in English."""
    return subprocess.run(
        [sys.executable, "-m", "qualitykit", *arguments],
        cwd=folder,
        env={**os.environ, "QUALITYKIT_LANG": "en"},
        capture_output=True,
        text=True,
    )


def score(workspace: Workspace, *months: str) -> None:
    """Its drafts."""
    workflow.score_workspace(workspace, at=NOW, months=months)


def fill(path: Path, title: str, head: str, value: datetime) -> None:
    """What a person types into the first line of a sheet that the program made."""
    book = load_workbook(path)
    sheet = book[title]
    heads = [cell.value for cell in sheet[2]]
    sheet.cell(3, heads.index(head) + 1, value)
    book.save(path)


def test_a_folder_of_the_inbox_is_that_month_of_the_workspace(workspace: Workspace) -> None:
    """With its standard, its roster and its history: as ``score -m``."""
    score(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        expected = ledger.result("2026-09")
    done = run(workspace.folder, "score", "inbox/2026-09", "--quiet")
    assert 0 == done.returncode, done.stderr
    with Ledger.open(workspace.ledger) as ledger:
        assert expected == ledger.result("2026-09")


def test_a_closed_months_results_are_not_written_over(workspace: Workspace) -> None:
    """Neither by its folder in the inbox nor by another folder of that month."""
    score(workspace)
    closing.close_month(workspace, "2026-08", at=NOW, by=WHO)
    sealed = (workspace.results / "2026-08" / "评分结果.xlsx").read_bytes()
    shutil.copytree(workspace.inbox / "2026-08", workspace.folder / "2026-08")
    for folder in ("inbox/2026-08", "2026-08"):
        done = run(workspace.folder, "score", folder)
        assert 2 == done.returncode, folder
    assert "--out" in done.stderr
    assert sealed == (workspace.results / "2026-08" / "评分结果.xlsx").read_bytes()
    other = run(workspace.folder, "score", "2026-08", "--out", "trial")
    assert other.returncode in (0, 1), other.stderr


def test_months_of_the_workspace_and_others_are_not_mixed(workspace: Workspace) -> None:
    """Nobody could tell whose history counts."""
    shutil.copytree(workspace.inbox / "2026-08", workspace.folder / "2026-08")
    done = run(workspace.folder, "score", "2026-08", "inbox/2026-09")
    assert 2 == done.returncode
    assert "qualitykit score inbox/2026-09" in done.stderr


def test_masked_results_have_a_folder_of_their_own(workspace: Workspace) -> None:
    """The sheets that people work with stay."""
    score(workspace)
    before = (workspace.results / "2026-09" / "评分结果.xlsx").read_bytes()
    workflow.score_workspace(workspace, at=NOW, months=("2026-09",), redact=True)
    assert before == (workspace.results / "2026-09" / "评分结果.xlsx").read_bytes()
    assert (workspace.results / "2026-09" / "redacted" / "评分结果.xlsx").exists()


def test_commands_in_a_workspace_use_its_standard(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is named."""
    monkeypatch.chdir(workspace.inbox)
    assert [(workspace.folder / "standard").as_posix()] == [
        Path(ref).as_posix() for ref in workspace.standards
    ]
    assert load_standards(workspace.standards)[0].id == load_standards(None)[0].id
    monkeypatch.chdir(workspace.folder.parent)
    assert "service-attitude" == load_standards(None)[0].id


def test_an_empty_folder_is_no_month(workspace: Workspace) -> None:
    """It is not scored, and no draft comes of it."""
    (workspace.inbox / "2026-10").mkdir()
    score(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        assert ["2026-08", "2026-09"] == [one.month for one in ledger.months()]


def test_what_belongs_to_no_month_is_named(workspace: Workspace) -> None:
    """A workbook beside the folders, a folder whose name says no month; a roster may lie there."""
    write_csv(workspace.inbox / "散件.csv", [["工号", "姓名"]])
    write_csv(workspace.inbox / "十月份的" / "巡查.csv", [["工号", "姓名"]])
    write_csv(workspace.inbox / "员工名册.csv", [["工号", "姓名"]])
    assert ("十月份的", "散件.csv") == workflow.unread_in_inbox(workspace)
    done = run(workspace.folder, "score", "--quiet")
    assert 1 == done.returncode
    assert ["Not read: 十月份的", "Not read: 散件.csv"] == [
        line.partition(" lies in")[0] for line in done.stderr.splitlines() if line.startswith("Not read")
    ]


def test_what_was_filled_in_and_not_filed_keeps_the_month_open(workspace: Workspace) -> None:
    """A day of service counts once the register lies in the inbox, and until then nothing is closed."""
    score(workspace)
    register = workspace.results / "2026-08" / "警告登记表-2026-08.xlsx"
    fill(register, "警告登记表", "送达日期", datetime(2026, 8, 25))
    name = "results/2026-08/警告登记表-2026-08.xlsx"
    done = run(workspace.folder, "score", "--quiet")
    assert (1, True) == (done.returncode, name in done.stderr)
    found = {one.name: one for one in ledger_status(workspace, at=NOW)}
    assert ((name,), ()) == (found["2026-08"].unfiled, found["2026-09"].unfiled)
    assert name in run(workspace.folder).stdout
    with pytest.raises(CannotRunError) as stopped:
        closing.close_month(workspace, "2026-08", at=NOW, by=WHO)
    assert (name,) == stopped.value.details
    shutil.copy(register, workspace.inbox / "2026-08")
    score(workspace)
    closing.close_month(workspace, "2026-08", at=NOW, by=WHO)
    with Ledger.open(workspace.ledger) as ledger:
        (case,) = ledger.result("2026-08").cases
    assert datetime(2026, 8, 25).date() == case.served_on


def test_registers_of_two_months_lie_in_one_folder(workspace: Workspace) -> None:
    """August's warning, served in September, and September's own: neither replaces the other."""
    score(workspace)
    for month, day in (("2026-08", 3), ("2026-09", 20)):
        register = workspace.results / month / f"警告登记表-{month}.xlsx"
        fill(register, "警告登记表", "送达日期", datetime(2026, 9, day))
        shutil.copy(register, workspace.inbox / "2026-09")
    score(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        warnings = ledger.result("2026-09").warnings
    assert [3, 20] == [one.served_on.day for one in warnings if one.served_on is not None]


def test_a_close_out_of_turn_accepts_nothing(workspace: Workspace) -> None:
    """Months close in order, and nothing is written before that is clear."""
    score(workspace)
    with pytest.raises(CannotRunError, match="2026-08"):
        closing.close_month(workspace, "2026-09", at=NOW, by=WHO, accept={"QK999-00000000": "没有"})
    with Ledger.open(workspace.ledger) as ledger:
        assert () == ledger.entries("accept")


def test_warnings_of_nobody_and_of_no_step_are_not_imported(workspace: Workspace) -> None:
    """Whoever is on no roster, and steps beyond the ladder."""
    register = workspace.folder / "旧警告.csv"
    head = ["工号", "违规日期", "阶梯", "送达日期"]
    rows = [["E7777", "2026-05-11", "1", "2026-05-20"], ["E1003", "2026-05-11", "5", "2026-05-20"]]
    write_csv(register, [head, *rows, ["E1004", "2026-05-11", "2", "2026-05-20"]])
    done = entries.import_warnings(workspace, register, at=NOW, by=WHO)
    assert 1 == done.imported
    assert 2 == sum(one.code in ("QK302", "QK910") for one in done.problems)


def test_warnings_that_are_not_clear_are_not_imported(workspace: Workspace) -> None:
    """A word that is neither yes nor no, and days after today, also within the running month."""
    register = workspace.folder / "旧警告.csv"
    head = ["工号", "违规日期", "阶梯", "送达日期", "是否撤销"]
    late = (NOW.date() + timedelta(days=1)).isoformat()
    rows = [
        ["E1003", "2026-05-11", "1", "2026-05-20", "也许"],
        ["E1003", "2026-05-12", "1", late, ""],
        ["E1003", late, "1", "", ""],
        ["E1004", "2026-05-11", "2", "2026-05-20", "否"],
    ]
    write_csv(register, [head, *rows])
    done = entries.import_warnings(workspace, register, at=NOW, by=WHO)
    assert (1, ["QK413", "QK430", "QK430"]) == (done.imported, sorted(one.code for one in done.problems))


def test_check_reads_as_score_does(workspace: Workspace) -> None:
    """With the workspace's roster and its own words over columns."""
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8") + '\n[aliases.patrol]\nemployee_no = ["人员代号"]\n'
    settings.write_text(text, encoding="utf-8")
    patrol = workspace.inbox / "2026-08" / "现场巡查.csv"
    patrol.write_text(
        patrol.read_text(encoding="utf-8-sig").replace("工号", "人员代号"), encoding="utf-8-sig"
    )
    for what in ("inbox/2026-08", "inbox/2026-08/现场巡查.csv"):
        done = run(workspace.folder, "check", what, "-q")
        assert (0, "") == (done.returncode, done.stdout), what


def test_marks_of_the_workspace_reach_check_and_score(workspace: Workspace) -> None:
    """Calls whose speakers are 1 and 0 are read once qualitykit.toml says who is who."""
    turns = workspace.inbox / "2026-08" / "录音.csv"
    said = '"1：您好\n0：喂"'
    rows = [["录音编号", "工号", "通话日期", "录音文本"], ["C1", "E1001", "2026-08-05", said]]
    write_csv(turns, rows)
    assert "QK803" in run(workspace.folder, "check", "inbox/2026-08").stdout
    settings = workspace.folder / "qualitykit.toml"
    text = settings.read_text(encoding="utf-8") + '\n[roles]\nagent = ["1"]\ncustomer = ["0"]\n'
    settings.write_text(text, encoding="utf-8")
    assert "QK803" not in run(workspace.folder, "check", "inbox/2026-08").stdout
    found = find_workspace(workspace.folder)
    assert found is not None
    score(found)
    with Ledger.open(found.ledger) as ledger:
        assert "QK803" not in {one.code for one in ledger.result("2026-08").problems}


def test_a_month_with_a_roster_of_its_own_takes_nobody_elses(workspace: Workspace) -> None:
    """September's new colleague is on September's roster only; August keeps the workspace's."""
    usual = (workspace.folder / "员工名册.csv").read_text(encoding="utf-8-sig")
    own = usual + "E1005,周新,客户服务部,2026-09-01,2026-09-01,2000\r\n"
    (workspace.inbox / "2026-09" / "员工名册.csv").write_text(own, encoding="utf-8-sig")
    score(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        numbers = [{one.employee_no for one in ledger.result(m).people} for m in ("2026-08", "2026-09")]
        codes = {one.code for month in ("2026-08", "2026-09") for one in ledger.result(month).problems}
    assert [False, True] == ["E1005" in found for found in numbers]
    assert all("E1001" in found for found in numbers)
    assert "QK301" not in codes
