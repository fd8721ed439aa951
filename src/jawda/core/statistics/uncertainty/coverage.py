"""From a standard uncertainty to an expanded one: effective degrees of freedom and coverage factor (GUM annex G)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from scipy import special

from jawda.core.statistics.result import Floats
from jawda.core.statistics.uncertainty.quantity import coverage_factor_of

#: What is done with degrees of freedom that are no whole number (GUM G.4.1): cut to the next lower, the factor
#: interpolated between both neighbours, or Student's t taken at the number as it is, as most software does.
DegreesRule: TypeAlias = Literal["truncate", "interpolate", "continuous"]


def welch_satterthwaite(contributions: Floats | Sequence[float], degrees_of_freedom: Floats | Sequence[float]) -> float:
    """Effective degrees of freedom of a sum of independent contributions (GUM G.4.1, equation G.2b).

    ``contributions`` are in the unit of the result (sensitivity times standard uncertainty), in one dimension; infinite
    where nothing is in doubt.

    >>> round(welch_satterthwaite([1.0, 0.5, 0.25, 0.1], [4, 9, math.inf, 20]), 10)
    6.8068107864
    """
    sizes = np.abs(np.asarray(contributions, dtype=np.float64))
    degrees = np.asarray(degrees_of_freedom, dtype=np.float64)
    largest = sizes.max(initial=0.0)
    if not largest:
        return math.inf
    shares = (sizes / largest) ** 2  # so that no fourth power leaves the range of a double
    doubt = float((shares**2 / degrees).sum())
    return float(shares.sum() ** 2) / doubt if doubt else math.inf


def coverage_factor(confidence: float, degrees_of_freedom: float, *, rule: DegreesRule = "truncate") -> float:
    """Student's t for a two-sided interval of that probability (GUM G.3.4, G.4.1).

    Degrees of freedom under one are taken as one where they are cut or interpolated.

    >>> [round(coverage_factor(0.95, 6.807, rule=rule), 4) for rule in ("truncate", "interpolate", "continuous")]
    [2.4469, 2.3805, 2.3783]
    """
    if rule not in get_args(DegreesRule):
        raise ValueError(f"rule is one of {', '.join(get_args(DegreesRule))}, not {rule}")
    if not 0 < confidence < 1:
        raise ValueError(f"a coverage probability lies between 0 and 1, not at {confidence}")
    if math.isinf(degrees_of_freedom) or rule == "continuous":
        return coverage_factor_of(confidence, degrees_of_freedom)
    # 3.9999999999999996 is four degrees of freedom after rounding errors
    whole = max(1, math.floor(degrees_of_freedom * (1 + 1e-12)))
    below = coverage_factor_of(confidence, whole)
    if rule == "truncate":
        return below
    share = max(0.0, degrees_of_freedom - whole)
    return below + share * (coverage_factor_of(confidence, whole + 1) - below)


def confidence_of(factor: float, degrees_of_freedom: float) -> float:
    """The probability that an interval of ``factor`` standard uncertainties to each side holds.

    >>> round(confidence_of(2, math.inf), 4), round(confidence_of(2, 4), 4)
    (0.9545, 0.8839)
    """
    if math.isinf(degrees_of_freedom):
        return float(special.erf(factor / math.sqrt(2)))
    return float(1 - 2 * special.stdtr(degrees_of_freedom, -factor))


def group_contributions(
    contributions: Floats, correlation: Floats, degrees_of_freedom: Floats, groups: Sequence[Sequence[int]]
) -> tuple[Floats, Floats]:
    """Contributions and degrees of freedom with each group of dependent inputs taken as one.

    The formula of Welch and Satterthwaite holds for independent contributions only. Inputs read together share n - 1
    degrees of freedom, and so does what they contribute together (Willink, Metrologia 44, 2007, 340-349); where degrees
    of freedom in a group differ, the smallest is kept, on the side of caution.

    >>> correlation = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> u, degrees = group_contributions(np.array([1.0, 1.0, 0.5]), correlation, np.array([4.0, 9.0, 20.0]), [(0, 1)])
    >>> u.tolist(), degrees.tolist()
    ([0.5, 2.0], [20.0, 4.0])
    """
    alone = np.ones(len(contributions), dtype=bool)
    together, fewest = [], []
    for group in groups:
        places = list(group)
        alone[places] = False
        part = contributions[places]
        scale = float(np.abs(part).max()) or 1.0
        part = part / scale
        together.append(scale * math.sqrt(max(0.0, float(part @ correlation[np.ix_(places, places)] @ part))))
        fewest.append(float(degrees_of_freedom[places].min()))
    return np.append(np.abs(contributions[alone]), together), np.append(degrees_of_freedom[alone], fewest)
