"""Published and own cases of laboratories, each at its tolerance."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.core.statistics.laboratories.assigned import by_reference, compare
from jawda.core.statistics.laboratories.order import interquartile_deviation, median_deviation
from jawda.core.statistics.laboratories.robust import algorithm_a, algorithm_a_rounds
from jawda.core.statistics.laboratories.round import evaluate_round

FILE = "proficiency"


def test_mercury_in_feed_algorithm_a() -> None:
    """IMEP-111: robust mean and standard deviation of 21 laboratories, compared with the reference value."""
    told = case(FILE, "imep111-algA")
    expected, rel = told["expected"], told["tolerance"]["rel"]
    found = algorithm_a(told["data"]["x"])
    assert found.mean == pytest.approx(expected["x_star"], rel=rel)
    assert found.sd == pytest.approx(expected["s_star"], rel=rel)
    assert found.u == pytest.approx(expected["u"], rel=rel)
    assert found.count == expected["n"]
    assert found.median == pytest.approx(expected["median"], rel=rel)
    assert found.median_deviation == pytest.approx(expected["MADe"], rel=rel)
    both = compare(0.044, 0.0041, found.mean, found.u)
    assert both.difference == pytest.approx(expected["x_diff"], rel=rel)
    assert both.u == pytest.approx(expected["u_diff"], rel=rel)
    assert (round(found.mean, 5), round(found.sd, 4), round(found.u, 4)) == (0.03161, 0.0164, 0.0045)


def test_mercury_in_feed_scores() -> None:
    """The same round: D %, PA, z, z', zeta and En of eleven laboratories, to all digits and to those printed."""
    told = case(FILE, "imep111-scores-1")
    given, rows = told["params"], told["expected"]
    found = evaluate_round(
        [row["x"] for row in rows],
        [row["lab"] for row in rows],
        expanded_uncertainty=[row["U"] for row in rows],
        coverage_factor=[row["k"] for row in rows],
        assigned=by_reference(given["x_pt"], given["U_xpt"] / 2),
        sigma_pt=given["sigma_pt"],
    )
    names = {"D_pct": "D_percent", "PA": "PA", "z": "z", "z_prime": "z_prime", "zeta": "zeta", "En": "En"}
    for score, row in zip(found.scores, rows, strict=True):
        assert score.lab == row["lab"]
        for key, name in names.items():
            value = getattr(score, name)
            assert value == pytest.approx(row[key], rel=told["tolerance"]["rel"], abs=1e-11), (row["lab"], key)
            decimals = 1 if key in ("D_pct", "PA") else 2
            assert value == pytest.approx(row["printed"][key], abs=0.5 * 10**-decimals + 1e-9), (row["lab"], key)


def test_nickel_in_syenite() -> None:
    """AMC 1989: the printed constants, the exact ones, and the figures from order."""
    told = case(FILE, "amc-abbey")
    x, expected, tolerance = told["data"]["x"], told["expected"], told["tolerance"]
    found, exact = algorithm_a(x), algorithm_a(x, constants="exact")
    assert (found.mean, found.sd) == pytest.approx((expected["x_star"], expected["s_star"]), rel=tolerance["rel"])
    peer = expected["metrology_algA"]
    assert (exact.mean, exact.sd) == pytest.approx((peer["mu"], peer["s"]), rel=tolerance["metrology_rel"])
    assert found.median == expected["median"]
    assert median_deviation(x) == pytest.approx(expected["MADe"], rel=tolerance["rel"])
    assert interquartile_deviation(x) == pytest.approx(expected["nIQR"], rel=tolerance["rel"])


def test_trace_metals_in_one_call() -> None:
    """145 laboratories, four metals with missing values: each alone, and all in one call."""
    told = case(FILE, "rmstudy-a")
    with data_file(told["data"]["csv"]).open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    rel = told["tolerance"]["rel"]
    metals = list(told["expected"])
    columns = {metal: [_number(row[metal]) for row in rows] for metal in metals}
    together = algorithm_a_rounds(np.array([columns[metal] for metal in metals]))
    for index, metal in enumerate(metals):
        expected = told["expected"][metal]
        found = evaluate_round(columns[metal], [row["lab"] for row in rows])
        assert (found.assigned_value, found.sd, found.u_assigned) == pytest.approx(
            (expected["x_star"], expected["s_star"], expected["u"]), rel=rel
        )
        assert (found.laboratories, found.inputs.missing) == (expected["n"], expected["n_missing"])
        sizes = np.abs([score.z for score in found.scores])
        assert sizes.max() == pytest.approx(expected["max_abs_z"], rel=rel)
        assert int((sizes > 3).sum()) == expected["n_abs_z_gt3"]
        assert (together.means[index], together.sds[index]) == pytest.approx(
            (expected["x_star"], expected["s_star"]), rel=rel
        )
        assert together.medians[index] == pytest.approx(expected["median"], rel=rel)
        assert together.median_deviations[index] == pytest.approx(expected["MADe"], rel=rel)


def _number(text: str) -> float:
    return float(text) if text not in ("", "NA", "nan") else float("nan")
