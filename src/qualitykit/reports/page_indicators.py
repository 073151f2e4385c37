"""指标与目标 on the page: the month's figures against their targets, and how far the staged goals are.

Only the whole company's page has them: targets are not set for a leader's people. Source: P3.kpi, P3.goal.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.grid import Table
from qualitykit.reports.indicator_report import PeriodReport
from qualitykit.reports.indicator_tables import goals_table, indicators_table
from qualitykit.reports.page_tables import Grid, grid

__all__ = ["Tile", "indicator_grids", "targets_tile"]


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure: label, value, a word on it, how it looks, where it leads."""

    label: str
    value: str
    note: str
    look: str
    href: str


def targets_tile(report: PeriodReport) -> tuple[Tile, ...]:
    """How many of the targets that this month can be judged by were met; none where there is none."""
    judged = [one for one in report.indicators if one.status in ("met", "missed")]
    met = sum(one.status == "met" for one in judged)
    if not judged:
        return ()
    look = "good" if met == len(judged) else "bad"
    return (Tile(_("Targets met"), f"{met} / {len(judged)}", _("indicators with a target"), look, "#kpi"),)


def indicator_grids(report: PeriodReport, clean: Callable[[str], str]) -> dict[str, Grid]:
    """The tables of the section: what has neither a figure nor a target this month is left out."""
    known = {one.title for one in report.indicators if one.value is not None or one.target}
    found = indicators_table(report)
    found = replace(found, rows=[row for row in found.rows if row[0] in known])
    made = {}
    if found.rows:
        order = (_("Indicator"), _("Figure"), _("Target"), _("Result"), _("Trend"), _("Period before"))
        made["indicators"] = _with_units(_grid("t-indicators", found, clean), order)
    goals = goals_table(report)
    if goals.rows:
        first = (_("Goal"), _("Figure"), _("Expected by now"), _("Target"), _("Result"))
        made["goals"] = _ordered(_grid("t-goals", goals, clean), first)
    return made


def _grid(name: str, table: Table, clean: Callable[[str], str]) -> Grid:
    """Without columns in which nothing is known; the first one heads its row."""
    titles = [column.title for column in table.columns]
    empty = [
        title
        for index, title in enumerate(titles)
        if all(row[index] in (None, "", "—") for row in table.rows)
    ]
    rare = (_("A year ago"), _("Against a year ago"), _("Remark"), _("Clause"), _("Time"), "n")
    made = grid(name, table, clean, {}, without=empty, minor=[title for title in rare if title in titles])
    return replace(made, key=0)


def _with_units(found: Grid, first: Sequence[str]) -> Grid:
    """The figures with their units behind them, and what they are compared with beside them."""
    titles = [head.title for head in found.heads]
    unit = titles.index(_("Unit"))
    figures = [titles.index(title) for title in (_("Figure"), _("Period before")) if title in titles]
    rows = []
    for row in found.rows:
        cells, said = list(row), row[unit].text
        for at in figures:
            if cell := cells[at].text:
                text = cell.removesuffix(".00") if said == _("time(s)") else cell
                short = said.partition("（")[0].partition(" (")[0]  # of the points, without their range
                cells[at] = replace(cells[at], text=f"{text} {short}", sort=cells[at].sort or cell)
        rows.append(tuple(cells))
    return _ordered(replace(found, rows=tuple(rows)), first, without=unit)


def _ordered(found: Grid, first: Sequence[str], without: int = -1) -> Grid:
    """The columns that matter first: a phone shows the left ones."""
    titles = [head.title for head in found.heads]
    order = [titles.index(title) for title in first if title in titles]
    order += [at for at in range(len(titles)) if at not in order and at != without]
    rows = tuple(tuple(row[at] for at in order) for row in found.rows)
    return replace(found, heads=tuple(found.heads[at] for at in order), rows=rows)
