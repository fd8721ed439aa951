"""Equations: what is read, what it is worth, where it stops being one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Place, Refused, words
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty.expression import FUNCTIONS, MAXIMUM_DEPTH, is_name, parse

VALUES = {"a": 2.0, "b": 3.0, "x_1": 0.5, "θ": 0.25}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2", 8.0),
        ("(a + b) * 2", 10.0),
        ("a - b - 1", -2.0),
        ("a / b / 4", 2 / 3 / 4),
        ("-a**2", -4.0),
        ("a**-1", 0.5),
        ("2**3**2", 512.0),
        ("--a", 2.0),
        ("+a", 2.0),
        ("-a * b", -6.0),
        ("a**-b**2", 2.0**-9),
        ("2.5e-1 + .5 + 1.", 1.75),
        ("sqrt(a) + exp(θ) + log(b) + log10(b)", math.sqrt(2) + math.exp(0.25) + math.log(3) + math.log10(3)),
        ("sin(θ) + cos(θ) + tan(θ)", math.sin(0.25) + math.cos(0.25) + math.tan(0.25)),
        ("asin(θ) + acos(θ) + atan(θ)", math.asin(0.25) + math.acos(0.25) + math.atan(0.25)),
        ("atan2(a, -b) + abs(-x_1) + pi", math.atan2(2, -3) + 0.5 + math.pi),
        ("  a\n + b ", 5.0),
    ],
)
def test_value(text: str, value: float) -> None:
    assert float(parse(text).evaluate(VALUES)) == pytest.approx(value, rel=1e-15)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", " / ", "**"]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"abs({text})"),
    )


@given(st.recursive(st.sampled_from(["a", "b", "θ", "x_1"]), _larger, max_leaves=8))
def test_grouping_is_that_of_the_language(text: str) -> None:
    """Precedence and grouping are those of Python."""
    with np.errstate(all="ignore"):
        expected = eval(text, {"__builtins__": {}}, {"abs": abs, **{k: np.float64(v) for k, v in VALUES.items()}})
    assert float(parse(text).evaluate(VALUES)) == pytest.approx(float(expected), nan_ok=True)


@given(st.text(alphabet=st.sampled_from("ab12.+-*/(), eθ^@=") | st.characters(), max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        parse(text)
        findings = ()
    except Refused as refused:
        findings = refused.findings
    assert all(words(found, language) for found in findings for language in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "identifier", "position"),
    [
        ("__import__('os')", "uncertainty.bad_character", 12),
        ("a @ b", "uncertainty.bad_character", 3),
        ("a ^ 2", "uncertainty.caret", 3),
        ("a.real", "uncertainty.bad_character", 2),
        ("a[0]", "uncertainty.bad_character", 2),
        ("1,5 * a", "uncertainty.comma", 2),
        ("a b", "uncertainty.unexpected", 3),
        ("2 a", "uncertainty.unexpected", 3),
        ("2(a)", "uncertainty.unexpected", 2),
        (")", "uncertainty.unexpected", 1),
        ("f(a)", "uncertainty.unknown_function", 1),
        ("a +", "uncertainty.equation_ends", 4),
        ("", "uncertainty.equation_ends", 1),
        ("sqrt a", "uncertainty.sign_expected", 6),
        ("sqrt(a", "uncertainty.sign_expected", 7),
        ("atan2(a)", "uncertainty.sign_expected", 8),
        ("(a", "uncertainty.sign_expected", 3),
        ("1e999", "uncertainty.number_too_large", 1),
        ("(" * 50 + "a" + ")" * 50, "uncertainty.equation_too_deep", MAXIMUM_DEPTH + 1),
        ("-" * 50 + "a", "uncertainty.equation_too_deep", MAXIMUM_DEPTH + 1),
    ],
)
def test_refusals_name_the_character(text: str, identifier: str, position: int) -> None:
    with pytest.raises(Refused) as refused:
        parse(text, place=Place(file="m.yaml", line=3))
    found = refused.value.findings[0]
    assert (found.id, found.arguments["position"], found.place.line) == (identifier, position, 3)
    assert all(words(found, language) for language in LANGUAGES)


def test_long_sums_are_read_and_longer_texts_are_not() -> None:
    total = parse(" + ".join(["a"] * 1_000))
    assert float(total.evaluate({"a": 0.5})) == 500.0
    with pytest.raises(Refused, match=r"uncertainty.equation_too_long"):
        parse("a" * 5_000)


def test_arrays_are_followed_and_what_is_undefined_is_not_a_number() -> None:
    found = parse("log(a) / b").evaluate({"a": np.array([1.0, -1.0]), "b": 2.0})
    assert found[0] == 0.0
    assert np.isnan(found[1])
    assert np.isinf(parse("1 / a").evaluate({"a": 0.0}))
    assert parse("2 * 3").evaluate({}).shape == ()


def test_names() -> None:
    assert [is_name(text) for text in ("m", "كتلة", "ρ_1", "pi", "sqrt", "", "a b", "a\n")] == [
        True, True, True, False, False, False, False, False,
    ]  # fmt: skip
    assert not any(is_name(name) for name in FUNCTIONS)
