"""指标报告: figures against targets, goals, reasons, departments, training, problem list, model of the year.

One set of tables for the terminal and for the workbook. Source: P3.kpi, P3.goal, P3.cpl, P3.trn, P3.loop.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_, _
from qualitykit.model import Improvement
from qualitykit.reports.book import Book, Column, Kind, Mark, Table
from qualitykit.reports.figures import cut, score
from qualitykit.reports.tables import plain_table
from qualitykit.scoring.indicators import GoalResult, IndicatorResult, ParetoLine
from qualitykit.scoring.newcomers import Newcomer, NewcomerStep
from qualitykit.scoring.results import StarResult
from qualitykit.scoring.tally import LowRating
from qualitykit.scoring.training import Resit, TrainingEffect
from qualitykit.sheets.meta import Meta

__all__ = [
    "TOPICS",
    "ListedProblem",
    "PeriodReport",
    "goals_table",
    "indicators_table",
    "report_bytes",
    "report_text",
]

_UNITS = {
    "percent": "%",
    "net_points": N_("points (−100 to 100)"),
    "points": N_("points (1 to 5)"),
    "count": N_("time(s)"),
    "hours": N_("hours"),
    "minutes": N_("minutes"),
    "yuan": N_("yuan"),
}
TOPICS = {
    "customers": N_("customers' ratings"),
    "complaints": N_("complaints"),
    "training": N_("training"),
    "inspections": N_("inspections"),
    "operations": N_("operations"),
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
_LIST_STATUS = {"open": N_("open"), "overdue": N_("overdue"), "closed": N_("done")}
_EFFECT = {"improved": N_("improved"), "not-improved": N_("not improved"), "unknown": "—"}
_STEP = {
    "done": N_("done"),
    "missed": N_("missed"),
    "running": N_("under way"),
    "unknown": N_("no data"),
}
_LOOKS = {"met": "good", "missed": "bad", "behind": "warn", "overdue": "bad", "not-improved": "bad"}


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A line of the problem list with its state, and the figure in the period after it."""

    line: Improvement
    state: str  # open, overdue, closed
    later: Decimal | None = None
    effect: str = "unknown"  # improved, not-improved, unknown


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """Everything of one period. ``months``: those of it that are there; ``drafts``: of them not closed yet.

    ``models`` None: the period is no year. ``notes`` are said beside it.
    """

    period: str
    months: tuple[str, ...]
    last_day: date
    standard: str
    indicators: tuple[IndicatorResult, ...]
    goals: tuple[GoalResult, ...]
    complaint_reasons: tuple[ParetoLine, ...]
    rating_reasons: tuple[ParetoLine, ...]
    departments: Mapping[str, Mapping[str, IndicatorResult]]
    resits: tuple[Resit, ...]
    effects: tuple[TrainingEffect, ...]
    newcomers: tuple[Newcomer, ...]
    low_ratings: tuple[LowRating, ...]
    problems: tuple[ListedProblem, ...]
    names: Mapping[str, str]
    drafts: tuple[str, ...] = ()
    models: tuple[StarResult, ...] | None = None
    not_models: tuple[tuple[str, str], ...] = ()  # employee, why not
    notes: tuple[str, ...] = ()


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


def _marked(key: str, words: Mapping[str, str]) -> object:
    text = _(words[key]) if words[key] else ""
    look = _LOOKS.get(key)
    return Mark(text, look) if look else text  # type: ignore[arg-type]


def _table(
    title: str, heads: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[object]], *intro: str
) -> Table:
    return Table(
        title, tuple(Column(head, kind) for head, kind in heads), rows, intro=intro, frozen_columns=1
    )


