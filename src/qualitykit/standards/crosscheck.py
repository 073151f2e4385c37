"""What no single model can see: references between topics, bands, order of limits, dates.

The parts that could be read are looked at beside the tree that they came from; what was refused before is
not reported again.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from qualitykit.problems import Problem, problem
from qualitykit.standards.base import CLAUSE_PATTERN
from qualitykit.standards.bonus import CoefficientBand, RateBand
from qualitykit.standards.crossforms import check_forms, check_ladder
from qualitykit.standards.crossrecords import check_deadlines, check_indicators
from qualitykit.standards.look import Look, twice

__all__ = ["cross_check"]

_CLAUSE = re.compile(CLAUSE_PATTERN)
_NAMED_LISTS = (("clauses", "id"), ("forms", "id"), ("phrases", "id"), ("checks", "id"))


def cross_check(look: Look) -> list[Problem]:
    """Everything of QK530 … QK553 in the parts that could be read."""
    return [
        *_clauses(look),
        *_names(look),
        *_dates(look),
        *_checks(look),
        *_weights(look),
        *_praise(look),
        *_stars(look),
        *_bonus(look),
        *check_deadlines(look),
        *check_indicators(look),
        *check_forms(look),
        *check_ladder(look),
    ]


def _clauses(look: Look) -> Iterator[Problem]:
    known = look.ids("clauses")
    if not known:
        return
    for topic, node in look.written.mapping.items():
        for key, value in node.walk():
            is_clause = key == "clause" or key.endswith("_clause")
            if is_clause and topic != "clauses" and value.text not in known and _CLAUSE.match(value.text):
                yield problem("QK530", value.place, value.text)


def _names(look: Look) -> Iterator[Problem]:
    for topic, key in _NAMED_LISTS:
        node = look.written.mapping.get(topic)
        entries = [one.mapping[key] for one in node.items if key in one.mapping] if node else []
        yield from twice([(one.text, one.place) for one in entries], key)


def _dates(look: Look) -> Iterator[Problem]:
    order = ("adopted_on", "notified_on", "effective_from")
    for earlier, later in pairwise(order):
        first, then = getattr(look.parts, earlier), getattr(look.parts, later)
        if first and then and then < first:
            yield problem(
                "QK535", look.place(later), earlier=earlier, earlier_day=first, later=later, later_day=then
            )


def _checks(look: Look) -> Iterator[Problem]:
    lists, checks = look.ids("phrases"), look.ids("checks")
    used = {check.id: check.checks_used for check in look.parts.checks}
    for index, check in enumerate(look.parts.checks):
        node = look.at("checks", index)
        for key, known, names in (
            ("list", lists, [name for name, _role in check.lists_used]),
            ("check", checks, check.checks_used),
        ):
            for name in names:
                place = next((value.place for _key, value in node.walk() if value.text == name), node.place)
                yield from look.named(key, name, known, place)
        if _comes_back(check.id, used):
            yield problem("QK553", node.place, check.id)
        yield from look.violation(check.violation, "checks", index, "violation")
    for index, phrases in enumerate(look.parts.phrases):
        for name in phrases.rescued_by.lists if phrases.rescued_by else ():
            yield from look.named("list", name, lists, look.place("phrases", index, "rescued_by", "list"))


def _comes_back(start: str, used: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    todo = list(used.get(start, ()))
    while todo:
        one = todo.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            todo += used.get(one, ())
    return False


def _weights(look: Look) -> Iterator[Problem]:
    weights = look.parts.weights
    if weights is None:
        return
    fed = look.ids("forms", key="source")
    places = [look.place("weights", "sources", index) for index in range(len(weights.sources))]
    yield from twice(
        [(one.source, place) for one, place in zip(weights.sources, places, strict=True)], "source"
    )
    for one, place in zip(weights.sources, places, strict=True):
        if fed and one.source not in fed:
            yield problem("QK552", place, one.source)


def _praise(look: Look) -> Iterator[Problem]:
    praise = look.parts.praise
    if praise is None:
        return
    words = []
    before = Decimal(0)
    if praise.at_least > praise.at_most:
        yield problem("QK542", look.place("praise", "at_least"), low=praise.at_least, high=praise.at_most)
    for index, one in enumerate(praise.amounts):
        place = look.place("praise", "amounts", index, "amount")
        if not praise.at_least <= one.amount <= praise.at_most:
            yield problem("QK537", place, one.amount, low=praise.at_least, high=praise.at_most)
        if praise.by == "level" and one.amount < before:
            yield problem("QK538", place, one.amount)
        before = one.amount
        words += [
            (word, look.place("praise", "amounts", index)) for word in dict.fromkeys((one.name, *one.words))
        ]
    yield from twice(words, "name", "QK550")


def _stars(look: Look) -> Iterator[Problem]:
    stars = look.parts.stars
    if stars is None:
        return
    if len(stars.amounts) != stars.at_most and look.whole("stars", "amounts"):
        place = look.place("stars", "amounts")
        yield problem("QK536", place, len(stars.amounts), stars=stars.at_most)
    if stars.minimum > stars.at_most:
        yield problem("QK542", look.place("stars", "minimum"), low=stars.minimum, high=stars.at_most)
    if "weights" in look.written.mapping:
        known = look.ids("weights", "sources", key="source")
        for index, source in enumerate(stars.required_sources):
            place = look.place("stars", "required_sources", index)
            yield from look.named("required_sources", source, known, place)
    model = stars.model_of_the_year
    if model and look.parts.ladder and model.no_live_warning_from_step > len(look.parts.ladder.steps):
        place = look.place("stars", "model_of_the_year", "no_live_warning_from_step")
        steps = [str(step.step) for step in look.parts.ladder.steps]
        yield from look.named("step", str(model.no_live_warning_from_step), steps, place)


def _bonus(look: Look) -> Iterator[Problem]:
    bonus = look.parts.bonus
    if bonus is None:
        return
    if bonus.method == "bands" and not bonus.bands and look.whole("bonus", "bands"):
        yield problem("QK547", look.place("bonus", "method"), "bands", needed="bands")
    if bonus.method == "linear" and len(bonus.points) < 2 and look.whole("bonus", "points"):
        yield problem("QK547", look.place("bonus", "method"), "linear", needed="points (≥ 2)")
    yield from _bands(look, "bands", bonus.bands, Decimal(100))
    yield from _bands(look, "complaint_rate", bonus.complaint_rate, None)
    for index in range(1, len(bonus.points)):
        if bonus.points[index].score <= bonus.points[index - 1].score:
            yield problem("QK543", look.place("bonus", "points", index, "score"), bonus.points[index].score)
    ranks = [
        (str(prize.rank), look.place("bonus", "contest", index)) for index, prize in enumerate(bonus.contest)
    ]
    yield from twice(ranks, "rank")


def _bands(
    look: Look, key: str, bands: Sequence[CoefficientBand | RateBand], last: Decimal | None
) -> Iterator[Problem]:
    """Bands cover 0 … ``last`` (None: without end, a last ``high`` is needed all the same) once each."""
    if not bands or not look.whole("bonus", key):
        return
    span = f"0 … {last if last is not None else '∞'}"
    order = sorted(range(len(bands)), key=lambda index: (bands[index].low, bands[index].high))
    reached = Decimal(0)
    for index in order:
        band, place = bands[index], look.place("bonus", key, index)
        if band.low >= band.high:
            yield problem("QK542", place, low=band.low, high=band.high)
            continue
        if band.low > reached:
            yield problem("QK533", place, low=reached, high=band.low, range=span)
        elif band.low < reached:
            yield problem("QK534", place, low=band.low, high=min(reached, band.high))
        reached = max(reached, band.high)
    if last is not None and reached < last:
        yield problem("QK533", look.place("bonus", key), low=reached, high=last, range=span)
