"""Cumulative sums: the recurrence, its restarts, and what it tells of a shift."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.constants import c4, d4
from jawda.core.statistics.control_charts.cusum import cusum
from jawda.core.statistics.control_charts.v_mask import v_mask, v_mask_design
from jawda.core.statistics.result import Status

VALUES = st.lists(st.floats(-5, 5), min_size=2, max_size=60)


def by_hand(
    values: list[float], k: float, h: float, start: float, *, reset: bool
) -> tuple[list[float], list[float], list[int]]:
    """Montgomery's table, a point at a time."""
    high = low = start
    run, sums, lows, runs = 0, [], [], []
    for value in values:
        high, low = max(0.0, high + value - k), max(0.0, low - value - k)
        run = run + 1 if high > 0 else 0
        sums.append(high)
        lows.append(low)
        runs.append(run)
        if reset and high > h:
            high, run = start, 0
        if reset and low > h:
            low = start
    return sums, lows, runs


@settings(deadline=None)
@given(VALUES, st.booleans(), st.sampled_from([0.0, 0.5]))
def test_blocks_are_the_recurrence(values: list[float], reset: bool, headstart: float) -> None:
    values = [round(value * 8) / 8 for value in values]  # exact in binary
    found = cusum(
        values, target=0, sigma=1, reference_value=0.25, decision_interval=3, headstart=headstart, reset=reset
    )
    sums, lows, runs = by_hand(values, 0.25, 3.0, 3 * headstart, reset=reset)
    assert found.upper_sum.tolist() == sums
    assert found.lower_sum.tolist() == lows
    assert found.upper_run.tolist() == runs
    marked = {at + 1 for at, pair in enumerate(zip(sums, lows, strict=True)) if max(pair) > 3}
    assert set(found.signals.marked) == marked


@settings(deadline=None)
@given(VALUES, st.floats(-100, 100), st.floats(0.1, 10))
def test_unit_and_origin_do_not_matter(values: list[float], origin: float, unit: float) -> None:
    plain = cusum(values, target=0, sigma=1)
    moved = cusum([origin + unit * value for value in values], target=origin, sigma=unit)
    assert moved.upper_sum == pytest.approx(
        plain.upper_sum * unit, abs=1e-9 * unit + 1e-12 * abs(origin) * len(values) * 10
    )
    standard = cusum([origin + unit * value for value in values], target=origin, sigma=unit, standardised=True)
    assert standard.lower_sum == pytest.approx(plain.lower_sum, abs=1e-8 + 1e-11 * abs(origin) / unit * len(values))


def test_long_data_in_several_blocks() -> None:
    chance = np.random.default_rng(3)
    values = np.round(chance.normal(size=5000) * 64) / 64
    for reset in (False, True):
        found = cusum(values, target=0, sigma=1, reference_value=0.5, decision_interval=4, reset=reset)
        sums, lows, runs = by_hand(values.tolist(), 0.5, 4.0, 0.0, reset=reset)
        assert found.upper_sum.tolist() == sums
        assert found.lower_sum.tolist() == lows
        assert found.upper_run.tolist() == runs


def test_where_the_shift_began_and_how_large_it_is() -> None:
    """Montgomery, example 9.1 continued: the start is after the last zero, the mean is target + K + C / N."""
    found = cusum([10, 9, 11.5, 12, 12.5], target=10, sigma=1, reference_value=0.5, decision_interval=4)
    (shift,) = found.shifts
    assert (shift.side, shift.began, shift.point) == ("upper", 3, 5)
    assert shift.mean == pytest.approx((11.5 + 12 + 12.5) / 3)
    assert found.status is Status.FAIL


def test_a_fall_is_told_as_one() -> None:
    found = cusum([10, 8.5, 8, 7.5], target=10, sigma=1, reference_value=0.5, decision_interval=4, standardised=True)
    assert [(shift.side, shift.began, shift.mean) for shift in found.shifts] == [("lower", 2, pytest.approx(8.0))]
    assert [signal.side for signal in found.signals] == ["lower"]
    drawn = found.figure()
    assert drawn.count("c-sig") == 1
    assert "somme basse" in drawn


def test_one_side_alone() -> None:
    for side, other in (("upper", "lower_sum"), ("lower", "upper_sum")):
        found = cusum([10, 12, 8, 13, 7], target=10, sigma=1, sides=side)
        assert not getattr(found, other).any()
        assert (found.limits.lower is None) is (side == "upper")
        assert "c-line" in found.figure(language="ar", width=358)
        json.dumps(found.to_dict(), allow_nan=False)


