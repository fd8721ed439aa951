"""Bias of an instrument: the mean of repeated measurements of a reference, against its value.

AIAG MSA 4th edition, chapter III.B, independent sample method: the bias is acceptable where zero lies within its
confidence interval. The spread is the standard deviation or, as in earlier forms, the range over d2*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.constants import (
    d2_star,
    range_degrees_of_freedom,
    range_moments,
)
from jawda.core.statistics.measurement_systems.location import t_quantile, t_two_sided
from jawda.core.statistics.measurement_systems.options import check_positive_tolerance, check_share
from jawda.core.statistics.measurement_systems.type1 import bias_check
from jawda.core.statistics.measurement_systems.verdicts import check, count_check, shown
from jawda.core.statistics.result import Check, Estimate, Inputs, Method, Result, Status
from jawda.core.statistics.samples import Numbers, numbers, refuse

SpreadFrom: TypeAlias = Literal["standard-deviation", "range"]


@dataclass(frozen=True, kw_only=True)
class Bias(Result):
    """``bias`` with its t-test; ``interval`` bounds it; per cents against the process (6 sigma) and the tolerance."""

    schema: ClassVar[str] = "bias/1"

    reference: float
    count: int
    mean: float
    sd: float
    standard_error: float
    bias: float
    t: float
    df: float
    p: float
    interval: Estimate
    percent_repeatability: float | None
    percent_process: float | None
    percent_tolerance: float | None

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row."""
        row = asdict(self)
        for name in ("method", "inputs", "findings", "interval"):
            row.pop(name)
        return [{**row, "low": self.interval.low, "high": self.interval.high}]


def bias(
    values: Numbers,
    *,
    reference: float,
    spread: SpreadFrom = "standard-deviation",
    tolerance: float | None = None,
    process_sd: float | None = None,
    confidence: float = 0.95,
) -> Bias:
    """Bias from repeated measurements of one reference.

    ``spread="range"`` takes the range over d2* with its fewer degrees of freedom. ``process_sd`` and ``tolerance``
    serve the per cents. Refused: fewer than two values, no spread, a tolerance or deviation that is not positive.

    >>> found = bias([5.8, 5.7, 5.9, 5.9, 6.0, 6.1, 6.0, 6.1, 6.4, 6.3, 6.0, 6.1, 6.2, 5.6, 6.0], reference=6.0)
    >>> round(found.bias, 4), round(found.t, 4), found.df
    (0.0067, 0.1218, 14.0)
    """
    if spread not in get_args(SpreadFrom):
        raise ValueError(f"spread is one of {', '.join(get_args(SpreadFrom))}, not {spread!r}")
    column = numbers(values, least=2)
    present = column.present()
    width = float(np.ptp(present))
    if width == 0.0:
        raise refuse("samples.zero_spread", column=column)
    count = len(present)
    factor, degrees, sd = 1.0, float(count - 1), float(present.std(ddof=1))
    if spread == "range":
        sd = width / d2_star(count, 1)
        factor = range_moments(count)[0] / d2_star(count, 1)
        degrees = range_degrees_of_freedom(count, 1)
    return _finished(
        column.inputs(),
        missing_check(int(column.missing.sum())),
        mean=float(present.mean()),
        sd=sd,
        count=count,
        reference=reference,
        degrees=degrees,
        factor=factor,
        spread=spread,
        tolerance=tolerance,
        process_sd=process_sd,
        confidence=confidence,
    )


def bias_from_summary(
    *,
    mean: float,
    sd: float,
    count: int,
    reference: float,
    tolerance: float | None = None,
    process_sd: float | None = None,
    confidence: float = 0.95,
) -> Bias:
    """Bias from a mean, a standard deviation and a count, such as those of a control chart on a master part.

    >>> found = bias_from_summary(mean=6.021, sd=0.2048, count=100, reference=6.01)
    >>> round(found.t, 4), round(found.interval.low, 4), round(found.interval.high, 4)
    (0.5371, -0.0296, 0.0516)
    """
    if count < 2:
        raise refuse("samples.too_few", count=count, least=2)
    if not (sd > 0 and math.isfinite(sd)):
        raise refuse("samples.zero_spread")
    return _finished(
        Inputs(count=count, data={"mean": [mean], "sd": [sd], "count": [count]}),
        (),
        mean=mean,
        sd=sd,
        count=count,
        reference=reference,
        degrees=float(count - 1),
        factor=1.0,
        spread="standard-deviation",
        tolerance=tolerance,
        process_sd=process_sd,
        confidence=confidence,
    )


def _finished(
    inputs: Inputs,
    findings: tuple[Check, ...],
    *,
    mean: float,
    sd: float,
    count: int,
    reference: float,
    degrees: float,
    factor: float,
    spread: SpreadFrom,
    tolerance: float | None,
    process_sd: float | None,
    confidence: float,
) -> Bias:
    """``factor`` shortens the interval of a range, whose mean is d2 and not d2* (AIAG MSA III.B, step 9)."""
    check_share("confidence", confidence)
    if tolerance is not None:
        check_positive_tolerance(tolerance)
    if process_sd is not None and not (process_sd > 0 and math.isfinite(process_sd)):
        raise refuse("measurement_systems.process_sd_not_positive", value=process_sd)
    found, error = mean - reference, sd / math.sqrt(count)
    t = found / error
    reach = factor * t_quantile(degrees, confidence) * error
    p = t_two_sided(t, degrees)
    percent_repeatability = None if process_sd is None else 100 * sd / process_sd
    return Bias(
        method=Method(
            name="Bias, independent sample",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options={
                "spread": spread,
                "confidence": confidence,
                "tolerance": tolerance,
                "process_sd": process_sd,
            },
        ),
        inputs=inputs,
        findings=(
            *bias_check(found, p, 1 - confidence),
            *_repeatability(percent_repeatability),
            *count_check(count, 10),
            *findings,
        ),
        reference=reference,
        count=count,
        mean=mean,
        sd=sd,
        standard_error=error,
        bias=found,
        t=t,
        df=degrees,
        p=p,
        interval=Estimate(
            value=found, low=found - reach, high=found + reach, confidence=confidence, degrees_of_freedom=degrees
        ),
        percent_repeatability=percent_repeatability,
        percent_process=None if process_sd is None else 100 * abs(found) / (6 * process_sd),
        percent_tolerance=None if tolerance is None else 100 * abs(found) / tolerance,
    )


def _repeatability(percent: float | None) -> tuple[Check, ...]:
    """Before bias is judged the repeatability must be acceptable (AIAG MSA III.B)."""
    if percent is None:
        return ()
    status = Status.OK if percent < 10 else Status.WARN if percent <= 30 else Status.FAIL
    name = "repeatability_low" if status is Status.OK else "repeatability_high"
    return (check(name, status, percent, {"percent": shown(percent)}),)
