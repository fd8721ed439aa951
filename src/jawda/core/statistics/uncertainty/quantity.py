"""What is known of an input quantity, in the way people state it, as an estimate and a standard uncertainty.

GUM (JCGM 100:2008) 4.2 for readings (type A), 4.3 for everything else (type B): a standard uncertainty, an expanded one
from a certificate, a half-width or limits with the shape between them, a resolution, a count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import special

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column, Numbers, numbers
from jawda.core.statistics.uncertainty.distributions import BOUNDED, DISTRIBUTIONS, Distribution, divisor

_MOST_FINDINGS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quantity:
    """An input of a measurement model.

    ``u`` is its standard uncertainty, ``degrees_of_freedom`` how well that is known (infinite: fully). ``stated`` says
    whether degrees of freedom were given. ``readings`` are those it was estimated from, where it was (type A).
    """

    value: float
    u: float = 0.0
    distribution: Distribution = "normal"
    degrees_of_freedom: float = math.inf
    shape: float = 0.0
    unit: str | None = None
    description: str = ""
    readings: Column | None = None
    resolution: float | None = None
    stated: bool = False

    @property
    def type_a(self) -> bool:
        """Whether its uncertainty comes from readings."""
        return self.readings is not None


def quantity(
    value: float | None = None,
    *,
    u: float | None = None,
    relative_u: float | None = None,
    expanded: float | None = None,
    coverage_factor: float | None = None,
    confidence: float | None = None,
    half_width: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    resolution: float | None = None,
    readings: Numbers | None = None,
    count: int | None = None,
    distribution: Distribution | None = None,
    degrees_of_freedom: float | None = None,
    shape: float | None = None,
    unit: str | None = None,
    description: str = "",
) -> Quantity:
    """A quantity from one way of stating its uncertainty; none makes it a constant.

    - ``value`` with ``u``, or ``relative_u`` (a share of the value), or ``expanded`` with its ``coverage_factor`` or
      its ``confidence`` (then by Student's t with ``degrees_of_freedom``). Normal; Student's t once degrees of freedom
      are given, unless ``distribution`` says otherwise (JCGM 101, 6.4.7 and 6.4.9.7).
    - ``value`` with ``half_width``, or ``lower`` and ``upper``, whose middle is the value: rectangular, or another
      bounded ``distribution``; ``shape`` is that of
      :data:`~jawda.core.statistics.uncertainty.distributions.Distribution`.
    - ``value`` with ``resolution``, the smallest step that is shown: rectangular, half a step to each side.
    - ``readings``: mean, experimental standard deviation of the mean, Student's t. With a ``resolution`` too, the
      larger of both uncertainties is kept.
    - ``count`` of events: gamma (JCGM 101, 6.4.11). ``value`` with ``distribution="exponential"``: u equals the value.

    ``Refused`` where what is given contradicts itself or is not enough, with every fault.

    >>> quantity(10.0, half_width=0.3).u
    0.17320508075688773
    >>> quantity(readings=[10.1, 10.3, 10.2]).degrees_of_freedom
    2.0
    >>> quantity(5.0, expanded=0.2, coverage_factor=2).u
    0.1
    """
    if distribution is not None and distribution not in DISTRIBUTIONS:
        known = ", ".join(DISTRIBUTIONS)
        raise Refused([_finding("unknown_distribution", distribution=str(distribution)[:40], known=known)])
    given = _Given(
        value=value,
        u=u,
        relative_u=relative_u,
        expanded=expanded,
        half_width=half_width,
        lower=lower,
        upper=upper,
        resolution=resolution,
        coverage_factor=coverage_factor,
        confidence=confidence,
        count=count,
        degrees_of_freedom=degrees_of_freedom,
        shape=shape,
        distribution=distribution,
        readings=readings,
    )
    found = given.quantity()
    stated = degrees_of_freedom is not None or found.readings is not None
    return replace(found, unit=unit, description=description, stated=stated)


def standard_uncertainty_of_mean(readings: Floats) -> tuple[float, float]:
    """Mean and experimental standard deviation of the mean (GUM 4.2.1 to 4.2.3).

    >>> standard_uncertainty_of_mean(np.array([1.0, 2.0, 3.0]))
    (2.0, 0.5773502691896258)
    """
    if not np.ptp(readings):
        return float(readings[0]), 0.0  # the mean of equal values may round off them
    return float(readings.mean()), float(readings.std(ddof=1)) / math.sqrt(len(readings))


def _finding(name: str, **arguments: str | int | float) -> Finding:
    return Finding(id=f"uncertainty.{name}", place=Place(), arguments=arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What a person stated, checked as a whole."""

    value: float | None
    u: float | None
    relative_u: float | None
    expanded: float | None
    half_width: float | None
    lower: float | None
    upper: float | None
    resolution: float | None
    coverage_factor: float | None
    confidence: float | None
    count: int | None
    degrees_of_freedom: float | None
    shape: float | None
    distribution: Distribution | None
    readings: Numbers | None

    def quantity(self) -> Quantity:
        faults = [*self._faults_of_numbers(), *self._faults_of_ways()]
        if faults:
            raise Refused(faults[:_MOST_FINDINGS])
        if self.readings is not None:
            return self._from_readings()
        if self.count is not None:
            estimate = float(self.count + 1)
            return Quantity(value=estimate, u=math.sqrt(estimate), distribution="gamma")
        value = self._estimate()
        if self.distribution == "exponential":
            return Quantity(value=value, u=value, distribution="exponential")
        if self._half_width() is not None:
            return self._bounded(value)
        return self._normal(value)

    def _faults_of_numbers(self) -> list[Finding]:
        found = []
        for name in ("value", "lower", "upper"):
            number = getattr(self, name)
            if number is not None and not math.isfinite(number):
                found.append(_finding("not_finite", key=name))
        for name in ("u", "relative_u", "expanded", "half_width", "resolution", "count"):
            number = getattr(self, name)
            if number is not None and not (math.isfinite(number) and number >= 0):
                found.append(_finding("negative", key=name, value=float(number)))
        for name in ("coverage_factor", "degrees_of_freedom"):
            number = getattr(self, name)
            if number is not None and not number > 0:
                found.append(_finding("not_positive", key=name, value=float(number)))
        if self.count is not None and math.isfinite(self.count) and self.count != int(self.count):
            found.append(_finding("not_whole", key="count", value=float(self.count)))
        if self.confidence is not None and not 0 < self.confidence < 1:
            found.append(_finding("bad_confidence", value=float(self.confidence)))
        if self.shape is not None and not 0 <= self.shape <= 1:
            found.append(_finding("bad_shape", value=float(self.shape)))
        return found

    def _ways(self) -> list[str]:
        """The ways in which an uncertainty is stated; a resolution beside readings is part of that way."""
        ways = [
            name
            for name in ("u", "relative_u", "expanded", "half_width", "resolution", "readings", "count")
            if getattr(self, name) is not None
        ]
        if self.lower is not None or self.upper is not None:
            ways.append("limits")
        if self.distribution == "exponential":
            ways.append("exponential")
        return ["readings"] if ways == ["resolution", "readings"] else ways

    def _faults_of_ways(self) -> list[Finding]:
        ways = self._ways()
        if len(ways) > 1:
            return [_finding("several_ways", keys=", ".join(ways))]
        way = ways[0] if ways else "constant"
        found = []
        if way == "limits":
            found += self._fault_of_middle()
        elif way in ("readings", "count"):
            if self.value is not None:
                found.append(_finding("value_twice", key=way))
        elif self.value is None:
            found.append(_finding("no_value"))
        found += self._faults_of_distribution(way)
        if way == "limits" and (self.lower is None or self.upper is None or not self.lower < self.upper):
            found.append(_finding("bad_limits"))
        if way == "expanded" and (self.coverage_factor is None) == (self.confidence is None):
            found.append(_finding("no_coverage_factor"))
        if way == "exponential" and self.value is not None and not self.value > 0:
            found.append(_finding("not_positive", key="value", value=self.value))
        return found

    def _fault_of_middle(self) -> list[Finding]:
        """A value beside limits is their middle, to a billionth of their width (GUM 4.3.7)."""
        if self.value is None or self.lower is None or self.upper is None or not self.lower < self.upper:
            return []
        middle = self._estimate()
        if abs(self.value - middle) <= 1e-9 * (self.upper - self.lower):
            return []
        return [_finding("value_off_middle", value=float(self.value), middle=middle)]

    def _faults_of_distribution(self, way: str) -> list[Finding]:
        fitting: dict[str, tuple[str, ...]] = {
            "half_width": BOUNDED, "limits": BOUNDED, "resolution": ("rectangular",), "readings": ("t", "normal"),
            "count": ("gamma",), "exponential": ("exponential",), "constant": ("constant",),
        }  # fmt: skip
        possible = fitting.get(way, ("normal", "t", *BOUNDED))
        if self.distribution is not None and self.distribution not in possible:
            key = "uncertainty" if way == "constant" else way
            return [_finding("distribution_misfit", distribution=self.distribution, key=key)]
        if self.distribution == "t" and self.degrees_of_freedom is None and way != "readings":
            return [_finding("t_without_degrees")]
        if self.distribution in ("trapezoidal", "curvilinear_trapezoid") and self.shape is None:
            return [_finding("no_shape", distribution=self.distribution)]
        return []

    def _estimate(self) -> float:
        if self.lower is not None and self.upper is not None:
            return self.lower + (self.upper - self.lower) / 2
        assert self.value is not None
        return float(self.value)

    def _half_width(self) -> float | None:
        if self.lower is not None and self.upper is not None:
            return (self.upper - self.lower) / 2
        return self.half_width if self.resolution is None else self.resolution / 2

    def _degrees(self) -> float:
        return math.inf if self.degrees_of_freedom is None else float(self.degrees_of_freedom)

    def _bounded(self, value: float) -> Quantity:
        half_width = self._half_width()
        assert half_width is not None
        distribution, shape = self.distribution or "rectangular", self.shape or 0.0
        return Quantity(
            value=value,
            u=half_width / divisor(distribution, shape),
            distribution=distribution if half_width else "constant",
            degrees_of_freedom=self._degrees(),
            shape=shape,
            resolution=self.resolution,
        )

    def _normal(self, value: float) -> Quantity:
        degrees = self._degrees()
        u = self._stated_u(value, degrees)
        usual: Distribution = "normal" if math.isinf(degrees) else "t"
        return Quantity(
            value=value,
            u=u,
            distribution=(self.distribution or usual) if u else "constant",
            degrees_of_freedom=degrees,
            shape=self.shape or 0.0,
        )

    def _stated_u(self, value: float, degrees: float) -> float:
        if self.expanded is not None:
            factor = self.coverage_factor
            if factor is None:
                assert self.confidence is not None
                factor = coverage_factor_of(self.confidence, degrees)
            return self.expanded / factor
        if self.relative_u is not None:
            return self.relative_u * abs(value)
        return self.u or 0.0

    def _from_readings(self) -> Quantity:
        assert self.readings is not None
        column = numbers(self.readings, name="readings", least=2)
        values = column.present()
        mean, u = standard_uncertainty_of_mean(values)
        degrees = float(len(values) - 1)
        step = (self.resolution or 0.0) / math.sqrt(12)
        if step >= u:
            if not step:
                raise Refused([_finding("equal_readings")])
            return Quantity(value=mean, u=step, distribution="rectangular", readings=column, resolution=self.resolution)
        return Quantity(
            value=mean,
            u=u,
            distribution=self.distribution or "t",
            degrees_of_freedom=degrees if self.degrees_of_freedom is None else float(self.degrees_of_freedom),
            readings=column,
            resolution=self.resolution,
        )


def coverage_factor_of(confidence: float, degrees_of_freedom: float) -> float:
    """The t for a two-sided interval (GUM G.3.4); that of the normal distribution for infinite degrees of freedom.

    >>> round(coverage_factor_of(0.95, 10), 4), round(coverage_factor_of(0.9545, math.inf), 3)
    (2.2281, 2.0)
    """
    below = (1 + confidence) / 2
    if math.isinf(degrees_of_freedom):
        return float(special.ndtri(below))
    return float(special.stdtrit(degrees_of_freedom, below))
