"""First run: ``qualitykit`` alone, the demo, and notices from the command line."""

import io
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from tests.cli.test_main import HEAVY, qualitykit

from qualitykit.ledger.workspace import find_workspace
from qualitykit.reports.notice_check import document_text
from qualitykit.workflow import demo
from qualitykit.workflow.ledger_status import MonthStatus, ledger_status
from qualitykit.workflow.next_step import _workspace, next_steps

ROOT = Path(__file__).resolve().parents[2]


def _never() -> datetime:
    raise AssertionError("outside a workspace no clock is needed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo, made once: its folder and what it said."""
    folder = tmp_path_factory.mktemp("first") / "demo"
    done = qualitykit("demo", str(folder))
    assert 0 == done.returncode, done.stderr
    return folder, done.stdout


def test_in_an_empty_folder_it_says_init_and_demo(tmp_path: Path) -> None:
    """Exit code 0, in Chinese, and nothing is made."""
    done = qualitykit(cwd=tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert "下一步" in done.stdout
    assert "qualitykit init" in done.stdout
    assert "qualitykit demo" in done.stdout
    assert [] == list(tmp_path.iterdir())


def test_month_folders_that_lie_here_can_be_scored(tmp_path: Path) -> None:
    """The months with workbooks in them, in order; one in the month's folder itself."""
    for name in ("2026年10月", "2026-09", "2026-08", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "2026年10月" / "a.xlsx").touch()
    (tmp_path / "2026-09" / "a.csv").touch()
    (tmp_path / "other" / "a.csv").touch()
    assert "qualitykit score 2026-09 2026年10月\n" in qualitykit(cwd=tmp_path).stdout
    assert "qualitykit score .\n" in qualitykit(cwd=tmp_path / "2026-09").stdout


def test_alone_loads_nothing_heavy(tmp_path: Path) -> None:
    """Outside a workspace it is quick."""
    script = (
        "import sys; sys.argv = ['qualitykit']\n"
        "from qualitykit.cli.main import main\n"
        "main(sys.argv[1:])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert "[]" == done.stderr.strip()


def test_a_new_workspace_waits_for_workbooks(tmp_path: Path) -> None:
    """Then they lie in the inbox: score."""
    assert 0 == qualitykit("init", str(tmp_path / "w")).returncode
    empty = qualitykit(cwd=tmp_path / "w").stdout
    assert "inbox/" in empty
    assert "qualitykit template" in empty
    month = tmp_path / "w" / "inbox" / "2026-10"
    month.mkdir()
    assert "inbox/2026-10" in qualitykit(cwd=month).stdout
    (month / "a.xlsx").touch()
    filled = qualitykit(cwd=tmp_path / "w").stdout
    assert "尚未评分的工作簿：2026-10" in filled
    assert "qualitykit score\n" in filled


def test_the_demo_scores_three_months_and_says_what_to_look_at(made: tuple[Path, str]) -> None:
    """Every file that it names is there."""
    folder, said = made
    assert all(f"{month}：" in said for month in ("2026-08", "2026-09", "2026-10"))
    named = [line.strip() for line in said.splitlines() if line.strip().endswith(".xlsx")]
    assert named
    assert all(Path(name).is_file() for name in named)
    assert "晴川" in (folder / "qualitykit.toml").read_text(encoding="utf-8")
    assert all(command.startswith("qualitykit") and command in said for command, _words in demo.commands())


def test_the_demo_writes_over_nothing(made: tuple[Path, str]) -> None:
    """A folder with something in it is refused, with what helps."""
    done = qualitykit("demo", str(made[0]))
    assert 2 == done.returncode
    assert "另一个文件夹" in done.stderr


def test_a_draft_is_looked_at_decided_corrected_and_closed(made: tuple[Path, str]) -> None:
    """The oldest open month first, with what keeps it open."""
    said = qualitykit(cwd=made[0] / "results").stdout
    assert "2026-08 是草稿" in said
    steps = ("results/2026-08/待复核-2026-08.xlsx", "qualitykit status 2026-08", "qualitykit close 2026-08")
    places = [said.index(step) for step in steps]
    assert sorted(places) == places


def test_a_closed_month_is_given_out(made: tuple[Path, str]) -> None:
    """After the close: exports; the next month's own step stands below."""
    folder, _said = made
    workspace = find_workspace(folder)
    assert workspace is not None
    months = ledger_status(workspace, at=datetime(2026, 11, 3, tzinfo=UTC))
    first = months[0].month
    assert first is not None
    closed = MonthStatus("2026-08", replace(first, state="closed"))
    commands = [command for step in _workspace(workspace, (closed,)).steps for command in step.commands]
    assert "qualitykit export bonuses 2026-08" in commands
    given = MonthStatus("2026-08", replace(first, state="closed", exported_at=first.scored_at))
    (step,) = _workspace(workspace, (given,)).steps
    assert "inbox/2026-09" in step.words


def test_notices_need_a_closed_month_or_draft(made: tuple[Path, str], tmp_path: Path) -> None:
    """As all that leaves the house; a draft says so in its name."""
    refused = qualitykit("notice", "star", "2026-10", "-o", str(tmp_path), cwd=made[0])
    assert (2, []) == (refused.returncode, list(tmp_path.iterdir()))
    done = qualitykit("notice", "star", "2026-10", "--draft", "--public", "-o", str(tmp_path), cwd=made[0])
    assert 0 == done.returncode, done.stderr
    assert [True] * 3 == [path.name.startswith("草稿-服务之星证书") for path in tmp_path.iterdir()]


def test_a_warning_letter_is_never_public(made: tuple[Path, str]) -> None:
    """It says which notice is."""
    done = qualitykit("notice", "warning", "2026-10", "--public", "--draft", cwd=made[0])
    assert 2 == done.returncode
    assert "qualitykit notice case 2026-10" in done.stderr


def test_the_workspaces_templates_go_first(made: tuple[Path, str], tmp_path: Path) -> None:
    """``notice templates`` copies them; an edited one is used, and an edit that leaks writes nothing."""
    folder, _said = made
    assert 0 == qualitykit("notice", "templates", cwd=folder).returncode
    own = folder / "notices" / "case.docx"
    document = Document(io.BytesIO(own.read_bytes()))
    document.add_paragraph("我们自己的一句话")
    document.save(str(own))
    words = ("notice", "case", "2026-10", "--draft", "-o", str(tmp_path))
    assert 0 == qualitykit(*words, cwd=folder).returncode
    made_ones = sorted(tmp_path.iterdir())
    assert all("我们自己的一句话" in "".join(document_text(path.read_bytes())) for path in made_ones)
    for path in made_ones:
        path.unlink()
    document.add_paragraph("当事人：E1006")
    document.save(str(own))
    refused = qualitykit(*words, cwd=folder)
    own.unlink()
    assert (2, []) == (refused.returncode, list(tmp_path.iterdir()))
    assert "E1006" in refused.stderr


def test_nobody_of_that_number_and_nothing_to_tell(made: tuple[Path, str]) -> None:
    """Both end with 2 and what helps."""
    for number, hint in (("E9999", "员工名册"), ("E1002", "qualitykit report")):
        done = qualitykit("notice", "star", "2026-10", number, "--draft", cwd=made[0])
        assert 2 == done.returncode
        assert hint in done.stderr


def test_the_wheel_carries_the_months_of_the_demo() -> None:
    """What pyproject puts into the wheel is what the demo looks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {
        f"samples/{path.name}": f"qualitykit/samples/{path.name}" for path in demo.sample_months()
    } == included


def test_next_steps_ask_no_clock_outside_a_workspace(tmp_path: Path) -> None:
    """The first look is at the folder alone."""
    assert next_steps(tmp_path, at=_never).steps
