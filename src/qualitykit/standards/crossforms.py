"""Cross-checks of the forms and the ladder: names, limits, critical items, effects, steps, gravity."""

from collections.abc import Iterator

from qualitykit.problems import Problem, problem
from qualitykit.standards.base import Effect
from qualitykit.standards.forms import Choice, Detected, Form, Item, Number, Scale
from qualitykit.standards.look import Look, twice

__all__ = ["check_forms", "check_ladder"]


def check_forms(look: Look) -> Iterator[Problem]:
    """Each form: its items, what they refer to, and that no header stands for two of them."""
    sources = look.ids("weights", "sources", key="source")
    checks = look.ids("checks")
    for number, form in enumerate(look.parts.forms):
        if "weights" in look.written.mapping:
            yield from look.named("source", form.source, sources, look.place("forms", number, "source"))
        names = [(one.id, look.place("forms", number, "sections", s)) for s, one in enumerate(form.sections)]
        yield from twice(names, "id")
        yield from _names_in_form(look, number, form)
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                yield from _item(look, item, checks, ("forms", number, "sections", s, "items", i))
        for d, rule in enumerate(form.deductions):
            path = ("forms", number, "deductions", d)
            yield from look.named("check", rule.check, checks, look.place(*path, "check"))
            if rule.at_most is not None and rule.at_most < rule.points:
                yield problem("QK551", look.place(*path, "at_most"), rule.at_most, points=rule.points)
        yield from _low_rating(look, number, form)


def _names_in_form(look: Look, number: int, form: Form) -> Iterator[Problem]:
    entries = []
    for s, section in enumerate(form.sections):
        entries += [
            (i, look.place("forms", number, "sections", s, "items", n)) for n, i in enumerate(section.items)
        ]
    ids = [(item.id, place) for item, place in entries]
    titles = [(word, place) for item, place in entries for word in dict.fromkeys((item.title, *item.titles))]
    for n, bonus in enumerate(form.bonus_items):
        place = look.place("forms", number, "bonus_items", n)
        ids.append((bonus.id, place))
        titles += [(word, place) for word in dict.fromkeys((bonus.title, *bonus.titles))]
    yield from twice(ids, "id")
    yield from twice(titles, "title", "QK550")
    rules = [(d.id, look.place("forms", number, "deductions", n)) for n, d in enumerate(form.deductions)]
    yield from twice(rules, "id")
    fields = [(head.field, look.place("forms", number, "head", n)) for n, head in enumerate(form.head)]
    yield from twice(fields, "field")


def _item(
    look: Look, item: Item, checks: frozenset[str] | None, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    answer = item.answer
    where = (*path, "answer")
    if isinstance(answer, Detected):
        yield from look.named("check", answer.check, checks, look.place(*where, "check"))
    elif isinstance(answer, Scale) and answer.min >= answer.max:
        yield problem("QK542", look.place(*where, "min"), low=answer.min, high=answer.max)
    elif isinstance(answer, Number):
        if answer.maximum is not None and answer.minimum >= answer.maximum:
            yield problem("QK542", look.place(*where, "minimum"), low=answer.minimum, high=answer.maximum)
        for index in range(1, len(answer.bands)):
            if answer.bands[index].at_most <= answer.bands[index - 1].at_most:
                place = look.place(*where, "bands", index, "at_most")
                yield problem("QK543", place, answer.bands[index].at_most)
    elif isinstance(answer, Choice):
        words = []
        for index, option in enumerate(answer.options):
            place = look.place(*where, "options", index)
            words += [(word, place) for word in dict.fromkeys((option.label, *option.also))]
        yield from twice(words, "label", "QK550")
    critical = item.critical
    if critical is not None and (critical.cap is None) == (critical.effect == "cap"):
        yield problem("QK541", look.place(*path, "critical"))
    yield from look.violation(item.violation, *path, "violation")


def _low_rating(look: Look, number: int, form: Form) -> Iterator[Problem]:
    if form.low_rating is not None:
        items = [item.id for item in form.items]
        place = look.place("forms", number, "low_rating", "item")
        yield from look.named("item", form.low_rating.item, items, place)


def check_ladder(look: Look) -> Iterator[Problem]:
    """Steps 1, 2, 3 …, their effects, the kinds and the complaint categories."""
    ladder = look.parts.ladder
    if ladder is None:
        return
    if look.whole("ladder", "steps"):
        for index, step in enumerate(ladder.steps):
            if step.step != index + 1:
                yield problem("QK545", look.place("ladder", "steps", index, "step"), step.step)
    yield from twice([(s.id, look.place("ladder", "steps", n)) for n, s in enumerate(ladder.steps)], "id")
    for s, step in enumerate(ladder.steps):
        for e, effect in enumerate(step.effects):
            yield from _effect(look, effect, ("ladder", "steps", s, "effects", e))
    yield from _kinds(look)
    words = []
    for index, category in enumerate(ladder.complaint_categories):
        place = look.place("ladder", "complaint_categories", index)
        words += [(word, place) for word in dict.fromkeys(category.words)]
        if category.kind is not None:
            where = look.place("ladder", "complaint_categories", index, "kind")
            yield from look.named("kind", category.kind, look.ids("ladder", "kinds"), where)
            kind = next((one for one in ladder.kinds if one.id == category.kind), None)
            if kind and kind.severity != category.severity:
                yield problem("QK549", where, category.severity, kind=kind.id, other=kind.severity)
    yield from twice(words, "words", "QK550")
    ids = [
        (c.id, look.place("ladder", "complaint_categories", n))
        for n, c in enumerate(ladder.complaint_categories)
    ]
    yield from twice(ids, "id")


def _effect(look: Look, effect: Effect, path: tuple[str | int, ...]) -> Iterator[Problem]:
    percent = effect.percent or None
    if (effect.kind == "withhold") != (percent is not None):
        yield problem("QK539", look.place(*path))
    if (effect.kind == "propose") != (effect.propose is not None):
        yield problem("QK540", look.place(*path))


def _kinds(look: Look) -> Iterator[Problem]:
    ladder = look.parts.ladder
    if ladder is None:
        return
    steps = look.ids("ladder", "steps", key="step")
    yield from twice([(k.id, look.place("ladder", "kinds", n)) for n, k in enumerate(ladder.kinds)], "id")
    for index, kind in enumerate(ladder.kinds):
        path = ("ladder", "kinds", index)
        if kind.step is not None:
            yield from look.named("step", str(kind.step), steps, look.place(*path, "step"))
        if ladder.by == "gravity" and (kind.gravity is None or kind.gravity not in ladder.gravity_steps):
            yield problem("QK546", look.place(*path, "gravity"), kind.id)
    for gravity, number in ladder.gravity_steps.items():
        yield from look.named("step", str(number), steps, look.place("ladder", "gravity_steps", gravity))
    if ladder.by == "gravity" and not ladder.gravity_steps:
        yield problem("QK546", look.place("ladder", "by"), "gravity_steps")
