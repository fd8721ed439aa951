"""Stability: is the measuring system the same over time? A master part measured again and again, on a control chart.

AIAG MSA 4th edition, chapter III.B: several measurements of one master at each check give means and ranges, single ones
individuals and moving ranges; a point beyond a limit, or nine in a row on one side, says that the system has moved
(ISO 7870-2, Nelson tests 1 and 2).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.charts import Level, LineChart, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.constants import range_moments
from jawda.core.statistics.measurement_systems.figure_words import WORDS
from jawda.core.statistics.measurement_systems.location import t_quantile, t_two_sided
from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.type1 import bias_check
from jawda.core.statistics.measurement_systems.verdicts import check, count_check
from jawda.core.statistics.result import Check, Estimate, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import Labels, Numbers, numbers, refuse
from jawda.core.statistics.subgroups import by_label, summarise

Rule: TypeAlias = Literal["beyond", "run", "spread"]
_RUN: Final = 9
_ADVISED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A point (from 1) that tells of a change: ``beyond`` a limit, in a ``run`` on one side, of too wide a spread."""

    point: int
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class Stability(Result):
    """Means of the checks against their limits; ``sd`` is the spread within a check, ``bias`` that of the mean."""

    schema: ClassVar[str] = "stability/1"

    chart: Literal["xbar-r", "individuals"]
    center: float
    lower: Floats
    upper: Floats
    points: Floats
    ranges: Floats
    sd: float
    signals: tuple[Moved, ...]
    names: tuple[str, ...]
    bias: Estimate | None = None
    t: float | None = None
    p: float | None = None
    longest_run: int = field(default=0)

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each check."""
        told: dict[int, list[str]] = {}
        for one in self.signals:
            told.setdefault(one.point, []).append(one.rule)
        return [
            {
                "point": at + 1,
                "name": self.names[at] if self.names else str(at + 1),
                "value": float(self.points[at]),
                "lower": float(self.lower[at]),
                "upper": float(self.upper[at]),
                "signals": ", ".join(told.get(at + 1, [])),
            }
            for at in range(len(self.points))
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The points in time with their limits (the widest); signals by shape, a wide range by its word."""
        shown: dict[int, Signal] = {}
        for one in self.signals:
            at = one.point - 1
            if one.rule == "spread":
                shown.setdefault(at, Signal(index=at, kind="run", words=WORDS["range"][language]))
            else:
                shown.setdefault(at, Signal(index=at, kind=one.rule))
        chart = LineChart(
            title=self.findings[0].sentence(language),
            description=WORDS["stability"][language],
            series=(Series(values=self.points.tolist()),),
            levels=(
                Level(value=float(self.upper.max()), kind="limit", name=WORDS["upper"][language]),
                Level(value=self.center, kind="centre", name=WORDS["mean"][language]),
                Level(value=float(self.lower.min()), kind="limit", name=WORDS["lower"][language]),
            ),
            signals=tuple(shown.values()),
            caption=WORDS["subgroup"][language],
            language=language,
        )
        return line_chart(chart, width=width)


