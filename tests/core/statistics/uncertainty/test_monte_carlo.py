"""The Monte Carlo method against the examples of JCGM 101 and against the law of propagation."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.statistics.uncertainty.models import gauge_block_distributions, impedance, mass, microwave

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.uncertainty import compare, first_order, measurement_model, monte_carlo, quantity, validate
from jawda.core.statistics.uncertainty.monte_carlo import BLOCK, MonteCarlo, coverage_interval, numerical_tolerance

FOUR_NORMAL = measurement_model("y = a + b + c + d", {name: quantity(0.0, u=1) for name in "abcd"})
FOUR_RECTANGLES = measurement_model("y = a + b + c + d", {n: quantity(0.0, half_width=math.sqrt(3)) for n in "abcd"})


def identifiers(result: MonteCarlo) -> dict[str, Status]:
    return {check.id.removeprefix("uncertainty."): check.status for check in result.findings}


@pytest.mark.parametrize(("model", "half"), [(FOUR_NORMAL, 3.91992796908), (FOUR_RECTANGLES, 3.87940674135)])
def test_additive_model(model: object, half: float) -> None:
    """JCGM 101, 9.2: sums of four normal, and of four rectangular, quantities of unit variance."""
    found = monte_carlo(model, trials=1_000_000)  # type: ignore[arg-type]
    assert found.u == pytest.approx(2.0, abs=0.01)
    assert found.interval == pytest.approx((-half, half), abs=0.01)
    assert found.value == pytest.approx(0.0, abs=0.01)
    assert found.median == pytest.approx(0.0, abs=0.02)


def test_mass_calibration() -> None:
    """JCGM 101, table 6: 1.2341, 0.0754, shortest interval [1.0834, 1.3825], stable to 0.0005."""
    found = monte_carlo(mass(), interval="shortest")
    assert (found.stable, found.tolerance) == (True, 0.0005)
    assert found.value == pytest.approx(1.2341, abs=0.0005)
    assert found.u == pytest.approx(0.0754, abs=0.0005)
    assert found.interval == pytest.approx((1.0834, 1.3825), abs=0.003)
    comparison = validate(mass(), interval="shortest", trials=200_000)
    assert not comparison.validated
    assert validate(mass(), order=2, interval="shortest", digits=1, trials=200_000).validated


@pytest.mark.parametrize(
    ("x1", "r", "mean", "u", "high"),
    [
        (0.0, 0.0, 5.0e-5, 5.0e-5, 1.50e-4),
        (0.010, 0.0, 1.5e-4, 1.12e-4, 3.67e-4),
        (0.050, 0.0, 2.55e-3, 5.02e-4, 3.54e-3),
        (0.0, 0.9, 5.0e-5, 6.7e-5, 1.85e-4),
        (0.010, 0.9, 1.5e-4, 1.20e-4, 3.98e-4),
        (0.050, 0.9, 2.55e-3, 5.05e-4, 3.55e-3),
    ],
)
def test_comparison_loss(x1: float, r: float, mean: float, u: float, high: float) -> None:
    """JCGM 101, 9.4: the interval stays where the quantity can be, and the mean is shifted by the curvature."""
    found = monte_carlo(microwave(x1, r), trials=400_000, interval="shortest")
    assert found.value == pytest.approx(mean, rel=0.01)
    assert found.u == pytest.approx(u, rel=0.012)
    assert found.interval[1] == pytest.approx(high, rel=0.02)
    assert found.interval[0] >= 0


def test_gauge_block() -> None:
    """JCGM 101, 9.5: 838 nm, u = 36 nm and about [745, 932] at 99 %."""
    found = monte_carlo(gauge_block_distributions(), trials=1_000_000, confidence=0.99)
    assert round(found.value) == 838
    assert round(found.u) == 36
    assert found.interval == pytest.approx((745, 932), abs=1.5)


def test_joint_readings_are_drawn_together() -> None:
    """JCGM 101, 6.4.9: each mean of five readings follows Student's t with four degrees of freedom."""
    model = impedance()
    found = monte_carlo(model, output="R", trials=400_000)
    plain = first_order(model, output="R")
    assert found.u == pytest.approx(plain.u * math.sqrt(2), rel=0.05)
    assert found.interval == pytest.approx(plain.interval, abs=0.05 * plain.U)


def test_correlated_rectangles_are_drawn_as_normal_and_said_so() -> None:
    inputs = {"a": quantity(0.0, half_width=1.0), "b": quantity(0.0, half_width=1.0), "c": quantity(1.0)}
    found = monte_carlo(measurement_model("y = a - b", inputs, correlations={("a", "b"): 1.0}), trials=5_000)
    assert found.u == pytest.approx(0.0, abs=1e-7)
    assert identifiers(found)["correlated_as_normal"] is Status.WARN


@pytest.mark.parametrize("together", [False, True])
def test_too_few_degrees_have_no_deviation(together: bool) -> None:
    """JCGM 101, 6.4.9.4: Student's t has a variance only for more than two degrees of freedom."""
    inputs = {"a": quantity(readings=[1.0, 1.5, 1.2]), "b": quantity(readings=[2.0, 2.2, 2.5])}
    model = measurement_model("y = a + b", inputs, paired=[("a", "b")] if together else ())
    found = monte_carlo(model, trials=5_000)
    assert identifiers(found)["no_variance"] is Status.WARN
    assert all(check.sentence(language) for check in found.findings for language in LANGUAGES)


