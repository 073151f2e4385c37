"""The progress bar: on a terminal that waits, and nowhere else."""

import io
import os
import subprocess
import sys
import time

import pytest

from qualitykit.cli import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_nothing_is_drawn_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks there is no function to call."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.progress_bar(quiet=False) as draw:
        assert draw is None


def test_quiet_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor on a terminal with ``--quiet``."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.progress_bar(quiet=True) as draw:
        assert draw is None


def test_a_long_run_shows_what_it_does_and_wipes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at first; then the share done and the file, told once only; at the end a clean line."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(progress, "_PATIENCE", 0.2)
    with progress.progress_bar(quiet=False) as draw:
        assert draw is not None
        draw("[b].xlsx", 4, 8)
        assert "" == terminal.getvalue()
        for _wait in range(200):
            if "[b].xlsx" in terminal.getvalue():
                break
            time.sleep(0.05)
        assert "4/8" in terminal.getvalue()
        draw("c.xlsx", 5, 8)
    shown = terminal.getvalue()
    assert "5/8" in shown
    assert "c.xlsx" in shown
    assert "\x1b[?25h" in shown  # the cursor is back
    assert shown.rstrip("\n").endswith("\x1b[2K")  # the line is wiped


def test_a_timer_that_comes_too_late_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done: nothing appears below what was printed."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    bar = progress._Bar(terminal)
    bar.tell("a.xlsx", 1, 2)
    bar.end()
    bar.begin()
    assert "" == terminal.getvalue()


def test_rich_is_loaded_by_work_that_takes_long_only() -> None:
    """Not by the module, and not by a short run on a terminal."""
    script = (
        "import sys, io\n"
        "from qualitykit.cli.progress import progress_bar\n"
        "sys.stderr.isatty = lambda: True\n"
        "with progress_bar(quiet=False) as draw:\n"
        "    draw('a', 0, 2); draw('b', 1, 2)\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ("False\n", "") == (done.stdout, done.stderr)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo terminals on this system")
def test_on_a_real_terminal(tmp_path: object) -> None:
    """Drawn while it works, also while the reader's own messages are swallowed; gone when it is done."""
    script = (
        "import os, time\n"
        "from qualitykit.cli import progress\n"
        "progress._PATIENCE = 0.05\n"
        "with progress.progress_bar(quiet=False) as draw:\n"
        "    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)\n"  # as while a workbook is opened
        "    for n in range(3):\n"
        "        draw(f'质检[{n}].xlsx', n, 3); time.sleep(0.6)\n"
    )
    leader, follower = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen([sys.executable, "-c", script], stderr=follower, env=environment) as running:
        os.close(follower)
        seen = b""
        try:
            while chunk := os.read(leader, 65536):
                seen += chunk
        except OSError:  # the other end is closed
            pass
        assert 0 == running.wait(timeout=30)
    os.close(leader)
    text = seen.decode("utf-8", "replace")
    assert "质检[2].xlsx" in text
    assert "2/3" in text
    assert text.rstrip().endswith("\x1b[2K")
