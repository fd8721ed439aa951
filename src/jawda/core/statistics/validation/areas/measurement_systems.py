"""Gauge studies, agreement, linearity and suitability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from jawda.core.statistics.measurement_systems import (
    cohen_kappa_of_table,
    fleiss_kappa_of_counts,
    gauge_rr,
    linearity,
    process_suitability,
    type1,
)
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def suitability(case: Case, compare: Comparisons) -> None:
    """Uncertainties of measuring system and process combined, against the tolerance."""
    given = case.params
    found = process_suitability(
        tolerance=given["TOL"], resolution=given["RES"], u_calibration=given["u_CAL"], bias=given["bias"],
        u_repeatability_standard=given["u_EVR"], u_repeatability_object=given["u_EVO"], u_operator=given["u_AV"],
        coverage_factor=given["k"],
    )  # fmt: skip
    budget = {line.symbol: line.u for line in found.budget}
    told = {
        "u_re": budget["u_RE"], "u_bi": budget["u_BI"], "u_ms": found.u_ms, "U_ms": found.U_ms,
        "Q_ms_pct": found.Q_ms, "u_mp": found.u_mp, "U_mp": found.U_mp, "Q_mp_pct": found.Q_mp,
        "tol_min_ums_15": found.smallest_tolerance_ms, "tol_min_ump_30": found.smallest_tolerance_mp,
    }  # fmt: skip
    for name, value in case.expected.items():
        compare.close(name, told[name], value, relative=case.tolerance["rel"])


def crossed(case: Case, compare: Comparisons) -> None:
    """The analysis of variance with the interaction, and with it pooled."""
    study, relative = np.array(case.data["parts_operators_trials"]), case.tolerance["rel"]
    for alpha, name in ((None, "full_model"), (0.0, "reduced_model")):
        found, expected = gauge_rr(study, alpha_pool=alpha), case.expected[name]
        squares = {row.source: row.ss for row in found.anova}
        for source, value in case.expected["ss"].items():
            compare.close(f"{name}, ss {source}", squares[source], value, relative=relative)
        for which, component in found.components.items():
            for figure in ("variance", "percent_study"):
                wanted = expected[figure][which]
                compare.close(f"{name}, {figure} {which}", getattr(component, figure), wanted, relative=relative)
        compare.close(f"{name}, ndc", found.ndc_unrounded, expected["ndc_unrounded"], relative=relative)


def nested(case: Case, compare: Comparisons) -> None:
    """Each part seen by one operator."""
    study = np.array(case.data["operators_parts_trials"], dtype=float)
    operators, parts, trials = study.shape
    part = np.tile(np.repeat(np.arange(parts), trials), operators)
    found = gauge_rr(study.ravel(), part, np.repeat(np.arange(operators), parts * trials), method="nested")
    squares = {row.source: row.ss for row in found.anova}
    components = dict(found.components.items())
    for source, value in case.expected["ss"].items():
        compare.close(f"ss {source}", squares[source], value, relative=case.tolerance["rel"])
    for name, value in case.expected["variance"].items():
        compare.close(f"variance {name}", components[name].variance, value, relative=case.tolerance["rel"])


def one_standard(case: Case, compare: Comparisons) -> None:
    """A type 1 study."""
    compare.fields(type1(case.data["x"], **case.params), case.expected, relative=case.tolerance["rel"])


def two_appraisers(case: Case, compare: Comparisons) -> None:
    """Cohen's kappa of a table."""
    compare.fields(cohen_kappa_of_table(case.data["table"]), case.expected, relative=case.tolerance["rel"])


def several_appraisers(case: Case, compare: Comparisons) -> None:
    """Fleiss' kappa of counts."""
    compare.fields(fleiss_kappa_of_counts(case.data["counts"]), case.expected, relative=case.tolerance["rel"])


def line(case: Case, compare: Comparisons) -> None:
    """The line of bias over the references."""
    found = linearity(case.data["value"], case.data["reference"])
    compare.fields(found, case.expected, relative=case.tolerance["rel"])


RUNNERS: Final[Mapping[str, Runner]] = {
    "vda5-formula-": suitability, "own-gauge-crossed": crossed, "own-gauge-nested": nested, "own-type1": one_standard,
    "own-kappa-table": two_appraisers, "own-fleiss-counts": several_appraisers, "own-linearity": line,
}  # fmt: skip
