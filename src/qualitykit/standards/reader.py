"""The one strict reader of standards: a pack's folder → ``Standard`` and everything that is wrong with it.

All problems are found in one run: what a model refuses is reported with its line and then left out, so that
the rest can still be checked (``crosscheck``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import GenericAlias
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from qualitykit.i18n import _
from qualitykit.model import Place
from qualitykit.problems import Problem, Severity, problem
from qualitykit.standards.base import Rule
from qualitykit.standards.crosscheck import cross_check
from qualitykit.standards.look import Look
from qualitykit.standards.packfiles import find_pack, gather, shipped_packs
from qualitykit.standards.parts import Parts
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue, copy_of, plain, value_at

__all__ = ["load_standard"]

_REQUIRED_KEYS = ("id", "version", "title", "source", "effective_from", "adopted_on", "notified_on")
_REQUIRED_FILES = {
    "clauses": "clauses.yaml",
    "forms": "forms/*.yaml",
    "weights": "weights.yaml",
    "ladder": "ladder.yaml",
    "praise": "praise.yaml",
    "stars": "stars.yaml",
    "bonus": "bonus.yaml",
}
# pydantic's error type → our code; what is not here is reported as QK519 with its reason
_CODES = {
    "model_type": "QK507",
    "model_attributes_type": "QK507",
    "dict_type": "QK507",
    "mapping_type": "QK507",
    "tuple_type": "QK508",
    "list_type": "QK508",
    "decimal_type": "QK509",
    "decimal_parsing": "QK509",
    "float_type": "QK509",
    "float_parsing": "QK509",
    "finite_number": "QK509",
    "int_type": "QK510",
    "int_parsing": "QK510",
    "int_from_float": "QK510",
    "int_parsing_size": "QK510",
    "bool_type": "QK511",
    "bool_parsing": "QK511",
    "day": "QK512",
    "date_type": "QK512",
    "date_parsing": "QK512",
    "date_from_datetime_parsing": "QK512",
    "date_from_datetime_inexact": "QK512",
    "string_type": "QK513",
    "string_pattern_mismatch": "QK516",
    "string_too_long": "QK516",
    "decimal_max_digits": "QK518",
    "decimal_max_places": "QK518",
    "decimal_whole_digits": "QK518",
}
_BOUNDS = {
    "greater_than": ("> ", "gt"),
    "greater_than_equal": ("≥ ", "ge"),
    "less_than": ("< ", "lt"),
    "less_than_equal": ("≤ ", "le"),
}
_LENGTHS = {"too_short": ("≥ ", "min_length"), "too_long": ("≤ ", "max_length")}


def load_standard(ref: str | Path) -> tuple[Standard | None, tuple[Problem, ...]]:
    """Read a standard: ``ref`` is a shipped pack's id or a folder. None: it has problems that forbid its use.

    Problems: QK501 … QK599, all of them at once, in order of file and line.
    """
    folder = find_pack(ref)
    if folder is None:
        place = Place(Path(ref).name or str(ref))
        return None, (problem("QK526", place, ref, available="、".join(shipped_packs())),)
    gathered, read = gather(folder)
    state = _State(gathered.tree, copy_of(gathered.tree))
    found = list(read) + _missing(gathered.tree, unread={one.place.file for one in read})
    parts = _validate(state)
    found += state.problems
    found += cross_check(Look(parts, state.tree, gathered.tree, frozenset(state.damaged)))
    unique = sorted(dict.fromkeys(found), key=lambda one: (one.place.file, one.place.line, one.code))
    if any(one.severity is Severity.ERROR for one in unique):
        return None, tuple(unique)
    values = {name: getattr(parts, name) for name in Parts.model_fields}
    return Standard(**values, digest=gathered.digest), tuple(unique)


def _missing(tree: YamlValue, unread: set[str]) -> list[Problem]:
    top = tree.mapping
    found = [problem("QK505", tree.place, key) for key in _REQUIRED_KEYS if key not in top]
    for key, file in _REQUIRED_FILES.items():
        tried = {file, f"{key}.yaml"}
        if key not in top and not any(name.endswith(tuple(tried)) for name in unread):
            found.append(problem("QK527", tree.place, file))
    return found


@dataclass(slots=True)
class _State:
    """The tree as written, its copy that shrinks with each fault, and the lists that lost an element."""

    written: YamlValue
    tree: YamlValue
    problems: list[Problem] = field(default_factory=list)
    damaged: set[int] = field(default_factory=set)


def _validate(state: _State) -> Parts:
    """The parts that the models accept. Faults of the first pass are reported, then left out of the tree."""
    reported = False
    while True:
        try:
            return Parts.model_validate(plain(state.tree))
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False)
        if not reported:
            state.problems += [_problem_of(dict(fault), state.written) for fault in faults]
            reported = True
        cuts = [_cut(state.tree, fault["loc"], fault["type"] == "extra_forbidden") for fault in faults]
        for cut in _last_first(cuts):
            _apply(state, cut)
        if not any(cuts):
            return Parts()


_Cut = tuple[YamlValue, str | int]  # a container, and the key or the index to take out of it


def _cut(tree: YamlValue, loc: tuple[str | int, ...], unknown: bool) -> _Cut | None:
    """What to leave out: the unknown key, else the nearest list element around the fault, else the topic."""
    chain: list[_Cut] = []
    node = tree
    for step in loc:
        if isinstance(step, int) and step < len(node.items):
            chain.append((node, step))
            node = node.items[step]
        elif isinstance(step, str) and step in node.mapping:
            chain.append((node, step))
            node = node.mapping[step]
    if not chain or (unknown and chain[-1][1] == loc[-1]):
        return chain[-1] if chain else None
    elements = [cut for cut in chain if isinstance(cut[1], int)]
    return elements[-1] if elements else chain[0]


def _last_first(cuts: list[_Cut | None]) -> list[_Cut]:
    """Each cut once, the later elements of a list before the earlier, so that no index shifts."""
    once = {(id(cut[0]), cut[1]): cut for cut in cuts if cut is not None}
    return sorted(once.values(), key=lambda cut: cut[1] if isinstance(cut[1], int) else -1, reverse=True)


def _apply(state: _State, cut: _Cut) -> None:
    container, step = cut
    if isinstance(step, int):
        del container.items[step]
        state.damaged.add(id(container))
    else:
        del container.mapping[step]


def _problem_of(fault: dict[str, Any], tree: YamlValue) -> Problem:
    loc, kind, context = fault["loc"], fault["type"], fault.get("ctx", {})
    node = value_at(tree, loc)
    key = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        near = get_close_matches(key, _known_keys(), 1, 0.75)
        return problem("QK504", node.place, key, near=f" → {near[0]}" if near else "")
    if kind in ("missing", "union_tag_not_found"):
        return problem("QK505", node.place, key if kind == "missing" else "kind")
    if node.value == "" or kind == "string_too_short":
        return problem("QK506", node.place, key=key)
    if kind in ("literal_error", "enum"):
        return problem("QK514", node.place, node.text, allowed=context["expected"].replace(" or ", ", "))
    if kind == "union_tag_invalid":
        where = value_at(node, ("kind",))
        return problem("QK514", where.place, where.text, allowed=context["expected_tags"])
    if kind in _BOUNDS:
        sign, name = _BOUNDS[kind]
        return problem("QK515", node.place, node.text, limit=f"{sign}{context[name]}")
    if kind in _LENGTHS:
        sign, name = _LENGTHS[kind]
        return problem("QK517", node.place, key=key, limit=f"{sign}{context[name]}")
    code = _CODES.get(kind)
    if code == "QK513":
        return problem(code, node.place, key=key)
    if code:
        return problem(code, node.place, node.text or key)
    reason = str(context["error"]) if kind == "value_error" else fault["msg"]
    return problem("QK519", node.place, node.text, reason=_(reason))


@cache
def _known_keys() -> tuple[str, ...]:
    """All keys that any model of a pack knows, for the nearest to a misspelt one."""
    found: set[str] = set()
    todo: list[Any] = [Parts]
    seen: set[Any] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, type) and not isinstance(one, GenericAlias) and issubclass(one, BaseModel):
            if one in seen or one is Rule:
                continue
            seen.add(one)
            for name, info in one.model_fields.items():
                found.add(info.alias or name)
                todo.append(info.annotation)
        else:
            todo.extend(get_args(one))
    return tuple(sorted(found))
