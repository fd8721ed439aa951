"""From variances to a finished gauge study: what every method ends with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import special

from jawda.core.statistics.measurement_systems.components import (
    AnovaRow,
    Scale,
    assembled,
    distinct_categories,
    truncated_categories,
)
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.intervals import MeanSquares, combination_interval, ratio_interval
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.verdicts import check, verdicts
from jawda.core.statistics.result import Check, Estimate, Inputs, Method, Status

Bounds = tuple[float | None, float | None]


def finished(
    *,
    variances: Mapping[str, float | None],
    options: StudyOptions,
    method: Method,
    inputs: Inputs,
    mean: float,
    intervals: Mapping[str, Bounds] | None = None,
    signal: Bounds | None = None,
    findings: Sequence[Check] = (),
    **others: Any,
) -> GaugeRR:
    """Components, categories, verdicts and intervals.

    ``signal`` bounds the ratio of the variances of part and gauge, from which the intervals of ndc and of the shares of
    the gauge follow; ``findings`` of the method stand after the verdicts.
    """
    width = options.width(mean)
    scale = Scale(multiplier=options.study_multiplier, width=width, process_sd=options.process_sd)
    components = assembled(variances, scale, intervals)
    unrounded = ndc = None
    part, grr = components.part, components.grr.variance
    assert part is not None
    told: tuple[Check, ...] = (check("no_gauge_variation", Status.WARN),)
    if grr > 0:
        ratio = distinct_categories(np.array([part.variance]), np.array([grr]), options.ndc_factor)
        unrounded = float(ratio[0])
        ndc, told = truncated_categories(unrounded), ()
    return GaugeRR(
        method=method,
        inputs=inputs,
        findings=(*verdicts(components, ndc, options.judged_by), *told, *findings),
        mean=mean,
        tolerance=width,
        components=components,
        ndc=ndc,
        ndc_unrounded=unrounded,
        intervals=_estimates(
            low=components.grr.low,
            high=components.grr.high,
            grr=grr,
            signal=signal,
            ndc=unrounded,
            options=options,
            width=width,
        ),
        **others,
    )


def _estimates(
    *,
    low: float | None,
    high: float | None,
    grr: float,
    signal: Bounds | None,
    ndc: float | None,
    options: StudyOptions,
    width: float | None,
) -> dict[str, Estimate]:
    """Of shares and categories: each is a monotone function of a variance or of the ratio of part and gauge."""
    found: dict[str, Estimate] = {}
    if width is not None and low is not None:
        factor = 100 * options.study_multiplier / width
        found["percent_tolerance_grr"] = Estimate(
            value=factor * math.sqrt(grr),
            low=factor * math.sqrt(low),
            high=None if high is None else factor * math.sqrt(high),
            confidence=options.confidence,
        )
    if signal is None or ndc is None:
        return found
    smaller, larger = signal
    assert smaller is not None
    ratio = (ndc / options.ndc_factor) ** 2
    shares = [1 / (1 + ratio), 0.0 if larger is None else 1 / (1 + larger), 1 / (1 + smaller)]
    roots = [100 * math.sqrt(share) for share in shares]
    given = {"confidence": options.confidence}
    found["percent_contribution_grr"] = Estimate(
        value=100 * shares[0], low=100 * shares[1], high=100 * shares[2], **given
    )
    found["percent_study_grr"] = Estimate(value=roots[0], low=roots[1], high=roots[2], **given)
    found["ndc"] = Estimate(
        value=ndc,
        low=options.ndc_factor * math.sqrt(smaller),
        high=None if larger is None else options.ndc_factor * math.sqrt(larger),
        **given,
    )
    return found


def bounds_of(
    combinations: Mapping[str, Sequence[float]], squares: MeanSquares, options: StudyOptions
) -> tuple[dict[str, Bounds], Bounds]:
    """The interval of each combination of mean squares, cut at zero, and that of the ratio of part and gauge."""
    found: dict[str, Bounds] = {}
    for name, weights in combinations.items():
        low, high = combination_interval(weights, squares, method=options.interval_method)
        found[name] = (max(0.0, low), finite(max(0.0, high)))
    smaller, larger = ratio_interval(combinations["part"], combinations["grr"], squares)
    return found, (smaller, finite(larger))


def finite(value: float) -> float | None:
    """``None`` for an infinite bound."""
    return value if math.isfinite(value) else None


def table(
    sources: Sequence[tuple[str, int, float]], errors: Mapping[str, str], total: tuple[int, float]
) -> tuple[AnovaRow, ...]:
    """Rows (source, df, ss), each tested over the source that ``errors`` names; an F over zero is ``None``, p is 0.

    >>> rows = table([("part", 1, 8.0), ("repeatability", 2, 2.0)], {"part": "repeatability"}, (3, 10.0))
    >>> rows[0].F, round(rows[0].p, 4)
    (8.0, 0.1056)
    """
    means = {name: ss / df for name, df, ss in sources}
    degrees = {name: df for name, df, _ in sources}
    rows = []
    for name, df, ss in sources:
        f = p = None
        error = errors.get(name)
        if error is not None:
            f = means[name] / means[error] if means[error] > 0 else None
            if f is not None:
                p = float(special.fdtrc(df, degrees[error], f))
            elif means[name] > 0:
                p = 0.0
        rows.append(AnovaRow(source=name, df=df, ss=ss, ms=means[name], F=f, p=p))
    return (*rows, AnovaRow(source="total", df=total[0], ss=total[1], ms=None))


def zero_repeatability(variance: float) -> tuple[Check, ...]:
    """A warning where every repeat gave the same figure: the resolution hides the spread."""
    return (check("repeats_equal", Status.WARN, 0.0),) if variance == 0 else ()
