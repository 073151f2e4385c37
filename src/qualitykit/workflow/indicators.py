"""Indicators of a month, a quarter or a year from folders: the report and the problem list."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit import __version__
from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.model import Improvement, Place
from qualitykit.workflow.collector import no_collector
from qualitykit.workflow.standards import load_standards

if TYPE_CHECKING:
    from qualitykit.reports.indicator_tables import ListedProblem, PeriodReport
    from qualitykit.scoring.indicators import Facts, IndicatorResult
    from qualitykit.scoring.results import History, MonthResult
    from qualitykit.scoring.tally import MonthTally
    from qualitykit.standards.indicators import Indicators
    from qualitykit.standards.standard import Standard

__all__ = ["Measured", "months_of", "period_indicators"]

Progress = Callable[[str, int, int], None]
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.IGNORECASE)
_TO_FILL = ("problem_category", "department", "owner", "due_on", "measure", "done_on", "problem_result")


@dataclass(frozen=True, slots=True)
class Measured:
    """The report of a period, its text, and the files written."""

    report: PeriodReport
    text: str
    files: tuple[Path, ...]
    incomplete: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """All months that the folders gave, counted. ``facts``: month → department → facts."""

    standard: Standard
    rules: Indicators
    tallies: tuple[MonthTally, ...]
    facts: Mapping[str, Mapping[str, Facts]]
    history: History
    results: tuple[MonthResult, ...]


def months_of(period: str) -> tuple[str, ...]:
    """The months of 2026-10, 2026-Q3 or 2026. CannotRunError: it is none of them."""
    match = _PERIOD.fullmatch(period.strip())
    if match is None:
        raise CannotRunError(
            _("“{period}” is no month, quarter or year").format(period=period), hint="2026-10, 2026-Q3, 2026"
        )
    year, quarter, month = match.groups()
    if month:
        return (f"{year}-{month}",)
    numbers = range(3 * int(quarter) - 2, 3 * int(quarter) + 1) if quarter else range(1, 13)
    return tuple(f"{year}-{number:02d}" for number in numbers)


def _shifted(month: str, by: int) -> str:
    year, number = map(int, month.split("-"))
    ordinal = year * 12 + number - 1 + by
    return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"


def _distance(first: str, last: str) -> int:
    (year, month), (to_year, to_month) = (map(int, one.split("-")) for one in (first, last))
    return (to_year - year) * 12 + to_month - month


def period_indicators(
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
    from qualitykit.reports.indicator_tables import report_bytes, report_text

    wanted = months_of(period)
    with no_collector():
        known = _read(folders, standards, roster, progress)
    report = _report(period.upper(), wanted, known, base, today)
    files: tuple[Path, ...] = ()
    if out is not None:
        files = (
            _write(out / f"指标报告-{report.period}.xlsx", report_bytes(report, __version__)),
            _write(out / f"问题清单-{report.period}.xlsx", _list_bytes(report, known)),
        )
    missing = any(month not in known.facts for month in wanted)
    return Measured(report, report_text(report), files, missing)


def _write(path: Path, data: bytes) -> Path:
    from qualitykit.reports.files import make_folder, write_whole

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    make_folder(path.parent)
    return write_whole(path, fill)


def _read(
    folders: Sequence[Path], refs: Sequence[str] | None, roster: Path | None, progress: Progress | None
) -> _Known:
    from qualitykit.intake.month import read_months
    from qualitykit.scoring.history import extend
    from qualitykit.scoring.month import score_month
    from qualitykit.scoring.results import History
    from qualitykit.scoring.tally import tally_month, with_training

    if not folders:
        raise CannotRunError(
            _("say which folders the months come from"), hint="qualitykit kpi 2026-Q3 --from FOLDER …"
        )
    packs = load_standards(refs)
    standard = packs[0]
    if standard.indicators is None:
        raise CannotRunError(
            _("the standard {id} has no indicators").format(id=standard.id),
            hint="--standard service-attitude",
        )
    history, results, tallies = History(), [], []
    waiting = list(read_months(folders, standards=packs, roster=roster, progress=progress))
    while waiting:
        records, problems = waiting.pop(0)
        result = score_month(packs, records, history, program_version=__version__, input_problems=problems)
        history = extend(history, result, closed=False)
        tallies.append(tally_month(standard.indicators, packs, records, result))
        results.append(replace(result, evaluations=()))
        del records, result  # transcripts take more room than all that is counted of them
    counted = with_training(standard.indicators, tallies)
    facts = {one.period.month: of for one, of in zip(tallies, counted, strict=True)}
    return _Known(standard, standard.indicators, tuple(tallies), facts, history, tuple(results))


def _sum(known: _Known, months: Sequence[str], department: str = "") -> Facts | None:
    """The facts of these months; None where one of them is not known: nothing fair to compare with."""
    from qualitykit.scoring.indicators import Facts, add_up

    if any(month not in known.facts for month in months):
        return None
    return add_up(known.facts[month].get(department, Facts((month,))) for month in months)


def _report(
    period: str, wanted: tuple[str, ...], known: _Known, base: str | None, today: date
) -> PeriodReport:
    from qualitykit.reports.indicator_tables import PeriodReport
    from qualitykit.scoring.indicators import judge_goals, judge_indicators, pareto
    from qualitykit.scoring.training import effects_of, resits_due

    rules = known.rules
    there = tuple(month for month in wanted if month in known.facts)
    if not there:
        raise CannotRunError(
            _("none of the folders is of {month}").format(month=period),
            hint=_("name the folder of that month after --from"),
        )
    facts = _sum(known, there)
    assert facts is not None
    before = _sum(known, [_shifted(month, -len(wanted)) for month in wanted])
    last_year = _sum(known, [_shifted(month, -12) for month in wanted])
    if base is not None and len(months_of(base)) != 1:
        raise CannotRunError(_("“{period}” is no month").format(period=base), hint="--base 2026-01")
    start = base or rules.base_month or min(known.facts)
    elapsed = max(_distance(start, there[-1]), 0)
    up_to = [one for one in known.tallies if one.period.month <= there[-1]]
    trainings = [one for month in up_to for one in month.trainings]
    scores = [one for month in known.tallies for one in month.scores]
    indicators = judge_indicators(rules, facts, previous=before, year_before=last_year)
    year, month_number = map(int, wanted[-1].split("-"))
    last_day = date(year, month_number, monthrange(year, month_number)[1])
    report = PeriodReport(
        period=period,
        last_day=last_day,
        standard=known.standard.title,
        indicators=indicators,
        goals=judge_goals(rules, _sum(known, [start]), facts, elapsed=elapsed),
        complaint_reasons=pareto(facts.complaint_reasons),
        rating_reasons=pareto(facts.rating_reasons),
        departments=_departments(known, there, indicators),
        resits=resits_due(rules, trainings),
        effects=effects_of(rules, trainings, scores),
        problems=_listed(period, indicators, known, up_to, last_day, today),
        names={row.employee_no: row.name for one in known.tallies for row in one.roster.rows},
        notes=_notes(wanted, there),
    )
    return _with_models(report, known, year, last_day) if len(wanted) == 12 else report


def _notes(wanted: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    lacking = [month for month in wanted if month not in there]
    notes = []
    if lacking:
        months = "、".join(lacking)
        notes.append(_("No folder was given of {months}; the figures leave them out.").format(months=months))
    return tuple(notes)


def _departments(
    known: _Known, months: Sequence[str], indicators: Sequence[IndicatorResult]
) -> dict[str, dict[str, IndicatorResult]]:
    """The rates of each department that has any; counts of a whole company are not compared."""
    from qualitykit.scoring.indicators import judge_indicators

    rates = {one.id for one in indicators if one.unit in ("percent", "points") and one.value is not None}
    names = sorted({name for month in months for name in known.facts[month] if name})
    found: dict[str, dict[str, IndicatorResult]] = {}
    for name in names:
        facts = _sum(known, months, name)
        if facts is not None:
            judged = {one.id: one for one in judge_indicators(known.rules, facts) if one.id in rates}
            if any(one.value is not None for one in judged.values()):
                found[name] = judged
    return found


# --- the problem list ------------------------------------------------------------------------------------


def _listed(
    period: str,
    indicators: Sequence[IndicatorResult],
    known: _Known,
    tallies: Sequence[MonthTally],
    last_day: date,
    today: date,
) -> tuple[ListedProblem, ...]:
    """The lines that came back, the newest word of each, and a line for each target missed in this period."""
    lines: dict[str, Improvement] = {}
    for tally in tallies:
        lines |= {one.number: one for one in tally.improvements}
    for one in indicators:
        number = f"{period}/{one.id}"
        if one.status == "missed" and number not in lines:
            lines[number] = Improvement(
                number,
                Place(),
                period=period,
                indicator=one.title,
                category=one.clause,
                finding=_("{title}: {value}, target {target}").format(
                    title=one.title, value=one.value, target=one.target
                ),
                found=one.value,
                due_on=last_day + timedelta(days=known.rules.due_days),
            )
    return tuple(_state(line, known, today) for _number, line in sorted(lines.items()))


def _state(line: Improvement, known: _Known, today: date) -> ListedProblem:
    from qualitykit.reports.indicator_tables import ListedProblem
    from qualitykit.scoring.indicators import value_of
    from qualitykit.scoring.rounding import publish

    overdue = line.due_on is not None and line.due_on < today
    state = "closed" if line.done_on is not None else "overdue" if overdue else "open"
    rule = next((one for one in known.rules.indicators if line.indicator in (one.id, one.title)), None)
    if rule is None or line.found is None or _PERIOD.fullmatch(line.period) is None:
        return ListedProblem(line, state)
    months = months_of(line.period)
    after = _sum(known, [_shifted(month, len(months)) for month in months])
    exact = value_of(rule, after)[0] if after is not None else None
    if exact is None:
        return ListedProblem(line, state)
    value = publish(exact)
    up = rule.direction != "lower"
    improved = value > line.found if up else value < line.found
    return ListedProblem(line, state, value, "improved" if improved else "not-improved")


def _list_bytes(report: PeriodReport, known: _Known) -> bytes:
    from qualitykit.reports.registers import record_bytes

    rows = [
        {
            "problem_no": one.line.number,
            "problem_period": one.line.period,
            "indicator": one.line.indicator,
            "problem_category": one.line.category,
            "finding": one.line.finding,
            "found": None if one.line.found is None else float(one.line.found),
            "department": one.line.department,
            "owner": one.line.owner,
            "due_on": one.line.due_on,
            "measure": one.line.measure,
            "done_on": one.line.done_on,
            "problem_result": one.line.result,
        }
        for one in report.problems
    ]
    hint = "填写责任部门、责任人、期限和措施；完成后填完成日期，放回下个月的文件夹即可读入。"
    result = next(one for one in reversed(known.results) if one.period.last_day <= report.last_day)
    return record_bytes(result, "problem-list", rows, hint, _TO_FILL)


# --- the year --------------------------------------------------------------------------------------------


def _with_models(report: PeriodReport, known: _Known, year: int, last_day: date) -> PeriodReport:
    """The year's 服务标兵. Months from folders are not closed, so it is an estimate, and that is said."""
    from qualitykit.reports.lookup import Lookup
    from qualitykit.reports.wording import reason_text
    from qualitykit.scoring.stars import pick_model_of_the_year

    history = replace(known.history, closed_months=known.history.months)
    picked = pick_model_of_the_year(known.standard.stars, history, year, last_day=last_day)
    find = Lookup(known.results[-1])
    why = tuple(
        (number, "；".join(reason_text(reason, find) for reason in reasons))
        for number, reasons in picked.ineligible.items()
        if reasons
    )
    note = _("The model of the year is an estimate: months from folders are not closed.")
    return replace(report, models=picked.stars, not_models=why, notes=(*report.notes, note))
