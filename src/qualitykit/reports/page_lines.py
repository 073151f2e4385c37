"""Vega-Lite's specification of the page's lines over months, with their names at their ends."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from qualitykit.frozen import dataclass
from qualitykit.reports.figures import cut
from qualitykit.reports.page_drawing import Spec
from qualitykit.reports.page_specs import SMALL, Room, drawn_number, spec, widest

__all__ = ["Line", "lines_spec"]

_GAP = 16  # between lines' names, in pixels
_DASHES = ([1, 0], [7, 5], [2, 5], [10, 4, 2, 4])  # lines that are told apart without their colours


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, and for each month the value and what the pointer says; None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]
    said: tuple[str, ...]


def lines_spec(
    lines: Sequence[Line], months: Sequence[str], levels: Sequence[int], bounds: tuple[int, int], room: Room
) -> Spec:
    """Lines over months with their names at the end; a month without value is a gap.

    ``levels``: where a line of the grid stands, within ``bounds`` of the scale.
    """
    low, high = bounds
    height, left = room.height - 40, 34
    values = [
        {"line": index, "month": month, "value": drawn_number(value), "said": said}
        for index, line in enumerate(lines)
        for month, value, said in zip(months, line.values, line.said, strict=True)
    ]
    last = [next(value for value in reversed(line.values) if value is not None) for line in lines]
    ends = _apart([(high - float(value)) * height / (high - low) for value in last], height)
    names = [
        {"line": index, "name": cut(line.name, room.ends), "said": line.name, "at": end}
        for index, (line, end) in enumerate(zip(lines, ends, strict=True))
    ]
    right = widest(names, SMALL) + 22
    plot = room.width - left - right
    every = max(1, -(-room.month * (len(months) - 1) // plot))
    x = {
        "field": "month", "type": "ordinal",
        "scale": {"type": "point", "domain": list(months), "padding": 0},
        "axis": {"values": list(months[::-1][::every]), "labelPadding": 9},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "scale": {"domain": [low, high], "nice": False},
        "axis": {"values": list(levels), "domain": False},
    }  # fmt: skip
    colour = _by_line([f"var(--s{index})" for index in range(len(lines))])
    said = {"description": {"field": "said"}}
    layer: list[Spec] = [
        {
            "mark": {"type": "line", "strokeCap": "round"},
            "encoding": {
                "x": x, "y": y, "color": colour,
                "strokeWidth": _by_line([4, *[2.5] * (len(lines) - 1)]),
                "strokeDash": _by_line([_DASHES[index % 4] for index in range(len(lines))]),
            },
        },
        {
            "mark": {"type": "point", "aria": True, "filled": True, "size": 55, "opacity": 1,
                     "stroke": "var(--paper)", "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y, "fill": colour, **said},
        },
        {
            "data": {"values": names},
            "mark": {"type": "text", "aria": True, "align": "left", "x": plot + 12, "fontWeight": 600,
                     "fontSize": SMALL},
            "encoding": {
                "y": {"field": "at", "type": "quantitative", "scale": None},
                "text": {"field": "name"}, "color": colour, **said,
            },
        },
    ]  # fmt: skip
    return spec(room, height, (12, right, 28, left), values, {}, layer)


def _by_line(looks: Sequence[Any]) -> Spec:
    """A look a line."""
    scale = {"domain": list(range(len(looks))), "range": list(looks)}
    return {"field": "line", "type": "ordinal", "scale": scale, "legend": None}


def _apart(ends: Sequence[float], height: int) -> list[float]:
    """Heights of the lines' names, moved apart so that none covers another."""
    order = sorted(range(len(ends)), key=lambda index: ends[index])
    placed = list(ends)
    above = -float(_GAP)
    for index in order:
        above = placed[index] = max(ends[index], above + _GAP)
    below = height + float(_GAP) / 2
    for index in reversed(order):
        below = placed[index] = min(placed[index], below)
        below -= _GAP
    return placed
