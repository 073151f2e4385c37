"""Kill a command at one of its points of writing, and say what the ledger looks like after it is run again.

Run as ``python -m tests.ledger.killing FOLDER ACTION ROUNDS``: everything is loaded and used once, so that a
round, which forks, costs what the command itself does.
A point of writing is a statement, a commit or a file put in its place; a round kills (SIGKILL, as a power cut
would) right before or right after one. Prints one JSON line a round.
"""

import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

import qualitykit
from qualitykit.errors import QualityKitError
from qualitykit.i18n import set_language
from qualitykit.ledger.store import Ledger
from qualitykit.ledger.verify import verify
from qualitykit.ledger.workspace import Workspace, find_workspace
from qualitykit.workflow import closing, ledger_months
from tests.ledger.workspaces import add_month, new_workspace, patrol_rows, write_csv

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


# --- what is killed --------------------------------------------------------------------------------------


def prepare(folder: Path, action: str) -> None:
    """Make the state before the action."""
    workspace = new_workspace(folder)
    add_month(workspace, "2026-08", failed=("E1003",))
    add_month(workspace, "2026-09", failed=("E1003", "E1004"))
    if action == "score":
        return
    score(workspace)
    if action == "close":
        return
    close(workspace)
    if action == "score-again":  # a draft is replaced, with a late row of the closed month in it
        late = patrol_rows("2026-08", days=(28,))
        write_csv(workspace.inbox / "2026-09" / "补交巡查.csv", late)
        return
    if action == "reopen":
        return
    _file_appeal(workspace)


def score(workspace: Workspace) -> None:
    """``qualitykit score``."""
    ledger_months.score_workspace(workspace, at=NOW)


def close(workspace: Workspace) -> None:
    """``qualitykit close 2026-08``; again: it is closed already."""
    with Ledger.open(workspace.ledger) as ledger:
        done = any(one.closed for one in ledger.months())
    if not done:
        closing.close_month(workspace, "2026-08", at=NOW, by="张主管")


def reopen(workspace: Workspace) -> None:
    """``qualitykit reopen 2026-08``; again: it is a draft already."""
    with Ledger.open(workspace.ledger) as ledger:
        done = not any(one.closed for one in ledger.months())
    if not done:
        closing.reopen_month(workspace, "2026-08", at=NOW, by="张主管", reason="名册有误")


def _file_appeal(workspace: Workspace) -> None:
    from qualitykit.workflow.appeals import file_appeal

    file_appeal(workspace, "2026-08/E1003/1", reason="当天佩戴了工牌", at=NOW, by="陈静怡")


def decide(workspace: Workspace) -> None:
    """``qualitykit appeal decide``, then the open month scored; again: it is decided already."""
    from qualitykit.workflow.appeals import appeals_of, decide_appeal

    with Ledger.open(workspace.ledger) as ledger:
        (appeal,) = appeals_of(ledger)
    if not appeal.ruling:
        decide_appeal(workspace, appeal.id, "not_a_breach", reason="监控可见", at=NOW, by="秦岚")
    score(workspace)


ACTIONS: dict[str, Callable[[Workspace], None]] = {
    "score": score,
    "score-again": score,
    "close": close,
    "reopen": reopen,
    "decide": decide,
}


def _load_everything() -> None:
    """Import every module of the program but the commands."""
    for found in pkgutil.iter_modules(qualitykit.__path__, "qualitykit."):
        if found.ispkg and not found.name.endswith(".cli"):
            _load(found.name)


