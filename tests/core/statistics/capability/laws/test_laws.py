"""Every law against an independent implementation, and against itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from jawda.core.statistics.capability.laws import (
    BoxCox,
    Empirical,
    Exponential,
    Gamma,
    JohnsonBounded,
    JohnsonUnbounded,
    Law,
    LogNormal,
    Normal,
    Weibull,
)

LAWS: list[tuple[str, Law, Any]] = [
    ("normal", Normal(3.0, 0.5), stats.norm(3, 0.5)),
    ("lognormal", LogNormal(0.3, 0.5), stats.lognorm(0.5, 0, math.exp(0.3))),
    ("lognormal3", LogNormal(0.3, 0.5, 1.0), stats.lognorm(0.5, 1, math.exp(0.3))),
    ("weibull", Weibull(1.5, 2.0), stats.weibull_min(1.5, 0, 2)),
    ("weibull3", Weibull(1.5, 2.0, -1.0), stats.weibull_min(1.5, -1, 2)),
    ("gamma", Gamma(2.5, 2.0), stats.gamma(2.5, scale=2)),
    ("exponential", Exponential(2.0), stats.expon(scale=2)),
    ("johnson_su", JohnsonUnbounded(1.0, 1.5, 2.0, 3.0), stats.johnsonsu(1, 1.5, 2, 3)),
    ("johnson_sb", JohnsonBounded(1.0, 1.5, 2.0, 3.0), stats.johnsonsb(1, 1.5, 2, 3)),
]
PLACES = np.array([1e-9, 0.00135, 0.2, 0.5, 0.9, 0.99865])


@pytest.mark.parametrize(("name", "law", "other"), LAWS)
def test_agrees_with_scipy(name: str, law: Law, other: Any) -> None:
    assert law.name == name
    found = law.quantile(PLACES)
    assert found == pytest.approx(other.ppf(PLACES), rel=1e-9)
    assert law.below(found) == pytest.approx(PLACES, rel=1e-7)
    far = law.quantile(np.array([1 - 1e-9]))
    assert law.above(far) == pytest.approx(1e-9, rel=1e-5)
    assert law.log_density(found) == pytest.approx(other.logpdf(found), rel=1e-9)
    assert all(isinstance(value, float) for value in law.parameters.values())


@pytest.mark.parametrize("law", [law for _, law, _ in LAWS if law.name not in ("normal", "johnson_su")])
def test_nothing_lies_below_its_bound(law: Law) -> None:
    under = np.array([-50.0])
    assert law.below(under).tolist() == [0.0]
    assert law.above(under).tolist() == [1.0]
    assert law.log_density(under).tolist() == [-math.inf]


@pytest.mark.parametrize("power", [-0.7, 0.0, 0.5, 1.0])
def test_box_cox(power: float) -> None:
    law = BoxCox(power, 1.0, 0.05)
    found = law.quantile(PLACES)
    assert stats.boxcox(found, power) == pytest.approx(1.0 + 0.05 * stats.norm.ppf(PLACES))
    assert law.below(found) == pytest.approx(PLACES, rel=1e-7)
    assert law.above(found) == pytest.approx(1 - PLACES, rel=1e-7)
    density = np.exp(law.log_density(found))
    step = 1e-6 * found
    slope = (law.below(found + step) - law.below(found - step)) / (2 * step)
    assert density[1:] == pytest.approx(slope[1:], rel=1e-4)
    assert law.log_density(np.array([-1.0])).tolist() == [-math.inf]


def test_box_cox_has_a_bound() -> None:
    """Where the transform cannot be reached the percentile is the bound of the values: 0, or none."""
    assert BoxCox(1.0, 0.0, 1.0).quantile(np.array([1e-3])).tolist() == [0.0]
    assert BoxCox(-1.0, 0.0, 1.0).quantile(np.array([0.999])).tolist() == [math.inf]


def test_values_without_a_law() -> None:
    law = Empirical(np.array([1.0, 2.0, 2.0, 5.0]))
    assert law.below(np.array([2.0, 9.0])).tolist() == [0.25, 1.0]
    assert law.above(np.array([2.0, 9.0])).tolist() == [0.25, 0.0]
    assert law.log_density(np.array([2.0])).tolist() == [-math.inf]
    assert law.parameters == {}


@pytest.mark.parametrize(
    ("law", "parameters"),
    [
        (LogNormal, (0.0, 0.0)), (Weibull, (0.0, 1.0)), (Weibull, (1.0, math.nan)), (Gamma, (1.0, -1.0)),
        (Exponential, (0.0,)), (JohnsonUnbounded, (0.0, 0.0, 0.0, 1.0)), (JohnsonBounded, (0.0, 1.0, 0.0, 0.0)),
        (BoxCox, (1.0, 0.0, math.inf)),
    ],
)  # fmt: skip
def test_parameters_that_make_no_law(law: Any, parameters: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        law(*parameters)
