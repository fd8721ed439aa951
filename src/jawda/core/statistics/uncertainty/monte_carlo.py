"""Propagation of distributions by the Monte Carlo method (JCGM 101:2008), with fixed or adaptive trials."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias, get_args

import numpy as np

from jawda.core.charts import Histogram, Level, histogram
from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.statistics.result import Check, Floats, Method, Result, Status, Width
from jawda.core.statistics.uncertainty.budget import SUPERSCRIPT, statement
from jawda.core.statistics.uncertainty.model import Model
from jawda.core.statistics.uncertainty.sampling import draw_inputs, lost_shapes, without_variance
from jawda.core.statistics.uncertainty.wording import TITLES, unit_after

#: The shortest interval of the stated probability, or the one that leaves as much on either side (JCGM 101, 5.3).
IntervalKind: TypeAlias = Literal["symmetric", "shortest"]

MOST_TRIALS: Final = 20_000_000
LEAST_TRIALS: Final = 1_000
#: Trials worked out at a time: few enough that the inputs stay in the processor's cache, many enough for NumPy.
BLOCK: Final = 65_536
_BARS: Final = 60
_TAIL: Final = 5e-4


@dataclass(frozen=True, kw_only=True)
class MonteCarlo(Result):
    """Mean, standard deviation and coverage interval of the values drawn for a measurand.

    ``U`` is half the interval and ``coverage_factor`` its ratio to ``u``; there are no degrees of freedom. ``stable``
    says whether the adaptive procedure reached its ``tolerance`` (None for a fixed number of trials).
    """

    schema: ClassVar[str] = "uncertainty-monte-carlo/1"

    name: str
    value: float
    unit: str | None
    u: float
    relative_u: float | None
    coverage_factor: float | None
    U: float
    confidence: float
    degrees_of_freedom: None = None
    interval: tuple[float, float]
    median: float
    trials: int
    failed_trials: int
    tolerance: float | None
    stable: bool | None
    edges: Floats
    counts: tuple[int, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each bar of the histogram."""
        return [
            {"from": float(low), "to": float(high), "count": count}
            for low, high, count in zip(self.edges, self.edges[1:], self.counts, strict=False)
        ]

    def statement(self, language: Language) -> str:
        """The result in words."""
        return statement(
            self.name,
            self.value,
            self.interval,
            unit=self.unit,
            coverage_factor=self.coverage_factor or 0.0,
            confidence=self.confidence,
            language=language,
        )

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The values drawn, with the mean and the ends of the coverage interval."""
        power = _power_shown(max(abs(self.interval[0]), abs(self.interval[1])))
        times = f"×\N{NO-BREAK SPACE}10{str(power).translate(SUPERSCRIPT)}" if power else ""
        scale = 10.0**-power
        levels = (
            Level(value=self.interval[0] * scale, kind="limit", name=TITLES["low"][language]),
            Level(value=self.value * scale, kind="centre", name=TITLES["estimate"][language]),
            Level(value=self.interval[1] * scale, kind="limit", name=TITLES["high"][language]),
        )
        chart = Histogram(
            title=TITLES["monte_carlo"][language].format(name=self.name),
            edges=tuple((self.edges * scale).tolist()),
            counts=self.counts,
            description=self.statement(language),
            levels=levels,
            caption=" ".join(part for part in (self.name, times, unit_after(self.unit).strip()) if part),
            language=language,
        )
        return histogram(chart, width=width)


def monte_carlo(
    model: Model,
    *,
    output: str | None = None,
    trials: int | None = None,
    digits: int = 2,
    confidence: float = 0.95,
    interval: IntervalKind = "symmetric",
    most_trials: int = 10_000_000,
    seed: int | np.random.Generator = 1,
) -> MonteCarlo:
    """Draw the inputs, work out the measurand, describe what comes of it.

    ``trials`` fixes their number; None goes on until mean, standard deviation and both ends of the interval are stable
    to ``digits`` significant digits of u (JCGM 101, 7.9), at most to ``most_trials``. The same ``seed`` gives the same
    numbers. Trials for which the equation has no value are counted, left out, and fail a check; ``Refused`` where none
    has one.

    >>> from jawda.core.statistics.uncertainty.model import measurement_model
    >>> from jawda.core.statistics.uncertainty.quantity import quantity
    >>> inputs = {"a": quantity(0.0, half_width=1.0), "b": quantity(0.0, half_width=1.0)}
    >>> result = monte_carlo(measurement_model("y = a + b", inputs), trials=100_000)
    >>> round(result.u, 2), round(result.interval[1], 1)
    (0.82, 1.6)
    """
    _check_options(trials, digits, confidence, interval, most_trials)
    plan = _Plan(
        model=model,
        name=model.choose(output),
        confidence=confidence,
        interval=interval,
        digits=digits,
        trials=trials,
        most_trials=most_trials,
        seed=seed if isinstance(seed, int) else None,
    )
    generator = np.random.default_rng(seed)
    stable: bool | None = None
    if trials is None:
        values, failed, stable = _adaptive(plan, generator)
    else:
        values, failed = _fixed(plan, generator, trials)
    if not values.size:
        place = Place(file=model.file, path=f"equations.{plan.name}")
        raise Refused([Finding(id="uncertainty.no_trial", place=place, arguments={"name": plan.name})])
    return _describe(plan, values, failed, stable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is asked for."""

    model: Model
    name: str
    confidence: float
    interval: IntervalKind
    digits: int
    trials: int | None
    most_trials: int
    seed: int | None

    def method(self) -> Method:
        adaptive = self.trials is None
        return Method(
            name="propagation of distributions",
            standard="JCGM 101",
            edition="2008",
            clause="7.9" if adaptive else "7",
            options={
                "trials": self.trials,
                "digits": self.digits if adaptive else None,
                "most_trials": self.most_trials if adaptive else None,
                "confidence": self.confidence,
                "interval": self.interval,
                "seed": self.seed,
            },
        )


