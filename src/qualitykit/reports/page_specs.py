"""Vega-Lite's specifications of the page's charts: sizes, marks and colours; no rule, no word.

Nothing is left to measuring: margins are given and texts are cut before, so that a drawing is the same
whichever fonts a machine has. Colours are the page's own variables, so that dark mode and print follow them.
Numbers are floats here and only here: for drawing. What is read are the texts that come with them.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from qualitykit.frozen import dataclass
from qualitykit.reports.figures import cut, width
from qualitykit.reports.page_drawing import Spec

__all__ = [
    "DESK",
    "PHONE",
    "SMALL",
    "Bar",
    "Room",
    "bars_spec",
    "columns_spec",
    "drawn_number",
    "spec",
    "widest",
]

TEXT, SMALL = 13, 12  # pixels


@dataclass(frozen=True, slots=True)
class Room:
    """What a drawing is for. ``look``: its class; ``width`` and heights in pixels.

    ``bar``: height of a bar with its name; ``above``: the name stands over the bar, not beside it.
    ``names``: columns of text for names of bars, ``ends`` for those of lines. ``month``: width of a month.
    """

    look: str
    width: int
    height: int
    bar: int
    above: bool
    names: int
    ends: int
    month: int


DESK = Room("desk", 560, 260, 28, above=False, names=20, ends=18, month=54)
PHONE = Room("phone", 300, 230, 44, above=True, names=34, ends=12, month=56)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: name, value, the text of the value, what the pointer says; ``before``: the month before."""

    name: str
    value: Decimal
    text: str
    said: str
    before: Decimal | None = None


def widest(values: Sequence[Mapping[str, Any]], size: int) -> int:
    """Pixels that the longest name takes: half of its size a column; Latin capitals are a little wider."""
    return max(width(one["name"]) for one in values) * (size + 1) // 2


def drawn_number(value: Decimal | None) -> float | None:
    """The value as Vega-Lite takes it: for drawing only."""
    return None if value is None else float(value)


def spec(
    room: Room,
    height: int,
    margins: tuple[int, int, int, int],
    values: Sequence[Mapping[str, Any]],
    encoding: Mapping[str, Any],
    layer: Sequence[Mapping[str, Any]],
) -> Spec:
    """A chart with what all have in common; ``height``, ``margins`` (above, right, below, left) in pixels."""
    above, right, below, left = margins
    return {
        "width": room.width - left - right,
        "height": height,
        "padding": {"top": above, "right": right, "bottom": below, "left": left},
        "autosize": "none",
        "background": None,
        "config": {
            "font": "inherit",
            "view": {"stroke": None},
            "mark": {"aria": False},
            "text": {"fontSize": TEXT, "color": "var(--ink)", "baseline": "middle"},
            "axis": {
                "aria": False, "title": None, "ticks": False, "domainColor": "var(--line)",
                "gridColor": "var(--line)", "labelColor": "var(--soft)", "labelFontSize": SMALL,
                "labelLimit": 0, "labelAngle": 0, "labelOverlap": False, "labelPadding": 6,
            },
        },
        "data": {"values": list(values)},
        "encoding": dict(encoding),
        "layer": list(layer),
    }  # fmt: skip


def bars_spec(bars: Sequence[Bar], most: Decimal, room: Room) -> Spec:
    """Bars lying down, from 0 to ``most``, a tick across for the month before."""
    values = [
        {
            "row": row, "name": cut(bar.name, room.names), "value": drawn_number(bar.value), "text": bar.text,
            "before": drawn_number(bar.before), "said": bar.said,
        }
        for row, bar in enumerate(bars)
    ]  # fmt: skip
    left, right = (0, 0) if room.above else (widest(values, TEXT) + 16, 54)
    plot = room.width - left - right
    text, bar = (-12, 9) if room.above else (0, 0)  # pixels from the row's middle
    said = {"description": {"field": "said"}}
    whole = {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": float(most)}}
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, float(most)], "nice": False}}
    lying = {"type": "bar", "aria": True, "height": 16, "yOffset": bar}
    layer: list[Spec] = [
        {"mark": {**lying, "color": "var(--track)"}, "encoding": {**whole, **said}},
        {"mark": {**lying, "color": "var(--bar)"}, "encoding": {"x": {"field": "value", **x}, **said}},
        {
            "mark": {"type": "text", "aria": True, "align": "left" if room.above else "right",
                     "x": 0 if room.above else -10, "dy": text},
            "encoding": {"text": {"field": "name"}, **said},
        },
        {
            "mark": {"type": "text", "align": "right", "x": plot + right, "dy": text},
            "encoding": {"text": {"field": "text"}},
        },
    ]  # fmt: skip
    if any(one.before is not None for one in bars):
        tick = {"type": "tick", "aria": True, "color": "var(--ink)", "opacity": 1, "thickness": 2,
                "size": 24, "yOffset": bar}  # fmt: skip
        layer.append({"mark": tick, "encoding": {"x": {"field": "before", **x}, **said}})
    rows = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    return spec(room, room.bar * len(bars), (2, right, 2, left), values, {"y": rows}, layer)


def columns_spec(columns: Sequence[Bar], room: Room) -> Spec:
    """Standing bars, each with its text above."""
    most = max(float(one.value) for one in columns)
    values = [
        {"name": one.name, "value": drawn_number(one.value), "text": one.text, "said": one.said}
        for one in columns
    ]
    x = {
        "field": "name", "type": "ordinal", "sort": None, "scale": {"paddingInner": 0.2, "paddingOuter": 0.1},
        "axis": {} if room is DESK else {"labelFontSize": SMALL - 1},
    }  # fmt: skip
    y = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    layer: list[Spec] = [
        {"mark": {"type": "bar", "aria": True, "color": "var(--bar)"},
         "encoding": {"description": {"field": "said"}}},
        {"mark": {"type": "text", "dy": -10}, "encoding": {"text": {"field": "text"}}},
    ]  # fmt: skip
    return spec(room, room.height - 48, (24, 0, 24, 0), values, {"x": x, "y": y}, layer)
