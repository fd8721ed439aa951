"""The figures of all values in a few passes: nothing is sorted, so that a million values cost milliseconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from jawda.core.statistics.result import Floats

#: Values worked on at a time: they stay in the cache of a core, and their products do not wake other threads.
BLOCK: Final = 1 << 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """Count, mean, standard deviation (n - 1), skewness and excess kurtosis, extremes.

    ``memory`` is the lag-1 autocorrelation; ``None`` where values are missing between others.
    """

    count: int
    mean: float
    sigma: float
    skewness: float
    kurtosis: float
    least: float
    greatest: float
    memory: float | None


def overall(values: Floats, *, gaps: bool = False) -> Overall:
    """Of at least two finite values that are not all equal.

    >>> found = overall(np.array([1.0, 2.0, 3.0, 6.0]))
    >>> found.mean, round(found.sigma, 4), round(found.skewness, 4)
    (3.0, 2.1602, 0.6872)
    """
    count = len(values)
    first = float(values.sum()) / count
    sums = np.zeros(4)
    products, before = 0.0, 0.0
    for start in range(0, count, BLOCK):
        away = values[start : start + BLOCK] - first
        squares = away * away
        sums += (away.sum(), squares.sum(), squares @ away, squares @ squares)
        products += float(away[1:] @ away[:-1]) + before * float(away[0])
        before = float(away[-1])
    shift, second, third, fourth = (float(part) / count for part in sums)
    # about the corrected mean, whose own rounding the first pass has found
    variance = second - shift * shift
    fourth -= 4 * shift * third - 6 * shift**2 * second + 3 * shift**4
    third -= 3 * shift * second - 2 * shift**3
    return Overall(
        count=count,
        mean=first + shift,
        sigma=math.sqrt(variance * count / (count - 1)),
        skewness=third / variance**1.5,
        kurtosis=fourth / variance**2 - 3,
        least=float(values.min()),
        greatest=float(values.max()),
        memory=None if gaps else products / (count * variance),
    )
