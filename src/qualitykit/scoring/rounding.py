"""Publishing a number: exact arithmetic inside, half up at the end, once.

What is published is what later steps use, so that a printed table explains itself. Source: semantics.md §3.5,
§8.
"""

from decimal import Decimal
from fractions import Fraction

__all__ = ["publish"]


def publish(exact: Fraction | Decimal | int, *, places: int = 2) -> Decimal:
    """The number as it is shown and used further: half up, ``places`` digits after the point.

    A tie goes away from zero (84.995 → 85.00, −193.545 → −193.55), as in a hand calculation. The decimal
    context of the caller has no influence, and zero has no sign. Source: semantics.md §3.5.
    """
    ratio = exact if isinstance(exact, Fraction) else Fraction(exact)
    unit = 10**places
    denominator = ratio.denominator
    units = (2 * abs(ratio.numerator) * unit + denominator) // (2 * denominator)
    whole, rest = divmod(units, unit)
    sign = "-" if units and ratio.numerator < 0 else ""
    return Decimal(f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}")
