"""条款对照: for each clause of a policy and each of its kinds, where in the pack it lives.

A clause that asks for something has to be found somewhere: as an item that an inspector answers, a check of
transcripts, a limit, a violation, an award, an indicator, a record's field, or a guide's text.
"""

from collections.abc import Iterator
from pathlib import Path

from qualitykit.frozen import dataclass
from qualitykit.i18n import N_
from qualitykit.model import Place
from qualitykit.problems import Problem
from qualitykit.rulecheck.listing import rules_of
from qualitykit.rulecheck.results import RuleEntry
from qualitykit.sheets.layouts import RECORDS
from qualitykit.standards.hours import Hours
from qualitykit.standards.reader import Reading, read_standard
from qualitykit.standards.standard import Clause, Standard
from qualitykit.standards.yamlfile import YamlValue, value_at

__all__ = ["KINDS", "SORTS", "SOUGHT", "ClauseHome", "ClausePlace", "clause_table", "homes_of"]

KINDS: dict[str, str] = {
    "I": N_("inspector's item"),
    "T": N_("transcript check"),
    "N": N_("number and limit"),
    "V": N_("violation"),
    "A": N_("award or money"),
    "K": N_("indicator"),
    "R": N_("record"),
    "P": N_("practice"),
}
"""The letters of a clause's kinds."""

# letter → the sorts of rule that answer to it; ``_fits`` says more about some
SOUGHT: dict[str, frozenset[str]] = {
    "I": frozenset({"item", "form", "low-rating"}),
    "T": frozenset({"check", "phrases", "item", "form"}),
    "N": frozenset({"item", "check", "deadline", "callback", "hours", "low-rating"}),
    "V": frozenset({"step", "kind", "category", "check", "item", "ladder", "first-asked"}),
    "A": frozenset(
        {
            *("praise", "praise-points", "star", "model", "band", "point", "rate-band", "prize"),
            *("source", "special-award", "bonus-item", "step"),
        }
    ),
    "K": frozenset({"indicator", "goal", "callback", "check"}),
    "R": frozenset({"record", "required", "contradiction", "first-asked"}),
    "P": frozenset({"guide"}),
}
_TIMED = ("wait", "answered_within", "interrupts", "silence", "rate")
_HEADER = ("version", "effective_from", "adopted_on", "notified_on")


SORTS: dict[str, str] = {
    "item": N_("form item"),
    "form": N_("whole form"),
    "low-rating": N_("low ratings verified"),
    "check": N_("check of transcripts"),
    "phrases": N_("phrase list"),
    "deadline": N_("deadline"),
    "callback": N_("call-back rate"),
    "hours": N_("hours of a clock"),
    "step": N_("ladder step"),
    "kind": N_("kind of violation"),
    "category": N_("complaint category"),
    "ladder": N_("whole ladder"),
    "first-asked": N_("first asked, responsible to the end"),
    "praise": N_("praise award"),
    "praise-points": N_("points for praise"),
    "star": N_("star of the month"),
    "model": N_("model of the year"),
    "band": N_("bonus band"),
    "point": N_("bonus point of a line"),
    "rate-band": N_("bonus band of complaints"),
    "prize": N_("contest prize"),
    "special-award": N_("special service award"),
    "source": N_("source of the month score"),
    "bonus-item": N_("bonus item of a form"),
    "indicator": N_("indicator"),
    "goal": N_("staged goal"),
    "record": N_("record field"),
    "required": N_("required in a register"),
    "contradiction": N_("contradiction in a register"),
    "guide": N_("guide text"),
}
"""The sorts of rule in people's words."""


@dataclass(frozen=True, slots=True)
class ClausePlace:
    """One place where a clause lives: the sort of rule, its id and title, and the line."""

    sort: str
    id: str
    title: str
    where: Place


@dataclass(frozen=True, slots=True)
class ClauseHome:
    """Where one kind of one clause lives. No places: nothing in the pack answers to it."""

    clause: Clause
    kind: str
    where: Place
    places: tuple[ClausePlace, ...]


def clause_table(ref: str | Path) -> tuple[tuple[ClauseHome, ...], tuple[Problem, ...]]:
    """The clauses of a pack with the places of each of their kinds. Nothing if the pack cannot be used."""
    reading = read_standard(ref)
    return homes_of(reading), reading.problems


