"""D-SI texts as people write them (D-SI, after the SI brochure, 5: symbols, products, quotients and powers)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials.calibration.units import Unit, shown_unit, unit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\degreecelsius", "°C"),
        (r"\kilo\gram", "kg"),
        (r"\metre\second\tothe{-1}", "m·s⁻¹"),
        (r"\milli\volt\per\kelvin", "mV/K"),
        (r"\joule\per\kilo\gram\kelvin", "J/(kg·K)"),
        (r"\kelvin\tothe{1/2}", "K¹ᐟ²"),
        (r"\metre\tothe{0.5}", "m⁰·⁵"),
        (r"\percent", "%"),
        (r"\micro\ohm", "µΩ"),
        (r"\decibel", "dB"),
        (r" \one ", ""),
        ("", ""),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert shown_unit(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "mm", r"\furlong", r"\kilo", r"\kilo\kilo\gram", r"\per\metre", r"\metre\per", r"\metre\per\second\per\second",
        r"\tothe{2}", r"\metre\tothe", r"\metre\tothe{}", r"\metre\tothe{x}", r"\metre\tothe{1/0}",
        r"\metre\tothe{2}\tothe{2}",
        r"\kilo\tothe{2}\gram", r"\metre{2}", r"\metre x", r"x\metre", r"\metre" * 40,
    ],
)  # fmt: skip
def test_what_is_not_understood_is_shown_as_it_stands(text: str) -> None:
    assert unit(text) == Unit(text, None)


def test_dimensions() -> None:
    """SI brochure, table 4: the derived units in base units."""
    same = [
            (r"\newton", r"\kilo\gram\metre\second\tothe{-2}"), (r"\pascal", r"\newton\per\metre\tothe{2}"),
            (r"\volt", r"\watt\per\ampere"), (r"\ohm", r"\volt\per\ampere"), (r"\degreecelsius", r"\kelvin"),
            (r"\joule", r"\newton\metre"), (r"\farad", r"\coulomb\per\volt"), (r"\siemens", r"\ampere\per\volt"),
            (r"\tesla", r"\weber\per\metre\tothe{2}"), (r"\henry", r"\weber\per\ampere"), (r"\bar", r"\pascal"),
            (r"\litre", r"\metre\tothe{3}"), (r"\hertz", r"\one\per\second"), (r"\watt", r"\joule\per\second"),
    ]  # fmt: skip
    for one, other in same:
        assert unit(one).dimension == unit(other).dimension is not None
    assert unit(r"\percent").dimension == unit(r"\volt\per\milli\volt").dimension == ()
    assert unit(r"\metre\tothe{1/2}").dimension == (("L", Fraction(1, 2)),)
    assert unit(r"\decibel\per\metre").dimension is None
    assert unit(r"\degree").dimension != unit(r"\percent").dimension


@given(st.text(alphabet="\\pertohmkilgsc{}-12/ ", max_size=40))
def test_any_text_is_shown(text: str) -> None:
    assert isinstance(shown_unit(text), str)
