"""Totals that a sheet states for itself, compared with what was computed. Source: issue's rule on 总分."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from qualitykit.model import Evaluation, Place
from qualitykit.problems import Problem, problem
from qualitykit.scoring.results import EvaluationResult

__all__ = ["differing_claims"]

_LISTED = 20  # of a sheet; where every row differs, the sheet counts in another way


def differing_claims(
    evaluations: Iterable[Evaluation], results: Sequence[EvaluationResult]
) -> tuple[Problem, ...]:
    """QK732 where a row claims another total than was computed, QK733 for those of a sheet beyond twenty.

    A claim is compared at its own decimals: 85 agrees with 85.33. Rows without a score, and those whose score
    an appeal changed, are not compared.
    """
    claiming = {one.id: one for one in evaluations if one.claimed_score is not None and not one.appealed}
    if not claiming:
        return ()
    by_sheet: dict[tuple[str, str], list[tuple[Evaluation, Decimal]]] = {}
    for result in results:
        one = claiming.get(result.id)
        score = result.score.published if result.score is not None else None
        if one is not None and score is not None and not _agrees(one.claimed_score, score):
            by_sheet.setdefault((one.place.file, one.place.sheet), []).append((one, score))
    found: list[Problem] = []
    for (file, sheet), rows in by_sheet.items():
        rows.sort(key=lambda row: (row[0].row, row[0].claimed_in, row[0].id))
        found += [
            problem("QK732", one.claimed_cell(), one.claimed_score, computed=score)
            for one, score in rows[:_LISTED]
        ]
        if len(rows) > _LISTED:
            found.append(problem("QK733", Place(file, sheet), count=len(rows) - _LISTED))
    return tuple(found)


def _agrees(claimed: Decimal | None, computed: Decimal) -> bool:
    if claimed is None:
        return True
    places = min(2, max(0, -int(claimed.as_tuple().exponent)))
    unit = Decimal(1).scaleb(-places)
    return computed.quantize(unit, ROUND_HALF_UP) == claimed.quantize(unit, ROUND_HALF_UP)
