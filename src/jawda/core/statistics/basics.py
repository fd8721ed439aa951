"""Mean, standard deviation, lag-1 autocorrelation and one-way analysis of variance, to the last digits that data allow.

Every sum is taken of deviations from the mean and corrected for what rounding left in them (Chan, Golub and LeVeque,
The American Statistician 37, 1983): values that share a large constant, as 1 000 000.2, lose no digits. The certified
values of the Statistical Reference Datasets (NIST) are met.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
from scipy import special

from jawda.core.statistics.result import Check, Floats, Method, Result, Status
from jawda.core.statistics.samples import Labels, Numbers, labels, numbers, refuse, same_length

_EXACT_UP_TO: Final = 100_000


@dataclass(frozen=True, kw_only=True)
class Moments(Result):
    """``mean``, ``sd`` (n - 1; None for one value), ``lag1_autocorrelation`` (None where nothing varies), extremes."""

    schema: ClassVar[str] = "moments/1"

    count: int
    mean: float
    sd: float | None
    lag1_autocorrelation: float | None
    least: float
    greatest: float

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row."""
        names = ("count", "mean", "sd", "lag1_autocorrelation", "least", "greatest")
        return [{name: getattr(self, name) for name in names}]


@dataclass(frozen=True, kw_only=True)
class OneWayAnova(Result):
    """The table of a one-way analysis of variance. ``F`` and ``p`` are None where nothing varies within groups."""

    schema: ClassVar[str] = "one-way-anova/1"

    df_between: int
    df_within: int
    ss_between: float
    ss_within: float
    ms_between: float
    ms_within: float
    F: float | None
    p: float | None
    r_squared: float
    residual_sd: float
    groups: tuple[str, ...]
    means: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each source of variation."""
        between = {"source": "between", "df": self.df_between, "ss": self.ss_between, "ms": self.ms_between}
        within = {"source": "within", "df": self.df_within, "ss": self.ss_within, "ms": self.ms_within}
        return [{**between, "F": self.F, "p": self.p}, {**within, "F": None, "p": None}]


def moments(values: Numbers) -> Moments:
    """Mean, standard deviation and lag-1 autocorrelation of values in the order in which they were taken.

    The autocorrelation is r₁ = Σ (xᵢ - x̄)(xᵢ₊₁ - x̄) / Σ (xᵢ - x̄)² (NIST/SEMATECH e-Handbook, 1.3.5.12); a missing
    value has no neighbour, so that pairs over a gap do not count.

    >>> found = moments([10000001.0, 10000003.0, 10000002.0])
    >>> found.mean, found.sd, found.lag1_autocorrelation
    (10000002.0, 1.0, -0.5)
    """
    column = numbers(values)
    present = column.present()
    mean = mean_of(present)
    squares = squares_about(present, mean)
    away = column.values - mean
    products = away[1:] * away[:-1]
    together = total(products[~np.isnan(products)])
    findings = missing_check(column.inputs().missing)
    return Moments(
        method=Method(name="moments", standard="ISO 3534-1", edition="2006", options={"denominator": "n - 1"}),
        inputs=column.inputs(),
        findings=findings,
        count=len(present),
        mean=mean,
        sd=math.sqrt(squares / (len(present) - 1)) if len(present) > 1 else None,
        lag1_autocorrelation=together / squares if squares > 0 else None,
        least=float(present.min()),
        greatest=float(present.max()),
    )


def one_way_anova(values: Numbers, group: Labels) -> OneWayAnova:
    """Whether groups have one mean: between-group and within-group sums of squares, F and its probability.

    Groups may differ in size. Refused: columns of different lengths, fewer than two groups with a value, and no group
    with two values. Missing values are left out and counted.

    >>> found = one_way_anova([1.0, 2.0, 3.0, 4.0], ["a", "a", "b", "b"])
    >>> found.F, found.df_between, found.df_within
    (8.0, 1, 2)
    """
    column, label = numbers(values), labels(group, name="group")
    same_length(column, label)
    kept = ~column.missing
    present, codes = column.values[kept], label.codes[kept]
    places = np.unique(codes)
    if len(places) < 2:
        raise refuse("samples.few_subgroups", column=column, count=len(places))
    groups = [present[codes == place] for place in places]
    df_between, df_within = len(groups) - 1, len(present) - len(groups)
    if df_within < 1:
        raise refuse("basics.no_repeats", column=column)
    # about one value of the data itself, so that means of nearly equal numbers keep their digits
    shift = float(present[0])
    moved = [one - shift for one in groups]
    means = np.array([mean_of(one) for one in moved])
    within = math.fsum(squares_about(one, float(mean)) for one, mean in zip(moved, means, strict=True))
    whole = mean_of(np.concatenate(moved))
    between = math.fsum(len(one) * (float(mean) - whole) ** 2 for one, mean in zip(moved, means, strict=True))
    ms_between, ms_within = between / df_between, within / df_within
    ratio = ms_between / ms_within if ms_within > 0 else None
    findings = missing_check(column.inputs().missing)
    if ratio is None:
        findings = (*findings, Check(id="basics.nothing_varies_within", status=Status.WARN))
    return OneWayAnova(
        method=Method(name="one-way analysis of variance", standard="ISO 3534-3", edition="2013"),
        inputs=column.inputs(group=np.asarray(label.names)[label.codes]),
        findings=findings,
        df_between=df_between,
        df_within=df_within,
        ss_between=between,
        ss_within=within,
        ms_between=ms_between,
        ms_within=ms_within,
        F=ratio,
        p=float(special.fdtrc(df_between, df_within, ratio)) if ratio is not None else None,
        r_squared=between / (between + within) if between + within > 0 else 0.0,
        residual_sd=math.sqrt(ms_within),
        groups=tuple(label.names[place] for place in places),
        means=means + shift,
    )


def mean_of(values: Floats) -> float:
    """The mean, corrected once for its own rounding.

    >>> mean_of(np.array([0.1] * 10))
    0.1
    """
    first = total(values) / len(values)
    return first + total(values - first) / len(values)


def squares_about(values: Floats, mean: float) -> float:
    """Σ (x - mean)², less what the rounding of the mean adds to it.

    >>> squares_about(np.array([1.0, 3.0]), 2.0)
    2.0
    """
    away = values - mean
    left = total(away)
    return max(total(away * away) - left * left / len(values), 0.0)


def total(values: Floats) -> float:
    """The sum: exact up to 100 000 values, in pairs above, where it would take long.

    >>> total(np.array([0.1] * 10))
    1.0
    """
    return math.fsum(values.tolist()) if len(values) <= _EXACT_UP_TO else float(values.sum())


def missing_check(count: int) -> tuple[Check, ...]:
    """The warning that values are missing, where some are.

    >>> missing_check(0)
    ()
    """
    if not count:
        return ()
    return (Check(id="samples.missing_values", status=Status.WARN, statistic=count, arguments={"count": count}),)
