"""满意度: what ratings and questionnaires add to the indicators, and which low ratings still wait.

Source: P1.sat.1, P3.sat, P3.mon.3, P3.emp, P3.kpi.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from qualitykit.model import Evaluation, Survey, Verified
from qualitykit.standards.forms import Form
from qualitykit.standards.indicators import Indicators

__all__ = ["DIMENSIONS", "is_low", "rating_facts", "rating_of", "reasons_of", "survey_facts"]

DIMENSIONS = ("attitude", "quality", "efficiency", "solving")
_PROMOTER, _DETRACTOR = 9, 6  # 9 and 10 recommend, 0 to 6 do not
Counted = Iterator[tuple[str, Fraction]]


def rating_of(form: Form, evaluation: Evaluation) -> Decimal | None:
    """The customer's rating from 1 to 5 in a filled rating form; None: it holds none."""
    wanted = form.low_rating.item if form.low_rating is not None else form.items[0].id
    for item, answer in zip(form.items, evaluation.answers, strict=False):
        if item.id == wanted and answer.value is not None:
            text = str(answer.value)
            return Decimal(text) if text.replace(".", "", 1).isdecimal() else None
    return None


def is_low(rules: Indicators, rating: Decimal | None) -> bool:
    """Whether a rating has to be verified."""
    return rating is not None and rating <= rules.low_at_most


def rating_facts(rules: Indicators, rating: Decimal, verified: Verified | None) -> Counted:
    """One rating from 1 to 5. It counts for the company also where it is not the employee's doing."""
    yield "ratings", Fraction(1)
    yield "rating-points", Fraction(rating)
    if rating >= rules.satisfied_from:
        yield "satisfied-ratings", Fraction(1)
    if is_low(rules, rating):
        yield "low-ratings", Fraction(1)
        if verified in (Verified.YES, Verified.NO):
            yield "low-ratings-verified", Fraction(1)


def survey_facts(rules: Indicators, survey: Survey, *, rated_already: bool = False) -> Counted:
    """One questionnaire. ``rated_already``: the contact's overall rating stands in the list of ratings."""
    if survey.audience == "staff":
        if survey.overall is not None:
            yield "staff-answers", Fraction(1)
            yield "staff-points", Fraction(survey.overall)
            yield "staff-satisfied", Fraction(survey.overall >= rules.satisfied_from)
        return
    if survey.overall is not None and not rated_already:
        yield from rating_facts(rules, survey.overall, survey.verified)
    for name in DIMENSIONS:
        answer: Decimal | None = getattr(survey, name)
        if answer is not None:
            yield f"{name}-answers", Fraction(1)
            yield f"{name}-points", Fraction(answer)
            yield f"{name}-satisfied", Fraction(answer >= rules.satisfied_from)
    if survey.nps is not None:
        yield "nps-answers", Fraction(1)
        yield "promoters", Fraction(survey.nps >= _PROMOTER)
        yield "detractors", Fraction(survey.nps <= _DETRACTOR)
    if survey.first_time is not Verified.PENDING:
        yield "first-contact-known", Fraction(1)
        yield "first-contact-solved", Fraction(survey.first_time is Verified.YES)


def reasons_of(surveys: Iterable[Survey]) -> Counter[str]:
    """How often customers named each reason of being dissatisfied."""
    return Counter(reason for one in surveys if one.audience == "customer" for reason in one.reasons)
