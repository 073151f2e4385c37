"""What checking a pack's rules gives: cases and what differs, rules without a case, lints and waivers."""

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem
from qualitykit.standards.standard import Waiver

__all__ = ["CaseReport", "CaseResult", "Difference", "LintReport", "RuleEntry", "Uncovered"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a case expects and the rules do not give. ``field``: the key under ``expect``."""

    field: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case, run. ``topic``: ``forms/patrol``, ``ladder`` … ``place``: where the case is written."""

    topic: str
    name: str
    place: Place
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that it expects came out."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A rule that lacks a case. ``rule``: kind and id (``item patrol/badge``); ``side``: what is untried."""

    rule: str
    side: str
    place: Place


@dataclass(frozen=True, slots=True)
class CaseReport:
    """All cases of a pack. ``problems``: what forbids running them (the pack's faults, QK650 … QK659).

    ``covered``: each rule (kind and id) with the sides that a case tries.
    """

    results: tuple[CaseResult, ...]
    uncovered: tuple[Uncovered, ...]
    problems: tuple[Problem, ...]
    covered: frozenset[tuple[str, str]] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether every case passed, every rule is covered and nothing was wrong with the files."""
        return not (self.problems or self.uncovered or any(not one.passed for one in self.results))


@dataclass(frozen=True, slots=True)
class LintReport:
    """What the reader and the lints find. ``waived``: what the pack lives with, and why."""

    problems: tuple[Problem, ...]
    waived: tuple[tuple[Problem, Waiver], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of a pack. ``severity``: minor, severe or empty; ``detail``: its kind or its number."""

    kind: str
    id: str
    title: str
    clause: str
    severity: str
    where: Place
    detail: str = ""