def numerical_tolerance(u: float, digits: int) -> float:
    """Half a unit in the last of ``digits`` significant digits of u (JCGM 101, 7.9.2).

    >>> numerical_tolerance(0.0352, 2), numerical_tolerance(0.0996, 2), numerical_tolerance(0.0, 2)
    (0.0005, 0.005, 0.0)
    """
    if not u:
        return 0.0
    exponent = int(f"{u:.{digits - 1}e}".split("e")[1])
    return float(f"5e{exponent - digits}")


def coverage_interval(ordered: Floats, confidence: float, kind: IntervalKind) -> tuple[float, float]:
    """From values in ascending order (JCGM 101, 7.7).

    >>> coverage_interval(np.arange(1.0, 101.0) ** 2, 0.9, "symmetric")
    (25.0, 9025.0)
    >>> coverage_interval(np.arange(1.0, 101.0) ** 2, 0.9, "shortest")
    (1.0, 8281.0)
    """
    count = len(ordered)
    held = min(count - 1, math.floor(confidence * count + 0.5))
    if kind == "shortest":
        start = int(np.argmin(ordered[held:] - ordered[: count - held]))
    else:
        start = max(0, (count - held + 1) // 2 - 1)
    return float(ordered[start]), float(ordered[start + held])


def _check_options(trials: int | None, digits: int, confidence: float, interval: str, most_trials: int) -> None:
    if interval not in get_args(IntervalKind):
        raise ValueError(f"interval is one of {', '.join(get_args(IntervalKind))}, not {interval}")
    if not 0 < confidence < 1:
        raise ValueError(f"a coverage probability lies between 0 and 1, not at {confidence}")
    if not 1 <= digits <= 4:
        raise ValueError(f"from 1 to 4 significant digits can be asked for, not {digits}")
    for count in (most_trials, most_trials if trials is None else trials):
        if not LEAST_TRIALS <= count <= MOST_TRIALS:
            raise ValueError(f"from {LEAST_TRIALS} to {MOST_TRIALS} trials can be made, not {count}")


def _trial(plan: _Plan, generator: np.random.Generator, count: int) -> tuple[Floats, int]:
    """The values of one block that are numbers, and how many are not."""
    drawn = draw_inputs(plan.model, generator, count)
    found = np.broadcast_to(plan.model.evaluate(drawn)[plan.name], (count,))
    finite = np.isfinite(found)
    return (found, 0) if finite.all() else (found[finite], int(count - finite.sum()))


def _fixed(plan: _Plan, generator: np.random.Generator, trials: int) -> tuple[Floats, int]:
    values, filled, failed = np.empty(trials), 0, 0
    for start in range(0, trials, BLOCK):
        found, lost = _trial(plan, generator, min(BLOCK, trials - start))
        values[filled : filled + len(found)] = found
        filled, failed = filled + len(found), failed + lost
    return values[:filled], failed


def _adaptive(plan: _Plan, generator: np.random.Generator) -> tuple[Floats, int, bool]:
    """Sequences of M trials until the averages over sequences are stable (JCGM 101, 7.9.4)."""
    size = max(10_000, math.ceil(100 / (1 - plan.confidence)))
    blocks: list[Floats] = []
    estimates: list[tuple[float, float, float, float]] = []
    failed, stable = 0, False
    while not stable and (len(estimates) + 1) * size <= max(plan.most_trials, 2 * size):
        values, lost = _trial(plan, generator, size)
        failed += lost
        if len(values) < 2:
            break  # the equation is defined nowhere: more trials do not help
        ordered = np.sort(values)
        blocks.append(ordered)
        ends = coverage_interval(ordered, plan.confidence, plan.interval)
        estimates.append((*_moments(ordered), *ends))
        stable = len(estimates) > 1 and _is_stable(np.array(estimates), plan.digits)
    return np.concatenate(blocks) if blocks else np.empty(0), failed, stable


def _is_stable(estimates: Floats, digits: int) -> bool:
    """Twice the standard deviation of each average is below the tolerance."""
    scale = _scale(estimates)
    count, estimates = len(estimates), estimates / scale
    means, deviations = estimates[:, 0], estimates[:, 1]
    # the variance of all values: within sequences, and between their means
    u = math.sqrt(float((deviations**2).mean() + means.var()))
    averages = np.sqrt(estimates.var(axis=0, ddof=1) / count)
    return bool((2 * averages <= numerical_tolerance(scale * u, digits) / scale).all())


def _scale(values: Floats) -> float:
    """A power of two near the largest: by it, no square leaves the range of a double, and no digit is lost."""
    return math.ldexp(1.0, math.frexp(float(np.abs(values).max()))[1])


def _moments(ordered: Floats) -> tuple[float, float]:
    """Mean and standard deviation of values in ascending order."""
    scale = _scale(ordered[[0, -1]])
    scaled = ordered / scale
    return float(scaled.mean()) * scale, float(scaled.std(ddof=min(1, len(scaled) - 1))) * scale


def _describe(plan: _Plan, values: Floats, failed: int, stable: bool | None) -> MonteCarlo:
    ordered = np.sort(values)
    mean, u = _moments(ordered)
    ends = coverage_interval(ordered, plan.confidence, plan.interval)
    half = ends[1] / 2 - ends[0] / 2
    edges, counts = _bars(ordered)
    tolerance = None if stable is None else numerical_tolerance(u, plan.digits)
    checks = [*_trials(len(values), failed, stable, tolerance), *_shapes(plan.model)]
    unit = plan.model.units.get(plan.name)
    return MonteCarlo(
        method=plan.method(),
        inputs=plan.model.inputs(unit),
        findings=tuple(checks),
        name=plan.name,
        value=mean,
        unit=unit,
        u=u,
        relative_u=u / abs(mean) if mean else None,
        coverage_factor=half / u if u else None,
        U=half,
        confidence=plan.confidence,
        interval=ends,
        median=float(np.median(ordered)),
        trials=len(values) + failed,
        failed_trials=failed,
        tolerance=tolerance,
        stable=stable,
        edges=edges,
        counts=counts,
    )


def _bars(ordered: Floats) -> tuple[Floats, tuple[int, ...]]:
    """A histogram of all but the farthest one in two thousand on either side."""
    cut = int(_TAIL * len(ordered))
    low, high = float(ordered[cut]), float(ordered[-1 - cut])
    edges = np.linspace(low, high, _BARS + 1)
    if not (np.diff(edges) > 0).all():  # all values are one, or as good as one
        width = max(abs(low) * 1e-9, 1e-300)
        return np.array([low - width, high + width]), (len(ordered),)
    places = np.searchsorted(ordered, edges)
    places[-1] = np.searchsorted(ordered, high, side="right")
    return edges, tuple(np.diff(places).tolist())


def _trials(count: int, failed: int, stable: bool | None, tolerance: float | None) -> list[Check]:
    found = []
    if failed:
        share = failed / (count + failed)
        arguments = {"count": failed, "percent": round(share * 100, 3)}
        found.append(Check(id="uncertainty.failed_trials", status=Status.FAIL, statistic=share, arguments=arguments))
    if stable is not None and tolerance is not None:
        identifier = "uncertainty.stable" if stable else "uncertainty.not_stable"
        arguments = {"count": count, "tolerance": tolerance}
        status = Status.OK if stable else Status.WARN
        found.append(Check(id=identifier, status=status, statistic=tolerance, arguments=arguments))
    return found


def _shapes(model: Model) -> list[Check]:
    found = []
    for identifier, names in (
        ("uncertainty.correlated_as_normal", lost_shapes(model)),
        ("uncertainty.no_variance", without_variance(model)),
    ):
        if names:
            arguments = {"names": ", ".join(names)[:200]}
            found.append(Check(id=identifier, status=Status.WARN, statistic=len(names), arguments=arguments))
    return found


def _power_shown(largest: float) -> int:
    """The power of ten taken out of an axis, in threes; 0 for numbers that read well as they are."""
    if not largest or 1e-3 <= largest < 1e9:
        return 0
    return 3 * math.floor(math.log10(largest) / 3)