def test_undefined_trials_are_counted() -> None:
    model = measurement_model("y = sqrt(a)", {"a": quantity(1.0, u=0.5)}, file="m.yaml")
    found = monte_carlo(model, trials=20_000)
    assert found.trials == 20_000
    assert found.failed_trials == pytest.approx(20_000 * 0.0228, rel=0.2)
    assert sum(found.counts) <= found.trials - found.failed_trials
    assert identifiers(found)["failed_trials"] is Status.FAIL
    for trials in (5_000, None):
        with pytest.raises(Refused) as refused:
            monte_carlo(measurement_model("y = log(a)", {"a": quantity(-9.0, u=0.1)}, file="m.yaml"), trials=trials)
        assert (refused.value.findings[0].id, refused.value.findings[0].place.file) == (
            "uncertainty.no_trial",
            "m.yaml",
        )


def test_adaptive_procedure_stops_at_its_limit() -> None:
    found = monte_carlo(FOUR_NORMAL, digits=3, most_trials=30_000)
    assert (found.stable, found.trials, found.tolerance) == (False, 30_000, 0.005)
    assert identifiers(found)["not_stable"] is Status.WARN
    assert monte_carlo(FOUR_NORMAL, digits=1).stable


def test_a_constant_measurand() -> None:
    found = monte_carlo(measurement_model("y = 2 * 3", {"a": quantity(1.0, u=0.1)}))
    assert (found.value, found.u, found.coverage_factor, found.interval) == (6.0, 0.0, None, (6.0, 6.0))
    assert found.stable
    assert found.counts == (found.trials,)
    assert found.figure()
    zero = monte_carlo(measurement_model("y = 0 * a", {"a": quantity(1.0, u=0.1)}), trials=1_000)
    assert (zero.relative_u, zero.counts) == (None, (1_000,))


def test_seeds() -> None:
    one, other = monte_carlo(mass(), trials=70_000, seed=4), monte_carlo(mass(), trials=70_000, seed=4)
    assert one.trials > BLOCK
    assert one.to_dict() == other.to_dict()
    assert monte_carlo(mass(), trials=70_000, seed=5).value != one.value
    generated = monte_carlo(mass(), trials=70_000, seed=np.random.default_rng(4))
    assert generated.value == one.value
    assert generated.method.options["seed"] is None


@pytest.mark.parametrize(
    "options",
    [{"trials": 10}, {"most_trials": 10}, {"digits": 0}, {"confidence": 0}, {"interval": "longest"}, {"trials": 10**9}],
)
def test_wrong_options(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        monte_carlo(mass(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figure(language: str) -> None:
    found = monte_carlo(microwave(0.0), trials=50_000)
    drawn = found.figure(language=language)  # type: ignore[arg-type]
    assert drawn.count('class="c-bar"') == 60
    assert drawn.count('class="c-limit"') == 2
    assert "×\N{NO-BREAK SPACE}10⁻⁶" in drawn
    assert found.statement(language) in drawn  # type: ignore[arg-type]
    assert len(found.rows()) == 60
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["degrees_of_freedom"] is None


@pytest.mark.parametrize(
    ("u", "digits", "tolerance"), [(35.1, 2, 0.5), (35.1, 1, 5.0), (0.0754, 2, 0.0005), (9.96, 2, 0.5), (0.0, 2, 0.0)]
)
def test_numerical_tolerance(u: float, digits: int, tolerance: float) -> None:
    """JCGM 101, 7.9.2: half a unit of the last significant digit, with the guide's own examples."""
    assert numerical_tolerance(u, digits) == tolerance


@settings(max_examples=30)
@given(st.lists(st.floats(-100, 100), min_size=20, max_size=60), st.floats(0.5, 0.99))
def test_the_shortest_interval_is_the_shortest(values: list[float], confidence: float) -> None:
    ordered = np.sort(np.array(values))
    low, high = coverage_interval(ordered, confidence, "shortest")
    left, right = coverage_interval(ordered, confidence, "symmetric")
    assert high - low <= right - left + 1e-12
    for ends in ((low, high), (left, right)):
        assert ((ordered >= ends[0]) & (ordered <= ends[1])).sum() >= math.floor(confidence * len(ordered))


def test_linear_normal_models_are_validated() -> None:
    """JCGM 101, 8.1 and 9.2.2: for a linear model of normal quantities both intervals agree."""
    found = validate(FOUR_NORMAL, digits=1)
    assert found.validated
    assert found.findings[0].status is Status.OK
    assert found.tolerance == 0.5
    assert [row["method"] for row in found.rows()] == ["first_order", "monte_carlo"]
    assert "Possible values" in found.figure(language="en")
    assert json.dumps(found.to_dict(), allow_nan=False)
    assert all(found.findings[0].sentence(language) for language in LANGUAGES)


def test_only_like_is_compared() -> None:
    first = first_order(FOUR_NORMAL)
    with pytest.raises(ValueError, match=r"same measurand"):
        compare(first, monte_carlo(FOUR_NORMAL, confidence=0.99, trials=1_000))
    with pytest.raises(ValueError, match=r"same measurand"):
        compare(first, monte_carlo(measurement_model("z = a", {"a": quantity(1.0, u=1)}), trials=1_000))


def test_the_axis_of_a_ratio_has_no_unit() -> None:
    drawn = {
        unit: monte_carlo(
            measurement_model("y = a", {"a": quantity(1.0, u=0.1, unit=unit)}, units={"y": unit}), trials=5_000
        ).figure(language="en")
        for unit in ("1", "mm")
    }
    assert ">y<" in drawn["1"]
    assert ">y mm<" in drawn["mm"]
