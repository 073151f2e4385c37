"""Geometry of the page's charts: everything in percent, so that a chart fits a phone and a print alike.

The markup stands in ``page_files/charts.html.j2``. The SVG is our own (CONTRIBUTING, "Libraries"): text keeps
its size on every width, colours are the page's, each mark has its title, nothing needs a script.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.figures import cut, number, score
from qualitykit.reports.overview import BANDS, Overview

__all__ = ["Bar", "BarChart", "ColumnChart", "LineChart", "columns_of", "department_bars", "trend_lines",
           "violation_bars"]  # fmt: skip

_TENTH = Decimal("0.1")
_MOST_LINES = 8  # colours that can be told apart
_MOST_BARS = 12


def _places(value: Decimal) -> str:
    return number(value.quantize(_TENTH))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar lying down: label, length in percent, text at its end, a tick for the month before."""

    label: str
    full: str
    length: str
    text: str
    tick: str = ""
    tick_text: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars lying down; ``summary`` says the chart in words."""

    id: str
    title: str
    summary: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """In pixels."""
        return 30 * len(self.bars) + 4


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing bar: where it begins, how high it is (both percent), label below, text above."""

    x: str
    width: str
    y: str
    height: str
    middle: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Standing bars."""

    id: str
    title: str
    summary: str
    columns: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line: x, y in percent, and what it says."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, its segments (x1, y1, x2, y2), its points, and where its name stands."""

    name: str
    label: str
    segments: tuple[tuple[str, str, str, str], ...]
    points: tuple[Point, ...]
    name_y: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over months."""

    id: str
    title: str
    summary: str
    months: tuple[tuple[str, str], ...]  # x, label
    levels: tuple[tuple[str, str], ...]  # y, label
    lines: tuple[Line, ...]


def department_bars(facts: Overview) -> BarChart | None:
    """Score of departments against the month before; None where no department has a score."""
    bars = [
        Bar(
            cut(one.name, 18),
            one.name,
            _places(one.mean),
            score(one.mean),
            _places(one.before) if one.before is not None else "",
            _("month before {score}").format(score=score(one.before)) if one.before is not None else "",
        )
        for one in facts.departments
        if one.mean is not None
    ]
    return _bar_chart("chart-departments", _("Score of departments"), bars)


def violation_bars(facts: Overview) -> BarChart | None:
    """How often each kind of violation; None where there was none."""
    most = max((count for _kind, count in facts.violations), default=0)
    bars = [
        Bar(cut(kind, 18), kind, _places(Decimal(100 * count) / most), str(count))
        for kind, count in facts.violations
    ]
    return _bar_chart("chart-violations", _("Violations by kind"), bars)


def _bar_chart(name: str, title: str, bars: Sequence[Bar]) -> BarChart | None:
    """The first of these bars and the chart in words; None where there is none."""
    shown = tuple(bars[:_MOST_BARS])
    said = _("; ").join(f"{bar.full} {bar.text}" for bar in shown)
    return BarChart(name, title, said, shown) if shown else None


def columns_of(facts: Overview) -> ColumnChart | None:
    """How the month scores are spread; None where nobody has one."""
    most = max(facts.distribution, default=0)
    if not most:
        return None
    step = Decimal(100) / len(BANDS)
    made = []
    for index, ((low, high), count) in enumerate(zip(BANDS, facts.distribution, strict=True)):
        tall = Decimal(72 * count) / most
        label = f"<{high}" if low == 0 else f"≥{low}" if high > 100 else f"{low}–{high}"
        made.append(
            Standing(
                _places(step * index + step / 10), _places(step * 8 / 10), _places(86 - tall),
                _places(tall), _places(step * index + step / 2), label, str(count),
            )
        )  # fmt: skip
    said = _("; ").join(f"{one.label}: {one.text}" for one in made if one.text != "0")
    return ColumnChart("chart-distribution", _("Distribution of month scores"), said, tuple(made))


def trend_lines(facts: Overview, everybody: str) -> LineChart | None:
    """Mean score by month, of everybody and of departments; None with one month only.

    ``everybody``: what the first line is called.
    """
    if len(facts.trend) < 2:
        return None
    series = [(everybody, tuple(mean for _month, mean in facts.trend))]
    if len(facts.department_trend) > 1:
        series += facts.department_trend[: _MOST_LINES - 1]
    known = [value for _name, values in series for value in values if value is not None]
    if not known:
        return None
    low = max((min(known) / 5).to_integral_value(ROUND_FLOOR) * 5, Decimal(0))
    high = min((max(known) / 5).to_integral_value(ROUND_CEILING) * 5, Decimal(100))
    if high - low < 10:
        low = max(high - 10, Decimal(0))

    def y_of(value: Decimal) -> Decimal:
        return 86 - (value - low) * 78 / (high - low)

    names = [month for month, _mean in facts.trend]
    count = len(names)
    x_of = [Decimal(9) + Decimal(62) * index / (count - 1) for index in range(count)]
    ends = _spread([y_of(last) if (last := _last(values)) is not None else None for _n, values in series])
    lines = tuple(
        _line(name, values, x_of, y_of, names, end)
        for (name, values), end in zip(series, ends, strict=True)
        if end is not None
    )
    step = (high - low) / 4 if (high - low) % 4 == 0 else (high - low) / 5 if (high - low) % 5 == 0 else 5
    levels = []
    level = low
    while level <= high:
        levels.append((_places(y_of(level)), number(level)))
        level += step
    said = _("; ").join(
        f"{name}: " + ", ".join(map(" ".join, zip(names, map(score, values), strict=True)))
        for name, values in series
    )
    every = max(1, -(-count // 6))
    months = tuple(
        (_places(x_of[index]), names[index]) for index in range(count) if (count - 1 - index) % every == 0
    )
    return LineChart("chart-trend", _("Mean score by month"), said, months, tuple(levels), lines)


def _last(values: Sequence[Decimal | None]) -> Decimal | None:
    return next((value for value in reversed(values) if value is not None), None)


def _line(
    name: str,
    values: Sequence[Decimal | None],
    x_of: Sequence[Decimal],
    y_of: Callable[[Decimal], Decimal],
    months: Sequence[str],
    end: Decimal,
) -> Line:
    points: list[Point] = []
    segments: list[tuple[str, str, str, str]] = []
    before: Point | None = None
    for x, value, month in zip(x_of, values, months, strict=True):
        if value is None:
            before = None
            continue
        point = Point(_places(x), _places(y_of(value)), f"{name} {month}: {score(value)}")
        if before is not None:
            segments.append((before.x, before.y, point.x, point.y))
        points.append(point)
        before = point
    return Line(name, cut(name, 12), tuple(segments), tuple(points), _places(end))


def _spread(ends: Sequence[Decimal | None], least: Decimal = Decimal(7)) -> list[Decimal | None]:
    """Heights of the lines' names, moved apart so that none covers another."""
    order = sorted((end, index) for index, end in enumerate(ends) if end is not None)
    placed: dict[int, Decimal] = {}
    above = Decimal(-100)
    for end, index in order:
        above = placed[index] = max(end, above + least)
    over = above - 92 if placed else Decimal(0)
    if over > 0:
        below = Decimal(99)
        for _end, index in reversed(order):
            below = placed[index] = min(placed[index], below - least)
    return [placed.get(index) for index in range(len(ends))]
