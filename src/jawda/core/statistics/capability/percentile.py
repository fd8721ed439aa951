"""Indices from percentiles of a law that need not be normal (ISO 22514-2:2017, ISO/TR 22514-4:2016).

With X₀, X₅₀, X₁ the percentiles 0.135 %, 50 % and 99.865 %: P = (U - L) / (X₁ - X₀), upper (U - X₅₀) / (X₁ - X₅₀),
lower (X₅₀ - L) / (X₅₀ - X₀), the lesser of both for k.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from jawda.core.statistics.capability.laws.law import Law
from jawda.core.statistics.capability.moments import Overall
from jawda.core.statistics.capability.result import MILLION, Beyond, Percentiles
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import refuse

#: Those of ISO 22514: three standard deviations of a normal law about its median, rounded.
PROBABILITIES: Final = (0.00135, 0.5, 0.99865)


def checked_probabilities(probabilities: tuple[float, float, float]) -> tuple[float, float, float]:
    """``ValueError`` where they do not ascend between 0 and 1.

    >>> checked_probabilities((0.01, 0.5, 0.99))
    (0.01, 0.5, 0.99)
    """
    low, middle, high = probabilities
    if not 0 < low < middle < high < 1:
        raise ValueError(f"percentiles ascend between 0 and 1, not {probabilities}")
    return low, middle, high


def percentiles_of(law: Law, probabilities: tuple[float, float, float]) -> Percentiles:
    """The three percentiles of a law.

    >>> from jawda.core.statistics.capability.laws.law import Normal
    >>> percentiles_of(Normal(10.0, 1.0), PROBABILITIES).median
    10.0
    """
    low, median, high = (float(value) for value in law.quantile(np.array(probabilities)))
    return Percentiles(low=low, median=median, high=high, probabilities=probabilities)


def percentile_values(specification: Specification, at: Percentiles) -> tuple[float | None, ...]:
    """The values of p, pk, pl, pu, pm in this order; the last is not defined by percentiles.

    Refused: percentiles that coincide.
    """
    lower, upper = specification.lower, specification.upper
    if not at.low < at.median < at.high:
        raise refuse("capability.percentiles_coincide")
    p = None if specification.width is None else specification.width / (at.high - at.low)
    pl = None if lower is None else (at.median - lower) / (at.median - at.low)
    pu = None if upper is None else (upper - at.median) / (at.high - at.median)
    return p, min(side for side in (pl, pu) if side is not None), pl, pu, None


def expected_beyond(specification: Specification, law: Law) -> Beyond:
    """What the law puts beyond the limits, in parts per million.

    >>> from jawda.core.statistics.capability.laws.law import Normal
    >>> round(expected_beyond(Specification(upper=13), Normal(10.0, 1.0)).total, 1)
    1349.9
    """
    lower, upper = specification.lower, specification.upper
    below = None if lower is None else MILLION * float(law.below(np.array(lower)))
    above = None if upper is None else MILLION * float(law.above(np.array(upper)))
    return Beyond(below=below, above=above, total=(below or 0.0) + (above or 0.0))


def observed_beyond(specification: Specification, values: Floats, figures: Overall | None = None) -> Beyond:
    """What was counted beyond the limits, in parts per million; ``figures`` spare the count where extremes are inside.

    >>> observed_beyond(Specification(upper=2), np.array([1.0, 2.0, 3.0, 4.0])).above
    500000.0
    """
    inside = figures is not None and specification.holds(figures.least) and specification.holds(figures.greatest)
    counted = (0, 0) if inside else specification.beyond(values)
    below, above = (MILLION * count / len(values) for count in counted)
    return Beyond(
        below=None if specification.lower is None else below,
        above=None if specification.upper is None else above,
        total=below + above,
    )
