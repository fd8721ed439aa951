"""Whether a process is stable enough for its capability to be stated.

A control chart with its rules is drawn. Some rule of a usual set gives a signal on 4 of 5 charts of a hundred values of
a process that is perfectly stable, so that one signal alone refuses nobody. The process is called unstable where

- a point lies beyond its limit farther than chance puts the farthest of so many points (risk 1 in 100 for location and
  1 in 100 for spread, shared by the points after Bonferroni; t and F laws, since sigma is estimated), or
- more points give signals than in 98 of 100 stretches of as many points of a stable process, watched by the same
  rules, or
- the process moves more in the long run than in the short (risk 1 in 100): subgroups differ by the analysis of
  variance, or single values by the ratio of their successive differences to their variance (von Neumann 1941).

Above 20 000 points chance explains nothing and rules signal for certain; what counts is how much the process moves: it
is called unstable where the overall standard deviation exceeds the one within by a tenth, or by the first of the above.
The ratio is the stability ratio of Ramírez and Runger (Quality Engineering 18, 2006), as JMP uses it to screen many
columns; the tenth is a convention of this package (JMP speaks of a quarter).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.capability.moments import Overall
from jawda.core.statistics.capability.within import Spread, Within
from jawda.core.statistics.control_charts import ControlChart, individuals, xbar_r, xbar_s
from jawda.core.statistics.control_charts.estimates import by_count
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column
from jawda.core.statistics.subgroups import Summary

#: ``chance``: as told above. ``strict``: any signal makes a process unstable. ``assumed``: the caller answers for it.
Criterion: TypeAlias = Literal["chance", "strict", "assumed"]
CRITERIA: Final = ("chance", "strict", "assumed")

RISK: Final = 0.01
_SIGNAL_RISK: Final = 0.02
#: The most points whose signals are counted.
COUNTED_UP_TO: Final = 20_000
#: The overall standard deviation over the one within, from which many points are called unstable.
RATIO: Final = 1.1

_REFERENCE: Final = 40_000
#: Stretches longer than this are too few in the reference series: their signals are nearly normal.
_STRETCH: Final = 1_000
_WIDEST: Final = 50
#: Fewer values say nothing of the long run.
_REMEMBERED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """The verdict and what it rests on; ``stable`` is None where it could not be judged.

    ``allowed`` signals are explained by chance; ``extreme`` counts points farther out than chance puts any;
    ``p_moving`` is the probability that a stable process moves so much. Above 20 000 points nobody counts signals:
    these are None, and ``ratio`` (overall over within) decides.
    """

    stable: bool | None
    criterion: Criterion
    chart: str
    rules: str
    points: int = 0
    signals: int | None = None
    allowed: int | None = None
    extreme: int | None = None
    p_moving: float | None = None
    ratio: float | None = None


def of_subgroups(
    summary: Summary, within: Within, spread: Spread, *, overall: float, rules: RuleSet, criterion: Criterion
) -> tuple[Stability, ControlChart | None]:
    """Of the means and ranges (``rbar``) or standard deviations of subgroups; those of one value are passed over."""
    told = _several(summary)
    by_range = within == "rbar"
    kind = "xbar-r" if by_range else "xbar-s"
    center = float((told.counts * told.means).sum() / told.counts.sum())
    distances = np.abs(told.means - center) * np.sqrt(told.counts) / spread.sigma
    farthest = by_count(told.counts, partial(_greatest_ratio, degrees=spread.degrees, points=len(told)))
    extreme = _beyond_chance(distances, spread.degrees)
    extreme += int(np.count_nonzero(told.variances > farthest * spread.sigma**2))
    moving = differ(told, center)
    found = _Found(kind=kind, points=len(told), extreme=extreme, moving=moving, ratio=overall / spread.sigma)
    if found.points > COUNTED_UP_TO:
        return _by_ratio(found, rules, criterion), None
    chart = (xbar_r if by_range else xbar_s)(told, rules=rules)
    size = min(max(int(np.median(told.counts)), 2), _WIDEST)
    return _counted(found, chart, rules, criterion, size), chart


def of_individuals(
    column: Column, spread: Spread, *, figures: Overall, rules: RuleSet, criterion: Criterion
) -> tuple[Stability, ControlChart | None]:
    """Of values in the order in which they were taken, and their moving ranges; a missing value is no point."""
    values, mean, overall, points = column.values, figures.mean, figures.sigma, figures.count
    far = max(figures.greatest - mean, mean - figures.least) / spread.sigma
    many = points > COUNTED_UP_TO
    distances = np.array([far]) if many else np.abs(column.present() - mean) / spread.sigma
    extreme = _beyond_chance(distances, spread.degrees, of=points)
    if not many:
        steps = np.abs(np.diff(values)) / (spread.sigma * math.sqrt(2))
        extreme += _beyond_chance(steps[~np.isnan(steps)], spread.degrees)
    moving = 1.0 if many else wanders(values, overall)
    found = _Found(kind="individuals", points=points, extreme=extreme, moving=moving, ratio=overall / spread.sigma)
    if many:
        return _by_ratio(found, rules, criterion), None
    chart = individuals(column, rules=rules)
    return _counted(found, chart, rules, criterion, 1), chart


def allowed_signals(points: int, rules: RuleSet, kind: str, size: int) -> int:
    """The signals that a stable process of so many points exceeds in 2 of 100 cases.

    Counted in a long series of a stable process, watched by the same rules; the series is always the same.

    >>> from jawda.core.statistics.control_charts import rule_set
    >>> allowed_signals(100, rule_set("limits"), "individuals", 1)
    4
    """
    sums = _reference(rules, kind, size)
    length = min(points, _STRETCH)
    counts = sums[length:] - sums[:-length]
    if points <= _STRETCH:
        return int(np.quantile(counts, 1 - _SIGNAL_RISK, method="higher"))
    rate, variance = float(counts.mean()) / length, float(counts.var()) / length
    return math.ceil(points * rate + float(special.ndtri(1 - _SIGNAL_RISK)) * math.sqrt(points * variance))


@lru_cache(maxsize=32)
def _reference(rules: RuleSet, kind: str, size: int) -> NDArray[np.int64]:
    """Running totals of signals of a stable series against its true limits."""
    # reproducible and no secret: the same allowance for everyone
    stable = np.random.default_rng(22514).standard_normal((_REFERENCE, size))
    if kind in ("individuals", "counts"):
        chart = individuals(stable[:, 0], rules=rules, mean=0.0, historical_sigma=1.0)
    else:
        draw = xbar_r if kind == "xbar-r" else xbar_s
        chart = draw(stable.ravel(), size=size, rules=rules, mean=0.0, historical_sigma=1.0)
    # charts of counts have no second plot
    parts = chart.charts[:1] if kind == "counts" else chart.charts
    per_point = sum((part.masks != 0).astype(np.int64) for part in parts)
    return np.concatenate(([0], np.cumsum(per_point)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    kind: str
    points: int
    extreme: int
    moving: float
    ratio: float


def _counted(found: _Found, chart: ControlChart, rules: RuleSet, criterion: Criterion, size: int) -> Stability:
    signals = sum(int(np.count_nonzero(part.masks)) for part in chart.charts)
    allowed = 0 if criterion == "strict" else allowed_signals(found.points, rules, found.kind, size)
    stable = signals <= allowed and (criterion == "strict" or not (found.extreme or found.moving < RISK))
    return Stability(
        stable=criterion == "assumed" or stable,
        criterion=criterion,
        chart=found.kind,
        rules=rules.name,
        points=found.points,
        signals=signals,
        allowed=allowed,
        extreme=found.extreme,
        p_moving=found.moving,
        ratio=found.ratio,
    )


def _by_ratio(found: _Found, rules: RuleSet, criterion: Criterion) -> Stability:
    stable = found.ratio <= RATIO and not found.extreme
    return Stability(
        stable=criterion == "assumed" or stable,
        criterion=criterion,
        chart=found.kind,
        rules=rules.name,
        points=found.points,
        extreme=found.extreme,
        ratio=found.ratio,
    )


def _beyond_chance(distances: Floats, degrees: float, *, of: int | None = None) -> int:
    """How many lie farther out, in estimated standard deviations, than chance puts the farthest of so many."""
    count = len(distances) if of is None else of
    return int(np.count_nonzero(distances > -float(special.stdtrit(degrees, RISK / count / 2))))


def _greatest_ratio(size: int, *, degrees: float, points: int) -> float:
    """Of the variance of a subgroup to the one within, as large as chance puts the greatest of so many.

    By the beta law, whose tail keeps its digits where the quantile of F loses them.
    """
    inside = (size - 1) / 2
    left = float(special.betaincinv(degrees / 2, inside, RISK / points))
    return degrees * (1 - left) / (left * (size - 1))


def differ(summary: Summary, center: float) -> float:
    """The probability of means so far apart, by a one-way analysis of variance; 1 where there is one mean only."""
    if len(summary) < 2:
        return 1.0
    between = float((summary.counts * (summary.means - center) ** 2).sum()) / (len(summary) - 1)
    degrees = int((summary.counts - 1).sum())
    inside = float(((summary.counts - 1) * summary.variances).sum()) / degrees
    return float(special.fdtrc(len(summary) - 1, degrees, between / inside))


def wanders(values: Floats, overall: float) -> float:
    """The probability of so small successive differences: half their mean square over the variance is near 1."""
    steps = np.diff(values)
    steps = steps[~np.isnan(steps)]
    count = len(steps) + 1
    if count < _REMEMBERED:
        return 1.0
    less = 1 - float(steps @ steps) / len(steps) / 2 / overall**2
    return float(special.ndtr(-less * math.sqrt((count * count - 1) / (count - 2))))


def _several(summary: Summary) -> Summary:
    """The subgroups of two values and more."""
    several = summary.counts > 1
    if bool(several.all()):
        return summary
    names = tuple(name for name, there in zip(summary.names, several, strict=False) if there)
    return Summary(
        counts=summary.counts[several],
        means=summary.means[several],
        ranges=summary.ranges[several],
        variances=summary.variances[several],
        names=names,
    )
