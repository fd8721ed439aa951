"""Do the items of a round stay as they are? (ISO 13528:2022, B.5; trend over time as ISO 33405)"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.distributions import student_quantile, student_two_sided
from jawda.core.statistics.result import Check, Method, Result, Status
from jawda.core.statistics.samples import Numbers, numbers, refuse, same_length

SHARE = 0.3


@dataclass(frozen=True, kw_only=True)
class Stability(Result):
    """Means before and after, their ``difference`` (after less before) and what is decided.

    ``criterion`` is 0.3 σ_pt, ``expanded_criterion`` adds twice the uncertainty of the difference (B.5.2). ``t`` and
    its probability compare both means without a criterion (Welch).
    """

    schema: ClassVar[str] = "stability/1"

    mean_before: float
    mean_after: float
    difference: float
    u_difference: float | None
    criterion: float
    expanded_criterion: float | None
    stable: bool
    stable_expanded: bool | None
    t: float | None
    degrees_of_freedom: float | None
    probability: float | None


def stability(before: Numbers, after: Numbers, *, sigma_pt: float) -> Stability:
    """Item means at the time of the homogeneity check against those at the end of the round.

    Give one value per item, the mean of its portions: with two or more items each time, the uncertainty of the
    difference follows from their spread. Refused: a time without values, σ_pt not positive.

    >>> found = stability([10.0, 10.1, 10.2], [10.0, 10.2], sigma_pt=1)
    >>> round(found.difference, 6), found.stable
    (0.0, True)
    """
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if not sigma_pt > 0:
        raise refuse("laboratories.sigma_not_positive", column=first, value=float(sigma_pt))
    one, two = first.present(), second.present()
    difference = float(two.mean()) - float(one.mean())
    criterion = SHARE * sigma_pt
    variances = (_mean_variance(one), _mean_variance(two))
    u = degrees = expanded = t = probability = None
    if variances[0] is not None and variances[1] is not None:
        u = math.sqrt(variances[0] + variances[1])
        expanded = criterion + 2 * u
        if u > 0:
            shares = variances[0] ** 2 / (len(one) - 1) + variances[1] ** 2 / (len(two) - 1)
            degrees = u**4 / shares
            t = difference / u
            probability = student_two_sided(t, degrees)
    size = abs(difference)
    return Stability(
        method=Method(
            name="Stability", standard="ISO 13528", edition="2022", clause="B.5", options={"sigma_pt": sigma_pt}
        ),
        inputs=first.inputs(after=second.values),
        findings=(
            *_findings(size, criterion, expanded),
            *missing_check(int(first.missing.sum()) + int(second.missing.sum())),
        ),
        mean_before=float(one.mean()),
        mean_after=float(two.mean()),
        difference=difference,
        u_difference=u,
        criterion=criterion,
        expanded_criterion=expanded,
        stable=size <= criterion,
        stable_expanded=None if expanded is None else size <= expanded,
        t=t,
        degrees_of_freedom=degrees,
        probability=probability,
    )


@dataclass(frozen=True, kw_only=True)
class StabilityTrend(Result):
    """A straight line of value over time: ``slope`` per unit of time, its uncertainty and test against zero."""

    schema: ClassVar[str] = "stability-trend/1"

    intercept: float
    slope: float
    u_slope: float
    t: float | None
    degrees_of_freedom: int
    probability: float
    critical: float
    stable: bool
    residual_sd: float


def stability_trend(values: Numbers, time: Numbers, *, alpha: float = 0.05) -> StabilityTrend:
    """Whether a line through values over time has a slope: no significant slope, no instability seen (ISO 33405).

    Refused: fewer than three points in time, columns of different lengths, one time only.

    >>> stability_trend([10.0, 10.1, 9.9, 10.0], [0, 1, 2, 3]).stable
    True
    """
    column, when = numbers(values), numbers(time, name="time")
    same_length(column, when)
    kept = ~(column.missing | when.missing)
    y, x = column.values[kept], when.values[kept]
    if len(y) < 3:
        raise refuse("samples.too_few", column=column, count=len(y), least=3)
    away = x - x.mean()
    squares = float(away @ away)
    if squares == 0:
        raise refuse("samples.zero_spread", column=when)
    slope = float(away @ (y - y.mean())) / squares
    left = y - y.mean() - slope * away
    degrees = len(y) - 2
    residual = math.sqrt(float(left @ left) / degrees)
    u = residual / math.sqrt(squares)
    t = slope / u if u else None
    probability = student_two_sided(t, degrees) if t is not None else float(slope == 0)
    stable = probability >= alpha
    return StabilityTrend(
        method=Method(name="Stability trend", standard="ISO 33405", edition="2024", options={"alpha": alpha}),
        inputs=column.inputs(time=when.values),
        findings=(
            either(stable, "no_trend", "trend", slope, slope=slope, probability=probability),
            *missing_check(len(kept) - int(kept.sum())),
        ),
        intercept=float(y.mean()) - slope * float(x.mean()),
        slope=slope,
        u_slope=u,
        t=t,
        degrees_of_freedom=degrees,
        probability=probability,
        critical=student_quantile(1 - alpha / 2, degrees),
        stable=stable,
        residual_sd=residual,
    )


def _mean_variance(values: np.ndarray) -> float | None:
    return float(values.var(ddof=1)) / len(values) if len(values) > 1 else None


def _findings(size: float, criterion: float, expanded: float | None) -> list[Check]:
    if size <= criterion:
        return [said("stable", Status.OK, size, difference=size, limit=criterion)]
    if expanded is not None and size <= expanded:
        return [said("stable_expanded", Status.WARN, size, difference=size, limit=expanded)]
    return [said("not_stable", Status.FAIL, size, difference=size, limit=criterion)]
