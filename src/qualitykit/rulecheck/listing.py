"""Every rule of a pack with its title, clause, severity and the line where it stands."""

from collections.abc import Iterator
from pathlib import Path

from qualitykit.model import Place
from qualitykit.problems import Problem
from qualitykit.rulecheck.results import RuleEntry
from qualitykit.standards.base import Effect
from qualitykit.standards.forms import Form
from qualitykit.standards.indicators import Goal, Indicator
from qualitykit.standards.reader import Reading, read_standard
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue, value_at

__all__ = ["list_rules", "rules_of"]


def list_rules(ref: str | Path) -> tuple[tuple[RuleEntry, ...], tuple[Problem, ...]]:
    """The rules of a pack, topic by topic in the order of its files. Nothing if the pack cannot be used."""
    reading = read_standard(ref)
    return rules_of(reading), reading.problems


def rules_of(reading: Reading) -> tuple[RuleEntry, ...]:
    """The rules of a pack that was read. Kinds: section, item, deduction, bonus-item, low-rating, phrases,
    check, source, praise-points, step, kind, category, praise, star, model, band, rate-band, prize, deadline,
    callback, required, contradiction, first-asked, indicator, goal."""
    if reading.standard is None or reading.tree is None:
        return ()
    return tuple(_entries(reading.standard, reading.tree))


def _entries(standard: Standard, tree: YamlValue) -> Iterator[RuleEntry]:
    def at(*path: str | int) -> Place:
        return value_at(tree, path).place

    for number, form in enumerate(standard.forms):
        yield from _form(form, number, tree)
    for n, one in enumerate(standard.phrases):
        severity = "" if one.severity == "none" else str(one.severity)
        yield RuleEntry("phrases", one.id, one.title, one.clause, severity, at("phrases", n), str(one.worth))
    for n, check in enumerate(standard.checks):
        severity = check.violation.severity if check.violation else ""
        yield RuleEntry("check", check.id, check.title, check.clause, severity, at("checks", n), check.demand)
    weights = standard.weights
    for n, source in enumerate(weights.sources):
        place = at("weights", "sources", n)
        yield RuleEntry("source", source.source, source.title, source.clause, "", place, f"{source.weight:f}")
    points = weights.praise
    detail = f"{points.points_each:f} ≤ {points.at_most:f}"
    yield RuleEntry("praise-points", "praise", "", points.clause, "", at("weights", "praise"), detail)
    yield from _ladder(standard, tree)
    for n, amount in enumerate(standard.praise.amounts):
        place = at("praise", "amounts", n)
        yield RuleEntry("praise", amount.name, "", standard.praise.clause, "", place, f"{amount.amount:f}")
    stars = standard.stars
    for n, star in enumerate(stars.amounts):
        yield RuleEntry("star", str(n + 1), "", stars.clause, "", at("stars", "amounts", n), f"{star:f}")
    model = stars.model_of_the_year
    if model is not None:
        yield RuleEntry(
            "model", "year", "", model.clause, "", at("stars", "model_of_the_year"), f"{model.amount:f}"
        )
    bonus = standard.bonus
    for n, band in enumerate(bonus.bands):
        place, span = at("bonus", "bands", n), f"{band.low:f}-{band.high:f}"
        yield RuleEntry("band", span, "", bonus.clause, "", place, f"{band.coefficient:f}")
    for n, point in enumerate(bonus.points):
        place = at("bonus", "points", n)
        yield RuleEntry("point", f"{point.score:f}", "", bonus.clause, "", place, f"{point.coefficient:f}")
    for n, rate in enumerate(bonus.complaint_rate):
        place, span = at("bonus", "complaint_rate", n), f"{rate.low:f}-{rate.high:f}"
        yield RuleEntry("rate-band", span, "", bonus.clause, "", place, f"{rate.coefficient:f}")
    for n, prize in enumerate(bonus.contest):
        place = at("bonus", "contest", n)
        yield RuleEntry("prize", str(prize.rank), "", bonus.contest_clause, "", place, f"{prize.amount:f}")
    yield from _timed(standard, tree)
    yield from _figures(standard, tree)


