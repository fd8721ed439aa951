"""Published cumulative sums, moving averages and run lengths, each at its own tolerance."""

from __future__ import annotations

import pytest
from tests.reference.statistics.cases import carried, case

from jawda.core.statistics.control_charts.cusum import cusum
from jawda.core.statistics.control_charts.ewma import ewma
from jawda.core.statistics.control_charts.run_length import cusum_run_length, ewma_run_length, shewhart_run_length

CASES = carried("time_weighted_charts")


def test_every_carried_case_names_its_source_and_licence() -> None:
    assert all(one["source"] and one["licence"] for one in CASES.values())


def test_cumulative_sums_of_nist() -> None:
    one = CASES["nist-cusum"]
    params, expected = one["params"], one["expected"]
    chart = cusum(
        one["data"]["x"], target=params["target"], reference_value=params["K"], decision_interval=params["H"],
        scale="data",
    )  # fmt: skip
    assert chart.upper_sum == pytest.approx(expected["s_hi"], abs=1e-9)
    assert chart.lower_sum == pytest.approx(expected["s_lo"], abs=1e-9)
    assert chart.upper_sum == pytest.approx(expected["printed_s_hi"], abs=one["tolerance"]["printed"])
    assert chart.signals.marked == expected["signals_1based"]


def test_moving_average_of_nist() -> None:
    one = CASES["nist-ewma"]
    params, expected, close = one["params"], one["expected"], one["tolerance"]
    chart = ewma(
        one["data"]["x"], target=params["target"], sigma=params["sigma"], smoothing=params["lambda"],
        width=params["L"], limits="asymptotic",
    )  # fmt: skip
    assert chart.averages == pytest.approx(expected["z"], abs=close["z"])
    assert (chart.limits.lower, chart.limits.upper) == pytest.approx(
        (expected["lower"], expected["upper"]), abs=close["limits"]
    )
    assert chart.signals.marked == expected["signals"]


def test_run_lengths_of_three_sigma() -> None:
    one = CASES["arl-shewhart"]
    found = shewhart_run_length([float(shift) for shift in one["expected"]])
    assert found.arl == pytest.approx(list(one["expected"].values()), rel=one["tolerance"]["rel"])


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