def test_missing_values_keep_the_sum_where_it_is() -> None:
    found = cusum([10, 12, None, 12, 12], target=10, sigma=1, decision_interval=4)
    whole = cusum([10, 12, 12, 12], target=10, sigma=1, decision_interval=4)
    assert found.upper_sum[[0, 1, 3, 4]].tolist() == whole.upper_sum.tolist()
    assert np.isnan(found.upper_sum[2])
    assert found.inputs.missing == 1
    assert "samples.missing_values" in {check.id for check in found.findings}
    assert [(shift.began, shift.point) for shift in found.shifts] == [(2, 5)]


def test_target_and_spread_from_the_data() -> None:
    """The mean, and the mean moving range over d2."""
    found = cusum([1.0, 3.0, 2.0, 4.0])
    assert found.limits.target == 2.5
    assert found.limits.sigma == pytest.approx(5 / 3 / (2 / np.sqrt(np.pi)))
    assert (found.method.options["target"], found.method.options["sigma"]) == ("mean", "mean-moving-range")
    assert "samples.few_values" in {check.id for check in found.findings}
    assert cusum([1.0, 3.0, 2.0, 4.0], estimator="sd").limits.sigma == pytest.approx(np.sqrt(5 / 3) / c4(4))
    assert cusum([1.0, 3.0, 2.0, 5.0], estimator="median-moving-range").limits.sigma == pytest.approx(2 / d4(2))
    assert cusum(np.arange(100.0) % 7).method.options["sigma"] == "mean-moving-range"


def test_means_of_subgroups_have_a_smaller_error() -> None:
    values = [9, 11, 10, 12, 13, 15]
    found = cusum(values, subgroup=2, target=10, sigma=2)
    assert found.points.tolist() == [10, 11, 14]
    assert found.limits.decision_interval == pytest.approx(5 * 2 / np.sqrt(2))
    labelled = cusum(values, subgroup=["a", "a", "b", "b", "c", "c"], target=10, sigma=2)
    assert labelled.upper_sum.tolist() == found.upper_sum.tolist()
    pooled = cusum(values, subgroup=2, target=10)
    assert pooled.limits.sigma == pytest.approx(np.sqrt(2) / c4(4))
    with pytest.raises(Refused, match="no_neighbours"):
        cusum(values, subgroup=1)
    assert cusum(values, subgroup=2, estimator="range").limits.sigma == pytest.approx(2 / (2 / np.sqrt(np.pi)))


def test_unequal_subgroups_ask_for_standardised_sums() -> None:
    values, labels = [9, 11, 10, 12, 13, 20, 22], ["a", "a", "b", "b", "b", "c", "c"]
    with pytest.raises(Refused, match="sizes_differ"):
        cusum(values, subgroup=labels, target=10, sigma=2)
    found = cusum(values, subgroup=labels, target=10, sigma=1, standardised=True)
    assert found.upper_sum[1] == pytest.approx((35 / 3 - 10) * np.sqrt(3) - 0.5)
    assert found.shifts[0].mean is None
    assert found.limits.monitor(values, subgroup=labels).phase == 2


def test_phase_two_starts_anew_or_goes_on() -> None:
    values = [10, 11, 12, None, 11, 9, 13, 13, 14]
    whole = cusum(values, target=10, sigma=1, decision_interval=4)
    first = cusum(values[:4], target=10, sigma=1, decision_interval=4)
    on = first.limits.monitor(values[4:], after=first)
    assert on.upper_sum.tolist() == whole.upper_sum[4:].tolist()
    assert on.upper_run.tolist() == whole.upper_run[4:].tolist()
    assert on.signals.marked == [point for point in whole.signals.marked if point > 4]
    assert on.shifts == tuple(shift for shift in whole.shifts if shift.point > 4)
    assert [row["point"] for row in on.rows()] == [5, 6, 7, 8, 9]
    assert on.figure(language="en").count("c-sig") == len(on.signals)
    anew = first.limits.monitor(values[4:])
    assert anew.upper_sum.tolist() == cusum(values[4:], target=10, sigma=1, decision_interval=4).upper_sum.tolist()
    assert (anew.first, on.first, on.phase) == (1, 5, 2)


def test_a_run_that_began_in_the_chart_before() -> None:
    first = cusum([10, 11.5], target=10, sigma=1, decision_interval=4)
    on = first.limits.monitor([12, 13], after=first)
    assert [(shift.began, shift.point) for shift in on.shifts] == [(2, 4)]


def test_going_on_after_a_signal_with_reset() -> None:
    first = cusum([10, 16], target=10, sigma=1, decision_interval=4, reset=True, headstart=0.5)
    on = first.limits.monitor([10, 10], after=first)
    assert on.upper_sum.tolist() == [1.5, 1.0]
    assert len(cusum([16, 16, 10], target=10, sigma=1, decision_interval=4, reset=True).shifts) == 2


