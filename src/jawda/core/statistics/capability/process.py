"""Process capability and performance: Cp, Cpk, Cpm, Pp, Ppk, Ppm with intervals, after stability was looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.indices import (
    Conventions,
    CpmDegrees,
    CpmWidth,
    NormalFigures,
    SideBounds,
    no_indices,
    normal_indices,
)
from jawda.core.statistics.capability.laws.goodness import goodness_of_normal
from jawda.core.statistics.capability.laws.law import FittedLaw, Normal
from jawda.core.statistics.capability.layout import Layout, Values, laid_out
from jawda.core.statistics.capability.moments import Overall, overall
from jawda.core.statistics.capability.percentile import (
    PROBABILITIES,
    checked_probabilities,
    expected_beyond,
    observed_beyond,
    percentiles_of,
)
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification, unit_of
from jawda.core.statistics.capability.stability import CRITERIA, Criterion, Stability, of_individuals, of_subgroups
from jawda.core.statistics.capability.within import Spread, Within
from jawda.core.statistics.control_charts import ControlChart
from jawda.core.statistics.control_charts.rules import Rules, RuleSet, rule_set
from jawda.core.statistics.result import Check, Estimate, Method
from jawda.core.statistics.samples import Labels

#: Degrees of freedom of intervals of Cp, Cpk, Cpm: those of the estimator within, or n - 1 (as qcc takes them).
Degrees: TypeAlias = Literal["estimator", "overall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every choice of a study, checked."""

    conventions: Conventions
    degrees: Degrees
    probabilities: tuple[float, float, float]
    rules: RuleSet
    stability: Criterion
    required: float

    def __post_init__(self) -> None:
        if self.degrees not in ("estimator", "overall"):
            raise ValueError(f"degrees of freedom are those of the estimator or overall, not {self.degrees!r}")
        if self.stability not in CRITERIA:
            raise ValueError(f"stability is one of {', '.join(CRITERIA)}, not {self.stability!r}")


def capability(
    values: Values,
    specification: Specification,
    *,
    subgroup: Labels | None = None,
    size: int | None = None,
    model: str = "normal",
    within: Within | None = None,
    confidence: float = 0.95,
    percentiles: tuple[float, float, float] = PROBABILITIES,
    rules: Rules = "nelson1984",
    stability: Criterion = "chance",
    degrees: Degrees = "estimator",
    side_bounds: SideBounds = "two-sided",
    cpm_width: CpmWidth = "whole",
    cpm_degrees: CpmDegrees = "boyles",
    required: float = 1.33,
    name: str = "value",
    unit: str | None = None,
) -> Capability:
    """Capability of a process, or only its performance where it is not stable.

    ``values`` stand in the order in which they were taken, with the ``subgroup`` of each or the ``size`` of subgroups
    that follow one another; a table has a subgroup in each row. ``within`` is "pooled" for subgroups and "moving_range"
    for single values unless said otherwise. ``stability`` is the criterion (:mod:`.stability`), ``rules`` those of the
    chart behind it. ``degrees``, ``side_bounds``, ``cpm_width`` and ``cpm_degrees`` are conventions of intervals and of
    Cpm (:mod:`.indices`). ``required`` is what the verdict compares with. Refused: fewer than two values, no spread
    in all or within subgroups, units that differ, an estimator that does not suit. ``ValueError`` for an option
    that is not known.

    >>> found = capability([[9.98, 10.01], [10.0, 10.02], [9.99, 10.0], [10.01, 9.99]], Specification(9.9, 10.1))
    >>> round(found.indices["Cpk"].value, 2), found.stable
    (2.09, True)
    """
    options = Options(
        conventions=Conventions(
            confidence=confidence, side_bounds=side_bounds, cpm_width=cpm_width, cpm_degrees=cpm_degrees
        ),
        degrees=degrees,
        probabilities=checked_probabilities(percentiles),
        rules=rule_set(rules),
        stability=stability,
        required=required,
    )
    layout = laid_out(values, subgroup, size, within, name=name, unit=unit)
    unit = unit_of(layout.column, specification)
    layout = dataclasses.replace(layout, inputs=dataclasses.replace(layout.inputs, unit=unit))
    if model != "normal":
        raise ValueError(f"no model {model!r}")
    return _of_normal(layout, specification, options)