def _timed(standard: Standard, tree: YamlValue) -> Iterator[RuleEntry]:
    deadlines, records = standard.deadlines, standard.records
    for n, one in enumerate(deadlines.deadlines if deadlines else ()):
        place = value_at(tree, ("deadlines", "deadlines", n)).place
        limit = str(one.limit) if one.limit else one.until or ""
        yield RuleEntry("deadline", one.id, one.title, one.clause, "", place, f"{one.clock} {limit}".strip())
    for n, rule in enumerate(deadlines.callbacks if deadlines else ()):
        place = value_at(tree, ("deadlines", "callbacks", n)).place
        detail = f"≥ {rule.at_least_percent:f} %"
        yield RuleEntry("callback", rule.id, rule.title, rule.clause, "", place, detail)
    for n, required in enumerate(records.required if records else ()):
        place = value_at(tree, ("records", "required", n)).place
        detail = ", ".join(required.fields)
        yield RuleEntry("required", required.id, required.title, required.clause, "", place, detail)
    for n, contrary in enumerate(records.contradictions if records else ()):
        place = value_at(tree, ("records", "contradictions", n)).place
        yield RuleEntry("contradiction", contrary.id, contrary.title, contrary.clause, "", place)
    if records and records.first_asked:
        place = value_at(tree, ("records", "first_asked")).place
        yield RuleEntry("first-asked", "records", "", records.first_asked.clause, "", place)


def _figures(standard: Standard, tree: YamlValue) -> Iterator[RuleEntry]:
    topic = standard.indicators
    for n, one in enumerate(topic.indicators if topic else ()):
        place = value_at(tree, ("indicators", "indicators", n)).place
        yield RuleEntry("indicator", one.id, one.title, one.clause, "", place, _target(one))
    for n, goal in enumerate(topic.goals if topic else ()):
        place = value_at(tree, ("indicators", "goals", n)).place
        yield RuleEntry("goal", goal.id, goal.title, goal.clause, "", place, _target(goal))


def _target(one: Indicator | Goal) -> str:
    if one.at_least is not None:
        return f"≥ {one.at_least:f}"
    return f"≤ {one.at_most:f}" if one.at_most is not None else ""


def _form(form: Form, number: int, tree: YamlValue) -> Iterator[RuleEntry]:
    def at(*path: str | int) -> Place:
        return value_at(tree, ("forms", number, *path)).place

    for s, section in enumerate(form.sections):
        for n, item in enumerate(section.items):
            severity = item.violation.severity if item.violation else ""
            place = at("sections", s, "items", n)
            yield RuleEntry(
                "item", f"{form.id}/{item.id}", item.title, item.clause, severity, place, item.answer.kind
            )
    for n, rule in enumerate(form.deductions):
        place, detail = at("deductions", n), f"{rule.points:f}/{rule.per}"
        yield RuleEntry("deduction", f"{form.id}/{rule.id}", rule.title, rule.clause, "", place, detail)
    for n, bonus in enumerate(form.bonus_items):
        place, detail = at("bonus_items", n), f"{bonus.points:f}"
        yield RuleEntry("bonus-item", f"{form.id}/{bonus.id}", bonus.title, bonus.clause, "", place, detail)


def _ladder(standard: Standard, tree: YamlValue) -> Iterator[RuleEntry]:
    ladder = standard.ladder
    for n, step in enumerate(ladder.steps):
        place = value_at(tree, ("ladder", "steps", n)).place
        detail = ", ".join(_effect(effect) for effect in step.effects)
        yield RuleEntry("step", str(step.step), step.title, step.clause, "", place, detail)
    for n, kind in enumerate(ladder.kinds):
        place = value_at(tree, ("ladder", "kinds", n)).place
        yield RuleEntry("kind", kind.id, kind.title, kind.clause, kind.severity, place, kind.gravity or "")
    for n, category in enumerate(ladder.complaint_categories):
        place = value_at(tree, ("ladder", "complaint_categories", n)).place
        title = "、".join(category.words)
        yield RuleEntry("category", category.id, title, category.clause, category.severity, place)


def _effect(effect: Effect) -> str:
    if effect.percent is not None:
        return f"{effect.kind} {effect.percent:f}"
    return f"{effect.kind} {effect.propose}" if effect.propose else effect.kind
