"""Indicators of a month, a quarter or a year, from folders or from the ledger: report and problem list."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.workflow.periods import from_folders, months_between, months_of, shifted

if TYPE_CHECKING:
    from qualitykit.ledger.workspace import Workspace
    from qualitykit.reports.indicator_report import PeriodReport
    from qualitykit.scoring.indicators import IndicatorResult
    from qualitykit.scoring.newcomers import Newcomer
    from qualitykit.standards.indicators import Indicators
    from qualitykit.workflow.counted import Counted, CountedMonths

__all__ = ["Measured", "indicators_from_folders", "indicators_from_ledger", "period_report", "report_json"]

Progress = Callable[[str, int, int], None]
_A_YEAR = 12
_RATES = ("percent", "net_points", "points")


@dataclass(frozen=True, slots=True)
class Measured:
    """The report of a period, its text, and the files written.

    ``incomplete``: a month of it is missing, or problems left something out.
    """

    report: PeriodReport
    text: str
    files: tuple[Path, ...]
    incomplete: bool


def indicators_from_folders(
    period: str,
    folders: Sequence[Path],
    *,
    today: date,
    standards: Sequence[str] | None = None,
    roster: Path | None = None,
    base: str | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Measured:
    """The indicators of a period against targets, earlier periods and goals; report and problem list written.

    ``base``: the month that goals start from; else the pack's, else the first month given. A month of the
    period that no folder holds is said, and the figures are those of the others. ``today`` decides what of
    the problem list is overdue. Raises CannotRunError where there is no folder of the period, or the standard
    has no indicators.
    """
    from qualitykit.workflow.counted import count_folders

    months_of(period)  # what is none is said before anything is read
    known = count_folders(folders, standards=standards, roster=roster, progress=progress)
    return _measure(period, known, base, out, today)


def indicators_from_ledger(
    period: str,
    workspace: Workspace | None,
    *,
    today: date,
    ledger_address: str = "",
    base: str | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Measured:
    """The same from the ledger's months; the input files are not needed, and drafts are named.

    Without a workspace the ledger is the one at ``ledger_address``; ``out`` as above. Raises CannotRunError
    where neither is given, there is no such ledger, or it has no month of the period.
    """
    from qualitykit.ledger.address import is_url
    from qualitykit.ledger.store import Ledger
    from qualitykit.workflow.counted import count_ledger
    from qualitykit.workflow.ledger_months import open_ledger

    wanted = months_of(period)
    year_over = shifted(wanted[-1], 1) if len(wanted) == _A_YEAR else ""
    if workspace is not None:
        opened = open_ledger(workspace, ledger_address)
    elif ledger_address:
        opened = Ledger.open(ledger_address if is_url(ledger_address) else Path(ledger_address))
    else:
        raise CannotRunError(
            _("say which folders the months come from, or stand in a workspace"),
            hint=f"qualitykit kpi {period} {from_folders(period)}",
        )
    with opened as ledger:
        known = count_ledger(ledger, history_before=year_over, progress=progress)
    return _measure(period, known, base, out, today)


def report_json(report: PeriodReport) -> str:
    """The report as JSON, with its format's name."""
    from qualitykit.reports.indicator_json import to_json

    return to_json(report)


def indicators_schema() -> dict[str, Any]:
    """The JSON Schema of ``report_json``."""
    from qualitykit.reports.indicator_json import indicators_schema as schema

    return schema()


def _measure(period: str, known: CountedMonths, base: str | None, out: Path | None, today: date) -> Measured:
    from qualitykit.reports.indicator_tables import report_bytes, report_text
    from qualitykit.workflow.exports import write_file
    from qualitykit.workflow.problem_list import list_bytes

    wanted = months_of(period)
    report = period_report(period, known, today=today, base=base)
    files: tuple[Path, ...] = ()
    if out is not None:
        files = (
            write_file(out / f"指标报告-{report.period}.xlsx", report_bytes(report, __version__)),
            write_file(out / f"问题清单-{report.period}.xlsx", list_bytes(report, known)),
        )
    months = [known.month(name) for name in wanted]
    incomplete = any(one is None or one.faults for one in months)
    return Measured(report, report_text(report), files, incomplete)


