"""Is the method right on average? Bias against a reference value with its uncertainty (ISO 5725-4, ISO Guide 33)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.components import components
from jawda.core.statistics.laboratories.distributions import student_quantile, student_two_sided
from jawda.core.statistics.result import Check, Estimate, Method, Result, Status
from jawda.core.statistics.samples import Column, Labels, Numbers, numbers, refuse
from jawda.core.statistics.subgroups import by_label, summarise


@dataclass(frozen=True, kw_only=True)
class Bias(Result):
    """Mean less reference, its standard uncertainty ``u_bias`` and the test of zero.

    ``ratio`` is |bias| / u_bias, compared with 2 in ISO Guide 33. ``u_rms`` = √(bias² + u²(reference)) enters top-down
    uncertainty (ISO 11352). ``acceptable``: the confidence interval at 1 - 2α lies within the allowed bias.
    """

    schema: ClassVar[str] = "bias/1"

    mean: float
    reference: float
    u_reference: float
    bias: Estimate
    bias_percent: float | None
    sd: float
    u_mean: float
    u_bias: float
    u_rms: float
    ratio: float
    t: float
    degrees_of_freedom: float
    probability: float
    significant: bool
    within_two_u: bool
    acceptable: bool | None
    count: int


def bias(
    values: Numbers,
    reference: float,
    *,
    u_reference: float = 0.0,
    series: Labels | None = None,
    allowed_bias: float | None = None,
    alpha: float = 0.05,
    name: str = "value",
) -> Bias:
    """Bias of repeated results against ``reference``, which has the standard uncertainty ``u_reference``.

    t = bias / √(u²(mean) + u²(reference)) with Welch-Satterthwaite degrees of freedom, the reference's being infinite.
    With ``series`` (days, runs) results of one series belong together, and u(mean) comes from the means of series.
    ``allowed_bias`` asks for more than no proof of bias: that the bias be shown to lie within it (two one-sided tests).
    Refused: fewer than two values, no spread, a negative uncertainty, an allowed bias that is not positive.

    >>> found = bias([10.1, 10.3, 9.9, 10.2, 10.0], 10.0, u_reference=0.05)
    >>> round(found.bias.value, 3), round(found.t, 3), found.significant
    (0.1, 1.155, False)
    """
    column = numbers(values, name=name, least=2)
    if not (math.isfinite(u_reference) and u_reference >= 0):
        raise refuse("laboratories.negative_uncertainty", column=column, value=float(u_reference))
    if allowed_bias is not None and not allowed_bias > 0:
        raise refuse("laboratories.allowed_not_positive", column=column, value=float(allowed_bias))
    present = column.present()
    if np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    mean, sd, u_mean, free = _mean(column, series)
    difference, u = mean - reference, math.hypot(u_mean, u_reference)
    degrees = free * (u / u_mean) ** 4
    t = difference / u
    probability = student_two_sided(t, degrees)
    half = student_quantile(1 - alpha / 2, degrees) * u
    tolerance = student_quantile(1 - alpha, degrees) * u
    good = None if allowed_bias is None else abs(difference) + tolerance <= allowed_bias
    return Bias(
        method=Method(
            name="Bias",
            standard="ISO 5725-4",
            edition="2020",
            options={
                "reference": reference,
                "u_reference": u_reference,
                "series": series is not None,
                "allowed_bias": allowed_bias,
                "alpha": alpha,
            },
        ),
        inputs=column.inputs(),
        findings=(
            *_findings(difference, u, probability, good, alpha=alpha, known=u_reference > 0),
            *missing_check(int(column.missing.sum())),
        ),
        mean=mean,
        reference=reference,
        u_reference=u_reference,
        bias=Estimate(
            value=difference,
            low=difference - half,
            high=difference + half,
            confidence=1 - alpha,
            degrees_of_freedom=degrees,
        ),
        bias_percent=100 * difference / reference if reference else None,
        sd=sd,
        u_mean=u_mean,
        u_bias=u,
        u_rms=math.hypot(difference, u_reference),
        ratio=abs(difference) / u,
        t=t,
        degrees_of_freedom=degrees,
        probability=probability,
        significant=probability < alpha,
        within_two_u=abs(difference) <= 2 * u,
        acceptable=good,
        count=len(present),
    )


def _mean(column: Column, series: Labels | None) -> tuple[float, float, float, float]:
    """Mean, standard deviation of one result, standard uncertainty of the mean, degrees of freedom of that."""
    present = column.present()
    if series is None:
        sd = float(present.std(ddof=1))
        return float(present.mean()), sd, sd / math.sqrt(len(present)), float(len(present) - 1)
    cells = summarise(by_label(column, series))
    replicated = bool((cells.counts > 1).any())
    sd = components(cells, column).combined if replicated else float(cells.means.std(ddof=1))
    of_means = float(cells.means.std(ddof=1)) / math.sqrt(len(cells))
    if of_means == 0:
        raise refuse("samples.zero_spread", column=column)
    return float(cells.means.mean()), sd, of_means, float(len(cells) - 1)


def _findings(
    difference: float, u: float, probability: float, good: bool | None, *, alpha: float, known: bool
) -> list[Check]:
    found = [
        said("bias_significant", Status.WARN, probability, bias=difference, u=u, probability=probability)
        if probability < alpha
        else said("bias_not_significant", Status.OK, probability, bias=difference, u=u, probability=probability)
    ]
    if good is not None:
        found.append(either(good, "bias_allowed", "bias_not_allowed", difference, bias=difference))
    if not known:
        found.append(said("reference_without_uncertainty", Status.WARN))
    return found
