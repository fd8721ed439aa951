"""Cumulative sum charts: small lasting shifts of the mean, found soon.

The tabular form adds up what lies beyond the reference value K on either side of the target,
C⁺ = max(0, C⁺ + x - target - K) and C⁻ = max(0, C⁻ + target - K - x), and signals where a sum passes the decision
interval H (Page, Biometrika 41 (1954) 100-115; ISO 7870-4:2021; NIST/SEMATECH e-Handbook 6.3.2.3). A headstart lets it
answer sooner after a start (Lucas & Crosier, Technometrics 24 (1982) 199-205).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.languages import Language
from jawda.core.statistics.control_charts.marks import Marks
from jawda.core.statistics.control_charts.picture import picture, sentence
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet
from jawda.core.statistics.control_charts.run_length import Sides, cusum_run_length
from jawda.core.statistics.control_charts.time_weighted import (
    Estimator,
    Points,
    checks_of,
    points_of,
    spread_of,
    target_of,
)
from jawda.core.statistics.result import Check, Floats, Method, Option, Result, Status, Width
from jawda.core.statistics.samples import Labels, Numbers, refuse

#: Whether k and h are multiples of the standard error of a point, or measures in the unit of the data.
Scale: TypeAlias = Literal["sigma", "data"]

RULES: Final = RuleSet(name="cusum", rules=(Beyond(id="decision_interval"),), source="Page 1954")
#: A chart that is wrong sooner than this, on average, is watched for nothing.
OFTEN: Final = 100
_BLOCK: Final = 1024


@dataclass(frozen=True, kw_only=True)
class CusumLimits:
    """What the chart decides by. ``lower`` and ``upper`` are the decision interval on either side of ``center`` 0."""

    center: float
    lower: float | None
    upper: float | None
    target: float
    sigma: float | None
    reference_value: float
    decision_interval: float
    headstart: float
    sides: Sides
    standardised: bool
    reset: bool
    size: int | None
    scale: Scale

    def monitor(self, data: Numbers, *, subgroup: Labels | int | None = None, after: Cusum | None = None) -> Cusum:
        """Phase II: new values on the same chart; sums start anew from the headstart, or go on from those of ``after``.

        :class:`~jawda.core.findings.Refused` for points of another number of values, unless standardised.
        """
        found = points_of(data, subgroup, least=1)
        if self.size is not None and not self.standardised and found.size != self.size:
            raise refuse("time_weighted_charts.sizes_changed", column=found.column, size=self.size)
        return _charted(found, self, phase=2, options={}, findings=[], after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift as the chart sees it: it began after the sum last stood at zero, and signalled first at ``point``.

    ``mean`` estimates where the process then stood (in the unit of the data), from the sum at ``point``; none where
    sizes vary.
    """

    side: Literal["upper", "lower"]
    began: int
    point: int
    mean: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Cusum(Result):
    """Both sums, each counted positively, and ``upper_run``, ``lower_run``: points since each last stood at zero."""

    schema: ClassVar[str] = "cusum/1"

    phase: Literal[1, 2]
    points: Floats
    upper_sum: Floats
    lower_sum: Floats
    upper_run: NDArray[np.int64]
    lower_run: NDArray[np.int64]
    limits: CusumLimits
    signals: Marks
    shifts: tuple[Shift, ...]
    first: int = 1

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point: ``point``, ``value``, both sums and runs, ``signal``."""
        marked = set(self.signals.marked)
        columns = zip(self.points, self.upper_sum, self.lower_sum, self.upper_run, self.lower_run, strict=True)
        return [
            {
                "point": place, "value": value, "upper_sum": upper, "lower_sum": lower, "upper_run": int(upper_run),
                "lower_run": int(lower_run), "signal": place in marked,
            }
            for place, (value, upper, lower, upper_run, lower_run) in enumerate(columns, start=self.first)
        ]  # fmt: skip

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Upper sums upwards and lower sums downwards, with the decision interval."""
        sums = [(0, "upper_sum", self.upper_sum), (1, "lower_sum", -self.lower_sum)]
        if self.limits.sides != "both":
            sums = sums[:1] if self.limits.sides == "upper" else sums[1:]
        # the side that signals most stands first: the picture marks its points
        sums.sort(key=lambda item: -int(np.count_nonzero(self.signals.sides == item[0])))
        signals = self.signals.moved(1 - self.first)
        shown = signals.on("upper" if sums[0][0] == 0 else "lower")
        names = [sentence(f"time_weighted_charts.figure_{name}", {}, language) for _, name, _ in sums]
        return picture(
            [values for _, _, values in sums], (self.limits.lower, 0.0, self.limits.upper), signals,
            chart=self.method.name, names=names, shown=shown, language=language, width=width,
        )  # fmt: skip


