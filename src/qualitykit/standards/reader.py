"""The one strict reader of standards: a pack's folder → ``Standard`` and everything that is wrong with it.

All problems are found in one run: what a model refuses is reported with its line and then left out, so that
the rest can still be checked (``crosscheck``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem, Severity, problem
from qualitykit.standards.crosscheck import cross_check
from qualitykit.standards.faults import problems_of
from qualitykit.standards.folders import find_pack, shipped_packs
from qualitykit.standards.look import Look
from qualitykit.standards.packfiles import HEADER, gather, topic_of
from qualitykit.standards.parts import Parts
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import UNREADABLE, YamlValue, copy_of, plain

__all__ = ["Reading", "load_standard", "read_standard"]

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


def load_standard(ref: str | Path) -> tuple[Standard | None, tuple[Problem, ...]]:
    """Read a standard: ``ref`` is a shipped pack's id or a folder. None: it has problems that forbid its use.

    Problems: QK501 … QK599, all of them at once, in order of file and line.
    """
    if isinstance(ref, str) and ref in shipped_packs():
        return _shipped(ref)
    return _loaded(ref)


def _loaded(ref: str | Path) -> tuple[Standard | None, tuple[Problem, ...]]:
    reading = read_standard(ref)
    return reading.standard, reading.problems


_shipped = cache(_loaded)  # nobody edits a shipped pack while the program runs, and nothing in one can change


@dataclass(frozen=True, slots=True)
class Reading:
    """A standard as read, its problems, its folder and the tree that says where each value stands.

    ``folders``: all that it was read from, those of packs that it extends and includes too. ``base``: the
    tree of those packs alone, None if there are none.
    """

    standard: Standard | None
    problems: tuple[Problem, ...]
    folder: Path | None = None
    tree: YamlValue | None = None
    folders: tuple[Path, ...] = ()
    base: YamlValue | None = None


def read_standard(ref: str | Path) -> Reading:
    """``load_standard`` with the places of everything, for those who check rules rather than use them."""
    folder = find_pack(ref)
    if folder is None:
        place = Place(Path(ref).name or str(ref))
        return Reading(None, (problem("QK526", place, ref, available="、".join(shipped_packs())),))
    gathered, read = gather(folder)
    state = _State(gathered.tree, copy_of(gathered.tree))
    if any(one.code == "QK521" for one in read):  # what stands here goes over what was not found
        return Reading(None, _in_order(_of_the_head(read, gathered.tree)), folder, None, gathered.folders)
    found = list(read) + _missing(gathered.tree, unread={one.place.file for one in read})
    parts = _validate(state)
    found += state.problems
    unread = frozenset(topic_of(one.place.file) for one in read if one.code in UNREADABLE)
    found += cross_check(Look(parts, state.tree, gathered.tree, frozenset(state.damaged), unread))
    unique = _in_order(found)
    if any(one.severity is Severity.ERROR for one in unique):
        return Reading(None, unique, folder, gathered.tree, gathered.folders, gathered.base)
    values = {name: getattr(parts, name) for name in Parts.model_fields}
    standard = Standard(**values, digest=gathered.digest)
    return Reading(standard, unique, folder, gathered.tree, gathered.folders, gathered.base)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda one: (one.place.file, one.place.line, one.code)))


def _of_the_head(read: Iterable[Problem], tree: YamlValue) -> list[Problem]:
    """Keys of the head that no base gives, where the base is not there to give the others."""
    return [*read, *(problem("QK505", tree.place, key) for key in HEADER if key not in tree.mapping)]


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
            refused = error
            faults = error.errors(include_input=False, include_url=False)
        if not reported:
            state.problems += problems_of(refused, state.written, Parts)
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
