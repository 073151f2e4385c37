"""The standards that a command works with, and their compiled checks: read once, then from the cache."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from qualitykit.beside import MOST_PARTS, beside, even_parts, processors
from qualitykit.errors import CannotRunError, typed
from qualitykit.i18n import _
from qualitykit.problems import Problem, Severity
from qualitykit.workflow.cache import Cache, code_stamp, open_cache

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualitykit.intake.transcripts import Hear
    from qualitykit.model import Evaluation, HitDecision
    from qualitykit.scoring.results import CheckOutcome
    from qualitykit.scoring.transcript import Checker
    from qualitykit.standards.standard import Standard

__all__ = ["DEFAULT_STANDARD", "Checkers", "load_standards", "versions_that_clash"]

DEFAULT_STANDARD = "service-attitude"
_MANY_CALLS = 10_000


def load_standards(refs: Sequence[str] | None, *, cache: Cache | None = None) -> tuple[Standard, ...]:
    """Read the standards named (default: those of the workspace that people stand in, else
    service-attitude); a faulty one stops the run with its faults, and so do two versions of one standard of
    which nothing says which counts."""
    cache = open_cache() if cache is None else cache
    standards: list[tuple[str, Standard]] = []
    faults: list[Problem] = []
    hint = _help_for(DEFAULT_STANDARD, ())
    for ref in refs or _usual():
        standard, problems = _load(ref, cache)
        wrong = [item for item in problems if item.severity is Severity.ERROR]
        if wrong and not faults:
            hint = _help_for(ref, wrong)
        faults += wrong
        if standard is not None:
            standards.append((ref, standard))
    if faults or not standards:
        raise CannotRunError(
            _("the standard has mistakes"),
            hint=hint,
            details=tuple(f"{item.place}  {item.code}  {item.message()}" for item in faults),
        )
    if clash := versions_that_clash(standards):
        raise CannotRunError(
            _("of two versions of a standard nothing says which one counts"),
            hint=_("Give only one of the two, or give the newer one its own version and effective_from."),
            details=clash,
        )
    return tuple(standard for _ref, standard in standards)


def versions_that_clash(standards: Sequence[tuple[str, Standard]]) -> tuple[str, ...]:
    """What is wrong between standards given together, a line a pair: one id with other rules from the same
    day on, or in the same version. ``standards``: each with what was given for it. The same rules twice are
    one version.
    """
    lines = []
    for later, (ref, one) in enumerate(standards):
        for other_ref, other in standards[:later]:
            if one.id != other.id or one.digest == other.digest:
                continue
            names = {"first": f"{other_ref}/standard.yaml", "second": f"{ref}/standard.yaml", "id": one.id}
            if one.effective_from == other.effective_from:
                text = _("{first} and {second}: both are “{id}” in force from {day} on, with other rules")
                lines.append(text.format(**names, day=one.effective_from))
            elif one.version == other.version:
                text = _("{first} and {second}: both are “{id}” version {version}, with other rules")
                lines.append(text.format(**names, version=one.version))
    return tuple(lines)


def _usual() -> tuple[str, ...]:
    from qualitykit.workflow.ledger_months import find_workspace

    workspace = find_workspace()
    return workspace.standards if workspace is not None else (DEFAULT_STANDARD,)


def _help_for(ref: str, wrong: Sequence[Problem]) -> str:
    """The command that helps: which standards there are, or what is wrong with this one."""
    if any(item.code == "QK526" for item in wrong):
        return _("This shows which standards there are: {command}").format(command="qualitykit policies")
    return f"qualitykit rules check {typed(ref)}"


def _load(ref: str, cache: Cache) -> tuple[Standard | None, tuple[Problem, ...]]:
    """A standard from the cache if none of its files has changed, else from its files.

    Kept is only one without any problem: what is wrong is found again, and told again, each time.
    """
    from qualitykit.standards.folders import SHIPPED, find_pack, source_digest

    began = time.time_ns()
    folder = find_pack(ref)
    keys = () if folder is None else _pack_keys(folder)
    for key in keys:
        if kept := cache.get("standard", key):
            folders, digest, standard = kept
            if all(one.is_dir() for one in folders) and source_digest(folders) == digest:
                return standard, ()

    from qualitykit.standards.reader import read_standard

    reading = read_standard(ref)
    if reading.standard is not None and not reading.problems and _older(reading.folders, began):
        own, *others = dict.fromkeys(one.resolve() for one in reading.folders)
        shipped = all(one.is_relative_to(SHIPPED.resolve()) for one in others)
        folders = tuple(others) if shipped else (own, *others)
        cache.put("standard", keys[0 if shipped else 1], (folders, source_digest(folders), reading.standard))
    return reading.standard, reading.problems


def _pack_keys(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of what is kept of a pack: by its rules alone, where it stands on shipped packs only – every
    new workspace has the same –, else by its place, for what lies beside it."""
    import pydantic

    from qualitykit.standards.folders import content_digest

    stamp = (pydantic.VERSION, *code_stamp(("standards",)))
    return (content_digest(folder), *stamp), (str(folder.resolve()), *stamp)


