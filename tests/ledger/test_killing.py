"""Nothing lost, nothing twice: commands killed at their points of writing, and two of them at once."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qualitykit.ledger.store import Ledger
from qualitykit.ledger.verify import verify
from tests.ledger.workspaces import add_month, new_workspace

ROOT = Path(__file__).parents[2]
ACTIONS = ("score", "score-again", "close", "reopen", "decide")
posix = pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "QUALITYKIT_LANG": "en"}


def _rounds(folder: Path, action: str, rounds: int) -> list[dict[str, object]]:
    """Rounds of a copy of the program: rules or sources that somebody edits meanwhile are no fault of it."""
    code = folder / "code"
    shutil.copytree(ROOT / "src", code)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledger.killing", str(folder), action, str(rounds)],
        capture_output=True,
        text=True,
        check=False,
        env={**_environment(), "PYTHONPATH": f"{code}{os.pathsep}{ROOT}"},
        cwd=ROOT,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _check(rounds: list[dict[str, object]]) -> None:
    assert [] == [one for one in rounds if one["said"] is not None], "a round was not killed"
    assert [] == [one for one in rounds if one["faults"]], "the ledger does not fit after a kill"
    others = [(one["action"], one["point"], one["differs"]) for one in rounds if not one["same"]]
    assert [] == others, f"the second run gave something else: {json.dumps(others, ensure_ascii=False)}"


@posix
def test_a_kill_at_any_point_loses_nothing(tmp_path: Path) -> None:
    """Four points of each command, the first and the last among them: 20 kills. One process that forks for
    all of them: loading the program would take longer than the kills."""
    rounds = _rounds(tmp_path, "all", 4)
    assert [(action, 4) for action in ACTIONS] == [
        (action, sum(1 for one in rounds if one["action"] == action)) for action in ACTIONS
    ]
    _check(rounds)


@posix
@pytest.mark.nightly
@pytest.mark.parametrize("action", ACTIONS)
def test_a_kill_at_many_points_loses_nothing(tmp_path: Path, action: str) -> None:
    """Sixty points of each command, or all that there are: more than 200 kills."""
    rounds = _rounds(tmp_path, action, 60)
    assert 30 <= len(rounds)
    _check(rounds)


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "qualitykit", *arguments],
        cwd=folder,
        env=_environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _out, error = process.communicate(timeout=120)
    return process.returncode, error


def test_of_two_that_close_at_once_one_wins(tmp_path: Path) -> None:
    """The other is told; the month is closed once."""
    workspace = new_workspace(tmp_path / "w")
    add_month(workspace, "2026-08")
    assert 0 == _finish(_start(workspace.folder, "score", "--quiet"))[0]
    two = [_start(workspace.folder, "close", "2026-08") for _ in range(2)]
    done = sorted(_finish(process) for process in two)
    assert [0, 2] == [code for code, _error in done], done
    assert "is closed" in done[1][1] or "somebody else" in done[1][1]
    with Ledger.open(workspace.ledger) as ledger:
        assert ["close"] == [one.kind for one in ledger.entries()]
        assert () == verify(ledger).problems


def test_of_two_that_score_at_once_nothing_is_corrupted(tmp_path: Path) -> None:
    """Both may come through one after the other; whoever was overtaken is told and stores nothing."""
    workspace = new_workspace(tmp_path / "w")
    for month in ("2026-08", "2026-09"):
        add_month(workspace, month)
    assert 0 == _finish(_start(workspace.folder, "score", "--quiet"))[0]
    with Ledger.open(workspace.ledger) as ledger:
        before = [one.content_hash for one in ledger.months()]
    three = [_start(workspace.folder, "score", "--quiet") for _ in range(3)]
    done = sorted(_finish(process) for process in three)
    assert 0 == done[0][0], done
    assert {0, 2} >= {code for code, _error in done}, done
    assert all("somebody else" in error for code, error in done if code == 2), done
    with Ledger.open(workspace.ledger) as ledger:
        assert before == [one.content_hash for one in ledger.months()]
        assert () == verify(ledger).problems
