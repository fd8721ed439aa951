"""Intervals of combinations of mean squares: exact where they can be, and they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special
from tests.core.statistics.measurement_systems.studies import crossed

from jawda.core.statistics.measurement_systems import gauge_rr
from jawda.core.statistics.measurement_systems.intervals import (
    combination_interval,
    mean_squares,
    ratio_interval,
    variance_interval,
)


def test_one_mean_square_is_exact() -> None:
    """df · S / χ² bounds a variance."""
    found = combination_interval([0.5], mean_squares([4.0], [12]))
    assert found == pytest.approx([0.5 * 48 / special.chdtri(12, q) for q in (0.025, 0.975)])
    assert combination_interval([0.5], mean_squares([4.0], [12]), method="satterthwaite") == pytest.approx(found)


def test_the_ratio_of_two_mean_squares_is_exact() -> None:
    """F bounds a ratio of variances."""
    for values, degrees in (((6.0, 2.0), (10, 12)), ((1.0, 400.0), (3, 5)), ((5e5, 1.0), (2, 60))):
        low, high = ratio_interval([1, 0], [0, 1], mean_squares(values, degrees))
        ratio = values[0] / values[1]
        assert low == pytest.approx(ratio / special.fdtri(*degrees, 0.975), rel=1e-9)
        assert high == pytest.approx(ratio / special.fdtri(*degrees, 0.025), rel=1e-9)


def test_ratios_at_the_ends() -> None:
    squares = mean_squares([1.0, 4.0], [9, 18])
    assert ratio_interval([1, -1], [0, 1], squares)[0] == 0.0
    assert ratio_interval([1, 0], [0, 0], squares)[1] == math.inf
    assert ratio_interval([1e-40, 0], [0, 1], squares)[0] == 0.0


def test_a_negative_sum_has_nothing_by_satterthwaite() -> None:
    assert combination_interval([1, -1], mean_squares([1, 4], [9, 18]), method="satterthwaite") == (0.0, 0.0)
    assert variance_interval(1.0, 1e-9, 0.95) == (0.0, math.inf)


def test_intervals_cover() -> None:
    """Nominal 90 %: simulated coverage of the variances of gauge, part and operator lies near, and not far under."""
    draw = np.random.default_rng(8)
    inside = {"grr": 0, "part": 0, "operator": 0, "reproducibility": 0, "total": 0}
    truth = {"grr": 0.75, "part": 4.0, "operator": 0.25, "reproducibility": 0.5, "total": 4.75}
    count = 300
    for _ in range(count):
        study = (
            2 * draw.normal(size=(8, 1, 1)) + 0.5 * draw.normal(size=(1, 4, 1)) + 0.5 * draw.normal(size=(8, 4, 1))
            + 0.5 * draw.normal(size=(8, 4, 2))
        )  # fmt: skip
        found = dict(gauge_rr(study, alpha_pool=None, confidence=0.9).components.items())
        for name, value in truth.items():
            low, high = found[name].low, found[name].high
            assert low is not None
            inside[name] += low <= value <= (high if high is not None else math.inf)
    assert all(0.85 <= one / count <= 0.97 for one in inside.values()), inside


def test_satterthwaite_is_an_option() -> None:
    study = crossed(1)
    one, other = gauge_rr(study), gauge_rr(study, interval_method="satterthwaite")
    assert one.components.grr.variance == other.components.grr.variance
    assert one.components.grr.high != other.components.grr.high
