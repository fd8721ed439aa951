"""Published examples of measurement uncertainty: GUM H.1 and H.2, JCGM 101 9.2, NIST TN 1900 E13."""

from __future__ import annotations

import math

import pytest
from tests.reference.statistics.cases import case

from jawda.core.statistics.uncertainty import (
    first_order,
    first_order_together,
    measurement_model,
    monte_carlo,
    quantity,
)


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
