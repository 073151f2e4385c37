"""A person's card on the page: where the month score comes from, each evaluation, evidence, praise."""

from collections.abc import Sequence
from decimal import Decimal

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.reports.conduct_sheets import step_text
from qualitykit.reports.detail_sheets import failed_items, why_no_score
from qualitykit.reports.facts import remark_beside, violation_facts
from qualitykit.reports.figures import interval_text, number, rounded, score
from qualitykit.reports.lookup import Lookup, in_order
from qualitykit.reports.wording import (
    effects_text,
    incident_state,
    reason_text,
    served_text,
    violation_severity,
)
from qualitykit.scoring.results import EvaluationResult, Hit, Incident, MonthResult, PersonMonth, Violation

__all__ = ["PersonCard", "anchors_of", "evaluation_order", "person_cards"]


@dataclass(frozen=True, slots=True)
class CardSource:
    """One source: title, weight, n, mean, interval."""

    title: str
    weight: str
    n: str
    mean: str
    interval: str


@dataclass(frozen=True, slots=True)
class CardEvaluation:
    """One evaluation with its anchor."""

    anchor: str
    day: str
    form: str
    score: str
    qualified: bool
    failed: str
    place: str


@dataclass(frozen=True, slots=True)
class CardViolation:
    """One violation with its evidence: the words in their context, or the cell."""

    title: str
    severity: str
    clause: str
    place: str
    href: str
    before: str
    lead: str
    quote: str
    rest: str
    after: str
    remark: str


@dataclass(frozen=True, slots=True)
class CardIncident:
    """One incident: day, state with its reason, violations, and what its case leads to."""

    day: str
    state: str
    case: str
    violations: tuple[CardViolation, ...]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person."""

    anchor: str
    employee_no: str
    name: str
    where: str
    rank: str
    score: str
    interval: str
    star: str
    remarks: tuple[str, ...]
    history: str
    sources: tuple[CardSource, ...]
    evaluations: tuple[CardEvaluation, ...]
    incidents: tuple[CardIncident, ...]
    praises: tuple[str, ...]


def anchors_of(find: Lookup) -> dict[str, str]:
    """Where each person's card stands; numbers, not names: an address is seen by others."""
    return {person.employee_no: f"#p{index}" for index, person in enumerate(find.ranking)}


def evaluation_order(result: MonthResult) -> dict[str, int]:
    """Evaluations by id, numbered in the order of the cards."""
    return {one.id: index for index, one in enumerate(in_order(result.evaluations))}


def person_cards(
    find: Lookup, anchors: dict[str, str], numbered: dict[str, int], trend: Sequence[MonthResult]
) -> tuple[PersonCard, ...]:
    """A card a person, in the order of the ranking. ``trend``: earlier months in order of date."""
    earlier = [
        (month.period.month, {person.employee_no: person.score for person in month.people}) for month in trend
    ]
    by_id = {one.id: one for one in find.result.evaluations}
    stars = {star.employee_no: star for star in find.result.stars}
    cards = []
    for person in find.ranking:
        own = person.employee_no
        scores = [(month, known[own]) for month, known in earlier if known.get(own) is not None]
        history = [*scores, (find.result.period.month, person.score)] if scores else []
        star = stars.get(own)
        cards.append(
            PersonCard(
                anchor=anchors[own].removeprefix("#"),
                employee_no=own,
                name=find.name(own),
                where=" ".join(part for part in (person.department, person.team) if part),
                rank=str(person.rank) if person.rank is not None else "—",
                score=score(person.score),
                interval=interval_text(person.interval.low, person.interval.high) if person.interval else "",
                star=_("service star, rank {rank}").format(rank=star.rank) if star else "",
                remarks=_remarks(person, find, is_star=star is not None),
                history=" → ".join(f"{month} {score(value)}" for month, value in history),
                sources=_sources(person, find),
                evaluations=tuple(
                    _evaluation(one, find, numbered[one.id])
                    for one in in_order(find.evaluations.get(own, ()))
                ),
                incidents=tuple(_incident(one, find, by_id, numbered) for one in find.incidents.get(own, ())),
                praises=tuple(
                    find.text(find.value(praise.content))
                    for praise in find.praises.get(own, ())
                    if praise.content.strip()
                ),
            )
        )
    return tuple(cards)


