"""Probabilities of conformity and global risks (JCGM 106:2012, clauses 7 and 9)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from scipy import special

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Floats

#: Beyond so many standard deviations nothing is left that a double could add up.
_FAR: Final = 12.0
_NODES: Final = 16
_STEPS_PER_SPREAD: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What is known of the items before one is measured (JCGM 106, 7.2): mean and standard deviation of the property.

    ``gamma`` is for a property that cannot be negative, ``rectangular`` for one that lies anywhere in its range.
    """

    mean: float
    sd: float
    distribution: Literal["normal", "gamma", "rectangular"] = "normal"

    def __post_init__(self) -> None:
        if self.distribution not in ("normal", "gamma", "rectangular"):
            raise ValueError(f"a process is normal, gamma or rectangular, not {self.distribution}")
        if not (math.isfinite(self.mean) and 0 < self.sd < math.inf):
            raise Refused([Finding(id="uncertainty.bad_process", place=Place(path="process"))])
        # a gamma density with a larger spread than its mean is infinite at zero: no process is like that
        if self.distribution == "gamma" and self.mean < self.sd:
            raise Refused([Finding(id="uncertainty.bad_gamma", place=Place(path="process"))])

    def density(self, property_values: Floats) -> Floats:
        """The probability density of the property."""
        if self.distribution == "normal":
            z = (property_values - self.mean) / self.sd
            normal: Floats = np.exp(-(z**2) / 2) / (self.sd * math.sqrt(2 * math.pi))
            return normal
        if self.distribution == "rectangular":
            low, high = self.reach()
            inside = (property_values >= low) & (property_values <= high)
            return np.where(inside, 1 / (high - low), 0.0)
        shape, scale = self._gamma()
        positive = np.maximum(property_values, np.finfo(float).tiny)
        log_density = special.xlogy(shape - 1, positive / scale) - positive / scale - special.gammaln(shape)
        return np.where(property_values > 0, np.exp(log_density) / scale, 0.0)

    def reach(self) -> tuple[float, float]:
        """Between which values practically all items lie."""
        if self.distribution == "rectangular":
            half = self.sd * math.sqrt(3)
            return self.mean - half, self.mean + half
        if self.distribution == "normal":
            return self.mean - _FAR * self.sd, self.mean + _FAR * self.sd
        shape, scale = self._gamma()
        return float(special.gammaincinv(shape, 1e-30)) * scale, float(special.gammainccinv(shape, 1e-30)) * scale

    def _gamma(self) -> tuple[float, float]:
        return (self.mean / self.sd) ** 2, self.sd**2 / self.mean


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalRisks:
    """Of an item drawn from the process: accepted though it does not conform, rejected though it does (9.3.3)."""

    consumer: float
    producer: float
    conforming: float
    accepted: float


def conformance_probability(
    values: Any,
    u: Any,
    *,
    lower: float | None = None,
    upper: float | None = None,
    degrees_of_freedom: float = math.inf,
) -> Floats:
    """That the property lies within the tolerance limits, given what was measured (JCGM 106, 7.5, 7.6).

    Arrays are broadcast. Normal, or Student's t with finite degrees of freedom; a side without limit is None.

    >>> round(float(conformance_probability(-5.47, 0.05, upper=-5.40)), 2)
    0.92
    """
    measured, spread = np.asarray(values, dtype=np.float64), np.asarray(u, dtype=np.float64)
    from_low = ((-math.inf if lower is None else lower) - measured) / spread
    to_high = ((math.inf if upper is None else upper) - measured) / spread
    # a small probability keeps its digits as a difference of two lower tails, never of two that are nearly one
    turned = from_low > 0
    first, second = np.where(turned, -to_high, from_low), np.where(turned, -from_low, to_high)
    return _below(second, degrees_of_freedom) - _below(first, degrees_of_freedom)


def global_risks(
    process: Process,
    u: float,
    *,
    tolerance: tuple[float | None, float | None],
    acceptance: tuple[float | None, float | None],
) -> GlobalRisks:
    """Consumer's and producer's risk before measuring (JCGM 106, 9.5.2, equations 19 and 20), by Gauss's quadrature.

    The measured value is taken as normal about the property with standard deviation ``u``.

    >>> risks = global_risks(Process(mean=1500, sd=0.12), 0.04, tolerance=(1499.8, 1500.2), acceptance=(1499.8, 1500.2))
    >>> round(risks.consumer, 3), round(risks.producer, 3)
    (0.019, 0.037)
    """
    low = -math.inf if tolerance[0] is None else tolerance[0]
    high = math.inf if tolerance[1] is None else tolerance[1]
    good = _integral(process, u, acceptance, low, high, accepted=True)
    producer = _integral(process, u, acceptance, low, high, accepted=False)
    beyond = ((-math.inf, low), (high, math.inf))
    consumer = sum(_integral(process, u, acceptance, start, end, accepted=True) for start, end in beyond)
    return GlobalRisks(consumer=consumer, producer=producer, conforming=good + producer, accepted=good + consumer)


def _below(z: Floats, degrees_of_freedom: float) -> Floats:
    found = special.ndtr(z) if math.isinf(degrees_of_freedom) else special.stdtr(degrees_of_freedom, z)
    return np.asarray(found)


def _integral(
    process: Process,
    u: float,
    acceptance: tuple[float | None, float | None],
    low: float,
    high: float,
    *,
    accepted: bool,
) -> float:
    """Of the process density from ``low`` to ``high``, times the probability of being accepted, or of not being."""
    reach = process.reach()
    start, end = max(low, reach[0]), min(high, reach[1])
    if start >= end:
        return 0.0
    edges = _edges(process, u, acceptance, start, end)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    half = np.diff(edges)[:, None] / 2
    at = edges[:-1, None] + half * (nodes + 1)
    if accepted:
        decided = conformance_probability(at, u, lower=acceptance[0], upper=acceptance[1])
    else:
        decided = _outside(at, u, acceptance)
    return float((process.density(at) * decided * half * weights).sum())


def _outside(at: Floats, u: float, acceptance: tuple[float | None, float | None]) -> Floats:
    found = np.zeros_like(at)
    if acceptance[0] is not None:
        found += special.ndtr((acceptance[0] - at) / u)
    if acceptance[1] is not None:
        found += special.ndtr((at - acceptance[1]) / u)
    return found


def _edges(
    process: Process, u: float, acceptance: tuple[float | None, float | None], start: float, end: float
) -> Floats:
    """Panels no wider than half the process's spread, and than half of u where acceptance is in the balance."""
    parts = [np.linspace(start, end, _panels(end - start, process.sd))]
    for limit in acceptance:
        if limit is not None:
            low, high = max(start, limit - _FAR * u), min(end, limit + _FAR * u)
            if low < high:
                parts.append(np.linspace(low, high, _panels(high - low, u)))
    if process.distribution == "gamma":
        parts.append(np.geomspace(start, end, 100))  # its density may rise steeply from zero
    return np.unique(np.concatenate(parts))


def _panels(width: float, spread: float) -> int:
    return min(2_000, math.ceil(width / spread * _STEPS_PER_SPREAD) + 2)
