"""Is the law of propagation good enough here? Its interval against that of Monte Carlo (JCGM 101:2008, 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.result import Check, Method, Result, Status, Width
from jawda.core.statistics.uncertainty.coverage import DegreesRule
from jawda.core.statistics.uncertainty.first_order import FirstOrder, first_order
from jawda.core.statistics.uncertainty.model import Model
from jawda.core.statistics.uncertainty.monte_carlo import IntervalKind, MonteCarlo, monte_carlo, numerical_tolerance


@dataclass(frozen=True, kw_only=True)
class Comparison(Result):
    """Both results; how far the ends of their intervals lie apart; whether that is within the tolerance."""

    schema: ClassVar[str] = "uncertainty-comparison/1"

    first_order: FirstOrder
    monte_carlo: MonteCarlo
    tolerance: float
    d_low: float
    d_high: float
    validated: bool

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each method."""
        return [
            {
                "method": method,
                "value": found.value,
                "u": found.u,
                "low": found.interval[0],
                "high": found.interval[1],
            }
            for method, found in (("first_order", self.first_order), ("monte_carlo", self.monte_carlo))
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The values drawn by the Monte Carlo method."""
        return self.monte_carlo.figure(language=language, width=width)


def compare(first: FirstOrder, drawn: MonteCarlo, *, digits: int = 2) -> Comparison:
    """Validated where both ends agree to half a unit in the last of ``digits`` significant digits of u (8.1.3).

    Both results are for the same measurand and probability, or it is a ``ValueError``.
    """
    if first.name != drawn.name or abs(first.confidence - drawn.confidence) > 1e-9:
        raise ValueError("only intervals of the same measurand and probability can be compared")
    tolerance = numerical_tolerance(drawn.u, digits)
    d_low = abs(first.interval[0] - drawn.interval[0])
    d_high = abs(first.interval[1] - drawn.interval[1])
    validated = d_low <= tolerance and d_high <= tolerance
    worst = max(d_low, d_high)
    check = Check(
        id="uncertainty.first_order_valid" if validated else "uncertainty.first_order_not_valid",
        status=Status.OK if validated else Status.WARN,
        statistic=worst,
        arguments={"name": first.name, "difference": worst, "tolerance": tolerance},
    )
    return Comparison(
        method=Method(
            name="validation of the law of propagation",
            standard="JCGM 101",
            edition="2008",
            clause="8",
            options={"digits": digits, **{f"monte_carlo.{key}": value for key, value in drawn.method.options.items()}},
        ),
        inputs=first.inputs,
        findings=(check,),
        first_order=first,
        monte_carlo=drawn,
        tolerance=tolerance,
        d_low=d_low,
        d_high=d_high,
        validated=validated,
    )


def validate(
    model: Model,
    *,
    output: str | None = None,
    confidence: float = 0.95,
    factor: float | None = None,
    rule: DegreesRule = "truncate",
    order: Literal[1, 2] = 1,
    digits: int = 2,
    trials: int | None = 1_000_000,
    interval: IntervalKind = "symmetric",
    seed: int | np.random.Generator = 1,
) -> Comparison:
    """Work out both and compare them.

    With a given ``factor`` the intervals are compared at the probability that it stands for.

    >>> from jawda.core.statistics.uncertainty.model import measurement_model
    >>> from jawda.core.statistics.uncertainty.quantity import quantity
    >>> powers = {"a": quantity(0.01, u=0.005), "b": quantity(0.0, u=0.005)}
    >>> validate(measurement_model("y = a**2 + b**2", powers), trials=100_000).validated
    False
    """
    first = first_order(model, output=output, confidence=confidence, factor=factor, rule=rule, order=order)
    drawn = monte_carlo(
        model, output=output, trials=trials, digits=digits, confidence=first.confidence, interval=interval, seed=seed
    )
    return compare(first, drawn, digits=digits)
