"""Law of propagation of uncertainty: GUM (JCGM 100:2008) clause 5 and annex G, for one measurand or several at once.

The sensitivity coefficients are exact derivatives. The next terms of the series (5.1.2, note) are always worked out, to
say whether the first order is enough; they enter the result where ``order=2`` asks for them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.statistics.result import Check, Floats, Method, Option, Result, Status, Width
from jawda.core.statistics.uncertainty.budget import (
    FEW_DEGREES,
    NONLINEAR,
    BudgetLine,
    bars,
    budget_checks,
    budget_lines,
    statement,
)
from jawda.core.statistics.uncertainty.coverage import (
    DegreesRule,
    confidence_of,
    coverage_factor,
    group_contributions,
    welch_satterthwaite,
)
from jawda.core.statistics.uncertainty.derivatives import Series
from jawda.core.statistics.uncertainty.model import Model
from jawda.core.statistics.uncertainty.wording import TITLES


@dataclass(frozen=True, kw_only=True)
class FirstOrder(Result):
    """A measurand's estimate, standard uncertainty ``u``, expanded uncertainty ``U`` and coverage interval.

    ``u_first`` is by the first order alone, ``u_second`` with the next terms (None where they are not defined), and
    ``shift_second`` what these would add to the estimate.
    """

    schema: ClassVar[str] = "uncertainty/1"

    name: str
    value: float
    unit: str | None
    u: float
    relative_u: float | None
    coverage_factor: float
    U: float
    confidence: float
    degrees_of_freedom: float
    interval: tuple[float, float]
    u_first: float
    u_second: float | None
    shift_second: float | None
    budget: tuple[BudgetLine, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each input."""
        return [{name: getattr(line, name) for name in BudgetLine.__slots__} for line in self.budget]

    def statement(self, language: Language) -> str:
        """The result in words."""
        return statement(
            self.name,
            self.value,
            self.interval,
            unit=self.unit,
            coverage_factor=self.coverage_factor,
            confidence=self.confidence,
            language=language,
        )

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The inputs' shares of the variance as bars."""
        title = TITLES["budget"][language].format(name=self.name)
        return bars(self.budget, title=title, description=self.statement(language), language=language, width=width)


