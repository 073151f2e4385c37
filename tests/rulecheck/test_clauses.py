"""The clause table: every clause of the five policies has its kinds, and each kind lives somewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitykit.errors import CannotRunError
from qualitykit.i18n import set_language
from qualitykit.rulecheck.clauses import KINDS, SORTS, SOUGHT, clause_table
from qualitykit.standards.packfiles import shipped_packs
from qualitykit.standards.reader import load_standard
from qualitykit.workflow.policies import clause_text, packs_text

# every clause of the five policies with the letters of its kinds, written down apart from the packs
POLICIES = {
    "humanised-service": """
        P1.rec.1 IT · P1.rec.2 I · P1.rec.3 IR · P1.rec.4 IT · P1.con.1 NT · P1.con.2 ITRN
        P1.con.3 IT · P1.con.4 T · P1.cmp.1 IT · P1.cmp.2 R · P1.cmp.3 IN · P1.cmp.4 RN
        P1.cmp.5 KA · P1.mon.1 IKR · P1.sat.1 K · P1.ass.1 KA · P1.ass.2 AV · P1.inc.1 A
        P1.trn.1 KR · P1.fol.1 K · P1.emg.1 R
    """,
    "property-service": """
        P2.cb.1 KN · P2.cb.2 K · P2.cb.3 RK · P2.sev R · P2.fwd N · P2.night N · P2.esc N
        P2.res N · P2.prom RN · P2.val RV · P2.vis NR · P2.sig R · P2.first RV · P2.atd IT
        P2.sat K · P2.rec R · P2.meet K
    """,
    "service-attitude": """
        P3.sop.1 I · P3.sop.2 IT · P3.sop.3a T · P3.sop.3b T · P3.sop.3c TK · P3.sop.3d IT
        P3.sop.3e T · P3.wait TN · P3.angry IT · P3.ban TV · P3.pledge R · P3.notice R
        P3.mon.1 I · P3.mon.2 I · P3.mon.3 NR · P3.mon.4 TI · P3.shop R · P3.lad.1 V · P3.lad.2 V
        P3.lad.3 VA · P3.lad.4 RK · P3.star A · P3.model A · P3.perf A · P3.spec A · P3.praise A
        P3.skill A · P3.sat K · P3.cpl K · P3.inv TK · P3.goal K · P3.trn KR · P3.trn.new K
        P3.emp K · P3.kpi K · P3.loop RK
    """,
    "phone-and-reception": """
        P4.tel.1 NT · P4.tel.2 T · P4.tel.3 TI · P4.tel.4 R · P4.tel.5 T · P4.tel.6 TR
        P4.tel.7 I · P4.tel.8 I · P4.tel.9 I · P4.fol R · P4.six ITRNV · P4.rec.1 NI · P4.rec.2 I
        P4.bye I
    """,
    "club-service": """
        P5.rec RI · P5.book RI · P5.dress IV · P5.dign V · P5.deal V · P5.conf V · P5.time V
        P5.cmp I · P5.sat K · P5.ass KA · P5.pen V · P5.amend R · P5.rew A
    """,
}


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The table speaks Chinese, whatever the environment says."""
    set_language("zh")
    yield
    set_language(None)


def listed(table: str) -> list[str]:
    """What stands in a table, between the dots."""
    return [one.strip() for line in table.splitlines() for one in line.split("·") if one.strip()]


def kinds_of(pack: str) -> dict[str, str]:
    """Clause → letters, from the table above."""
    return {one.split()[0]: one.split()[1] for one in listed(POLICIES[pack])}


def test_the_five_policies_are_the_shipped_packs() -> None:
    """A pack a policy, and no pack that is none."""
    assert tuple(sorted(POLICIES)) == shipped_packs()


@pytest.mark.parametrize("pack", sorted(POLICIES))
def test_a_pack_has_every_clause_of_its_policy_with_the_kinds_of_the_policy(pack: str) -> None:
    """Nothing left out, nothing of another kind; clauses of another policy are as there."""
    standard, _problems = load_standard(pack)
    assert standard is not None
    all_kinds = {name: kinds for one in POLICIES for name, kinds in kinds_of(one).items()}
    found = {one.id: "".join(sorted(one.kinds)) for one in standard.clauses if not one.id.startswith("QK.")}
    assert set(kinds_of(pack)) <= set(found)
    assert {name: "".join(sorted(all_kinds[name])) for name in found} == found


