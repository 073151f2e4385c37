"""``include``: packs share single files of each other, under the clauses of the one that includes."""

import shutil
from pathlib import Path

import pytest

from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.reader import load_standard, read_standard
from qualitykit.standards.standard import Standard

PACKS = Path(__file__).parents[2] / "src/qualitykit/standards/packs"
HEAD = """id: tried
version: "1"
title: 试用标准
source: 无
effective_from: 2026-01-01
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: club-service
include:
  - from: {source}
    files: [phrases/courtesy.yaml, transcript.yaml]
    only: [greetings, seat-offers, no-greeting-at-start]
    clauses: {{P3.sop.2: P5.rec, P3.sop.3a: P5.rec}}
"""


def tried(folder: Path, source: str = "service-attitude", **files: str) -> Path:
    """A pack without transcripts of its own that includes one check and its lists."""
    folder.mkdir(exist_ok=True)
    (folder / "standard.yaml").write_text(HEAD.format(source=source), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def standard_of(ref: str | Path) -> Standard:
    """The standard, which must have no problem at all."""
    standard, problems = load_standard(ref)
    assert [] == [f"{one.place} {one.code} {one.message()}" for one in problems]
    assert standard is not None
    return standard


def test_only_what_is_named_comes_in_and_it_cites_this_packs_clauses(tmp_path: Path) -> None:
    """Two lists of many, one check of many; P3.sop.3a became P5.rec."""
    standard = standard_of(tried(tmp_path / "tried"))
    assert ["greetings", "seat-offers"] == [one.id for one in standard.phrases]
    assert ["no-greeting-at-start"] == [one.id for one in standard.checks]
    assert {"P5.rec"} == {*(one.clause for one in standard.phrases), *(one.clause for one in standard.checks)}


def test_the_pack_itself_has_the_last_word_on_what_it_includes(tmp_path: Path) -> None:
    """One key of an included check is replaced, the others stay; an included list is taken out."""
    own = "checks:\n  - {id: no-greeting-at-start, title: 自己的说法, says: {any: [greetings]}}\n"
    lists = "lists:\n  - {id: seat-offers, remove: true}\n"
    standard = standard_of(tried(tmp_path / "tried", transcript=own, phrases=lists))
    (check,) = standard.checks
    assert ("自己的说法", 2) == (check.title, check.where.first)
    assert ["greetings"] == [one.id for one in standard.phrases]


def test_a_problem_in_an_included_file_is_named_there(tmp_path: Path) -> None:
    """A clause that nobody re-cites is missing, at the line of the file that cites it."""
    folder = tried(tmp_path / "tried")
    text = (folder / "standard.yaml").read_text(encoding="utf-8").replace("P3.sop.2: P5.rec, ", "")
    (folder / "standard.yaml").write_text(text, encoding="utf-8")
    _standard, problems = load_standard(folder)
    assert [("QK530", "P3.sop.2", "service-attitude/phrases/courtesy.yaml")] == [
        (one.code, one.value, one.place.file) for one in problems
    ]


def test_the_digest_tells_when_an_included_file_changes(tmp_path: Path) -> None:
    """What counts are all rules that a month is scored with, wherever they stand."""
    shutil.copytree(PACKS / "service-attitude", tmp_path / "base")
    folder = tried(tmp_path / "tried", source="../base")
    before = standard_of(folder).digest
    assert before == standard_of(folder).digest
    file = tmp_path / "base/phrases/courtesy.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("请坐,", "请坐, 请您上座,", 1), encoding="utf-8")
    assert before != standard_of(folder).digest


def test_a_pack_that_includes_can_be_extended(tmp_path: Path) -> None:
    """A workspace builds on a shipped pack that shares files with another, and changes one value."""
    (tmp_path / "own").mkdir()
    head = HEAD.split("extends")[0] + "extends: phone-and-reception\n"
    (tmp_path / "own/standard.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "own/weights.yaml").write_text("minimum_total: 5\n", encoding="utf-8")
    standard, base = standard_of(tmp_path / "own"), standard_of("phone-and-reception")
    assert 5 == standard.weights.minimum_total
    assert [one.id for one in base.phrases] == [one.id for one in standard.phrases]
    assert base.forms == standard.forms


@pytest.mark.parametrize("pack", [one for one in shipped_packs() if one != "service-attitude"])
def test_shared_lists_and_forms_stand_in_one_file_only(pack: str) -> None:
    """No pack holds a phrase list that another pack holds too: what is shared is included."""
    reading = read_standard(pack)
    assert reading.tree is not None
    own = {
        one.mapping["id"].text
        for one in reading.tree.mapping.get("phrases", reading.tree).items
        if one.place.file.startswith(f"{pack}/")
    }
    for other in shipped_packs():
        if other != pack:
            tree = read_standard(other).tree
            assert tree is not None
            theirs = {
                one.mapping["id"].text
                for one in tree.mapping.get("phrases", tree).items
                if one.place.file.startswith(f"{other}/")
            }
            assert set() == own & theirs
