"""How a person's month came about, line by line, down to the cell and the clause. Reads only the result."""

from difflib import get_close_matches

from qualitykit.errors import CannotRunError
from qualitykit.i18n import _
from qualitykit.reports.arithmetic import line_arithmetic
from qualitykit.reports.deadline_sheets import complaint_text, person_deadline_lines
from qualitykit.reports.explain_form import evaluation_lines
from qualitykit.reports.explain_ladder import ladder_lines
from qualitykit.reports.figures import exact, interval_text, number, score
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.reports.people_sheets import star_text
from qualitykit.reports.to_decide import how_praise
from qualitykit.reports.wording import bonus_kind, reason_text
from qualitykit.scoring.results import BonusLine, MonthResult, PersonMonth, SourceScore

__all__ = ["explain", "explain_line"]


def explain(result: MonthResult, employee_no: str, *, redact: bool = False) -> str:
    """Everything about one person's month: forms, sources, score, rank, warnings, money, deadlines.

    The number of a complaint or a service request explains its deadlines instead.

    ``redact``: names, values taken from inputs and money are masked, for passing on; scores stay. Errors:
    CannotRunError for a number that the month does not know, with the nearest ones.
    """
    find = Lookup(result, redact=redact)
    person = find.people.get(employee_no)
    if person is None:
        if text := complaint_text(result, employee_no, redact=redact):
            return text
        raise _unknown(employee_no, find)
    lines = _title(find, person)
    evaluations = in_order(find.evaluations.get(employee_no, ()))
    lines += ["", _("1. Evaluations")]
    for index, evaluation in enumerate(evaluations, start=1):
        lines += evaluation_lines(find, evaluation, index)
    if not evaluations:
        lines.append("  " + _("No evaluation this month."))
    lines += ["", _("2. Month score"), *_score_lines(find, person)]
    lines += ["", _("3. Rank and service star"), *_rank_lines(find, person)]
    lines += ["", _("4. Violations and warnings"), *ladder_lines(find, employee_no)]
    lines += ["", _("5. Customer praise"), *_praise_lines(find, employee_no)]
    lines += ["", _("6. Bonuses"), *_money_lines(find, employee_no)]
    if timed := person_deadline_lines(find, employee_no):
        lines += ["", _("7. Deadlines of complaints"), *timed]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return text.replace("= ≈", "≈ ")


def explain_purged(result: MonthResult, employee_no: str) -> str:
    """What is left of one person's month whose personal data are past their retention: figures, no reasons.

    Errors: CannotRunError for a number that the month does not know.
    """
    find = Lookup(result)
    person = find.people.get(employee_no)
    if person is None:
        raise _unknown(employee_no, find)
    gone = _("The personal data of this month are past their retention and were deleted; these figures stay:")
    lines = [f"{result.period.month}  {employee_no}", f"【{gone}】"]
    lines.append(_("Month score {score}, {rank}").format(score=score(person.score), rank=_rank(person)))
    lines += [_source_line(find, part) for part in person.sources]
    star = next((one for one in result.stars if one.employee_no == employee_no), None)
    if star:
        lines.append(
            "  "
            + _("Service star, rank {rank}, {amount}").format(rank=star.rank, amount=find.money(star.amount))
        )
    for case in find.cases.get(employee_no, ()):
        text = _("{title} (step {step}), served {served}")
        lines.append("  " + text.format(title=case.step_title, step=case.step, served=case.served_on))
    sums = find.bonus_sums.get(employee_no, {})
    lines += [f"  {bonus_kind(kind)} {find.money(sums[kind])}" for kind in find.bonus_kinds if kind in sums]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def explain_line(result: MonthResult, line_id: str, *, redact: bool = False) -> str:
    """One bonus line: its arithmetic, reason, clause and evidence.

    Errors: CannotRunError for an id that the month does not know, with the nearest ones.
    """
    find = Lookup(result, redact=redact)
    line = next((one for one in result.bonuses if one.id == line_id), None)
    if line is None:
        near = get_close_matches(line_id, [one.id for one in result.bonuses], n=3, cutoff=0.4)
        raise CannotRunError(
            _("{month} has no bonus line {id}.").format(month=result.period.month, id=line_id),
            hint=f"qualitykit explain --bonus {near[0]}"
            if near
            else f"qualitykit explain {result.period.month} {[*line_id.split('/'), 'E1007', 'E1007'][1]}",
            details=tuple(near),
        )
    head = f"{line.employee_no} {find.name(line.employee_no)}".strip()
    return "\n".join([f"{result.period.month}  {head}  {line.id}", *_line_text(find, line)]) + "\n"


def _unknown(employee_no: str, find: Lookup) -> CannotRunError:
    """Numbers only: an error never holds a name."""
    numbers = sorted(find.people)
    near = get_close_matches(employee_no.upper(), numbers, n=3, cutoff=0.4) or numbers[:3]
    return CannotRunError(
        _("Nobody in {month} has the number {number}.").format(
            month=find.result.period.month, number=employee_no
        ),
        hint=f"qualitykit explain {find.result.period.month} {near[0] if near else 'E1007'}",
        details=tuple(near),
    )


