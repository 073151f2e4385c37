"""How an answer becomes a score from 0 to 1. Source: semantics.md §2."""

from decimal import Decimal
from fractions import Fraction

from qualitykit.model import Answer, AnswerState
from qualitykit.scoring.results import CheckOutcome
from qualitykit.standards.forms import Choice, Item, Number, Points, Scale, YesNo

__all__ = ["answer_score", "outcome_score", "outcome_word"]


def answer_score(item: Item, answer: Answer) -> Fraction | None:
    """What the inspector's answer earns, 0 … 1; None: not applicable, or blank on an optional item.

    yes_no: the answer itself · scale: (x − min)/(max − min) · points: x/max, where x are the points kept (the
    intake has turned 扣2 into max − 2) · choice: the option's score · number: the first band that holds x,
    ``at_most`` included, else ``otherwise``. A detected item's answer here is the inspector's own word beside
    the check: 1 or 0.

    ValueError: a blank on a required item, or a value outside what the item allows. Intake holds such an
    evaluation back, so this is a fault of the program, never of a workbook; the text names the item only.
    """
    if answer.state is AnswerState.NA:
        return None
    if answer.state is AnswerState.BLANK:
        if item.required and item.answer.kind != "detected":
            raise ValueError(f"item {item.id!r} is required and blank: the evaluation is held back")
        return None
    s = _value_score(item, answer.value) if answer.state is AnswerState.VALUE else None
    if s is None or not 0 <= s <= 1:
        raise ValueError(f"item {item.id!r}: the answer lies outside what the item allows")
    return s


def _value_score(item: Item, value: Decimal | str | None) -> Fraction | None:
    rule = item.answer
    if isinstance(rule, Choice):
        return next((Fraction(option.score) for option in rule.options if option.label == value), None)
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    x = Fraction(value)
    if isinstance(rule, Scale):
        low, high = Fraction(rule.min), Fraction(rule.max)
        return (x - low) / (high - low)
    if isinstance(rule, Points):
        return x / Fraction(rule.max)
    if isinstance(rule, Number):
        if value < rule.minimum or (rule.maximum is not None and value > rule.maximum):
            return None
        return next(
            (Fraction(band.score) for band in rule.bands if value <= band.at_most), Fraction(rule.otherwise)
        )
    if isinstance(rule, YesNo) or rule.kind == "detected":
        return x if x in (0, 1) else None
    raise AssertionError(f"unknown kind of item: {rule.kind}")


def outcome_word(outcome: CheckOutcome | None) -> str:
    """What decides a detected item's score, as one short text: the state, and where it measured, the share.

    ``passed=0.5`` is a check that measures in bands (answered at the fourth ring). None: no transcript.
    """
    if outcome is None:
        return "unknown"
    if outcome.parts and outcome.state == "passed":
        for part in outcome.parts:
            if part.name == "score":
                return f"passed={part.value}"
    return outcome.state


def outcome_score(word: str) -> Fraction | None:
    """What a check's outcome earns, 0 … 1; None: its occasion did not arise, or it cannot be told.

    ``passed`` 1 or its share · ``failed`` 0 · ``pending`` 1: what waits for a person costs nobody.
    Source: semantics.md §2, §4.
    """
    state, _equals, share = word.partition("=")
    if state in ("na", "unknown"):
        return None
    return Fraction(share) if share else Fraction(state != "failed")
