"""Components of variance, and what is read from them: standard deviations, shares, per cents, distinct categories."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from jawda.core.statistics.result import Floats

_ROUNDING: Final = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One source of variation.

    ``percent_contribution`` is a share of variances; ``percent_study``, ``percent_tolerance`` and ``percent_process``
    are shares of standard deviations (they do not add up). ``low`` and ``high`` bound the variance.
    """

    variance: float
    sd: float
    study_variation: float
    percent_contribution: float | None
    percent_study: float | None
    percent_tolerance: float | None
    percent_process: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Every source; ``None`` where the plan or the method cannot tell it."""

    repeatability: Component | None
    operator: Component | None
    interaction: Component | None
    reproducibility: Component | None
    grr: Component
    part: Component | None
    total: Component | None

    def items(self) -> Iterator[tuple[str, Component]]:
        """Name and component, for those that are known."""
        for place in fields(self):
            found = getattr(self, place.name)
            if found is not None:
                yield place.name, found


@dataclass(frozen=True, slots=True, kw_only=True)
class AnovaRow:
    """One line of the table; ``F`` and ``p`` are ``None`` where there is no test."""

    source: str
    df: float
    ss: float
    ms: float | None
    F: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What standard deviations are compared with."""

    multiplier: float = 6.0
    width: float | None = None
    process_sd: float | None = None


def cleared(squares: Floats, largest: Floats, count: int) -> Floats:
    """Sums of ``count`` squares, zero where they are no more than the rounding of values as large as ``largest``.

    >>> cleared(np.array([1e-29, 1e-3]), np.array([10.0, 10.0]), 90).tolist()
    [0.0, 0.001]
    """
    return np.where(squares <= count * (_ROUNDING * largest) ** 2, 0.0, squares)


def cleared_sums(values: Floats, sums: Mapping[str, float]) -> dict[str, float]:
    """The same for the sums of squares of one study."""
    largest = np.abs(values).max()
    return {name: float(cleared(np.asarray(ss), largest, values.size)) for name, ss in sums.items()}


def measures(variance: Floats, total: Floats | None, scale: Scale) -> dict[str, Any]:
    """The fields of a :class:`Component` from variances, for one study or many; NaN where the total is zero."""
    sd = np.sqrt(variance)
    ratio = None
    if total is not None:
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = variance / total
    return {
        "variance": variance,
        "sd": sd,
        "study_variation": scale.multiplier * sd,
        "percent_contribution": None if ratio is None else 100 * ratio,
        "percent_study": None if ratio is None else 100 * np.sqrt(ratio),
        "percent_tolerance": None if scale.width is None else 100 * scale.multiplier * sd / scale.width,
        "percent_process": None if scale.process_sd is None else 100 * sd / scale.process_sd,
    }


def component(
    variance: float, total: float | None, scale: Scale, interval: tuple[float | None, float | None] = (None, None)
) -> Component:
    """One component of one study."""
    found = measures(np.asarray(variance), None if total is None else np.asarray(total), scale)
    shares = {
        name: None if found[name] is None or math.isnan(found[name]) else float(found[name])
        for name in ("percent_contribution", "percent_study", "percent_tolerance", "percent_process")
    }
    sd, low, high = float(found["sd"]), *interval
    return Component(variance=variance, sd=sd, study_variation=scale.multiplier * sd, low=low, high=high, **shares)


def assembled(
    variances: Mapping[str, float | None],
    scale: Scale,
    intervals: Mapping[str, tuple[float | None, float | None]] | None = None,
) -> Components:
    """All components from the variances of ``repeatability``, ``operator``, ``interaction`` and ``part``.

    Sums follow: reproducibility is operator and interaction, grr is reproducibility and repeatability, total is grr
    and part.

    >>> found = assembled({"repeatability": 1.0, "operator": 2.0, "interaction": 0.0, "part": 9.0}, Scale())
    >>> found.grr.variance, found.total.variance, round(found.grr.percent_study, 3)
    (3.0, 12.0, 50.0)
    """
    full = dict(variances)
    reproducibility = [full[name] for name in ("operator", "interaction") if full.get(name) is not None]
    full["reproducibility"] = math.fsum(value for value in reproducibility if value is not None)
    if not reproducibility:
        full["reproducibility"] = None
    repeatability, part = full["repeatability"] or 0.0, full.get("part")
    grr = (full["reproducibility"] or 0.0) + repeatability
    full["grr"], full["total"] = grr, None if part is None else grr + part
    total = full["total"]

    def made(name: str, variance: float) -> Component:
        return component(variance, total, scale, (intervals or {}).get(name, (None, None)))

    found = {name: None if value is None else made(name, value) for name, value in full.items()}
    optional = ("repeatability", "operator", "interaction", "reproducibility", "part", "total")
    return Components(grr=made("grr", grr), **{name: found.get(name) for name in optional})


def distinct_categories(part: Floats, grr: Floats, factor: float) -> Floats:
    """``factor`` times the ratio of standard deviations of part and gauge, not rounded (AIAG: 1.41; exactly √2)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = factor * np.sqrt(part / grr)
    return found


def truncated_categories(unrounded: float) -> int:
    """Whole categories: cut off, never under one.

    >>> truncated_categories(4.98), truncated_categories(0.3)
    (4, 1)
    """
    return max(1, math.floor(unrounded))
