"""Pareto and risk priority numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.core_tools import pareto, priorities
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def causes(case: Case, compare: Comparisons) -> None:
    """The order of causes, what they add up to, the vital few."""
    expected = case.expected
    found = pareto(list(case.data), list(case.data.values()), mark_percent=100 * case.params["share"])
    compare.equal("order", found.causes, expected["order"])
    compare.equal("counts", found.amounts, expected["counts"])
    relative = case.tolerance["rel"]
    compare.close("cumulative_percent", found.cumulated_percent, expected["cumulative_percent"], relative=relative)
    compare.equal("vital_few", found.vital_few, expected["vital_few"])


def priority_numbers(case: Case, compare: Comparisons) -> None:
    """Severity times occurrence times detection."""
    risks = sorted(priorities(**case.data).risks, key=lambda risk: int(risk.name))
    compare.equal("rpn", [risk.risk_priority_number for risk in risks], case.expected["rpn"])


RUNNERS: Final[Mapping[str, Runner]] = {"own-pareto": causes, "own-rpn": priority_numbers}
