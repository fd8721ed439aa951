"""X-bar & R and X-bar & S charts: means of rational subgroups, and their ranges or standard deviations.

ISO 7870-2:2023, clause 6; constants are exact for every size (the printed tables round to three decimals), and limits
follow the size of each subgroup where sizes differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.control_charts.chart import ControlChart, Limits, Stage, as_line, by_stage, plotted
from jawda.core.statistics.control_charts.checks import chart_checks
from jawda.core.statistics.control_charts.constants import c4, d2, d3
from jawda.core.statistics.control_charts.estimates import Estimator, by_count, within_sigma
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.control_charts.stages import Basis, blocks, part_of, refuse_stage
from jawda.core.statistics.result import Inputs, Method
from jawda.core.statistics.samples import Column, Labels, Numbers, refuse
from jawda.core.statistics.subgroups import Subgroups, Summary, by_label, by_row, by_size, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What stays the same from phase I to phase II."""

    kind: Literal["xbar-r", "xbar-s"]
    rules: Rules
    nsigma: float
    estimator: Estimator


def xbar_r(
    data: Numbers | Subgroups | Summary | Sequence[Sequence[float]],
    subgroup: Labels | None = None,
    *,
    size: int | None = None,
    rules: Rules = "nelson1984",
    nsigma: float = 3.0,
    sigma: Estimator = "range",
    stages: Labels | None = None,
    mean: float | None = None,
    historical_sigma: float | None = None,
    frozen: Mapping[str, tuple[float, float]] | None = None,
    exclude: Sequence[int] = (),
) -> ControlChart:
    """Chart of means and ranges. Limits are estimated, unless ``mean`` and ``historical_sigma`` are both given.

    ``data``: values with the ``subgroup`` of each, or with the ``size`` of subgroups that follow one another; a table
    with a subgroup in each row; :class:`Subgroups`; or only their figures (:class:`Summary`). ``stages`` names the
    stage of each subgroup: limits are estimated for each block of one name, but for stages whose mean and sigma are
    ``frozen``. ``exclude`` are the numbers (from 1) of subgroups that stay on the chart and do not count for limits.
    ``sigma`` is the estimator. Refused: values without spread, subgroups of one value (use :func:`individuals`), what
    :mod:`subgroups` refuses. ``ValueError`` for an unknown rule set or estimator, for one historical figure without the
    other, and where no such subgroup is there to leave out.

    >>> chart = xbar_r([[9, 11], [10, 12], [8, 10], [20, 22]], rules="weco1956")
    >>> round(chart.limits.center, 2), round(chart.limits.upper, 2), [signal.point for signal in chart.signals]
    (12.75, 16.51, [3, 4])
    """
    options = _Options(kind="xbar-r", rules=rules, nsigma=nsigma, estimator=sigma)
    return _chart(_figures(data, subgroup, size), options, stages, _basis(mean, historical_sigma, frozen, exclude))


def xbar_s(
    data: Numbers | Subgroups | Summary | Sequence[Sequence[float]],
    subgroup: Labels | None = None,
    *,
    size: int | None = None,
    rules: Rules = "nelson1984",
    nsigma: float = 3.0,
    sigma: Estimator = "sd",
    stages: Labels | None = None,
    mean: float | None = None,
    historical_sigma: float | None = None,
    frozen: Mapping[str, tuple[float, float]] | None = None,
    exclude: Sequence[int] = (),
) -> ControlChart:
    """Chart of means and standard deviations: better than ranges from about ten values a subgroup. As :func:`xbar_r`.

    >>> chart = xbar_s([[9, 11], [10, 12], [8, 10], [20, 22]], rules="weco1956")
    >>> round(float(chart.spread.center[0]), 4)
    1.4142
    """
    options = _Options(kind="xbar-s", rules=rules, nsigma=nsigma, estimator=sigma)
    return _chart(_figures(data, subgroup, size), options, stages, _basis(mean, historical_sigma, frozen, exclude))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    summary: Summary
    inputs: Inputs
    column: Column | None = None


def _figures(data: Any, subgroup: Labels | None, size: int | None) -> _Figures:
    if isinstance(data, Summary):
        columns = {name: getattr(data, name) for name in ("counts", "means", "ranges", "variances")}
        return _Figures(summary=data, inputs=Inputs(count=int(data.counts.sum()), missing=data.missing, data=columns))
    if isinstance(data, Subgroups):
        groups = data
    elif subgroup is not None:
        groups = by_label(data, subgroup)
    elif size is not None:
        groups = by_size(data, size)
    else:
        groups = by_row(data)
    # values as they were laid and how many in a row make a subgroup: all that the chart knows of them
    laid = {groups.column.name: groups.values, "subgroup size": groups.counts}
    return _Figures(summary=summarise(groups), inputs=groups.column.inputs(**laid), column=groups.column)


