"""Constants of control charts against simulation, closed forms and printed tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jawda.core.statistics.control_charts import constants


def test_closed_forms() -> None:
    """For two and three values: 2/√π, √(2 - 4/π), 3/√π."""
    assert constants.d2(2) == pytest.approx(2 / math.sqrt(math.pi), rel=1e-13)
    assert constants.d3(2) == pytest.approx(math.sqrt(2 - 4 / math.pi), rel=1e-12)
    assert constants.d2(3) == pytest.approx(3 / math.sqrt(math.pi), rel=1e-13)


def test_printed_factors() -> None:
    """ASTM E2587, table 1 prints these for subgroups of five and ten."""
    five, ten = constants.factors(5), constants.factors(10)
    shown = [round(getattr(five, name), 3) for name in ("A", "A2", "A3", "B4", "B6", "D2", "D4", "E2")]
    assert shown == [1.342, 0.577, 1.427, 2.089, 1.964, 4.918, 2.114, 1.29]
    assert [five.B3, five.D3, five.B5, five.D1] == [0, 0, 0, 0]
    assert [round(value, 3) for value in (ten.B3, ten.D3, ten.B5)] == [0.284, 0.223, 0.276]


def test_median_range_and_large_sizes() -> None:
    """The table of median ranges prints 2.257 for five; a simulation bears out 40."""
    assert round(constants.d4(5), 3) == 2.257
    ranges = np.ptp(np.random.default_rng(3).normal(size=(60_000, 40)), axis=1)
    assert constants.d2(40) == pytest.approx(ranges.mean(), abs=0.015)
    assert constants.d3(40) == pytest.approx(ranges.std(), abs=0.015)


def test_c4_is_smooth_where_the_series_takes_over() -> None:
    sizes = np.arange(2, 400)
    found = constants.c4(sizes)
    assert (np.diff(found) > 0).all()
    assert (np.diff(np.diff(found)) < 0).all()
    exact = math.sqrt(2 / 150) * math.exp(math.lgamma(75.5) - math.lgamma(75))
    assert constants.c4(151) == pytest.approx(exact, rel=1e-13)


def test_few_ranges() -> None:
    """AIAG MSA prints K2 and K3, 1/d2* of one range: 0.7071 and 0.5231 for 2 and 3, 0.4030 and 0.3146 for 5 and 10."""
    shown = [round(1 / constants.d2_star(size, 1), 4) for size in (2, 3, 5, 10)]
    assert shown == [0.7071, 0.5231, 0.4030, 0.3146]
    assert constants.d2_star(5, 10**9) == pytest.approx(constants.d2(5))
    one, many = constants.range_degrees_of_freedom(5, 1), constants.range_degrees_of_freedom(5, 60)
    assert many == pytest.approx(60 * one, rel=0.06), "degrees of freedom nearly add"
    assert constants.range_degrees_of_freedom(2, 1) == pytest.approx(1)


@pytest.mark.parametrize("call", [
    lambda: constants.d2(1), lambda: constants.c4(1), lambda: constants.d2_star(3, 0),
    lambda: constants.range_probability(1.0, 1),
])  # fmt: skip
def test_what_has_no_meaning(call: object) -> None:
    with pytest.raises(ValueError, match=r"value|range"):
        call()  # type: ignore[operator]