def _older(folders: Sequence[Path], moment: int) -> bool:
    """Whether no file was written while it was read: then nobody knows which text was read."""
    from qualitykit.standards.folders import rule_files

    return all(path.stat().st_mtime_ns < moment for folder in folders for path in rule_files(folder))


class Checkers:
    """The compiled checks of standards: ``of`` knows them from the cache, ``keep`` puts new ones there."""

    def __init__(self, cache: Cache | None = None) -> None:
        self._cache = open_cache() if cache is None else cache
        self._new: list[tuple[tuple[str, ...], Checker]] = []
        self._known: dict[str, Checker] = {}

    def in_parts(self, standard: Standard) -> InParts:
        """The checks of a standard, for many calls."""
        return InParts(self.of(standard))

    def hear(self, standards: Sequence[Standard]) -> Hear | None:
        """What looks through the words of very many calls while the rest of a month is read.

        None where several standards are given: it is not known yet which one a call falls under.
        """
        if len(standards) != 1 or not standards[0].checks:
            return None
        return lambda: self.of(standards[0]).listen_ahead

    def of(self, standard: Standard) -> Checker:
        """The checks of a standard, compiled."""
        from qualitykit.scoring.transcript import Checker

        if not standard.digest:  # made by hand: nothing names its rules
            return Checker(standard)
        if known := self._known.get(standard.digest):
            return known
        key = _checks_key(standard)
        matchers = self._cache.get("checks", key)
        checker = self._known[standard.digest] = Checker(standard, matchers)
        if matchers is None:
            self._new.append((key, checker))
        return checker

    def keep(self) -> None:
        """Keep what was compiled; after the results are written, for nothing may come before them."""
        for key, checker in self._new:
            self._cache.put("checks", key, checker.matchers)
        self._new.clear()


class InParts:
    """Checks that go through parts of many calls in processes of their own: no call's outcome needs another.

    ``many``: from so many calls on; ``parts``: as many as there are processors, at most four.
    """

    def __init__(self, checker: Checker, many: int = _MANY_CALLS, parts: int | None = None) -> None:
        self._checker, self._many = checker, many
        self._parts = min(processors(), MOST_PARTS) if parts is None else parts

    def check(
        self, calls: Sequence[Evaluation], decisions: Mapping[str, HitDecision]
    ) -> list[tuple[CheckOutcome, ...]]:
        """``Checker.check``."""
        check = self._checker.check
        if len(calls) < self._many or self._parts < 2:
            return check(calls, decisions)
        from qualitykit.scoring.call_hearing import wait_until_heard

        wait_until_heard(call.transcript for call in calls)
        first, *others = (calls[start:end] for start, end in even_parts(len(calls), self._parts))
        waiting = [beside(partial(check, part, decisions)) for part in others]
        return [*check(first, decisions), *chain.from_iterable(wait() for wait in waiting)]


def _checks_key(standard: Standard) -> tuple[str, ...]:
    import numpy

    return (standard.digest, numpy.__version__, *code_stamp(("standards", "scoring")))
