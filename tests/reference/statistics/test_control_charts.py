"""Published control charts: constants, piston rings, flow width, NIST's individuals, discriminating sequences."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.core.statistics.control_charts import constants, xbar_r, xbar_s
from jawda.core.statistics.control_charts.estimates import within_sigma
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet, Run
from jawda.core.statistics.subgroups import by_row, summarise

MODULE = "control_charts"


def table(name: str, *columns: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    with data_file(name).open(newline="") as lines:
        return np.array([[float(row[column]) for column in columns] for row in csv.DictReader(lines)])


def pistons() -> np.ndarray[Any, np.dtype[np.float64]]:
    return table("data/pistonrings.csv", "x1", "x2", "x3", "x4", "x5")


def test_constants() -> None:
    given = case(MODULE, "const-2-15")
    tolerance = given["tolerance"]
    with data_file(given["expected"]["file"]).open(newline="") as lines:
        for row in csv.DictReader(lines):
            size = int(row["n"])
            assert constants.d2(size) == pytest.approx(float(row["d2"]), rel=tolerance["d2_rel"])
            assert constants.d3(size) == pytest.approx(float(row["d3"]), rel=tolerance["d3_rel"])
            assert constants.c4(size) == pytest.approx(float(row["c4"]), rel=tolerance["c4_rel"])


@pytest.mark.parametrize(("name", "make", "plot"), [
    ("qcc-piston-xbar", xbar_r, "location"), ("qcc-piston-R", xbar_r, "spread"), ("qcc-piston-S", xbar_s, "spread"),
])  # fmt: skip
def test_piston_rings(name: str, make: Any, plot: str) -> None:
    """Limits from the first 25 subgroups watch the next 15; qcc's own run rule is seven points on one side."""
    given = case(MODULE, name)
    rows, expected, tolerance = pistons(), given["expected"], given["tolerance"]
    rules = RuleSet(name="qcc", rules=(Beyond(id="limits"), Run(id="run", length=given["params"]["run_length"])))
    first, last = given["params"]["phase1"]
    chart = make(rows[first - 1 : last], rules=rules, nsigma=given["params"]["nsigma"])
    shown = getattr(chart, plot)
    for key, line in (("center", shown.center), ("lcl", shown.lower), ("ucl", shown.upper)):
        assert line[0] == pytest.approx(expected["exact"][key], rel=tolerance["exact_rel"], abs=1e-12)
        assert line[0] == pytest.approx(expected["qcc"][key], rel=tolerance["qcc_rel"], abs=1e-12)
    watched = getattr(make(rows, rules=rules, mean=chart.stages[0].mean, historical_sigma=chart.stages[0].sigma), plot)
    beyond = [signal.point for signal in watched.signals if signal.rule == "limits"]
    runs = [signal.point for signal in watched.signals if signal.rule == "run"]
    assert beyond == expected["qcc"]["beyond_limits_1based"]
    assert runs == np.atleast_1d(expected["qcc"]["violating_runs_1based"]).tolist()
    phase_two = getattr(chart.limits.monitor(rows[last:]), plot)
    assert [signal.point + last for signal in phase_two.signals if signal.rule == "limits"] == beyond


def test_estimators_of_the_standard_deviation() -> None:
    given = case(MODULE, "qcc-piston-sigma")
    summary = summarise(by_row(pistons()[:25]))
    names = {
        "UWAVE-R": "range", "UWAVE-SD": "sd", "MVLUE-R": "mvlue-range", "MVLUE-SD": "mvlue-sd", "RMSDF": "pooled",
    }  # fmt: skip
    for name, value in given["expected"].items():
        found = within_sigma(summary, names[name])  # type: ignore[arg-type]
        assert found == pytest.approx(value, rel=given["tolerance"]["rel"]), name


def test_flow_width() -> None:
    given = case(MODULE, "montgomery-flow-width")
    chart = xbar_r(table("data/montgomery_flow_width.csv", "x1", "x2", "x3", "x4", "x5"))
    expected, printed = given["expected"], given["expected"]["printed"]
    assert chart.limits.center == pytest.approx(expected["xbarbar"], rel=1e-9)
    assert chart.spread.points.mean() == pytest.approx(expected["rbar"], rel=1e-9)
    assert chart.stages[0].sigma == pytest.approx(expected["sigma_rbar_d2"], rel=1e-9)
    assert chart.limits.upper == pytest.approx(printed["ucl_x"], abs=1e-4)
    assert chart.limits.lower == pytest.approx(printed["lcl_x"], abs=1e-4)
    assert chart.spread.upper[0] == pytest.approx(printed["ucl_r"], abs=3e-4)
