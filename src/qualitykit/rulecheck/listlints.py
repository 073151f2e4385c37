"""Lints over phrase lists: what nothing listens for, and what a change of the base's rules drops."""

import json
import re
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from qualitykit.problems import Problem, problem
from qualitykit.standards.phrases import PhraseKind, PhraseList, Worth
from qualitykit.standards.reader import Reading
from qualitykit.standards.transcript import Check
from qualitykit.standards.yamlfile import YamlValue, plain, value_at

__all__ = ["list_lints"]

_NAMED = 5  # lists that a message names; the others are counted
# what P3.sop.3c counts for coaching, with the particles that change nothing about it
_BARE = frozenset(
    ("不", "没", "没有", "不可以", "不可", "不能", "不行", "不会", "不是", "不要", "不用", "不对", "别", "无")
)
_PARTICLES = "的了呢啊呀哦哈吧嘛噢喔哟"
_NO_PLAIN_TEXT = re.compile(r"[,:#\[\]{}&*!|>'\"%@`]")


def list_lints(reading: Reading) -> Iterator[Problem]:
    """QK610 an own list that nothing uses, QK611 a changed check that drops lists of the base, QK612 a list
    that leaves out phrases of the base's list of the same id, QK613 a bare negation as a banned phrase."""
    standard, tree = reading.standard, reading.tree
    if standard is None or tree is None or reading.folder is None:
        return
    used = _used(standard.checks, standard.phrases)
    own = f"{reading.folder.name}/"
    dropped = {} if reading.base is None else _dropped_lists(reading.base, standard.checks, used)
    told = {name for lost in dropped.values() for name in lost}
    for number, one in enumerate(standard.phrases):
        node = value_at(tree, ("phrases", number))
        if one.id not in used | told and node.place.file.startswith(own):
            yield problem("QK610", node.place, one.id, line=_line(one))
    for number, check in enumerate(standard.checks):
        if lost := dropped.get(check.id):
            shown = ", ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
            place = value_at(tree, ("checks", number)).place
            yield problem("QK611", place, check.id, count=len(lost), lists=shown)
    if reading.base is not None:
        yield from _dropped_phrases(reading.base, standard.phrases, tree)
    yield from _bare_words(standard.phrases, tree)


def _used(checks: Iterable[Check], lists: Iterable[PhraseList]) -> frozenset[str]:
    """Lists that a check looks for, and those that rescue a hit of one of them."""
    rescues = {one.id: one.rescued_by.lists for one in lists if one.rescued_by is not None}
    todo = [name for check in checks for name, _role in check.lists_used]
    used: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in used:
            used.add(name)
            todo += rescues.get(name, ())
    return frozenset(used)


def _line(one: PhraseList) -> str:
    """A check that uses the list, as it may be written below ``checks:``; of a cue the part that names it."""
    if one.kind is PhraseKind.CUE:
        return f"where: {{after: {{says: [{one.id}]}}, within_turns: 2}}"
    way = "none" if one.kind is PhraseKind.BANNED else "any"
    name = f"{'says' if way == 'none' else 'no'}-{one.id}"
    title = json.dumps(one.title, ensure_ascii=False) if _NO_PLAIN_TEXT.search(one.title) else one.title
    return f"- {{id: {name}, title: {title}, clause: {one.clause}, says: {{{way}: [{one.id}]}}}}"


def _dropped_lists(
    base: YamlValue, checks: tuple[Check, ...], used: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """Each check that looked for lists in the base which nothing uses now, with these lists."""
    now = {check.id for check in checks}
    found = {
        one.id: tuple(name for name, _role in one.lists_used if name not in used)
        for one in _checks_of(base)
        if one.id in now
    }
    return {check: lost for check, lost in found.items() if lost}


def _checks_of(base: YamlValue) -> Iterator[Check]:
    for node in base.mapping["checks"].items if "checks" in base.mapping else ():
        try:
            yield Check.model_validate(plain(node))
        except ValidationError:
            continue  # of a base that is complete only with what this pack says


def _dropped_phrases(base: YamlValue, lists: tuple[PhraseList, ...], tree: YamlValue) -> Iterator[Problem]:
    before = {
        node.mapping["id"].text: node.mapping["phrases"]
        for node in (base.mapping["phrases"].items if "phrases" in base.mapping else ())
        if "id" in node.mapping and "phrases" in node.mapping
    }
    for number, one in enumerate(lists):
        now = value_at(tree, ("phrases", number, "phrases"))
        if one.id in before and now is not before[one.id]:
            left_out = _texts(before[one.id]) - _texts(now)
            if left_out:
                yield problem("QK612", now.place, one.id, now=len(one.phrases), count=len(left_out))


def _texts(phrases: YamlValue) -> set[str]:
    return {value_at(one, ("text",)).text for one in phrases.items}


def _bare_words(lists: tuple[PhraseList, ...], tree: YamlValue) -> Iterator[Problem]:
    """A bare 不, 不可以 or 没有 that is more than advice. Source: P3.sop.3c."""
    for number, one in enumerate(lists):
        for at, phrase in enumerate(one.resolved() if one.kind is PhraseKind.BANNED else ()):
            bare = phrase.text in _BARE or phrase.text.rstrip(_PARTICLES) in _BARE
            if bare and phrase.worth is not Worth.ADVICE:
                place = value_at(tree, ("phrases", number, "phrases", at)).place
                yield problem("QK613", place, phrase.text, list=one.id)
