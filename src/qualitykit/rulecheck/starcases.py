"""Cases of stars.yaml. Format in docs/rule-tests.md."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.rulecheck.casepeople import MONTH, Candidate, period_of, person_of, row_of, workforce_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.results import History, LiveWarning
from qualitykit.scoring.stars import MonthOfStars, pick_model_of_the_year, pick_stars
from qualitykit.standards.base import Rule, Text
from qualitykit.standards.standard import Standard
from qualitykit.standards.stars import Stars
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["run_star_cases", "star_needs"]


class _Year(Rule):
    """A person's year: closed months with a score, their mean, months as star, a live warning's step."""

    months: Annotated[int, Field(ge=0, le=12)]
    score: Decimal
    starred: Annotated[int, Field(ge=0, le=12)] = 0
    step: Annotated[int, Field(ge=1)] | None = None


class _Candidates(Rule):
    people: dict[Text, Candidate] = Field(default_factory=dict)
    year: dict[Text, _Year] = Field(default_factory=dict)


class _Won(Rule):
    stars: dict[Text, Decimal] = Field(default_factory=dict)
    ranks: dict[Text, int] = Field(default_factory=dict)
    ineligible: tuple[Text, ...] = ()
    reasons: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    model: dict[Text, Decimal] = Field(default_factory=dict)


class _StarCase(Case):
    given: _Candidates
    expect: _Won


def star_needs(standard: Standard) -> list[Covered]:
    """Each rank is won; a score at the minimum and below; days at the minimum and below; each source."""
    stars = standard.stars
    needs = [(f"star {rank + 1}", "won") for rank in range(stars.at_most)]
    least, days = stars.minimum_score, stars.minimum_days
    needs += [("star-score stars", f"= {least:f}"), ("star-score stars", f"< {least:f}")]
    needs += [("star-days stars", f"= {days}"), ("star-days stars", f"< {days}")]
    needs += [(f"star-source {source}", "missing") for source in stars.required_sources]
    model = stars.model_of_the_year
    if model is not None:
        months, step = model.minimum_months, model.no_live_warning_from_step
        sides = ["won", f"= {months} months", f"< {months} months", f"step {step}"]
        needs += [("model year", side) for side in sides]
    return needs


def run_star_cases(context: Context, cases: YamlValue) -> Ran:
    """Who wins in each case, and who cannot."""
    ran = Ran()
    for case, node in parse_cases(_StarCase, cases, ran):
        rule = context.changed(Stars, context.standard.stars, ("stars",), node, ran)
        if rule is None:
            continue
        sources = [one.source for one in context.standard.weights.sources]
        given = case.given.people
        rows = tuple(row_of(name, probation_until=one.probation_until) for name, one in given.items())
        people = [person_of(name, one, sources) for name, one in given.items()]
        won = pick_stars(
            rule,
            people,
            workforce_of(*rows),
            warned={name for name, one in given.items() if one.warned},
            unqualified={name: ("x",) for name, one in given.items() if not one.qualified},
            warnings=[_warning(name, n) for name, one in given.items() for n in range(one.warnings)],
        )
        year = _model_of_the_year(rule, case.given.year)
        people_of_case = [*given, *case.given.year]
        because = {**won.ineligible, **year.ineligible}
        reasons = {name: tuple(one.code for one in because.get(name, ())) for name in people_of_case}
        got: dict[str, object] = {
            "stars": {star.employee_no: star.amount for star in won.stars},
            "ranks": {star.employee_no: star.rank for star in won.stars},
            "ineligible": tuple(sorted(name for name, codes in reasons.items() if codes)),
            "model": {star.employee_no: star.amount for star in year.stars},
            "reasons": {name: reasons.get(name, ()) for name in case.expect.reasons},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None:
            ran.covered |= _stars_covered(rule, case)
    return ran


def _model_of_the_year(rule: Stars, year: dict[str, _Year]) -> MonthOfStars:
    months = [f"{MONTH[:4]}-{number:02d}" for number in range(1, 13)]
    history = History(
        months=tuple(months),
        closed_months=tuple(months),
        month_scores=tuple(
            (name, month, one.score) for name, one in year.items() for month in months[: one.months]
        ),
        stars=tuple((name, month) for name, one in year.items() for month in months[: one.starred]),
        warnings=tuple(_warning(name, 0, one.step) for name, one in year.items() if one.step),
    )
    return pick_model_of_the_year(rule, history, int(MONTH[:4]), last_day=date(int(MONTH[:4]), 12, 31))


def _warning(name: str, number: int, step: int = 1) -> LiveWarning:
    day = period_of(MONTH).first_day.replace(month=1)
    return LiveWarning(
        id=f"{name}-{number}",
        employee_no=name,
        step=step,
        first_incident_on=day,
        served_on=day,
        served_how="register",
        expires_on=day.replace(year=day.year + 1),
        month="2026-01",
    )


def _stars_covered(rule: Stars, case: _StarCase) -> set[Covered]:
    covered: set[Covered] = set()
    asked = case.expect.model_fields_set
    if "stars" in asked or "ranks" in asked:
        covered |= {(f"star {n + 1}", "won") for n in range(len(case.expect.stars or case.expect.ranks))}
    for one in case.given.people.values():
        if one.score is not None and one.score == rule.minimum_score:
            covered.add(("star-score stars", f"= {rule.minimum_score:f}"))
        if one.score is not None and one.score < rule.minimum_score:
            covered.add(("star-score stars", f"< {rule.minimum_score:f}"))
        side = f"= {rule.minimum_days}" if one.days == rule.minimum_days else ""
        side = f"< {rule.minimum_days}" if one.days < rule.minimum_days else side
        covered |= {("star-days stars", side)} if side else set()
        covered |= {(f"star-source {source}", "missing") for source in one.missing}
    return covered | _model_covered(rule, case)


def _model_covered(rule: Stars, case: _StarCase) -> set[Covered]:
    model = rule.model_of_the_year
    if model is None or "model" not in case.expect.model_fields_set:
        return set()
    covered = {("model year", "won")} if case.expect.model else set()
    for one in case.given.year.values():
        if one.months in (model.minimum_months, model.minimum_months - 1):
            sign = "=" if one.months == model.minimum_months else "<"
            covered.add(("model year", f"{sign} {model.minimum_months} months"))
        if one.step == model.no_live_warning_from_step:
            covered.add(("model year", f"step {one.step}"))
    return covered
