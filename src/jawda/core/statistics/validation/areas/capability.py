"""Capability of a process from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.capability import Specification, capability_of_summary
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


RUNNERS: Final[Mapping[str, Runner]] = {"nist-capability": indices, "cp-interval": interval}
