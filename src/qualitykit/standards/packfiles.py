"""Which files a pack has, and what ``extends`` makes of two packs: one tree of values with their places.

``extends`` names a shipped pack or a folder. A key that the pack gives replaces the base's; a list whose
elements all carry a name (``id``, ``source``, ``step`` …) is merged by that name, and ``remove: true`` beside
the name takes an element out; every other list is replaced whole. So a pack says only what is different, and
a line number points at the file that says it.

``include`` takes single files of another pack (``from``: a shipped pack, a shared folder, a folder beside it;
``files`` of it, ``only`` these ids of their lists), so that packs share forms and phrase lists that belong to
different policies; ``clauses`` says which clause of this pack stands for each that they cite. What the pack
itself says about an included rule goes over it by the rules of ``extends``.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from qualitykit.frozen import dataclass
from qualitykit.i18n import _
from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.standards.folders import SHIPPED, find_pack, rule_files, shipped_packs
from qualitykit.standards.yamlfile import YamlValue, as_written, read_yaml

__all__ = [
    "HEADER",
    "HEAD_KEYS",
    "Gathered",
    "find_pack",
    "gather",
    "merged",
    "rule_files",
    "shipped_packs",
    "topic_of",
    "unknown_key",
]

_NAMES = ("id", "source", "step", "field", "rank", "label", "text", "name")
_LISTS = {"clauses": "clauses", "transcript": "checks", "waiting": "checks"}  # file → key of its list
# one mapping a file
_TOPICS = ("weights", "ladder", "praise", "stars", "bonus", "deadlines", "records", "indicators")
HEAD_KEYS = (
    "id",
    "version",
    "title",
    "source",
    "effective_from",
    "adopted_on",
    "notified_on",
    "extends",
    "include",
    "waivers",
)
_JOINED = re.compile(r"([a-z][a-z0-9_-]*)[：:](.*)")
HEADER = ("id", "version", "title", "effective_from", "adopted_on", "notified_on")
_MOST_BASES = 8
_INCLUDE_KEYS = ("from", "files", "only", "clauses")
_NAMED_LISTS = ("clauses", "forms", "phrases", "checks")


@dataclass(frozen=True, slots=True)
class Gathered:
    """A pack's files as one tree: the header's keys, then clauses, forms, phrases, checks and the topics.

    ``folders``: where the files lie that it was read from, its own folder first. ``base``: what it extends
    and includes, before its own files went over it; None if it stands alone.
    """

    tree: YamlValue
    digest: str
    folders: tuple[Path, ...]
    base: YamlValue | None = None


def gather(folder: Path, depth: int = 0) -> tuple[Gathered, tuple[Problem, ...]]:
    """Read all files of a pack, and of the packs that it extends.

    Problems: those of ``read_yaml``, QK504 (unknown key at the top of a list file), QK520 (a file that no
    topic is called), QK521 (nothing there to extend), QK522 (``remove`` names nothing), QK528 (nothing there
    to include).
    """
    problems: list[Problem] = []
    folders = [folder]
    digest = hashlib.sha256()
    top: dict[str, YamlValue] = {}
    for path in rule_files(folder):
        part = path.relative_to(folder)
        name = f"{folder.name}/{part.as_posix()}"
        digest.update(f"{part.as_posix()}\0".encode() + path.read_bytes() + b"\0")
        value, found = read_yaml(path, name)
        problems += found
        if value is not None:
            problems += _put(top, part, value)
    extends, includes = top.pop("extends", None), top.pop("include", None)
    tree = YamlValue(Place(f"{folder.name}/standard.yaml", line=1), top)
    below = None
    if includes is not None:
        shared = _Included(folder, problems)
        below = YamlValue(includes.place, shared.read(includes))
        tree = _merge(below, tree, problems)
        digest.update(shared.digest.digest())
        folders += shared.folders
    if extends is not None:
        base_folder = find_pack(extends.text, folder) if depth < _MOST_BASES else None
        if base_folder is None or base_folder.resolve() == folder.resolve():
            others = {*shipped_packs(), *_beside(folder)} - {extends.text}
            near = _near(extends.text, sorted(others))
            problems.append(problem("QK521", extends.place, extends.text, near=near))
        else:
            shipped = base_folder.parent == SHIPPED
            base, found = (_gather_shipped if shipped else gather)(base_folder, depth + 1)
            problems += found
            kept = {key: value for key, value in base.tree.mapping.items() if key not in HEADER}
            extended = YamlValue(base.tree.place, kept)
            tree = _merge(extended, tree, problems)
            below = _merge(extended, below, []) if below is not None else extended
            digest.update(base.digest.encode())
            folders += base.folders
    return Gathered(tree, digest.hexdigest(), tuple(folders), below), tuple(problems)


_gather_shipped = cache(gather)  # nobody edits a shipped pack while the program runs; trees are never changed


def unknown_key(key: str, place: Place, known: Iterable[str]) -> Problem:
    """QK504 with the nearest of the keys that are known there; where none is near, with all of them."""
    names = sorted(known)
    near = _near(key, names, 0.7)
    if joined := _JOINED.match(key):  # a full-width colon, or none with a blank: all of it is one key
        near = f" → {joined[1]}: {joined[2]}"
    allowed = _("; allowed here: {keys}").format(keys=", ".join(names)) if names else ""
    return problem("QK504", place, key, near=near or allowed)


def _near(name: str, known: Sequence[str], likeness: float = 0.6) -> str:
    near = get_close_matches(name, known, 1, likeness)
    return f" → {near[0]}" if near else ""


def _beside(folder: Path) -> list[str]:
    """The standards beside a pack, as its ``extends`` would name them."""
    own = folder.resolve()
    return [f"../{one.parent.name}" for one in own.parent.glob("*/standard.yaml") if one.parent != own]


class _Included:
    """The files that one ``include`` takes, as a tree of their own; ``digest`` is that of their bytes."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.problems = problems
        self.digest = hashlib.sha256()
        self.folders: list[Path] = []

    def read(self, entries: YamlValue) -> dict[str, YamlValue]:
        """Topics as ``gather`` puts them together. Later entries of ``include`` add to the earlier."""
        if not isinstance(entries.value, list):
            self.problems.append(problem("QK508", entries.place, as_written(entries)))
        top: dict[str, YamlValue] = {}
        for entry in entries.items:
            for topic, value in self._entry(entry).items():
                if isinstance(value.value, list):
                    _append(top, topic, value.items, value.place)
                else:
                    top[topic] = value
        return top

    def _entry(self, entry: YamlValue) -> dict[str, YamlValue]:
        keys = entry.mapping
        unknown = [unknown_key(k, keys[k].place, _INCLUDE_KEYS) for k in keys if k not in _INCLUDE_KEYS]
        missing = [problem("QK505", entry.place, key) for key in _INCLUDE_KEYS[:2] if key not in keys]
        self.problems += unknown + missing
        if missing:
            return {}
        source = _folder_to_include(keys["from"].text, self.folder)
        if source is None:
            self.problems.append(problem("QK528", keys["from"].place, keys["from"].text))
            return {}
        self.folders.append(source)
        top: dict[str, YamlValue] = {}
        known = {path.relative_to(source).as_posix(): path for path in rule_files(source)}
        for file in keys["files"].items:
            if file.text == "standard.yaml" or file.text not in known:
                self.problems.append(problem("QK528", file.place, file.text))
                continue
            name = f"{source.name}/{file.text}"
            self.digest.update(known[file.text].read_bytes() + b"\0")
            value, found = read_yaml(known[file.text], name)
            self.problems += found
            if value is not None:
                self.problems += _put(top, Path(file.text), value)
        if "only" in keys:
            self._keep(top, keys["only"])
        renamed = {one: to.text for one, to in keys["clauses"].mapping.items()} if "clauses" in keys else {}
        return {topic: _recited(value, renamed) for topic, value in top.items()}

    def _keep(self, top: dict[str, YamlValue], only: YamlValue) -> None:
        wanted = {one.text for one in only.items}
        found: set[str] = set()
        for topic in _NAMED_LISTS:
            if topic in top:
                kept = [
                    one
                    for one in top[topic].items
                    if "id" in one.mapping and one.mapping["id"].text in wanted
                ]
                found |= {one.mapping["id"].text for one in kept}
                top[topic] = YamlValue(top[topic].place, kept)
        self.problems += [
            problem("QK528", one.place, one.text) for one in only.items if one.text not in found
        ]


