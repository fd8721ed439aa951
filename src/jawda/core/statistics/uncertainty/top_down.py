"""A laboratory's uncertainty from precision and bias (ISO 11352:2012) or a collaborative study (ISO 21748:2017)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
from scipy import special

from jawda.core.findings import Finding, Place, Refused, words
from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Option, Result, Status, Width
from jawda.core.statistics.uncertainty.budget import BudgetLine, bars, statement, written
from jawda.core.statistics.uncertainty.component import Component, Part, Scale
from jawda.core.statistics.uncertainty.coverage import confidence_of
from jawda.core.statistics.uncertainty.wording import TITLES, part_name, unit_after


@dataclass(frozen=True, kw_only=True)
class TopDown(Result):
    """A procedure's combined uncertainty, in per cent where ``scale`` is relative.

    For a measured ``value`` there are ``interval``, and u and U in its unit (``u_at_value``, ``U_at_value``).
    """

    schema: ClassVar[str] = "uncertainty-top-down/1"

    value: float | None
    unit: str | None
    scale: Scale
    u: float
    coverage_factor: float
    U: float
    degrees_of_freedom: float
    u_at_value: float | None
    U_at_value: float | None
    interval: tuple[float, float] | None
    budget: tuple[BudgetLine, ...]
    title: str = ""

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each part."""
        return [{name: getattr(line, name) for name in BudgetLine.__slots__} for line in self.budget]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The parts' shares of the variance as bars."""
        title = self.title or TITLES["top_down"][language]
        description = self.statement(language) if self.interval is not None else title
        lines = [replace(line, name=part_name(line.name, language)) for line in self.budget]
        return bars(lines, title=title, description=description, language=language, width=width)

    def statement(self, language: Language) -> str:
        """The result of a measured value in words; ``ValueError`` where there is no value."""
        if self.value is None or self.interval is None:
            raise ValueError("there is no measured value to state")
        return statement(
            self.title or TITLES["result"][language],
            self.value,
            self.interval,
            unit=self.inputs.unit,
            coverage_factor=self.coverage_factor,
            confidence=confidence_of(self.coverage_factor, math.inf),
            language=language,
        )

    def summary(self, language: Language) -> str:
        """The expanded uncertainty in words, which needs no measured value.

        >>> from_interlaboratory_study(s_reproducibility=0.5, s_repeatability=0.3, unit="g").summary("en")
        'Expanded uncertainty: U = 1.0\xa0g (k = 2).'
        """
        after = unit_after(self.unit)
        arguments: dict[str, Argument] = {
            "expanded": written(self.U, self.U, language) + after,
            "factor": written(self.coverage_factor, 0.0, language),
        }
        return words(Finding(id="uncertainty.expanded", arguments=arguments), language)