def _remarks(person: PersonMonth, find: Lookup, *, is_star: bool) -> tuple[str, ...]:
    made = []
    if person.score is None:
        made.append(_("no inspection this month"))
    elif not person.enough:
        made.append(_("too few evaluations: moves no pay"))
    if person.praise_points:
        made.append(
            _("{mean} + {points} for {n} praises").format(
                mean=score(_published(person)), points=number(person.praise_points), n=person.praises
            )
        )
    if sources := find.unknown_scatter(person):
        made.append(
            _("90% interval without the scatter of {sources}, which is unknown").format(sources=sources)
        )
    if person.ineligible and not is_star:
        reasons = _("; ").join(reason_text(reason, find) for reason in person.ineligible)
        made.append(_("no star: {reasons}").format(reasons=reasons))
    return tuple(made)


def _published(person: PersonMonth) -> Decimal | None:
    return None if person.weighted_mean is None else Decimal(rounded(person.weighted_mean, 2))


def _sources(person: PersonMonth, find: Lookup) -> tuple[CardSource, ...]:
    return tuple(
        CardSource(
            find.title(f"source:{part.source}"),
            number(part.weight),
            str(part.n),
            score(part.mean),
            interval_text(part.interval.low, part.interval.high) if part.interval else "",
        )
        for part in person.sources
        if part.n
    )


def _evaluation(one: EvaluationResult, find: Lookup, index: int) -> CardEvaluation:
    published = one.score.published if one.score is not None else None
    failed = failed_items(one.score, one.standard, find)
    return CardEvaluation(
        anchor=f"e{index}",
        day=one.day.isoformat(),
        form=find.title(f"form:{one.form}", one.standard),
        score=score(published),
        qualified=one.score.qualified if one.score is not None else True,
        failed=failed or why_no_score(one, find),
        place=find.place(one.place),
    )


def _incident(
    one: Incident, find: Lookup, by_id: dict[str, EvaluationResult], numbered: dict[str, int]
) -> CardIncident:
    case = find.case_of_incident.get(one.id)
    text = ""
    if case is not None:
        text = _("step {n}, {title} ({why}); served on {day}: {how}").format(
            n=case.step,
            title=case.step_title,
            why=step_text(case, find),
            day=case.served_on.isoformat(),
            how=find.text(served_text(case.served_how)),
        )
        if case.effects:
            text += _("; ") + effects_text(case)
    why = reason_text(one.reason, find)
    state = incident_state(one.status)
    return CardIncident(
        day=one.day.isoformat() + (f" {one.at:%H:%M}" if one.at else ""),
        state=state + _("; ") + why if why else state,
        case=text,
        violations=tuple(
            _violation(violation, one.violations, find, by_id, numbered) for violation in one.violations
        ),
    )


def _hit(violation: Violation, by_id: dict[str, EvaluationResult]) -> Hit | None:
    """The hit that a violation quotes."""
    evaluation = by_id.get(violation.evaluation)
    if evaluation is None or not violation.quote:
        return None
    hits = [
        hit
        for outcome in evaluation.outcomes
        for hit in outcome.hits
        if violation.quote in (hit.quote, hit.context)
    ]
    return next((hit for hit in hits if hit.check == violation.subject), hits[0] if hits else None)


def _violation(
    violation: Violation,
    shown: Sequence[Violation],
    find: Lookup,
    by_id: dict[str, EvaluationResult],
    numbered: dict[str, int],
) -> CardViolation:
    hit = _hit(violation, by_id)
    quote = find.value(violation.quote)
    lead = rest = ""
    if hit is not None:
        # masked as a whole: a number that runs over the quote's border is masked too
        context = find.value(hit.context)
        at = context.find(quote, max(hit.start - 8, 0)) if quote else -1
        if at >= 0 and context != quote:
            lead, rest = context[:at], context[at + len(quote) :]
    return CardViolation(
        title=violation.title,
        severity=violation_severity(violation.severity),
        clause=violation.clause,
        place=find.place(violation.place),
        href=f"#e{numbered[violation.evaluation]}" if violation.evaluation in numbered else "",
        before=find.value(hit.before) if hit else "",
        lead=lead,
        quote=quote or violation_facts(violation, find),
        rest=rest,
        after=find.value(hit.after) if hit else "",
        remark=remark_beside(violation, shown, find),
    )
