"""Lints: what is formally right in a pack and still unfair, unsafe or pointless. ``qualitykit rules check``.

Warnings (``WAIVABLE``) may be waived in the pack, by code, with a reason and, to be narrow, the subject that
the lint names. Source: semantics.md §8 (no line may be a fine), P3.lad, P3.perf.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from qualitykit.model import Roster
from qualitykit.problems import Problem, problem
from qualitykit.rulecheck.listlints import list_lints
from qualitykit.rulecheck.results import LintReport
from qualitykit.standards.bonus import CoefficientBand, RateBand
from qualitykit.standards.forms import Choice, Form, Item, Number
from qualitykit.standards.reader import read_standard
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue, value_at

__all__ = ["WAIVABLE", "check_pack"]

WAIVABLE = ("QK602", "QK603", "QK604", "QK605", "QK606", "QK607", "QK610", "QK611", "QK613")
_FINE = re.compile(r"罚款|罚金|罚扣|罚钱|扣罚|扣工资|扣薪|倒扣|\b(?:fine|fines|penalty)\b", re.I)
_MONEY_TOPICS = ("ladder", "bonus", "praise", "stars", "weights", "forms")
_USUAL_BASE = Decimal(2000)  # yuan a month, where no roster says the bases
_CLIFF_PERCENT = Decimal(5)  # of the base, for one hundredth of a point
_CITED_KINDS = frozenset("ITNVA")


def check_pack(ref: str | Path, roster: Roster | None = None) -> LintReport:
    """Everything that is wrong with a pack: the reader's problems, then the lints; waived ones apart.

    ``roster``: the bases and pay floors to try the money on. Problems: QK501 … QK613.
    """
    reading = read_standard(ref)
    found = list(reading.problems)
    if reading.tree is not None:
        found += _fines(reading.tree)
    if reading.standard is None or reading.tree is None:
        return LintReport(tuple(found))
    standard, tree = reading.standard, reading.tree
    lints = [
        *_cliffs(standard, tree, roster),
        *_twice_punished(standard, tree),
        *_never_failing(standard, tree),
        *_uncited(standard, tree),
        *list_lints(reading),
        *(_pay_floor(standard, roster) if roster else ()),
    ]
    kept, waived = [], []
    used: set[int] = set()
    for lint in lints:
        fitting = [
            number
            for number, waiver in enumerate(standard.waivers)
            if waiver.lint == lint.code and waiver.subject in ("", lint.value)
        ]
        used |= set(fitting)
        if fitting:
            waived.append((lint, standard.waivers[fitting[0]]))
        else:
            kept.append(lint)
    for number, waiver in enumerate(standard.waivers):
        place = value_at(tree, ("waivers", number)).place
        if waiver.lint not in WAIVABLE:
            kept.append(problem("QK609", place, waiver.lint))
        elif number not in used and not (waiver.lint == "QK607" and roster is None):
            kept.append(problem("QK608", place, " ".join((waiver.lint, waiver.subject)).strip()))
    return LintReport((*found, *kept), tuple(waived))


def _fines(tree: YamlValue) -> Iterator[Problem]:
    for topic in _MONEY_TOPICS:
        node = tree.mapping.get(topic)
        for key, value in node.walk() if node else ():
            names = (key, value.text) if not value.mapping and not value.items else (key,)
            hit = next((name for name in names if _FINE.search(name)), None)
            if hit is not None and key not in ("guide", "good_example", "bad_example"):
                yield problem("QK601", value.place, hit)


def _cliffs(standard: Standard, tree: YamlValue, roster: Roster | None) -> Iterator[Problem]:
    bases = [row.bonus_base for row in roster.rows if row.bonus_base] if roster else []
    base = max(bases, default=_USUAL_BASE)
    bonus = standard.bonus
    if bonus.method == "bands":
        yield from _steps(bonus.bands, tree, "bands", base)
    yield from _steps(bonus.complaint_rate, tree, "complaint_rate", base)


def _steps(
    bands: tuple[CoefficientBand, ...] | tuple[RateBand, ...], tree: YamlValue, key: str, base: Decimal
) -> Iterator[Problem]:
    order = sorted(range(len(bands)), key=lambda number: bands[number].low)
    for before, number in pairwise(order):
        moved = abs(bands[number].coefficient - bands[before].coefficient) * base
        if moved * 100 >= base * _CLIFF_PERCENT:
            place = value_at(tree, ("bonus", key, number)).place
            yield problem("QK602", place, f"{bands[number].low:f}", amount=f"{moved:.2f}", base=f"{base:f}")


def _twice_punished(standard: Standard, tree: YamlValue) -> Iterator[Problem]:
    """A check that is item and deduction of one form; a deducted check that is also a violation."""
    violations = {check.id for check in standard.checks if check.violation}
    for number, form in enumerate(standard.forms):
        items = {item.answer.check for item in form.items if item.answer.kind == "detected"}
        for index, rule in enumerate(form.deductions):
            ways = ["deductions"]
            ways += ["items"] if rule.check in items else []
            ways += ["violation"] if rule.check in violations else []
            if len(ways) > 1:
                place = value_at(tree, ("forms", number, "deductions", index)).place
                yield problem("QK603", place, rule.check, ways=" + ".join(ways))


def _never_failing(standard: Standard, tree: YamlValue) -> Iterator[Problem]:
    for number, form in enumerate(standard.forms):
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                if _cannot_fail(item):
                    place = value_at(tree, ("forms", number, "sections", s, "items", i)).place
                    yield problem("QK604", place, _name(form, item))


def _name(form: Form, item: Item) -> str:
    return f"{form.id}/{item.id}"


def _cannot_fail(item: Item) -> bool:
    rule = item.answer
    if isinstance(rule, Choice):
        scores = {option.score for option in rule.options}
    elif isinstance(rule, Number):
        scores = {band.score for band in rule.bands}
        if rule.maximum is None or rule.maximum > rule.bands[-1].at_most:
            scores.add(rule.otherwise)
    else:
        return False
    matters = item.violation is not None or item.critical is not None
    return len(scores) == 1 or (matters and min(scores) > item.fails_at)


def _uncited(standard: Standard, tree: YamlValue) -> Iterator[Problem]:
    for index, step in enumerate(standard.ladder.steps):
        if any(effect.clause is None for effect in step.effects):
            place = value_at(tree, ("ladder", "steps", index, "effects")).place
            yield problem("QK605", place, step.title)
    cited = {
        value.text
        for topic, node in tree.mapping.items()
        if topic != "clauses"
        for key, value in node.walk()
        if key == "clause" or key.endswith("_clause")
    }
    for index, clause in enumerate(standard.clauses):
        if clause.id not in cited and _CITED_KINDS & set(clause.kinds):
            yield problem("QK606", value_at(tree, ("clauses", index)).place, clause.id)


def _pay_floor(standard: Standard, roster: Roster) -> Iterator[Problem]:
    """Who could keep less variable pay than the recorded floor: lowest coefficient, highest withhold."""
    bonus, ladder = standard.bonus, standard.ladder
    coefficients = [one.coefficient for one in (bonus.bands if bonus.method == "bands" else bonus.points)]
    lowest = min(coefficients) * min((one.coefficient for one in bonus.complaint_rate), default=Decimal(1))
    percents = [sum((one.percent or Decimal(0) for one in step.effects), Decimal(0)) for step in ladder.steps]
    withheld = max(percents, default=Decimal(0)) / 100
    for row in roster.rows:
        if row.bonus_base and row.pay_floor:
            worst = row.bonus_base * max(lowest - withheld, Decimal(0))
            if worst < row.pay_floor:
                yield problem("QK607", row.place, row.employee_no, worst=f"{worst:.2f}", floor=row.pay_floor)