def period_report(period: str, known: CountedMonths, *, today: date, base: str | None = None) -> PeriodReport:
    """The report of a period from months that are counted; parameters and errors as above."""
    from qualitykit.reports.indicator_report import PeriodReport
    from qualitykit.scoring.goals import judge_goals
    from qualitykit.scoring.indicators import judge_indicators, pareto
    from qualitykit.scoring.training import effects_of, resits_due
    from qualitykit.scoring.training_months import known_trainings
    from qualitykit.workflow.indicator_notes import notes_of
    from qualitykit.workflow.problem_list import list_problems

    wanted, period = months_of(period), period.strip().upper()
    inside = [one for name in wanted if (one := known.month(name)) is not None]
    if not inside:
        raise _not_there(period, wanted, known)
    last = inside[-1]
    rules = _rules_of(last)
    there = [one.name for one in inside]
    facts = known.facts(there)
    assert facts is not None
    start = _base_month(base, rules, known)
    up_to = [one for one in known.months if one.name <= last.name]
    trainings = known_trainings([one.tally for one in up_to])
    scores = [one for month in known.months for one in month.tally.scores]
    before = [shifted(name, -len(wanted)) for name in wanted]
    year_ago = [shifted(name, -_A_YEAR) for name in wanted]
    indicators = judge_indicators(
        rules, facts, previous=known.earlier(before), year_before=known.earlier(year_ago)
    )
    last_day = _last_day(wanted[-1], known)
    report = PeriodReport(
        period=period,
        months=tuple(there),
        last_day=last_day,
        standard=f"{last.standard.title} {last.standard.version}",
        indicators=indicators,
        goals=judge_goals(
            rules, known.earlier([start]), facts, elapsed=max(months_between(start, last.name), 0)
        ),
        complaint_reasons=pareto(facts.complaint_reasons),
        rating_reasons=pareto(facts.rating_reasons),
        departments=_departments(known, there, rules, indicators),
        resits=resits_due(rules, trainings),
        effects=effects_of(rules, trainings, scores),
        newcomers=_newcomers(last, up_to),
        low_ratings=tuple(rating for one in inside for rating in one.tally.low_ratings),
        problems=list_problems(
            period, indicators, known, up_to, last_day=last_day, due_days=rules.due_days, today=today
        ),
        names={row.employee_no: row.name for one in known.months for row in one.tally.roster.rows},
        drafts=tuple(one.name for one in inside if one.state == "draft"),
        notes=notes_of(wanted, inside, known, [before, year_ago]),
    )
    return _with_models(report, known) if len(wanted) == _A_YEAR else report


def _last_day(month: str, known: CountedMonths) -> date:
    """The last day of a month: of the house's pay month where it is there, else the calendar's."""
    own = known.month(month)
    if own is not None:
        return own.tally.period.last_day
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _not_there(period: str, wanted: Sequence[str], known: CountedMonths) -> CannotRunError:
    if known.source == "folders":
        return CannotRunError(
            _("none of the folders is of {month}").format(month=period),
            hint=f"qualitykit kpi {period} {from_folders(period)}",
        )
    deleted = [name for name in wanted if name in known.unreadable]
    if deleted:
        text = _("The personal data of {months} were deleted; what they held cannot be counted any more.")
        return CannotRunError(
            text.format(months="、".join(deleted)),
            hint=_("The closed figures are kept: {command}").format(
                command=f"qualitykit status {deleted[0]}"
            ),
        )
    return CannotRunError(
        _("the ledger has no month {month}").format(month=period),
        hint=_("This shows which months there are: qualitykit status"),
    )


def _rules_of(month: Counted) -> Indicators:
    rules = month.standard.indicators
    if rules is None:
        raise CannotRunError(
            _("the standard {id} has no indicators").format(id=month.standard.id),
            hint=f"qualitykit kpi {month.name} {from_folders(month.name)} --standard service-attitude",
        )
    return rules


def _base_month(base: str | None, rules: Indicators, known: CountedMonths) -> str:
    if base is not None and len(months_of(base)) != 1:
        raise CannotRunError(
            _("“{period}” is no month").format(period=base),
            hint=f"qualitykit kpi {known.months[-1].name} --base {known.months[0].name}",
        )
    return base or rules.base_month or known.months[0].name


def _newcomers(last: Counted, up_to: Sequence[Counted]) -> tuple[Newcomer, ...]:
    """Who is new in the period's last month, with the steps that were done."""
    from qualitykit.scoring.newcomers import newcomers_of
    from qualitykit.scoring.training_months import known_since, known_trainings

    trainings = known_trainings([one.tally for one in up_to])
    since = known_since([one.tally.period for one in up_to])[-1] if trainings else None
    tally = last.tally
    return newcomers_of(tally.rules, tally.period, tally.roster, trainings, known_since=since)


def _departments(
    known: CountedMonths, months: Sequence[str], rules: Indicators, indicators: Sequence[IndicatorResult]
) -> dict[str, dict[str, IndicatorResult]]:
    """The rates of each department that has any; counts of a whole company are not compared."""
    from qualitykit.scoring.indicators import judge_indicators

    rates = {one.id for one in indicators if one.unit in _RATES and one.value is not None}
    inside = [one for one in known.months if one.name in months]
    names = sorted({name for month in inside for name in month.facts if name})
    found: dict[str, dict[str, IndicatorResult]] = {}
    for name in names:
        facts = known.facts(months, name)
        if facts is not None:
            judged = {one.id: one for one in judge_indicators(rules, facts) if one.id in rates}
            if any(one.value is not None for one in judged.values()):
                found[name] = judged
    return found


# --- the year --------------------------------------------------------------------------------------------


def _with_models(report: PeriodReport, known: CountedMonths) -> PeriodReport:
    """The year's 服务标兵, of closed months; folders are not closed, so from them it is an estimate."""
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.wording import reason_text
    from qualitykit.scoring.stars import pick_model_of_the_year

    history, notes = known.history, [*report.notes]
    if known.source == "folders":
        history = replace(history, closed_months=history.months)
        notes.append(_("The model of the year is an estimate: months from folders are not closed."))
    elif report.drafts:
        notes.append(_("The model of the year counts closed months only."))
    last = next(one for one in reversed(known.months) if one.name in report.months)
    year = int(report.period)
    picked = pick_model_of_the_year(last.standard.stars, history, year, last_day=report.last_day)
    find = Lookup(last.result)
    why = tuple(
        (number, "；".join(reason_text(reason, find) for reason in reasons))
        for number, reasons in picked.ineligible.items()
        if reasons
    )
    return replace(report, models=picked.stars, not_models=why, notes=tuple(notes))
