"""指标报告: figures against targets, goals, reasons, departments, training, problem list, model of the year.

One set of tables for the terminal and for the workbook. Source: P3.kpi, P3.goal, P3.cpl, P3.trn, P3.loop.
"""

from collections.abc import Sequence
from decimal import Decimal

from qualitykit.i18n import N_, _
from qualitykit.reports.book import Book, Kind, Mark, Table
from qualitykit.reports.figures import cut, score
from qualitykit.reports.indicator_people import (
    effects_table,
    low_ratings_table,
    models_table,
    newcomers_table,
    not_models_table,
    problems_table,
    resits_table,
)
from qualitykit.reports.indicator_report import PeriodReport, marked, plain_columns
from qualitykit.reports.tables import plain_table
from qualitykit.scoring.indicators import IndicatorResult, ParetoLine
from qualitykit.sheets.meta import Meta

__all__ = ["goals_table", "indicators_table", "report_bytes", "report_text"]

_UNITS = {
    "percent": "%",
    "net_points": N_("points (−100 to 100)"),
    "points": N_("points (1 to 5)"),
    "count": N_("time(s)"),
    "hours": N_("hours"),
    "minutes": N_("minutes"),
    "yuan": N_("yuan"),
}
_STATUS = {
    "met": N_("met"),
    "missed": N_("missed"),
    "none": "",
    "no-data": N_("no data"),
    "too-short": N_("not judged yet"),
    "on-track": N_("on track"),
    "behind": N_("behind"),
}
_TREND = {
    "better": N_("better"),
    "worse": N_("worse"),
    "same": N_("the same"),
    "up": N_("higher"),
    "down": N_("lower"),
    "unknown": "—",
}


def report_text(report: PeriodReport) -> str:
    """The report as the terminal shows it."""
    parts = [_("Indicators of {period} by {standard}").format(period=report.period, standard=report.standard)]
    for table in _tables(report):
        if table.rows:
            parts.append(f"{table.title}\n" + _plain(table))
    return "\n\n".join([*parts, *report.notes])


def report_bytes(report: PeriodReport, program_version: str) -> bytes:
    """The report as a workbook."""
    title = _("Indicators {period}").format(period=report.period)
    book = Book(created=report.last_day, title=title)
    for table in _tables(report):
        if table.rows or table.title == _("Indicators"):
            book.add_table(table)
    book.add_meta(Meta(kind="export", month=report.period, program_version=program_version))
    return book.bytes()


def _plain(table: Table) -> str:
    rows = [[_cell(value) for value in row] for row in table.rows]
    # a column in which nothing is known takes room that the others need
    shown = [n for n in range(len(table.columns)) if any(row[n] not in ("", "—") for row in rows)]
    kinds = [table.columns[n].kind for n in shown]
    return plain_table(
        [table.columns[n].title for n in shown],
        [[row[n] for n in shown] for row in rows],
        [place for place, kind in enumerate(kinds) if kind in ("int", "score")],
    )


def _cell(value: object) -> str:
    if isinstance(value, Mark):
        value = value.value
    if isinstance(value, Decimal):
        return score(value)
    return "—" if value is None else cut(str(value), 44)


def _tables(report: PeriodReport) -> list[Table]:
    return [
        indicators_table(report),
        goals_table(report),
        _reasons(_("Complaints by reason"), report.complaint_reasons),
        _reasons(_("Reasons of dissatisfaction"), report.rating_reasons),
        _departments(report),
        resits_table(report),
        effects_table(report),
        newcomers_table(report),
        low_ratings_table(report),
        problems_table(report),
        models_table(report),
        not_models_table(report),
    ]


def indicators_table(report: PeriodReport) -> Table:
    """指标: figure, n, target, whether it was met, trend against the period before and a year ago."""
    rows = [
        (
            one.title,
            _figure(one, one.value),
            _(_UNITS[one.unit]) if one.unit != "percent" else "%",
            one.n,
            one.target,
            marked(one.status, _STATUS),
            _figure(one, one.previous),
            marked(one.trend, _TREND),
            _figure(one, one.year_before),
            marked(one.year_trend, _TREND),
            _("small sample") if one.small else "",
            one.clause,
        )
        for one in report.indicators
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Indicator"), "text"),
        (_("Figure"), "score"),
        (_("Unit"), "text"),
        ("n", "int"),
        (_("Target"), "text"),
        (_("Result"), "text"),
        (_("Period before"), "score"),
        (_("Trend"), "text"),
        (_("A year ago"), "score"),
        (_("Against a year ago"), "text"),
        (_("Remark"), "text"),
        (_("Clause"), "text"),
    ]
    return plain_columns(
        _("Indicators"),
        heads,
        rows,
        f"{report.period}  {report.standard}",
        _("A rate over nothing has no value. Complaints judged not valid are in no figure."),
        *report.notes,
    )


def _figure(one: IndicatorResult, value: Decimal | None) -> Decimal | int | None:
    """What is counted is a whole number."""
    return int(value) if one.unit == "count" and value is not None and value == int(value) else value


def goals_table(report: PeriodReport) -> Table:
    """阶段目标: where each goal started, where it should be by now, where it is."""
    rows = [
        (
            one.title,
            one.base,
            one.target,
            _("{elapsed} of {months} months").format(elapsed=one.elapsed, months=one.months),
            one.expected,
            one.value,
            marked(one.status, _STATUS),
            one.clause,
        )
        for one in report.goals
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Goal"), "text"),
        (_("Starting figure"), "score"),
        (_("Target"), "score"),
        (_("Time"), "text"),
        (_("Expected by now"), "score"),
        (_("Figure"), "score"),
        (_("Result"), "text"),
        (_("Clause"), "text"),
    ]
    return plain_columns(_("Staged goals"), heads, rows)


def _reasons(title: str, lines: Sequence[ParetoLine]) -> Table:
    rows = [(one.reason or _("not said"), one.count, one.percent, one.cumulative) for one in lines]
    heads: list[tuple[str, Kind]] = [
        (_("Reason"), "text"),
        (_("Number of times"), "int"),
        (_("Share %"), "score"),
        (_("Cumulative %"), "score"),
    ]
    return plain_columns(title, heads, rows)


def _departments(report: PeriodReport) -> Table:
    """A line an indicator, a column a department: indicators are many, departments few."""
    shown = [one for one in report.indicators if any(one.id in of for of in report.departments.values())]
    rows = []
    for one in shown:
        found = [of.get(one.id) for of in report.departments.values()]
        values = [None if mine is None else mine.value for mine in found]
        if any(value is not None for value in values):
            rows.append((one.title, "%" if one.unit == "percent" else _(_UNITS[one.unit]), *values))
    heads: list[tuple[str, Kind]] = [(_("Indicator"), "text"), (_("Unit"), "text")]
    heads += [(name or _("no department"), "score") for name in report.departments]
    return plain_columns(_("Departments compared"), heads, rows)
