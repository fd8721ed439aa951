"""Published examples of measurement uncertainty: GUM H.1 and H.2, JCGM 101 9.2, NIST TN 1900 E13."""

from __future__ import annotations

import math

import pytest
from tests.reference.statistics.cases import carried, case

from jawda.core.statistics.uncertainty import (
    coverage_factor,
    first_order,
    first_order_together,
    measurement_model,
    monte_carlo,
    quantity,
    welch_satterthwaite,
)

CARRIED = carried("uncertainty")


def test_gum_h1() -> None:
    """GUM H.1: truncated degrees of freedom, 99 %; with second-order terms 34 nm (H.1.7)."""
    found = case("uncertainty", "gum-H1")
    stated, expected, tolerance = dict(found["params"]), found["expected"], found["tolerance"]["rel"]
    equation = stated.pop("model")
    inputs = {
        name: quantity(value, u=u, degrees_of_freedom=math.inf if degrees == "inf" else degrees)
        for name, (value, u, degrees) in stated.items()
    }
    result = first_order(measurement_model(equation, inputs), confidence=0.99, rule="truncate")
    assert result.value == pytest.approx(expected["l_nm"], rel=tolerance)
    assert result.u == pytest.approx(expected["u_c_nm"], rel=tolerance)
    assert result.degrees_of_freedom == pytest.approx(expected["nu_eff"], rel=tolerance)
    assert result.coverage_factor == pytest.approx(expected["k99_nu16"], rel=tolerance)
    assert pytest.approx(expected["U99_nm"], rel=tolerance) == result.U
    printed = expected["printed"]
    shown = (round(result.u), math.floor(result.degrees_of_freedom), round(result.coverage_factor, 2), round(result.U))
    assert shown == (printed["u_c"], printed["nu_eff"], printed["k"], printed["U99"])
    assert result.u_second is not None
    assert round(result.u_second) == 34


def test_gum_h2() -> None:
    """GUM H.2: correlations from joint readings, three results with the correlations between them."""
    found = case("uncertainty", "gum-H2")
    expected, tolerance = found["expected"], found["tolerance"]["rel"]
    inputs = {name: quantity(readings=values) for name, values in found["data"].items()}
    equations = {"R": "V / I * cos(phi)", "X": "V / I * sin(phi)", "Z": "V / I"}
    model = measurement_model(equations, inputs, paired=[tuple(inputs)])
    for index, known in enumerate(model.quantities.values()):
        assert known.value == pytest.approx(expected["means"][index], rel=tolerance)
        assert known.u == pytest.approx(expected["u_means"][index], rel=tolerance)
    for (first, second), r in zip(((0, 1), (0, 2), (1, 2)), expected["corr"], strict=True):
        assert model.correlation[first, second] == pytest.approx(r, rel=tolerance)
    result = first_order_together(model)
    for output in result.outputs:
        assert output.value == pytest.approx(expected[output.name], rel=tolerance)
        assert output.u == pytest.approx(expected[f"u_{output.name}"], rel=tolerance)
    for first, second in ("RX", "RZ", "XZ"):
        assert result.correlation_of(first, second) == pytest.approx(expected[f"r_{first}{second}"], rel=tolerance)


@pytest.mark.parametrize("kind", ["normal", "rectangular"])
def test_jcgm101_9_2(kind: str) -> None:
    """JCGM 101, 9.2.2 and 9.2.3."""
    found = case("uncertainty", "jcgm101-9.2")
    expected, tolerance = found["expected"][kind], found["tolerance"]["mc_abs_at_1e6"]
    stated = {"u": 1.0} if kind == "normal" else {"half_width": math.sqrt(3)}
    model = measurement_model("y = x1 + x2 + x3 + x4", {f"x{i}": quantity(0.0, **stated) for i in range(1, 5)})
    drawn = monte_carlo(model, trials=1_000_000)
    assert drawn.u == pytest.approx(expected["u"], abs=tolerance)
    assert drawn.interval == pytest.approx(expected.get("ci95_exact", expected.get("ci95")), abs=tolerance)
    assert first_order(model).interval == pytest.approx(expected.get("gum_ci95", expected.get("ci95")), rel=1e-10)


def test_tn1900_e13() -> None:
    found = CARRIED["tn1900-E13"]
    degrees = found["params"]["degrees_of_freedom"]
    inputs = {name: quantity(value, u=u, degrees_of_freedom=degrees) for name, (value, u) in found["data"].items()}
    result = first_order(measurement_model(found["params"]["equation"], inputs))
    for field, expected in found["expected"].items():
        assert getattr(result, field) == pytest.approx(expected, rel=found["tolerance"]["rel"])


def test_welch_satterthwaite() -> None:
    found = CARRIED["welch-satterthwaite"]
    u, expected, tolerance = found["data"]["u"], found["expected"], found["tolerance"]["rel"]
    degrees = [math.inf if one is None else one for one in found["data"]["degrees_of_freedom"]]
    effective = welch_satterthwaite(u, degrees)
    confidence = found["params"]["confidence"]
    assert effective == pytest.approx(expected["nu_eff"], rel=tolerance)
    assert coverage_factor(confidence, effective, rule="continuous") == pytest.approx(expected["k95"], rel=tolerance)
    assert coverage_factor(confidence, effective) == pytest.approx(expected["k95_truncated"], rel=tolerance)
    inputs = {
        f"x{i}": quantity(0.0, u=one, degrees_of_freedom=nu) for i, (one, nu) in enumerate(zip(u, degrees, strict=True))
    }
    result = first_order(measurement_model("y = x0 + x1 + x2 + x3", inputs))
    assert result.u == pytest.approx(expected["u_c"], rel=tolerance)
    assert result.degrees_of_freedom == pytest.approx(expected["nu_eff"], rel=tolerance)


def test_four_rectangles() -> None:
    found = CARRIED["own-four-rectangles"]
    half_width, params = found["data"]["half_width"], found["params"]
    inputs = {f"x{i}": quantity(0.0, half_width=half_width) for i in range(found["data"]["count"])}
    model = measurement_model("y = " + " + ".join(inputs), inputs)
    drawn = monte_carlo(model, trials=params["trials"], confidence=params["confidence"])
    assert drawn.u == pytest.approx(found["expected"]["u"], abs=found["tolerance"]["abs"])
    assert drawn.interval == pytest.approx(found["expected"]["interval"], abs=found["tolerance"]["abs"])
