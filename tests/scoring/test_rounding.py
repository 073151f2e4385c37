"""Publishing a number: half up, exact, two places."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitykit.scoring.rounding import publish


@pytest.mark.parametrize(
    "exact, published",
    [
        (Fraction(84995, 1000), "85.00"),
        (Fraction(849949, 10000), "84.99"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(0), "0.00"),
        (Fraction(-193545, 1000), "-193.55"),
        (Fraction(-1, 1000), "0.00"),
        (Decimal("2.675"), "2.68"),
        (Decimal("1.005"), "1.01"),
        (7, "7.00"),
    ],
)
def test_halves_go_up(exact: Fraction | Decimal | int, published: str) -> None:
    """A tie at the third place goes away from zero; 84.995 is published as 85.00 (semantics.md §5)."""
    assert published == str(publish(exact))


def test_other_places() -> None:
    """Places other than two are kept as asked for."""
    assert str(publish(Fraction(1, 8), places=1)) == "0.1"
    assert str(publish(Fraction(5, 2), places=0)) == "3"


def test_the_decimal_context_does_not_matter() -> None:
    """A caller's narrow decimal context changes nothing."""
    with localcontext() as context:
        context.prec = 3
        assert publish(Fraction(123456789, 1000)) == Decimal("123456.79")


@given(st.fractions(min_value=-1000, max_value=1000))
def test_never_further_than_half_a_cent(exact: Fraction) -> None:
    """What is published lies within 0.005 of what is exact, and a tie lies outward."""
    off = Fraction(publish(exact)) - exact
    assert abs(off) <= Fraction(1, 200)
    if abs(off) == Fraction(1, 200):
        assert abs(Fraction(publish(exact))) > abs(exact)