def _of_normal(layout: Layout, specification: Specification, options: Options) -> Capability:
    gaps = layout.summary is None and len(layout.values) < len(layout.column.values)
    figures = overall(layout.values, gaps=gaps)
    spread = layout.spread()
    stability, chart = judged(layout, spread, figures, options)
    law = Normal(figures.mean, figures.sigma)
    fitted = FittedLaw(law=law, how="moments", goodness=goodness_of_normal(layout.values))
    indices = _indices(specification, figures, spread, options, stable=stability.stable)
    within_law = Normal(figures.mean, spread.sigma)
    return Capability(
        method=method_of(layout, options, "normal"),
        inputs=layout.inputs,
        findings=(
            *verdict_of(indices, stability, options.required),
            checks.amount_check(figures.count),
            *checks.normality_check(fitted, figures),
            *common_checks(layout, figures, specification),
        ),
        specification=specification,
        indices=indices,
        stable=stability.stable,
        stability=stability,
        model=fitted,
        mean=figures.mean,
        sigma_within=spread.sigma,
        sigma_overall=figures.sigma,
        percentiles=percentiles_of(law, options.probabilities),
        expected=expected_beyond(specification, law),
        expected_within=expected_beyond(specification, within_law) if stability.stable else None,
        observed=observed_beyond(specification, layout.values),
        chart=chart,
    )


def judged(layout: Layout, spread: Spread, figures: Overall, options: Options) -> tuple[Stability, ControlChart | None]:
    """The control chart of the layout, and the verdict."""
    if layout.summary is not None:
        return of_subgroups(
            layout.summary, layout.within, spread, overall=figures.sigma, rules=options.rules,
            criterion=options.stability,
        )  # fmt: skip
    return of_individuals(
        layout.column, spread, mean=figures.mean, overall=figures.sigma, rules=options.rules,
        criterion=options.stability,
    )  # fmt: skip


def _indices(
    specification: Specification, figures: Overall, spread: Spread, options: Options, *, stable: bool | None
) -> Mapping[str, Estimate]:
    """C only where stable, P always."""
    whole = NormalFigures(mean=figures.mean, sigma=figures.sigma, count=figures.count, degrees=figures.count - 1)
    inner = dataclasses.replace(
        whole, sigma=spread.sigma, degrees=spread.degrees if options.degrees == "estimator" else whole.degrees
    )
    potential = normal_indices(specification, inner, options.conventions) if stable else no_indices("C")
    return {**potential, **normal_indices(specification, whole, options.conventions, letter="P")}


def verdict_of(indices: Mapping[str, Estimate], stability: Stability, required: float) -> tuple[Check, Check]:
    """The index against what is required, then stability: Cpk of a stable process, else Ppk."""
    name = "Cpk" if stability.stable else "Ppk"
    return checks.verdict(name, indices[name], required), checks.stability_check(stability)


def common_checks(layout: Layout, figures: Overall, specification: Specification) -> tuple[Check, ...]:
    """What every law has in common."""
    return (
        *checks.memory_check(figures),
        *checks.resolution_check(layout.values, specification),
        *checks.target_check(specification),
        *checks.left_out_checks(layout.inputs),
    )


_STANDARD: Final = "ISO 22514-2"


def method_of(layout: Layout, options: Options, model: str) -> Method:
    """Every option that changes a number."""
    conventions = options.conventions
    return Method(
        name="process capability", standard=_STANDARD, edition="2017",
        options={
            "model": model, "within": layout.within, "confidence": conventions.confidence,
            "rules": options.rules.name, "stability": options.stability, "degrees": options.degrees,
            "side_bounds": conventions.side_bounds, "cpm_width": conventions.cpm_width,
            "cpm_degrees": conventions.cpm_degrees, "required": options.required,
            "percentiles": " ".join(f"{part:g}" for part in options.probabilities),
        },
    )  # fmt: skip
