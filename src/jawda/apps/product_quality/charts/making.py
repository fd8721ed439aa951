"""From a characteristic and its samples to its chart: the core computes, this brings both together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.enums import ChartKind
from jawda.apps.product_quality.models import Characteristic, ChartStage
from jawda.apps.product_quality.samples.queries import Taken
from jawda.core.findings import Finding, Refused
from jawda.core.statistics.control_charts import (
    RULE_SETS,
    ControlChart,
    CountChart,
    Rule,
    RuleSet,
    c_chart,
    individuals,
    np_chart,
    p_chart,
    rule_set,
    u_chart,
    xbar_r,
    xbar_s,
)
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column
from jawda.core.statistics.subgroups import Subgroups

FIRST: Final = "–"
"""The name of what comes before the first stage; people name none like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a point completes: in the plot of location or of spread, on which side."""

    plot: str
    rule: Rule
    side: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Plot:
    """One plot of a chart: its points and lines, all of one length; rules by point (from 1)."""

    name: str
    statistic: str
    points: Floats
    center: Floats
    lower: Floats
    upper: Floats
    broken: Mapping[int, tuple[Broken, ...]]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A characteristic's chart; ``result`` is None where there are too few samples, or ``refused`` says why not."""

    row: Characteristic
    samples: tuple[Taken, ...]
    stages: tuple[ChartStage, ...]
    rules: RuleSet
    result: ControlChart | CountChart | None = None
    refused: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.samples)

    @cached_property
    def plots(self) -> tuple[Plot, ...]:
        """Location, and spread where the kind has one."""
        if isinstance(self.result, ControlChart):
            return tuple(
                Plot(
                    name=item.name, statistic=item.statistic, points=item.points, center=item.center,
                    lower=item.lower, upper=item.upper, broken=_by_point(item.name, item.rules, item.signals),
                )
                for item in self.result.charts
            )  # fmt: skip
        if isinstance(self.result, CountChart):
            count = len(self.result.points)
            limits = self.result.limits
            lines = {name: np.broadcast_to(getattr(limits, name), count) for name in ("center", "lower", "upper")}
            broken = _by_point("location", self.rules, self.result.signals)
            statistic = str(self.row.chart)
            return (Plot(name="location", statistic=statistic, points=self.result.points, broken=broken, **lines),)
        return ()

    @cached_property
    def broken(self) -> dict[int, tuple[Broken, ...]]:
        """Rules by point, over all plots; in the order of points."""
        found: dict[int, tuple[Broken, ...]] = {}
        for plot in self.plots:
            for point, rules in plot.broken.items():
                found[point] = (*found.get(point, ()), *rules)
        return dict(sorted(found.items()))

    @cached_property
    def unexplained(self) -> tuple[int, ...]:
        """Points that signal and have no reason beside them."""
        return tuple(point for point in self.broken if not self.samples[point - 1].excluded)

    @cached_property
    def outside(self) -> int:
        """How many single values stand outside the specification."""
        lower, upper = self.row.lower, self.row.upper
        values = np.array([value for sample in self.samples for value in sample.values], dtype=np.float64)
        below = 0 if lower is None else int(np.count_nonzero(values < lower))
        return below + (0 if upper is None else int(np.count_nonzero(values > upper)))

    def point_of(self, position: int) -> int:
        """The number (from 1) of the first sample at or after a position."""
        return bisect_left([sample.position for sample in self.samples], position) + 1


def make(row: Characteristic, samples: Sequence[Taken], stages: Sequence[ChartStage]) -> Chart:
    """The chart as it stands. Nothing is asked of the database."""
    rules = rule_set(row.rules if row.rules in RULE_SETS else "nelson1984")
    rules = rules.without(*({rule.id for rule in rules.rules} & set(row.rules_off))) if row.rules_off else rules
    chart = Chart(row=row, samples=tuple(samples), stages=tuple(stages), rules=rules)
    if len(samples) < (1 if stages else 2):
        return chart
    try:
        result = _result(row, samples, stages, rules)
    except Refused as refused:
        return Chart(row=row, samples=chart.samples, stages=chart.stages, rules=rules, refused=refused.findings)
    return Chart(row=row, samples=chart.samples, stages=chart.stages, rules=rules, result=result)


def _result(
    row: Characteristic, samples: Sequence[Taken], stages: Sequence[ChartStage], rules: RuleSet
) -> ControlChart | CountChart:
    options: dict[str, Any] = {
        "rules": rules,
        "stages": _labels(samples, stages),
        "exclude": [point for point, sample in enumerate(samples, start=1) if sample.excluded],
    }
    if row.chart in SUBGROUPED:
        values = np.array([value for sample in samples for value in sample.values], dtype=np.float64)
        counts = np.array([len(sample.values) for sample in samples], dtype=np.int64)
        column = Column(values=values, name=row.name, unit=row.unit or None)
        groups = Subgroups(values=values, counts=counts, names=(), column=column)
        drawn = xbar_r if row.chart == ChartKind.XBAR_R else xbar_s
        return drawn(groups, frozen=_frozen(stages), **options)
    values = np.array([sample.values[0] for sample in samples], dtype=np.float64)
    column = Column(values=values, name=row.name, unit=row.unit or None)
    if row.chart == ChartKind.INDIVIDUALS:
        return individuals(column, frozen=_frozen(stages), **options)
    means = {stage.name: stage.frozen_mean for stage in stages if stage.frozen_mean is not None}
    if row.chart == ChartKind.C:
        return c_chart(column, frozen=means, **options)
    sizes = np.array([sample.inspected or 0 for sample in samples], dtype=np.float64)
    counted = {ChartKind.P: p_chart, ChartKind.NP: np_chart, ChartKind.U: u_chart}[ChartKind(row.chart)]
    return counted(column, sizes, frozen=means, **options)


def _frozen(stages: Sequence[ChartStage]) -> dict[str, tuple[float, float]]:
    return {
        stage.name: (stage.frozen_mean, stage.frozen_sigma)
        for stage in stages
        if stage.frozen_mean is not None and stage.frozen_sigma is not None
    }


def _labels(samples: Sequence[Taken], stages: Sequence[ChartStage]) -> list[str] | None:
    """The name of each sample's stage; None where there is one stage only, which is nameless."""
    if not stages:
        return None
    positions = [sample.position for sample in samples]
    labels = [FIRST] * len(samples)
    for stage in sorted(stages, key=lambda item: item.from_position):
        start = bisect_left(positions, stage.from_position)
        labels[start:] = [stage.name] * (len(samples) - start)
    return labels


def _by_point(plot: str, rules: RuleSet, signals: Any) -> dict[int, tuple[Broken, ...]]:
    known = {rule.id: rule for rule in rules.rules}
    found: dict[int, list[Broken]] = {}
    for signal in signals:
        found.setdefault(signal.point, []).append(Broken(plot=plot, rule=known[signal.rule], side=signal.side))
    return {point: tuple(broken) for point, broken in found.items()}
