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
    scores = (ordered - ordered.mean()) / ordered.std(ddof=1)
    weights = 2 * np.arange(1, count + 1) - 1
    total = float((weights * (special.log_ndtr(scores) + special.log_ndtr(-scores[::-1]))).sum())
    statistic = -count - total / count
    return Goodness(anderson_darling=statistic, p=normal_probability(statistic, count))


def goodness_of(law: Law, values: Floats) -> Goodness:
    """Of values against a law that was fitted to them: their normal scores are judged."""
    if not JUDGED_FROM <= len(values) <= JUDGED_UP_TO:
        return Goodness()
    return goodness_of_normal(scores_of(law, values))


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
