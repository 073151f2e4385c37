"""Sharing money out to the fen."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.scoring.shares import share_equally, share_out


def yuan(*amounts: str) -> tuple[Decimal, ...]:
    """Amounts of money."""
    return tuple(Decimal(amount) for amount in amounts)


def test_three_stars_of_100_on_a_budget_of_200() -> None:
    """66.67, 66.67, 66.66: the last to the highest number, whatever the order of the claims."""
    claims = [("E3", Decimal(100)), ("E1", Decimal(100)), ("E2", Decimal(100))]
    assert yuan("66.66", "66.67", "66.67") == share_out(Decimal(200), claims)


def test_the_largest_remainder_gets_the_odd_fen() -> None:
    """0.10 over 1 : 2 : 3 is 1.67, 3.33, 5 fen: the first has the largest remainder."""
    claims = [("a", Decimal(1)), ("b", Decimal(2)), ("c", Decimal(3))]
    assert yuan("0.02", "0.03", "0.05") == share_out(Decimal("0.10"), claims)


def test_nothing_is_shared_among_empty_claims() -> None:
    """All 0."""
    assert yuan("0.00", "0.00") == share_out(Decimal(100), [("a", Decimal(0)), ("b", Decimal(0))])


@pytest.mark.parametrize("total", ["-1", "0.001"])
def test_only_whole_fen_are_shared(total: str) -> None:
    """A negative amount or a part of a fen is a fault of the program."""
    with pytest.raises(ValueError, match="fen"):
        share_equally(Decimal(total), ["a"])


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_shares_add_up_exactly_and_follow_the_claims(total: int, claims: list[int]) -> None:
    """To the fen; each within a fen of its exact part; a larger claim never gets less."""
    named = [(f"E{n:02}", Decimal(claim).scaleb(-2)) for n, claim in enumerate(claims)]
    shares = share_out(Decimal(total).scaleb(-2), named)
    if not sum(claims):
        assert not any(shares)
        return
    assert Decimal(total).scaleb(-2) == sum(shares)
    for claim, share in zip(claims, shares, strict=True):
        assert abs(share.scaleb(2) * sum(claims) - total * claim) < sum(claims)
    ordered = sorted(zip(claims, shares, strict=True))
    assert all(small[1] <= large[1] for small, large in pairwise(ordered))
