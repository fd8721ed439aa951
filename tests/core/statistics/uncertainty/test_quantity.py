"""Input quantities: every way of stating them, and what contradicts itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty.distributions import BOUNDED, DISTRIBUTIONS, divisor, draw, standard_t
from jawda.core.statistics.uncertainty.quantity import coverage_factor_of, quantity


@pytest.mark.parametrize(
    ("stated", "u", "distribution"),
    [
        ({"value": 5.0}, 0.0, "constant"),
        ({"value": 5.0, "u": 0.0}, 0.0, "constant"),
        ({"value": 5.0, "u": 0.2}, 0.2, "normal"),
        ({"value": 5.0, "u": 0.2, "degrees_of_freedom": 4}, 0.2, "t"),
        ({"value": 5.0, "u": 0.2, "degrees_of_freedom": 4, "distribution": "normal"}, 0.2, "normal"),
        ({"value": 5.0, "u": 0.2, "distribution": "rectangular"}, 0.2, "rectangular"),
        ({"value": -5.0, "relative_u": 0.01}, 0.05, "normal"),
        ({"value": 5.0, "expanded": 0.2, "coverage_factor": 2}, 0.1, "normal"),
        ({"value": 5.0, "expanded": 0.2, "confidence": 0.95}, 0.2 / 1.959963984540054, "normal"),
        ({"value": 5.0, "expanded": 0.2, "confidence": 0.95, "degrees_of_freedom": 10}, 0.2 / 2.2281388519649385, "t"),
        ({"value": 5.0, "half_width": 0.3}, 0.3 / math.sqrt(3), "rectangular"),
        ({"value": 5.0, "half_width": 0.0}, 0.0, "constant"),
        ({"lower": 4.0, "upper": 6.0, "distribution": "triangular"}, 1 / math.sqrt(6), "triangular"),
        ({"lower": 4.0, "upper": 6.0, "distribution": "arcsine"}, 1 / math.sqrt(2), "arcsine"),
        (
            {"value": 5.0, "half_width": 1.0, "distribution": "trapezoidal", "shape": 0.5},
            math.sqrt(1.25 / 6),
            "trapezoidal",
        ),
        (
            {"value": 5.0, "half_width": 1.0, "distribution": "curvilinear_trapezoid", "shape": 0.3},
            math.sqrt(1 / 3 + 0.01),
            "curvilinear_trapezoid",
        ),
        ({"value": 5.0, "resolution": 0.1}, 0.05 / math.sqrt(3), "rectangular"),
        ({"count": 8}, 3.0, "gamma"),
        ({"value": 5.0, "distribution": "exponential"}, 5.0, "exponential"),
        ({"readings": [1.0, 2.0, 3.0]}, 1 / math.sqrt(3), "t"),
        ({"readings": [1.0, 2.0, 3.0], "resolution": 0.1}, 1 / math.sqrt(3), "t"),
        ({"readings": [1.0, 1.0, 1.0], "resolution": 0.1}, 0.1 / math.sqrt(12), "rectangular"),
    ],
)
def test_standard_uncertainty(stated: dict[str, Any], u: float, distribution: str) -> None:
    found = quantity(**stated)
    assert found.u == pytest.approx(u, rel=1e-12)
    assert found.distribution == distribution


def test_type_a() -> None:
    """GUM 4.2: the mean of n readings has s / sqrt(n) with n - 1 degrees of freedom; a missing one is not a reading."""
    found = quantity(readings=[10.0, None, 12.0, 11.0], unit="g")
    assert (found.value, found.degrees_of_freedom, found.type_a, found.stated) == (11.0, 2.0, True, True)
    assert found.readings is not None
    assert int(found.readings.missing.sum()) == 1
    assert quantity(readings=[1.0, 2.0], degrees_of_freedom=30).degrees_of_freedom == 30
    assert not quantity(1.0, u=0.1).type_a


@pytest.mark.parametrize(
    ("stated", "identifiers"),
    [
        ({"u": 0.1}, ["no_value"]),
        ({}, ["no_value"]),
        ({"value": 1.0, "u": 0.1, "half_width": 0.2}, ["several_ways"]),
        ({"value": 1.0, "u": -0.1}, ["negative"]),
        ({"value": math.nan, "u": math.inf}, ["not_finite", "negative"]),
        ({"value": 1.0, "readings": [1.0, 2.0]}, ["value_twice"]),
        ({"value": 1.1, "lower": 0.0, "upper": 2.0}, ["value_off_middle"]),
        ({"value": 1.0, "lower": 0.0}, ["bad_limits"]),
        ({"value": 1.0, "lower": 2.0, "upper": 0.0}, ["bad_limits"]),
        ({"lower": 2.0, "upper": 1.0}, ["bad_limits"]),
        ({"lower": 2.0}, ["bad_limits"]),
        ({"value": 1.0, "expanded": 0.2}, ["no_coverage_factor"]),
        ({"value": 1.0, "expanded": 0.2, "coverage_factor": 2, "confidence": 0.95}, ["no_coverage_factor"]),
        ({"value": 1.0, "expanded": 0.2, "coverage_factor": 0}, ["not_positive"]),
        ({"value": 1.0, "expanded": 0.2, "confidence": 95}, ["bad_confidence"]),
        ({"value": 1.0, "u": 0.1, "degrees_of_freedom": math.nan}, ["not_positive"]),
        ({"value": 1.0, "half_width": 0.2, "distribution": "trapezoidal"}, ["no_shape"]),
        ({"value": 1.0, "half_width": 0.2, "distribution": "trapezoidal", "shape": 2}, ["bad_shape"]),
        ({"value": 1.0, "half_width": 0.2, "distribution": "normal"}, ["distribution_misfit"]),
        ({"value": 1.0, "distribution": "normal"}, ["distribution_misfit"]),
        ({"value": 1.0, "u": 0.1, "distribution": "t"}, ["t_without_degrees"]),
        ({"value": 1.0, "u": 0.1, "distribution": "cauchy"}, ["unknown_distribution"]),
        ({"value": 0.0, "distribution": "exponential"}, ["not_positive"]),
        ({"count": 2.5}, ["not_whole"]),
        ({"count": -1}, ["negative"]),
        ({"readings": [1.0, 1.0]}, ["equal_readings"]),
        ({"readings": [0.1, 0.1, 0.1]}, ["equal_readings"]),
    ],
)
def test_contradictions_are_refused(stated: dict[str, Any], identifiers: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        quantity(**stated)
    assert [found.id.removeprefix("uncertainty.") for found in refused.value.findings] == identifiers
    assert all(words(found, language) for found in refused.value.findings for language in LANGUAGES)


def test_readings_are_columns_of_people() -> None:
    with pytest.raises(Refused) as refused:
        quantity(readings=[1.0, "x"])
    assert refused.value.findings[0].place.row == 2
    with pytest.raises(Refused, match=r"samples.too_few"):
        quantity(readings=[1.0, None])


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_draws_have_the_mean_and_deviation_they_stand_for(distribution: str) -> None:
    shape = 0.4 if distribution in ("trapezoidal", "curvilinear_trapezoid") else 0.0
    value, u = {"exponential": (2.0, 2.0), "gamma": (9.0, 3.0)}.get(distribution, (2.0, 0.5))
    spread = {"constant": 0.0, "t": u * math.sqrt(30 / 28)}.get(distribution, u)
    drawn = draw(
        np.random.default_rng(7),
        200_000,
        distribution=distribution,
        value=value,
        u=u,
        degrees_of_freedom=30,
        shape=shape,
    )
    assert drawn.mean() == pytest.approx(value, abs=0.01 * max(u, 1))
    assert drawn.std() == pytest.approx(spread, rel=0.01)
    if distribution in BOUNDED:
        half_width = u * divisor(distribution, shape) * (1 + shape * (distribution == "curvilinear_trapezoid"))
        assert abs(drawn - value).max() <= half_width * (1 + 1e-12)


def test_student_with_infinite_degrees_is_normal() -> None:
    one, other = (np.random.default_rng(3) for _ in range(2))
    assert standard_t(one, 5, math.inf).tolist() == other.standard_normal(5).tolist()


@given(st.floats(0.5, 0.999), st.floats(1, 200))
def test_coverage_factors_grow_with_confidence_and_fall_with_degrees(confidence: float, degrees: float) -> None:
    factor = coverage_factor_of(confidence, degrees)
    assert factor >= coverage_factor_of(confidence, degrees + 1) > coverage_factor_of(confidence, math.inf) * (1 - 1e-9)
    assert factor < coverage_factor_of((1 + confidence) / 2, degrees)


def test_the_middle_of_limits_may_be_written() -> None:
    assert quantity(0.3, lower=0.1, upper=0.5).u == quantity(lower=0.1, upper=0.5).u
