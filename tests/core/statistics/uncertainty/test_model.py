"""Models: names, order, correlations, readings taken together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.core.statistics.uncertainty.models import impedance

from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty import first_order, measurement_model, quantity

A, B = quantity(2.0, u=0.1), quantity(3.0, u=0.2)


def refused(*arguments: object, **options: object) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as found:
        measurement_model(*arguments, **options)  # type: ignore[arg-type]
    assert all(words(one, language) for one in found.value.findings for language in LANGUAGES)
    return [(one.id.removeprefix("uncertainty."), one.place.path) for one in found.value.findings]


def test_definitions_and_earlier_equations_are_known_to_later_ones() -> None:
    model = measurement_model({"y": "s + 1", "z": "y * a"}, {"a": A, "b": B}, definitions={"s": "a + b"})
    found = model.evaluate({"a": np.array([1.0, 2.0]), "b": 3.0})
    assert {name: values.tolist() for name, values in found.items()} == {"y": [5.0, 6.0], "z": [5.0, 12.0]}
    assert model.unused() == ()
    assert measurement_model("y = a", {"a": A, "b": B}).unused() == ("b",)


def test_correlations_of_readings_are_those_of_their_means() -> None:
    """GUM 5.2.3 and H.2: correlation coefficients of the three means."""
    model = impedance()
    assert model.correlation[0, 1] == pytest.approx(-0.355311219818, rel=1e-10)
    assert model.correlation[0, 2] == pytest.approx(0.85762421084, rel=1e-10)
    assert model.correlation[1, 2] == pytest.approx(-0.645111217689, rel=1e-10)
    assert model.groups == ((0, 1, 2),)
    root = model.root()
    u = model.uncertainties
    assert root @ root.T == pytest.approx(model.correlation * np.outer(u, u), rel=1e-12)


def test_incomplete_pairs_are_left_out_and_counted() -> None:
    inputs = {
        "a": quantity(readings=[1.0, 2.0, 4.0, None, None]),
        "b": quantity(readings=[1.0, None, 3.0, 7.0, None]),
    }
    model = measurement_model("y = a + b", inputs, paired=[("a", "b")])
    assert [(one.reason, one.count, one.rows) for one in model.excluded] == [("incomplete pair", 2, (2, 4))]
    assert (model.quantities["a"].value, model.quantities["a"].degrees_of_freedom) == (2.5, 1.0)
    assert model.inputs(None).missing == 4
    assert model.correlation[0, 1] == pytest.approx(1.0)
    identifiers = [check.id for check in first_order(model).findings]
    assert "uncertainty.incomplete_pairs" in identifiers


def test_groups_are_joined_through_others() -> None:
    inputs = {name: quantity(1.0, u=0.1) for name in "abcde"}
    model = measurement_model("y = a + b + c + d + e", inputs, correlations={("a", "c"): 0.5, ("c", "e"): 0.1})
    assert model.groups == ((0, 2, 4),)


@pytest.mark.parametrize(
    ("equations", "inputs", "options", "faults"),
    [
        ("a + b", {"a": A, "b": B}, {}, [("no_left_side", "equations")]),
        ("y = a +", {"a": A}, {}, [("equation_ends", "equations.y")]),
        ("y = a + c", {"a": A}, {}, [("unknown_name", "equations.y")]),
        ({"y": "z", "z": "a"}, {"a": A}, {}, [("unknown_name", "equations.y")]),
        ("a = a", {"a": A}, {}, [("name_twice", "equations.a")]),
        ("y = a", {"a": A}, {"definitions": {"y": "a"}}, [("name_twice", "equations.y")]),
        ("1y = a", {"a": A}, {}, [("bad_name", "equations.1y")]),
        ("y = a", {"a": A, "sin": B}, {}, [("bad_name", "inputs.sin")]),
        ({}, {"a": A}, {}, [("no_equation", "equations")]),
        ("y = 1", {}, {}, [("no_input", "inputs")]),
        ("y = a", {"a": A}, {"correlations": {("a", "c"): 0.1}}, [("unknown_name", "correlations[1]")]),
        ("y = a", {"a": A}, {"correlations": {("a", "a"): 0.1}}, [("correlation_twice", "correlations[1]")]),
        (
            "y = a + b",
            {"a": A, "b": B},
            {"correlations": {("a", "b"): 0.1, ("b", "a"): 0.2}},
            [("correlation_twice", "correlations[2]")],
        ),
        ("y = a + b", {"a": A, "b": B}, {"correlations": {("a", "b"): 1.1}}, [("bad_correlation", "correlations[1]")]),
        (
            "y = a + b",
            {"a": A, "b": B},
            {"correlations": {("a", "b"): math.nan}},
            [("bad_correlation", "correlations[1]")],
        ),
        ("y = a + b", {"a": A, "b": B}, {"paired": [("a", "b")]}, [("bad_pair", "paired[1]")]),
        ("y = a", {"a": quantity(readings=[1, 2])}, {"paired": [("a",)]}, [("bad_pair", "paired[1]")]),
        (
            "y = a + b",
            {"a": quantity(readings=[1, 2]), "b": quantity(readings=[1, 2, 3])},
            {"paired": [("a", "b")]},
            [("bad_pair", "paired[1]")],
        ),
        (
            "y = a + b",
            {"a": quantity(readings=[1, 2, None]), "b": quantity(readings=[None, 2, 3])},
            {"paired": [("a", "b")]},
            [("few_pairs", "paired[1]")],
        ),
        (
            "y = a + b",
            {"a": quantity(readings=[1, 1, 2]), "b": quantity(readings=[1, 2, None])},
            {"paired": [("a", "b")]},
            [("equal_readings", "inputs.a")],
        ),
    ],
)
def test_faults_have_their_path(
    equations: object, inputs: object, options: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(equations, inputs, **options) == faults


def test_correlations_that_cannot_be_true_together() -> None:
    inputs = {name: quantity(1.0, u=0.1) for name in "abc"}
    pairs = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}
    assert refused("y = a + b + c", inputs, correlations=pairs) == [("impossible_correlations", "correlations")]
    whole = {("a", "b"): 1.0, ("b", "c"): 1.0, ("a", "c"): 1.0}
    assert measurement_model("y = a + b + c", inputs, correlations=whole).groups == ((0, 1, 2),)


def test_size_is_bounded() -> None:
    many = {f"x{index}": A for index in range(201)}
    assert refused("y = x1", many) == [("too_many", "inputs")]
    equations = {f"y{index}": "a" for index in range(101)}
    assert refused(equations, {"a": A}) == [("too_many", "equations")]
    long = {f"y{index}": "a" + " * a" * 900 for index in range(12)}
    assert refused(long, {"a": A}) == [("too_much", "equations")]
    wide = {f"x{index}": A for index in range(200)}
    assert refused({f"y{index}": "x1" + " * x2" * 400 for index in range(4)}, wide) == [("too_much", "equations")]


def test_which_measurand() -> None:
    model = measurement_model({"y": "a", "z": "2 * a"}, {"a": A})
    assert model.choose("z") == "z"
    with pytest.raises(Refused, match=r"uncertainty.several_measurands"):
        model.choose(None)
    with pytest.raises(ValueError, match=r"no equation for q"):
        model.choose("q")