def cusum(
    data: Numbers,
    *,
    subgroup: Labels | int | None = None,
    target: float | None = None,
    sigma: float | None = None,
    estimator: Estimator | None = None,
    reference_value: float = 0.5,
    decision_interval: float = 5.0,
    scale: Scale = "sigma",
    headstart: float = 0.0,
    sides: Sides = "both",
    standardised: bool = False,
    reset: bool = False,
) -> Cusum:
    """A tabular cumulative sum chart of single values, or of the means of subgroups (labels, or a size).

    ``target`` and ``sigma`` (of one value) are estimated from the data where not given. ``reference_value`` k and
    ``decision_interval`` h count standard errors of a point; with ``scale="data"`` they are in the unit of the data,
    and no sigma is needed. ``headstart`` is a share of h (0.5: fast initial response). ``standardised`` sums
    (x - target) / standard error; ``reset`` starts anew after each signal. :class:`~jawda.core.findings.Refused` for
    no spread, fewer than two points, and subgroups of unequal sizes unless standardised.

    >>> chart = cusum([10, 11, 12, 12, 12, 12], target=10, sigma=1, reference_value=0.5, decision_interval=4)
    >>> chart.upper_sum.tolist(), chart.signals.marked
    ([0.0, 0.5, 2.0, 3.5, 5.0, 6.5], [5, 6])
    """
    _check(reference_value, decision_interval, headstart, scale, sides)
    if scale == "data" and standardised:
        raise ValueError("standardised sums have k and h in standard errors: scale='sigma'")
    found = points_of(data, subgroup)
    middle, target_from = target_of(found, target)
    spread, spread_from = (sigma, "given") if scale == "data" else spread_of(found, sigma, estimator)
    if found.size is None and not standardised:
        raise refuse("time_weighted_charts.sizes_differ", column=found.column)
    unit = 1.0
    if scale == "sigma" and not standardised:
        assert spread is not None
        assert found.size is not None
        unit = spread / float(np.sqrt(found.size))
    interval = decision_interval * unit
    limits = CusumLimits(
        center=0.0, lower=None if sides == "upper" else -interval, upper=None if sides == "lower" else interval,
        target=middle, sigma=spread, reference_value=reference_value * unit, decision_interval=interval,
        headstart=headstart, sides=sides, standardised=standardised, reset=reset, size=found.size, scale=scale,
    )  # fmt: skip
    options: dict[str, Option] = {"target": target_from, "sigma": spread_from}
    findings = _false_alarms(reference_value, decision_interval, headstart, sides) if scale == "sigma" else []
    return _charted(found, limits, phase=1, options=options, findings=findings)


def _check(reference_value: float, decision_interval: float, headstart: float, scale: Scale, sides: Sides) -> None:
    if not reference_value >= 0 or not decision_interval > 0:
        raise ValueError(f"k is not negative and h is positive, not {reference_value} and {decision_interval}")
    if not 0 <= headstart < 1:
        raise ValueError(f"a headstart is a share of the decision interval from 0 to under 1, not {headstart}")
    if scale not in {"sigma", "data"}:
        raise ValueError(f"k and h are in units of sigma or of the data, not {scale!r}")
    if sides not in {"both", "upper", "lower"}:
        raise ValueError(f"sides are both, upper or lower, not {sides!r}")


def _false_alarms(reference_value: float, decision_interval: float, headstart: float, sides: Sides) -> list[Check]:
    run = cusum_run_length(
        0.0, reference_value=reference_value, decision_interval=decision_interval, headstart=headstart, sides=sides
    ).arl[0]
    if not np.isfinite(run):
        return []
    name = "false_alarms" if run >= OFTEN else "false_alarms_often"
    status = Status.OK if run >= OFTEN else Status.WARN
    said = {"points": round(float(run), 1)}
    return [Check(id=f"time_weighted_charts.{name}", status=status, statistic=float(run), arguments=said)]


def _charted(
    found: Points,
    limits: CusumLimits,
    *,
    phase: Literal[1, 2],
    options: dict[str, Option],
    findings: list[Check],
    after: Cusum | None = None,
) -> Cusum:
    there = found.there
    away = found.values[there] - limits.target
    if limits.standardised:
        assert limits.sigma is not None
        away = away * np.sqrt(found.sizes[there]) / limits.sigma
    fresh = limits.headstart * limits.decision_interval
    first = 1 if after is None else after.first + len(after.points)
    sums, runs = [], []
    for sign, side in ((1.0, "upper"), (-1.0, "lower")):
        total, run = np.zeros(len(away)), np.zeros(len(away), dtype=np.int64)
        if limits.sides in {"both", side}:
            start = (fresh, 0) if after is None else _last(after, side)
            interval = limits.decision_interval if limits.reset else None
            total, run = _sums(sign * away - limits.reference_value, start, fresh, interval)
        sums.append(_spread_out(total, there))
        runs.append(_spread_out(run, there, 0))
    signals = _signals(sums, limits.decision_interval)
    method = Method(
        name="CUSUM", standard="ISO 7870-4", edition="2021", clause="tabular",
        options={
            **options, "reference_value": limits.reference_value, "decision_interval": limits.decision_interval,
            "scale": limits.scale, "headstart": limits.headstart, "sides": limits.sides,
            "standardised": limits.standardised, "reset": limits.reset,
        },
    )  # fmt: skip
    estimated = options.get("sigma", "given") != "given"
    return Cusum(
        method=method, inputs=found.inputs,
        findings=(*checks_of(found, signals.moved(first - 1), estimated=estimated), *findings),
        phase=phase, points=found.values, upper_sum=sums[0], lower_sum=sums[1], upper_run=runs[0], lower_run=runs[1],
        limits=limits, signals=signals.moved(first - 1),
        shifts=_shifts(sums, runs, signals, limits, _numbers(there, first, after)), first=first,
    )  # fmt: skip


