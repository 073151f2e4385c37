"""问题清单: what missed its target goes out, comes back with its measure, is verified in the next period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qualitykit.i18n import _
from qualitykit.model import Improvement, Place
from qualitykit.workflow.periods import is_period, months_of, shifted

if TYPE_CHECKING:
    from qualitykit.reports.indicator_report import ListedProblem, PeriodReport
    from qualitykit.scoring.indicators import IndicatorResult
    from qualitykit.standards.indicators import Indicators
    from qualitykit.workflow.counted import Counted, CountedMonths

__all__ = ["list_bytes", "list_problems"]

_TO_FILL = (
    *("problem_category", "department", "owner", "due_on"),
    *("cause", "measure", "done_on", "problem_result"),
)


def list_problems(
    period: str,
    indicators: Sequence[IndicatorResult],
    known: CountedMonths,
    up_to: Sequence[Counted],
    *,
    last_day: date,
    due_days: int,
    today: date,
) -> tuple[ListedProblem, ...]:
    """The lines that came back, the newest word of each, and a line for each target missed in this period.

    ``up_to``: the months to the period's end. ``today`` decides what is overdue. Source: P3.loop.
    """
    lines: dict[str, Improvement] = {}
    for month in up_to:
        lines |= {one.number: one for one in month.tally.improvements}
    rules = up_to[-1].tally.rules
    for one in indicators:
        number = f"{period}/{one.title}"
        # a list that went out before numbers were words names the indicator by its id
        if one.status == "missed" and number not in lines and f"{period}/{one.id}" not in lines:
            lines[number] = Improvement(
                number,
                Place(),
                period=period,
                indicator=one.title,
                category=_category(rules, one.id),
                finding=_("{title}: {value}, target {target}").format(
                    title=one.title, value=one.value, target=one.target
                ),
                found=one.value,
                # who is handed the list today has that long from today on
                due_on=max(last_day, today) + timedelta(days=due_days),
            )
    return tuple(_state(line, known, today) for _number, line in sorted(lines.items()))


def _category(rules: Indicators, indicator: str) -> str:
    from qualitykit.reports.indicator_report import TOPICS
    from qualitykit.scoring.indicators import topic_of

    rule = rules.indicator(indicator)
    return _(TOPICS[topic_of(rule)]) if rule is not None else ""


def _state(line: Improvement, known: CountedMonths, today: date) -> ListedProblem:
    from qualitykit.reports.indicator_report import ListedProblem
    from qualitykit.scoring.indicators import value_of
    from qualitykit.scoring.rounding import publish

    overdue = line.due_on is not None and line.due_on < today
    state = "closed" if line.done_on is not None else "overdue" if overdue else "open"
    if line.found is None or not is_period(line.period):
        return ListedProblem(line, state)
    months = months_of(line.period)
    after = known.earlier([shifted(month, len(months)) for month in months])
    rules = after.rules.indicators if after is not None else ()
    rule = next((one for one in rules if line.indicator in (one.id, one.title)), None)
    exact = value_of(rule, after.facts)[0] if after is not None and rule is not None else None
    if rule is None or exact is None:
        return ListedProblem(line, state)
    value = publish(exact)
    up = rule.direction != "lower"
    improved = value > line.found if up else value < line.found
    return ListedProblem(line, state, value, "improved" if improved else "not-improved")


def list_bytes(report: PeriodReport, known: CountedMonths) -> bytes:
    """The list as a workbook that goes out and comes back: its blank columns are for the departments."""
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
            "cause": one.line.cause,
            "measure": one.line.measure,
            "done_on": one.line.done_on,
            "problem_result": one.line.result,
        }
        for one in report.problems
    ]
    hint = "填写责任部门、责任人、期限和措施；完成后填完成日期，放回下个月的文件夹即可读入。"
    months = (one.result for one in reversed(known.months))
    result = next(one for one in months if one.period.last_day <= report.last_day)
    return record_bytes(result, "problem-list", rows, hint, _TO_FILL)
