"""90 % intervals, for display only: how sure a mean is. Floats are allowed here, nothing is paid by them.

Source: semantics.md §5.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt

from qualitykit.frozen import dataclass
from qualitykit.scoring.results import Interval
from qualitykit.scoring.rounding import publish_ratio

__all__ = ["Spread", "mean_interval", "month_interval", "pooled_spread", "spread_of", "t_quantile_95"]

_Z_95 = 1.6448536269514722
_Z_MONTH = 1.645  # as the contract states it


@dataclass(frozen=True, slots=True)
class Spread:
    """Variance of single scores and the degrees of freedom that it was estimated with."""

    variance: float
    freedom: int

    def tells(self, n: int) -> bool:
        """Whether it says how ``n`` scores scatter.

        Without degrees of freedom it says nothing. Nor does a pooled variance of nothing say anything of a
        single score: the few people with two scores happened to get the same one twice.
        """
        return self.freedom >= 1 and (n > 1 or self.variance > 0)


def spread_of(scores: Sequence[Decimal]) -> Spread:
    """Sample variance with n − 1 degrees of freedom; one score or none: no freedom, no variance."""
    n = len(scores)
    if n < 2:
        return Spread(0.0, 0)
    if scores.count(scores[0]) == n:
        return Spread(0.0, n - 1)  # exactly: the noise of floats would be some scatter
    values = [float(score) for score in scores]
    mean = sum(values) / n
    return Spread(sum((value - mean) ** 2 for value in values) / (n - 1), n - 1)


def pooled_spread(spreads: Iterable[Spread]) -> Spread:
    """The variance that all people of a source share: Σ(n−1)·s² / Σ(n−1)."""
    total = 0.0
    freedom = 0
    for spread in spreads:
        total += spread.variance * spread.freedom
        freedom += spread.freedom
    return Spread(total / freedom, freedom) if freedom else Spread(0.0, 0)


def mean_interval(mean: Decimal, n: int, spread: Spread) -> Interval | None:
    """mean ± t₀.₉₅(freedom)·s/√n, clamped to 0…100; None where nothing says how scores scatter.

    ``spread`` is the person's own for n ≥ 2, the source's pooled one for n = 1, which is never without width.
    Source: semantics.md §5.
    """
    if n < 1 or not spread.tells(n):
        return None
    return _around(mean, t_quantile_95(spread.freedom) * sqrt(spread.variance / n))


def month_interval(score: Decimal, sources: Sequence[tuple[Decimal, int, Spread]]) -> Interval | None:
    """month score ± 1.645·√Σ((W/ΣW)²·s²/n) over the counted sources (W, n, spread), clamped to 0…100.

    A source whose scatter is unknown (``Spread.tells``; its ``SourceScore.interval`` is None) adds no
    variance, and reports name it. None where no source tells, or those that tell show no scatter while
    another one is unknown: that would look exact. Source: semantics.md §5, docs/decisions.md.
    """
    known = [(weight, n, spread) for weight, n, spread in sources if n >= 1 and spread.tells(n)]
    if not known:
        return None
    whole = float(sum(weight for weight, _n, _spread in sources))
    variance = sum((float(weight) / whole) ** 2 * spread.variance / n for weight, n, spread in known)
    if not variance and len(known) < len(sources):
        return None
    return _around(score, _Z_MONTH * sqrt(variance))


def _around(middle: Decimal, half: float) -> Interval:
    # Nine digits are far more than is shown, and keep the noise of floats out of the rounding.
    width = int(f"{half:.9f}".replace(".", ""))
    above, below = middle.as_integer_ratio()
    unit = 10**9 * below
    low, high = above * 10**9 - width * below, above * 10**9 + width * below
    return Interval(publish_ratio(max(low, 0), unit), publish_ratio(min(high, 100 * unit), unit))


@lru_cache(maxsize=4096)
def t_quantile_95(freedom: int) -> float:
    """The 95 % quantile of Student's t with ``freedom`` ≥ 1 degrees (6.3138 for 1, 2.9200 for 2).

    To 300 degrees by halving on the exact distribution, beyond by the expansion around the normal quantile;
    both are good to 9 digits there.
    """
    if freedom < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    if freedom > 300:
        return _expansion(freedom)
    low, high = 1.6, 6.4
    for _step in range(60):
        middle = (low + high) / 2
        if _two_sided(middle, freedom) < 0.9:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _two_sided(t: float, freedom: int) -> float:
    """P(|T| ≤ t): the finite series for whole degrees of freedom."""
    angle = atan(t / sqrt(freedom))
    squared = cos(angle) ** 2
    if freedom % 2:
        term = total = cos(angle) if freedom > 1 else 0.0
        for k in range(3, freedom - 1, 2):
            term *= squared * (k - 1) / k
            total += term
        return 2 / pi * (angle + sin(angle) * total)
    term = total = 1.0
    for k in range(2, freedom - 1, 2):
        term *= squared * (k - 1) / k
        total += term
    return sin(angle) * total


def _expansion(freedom: int) -> float:
    z = _Z_95
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
