"""The ledger's commands as people type them, and what a short command does not load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualitykit.cli.ledger_options import month_name
from qualitykit.ledger.address import SCHEMA_VERSION
from qualitykit.ledger.quick import person_month
from qualitykit.ledger.schema import MIGRATIONS
from qualitykit.ledger.store import Ledger
from tests.ledger.ledgers import ledger_of
from tests.ledger.workspaces import add_month, new_workspace

ROOT = Path(__file__).parents[2]


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "QUALITYKIT_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-m", "qualitykit", *arguments],
        cwd=folder,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


def test_a_month_from_init_to_close(tmp_path: Path) -> None:
    """init, score, explain, close, verify, status; every step ends with 0."""
    assert 0 == _run(tmp_path, "init", "w").returncode
    workspace = new_workspace(tmp_path / "own")
    add_month(workspace, "2026-08")
    below = workspace.inbox / "2026-08"
    for arguments, told in (
        (("score",), "Written:"),
        (("explain", "2026-08", "E1002"), "E1002"),
        (("close", "2026-08", "--by", "张主管"), "Seal: "),
        (("verify", "--recompute"), "1 months and 1 log entries fit."),
        (("status",), "closed"),
        (("backup",), "qualitykit-"),
    ):
        done = _run(below, *arguments)
        assert 0 == done.returncode, (arguments, done.stderr)
        assert told in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("score",), ("close", "2026-08"), ("status",), ("verify",), ("purge", "--before", "2020-01-01")],
)
def test_outside_a_workspace_it_is_said_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 2 and a hint."""
    done = _run(tmp_path, *arguments)
    assert 2 == done.returncode
    assert "qualitykit init" in done.stderr


@pytest.mark.parametrize("arguments", ["['--help']", "['score', '--help']"])
def test_help_does_not_load_the_database_toolkit(arguments: str) -> None:
    """Heavy imports are lazy."""
    code = (
        "import sys; from qualitykit.cli.main import _run; "
        f"_run({arguments}); sys.exit('sqlalchemy' in sys.modules or 'openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert 0 == done.returncode


def test_plain_folders_and_explain_do_not_load_it(tmp_path: Path) -> None:
    """score with folders outside a workspace, and explain from a ledger's file."""
    workspace = new_workspace(tmp_path / "w")
    add_month(workspace, "2026-08")
    assert 0 == _run(workspace.folder, "score", "--quiet").returncode
    for where, arguments in (
        (workspace.folder, ["explain", "2026-08", "E1001"]),
        (tmp_path, ["score", "--quiet", "w/inbox/2026-08", "--roster", "w/员工名册.csv"]),
    ):
        code = (
            "import sys; from qualitykit.cli.main import _run; "
            f"code = _run({arguments!r}); sys.exit(code or 10 * ('sqlalchemy' in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=where, capture_output=True, check=False)
        assert 0 == done.returncode, done.stderr


def test_the_quick_way_gives_what_the_ledger_gives(file: str) -> None:
    """And None where only the ledger knows what is wrong."""
    assert len(MIGRATIONS) == SCHEMA_VERSION
    with ledger_of(file, drafts=("2026-08",)) as ledger:
        assert ledger.shown("2026-08", people=["E1002"]) == person_month(Path(file), "2026-08", "E1002")
    assert person_month(Path(file), "2026-09", "E1002") is None
    assert person_month(Path(file), "2026-08", "E9999") is None
    assert person_month(Path(f"{file}.no"), "2026-08", "E1002") is None


def test_a_server_may_hold_the_workspaces_ledger(address: str, tmp_path: Path) -> None:
    """--ledger names another ledger than the workspace's."""
    workspace = new_workspace(tmp_path / "w")
    add_month(workspace, "2026-08")
    for arguments in (("score", "--quiet"), ("close", "2026-08"), ("verify", "--recompute")):
        done = _run(workspace.folder, *arguments, "--ledger", address)
        assert 0 == done.returncode, (arguments, done.stderr)
    with Ledger.open(address) as ledger:
        assert ["closed"] == [one.state for one in ledger.months()]


@pytest.mark.parametrize(
    "text, month", [("202611", "2026-11"), ("2026年1月", "2026-01"), ("2026-13", "2026-13"), ("", "")]
)
def test_months_are_taken_as_people_write_them(text: str, month: str) -> None:
    """What is no month stays as it is, and the ledger says so."""
    assert month == month_name(text)
