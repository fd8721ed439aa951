"""Indices from a mean, a standard deviation and a count alone, as a report states them."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

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
from jawda.core.statistics.capability.laws.law import FittedLaw, Normal
from jawda.core.statistics.capability.percentile import PROBABILITIES, expected_beyond, percentiles_of
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.result import Check, Inputs, Method, Status
from jawda.core.statistics.samples import refuse

#: What a standard deviation is made of: it gives Cp, Cpk, Cpm within subgroups, and Pp, Ppk, Ppm over all.
Kind: TypeAlias = Literal["within", "overall"]


def capability_of_summary(
    mean: float | None,
    standard_deviation: float,
    count: int | None,
    specification: Specification,
    *,
    kind: Kind = "within",
    degrees: float | None = None,
    confidence: float = 0.95,
    side_bounds: SideBounds = "two-sided",
    cpm_width: CpmWidth = "whole",
    cpm_degrees: CpmDegrees = "boyles",
    required: float = 1.33,
) -> Capability:
    """The indices of a summary; stability cannot be judged from it, and a finding says so.

    Without ``mean`` only Cp is known; without ``count`` there are no intervals. ``degrees`` of freedom are n - 1 unless
    given. Refused: a standard deviation that is not above zero, fewer than two values, figures that are not finite.
    ``ValueError`` for another kind.

    >>> found = capability_of_summary(16, 2, None, Specification(8, 20))
    >>> found.indices["Cp"].value, round(found.indices["Cpk"].value, 4)
    (1.0, 0.6667)
    """
    if kind not in ("within", "overall"):
        raise ValueError(f"a standard deviation is within or overall, not {kind!r}")
    if not standard_deviation > 0 or not math.isfinite(standard_deviation):
        raise refuse("samples.zero_spread")
    if mean is not None and not math.isfinite(mean):
        raise refuse("capability.not_finite", value=mean)
    if count is not None and count < 2:
        raise refuse("samples.too_few", count=count, least=2)
    conventions = Conventions(
        confidence=confidence, side_bounds=side_bounds, cpm_width=cpm_width, cpm_degrees=cpm_degrees
    )
    if degrees is None and count is not None:
        degrees = count - 1
    figures = NormalFigures(mean=mean, sigma=standard_deviation, count=count, degrees=degrees)
    letter, other = ("C", "P") if kind == "within" else ("P", "C")
    found = {**normal_indices(specification, figures, conventions, letter=letter), **no_indices(other)}
    indices = {name: found[name] for name in sorted(found, key=lambda name: name[0])}
    told = f"{letter}pk" if indices[f"{letter}pk"].value is not None else f"{letter}p"
    law = None if mean is None else Normal(mean, standard_deviation)
    verdict = (checks.verdict(told, indices[told], required),) if indices[told].value is not None else ()
    expected = None if law is None else expected_beyond(specification, law)
    return Capability(
        method=Method(
            name="capability of a summary", standard="ISO 22514-2", edition="2017",
            options={"kind": kind, "confidence": confidence, "side_bounds": side_bounds, "cpm_width": cpm_width,
                     "cpm_degrees": cpm_degrees,
                     "required": required},
        ),
        inputs=Inputs(count=count or 0, unit=specification.unit),
        findings=(
            *verdict,
            Check(id="capability.stability_unknown", status=Status.WARN),
            *checks.target_check(specification, nearer=cpm_width == "nearer"),
        ),
        specification=specification,
        indices=indices,
        stable=None,
        stability=None,
        model=None if law is None else FittedLaw(law=law, how="given"),
        mean=mean,
        sigma_within=standard_deviation if kind == "within" else None,
        sigma_overall=standard_deviation if kind == "overall" else None,
        percentiles=None if law is None else percentiles_of(law, PROBABILITIES),
        expected=expected if kind == "overall" else None,
        expected_within=expected if kind == "within" else None,
        observed=None,
    )  # fmt: skip
