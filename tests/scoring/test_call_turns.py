"""Calls whose turns stand in columns come to what they come to one by one, whatever was heard before."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from qualitykit.model import Evaluation
from qualitykit.scoring import screening
from qualitykit.scoring.call_hearing import Heard, wait_until_heard
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.standard import Standard
from qualitykit.turncolumns import ROLES, CutTranscript, TurnColumns
from tests.scoring.test_batch_month import calls, pack

__all__ = ["pack"]


def in_columns(some: Sequence[Evaluation]) -> tuple[TurnColumns, list[Evaluation]]:
    """The same calls, their turns in columns."""
    transcripts = [call.transcript for call in some if call.transcript is not None]
    texts: dict[str, int] = {}
    which = [texts.setdefault(text, len(texts)) for one in transcripts for text in one.texts]
    columns = TurnColumns(
        list(texts),
        np.array(which, np.int32),
        np.array([ROLES.index(role) for one in transcripts for role in one.roles], np.uint8),
        np.cumsum([0, *map(len, transcripts)]),
        np.array([start for one in transcripts for start in one.starts or [np.nan] * len(one)], np.float64),
        np.array([bool(one.starts) for one in transcripts]),
    )
    cut = columns.cut(range(len(transcripts)), [one.place for one in transcripts])
    return columns, [replace(call, transcript=one) for call, one in zip(some, cut, strict=True)]


@pytest.fixture(scope="module")
def checker(pack: Standard) -> Checker:
    """The checks of the shipped pack."""
    return Checker(pack)


def test_calls_in_columns_are_the_same_calls() -> None:
    """What the others of this module rest on."""
    some = calls(9)
    _columns, cut = in_columns(some)
    assert some == cut
    assert all(isinstance(one.transcript, CutTranscript) for one in cut)


@pytest.mark.parametrize("at_once", [7, 1000])
def test_columns_are_checked_like_calls(checker: Checker, at_once: int) -> None:
    """All of them, in any order, and beside calls that are none."""
    some = calls(60)
    alone = checker.check(some, {})
    _columns, cut = in_columns(some)
    assert alone == checker.check(cut, {}, at_once=at_once)
    assert alone[::-1] == checker.check(cut[::-1], {}, at_once=at_once)
    mixed = [one if at % 3 else cut[at] for at, one in enumerate(some)]
    assert alone == checker.check(mixed, {}, at_once=at_once)
    parts = [*in_columns(some[:20])[1], *some[20:25], *in_columns(some[25:])[1]]
    assert alone == checker.check(parts, {}, at_once=at_once)


def test_what_was_heard_before_is_what_is_heard(checker: Checker) -> None:
    """In some columns or in all, and for a part of their calls."""
    some = calls(60)
    alone = checker.check(some, {})
    columns, cut = in_columns(some)
    columns.will_be_heard(lambda: checker.listen_ahead(columns))
    assert alone == checker.check(cut, {})
    assert alone[40:] == checker.check(cut[40:], {})
    first, head = in_columns(some[:20])
    first.will_be_heard(lambda: checker.listen_ahead(first))
    tail = in_columns(some[30:])[1]
    assert alone == checker.check([*head, *some[20:30], *tail], {})


def test_what_is_known_of_several_columns_is_put_together(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column is cut in parts: what was worked out of the words of each is not worked out again."""
    some = calls(60)
    alone = checker.check(some, {})
    cut = []
    for part in (some[:25], some[25:40], some[40:]):
        columns, calls_of_part = in_columns(part)
        columns.will_be_heard(partial(checker.listen_ahead, columns))
        cut += calls_of_part
    wait_until_heard(call.transcript for call in cut)

    def again(*_arguments: object) -> None:
        raise AssertionError("it is known")

    monkeypatch.setattr(screening, "given_in", again)
    assert alone == checker.check(cut, {})
    assert alone[20:50] == checker.check(cut[20:50], {})


def test_what_another_standard_heard_is_not_used(pack: Standard, checker: Checker) -> None:
    """Each Checker knows its own."""
    some = calls(20)
    columns, cut = in_columns(some)
    other = Checker(pack.model_copy(update={"checks": pack.checks[:1]}))
    columns.will_be_heard(lambda: other.listen_ahead(columns))
    assert checker.check(some, {}) == checker.check(cut, {})


def test_what_is_heard_is_waited_for_once(checker: Checker) -> None:
    """It comes to one process, and to that once."""
    columns, cut = in_columns(calls(3))
    asked: list[Heard] = []

    def heard() -> Heard:
        asked.append(checker.listen_ahead(columns))
        return asked[-1]

    columns.will_be_heard(heard)
    wait_until_heard([None, *(call.transcript for call in cut)])
    assert columns.heard is asked[0]
    assert 1 == len(asked)


def test_nobody_has_heard_anything_of_new_columns() -> None:
    """Then the checks look for themselves."""
    columns, _cut = in_columns(calls(2))
    assert columns.heard is None
