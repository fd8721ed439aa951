"""Cochran's and Grubbs' tests and the critical values of Mandel's h and k (ISO 5725-2:2019, 7.3, tables 4 to 7).

Critical values are computed, for any number of laboratories and any level. Those of Grubbs' test for two outlying
values have no closed form: they come from the exact distribution, by a recursion over the largest residual.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy import special

from jawda.core.statistics.laboratories.distributions import fisher_quantile, fisher_upper, student_quantile
from jawda.core.statistics.result import Floats

_GRID: Final = 2_001
_COARSER: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlierTest:
    """One test: its ``statistic``, critical values at 5 % and 1 %, and what it says of whom.

    ``verdict`` is "correct", "straggler" (beyond the 5 % value) or "outlier" (beyond the 1 % value), in the words of
    ISO 5725-2. For two values together the statistic is small where they stand out.
    """

    test: str
    laboratories: tuple[str, ...]
    statistic: float
    critical_5_percent: float
    critical_1_percent: float
    verdict: str


def judged(
    test: str, laboratories: tuple[str, ...], statistic: float, criticals: tuple[float, float], *, small: bool = False
) -> OutlierTest:
    """A test with its verdict; ``criticals`` at 5 % and 1 %; ``small``: it is small values that stand out."""
    five, one = criticals
    sign = -1 if small else 1
    beyond = [sign * statistic > sign * critical for critical in (five, one)]
    verdict = "outlier" if beyond[1] else "straggler" if beyond[0] else "correct"
    return OutlierTest(
        test=test,
        laboratories=laboratories,
        statistic=statistic,
        critical_5_percent=five,
        critical_1_percent=one,
        verdict=verdict,
    )


def cochran_critical(laboratories: int, replicates: int, alpha: float = 0.05) -> float:
    """For the largest of ``laboratories`` variances, each of ``replicates`` results, over their sum.

    >>> round(cochran_critical(6, 3), 3), round(cochran_critical(6, 3, 0.01), 3)
    (0.616, 0.722)
    """
    f = fisher_quantile(1 - alpha / laboratories, replicates - 1, (laboratories - 1) * (replicates - 1))
    return f / (f + laboratories - 1)


def cochran_probability(statistic: float, laboratories: int, replicates: int) -> float:
    """Probability of so large a share under equal variances (Bonferroni: exact from one half on).

    >>> round(cochran_probability(0.616, 6, 3), 2)
    0.05
    """
    if statistic >= 1:
        return 0.0
    f = statistic * (laboratories - 1) / (1 - statistic)
    tail = fisher_upper(f, replicates - 1, (laboratories - 1) * (replicates - 1))
    return min(1.0, laboratories * tail)


def grubbs_critical(count: int, alpha: float = 0.05) -> float:
    """For the largest or smallest of ``count`` values, in standard deviations from their mean (two-sided, as printed).

    >>> round(grubbs_critical(6), 3), round(grubbs_critical(6, 0.01), 3)
    (1.887, 1.973)
    """
    t = student_quantile(1 - alpha / (2 * count), count - 2)
    return (count - 1) / math.sqrt(count) * math.sqrt(t * t / (count - 2 + t * t))


def grubbs_double_critical(count: int, alpha: float = 0.05) -> float:
    """For the two largest (or two smallest): the sum of squares without them over that with them; small stands out.

    ``alpha`` is shared by both sides, as in table 5. ``ValueError`` for fewer than four values.

    >>> round(grubbs_double_critical(6), 4), round(grubbs_double_critical(10, 0.01), 4)
    (0.0349, 0.115)
    """
    if count < 4:
        raise ValueError("two outlying values are told from at least two others")
    power, pairs = (count - 3) / 2, math.comb(count, 2)
    before, ratio = 1.0, 1e-3
    while abs(ratio - before) > 1e-12:
        # the share of directions moves slowly with the ratio: what remains is a power of it
        before, share = ratio, _both_above(ratio, count)
        ratio = min((alpha / 2 / (pairs * share)) ** (1 / power), 0.999)
    return ratio


def mandel_h_critical(laboratories: int, alpha: float = 0.05) -> float:
    """For h, two-sided.

    >>> round(mandel_h_critical(6), 2), round(mandel_h_critical(6, 0.01), 2)
    (1.66, 1.87)
    """
    t = student_quantile(1 - alpha / 2, laboratories - 2)
    return (laboratories - 1) * t / math.sqrt(laboratories * (t * t + laboratories - 2))


def mandel_k_critical(laboratories: int, replicates: int, alpha: float = 0.05) -> float:
    """For k.

    >>> round(mandel_k_critical(6, 3), 2), round(mandel_k_critical(6, 3, 0.01), 2)
    (1.64, 1.9)
    """
    f = fisher_quantile(1 - alpha, replicates - 1, (laboratories - 1) * (replicates - 1))
    return math.sqrt(laboratories * f / (f + laboratories - 1))


def _both_above(ratio: float, count: int) -> float:
    """The probability that two removed values are the largest, given a ratio below ``ratio``, for normal values.

    For a fixed pair the ratio follows Beta((n-3)/2, 1), independent of the direction of their two residuals and of the
    shape of the others. Both must stand above the largest of the others: of all directions that is a part known in
    closed form, averaged over the distribution of that largest residual. The pairs exclude each other, so that the
    probability of all is the number of pairs times that of one.
    """
    rest = count - 2
    places, distribution = _largest_residual(rest)
    if rest > 2:
        places, distribution = places[::_COARSER], distribution[::_COARSER]
    heaviness = np.diff(distribution)
    largest = (places[1:] + places[:-1]) / 2
    shares = (np.arange(100) + 0.5) / 100  # equal steps of probability
    ratios = ratio * shares ** (2 / (count - 3))
    radius = np.sqrt(1 / ratios - 1) * math.sqrt(1 + 1 / rest)
    reach = np.clip(largest[None, :] / radius[:, None], -1, 1)
    apart = math.acos(1 / (1 + rest))
    fraction = np.clip(2 * np.arccos(reach) - apart, 0, None) / (2 * math.pi)
    return float((fraction @ heaviness).mean())


@cache
def _largest_residual(count: int) -> tuple[Floats, Floats]:
    """Distribution of the largest residual of ``count`` normal values whose residuals have a unit sum of squares.

    If value i is the largest, at m, the others have mean -m/(n-1) and sum of squares 1 - m² n/(n-1), and their own
    largest residual must not pass m: f_n(m) = n h_n(m) F_(n-1)(...).
    """
    places, distribution = np.array([1 / math.sqrt(2) - 1e-12, 1 / math.sqrt(2)]), np.array([0.0, 1.0])
    for size in range(3, count + 1):
        least, most = 1 / math.sqrt(size * (size - 1)), math.sqrt((size - 1) / size)
        # finer towards both ends, where densities rise steeply
        grid = least + (most - least) * (1 - np.cos(np.linspace(0, math.pi, _GRID))) / 2
        middle = (grid[1:] + grid[:-1]) / 2
        left = np.maximum(1 - middle**2 * size / (size - 1), 1e-300)
        threshold = middle * size / (size - 1) / np.sqrt(left)
        inner = np.interp(threshold, places, distribution, left=0.0, right=1.0)
        scale = math.sqrt(size / (size - 1)) / special.beta(0.5, (size - 2) / 2)
        density = size * scale * left ** ((size - 4) / 2) * inner
        found = np.concatenate(([0.0], np.cumsum(density * np.diff(grid))))
        places, distribution = grid, found / found[-1]
    return places, distribution
