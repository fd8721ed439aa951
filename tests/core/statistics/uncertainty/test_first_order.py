"""The law of propagation of uncertainty, against the printed examples of the GUM and JCGM 101."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.statistics.uncertainty.models import gauge_block, impedance, mass, microwave

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.uncertainty import (
    first_order,
    first_order_together,
    measurement_model,
    monte_carlo,
    quantity,
)
from jawda.core.statistics.uncertainty.budget import written
from jawda.core.statistics.uncertainty.coverage import (
    confidence_of,
    coverage_factor,
    group_contributions,
    welch_satterthwaite,
)
from jawda.core.statistics.uncertainty.first_order import FirstOrder


def identifiers(result: FirstOrder) -> dict[str, Status]:
    return {check.id.removeprefix("uncertainty."): check.status for check in result.findings}


def test_gauge_block() -> None:
    """GUM H.1: u = 32 nm, 16 degrees of freedom, U99 = 93 nm; H.1.7: the second order raises u to 34 nm."""
    found = first_order(gauge_block(), confidence=0.99)
    assert found.value == 50_000_838.0
    assert found.u == pytest.approx(31.7050905024, rel=1e-9)
    assert found.degrees_of_freedom == pytest.approx(16.6446091482, rel=1e-9)
    assert found.coverage_factor == pytest.approx(2.92078162243, rel=1e-9)
    assert pytest.approx(92.6036456768, rel=1e-9) == found.U
    assert found.u_second is not None
    assert round(found.u_second) == 34
    contributions = {line.name: line.contribution for line in found.budget}
    # the column |c_i| u(x_i) of the table in H.1.5
    for name, value in {"l_s": 25, "d": 5.8, "d1": 3.9, "d2": 6.7, "delta_alpha": 2.9, "delta_theta": 16.6}.items():
        assert contributions[name] == pytest.approx(value, rel=0.005)
    assert identifiers(found)["nonlinear"] is Status.WARN
    second = first_order(gauge_block(), confidence=0.99, order=2)
    assert second.u == found.u_second
    assert second.degrees_of_freedom > found.degrees_of_freedom


def test_simultaneous_resistance_and_reactance() -> None:
    """GUM H.2: correlated inputs, correlated results; n - 1 degrees of freedom for what five joint readings give."""
    found = first_order_together(impedance())
    by_name = {output.name: output for output in found.outputs}
    assert by_name["R"].value == pytest.approx(127.732169928, rel=1e-11)
    assert by_name["R"].u == pytest.approx(0.071071407397, rel=1e-9)
    assert by_name["X"].u == pytest.approx(0.295581677359, rel=1e-9)
    assert by_name["Z"].u == pytest.approx(0.236336130082, rel=1e-9)
    assert found.correlation_of("R", "X") == pytest.approx(-0.588429784424, rel=1e-9)
    assert found.correlation_of("R", "Z") == pytest.approx(-0.48525922421, rel=1e-9)
    assert found.correlation_of("X", "Z") == pytest.approx(0.992511648949, rel=1e-9)
    assert all(output.degrees_of_freedom == pytest.approx(4) for output in found.outputs)
    assert [row["r(R)"] for row in found.rows()] == [line[1] for line in found.correlation]
    assert found.to_frame().shape == (3, 7)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["outputs"][0]["name"] == "Z"


def test_mass_calibration() -> None:
    """JCGM 101, table 6: first order 0.0539, with higher-order terms 0.0750 and [1.0870, 1.3810]."""
    plain = first_order(mass())
    assert plain.u == pytest.approx(0.0539, abs=5e-5)
    assert plain.interval == pytest.approx((1.1285, 1.3395), abs=5e-5)
    higher = first_order(mass(), order=2)
    assert higher.u == pytest.approx(0.0750, abs=5e-5)
    assert higher.interval == pytest.approx((1.0870, 1.3810), abs=1.1e-4)


@pytest.mark.parametrize(
    ("x1", "r", "plain", "second"),
    [
        (0.0, 0.0, 0.0, 5.0e-5),
        (0.010, 0.0, 1.0e-4, 1.12e-4),
        (0.050, 0.0, 5.0e-4, 5.02e-4),
        (0.0, 0.9, 0.0, 6.7e-5),
        (0.010, 0.9, 1.0e-4, 1.21e-4),
        (0.050, 0.9, 5.0e-4, 5.05e-4),
    ],
)
def test_comparison_loss(x1: float, r: float, plain: float, second: float) -> None:
    """JCGM 101, 9.4: where the first derivatives vanish only the next terms see any uncertainty."""
    found = first_order(microwave(x1, r))
    assert found.u == pytest.approx(plain, abs=5e-7)
    assert found.u_second == pytest.approx(second, abs=5.1e-7)
    assert found.shift_second == pytest.approx(5e-5)
    assert identifiers(found).get("first_vanishes") is (Status.FAIL if x1 == 0 else None)


def test_given_factor_and_what_it_claims() -> None:
    inputs = {"a": quantity(readings=[1.0, 1.2, 1.1, 1.3, 1.0])}
    found = first_order(measurement_model("y = a", inputs), factor=2)
    assert found.confidence == pytest.approx(0.8839, abs=1e-4)
    assert identifiers(found)["factor_too_sure"] is Status.WARN
    assert found.method.options["coverage"] == "factor"
    free = first_order(
        measurement_model("y = a", {"a": quantity(1.0, u=0.1, unit="1", degrees_of_freedom=50)}), factor=2
    )
    assert free.status is Status.OK
    assert identifiers(first_order(measurement_model("y = a", inputs)))["few_degrees"] is Status.WARN


def test_what_the_budget_says() -> None:
    inputs = {
        "a": quantity(readings=[5.0, 5.0, 5.0, None], resolution=0.5, unit="g"),
        "b": quantity(readings=[1.0, 1.2, 1.4], resolution=0.1),
        "c": quantity(2.0),
        "d": quantity(3.0, u=0.001),
        "e": quantity(1.0, u=0.1),
    }
    found = first_order(measurement_model("y = a + b * 0.001 + c + d * 0.001", inputs))
    assert identifiers(found) == {
        "linear": Status.OK,
        "no_unit": Status.WARN,
        "no_degrees": Status.OK,
        "constants": Status.OK,
        "unused_inputs": Status.WARN,
        "samples.missing_values": Status.WARN,
        "resolution_rules": Status.WARN,
        "resolution_fine": Status.OK,
        "budget_sum": Status.OK,
        "largest": Status.OK,
        "one_shape": Status.WARN,
    }
    assert all(check.sentence(language) for check in found.findings for language in LANGUAGES)
    assert found.inputs.missing == 1


def test_nothing_uncertain() -> None:
    found = first_order(measurement_model("y = a * 0", {"a": quantity(2.0)}))
    assert (found.u, found.relative_u, found.interval) == (0.0, None, (0.0, 0.0))
    assert identifiers(found)["no_uncertainty"] is Status.WARN
    assert found.to_dict()["degrees_of_freedom"] is None
    assert "0" in found.statement("en")


def test_what_cancels_is_not_without_uncertainty() -> None:
    inputs = {"a": quantity(0.0, u=1), "b": quantity(0.0, u=1)}
    found = first_order(measurement_model("y = a - b", inputs, correlations={("a", "b"): 1.0}))
    assert found.u == 0.0
    assert identifiers(found)["cancels"] is Status.WARN
    assert "no_uncertainty" not in identifiers(found)
    assert all(check.sentence(language) for check in found.findings for language in LANGUAGES)


def test_correlated_inputs_of_unequal_degrees() -> None:
    inputs = {"a": quantity(1.0, u=1, degrees_of_freedom=4), "b": quantity(1.0, u=1, degrees_of_freedom=9)}
    model = measurement_model("y = a + b", inputs, correlations={("a", "b"): 1.0})
    found = first_order(model)
    assert found.u == pytest.approx(2.0)
    assert found.degrees_of_freedom == pytest.approx(4)
    assert identifiers(found)["group_degrees"] is Status.WARN
    against = first_order(measurement_model("y = a - b", inputs, correlations={("a", "b"): 1.0}))
    assert against.u == pytest.approx(0.0, abs=1e-7)


def test_shares_with_correlations_add_up_and_may_be_negative() -> None:
    inputs = {"a": quantity(1.0, u=2), "b": quantity(1.0, u=1), "c": quantity(3.0, u=0.1)}
    model = measurement_model("y = a - b + c", inputs, correlations={("a", "b"): 0.9}, units={"y": "mg"})
    found = first_order(model)
    assert sum(line.percent for line in found.budget) == pytest.approx(100)
    assert min(line.percent for line in found.budget) < 0
    drawn = found.figure(language="fr")
    assert "Bilan d’incertitude" in drawn
    assert drawn.index(">a<") < drawn.index(">c<")
    assert "\N{NO-BREAK SPACE}%" in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_figure_and_statement(language: str) -> None:
    found = first_order(gauge_block(), confidence=0.99)
    drawn = found.figure(language=language, width=640)  # type: ignore[arg-type]
    assert drawn.count('class="c-bar"') == 9
    assert found.statement(language) in drawn  # type: ignore[arg-type]
    assert "93" in found.statement(language)  # type: ignore[arg-type]
    assert [row["name"] for row in found.rows()][:2] == ["l_s", "d"]


@pytest.mark.parametrize(
    ("equation", "identifier"),
    [
        ("y = 1 / a", "uncertainty.undefined"),
        ("y = log(a - 1)", "uncertainty.undefined"),
        ("y = sqrt(a)", "uncertainty.no_derivative"),
        ("y = abs(a) + b", "uncertainty.no_derivative"),
    ],
)
def test_where_the_law_does_not_apply(equation: str, identifier: str) -> None:
    model = measurement_model(equation, {"a": quantity(0.0, u=0.1), "b": quantity(1.0, u=0.1)}, file="m.yaml")
    with pytest.raises(Refused) as refused:
        first_order(model)
    found = refused.value.findings[0]
    assert (found.id, found.place.file, found.place.path) == (identifier, "m.yaml", "equations.y")
    assert found.arguments.get("inputs", "a") == "a"


def test_a_series_that_has_no_second_order() -> None:
    model = measurement_model("y = a**1.5 + b", {"a": quantity(0.0, u=0.1), "b": quantity(1.0, u=0.1)})
    assert identifiers(first_order(model))["series_fails"] is Status.WARN
    assert first_order(model).u_second is None
    with pytest.raises(Refused, match=r"uncertainty.no_second_order"):
        first_order(model, order=2)
    # its terms can take away more than there is
    wild = measurement_model("y = sin(a)", {"a": quantity(0.1, u=3.0)})
    assert first_order(wild).u_second is None


def test_correlations_where_derivatives_cancel() -> None:
    """The derivative by each input is defined only apart: a root of a difference that does not move."""
    inputs = {"a": quantity(1.0, u=0.1), "b": quantity(1.0, u=0.1)}
    with pytest.raises(Refused, match=r"uncertainty.no_derivative"):
        first_order(measurement_model("y = sqrt(a - b)", inputs, correlations={("a", "b"): 0.5}))


@pytest.mark.parametrize("size", [1e-200, 1e-70, 1e160])
def test_very_large_and_very_small_quantities(size: float) -> None:
    """No square of a contribution is taken where it could leave the range of numbers."""
    found, expected = (
        first_order(
            measurement_model(
                "y = a + 2 * b",
                {
                    name: quantity(value * unit, u=unit, degrees_of_freedom=9)
                    for name, value in (("a", 3.0), ("b", 4.0))
                },
                correlations={("a", "b"): 0.5},
            )
        )
        for unit in (size, 1.0)
    )
    assert found.u == pytest.approx(expected.u * size, rel=1e-12)
    assert found.u_second == pytest.approx(found.u, rel=1e-12)
    assert found.degrees_of_freedom == pytest.approx(9)
    assert [line.percent for line in found.budget] == pytest.approx([line.percent for line in expected.budget])
    inputs = {"a": quantity(3.0 * size, u=size), "b": quantity(4.0 * size, u=size)}
    drawn = monte_carlo(measurement_model("y = a + b", inputs), digits=1)
    assert drawn.u == pytest.approx(math.sqrt(2) * size, rel=0.03)
    assert drawn.stable
    assert drawn.figure()


def test_beyond_the_range_of_numbers() -> None:
    model = measurement_model("y = a**2", {"a": quantity(1e160, u=1e150)})
    with pytest.raises(Refused, match=r"uncertainty.undefined"):
        first_order(model)
    with pytest.raises(Refused, match=r"uncertainty.no_derivative"):
        first_order(measurement_model("y = 1 / a", {"a": quantity(1e-160, u=1e-170)}))


@pytest.mark.parametrize(
    "options", [{"factor": 0}, {"factor": math.inf}, {"order": 3}, {"confidence": 1.0}, {"rule": "x"}]
)
def test_wrong_options(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        first_order(gauge_block(), **options)  # type: ignore[arg-type]


@given(
    values=st.lists(st.floats(0.5, 5), min_size=3, max_size=3),
    us=st.lists(st.floats(0.001, 0.1), min_size=3, max_size=3),
    scale=st.floats(0.01, 100),
    shift=st.floats(-10, 10),
)
def test_scale_shift_and_order(values: list[float], us: list[float], scale: float, shift: float) -> None:
    """u scales with the measurand and does not mind where it starts, nor in which order the inputs stand."""
    inputs = {
        name: quantity(value, u=u, degrees_of_freedom=5) for name, value, u in zip("abc", values, us, strict=True)
    }
    plain = first_order(measurement_model("y = a * b / c", inputs))
    moved = first_order(measurement_model(f"y = {shift} + {scale} * (a * b / c)", dict(reversed(inputs.items()))))
    assert moved.u == pytest.approx(scale * plain.u, rel=1e-9)
    assert moved.degrees_of_freedom == pytest.approx(plain.degrees_of_freedom, rel=1e-6)
    assert {line.name: pytest.approx(line.percent) for line in plain.budget} == {
        line.name: line.percent for line in moved.budget
    }


@given(st.lists(st.tuples(st.floats(0.01, 100), st.floats(1, 100)), min_size=1, max_size=6))
def test_effective_degrees_lie_between_the_fewest_and_the_sum(parts: list[tuple[float, float]]) -> None:
    """GUM G.4.1: the effective degrees of freedom do not exceed the sum of the degrees of freedom."""
    u, degrees = zip(*parts, strict=True)
    found = welch_satterthwaite(u, degrees)
    assert min(degrees) * (1 - 1e-9) <= found <= sum(degrees) * (1 + 1e-9)


def test_coverage_rules() -> None:
    assert welch_satterthwaite([], []) == math.inf
    assert welch_satterthwaite([0.0, 0.0], [1, 2]) == math.inf
    assert welch_satterthwaite([1e-200, 1e-200], [3, 3]) == pytest.approx(6)
    assert coverage_factor(0.95, 0.5) == coverage_factor(0.95, 1)
    assert coverage_factor(0.95, 0.5, rule="interpolate") == coverage_factor(0.95, 1)
    assert coverage_factor(0.95, 4 * (1 - 1e-16)) == coverage_factor(0.95, 4)
    assert coverage_factor(0.95, math.inf) == pytest.approx(1.959964, abs=1e-6)
    assert confidence_of(coverage_factor(0.9, 7), 7) == pytest.approx(0.9)
    u, degrees = group_contributions(np.array([-1.0]), np.eye(1), np.array([3.0]), ())
    assert (u.tolist(), degrees.tolist()) == ([1.0], [3.0])


@pytest.mark.parametrize(
    ("number", "uncertainty", "shown"),
    [
        (838.23, 92.6, "838"),
        (1234.5, 1234.0, "1\u202f200"),
        (0.5, 0.0996, "0.50"),
        (0.5, 0.0994, "0.500"),
        (1.25e-20, 3.4e-21, "1.25\u00a0×\u00a010⁻²⁰"),
        (0.0, 3.4e-21, "0.0\u00a0×\u00a010⁻²¹"),
        (3.14159, 0.0, "3.14159"),
    ],
)
def test_rounding(number: float, uncertainty: float, shown: str) -> None:
    """GUM 7.2.6: at most two significant digits of the uncertainty, the estimate to the same place."""
    assert written(number, uncertainty, "en") == shown