@pytest.mark.parametrize("pack", sorted(POLICIES))
def test_each_kind_of_each_clause_lives_somewhere(pack: str) -> None:
    """An item, a check, a limit, a violation, an award, an indicator, a record or a guide."""
    homes, problems = clause_table(pack)
    assert () == problems
    assert set() == {f"{one.clause.id} {one.kind}" for one in homes if not one.places}


@pytest.mark.parametrize("pack", sorted(POLICIES))
def test_each_record_that_a_clause_names_is_there(pack: str) -> None:
    """A field that no sheet has is a slip of the pen in clauses.yaml."""
    homes, _problems = clause_table(pack)
    named = {(one.clause.id, name) for one in homes for name in one.clause.records}
    found = {(one.clause.id, place.id) for one in homes for place in one.places if place.sort == "record"}
    assert named <= found


def test_every_letter_and_every_sort_has_a_name() -> None:
    """What the table prints is in the catalogue's hands."""
    assert set(KINDS) == set(SOUGHT)
    assert set().union(*SOUGHT.values()) == set(SORTS)


HEAD = """id: tried
version: "1"
title: 试用标准
effective_from: 2026-01-01
adopted_on: 2025-12-01
notified_on: 2025-12-15
extends: club-service
"""


@pytest.fixture
def with_clause(tmp_path: Path) -> Path:
    """A pack with one more clause, of all kinds, that nothing cites."""
    (tmp_path / "standard.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "clauses.yaml").write_text(
        "clauses:\n"
        "  - {id: P9.a, kinds: [I, T, N, V, A, K, R, P], title: 没有规则的条款, records: [roster/no-such]}\n"
        "  - {id: P9.b, kinds: [P], title: 只有做法的条款, guide: 平时多走动。}\n",
        encoding="utf-8",
    )
    return tmp_path


def test_a_clause_that_lives_nowhere_is_named_for_each_of_its_kinds(with_clause: Path) -> None:
    """A record field that does not exist is no place; a guide is one for a practice."""
    homes, _problems = clause_table(with_clause)
    nowhere = [one.kind for one in homes if one.clause.id == "P9.a" and not one.places]
    assert ["I", "T", "N", "V", "A", "K", "R", "P"] == nowhere
    assert ["guide"] == [place.sort for one in homes if one.clause.id == "P9.b" for place in one.places]


def test_the_text_of_a_pack_with_such_a_clause_says_so(with_clause: Path) -> None:
    """The command leaves with 1 then."""
    text, complete = clause_text(str(with_clause))
    assert not complete
    assert "P9.a  没有规则的条款" in text
    assert "R 应有记录  — 没有着落" in text


def test_an_inspected_clause_names_its_items_and_where_they_stand() -> None:
    """P5.dress: two items, their violation, and the kind with its gravity."""
    homes, _problems = clause_table("club-service")
    dress = {one.kind: [(p.sort, p.id) for p in one.places] for one in homes if one.clause.id == "P5.dress"}
    assert {
        "I": [("item", "patrol/proper-dress"), ("item", "patrol/footwear"), ("form", "patrol")],
        "V": [("item", "patrol/proper-dress"), ("item", "patrol/footwear"), ("kind", "dress")],
    } == dress


def test_a_limit_names_its_check_and_its_deadline() -> None:
    """P4.tel.1 has rings; P2.fwd three deadlines on two clocks."""
    homes, _problems = clause_table("phone-and-reception")
    rings = [p.id for one in homes if (one.clause.id, one.kind) == ("P4.tel.1", "N") for p in one.places]
    assert ["answered-late"] == rings
    homes, _problems = clause_table("property-service")
    passed_on = [p.id for one in homes if (one.clause.id, one.kind) == ("P2.fwd", "N") for p in one.places]
    assert ["pass-on-major", "pass-on-general", "pass-on-minor"] == passed_on


def test_a_pack_that_is_not_there_cannot_be_listed() -> None:
    """The error names what there is."""
    with pytest.raises(CannotRunError) as stopped:
        clause_text("no-such-pack")
    assert any("QK526" in line for line in stopped.value.details)


def test_without_a_pack_all_are_listed_in_short() -> None:
    """One line a pack; a pack with something nowhere is told and makes the whole incomplete."""
    text, complete = packs_text()
    assert all(pack in text for pack in shipped_packs())
    assert complete
