"""NIST's statistical reference datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.basics import moments, one_way_anova
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def univariate(case: Case, compare: Comparisons) -> None:
    """Mean, standard deviation, autocorrelation, to the digits that a computer can hold."""
    found, expected, least = moments(case.data["y"]), case.expected, case.tolerance
    compare.equal("n", found.count, expected["n"])
    compare.digits("mean", found.mean, expected["mean"], least["mean_lre"])
    compare.digits("sd", found.sd, expected["sd"], least["sd_lre"])
    compare.digits(
        "lag1_autocorrelation", found.lag1_autocorrelation, expected["lag1_autocorrelation"], least["r1_lre"]
    )


def analysis_of_variance(case: Case, compare: Comparisons) -> None:
    """The one-way table."""
    found = one_way_anova(case.data["y"], case.data["group"])
    for name in ("df_between", "df_within"):
        compare.equal(name, getattr(found, name), case.expected[name])
    for name in ("F", "ss_between", "ss_within", "ms_between", "ms_within", "r_squared", "residual_sd"):
        compare.digits(name, getattr(found, name), case.expected[name], case.tolerance["F_lre"])


RUNNERS: Final[Mapping[str, Runner]] = {"strd-": univariate, "strd-anova-": analysis_of_variance}
