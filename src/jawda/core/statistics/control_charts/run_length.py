"""Average run lengths: how many points a chart shows, on average, until it signals.

- Shewhart, limits alone: 1 / P(signal), in closed form; with run rules: an exact Markov chain (Champ & Woodall 1987).
- Cumulative sum, moving average: an integral equation (Page 1954, Crowder 1987), zero state: the chart starts at its
  target or at its headstart. Both sides together as van Dobben de Bruyn (1968) and Lucas & Crosier (1982) join them.

Shifts are counted in standard deviations of one value; ``size`` is the number of values behind each point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from scipy import special

from jawda.core.charts import LineChart, Series, line_chart
from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.control_charts.integral_equation import (
    BEYOND_PRECISION,
    Chain,
    average_run_length,
    average_run_lengths,
    density,
    nodes,
    solve_for,
)
from jawda.core.statistics.control_charts.picture import sentence
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.control_charts.run_length_rules import arl_with_rules, windows_of
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Option, Result, Status, Width
from jawda.core.statistics.samples import Numbers, numbers

Sides: TypeAlias = Literal["both", "upper", "lower"]
LimitsKind: TypeAlias = Literal["exact", "asymptotic"]

#: Limits of a moving average count as settled once they are within this share of their last width.
_SETTLED: Final = 1e-11


@dataclass(frozen=True, kw_only=True)
class RunLength(Result):
    """``arl[i]`` is the average run length where the mean stands ``shift[i]`` standard deviations off its target."""

    schema: ClassVar[str] = "run-length/1"

    shift: Floats
    arl: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each shift: ``shift``, ``arl``."""
        return [{"shift": shift, "arl": arl} for shift, arl in zip(self.shift, self.arl, strict=True)]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The average run length over the shift."""
        order = np.argsort(self.shift, kind="stable")
        said: dict[str, Argument] = {"chart": self.method.name}
        chart = LineChart(
            title=sentence("time_weighted_charts.figure_run_length", said, language),
            series=(Series(values=[float(one) if np.isfinite(one) else None for one in self.arl[order]]),),
            places=[float(one) for one in self.shift[order]],
            caption=sentence("time_weighted_charts.figure_shift_axis", {}, language),
            language=language,
        )
        return line_chart(chart, width=width)


@dataclass(frozen=True, kw_only=True)
class Design(Result):
    """What to set for a wanted average run length: ``parameter`` is its name, ``arl`` what the chart then has."""

    schema: ClassVar[str] = "chart-design/1"

    parameter: str
    value: float
    arl: float

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row: ``parameter``, ``value``, ``arl``."""
        return [{"parameter": self.parameter, "value": self.value, "arl": self.arl}]


def shewhart_run_length(
    shift: Numbers | float = 0.0,
    *,
    nsigma: float = 3.0,
    sides: Sides = "both",
    size: int = 1,
    rules: Rules | None = None,
) -> RunLength:
    """Of a chart with limits at ``nsigma`` standard errors, alone or with ``rules`` (a rule set or its name).

    With rules, ``nsigma`` and ``sides`` are theirs. A rule that looks at trends or alternation is a ``ValueError``.

    >>> round(float(shewhart_run_length().arl[0]), 4)
    370.3983
    """
    shifts, inputs = _shifts(shift, size)
    options: dict[str, Option] = {"size": size}
    if rules is None:
        _positive(nsigma=nsigma)
        above = special.ndtr(shifts - nsigma) if sides != "lower" else 0.0
        below = special.ndtr(-nsigma - shifts) if sides != "upper" else 0.0
        chance = _side(sides) and np.asarray(above + below, dtype=np.float64)
        # beyond what a double can tell, the chance rounds to nothing
        arl = np.where(chance > 1 / BEYOND_PRECISION, 1 / np.maximum(chance, 1 / BEYOND_PRECISION), np.inf)
        options |= {"nsigma": nsigma, "sides": sides}
    else:
        chosen = rule_set(rules)
        windows = windows_of(chosen)
        arl = np.array([arl_with_rules(float(one), windows) for one in shifts])
        options |= {"rules": chosen.name}
    method = Method(name="Shewhart", standard="ISO 7870-1", edition="2019", options=options)
    return _told(method, inputs, shifts / np.sqrt(size), arl)


