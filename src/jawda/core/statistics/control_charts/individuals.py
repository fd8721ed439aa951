"""Individuals and moving range charts, where values come one at a time (ISO 7870-2:2023, clause 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.basics import moments
from jawda.core.statistics.control_charts.chart import ControlChart, Limits, Stage, as_line, by_stage, plotted
from jawda.core.statistics.control_charts.checks import chart_checks
from jawda.core.statistics.control_charts.constants import c4, d2, d3, d4
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.control_charts.stages import Basis, blocks
from jawda.core.statistics.result import Floats, Method
from jawda.core.statistics.samples import Column, Labels, Numbers, numbers, refuse

Estimator: TypeAlias = Literal["mean-moving-range", "median-moving-range", "sd"]
_ESTIMATORS: Final = ("mean-moving-range", "median-moving-range", "sd")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    rules: Rules
    nsigma: float
    span: int
    estimator: Estimator


def individuals(
    values: Numbers,
    *,
    rules: Rules = "nelson1984",
    nsigma: float = 3.0,
    span: int = 2,
    sigma: Estimator = "mean-moving-range",
    stages: Labels | None = None,
    mean: float | None = None,
    historical_sigma: float | None = None,
    frozen: Mapping[str, tuple[float, float]] | None = None,
    exclude: Sequence[int] = (),
) -> ControlChart:
    """Chart of values in the order in which they were taken, and of their moving ranges over ``span`` values.

    Sigma is the mean moving range over d2, the median one over d4, or the standard deviation over c4, which hides
    drifts. A missing value leaves a gap: no moving range reaches over it. ``stages`` names the stage of each value:
    each block of one name has limits of its own, but for those whose mean and sigma are ``frozen``. ``exclude`` are the
    numbers (from 1) of values that stay on the chart and do not count for its limits, nor do the ranges they are part
    of. Refused: fewer values than ``span`` needs, values without spread. ``ValueError`` for an unknown estimator, a
    span under 2, one historical figure alone, and where no such value is there to leave out.

    >>> chart = individuals([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> round(chart.limits.center, 2), round(chart.limits.lower, 2), round(chart.limits.upper, 2)
    (50.81, 45.82, 55.8)
    """
    if sigma not in _ESTIMATORS:
        raise ValueError(f"sigma is estimated by one of {', '.join(_ESTIMATORS)}, not {sigma!r}")
    if span < 2:
        raise ValueError(f"a moving range spans at least two values, not {span}")
    if (mean is None) != (historical_sigma is None):
        raise ValueError("a historical mean and a historical sigma are given together")
    known = None if mean is None or historical_sigma is None else (mean, historical_sigma)
    options = _Options(rules=rules, nsigma=nsigma, span=span, estimator=sigma)
    basis = Basis(known=known, frozen=frozen or {}, exclude=exclude)
    return _chart(numbers(values, least=1 if known or frozen else 2), options, stages, basis)


def moving_ranges(values: Floats, span: int) -> Floats:
    """The range of each value and the ``span`` - 1 before it; NaN where one of them is missing or there are fewer.

    >>> moving_ranges(np.array([1.0, 4.0, 2.0]), 2).tolist()
    [nan, 3.0, 2.0]
    """
    found = np.full(len(values), np.nan)
    if len(values) >= span:
        windows = np.lib.stride_tricks.sliding_window_view(values, span)
        found[span - 1 :] = windows.max(axis=1) - windows.min(axis=1)
    return found


def _chart(column: Column, options: _Options, stage_labels: Labels | None, basis: Basis) -> ControlChart:
    points = column.values
    kept = basis.kept(len(points))
    stages, ranges = [], np.full(len(points), np.nan)
    for name, first, last in blocks(stage_labels, len(points), basis.frozen):
        part = slice(first - 1, last)
        ranges[part] = moving_ranges(points[part], options.span)
        mean, sigma = basis.of(name) or _estimated(column, part, ranges[part], kept[part], options)
        stages.append(Stage(name=name, first=first, last=last, mean=mean, sigma=sigma))
    center = by_stage(stages, [stage.mean for stage in stages])
    within = by_stage(stages, [stage.sigma for stage in stages])
    away, rules = options.nsigma, rule_set(options.rules)
    location = plotted(
        "location", "value", points,
        {"center": center, "sigma": within, "lower": center - away * within, "upper": center + away * within},
        rules, stages,
    )  # fmt: skip
    middle, spread_of_ranges = d2(options.span) * within, d3(options.span) * within
    spread = plotted(
        "spread", "moving range", ranges,
        {
            "center": middle, "sigma": spread_of_ranges,
            "lower": np.maximum(middle - away * spread_of_ranges, 0.0), "upper": middle + away * spread_of_ranges,
        },
        # moving ranges share values, so that runs among them mean nothing (Nelson 1982): limits alone
        rules.only(*(rule.id for rule in rules.rules if rule.kind == "beyond")), stages,
    )  # fmt: skip
    given = basis.is_given([stage.name for stage in stages])
    inputs = basis.account(column.inputs(), (~column.missing).astype(np.int64), kept)
    return ControlChart(
        method=Method(
            name="individuals & moving range", standard="ISO 7870-2", edition="2023", clause="7",
            options={
                "rules": rules.name, "nsigma": away, "sigma": "given" if given else options.estimator,
                "span": options.span, "constants": "exact",
            },
        ),
        inputs=inputs,
        findings=chart_checks((location, spread), inputs, counts=None, enough=100, phase=2 if given else 1),
        kind="individuals",
        phase=2 if given else 1,
        limits=Limits(
            center=as_line(location.center), lower=as_line(location.lower), upper=as_line(location.upper),
            monitor=partial(_monitor, options, (stages[-1].mean, stages[-1].sigma)),
        ),
        charts=(location, spread),
        stages=tuple(stages),
    )  # fmt: skip


def _estimated(
    column: Column, part: slice, ranges: Floats, kept: NDArray[np.bool_], options: _Options
) -> tuple[float, float]:
    values = column.values[part]
    if not kept.all():
        values = np.where(kept, values, np.nan)
        ranges = moving_ranges(values, options.span)
    found = moments(numbers(values))
    if options.estimator == "sd":
        sigma = (found.sd or 0.0) / c4(max(found.count, 2))
    else:
        told = ranges[~np.isnan(ranges)]
        if not told.size:
            raise refuse("control_charts.no_moving_range", column=column, span=options.span)
        if options.estimator == "mean-moving-range":
            sigma = float(told.mean()) / d2(options.span)
        else:
            sigma = float(np.median(told)) / d4(options.span)
    if not sigma > 0:
        raise refuse("samples.zero_spread", column=column)
    return found.mean, sigma


def _monitor(options: _Options, frozen: tuple[float, float], values: Numbers) -> ControlChart:
    """New values against frozen limits."""
    return _chart(numbers(values), options, None, Basis(known=frozen))
