"""Q method, Hampel estimator and algorithm S."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories import hampel
from jawda.core.statistics.laboratories.hampel import hampel_mean, q_hampel, q_method
from jawda.core.statistics.laboratories.pooled_spread import algorithm_s, factors
from jawda.core.statistics.result import Floats

VALUES = st.lists(st.integers(-500, 500), min_size=4, max_size=15).map(lambda found: np.array(found) / 10)


def psi(distance: float) -> float:
    """Formula (C.30), in words of its own."""
    size = abs(distance)
    height = size if size <= 1.5 else 1.5 if size <= 3 else 4.5 - size if size <= 4.5 else 0.0
    return height if distance >= 0 else -height


@given(VALUES)
@settings(deadline=None)
def test_the_hampel_mean_is_a_zero_of_its_equation(values: Floats) -> None:
    """C.5.3: the solution of Σψ = 0 that is nearest to the median."""
    sd = q_method(values)
    if sd == 0:
        return
    found = hampel_mean(values, sd)
    left = sum(psi((value - found) / sd) for value in values)
    # the median is the answer where two zeros stand at one distance or where there is none
    assert abs(left) < 1e-6 or found == pytest.approx(float(np.median(values)))


@given(VALUES, st.integers(1, 20))
@settings(deadline=None)
def test_q_follows_scale(values: Floats, scale: int) -> None:
    assert q_method(values * scale) == pytest.approx(scale * q_method(values), rel=1e-6, abs=1e-6)


def test_normal_values_give_their_standard_deviation() -> None:
    values = np.random.default_rng(2).normal(10, 2, 1_500)
    assert q_method(values) == pytest.approx(2, rel=0.06)


def test_pairs_within_a_laboratory_do_not_count() -> None:
    """C.5.2.2: only distances between results of different laboratories."""
    assert q_method([1, 1, 1, 2, 2, 3], ["a", "a", "a", "b", "b", "c"]) == pytest.approx(
        q_method([1, 2, 3], ["a", "b", "c"])
    )


def test_two_zeros_at_one_distance_give_the_median() -> None:
    assert hampel_mean(np.array([0.0, 0.0, 10.0, 10.0]), 1.0) == 5.0
    assert hampel_mean(np.array([1.0, 2.0, 9.0]), 0.0) == 2.0


def test_half_of_the_values_equal() -> None:
    assert q_method([1, 1, 1, 1]) == 0
    assert q_method([1.0, 1.0, 2.0, 5.0]) > 0


def test_the_result_and_its_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    found = q_hampel([10.1, 10.3, None, 10.0, 10.2], list("AABBC"))
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert (told["count"], told["inputs"]["missing"]) == (3, 1)
    assert [check["id"] for check in told["findings"]] == ["laboratories.few_results", "samples.missing_values"]
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        q_hampel([1, 1, 1])
    with pytest.raises(Refused, match=r"laboratories.few_laboratories"):
        q_method([1, 2], ["A", "A"])
    monkeypatch.setattr(hampel, "MOST_RESULTS", 2)
    with pytest.raises(Refused, match=r"laboratories.too_many_pairs"):
        q_method([1, 2, 3])


@pytest.mark.parametrize(("free", "printed"), [(1, (1.645, 1.097)), (6, (1.332, 1.024)), (10, (1.264, 1.017))])
def test_factors_of_algorithm_s(free: int, printed: tuple[float, float]) -> None:
    """ISO 13528, table C.1."""
    assert factors(free) == printed
    assert factors(free, constants="exact") == pytest.approx(printed, abs=7e-4)


def test_algorithm_s_pools_normal_spreads_rightly() -> None:
    random = np.random.default_rng(3)
    spreads = random.normal(0, 2, (20_000, 4)).std(axis=1, ddof=1)
    assert algorithm_s(spreads, degrees_of_freedom=3, constants="exact").pooled == pytest.approx(2, rel=0.01)


def test_algorithm_s_resists_one_wild_spread() -> None:
    calm, wild = [0.2, 0.3, 0.25, 0.28, 0.22], [0.2, 0.3, 0.25, 0.28, 50.0]
    wide = algorithm_s(wild, degrees_of_freedom=3).pooled
    assert wide < 2 * algorithm_s(calm, degrees_of_freedom=3).pooled


def test_algorithm_s_and_its_refusals() -> None:
    found = algorithm_s([0, 0, 0, 0.1, 0.2, None], degrees_of_freedom=1)
    assert [check.id for check in found.findings] == ["laboratories.half_without_spread", "samples.missing_values"]
    assert found.pooled > 0
    with pytest.raises(Refused, match=r"laboratories.negative_spread"):
        algorithm_s([-1, 1], degrees_of_freedom=1)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        algorithm_s([0, 0], degrees_of_freedom=1)
    with pytest.raises(ValueError, match="degrees"):
        algorithm_s([1, 2], degrees_of_freedom=0)
