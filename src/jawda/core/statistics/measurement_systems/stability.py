"""Stability: is the measuring system the same over time? A master part measured again and again, on a control chart.

AIAG MSA 4th edition, chapter III.B: several measurements of one master at each check give means and ranges, single ones
individuals and moving ranges; a point beyond a limit, or nine in a row on one side, says that the system has moved
(ISO 7870-2, Nelson tests 1 and 2).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from jawda.core.charts import Level, LineChart, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts import ControlChart, individuals, xbar_r
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet, Run
from jawda.core.statistics.measurement_systems.figure_words import WORDS
from jawda.core.statistics.measurement_systems.location import t_quantile, t_two_sided
from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.type1 import bias_check
from jawda.core.statistics.measurement_systems.verdicts import check, count_check
from jawda.core.statistics.result import Check, Estimate, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import Labels, Numbers, numbers, refuse
from jawda.core.statistics.subgroups import by_label

Rule: TypeAlias = Literal["beyond", "run", "spread"]
_RUN: Final = 9
_RULES: Final = RuleSet(
    name="stability", rules=(Beyond(id="beyond"), Run(id="run", length=_RUN, spread=False)),
    source="Nelson, Journal of Quality Technology 16 (1984), tests 1 and 2",
)  # fmt: skip
_RULE_OF: Final[Mapping[str, Rule]] = {"beyond": "beyond", "run": "run"}
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
    chart, inputs = _individuals(values) if subgroup is None else _means(values, subgroup)
    center, sd, points = chart.stages[0].mean, chart.stages[0].sigma, chart.location.points
    # of means, the degrees of freedom within the checks
    degrees = float(inputs.count - (1 if subgroup is None else len(points)))
    signals = _signals(chart)
    estimate = t = p = None
    if reference is not None:
        found = center - reference
        error = sd / math.sqrt(inputs.count)
        t = found / error
        p = t_two_sided(t, degrees)
        reach = t_quantile(degrees, confidence) * error
        estimate = Estimate(
            value=found, low=found - reach, high=found + reach, confidence=confidence,
            degrees_of_freedom=degrees,
        )  # fmt: skip
    return Stability(
        method=Method(
            name="Stability", standard="AIAG MSA", edition="4", clause="III.B",
            options={"chart": chart.kind, "run": _RUN, "reference": reference, "confidence": confidence},
        ),
        inputs=inputs,
        findings=(
            *_verdict(signals, len(points)),
            *(() if p is None or estimate is None else bias_check(estimate.value or 0.0, p, 1 - confidence)),
            *count_check(len(points), _ADVISED),
            *missing_check(inputs.missing),
        ),
        chart="individuals" if subgroup is None else "xbar-r",
        center=center,
        lower=chart.location.lower,
        upper=chart.location.upper,
        points=points,
        ranges=chart.spread.points[1:] if subgroup is None else chart.spread.points,
        sd=sd,
        signals=signals,
        names=chart.labels,
        bias=estimate,
        t=t,
        p=p,
        longest_run=_longest_run(chart),
    )  # fmt: skip


def _individuals(values: Numbers) -> tuple[ControlChart, Inputs]:
    """Single checks; a missing one is passed over."""
    column = numbers(values, least=2)
    there = dataclasses.replace(column, values=column.present(), rows=None, exclusions=())
    return individuals(there, rules=_RULES), column.inputs()


def _means(values: Numbers, subgroup: Labels) -> tuple[ControlChart, Inputs]:
    """Checks of several measurements."""
    groups = by_label(values, subgroup)
    if int(groups.counts.min()) < 2:
        raise refuse("measurement_systems.check_of_one", column=groups.column)
    names = np.repeat(np.asarray(groups.names), groups.counts)
    return xbar_r(groups, rules=_RULES), groups.column.inputs(subgroup=names)


def _signals(chart: ControlChart) -> tuple[Moved, ...]:
    """By point; of ranges only those that are too wide."""
    order = {"beyond": 0, "run": 1, "spread": 2}
    found = [Moved(point=one.point, rule=_RULE_OF[one.rule]) for one in chart.location.signals]
    found += [Moved(point=one.point, rule="spread") for one in chart.spread.signals if one.side == "upper"]
    return tuple(sorted(found, key=lambda one: (one.point, order[one.rule])))


def _longest_run(chart: ControlChart) -> int:
    """Points in a row on one side of the centre; a point on it ends a row."""
    sides = np.sign(chart.location.points - chart.location.center).tolist()
    return max((len(list(row)) for side, row in groupby(sides) if side), default=0)


def _verdict(signals: tuple[Moved, ...], checks: int) -> tuple[Check, ...]:
    count = len({one.point for one in signals})
    if not count:
        return (check("stable", Status.OK, 0, {"checks": checks}),)
    return (check("unstable", Status.FAIL, count, {"count": count, "first": signals[0].point}),)