def test_monitoring_points_of_another_size() -> None:
    chart = cusum([9, 11, 10, 12], subgroup=2, target=10, sigma=1)
    with pytest.raises(Refused, match="sizes_changed"):
        chart.limits.monitor([10, 11])


def test_false_alarms_are_told() -> None:
    often = cusum([1, 2, 3], decision_interval=1.0, sigma=1, target=2)
    assert {check.id for check in often.findings} >= {"time_weighted_charts.false_alarms_often"}
    rare = cusum([1, 2, 3], sigma=1, target=2)
    told = {check.id: check.statistic for check in rare.findings}
    assert told["time_weighted_charts.false_alarms"] == pytest.approx(465.4435, rel=1e-5)
    never = cusum([1, 2, 3], decision_interval=40.0, sigma=1, target=2)
    assert not {check.id for check in never.findings} & {"time_weighted_charts.false_alarms"}
    data = cusum([1, 2, 3], scale="data", target=2)
    assert data.limits.sigma is None
    json.dumps(data.to_dict(), allow_nan=False)


def test_neighbours_that_depend_are_told() -> None:
    walk = np.cumsum(np.random.default_rng(5).normal(size=60))
    assert "time_weighted_charts.neighbours_depend" in {check.id for check in cusum(walk).findings}
    noise = np.random.default_rng(5).normal(size=60)
    assert "time_weighted_charts.neighbours_independent" in {check.id for check in cusum(noise).findings}


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (lambda: cusum([1.0]), "too_few"),
        (lambda: cusum([2.0, 2.0, 2.0]), "zero_spread"),
        (lambda: cusum([1.0, None, 2.0]), "no_neighbours"),
        (lambda: cusum([1.0, 2.0], sigma=0), "sigma_not_positive"),
        (lambda: cusum([1.0, 2.0, 3.0], subgroup=2), "no_multiple"),
        (lambda: cusum([1.0, "x"]), "not_a_number"),
    ],
)
def test_refusals(refused: object, name: str) -> None:
    assert callable(refused)
    with pytest.raises(Refused, match=name) as caught:
        refused()
    assert caught.value.findings[0].place.column == "value"


@pytest.mark.parametrize(
    "options",
    [
        {"reference_value": -1}, {"decision_interval": 0}, {"headstart": 1}, {"scale": "x"}, {"sides": "x"},
        {"scale": "data", "standardised": True}, {"estimator": "pooled"},
        {"estimator": "mean-moving-range", "subgroup": 2},
    ],
)  # fmt: skip
def test_wrong_options(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        cusum([1.0, 2.0, 3.0, 5.0], **options)  # type: ignore[arg-type]


def test_rows_have_both_sums() -> None:
    row = cusum([10, 16], target=10, sigma=1).to_frame().row(1, named=True)
    assert row == {
        "point": 2, "value": 16.0, "upper_sum": 5.5, "lower_sum": 0.0, "upper_run": 1, "lower_run": 0, "signal": True,
    }  # fmt: skip


def test_the_mask_of_nist() -> None:
    """e-Handbook 6.3.2.3: k 0.3175 and h 4.1959 for one sigma, with an error of 0.00135 on each side."""
    mask = v_mask_design(shift=1.0, alpha=0.00135, sigma=0.635)
    assert mask.reference_value == pytest.approx(0.3175)
    assert mask.decision_interval == pytest.approx(4.1959, abs=5e-5)
    same = v_mask(reference_value=mask.reference_value, decision_interval=mask.decision_interval)
    assert same.lead_distance == pytest.approx(mask.lead_distance)
    assert v_mask(reference_value=1.0, decision_interval=5.0).half_angle == pytest.approx(45.0)
    assert same.rows()[0]["half_angle"] == pytest.approx(np.degrees(np.arctan(0.3175)))


def test_a_mask_decides_as_the_sums() -> None:
    """A past sum above the lower arm of the mask is a sum beyond H."""
    values = np.random.default_rng(8).normal(size=80) + np.repeat([0.0, 1.0], 40)
    mask = v_mask(reference_value=0.5, decision_interval=4.0)
    plain = np.concatenate(([0.0], np.cumsum(values)))
    slope = np.tan(np.radians(mask.half_angle))
    by_mask = []
    for at in range(1, 81):
        arm = plain[at] - slope * (np.arange(at, -1, -1) + mask.lead_distance)
        if (plain[: at + 1] < arm).any():
            by_mask.append(at)
    found = cusum(values, target=0, sigma=1, decision_interval=4.0)
    assert by_mask == found.signals.points[found.signals.sides == 0].tolist()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: v_mask(reference_value=0, decision_interval=1),
        lambda: v_mask_design(shift=0, alpha=0.1),
        lambda: v_mask_design(shift=1, alpha=0.6, beta=0.5),
    ],
)
def test_masks_that_cannot_be(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match="mask"):
        wrong()
