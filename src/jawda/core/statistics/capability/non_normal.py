"""Capability where the law is not normal: by percentiles (ISO 22514-2:2017).

The control chart is drawn of normal scores Φ⁻¹(F(x)) of the law, since the rules of charts expect normal values: a
skewed process that is stable would give signals without end. Indices of a stable process and those of performance are
the same figures, since the spread within subgroups has no place among percentiles. After Box and Cox's transformation
values and limits are normal, so that all indices of a normal law hold on that scale, within subgroups too.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.indices import SUFFIXES, NormalFigures, no_indices, normal_indices
from jawda.core.statistics.capability.laws.fitting import thinned
from jawda.core.statistics.capability.laws.goodness import scores_of
from jawda.core.statistics.capability.laws.law import FittedLaw, Law
from jawda.core.statistics.capability.laws.transformed import BoxCox, Empirical
from jawda.core.statistics.capability.layout import Layout
from jawda.core.statistics.capability.moments import Overall, overall
from jawda.core.statistics.capability.percentile import (
    expected_beyond,
    observed_beyond,
    percentile_values,
    percentiles_of,
)
from jawda.core.statistics.capability.percentile_intervals import with_intervals
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.study import Options, common_checks, judged, method_of, verdict_of
from jawda.core.statistics.capability.within import Spread
from jawda.core.statistics.result import Check, Estimate, Floats, Status

#: Values from which the percentiles of the values themselves say something: the farthest stand on one value in 741.
_PERCENTILES_FROM: Final = 1_000
#: A difference of criteria that is "not worth more than a bare mention" (Kass and Raftery, Journal of the American
#: Statistical Association 90, 1995), and a difference of indices that is.
_AS_GOOD, _DIFFERENT = 2.0, 0.1


def study_of_law(
    layout: Layout, specification: Specification, options: Options, figures: Overall, found: FittedLaw, *, model: str
) -> Capability:
    """The study of values that follow a law: chart of scores, indices, report card."""
    law = found.law

    def scored(values: Floats) -> Floats:
        if isinstance(law, Empirical):
            return values
        return law.transformed(values) if isinstance(law, BoxCox) else scores_of(law, values)

    scores = layout.transformed(scored)
    of_scores = overall(scores.values)
    spread = scores.spread()
    stability, chart = judged(scores, spread, of_scores, options)
    if isinstance(law, BoxCox):
        performance = _after_transformation(law, specification, options, of_scores, spread)
    else:
        performance = _by_percentiles(found, specification, options, layout.values)
    indices = performance if stability.stable else {**performance, **no_indices("C")}
    return Capability(
        method=method_of(layout, options, model),
        inputs=layout.inputs,
        findings=(
            *verdict_of(indices, stability, options.required),
            checks.amount_check(figures.count),
            *_law_checks(found, of_scores, model, indices),
            *_rivals_check(found, specification, options.probabilities),
            *common_checks(layout, figures, specification, options),
        ),
        specification=specification,
        indices=indices,
        stable=stability.stable,
        stability=stability,
        model=found,
        mean=figures.mean,
        sigma_within=None,
        sigma_overall=figures.sigma,
        percentiles=percentiles_of(law, options.probabilities),
        expected=expected_beyond(specification, law),
        expected_within=None,
        observed=observed_beyond(specification, layout.values, figures),
        chart=chart,
    )


def percentile_indices(
    law: Law, specification: Specification, probabilities: tuple[float, float, float], letter: str
) -> Mapping[str, float | None]:
    """The values of the five indices of a law by name.

    >>> from jawda.core.statistics.capability.laws.families import Exponential
    >>> percentile_indices(Exponential(1.0), Specification(upper=10), (0.00135, 0.5, 0.99865), "P")["Pp"] is None
    True
    """
    values = percentile_values(specification, percentiles_of(law, probabilities))
    return {letter + suffix: value for suffix, value in zip(SUFFIXES, values, strict=True)}


def _by_percentiles(
    found: FittedLaw, specification: Specification, options: Options, values: Floats
) -> Mapping[str, Estimate]:
    """C and P alike."""

    def indices(law: Law) -> Mapping[str, float | None]:
        return percentile_indices(law, specification, options.probabilities, "P")

    point = indices(found.law)
    if found.how == "likelihood":
        told = with_intervals(
            point, found.law, thinned(values), count=len(values), confidence=options.conventions.confidence,
            indices=indices,
        )  # fmt: skip
    else:
        told = {name: Estimate(value=value) for name, value in point.items()}
    return {**{f"C{name[1:]}": estimate for name, estimate in told.items()}, **told}


def _after_transformation(
    law: BoxCox, specification: Specification, options: Options, figures: Overall, spread: Spread
) -> Mapping[str, Estimate]:
    """Of transformed values against transformed limits; a limit that no value can reach is open."""

    def moved(value: float | None) -> float | None:
        if value is None:
            return None
        found = float(law.transformed(np.array(value)))
        return found if math.isfinite(found) else None

    limits = Specification(moved(specification.lower), moved(specification.upper), moved(specification.target))
    whole = NormalFigures(mean=figures.mean, sigma=figures.sigma, count=figures.count, degrees=figures.count - 1)
    degrees = spread.degrees if options.degrees == "estimator" else whole.degrees
    inner = dataclasses.replace(whole, sigma=spread.sigma, degrees=degrees)
    return {
        **normal_indices(limits, inner, options.conventions),
        **normal_indices(limits, whole, options.conventions, letter="P"),
    }


def _law_checks(found: FittedLaw, of_scores: Overall, model: str, indices: Mapping[str, Estimate]) -> tuple[Check, ...]:
    """How the law came about, how well it fits, and whether its indices have intervals."""
    told = []
    name = found.law.name
    if model == "auto":
        arguments: dict[str, Argument] = {"law": name, "count": len(found.candidates)}
        told.append(Check(id="capability.law_chosen", status=Status.WARN, arguments=arguments))
    if isinstance(found.law, BoxCox):
        power = checks.shown(found.law.power)
        told.append(Check(id="capability.transformed", status=Status.WARN, statistic=power, arguments={"power": power}))
    if isinstance(found.law, Empirical):
        if of_scores.count < _PERCENTILES_FROM:
            arguments = {"count": of_scores.count, "enough": _PERCENTILES_FROM}
            told.append(Check(id="capability.percentiles_few", status=Status.WARN, arguments=arguments))
    else:
        told += checks.fit_check(found, of_scores)
    if found.how != "given" and indices["Ppk"].low is None:
        told.append(Check(id="capability.no_interval", status=Status.WARN, arguments={"law": name}))
    return tuple(told)


def _rivals_check(
    found: FittedLaw, specification: Specification, probabilities: tuple[float, float, float]
) -> tuple[Check, ...]:
    """Laws whose criterion is as good but whose tails are not: values alone do not tell which index is right."""
    near = [one.law for one in found.candidates if one.bic - found.candidates[0].bic < _AS_GOOD]
    values = [percentile_indices(law, specification, probabilities, "P")["Ppk"] or 0.0 for law in near]
    if not values or max(values) - min(values) <= _DIFFERENT * abs(values[0]):
        return ()
    arguments: dict[str, Argument] = {
        "count": len(near), "laws": ", ".join(law.name for law in near),
        "low": checks.shown(min(values)), "high": checks.shown(max(values)),
    }  # fmt: skip
    return (Check(id="capability.laws_disagree", status=Status.WARN, statistic=max(values), arguments=arguments),)
