"""Curves of plans: outgoing quality, total inspection, sample numbers with and without curtailment."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.curves import plan_performance, quality_at
from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan

SINGLE = attribute_plan(89, 2)
DOUBLE = attribute_plan([60, 120], [2, 3], [4, 4])


def test_rectifying_inspection_of_a_double_plan() -> None:
    """ATI = n1 P1 + (n1 + n2) P2 + N (1 - Pa); AOQ = p (P1 (N - n1) + P2 (N - n1 - n2)) / N (Montgomery, 15-3.1)."""
    p, lot = 0.02, 5000
    found = plan_performance(DOUBLE, quality=[p], lot_size=lot)
    first = stats.binom.cdf(2, 60, p)
    second = stats.binom.pmf(3, 60, p) * stats.binom.cdf(0, 120, p)
    assert found.average_total_inspection is not None
    assert found.average_total_inspection[0] == pytest.approx(
        60 * first + 180 * second + lot * (1 - first - second), rel=1e-11
    )
    outgoing = p * (first * (lot - 60) + second * (lot - 180)) / lot
    assert found.average_outgoing_quality[0] == pytest.approx(outgoing, rel=1e-11)


def test_removing_instead_of_replacing_leaves_a_smaller_lot() -> None:
    p, lot = 0.02, 1000
    pa = stats.binom.cdf(2, 89, p)
    found = plan_performance(SINGLE, quality=[p], lot_size=lot, rectification="removed")
    kept = lot - 89 * p * pa - lot * p * (1 - pa)
    assert found.average_outgoing_quality[0] == pytest.approx(pa * p * (lot - 89) / kept, rel=1e-11)
    everything = plan_performance(SINGLE, quality=[1.0], lot_size=lot, rectification="removed")
    assert everything.average_outgoing_quality[0] == 0


def test_without_a_lot_there_is_no_total_inspection() -> None:
    found = plan_performance(SINGLE, quality=[0.02])
    assert found.average_total_inspection is None
    assert found.average_outgoing_quality[0] == pytest.approx(0.02 * found.probability_acceptance[0])
    assert found.rows()[0]["average_total_inspection"] is None
    endless = plan_performance(SINGLE, quality=[0.02], lot_size=1000, rectification="endless")
    assert endless.average_outgoing_quality[0] == found.average_outgoing_quality[0]


def _inspected(draws: Any, *, every: bool) -> int:
    first = np.cumsum(draws[:60])
    if every and first[-1] >= 4:
        return int(np.argmax(first >= 4)) + 1
    if first[-1] <= 2 or first[-1] >= 4:
        return 60
    second = first[-1] + np.cumsum(draws[60:])
    return 60 + (int(np.argmax(second >= 4)) + 1 if second[-1] >= 4 else 120)


@pytest.mark.parametrize(("curtailment", "every"), [("last-sample", False), ("all-samples", True)])
def test_curtailed_sample_numbers_against_simulation(curtailment: Any, *, every: bool) -> None:
    draws = np.random.default_rng(12).random((4000, 180)) < 0.05
    counts = [_inspected(row, every=every) for row in draws]
    found = plan_performance(DOUBLE, quality=[0.05], curtailment=curtailment).average_sample_number[0]
    assert abs(found - np.mean(counts)) < 4 * np.std(counts) / np.sqrt(len(counts))


def test_curtailment_saves_and_never_costs() -> None:
    quality = np.linspace(0, 0.2, 21)
    for model in ("binomial", "poisson"):
        numbers = [
            plan_performance(
                DOUBLE,
                quality=quality,
                model=model,  # type: ignore[arg-type]
                curtailment=curtailment,  # type: ignore[arg-type]
            ).average_sample_number
            for curtailment in ("all-samples", "last-sample", "none")
        ]
        assert np.all(numbers[0] <= numbers[1] + 1e-9)
        assert np.all(numbers[1] <= numbers[2] + 1e-9)
    assert numbers[0][0] == pytest.approx(60)


def test_a_sample_too_small_to_reject_is_inspected_whole() -> None:
    plan = attribute_plan([2, 40], [0, 3], [4, 4])
    found = plan_performance(plan, quality=[0.0, 0.1], curtailment="all-samples")
    assert found.average_sample_number[0] == pytest.approx(2)


@given(accept=st.integers(0, 6), extra=st.integers(1, 150))
def test_the_outgoing_limit_is_the_top_of_its_curve(accept: int, extra: int) -> None:
    plan = attribute_plan(accept + extra, accept)
    found = plan_performance(plan, lot_size=2000)
    assert found.aoql.value >= found.average_outgoing_quality.max() - 1e-12
    again = plan_performance(plan, quality=[found.aoql.at], lot_size=2000)
    assert again.average_outgoing_quality[0] == pytest.approx(found.aoql.value, rel=1e-9)


@given(probability=st.floats(0.01, 0.99), accept=st.integers(0, 5))
def test_quality_at_inverts_the_characteristic(probability: float, accept: int) -> None:
    plan = attribute_plan(80, accept)
    for model in ("binomial", "poisson"):
        quality = quality_at(plan, probability, model=model)  # type: ignore[arg-type]
        found = plan_performance(plan, quality=[quality], model=model).probability_acceptance[0]  # type: ignore[arg-type]
        assert found == pytest.approx(probability, abs=1e-9)


def test_nonconformities_may_be_more_than_one_a_unit() -> None:
    assert quality_at(attribute_plan(2, 30), 0.1, model="poisson") > 10


def test_in_a_lot_quality_is_of_whole_units() -> None:
    plan = attribute_plan(32, 1)
    good, poor = (quality_at(plan, p, model="hypergeometric", lot_size=100) for p in (0.95, 0.10))
    accepted = plan_performance(plan, quality=np.arange(101) / 100, model="hypergeometric", lot_size=100)
    found = accepted.probability_acceptance
    at = round(100 * good)
    assert found[at] >= 0.95 > found[at + 1]
    at = round(100 * poor)
    assert found[at] <= 0.10 < found[at - 1]


def test_qualities_that_no_lot_can_have_are_rounded_and_told() -> None:
    found = plan_performance(attribute_plan(10, 0), quality=[0.014, 0.5], model="hypergeometric", lot_size=100)
    assert found.quality.tolist() == [0.01, 0.5]
    told = {check.id: check for check in found.findings}
    assert told["acceptance_sampling.quality_rounded"].statistic == 1
    by_itself = plan_performance(attribute_plan(10, 0), model="hypergeometric", lot_size=100)
    assert "acceptance_sampling.quality_rounded" not in {check.id for check in by_itself.findings}


def test_wrong_options_are_the_programmers_fault() -> None:
    for options in (
        {"rectification": "sorted"},
        {"curtailment": "yes"},
        {"curtailment": "all-samples", "model": "hypergeometric", "lot_size": 500},
    ):
        with pytest.raises(ValueError, match=r"rectification|curtail"):
            plan_performance(SINGLE, **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        quality_at(SINGLE, 1.0)
    with pytest.raises(Refused, match="quality_out_of_range"):
        plan_performance(SINGLE, quality=[2.0])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_picture_names_the_consumers_point(language: Any) -> None:
    found = plan_performance(SINGLE)
    for width in (960, 640, 358):
        drawn = found.figure(language=language, width=width)  # type: ignore[arg-type]
        assert drawn.startswith("<svg")
        assert "c-sig" in drawn
        assert "%" in drawn
    one = plan_performance(SINGLE, quality=[0.001, 0.002]).figure(language=language)
    assert "c-sig" not in one
    assert "<svg" in plan_performance(SINGLE, quality=[0.5, 0.9]).figure()


def test_the_result_is_plain() -> None:
    found = plan_performance(SINGLE, lot_size=1000)
    text = json.dumps(found.to_dict(), allow_nan=False)
    assert json.loads(text)["aoql"]["value"] == found.aoql.value
    assert found.to_frame().height == len(found.quality)
