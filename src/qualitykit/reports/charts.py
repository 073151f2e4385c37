"""Native Excel charts of the cover and the sheet that holds their figures (图表数据)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.book import ACCENT, FONT, HEAD, Book
from qualitykit.reports.lookup import Lookup
from qualitykit.reports.overview import BANDS, Overview

__all__ = ["add_charts", "add_figures"]

_PALETTE = ("#1F4E79", "#2F9E8F", "#E08E0B", "#8E5EA2", "#C0504D", "#5B9BD5", "#70AD47", "#7F7F7F")
_TOP = 15


@dataclass(frozen=True, slots=True)
class _Block:
    """Figures of one chart on the sheet: first row of the values, how many, columns from 0."""

    title: str
    first: int
    count: int
    series: tuple[tuple[str, int], ...]  # name, column
    categories: int


def _blocks(find: Lookup, facts: Overview) -> list[tuple[str, str, list[str], list[list[object]]]]:
    """Id, title, series' names and rows (category, values …) of each chart that has something to show."""
    top = [person for person in find.ranking if person.score is not None and person.rank is not None][:_TOP]
    names = [find.name(one.employee_no) or one.employee_no for one in top]
    labels = [
        f"{name} {one.employee_no}" if names.count(name) > 1 else name
        for name, one in zip(names, top, strict=True)
    ]
    blocks: list[tuple[str, str, list[str], list[list[object]]]] = []
    score = _("Month score")
    if top:
        title = _("Ranking: the first {n}").format(n=len(top)) if len(top) == _TOP else _("Ranking")
        blocks.append(
            ("ranking", title, [score], [[label, one.score] for label, one in zip(labels, top, strict=True)])
        )
    if len(facts.trend) > 1:
        departments = facts.department_trend[:6]
        rows: list[list[object]] = [
            [month, mean, *(scores[index] for _name, scores in departments)]
            for index, (month, mean) in enumerate(facts.trend)
        ]
        blocks.append(
            ("trend", _("Mean score by month"), [_("all"), *(name for name, _s in departments)], rows)
        )
    if facts.departments:
        shown = [one for one in facts.departments if one.mean is not None][:12]
        with_before = any(one.before is not None for one in shown)
        series = [_("this month"), _("month before")] if with_before else [_("this month")]
        rows = [[one.name, one.mean, one.before] if with_before else [one.name, one.mean] for one in shown]
        if rows:
            blocks.append(("departments", _("Score of departments"), series, rows))
    if facts.violations:
        rows = [[kind, count] for kind, count in facts.violations[:10]]
        blocks.append(("violations", _("Violations by kind"), [_("times")], rows))
    if facts.scored:
        rows = [
            [f"{low}–{min(high, 100)}", count]
            for (low, high), count in zip(BANDS, facts.distribution, strict=True)
        ]
        blocks.append(("distribution", _("Distribution of month scores"), [_("people")], rows))
    return blocks


def add_figures(book: Book, find: Lookup, facts: Overview) -> dict[str, _Block]:
    """Write the figures of the charts on a sheet of their own; gives where each stands."""
    sheet = book.add_sheet(_("Chart figures"), tab="#7F8FA6")
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, _("Chart figures"), book.format(bold=True, font_size=15, font_color=HEAD))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 9, 14)
    head = book.format(bold=True, bottom=1, bottom_color=HEAD, text_wrap=True)
    figure = book.format(num_format="0.##")
    written: dict[str, _Block] = {}
    row = 2
    for key, title, series, rows in _blocks(find, facts):
        sheet.write_string(row, 0, title, head)
        for column, name in enumerate(series, start=1):
            sheet.write_string(row, column, book.clean(name), head)
        for offset, cells in enumerate(rows, start=1):
            sheet.write_string(row + offset, 0, book.clean(str(cells[0])))
            for column, value in enumerate(cells[1:], start=1):
                if isinstance(value, Decimal | int):
                    sheet.write_number(row + offset, column, value, figure)
        places = tuple((name, column) for column, name in enumerate(series, start=1))
        written[key] = _Block(title, row + 1, len(rows), places, 0)
        row += len(rows) + 2
    return written


def _series(block: _Block, sheet: str, **more: object) -> list[dict[str, object]]:
    last = block.first + block.count - 1
    return [
        {
            "name": [sheet, block.first - 1, column],
            "categories": [sheet, block.first, block.categories, last, block.categories],
            "values": [sheet, block.first, column, last, column],
            **more,
        }
        for _name, column in block.series
    ]


def _frame(chart: Any, block: _Block, size: tuple[int, int], *, legend: bool) -> Any:
    chart.set_title(
        {
            "name": block.title,
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": HEAD},
            "overlay": False,
        }
    )
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9}} if legend else {"none": True})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.set_chartarea({"border": {"color": "#D9DFE5"}})
    return chart


_AXIS_FONT = {"name": FONT, "size": 9, "color": "#52606D"}


