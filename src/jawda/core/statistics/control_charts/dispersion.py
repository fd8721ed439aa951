"""Sigma z: how much more samples differ than chance alone explains (Laney, Quality Engineering 14 (2002) 531-537).

Standardised points of a binomial or Poisson process have a standard deviation of 1; sigma z estimates it from their
mean moving range over d2. Its own standard deviation for m independent points is that of the mean moving range,
sqrt(0.82637 m - 1.0820) / (m - 1), from E|d₁ d₂| of successive differences of a normal law (Cryer & Ryan, Journal of
Quality Technology 22 (1990) 187-192).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import special

from jawda.core.statistics.control_charts.constants import d2 as constant
from jawda.core.statistics.result import Check, Floats, Status

D2_OF_TWO: Final = constant(2)
#: A stable process is told otherwise once in a hundred charts on either side.
_SURE: Final = float(special.ndtri(0.99))
#: Fewer points say nothing of their spread.
_FEWEST: Final = 10
_OWN: Final = np.pi / 2 - 1
_WITH_NEXT: Final = float(np.sqrt(3)) / 2 + np.pi / 12 - 1


def sigma_z(scores: Floats, *, d2: float = D2_OF_TWO) -> float:
    """From z scores in order; a missing one (NaN) has no moving range. NaN where there is none.

    >>> round(sigma_z(np.array([1.0, -1.0, 1.0])), 4)
    1.7725
    """
    steps = np.abs(np.diff(scores))
    known = steps[~np.isnan(steps)]
    return float(known.mean()) / d2 if known.size else float("nan")


def standard_error(points: int) -> float:
    """Of sigma z, for so many independent points.

    >>> round(standard_error(25), 4)
    0.1844
    """
    steps = points - 1
    return float(np.sqrt(_OWN * steps + 2 * _WITH_NEXT * (steps - 1))) / steps


def checks(found: float | None, points: int, *, laney: bool) -> list[Check]:
    """More spread than chance explains, less, or as much; for Laney's charts, by how much limits were moved."""
    if found is None:
        return []
    said: dict[str, Any] = {"sigma_z": round(found, 3)}
    if laney:
        return [Check(id="attribute_charts.laney_adjusted", status=Status.OK, statistic=found, arguments=said)]
    if points < _FEWEST:
        return []
    band = _SURE * standard_error(points)
    if found > 1 + band:
        said["most"] = round(1 + band, 3)
        return [Check(id="attribute_charts.overdispersion", status=Status.WARN, statistic=found, arguments=said)]
    if found < 1 - band:
        said["least"] = round(1 - band, 3)
        return [Check(id="attribute_charts.underdispersion", status=Status.WARN, statistic=found, arguments=said)]
    return [Check(id="attribute_charts.dispersion_as_expected", status=Status.OK, statistic=found, arguments=said)]
