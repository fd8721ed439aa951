"""Published cumulative sums, moving averages and run lengths, each at its own tolerance."""

from __future__ import annotations

import pytest
from tests.reference.statistics.cases import case

from jawda.core.statistics.control_charts.ewma import ewma
from jawda.core.statistics.control_charts.run_length import cusum_run_length, ewma_run_length


def test_moving_average_of_montgomery() -> None:
    one = case("control_charts", "montgomery-ewma")
    params, expected, close = one["params"], one["expected"], one["tolerance"]["rel"]
    chart = ewma(
        one["data"]["x"], target=params["mu0"], sigma=params["sigma"], smoothing=params["lambda"], width=params["L"]
    )
    assert chart.averages == pytest.approx(expected["z"], rel=close)
    assert chart.limits.upper == pytest.approx(expected["ucl"], rel=close)
    assert chart.signals.marked == expected["signals_1based"]


def test_run_lengths_of_sums() -> None:
    one = case("control_charts", "arl-cusum")
    for row in one["expected"]:
        for sides, key in (("both", "arl_two_sided"), ("upper", "arl_one_sided")):
            found = cusum_run_length(
                row["shift"],
                reference_value=row["k"],
                decision_interval=row["h"],
                sides=sides,  # type: ignore[arg-type]
            )
            assert found.arl[0] == pytest.approx(row[key], rel=one["tolerance"]["rel"])


def test_run_lengths_of_averages() -> None:
    one = case("control_charts", "arl-ewma")
    for row in one["expected"]:
        found = ewma_run_length(row["shift"], smoothing=row["lambda"], width=row["L"])
        assert found.arl[0] == pytest.approx(row["arl"], rel=one["tolerance"]["rel"])