def combine(
    precision: Component,
    bias: Component,
    *,
    coverage_factor: float = 2.0,
    value: float | None = None,
    unit: str | None = None,
) -> TopDown:
    """u = sqrt(u(Rw)^2 + u(b)^2), U = k u (ISO 11352, 9 and 10). ``Refused`` where one is relative and the other not.

    >>> from jawda.core.statistics.uncertainty.components import bias_from_deviations, precision
    >>> within = precision([10.1, 9.9, 10.2, 10.0, 9.8, 10.0, 10.1, 9.9])
    >>> found = combine(within, bias_from_deviations([2.0, -1.0, 3.0], u_reference=1.5), value=40.0, unit="mg/L")
    >>> round(found.U, 2), round(found.U_at_value, 2)
    (5.88, 2.35)
    """
    if (precision.kind, bias.kind) != ("precision", "bias"):
        raise ValueError("a precision comes first, a bias second")
    if precision.scale != bias.scale:
        raise Refused([Finding(id="uncertainty.scales_differ", place=Place(path="bias"))])
    if precision.unit != bias.unit:
        arguments: dict[str, Argument] = {"first": str(precision.unit), "second": str(bias.unit)}
        raise Refused([Finding(id="samples.units_differ", place=Place(path="bias"), arguments=arguments)])
    parts = [*precision.parts, *bias.parts]
    inputs = Inputs(
        count=precision.inputs.count + bias.inputs.count,
        missing=precision.inputs.missing + bias.inputs.missing,
        excluded=(*precision.inputs.excluded, *bias.inputs.excluded),
        unit=unit if precision.scale == "relative" else precision.unit,
        data={
            **{f"precision {name}": data for name, data in precision.inputs.data.items()},
            **{f"bias {name}": data for name, data in bias.inputs.data.items()},
        },
    )
    options: dict[str, Option] = {"coverage_factor": coverage_factor, "scale": precision.scale}
    options |= {f"precision.{name}": option for name, option in precision.method.options.items()}
    options |= {f"bias.{name}": option for name, option in bias.method.options.items()}
    method = Method(name="precision and bias", standard="ISO 11352", edition="2012", clause="9, 10", options=options)
    larger = bias if bias.u > precision.u else precision
    check = Check(
        id=f"uncertainty.larger_{larger.kind}",
        status=Status.OK,
        statistic=larger.u,
        arguments={"percent": round(100 * (larger.u / math.hypot(precision.u, bias.u)) ** 2, 1)},
    )
    return _top_down(
        parts,
        scale=precision.scale,
        unit=precision.unit,
        value=value,
        coverage_factor=coverage_factor,
        method=method,
        inputs=inputs,
        checks=[*precision.findings, *bias.findings, check],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect that a study did not show: its standard uncertainty in its own unit, and its sensitivity."""

    u: float
    sensitivity: float = 1.0
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryCheck:
    """A laboratory's own results on a reference: mean deviation, standard deviation, number of results."""

    deviation: float
    sd: float
    count: int


def from_interlaboratory_study(
    *,
    s_reproducibility: float,
    s_repeatability: float,
    laboratories: int | None = None,
    results_per_laboratory: int = 1,
    u_reference: float = 0.0,
    replicates: int | None = None,
    others: Mapping[str, float | Effect] | None = None,
    laboratory: LaboratoryCheck | None = None,
    scale: Scale = "absolute",
    coverage_factor: float = 2.0,
    value: float | None = None,
    unit: str | None = None,
) -> TopDown:
    """u from the reproducibility of the method, its bias and effects the study did not show (ISO 21748:2017, 7 and 8).

    u^2 = u(bias)^2 + s_R^2 + sum of ``others`` squared: each an :class:`Effect`, or sensitivity times uncertainty. The
    bias was found in a study of ``laboratories`` with ``results_per_laboratory`` each, to within
    sqrt(s_L^2 / p + s_r^2 / (p n)), and the reference to within ``u_reference``; without ``laboratories`` it is taken
    as nil. A mean of ``replicates`` results has s_L^2 + s_r^2 / replicates in the place of s_R^2. ``laboratory`` checks
    that the figures of the study are its own too.

    >>> found = from_interlaboratory_study(s_reproducibility=0.5, s_repeatability=0.3, replicates=4)
    >>> round(found.u, 4)
    0.4272
    """
    s_laboratory = _between(s_reproducibility, s_repeatability)
    _check_counts(laboratories, results_per_laboratory, replicates)
    parts = _study_parts((s_laboratory, s_repeatability), laboratories, results_per_laboratory, u_reference, replicates)
    effects = {name: one if isinstance(one, Effect) else Effect(u=abs(one)) for name, one in (others or {}).items()}
    parts += [Part(name=name, u=abs(one.sensitivity) * one.u) for name, one in effects.items()]
    if not all(math.isfinite(part.u) and part.u >= 0 for part in parts) or u_reference < 0:
        raise Refused([Finding(id="uncertainty.bad_parts", place=Place(path="others"))])
    checks = []
    if laboratory is not None:
        freedom = None if laboratories is None else laboratories * (results_per_laboratory - 1)
        checks += _laboratory_checks(laboratory, s_laboratory, s_repeatability, u_reference, freedom)
    else:
        checks.append(Check(id="uncertainty.laboratory_not_checked", status=Status.WARN))
    options: dict[str, Option] = {
        "coverage_factor": coverage_factor,
        "scale": scale,
        "replicates": replicates,
        "laboratories": laboratories,
        "results_per_laboratory": results_per_laboratory,
    }
    return _top_down(
        parts,
        scale=scale,
        unit="%" if scale == "relative" else unit,
        value=value,
        coverage_factor=coverage_factor,
        method=Method(
            name="reproducibility and bias", standard="ISO 21748", edition="2017", clause="7, 8", options=options
        ),
        inputs=Inputs(
            count=len(parts),
            unit=unit,
            data={"name": [part.name for part in parts], "u": np.array([part.u for part in parts])},
        ),
        checks=checks,
        effects=tuple(effects.values()),
    )


def _study_parts(
    spreads: tuple[float, float],
    laboratories: int | None,
    results_per_laboratory: int,
    u_reference: float,
    replicates: int | None,
) -> list[Part]:
    """Bias of the method, reference and reproducibility, from s_L and s_r."""
    s_laboratory, s_repeatability = spreads
    parts = []
    if laboratories is not None:
        spread = s_laboratory**2 / laboratories + s_repeatability**2 / (laboratories * results_per_laboratory)
        parts.append(Part(name="bias of the method", u=math.sqrt(spread), count=laboratories))
    if u_reference:
        parts.append(Part(name="reference value", u=u_reference))
    if replicates is None:
        parts.append(Part(name="reproducibility", u=math.hypot(s_laboratory, s_repeatability)))
    else:
        parts.append(Part(name="between laboratories", u=s_laboratory))
        parts.append(Part(name="repeatability of the mean", u=s_repeatability / math.sqrt(replicates)))
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class OverRange:
    """Uncertainty at any value: absolute ``low`` under ``limit``, relative ``high`` above; or both everywhere.

    ``rule="steps"`` is ISO 11352, 7 and Nordtest; ``"root_sum"`` is Eurachem's s0 and s1: sqrt(low^2 + (high x)^2).
    """

    low: TopDown
    high: TopDown
    limit: float | None = None
    rule: Literal["steps", "root_sum"] = "steps"

    def __post_init__(self) -> None:
        if (self.low.scale, self.high.scale) != ("absolute", "relative"):
            raise ValueError("over a range an absolute uncertainty comes first, a relative one second")
        if (self.rule == "steps") != (self.limit is not None):
            raise ValueError("steps need a limit, and a root of a sum has none")

    def u(self, values: Any) -> Floats:
        """Standard uncertainties at measured values, in their unit.

        An array of any shape; negative values count with their size.
        """
        size = np.abs(np.asarray(values, dtype=np.float64))
        relative = size * self.high.u / 100
        if self.limit is None:
            return np.asarray(np.hypot(self.low.u, relative))
        return np.where(size < self.limit, self.low.u, relative)


def _top_down(
    parts: Sequence[Part],
    *,
    scale: Scale,
    unit: str | None,
    value: float | None,
    coverage_factor: float,
    method: Method,
    inputs: Inputs,
    checks: list[Check],
    effects: Sequence[Effect] = (),
) -> TopDown:
    for key, number in (("coverage_factor", coverage_factor), ("value", 1.0 if value is None else abs(value))):
        if not math.isfinite(number) or (key == "coverage_factor" and number <= 0):
            arguments: dict[str, Argument] = {"key": key, "value": float(number)}
            raise Refused([Finding(id="uncertainty.not_positive", place=Place(path=key), arguments=arguments)])
    u = math.hypot(*(part.u for part in parts))
    at_value = None if value is None else u * abs(value) / 100 if scale == "relative" else u
    known: list[Effect | None] = [None] * (len(parts) - len(effects))  # effects come last
    known += effects
    lines = tuple(_line(part, u, unit, effect) for part, effect in zip(parts, known, strict=True))
    expanded = None if at_value is None else coverage_factor * at_value
    return TopDown(
        method=method,
        inputs=inputs,
        findings=tuple(checks),
        value=value,
        unit=unit,
        scale=scale,
        u=u,
        coverage_factor=coverage_factor,
        U=coverage_factor * u,
        degrees_of_freedom=math.inf,
        u_at_value=at_value,
        U_at_value=expanded,
        interval=None if value is None or expanded is None else (value - expanded, value + expanded),
        budget=lines,
    )


def _line(part: Part, whole: float, unit: str | None, effect: Effect | None) -> BudgetLine:
    """A part in the budget; an effect in its own unit, with its sensitivity."""
    return BudgetLine(
        name=part.name,
        value=None,
        unit=unit if effect is None else effect.unit or unit,
        distribution="normal",
        u=part.u if effect is None else effect.u,
        sensitivity=1.0 if effect is None else effect.sensitivity,
        contribution=part.u,
        percent=100 * (part.u / whole) ** 2 if whole else 0.0,
        dof=math.inf if part.count is None else float(max(1, part.count - 1)),
    )


def _between(s_reproducibility: float, s_repeatability: float) -> float:
    """s_L, from s_R^2 = s_L^2 + s_r^2 (ISO 5725-2)."""
    for key, number in (("s_reproducibility", s_reproducibility), ("s_repeatability", s_repeatability)):
        if not math.isfinite(number) or number <= 0:
            arguments: dict[str, Argument] = {"key": key, "value": float(number)}
            raise Refused([Finding(id="uncertainty.not_positive", place=Place(path=key), arguments=arguments)])
    if s_repeatability > s_reproducibility:
        arguments = {"repeatability": s_repeatability, "reproducibility": s_reproducibility}
        raise Refused([Finding(id="uncertainty.s_inverted", place=Place(path="s_repeatability"), arguments=arguments)])
    return math.sqrt(s_reproducibility**2 - s_repeatability**2)


def _check_counts(*counts: int | None) -> None:
    for count in counts:
        if count is not None and count < 1:
            raise ValueError(f"a number of laboratories or results is at least 1, not {count}")


def _laboratory_checks(
    own: LaboratoryCheck, s_laboratory: float, s_repeatability: float, u_reference: float, freedom: int | None
) -> list[Check]:
    """The laboratory's bias within twice what the study leads one to expect; its repeatability not above (7.2, 7.3)."""
    if own.count < 2 or not own.sd >= 0 or not math.isfinite(own.deviation):
        raise Refused([Finding(id="uncertainty.bad_laboratory", place=Place(path="laboratory"))])
    limit = 2 * math.sqrt(s_laboratory**2 + s_repeatability**2 / own.count + u_reference**2)
    within = abs(own.deviation) <= limit
    ratio = (own.sd / s_repeatability) ** 2
    degrees = own.count - 1
    if freedom:
        critical = float(special.fdtri(degrees, freedom, 0.95))
    else:
        critical = float(special.chdtri(degrees, 0.05)) / degrees
    alike = ratio <= critical
    return [
        Check(
            id="uncertainty.laboratory_bias_within" if within else "uncertainty.laboratory_bias_beyond",
            status=Status.OK if within else Status.FAIL,
            statistic=own.deviation,
            arguments={"bias": own.deviation, "limit": limit},
        ),
        Check(
            id="uncertainty.laboratory_precision_alike" if alike else "uncertainty.laboratory_precision_worse",
            status=Status.OK if alike else Status.FAIL,
            statistic=ratio,
            arguments={"ratio": round(ratio, 3), "limit": round(critical, 3)},
        ),
    ]
