"""Numbers as people type them and as the platform writes them; ``float`` alone takes too much and too little."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.languages import LANGUAGES, Language
from jawda.core.typed_numbers import LONGEST, NotANumber, exact, parsed
from jawda.foundation.ui import formats


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1\N{NARROW NO-BREAK SPACE}200", 1200.0), ("1\N{NO-BREAK SPACE}200,5", 1200.5), ("1 200.5", 1200.5),
        ("1'200", 1200.0), ("٣٫٥", 3.5), ("١٬٢٠٠", 1200.0), ("\N{MINUS SIGN}4", -4.0), ("+4", 4.0), (".5", 0.5),
        ("5,", 5.0), ("1E3", 1000.0), ("2e-05", 2e-05), ("", None), (" \t", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_typed(typed: str, value: float | None) -> None:
    assert parsed(typed) == value
    assert exact(typed) == (None if value is None else Decimal(repr(value)))


@pytest.mark.parametrize(
    "typed", ["1_000", "douze", "nan", "inf", "Infinity", "1e9999", "1,2,3", "1.000,5", "--1", "0x10", "1 mm", "=1+1",
              "9" * (LONGEST + 1), "\0"]
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_beginning(typed: str) -> None:
    for read in (parsed, exact):
        with pytest.raises(NotANumber) as told:
            read(typed)
        assert str(told.value) == typed[:LONGEST]


def test_what_no_float_holds_is_refused_and_an_amount_keeps_it() -> None:
    with pytest.raises(NotANumber):
        parsed("1e999")
    assert exact("1e999") == Decimal("1e999")
    assert exact("0,10") == Decimal("0.10")


@given(st.floats(min_value=-1e12, max_value=1e12), st.sampled_from(LANGUAGES))
def test_what_the_platform_writes_is_read_again(value: float, language: Language) -> None:
    """The very number that was written: its digits as people type them, three after the comma, half to even."""
    written = Decimal(str(value)).quantize(Decimal("0.001"), rounding=ROUND_HALF_EVEN)
    assert parsed(formats.number(value, language, 3)) == float(written)
    assert exact(formats.number(value, language, 3)) == written
