"""What a control chart is made of: plotted statistics with their lines, signals, stages, limits that go on watching."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Final, Literal, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from jawda.core.charts.axes import Level
from jawda.core.charts.line import LineChart, Series, line_chart
from jawda.core.charts.line import Signal as DrawnSignal
from jawda.core.languages import Language
from jawda.core.statistics.control_charts.patterns import (
    SIDES,
    Line,
    Masks,
    Side,
    completed,
    find,
    lines_of,
    no_masks,
    same_form,
)
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet
from jawda.core.statistics.result import Floats, Result, Width, plain

Which: TypeAlias = Literal["location", "spread"]

_LEVELS: Final[Mapping[Language, tuple[str, str, str]]] = {
    "fr": ("LCI", "moyenne", "LCS"), "ar": ("الحد الأدنى", "المتوسط", "الحد الأعلى"), "en": ("LCL", "mean", "UCL"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A rule's pattern that a point completes: ``point`` counts from 1, ``side`` tells where it stands."""

    point: int
    rule: str
    side: Side
    chart: Which = "location"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signals(Sequence[Signal]):
    """Signals by plot, by point and then by rule; objects are made for whoever reads them, of each column one entry.

    A chart of millions of values has a hundred thousand, which cost more than the chart. Equal to any sequence of the
    same signals.
    """

    points: NDArray[np.int64]
    rules: NDArray[np.object_]
    sides: NDArray[np.object_]
    charts: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> Signal: ...
    @overload
    def __getitem__(self, index: slice) -> Signals: ...
    def __getitem__(self, index: int | slice) -> Signal | Signals:
        if isinstance(index, slice):
            return Signals(
                points=self.points[index],
                rules=self.rules[index],
                sides=self.sides[index],
                charts=self.charts[index],
            )
        return Signal(
            point=int(self.points[index]), rule=self.rules[index], side=self.sides[index], chart=self.charts[index]
        )

    def __iter__(self) -> Iterator[Signal]:
        columns = (self.rules.tolist(), self.sides.tolist(), self.charts.tolist())
        for point, rule, side, chart in zip(self.points.tolist(), *columns, strict=True):
            yield Signal(point=point, rule=rule, side=side, chart=chart)

    def to_dict(self) -> list[dict[str, Any]]:
        """A list of ``point``, ``rule``, ``side``, ``chart``."""
        return [dataclasses.asdict(signal) for signal in self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Points ``first`` to ``last`` (from 1) under one set of limits, made of one mean and one standard deviation."""

    name: str
    first: int
    last: int
    mean: float
    sigma: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Limits:
    """Centre line and control limits: a number each, or an array where they differ from point to point.

    ``monitor(new)`` is phase II: new data against these limits, which stay as they are.
    """

    center: Line
    lower: Line
    upper: Line
    monitor: Callable[..., ControlChart] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The three lines; both limits are lists where one varies."""
        lower, upper = same_form(self.lower, self.upper)
        return {"center": plain(self.center), "lower": plain(lower), "upper": plain(upper)}


@dataclass(frozen=True, kw_only=True, eq=False)
class PlottedStatistic:
    """One of a chart's plots: its points (NaN where there is none), its lines, and which rules each point completes.

    Lines have the length of ``points``; ``masks`` has the bit i where a point completes rule i of ``rules``.
    """

    name: Which
    statistic: str
    points: Floats
    center: Floats
    lower: Floats
    upper: Floats
    rules: RuleSet
    masks: Masks

    @cached_property
    def signals(self) -> Signals:
        """Every signal, by point and then by rule."""
        at, rule, side = completed(self.masks, self.points, self.center, self.rules)
        ids = np.array([known.id for known in self.rules.rules], dtype=object)
        sides, charts = np.array(SIDES, dtype=object)[side], np.full(len(at), self.name, dtype=object)
        return Signals(points=at + 1, rules=ids[rule], sides=sides, charts=charts)

    def to_dict(self) -> dict[str, Any]:
        """Points and lines, a number where a line is one."""
        lower, upper = same_form(as_line(self.lower), as_line(self.upper))
        lines = {"center": as_line(self.center), "lower": lower, "upper": upper}
        return {"name": self.name, "statistic": self.statistic, "points": plain(self.points), **plain(lines)}


@dataclass(frozen=True, kw_only=True)
class ControlChart(Result):
    """A chart of location and spread. ``limits`` are those of the location; ``charts`` holds both plots.

    ``phase`` is 1 where limits were estimated from these data, 2 where they were given.
    """

    schema: ClassVar[str] = "control-chart/1"

    kind: str
    phase: int
    limits: Limits
    charts: tuple[PlottedStatistic, ...]
    stages: tuple[Stage, ...]
    labels: tuple[str, ...] = ()

    @cached_property
    def signals(self) -> Signals:
        """Those of every plot, the location's first."""
        parts = [chart.signals for chart in self.charts]
        return Signals(
            points=np.concatenate([part.points for part in parts]),
            rules=np.concatenate([part.rules for part in parts]),
            sides=np.concatenate([part.sides for part in parts]),
            charts=np.concatenate([part.charts for part in parts]),
        )

    def to_dict(self) -> dict[str, Any]:
        """With ``signals``."""
        return {**super().to_dict(), "signals": plain(self.signals)}

    @property
    def location(self) -> PlottedStatistic:
        """The plot of means or individual values."""
        return self.charts[0]

    @property
    def spread(self) -> PlottedStatistic:
        """The plot of ranges, standard deviations or moving ranges."""
        return self.charts[1]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point of each plot."""
        found = []
        for chart in self.charts:
            signalled: dict[int, list[str]] = {}
            for signal in chart.signals:
                signalled.setdefault(signal.point, []).append(signal.rule)
            found += [
                {
                    "chart": chart.name, "point": place, "value": value, "center": center, "lower": lower,
                    "upper": upper, "rules": " ".join(signalled.get(place, ())),
                }
                for place, (value, center, lower, upper) in enumerate(
                    zip(chart.points, chart.center, chart.lower, chart.upper, strict=True), start=1
                )
            ]  # fmt: skip
        return found

    def figure(self, *, language: Language = "fr", width: Width = 960, chart: Which = "location") -> str:
        """One of the plots with its lines; signals stand out by shape."""
        shown = self.location if chart == "location" else self.spread
        last = self.stages[-1]
        lower, center, upper = _LEVELS[language]
        levels = (
            Level(value=float(shown.lower[last.last - 1]), kind="limit", name=lower),
            Level(value=float(shown.center[last.last - 1]), kind="centre", name=center),
            Level(value=float(shown.upper[last.last - 1]), kind="limit", name=upper),
        )
        signals = tuple(
            DrawnSignal(index=signal.point - 1, kind="beyond" if self._is_beyond(shown, signal) else "run")
            for signal in {signal.point: signal for signal in reversed(shown.signals)}.values()
        )
        values = [None if math.isnan(value) else value for value in shown.points.tolist()]
        series = [Series(values=values)]
        if len(self.stages) > 1 or not is_level(shown.upper):
            series += [Series(values=shown.lower.tolist()), Series(values=shown.upper.tolist())]
        verdict = next(check for check in self.findings if check.id.startswith("control_charts.verdict"))
        drawn = LineChart(
            title=verdict.sentence(language), series=tuple(series), levels=levels, zones=chart == "location",
            signals=signals, marks=self._marks(), language=language,
        )  # fmt: skip
        return line_chart(drawn, width=width)

    def _marks(self) -> tuple[tuple[float, str], ...]:
        return tuple((float(stage.first), stage.name) for stage in self.stages) if len(self.stages) > 1 else ()

    @staticmethod
    def _is_beyond(chart: PlottedStatistic, signal: Signal) -> bool:
        return any(rule.id == signal.rule and isinstance(rule, Beyond) for rule in chart.rules.rules)


def plotted(
    name: Which, statistic: str, points: Floats, lines: Mapping[str, Line], rules: RuleSet, stages: Sequence[Stage]
) -> PlottedStatistic:
    """A plot: rules are looked for within each stage alone. ``lines`` are center, lower, upper, sigma of the points."""
    count = len(points)
    whole = {key: np.broadcast_to(np.asarray(line, dtype=np.float64), count) for key, line in lines.items()}
    masks = no_masks(count, rules)
    for stage in stages:
        part = slice(stage.first - 1, stage.last)
        here = {key: as_line(line[part]) for key, line in whole.items()}
        masks[part] = find(points[part], lines_of(rules, **here), rules)
    drawn = {key: whole[key] for key in ("center", "lower", "upper")}
    return PlottedStatistic(name=name, statistic=statistic, points=points, rules=rules, masks=masks, **drawn)


def by_stage(stages: Sequence[Stage], values: Sequence[float]) -> Line:
    """The value of its stage for each point; one number where there is one stage.

    >>> stages = [Stage(name=name, first=1, last=2, mean=0.0, sigma=1.0) for name in "ab"]
    >>> by_stage(stages, [5.0, 6.0]).tolist(), by_stage(stages[:1], [5.0])
    ([5.0, 5.0, 6.0, 6.0], 5.0)
    """
    return values[0] if len(stages) == 1 else np.repeat(values, [stage.last - stage.first + 1 for stage in stages])


def as_line(values: Floats) -> Line:
    """One number where all are the same, else the array.

    >>> as_line(np.array([2.0, 2.0]))
    2.0
    """
    return float(values[0]) if is_level(values) else values


def is_level(values: Floats) -> bool:
    """Whether a line is level.

    >>> is_level(np.array([2.0, 2.5]))
    False
    """
    return not any(values.strides) or bool((values == values[0]).all())
