"""Fitting by maximum likelihood, each law by its own equation: no general optimiser, and nothing depends on a start.

Weibull: the shape solves 1/k = Σ xᵏ ln x / Σ xᵏ - mean ln x. Gamma: ln k - ψ(k) = ln mean - mean ln. A threshold is
where the likelihood, profiled over the other parameters, has its greatest maximum below the least value; it grows
without bound where the threshold meets the least value (Hill, Journal of the American Statistical Association 58,
1963), so that only a maximum inside counts, as Cohen (1951) takes it. Box and Cox: the exponent between -5 and 5.

Above 5 000 values a law is fitted to 5 000 of them, evenly spaced in order: percentiles lose less than the sampling
error of the whole, and a million values cost what they cost to sort.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.families import Exponential, Gamma, LogNormal, Weibull
from jawda.core.statistics.capability.laws.transformed import BoxCox, box_cox
from jawda.core.statistics.result import Floats

FITTED_UP_TO: Final = 5_000
Fitted = TypeVar("Fitted", LogNormal, Weibull)
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
#: Newton's steps end at this share of the shape; each doubles the digits, so that the count is never reached.
_CLOSE, _MOST_STEPS = 1e-10, 100
_POWERS: Final = (-5.0, 5.0)
#: Distances of a threshold from the least value, in ranges of the values, as powers of e.
_NEAREST, _FARTHEST, _STEPS = math.log(1e-4), math.log(1e2), 57


def thinned(values: Floats) -> Floats:
    """All values up to 5 000; of more, 5 000 evenly spaced in order, the extremes among them.

    >>> len(thinned(np.arange(50_000.0)))
    5000
    """
    if len(values) <= FITTED_UP_TO:
        return values
    places = np.linspace(0, len(values) - 1, FITTED_UP_TO).round().astype(np.int64)
    return np.sort(values)[places]


def fit_lognormal(values: Floats) -> LogNormal:
    """Mean and standard deviation (n) of the logarithms.

    >>> fit_lognormal(np.exp(np.array([1.0, 3.0])))
    LogNormal(mu=2.0, sigma=1.0, threshold=0.0)
    """
    logs = np.log(values)
    return LogNormal(float(logs.mean()), float(logs.std()))


def fit_exponential(values: Floats) -> Exponential:
    """The mean.

    >>> fit_exponential(np.array([1.0, 3.0]))
    Exponential(scale=2.0)
    """
    return Exponential(float(values.mean()))


def fit_weibull(values: Floats) -> Weibull:
    """Shape by Newton's steps on its equation, which falls and is convex in 1/k; then the scale.

    >>> law = fit_weibull(Weibull(2.0, 3.0).quantile((np.arange(1000) + 0.5) / 1000))
    >>> round(law.shape, 2), round(law.scale, 2)
    (2.0, 3.0)
    """
    logs = np.log(values)
    mean, spread = float(logs.mean()), float(logs.std())
    away = logs - float(logs.max())
    centre = mean - float(logs.max())
    shape, step, steps = math.pi / (spread * math.sqrt(6)), math.inf, 0
    while abs(step) > _CLOSE * shape and steps < _MOST_STEPS:
        powers = np.exp(shape * away)
        total = float(powers.sum())
        first, second = float(powers @ away) / total, float(powers @ (away * away)) / total
        step = (first - centre - 1 / shape) / (second - first * first + 1 / shape**2)
        shape, steps = max(shape - step, shape / 4), steps + 1
    scale = math.exp(float(logs.max()) + math.log(float(np.exp(shape * away).mean())) / shape)
    return Weibull(shape, scale)


def fit_gamma(values: Floats) -> Gamma:
    """Shape by Newton's steps from Minka's start; then the scale.

    >>> law = fit_gamma(Gamma(4.0, 0.5).quantile((np.arange(1000) + 0.5) / 1000))
    >>> round(law.shape, 1), round(law.scale, 1)
    (4.0, 0.5)
    """
    mean = float(values.mean())
    gap = math.log(mean) - float(np.log(values).mean())
    shape, step, steps = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap), math.inf, 0
    while abs(step) > _CLOSE * shape and steps < _MOST_STEPS:
        step = (math.log(shape) - float(special.psi(shape)) - gap) / (1 / shape - float(special.polygamma(1, shape)))
        shape, steps = shape - step, steps + 1
    return Gamma(shape, mean / shape)


def fit_lognormal3(values: Floats) -> LogNormal | None:
    """With a threshold; ``None`` where the likelihood has no maximum inside."""

    def at(threshold: float) -> LogNormal:
        two = fit_lognormal(values - threshold)
        return LogNormal(two.mu, two.sigma, threshold)

    return _with_threshold(values, at)


def fit_weibull3(values: Floats) -> Weibull | None:
    """With a threshold; ``None`` where the likelihood has no maximum inside."""

    def at(threshold: float) -> Weibull:
        two = fit_weibull(values - threshold)
        return Weibull(two.shape, two.scale, threshold)

    return _with_threshold(values, at)


def fit_box_cox(values: Floats) -> BoxCox:
    """The exponent of the greatest likelihood, with mean and standard deviation (n - 1) of the transformed values.

    >>> law = fit_box_cox(np.exp(special.ndtri((np.arange(500) + 0.5) / 500)))
    >>> round(abs(law.power), 3)
    0.0
    """
    logs = float(np.log(values).mean())

    def likelihood(power: float) -> float:
        # a factor keeps powers of large values in range and changes no comparison
        moved = box_cox(values / math.exp(logs), power)
        return -0.5 * math.log(float(moved.var()))

    power = _greatest(likelihood, *_POWERS)
    moved = box_cox(values, power)
    return BoxCox(power, float(moved.mean()), float(moved.std(ddof=1)))


def _with_threshold(values: Floats, at: Callable[[float], Fitted]) -> Fitted | None:
    """The greatest of the maxima inside, over distances from the least value."""
    least, width = float(values.min()), float(np.ptp(values))

    def profile(distance: float) -> float:
        return float(at(least - width * math.exp(distance)).log_density(values).sum())

    distances = np.linspace(_NEAREST, _FARTHEST, _STEPS)
    heights = np.array([profile(float(distance)) for distance in distances])
    inside = np.flatnonzero((heights[1:-1] > heights[:-2]) & (heights[1:-1] >= heights[2:])) + 1
    if not inside.size:
        return None
    top = int(inside[np.argmax(heights[inside])])
    best = _greatest(profile, float(distances[top - 1]), float(distances[top + 1]))
    return at(least - width * math.exp(best))


def _greatest(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one maximum has it: golden section to a billionth of the interval."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(45):
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
        else:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
    return (low + high) / 2
