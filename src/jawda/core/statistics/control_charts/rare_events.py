"""Charts of rare events: g (units between two events) and t (time between two events).

Where nearly every sample of a p, c or u chart holds no case, each interval between cases is a point instead: a point
above the upper limit is good news. Intervals are far from symmetric, so limits stand by default where their law is
passed as rarely, on each side, as a normal law passes ``nsigma``.

Sources: Benneyan, Health Care Management Science 4 (2001) 305-318 (geometric law); Nelson, Journal of Quality
Technology 26 (1994) 162-165 (power 1/3.6); Weibull law by maximum likelihood.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from scipy import special

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.control_charts.counted import (
    CountChart,
    CountStage,
    DrawnLimits,
    Stretches,
    check_stage_counts,
    common,
    common_checks,
    judged,
    number_after,
    stretches,
    used,
    whole,
)
from jawda.core.statistics.control_charts.dispersion import D2_OF_TWO
from jawda.core.statistics.control_charts.marks import Marks
from jawda.core.statistics.control_charts.patterns import all_of_last
from jawda.core.statistics.control_charts.rules import Rules, RuleSet, Run, rule_set
from jawda.core.statistics.result import Check, Floats, Method, Option, Status
from jawda.core.statistics.samples import TOLD, Column, Labels, Numbers, numbers, refuse

#: "probability": whole numbers by the geometric law, centre its median; "interpolated": the same between whole numbers
#: (Minitab); "sigma": ``nsigma`` standard deviations around the mean (Benneyan).
GapLimits: TypeAlias = Literal["probability", "interpolated", "sigma"]
#: The chance of an event from mean gap m over the least one, of n gaps: "mean" 1 / (m + 1), "minitab" the same times
#: (n - 1) / n, "unbiased" (n - 1) / (n (m + 1) - 1).
ChanceBy: TypeAlias = Literal["mean", "minitab", "unbiased"]
TimeModel: TypeAlias = Literal["weibull", "exponential", "power"]

#: Nelson's power makes exponential times nearly normal.
POWER: Final = 3.6
ZEROS: Final = "zeros"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How intervals are charted; ``parameters`` of the last stage by name."""

    chart: Literal["g", "t"]
    rules: RuleSet
    nsigma: float
    by: str
    least: int = 0
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class IntervalLimits(DrawnLimits):
    """Limits with the law that they stand on: its ``parameters`` by name (``chance``, or ``scale`` and ``shape`` …)."""

    parameters: Mapping[str, float]
    plan: Plan

    def to_dict(self) -> dict[str, Any]:
        """As of any limits, with ``parameters``."""
        return {**super().to_dict(), "parameters": dict(self.parameters)}

    def monitor(self, new: Numbers, *, rules: Rules | None = None, after: CountChart | None = None) -> CountChart:
        """Phase II: new intervals against these limits; ``after`` is the chart that they go on from."""
        plan = self.plan if rules is None else dataclasses.replace(self.plan, rules=_symmetric_free(rules))
        column = _checked(numbers(new, name="interval"), plan)
        return _charted(plan, column, whole(len(column.values)), [self.parameters], phase=2, after=after)


