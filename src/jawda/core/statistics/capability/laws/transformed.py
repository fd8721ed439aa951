"""Laws that a transformation makes normal: Johnson's and that of Box and Cox; and the law of the values themselves.

Johnson (Biometrika 36, 1949): z = γ + δ asinh((x - ξ)/λ) without bounds (SU), z = γ + δ ln((x - ξ)/(ξ + λ - x)) between
two (SB); with one bound (SL) it is the lognormal law with a threshold. Box and Cox (Journal of the Royal Statistical
Society B 26, 1964): (x^λ - 1)/λ is normal, ln x where λ = 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.law import parameters_of, positive
from jawda.core.statistics.result import Floats

_LOG_ROOT = 0.5 * math.log(2 * math.pi)


@dataclass(frozen=True, slots=True)
class JohnsonUnbounded:
    """Johnson's SU.

    >>> float(JohnsonUnbounded(0.0, 1.0, 5.0, 2.0).quantile(np.array(0.5)))
    5.0
    """

    name: ClassVar[str] = "johnson_su"

    gamma: float
    delta: float
    xi: float
    scale: float

    def __post_init__(self) -> None:
        positive(delta=self.delta, scale=self.scale)

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name; ``scale`` is λ."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = special.ndtr(self._scores(values))
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = special.ndtr(-self._scores(values))
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        found: Floats = self.xi + self.scale * np.sinh((special.ndtri(probabilities) - self.gamma) / self.delta)
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        reduced = (values - self.xi) / self.scale
        slope = math.log(self.delta / self.scale) - 0.5 * np.log1p(reduced**2)
        found: Floats = slope - 0.5 * self._scores(values) ** 2 - _LOG_ROOT
        return found

    def _scores(self, values: Floats) -> Floats:
        found: Floats = self.gamma + self.delta * np.arcsinh((values - self.xi) / self.scale)
        return found


@dataclass(frozen=True, slots=True)
class JohnsonBounded:
    """Johnson's SB, between ``xi`` and ``xi`` + ``scale``.

    >>> float(JohnsonBounded(0.0, 1.0, 5.0, 2.0).quantile(np.array(0.5)))
    6.0
    """

    name: ClassVar[str] = "johnson_sb"

    gamma: float
    delta: float
    xi: float
    scale: float

    def __post_init__(self) -> None:
        positive(delta=self.delta, scale=self.scale)

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name; ``scale`` is λ."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = special.ndtr(self._scores(values))
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = special.ndtr(-self._scores(values))
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        found: Floats = self.xi + self.scale * special.expit((special.ndtri(probabilities) - self.gamma) / self.delta)
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        inside = self._share(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = math.log(self.delta / self.scale) - np.log(inside) - np.log1p(-inside)
            found = slope - 0.5 * self._scores(values) ** 2 - _LOG_ROOT
        return np.where((inside > 0) & (inside < 1), found, -np.inf)

    def _share(self, values: Floats) -> Floats:
        found: Floats = np.clip((values - self.xi) / self.scale, 0.0, 1.0)
        return found

    def _scores(self, values: Floats) -> Floats:
        found: Floats = self.gamma + self.delta * special.logit(self._share(values))
        return found


@dataclass(frozen=True, slots=True)
class BoxCox:
    """Normal after the power transformation with exponent ``power``.

    >>> float(BoxCox(0.5, 2.0, 0.5).quantile(np.array(0.5)))
    4.0
    """

    name: ClassVar[str] = "box_cox"

    power: float
    mean: float
    sigma: float

    def __post_init__(self) -> None:
        positive(sigma=self.sigma)

    @property
    def parameters(self) -> Mapping[str, float]:
        """The exponent, and mean and standard deviation of transformed values."""
        return parameters_of(self)

    def transformed(self, values: Floats) -> Floats:
        """(x^λ - 1)/λ; a value not above 0 has the transform's bound: where λ > 0 its value at 0, else -∞.

        >>> BoxCox(1.0, 0.0, 1.0).transformed(np.array([3.0])).tolist()
        [2.0]
        """
        return box_cox(values, self.power)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = special.ndtr((self.transformed(values) - self.mean) / self.sigma)
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = special.ndtr((self.mean - self.transformed(values)) / self.sigma)
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        scores = self.mean + self.sigma * special.ndtri(probabilities)
        bound = 0.0 if self.power > 0 else np.inf
        reached = 1 + self.power * scores > 0
        return np.where(reached, special.inv_boxcox(np.where(reached, scores, 0.0), self.power), bound)

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        scores = (self.transformed(values) - self.mean) / self.sigma
        with np.errstate(invalid="ignore", divide="ignore"):
            found = -0.5 * scores**2 - _LOG_ROOT - math.log(self.sigma) + (self.power - 1) * np.log(values)
        return np.where(values > 0, found, -np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Empirical:
    """The values themselves, without a law: percentiles between order statistics (median-unbiased positions).

    ``ordered`` ascend.

    >>> float(Empirical(np.array([1.0, 2.0, 3.0])).quantile(np.array(0.5)))
    2.0
    """

    name: ClassVar[str] = "percentile"

    ordered: Floats = field(repr=False)

    @property
    def parameters(self) -> Mapping[str, float]:
        """None."""
        return {}

    def below(self, values: Floats) -> Floats:
        """The share of values under x."""
        found: Floats = np.searchsorted(self.ordered, values, side="left") / len(self.ordered)
        return found

    def above(self, values: Floats) -> Floats:
        """The share of values over x."""
        found: Floats = 1 - np.searchsorted(self.ordered, values, side="right") / len(self.ordered)
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The percentile, Hyndman and Fan's definition 8 (The American Statistician 50, 1996)."""
        return np.asarray(np.quantile(self.ordered, probabilities, method="median_unbiased"), dtype=np.float64)

    def log_density(self, values: Floats) -> Floats:
        """There is none: minus infinity everywhere, so that no curve is drawn."""
        return np.full(np.shape(values), -np.inf)


def box_cox(values: Floats, power: float) -> Floats:
    """The transformation of Box and Cox, continued to values that are not positive by its bound.

    >>> box_cox(np.array([0.0, 1.0]), 2.0).tolist()
    [-0.5, 0.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(special.boxcox(np.maximum(values, 0.0), power), dtype=np.float64)
