"""Laws of characteristics that cannot be negative or lean to one side: lognormal, Weibull, gamma, exponential.

With a ``threshold`` below which nothing lies, lognormal and Weibull have three parameters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.law import parameters_of, positive
from jawda.core.statistics.result import Floats


@dataclass(frozen=True, slots=True)
class LogNormal:
    """ln(x - threshold) is normal with mean ``mu`` and standard deviation ``sigma``.

    >>> float(LogNormal(0.0, 1.0).quantile(np.array(0.5)))
    1.0
    """

    mu: float
    sigma: float
    threshold: float = 0.0

    def __post_init__(self) -> None:
        positive(sigma=self.sigma)

    @property
    def name(self) -> str:
        """``lognormal3`` with a threshold."""
        return "lognormal3" if self.threshold else "lognormal"

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name."""
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
        found: Floats = self.threshold + np.exp(self.mu + self.sigma * special.ndtri(probabilities))
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        scores = self._scores(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            logs = np.log(values - self.threshold)
            found = -0.5 * scores**2 - logs - math.log(self.sigma * math.sqrt(2 * math.pi))
        return np.where(values > self.threshold, found, -np.inf)

    def _scores(self, values: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            found = (np.log(values - self.threshold) - self.mu) / self.sigma
        return np.where(values > self.threshold, found, -np.inf)


@dataclass(frozen=True, slots=True)
class Weibull:
    """P(X > x) = exp(-((x - threshold) / scale)^shape).

    >>> float(Weibull(1.5, 2.0).quantile(np.array(0.5)).round(6))
    1.56644
    """

    shape: float
    scale: float
    threshold: float = 0.0

    def __post_init__(self) -> None:
        positive(shape=self.shape, scale=self.scale)

    @property
    def name(self) -> str:
        """``weibull3`` with a threshold."""
        return "weibull3" if self.threshold else "weibull"

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = -np.expm1(-self._powers(values))
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = np.exp(-self._powers(values))
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        found: Floats = self.threshold + self.scale * (-np.log1p(-probabilities)) ** (1 / self.shape)
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        with np.errstate(invalid="ignore", divide="ignore"):
            logs = np.log((values - self.threshold) / self.scale)
            found = math.log(self.shape / self.scale) + (self.shape - 1) * logs - np.exp(self.shape * logs)
        return np.where(values > self.threshold, found, -np.inf)

    def _powers(self, values: Floats) -> Floats:
        found: Floats = (np.maximum(values - self.threshold, 0.0) / self.scale) ** self.shape
        return found


@dataclass(frozen=True, slots=True)
class Gamma:
    """Density proportional to x^(shape - 1) exp(-x / scale).

    >>> round(float(Gamma(1.0, 2.0).above(np.array(2.0))), 6)
    0.367879
    """

    name: ClassVar[str] = "gamma"

    shape: float
    scale: float

    def __post_init__(self) -> None:
        positive(shape=self.shape, scale=self.scale)

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found = special.gammainc(self.shape, np.maximum(values, 0.0) / self.scale)
        return np.asarray(found, dtype=np.float64)

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found = special.gammaincc(self.shape, np.maximum(values, 0.0) / self.scale)
        return np.asarray(found, dtype=np.float64)

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        return np.asarray(self.scale * special.gammaincinv(self.shape, probabilities), dtype=np.float64)

    def log_density(self, values: Floats) -> Floats:
        """Of each value."""
        with np.errstate(invalid="ignore", divide="ignore"):
            reduced = values / self.scale
            found = (self.shape - 1) * np.log(reduced) - reduced - math.lgamma(self.shape) - math.log(self.scale)
        return np.where(values > 0, found, -np.inf)


@dataclass(frozen=True, slots=True)
class Exponential:
    """P(X > x) = exp(-x / scale): distances and forms that are often zero.

    >>> round(float(Exponential(2.0).quantile(np.array(0.5))), 6)
    1.386294
    """

    name: ClassVar[str] = "exponential"

    scale: float

    def __post_init__(self) -> None:
        positive(scale=self.scale)

    @property
    def parameters(self) -> Mapping[str, float]:
        """By name."""
        return parameters_of(self)

    def below(self, values: Floats) -> Floats:
        """P(X <= x)."""
        found: Floats = -np.expm1(-np.maximum(values, 0.0) / self.scale)
        return found

    def above(self, values: Floats) -> Floats:
        """P(X > x)."""
        found: Floats = np.exp(-np.maximum(values, 0.0) / self.scale)
        return found

    def quantile(self, probabilities: Floats) -> Floats:
        """The x with P(X <= x) = p."""
        found: Floats = -self.scale * np.log1p(-probabilities)
        return found

    def log_density(self, values: Floats) -> Floats:
        """Of each value; zero itself has the greatest."""
        return np.where(values >= 0, -values / self.scale - math.log(self.scale), -np.inf)
