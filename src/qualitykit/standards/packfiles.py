"""Which files a pack has, and what ``extends`` makes of two packs: one tree of values with their places.

``extends`` names a shipped pack or a folder. A key that the pack gives replaces the base's; a list whose
elements all carry a name (``id``, ``source``, ``step`` …) is merged by that name, and ``remove: true`` beside
the name takes an element out; every other list is replaced whole. So a pack says only what is different, and
a line number points at the file that says it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.standards.yamlfile import YamlValue, read_yaml

__all__ = ["Gathered", "find_pack", "gather", "merged", "rule_files", "shipped_packs", "topic_of"]

_SHIPPED = Path(__file__).parent / "packs"
_NAMES = ("id", "source", "step", "field", "rank", "label", "text", "name")
_LISTS = {"clauses": "clauses", "transcript": "checks", "waiting": "checks"}  # file → key of its list
_TOPICS = ("weights", "ladder", "praise", "stars", "bonus")  # one mapping a file
_HEADER = ("id", "version", "title", "effective_from", "adopted_on", "notified_on")
_MOST_BASES = 8


@dataclass(frozen=True, slots=True)
class Gathered:
    """A pack's files as one tree: the header's keys, then clauses, forms, phrases, checks and the topics."""

    tree: YamlValue
    digest: str


def shipped_packs() -> tuple[str, ...]:
    """Ids of the packs that come with the program."""
    return tuple(sorted(path.parent.name for path in _SHIPPED.glob("*/standard.yaml")))


def find_pack(ref: str | Path, beside: Path | None = None) -> Path | None:
    """The folder of a pack: a shipped pack's id, else a folder, relative to ``beside``. None: neither."""
    if isinstance(ref, str) and ref in shipped_packs():
        return _SHIPPED / ref
    folder = (beside / ref) if beside else Path(ref)
    return folder if (folder / "standard.yaml").is_file() else None


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The YAML files that hold the pack's rules, in order of name; its tests are not among them."""
    return tuple(
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".yml") and not path.name.endswith((".test.yaml", ".test.yml"))
    )


def gather(folder: Path, depth: int = 0) -> tuple[Gathered, tuple[Problem, ...]]:
    """Read all files of a pack, and of the packs that it extends.

    Problems: those of ``read_yaml``, QK504 (unknown key at the top of a list file), QK520 (a file that no
    topic is called), QK521 (nothing there to extend), QK522 (``remove`` names nothing).
    """
    problems: list[Problem] = []
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
    extends = top.pop("extends", None)
    tree = YamlValue(Place(f"{folder.name}/standard.yaml", line=1), top)
    if extends is not None:
        base_folder = find_pack(extends.text, folder) if depth < _MOST_BASES else None
        if base_folder is None or base_folder.resolve() == folder.resolve():
            problems.append(problem("QK521", extends.place, extends.text))
        else:
            base, found = gather(base_folder, depth + 1)
            problems += found
            kept = {key: value for key, value in base.tree.mapping.items() if key not in _HEADER}
            tree = _merge(YamlValue(base.tree.place, kept), tree, problems)
            digest.update(base.digest.encode())
    return Gathered(tree, digest.hexdigest()), tuple(problems)


def _put(top: dict[str, YamlValue], part: Path, value: YamlValue) -> list[Problem]:
    stem, folder = part.stem, part.parent.as_posix()
    if part.suffix == ".yml" or folder not in (".", "forms", "phrases"):
        return [problem("QK520", value.place, part.as_posix())]
    if folder == "forms":
        if value.mapping.get("id", value).text != stem:
            return [problem("QK523", value.mapping.get("id", value).place, stem)]
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
        return [problem("QK507", value.place, value.text)]
    return [problem("QK504", value.mapping[key].place, key, near="") for key in wrong]


def _append_list(top: dict[str, YamlValue], topic: str, key: str, value: YamlValue) -> list[Problem]:
    if not isinstance(value.value, dict):
        return [problem("QK507", value.place, value.text)]
    found = [
        problem("QK504", child.place, name, near=key) for name, child in value.mapping.items() if name != key
    ]
    held = value.mapping.get(key)
    if held is None:
        return [*found, problem("QK505", value.place, key)]
    if not isinstance(held.value, list):
        return [*found, problem("QK508", held.place, held.text)]
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