@dataclass(frozen=True, kw_only=True)
class Together(Result):
    """Several measurands with the correlations between their results (GUM F.1.2.3 note 3, H.2)."""

    schema: ClassVar[str] = "uncertainty-together/1"

    outputs: tuple[FirstOrder, ...]
    correlation: tuple[tuple[float, ...], ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each measurand, with its correlations."""
        names = [output.name for output in self.outputs]
        return [
            {
                "name": output.name,
                "value": output.value,
                "u": output.u,
                "U": output.U,
                **{f"r({other})": r for other, r in zip(names, line, strict=True)},
            }
            for output, line in zip(self.outputs, self.correlation, strict=True)
        ]

    def correlation_of(self, first: str, second: str) -> float:
        """Between two measurands by name."""
        names = [output.name for output in self.outputs]
        return self.correlation[names.index(first)][names.index(second)]


def first_order(
    model: Model,
    *,
    output: str | None = None,
    confidence: float = 0.95,
    factor: float | None = None,
    rule: DegreesRule = "truncate",
    order: Literal[1, 2] = 1,
) -> FirstOrder:
    """Estimate, uncertainty, coverage interval and budget of one measurand.

    The coverage factor is Student's t for the effective degrees of freedom, treated by ``rule``; or ``factor`` as
    given, such as 2, and then ``confidence`` in the result is the probability that this factor gives. ``order=2`` adds
    the second-order terms to u. ``Refused`` where the equation has no value or no derivative at the estimates.

    >>> from jawda.core.statistics.uncertainty.model import measurement_model
    >>> from jawda.core.statistics.uncertainty.quantity import quantity
    >>> weights = {"a": quantity(10.0, u=0.3, unit="g"), "b": quantity(2.0, u=0.4, unit="g")}
    >>> result = first_order(measurement_model("total = a + b", weights), factor=2)
    >>> result.u, result.U, [round(line.percent, 3) for line in result.budget]
    (0.5, 1.0, [36.0, 64.0])
    """
    options = _Options(confidence=confidence, factor=factor, rule=rule, order=order)
    name = model.choose(output)
    return _evaluate(model, options, [name])[0]


def first_order_together(
    model: Model,
    *,
    confidence: float = 0.95,
    factor: float | None = None,
    rule: DegreesRule = "truncate",
    order: Literal[1, 2] = 1,
) -> Together:
    """Every measurand of the model, and how their results are correlated. Options as of :func:`first_order`.

    >>> from jawda.core.statistics.uncertainty.model import measurement_model
    >>> from jawda.core.statistics.uncertainty.quantity import quantity
    >>> inputs = {"a": quantity(10.0, u=0.3), "b": quantity(2.0, u=0.3)}
    >>> found = first_order_together(measurement_model({"sum": "a + b", "same": "2 * sum"}, inputs))
    >>> round(found.correlation_of("sum", "same"), 12)
    1.0
    """
    options = _Options(confidence=confidence, factor=factor, rule=rule, order=order)
    outputs = _evaluate(model, options, list(model.equations))
    moves = model.root()
    gradients = np.array([model.expand(moves)[output.name].first for output in outputs])
    return Together(
        method=options.method(),
        inputs=model.inputs(None),
        findings=(),
        outputs=tuple(outputs),
        correlation=_correlation(gradients),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    confidence: float
    factor: float | None
    rule: DegreesRule
    order: Literal[1, 2]

    def __post_init__(self) -> None:
        if self.factor is not None and not 0 < self.factor < math.inf:
            raise ValueError(f"a coverage factor is positive, not {self.factor}")
        if self.order not in (1, 2):
            raise ValueError(f"order is 1 or 2, not {self.order}")
        coverage_factor(self.confidence, 1, rule=self.rule)

    def method(self) -> Method:
        options: dict[str, Option] = {"order": self.order}
        if self.factor is None:
            options |= {"coverage": "t", "confidence": self.confidence, "rule": self.rule}
        else:
            options |= {"coverage": "factor", "factor": self.factor}
        return Method(
            name="law of propagation of uncertainty",
            standard="JCGM 100",
            edition="2008",
            clause="5, G",
            options=options,
        )


def _evaluate(model: Model, options: _Options, names: Sequence[str]) -> list[FirstOrder]:
    sensitivities = model.expand(np.eye(len(model.quantities)))
    moves = model.expand(model.root())
    return [_one(model, options, name, sensitivities[name].first, moves[name]) for name in names]


def _one(model: Model, options: _Options, name: str, sensitivities: Floats, series: Series) -> FirstOrder:
    _check_defined(model, name, sensitivities, series)
    u_first = math.hypot(*series.first)
    u_second, shift = _second_order(series, u_first)
    if options.order == 2 and u_second is None:
        raise Refused([_finding("no_second_order", model, name)])
    u = u_second if options.order == 2 and u_second is not None else u_first
    lines = budget_lines(model, sensitivities)
    degrees = _degrees_of_freedom(model, lines, u)
    if options.factor is None:
        factor, confidence = coverage_factor(options.confidence, degrees, rule=options.rule), options.confidence
    else:
        factor, confidence = options.factor, confidence_of(options.factor, degrees)
    unit = model.units.get(name)
    checks = [
        *_linearity(model, u_first, u_second),
        *_factor(options, degrees, confidence),
        *budget_checks(model, lines),
    ]
    return FirstOrder(
        method=options.method(),
        inputs=model.inputs(unit),
        findings=tuple(checks),
        name=name,
        value=series.value,
        unit=unit,
        u=u,
        relative_u=u / abs(series.value) if series.value else None,
        coverage_factor=factor,
        U=factor * u,
        confidence=confidence,
        degrees_of_freedom=degrees,
        interval=(series.value - factor * u, series.value + factor * u),
        u_first=u_first,
        u_second=u_second,
        shift_second=shift,
        budget=lines,
    )


def _finding(identifier: str, model: Model, name: str, /, **arguments: str) -> Finding:
    place = Place(file=model.file, path=f"equations.{name}")
    return Finding(id=f"uncertainty.{identifier}", place=place, arguments={"name": name, **arguments})


def _check_defined(model: Model, name: str, sensitivities: Floats, series: Series) -> None:
    if not math.isfinite(series.value):
        raise Refused([_finding("undefined", model, name)])
    uncertain = model.uncertainties > 0
    lost = [
        other
        for other, slope, moves in zip(model.quantities, sensitivities, uncertain, strict=True)
        if moves and not math.isfinite(slope)
    ]
    if lost or not math.isfinite(math.hypot(*series.first)):
        names = ", ".join(lost or [name])[:200]
        raise Refused([_finding("no_derivative", model, name, inputs=names)])


def _second_order(series: Series, u_first: float) -> tuple[float | None, float | None]:
    """With the terms of GUM 5.1.2, note, for independent unit directions of a normal distribution."""
    with np.errstate(all="ignore"):
        scale = max(u_first, float(np.abs(series.second).max())) or 1.0
        second, third = series.second / scale, series.third / scale
        terms = second**2 / 2 + (series.first / scale)[:, None] * third
        variance = (u_first / scale) ** 2 + float(terms.sum())
        shift = float(np.trace(series.second)) / 2
    if not (math.isfinite(variance) and math.isfinite(shift)) or variance < 0:
        return None, None
    return scale * math.sqrt(variance), shift


def _degrees_of_freedom(model: Model, lines: Sequence[BudgetLine], u: float) -> float:
    """Of ``u``: what second-order terms add to the first is taken as known without doubt."""
    signed = np.array([math.copysign(line.contribution, line.sensitivity) for line in lines])
    degrees = np.array([line.dof for line in lines])
    parts, counts = group_contributions(signed, model.correlation, degrees, model.groups)
    scaled = parts / (u or 1.0)
    rest = u * math.sqrt(max(0.0, 1 - float(scaled @ scaled)))
    return welch_satterthwaite(np.append(parts, rest), np.append(counts, math.inf))


def _correlation(gradients: Floats) -> tuple[tuple[float, ...], ...]:
    """Of the measurands; one that nothing moves is correlated with itself only."""
    lengths = np.array([math.hypot(*gradient) for gradient in gradients])
    unit = gradients / np.where(lengths > 0, lengths, 1.0)[:, None]
    matrix = np.clip(unit @ unit.T, -1.0, 1.0)
    np.fill_diagonal(matrix, 1.0)
    return tuple(tuple(float(value) for value in line) for line in matrix)


def _linearity(model: Model, u_first: float, u_second: float | None) -> list[Check]:
    if u_second is None:
        return [Check(id="uncertainty.series_fails", status=Status.WARN)]
    if not u_first:
        if not u_second:
            uncertain = any(one.u for one in model.quantities.values())
            word = "cancels" if uncertain else "no_uncertainty"
            return [Check(id=f"uncertainty.{word}", status=Status.WARN, statistic=0.0)]
        arguments = {"u": u_second}
        return [Check(id="uncertainty.first_vanishes", status=Status.FAIL, statistic=u_second, arguments=arguments)]
    change = u_second / u_first - 1
    percent = {"percent": round(change * 100, 1)}
    if abs(change) > NONLINEAR:
        return [Check(id="uncertainty.nonlinear", status=Status.WARN, statistic=change, arguments=percent)]
    return [Check(id="uncertainty.linear", status=Status.OK, statistic=change, arguments=percent)]


def _factor(options: _Options, degrees: float, confidence: float) -> list[Check]:
    if options.factor is not None and degrees < FEW_DEGREES:
        arguments = {"degrees": round(degrees, 1), "factor": options.factor, "percent": round(confidence * 100, 1)}
        return [
            Check(id="uncertainty.factor_too_sure", status=Status.WARN, statistic=confidence, arguments=arguments)
        ]  # fmt: skip
    if degrees < FEW_DEGREES:
        arguments = {"degrees": round(degrees, 1)}
        return [Check(id="uncertainty.few_degrees", status=Status.WARN, statistic=degrees, arguments=arguments)]
    return []
