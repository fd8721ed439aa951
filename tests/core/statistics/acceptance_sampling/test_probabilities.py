"""Probabilities of decisions: against closed forms, and their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan, decision_probabilities


@given(size=st.integers(1, 400), accept=st.integers(0, 12))
def test_a_single_plan_is_the_cumulative_binomial(size: int, accept: int) -> None:
    quality = np.array([0.0, 0.001, 0.02, 0.3, 0.999, 1.0])
    found = decision_probabilities(attribute_plan(size, accept), quality).acceptance
    np.testing.assert_allclose(found, stats.binom.cdf(accept, size, quality), rtol=1e-9, atol=1e-14)


@given(lot=st.integers(2, 300), data=st.data())
def test_in_a_lot_it_is_the_cumulative_hypergeometric(lot: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, lot))
    accept = data.draw(st.integers(0, 8))
    bad = np.arange(lot + 1)
    plan = attribute_plan(size, accept)
    found = decision_probabilities(plan, bad / lot, model="hypergeometric", lot_size=lot).acceptance
    np.testing.assert_allclose(found, stats.hypergeom.cdf(accept, lot, bad, size), rtol=1e-8, atol=1e-12)


def test_of_nonconformities_it_is_the_cumulative_poisson() -> None:
    quality = np.array([0.0, 0.1, 2.5])
    found = decision_probabilities(attribute_plan(8, 5), quality, model="poisson").acceptance
    np.testing.assert_allclose(found, special.pdtr(5, 8 * quality), rtol=1e-12)


def test_a_double_plan_as_the_sum_over_its_first_sample() -> None:
    """Acceptance at the first sample, or after a second whose count fits the first (Montgomery, 15-3.1)."""
    p = 0.03
    plan = attribute_plan([60, 90], [1, 4], [4, 5])
    found = decision_probabilities(plan, np.array([p]))
    first = stats.binom.cdf(1, 60, p)
    second = sum(stats.binom.pmf(j, 60, p) * stats.binom.cdf(4 - j, 90, p) for j in (2, 3))
    assert found.accepted[:, 0] == pytest.approx([first, second], rel=1e-11)
    assert found.reaching[1, 0] == pytest.approx(stats.binom.pmf([2, 3], 60, p).sum(), rel=1e-11)


@given(
    model=st.sampled_from(["binomial", "poisson", "hypergeometric"]),
    quality=st.lists(st.integers(0, 200), min_size=1, max_size=5),
)
def test_every_lot_is_accepted_or_not(model: str, quality: list[int]) -> None:
    plan = attribute_plan([20, 20, 20], [None, 1, 3], [3, 4, 5])
    found = decision_probabilities(
        plan,
        np.array(quality) / 200,
        model=model,  # type: ignore[arg-type]
        lot_size=200 if model == "hypergeometric" else None,
    )
    np.testing.assert_allclose((found.accepted + found.rejected).sum(axis=0), 1.0, atol=1e-9)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_better_quality_is_accepted_more_often(quality: list[float]) -> None:
    ordered = np.sort(quality)
    found = decision_probabilities(attribute_plan([32, 32], [1, 4], [4, 5]), ordered).acceptance
    assert np.all(np.diff(found) <= 1e-12)


def test_in_the_gap_of_a_reduced_plan_the_lot_is_accepted() -> None:
    """MIL-STD-105E, 4.7.3: between the numbers of reduced inspection the lot is accepted and normal resumes."""
    gap, closed = attribute_plan(32, 1, 4), attribute_plan(32, 3)
    quality = np.array([0.02, 0.1])
    assert decision_probabilities(gap, quality).acceptance.tolist() == (
        decision_probabilities(closed, quality).acceptance.tolist()
    )


@pytest.mark.parametrize(
    ("sizes", "accept", "reject"),
    [
        (0, 0, 1),
        (10, 2, 2),
        (10, -1, 1),
        ([10, 10], [2, 1], [4, 5]),
        ([10, 10], [0, 1], [4, 3]),
    ],
)
def test_inconsistent_plans_are_refused(sizes: list[int], accept: list[int], reject: list[int]) -> None:
    with pytest.raises(Refused, match="plan_inconsistent"):
        attribute_plan(sizes, accept, reject)


def test_plans_of_unequal_lengths_are_refused() -> None:
    with pytest.raises(Refused, match="plan_lengths"):
        attribute_plan([10, 10], [0, 1], [2])
    with pytest.raises(ValueError, match="rejection numbers"):
        attribute_plan([10, 10], [0, 1])


def test_what_cannot_be_computed_is_refused() -> None:
    plan = attribute_plan(10, 0)
    for quality in (-0.1, 1.2, np.nan):
        with pytest.raises(Refused, match="quality_out_of_range"):
            decision_probabilities(plan, np.array([quality]))
    with pytest.raises(Refused, match="lot_needed"):
        decision_probabilities(plan, np.array([0.1]), model="hypergeometric")
    with pytest.raises(Refused, match="sample_exceeds_lot"):
        decision_probabilities(plan, np.array([0.1]), model="hypergeometric", lot_size=9)
    with pytest.raises(ValueError, match="no model"):
        decision_probabilities(plan, np.array([0.1]), model="normal")  # type: ignore[arg-type]
