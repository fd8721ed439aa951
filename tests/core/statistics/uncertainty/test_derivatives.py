"""Derivatives against differences of the next lower order, in exact directions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.uncertainty.derivatives import Series, expand, seeds
from jawda.core.statistics.uncertainty.expression import parse

EQUATIONS = [
    "x * y / z + x**2 * y",
    "sqrt(x * y) * exp(z) + 3",
    "log(x) * log10(y) * z**1.5",
    "sin(x) * cos(y) * tan(z)",
    "asin(x / 3) + acos(y / 4) * atan(z)",
    "atan2(y, x * z)",
    "atan2(x * z, -y)",
    "x**y * z - x**z**y",
    "abs(-x * y**3)",
    "-x**2 - (y - 2)**3 / z",
]


def series(text: str, values: dict[str, float]) -> Series:
    return expand(parse(text), seeds(values), directions=len(values))


@pytest.mark.parametrize("text", EQUATIONS)
@given(x=st.floats(0.7, 1.4), y=st.floats(1.1, 1.9), z=st.floats(0.3, 0.9))
def test_each_order_is_the_slope_of_the_one_before(text: str, x: float, y: float, z: float) -> None:
    values = {"x": x, "y": y, "z": z}
    found = series(text, values)
    step = 1e-5
    for index, name in enumerate(values):
        ahead = series(text, values | {name: values[name] + step})
        behind = series(text, values | {name: values[name] - step})
        assert found.first[index] == pytest.approx((ahead.value - behind.value) / 2 / step, rel=1e-5, abs=1e-6)
        assert found.second[:, index] == pytest.approx((ahead.first - behind.first) / 2 / step, rel=1e-5, abs=1e-5)
        slope = (ahead.second[:, index] - behind.second[:, index]) / 2 / step
        assert found.third[:, index] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("text", EQUATIONS)
def test_the_value_is_that_of_the_equation(text: str) -> None:
    values = {"x": 1.1, "y": 1.7, "z": 0.6}
    assert series(text, values).value == pytest.approx(float(parse(text).evaluate(values)), rel=1e-14)
    assert np.array_equal(series(text, values).second, series(text, values).second.T, equal_nan=False) or np.allclose(
        series(text, values).second, series(text, values).second.T, rtol=1e-12
    )


def test_whole_powers_have_derivatives_at_zero() -> None:
    found = series("x**2 + y**3 + x**0", {"x": 0.0, "y": 0.0})
    assert found.value == 1.0
    assert found.second.tolist() == [[2.0, 0.0], [0.0, 0.0]]
    assert found.third.tolist() == [[0.0, 0.0], [0.0, 6.0]]


@pytest.mark.parametrize(
    "text", ["sqrt(x)", "abs(x)", "1 / x", "log(x)", "log10(x)", "asin(x + 1)", "acos(x - 2)", "atan2(x, x)", "x**y"]
)
def test_where_there_is_no_derivative_it_is_not_finite(text: str) -> None:
    assert not np.isfinite(series(text, {"x": 0.0, "y": 0.5}).first[0])


def test_what_does_not_move_does_not_matter() -> None:
    """A constant at the edge of a function's domain leaves the others' derivatives alone."""
    quantities = {"x": Series.along(2.0, np.array([1.0])), "c": Series.constant(0.0, 1)}
    found = expand(parse("x * cos(c) + sqrt(c)"), quantities, directions=1)
    assert (found.value, found.first.tolist()) == (2.0, [1.0])


def test_extreme_values_raise_nothing() -> None:
    found = series("1 / x + x**4 + exp(x) + log(x) + tan(x) + asin(x)", {"x": 1e-90})
    assert found.value == pytest.approx(1e90)
    assert math.isinf(series("exp(x)", {"x": 1e4}).value)
    assert math.isinf(series("x**3", {"x": 1e200}).value)
