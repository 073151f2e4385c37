"""What every kind of case needs: the pack, a changed copy of one topic, and how results are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.rulecheck.results import CaseResult, Difference
from qualitykit.standards.base import Rule
from qualitykit.standards.faults import problems_of
from qualitykit.standards.packfiles import merged
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue, plain, value_at

__all__ = ["Case", "Context", "Covered", "OrNull", "Ran", "compare", "null", "parse_cases"]

M = TypeVar("M", bound=BaseModel)
Covered = tuple[str, str]  # a rule (kind and id) and the side of it that a case tried

_NULL = ("null", "~", "")


def null(value: object) -> object:
    """What a case writes for nothing: ``null``."""
    return None if value in _NULL else value


OrNull = Annotated[Decimal | None, BeforeValidator(null)]


class Case(Rule):
    """What all cases have. ``with``: what an extending pack's topic file would hold, for this case only."""

    name: str = ""
    changes: dict[str, Any] | None = Field(default=None, alias="with")


@dataclass(slots=True)
class Ran:
    """What running the cases of one file gave."""

    results: list[CaseResult] = field(default_factory=list)
    covered: set[Covered] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """The pack, the tree it came from, and the topic that the file tests."""

    standard: Standard
    tree: YamlValue
    topic: str

    def changed(
        self, model: type[M], now: M, path: tuple[str | int, ...], case: YamlValue, ran: Ran
    ) -> M | None:
        """The topic as the case wants it: ``now``, or what its ``with`` makes of it. None: it is refused."""
        own = case.mapping.get("with")
        if own is None:
            return now
        tree, problems = merged(value_at(self.tree, path), own)
        ran.problems += problems
        try:
            return model.model_validate(plain(tree))
        except ValidationError as error:
            ran.problems += problems_of(error, tree, model)
            return None

    def unknown(self, key: str, names: Sequence[str], known: Sequence[str], place: Place) -> list[Problem]:
        """QK653 for each name that the pack does not have."""
        return [problem("QK653", place, name, key=key) for name in names if name not in known]


def parse_cases(model: type[M], cases: YamlValue, ran: Ran) -> list[tuple[M, YamlValue]]:
    """The cases that are well formed; the others are problems at their line."""
    found: list[tuple[M, YamlValue]] = []
    for node in cases.items:
        try:
            found.append((model.model_validate(plain(node)), node))
        except ValidationError as error:
            ran.problems += problems_of(error, node, model)
    return found


def compare(expect: BaseModel, got: Mapping[str, object]) -> tuple[Difference, ...]:
    """What ``expect`` names and ``got`` has otherwise; ``got`` has the names of the model's fields."""
    return tuple(
        Difference(name, _text(getattr(expect, name)), _text(got[name]))
        for name in type(expect).model_fields
        if name in expect.model_fields_set and getattr(expect, name) != got[name]
    )


def _text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_text(one) for one in value) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
