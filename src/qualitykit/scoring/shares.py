"""An amount of money shared out to the fen: largest remainder, ties by employee number.

Source: semantics.md §7 (shared praise, tied stars), §8 (budget).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

__all__ = ["share_equally", "share_out"]


def share_out(total: Decimal, claims: Sequence[tuple[str, Decimal]]) -> tuple[Decimal, ...]:
    """Share ``total`` yuan in proportion to the claims, to the fen, so that the shares add up to it exactly.

    ``claims`` are (name that breaks ties, claim in yuan ≥ 0); shares come in the order of the claims. What
    rounding down leaves goes fen by fen to the largest remainders; equal remainders by name, the lowest
    first. Claims that are all 0 get 0, and nothing is shared out.

    Source: semantics.md §8.
    """
    fen = _fen(total)
    weights = [_fen(claim) for _name, claim in claims]
    whole = sum(weights)
    if whole == 0:
        return tuple(Decimal("0.00") for _claim in claims)
    exact = [Fraction(fen * weight, whole) for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(claims)), key=lambda i: (shares[i] - exact[i], claims[i][0], i))
    for index in by_remainder[: fen - sum(shares)]:
        shares[index] += 1
    return tuple(Decimal(share).scaleb(-2) for share in shares)


def share_equally(total: Decimal, names: Sequence[str]) -> tuple[Decimal, ...]:
    """Share ``total`` yuan among the names in equal parts: 100 for three → 33.34, 33.33, 33.33.

    The odd fen go to the lowest names. Source: semantics.md §7.
    """
    return share_out(total, [(name, Decimal(1)) for name in names])


def _fen(yuan: Decimal) -> int:
    fen = yuan.scaleb(2)
    if fen < 0 or fen != fen.to_integral_value():
        raise ValueError("an amount to share is neither negative nor has a part of a fen")
    return int(fen)
