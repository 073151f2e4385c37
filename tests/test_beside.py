"""Work in a process beside this one: the same result, and never an error that is lost."""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qualitykit.beside import beside, processors, steps_beside
from qualitykit.errors import CannotRunError
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.reader import load_standard
from qualitykit.workflow.standards import InParts
from tests.scoring.test_batch_month import calls


def test_the_result_comes_back() -> None:
    """Whatever can be pickled."""
    wait = beside(lambda: {"n": 1})
    assert {"n": 1} == wait()


def test_large_results_do_not_block() -> None:
    """More than a pipe holds."""
    wait = beside(lambda: "长" * 2_000_000)
    assert 2_000_000 == len(wait())


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    """With its own words, as if the work had been done here."""

    def fail() -> None:
        raise CannotRunError("no right to it")

    wait = beside(fail)
    with pytest.raises(CannotRunError, match="no right to it"):
        wait()


def test_a_process_that_dies_leaves_its_work(tmp_path: Path) -> None:
    """Killed by the system, for instance: the work is done here."""
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return "done"

    assert "done" == beside(work)()


def test_each_step_comes_as_soon_as_it_is_there(tmp_path: Path) -> None:
    """The second waits for what is done with the first."""
    seen = tmp_path / "seen"

    def work() -> Iterator[str]:
        yield "first"
        while not seen.exists():
            time.sleep(0.01)
        yield "second"

    steps = steps_beside(work)
    assert "first" == next(steps)
    seen.touch()
    assert ["second"] == list(steps)


def test_steps_that_did_not_come_are_done_here() -> None:
    """What came before the process died is not given twice."""
    here = os.getpid()

    def work() -> Iterator[int]:
        yield 1
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        yield 2

    assert [1, 2] == list(steps_beside(work))


@pytest.mark.parametrize("parts", [1, 2, 4, 30])
def test_parts_of_the_calls_beside_are_all_of_them(parts: int) -> None:
    """The outcomes are equal and in the same order."""
    pack, _problems = load_standard("service-attitude")
    assert pack is not None
    made = calls(101)
    checker = Checker(pack)
    assert checker.check(made, {}) == InParts(checker, many=10, parts=parts).check(made, {})


def test_where_no_process_can_be_made_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory for a copy, or too many processes."""

    def refuse() -> int:
        raise OSError(11, "no more processes")

    monkeypatch.setattr(os, "fork", refuse, raising=False)
    assert 3 == beside(lambda: 3)()


def running(children: Sequence[int]) -> list[int]:
    """Which of these processes are still there, as zombies too."""
    return [one for one in children if Path(f"/proc/{one}").exists()]


@pytest.mark.skipif(processors() < 2, reason="no copy is made here")
def test_who_lets_go_early_stops_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun, not begun, with more than the pipe holds, and with a later one that could hold it open."""
    children: list[int] = []
    fork = os.fork

    def noted() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)

    def much() -> Iterator[bytes]:
        yield b"1"
        yield bytes(5 << 20)
        time.sleep(60)

    begun, untouched, later = steps_beside(much), steps_beside(much), steps_beside(lambda: [b"2"])
    assert b"1" == next(begun)
    assert 3 == len(children)
    del begun, untouched
    assert [b"2"] == list(later)
    assert [] == running(children)


def test_a_result_that_cannot_be_sent_is_made_here() -> None:
    """Where nothing has to be sent."""

    def three() -> int:
        return 3

    (made,) = steps_beside(lambda: [three])
    assert three is made
