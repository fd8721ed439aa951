"""The certified values of the Statistical Reference Datasets (NIST)."""

from __future__ import annotations

import pytest
from tests.reference.statistics.cases import carried, digits

from jawda.core.statistics.basics import moments, one_way_anova

CASES = carried("basics")


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "group" not in case["data"]])
def test_univariate(name: str) -> None:
    case = CASES[name]
    found, expected, tolerance = moments(case["data"]["y"]), case["expected"], case["tolerance"]
    assert found.count == expected["n"]
    assert digits(found.mean, expected["mean"]) >= tolerance["mean_lre"]
    assert digits(found.sd, expected["sd"]) >= tolerance["sd_lre"]
    assert digits(found.lag1_autocorrelation, expected["lag1_autocorrelation"]) >= tolerance["r1_lre"]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "group" in case["data"]])
def test_one_way_anova(name: str) -> None:
    case = CASES[name]
    found, expected = one_way_anova(case["data"]["y"], case["data"]["group"]), case["expected"]
    assert (found.df_between, found.df_within) == (expected["df_between"], expected["df_within"])
    least = case["tolerance"]["F_lre"]
    for field in ("F", "ss_between", "ss_within", "ms_between", "ms_within", "r_squared", "residual_sd"):
        assert digits(getattr(found, field), expected[field]) >= least, field
