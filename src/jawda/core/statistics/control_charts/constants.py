"""Constants of control charts, computed for any subgroup size instead of read from a rounded table.

For n independent values of a normal law with standard deviation 1: ``d2`` and ``d3`` are the mean and the standard
deviation of their range, ``d4`` its median, ``c4`` the mean of their standard deviation. The limit factors follow from
these (ISO 7870-2:2023, annex A; ASTM E2587-16, table 1 print them with three decimals).

The law of the range is P(W <= w) = n ∫ φ(x) (Φ(x + w) - Φ(x))^(n-1) dx (Tippett 1925; Hartley 1942). The inner integral
is taken by the trapezoidal rule, whose error falls exponentially for such integrands; the outer by Gauss-Legendre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.result import Floats

_NODES: Final = 240
_STEP: Final = 1 / 16
_FAR: Final = 13.0
#: From here the series of the gamma ratio is exact to a double, and the gamma function soon overflows.
_SERIES_FROM: Final = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The factors of ISO 7870-2 and ASTM E2587 for one subgroup size, by their usual names.

    ``A``, ``A2``, ``A3`` give limits of means from sigma, the mean range and the mean standard deviation; ``B3`` to
    ``B6`` those of standard deviations and ``D1`` to ``D4`` of ranges; ``E2`` of individuals from the mean range.
    """

    size: int
    d2: float
    d3: float
    d4: float
    c4: float
    A: float
    A2: float
    A3: float
    B3: float
    B4: float
    B5: float
    B6: float
    D1: float
    D2: float
    D3: float
    D4: float
    E2: float


def d2(size: int) -> float:
    """Mean of the range of ``size`` >= 2 normal values, in standard deviations.

    >>> round(d2(2), 12), round(d2(5), 12)
    (1.128379167096, 2.325928947281)
    """
    return range_moments(size)[0]


def d3(size: int) -> float:
    """Standard deviation of the range of ``size`` >= 2 normal values, in standard deviations.

    >>> round(d3(2), 12), round(d3(5), 9)
    (0.852502466427, 0.864081941)
    """
    return range_moments(size)[1]


@lru_cache(maxsize=512)
def d4(size: int) -> float:
    """Median of the range of ``size`` >= 2 normal values: a median range divided by it estimates sigma.

    >>> round(d4(2), 6)
    0.953873
    """
    low, high = 0.0, _FAR
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(range_probability(middle, size)[0]) < 0.5 else (low, middle)
    return (low + high) / 2


@overload
def c4(size: int) -> float: ...
@overload
def c4(size: NDArray[np.int64]) -> Floats: ...
def c4(size: int | NDArray[np.int64]) -> float | Floats:
    """Mean of the standard deviation (n - 1) of ``size`` >= 2 normal values: √(2/(n-1)) Γ(n/2) / Γ((n-1)/2).

    >>> round(c4(2), 12), round(c4(1_000_000), 12)
    (0.797884560803, 0.99999975)
    """
    sizes = np.asarray(size, dtype=np.float64)
    if bool((sizes < 2).any()):
        raise ValueError("c4 is defined from two values on")
    half = (sizes - 1) / 2
    small = np.minimum(half, _SERIES_FROM / 2)
    exact = special.gamma(small + 0.5) / special.gamma(small) / np.sqrt(small)
    inverse = 1 / half
    terms = (1.0, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304)
    series = np.polynomial.polynomial.polyval(inverse, terms)
    found = np.where(sizes < _SERIES_FROM, exact, series)
    return float(found) if found.ndim == 0 else found


def d2_star(size: int, groups: int) -> float:
    """Root mean square of the mean of ``groups`` ranges of ``size`` values: d2* = √(d2² + d3²/g) (Duncan 1974).

    A mean of few ranges divided by it gives a variance without bias: AIAG MSA 4th edition, appendix C.

    >>> round(d2_star(2, 1), 5), round(d2_star(3, 10), 2)
    (1.41421, 1.72)
    """
    _known(size)
    if groups < 1:
        raise ValueError(f"a mean range needs at least one range, not {groups}")
    mean, spread = range_moments(size)
    return math.sqrt(mean**2 + spread**2 / groups)


