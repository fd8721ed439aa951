"""The Anderson-Darling statistic of normal scores, and its probability where mean and spread were estimated."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.law import Goodness, Law
from jawda.core.statistics.result import Floats

#: Above this many values every law is rejected for trifles: the size of the departure is told instead.
JUDGED_UP_TO: Final = 5_000
#: Fewer have no probability (Stephens asks for eight).
JUDGED_FROM: Final = 8
_FAR: Final = 37.0


def goodness_of_normal(values: Floats) -> Goodness:
    """Of values against the normal law with their own mean and standard deviation.

    A² = -n - Σ (2i - 1) (ln Φ(zᵢ) + ln Φ(-zₙ₊₁₋ᵢ)) / n, made A²(1 + 0.75/n + 2.25/n²) before its probability is read
    off (D'Agostino and Stephens, Goodness-of-Fit Techniques, 1986, tables 4.7 and 4.9).

    >>> found = goodness_of_normal(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 20.0]))
    >>> round(found.anderson_darling, 3), round(found.p, 4)
    (0.903, 0.0111)
    """
    count = len(values)
    if not JUDGED_FROM <= count <= JUDGED_UP_TO:
        return Goodness()
    ordered = np.sort(values)
    statistic = statistic_of((ordered - ordered.mean()) / ordered.std(ddof=1))
    return Goodness(anderson_darling=statistic, p=normal_probability(statistic, count))


def goodness_of(law: Law, values: Floats, *, known: bool = False) -> Goodness:
    """Of values against a law that was fitted to them, or is ``known``.

    Normal scores of a fitted law are judged as values against their own mean and spread. These would hide what a single
    parameter cannot fit, so that the exponential law has its own: A²(1 + 0.6/n) (D'Agostino and Stephens, table 4.14).
    A known law is judged by the law of A² itself (Marsaglia and Marsaglia, Journal of Statistical Software 9, 2004).

    >>> from jawda.core.statistics.capability.laws.law import Normal
    >>> round(goodness_of(Normal(0.0, 1.0), np.linspace(-3, 3, 9), known=True).p, 3)
    0.028
    """
    count = len(values)
    if not JUDGED_FROM <= count <= JUDGED_UP_TO:
        return Goodness()
    if not known and law.name != "exponential":
        return goodness_of_normal(scores_of(law, values))
    statistic = statistic_of(scores_of(law, np.sort(values)))
    p = known_probability(statistic) if known else _exponential_probability(statistic * (1 + 0.6 / count))
    return Goodness(anderson_darling=statistic, p=p)


def scores_of(law: Law, values: Floats) -> Floats:
    """Φ⁻¹(F(x)), from the tail in which the value lies; cut where double precision ends.

    >>> from jawda.core.statistics.capability.laws.law import Normal
    >>> scores_of(Normal(10.0, 2.0), np.array([8.0, 12.0, 30.0])).round(9).tolist()
    [-1.0, 1.0, 10.0]
    """
    below, above = law.below(values), law.above(values)
    found = np.where(below < 0.5, special.ndtri(below), -special.ndtri(above))
    return np.clip(found, -_FAR, _FAR)


def normal_probability(statistic: float, count: int) -> float:
    """The probability of an Anderson-Darling statistic as large or larger, for ``count`` normal values.

    >>> round(normal_probability(0.752 / (1 + 0.75 / 100 + 2.25 / 100**2), 100), 3)
    0.05
    """
    adjusted = statistic * (1 + 0.75 / count + 2.25 / count**2)
    if adjusted < 0.2:
        return 1 - math.exp(-13.436 + 101.14 * adjusted - 223.73 * adjusted**2)
    if adjusted < 0.34:
        return 1 - math.exp(-8.318 + 42.796 * adjusted - 59.938 * adjusted**2)
    if adjusted < 0.6:
        return math.exp(0.9177 - 4.279 * adjusted - 1.38 * adjusted**2)
    if adjusted < 13:
        return math.exp(1.2937 - 5.709 * adjusted + 0.0186 * adjusted**2)
    return 0.0


def known_probability(statistic: float) -> float:
    """The probability of an Anderson-Darling statistic as large or larger, against a law that was not fitted.

    >>> round(known_probability(2.492), 3)
    0.05
    """
    if statistic <= 0:
        return 1.0
    if statistic < 2:
        series = np.polynomial.polynomial.polyval(
            statistic, (2.00012, 0.247105, -0.0649821, 0.0347962, -0.011672, 0.00168691)
        )
        return 1 - math.exp(-1.2337141 / statistic) / math.sqrt(statistic) * float(series)
    inner = np.polynomial.polynomial.polyval(statistic, (1.0776, -2.30695, 0.43424, -0.082433, 0.008056, -0.0003146))
    return -math.expm1(-math.exp(float(inner)))


def _exponential_probability(adjusted: float) -> float:
    if adjusted < 0.26:
        return 1 - math.exp(-12.2204 + 67.459 * adjusted - 110.3 * adjusted**2)
    if adjusted < 0.51:
        return 1 - math.exp(-6.1327 + 20.218 * adjusted - 18.663 * adjusted**2)
    if adjusted < 0.95:
        return math.exp(0.9209 - 3.353 * adjusted + 0.3 * adjusted**2)
    # the parabola turns at 10
    return math.exp(0.731 - 3.009 * min(adjusted, 10.0) + 0.15 * min(adjusted, 10.0) ** 2)


def statistic_of(scores: Floats) -> float:
    """A² of ordered scores against the standard normal law."""
    count = len(scores)
    weights = 2 * np.arange(1, count + 1) - 1
    return -count - float((weights * (special.log_ndtr(scores) + special.log_ndtr(-scores[::-1]))).sum()) / count
