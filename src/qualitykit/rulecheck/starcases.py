"""Cases of stars.yaml. Format in docs/rule-tests.md."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qualitykit.rulecheck.casepeople import MONTH, Candidate, period_of, person_of, row_of, workforce_of
from qualitykit.rulecheck.context import Case, Context, Covered, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.results import (
    LiveWarning,
)
from qualitykit.scoring.stars import pick_stars
from qualitykit.standards.base import Rule, Text
from qualitykit.standards.standard import Standard
from qualitykit.standards.stars import Stars
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["run_star_cases", "star_needs"]


class _Candidates(Rule):
    people: Annotated[dict[Text, Candidate], Field(min_length=1)]


class _Won(Rule):
    stars: dict[Text, Decimal] = Field(default_factory=dict)
    ranks: dict[Text, int] = Field(default_factory=dict)
    ineligible: tuple[Text, ...] = ()
    reasons: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)


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
    return needs + [(f"star-source {source}", "missing") for source in stars.required_sources]


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
        reasons = {name: tuple(one.code for one in won.ineligible.get(name, ())) for name in given}
        got: dict[str, object] = {
            "stars": {star.employee_no: star.amount for star in won.stars},
            "ranks": {star.employee_no: star.rank for star in won.stars},
            "ineligible": tuple(sorted(name for name, codes in reasons.items() if codes)),
            "reasons": {name: reasons.get(name, ()) for name in case.expect.reasons},
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None:
            ran.covered |= _stars_covered(rule, case)
    return ran


def _warning(name: str, number: int) -> LiveWarning:
    day = period_of(MONTH).first_day.replace(month=1)
    return LiveWarning(
        id=f"{name}-{number}",
        employee_no=name,
        step=1,
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
    return covered
