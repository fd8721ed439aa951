"""Charts of counts: p and np (nonconforming units), c and u (nonconformities), limits from the counts themselves.

Binomial counts of n units at proportion p spread by sqrt(p (1 - p) / n), Poisson counts on n units at rate u by
sqrt(u / n). Sources: Shewhart 1931; ISO 7870-2:2023; Montgomery, Introduction to Statistical Quality Control (7).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from jawda.core.statistics.control_charts import dispersion, probability_limits
from jawda.core.statistics.control_charts.count_data import (
    LimitsBy,
    Plan,
    SizesBy,
    assumption_checks,
    checked_counts,
    plan_of,
    standardised,
    variance_of_one,
)
from jawda.core.statistics.control_charts.counted import (
    CountChart,
    CountStage,
    DrawnLimits,
    Stretches,
    check_stage_counts,
    common,
    common_checks,
    judged,
    number_after,
    stretches,
    used,
    whole,
)
from jawda.core.statistics.control_charts.patterns import Line
from jawda.core.statistics.control_charts.picture import shared
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.control_charts.stages import refuse_stage
from jawda.core.statistics.result import Exclusion, Floats, Method
from jawda.core.statistics.samples import Column, Labels, Numbers, numbers, refuse

_NAMES: Final = {"p": "p chart", "np": "np chart", "c": "c chart", "u": "u chart"}


@dataclass(frozen=True, kw_only=True, eq=False)
class CountLimits(DrawnLimits):
    """Limits with what they stand on: ``mean`` (proportion or rate) and ``sigma_z`` (1 but for Laney's charts).

    ``size`` is that of the samples, or their mean where the chart goes by it; ``None`` where each has its own.
    """

    mean: float
    sigma_z: float
    size: float | None
    plan: Plan

    def to_dict(self) -> dict[str, Any]:
        """As of any limits, with ``mean``, ``sigma_z`` and ``size``."""
        return {**super().to_dict(), "mean": self.mean, "sigma_z": self.sigma_z, "size": self.size}

    def monitor(
        self,
        new: Numbers,
        size: Numbers | float | None = None,
        *,
        rules: Rules | None = None,
        after: CountChart | None = None,
    ) -> CountChart:
        """Phase II: new counts against these figures, which follow the size of each new sample and nothing else.

        ``size`` may be left out where all had one. ``after`` is the chart that the new points go on from: they are
        numbered after its own, and patterns reach back into its last stage.
        """
        plan = self.plan if rules is None else dataclasses.replace(self.plan, rules=rule_set(rules))
        column = numbers(new, name="count")
        if size is None and plan.kind != "c":
            if self.size is None:
                raise refuse("attribute_charts.sizes_needed", column=column)
            size = self.size
        counts, sizes = checked_counts(column, 1.0 if size is None else size, plan.kind)
        figures = _Figures(counts=counts, sizes=sizes, parts=whole(len(sizes)), means=[self.mean],
                           sigmas=[self.sigma_z], fixed=self.size)  # fmt: skip
        return chart_of(plan, figures, phase=2, excluded=(), estimated=False, after=after)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Figures:
    """Counts and sizes, and for each stage the mean and sigma z that its limits stand on."""

    counts: Column
    sizes: Floats
    parts: Stretches
    means: list[float]
    sigmas: list[float]
    kept: Any = None
    fixed: float | None = None


def p_chart(
    nonconforming: Numbers,
    size: Numbers | float,
    *,
    proportion: float | None = None,
    nsigma: float = 3.0,
    limits: LimitsBy = "sigma",
    sizes: SizesBy = "each",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    frozen: Mapping[str, float] | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Proportions of nonconforming units in samples of ``size`` units (one for all, or one each).

    ``proportion`` is a historical one; else all units of a stage give it. ``stages`` are labels for each sample;
    ``frozen`` are the proportions of those that are watched with a known one.
    ``exclude`` are the numbers (from 1) of points that stay on the chart and do not count for its limits.
    :class:`~jawda.core.findings.Refused` names each cell that is no count, exceeds its size or has none, and stages
    without two usable samples or without any variation.

    >>> chart = p_chart([4, 2, 5, 3], 50)
    >>> round(chart.limits.center, 3), round(chart.limits.upper, 4)
    (0.07, 0.1782)
    """
    plan = plan_of("p", rules=rules, nsigma=nsigma, limits=limits, sizes=sizes)
    return phase_one(plan, nonconforming, size, historical=proportion, stages=stages, frozen=frozen, exclude=exclude)


def np_chart(
    nonconforming: Numbers,
    size: Numbers | float,
    *,
    proportion: float | None = None,
    nsigma: float = 3.0,
    limits: LimitsBy = "sigma",
    sizes: SizesBy = "each",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    frozen: Mapping[str, float] | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Numbers of nonconforming units; as :func:`p_chart`, with a centre line that follows the sizes where they vary.

    >>> round(np_chart([4, 2, 5, 3], 50).limits.center, 3)
    3.5
    """
    plan = plan_of("np", rules=rules, nsigma=nsigma, limits=limits, sizes=sizes)
    return phase_one(plan, nonconforming, size, historical=proportion, stages=stages, frozen=frozen, exclude=exclude)


def c_chart(
    nonconformities: Numbers,
    *,
    mean: float | None = None,
    nsigma: float = 3.0,
    limits: LimitsBy = "sigma",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    frozen: Mapping[str, float] | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Numbers of nonconformities in samples of one size; ``mean`` is a historical one. Otherwise as :func:`p_chart`.

    >>> chart = c_chart([4, 2, 5, 5])
    >>> chart.limits.center, chart.limits.lower, chart.limits.upper
    (4.0, 0.0, 10.0)
    """
    plan = plan_of("c", rules=rules, nsigma=nsigma, limits=limits, sizes="each")
    return phase_one(plan, nonconformities, 1.0, historical=mean, stages=stages, frozen=frozen, exclude=exclude)


def u_chart(
    nonconformities: Numbers,
    size: Numbers | float,
    *,
    rate: float | None = None,
    nsigma: float = 3.0,
    limits: LimitsBy = "sigma",
    sizes: SizesBy = "each",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    frozen: Mapping[str, float] | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Nonconformities for each unit of ``size`` (units, area, time); ``rate`` is historical. As :func:`p_chart`.

    >>> round(u_chart([4, 2, 5, 5], [2, 2, 2, 2]).limits.upper, 6)
    5.0
    """
    plan = plan_of("u", rules=rules, nsigma=nsigma, limits=limits, sizes=sizes)
    return phase_one(plan, nonconformities, size, historical=rate, stages=stages, frozen=frozen, exclude=exclude)


def phase_one(
    plan: Plan,
    data: Numbers,
    size: Numbers | float,
    *,
    historical: float | None,
    stages: Labels | None,
    exclude: Sequence[int],
    frozen: Mapping[str, float] | None = None,
    sigma_z: float | None = None,
    d2: float = dispersion.D2_OF_TWO,
) -> CountChart:
    """Estimate, stage by stage, what is not given, and chart."""
    fixed = dict(frozen or {})
    counts, sizes = checked_counts(numbers(data, name="count", least=1 if fixed else 2), size, plan.kind)
    parts = stretches(stages, len(sizes), fixed)
    kept, excluded = used(counts, exclude)
    check_stage_counts(kept, parts.slices, parts.names, counts, fixed)
    means, sigmas = [], []
    for name, part in zip(parts.names, parts.slices, strict=True):
        own = np.zeros(len(sizes), dtype=np.bool_)
        own[part] = kept[part]
        means.append(_mean(plan, counts, sizes, own, name, fixed.get(name, historical)))
        sigmas.append(1.0)
        if plan.laney:
            scores = standardised(plan.kind, counts.values[part], sizes[part], means[-1])
            found = dispersion.sigma_z(np.where(kept[part], scores, np.nan), d2=d2) if sigma_z is None else sigma_z
            if not found > 0:
                raise refuse("attribute_charts.no_dispersion", column=counts)
            sigmas[-1] = found
    figures = _Figures(counts=counts, sizes=sizes, parts=parts, means=means, sigmas=sigmas, kept=kept)
    told = dataclasses.replace(plan, options={**plan.options, "historical": historical})
    return chart_of(
        told, figures, phase=1, excluded=excluded, estimated=historical is None and not fixed.keys() >= set(parts.names)
    )


def chart_of(
    plan: Plan,
    figures: _Figures,
    *,
    phase: int,
    excluded: tuple[Exclusion, ...],
    estimated: bool,
    after: CountChart | None = None,
) -> CountChart:
    """The chart of counts whose means are known."""
    parts, sizes, counts = figures.parts, figures.sizes, figures.counts
    mean, sigma_z = parts.spread_out(figures.means), parts.spread_out(figures.sigmas)
    points, lines, taken = _drawn(plan, figures, mean, sigma_z)
    signals = judged(points, lines, rules=plan.rules, starts=parts.starts, after=after)
    first = number_after(after)
    observed = _observed(plan, figures)
    stages = tuple(
        CountStage(name=name, first=first + part.start, last=first + part.stop - 1, mean=own, sigma_z=seen)
        for name, part, own, seen in zip(parts.names, parts.slices, figures.means, observed, strict=True)
    )
    inputs = counts.inputs(**({} if plan.kind == "c" else {"size": sizes}))
    if figures.kept is not None:
        count = int(np.count_nonzero(figures.kept))
        inputs = dataclasses.replace(inputs, count=count, excluded=(*inputs.excluded, *excluded))
    checks = common_checks(signals, inputs, samples=inputs.count, estimated=estimated)
    checks += assumption_checks(plan, sizes, figures.means[-1], lines)
    checks += dispersion.checks(observed[-1], len(sizes), laney=plan.laney)
    options = {
        **plan.options, "nsigma": plan.nsigma, "limits": plan.limits, "sizes": plan.sizes, "rules": plan.rules.name,
    }  # fmt: skip
    name = f"Laney {plan.kind}′ chart" if plan.laney else _NAMES[plan.kind]
    size = shared(sizes) if taken is None else taken
    return CountChart(
        method=Method(name=name, standard="ISO 7870-2", edition="2023", options=options), inputs=inputs,
        findings=tuple(checks), kind=plan.chart, phase=phase, mean=figures.means[-1], sigma_z=observed[-1],
        limits=CountLimits(**common(lines), nsigma=plan.nsigma, mean=figures.means[-1], sigma_z=figures.sigmas[-1],
                           size=None if isinstance(size, np.ndarray) or plan.kind == "c" else size, plan=plan),
        signals=signals, points=points, sizes=None if plan.kind == "c" else shared(sizes), stages=stages, first=first,
    )  # fmt: skip


def _mean(plan: Plan, counts: Column, sizes: Floats, kept: Any, name: str, historical: float | None) -> float:
    """All cases over all units of a stage, or what history says."""
    most = 1.0 if plan.kind in ("p", "np") else np.inf
    if historical is not None:
        if not 0 < historical < most:
            said = {"value": historical, "least": 0, "most": most}
            raise refuse("attribute_charts.historical_out_of_range", column=counts, **said)
        return float(historical)
    found = float(counts.values[kept].sum() / sizes[kept].sum())
    if not 0 < found < most:
        raise refuse_stage("attribute_charts.nothing_counted", name, column=counts)
    return found


def _drawn(plan: Plan, figures: _Figures, mean: Line, sigma_z: Line) -> tuple[Floats, DrawnLimits, float | None]:
    """Points with their lines, and the one size that lines go by where they go by their mean."""
    sizes, counts = figures.sizes, figures.counts.values
    taken = None
    if plan.sizes == "mean":
        taken = float(np.nanmean(sizes)) if figures.fixed is None else figures.fixed
    by: Line = sizes if taken is None else taken
    total = plan.kind in ("np", "c")
    if plan.sizes == "standardised":
        error = sigma_z * np.sqrt(sizes * variance_of_one(plan.kind, mean))
        return (counts - sizes * mean) / error, _standard(len(sizes), plan.nsigma), None
    points = counts.copy() if total else counts / sizes
    center = mean * by if total else mean
    error = np.sqrt(variance_of_one(plan.kind, mean) * by if total else variance_of_one(plan.kind, mean) / by) * sigma_z
    if plan.limits == "probability":
        lower, upper = probability_limits.limits_of(
            "binomial" if plan.kind in ("p", "np") else "poisson", sizes, mean, nsigma=plan.nsigma
        )
        lower, upper = (lower, upper) if total else (lower / sizes, upper / sizes)
    else:
        most = np.inf if plan.kind in ("c", "u") else (by if total else 1.0)
        lower = np.maximum(center - plan.nsigma * error, 0.0)
        upper = np.minimum(center + plan.nsigma * error, most)
    lines = [np.broadcast_to(np.asarray(line, dtype=np.float64), len(sizes)) for line in (center, lower, upper, error)]
    return points, DrawnLimits(
        center=lines[0], lower=lines[1], upper=lines[2], standard_error=lines[3], nsigma=plan.nsigma
    ), taken  # fmt: skip


def _standard(count: int, nsigma: float) -> DrawnLimits:
    ones = np.ones(count)
    return DrawnLimits(center=0.0 * ones, lower=-nsigma * ones, upper=nsigma * ones, standard_error=ones, nsigma=nsigma)


def _observed(plan: Plan, figures: _Figures) -> list[float | None]:
    """Sigma z of each stage, as its points show it."""
    if plan.laney:
        return list(figures.sigmas)
    found: list[float | None] = []
    for mean, part in zip(figures.means, figures.parts.slices, strict=True):
        scores = standardised(plan.kind, figures.counts.values[part], figures.sizes[part], mean)
        kept = scores if figures.kept is None else np.where(figures.kept[part], scores, np.nan)
        value = dispersion.sigma_z(kept)
        found.append(None if np.isnan(value) else value)
    return found
