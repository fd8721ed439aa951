"""Spread within subgroups and between neighbours, with the degrees of freedom that it carries."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.capability.within import between_neighbours, chi_degrees, within_subgroups
from jawda.core.statistics.control_charts.constants import d2, d3, range_degrees_of_freedom
from jawda.core.statistics.samples import numbers
from jawda.core.statistics.subgroups import by_row, by_size, summarise


def test_degrees_of_freedom_of_a_mean_range_are_those_of_the_manual() -> None:
    """AIAG MSA, appendix C."""
    assert chi_degrees((d3(3) / d2(3)) ** 2 / 10) == pytest.approx(range_degrees_of_freedom(3, 10), rel=1e-9)
    assert chi_degrees(1 / 400) == pytest.approx(200.25, abs=0.01)
    below, above = chi_degrees(1 / 399.4), chi_degrees(1 / 399.6)
    assert 0 < above - below < 0.2


@pytest.mark.parametrize("estimator", ["pooled", "rbar", "sbar"])
def test_degrees_match_the_scatter_of_the_estimate(estimator: str) -> None:
    """A chi variable with ν degrees has the coefficient of variation 1/√(2ν), nearly; so has the estimate."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(400):
        groups = by_size(random.normal(size=100), 5)
        found.append(within_subgroups(summarise(groups), estimator, column=groups.column))  # type: ignore[arg-type]
    sigmas = np.array([one.sigma for one in found])
    assert sigmas.mean() == pytest.approx(1.0, abs=0.02)
    assert sigmas.std() == pytest.approx(1 / math.sqrt(2 * found[0].degrees), rel=0.12)


def test_degrees_of_moving_ranges_match_their_scatter() -> None:
    random = np.random.default_rng(4)
    found = [between_neighbours(values, column=numbers(values)) for values in random.normal(size=(800, 60))]
    sigmas = np.array([one.sigma for one in found])
    assert sigmas.mean() == pytest.approx(1.0, abs=0.02)
    assert sigmas.std() == pytest.approx(1 / math.sqrt(2 * found[0].degrees), rel=0.1)


def test_variance_of_mean_moving_range_is_the_published_one() -> None:
    """Cryer and Ryan (Journal of Quality Technology 22, 1990): (0.8264 N - 1.082) σ² / (N - 1)²."""
    values = np.array([float(place % 2) for place in range(50)])
    degrees = between_neighbours(values, column=numbers(values)).degrees
    assert degrees == pytest.approx(chi_degrees((0.8264 * 50 - 1.082) / 49**2), rel=2e-4)


def test_no_range_reaches_over_a_gap() -> None:
    column = numbers([1.0, 2.0, None, 9.0, 10.0, 11.0])
    found = between_neighbours(column.values, column=column)
    assert found.sigma == pytest.approx(1 / d2(2))
    whole = numbers([1.0, 2.0, 1.0, 2.0])
    assert found.degrees > between_neighbours(whole.values, column=whole).degrees


def test_subgroups_of_one_value_say_nothing() -> None:
    groups = by_row([[1.0, 3.0], [2.0, float("nan")], [2.0, 6.0]])
    assert within_subgroups(summarise(groups), "pooled", column=groups.column).degrees == 2


@pytest.mark.parametrize("values", [[1.0, 1.0, None, 2.0, 2.0], [1.0, None, 2.0]])
def test_nothing_varies_between_neighbours(values: list[float | None]) -> None:
    column = numbers(values)
    with pytest.raises(Refused):
        between_neighbours(column.values, column=column)


def test_nothing_varies_within_subgroups() -> None:
    groups = by_row([[1.0, 1.0], [2.0, 2.0]])
    with pytest.raises(Refused) as caught:
        within_subgroups(summarise(groups), "rbar", column=groups.column)
    assert caught.value.findings[0].id == "capability.zero_within"