def _tables(report: PeriodReport) -> list[Table]:
    return [
        indicators_table(report),
        goals_table(report),
        _reasons(_("Complaints by reason"), report.complaint_reasons),
        _reasons(_("Reasons of dissatisfaction"), report.rating_reasons),
        _departments(report),
        _resits(report),
        _effects(report),
        _newcomers(report),
        _low_ratings(report),
        _problems(report),
        _models(report),
        _not_models(report),
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
            _marked(one.status, _STATUS),
            _figure(one, one.previous),
            _marked(one.trend, _TREND),
            _figure(one, one.year_before),
            _marked(one.year_trend, _TREND),
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
    return _table(
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
            _marked(one.status, _STATUS),
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
    return _table(_("Staged goals"), heads, rows)


def _reasons(title: str, lines: Sequence[ParetoLine]) -> Table:
    rows = [(one.reason or _("not said"), one.count, one.percent, one.cumulative) for one in lines]
    heads: list[tuple[str, Kind]] = [
        (_("Reason"), "text"),
        (_("Number of times"), "int"),
        (_("Share %"), "score"),
        (_("Cumulative %"), "score"),
    ]
    return _table(title, heads, rows)


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
    return _table(_("Departments compared"), heads, rows)


def _who(report: PeriodReport, number: str) -> str:
    return f"{report.names.get(number, '')} {number}".strip()


def _resits(report: PeriodReport) -> Table:
    rows = [
        (_who(report, one.employee_no), one.session, str(one.held_on or ""), one.score)
        for one in report.resits
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Employee"), "text"),
        (_("Training"), "text"),
        (_("Held on"), "text"),
        (_("Last mark"), "score"),
    ]
    return _table(_("Who has to resit"), heads, rows)


def _effects(report: PeriodReport) -> Table:
    rows = [
        (
            one.session,
            str(one.held_on),
            one.people,
            one.before,
            one.n_before or None,
            one.month_after,
            one.n_month or None,
            one.quarter_after,
            one.n_quarter or None,
        )
        for one in report.effects
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Training"), "text"),
        (_("Held on"), "text"),
        (_("People"), "int"),
        (_("Before"), "score"),
        (_("n before"), "int"),
        (_("A month later"), "score"),
        (_("n a month later"), "int"),
        (_("Three months later"), "score"),
        (_("n three months later"), "int"),
    ]
    return _table(
        _("Behaviour after training"),
        heads,
        rows,
        _("Mean inspection scores of those who were there. A difference is no proof of an effect."),
    )


def _newcomers(report: PeriodReport) -> Table:
    months = max((sum(step.kind == "month" for step in one.steps) for one in report.newcomers), default=0)
    rows = []
    for one in report.newcomers:
        week = [step for step in one.steps if step.kind == "week"]
        monthly = [step for step in one.steps if step.kind == "month"]
        mentor = [step for step in one.steps if step.kind == "mentor"]
        cells = [_step(week), *(_step(monthly[n : n + 1]) for n in range(months)), _step(mentor)]
        rows.append((_who(report, one.employee_no), str(one.hired_on), *cells))
    heads: list[tuple[str, Kind]] = [
        (_("Employee"), "text"),
        (_("Hired on"), "text"),
        (_("First week"), "text"),
    ]
    heads += [(_("Month {n}").format(n=n + 1), "text") for n in range(months)]
    heads.append((_("Mentor"), "text"))
    return _table(
        _("Training of new people"), heads, rows, _("A date: the step can still be done until then.")
    )


def _low_ratings(report: PeriodReport) -> Table:
    rows = [
        (str(one.day), one.id, one.rating, _who(report, one.employee_no), str(one.place))
        for one in report.low_ratings
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Day"), "text"),
        (_("Record"), "text"),
        (_("Rating"), "score"),
        (_("Employee"), "text"),
        (_("Evidence"), "text"),
    ]
    return _table(
        _("Low ratings to verify"), heads, rows, _("A low rating counts when somebody has verified it.")
    )


def _step(steps: Sequence[NewcomerStep]) -> object:
    if not steps:
        return "—"
    (step,) = steps
    if step.state == "open":
        return _("until {day}").format(day=step.until)
    text = _(_STEP[step.state])
    return Mark(text, "bad") if step.state == "missed" else text


def _problems(report: PeriodReport) -> Table:
    rows = [
        (
            one.line.number,
            one.line.finding or one.line.indicator,
            one.line.cause,
            one.line.measure,
            one.line.department,
            one.line.owner,
            str(one.line.due_on or ""),
            _marked(one.state, _LIST_STATUS),
            one.line.found,
            one.later,
            _marked(one.effect, _EFFECT),
        )
        for one in report.problems
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Line number"), "text"),
        (_("Problem"), "text"),
        (_("Cause"), "text"),
        (_("What is done about it"), "text"),
        (_("Department"), "text"),
        (_("Owner"), "text"),
        (_("Due on"), "text"),
        (_("State"), "text"),
        (_("Figure then"), "score"),
        (_("Period after"), "score"),
        (_("Effect"), "text"),
    ]
    return _table(_("Problem list"), heads, rows)


def _models(report: PeriodReport) -> Table:
    rows = []
    for one in report.models or ():
        parts = {part.name: part.value for part in one.decided_by}
        months, stars = parts["months-with-score"], parts["months-as-star"]
        rows.append((one.rank, _who(report, one.employee_no), one.score, months, stars, one.amount))
    heads: list[tuple[str, Kind]] = [
        (_("Rank"), "int"),
        (_("Employee"), "text"),
        (_("Mean month score"), "score"),
        (_("Months with a score"), "text"),
        (_("Months as star"), "text"),
        (_("Reward in yuan"), "score"),
    ]
    return _table(_("Model of the year"), heads, rows)


def _not_models(report: PeriodReport) -> Table:
    rows = [(_who(report, number), why) for number, why in report.not_models]
    return _table(_("Not eligible as model of the year"), [(_("Employee"), "text"), (_("Why"), "text")], rows)
