"""Rounds between laboratories and precision experiments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.laboratories.assigned import by_consensus
from jawda.core.statistics.laboratories.precision import precision
from jawda.core.statistics.laboratories.sigma_pt import horwitz
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def horwitz_and_thompson(case: Case, compare: Comparisons) -> None:
    """The standard deviation by mass fraction."""
    found = horwitz([float(text) for text in case.expected])
    compare.close("sigma_pt", found, list(case.expected.values()), relative=case.tolerance["rel"])


def repeatability_and_reproducibility(case: Case, compare: Comparisons) -> None:
    """ISO 5725-2: standard deviations, Mandel's h and k."""
    cells, expected, relative = case.data["labs_by_replicate"], case.expected, case.tolerance["rel"]
    labs = [str(at) for at, cell in enumerate(cells, 1) for _ in cell]
    found = precision([value for cell in cells for value in cell], labs)
    compare.fields(found, {name: expected[name] for name in ("s_r", "s_L", "s_R")}, relative=relative)
    for name in ("h", "k"):
        compare.close(name, [getattr(cell, name) for cell in found.cells], expected[name], relative=relative)


def consensus(case: Case, compare: Comparisons) -> None:
    """The assigned value by each estimator."""
    for estimator, expected in case.expected.items():
        found = by_consensus(case.data["x"], consensus=estimator)
        for name in ("value", "sd", "u"):
            compare.close(f"{estimator}, {name}", getattr(found, name), expected[name], relative=case.tolerance["rel"])


RUNNERS: Final[Mapping[str, Runner]] = {
    "horwitz": horwitz_and_thompson, "iso5725-": repeatability_and_reproducibility, "own-round": consensus,
}  # fmt: skip
