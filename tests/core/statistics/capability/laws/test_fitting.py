"""Fits against an independent optimiser, and against the law that made the values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.statistics.capability.laws import (
    Gamma,
    JohnsonBounded,
    JohnsonUnbounded,
    LogNormal,
    Weibull,
)
from jawda.core.statistics.capability.laws.fitting import (
    FITTED_UP_TO,
    fit_box_cox,
    fit_gamma,
    fit_lognormal3,
    fit_weibull,
    fit_weibull3,
    thinned,
)
from jawda.core.statistics.capability.laws.johnson import fit_johnson

EVEN = (np.arange(400) + 0.5) / 400


@given(st.floats(0.3, 20), st.floats(0.01, 100), st.integers(0, 20))
@settings(max_examples=30)
def test_likelihood_is_greatest_at_the_fit(shape: float, scale: float, seed: int) -> None:
    values = Weibull(shape, scale).quantile(np.random.default_rng(seed).uniform(1e-6, 1, 50))
    law = fit_weibull(values)
    best = law.log_density(values).sum()
    for factor in (0.99, 1.01):
        assert Weibull(law.shape * factor, law.scale).log_density(values).sum() < best
        assert Weibull(law.shape, law.scale * factor).log_density(values).sum() < best
    gamma = fit_gamma(values)
    best = gamma.log_density(values).sum()
    for factor in (0.99, 1.01):
        assert Gamma(gamma.shape * factor, gamma.scale / factor).log_density(values).sum() < best


def test_agrees_with_scipy() -> None:
    values = stats.weibull_min.rvs(1.7, scale=3, size=300, random_state=np.random.default_rng(2))
    shape, _, scale = stats.weibull_min.fit(values, floc=0)
    law = fit_weibull(values)
    assert [law.shape, law.scale] == pytest.approx([shape, scale], rel=1e-4)
    assert fit_box_cox(values).power == pytest.approx(stats.boxcox(values)[1], abs=1e-5)
    assert fit_box_cox(1e6 * values).power == pytest.approx(stats.boxcox(values)[1], abs=1e-4)


def test_threshold_is_found() -> None:
    weibull = fit_weibull3(Weibull(2.0, 3.0, 10.0).quantile(EVEN))
    assert weibull is not None
    assert [weibull.shape, weibull.scale, weibull.threshold] == pytest.approx([2.0, 3.0, 10.0], rel=0.02)
    lognormal = fit_lognormal3(LogNormal(0.0, 0.6, 10.0).quantile(EVEN))
    assert lognormal is not None
    assert [lognormal.sigma, lognormal.threshold] == pytest.approx([0.6, 10.0], rel=0.05)


def test_no_threshold_where_the_likelihood_has_no_maximum() -> None:
    """A law that leans to the left has no lognormal with a threshold below."""
    assert fit_lognormal3(-LogNormal(0.0, 0.6).quantile(EVEN)) is None


@pytest.mark.parametrize("made", [JohnsonUnbounded(1.0, 1.5, 2.0, 3.0), JohnsonBounded(-0.5, 1.2, 2.0, 3.0)])
def test_johnson(made: JohnsonUnbounded | JohnsonBounded) -> None:
    found = fit_johnson(made.quantile(EVEN))
    assert found is not None
    assert found.name == made.name
    places = np.array([0.00135, 0.05, 0.5, 0.95, 0.99865])
    spread = float(np.ptp(made.quantile(places)))
    assert found.quantile(places) == pytest.approx(made.quantile(places), abs=0.05 * spread)


def test_no_johnson_of_values_that_crowd() -> None:
    assert fit_johnson(np.array([1.0] * 30 + [2.0, 3.0])) is None


def test_johnson_of_nearly_normal_values_passes_over_the_border() -> None:
    """Normal values lie between the families: some z gives a ratio of 1, and is passed over."""
    assert fit_johnson(stats.norm.ppf(EVEN)) is None or isinstance(fit_johnson(stats.norm.ppf(EVEN)).delta, float)  # type: ignore[union-attr]


def test_thinning_keeps_the_extremes() -> None:
    values = np.random.default_rng(1).normal(size=FITTED_UP_TO + 3)
    found = thinned(values)
    assert len(found) == FITTED_UP_TO
    assert (found[0], found[-1]) == (values.min(), values.max())
    assert thinned(values[:100]) is not None
    assert len(thinned(values[:100])) == 100
