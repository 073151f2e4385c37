"""The page's charts: which figures each shows, and the chart in words; the drawing is Vega-Lite's.

Each is drawn twice, for a desk (and paper) and for a phone: an SVG that shrinks shrinks its text too.
"""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.figures import score
from qualitykit.reports.overview import BANDS, Overview
from qualitykit.reports.page_drawing import Spec, can_draw, drawn
from qualitykit.reports.page_lines import Line, lines_spec
from qualitykit.reports.page_specs import DESK, PHONE, Bar, Room, bars_spec, columns_spec

__all__ = ["Chart", "charts_of"]

_MOST_LINES = 8  # colours that can be told apart
_MOST_BARS = 24
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: title, a note on it, the chart in words, its drawings as SVG (none where nothing can draw)."""

    id: str
    title: str
    note: str
    summary: str
    drawings: tuple[str, ...]


def charts_of(facts: Overview, everybody: str) -> tuple[Chart, ...]:
    """Every chart that has something to show. ``everybody``: what the line of all people is called."""
    made = (_trend(facts, everybody), _distribution(facts), _departments(facts), _violations(facts))
    return tuple(chart for chart in made if chart is not None)


def _chart(name: str, title: str, note: str, summary: str, spec_for: Callable[[Room], Spec]) -> Chart:
    rooms = (DESK, PHONE) if can_draw() else ()
    drawings = tuple(drawn(spec_for(room), room.look, name) for room in rooms)
    return Chart(name, title, note, summary, drawings)


def _plain(text: str) -> str:
    """The text on one line, without characters that no XML can hold."""
    return " ".join(_NO_XML.sub("", text).split())


def _departments(facts: Overview) -> Chart | None:
    """Score of departments against the month before; None where there is nothing to compare."""
    bars = [
        _bar(one.name, one.mean, score(one.mean), one.before)
        for one in facts.departments
        if one.mean is not None
    ]
    note = _("the line across: the month before") if any(one.before is not None for one in bars) else ""
    known = len(facts.departments) > 1
    return _bars("chart-departments", _("Score of departments"), note, bars, Decimal(100)) if known else None


def _violations(facts: Overview) -> Chart | None:
    """How often each kind of violation; None where there was none."""
    bars = [_bar(kind, Decimal(count), str(count)) for kind, count in facts.violations]
    most = max((one.value for one in bars), default=Decimal(0))
    return _bars("chart-violations", _("Violations by kind"), "", bars, most)


def _bar(name: str, value: Decimal, text: str, before: Decimal | None = None) -> Bar:
    name = _plain(name)
    said = f"{name}: {text}"
    if before is not None:
        said += " (" + _("month before {score}").format(score=score(before)) + ")"
    return Bar(name, value, text, said, before)


def _bars(name: str, title: str, note: str, bars: Sequence[Bar], most: Decimal) -> Chart | None:
    """The first of these bars; None where there is none."""
    shown = bars[:_MOST_BARS]
    if not shown:
        return None
    said = _("; ").join(f"{one.name} {one.text}" for one in shown)
    notes = [
        note,
        _("the first {n} of {all}").format(n=len(shown), all=len(bars)) if bars[len(shown) :] else "",
    ]
    note = _("; ").join(part for part in notes if part)
    return _chart(name, title, note, said, lambda room: bars_spec(shown, most, room))


def _distribution(facts: Overview) -> Chart | None:
    """How the month scores are spread; None where nobody has one."""
    if not any(facts.distribution):
        return None
    columns = [
        _bar(
            f"<{high}" if low == 0 else f"≥{low}" if high > 100 else f"{low}–{high}",
            Decimal(count),
            str(count),
        )
        for (low, high), count in zip(BANDS, facts.distribution, strict=True)
    ]
    said = _("; ").join(one.said for one in columns if one.value)
    title = _("Distribution of month scores")
    return _chart("chart-distribution", title, "", said, lambda room: columns_spec(columns, room))


def _trend(facts: Overview, everybody: str) -> Chart | None:
    """Mean score by month, of everybody and of departments; None with one month only."""
    if len(facts.trend) < 2:
        return None
    names = [month for month, _mean in facts.trend]
    series = [(everybody, tuple(mean for _month, mean in facts.trend))]
    note = ""
    if len(facts.department_trend) > 1:
        series += facts.department_trend[: _MOST_LINES - 1]
        if left := facts.department_trend[_MOST_LINES - 1 :]:
            count = len(facts.department_trend)
            note = _("departments: the first {n} of {all}").format(n=count - len(left), all=count)
    series = [(_plain(name), values) for name, values in series if any(one is not None for one in values)]
    known = [value for _name, values in series for value in values if value is not None]
    if not known:
        return None
    low = max(int((min(known) / 5).to_integral_value(ROUND_FLOOR)) * 5, 0)
    high = min(int((max(known) / 5).to_integral_value(ROUND_CEILING)) * 5, 100)
    low = max(min(low, high - 10), 0)
    high = max(high, low + 10)
    step = 5 if high - low <= 30 else 10 if high - low <= 60 else 20
    levels = range(-(-low // step) * step, high + 1, step)
    months = _every_month(names)
    lines = [_line(name, dict(zip(names, values, strict=True)), months) for name, values in series]
    said = _("; ").join(
        f"{name}: " + ", ".join(map(" ".join, zip(names, map(score, values), strict=True)))
        for name, values in series
    )
    return _chart(
        "chart-trend",
        _("Mean score by month"),
        note,
        said,
        lambda room: lines_spec(lines, months, levels, (low, high), room),
    )


def _every_month(names: Sequence[str]) -> list[str]:
    """The months from the first to the last, those between them too that have no result."""
    year, month = map(int, names[0].split("-"))
    made = [names[0]]
    while made[-1] < names[-1]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        made.append(f"{year:04}-{month:02}")
    return made


def _line(name: str, values: dict[str, Decimal | None], months: Sequence[str]) -> Line:
    known = tuple(values.get(month) for month in months)
    said = (f"{name} {month}: {score(value)}" for month, value in zip(months, known, strict=True))
    return Line(name, known, tuple(said))
