"""What the cross-checks share: the parts, where they stand, and how a missing reference is reported."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.standards.base import Violates
from qualitykit.standards.parts import Parts
from qualitykit.standards.yamlfile import YamlValue, value_at

__all__ = ["Look", "twice"]


@dataclass(frozen=True, slots=True)
class Look:
    """The parts of a pack beside the tree that they were read from, index for index.

    ``written`` is the tree before anything was left out: what is refused still counts as being there, so
    that one fault is not reported as two. ``damaged``: ids of the lists that lost an element. ``unread``:
    topics of which a file could not be read, so that what it names is not known.
    """

    parts: Parts
    tree: YamlValue
    written: YamlValue
    damaged: frozenset[int] = frozenset()
    unread: frozenset[str] = frozenset()

    def at(self, *path: str | int) -> YamlValue:
        """The value at a path of the tree."""
        return value_at(self.tree, path)

    def place(self, *path: str | int) -> Place:
        """Where the value at a path stands."""
        return value_at(self.tree, path).place

    def whole(self, *path: str | int) -> bool:
        """Whether the list at that path lost nothing."""
        return id(self.at(*path)) not in self.damaged

    def ids(self, *path: str | int, key: str = "id") -> frozenset[str] | None:
        """The names that the entries of a list bear, as written. None: it cannot be told."""
        if path and path[0] in self.unread:
            return None
        node = value_at(self.written, path)
        if path and path[0] in self.written.mapping and not isinstance(node.value, list):
            return None
        return frozenset(one.mapping[key].text for one in node.items if key in one.mapping)

    def named(self, key: str, value: str, known: Iterable[str] | None, place: Place) -> list[Problem]:
        """QK531 where ``value`` is not among the known names (None: they could not be read)."""
        names = sorted(known or ())
        if known is None or value in names:
            return []
        near = get_close_matches(value, names, 1, 0.6)
        return [problem("QK531", place, value, key=key, near=f" → {near[0]}" if near else "")]

    def violation(self, violation: Violates | None, *path: str | int) -> list[Problem]:
        """QK531 and QK549: the kind exists, and the severities agree."""
        if violation is None or violation.kind is None:
            return []
        place = self.place(*path, "kind")
        kinds = {kind.id: kind for kind in self.parts.ladder.kinds} if self.parts.ladder else {}
        kind = kinds.get(violation.kind)
        if kind is None:
            known = self.ids("ladder", "kinds") if "ladder" in self.written.mapping else {violation.kind}
            return self.named("kind", violation.kind, known, place)
        if kind.severity != violation.severity:
            return [
                problem("QK549", self.place(*path), violation.severity, kind=kind.id, other=kind.severity)
            ]
        return []


def twice(entries: Sequence[tuple[str, Place]], key: str, code: str = "QK532") -> list[Problem]:
    """A problem for each name that stood before."""
    first: dict[str, Place] = {}
    found: list[Problem] = []
    for name, place in entries:
        if name in first:
            found.append(problem(code, place, name, first=first[name], key=key))
        first.setdefault(name, place)
    return found
