"""Algorithm S: robust pooled standard deviation or range (ISO 13528:2022, C.4; ISO 5725-5)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.distributions import chi_square_quantile, chi_square_upper
from jawda.core.statistics.laboratories.robust import Constants
from jawda.core.statistics.result import Method, Result, Status
from jawda.core.statistics.samples import Numbers, numbers, refuse

_CUT: Final = 0.9
#: Where table C.1 does not print the rounded factor.
_PRINTED_ADJUSTMENT: Final = {6: 1.024, 10: 1.017}
_MOST_STEPS: Final = 10_000
_ROUNDING: Final = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, kw_only=True)
class PooledSpread(Result):
    """Robust ``pooled`` value of ``count`` standard deviations (or ranges of two) and the factors used."""

    schema: ClassVar[str] = "pooled-spread/1"

    pooled: float
    count: int
    limit_factor: float
    adjustment_factor: float
    iterations: int


def algorithm_s(
    spreads: Numbers, *, degrees_of_freedom: int, constants: Constants = "printed", name: str = "spread"
) -> PooledSpread:
    """Pool standard deviations, each on ``degrees_of_freedom``; ranges of two results have one degree of freedom.

    A spread above η w* counts as η w*, where one in ten normal samples would lie. η and ξ are computed for any
    degrees of freedom; "printed" rounds them to three decimals as table C.1 does. Missing values are left out.
    Refused: a negative spread, all zero.

    >>> found = algorithm_s([0.28, 0.49, 0.40, 0.00, 0.35, 1.98], degrees_of_freedom=1)
    >>> round(found.limit_factor, 3), round(found.adjustment_factor, 3)
    (1.645, 1.097)
    """
    if degrees_of_freedom < 1:
        raise ValueError(f"degrees of freedom are at least 1, not {degrees_of_freedom}")
    column = numbers(spreads, name=name, least=2)
    found = np.sort(column.present())
    if found[0] < 0:
        raise refuse("laboratories.negative_spread", column=column, value=float(found[0]))
    if found[-1] == 0:
        raise refuse("samples.zero_spread", column=column)
    limit, adjustment = factors(degrees_of_freedom, constants=constants)
    start = float(np.median(found))
    pooled = start or math.sqrt(float(np.mean(found**2)))
    steps, done = 0, False
    while not done and steps < _MOST_STEPS:
        steps += 1
        drawn = np.minimum(found, limit * pooled)
        after = adjustment * math.sqrt(float(np.mean(drawn**2)))
        done = abs(after - pooled) <= _ROUNDING * after
        pooled = after
    checks = () if start else (said("half_without_spread", Status.WARN, pooled),)
    options = {"degrees_of_freedom": degrees_of_freedom, "constants": constants}
    return PooledSpread(
        method=Method(name="Algorithm S", standard="ISO 13528", edition="2022", clause="C.4", options=options),
        inputs=column.inputs(),
        findings=(*checks, *missing_check(int(column.missing.sum()))),
        pooled=pooled,
        count=len(found),
        limit_factor=limit,
        adjustment_factor=adjustment,
        iterations=steps,
    )


def factors(degrees_of_freedom: int, *, constants: Constants = "printed") -> tuple[float, float]:
    """η and ξ: the square root of the 90 % point of χ²/ν, and what makes the pooled variance right for normal values.

    >>> factors(1), factors(3)
    ((1.645, 1.097), (1.444, 1.039))
    """
    bound = chi_square_quantile(_CUT, degrees_of_freedom)
    share = bound / degrees_of_freedom
    mean = (1 - chi_square_upper(bound, degrees_of_freedom + 2)) + (1 - _CUT) * share
    limit, adjustment = math.sqrt(share), 1 / math.sqrt(mean)
    if constants == "exact":
        return limit, adjustment
    return round(limit, 3), _PRINTED_ADJUSTMENT.get(degrees_of_freedom, round(adjustment, 3))
