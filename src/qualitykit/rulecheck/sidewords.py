"""The sides of rules that cases have to try, in words. ``QK655``."""

import re

from qualitykit.i18n import N_, _
from qualitykit.rulecheck.clauses import SORTS

__all__ = ["rule_in_words", "side_in_words"]

# kinds of rules beside those that a clause can live in
_KINDS = {
    "deduction": N_("deduction of a form"),
    "minimum-total": N_("least number of evaluations"),
    "no-prize": N_("contest place without a prize"),
    "no-score": N_("bonus without a score"),
    "praise-cap": N_("cap of praise in a month"),
    "praise-repeat": N_("praise by the same customer"),
    "required": N_("required record"),
    "contradiction": N_("contradiction in a record"),
    "star-days": N_("days employed of a star"),
    "star-score": N_("least score of a star"),
    "star-source": N_("required source of a star"),
    "window": N_("window of the ladder"),
}
# of these there is one: the name behind the kind says nothing more
_ONLY_ONE = (
    *("minimum-total", "no-prize", "no-score", "praise-cap", "praise-repeat", "praise-points", "model"),
    *("star-days", "star-score", "special-award", "window", "first-asked"),
)
_SIDES = {
    "broken": N_("broken"),
    "kept": N_("kept"),
    "hit": N_("found"),
    "no hit": N_("not found"),
    "missed": N_("target missed"),
    "met": N_("target met"),
    "full": N_("full score"),
    "less": N_("less than the full score"),
    "earned": N_("earned"),
    "not earned": N_("not earned"),
    "low": N_("low rating"),
    "not low": N_("no low rating"),
    "present": N_("is there"),
    "absent": N_("is not there"),
    "missing": N_("is not there"),
    "below the most": N_("below the most"),
    "above the most": N_("above the most"),
    "valid": N_("valid complaint"),
    "not valid": N_("complaint that is not valid"),
    "said": N_("contradicts itself"),
    "not said": N_("does not contradict itself"),
    "late": N_("late"),
    "passed on": N_("passed on"),
    "none": N_("a value without a target"),
    "no-data": N_("no data"),
    "zero": N_("none at all"),
    "not reached": N_("not reached"),
    "counts": N_("counts"),
    "not confirmed": N_("not confirmed by a person"),
    "inside": N_("just inside"),
    "outside": N_("just outside"),
    "won": N_("won"),
    "paid": N_("paid"),
    "nothing": N_("nothing is paid"),
    "withheld": N_("pay withheld"),
    "null": N_("no bonus line"),
}
# where the same word says something else
_OF_KIND = {
    ("phrases", "missed"): N_("words that must not be found"),
    ("phrases", "hit"): N_("words that must be found"),
    ("deadline", "met"): N_("in time"),
    ("callback", "reached"): N_("target met"),
    ("step", "reached"): N_("step reached"),
    ("deadline", "measured"): N_("time measured"),
}
_NUMBER = re.compile(r"(?P<key>\S+) (?P<number>\S+) → (?P<other>\S+)")
_MONTHS = re.compile(r"(?P<sign>[=<]) (?P<n>[0-9]+) months")
_DAYS = re.compile(r"(?P<n>[0-9]+) days")
_STEP = re.compile(r"step (?P<n>[0-9]+)")


def rule_in_words(rule: str) -> str:
    """``check no-closing`` with the kind as people call it, in the language in use."""
    kind, _blank, name = rule.partition(" ")
    words = _KINDS.get(kind) or SORTS.get(kind)
    if words is None:
        return rule
    return _(words) if kind in _ONLY_ONE else f"{_(words)} {name}"


def side_in_words(rule: str, side: str) -> str:
    """A side in the language in use; numbers and labels of options as they are."""
    kind = rule.partition(" ")[0]
    if kind != "item" or side in ("full", "less"):  # else the label of an option
        words = _OF_KIND.get((kind, side)) or _SIDES.get(side)
        if words is not None:
            return _(words)
    if found := _NUMBER.fullmatch(side):
        return _("{key}: {number}, comes out otherwise at {other}").format(**found.groupdict())
    if found := _MONTHS.fullmatch(side):
        return _("{sign} {n} months").format(**found.groupdict())
    if found := _DAYS.fullmatch(side):
        return _("after {n} days").format(**found.groupdict())
    if found := _STEP.fullmatch(side):
        return _("live warning of step {n}").format(**found.groupdict())
    return side