def cusum_run_length(
    shift: Numbers | float = 0.0,
    *,
    reference_value: float = 0.5,
    decision_interval: float = 5.0,
    headstart: float = 0.0,
    sides: Sides = "both",
    size: int = 1,
) -> RunLength:
    """Of a tabular cumulative sum: k and h in standard errors, ``headstart`` as a share of h (0.5: fast response).

    >>> round(float(cusum_run_length(1.0).arl[0]), 4)
    10.376
    """
    shifts, inputs = _shifts(shift, size)
    arl = _cusum(shifts, reference_value, decision_interval, headstart, sides)
    options: dict[str, Option] = {
        "reference_value": reference_value, "decision_interval": decision_interval, "headstart": headstart,
        "sides": sides, "size": size,
    }  # fmt: skip
    method = Method(name="CUSUM", standard="ISO 7870-4", edition="2021", options=options)
    return _told(method, inputs, shifts / np.sqrt(size), arl)


def ewma_run_length(
    shift: Numbers | float = 0.0,
    *,
    smoothing: float = 0.2,
    width: float = 3.0,
    limits: LimitsKind = "asymptotic",
    sides: Sides = "both",
    size: int = 1,
) -> RunLength:
    """Of an exponentially weighted moving average that starts at its target; ``width`` is L, ``smoothing`` lambda.

    One-sided charts have a reflecting barrier at the target, and asymptotic limits.

    >>> round(float(ewma_run_length(1.0, smoothing=0.1, width=2.814).arl[0]), 4)
    10.3307
    """
    shifts, inputs = _shifts(shift, size)
    arl = _ewma(shifts, smoothing, width, limits, sides)
    options: dict[str, Option] = {
        "smoothing": smoothing, "width": width, "limits": limits, "sides": sides, "size": size,
    }  # fmt: skip
    method = Method(name="EWMA", standard="ISO 7870-6", edition="2016", options=options)
    return _told(method, inputs, shifts / np.sqrt(size), arl)


def cusum_design(arl: float, *, reference_value: float = 0.5, headstart: float = 0.0, sides: Sides = "both") -> Design:
    """The decision interval h with which the chart in control runs ``arl`` points on average.

    >>> round(cusum_design(370.0).value, 3)
    4.774
    """
    _wanted(arl)

    def of(decision_interval: float) -> float:
        return float(_cusum(np.zeros(1), reference_value, decision_interval, headstart, sides)[0])

    options: dict[str, Option] = {
        "arl": arl, "reference_value": reference_value, "headstart": headstart, "sides": sides,
    }  # fmt: skip
    method = Method(name="CUSUM", standard="ISO 7870-4", edition="2021", options=options)
    return _designed("decision_interval", arl, of, method)


def ewma_design(
    arl: float, *, smoothing: float = 0.2, limits: LimitsKind = "asymptotic", sides: Sides = "both"
) -> Design:
    """The width L with which the chart in control runs ``arl`` points on average.

    >>> round(ewma_design(500.0, smoothing=0.1).value, 3)
    2.814
    """
    _wanted(arl)

    def of(width: float) -> float:
        return float(_ewma(np.zeros(1), smoothing, width, limits, sides)[0])

    options: dict[str, Option] = {"arl": arl, "smoothing": smoothing, "limits": limits, "sides": sides}
    method = Method(name="EWMA", standard="ISO 7870-6", edition="2016", options=options)
    return _designed("width", arl, of, method)


def _cusum(shifts: Floats, reference_value: float, decision_interval: float, headstart: float, sides: Sides) -> Floats:
    _positive(decision_interval=decision_interval)
    if reference_value < 0:
        raise ValueError(f"the reference value is not negative, and this one is {reference_value}")
    if not 0 <= headstart < 1:
        raise ValueError(f"a headstart is a share of the decision interval from 0 to under 1, not {headstart}")
    chain = Chain(keep=1, gain=1, drift=-reference_value, low=0, high=decision_interval, barrier=True)
    if sides == "lower":
        return average_run_length(chain, -shifts, headstart * decision_interval)
    upper = average_run_length(chain, shifts, headstart * decision_interval)
    if _side(sides) and sides == "upper":
        return upper
    lower = average_run_length(chain, -shifts, headstart * decision_interval)
    # the sums that stand at zero when the other one signals (Lucas & Crosier 1982)
    upper_0, lower_0 = (
        (average_run_length(chain, side * shifts, 0.0) for side in (1, -1)) if headstart else (upper, lower)
    )
    with np.errstate(divide="ignore"):
        return np.asarray((_share(upper, upper_0) + _share(lower, lower_0) - 1) / (1 / upper_0 + 1 / lower_0))


