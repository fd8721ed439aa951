"""Plans for two risks are within them, and none smaller is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.search import plan_for_risks, variables_plan_for_risks
from jawda.core.statistics.acceptance_sampling.variables_curves import variables_acceptance


@settings(deadline=None, max_examples=30)
@given(good=st.floats(0.002, 0.05), times=st.floats(2.5, 8))
def test_no_smaller_sample_holds_both_risks(good: float, times: float) -> None:
    found = plan_for_risks(producer_quality=good, consumer_quality=good * times)
    assert found.actual_producer_risk <= 0.05 + 1e-9
    assert found.actual_consumer_risk <= 0.10 + 1e-9
    size = found.sample_size - 1
    for accept in range(found.accept + 2):
        kept = stats.binom.cdf(accept, size, good) >= 0.95
        assert not (kept and stats.binom.cdf(accept, size, good * times) <= 0.10)


def test_nonconformities_by_poisson() -> None:
    found = plan_for_risks(producer_quality=0.05, consumer_quality=0.2, model="poisson")
    assert stats.poisson.cdf(found.accept, found.sample_size * 0.05) >= 0.95
    assert stats.poisson.cdf(found.accept, found.sample_size * 0.2) <= 0.10
    assert found.reject == found.accept + 1


def test_of_a_lot_whole_units_count() -> None:
    """Good: at most the fraction asked for, so rounded down; poor: at least, so rounded up."""
    found = plan_for_risks(producer_quality=0.055, consumer_quality=0.145, model="hypergeometric", lot_size=100)
    again = plan_for_risks(producer_quality=0.05, consumer_quality=0.15, model="hypergeometric", lot_size=100)
    assert (found.sample_size, found.accept) == (again.sample_size, again.accept)
    near = plan_for_risks(producer_quality=0.05, consumer_quality=0.06, model="hypergeometric", lot_size=100)
    assert near.sample_size <= 100
    with pytest.raises(Refused, match="lot_needed"):
        plan_for_risks(producer_quality=0.05, consumer_quality=0.15, model="hypergeometric")


@pytest.mark.parametrize("sigma", ["known", "unknown"])
def test_each_convention_meets_its_risk_exactly(sigma: Any) -> None:
    qualities: Any = {"producer_quality": 0.01, "consumer_quality": 0.05, "sigma": sigma}
    producer = variables_plan_for_risks(**qualities, convention="producer")
    consumer = variables_plan_for_risks(**qualities, convention="consumer")
    assert producer.sample_size == consumer.sample_size
    assert producer.actual_producer_risk == pytest.approx(0.05, abs=1e-12)
    assert producer.actual_consumer_risk <= 0.10
    assert consumer.actual_consumer_risk == pytest.approx(0.10, abs=1e-12)
    assert consumer.actual_producer_risk <= 0.05
    fewer = producer.sample_size - 1
    risks = variables_acceptance([0.01, 0.05], size=fewer, k=producer.k, sigma=sigma)
    assert risks[0] < 0.95 or risks[1] > 0.10
    near = variables_plan_for_risks(**qualities, convention="normal-approximation")
    assert abs(near.sample_size - producer.sample_size) <= 2
    assert near.k == pytest.approx(producer.k, abs=0.02)


def test_far_apart_qualities_need_few_units() -> None:
    found = variables_plan_for_risks(producer_quality=0.0001, consumer_quality=0.6, sigma="known")
    assert found.sample_size == 2
    assert variables_plan_for_risks(producer_quality=0.0001, consumer_quality=0.6).sample_size == 2


def test_impossible_demands_are_refused() -> None:
    with pytest.raises(Refused, match="no_plan"):
        plan_for_risks(producer_quality=0.001, consumer_quality=0.0010001)
    with pytest.raises(Refused, match="no_plan"):
        variables_plan_for_risks(producer_quality=0.01, consumer_quality=0.01001)
    for good, poor in ((0.1, 0.05), (0, 0.1), (0.1, 1.0)):
        with pytest.raises(Refused, match="qualities_inverted"):
            plan_for_risks(producer_quality=good, consumer_quality=poor)
    with pytest.raises(Refused, match="risks_out_of_range"):
        plan_for_risks(producer_quality=0.01, consumer_quality=0.1, producer_risk=0.6, consumer_risk=0.5)
    with pytest.raises(ValueError, match="no model"):
        plan_for_risks(producer_quality=0.01, consumer_quality=0.1, model="normal")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no convention"):
        variables_plan_for_risks(producer_quality=0.01, consumer_quality=0.1, convention="r")  # type: ignore[arg-type]


def test_results_are_plain_and_drawn() -> None:
    plans = (
        plan_for_risks(producer_quality=0.01, consumer_quality=0.1),
        plan_for_risks(producer_quality=0.01, consumer_quality=0.1, model="hypergeometric", lot_size=400),
        variables_plan_for_risks(producer_quality=0.01, consumer_quality=0.1),
    )
    for found in plans:
        assert json.dumps(found.to_dict(), allow_nan=False)
        assert found.rows()[0]["sample_size"] == found.sample_size
        assert "<svg" in found.figure(language="ar", width=358)
        assert found.findings[0].sentence("fr")