def _folder_to_include(ref: str, beside: Path) -> Path | None:
    """A shipped pack, a folder of shared parts among the shipped ones, else a folder beside the pack."""
    if not ref:
        return None
    tried = [SHIPPED / ref, beside / ref]
    return next(
        (path.resolve() for path in tried if path.is_dir() and path.resolve() != beside.resolve()), None
    )


def _recited(node: YamlValue, renamed: dict[str, str], key: str = "") -> YamlValue:
    """The same rules, citing the clauses of the pack that includes them."""
    if node.mapping:
        return YamlValue(node.place, {k: _recited(child, renamed, k) for k, child in node.mapping.items()})
    if node.items:
        return YamlValue(node.place, [_recited(child, renamed, key) for child in node.items])
    cites = key == "clause" or key.endswith("_clause")
    return YamlValue(node.place, renamed[node.text]) if cites and node.text in renamed else node


def _put(top: dict[str, YamlValue], part: Path, value: YamlValue) -> list[Problem]:
    stem, folder = part.stem, part.parent.as_posix()
    if part.suffix == ".yml" or folder not in (".", "forms", "phrases"):
        return [problem("QK520", value.place, part.as_posix())]
    if folder == "forms":
        if not isinstance(value.value, dict):
            return [problem("QK507", value.place, as_written(value))]
        written = value.mapping.get("id")
        if written is None:
            return [problem("QK523", value.place, stem, written=_("the key id is missing"))]
        if written.text != stem:
            there = _("“{value}” stands there").format(value=as_written(written))
            return [problem("QK523", written.place, stem, written=there)]
        return _append(top, "forms", [value], value.place)
    if folder == "phrases" or stem == "phrases":
        return _append_list(top, "phrases", "lists", value)
    if stem in _LISTS:
        return _append_list(top, _LISTS[stem], _LISTS[stem], value)
    if stem in _TOPICS:
        top[stem] = value
        return []
    if stem != "standard":
        return [problem("QK520", value.place, part.as_posix())]
    topics = {"clauses", "forms", "phrases", "checks", "digest", *_TOPICS}
    wrong = [key for key in value.mapping if key in topics]
    top.update((key, child) for key, child in value.mapping.items() if key not in topics)
    if not isinstance(value.value, dict):
        return [problem("QK507", value.place, as_written(value))]
    return [unknown_key(key, value.mapping[key].place, HEAD_KEYS) for key in wrong]