def homes_of(reading: Reading) -> tuple[ClauseHome, ...]:
    """A line for each clause and each letter of its kinds, in the order of clauses.yaml."""
    standard, tree = reading.standard, reading.tree
    if standard is None or tree is None:
        return ()
    entries = [*rules_of(reading), *_more_rules(standard, tree)]
    found: list[ClauseHome] = []
    for number, clause in enumerate(standard.clauses):
        where = value_at(tree, ("clauses", number)).place
        mine = [one for one in entries if one.clause == clause.id]
        for kind in clause.kinds:
            places = [
                ClausePlace(one.kind, one.id, one.title, one.where)
                for one in mine
                if _fits(kind, one, standard)
            ]
            places += _own_places(kind, clause, standard, where)
            found.append(ClauseHome(clause, kind, where, tuple(places)))
    return tuple(found)


def _fits(kind: str, rule: RuleEntry, standard: Standard) -> bool:
    """Whether a rule that cites the clause is what this kind of clause asks for."""
    if rule.kind not in SOUGHT.get(kind, ()):
        return False
    if rule.kind == "item":  # ``detail`` is the kind of answer
        wanted = {
            "I": rule.detail != "detected",
            "T": rule.detail == "detected",
            "N": rule.detail == "number",
            "V": bool(rule.severity),
        }
        return wanted.get(kind, False)
    if rule.kind == "check":  # ``detail`` is the demand
        check = next(one for one in standard.checks if one.id == rule.id)
        return {"N": rule.detail in _TIMED, "V": bool(rule.severity), "K": check.worth == "advice"}.get(
            kind, True
        )
    if rule.kind == "form" and kind == "T":
        form = standard.form(rule.id)
        return form is not None and any(item.answer.kind == "detected" for item in form.items)
    if rule.kind == "step" and kind == "A":
        return "withhold" in rule.detail
    return True


def _own_places(kind: str, clause: Clause, standard: Standard, where: Place) -> Iterator[ClausePlace]:
    """What the clause itself says: the fields that hold its record, or the guide of a practice."""
    if kind == "R":
        titles = _record_fields(standard)
        for name in clause.records:
            if name in titles:
                yield ClausePlace("record", name, titles[name], where)
    if kind == "P" and clause.guide:
        yield ClausePlace("guide", clause.id, clause.guide, where)


def _record_fields(standard: Standard) -> dict[str, str]:
    """``sheet/field`` → title of every field of a record sheet, of a form's head, of the pack's own head."""
    found = {f"standard/{key}": key for key in _HEADER}
    for sheet in RECORDS:
        found |= {f"{sheet.id}/{column.field}": f"{sheet.title}·{column.title}" for column in sheet.columns}
    for form in standard.forms:
        found |= {f"{form.id}/{head.field}": f"{form.title}·{head.title}" for head in form.head}
    return found


def _more_rules(standard: Standard, tree: YamlValue) -> Iterator[RuleEntry]:
    """What cites a clause beside the rules of the listing: whole forms and topics, hours."""
    for number, form in enumerate(standard.forms):
        path = ("forms", number)
        yield RuleEntry("form", form.id, form.title, form.clause, "", value_at(tree, path).place)
        if form.low_rating is not None:
            place = value_at(tree, (*path, "low_rating")).place
            yield RuleEntry("low-rating", form.id, form.title, form.low_rating.clause, "", place)
    ladder = value_at(tree, ("ladder",)).place
    yield RuleEntry("ladder", standard.ladder.by, "", standard.ladder.clause, "", ladder)
    special = value_at(tree, ("bonus",)).place
    yield RuleEntry("special-award", "special", "", standard.bonus.special_clause, "", special)
    for step_number, step in enumerate(standard.ladder.steps):
        for number, effect in enumerate(step.effects):
            place = value_at(tree, ("ladder", "steps", step_number, "effects", number)).place
            if effect.clause and effect.clause != step.clause:
                yield RuleEntry("step", str(step.step), step.title, effect.clause, "", place, effect.kind)
    for clock, hours in _hours(standard):
        place = value_at(tree, ("deadlines", clock)).place
        yield RuleEntry("hours", clock, "、".join(hours.spans), hours.clause, "", place)


def _hours(standard: Standard) -> Iterator[tuple[str, Hours]]:
    deadlines = standard.deadlines
    if deadlines is not None and deadlines.service is not None:
        yield "service", deadlines.service
    if deadlines is not None and deadlines.working is not None:
        yield "working", deadlines.working
