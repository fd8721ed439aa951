"""Distributions that stand for what is known of a quantity (JCGM 101:2008, table 1), by their standard uncertainty.

Each is a location (the estimate), a spread and, for some, a shape. ``DIVISORS`` turn a half-width into a standard
uncertainty; ``draw`` makes values for the Monte Carlo method.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias, get_args

import numpy as np

from jawda.core.statistics.result import Floats

#: ``trapezoidal``: ``shape`` is the top's share of the base. ``curvilinear_trapezoid``: a rectangle whose limits are
#: themselves known to within ``shape`` times the half-width. ``arcsine``: a quantity that swings (U-shaped).
#: ``exponential``: only the estimate is known, of something that cannot be negative. ``gamma``: a count.
Distribution: TypeAlias = Literal[
    "constant", "normal", "t", "rectangular", "triangular", "trapezoidal", "curvilinear_trapezoid", "arcsine",
    "exponential", "gamma",
]  # fmt: skip
DISTRIBUTIONS: Final[tuple[Distribution, ...]] = get_args(Distribution)
#: Those described by a half-width.
BOUNDED: Final = ("rectangular", "triangular", "trapezoidal", "curvilinear_trapezoid", "arcsine")
#: Those that stand in a joint normal distribution without being changed by it.
NORMAL_FAMILY: Final = ("constant", "normal", "t")


def divisor(distribution: Distribution, shape: float = 0.0) -> float:
    """Half-width divided by standard uncertainty (JCGM 101, 6.4.2 to 6.4.6; GUM 4.3.7 to 4.3.9).

    >>> divisor("rectangular")**2, divisor("triangular")**2, divisor("arcsine")**2
    (2.9999999999999996, 5.999999999999999, 2.0000000000000004)
    >>> divisor("trapezoidal", 1.0) == divisor("rectangular"), divisor("trapezoidal", 0.0) == divisor("triangular")
    (True, True)
    """
    if distribution == "curvilinear_trapezoid":
        return 1 / math.sqrt(1 / 3 + shape**2 / 9)
    if distribution == "arcsine":
        return math.sqrt(2)
    top = {"rectangular": 1.0, "triangular": 0.0, "trapezoidal": shape}[distribution]
    return math.sqrt(6 / (1 + top**2))


def draw(
    generator: np.random.Generator,
    count: int,
    *,
    distribution: Distribution,
    value: float,
    u: float,
    degrees_of_freedom: float = math.inf,
    shape: float = 0.0,
) -> Floats:
    """``count`` values (JCGM 101, 6.4 and annex C).

    >>> generator = np.random.default_rng(1)
    >>> drawn = draw(generator, 100_000, distribution="arcsine", value=20.0, u=0.5)
    >>> round(float(drawn.std()), 2), bool(abs(drawn - 20).max() <= 0.5 * 2**0.5)
    (0.5, True)
    """
    if distribution == "constant":
        return np.full(count, value)
    if distribution == "exponential":
        return generator.standard_exponential(count) * value
    if distribution == "gamma":
        return generator.standard_gamma(value, count)
    if distribution == "normal":
        return _moved(generator.standard_normal(count), value, u)
    if distribution == "t":
        return _moved(standard_t(generator, count, degrees_of_freedom), value, u)
    half_width = u * divisor(distribution, shape)
    if distribution == "curvilinear_trapezoid":
        # the half-width is drawn first, then the value between limits as wide apart (JCGM 101, 6.4.3.4)
        widths = generator.uniform(half_width * (1 - shape), half_width * (1 + shape), count)
        return _moved(generator.uniform(-1.0, 1.0, count), value, widths)
    if distribution == "arcsine":
        return _moved(np.cos(generator.uniform(0.0, math.pi, count)), value, half_width)
    return _moved(_straight_sided(generator, count, distribution, shape), value, half_width)


def standard_t(generator: np.random.Generator, count: int, degrees_of_freedom: float) -> Floats:
    """Normal values over the root of an independent chi-squared mean; normal where the degrees are infinite."""
    normal = generator.standard_normal(count)
    if math.isinf(degrees_of_freedom):
        return normal
    spread = generator.standard_gamma(degrees_of_freedom / 2, count)
    spread *= 2 / degrees_of_freedom
    np.sqrt(spread, out=spread)
    normal /= spread
    return normal


def _straight_sided(generator: np.random.Generator, count: int, distribution: Distribution, shape: float) -> Floats:
    """From -1 to 1: a sum of two rectangles is a trapezoid, of two equal ones a triangle."""
    top = {"rectangular": 1.0, "triangular": 0.0, "trapezoidal": shape}[distribution]
    drawn = generator.uniform(-(1 + top) / 2, (1 + top) / 2, count)
    if top < 1:
        drawn += generator.uniform(-(1 - top) / 2, (1 - top) / 2, count)
    return drawn


def _moved(drawn: Floats, value: float, scale: float | Floats) -> Floats:
    drawn *= scale
    drawn += value
    return drawn