def g_chart(
    gaps: Numbers,
    *,
    chance: float | None = None,
    least: int = 0,
    chance_by: ChanceBy = "mean",
    limits: GapLimits = "probability",
    nsigma: float = 3.0,
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Whole numbers of units (parts, patients, days) between two events, the geometric law behind them.

    ``least`` is the smallest number there can be: 0 counts the units between, 1 counts the event's own, too.
    ``chance`` of an event at each unit is a historical one. Rules that need zones do not apply (their law is not
    symmetric); where the lower limit is zero, gaps of ``least`` in a row signal by the rule "zeros" (Benneyan).
    :class:`~jawda.core.findings.Refused` names each cell that is no whole number from ``least``.

    >>> chart = g_chart([12, 3, 30, 8, 17, 2, 41, 5])
    >>> round(chart.mean, 4), chart.limits.center, chart.limits.upper
    (0.0635, 10.0, 100.0)
    """
    if limits not in {"probability", "interpolated", "sigma"}:
        raise ValueError(f"limits go by probability, interpolated or by sigma, not by {limits!r}")
    if chance_by not in {"mean", "minitab", "unbiased"}:
        raise ValueError(f"a chance is estimated by mean, minitab or unbiased, not by {chance_by!r}")
    if chance is not None and not 0 < chance < 1:
        raise ValueError(f"a chance stands between 0 and 1, not at {chance}")
    options: dict[str, Option] = {"chance": chance, "chance_by": chance_by}
    plan = _plan("g", rules, nsigma, limits, least=least, options=options)

    def estimate(values: Floats, column: Column) -> Mapping[str, float]:
        if chance is not None:
            return {"chance": chance}
        away, count = values - least, len(values)
        if not away.any():
            raise refuse("attribute_charts.no_gap", column=column, least=least)
        units = float(away.sum()) + count
        found = {"mean": count / units, "minitab": (count - 1) / units, "unbiased": (count - 1) / (units - 1)}
        return {"chance": found[chance_by]}

    return _phase_one(plan, gaps, estimate, stages, exclude, estimated=chance is None)


def t_chart(
    times: Numbers,
    *,
    model: TimeModel = "weibull",
    scale: float | None = None,
    shape: float | None = None,
    nsigma: float = 3.0,
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """Times between two events, in any unit.

    ``model``: a Weibull law (maximum likelihood), an exponential one, or Nelson's "power": times to the power 1 / 3.6
    on an individuals chart, drawn back in time; only this one takes times of zero. ``scale`` with ``shape`` (Weibull)
    or ``scale`` alone (exponential) are historical. Rules that need zones do not apply.

    >>> chart = t_chart([2.0, 3.5, 1.2, 6.1, 4.4, 2.9], model="exponential")
    >>> round(chart.limits.center, 4), round(chart.limits.upper, 3)
    (2.322, 22.136)
    """
    if model not in {"weibull", "exponential", "power"}:
        raise ValueError(f"times have a model weibull, exponential or power, not {model!r}")
    needed = {"weibull": 2, "exponential": 1, "power": 0}[model]
    given = [value for value in (scale, shape) if value is not None]
    if given and (len(given) != needed or scale is None or not all(value > 0 for value in given)):
        raise ValueError("historical: a positive scale and shape for weibull, a scale for exponential, none for power")
    plan = _plan("t", rules, nsigma, model, options={"scale": scale, "shape": shape})

    def estimate(values: Floats, column: Column) -> Mapping[str, float]:
        if scale is not None:
            return {"scale": scale, "shape": 1.0 if shape is None else shape}
        if model == "exponential":
            return {"scale": float(values.mean()), "shape": 1.0}
        if values.min() == values.max():
            raise refuse("samples.zero_spread", column=column)
        if model == "weibull":
            return dict(zip(("scale", "shape"), weibull(values), strict=True))
        made = values ** (1 / POWER)
        return {"mean": float(made.mean()), "sigma": float(np.abs(np.diff(made)).mean()) / D2_OF_TWO}

    return _phase_one(plan, times, estimate, stages, exclude, estimated=scale is None)


def weibull(values: Floats) -> tuple[float, float]:
    """Scale and shape of a Weibull law by maximum likelihood, for positive values that are not all equal.

    >>> scale, shape = weibull(np.array([1.0, 2.0, 3.0, 4.0]))
    >>> round(scale, 4), round(shape, 4)
    (2.8287, 2.4532)
    """
    logs = np.log(values / values.max())
    mean = float(logs.mean())
    # from the moments of the logarithms, then by Newton in the log of the shape: the equation grows with it
    shape = float(np.pi / np.sqrt(6) / logs.std())
    step, rounds = 1.0, 0
    while abs(step) > 1e-13 and rounds < 100:
        rounds += 1
        weights = np.exp(shape * logs)
        total = weights.sum()
        first = float(weights @ logs / total)
        second = float(weights @ logs**2 / total)
        value = first - 1 / shape - mean
        step = value / (shape * (second - first**2) + 1 / shape)
        shape *= float(np.exp(-np.clip(step, -1, 1)))
    scale = float(values.max() * np.exp(shape * logs).mean() ** (1 / shape))
    return scale, shape


def _symmetric_free(rules: Rules) -> RuleSet:
    """The rules that need no zones: beyond limits, runs, trends, alternation."""
    return rule_set(rules).for_spread()


def _plan(
    chart: Literal["g", "t"],
    rules: Rules,
    nsigma: float,
    by: str,
    *,
    options: Mapping[str, Option],
    least: int = 0,
) -> Plan:
    if not nsigma > 0:
        raise ValueError(f"limits stand above 0 sigma from the centre, not {nsigma}")
    if least not in {0, 1}:
        raise ValueError(f"the least gap is 0 or 1, not {least}")
    chosen = _symmetric_free(rules)
    if any(getattr(rule, "sigmas", None) is not None for rule in chosen.rules):
        raise ValueError("a distance in sigmas does not apply to intervals: give nsigma")
    return Plan(chart=chart, rules=chosen, nsigma=nsigma, by=by, least=least, options=options)


def _phase_one(
    plan: Plan, data: Numbers, estimate: Any, stages: Labels | None, exclude: Sequence[int], *, estimated: bool
) -> CountChart:
    column = _checked(numbers(data, name="interval", least=2), plan)
    count = len(column.values)
    parts = stretches(stages, count)
    kept, excluded = used(column, exclude)
    check_stage_counts(kept, parts.slices, parts.names, column)
    found = [estimate(column.values[part][kept[part]], column) for part in parts.slices]
    return _charted(plan, column, parts, found, phase=1, kept=kept, excluded=excluded, estimated=estimated)


def _checked(column: Column, plan: Plan) -> Column:
    """Gaps are whole and at least the least; times are positive, or not negative for Nelson's power."""
    values = column.values
    with np.errstate(invalid="ignore"):
        if plan.chart == "g":
            wrong = (values < plan.least) | (values != np.floor(values)) & ~column.missing
        else:
            wrong = values < 0 if plan.by == "power" else values <= 0
    faults = []
    for index in np.flatnonzero(wrong)[:TOLD]:
        said: dict[str, Any] = {"value": float(values[index])}
        if plan.chart == "g":
            said["least"] = plan.least
        name = "not_a_gap" if plan.chart == "g" else "time_not_positive"
        faults.append(Finding(id=f"attribute_charts.{name}", place=column.place(int(index)), arguments=said))
    if faults:
        raise Refused(faults)
    return column


def _charted(
    plan: Plan,
    column: Column,
    parts: Stretches,
    parameters: Sequence[Mapping[str, float]],
    *,
    phase: int,
    kept: Any = None,
    excluded: tuple[Any, ...] = (),
    estimated: bool = False,
    after: CountChart | None = None,
) -> CountChart:
    each = [_lines(plan, found) for found in parameters]
    lower, center, upper, error = (
        np.broadcast_to(np.asarray(parts.spread_out([one[place] for one in each])), len(column.values))
        for place in range(4)
    )
    lines = DrawnLimits(center=center, lower=lower, upper=upper, standard_error=error, nsigma=plan.nsigma)
    signals = judged(column.values, lines, rules=plan.rules, starts=parts.starts, after=after)
    first = number_after(after)
    checks: list[Check] = []
    if plan.chart == "g" and float(lower[-1]) <= plan.least:
        needed = _zeros_needed(parameters[-1]["chance"], plan.nsigma)
        signals = _with_zeros(signals, column, parts, plan, needed, first)
        said = {"zeros": needed}
        checks.append(Check(id="attribute_charts.gap_unimproved", status=Status.OK, statistic=needed, arguments=said))
    inputs = column.inputs()
    if kept is not None:
        count = int(np.count_nonzero(kept))
        inputs = dataclasses.replace(inputs, count=count, excluded=(*inputs.excluded, *excluded))
    checks = [*common_checks(signals, inputs, samples=inputs.count, estimated=estimated), *checks]
    means = [found.get("chance", one[1]) for found, one in zip(parameters, each, strict=True)]
    stages = tuple(
        CountStage(name=name, first=first + part.start, last=first + part.stop - 1, mean=mean)
        for name, part, mean in zip(parts.names, parts.slices, means, strict=True)
    )
    own = "limits" if plan.chart == "g" else "model"
    options = {**plan.options, own: plan.by, "least": plan.least, "nsigma": plan.nsigma, "rules": plan.rules.name}
    standard = "Benneyan 2001" if plan.chart == "g" else "Nelson 1994" if plan.by == "power" else ""
    return CountChart(
        method=Method(name=f"{plan.chart} chart", standard=standard, options=options), inputs=inputs,
        findings=tuple(checks), kind=plan.chart, phase=phase, mean=means[-1], sigma_z=None,
        limits=IntervalLimits(**common(lines), nsigma=plan.nsigma, parameters=parameters[-1], plan=plan),
        signals=signals, points=column.values, sizes=None, stages=stages, first=first,
    )  # fmt: skip


def _lines(plan: Plan, found: Mapping[str, float]) -> tuple[float, float, float, float]:
    """Lower limit, centre, upper limit, and standard deviation of the law."""
    tail = float(special.ndtr(-plan.nsigma))
    if plan.chart == "g":
        return _lines_of_gaps(plan, found["chance"], tail)
    if plan.by == "power":
        mean, sigma = found["mean"], found["sigma"]
        low, high = (max(mean + side * plan.nsigma * sigma, 0.0) ** POWER for side in (-1, 1))
        return low, mean**POWER, high, sigma
    scale, shape = found["scale"], found["shape"]
    low, middle, high = (scale * float(part) ** (1 / shape) for part in (-np.log1p(-tail), np.log(2), -np.log(tail)))
    spread = scale * float(np.sqrt(special.gamma(1 + 2 / shape) - special.gamma(1 + 1 / shape) ** 2))
    return low, middle, high, spread


def _lines_of_gaps(plan: Plan, chance: float, tail: float) -> tuple[float, float, float, float]:
    spread = float(np.sqrt(1 - chance)) / chance
    least = float(plan.least)
    if plan.by == "sigma":
        mean = least + (1 - chance) / chance
        return max(mean - plan.nsigma * spread, least), mean, mean + plan.nsigma * spread, spread
    # of units until the event, P(more than y) = (1 - chance)^y
    decay = float(np.log1p(-chance))
    found = []
    for more in (1 - tail, 0.5, tail):
        until = float(np.ceil(np.log(more) / decay * (1 - 1e-15)))
        if plan.by == "interpolated":
            before, after = np.exp(decay * (until - 1)), np.exp(decay * until)
            until += float((after - more) / (before - after))
        found.append(max(until - 1 + least, least))
    return found[0], found[1], found[2], spread


def _zeros_needed(chance: float, nsigma: float) -> int:
    """Events at so many units in a row are as rare as a point beyond a limit."""
    return max(2, int(np.ceil(special.log_ndtr(-nsigma) / np.log(chance))))


def _with_zeros(signals: Marks, column: Column, parts: Stretches, plan: Plan, needed: int, first: int) -> Marks:
    """With the points that end so many of the least gap in a row within one stage."""
    zeros = column.values == plan.least
    flags = np.concatenate([all_of_last(zeros[part], needed) for part in parts.slices])
    own = np.flatnonzero(flags) + first
    rules = dataclasses.replace(plan.rules, rules=(*plan.rules.rules, Run(id=ZEROS, length=needed)))
    points = np.concatenate((signals.points, own))
    order = np.argsort(points, kind="stable")
    place = np.full(len(own), len(plan.rules.rules), dtype=np.uint8)
    below = np.ones(len(own), dtype=np.uint8)
    return dataclasses.replace(
        signals, points=points[order], rules=np.concatenate((signals.rules, place))[order],
        sides=np.concatenate((signals.sides, below))[order], rule_set=rules,
    )  # fmt: skip
