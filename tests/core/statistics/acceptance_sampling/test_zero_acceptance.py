"""Zero-acceptance plans."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.indexed import sampling_plan
from jawda.core.statistics.acceptance_sampling.zero_acceptance import zero_acceptance_for_aql, zero_acceptance_plan


@given(lot=st.integers(2, 400), quality=st.floats(0.002, 0.5), confidence=st.sampled_from([0.9, 0.95, 0.99]))
def test_the_smallest_sample_of_a_lot(lot: int, quality: float, confidence: float) -> None:
    """The lot with the least number of nonconforming units that is at least the fraction is excluded, barely."""
    found = zero_acceptance_plan(quality=quality, confidence=confidence, lot_size=lot)
    bad = next(units for units in range(1, lot + 1) if units >= quality * lot - 1e-9)
    assert stats.hypergeom.pmf(0, lot, bad, found.sample_size) <= (1 - confidence) * (1 + 1e-9)
    assert stats.hypergeom.pmf(0, lot, bad, found.sample_size - 1) > (1 - confidence) * (1 - 1e-9)
    assert found.sample_size <= zero_acceptance_plan(quality=quality, confidence=confidence).sample_size + 1


def test_a_whole_number_is_not_rounded_up() -> None:
    """ln(0.25) / ln(0.5) is two."""
    assert zero_acceptance_plan(quality=0.5, confidence=0.75).sample_size == 2


def test_it_protects_the_consumer_as_the_indexed_plan_does() -> None:
    indexed = sampling_plan(1000, aql=1.0)
    zero = zero_acceptance_for_aql(1000, aql=1.0)
    assert (zero.accept, zero.reject, zero.sample_size) == (0, 1, 34)
    assert zero.quality_excluded == pytest.approx(indexed.quality_levels[-1].quality)
    assert zero.probability_acceptance_at_quality <= 0.10
    assert zero.quality_at_95 < indexed.quality_levels[0].quality
    assert zero.method.options["aql"] == 1.0


def test_a_tiny_lot_is_inspected_whole() -> None:
    found = zero_acceptance_plan(quality=0.01, confidence=0.99, lot_size=20)
    assert (found.sample_size, found.full_inspection) == (20, True)
    assert "acceptance_sampling.full_inspection" in {check.id for check in found.findings}
    assert zero_acceptance_plan(quality=0.9, confidence=0.99, lot_size=10).sample_size == 2


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"quality": 0}, "quality_out_of_range"),
        ({"quality": 1.5}, "quality_out_of_range"),
        ({"quality": 0.1, "confidence": 1.0}, "confidence_out_of_range"),
        ({"quality": 0.1, "lot_size": 0}, "lot_too_small"),
    ],
)
def test_refusals(options: dict[str, float], why: str) -> None:
    with pytest.raises(Refused, match=why):
        zero_acceptance_plan(**options)  # type: ignore[arg-type]


def test_refusals_with_an_aql() -> None:
    with pytest.raises(Refused, match="aql_above_ten"):
        zero_acceptance_for_aql(1000, aql=15)
    with pytest.raises(Refused, match="confidence_out_of_range"):
        zero_acceptance_for_aql(1000, aql=1.0, consumer_risk=0)


def test_the_result_is_plain_and_drawn() -> None:
    for lot in (None, 300):
        found = zero_acceptance_plan(quality=0.02, lot_size=lot)
        assert json.dumps(found.to_dict(), allow_nan=False)
        assert found.rows() == [{"sample_size": found.sample_size, "accept": 0, "reject": 1}]
        assert "<svg" in found.figure(language="en")
