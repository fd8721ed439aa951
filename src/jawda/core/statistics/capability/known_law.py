"""Performance of a law whose parameters are known: no values, no interval."""

from __future__ import annotations

from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.indices import no_indices
from jawda.core.statistics.capability.laws.law import FittedLaw, Law
from jawda.core.statistics.capability.non_normal import percentile_indices
from jawda.core.statistics.capability.percentile import (
    PROBABILITIES,
    checked_probabilities,
    expected_beyond,
    percentiles_of,
)
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.result import Check, Estimate, Inputs, Method, Status


def capability_of_law(
    law: Law,
    specification: Specification,
    *,
    percentiles: tuple[float, float, float] = PROBABILITIES,
    required: float = 1.33,
) -> Capability:
    """Pp, Ppk, Ppl, Ppu of a law by its percentiles, and what it puts beyond the limits.

    ``ValueError`` for percentiles that do not ascend between 0 and 1.

    >>> from jawda.core.statistics.capability.laws.families import Weibull
    >>> found = capability_of_law(Weibull(1.5, 2.0), Specification(0.05, 9))
    >>> round(found.indices["Pp"].value, 4), round(found.indices["Ppk"].value, 4)
    (1.2753, 0.9834)
    """
    probabilities = checked_probabilities(percentiles)
    values = percentile_indices(law, specification, probabilities, "P")
    indices = {**no_indices("C"), **{name: Estimate(value=value) for name, value in values.items()}}
    return Capability(
        method=Method(
            name="performance of a known law", standard="ISO 22514-2", edition="2017",
            options={
                "model": law.name, "required": required, "percentiles": " ".join(f"{part:g}" for part in probabilities),
            },
        ),
        inputs=Inputs(count=0, unit=specification.unit),
        findings=(
            checks.verdict("Ppk", indices["Ppk"], required),
            Check(id="capability.stability_unknown", status=Status.WARN),
            *checks.target_check(specification),
        ),
        specification=specification,
        indices=indices,
        stable=None,
        stability=None,
        model=FittedLaw(law=law, how="given"),
        mean=None,
        sigma_within=None,
        sigma_overall=None,
        percentiles=percentiles_of(law, probabilities),
        expected=expected_beyond(specification, law),
        expected_within=None,
        observed=None,
    )  # fmt: skip
