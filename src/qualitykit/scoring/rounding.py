"""Publishing a number: exact arithmetic inside, half up at the end, once.

What is published is what later steps use, so that a printed table explains itself. Source: semantics.md §3.5,
§8.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

__all__ = ["publish", "publish_ratio"]


def publish(exact: Fraction | Decimal | int, *, places: int = 2) -> Decimal:
    """The number as it is shown and used further: half up, ``places`` digits after the point.

    A tie goes away from zero (84.995 → 85.00, −193.545 → −193.55), as in a hand calculation. The decimal
    context of the caller has no influence, and zero has no sign. Source: semantics.md §3.5.
    """
    return publish_ratio(*exact.as_integer_ratio(), places=places)


def publish_ratio(numerator: int, denominator: int, *, places: int = 2) -> Decimal:
    """``publish`` of a ratio, reduced or not; the denominator is positive."""
    units = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return _shown(-units if numerator < 0 else units, places)


@lru_cache(maxsize=1 << 15)
def _shown(units: int, places: int) -> Decimal:
    whole, rest = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return Decimal(f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}")
