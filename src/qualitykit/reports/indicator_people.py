"""指标报告, the part about people: training and its effect, newcomers, low ratings, problems, the year."""

from collections.abc import Sequence

from qualitykit.i18n import N_, _
from qualitykit.reports.book import Kind, Mark, Table
from qualitykit.reports.indicator_report import PeriodReport, marked, plain_columns
from qualitykit.scoring.newcomers import NewcomerStep

__all__ = [
    "effects_table",
    "low_ratings_table",
    "models_table",
    "newcomers_table",
    "not_models_table",
    "problems_table",
    "resits_table",
]

_LIST_STATUS = {"open": N_("open"), "overdue": N_("overdue"), "closed": N_("done")}
_EFFECT = {"improved": N_("improved"), "not-improved": N_("not improved"), "unknown": "—"}
_STEP = {
    "done": N_("done"),
    "missed": N_("missed"),
    "running": N_("under way"),
    "unknown": N_("no data"),
}


def _who(report: PeriodReport, number: str) -> str:
    return f"{report.names.get(number, '')} {number}".strip()


def resits_table(report: PeriodReport) -> Table:
    """Who has to resit: failed, and not passed since."""
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
    return plain_columns(_("Who has to resit"), heads, rows)


def effects_table(report: PeriodReport) -> Table:
    """Each session with the inspections of who was there, before and after."""
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
    return plain_columns(
        _("Behaviour after training"),
        heads,
        rows,
        _("Mean inspection scores of those who were there. A difference is no proof of an effect."),
    )


def newcomers_table(report: PeriodReport) -> Table:
    """New people with their steps: done, missed, or until when."""
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
    return plain_columns(
        _("Training of new people"), heads, rows, _("A date: the step can still be done until then.")
    )


def low_ratings_table(report: PeriodReport) -> Table:
    """Customers' low ratings that nobody has verified yet."""
    rows = [
        (str(one.day), one.rating, _who(report, one.employee_no), one.place.shown)
        for one in report.low_ratings
    ]
    heads: list[tuple[str, Kind]] = [
        (_("Day"), "text"),
        (_("Rating"), "score"),
        (_("Employee"), "text"),
        (_("Evidence"), "text"),
    ]
    return plain_columns(
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


def problems_table(report: PeriodReport) -> Table:
    """The problem list: state, and the figure of the period after it."""
    rows = [
        (
            one.line.number,
            one.line.finding or one.line.indicator,
            one.line.cause,
            one.line.measure,
            one.line.department,
            one.line.owner,
            str(one.line.due_on or ""),
            marked(one.state, _LIST_STATUS),
            one.line.found,
            one.later,
            marked(one.effect, _EFFECT),
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
    return plain_columns(_("Problem list"), heads, rows)


def models_table(report: PeriodReport) -> Table:
    """The year's 服务标兵."""
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
    return plain_columns(_("Model of the year"), heads, rows)


def not_models_table(report: PeriodReport) -> Table:
    """Who cannot be it, with all reasons."""
    rows = [(_who(report, number), why) for number, why in report.not_models]
    return plain_columns(
        _("Not eligible as model of the year"), [(_("Employee"), "text"), (_("Why"), "text")], rows
    )
