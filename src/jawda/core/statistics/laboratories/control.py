"""Control charts of a laboratory (ISO 7870-2, NF EN ISO/IEC 17025 7.7; Nordtest TR 569): X, range and recovery charts.

Limits are estimated from a first period (or given) and then frozen; new values are judged against them. Warning
limits stand at 2 and action limits at 3 standard deviations.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from jawda.core.charts import Level, LineChart, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.marks import marks_of
from jawda.core.statistics.control_charts.patterns import Side
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.control_rules import LaboratoryRules, laboratory_rules
from jawda.core.statistics.laboratories.picture_words import say
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse, same_length

#: The name of a set of ``control_rules.RULE_SETS``, or a set of one's own.
Rules: TypeAlias = str | RuleSet | LaboratoryRules
SpreadMethod: TypeAlias = Literal["standard_deviation", "moving_range"]

#: Values of a first period below which limits are provisional.
ENOUGH: Final = 20
#: Mean and standard deviation of the range of two normal values, in standard deviations.
D2: Final = 2 / math.sqrt(math.pi)
D3: Final = math.sqrt(2 - 4 / math.pi)


@dataclass(frozen=True, kw_only=True)
class LaboratoryLimits(Result):
    """Frozen limits of a chart. ``kind`` is "values" or "ranges"; a chart of ranges has no lower limits.

    ``sd`` is the standard deviation of what is plotted; ``s_r`` that of one result, where ranges gave it.
    """

    schema: ClassVar[str] = "laboratory-limits/1"

    kind: str
    centre: float
    sd: float
    warning_low: float | None
    warning_high: float
    action_low: float | None
    action_high: float
    count: int
    s_r: float | None = None
    relative: bool = False

    def monitor(self, values: Numbers, *, rules: Rules = "westgard") -> LaboratoryControl:
        """Judge values in their order; ``rules`` is a name of ``RULE_SETS`` or a set of one's own.

        Points count from 1 over all rows; missing values keep their place and take part in no pattern.
        """
        return _control(self, numbers(values, name="value"), laboratory_rules(rules))

    def monitor_duplicates(self, first: Numbers, second: Numbers, *, rules: Rules = "westgard") -> LaboratoryControl:
        """Judge the ranges of duplicates against a chart of ranges; ``ValueError`` on a chart of values."""
        if self.kind != "ranges":
            raise ValueError("duplicates belong on a chart of ranges")
        return self.monitor(_ranges(first, second, relative=self.relative), rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSignal:
    """A rule that fired at a point (from 1)."""

    point: int
    rule: str
    side: Side
    rejects: bool


@dataclass(frozen=True, kw_only=True)
class LaboratoryControl(Result):
    """Values on a chart: their distances from the centre in standard deviations, the signals, and the state.

    ``in_control`` is false where a rule that rejects has fired.
    """

    schema: ClassVar[str] = "laboratory-control/1"

    limits: LaboratoryLimits
    values: tuple[float | None, ...]
    distances: tuple[float | None, ...]
    signals: tuple[ControlSignal, ...]
    rejected_points: tuple[int, ...]
    warned_points: tuple[int, ...]
    in_control: bool

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point."""
        names: dict[int, list[str]] = {}
        for signal in self.signals:
            names.setdefault(signal.point, []).append(signal.rule)
        return [
            {"point": index, "value": value, "distance": distance, "rules": ", ".join(names.get(index, []))}
            for index, (value, distance) in enumerate(zip(self.values, self.distances, strict=True), start=1)
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The values with centre, warning and action limits; rejected points are marked."""
        limits = self.limits
        lines = [Level(value=limits.centre, kind="centre", name=say("centre", language))]
        for value, kind in ((limits.warning_low, "warning"), (limits.warning_high, "warning")):
            if value is not None:
                lines.append(Level(value=value, kind="target", name=say(kind, language)))
        for value in (limits.action_low, limits.action_high):
            if value is not None:
                lines.append(Level(value=value, kind="limit", name=say("action", language)))
        single = {signal.point for signal in self.signals if signal.rule == "1_3s"}
        chart = LineChart(
            title=say("control", language),
            description=say("control_about", language),
            series=(Series(values=self.values),),
            levels=tuple(lines),
            signals=tuple(
                Signal(index=point - 1, kind="beyond" if point in single else "run") for point in self.rejected_points
            ),
            language=language,
        )
        return line_chart(chart, width=width)


def control_limits(
    values: Numbers,
    *,
    target: float | None = None,
    sd: float | None = None,
    spread: SpreadMethod = "standard_deviation",
    warning: float = 2.0,
    action: float = 3.0,
    name: str = "value",
) -> LaboratoryLimits:
    """Limits from a first period of results on a control sample, in order.

    ``target`` fixes the centre (a certified value; 100 for recoveries), ``sd`` the standard deviation (a required
    one). ``spread``: "standard_deviation" of all values, as laboratories do, or "moving_range" of neighbours over
    1.128 (ISO 7870-2), which a shift of level does not widen. Missing values are left out and counted. Refused: fewer
    than two values, no spread, sd not positive.

    >>> found = control_limits([10.1, 9.9, 10.2, 9.8, 10.0])
    >>> round(found.centre, 3), round(found.action_high, 4)
    (10.0, 10.4743)
    """
    if spread not in ("standard_deviation", "moving_range"):
        raise ValueError(f"spread is 'standard_deviation' or 'moving_range', not {spread!r}")
    if not 0 < warning < action:
        raise ValueError("warning limits lie within action limits")
    column = numbers(values, name=name, least=2)
    present = column.present()
    if sd is not None and not sd > 0:
        raise refuse("laboratories.sigma_not_positive", column=column, value=float(sd))
    own = sd
    if own is None:
        wide = present.std(ddof=1) if spread == "standard_deviation" else np.abs(np.diff(present)).mean() / D2
        own = float(wide)
    if own == 0 or np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    centre = float(present.mean()) if target is None else target
    checks: list[Check] = list(_size(len(present)))
    if target is not None:
        off = abs(float(present.mean()) - target) / (own / math.sqrt(len(present)))
        if off > action:
            checks.append(said("centre_off_target", Status.WARN, off, mean=float(present.mean()), target=target))
    options = {"target": target, "sd": sd, "spread": spread, "warning": warning, "action": action}
    return LaboratoryLimits(
        method=Method(name="X chart", standard="ISO 7870-2", edition="2023", options=options),
        inputs=column.inputs(),
        findings=(*checks, *missing_check(int(column.missing.sum()))),
        kind="values",
        centre=centre,
        sd=own,
        warning_low=centre - warning * own,
        warning_high=centre + warning * own,
        action_low=centre - action * own,
        action_high=centre + action * own,
        count=len(present),
    )


def range_limits(
    first: Numbers, second: Numbers, *, relative: bool = False, warning: float = 2.0, action: float = 3.0
) -> LaboratoryLimits:
    """Limits of a chart of ranges from duplicates: the mean range, 2.51 and 3.27 times it.

    ``relative`` takes each range in percent of the pair's mean, for contents that differ. ``s_r`` is the repeatability
    standard deviation, mean range over 1.128. Pairs in which a value is missing are left out. Refused: fewer than two
    pairs, all ranges zero, a mean of zero or less where ``relative``.

    >>> found = range_limits([10.1, 10.4, 9.8], [10.0, 10.1, 9.9])
    >>> round(found.centre, 4), round(found.action_high, 4)
    (0.1667, 0.5444)
    """
    if not 0 < warning < action:
        raise ValueError("warning limits lie within action limits")
    column = numbers(_ranges(first, second, relative=relative), name="range", least=2)
    present = column.present()
    centre = float(present.mean())
    if centre == 0:
        raise refuse("samples.zero_spread", column=column)
    spread = centre * D3 / D2
    options = {"relative": relative, "warning": warning, "action": action}
    return LaboratoryLimits(
        method=Method(name="Range chart of duplicates", standard="ISO 7870-2", edition="2023", options=options),
        inputs=column.inputs(),
        findings=(*_size(len(present)), *missing_check(int(column.missing.sum()))),
        kind="ranges",
        centre=centre,
        sd=spread,
        warning_low=None,
        warning_high=centre + warning * spread,
        action_low=None,
        action_high=centre + action * spread,
        count=len(present),
        s_r=centre / D2,
        relative=relative,
    )


def given_limits(centre: float, sd: float, *, warning: float = 2.0, action: float = 3.0) -> LaboratoryLimits:
    """Limits from a centre and a standard deviation that are known, to monitor with.

    >>> given_limits(10, 0.1).action_high
    10.3
    """
    if not (sd > 0 and math.isfinite(centre)):
        raise ValueError("a chart needs a centre and a positive standard deviation")
    if not 0 < warning < action:
        raise ValueError("warning limits lie within action limits")
    options = {"target": centre, "sd": sd, "warning": warning, "action": action}
    return LaboratoryLimits(
        method=Method(name="X chart", standard="ISO 7870-2", edition="2023", options=options),
        inputs=Inputs(count=0, data={"given": np.array([centre, sd], dtype=np.float64)}),
        kind="values",
        centre=centre,
        sd=sd,
        warning_low=centre - warning * sd,
        warning_high=centre + warning * sd,
        action_low=centre - action * sd,
        action_high=centre + action * sd,
        count=0,
    )


def _ranges(first: Numbers, second: Numbers, *, relative: bool) -> Column:
    one, two = numbers(first, name="first"), numbers(second, name="second")
    same_length(one, two)
    found: Floats = np.abs(one.values - two.values)
    if relative:
        means = (one.values + two.values) / 2
        if bool((means <= 0).any()):
            raise refuse("laboratories.mean_not_positive", column=one)
        found = 100 * found / means
    return Column(values=found, name="range", unit=one.unit, file=one.file, rows=one.rows)


def _control(limits: LaboratoryLimits, column: Column, chosen: LaboratoryRules) -> LaboratoryControl:
    there = np.flatnonzero(~column.missing)
    distances = (column.values - limits.centre) / limits.sd
    marks = marks_of(distances[there], center=0.0, sigma=1.0, lower=-3.0, upper=3.0, rules=chosen.rules)
    # a chart of ranges asks whether they are too large: small ones are welcome
    signals = [
        ControlSignal(
            point=int(there[mark.point - 1]) + 1,
            rule=mark.rule,
            side=mark.side,
            rejects=mark.rule not in chosen.warnings,
        )
        for mark in (marks if limits.kind == "values" else marks.on("upper"))
    ]
    rejected = sorted({signal.point for signal in signals if signal.rejects})
    warned = sorted({signal.point for signal in signals} - set(rejected))
    if rejected:
        found = [said("out_of_control", Status.FAIL, len(rejected), count=len(rejected), first=rejected[0])]
    else:
        found = [said("in_control", Status.OK, len(there), count=len(there))]
    if warned:
        found.append(said("control_warning", Status.WARN, len(warned), count=len(warned), first=warned[0]))
    return LaboratoryControl(
        method=Method(
            name=limits.method.name,
            standard="ISO 7870-2",
            edition="2023",
            options={**limits.method.options, "rules": chosen.rules.name},
        ),
        inputs=column.inputs(),
        findings=(*found, *missing_check(int(column.missing.sum()))),
        limits=limits,
        values=_listed(column.values),
        distances=_listed(distances),
        signals=tuple(signals),
        rejected_points=tuple(rejected),
        warned_points=tuple(warned),
        in_control=not rejected,
    )


def _listed(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else value for value in values.tolist())


def _size(count: int) -> tuple[Check, ...]:
    if count >= ENOUGH:
        return ()
    told = {"count": count, "enough": ENOUGH}
    return (Check(id="samples.few_values", status=Status.WARN, statistic=count, arguments=told),)
