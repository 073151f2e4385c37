"""Listing the rules of a pack."""

from qualitykit.rulecheck.listing import list_rules


def test_every_rule_is_listed_with_its_clause_and_its_line() -> None:
    """Id, title, clause, severity and file:line; ids are unique within a kind."""
    rules, problems = list_rules("service-attitude")
    assert () == problems
    assert all(one.clause and one.where.line for one in rules)
    assert len({(one.kind, one.id) for one in rules}) == len(rules)
    badge = next(one for one in rules if one.id == "patrol/badge")
    assert ("item", "工牌佩戴规范", "P3.sop.1", "minor", "yes_no") == (
        badge.kind,
        badge.title,
        badge.clause,
        badge.severity,
        badge.detail,
    )
    assert "service-attitude/forms/patrol.yaml" == badge.where.file
    step = next(one for one in rules if one.kind == "step" and one.id == "3")
    assert "withhold 20" == step.detail


def test_a_pack_that_cannot_be_read_lists_nothing_but_its_problems() -> None:
    """No half list."""
    rules, problems = list_rules("no-such-pack")
    assert () == rules
    assert ["QK526"] == [one.code for one in problems]
