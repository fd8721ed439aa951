"""What counts as the same."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.validation import Comparisons

NUMBERS = st.floats(min_value=-1e6, max_value=1e6).filter(lambda value: abs(value) > 1e-3)


def made(method: str, *values: object, **options: object) -> object:
    comparisons = Comparisons()
    getattr(comparisons, method)("figure", *values, **options)
    return comparisons.made[0]


@given(NUMBERS, st.floats(min_value=1e-8, max_value=0.1))
def test_a_relative_tolerance_is_of_what_is_expected(value: float, tolerance: float) -> None:
    assert made("close", value * (1 + 0.9 * tolerance), value, relative=tolerance).passed  # type: ignore[attr-defined]
    assert not made("close", value * (1 + 1.2 * tolerance), value, relative=tolerance).passed  # type: ignore[attr-defined]


@given(NUMBERS, st.floats(min_value=1e-3, max_value=10))
def test_an_absolute_tolerance_is_as_it_stands(value: float, tolerance: float) -> None:
    assert made("close", value + 0.9 * tolerance, value, absolute=tolerance).passed  # type: ignore[attr-defined]
    assert not made("close", value - 1.1 * tolerance, value, absolute=tolerance).passed  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("obtained", "expected", "same"),
    [
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0, 2.5], [1.0, 2.0], False),
        ([1.0, 2.0], [1.0, 2.0, 3.0], False),
        (2.0, [2.0, 2.0], True),
        (np.array([2.0, 2.0]), 2.0, True),
        (0.0, 0.0, True),
        (1e-13, 0.0, True),
        (1e-9, 0.0, False),
        (None, 1.0, False),
        (float("nan"), 1.0, False),
        ([1.0, None], [1.0, 2.0], False),
        ([], [], True),
    ],
)
def test_numbers_and_lists(obtained: object, expected: object, same: bool) -> None:
    assert made("close", obtained, expected, relative=1e-9).passed is same  # type: ignore[attr-defined]


def test_how_far_it_is_off_is_kept() -> None:
    found = made("close", [1.0, 2.2], [1.0, 2.0], relative=0.01)
    assert (found.kind, found.tolerance, found.passed) == ("relative", 0.01, False)  # type: ignore[attr-defined]
    assert found.difference == pytest.approx(0.1)  # type: ignore[attr-defined]
    assert made("close", [1.0], [1.0, 2.0], absolute=1).difference is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", [{}, {"relative": 0.1, "absolute": 0.1}])
def test_one_tolerance_is_given(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="tolerance"):
        made("close", 1.0, 1.0, **given)


def test_a_mapping_has_fields() -> None:
    with pytest.raises(TypeError, match="field by field"):
        made("close", {"a": 1}, 1.0, relative=0.1)
    comparisons = Comparisons()
    comparisons.fields(SimpleNamespace(sd=2.0, mean=1.0), {"s": 2.0, "mean": 1.5}, relative=0.1, names={"s": "sd"})
    assert [(one.name, one.passed) for one in comparisons.made] == [("s", True), ("mean", False)]


@pytest.mark.parametrize(
    ("obtained", "least", "same"), [(10.0, 16, True), (10.001, 4, True), (10.001, 4.1, False), (None, 1, False)]
)
def test_leading_digits(obtained: float | None, least: float, same: bool) -> None:
    assert made("digits", obtained, 10.0, least).passed is same  # type: ignore[attr-defined]


def test_words_are_equal_or_not() -> None:
    assert made("equal", ("a", np.int64(2)), ["a", 2]).passed  # type: ignore[attr-defined]
    assert not made("equal", ("a",), ["b"]).passed  # type: ignore[attr-defined]