def _append_list(top: dict[str, YamlValue], topic: str, key: str, value: YamlValue) -> list[Problem]:
    if not isinstance(value.value, dict):
        return [problem("QK507", value.place, as_written(value))]
    found = [unknown_key(name, child.place, (key,)) for name, child in value.mapping.items() if name != key]
    held = value.mapping.get(key)
    if held is None:
        return [*found, problem("QK505", value.place, key)]
    if not isinstance(held.value, list):
        return [*found, problem("QK508", held.place, as_written(held))]
    return found + _append(top, topic, held.items, held.place)


def _append(top: dict[str, YamlValue], topic: str, items: list[YamlValue], place: Place) -> list[Problem]:
    before = top.get(topic)
    top[topic] = YamlValue(before.place if before else place, [*(before.items if before else ()), *items])
    return []


def topic_of(file: str) -> str:
    """The topic that a file of a pack belongs to; ``file`` as problems name it, with the pack's folder."""
    part = file.split("/", 1)[-1].removesuffix(".yaml")
    return _LISTS.get(part) or part.split("/")[0]


def merged(base: YamlValue, own: YamlValue) -> tuple[YamlValue, tuple[Problem, ...]]:
    """What ``own`` makes of ``base``, by the rules of ``extends``. Problems: QK522."""
    problems: list[Problem] = []
    return _merge(base, own, problems), tuple(problems)


def _merge(base: YamlValue, own: YamlValue, problems: list[Problem]) -> YamlValue:
    if isinstance(base.value, dict) and isinstance(own.value, dict):
        found = dict(base.value)
        for key, value in own.value.items():
            before = base.value.get(key)
            other_kind = before is not None and key == "answer" and _kind(value) not in ("", _kind(before))
            found[key] = value if before is None or other_kind else _merge(before, value, problems)
        return YamlValue(own.place, found)
    if isinstance(base.value, list) and isinstance(own.value, list):
        name = next((one for one in _NAMES if _all_named(one, base.items, own.items)), None)
        return own if name is None else YamlValue(own.place, _merge_named(name, base, own, problems))
    return own


def _kind(answer: YamlValue) -> str:
    kind = answer.mapping.get("kind")
    return kind.text if kind else ""


def _all_named(name: str, *lists: list[YamlValue]) -> bool:
    return all(items and all(name in item.mapping for item in items) for items in lists)


def _merge_named(name: str, base: YamlValue, own: YamlValue, problems: list[Problem]) -> list[YamlValue]:
    known = {item.mapping[name].text: item for item in base.items}
    kept = tuple(known.values())
    fresh: list[YamlValue] = []
    for item in own.items:
        key = item.mapping[name].text
        if "remove" in item.mapping:
            if key not in known or item.mapping["remove"].text != "true" or len(item.mapping) > 2:
                problems.append(problem("QK522", item.place, key))
            known.pop(key, None)
        elif key in known:
            known[key] = _merge(known[key], item, problems)
        else:
            fresh.append(item)
    twice = [item for item in base.items if all(item is not one for one in kept)]
    return [*known.values(), *twice, *fresh]
