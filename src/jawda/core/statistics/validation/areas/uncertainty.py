"""Measurement uncertainty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.uncertainty import (
    coverage_factor,
    first_order,
    measurement_model,
    monte_carlo,
    quantity,
    welch_satterthwaite,
)
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def propagation(case: Case, compare: Comparisons) -> None:
    """The law of propagation with effective degrees of freedom."""
    degrees = case.params["degrees_of_freedom"]
    inputs = {name: quantity(value, u=u, degrees_of_freedom=degrees) for name, (value, u) in case.data.items()}
    found = first_order(measurement_model(case.params["equation"], inputs))
    compare.fields(found, case.expected, relative=case.tolerance["rel"])


def effective_degrees(case: Case, compare: Comparisons) -> None:
    """Welch-Satterthwaite and Student's factor."""
    u, expected, relative = case.data["u"], case.expected, case.tolerance["rel"]
    degrees = [math.inf if one is None else one for one in case.data["degrees_of_freedom"]]
    inputs = {
        f"x{at}": quantity(0.0, u=one, degrees_of_freedom=nu)
        for at, (one, nu) in enumerate(zip(u, degrees, strict=True))
    }
    found = first_order(measurement_model("y = " + " + ".join(inputs), inputs))
    effective, confidence = welch_satterthwaite(u, degrees), case.params["confidence"]
    compare.close("u_c", found.u, expected["u_c"], relative=relative)
    compare.close("nu_eff", effective, expected["nu_eff"], relative=relative)
    compare.close("nu_eff of the model", found.degrees_of_freedom, expected["nu_eff"], relative=relative)
    continuous = coverage_factor(confidence, effective, rule="continuous")
    compare.close("k95", continuous, expected["k95"], relative=relative)
    truncated = coverage_factor(confidence, effective)
    compare.close("k95_truncated", truncated, expected["k95_truncated"], relative=relative)


def drawing(case: Case, compare: Comparisons) -> None:
    """Monte Carlo on a sum of rectangular quantities."""
    params, expected, absolute = case.params, case.expected, case.tolerance["abs"]
    inputs = {f"x{at}": quantity(0.0, half_width=case.data["half_width"]) for at in range(case.data["count"])}
    model = measurement_model("y = " + " + ".join(inputs), inputs)
    found = monte_carlo(model, trials=params["trials"], confidence=params["confidence"])
    compare.close("u", found.u, expected["u"], absolute=absolute)
    compare.close("interval", found.interval, expected["interval"], absolute=absolute)


RUNNERS: Final[Mapping[str, Runner]] = {
    "tn1900-": propagation, "welch-satterthwaite": effective_degrees, "own-four-rectangles": drawing,
}  # fmt: skip
