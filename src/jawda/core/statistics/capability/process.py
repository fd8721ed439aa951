"""Process capability and performance: Cp, Cpk, Cpm, Pp, Ppk, Ppm with intervals, after stability was looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

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
from jawda.core.statistics.capability.laws.choosing import MODELS, chosen, fitted
from jawda.core.statistics.capability.laws.goodness import goodness_of, goodness_of_normal
from jawda.core.statistics.capability.laws.law import FittedLaw, Law, Normal
from jawda.core.statistics.capability.layout import Layout, Values, laid_out
from jawda.core.statistics.capability.moments import Overall, overall
from jawda.core.statistics.capability.non_normal import study_of_law
from jawda.core.statistics.capability.percentile import (
    PROBABILITIES,
    checked_probabilities,
    expected_beyond,
    observed_beyond,
    percentiles_of,
)
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification, unit_of
from jawda.core.statistics.capability.stability import COUNTED_UP_TO, Criterion
from jawda.core.statistics.capability.study import Degrees, Options, common_checks, judged, method_of, verdict_of
from jawda.core.statistics.capability.time_model import time_model
from jawda.core.statistics.capability.within import Spread, Within
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.result import Estimate
from jawda.core.statistics.samples import Labels


def capability(
    values: Values,
    specification: Specification,
    *,
    subgroup: Labels | None = None,
    size: int | None = None,
    model: str | Law = "normal",
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
    that follow one another; a table has a subgroup in each row. ``model`` is the name of a law
    (:data:`~.laws.choosing.MODELS`), "auto", or a law whose parameters are known. ``within`` is "pooled" for subgroups
    and "moving_range" for single values unless said otherwise. ``stability`` is the criterion (:mod:`.stability`),
    ``rules`` those of the chart behind it. ``degrees``, ``side_bounds``, ``cpm_width`` and ``cpm_degrees`` are
    conventions of intervals and of Cpm (:mod:`.indices`). ``required`` is what the verdict compares with.

    Refused: fewer than two values, no spread in all or within subgroups, units that differ, an estimator that does not
    suit, values that a law cannot hold. ``ValueError`` for an option that is not known.

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
    if isinstance(model, str) and model not in MODELS:
        raise ValueError(f"model is one of {', '.join(MODELS)}, or a law, not {model!r}")
    layout = laid_out(values, subgroup, size, within, name=name, unit=unit)
    unit = unit_of(layout.column, specification)
    layout = dataclasses.replace(layout, inputs=dataclasses.replace(layout.inputs, unit=unit))
    figures = overall(layout.values, gaps=layout.summary is None and len(layout.values) < len(layout.column.values))
    found = _study(layout, specification, options, figures, model)
    if layout.groups is None or len(layout.groups.counts) > COUNTED_UP_TO:
        return found
    normal = FittedLaw(
        law=Normal(figures.mean, figures.sigma), how="moments", goodness=goodness_of_normal(layout.values)
    )
    placed = time_model(layout.groups, normal=checks.is_normal(normal, figures))
    return dataclasses.replace(found, time_model=placed)


def _study(
    layout: Layout, specification: Specification, options: Options, figures: Overall, model: str | Law
) -> Capability:
    if not isinstance(model, str):
        given = FittedLaw(law=model, how="given", goodness=goodness_of(model, layout.values, known=True))
        return study_of_law(layout, specification, options, figures, given, model=model.name)
    if model not in ("normal", "auto"):
        return study_of_law(
            layout, specification, options, figures, fitted(model, layout.values, layout.column), model=model
        )
    normal = FittedLaw(
        law=Normal(figures.mean, figures.sigma), how="moments", goodness=goodness_of_normal(layout.values)
    )
    if model == "auto" and not checks.is_normal(normal, figures):
        found = chosen(layout.values)
        if found.law.name != "normal":
            return study_of_law(layout, specification, options, figures, found, model=model)
        normal = dataclasses.replace(normal, candidates=found.candidates)
    return _study_of_normal(layout, specification, options, figures, normal, model=model)


def _study_of_normal(
    layout: Layout, specification: Specification, options: Options, figures: Overall, normal: FittedLaw, *, model: str
) -> Capability:
    spread = layout.spread()
    stability, chart = judged(layout, spread, figures, options)
    indices = _indices(specification, figures, spread, options, stable=stability.stable)
    within_law = Normal(figures.mean, spread.sigma)
    return Capability(
        method=method_of(layout, options, model),
        inputs=layout.inputs,
        findings=(
            *verdict_of(indices, stability, options.required),
            checks.amount_check(figures.count),
            *checks.normality_check(normal, figures),
            *common_checks(layout, figures, specification, options),
        ),
        specification=specification,
        indices=indices,
        stable=stability.stable,
        stability=stability,
        model=normal,
        mean=figures.mean,
        sigma_within=spread.sigma,
        sigma_overall=figures.sigma,
        percentiles=percentiles_of(normal.law, options.probabilities),
        expected=expected_beyond(specification, normal.law),
        expected_within=expected_beyond(specification, within_law) if stability.stable else None,
        observed=observed_beyond(specification, layout.values, figures),
        chart=chart,
    )


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
