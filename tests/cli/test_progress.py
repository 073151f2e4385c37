"""The progress bar: on a terminal that waits, and nowhere else."""

import io
import sys

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
    """Nothing in the first second; then the share done and the file; at the end a clean line."""
    clock = iter((0.0, 0.5, 2.0, 2.01, 2.02))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("qualitykit.cli.progress.time.monotonic", lambda: next(clock))
    with progress.progress_bar(quiet=False) as draw:
        assert draw is not None
        draw("a.xlsx", 0, 8)
        assert "" == terminal.getvalue()
        draw("b.xlsx", 4, 8)
        assert f"{'█' * 12}{'░' * 12} 4/8 b.xlsx" in terminal.getvalue()
        draw("c.xlsx", 5, 8)
        assert "c.xlsx" not in terminal.getvalue()  # a tenth of a second later at the earliest
        draw("scoring 2026-10", 1, 1)
        assert "scoring 2026-10" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")