def _basis(
    mean: float | None,
    sigma: float | None,
    frozen: Mapping[str, tuple[float, float]] | None,
    exclude: Sequence[int],
) -> Basis:
    if (mean is None) != (sigma is None):
        raise ValueError("a historical mean and a historical sigma are given together")
    known = None if mean is None or sigma is None else (mean, sigma)
    return Basis(known=known, frozen=frozen or {}, exclude=exclude)


def _chart(figures: _Figures, options: _Options, stage_labels: Labels | None, basis: Basis) -> ControlChart:
    summary = figures.summary
    if (summary.size or int(summary.counts.min())) < 2:
        raise refuse("control_charts.size_one", column=figures.column, count=int((summary.counts < 2).sum()))
    rules = rule_set(options.rules)
    kept = basis.kept(len(summary))
    stages = tuple(
        _stage(figures, kept, options, basis, name=name, first=first, last=last)
        for name, first, last in blocks(stage_labels, len(summary), basis.frozen)
    )
    given = basis.is_given([stage.name for stage in stages])
    inputs = basis.account(figures.inputs, summary.counts, kept)
    center = by_stage(stages, [stage.mean for stage in stages])
    within = by_stage(stages, [stage.sigma for stage in stages])
    of_means = within / by_count(summary.counts, math.sqrt)
    by_range = options.kind == "xbar-r"
    spreads = summary.ranges if by_range else np.sqrt(summary.variances)
    unit = by_count(summary.counts, d2 if by_range else c4)
    of_spreads = within * (by_count(summary.counts, d3) if by_range else np.sqrt(1 - unit**2))
    away = options.nsigma
    location = plotted(
        "location", "mean", summary.means,
        {"center": center, "sigma": of_means, "lower": center - away * of_means, "upper": center + away * of_means},
        rules, stages,
    )  # fmt: skip
    middle = unit * within
    spread = plotted(
        "spread", "range" if by_range else "standard deviation", spreads,
        {
            "center": middle, "sigma": of_spreads,
            "lower": np.maximum(middle - away * of_spreads, 0.0), "upper": middle + away * of_spreads,
        },
        rules.for_spread(), stages,
    )  # fmt: skip
    frozen = (stages[-1].mean, stages[-1].sigma)
    limits = Limits(
        center=as_line(location.center), lower=as_line(location.lower), upper=as_line(location.upper),
        monitor=partial(_monitor, options, frozen),
    )  # fmt: skip
    return ControlChart(
        method=Method(
            name="X-bar & R" if by_range else "X-bar & S", standard="ISO 7870-2", edition="2023", clause="6",
            options={
                "rules": rules.name, "nsigma": away, "sigma": "given" if given else options.estimator,
                "constants": "exact",
            },
        ),
        inputs=inputs,
        findings=chart_checks(
            (location, spread), inputs, counts=summary.counts, enough=25, phase=2 if given else 1
        ),
        kind=options.kind,
        phase=2 if given else 1,
        limits=limits,
        charts=(location, spread),
        stages=stages,
        labels=summary.names,
    )  # fmt: skip


def _stage(
    figures: _Figures, kept: NDArray[np.bool_], options: _Options, basis: Basis, *, name: str, first: int, last: int
) -> Stage:
    known = basis.of(name)
    if known is not None:
        return Stage(name=name, first=first, last=last, mean=known[0], sigma=known[1])
    own = part_of(figures.summary, first, last, kept)
    if not len(own):
        raise refuse_stage("control_charts.all_left_out", name, column=figures.column)
    sigma = within_sigma(own, options.estimator)
    if not sigma > 0:
        raise refuse("samples.zero_spread", column=figures.column)
    mean = own.means.mean() if own.size else (own.counts * own.means).sum() / own.counts.sum()
    return Stage(name=name, first=first, last=last, mean=float(mean), sigma=sigma)


def _monitor(
    options: _Options,
    frozen: tuple[float, float],
    data: Numbers | Subgroups | Summary | Sequence[Sequence[float]],
    subgroup: Labels | None = None,
    *,
    size: int | None = None,
) -> ControlChart:
    """New data against frozen limits; sizes may differ from those of phase I."""
    return _chart(_figures(data, subgroup, size), options, None, Basis(known=frozen))
