"""Q method and Hampel estimator (ISO 13528:2022, C.5.2.2 and C.5.3): a robust pair that needs no iteration.

The Q method takes the standard deviation from the distances between the results of different laboratories; replicates
may be given. It compares every pair: work and memory grow with the square of the number of results.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from scipy import special

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import size_check
from jawda.core.statistics.laboratories.robust import EFFICIENCY
from jawda.core.statistics.result import Floats, Method, Result
from jawda.core.statistics.samples import Column, LabelColumn, Labels, Numbers, labels, numbers, refuse, same_length

#: More results than any round has; the pairs of so many still fit in memory.
MOST_RESULTS: Final = 4_000
_BENDS: Final = (1.5, 3.0, 4.5)
_ROUNDING: Final = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, kw_only=True)
class HampelMean(Result):
    """Hampel ``mean`` of the laboratories' means with the ``sd`` of the Q method; ``u`` = 1.25 sd/√p."""

    schema: ClassVar[str] = "hampel-mean/1"

    mean: float
    sd: float
    u: float
    count: int


def q_hampel(values: Numbers, laboratory: Labels | None = None, *, name: str = "value") -> HampelMean:
    """Robust mean and standard deviation by Q method and Hampel estimator (C.5.4).

    ``laboratory`` says which replicates belong together; without it each value is a laboratory's. Refused: fewer than
    two laboratories, no spread.

    >>> found = q_hampel([10.1, 10.3, 9.9, 10.0, 10.2, 14.0])
    >>> round(found.mean, 4), round(found.sd, 4)
    (10.1, 0.3329)
    """
    column, codes = _taken(values, laboratory, name)
    present = ~column.missing
    kept, groups = column.values[present], codes[present]
    sd = _q(kept, groups, column)
    _, groups = np.unique(groups, return_inverse=True)
    means = np.bincount(groups, weights=kept) / np.bincount(groups)
    if sd == 0:
        raise refuse("samples.zero_spread", column=column)
    return HampelMean(
        method=Method(name="Q/Hampel", standard="ISO 13528", edition="2022", clause="C.5.4"),
        inputs=column.inputs(),
        findings=(size_check(len(means)), *missing_check(int(column.missing.sum()))),
        mean=hampel_mean(means, sd),
        sd=sd,
        u=EFFICIENCY * sd / math.sqrt(len(means)),
        count=len(means),
    )


def q_method(values: Numbers, laboratory: Labels | None = None, *, name: str = "value") -> float:
    """Robust standard deviation between results of different laboratories (C.5.2.2); zero where most are equal.

    >>> round(q_method([10.1, 10.3, 9.9, 10.0, 10.2, 14.0]), 4)
    0.3329
    """
    column, codes = _taken(values, laboratory, name)
    present = ~column.missing
    return _q(column.values[present], codes[present], column)


def hampel_mean(values: Floats, sd: float) -> float:
    """Where the sum of Hampel's ψ((y - x)/sd), with bends at 1.5, 3 and 4.5, is zero, nearest to the median (C.5.3.3).

    The sum is a broken line in x, so its zeros are found exactly. Two zeros at one distance, or none: the median.

    >>> hampel_mean(np.array([1.0, 2.0, 3.0, 100.0]), 1.0)
    2.0
    """
    middle = float(np.median(values))
    if not sd > 0:
        return middle
    away = (np.sort(np.asarray(values, dtype=np.float64)) - middle) / sd
    nodes = np.unique(np.concatenate([away + bend for size in _BENDS for bend in (-size, size)]))
    sums = np.concatenate([_psi(away[:, None] - part[None, :]).sum(axis=0) for part in np.array_split(nodes, 8)])
    sums[np.abs(sums) < 1e-12 * len(away)] = 0.0
    zeros = nodes[sums == 0]
    crossing = np.flatnonzero(sums[:-1] * sums[1:] < 0)
    left, right = nodes[crossing], nodes[crossing + 1]
    between = left - sums[crossing] * (right - left) / (sums[crossing + 1] - sums[crossing])
    flat = np.flatnonzero((sums[:-1] == 0) & (sums[1:] == 0))
    spans = (nodes[flat] <= 0) & (nodes[flat + 1] >= 0)
    found = np.concatenate([zeros, between])
    if spans.any() or not found.size:
        return middle
    distance = np.abs(found)
    nearest = found[distance <= distance.min() + 1e-9]
    return float(middle + sd * nearest[0]) if np.ptp(nearest) < 1e-8 else middle


def _psi(distance: Floats) -> Floats:
    """Formula (C.30)."""
    size = np.abs(distance)
    first, second, last = _BENDS
    return np.asarray(
        np.sign(distance) * np.clip(np.minimum(size, first), 0, np.maximum(last - size, 0) * first / (last - second))
    )


def _taken(values: Numbers, laboratory: Labels | None, name: str) -> tuple[Column, np.ndarray]:
    column = numbers(values, name=name, least=2)
    if len(column.present()) > MOST_RESULTS:
        raise refuse("laboratories.too_many_pairs", column=column, count=len(column.present()), most=MOST_RESULTS)
    if laboratory is None:
        return column, np.arange(len(column.values))
    group: LabelColumn = labels(laboratory, name="laboratory")
    same_length(column, group)
    return column, group.codes


def _q(values: Floats, codes: np.ndarray, column: Column) -> float:
    """Formulae (C.22) to (C.25): a quantile of the distances, each pair of laboratories weighing the same."""
    _, codes = np.unique(codes, return_inverse=True)
    sizes = np.bincount(codes)
    count = len(sizes)
    if count < 2:
        raise refuse("laboratories.few_laboratories", column=column, count=count, least=2)
    first, second = np.triu_indices(len(values), k=1)
    other = codes[first] != codes[second]
    first, second = first[other], second[other]
    distances = np.abs(values[first] - values[second])
    weights = 2.0 / (sizes[codes[first]] * sizes[codes[second]] * count * (count - 1))
    order = np.argsort(distances, kind="stable")
    distances, weights = distances[order], weights[order]
    # distances that are equal on paper differ in their last binary digits
    tie = _ROUNDING * float(np.abs(values).max())
    distances[distances <= tie] = 0.0
    starts = np.concatenate(([0], np.flatnonzero(np.diff(distances) > tie) + 1))
    places = distances[starts]
    shares = np.cumsum(np.add.reduceat(weights, starts))
    at_zero = float(shares[0]) if places[0] == 0 else 0.0
    before = np.concatenate(([0.0], shares[:-1]))
    heights = (shares + before) / 2
    if places[0] == 0:
        heights[0] = 0.0
    else:
        places, heights = np.concatenate(([0.0], places)), np.concatenate(([0.0], heights))
    quantile = float(np.interp(0.25 + 0.75 * at_zero, heights, places))
    return quantile / (math.sqrt(2) * float(special.ndtri(0.625 + 0.375 * at_zero))) if quantile else 0.0
