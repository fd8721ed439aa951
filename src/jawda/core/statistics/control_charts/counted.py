"""The result that every chart of counts and of rare events gives, and how its points are judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.control_charts.marks import Marks, marks_of
from jawda.core.statistics.control_charts.patterns import Line, same_form
from jawda.core.statistics.control_charts.picture import picture, shared
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.control_charts.stages import LEFT_OUT, blocks, kept_points, refuse_stage
from jawda.core.statistics.result import NAMED_ROWS, Check, Exclusion, Floats, Inputs, Result, Status, Width, plain
from jawda.core.statistics.samples import Column, Labels

#: Samples from which estimated limits are reliable (ISO 7870-2; Montgomery, chapter 7, says 20 to 25).
ENOUGH_SAMPLES: Final = 25
_LINES: Final = ("center", "lower", "upper", "standard_error")
_ROUNDING: Final = 1e-13
_SHOWN: Final = {"laney-p": "p′", "laney-u": "u′"}


@dataclass(frozen=True, kw_only=True, eq=False)
class DrawnLimits:
    """``center``, ``lower`` and ``upper`` as drawn: numbers, or arrays where they vary from point to point.

    ``standard_error`` of the plotted statistic makes the zones.
    """

    center: Line
    lower: Line
    upper: Line
    standard_error: Line
    nsigma: float = 3.0

    def to_dict(self) -> dict[str, Any]:
        """Numbers, or lists where they vary by point; both limits are lists where one varies."""
        lower, upper = same_form(self.lower, self.upper)
        lines = {"center": self.center, "lower": lower, "upper": upper, "standard_error": self.standard_error}
        found: dict[str, Any] = plain({**lines, "nsigma": self.nsigma})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CountStage:
    """Points ``first`` to ``last`` (from 1, both included) and what their limits stand on.

    ``mean``: proportion, rate for each unit of size, chance of an event for each unit (g), median time (t);
    ``sigma_z``: the spread of the points over what chance alone would give, None where it is not told.
    """

    name: str
    first: int
    last: int
    mean: float
    sigma_z: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class CountChart(Result):
    """One chart of a ``kind``: p, np, c, u, laney-p, laney-u, g or t.

    ``points`` (NaN where missing) from number ``first`` on, with limits, signals and stages. ``mean`` and ``sigma_z``
    belong to the last stage. ``phase`` 1 estimated its limits from these points, or was given historical figures; 2
    judges new points by the limits of a chart before.
    """

    schema: ClassVar[str] = "attribute-chart/1"

    kind: str
    phase: int
    mean: float
    sigma_z: float | None
    limits: DrawnLimits
    signals: Marks
    points: Floats
    sizes: Line | None
    stages: tuple[CountStage, ...]
    first: int = 1

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point: ``point``, ``value``, ``size``, its limits and the ``rules`` it signals by."""
        count = len(self.points)
        columns: dict[str, Sequence[Any]] = {
            "point": range(self.first, self.first + count),
            "value": self.points.tolist(),
        }
        if self.sizes is not None:
            columns["size"] = np.broadcast_to(self.sizes, count).tolist()
        for line in ("center", "lower", "upper"):
            columns[line] = np.broadcast_to(getattr(self.limits, line), count).tolist()
        told = [""] * count
        for signal in self.signals:
            at = signal.point - self.first
            told[at] = f"{told[at]} {signal.rule}".strip()
        columns["rules"] = told
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Points between their limits, signals by shape."""
        lines = (self.limits.lower, self.limits.center, self.limits.upper)
        shown = self.signals.moved(1 - self.first)
        return picture(
            [self.points], lines, shown, chart=_SHOWN.get(self.kind, self.kind), language=language, width=width
        )


def common(limits: DrawnLimits) -> dict[str, Any]:
    """The lines of ``limits``, each a number where it does not vary."""
    found = {name: getattr(limits, name) for name in _LINES}
    return {name: shared(line) if isinstance(line, np.ndarray) else line for name, line in found.items()}


def judged(
    points: Floats,
    lines: DrawnLimits,
    *,
    rules: RuleSet,
    starts: Sequence[int],
    after: CountChart | None = None,
) -> Marks:
    """Marks of the points, numbered from 1, or after those of an earlier chart.

    Patterns reach back into the last stage of that chart, never over the start of a stage.
    """
    begin, earlier, drawn = 0, 0, points
    own = {name: np.broadcast_to(getattr(lines, name), len(points)) for name in _LINES}
    if after is not None:
        begin = after.stages[-1].first - after.first
        earlier = len(after.points) - begin
        drawn = np.concatenate((after.points[begin:], points))
        own = {
            name: np.concatenate((np.broadcast_to(getattr(after.limits, name), len(after.points))[begin:], line))
            for name, line in own.items()
        }
    # a point within rounding of its limit stands on it
    slack = _ROUNDING * np.abs(own["upper"])
    found = marks_of(
        drawn, center=own["center"], sigma=own["standard_error"], lower=own["lower"] - slack,
        upper=own["upper"] + slack, rules=rules, starts=starts if after is None else (0,),
    )  # fmt: skip
    return found if after is None else found.after(earlier).moved(begin + after.first - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Stages of ``count`` points: where each starts (from 0), and its name."""

    starts: tuple[int, ...]
    names: tuple[str, ...]
    count: int

    @property
    def slices(self) -> list[slice]:
        """The points of each."""
        return [slice(at, end) for at, end in zip(self.starts, (*self.starts[1:], self.count), strict=True)]

    def spread_out(self, values: Sequence[float]) -> Floats:
        """One value for each stage as one for each point."""
        return np.repeat(np.array(values, dtype=np.float64), np.diff([*self.starts, self.count]))


