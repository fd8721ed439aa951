"""Within-subgroup standard deviation from the figures of subgroups, by the usual estimators.

Names as they are used in the field: ``range`` mean of R/d2, ``sd`` mean of s/c4, ``pooled`` root of the pooled variance
over c4, ``mvlue-range`` and ``mvlue-sd`` the minimum-variance weighted means for unequal sizes (Burr, Journal of
Quality Technology 1, 1969).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.control_charts.constants import c4, d2, d3
from jawda.core.statistics.control_charts.patterns import Line
from jawda.core.statistics.result import Floats
from jawda.core.statistics.subgroups import Summary, common_size

Estimator: TypeAlias = Literal["range", "sd", "pooled", "mvlue-range", "mvlue-sd"]
ESTIMATORS: Final = ("range", "sd", "pooled", "mvlue-range", "mvlue-sd")


def within_sigma(summary: Summary, estimator: Estimator) -> float:
    """The standard deviation within subgroups; subgroups of one value say nothing and are passed over.

    ``ValueError`` for another estimator.

    >>> from jawda.core.statistics.subgroups import by_row, summarise
    >>> round(within_sigma(summarise(by_row([[1, 3], [2, 6]])), "range"), 6)
    2.658681
    """
    if estimator not in ESTIMATORS:
        raise ValueError(f"sigma is estimated by one of {', '.join(ESTIMATORS)}, not {estimator!r}")
    counts, ranges, variances = summary.counts, summary.ranges, summary.variances
    if int(counts.min()) < 2:
        told = counts > 1
        counts, ranges, variances = counts[told], ranges[told], variances[told]
    if estimator == "pooled":
        degrees = int(counts.sum()) - len(counts)
        return math.sqrt(float(((counts - 1) * variances).sum()) / degrees) / c4(degrees + 1)
    by_range = estimator.endswith("range")
    spreads = ranges if by_range else np.sqrt(variances)
    means = by_count(counts, d2 if by_range else c4)
    if not estimator.startswith("mvlue"):
        return float(spreads.mean()) / means if isinstance(means, float) else float((spreads / means).mean())
    squares = by_count(counts, d3) ** 2 if by_range else 1 - means**2
    weights = np.broadcast_to(means**2 / squares, len(counts))
    return float((weights * spreads / means).sum() / weights.sum())


def by_count(counts: NDArray[np.int64], constant: Callable[[int], float]) -> Line:
    """A constant for each subgroup, computed once for each size; one number where all have one size.

    >>> by_count(np.array([2, 2, 3]), d2).round(3).tolist(), round(by_count(np.array([2, 2]), d2), 3)
    ([1.128, 1.128, 1.693], 1.128)
    """
    size = common_size(counts)
    if size is not None:
        return constant(size)
    sizes, back = np.unique(counts, return_inverse=True)
    found: Floats = np.array([constant(int(size)) for size in sizes])[back]
    return found
