"""Figures of all values in a few passes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.statistics.capability.moments import overall


@given(st.integers(3, 30_000), st.floats(-1e6, 1e6), st.integers(0, 99))
def test_agrees_with_the_textbook(count: int, shift: float, seed: int) -> None:
    values = np.random.default_rng(seed).gamma(3.0, 2.0, count) + shift
    found = overall(values)
    assert found.count == count
    assert found.mean == pytest.approx(values.mean(), rel=1e-12, abs=1e-9)
    assert found.sigma == pytest.approx(values.std(ddof=1), rel=1e-8)
    assert found.skewness == pytest.approx(stats.skew(values), abs=1e-6)
    assert found.kurtosis == pytest.approx(stats.kurtosis(values), abs=1e-6)
    assert (found.least, found.greatest) == (values.min(), values.max())
    away = values - values.mean()
    assert found.memory == pytest.approx((away[1:] @ away[:-1]) / (away @ away), abs=1e-8)


def test_no_memory_over_gaps() -> None:
    assert overall(np.array([1.0, 2.0, 4.0]), gaps=True).memory is None
