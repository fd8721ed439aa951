"""Exponentially weighted moving averages: z = λ x + (1 - λ) z, with limits L standard deviations of z off the target.

Roberts, Technometrics 1 (1959) 239-250; Lucas & Saccucci, Technometrics 32 (1990) 1-12; ISO 7870-6:2016. Exact limits
follow the variance of z from the first point on, σ² λ / (2 - λ) · (1 - (1 - λ)^2i) for equal sizes; asymptotic limits
are those of a chart that has run for long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, Literal

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.control_charts.cusum import OFTEN
from jawda.core.statistics.control_charts.marks import Marks, marks_of
from jawda.core.statistics.control_charts.picture import picture, shared
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet
from jawda.core.statistics.control_charts.run_length import LimitsKind, ewma_run_length
from jawda.core.statistics.control_charts.time_weighted import (
    Estimator,
    Points,
    checks_of,
    points_of,
    spread_of,
    target_of,
)
from jawda.core.statistics.result import Check, Floats, Method, Option, Result, Status, Width
from jawda.core.statistics.samples import Labels, Numbers

RULES: Final = RuleSet(name="ewma", rules=(Beyond(id="beyond_limits"),), source="Roberts 1959")
_BLOCK: Final = 64
_FORGOTTEN: Final = 50


@dataclass(frozen=True, kw_only=True, eq=False)
class EwmaLimits:
    """``lower`` and ``upper`` are arrays where they vary; ``sigma`` is the standard deviation of one value."""

    center: float
    lower: Floats | float
    upper: Floats | float
    sigma: float
    smoothing: float
    width: float
    kind: LimitsKind
    start: float

    def monitor(self, data: Numbers, *, subgroup: Labels | int | None = None, after: Ewma | None = None) -> Ewma:
        """Phase II: new values on the same chart, which starts anew, or goes on from the last point of ``after``."""
        return _charted(points_of(data, subgroup, least=1), self, phase=2, options={}, findings=[], after=after)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ewma(Result):
    """``averages`` are the z that are judged, ``points`` the values (or means of subgroups) that they are made of."""

    schema: ClassVar[str] = "ewma/1"

    phase: Literal[1, 2]
    points: Floats
    averages: Floats
    limits: EwmaLimits
    signals: Marks
    first: int = 1

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point: ``point``, ``value``, ``average``, ``lower``, ``upper``, ``signal``."""
        marked = set(self.signals.marked)
        lower, upper = (np.broadcast_to(line, self.points.shape) for line in (self.limits.lower, self.limits.upper))
        columns = zip(self.points, self.averages, lower, upper, strict=True)
        return [
            {"point": place, "value": value, "average": average, "lower": low, "upper": high, "signal": place in marked}
            for place, (value, average, low, high) in enumerate(columns, start=self.first)
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The moving average between its limits."""
        lines = (self.limits.lower, self.limits.center, self.limits.upper)
        return picture(
            [self.averages], lines, self.signals.moved(1 - self.first), chart="EWMA", language=language, width=width
        )


def ewma(
    data: Numbers,
    *,
    subgroup: Labels | int | None = None,
    target: float | None = None,
    sigma: float | None = None,
    estimator: Estimator | None = None,
    smoothing: float = 0.2,
    width: float = 3.0,
    limits: LimitsKind = "exact",
    start: float | None = None,
) -> Ewma:
    """A chart of single values, or of the means of subgroups (labels, or a size); unequal sizes get their own limits.

    ``target`` and ``sigma`` (of one value) are estimated from the data where not given. ``smoothing`` is λ, ``width``
    is L; ``start`` is z before the first point (the target). Asymptotic limits take the mean size of subgroups.
    :class:`~jawda.core.findings.Refused` for no spread and fewer than two points.

    >>> chart = ewma([9.45, 7.99, 9.29], target=10, sigma=1, smoothing=0.1, width=2.7)
    >>> [round(float(value), 5) for value in chart.averages]
    [9.945, 9.7495, 9.70355]
    """
    if not 0 < smoothing <= 1:
        raise ValueError(f"the smoothing constant stands over 0 and at most at 1, not at {smoothing}")
    if not width > 0:
        raise ValueError(f"the width of limits is positive, not {width}")
    if limits not in {"exact", "asymptotic"}:
        raise ValueError(f"limits are exact or asymptotic, not {limits!r}")
    found = points_of(data, subgroup)
    center, target_from = target_of(found, target)
    spread, spread_from = spread_of(found, sigma, estimator)
    frame = EwmaLimits(
        center=center, lower=center, upper=center, sigma=spread, smoothing=smoothing, width=width, kind=limits,
        start=center if start is None else float(start),
    )  # fmt: skip
    options: dict[str, Option] = {"target": target_from, "sigma": spread_from}
    return _charted(found, frame, phase=1, options=options, findings=_false_alarms(smoothing, width))


def _false_alarms(smoothing: float, width: float) -> list[Check]:
    run = float(ewma_run_length(0.0, smoothing=smoothing, width=width).arl[0])
    if not np.isfinite(run):
        return []
    name = "false_alarms" if run >= OFTEN else "false_alarms_often"
    status = Status.OK if run >= OFTEN else Status.WARN
    said = {"points": round(run, 1)}
    return [Check(id=f"time_weighted_charts.{name}", status=status, statistic=run, arguments=said)]


def _charted(
    found: Points,
    frame: EwmaLimits,
    *,
    phase: Literal[1, 2],
    options: dict[str, Option],
    findings: list[Check],
    after: Ewma | None = None,
) -> Ewma:
    there = found.there
    start, variance, first = frame.start, 0.0, 1
    if after is not None:
        first = after.first + len(after.points)
        start = float(after.averages[~np.isnan(after.averages)][-1])
        last = after.limits.upper[-1] if isinstance(after.limits.upper, np.ndarray) else after.limits.upper
        variance = ((float(last) - frame.center) / frame.width) ** 2
    averages = np.full(len(found.values), np.nan)
    averages[there] = smoothed(found.values[there], start, frame.smoothing)
    errors = _errors(found, frame, variance)
    lower, upper = frame.center - frame.width * errors, frame.center + frame.width * errors
    limits = replace(frame, lower=shared(lower), upper=shared(upper))
    signals = marks_of(averages, center=frame.center, sigma=errors, lower=lower, upper=upper, rules=RULES).moved(
        first - 1
    )
    estimated = options.get("sigma", "given") != "given"
    method = Method(
        name="EWMA", standard="ISO 7870-6", edition="2016",
        options={
            **options, "smoothing": frame.smoothing, "width": frame.width, "limits": frame.kind, "start": frame.start,
        },
    )  # fmt: skip
    return Ewma(
        method=method, inputs=found.inputs, findings=(*checks_of(found, signals, estimated=estimated), *findings),
        phase=phase, points=found.values, averages=averages, limits=limits, signals=signals, first=first,
    )  # fmt: skip


def _errors(found: Points, frame: EwmaLimits, before: float) -> Floats:
    """The standard deviation of z at every point, from its variance ``before``; a missing point has the last one's."""
    there, keep = found.there, 1 - frame.smoothing
    settled = frame.sigma**2 * frame.smoothing / (2 - frame.smoothing)
    if frame.kind == "asymptotic":
        size = found.inputs.count / int(there.sum())
        return np.full(len(there), np.sqrt(settled / size))
    if found.size is not None:
        # what is left of the start; zero long before it would underflow
        left = keep ** (2.0 * np.minimum(np.cumsum(there), _FORGOTTEN / frame.smoothing))
        return np.asarray(np.sqrt(settled / found.size * (1.0 - left) + before * left))
    # the variance of z follows the same kind of recurrence, with λ² σ² / n for each point
    gain = 1 - keep * keep
    return np.asarray(np.sqrt(smoothed((frame.smoothing * frame.sigma) ** 2 / gain / found.sizes, before, gain)))


def smoothed(values: Floats, start: float, smoothing: float) -> Floats:
    """z = λ x + (1 - λ) z from ``start``, for every value: a block at a time.

    >>> smoothed(np.array([1.0, 1.0]), 0.0, 0.5).tolist()
    [0.5, 0.75]
    """
    keep = 1.0 - smoothing
    blocks = -(-len(values) // _BLOCK)
    padded = np.zeros(blocks * _BLOCK)
    padded[: len(values)] = values
    powers = keep ** np.arange(_BLOCK + 1)
    back = np.subtract.outer(np.arange(_BLOCK), np.arange(_BLOCK))
    weights = np.where(back >= 0, smoothing * powers[np.abs(back)], 0.0)
    within = padded.reshape(blocks, _BLOCK) @ weights.T
    carried = np.empty(blocks)
    last, step = start, float(powers[_BLOCK])
    for place, end in enumerate(within[:, -1].tolist()):
        carried[place] = last
        last = end + step * last
    found: Floats = (within + carried[:, None] * powers[None, 1:]).ravel()[: len(values)]
    return found
