"""Constants of ranges: d2, d3 and the d2* of an average of few ranges, with its degrees of freedom.

The range of ``size`` standard normal values has mean d2 and standard deviation d3. An average of ``groups`` such
ranges, divided by d2* = sqrt(d2² + d3² / groups), estimates the standard deviation so that its square has no bias
(Patnaik 1950; Duncan 1986, table D3; AIAG MSA 4th edition, appendix C).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy import special

from jawda.core.statistics.result import Floats

_NODES = 240
_FAR = 9.5


@cache
def range_moments(size: int) -> tuple[float, float]:
    """d2 and d3 of ``size`` normal values, by quadrature of the distribution of the range; ``ValueError`` under 2.

    >>> [round(moment, 5) for moment in range_moments(5)]
    [2.32593, 0.86408]
    """
    if size < 2:
        raise ValueError(f"a range needs at least 2 values, not {size}")
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    place, place_weight = nodes * _FAR, weights * _FAR
    width, width_weight = (nodes + 1) * _FAR, weights * _FAR
    below = special.ndtr(place)
    between = special.ndtr(place[None, :] + width[:, None]) - below[None, :]
    density = np.exp(-0.5 * place * place) / math.sqrt(2 * math.pi)
    within = size * (between ** (size - 1)) @ (density * place_weight)
    beyond: Floats = 1.0 - within
    mean = float(beyond @ width_weight)
    square = float((2 * width * beyond) @ width_weight)
    return mean, math.sqrt(square - mean * mean)


def d2_star(size: int, groups: int) -> float:
    """Divisor of the average of ``groups`` ranges of ``size`` values each.

    >>> round(d2_star(3, 1), 5), round(d2_star(2, 5), 5)
    (1.91154, 1.19105)
    """
    if groups < 1:
        raise ValueError(f"an average needs at least 1 range, not {groups}")
    mean, sd = range_moments(size)
    return math.sqrt(mean * mean + sd * sd / groups)


@cache
def range_degrees_of_freedom(size: int, groups: int) -> float:
    """Degrees of freedom of the average range over d2*: the chi distribution with its mean and mean square.

    >>> round(range_degrees_of_freedom(15, 1), 1)
    10.8
    """
    wanted = range_moments(size)[0] / d2_star(size, groups)
    low, high = 1e-3, 1e9
    for _ in range(200):
        middle = math.sqrt(low * high)
        if _mean_of_chi(middle) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def _mean_of_chi(degrees: float) -> float:
    """Mean of sqrt(chi² / degrees); beyond 1e6 degrees the difference of logarithms would cancel."""
    if degrees > 1e6:
        return 1.0 - 0.25 / degrees
    ratio = special.gammaln((degrees + 1) / 2) - special.gammaln(degrees / 2)
    return float(math.sqrt(2 / degrees) * math.exp(ratio))
