"""Cases of weights.yaml. Format in docs/rule-tests.md."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from qualitykit.rulecheck.casepeople import NOWHERE, row_of, workforce_of
from qualitykit.rulecheck.context import Case, Context, Covered, OrNull, Ran, compare, parse_cases
from qualitykit.rulecheck.results import CaseResult
from qualitykit.scoring.people import collect_scores, people_of_month
from qualitykit.scoring.results import (
    EvaluationResult,
    FormScore,
)
from qualitykit.standards.base import Id, Rule
from qualitykit.standards.standard import Standard
from qualitykit.standards.weights import Weights
from qualitykit.standards.yamlfile import YamlValue

__all__ = ["run_weight_cases", "weight_needs"]


class _Scores(Rule):
    scores: dict[Id, tuple[Decimal, ...]] = Field(default_factory=dict)
    praises: Annotated[int, Field(ge=0)] = 0


class _MonthScore(Rule):
    score: OrNull = None
    enough: bool = True
    means: dict[Id, OrNull] = Field(default_factory=dict)
    praise_points: Decimal = Decimal(0)


class _WeightCase(Case):
    given: _Scores
    expect: _MonthScore


def weight_needs(standard: Standard) -> list[Covered]:
    """Each source present and absent, praise points below and at their most, enough and too few."""
    weights = standard.weights
    needs = [(f"source {one.source}", side) for one in weights.sources for side in ("present", "absent")]
    if weights.praise.at_most:  # 0: praise adds no points, and there is nothing to try
        needs += [("praise-points praise", side) for side in ("below the most", "above the most")]
    least = weights.minimum_total
    return [*needs, ("minimum-total weights", f"= {least}"), ("minimum-total weights", f"< {least}")]


def run_weight_cases(context: Context, cases: YamlValue) -> Ran:
    """The month score of each case, from the published scores of its sources."""
    ran = Ran()
    workforce = workforce_of(row_of("A"))
    for case, node in parse_cases(_WeightCase, cases, ran):
        weights = context.changed(Weights, context.standard.weights, ("weights",), node, ran)
        if weights is None:
            continue
        sources = [one.source for one in weights.sources]
        wrong = context.unknown("source", [*case.given.scores, *case.expect.means], sources, node.place)
        ran.problems += wrong
        if wrong:
            continue
        results = [
            _evaluated(f"{source}-{n}", source, score)
            for source, scores in case.given.scores.items()
            for n, score in enumerate(scores)
        ]
        scores = collect_scores(weights, workforce, results)
        person = people_of_month(weights, workforce, scores, praises={"A": case.given.praises})[0]
        means = {one.source: one.mean for one in person.sources}
        got = {
            "score": person.score,
            "enough": person.enough,
            "means": {name: means[name] for name in case.expect.means},
            "praise_points": person.praise_points,
        }
        ran.results.append(CaseResult(context.topic, case.name, node.place, compare(case.expect, got)))
        if case.changes is None:
            ran.covered |= _weights_covered(weights, case, len(results))
    return ran


def _weights_covered(weights: Weights, case: _WeightCase, n: int) -> set[Covered]:
    covered: set[Covered] = set()
    asked = case.expect.model_fields_set
    if "score" in asked:
        given = case.given.scores
        covered |= {
            (f"source {one.source}", "present" if given.get(one.source) else "absent")
            for one in weights.sources
        }
        points = weights.praise.points_each * case.given.praises
        if 0 < points < weights.praise.at_most:
            covered.add(("praise-points praise", "below the most"))
        if points > weights.praise.at_most:
            covered.add(("praise-points praise", "above the most"))
    if "enough" in asked and n == weights.minimum_total:
        covered.add(("minimum-total weights", f"= {n}"))
    if "enough" in asked and n < weights.minimum_total:
        covered.add(("minimum-total weights", f"< {weights.minimum_total}"))
    return covered


def _evaluated(name: str, source: str, published: Decimal) -> EvaluationResult:
    score = FormScore(
        form=source,
        method="normalised",
        sections=(),
        base=None,
        deductions=(),
        bonus_points=Decimal(0),
        criticals=(),
        ceiling=Decimal(100),
        na_percent=Fraction(0),
        published=published,
    )
    return EvaluationResult(name, source, source, "A", date(2026, 10, 8), NOWHERE, 0, (), (), 0, score)
