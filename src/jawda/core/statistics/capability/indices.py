"""Capability and performance indices of a normal law, with their confidence intervals.

With σ the standard deviation, ν its degrees of freedom, n values and T the target: Cp = (U - L) / 6σ,
Cpu = (U - μ) / 3σ, Cpl = (μ - L) / 3σ, Cpk the lesser, Cpm = (U - L) / 6τ with τ² = σ² + (μ - T)² (ISO 22514-2:2017,
ISO/TR 22514-4:2016; Taguchi; Chan, Cheng and Spiring, Journal of Quality Technology 20, 1988). P in place of C says
that σ is the overall one.

Intervals: of Cp the chi-squared one (ISO/TR 22514-4); of Cpk, Cpl, Cpu the normal approximation of Bissell (Applied
Statistics 39, 1990), Cpk ± z √(1/(9n) + Cpk²/(2ν)); of Cpm the chi-squared one of Boyles (Journal of Quality Technology
23, 1991) with (1 + δ²)² / (1/(ν + 1) + 2δ²/n) degrees of freedom, δ = (μ - T)/σ, which are his where ν = n - 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from scipy import special

from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.result import Estimate

#: The interval of Cpl and Cpu holds its confidence between both ends, or at each end alone (as qcc states it).
SideBounds: TypeAlias = Literal["two-sided", "each"]
#: Cpm of a target off the middle: with the whole tolerance (Taguchi), or twice the way to the nearer limit (C*pm).
CpmWidth: TypeAlias = Literal["whole", "nearer"]
#: Degrees of freedom of Cpm: those of Boyles, or with (1 + δ²) not squared, as qcc has them: its intervals are wider.
CpmDegrees: TypeAlias = Literal["boyles", "unsquared"]

#: The suffixes of indices, in the order in which they are told.
SUFFIXES: Final = ("p", "pk", "pl", "pu", "pm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What differs between authors: the confidence, the bounds of one-sided indices, Cpm."""

    confidence: float = 0.95
    side_bounds: SideBounds = "two-sided"
    cpm_width: CpmWidth = "whole"
    cpm_degrees: CpmDegrees = "boyles"

    def __post_init__(self) -> None:
        if not 0 < self.confidence < 1:
            raise ValueError(f"a confidence lies between 0 and 1, not {self.confidence}")
        if self.side_bounds not in ("two-sided", "each"):
            raise ValueError(f"bounds are two-sided or each, not {self.side_bounds!r}")
        if self.cpm_width not in ("whole", "nearer"):
            raise ValueError(f"Cpm takes the whole tolerance or the nearer limit, not {self.cpm_width!r}")
        if self.cpm_degrees not in ("boyles", "unsquared"):
            raise ValueError(f"degrees of Cpm are boyles or unsquared, not {self.cpm_degrees!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFigures:
    """Mean and standard deviation, and what they were made of: without ``count`` and ``degrees`` no interval."""

    mean: float | None
    sigma: float
    count: int | None = None
    degrees: float | None = None


def normal_indices(
    specification: Specification, figures: NormalFigures, conventions: Conventions, *, letter: str = "C"
) -> Mapping[str, Estimate]:
    """The five indices by name; a value is ``None`` where a limit, the target or the mean is missing.

    >>> found = normal_indices(Specification(8, 20), NormalFigures(mean=16, sigma=2), Conventions())
    >>> found["Cp"].value, round(found["Cpk"].value, 4)
    (1.0, 0.6667)
    """
    mean, sigma = figures.mean, figures.sigma
    width, lower, upper = specification.width, specification.lower, specification.upper
    p = None if width is None else width / (6 * sigma)
    pl = None if mean is None or lower is None else (mean - lower) / (3 * sigma)
    pu = None if mean is None or upper is None else (upper - mean) / (3 * sigma)
    sides = [side for side in (pl, pu) if side is not None]
    pk = min(sides) if sides else None
    both = conventions.confidence
    each = both if conventions.side_bounds == "two-sided" else 2 * both - 1
    found = (
        _chi_interval(p, figures.degrees, both),
        _bissell(pk, figures, both),
        _bissell(pl, figures, each, shown=both),
        _bissell(pu, figures, each, shown=both),
        _about_target(specification, figures, conventions),
    )
    return {letter + suffix: estimate for suffix, estimate in zip(SUFFIXES, found, strict=True)}


def no_indices(letter: str) -> Mapping[str, Estimate]:
    """The five names without values: where they may not be stated.

    >>> no_indices("C")["Cpk"].value is None
    True
    """
    return {letter + suffix: Estimate(value=None) for suffix in SUFFIXES}


def _chi_interval(value: float | None, degrees: float | None, confidence: float) -> Estimate:
    """An index inversely proportional to a standard deviation with ``degrees``."""
    if value is None or degrees is None:
        return Estimate(value=value)
    alpha = (1 - confidence) / 2
    low, high = (
        value * math.sqrt(float(special.chdtri(degrees, tail)) / degrees) for tail in (1 - alpha, alpha)
    )  # fmt: skip
    return Estimate(value=value, low=low, high=high, confidence=confidence, degrees_of_freedom=degrees)


def _bissell(value: float | None, figures: NormalFigures, confidence: float, *, shown: float | None = None) -> Estimate:
    """``shown`` is the confidence stated, where it holds at each end alone."""
    if value is None or figures.count is None or figures.degrees is None:
        return Estimate(value=value)
    reach = float(special.ndtri(0.5 + confidence / 2))
    reach *= math.sqrt(1 / (9 * figures.count) + value * value / (2 * figures.degrees))
    return Estimate(
        value=value,
        low=value - reach,
        high=value + reach,
        confidence=confidence if shown is None else shown,
        degrees_of_freedom=figures.degrees,
    )


def _about_target(specification: Specification, figures: NormalFigures, conventions: Conventions) -> Estimate:
    aim, mean, sigma = specification.aim, figures.mean, figures.sigma
    width = _cpm_width(specification, conventions.cpm_width)
    if aim is None or mean is None or width is None:
        return Estimate(value=None)
    away = (mean - aim) / sigma
    value = width / (6 * sigma * math.sqrt(1 + away * away))
    if figures.count is None or figures.degrees is None:
        return Estimate(value=value)
    if conventions.cpm_degrees == "unsquared":
        degrees = figures.count * (1 + away * away) / (1 + 2 * away * away)
    else:
        degrees = (1 + away * away) ** 2 / (1 / (figures.degrees + 1) + 2 * away * away / figures.count)
    return _chi_interval(value, degrees, conventions.confidence)


def _cpm_width(specification: Specification, convention: CpmWidth) -> float | None:
    if convention == "whole" or specification.aim is None:
        return specification.width
    ways = [abs(limit - specification.aim) for limit in (specification.lower, specification.upper) if limit is not None]
    return 2 * min(ways)
