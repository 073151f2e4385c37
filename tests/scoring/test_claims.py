"""A total that a sheet states for itself is compared with what was computed, and never used."""

from decimal import Decimal

import pytest

from qualitykit.model import Place
from qualitykit.scoring.claims import differing_claims
from tests.scoring.months import evaluation, result


def claims(*rows: tuple[str, str | None, str]) -> list[tuple[str, str, str]]:
    """Code, place and value of what is found where rows of one sheet claim a total."""
    evaluations = [
        evaluation(
            f"e{number}",
            "1002",
            "calls",
            None,
            place=Place("质检.xlsx", "一组", f"{number}:{number}"),
            row=number,
            claimed_score=Decimal(claimed),
            claimed_in="H",
            **({"appealed": (("x", "excused"),)} if more == "appealed" else {}),
        )
        for number, (claimed, _published, more) in enumerate(rows, 2)
    ]
    results = [result(f"e{n}", "1002", "calls", published) for n, (_c, published, _m) in enumerate(rows, 2)]
    return [(one.code, str(one.place), one.value) for one in differing_claims(evaluations, results)]


@pytest.mark.parametrize(
    ("claimed", "published"),
    [
        ("85", "85.00"),
        ("85", "85.33"),
        ("85", "84.50"),
        ("85.3", "85.33"),
        ("85.334", "85.33"),
        ("0", "0.00"),
    ],
)
def test_a_claim_is_compared_at_its_own_decimals(claimed: str, published: str) -> None:
    """Rounded half up, as a person rounds."""
    assert [] == claims((claimed, published, ""))


@pytest.mark.parametrize(("claimed", "published"), [("95", "90.00"), ("85", "84.49"), ("85.3", "85.35")])
def test_another_total_is_listed_at_its_cell(claimed: str, published: str) -> None:
    """What is claimed, beside what was computed."""
    assert [("QK732", "质检.xlsx!一组!H2", claimed)] == claims((claimed, published, ""))


def test_rows_without_a_score_and_appealed_ones_are_not_compared() -> None:
    """There is nothing to compare with, or an appeal changed it."""
    assert [] == claims(("95", None, ""), ("95", "90.00", "appealed"))


def test_a_sheet_that_counts_in_another_way_is_said_once() -> None:
    """Twenty rows are listed, the rest is counted."""
    found = claims(*[("40", "80.00", "")] * 25)
    assert ["QK732"] * 20 + ["QK733"] == [code for code, _place, _value in found]
    assert ("QK733", "质检.xlsx!一组", "") == found[-1]