def _last(after: Cusum, side: str) -> tuple[float, int]:
    """The sum that a chart ended on, and for how long it had stood over zero."""
    sums, runs = (after.upper_sum, after.upper_run) if side == "upper" else (after.lower_sum, after.lower_run)
    at = int(np.flatnonzero(~np.isnan(sums))[-1])
    limits = after.limits
    if limits.reset and sums[at] > limits.decision_interval:
        return limits.headstart * limits.decision_interval, 0
    return float(sums[at]), int(runs[at])


def _sums(
    steps: Floats, start: tuple[float, int], fresh: float, interval: float | None
) -> tuple[Floats, NDArray[np.int64]]:
    """max(0, sum + step) from a sum and its run, and points since zero; with an interval, ``fresh`` after a signal."""
    total = np.empty(len(steps))
    anew = np.zeros(len(steps) + 1, dtype=np.bool_)
    at, carried = 0, start[0]
    while at < len(steps):
        end = min(at + _BLOCK, len(steps))
        run = np.cumsum(steps[at:end])
        # what is taken away so that no sum falls under zero (Lindley)
        block = run - np.minimum(np.minimum.accumulate(run), -carried)
        beyond = np.flatnonzero(block > (np.inf if interval is None else interval))
        if beyond.size:
            end = at + int(beyond[0]) + 1
            block = block[: end - at]
            anew[end] = True
        total[at:end] = block
        carried = fresh if anew[end] else float(block[-1])
        at = end
    places = np.arange(1, len(steps) + 1)
    since = np.where(total == 0, places, np.where(anew[:-1], places - 1, -start[1]))
    return total, places - np.maximum.accumulate(since)


def _spread_out(values: NDArray[Any], there: NDArray[np.bool_], empty: float = np.nan) -> NDArray[Any]:
    """Back to the places of the points; a missing one has none."""
    if there.all():
        return values
    found = np.full(len(there), empty, dtype=values.dtype)
    found[there] = values
    return found


def _signals(sums: list[Floats], interval: float) -> Marks:
    found = [np.flatnonzero(total > interval) for total in sums]  # NaN is beyond nothing
    points = np.concatenate(found) + 1
    sides = np.repeat(np.arange(2, dtype=np.uint8), [len(part) for part in found])
    order = np.argsort(points, kind="stable")
    return Marks(points=points[order], rules=np.zeros(len(points), dtype=np.uint8), sides=sides[order], rule_set=RULES)


def _numbers(there: NDArray[np.bool_], first: int, after: Cusum | None) -> NDArray[np.int64]:
    """Of the points that are not missing, those of the chart before among them."""
    own = np.flatnonzero(there) + first
    if after is None:
        return own
    return np.concatenate((np.flatnonzero(~np.isnan(after.points)) + after.first, own))


def _shifts(
    sums: list[Floats],
    runs: list[NDArray[np.int64]],
    signals: Marks,
    limits: CusumLimits,
    numbered: NDArray[np.int64],
) -> tuple[Shift, ...]:
    """One for each time a sum leaves the interval: the first point beyond it. ``numbered`` are the points there are."""
    unit: float | None = 1.0
    if limits.standardised:
        assert limits.sigma is not None
        unit = None if limits.size is None else limits.sigma / float(np.sqrt(limits.size))
    names: tuple[Literal["upper", "lower"], ...] = ("upper", "lower")
    known = np.flatnonzero(~np.isnan(sums[0]))
    earlier = len(numbered) - len(known)
    found = []
    for side, name in enumerate(names):
        points = signals.points[signals.sides == side]
        if not limits.reset:
            points = points[np.diff(points, prepend=-1) > 1]
        for point in points.tolist():
            run = int(runs[side][point - 1])
            away = limits.reference_value + float(sums[side][point - 1]) / run
            mean = None if unit is None else limits.target + (away if side == 0 else -away) * unit
            place = earlier + int(np.searchsorted(known, point - 1))
            began = int(numbered[max(0, place - run + 1)])
            found.append(Shift(side=name, began=began, point=int(numbered[place]), mean=mean))
    return tuple(sorted(found, key=lambda shift: shift.point))
