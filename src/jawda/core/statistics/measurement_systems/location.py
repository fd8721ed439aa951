"""The mean of values against a reference: the t-test that bias and type 1 studies share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from jawda.core.statistics.result import Estimate
from jawda.core.statistics.samples import Column, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A one-sample t-test."""

    count: int
    mean: float
    sd: float
    bias: float
    standard_error: float
    t: float
    df: int
    p: float
    interval: Estimate


def location_test(column: Column, reference: float, *, confidence: float) -> Location:
    """Of the values present against ``reference``; refused without spread."""
    present = column.present()
    if float(np.ptp(present)) == 0.0:
        raise refuse("samples.zero_spread", column=column)
    mean, sd = float(present.mean()), float(present.std(ddof=1))
    return location_from_summary(mean=mean, sd=sd, count=len(present), reference=reference, confidence=confidence)


def location_from_summary(*, mean: float, sd: float, count: int, reference: float, confidence: float) -> Location:
    """The same from a mean, a standard deviation and a count."""
    bias, error = mean - reference, sd / math.sqrt(count)
    t = bias / error
    reach = t_quantile(count - 1, confidence) * error
    return Location(
        count=count,
        mean=mean,
        sd=sd,
        bias=bias,
        standard_error=error,
        t=t,
        df=count - 1,
        p=t_two_sided(t, count - 1),
        interval=Estimate(
            value=bias, low=bias - reach, high=bias + reach, confidence=confidence, degrees_of_freedom=count - 1
        ),
    )


def t_two_sided(t: float, degrees: float) -> float:
    """Probability of a t as far from zero or farther, on both sides; exact in the far tail too.

    >>> round(t_two_sided(-2.0, 10), 6)
    0.073388
    """
    return float(special.betainc(degrees / 2, 0.5, degrees / (degrees + t * t)))


def t_quantile(degrees: float, confidence: float) -> float:
    """The t that bounds ``confidence`` in the middle.

    >>> round(t_quantile(10, 0.95), 4)
    2.2281
    """
    return float(special.stdtrit(degrees, 0.5 + confidence / 2))
