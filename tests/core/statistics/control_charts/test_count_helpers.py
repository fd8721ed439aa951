"""Sigma z and limits of probability, against simulation and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.statistics.control_charts.dispersion import sigma_z, standard_error
from jawda.core.statistics.control_charts.probability_limits import limits_of

TAIL = stats.norm.cdf(-3.0)


def test_the_error_of_sigma_z_is_that_of_simulated_ones() -> None:
    chance = np.random.default_rng(4)
    found = [sigma_z(chance.normal(size=20)) for _ in range(4000)]
    assert np.mean(found) == pytest.approx(1.0, abs=0.02)
    assert np.std(found) == pytest.approx(standard_error(20), rel=0.05)


def test_no_neighbours_no_sigma_z() -> None:
    assert np.isnan(sigma_z(np.array([1.0, np.nan, 2.0])))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 5000), st.floats(0.001, 0.999))
def test_binomial_limits_are_quantiles(size: int, mean: float) -> None:
    lower, upper = limits_of("binomial", np.array([float(size)]), mean, nsigma=3.0)
    law = stats.binom(size, mean)
    assert law.cdf(lower[0] - 1) <= TAIL < law.cdf(lower[0])
    assert law.sf(upper[0]) <= TAIL * (1 + 1e-9)
    assert upper[0] == 0 or law.sf(upper[0] - 1) > TAIL * (1 - 1e-9)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 1e4))
def test_poisson_limits_are_quantiles(mean: float) -> None:
    lower, upper = limits_of("poisson", np.array([1.0, np.nan, 2.0]), mean / 2, nsigma=3.0)
    assert np.isnan([lower[1], upper[1]]).all()
    law = stats.poisson(mean)
    assert law.cdf(lower[2] - 1) <= TAIL < law.cdf(lower[2])
    assert law.sf(upper[2]) <= TAIL < law.sf(upper[2] - 1) or upper[2] == 0
