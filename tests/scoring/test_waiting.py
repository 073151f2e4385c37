"""Waits (semantics.md §4, P3.wait): where one is, and what has to follow it."""

from typing import Any

import pytest

from tests.scoring.calls import call, outcome

WAIT = "[{id: w, wait: {seconds: 180, within_turns: 2, holds: [hold], apologies: [sorry], reasons: [why]}}]"


@pytest.mark.parametrize(
    "turns, state, source",
    [
        ("0-5 a: 请稍等\n185-190 a: 好了", "na", ""),
        ("0-5 a: 请稍等\n185.5-190 a: 好了", "failed", "hold"),
        ("0-5 a: 请稍等\n6-7 c: 嗯\n200-205 c: 喂\n206-207 a: 好了", "failed", "hold"),
        ("0-5 c: 在吗\n185-186 a: 在", "na", ""),
        ("0-5 c: 在吗\n186-187 a: 在", "failed", "silence"),
        ("0-5 a: 您的订单号是多少\n300-305 c: 1234\n306-307 a: 好的", "na", ""),
        ("0-5 a: 请稍等，您的订单号是多少？\n300-305 c: 1234\n306-307 a: 好的", "na", ""),
        ("0-5 a: 请稍等好吗？\n300-305 a: 好了", "failed", "hold"),
        ("0-5 c: 在吗\n10-12 r: 坐席已接入\n200-201 a: 在", "failed", "silence"),
        ("0- a: 请稍等\n170- c: 喂\n181- a: 好了", "na", ""),
        ("0- a: 请稍等\n190- a: 好了", "failed", "hold"),
        ("a: 请稍等\na: 好了", "unknown", ""),
        ("0-5 a: 请稍等", "na", ""),
        ("0-5 a: 请稍等\n300-301 c: 挂了啊", "na", ""),
    ],
)
def test_where_a_wait_is(turns: str, state: str, source: str) -> None:
    """From the hold phrase or the customer's turn to the agent's next; a customer's silence is none."""
    found = outcome(WAIT, call(turns))
    assert (state, source) == (
        found.state,
        {part.name: part.value for part in found.parts}.get("wait_from", ""),
    )


@pytest.mark.parametrize(
    "before, after, missing",
    [
        ("", "a: 对不起，因为人多", ""),
        ("", "a: 对不起\n306-307 c: 嗯\n308-309 a: 因为人多", ""),
        ("", "a: 好了\n308-309 a: 对不起，因为人多", ""),
        ("", "a: 好了\n308-309 a: 嗯嗯\n310-311 a: 对不起，因为人多", "致歉、原因"),
        ("", "a: 对不起", "原因"),
        ("", "a: 因为人多", "致歉"),
        ("我查询一下，", "a: 久等了", ""),
        ("", "a: 九等了，因为人多", ""),
        ("对不起，", "a: 因为人多", "致歉"),
        ("", "c: 因为什么\n308-309 a: 对不起", "原因"),
    ],
)
def test_what_has_to_follow(before: str, after: str, missing: str) -> None:
    """Two turns of the agent hold an apology and a reason; a reason before counts too."""
    found = outcome(WAIT, call(f"0-5 a: {before}请稍等\n304-305 {after}"))
    assert ("failed" if missing else "passed", missing) == (
        found.state,
        "".join(part.value for part in found.parts if part.name == "missing"),
    )


@pytest.mark.parametrize(
    "turns, facts, state",
    [
        ("a: 您好\na: 好了\na: 好\na: 对不起，因为人多", {"wait_seconds": 181}, "passed"),
        ("a: 您好\na: 好了", {"wait_seconds": 181}, "failed"),
        ("a: 您好\na: 好了", {"wait_seconds": 180}, "na"),
        ("", {"wait_seconds": 181}, "unknown"),
        ("", {"wait_seconds": 20}, "na"),
        ("", {}, "unknown"),
        ("a: 您好，久等了，因为人多\na: 好", {"queue_seconds": 200}, "passed"),
        ("a: 您好\na: 好\na: 久等了，因为人多", {"queue_seconds": 200}, "failed"),
        ("a: 您好\na: 好", {"queue_seconds": 180}, "unknown"),
    ],
)
def test_the_sheets_waiting_time(turns: str, facts: dict[str, Any], state: str) -> None:
    """The sheet's wait: the whole call is searched; time in the queue: the first contact only."""
    assert state == outcome(WAIT, call(turns, **facts)).state


def test_every_long_wait_counts() -> None:
    """Two waits, the second without a word: one finding, at its turn, with both lengths."""
    turns = "0-5 a: 请稍等\n200-205 a: 对不起，因为人多\n206-207 a: 好\n208-209 a: 请稍等\n500-501 a: 好了"
    found = outcome(WAIT, call(turns))
    assert ("failed", [5], ["195", "291"]) == (
        found.state,
        [hit.turn for hit in found.hits],
        [part.value for part in found.parts if part.name == "wait_seconds"],
    )
