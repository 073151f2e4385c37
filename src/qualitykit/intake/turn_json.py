"""Turns as calling platforms write them in JSON."""

import json

from qualitykit.intake.turn_times import clock_seconds, plain_seconds

__all__ = ["JsonTurn", "json_turns", "turns_of_json"]

JsonTurn = tuple[str, str, float | None, float | None]
"""Mark, text, start and end in seconds."""

# what they are comes before who they are, and numbers of channels come last
_JSON_ROLE = (
    *("role", "sender_type", "sendertype", "speaker_type", "speaker_role", "发送人类型", "发送者类型"),
    *("发送方类型", "角色", "身份", "speaker", "说话人", "发言人", "发送方", "发送人", "发送者"),
    *(
        "from",
        "sender",
        "channel",
        "声道",
        "spk",
        "spk_id",
        "spkid",
        "speaker_id",
        "speakerid",
        "channel_id",
        "rl",
    ),
)
_JSON_TEXT = (
    "text",
    "content",
    "onebest",
    "内容",
    "文本",
    "消息内容",
    "发言内容",
    "message",
    "msg",
    "sentence",
)
_JSON_START = (
    ("start_ms", 1000),
    ("begin_ms", 1000),
    ("begintime", 1000),
    ("bg", 1000),
    ("start", 1),
    ("begin", 1),
)
_JSON_END = (("end_ms", 1000), ("endtime", 1000), ("ed", 1000), ("end", 1))


def json_turns(text: str) -> list[JsonTurn] | None:
    """The turns of a cell that holds JSON; None when it does not."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return turns_of_json(value)


def turns_of_json(value: object) -> list[JsonTurn] | None:
    """The turns (mark, text, start, end in seconds) of a platform's JSON; None when it holds none."""
    if isinstance(value, dict):
        inner = next(
            (v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)), None
        )
        return None if inner is None else turns_of_json(inner)
    if not isinstance(value, list) or not all(isinstance(turn, dict) for turn in value):
        return None
    turns = []
    for turn in value:
        lower = {str(key).lower(): item for key, item in turn.items()}
        mark = next((lower[key] for key in _JSON_ROLE if key in lower), None)
        text = next((lower[key] for key in _JSON_TEXT if key in lower), None)
        if text is None:
            return None
        start = next((_scaled(lower[key], by) for key, by in _JSON_START if key in lower), None)
        end = next((_scaled(lower[key], by) for key, by in _JSON_END if key in lower), None)
        turns.append(("" if mark is None else str(mark), str(text), start, end))
    return turns


def _scaled(value: object, divisor: int) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value / divisor
    if isinstance(value, str):
        plain = plain_seconds(value, divisor)
        return plain if plain is not None else clock_seconds(value)
    return None