def _load(package: str) -> None:
    path = importlib.import_module(package).__path__
    for found in pkgutil.walk_packages(path, f"{package}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


# --- killing ---------------------------------------------------------------------------------------------


def _arm(point: int) -> Callable[[], int]:
    """Die at the point of that number (0: never); gives how many points were passed."""
    passed = 0

    def tick(*_values: Any, **_named: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, tick)
    replace = os.replace

    def put_in_place(*values: Any, **named: Any) -> None:
        tick()
        replace(*values, **named)
        tick()

    os.replace = put_in_place
    return lambda: passed


def _child(work: Callable[[], str]) -> str | None:
    """What ``work`` says, done in a process of its own; None: it was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        code = 1
        try:
            os.write(writing, work().encode())
            code = 0
        except QualityKitError as error:
            os.write(writing, f"refused: {error.message}".encode())
            code = 0
        except BaseException:  # noqa: BLE001 - the parent must see it, and this process must not go on
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.WEXITSTATUS(status) == 0, "a child failed; see standard error"
    return said


def _state(workspace: Workspace) -> str:
    """What an undisturbed run and a repeated one must agree on."""
    with Ledger.open(workspace.ledger) as ledger:
        months = [(one.month, one.state, one.content_hash, one.seal) for one in ledger.months()]
        log = [(one.kind, one.month, one.subject, dict(one.data or {})) for one in ledger.entries()]
    books = sorted(
        path.relative_to(workspace.folder).as_posix()
        for path in workspace.folder.rglob("*")
        if path.is_file() and not path.name.startswith((".~", "qualitykit.db"))
    )
    return json.dumps([months, log, books], ensure_ascii=False, sort_keys=True)


def _differences(state: str | None, wanted: str) -> list[object]:
    """What the repeated run has and the undisturbed one has not, and the other way round."""
    if state is None or not state.startswith("["):
        return [state]
    one, other = json.loads(state), json.loads(wanted)
    return [
        {"got": [row for row in got if row not in want], "wanted": [row for row in want if row not in got]}
        for got, want in zip(one, other, strict=True)
    ]


def _verified(workspace: Workspace) -> str:
    with Ledger.open(workspace.ledger, create=True) as ledger:
        return ",".join(str(one.place) for one in verify(ledger).problems)


def main(folder: Path, action: str, rounds: int) -> None:
    """Do it (``all``: each of them) undisturbed, count its points, then kill it at ``rounds`` of them (0: at
    all)."""
    set_language("en")
    _load_everything()
    for name in ACTIONS if action == "all" else (action,):
        own = folder / name
        own.mkdir()
        _rounds(own, name, rounds)


def _rounds(folder: Path, action: str, rounds: int) -> None:
    run = ACTIONS[action]
    pristine = folder / "pristine"
    prepare(pristine, action)
    shutil.copytree(pristine, folder / "first")
    run(_found(folder / "first"))
    counted = _child(lambda: _counted(folder, run))
    assert counted is not None
    total, undisturbed = json.loads(counted)
    points = range(1, total + 1)
    if rounds and rounds < total:
        points = [1 + index * (total - 1) // (rounds - 1) for index in range(rounds)]  # type: ignore[assignment]
    for point in points:
        work = folder / f"round-{point}"
        shutil.copytree(pristine, work)
        workspace = _found(work)

        def disturbed(workspace: Workspace = workspace, point: int = point) -> str:
            _arm(point)
            run(workspace)
            return "survived"

        def again(workspace: Workspace = workspace) -> str:
            run(workspace)
            return _state(workspace)

        said = _child(disturbed)
        faults = _child(lambda workspace=workspace: _verified(workspace))  # type: ignore[misc]
        state = _child(again)
        same = state == undisturbed
        line = {"action": action, "point": point, "of": total, "said": said, "faults": faults, "same": same}
        told = line if same else {**line, "differs": _differences(state, undisturbed)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        shutil.rmtree(work)


def _counted(folder: Path, run: Callable[[Workspace], None]) -> str:
    work = folder / "undisturbed"
    shutil.copytree(folder / "pristine", work)
    workspace = _found(work)
    passed = _arm(0)
    run(workspace)
    return json.dumps([passed(), _state(workspace)], ensure_ascii=False)


def _found(folder: Path) -> Workspace:
    workspace = find_workspace(folder)
    assert workspace is not None
    return workspace


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
