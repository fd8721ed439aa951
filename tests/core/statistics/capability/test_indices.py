"""Indices of a normal law and their intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.statistics.capability import Specification
from jawda.core.statistics.capability.indices import Conventions, NormalFigures, normal_indices

BOTH = Specification(0.0, 12.0)


def figures(mean: float | None = 7.0, sigma: float = 1.5, count: int | None = 50) -> NormalFigures:
    return NormalFigures(mean=mean, sigma=sigma, count=count, degrees=None if count is None else count - 1)


def test_values() -> None:
    found = normal_indices(BOTH, figures(), Conventions())
    assert found["Cp"].value == pytest.approx(12 / 9)
    assert found["Cpl"].value == pytest.approx(7 / 4.5)
    assert found["Cpu"].value == found["Cpk"].value == pytest.approx(5 / 4.5)
    assert found["Cpm"].value == pytest.approx(12 / (6 * math.hypot(1.5, 1.0)))
    assert normal_indices(BOTH, figures(), Conventions(), letter="P")["Ppk"].value == found["Cpk"].value


def test_one_limit() -> None:
    """Without a second limit Cp is not defined, and Cpk is the index of the limit there is."""
    upper = normal_indices(Specification(upper=12.0, target=6.0), figures(), Conventions())
    assert upper["Cp"].value is upper["Cpl"].value is upper["Cpm"].value is None
    assert upper["Cpk"].value == upper["Cpu"].value == pytest.approx(5 / 4.5)
    nearer = normal_indices(Specification(upper=12.0, target=6.0), figures(), Conventions(cpm_width="nearer"))
    assert nearer["Cpm"].value == pytest.approx(6 / (3 * math.hypot(1.5, 1.0)))
    none = normal_indices(Specification(lower=0.0), figures(), Conventions(cpm_width="nearer"))
    assert none["Cpm"].value is None


def test_without_a_mean_or_a_count() -> None:
    found = normal_indices(BOTH, figures(mean=None), Conventions())
    assert found["Cp"].low is not None
    assert found["Cpk"].value is found["Cpm"].value is None
    bare = normal_indices(BOTH, figures(count=None), Conventions())
    assert all(estimate.low is None and estimate.value is not None for estimate in bare.values())


def test_target_off_the_middle() -> None:
    off = Specification(0.0, 12.0, target=8.0)
    whole = normal_indices(off, figures(mean=8.0), Conventions())["Cpm"].value
    nearer = normal_indices(off, figures(mean=8.0), Conventions(cpm_width="nearer"))["Cpm"].value
    assert whole == pytest.approx(12 / 9)
    assert nearer == pytest.approx(4 / 4.5)


def test_bounds_of_one_side_alone() -> None:
    """Where each end holds the confidence, the reach is that of a two-sided interval at 90 %."""
    two = normal_indices(BOTH, figures(), Conventions(confidence=0.90))["Cpu"]
    each = normal_indices(BOTH, figures(), Conventions(side_bounds="each"))["Cpu"]
    assert (each.low, each.high) == pytest.approx((two.low, two.high))
    assert each.confidence == 0.95


def test_degrees_of_cpm() -> None:
    """On target Boyles's degrees are n; qcc's, not squared, are fewer off target."""
    on = normal_indices(BOTH, figures(mean=6.0), Conventions())["Cpm"]
    assert on.degrees_of_freedom == pytest.approx(50)
    off = {
        name: normal_indices(BOTH, figures(), Conventions(cpm_degrees=name))["Cpm"].degrees_of_freedom
        for name in ("boyles", "unsquared")
    }
    away = (1.0 / 1.5) ** 2
    assert off["boyles"] == pytest.approx(50 * (1 + away) ** 2 / (1 + 2 * away))
    assert off["unsquared"] == pytest.approx(50 * (1 + away) / (1 + 2 * away))


@pytest.mark.parametrize("name", ["Cp", "Cpk", "Cpu", "Cpm"])
def test_intervals_cover_as_often_as_they_say(name: str) -> None:
    """Of 2 000 samples of 60 values, about 95 in 100 intervals hold the true index."""
    true = normal_indices(BOTH, NormalFigures(mean=7.0, sigma=1.5), Conventions())[name].value
    assert true is not None
    samples = np.random.default_rng(5).normal(7.0, 1.5, (2000, 60))
    held = 0
    for mean, sigma in zip(samples.mean(axis=1), samples.std(axis=1, ddof=1), strict=True):
        one = NormalFigures(mean=float(mean), sigma=float(sigma), count=60, degrees=59)
        found = normal_indices(BOTH, one, Conventions())[name]
        assert found.low is not None
        assert found.high is not None
        held += found.low <= true <= found.high
    assert abs(held / 2000 - 0.95) < 0.02


def test_interval_of_cp_is_chi_squared() -> None:
    found = normal_indices(BOTH, figures(), Conventions(confidence=0.9))["Cp"]
    value = 12 / 9
    assert found.low == pytest.approx(value * math.sqrt(stats.chi2.ppf(0.05, 49) / 49))
    assert found.high == pytest.approx(value * math.sqrt(stats.chi2.ppf(0.95, 49) / 49))


@given(st.floats(-50, 50), st.floats(0.01, 30), st.floats(-1e3, 1e3), st.floats(1e-2, 1e2))
def test_indices_do_not_depend_on_origin_or_unit(mean: float, sigma: float, shift: float, scale: float) -> None:
    here = normal_indices(BOTH, NormalFigures(mean=mean, sigma=sigma, count=30, degrees=29), Conventions())
    moved = Specification(shift, shift + 12 * scale)
    there = normal_indices(
        moved, NormalFigures(mean=mean * scale + shift, sigma=sigma * scale, count=30, degrees=29), Conventions()
    )
    for name, one in here.items():
        other = there[name]
        assert other.value == pytest.approx(one.value, rel=1e-6, abs=1e-6 * (1 + abs(shift)) / (sigma * scale))


def test_options_that_are_not_known() -> None:
    for options, words in (
        ({"confidence": 1.0}, "confidence"),
        ({"side_bounds": "none"}, "two-sided"),
        ({"cpm_width": "half"}, "whole"),
        ({"cpm_degrees": "none"}, "boyles"),
    ):
        with pytest.raises(ValueError, match=words):
            Conventions(**options)  # type: ignore[arg-type]