def _share(started: Floats, from_zero: Floats) -> Floats:
    """What a headstart leaves of a run length; nothing is lost of one beyond precision."""
    return np.where(np.isfinite(from_zero), started / np.where(np.isfinite(from_zero), from_zero, 1.0), 1.0)


def _ewma(shifts: Floats, smoothing: float, width: float, limits: LimitsKind, sides: Sides) -> Floats:
    _positive(width=width)
    if not 0 < smoothing <= 1:
        raise ValueError(f"the smoothing constant stands over 0 and at most at 1, not at {smoothing}")
    high = width * float(np.sqrt(smoothing / (2 - smoothing)))
    if _side(sides) and sides != "both":
        if limits != "asymptotic":
            raise ValueError("run lengths of one-sided moving averages are computed for asymptotic limits")
        chain = Chain(keep=1 - smoothing, gain=smoothing, drift=0, low=0, high=high, barrier=True)
        return average_run_length(chain, shifts if sides == "upper" else -shifts, 0.0)
    chain = Chain(keep=1 - smoothing, gain=smoothing, drift=0, low=-high, high=high, barrier=False)
    if limits == "asymptotic":
        return average_run_length(chain, shifts, 0.0)
    if limits != "exact":
        raise ValueError(f"limits are exact or asymptotic, not {limits!r}")
    return np.array([_with_moving_limits(chain, float(shift), smoothing) for shift in shifts])


def _with_moving_limits(chain: Chain, shift: float, smoothing: float) -> float:
    """While limits widen, the density of a chart that still runs is carried on; then the equation takes over."""
    steps = 1
    while (1 - smoothing) ** (2 * steps) > _SETTLED:
        steps += 1
    count = 160
    running, total = np.ones(1), 1.0
    places = np.zeros(1)
    for step in range(1, steps + 1):
        high = chain.high * float(np.sqrt(1 - (1 - smoothing) ** (2 * step)))
        unit, weights = nodes(count, -1.0, 1.0)
        after = unit * high
        mean = chain.keep * places + chain.gain * shift
        moved = density((after[:, None] - mean[None, :]) / chain.gain) / chain.gain
        running, places = (moved @ running) * weights * high, after
        if step < steps:
            total += float(running.sum())
    rest = average_run_lengths(chain, np.array([shift]), places)[0]
    return total + float(rest @ running)


def _shifts(shift: Numbers | float, size: int) -> tuple[Floats, Inputs]:
    """In standard errors of a point."""
    if size < 1:
        raise ValueError(f"a point has at least one value behind it, not {size}")
    column = numbers([shift] if isinstance(shift, int | float) else shift, name="shift")
    if column.missing.any():
        raise ValueError("a shift is missing")
    return column.values * np.sqrt(size), column.inputs()


def _side(sides: Sides) -> bool:
    if sides not in {"both", "upper", "lower"}:
        raise ValueError(f"sides are both, upper or lower, not {sides!r}")
    return True


def _positive(**named: float) -> None:
    for name, value in named.items():
        if not value > 0:
            raise ValueError(f"{name} is positive, and this one is {value}")


def _wanted(arl: float) -> None:
    if not 2 <= arl <= 1e8:
        raise ValueError(f"a chart can be designed for an average run length from 2 to 1e8, not {arl}")


def _told(method: Method, inputs: Inputs, shift: Floats, arl: Floats) -> RunLength:
    beyond = int(np.count_nonzero(~np.isfinite(arl)))
    findings = []
    if beyond:
        said = {"count": beyond, "most": BEYOND_PRECISION}
        findings.append(
            Check(id="time_weighted_charts.arl_beyond", status=Status.WARN, statistic=beyond, arguments=said)
        )
    return RunLength(method=method, inputs=inputs, findings=tuple(findings), shift=shift, arl=arl)


def _designed(parameter: str, arl: float, function: Callable[[float], float], method: Method) -> Design:
    low, high = 0.05, 1.0
    while function(high) < arl:
        low, high = high, high + 1.0
    value = solve_for(arl, function, low, high)
    return Design(method=method, inputs=Inputs(count=0), parameter=parameter, value=value, arl=function(value))