def _low(values: Sequence[Decimal | None]) -> int:
    """Where a score axis begins: a ten below the lowest, so that differences are seen."""
    known = [value for value in values if value is not None]
    return max(int(min(known)) // 10 * 10 - 10, 0) if known else 0


def _ranking(book: Book, block: _Block, sheet: str, facts: Overview, scores: Sequence[Decimal | None]) -> Any:
    chart = book.book.add_chart({"type": "bar"})
    for series in _series(block, sheet, fill={"color": ACCENT}, gap=45):
        series["data_labels"] = {"value": True, "num_format": "0.00", "font": {"name": FONT, "size": 8}}
        chart.add_series(series)
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _AXIS_FONT,
            "line": {"none": True},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {"min": _low(scores), "max": 105, "visible": False, "major_gridlines": {"visible": False}}
    )
    return chart


def _trend(book: Book, block: _Block, sheet: str, facts: Overview, scores: Sequence[Decimal | None]) -> Any:
    chart = book.book.add_chart({"type": "line"})
    for index, series in enumerate(_series(block, sheet)):
        colour = _PALETTE[index % len(_PALETTE)]
        series["line"] = {"color": colour, "width": 3.0 if index == 0 else 1.5}
        series["marker"] = {
            "type": "circle",
            "size": 6 if index == 0 else 4,
            "fill": {"color": colour},
            "border": {"color": colour},
        }
        chart.add_series(series)
    low = _low(
        [mean for _month, mean in facts.trend]
        + [one for _n, means in facts.department_trend for one in means]
    )
    chart.set_y_axis(
        {
            "min": low,
            "max": 100,
            "num_format": "0",
            "num_font": _AXIS_FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#EDF0F3"}},
        }
    )
    chart.set_x_axis({"num_font": _AXIS_FONT})
    chart.show_blanks_as("gap")
    return chart


def _departments(
    book: Book, block: _Block, sheet: str, facts: Overview, scores: Sequence[Decimal | None]
) -> Any:
    chart = book.book.add_chart({"type": "column"})
    for index, series in enumerate(_series(block, sheet, gap=80)):
        series["fill"] = {"color": HEAD if index == 0 else "#B8C7D9"}
        series["data_labels"] = {"value": True, "num_format": "0.0", "font": {"name": FONT, "size": 8}}
        chart.add_series(series)
    low = _low([one.mean for one in facts.departments] + [one.before for one in facts.departments])
    chart.set_y_axis(
        {
            "min": low,
            "max": 100,
            "num_format": "0",
            "num_font": _AXIS_FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#EDF0F3"}},
        }
    )
    chart.set_x_axis({"num_font": _AXIS_FONT})
    return chart


def _violations(
    book: Book, block: _Block, sheet: str, facts: Overview, scores: Sequence[Decimal | None]
) -> Any:
    chart = book.book.add_chart({"type": "bar"})
    for series in _series(block, sheet, fill={"color": "#C0504D"}, gap=50):
        series["data_labels"] = {"value": True, "font": {"name": FONT, "size": 9}}
        chart.add_series(series)
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _AXIS_FONT,
            "line": {"none": True},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    return chart


def _distribution(
    book: Book, block: _Block, sheet: str, facts: Overview, scores: Sequence[Decimal | None]
) -> Any:
    chart = book.book.add_chart({"type": "column"})
    for series in _series(block, sheet, fill={"color": "#2F9E8F"}, gap=20):
        series["data_labels"] = {"value": True, "num_format": "0;;", "font": {"name": FONT, "size": 9}}
        chart.add_series(series)
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_x_axis({"num_font": _AXIS_FONT})
    return chart


_Maker = Callable[[Book, _Block, str, Overview, Sequence[Decimal | None]], Any]
_MAKERS: dict[str, tuple[_Maker, bool]] = {
    "ranking": (_ranking, False),
    "trend": (_trend, True),
    "departments": (_departments, True),
    "violations": (_violations, False),
    "distribution": (_distribution, False),
}


def add_charts(
    book: Book,
    cover: Any,
    blocks: dict[str, _Block],
    find: Lookup,
    facts: Overview,
    *,
    row: int,
    columns: tuple[int, int],
    size: tuple[int, int],
    rows: int,
) -> int:
    """Put the charts on the cover from ``row``, two side by side; gives the row after them.

    ``size`` in pixels; ``rows`` that one chart covers; ``columns``: where left and right ones begin.
    """
    sheet = _("Chart figures")
    scores = [one.score for one in find.ranking[:_TOP]]
    places = [(line, column) for line in range(3) for column in (0, 1)]
    for key, (maker, legend) in _MAKERS.items():
        block = blocks.get(key)
        if block is None:
            continue
        line, column = places.pop(0)
        tall = key == "ranking"
        if tall:  # many names: it takes the place below as well
            places.remove((line + 1, column))
        shape = (size[0], size[1] + rows * 20) if tall else size
        chart = _frame(
            maker(book, block, sheet, facts, scores), block, shape, legend=legend and len(block.series) > 1
        )
        options = {"object_position": 1, "description": block.title, "x_offset": 2, "y_offset": 2}
        cover.insert_chart(row + line * rows, columns[column], chart, options)
    used = [
        place for place in ((line, column) for line in range(3) for column in (0, 1)) if place not in places
    ]
    return row + (max(line for line, _column in used) + 1 if used else 0) * rows
