"""Capability of a process from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.capability import (
    Specification,
    attribute_capability,
    capability_of_law,
    capability_of_summary,
)
from jawda.core.statistics.capability.laws import Law, Normal, Weibull
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def indices(case: Case, compare: Comparisons) -> None:
    """Every index of a mean and a standard deviation."""
    given = case.params
    specification = Specification(given["lsl"], given["usl"], given["target"])
    found = capability_of_summary(given["mean"], given["sigma"], None, specification).indices
    for name, value in case.expected.items():
        compare.close(name, found[name].value, value, relative=case.tolerance["rel"])


def interval(case: Case, compare: Comparisons) -> None:
    """Cp with its interval, to all digits and to those that a textbook prints (chi-square to two decimals)."""
    given, expected, close = case.params, case.expected, case.tolerance
    specification = Specification(given["lsl"], given["usl"])
    found = capability_of_summary(None, given["s"], given["n"], specification, confidence=given["confidence"])
    figures = found.indices["Cp"]
    for name in ("value", "low", "high"):
        compare.close(name, getattr(figures, name), expected[name], relative=close["rel"])
    told = [figures.value, figures.low, figures.high]
    compare.close("printed", told, expected["printed"], absolute=close["printed"])


def percentiles(case: Case, compare: Comparisons) -> None:
    """A law whose parameters are known: its percentiles, indices, and what lies beyond the limits."""
    given, close = case.params, case.tolerance["rel"]
    law: Law = (
        Normal(given["mean"], given["sd"]) if given["dist"] == "normal" else Weibull(given["shape"], given["scale"])
    )
    found = capability_of_law(law, Specification(given["lsl"], given["usl"]))
    told = {name: found.indices[index].value for name, index in _INDICES.items()}
    assert found.percentiles is not None
    assert found.expected is not None
    told |= {"x_0135": found.percentiles.low, "x_50": found.percentiles.median, "x_99865": found.percentiles.high}
    told |= {"ppm_below": found.expected.below, "ppm_above": found.expected.above}
    for name, value in case.expected.items():
        compare.close(name, told[name], value, relative=close)


def counts(case: Case, compare: Comparisons) -> None:
    """A share or a rate with its exact interval."""
    given, close = case.params, case.tolerance["rel"]
    found = attribute_capability(given["counted"], given["units"], kind=given["kind"])
    told = [found.dpmo.value, found.dpmo.low, found.dpmo.high]
    compare.close("dpmo", told, case.expected["dpmo"], relative=close)
    if "z" in case.expected:
        compare.close("z", found.z.value, case.expected["z"], relative=close)


_INDICES: Final = {"pp": "Pp", "ppk": "Ppk", "ppk_l": "Ppl", "ppk_u": "Ppu"}
RUNNERS: Final[Mapping[str, Runner]] = {
    "nist-capability": indices,
    "cp-interval": interval,
    "percentile-": percentiles,
    "counts-": counts,
}