def _title(find: Lookup, person: PersonMonth) -> list[str]:
    result = find.result
    where = " · ".join(part for part in (person.department, person.team) if part)
    lines = [f"{result.period.month}  {find.name(person.employee_no)}（{person.employee_no}）  {where}"]
    marks = []
    if result.estimate:
        marks.append(
            _("ESTIMATE: earlier months were drafts when this was scored; score again once they are closed")
        )
    if result.provisional:
        marks.append(_("PROVISIONAL: no earlier month is known, steps of warnings may change"))
    lines += [f"【{mark}】" for mark in marks]
    summary = _("Month score {score}, {rank}").format(score=score(person.score), rank=_rank(person))
    if person.interval:
        summary += _(", 90% interval {interval}").format(
            interval=interval_text(person.interval.low, person.interval.high)
        )
    lines.append(summary)
    if sources := find.unknown_scatter(person):
        lines.append(
            _("90% interval without the scatter of {sources}, which is unknown").format(sources=sources)
        )
    if person.days_employed < result.period.days:
        lines.append(
            _("Employed {days} of {all} days").format(days=person.days_employed, all=result.period.days)
        )
    return lines


def _rank(person: PersonMonth) -> str:
    if person.rank is None:
        return _("not ranked")
    return _("rank {rank}, in the department {department}").format(
        rank=person.rank, department=person.department_rank
    )


def _source_line(find: Lookup, part: SourceScore) -> str:
    title = find.title(f"source:{part.source}")
    if part.mean is None:
        text = "  " + _("{source}: no score").format(source=title)
    else:
        shown = part.scores if len(part.scores) <= 12 else part.scores[:12]
        added = " + ".join(score(one) for one in shown) + (" + …" if len(part.scores) > 12 else "")
        values = f"({added}) / {part.n} = {score(part.mean)}" if part.n > 1 else score(part.mean)
        text = "  " + _("{source}: {values}, weight {weight}").format(
            source=title, values=values, weight=number(part.weight)
        )
    if part.from_earlier:
        text += _(" ({n} of them from earlier months)").format(n=part.from_earlier)
    if part.interval:
        text += _(", 90% interval {interval}").format(
            interval=interval_text(part.interval.low, part.interval.high)
        )
    if not part.counted:
        text += _(" — does not count")
    return text


def _score_lines(find: Lookup, person: PersonMonth) -> list[str]:
    lines = [_source_line(find, part) for part in person.sources]
    counted = [part for part in person.sources if part.counted and part.mean is not None]
    if person.weighted_mean is not None and counted:
        above = " + ".join(f"{number(part.weight)}×{score(part.mean)}" for part in counted)
        below = " + ".join(number(part.weight) for part in counted)
        lines.append(
            "  "
            + _("mean: ({above}) / ({below}) = {mean}").format(
                above=above, below=below, mean=exact(person.weighted_mean)
            )
        )
        lines.append(
            "  "
            + _(
                "{praises} verified praises: +{points}; month score {score} (at most 100, half up to 0.01)"
            ).format(praises=person.praises, points=number(person.praise_points), score=score(person.score))
        )
    else:
        lines.append("  " + _("no inspection this month: no month score"))
        if person.praises:
            lines.append(
                "  " + _("{n} verified praises: praise alone makes no score").format(n=person.praises)
            )
    enough = _("{n} evaluations").format(n=person.evaluations)
    lines.append(
        "  " + (enough if person.enough else enough + _(": too few (样本不足): cannot win, moves no pay"))
    )
    return lines


def _rank_lines(find: Lookup, person: PersonMonth) -> list[str]:
    lines = []
    star = next((one for one in find.result.stars if one.employee_no == person.employee_no), None)
    if star:
        lines.append(
            "  "
            + _("Service star, rank {rank}, {amount}").format(rank=star.rank, amount=find.money(star.amount))
        )
        lines.append("  " + _("decided by: {parts}").format(parts=star_text(star, find)))
    elif person.ineligible:
        lines.append("  " + _("No service star this month:"))
        lines += ["  - " + reason_text(reason, find) for reason in person.ineligible]
    else:
        lines.append("  " + _("Eligible for service star; others came first."))
    return lines


def _praise_lines(find: Lookup, employee_no: str) -> list[str]:
    lines = []
    for praise in find.praises.get(employee_no, ()):
        customer = find.value(praise.customer)
        text = f"  {praise.service_on}  {praise.level}  {customer}".rstrip() + "  " + find.money(praise.shown)
        if praise.paid != praise.shown:
            text += _(", paid {amount}").format(amount=find.money(praise.paid))
        if len(praise.praise_ids) > 1:
            text += _(" (recorded {n} times, counted once)").format(n=len(praise.praise_ids))
        lines.append(text)
        if praise.content:
            lines.append(f"      “{find.value(praise.content)}”")
        if praise.reason:
            lines.append("      " + reason_text(praise.reason, find))
        if how := how_praise(praise):
            lines.append("      " + how)
        lines += ["      " + find.place(place) for place in praise.places]
    return lines or ["  " + _("none")]


def _line_text(find: Lookup, line: BonusLine) -> list[str]:
    clause = f"  {line.clause}" if line.clause else ""
    lines = [
        f"  {bonus_kind(line.kind)}  {find.money(line.amount)}{clause}",
        "      " + line_arithmetic(line, find),
    ]
    if why := reason_text(line.reason, find):
        lines.append("      " + why)
    lines += ["      " + find.place(place) for place in line.evidence]
    return lines


def _money_lines(find: Lookup, employee_no: str) -> list[str]:
    bonuses = find.bonuses.get(employee_no, ())
    order = {kind: index for index, kind in enumerate(find.bonus_kinds)}
    lines = []
    for line in sorted(bonuses, key=lambda one: (order[one.kind], one.id)):
        lines += _line_text(find, line)
    carried = dict(find.result.carried).get(employee_no)
    if carried:
        lines.append("  " + _("carried to next month: {amount}").format(amount=find.money(carried)))
    if not bonuses:
        return [*lines, "  " + _("none")]
    total = sum((line.amount for line in bonuses), start=bonuses[0].amount * 0)
    return [*lines, "  " + _("sum: {amount}").format(amount=find.money(total))]