def stretches(stages: Labels | None, count: int, known: Collection[str] = ()) -> Stretches:
    """Stages by a label for each point; one block without. A label that comes again starts another.

    A stage of one point is refused, unless its figures are ``known``.

    >>> stretches(["avant", "avant", "après", "après"], 4).starts
    (0, 2)
    """
    found = blocks(stages, count, known)
    return Stretches(
        starts=tuple(first - 1 for _, first, _ in found), names=tuple(name for name, _, _ in found), count=count
    )


def whole(count: int) -> Stretches:
    """One stage, of whatever length."""
    return Stretches(starts=(0,), names=("",), count=count)


def number_after(after: CountChart | None) -> int:
    """The number of the first new point."""
    return 1 if after is None else after.first + len(after.points)


def common_checks(signals: Marks, inputs: Inputs, *, samples: int, estimated: bool) -> list[Check]:
    """Marks, enough samples where limits are estimated, missing values, points left out of the limits."""
    marked = signals.marked
    checks = [Check(id="attribute_charts.no_signal", status=Status.OK, statistic=0)]
    if marked:
        said = {"count": len(marked), "first": marked[0]}
        checks = [Check(id="attribute_charts.signals", status=Status.FAIL, statistic=len(marked), arguments=said)]
    if estimated:
        enough = samples >= ENOUGH_SAMPLES
        checks.append(
            Check(
                id=f"attribute_charts.{'enough' if enough else 'few'}_samples",
                status=Status.OK if enough else Status.WARN,
                statistic=samples,
                arguments={"count": samples, "enough": ENOUGH_SAMPLES},
            )
        )
    for exclusion in inputs.excluded:
        name = {"missing": "samples.missing_values", LEFT_OUT: "attribute_charts.left_out"}.get(exclusion.reason)
        if name is not None:
            said = {"count": exclusion.count}
            checks.append(Check(id=name, status=Status.WARN, statistic=exclusion.count, arguments=said))
    return checks


def used(column: Column, exclude: Sequence[int]) -> tuple[Any, tuple[Exclusion, ...]]:
    """Which points count for the limits, and the account of those left out; ``exclude`` are numbers from 1."""
    stays = kept_points(len(column.values), exclude)
    places = np.flatnonzero(~stays)
    if not places.size:
        return ~column.missing, ()
    rows = tuple(column.row(int(place)) for place in places[:NAMED_ROWS])
    return stays & ~column.missing, (Exclusion(reason=LEFT_OUT, count=len(places), rows=rows),)


def check_stage_counts(
    kept: Any, slices: Sequence[slice], names: Sequence[str], column: Column, known: Collection[str] = ()
) -> None:
    """At least two points of each stage count for its limits, but for those whose figures are ``known``."""
    for name, part in zip(names, slices, strict=True):
        count = int(np.count_nonzero(kept[part]))
        if count < 2 and name not in known:
            raise refuse_stage("attribute_charts.too_few_samples", name, column=column, count=count)
