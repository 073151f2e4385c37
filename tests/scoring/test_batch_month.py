"""The fast way of a month's transcripts against the definition: a made month, call by call.

The calls are those of ``benchmarks/make_month.py``, so what is measured there is what is compared here.
"""

from datetime import date
from decimal import Decimal

import pytest
from benchmarks.make_month import make_turns

from qualitykit.model import CallFacts, Evaluation, Place, Role, Transcript
from qualitykit.scoring.phrase_repeats import Repeats
from qualitykit.scoring.transcript import Checker
from qualitykit.standards.reader import load_standard
from qualitykit.standards.standard import Standard

ROLES = {"客服": Role.AGENT, "客户": Role.CUSTOMER}


@pytest.fixture(scope="module")
def pack() -> Standard:
    """The shipped pack."""
    standard, _problems = load_standard("service-attitude")
    assert standard is not None
    return standard


def calls(number: int) -> list[Evaluation]:
    """Calls with turns, some with times, a few without any word of one side."""
    made = []
    for at, (name, turns) in enumerate(make_turns(number)):
        if at % 10 == 9:
            turns = [turn for turn in turns if turn[0] == ("客服" if at % 20 == 9 else "客户")]
        starts = tuple(float(30 * place) for place in range(len(turns))) if at % 3 == 0 else ()
        made.append(
            Evaluation(
                id=f"call-review:{name}",
                form="call-review",
                pack="",
                employee_no=f"E{at % 7}",
                day=date(2026, 10, 1 + at % 31),
                place=Place("calls.xlsx", "calls", f"{at}:{at}"),
                row=at + 2,
                cells=(),
                answers=(),
                contact_id=name,
                call=CallFacts(
                    rings=1 + at % 6,
                    wait_seconds=Decimal(100 + at % 200) if at % 4 == 0 else None,
                    hung_up_by=("customer", "agent", None)[at % 3],
                ),
                transcript=Transcript(
                    tuple(text for _role, text in turns),
                    tuple(ROLES[role] for role, _text in turns),
                    Place("calls.xlsx", "calls", f"N{at}"),
                    starts,
                ),
            )
        )
    return made


@pytest.mark.parametrize("number", [10, pytest.param(600, marks=pytest.mark.nightly)])
def test_many_calls_at_once_come_to_what_each_comes_to_alone(pack: Standard, number: int) -> None:
    """Outcomes, hits and their ids are equal, however many calls are held in columns together."""
    checker = Checker(pack)
    some = calls(number)
    alone = [checker.check_call(call, {}) for call in some]
    for at_once in (7, 1000):
        assert alone == checker.check(some, {}, at_once=at_once), at_once


def test_turns_that_repeat_have_the_hits_of_their_words(pack: Standard) -> None:
    """Looking through distinct turns only gives the same rows in the same order."""
    matcher = Checker(pack).agent_matcher
    words = ["这个我不知道，你去问别人吧", "好的", "跟你说了多少遍了还听不懂", "", "请稍等，我帮您查一下"]
    texts = [words[at * at % len(words)] for at in range(50)]
    assert Repeats(texts).pay
    alone = [
        (at, hit.phrase, hit.kind, hit.start, hit.end, hit.quote, hit.reported)
        for at, text in enumerate(texts)
        for hit in matcher.find_turn(text)
    ]
    assert alone
    found = [(h.turn, h.phrase, h.kind, h.start, h.end, h.quote, h.reported) for h in matcher.find(texts)]
    assert sorted(map(repr, alone)) == sorted(map(repr, found))
    assert [one[0] for one in found] == sorted(one[0] for one in found)
    assert not Repeats([str(number) for number in range(9)]).pay
