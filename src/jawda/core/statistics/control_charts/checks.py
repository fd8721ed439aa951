"""The report card of a control chart: enough data, stable, sizes, missing values, memory, resolution."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.chart import PlottedStatistic
from jawda.core.statistics.control_charts.stages import LEFT_OUT
from jawda.core.statistics.result import Check, Inputs, Status
from jawda.core.statistics.subgroups import common_size

#: Fewer points say nothing of memory.
_REMEMBERED: Final = 20
#: Distinct values under which the instrument's steps show, looked for among the first thousand.
_DISTINCT: Final = 5
_LOOKED_AT: Final = 1000
#: Points worked on at a time: they stay in the processor's cache.
_PIECE: Final = 10_000


def chart_checks(
    charts: tuple[PlottedStatistic, ...], inputs: Inputs, *, counts: NDArray[np.int64] | None, enough: int, phase: int
) -> tuple[Check, ...]:
    """The verdict first, then what it rests on. ``counts`` are the sizes of subgroups, None for individual values."""
    found = [_verdict(charts)]
    points = charts[0].points
    left_out = sum(part.count for part in inputs.excluded if part.reason == LEFT_OUT)
    if phase == 1:
        # values that are missing, or left out, made no limits; subgroups without a value have no point
        found.append(_amount(inputs.count if counts is None else len(points) - left_out, counts is not None, enough))
    if counts is not None and common_size(counts) is None:
        sizes = {"least": int(counts.min()), "most": int(counts.max())}
        found.append(Check(id="samples.unequal_sizes", status=Status.WARN, arguments=sizes))
    if left_out:
        told = {"count": left_out}
        found.append(Check(id="attribute_charts.left_out", status=Status.WARN, statistic=left_out, arguments=told))
    found += [*missing_check(inputs.missing), *_memory(points), *_resolution(points)]
    return tuple(found)


def _verdict(charts: tuple[PlottedStatistic, ...]) -> Check:
    signalling = sum(int(np.count_nonzero(chart.masks)) for chart in charts)
    if not signalling:
        return Check(id="control_charts.verdict_stable", status=Status.OK, statistic=0.0)
    return Check(
        id="control_charts.verdict_signals", status=Status.FAIL, statistic=signalling, arguments={"count": signalling}
    )


def _amount(count: int, subgrouped: bool, enough: int) -> Check:
    name = "control_charts.subgroups" if subgrouped else "control_charts.values"
    arguments = {"count": count, "enough": enough}
    if count < enough:
        return Check(id=f"{name}_few", status=Status.WARN, statistic=count, arguments=arguments)
    return Check(id=f"{name}_enough", status=Status.OK, statistic=count, arguments=arguments)


def _memory(points: NDArray[np.float64]) -> list[Check]:
    """Lag-1 autocorrelation beyond two of its standard errors, 2/√n, inflates false alarms (Montgomery, chapter 10)."""
    if len(points) < _REMEMBERED or math.isnan(mean := float(points.mean())):
        return []
    squares = products = 0.0
    for start in range(0, len(points), _PIECE):
        # one point more, so that the neighbours on either side of a cut are a pair
        away = points[start : start + _PIECE + 1] - mean
        squares += float(np.einsum("i,i->", away[:_PIECE], away[:_PIECE]))
        products += float(np.einsum("i,i->", away[1:], away[:-1]))
    memory = products / squares if squares > 0 else 0.0
    if abs(memory) <= 2 / math.sqrt(len(points)):
        return []
    arguments = {"r": round(memory, 2)}
    return [Check(id="control_charts.autocorrelation", status=Status.WARN, statistic=memory, arguments=arguments)]


def _resolution(points: NDArray[np.float64]) -> list[Check]:
    looked_at = points[:_LOOKED_AT]
    distinct = len(np.unique(looked_at[~np.isnan(looked_at)]))
    if len(looked_at) < 2 * _DISTINCT or distinct >= _DISTINCT:
        return []
    arguments = {"count": distinct}
    return [Check(id="control_charts.resolution", status=Status.WARN, statistic=distinct, arguments=arguments)]
