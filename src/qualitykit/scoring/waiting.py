"""Waits of more than three minutes, and whether the agent apologised and said why. Source: P3.wait, §4.

A wait goes from the end of the agent's hold phrase (请稍等…) to the agent's next turn, or from the end of a
customer's turn to the agent's answer. Where the sheet gives a waiting time and the turns show no wait, the
whole call is searched; for time in the queue, the first contact. A customer's own silence is no wait, nor
what follows a hold phrase with a question behind it: there the customer is to speak.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.scoring.call_view import CallView, Setting
from qualitykit.scoring.evidence import Verdict, finding
from qualitykit.scoring.results import CheckOutcome, Part
from qualitykit.standards.transcript import Check, Wait

__all__ = ["LongWait", "check_wait", "long_waits", "times_known"]

# Where a turn's end is not recorded it is taken as late as is plausible: slow speech, 2 characters a second.
_SLOW_SECONDS = 0.5
# 请稍等好吗 is a hold; 请稍等，您的订单号是多少？ waits for the customer.
_ASKS_LEAVE = re.compile(
    r"^[\s，,]*(?:(?:几分钟|一下|片刻|一会儿?|会儿?)?[\s，,]*(?:好吗|可以吗|行吗|好不好|好么|可以么|行么|可以不|好嘛|方便吗))[\s。？?！!，,~]*"
)
_QUESTION = re.compile(r"[吗？?]|请问|请您?(?:提供|告诉|说一下|发)|麻烦您?(?:提供|告诉|说一下|发)")


@dataclass(frozen=True, slots=True)
class LongWait:
    """A wait that ended with the agent's turn number ``ordinal`` (of the agent's turns, from 0)."""

    ordinal: int
    seconds: float
    source: str  # "hold" or "silence"


def times_known(view: CallView) -> bool:
    """Whether every turn that somebody spoke carries its start."""
    return bool(view.transcript.starts) and all(view.start(turn) is not None for turn in view.spoken_turns)


def long_waits(view: CallView, over: Decimal, holds: Iterable[str]) -> Iterator[LongWait]:
    """The waits of more than ``over`` seconds that the turns show; a hit of ``holds`` must be exact."""
    limit = float(over)
    if not view.transcript.starts:
        return
    held = {hit.turn for hit in view.agent.found(holds, certain=True) if not _asks(view, hit.turn, hit.end)}
    spoken = view.spoken_turns
    place = {turn: index for index, turn in enumerate(spoken)}
    customers = frozenset(view.customer.turns)
    for ordinal, turn in enumerate(view.agent.turns):
        start = view.start(turn)
        if start is None:
            continue
        since: list[tuple[float, str]] = []
        before = spoken[place[turn] - 1] if place[turn] else None
        if ordinal and ordinal - 1 in held:
            since += [(end, "hold") for end in _end(view, view.agent.turns[ordinal - 1], place, spoken)]
        if before in customers and before is not None:
            since += [(end, "silence") for end in _end(view, before, place, spoken)]
        if since:
            earliest, source = min(since)
            if start - earliest > limit:
                yield LongWait(ordinal, start - earliest, source)


def check_wait(check: Check, view: CallView, setting: Setting) -> CheckOutcome:
    """Every wait over the limit is followed by an apology and a reason; a reason before it counts too.

    N/A: no wait over the limit. Unknown: no times at all, or a wait on the sheet and no words to search.
    """
    rule = check.wait
    assert rule is not None
    call = view.call.call
    sheet = call.wait_seconds if call else None
    queue = call.queue_seconds if call else None
    waits = tuple(long_waits(view, rule.seconds, rule.holds))
    by_sheet = not waits and sheet is not None and sheet > rule.seconds
    by_queue = queue is not None and queue > rule.seconds
    if not waits and not by_sheet and not by_queue:
        known = sheet is not None or times_known(view)
        return CheckOutcome(check.id, "na" if known else "unknown", (), (Part("reason", _REASONS[known]),))
    if not view.agent.turns:
        return CheckOutcome(check.id, "unknown", (), (Part("reason", "no-transcript"),))
    parts: list[Part] = []
    verdicts: list[Verdict] = []
    near = rule.within_turns
    for wait in waits:
        after = range(wait.ordinal, wait.ordinal + near)
        missing = _missing(view, rule, after, range(wait.ordinal - 2, wait.ordinal + near))
        _note(
            parts,
            verdicts,
            setting,
            missing,
            Decimal(f"{wait.seconds:.3f}"),
            wait.source,
            view.agent.turns[wait.ordinal],
        )
    if by_sheet and sheet is not None:
        everywhere = range(len(view.agent.turns))
        _note(parts, verdicts, setting, _missing(view, rule, everywhere, everywhere), sheet, "sheet", None)
    if by_queue and queue is not None:
        first = range(near)
        _note(
            parts, verdicts, setting, _missing(view, rule, first, first), queue, "queue", view.agent.turns[0]
        )
    return finding(setting.judge, check, view.call, verdicts, tuple(parts))


_REASONS = {True: "no-occasion", False: "no-times"}


def _note(
    parts: list[Part],
    verdicts: list[Verdict],
    setting: Setting,
    missing: tuple[str, ...],
    seconds: Decimal,
    source: str,
    turn: int | None,
) -> None:
    parts += [Part("wait_seconds", f"{seconds.normalize():f}", "seconds"), Part("wait_from", source)]
    if missing:
        parts.append(Part("missing", setting.names(missing)))
        verdicts.append(Verdict(turn, setting.names(missing)))


def _missing(view: CallView, rule: Wait, apology: range, reason: range) -> tuple[str, ...]:
    sorry = any(hit.turn in apology for hit in view.agent.found(rule.apologies))
    why = any(hit.turn in reason for hit in view.agent.found(rule.reasons))
    return (*(() if sorry else rule.apologies[:1]), *(() if why else rule.reasons[:1]))


def _end(view: CallView, turn: int, place: dict[int, int], spoken: tuple[int, ...]) -> tuple[float, ...]:
    end, start = view.end(turn), view.start(turn)
    if end is not None:
        return (end,)
    if start is None:
        return ()
    late = start + _SLOW_SECONDS * len(view.text(turn))
    following = place[turn] + 1
    after = view.start(spoken[following]) if following < len(spoken) else None
    return (late if after is None or after < start else min(late, after),)


def _asks(view: CallView, ordinal: int, end: int) -> bool:
    rest = view.text(view.agent.turns[ordinal])[end:]
    return _QUESTION.search(_ASKS_LEAVE.sub("", rest, count=1)) is not None
