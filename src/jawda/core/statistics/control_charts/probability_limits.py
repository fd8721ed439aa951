"""Limits of counts by their own law: as rarely passed, on each side, as a normal law passes ``nsigma``.

A count below the lower limit, or above the upper one, has at most the chance Φ(-nsigma) (0.00135 for three sigma).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.control_charts.patterns import Line
from jawda.core.statistics.result import Floats

Law: TypeAlias = Literal["binomial", "poisson"]


def limits_of(law: Law, sizes: Floats, mean: Line, *, nsigma: float) -> tuple[Floats, Floats]:
    """Whole counts for each size; NaN where a size is missing.

    >>> lower, upper = limits_of("poisson", np.array([1.0]), 4.0, nsigma=3.0)
    >>> lower.tolist(), upper.tolist()
    ([0.0], [11.0])
    """
    tail = float(special.ndtr(-nsigma))
    means = np.broadcast_to(mean, sizes.shape)
    there = ~np.isnan(sizes)
    keys, back = np.unique(np.stack((sizes[there], means[there])), axis=1, return_inverse=True)
    # the lower one is the first count whose cumulative chance passes the tail; the upper one leaves at most the tail
    low = _first(lambda counts: cumulative(law, counts, keys[0], keys[1]) > tail, law, keys)
    high = _first(lambda counts: above(law, counts, keys[0], keys[1]) <= tail, law, keys)
    found = np.full((2, len(sizes)), np.nan)
    found[0, there], found[1, there] = low[back.ravel()], high[back.ravel()]
    return found[0], found[1]


def cumulative(law: Law, counts: Floats, sizes: Floats, means: Floats) -> Floats:
    """The chance of at most ``counts``."""
    found: Floats
    if law == "poisson":
        found = special.gammaincc(counts + 1, sizes * means)
    else:
        found = np.where(counts >= sizes, 1.0, special.betaincc(counts + 1, np.maximum(sizes - counts, 1e-300), means))
    return found


def above(law: Law, counts: Floats, sizes: Floats, means: Floats) -> Floats:
    """The chance of more than ``counts``."""
    found: Floats
    if law == "poisson":
        found = special.gammainc(counts + 1, sizes * means)
    else:
        found = np.where(counts >= sizes, 0.0, special.betainc(counts + 1, np.maximum(sizes - counts, 1e-300), means))
    return found


def _first(passed: Callable[[Floats], NDArray[np.bool_]], law: Law, keys: Floats) -> Floats:
    """The least whole count at which ``passed`` holds, for all sizes at once, by halving."""
    expected = keys[0] * keys[1]
    most = keys[0] if law == "binomial" else np.ceil(expected + 40 * np.sqrt(expected) + 100)
    low, high = np.full(keys.shape[1], -1.0), np.floor(most)
    while bool((high - low > 1).any()):
        middle = np.floor((low + high) / 2)
        holds = passed(middle)
        high, low = np.where(holds, middle, high), np.where(holds, low, middle)
    found: Floats = high
    return found