@lru_cache(maxsize=512)
def range_degrees_of_freedom(size: int, groups: int) -> float:
    """Degrees of freedom of a mean of ``groups`` ranges of ``size`` values (Patnaik 1950; AIAG MSA, appendix C).

    Those of the chi variable with the same coefficient of variation.

    >>> round(range_degrees_of_freedom(2, 1), 6), round(range_degrees_of_freedom(5, 1), 2)
    (1.0, 3.83)
    """
    wanted = d2(size) / d2_star(size, groups)
    low, high = 0.0, 1.0
    while _chi_mean(high) < wanted:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chi_mean(middle) < wanted else (low, middle)
    return (low + high) / 2


def range_probability(width: float | Floats, size: int) -> Floats:
    """P(W <= ``width``) for the range W of ``size`` normal values, for one width or several (1-D).

    >>> float(range_probability(2.0, 2)[0].round(12)), float(special.erf(1.0).round(12))
    (0.84270079295, 0.84270079295)
    """
    _known(size)
    widths = np.atleast_1d(np.asarray(width, dtype=np.float64))
    places = np.arange(-_FAR, _FAR + _STEP / 2, _STEP)
    density = np.exp(-0.5 * places**2) / math.sqrt(2 * math.pi)
    # on the side where both are small, so that their difference keeps its digits
    between = np.where(
        places > 0,
        special.ndtr(-places) - special.ndtr(-places - widths[:, None]),
        special.ndtr(places + widths[:, None]) - special.ndtr(places),
    )
    found: Floats = np.minimum(size * _STEP * (between ** (size - 1) @ density), 1.0)
    return found


@lru_cache(maxsize=512)
def factors(size: int, *, nsigma: float = 3.0) -> Factors:
    """Every limit factor for subgroups of ``size`` values and limits at ``nsigma`` standard deviations.

    >>> f = factors(5)
    >>> round(f.A2, 6), round(f.D4, 6), round(f.B4, 6)
    (0.576819, 2.114499, 2.088998)
    """
    mean, spread, unbiased = d2(size), d3(size), c4(size)
    spread_of_sd = math.sqrt(1 - unbiased**2)
    root = math.sqrt(size)
    low_range, high_range = max(0.0, mean - nsigma * spread), mean + nsigma * spread
    low_sd, high_sd = max(0.0, unbiased - nsigma * spread_of_sd), unbiased + nsigma * spread_of_sd
    return Factors(
        size=size, d2=mean, d3=spread, d4=d4(size), c4=unbiased,
        A=nsigma / root, A2=nsigma / (mean * root), A3=nsigma / (unbiased * root),
        B3=low_sd / unbiased, B4=high_sd / unbiased, B5=low_sd, B6=high_sd,
        D1=low_range, D2=high_range, D3=low_range / mean, D4=high_range / mean, E2=nsigma / mean,
    )  # fmt: skip


@lru_cache(maxsize=512)
def range_moments(size: int) -> tuple[float, float]:
    """``d2`` and ``d3`` at once: E[W] = ∫ P(W > w) dw, E[W²] = 2 ∫ w P(W > w) dw.

    >>> [round(moment, 5) for moment in range_moments(5)]
    [2.32593, 0.86408]
    """
    _known(size)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    widths = _FAR * (nodes + 1) / 2
    beyond = (1 - range_probability(widths, size)) * weights * (_FAR / 2)
    mean = float(beyond.sum())
    # E[W²] - E[W]² as E[(W - mean)²] + nothing: 2 ∫ (w - mean) P(W > w) dw + mean²
    return mean, math.sqrt(2 * float(((widths - mean) * beyond).sum()) + mean**2)


def _chi_mean(degrees: float) -> float:
    """E[χ]/√E[χ²] of a chi variable."""
    if degrees > _SERIES_FROM:
        return 1 - 1 / (4 * degrees) + 1 / (32 * degrees**2)
    return math.sqrt(2 / degrees) * math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))


def _known(size: int) -> None:
    if size < 2:
        raise ValueError(f"a range needs at least two values, not {size}")
