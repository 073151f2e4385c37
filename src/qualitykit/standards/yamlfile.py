"""YAML as text with line numbers: what the strict reader of standards reads its files with.

Every scalar stays text, so ``10:30`` is no number, ``no`` is no False and ``012`` is no 10; the models give
the types. Duplicate keys, anchors and tags are problems. Source: engineering.md, traps already measured.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from qualitykit.frozen import dataclass
from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.standards.yamlslips import likely_slip

__all__ = ["UNREADABLE", "Plain", "YamlValue", "as_written", "copy_of", "plain", "read_yaml", "value_at"]

UNREADABLE = frozenset({"QK501", "QK524", "QK525"})  # the file as a whole says nothing
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}

Plain = str | dict[str, "Plain"] | list["Plain"]


@dataclass(frozen=True, slots=True)
class YamlValue:
    """A text, a list or a mapping, and where it stands. A mapping's values have the place of their key."""

    place: Place
    value: "str | list[YamlValue] | dict[str, YamlValue]"

    @property
    def mapping(self) -> "dict[str, YamlValue]":
        """Its keys and values; empty if it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[YamlValue]":
        """Its elements; empty if it is no list."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """Its text; empty if it is no scalar."""
        return self.value if isinstance(self.value, str) else ""

    def walk(self) -> "Iterator[tuple[str, YamlValue]]":
        """All values inside, with the key that they stand under (a list's elements: the list's key)."""
        yield from _walk("", self)


def _walk(key: str, node: YamlValue) -> Iterator[tuple[str, YamlValue]]:
    yield key, node
    for name, child in node.mapping.items():
        yield from _walk(name, child)
    for child in node.items:
        yield from _walk(key, child)


def read_yaml(path: Path, name: str) -> tuple[YamlValue | None, tuple[Problem, ...]]:
    """Read one file, called ``name`` in problems. None: empty, or it cannot be read (QK501).

    Problems: QK501 (no YAML), QK502 (duplicate key), QK503 (anchor, alias or tag), QK524 (not UTF-8),
    QK525 (empty).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        root = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, (problem("QK524", Place(name, line=line)),)
    except yaml.YAMLError as error:
        line, reason = likely_slip(text, error, _Loader)
        return None, (problem("QK501", Place(name, line=line), reason=reason),)
    except (OSError, RecursionError) as error:
        return None, (problem("QK501", Place(name, line=1), reason=type(error).__name__),)
    if root is None:
        return None, (problem("QK525", Place(name, line=1)),)
    reader = _Reader(name)
    return reader.convert(root, root.start_mark.line + 1), tuple(reader.problems)


class _Reader:
    """Turns the nodes of one file into values, collecting what is forbidden on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def convert(self, node: yaml.Node, line: int) -> YamlValue:
        """The value of a node that people find at ``line``."""
        place = Place(self.name, line=line)
        if id(node) in self._seen:  # an alias: not followed, it may be endless
            self.problems.append(problem("QK503", place))
            return YamlValue(place, "")
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self.problems.append(problem("QK503", place))
        if isinstance(node, yaml.ScalarNode):
            return YamlValue(place, node.value)
        if isinstance(node, yaml.SequenceNode):
            return YamlValue(place, [self.convert(one, one.start_mark.line + 1) for one in node.value])
        found: dict[str, YamlValue] = {}
        for key, child in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(problem("QK503", Place(self.name, line=key_line)))
            elif key.value in found:
                self.problems.append(
                    problem("QK502", Place(self.name, line=key_line), key.value, first=found[key.value].place)
                )
            else:
                found[key.value] = self.convert(child, key_line)
        return YamlValue(place, found)


def plain(node: YamlValue) -> Plain:
    """The value without its places, as the models take it."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def as_written(node: YamlValue) -> str:
    """The value on one line, as people may write it: a text, [a, b] or {key: value}."""
    if isinstance(node.value, dict):
        return "{" + ", ".join(f"{key}: {as_written(child)}" for key, child in node.value.items()) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(map(as_written, node.value)) + "]"
    return node.value


def value_at(node: YamlValue, path: tuple[str | int, ...]) -> YamlValue:
    """The value at a path, or the deepest one there is on the way.

    Names on the path that are no keys (a model's name for one of several shapes) are passed over.
    """
    for step in path:
        if isinstance(step, int) and isinstance(node.value, list) and step < len(node.value):
            node = node.value[step]
        elif isinstance(step, str) and step in node.mapping:
            node = node.mapping[step]
    return node


def copy_of(node: YamlValue) -> YamlValue:
    """A copy whose lists and mappings can be changed."""
    if isinstance(node.value, dict):
        return YamlValue(node.place, {key: copy_of(child) for key, child in node.value.items()})
    if isinstance(node.value, list):
        return YamlValue(node.place, [copy_of(child) for child in node.value])
    return node
