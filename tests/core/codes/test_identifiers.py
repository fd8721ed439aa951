"""Identifiers of companies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.codes import validate_ice
from jawda.core.findings import Refused, words

ISOLATE, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
DIGITS = st.text("0123456789", min_size=15, max_size=15)


@given(DIGITS, st.lists(st.tuples(st.integers(0, 15), st.sampled_from([" ", "\u00a0", "\u202f", "\t"])), max_size=6))
def test_the_ice_has_15_digits_however_they_are_spaced(digits: str, spaces: list[tuple[int, str]]) -> None:
    """The identifiant commun de l'entreprise has 15 digits; whether a check digit exists is not published."""
    spaced = digits
    for position, space in spaces:
        spaced = spaced[:position] + space + spaced[position:]
    assert validate_ice(spaced) == digits


@pytest.mark.parametrize(
    ("text", "french", "arabic", "english"),
    [
        (
            "12345678",
            "l’ICE compte 15 chiffres\u00a0; il manque 7 chiffres.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ تنقص 7 أرقام.",
            "the ICE has 15 digits; 7 digits are missing.",
        ),
        (
            "12345678901234",
            "l’ICE compte 15 chiffres\u00a0; il manque 1 chiffre.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ ينقص رقم واحد.",
            "the ICE has 15 digits; 1 digit is missing.",
        ),
        (
            "1234567890123",
            "l’ICE compte 15 chiffres\u00a0; il manque 2 chiffres.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ ينقص رقمان.",
            "the ICE has 15 digits; 2 digits are missing.",
        ),
        (
            "",
            "l’ICE compte 15 chiffres\u00a0; il manque 15 chiffres.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ ينقص 15 رقما.",
            "the ICE has 15 digits; 15 digits are missing.",
        ),
        (
            "1234567890123456",
            "l’ICE compte 15 chiffres\u00a0; il y a 1 chiffre de trop.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ هناك رقم زائد.",
            "the ICE has 15 digits; there is 1 digit too many.",
        ),
        (
            "123456789012345678",
            "l’ICE compte 15 chiffres\u00a0; il y a 3 chiffres de trop.",
            "يتكون التعريف الموحد للمقاولة من 15 رقما؛ هناك 3 أرقام زائدة.",
            "the ICE has 15 digits; there are 3 digits too many.",
        ),
    ],
)
def test_the_refusal_counts_what_is_missing_or_too_many(text: str, french: str, arabic: str, english: str) -> None:
    with pytest.raises(Refused) as refused:
        validate_ice(text)
    (finding,) = refused.value.findings
    in_arabic = words(finding, "ar").replace(ISOLATE, "").replace(POP, "")
    assert (words(finding, "fr"), in_arabic, words(finding, "en")) == (french, arabic, english)


@pytest.mark.parametrize(
    "text", ["12345678900001A", "١٢٣٤٥٦٧٨٩٠٠٠٠١٢", "１23456789000012", "123-456-789", "²23456789000012"]
)
def test_anything_but_the_digits_0_to_9_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        validate_ice(text)
    assert [finding.id for finding in refused.value.findings] == ["codes.ice_not_digits"]
