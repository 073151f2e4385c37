"""Work in a process beside this one: the same result, and never an error that is lost."""

import os
from pathlib import Path

import pytest

from qualitykit.beside import beside
from qualitykit.errors import CannotRunError
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.reader import load_standard
from qualitykit.workflow.standards import InHalves
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


def test_half_of_the_calls_beside_is_all_of_them() -> None:
    """The outcomes are equal and in the same order."""
    pack, _problems = load_standard("service-attitude")
    assert pack is not None
    made = calls(101)
    checker = Checker(pack)
    assert checker.check(made, {}) == InHalves(checker, many=10).check(made, {})


def test_where_no_process_can_be_made_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory for a copy, or too many processes."""

    def refuse() -> int:
        raise OSError(11, "no more processes")

    monkeypatch.setattr(os, "fork", refuse, raising=False)
    assert 3 == beside(lambda: 3)()