def stability(
    values: Numbers,
    subgroup: Labels | None = None,
    *,
    reference: float | None = None,
    confidence: float = 0.95,
) -> Stability:
    """Control chart of a master part in the order of time, and its bias where ``reference`` is given.

    With ``subgroup`` (several measurements at each check) means and ranges are judged, without it individuals and
    moving ranges of two. Refused: fewer than two checks, checks of one measurement among larger ones, no spread.

    >>> found = stability([5.1, 4.9, 5.0, 5.2, 4.9, 5.0, 5.1, 7.0, 5.0, 4.9], reference=5.0)
    >>> [(one.point, one.rule) for one in found.signals]
    [(8, 'beyond'), (8, 'spread'), (9, 'spread')]
    """
    check_share("confidence", confidence)
    chart = _individuals(values) if subgroup is None else _means(values, subgroup)
    runs, longest = _runs(chart.points - chart.center)
    beyond = (chart.points < chart.lower) | (chart.points > chart.upper)
    told: list[tuple[Rule, NDArray[np.bool_]]] = [("beyond", beyond), ("run", runs), ("spread", chart.wide)]
    signals = tuple(
        Moved(point=at + 1, rule=rule) for at in range(len(chart.points)) for rule, marks in told if marks[at]
    )
    estimate = t = p = None
    if reference is not None:
        found = chart.center - reference
        error = chart.sd / math.sqrt(chart.inputs.count)
        t = found / error
        p = t_two_sided(t, chart.degrees)
        reach = t_quantile(chart.degrees, confidence) * error
        estimate = Estimate(
            value=found, low=found - reach, high=found + reach, confidence=confidence,
            degrees_of_freedom=chart.degrees,
        )  # fmt: skip
    return Stability(
        method=Method(
            name="Stability", standard="AIAG MSA", edition="4", clause="III.B",
            options={"chart": chart.kind, "run": _RUN, "reference": reference, "confidence": confidence},
        ),
        inputs=chart.inputs,
        findings=(
            *_verdict(signals, len(chart.points)),
            *(() if p is None or estimate is None else bias_check(estimate.value or 0.0, p, 1 - confidence)),
            *count_check(len(chart.points), _ADVISED),
            *missing_check(chart.inputs.missing),
        ),
        chart=chart.kind,
        center=chart.center,
        lower=chart.lower,
        upper=chart.upper,
        points=chart.points,
        ranges=chart.ranges,
        sd=chart.sd,
        signals=signals,
        names=chart.names,
        bias=estimate,
        t=t,
        p=p,
        longest_run=longest,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chart:
    kind: Literal["xbar-r", "individuals"]
    points: Floats
    ranges: Floats
    wide: NDArray[np.bool_]
    center: float
    lower: Floats
    upper: Floats
    sd: float
    degrees: float
    inputs: Inputs
    names: tuple[str, ...] = ()


def _individuals(values: Numbers) -> _Chart:
    column = numbers(values, least=2)
    points = column.present()
    ranges = np.abs(np.diff(points))
    mean, spread = range_moments(2)
    sd = float(ranges.mean()) / mean
    if sd == 0:
        raise refuse("samples.zero_spread", column=column)
    center = float(points.mean())
    wide = np.concatenate(([False], ranges > (mean + 3 * spread) * sd))
    return _Chart(
        kind="individuals",
        points=points,
        ranges=ranges,
        wide=wide,
        center=center,
        lower=np.full(len(points), center - 3 * sd),
        upper=np.full(len(points), center + 3 * sd),
        sd=sd,
        degrees=len(points) - 1,
        inputs=column.inputs(),
    )


def _means(values: Numbers, subgroup: Labels) -> _Chart:
    groups = by_label(values, subgroup)
    found = summarise(groups)
    if int(found.counts.min()) < 2:
        raise refuse("measurement_systems.check_of_one", column=groups.column)
    moments = {size: range_moments(size) for size in np.unique(found.counts).tolist()}
    means = np.array([moments[size][0] for size in found.counts.tolist()])
    spreads = np.array([moments[size][1] for size in found.counts.tolist()])
    sd = float((found.ranges / means).mean())
    if sd == 0:
        raise refuse("samples.zero_spread", column=groups.column)
    center = float(np.average(found.means, weights=found.counts))
    reach = 3 * sd / np.sqrt(found.counts)
    return _Chart(
        kind="xbar-r",
        points=found.means,
        ranges=found.ranges,
        wide=found.ranges > (means + 3 * spreads) * sd,
        center=center,
        lower=center - reach,
        upper=center + reach,
        sd=sd,
        degrees=float(np.sum(found.counts - 1)),
        inputs=groups.column.inputs(subgroup=np.repeat(np.asarray(found.names), found.counts)),
        names=found.names,
    )


def _runs(away: Floats) -> tuple[NDArray[np.bool_], int]:
    """Points that make nine or more in a row on one side of the centre, and the longest row; the centre ends one."""
    side = np.sign(away)
    marks = np.zeros(len(side), dtype=bool)
    length = longest = 0
    for at, value in enumerate(side.tolist()):
        again = at > 0 and value == side[at - 1]
        length = (length + 1 if again else 1) if value else 0
        longest = max(longest, length)
        marks[at] = length >= _RUN
    return marks, longest


def _verdict(signals: tuple[Moved, ...], checks: int) -> tuple[Check, ...]:
    count = len({one.point for one in signals})
    if not count:
        return (check("stable", Status.OK, 0, {"checks": checks}),)
    return (check("unstable", Status.FAIL, count, {"count": count, "first": signals[0].point}),)
