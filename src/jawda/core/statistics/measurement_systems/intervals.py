"""Confidence intervals for sums and differences of mean squares, and for ratios of such.

Modified large sample intervals after Graybill and Wang (1980) for sums and Ting, Burdick, Graybill, Jeyaratnam and Lu
(1990) for differences; reviewed for gauge studies by Burdick, Borror and Montgomery, Journal of Quality Technology 35
(2003) 342-354. Satterthwaite (1946) as the usual, less exact, alternative. The interval of a ratio is what its
combination "numerator less ratio times denominator" does not tell from zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from jawda.core.statistics.measurement_systems.options import IntervalMethod
from jawda.core.statistics.result import Floats

_STRIDE = math.log(4)
_WIDEST = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class MeanSquares:
    """Independent mean squares, their degrees of freedom, and the factors that intervals need."""

    values: Floats
    degrees: Floats
    confidence: float
    shorter: Floats
    longer: Floats
    lower_cross: Floats
    upper_cross: Floats
    same_sign: Floats


def mean_squares(values: Sequence[float], degrees: Sequence[float], *, confidence: float = 0.95) -> MeanSquares:
    """Take mean squares and work out the factors G, H, G_qr, H_qr and G*_qt once."""
    alpha = (1 - confidence) / 2
    squares, df = np.asarray(values, dtype=np.float64), np.asarray(degrees, dtype=np.float64)
    shorter = 1 - df / special.chdtri(df, alpha)
    longer = df / special.chdtri(df, 1 - alpha) - 1
    first, second = df[:, None], df[None, :]
    upper = special.fdtri(first, second, 1 - alpha)
    lower = special.fdtri(first, second, alpha)
    lower_cross = ((upper - 1) ** 2 - (shorter[:, None] * upper) ** 2 - longer[None, :] ** 2) / upper
    upper_cross = ((1 - lower) ** 2 - (longer[:, None] * lower) ** 2 - shorter[None, :] ** 2) / lower
    both = first + second
    joint = 1 - both / special.chdtri(both, alpha)
    same_sign = (
        joint**2 * both**2 / (first * second)
        - shorter[:, None] ** 2 * first / second
        - shorter[None, :] ** 2 * second / first
    )
    return MeanSquares(squares, df, confidence, shorter, longer, lower_cross, upper_cross, same_sign)


def combination_interval(
    coefficients: Sequence[float] | Floats, squares: MeanSquares, *, method: IntervalMethod = "mls"
) -> tuple[float, float]:
    """Bounds of ``Σ coefficient · expected mean square``; they may be negative: a variance is cut at zero by its user.

    >>> squares = mean_squares([4.0], [20])
    >>> [round(bound, 4) for bound in combination_interval([1.0], squares)]
    [2.3413, 8.3413]
    """
    weights = np.asarray(coefficients, dtype=np.float64)
    terms = weights * squares.values
    if method == "satterthwaite":
        return _satterthwaite(terms, squares)
    estimate = float(terms.sum())
    above, below = np.where(terms > 0, terms, 0.0), np.where(terms < 0, -terms, 0.0)
    lower, upper = _spreads(above, below, squares)
    return estimate - lower, estimate + upper


def ratio_interval(
    numerator: Sequence[float] | Floats, denominator: Sequence[float] | Floats, squares: MeanSquares
) -> tuple[float, float]:
    """Bounds of a ratio of combinations that are not negative; the upper one may be infinite.

    >>> low, high = ratio_interval([1.0, 0.0], [0.0, 1.0], mean_squares([6.0, 2.0], [10, 12]))
    >>> round(low, 3), round(high, 3)
    (0.889, 10.863)
    """
    above, below = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)

    def place(ratio: float, end: int) -> float:
        return combination_interval(above - ratio * below, squares)[end]

    return _crossing(lambda ratio: place(ratio, 0)), _crossing(lambda ratio: place(ratio, 1))


def _crossing(function: Callable[[float], float]) -> float:
    """Where a falling function of a positive ratio meets zero: 0 where it starts under it, infinite where it stays.

    The false position of Illinois on the logarithm of the ratio, between powers of four.
    """
    if function(0.0) <= 0:
        return 0.0
    low = high = 0.0
    at_low = at_high = function(1.0)
    while at_low <= 0 and low > -_WIDEST:
        low -= _STRIDE
        at_low = function(math.exp(low))
    while at_high > 0 and high < _WIDEST:
        high += _STRIDE
        at_high = function(math.exp(high))
    if at_high > 0:
        return math.inf
    if at_low <= 0:
        return 0.0
    low = max(low, high - _STRIDE) if high > 0 else low
    high = min(high, low + _STRIDE) if low < 0 else high
    at_low, at_high = function(math.exp(low)), function(math.exp(high))
    return math.exp(_illinois(function, low, high, at_low, at_high))


def _illinois(function: Callable[[float], float], low: float, high: float, at_low: float, at_high: float) -> float:
    """The root between ``low`` (value positive) and ``high`` (value not positive), of a function of the exponential."""
    before, place, side = math.inf, low, 0
    while abs(place - before) >= 1e-13 * max(1.0, abs(place)):
        before, place = place, (low * at_high - high * at_low) / (at_high - at_low)
        value = function(math.exp(place))
        if value > 0:
            at_high = at_high / 2 if side == 1 else at_high
            low, at_low, side = place, value, 1
        else:
            at_low = at_low / 2 if side == -1 else at_low
            high, at_high, side = place, value, -1
    return place


def _spreads(above: Floats, below: Floats, squares: MeanSquares) -> tuple[float, float]:
    """How far the bounds lie under and over the estimate; ``above`` are positive terms, ``below`` sizes of others."""
    lower = float((squares.shorter * above) @ (squares.shorter * above))
    lower += float((squares.longer * below) @ (squares.longer * below))
    upper = float((squares.longer * above) @ (squares.longer * above))
    upper += float((squares.shorter * below) @ (squares.shorter * below))
    if below.any():
        lower += float(above @ squares.lower_cross @ below) + _among(above, squares)
        upper += float(above @ squares.upper_cross @ below) + _among(below, squares)
    return math.sqrt(max(0.0, lower)), math.sqrt(max(0.0, upper))


def _among(terms: Floats, squares: MeanSquares) -> float:
    """The part of terms of one sign with each other, where the combination has both signs."""
    count = int(np.count_nonzero(terms))
    if count < 2:
        return 0.0
    whole = float(terms @ squares.same_sign @ terms)
    own = float((np.diag(squares.same_sign) * terms) @ terms)
    return (whole - own) / 2 / (count - 1)


def _satterthwaite(terms: Floats, squares: MeanSquares) -> tuple[float, float]:
    estimate = float(terms.sum())
    if estimate <= 0:
        return 0.0, 0.0
    degrees = estimate**2 / float((terms**2 / squares.degrees).sum())
    return variance_interval(estimate, degrees, squares.confidence)


def variance_interval(variance: float, degrees: float, confidence: float) -> tuple[float, float]:
    """Chi-squared bounds of a variance."""
    alpha = (1 - confidence) / 2
    above, below = float(special.chdtri(degrees, alpha)), float(special.chdtri(degrees, 1 - alpha))
    # with very few degrees of freedom a quantile is zero in double precision
    low = degrees * variance / above if above > 0 else 0.0
    return low, degrees * variance / below if below > 0 else math.inf
