"""The standard deviation within subgroups, or between neighbours, with the degrees of freedom that it carries.

An estimate that is no root of a variance (mean range, mean standard deviation, mean moving range) is given the degrees
of freedom of the chi variable with its coefficient of variation (Patnaik, Biometrika 37, 1950).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.capability.moments import BLOCK
from jawda.core.statistics.control_charts.constants import c4, d2, d3
from jawda.core.statistics.control_charts.estimates import Estimator, by_count, within_sigma
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column, refuse
from jawda.core.statistics.subgroups import Summary

#: Of subgroups: root of the pooled variance over c4, mean range over d2, mean standard deviation over c4. Of single
#: values: mean moving range over d2.
Within: TypeAlias = Literal["pooled", "rbar", "sbar", "moving_range"]
ESTIMATORS: Final[dict[str, Estimator]] = {"pooled": "pooled", "rbar": "range", "sbar": "sd"}

#: Of |x₁ - x₂| of independent standard normal values: its variance, and its covariance with |x₂ - x₃|. The latter is
#: E|UV| - E|U|E|V| of normal variables with variance 2 and correlation -1/2 (Nabeya 1951).
_VARIANCE: Final = 2 - 4 / math.pi
_COVARIANCE: Final = 4 / math.pi * (math.sqrt(0.75) + math.asin(0.5) / 2) - 4 / math.pi
_SERIES_FROM: Final = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A standard deviation and its degrees of freedom."""

    sigma: float
    degrees: float


def within_subgroups(summary: Summary, estimator: Within, *, column: Column) -> Spread:
    """Of subgroups; those of one value are passed over. Refused: no variation within any of them.

    >>> from jawda.core.statistics.samples import numbers
    >>> from jawda.core.statistics.subgroups import by_row, summarise
    >>> rows = by_row([[1.0, 3.0], [2.0, 6.0]])
    >>> spread = within_subgroups(summarise(rows), "rbar", column=rows.column)
    >>> round(spread.sigma, 4), round(spread.degrees, 2)
    (2.6587, 1.92)
    """
    sigma = within_sigma(summary, ESTIMATORS[estimator])
    if not sigma > 0:
        raise refuse("capability.zero_within", column=column)
    counts = summary.counts[summary.counts > 1]
    if estimator == "pooled":
        return Spread(sigma=sigma, degrees=float((counts - 1).sum()))
    if estimator == "rbar":
        relative = by_count(counts, d3) / by_count(counts, d2)
    else:
        unbiased = c4(counts)
        relative = np.sqrt(1 - unbiased**2) / unbiased
    squared = float(np.mean(relative**2)) / len(counts)
    return Spread(sigma=sigma, degrees=chi_degrees(squared))


def between_neighbours(values: Floats, *, column: Column) -> Spread:
    """Of values in the order in which they were taken; no moving range reaches over a missing one.

    Refused: no two neighbours, neighbours that never differ.

    >>> from jawda.core.statistics.samples import numbers
    >>> column = numbers([1.0, 3.0, 2.0, 4.0])
    >>> spread = between_neighbours(column.values, column=column)
    >>> round(spread.sigma, 4), round(spread.degrees, 2)
    (1.477, 2.2)
    """
    total = _sum_of_steps(values)
    count, neighbours = len(values) - 1, len(values) - 2
    if math.isnan(total):
        steps = np.abs(np.diff(values))
        there = ~np.isnan(steps)
        count, neighbours = int(there.sum()), int((there[1:] & there[:-1]).sum())
        if not count:
            raise refuse("control_charts.no_moving_range", column=column, span=2)
        total = float(steps[there].sum())
    mean = total / count
    if not mean > 0:
        raise refuse("capability.zero_within", column=column)
    variance = (count * _VARIANCE + 2 * neighbours * _COVARIANCE) / count**2
    return Spread(sigma=mean / d2(2), degrees=chi_degrees(variance / d2(2) ** 2))


def chi_degrees(squared_variation: float) -> float:
    """Degrees of freedom of the chi variable whose squared coefficient of variation is given.

    >>> round(chi_degrees((d3(5) / d2(5)) ** 2), 2), round(chi_degrees(0.0005), 1)
    (3.83, 1000.2)
    """
    wanted = 1 / math.sqrt(1 + squared_variation)
    low, high = 1e-6, 1.0
    while _chi_ratio(high) < wanted:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chi_ratio(middle) < wanted else (low, middle)
    return (low + high) / 2


def _sum_of_steps(values: Floats) -> float:
    """Of all distances from one value to the next, a block at a time."""
    found = 0.0
    for start in range(0, len(values) - 1, BLOCK):
        part = values[start : start + BLOCK + 1]
        steps = part[1:] - part[:-1]
        found += float(np.abs(steps, out=steps).sum())
    return found


def _chi_ratio(degrees: float) -> float:
    """E[χ]/√E[χ²]: by the gamma function, and by its series where that loses digits."""
    if degrees > _SERIES_FROM:
        inverse = 1 / degrees
        return 1 - inverse / 4 + inverse**2 / 32 + 5 * inverse**3 / 128
    return math.sqrt(2 / degrees) * math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
