"""Identifiers of companies: their form only, for no register is asked."""

from __future__ import annotations

from typing import Final

from jawda.core.findings import Finding, Refused

ICE_DIGITS: Final = 15


def validate_ice(text: str) -> str:
    """The *identifiant commun de l'entreprise* of Morocco, without its spaces: 15 digits, 0 to 9.

    Spaces of any kind are accepted. No check digit is computed: none is published that the known numbers satisfy.
    ``Refused`` says how many digits are missing or too many.

    >>> validate_ice("123 456 789 0000 12")
    '123456789000012'
    """
    digits = "".join(text.split())
    if not all(letter in "0123456789" for letter in digits):
        raise Refused([Finding(id="codes.ice_not_digits")])
    difference = len(digits) - ICE_DIGITS
    if difference:
        name = "codes.ice_too_short" if difference < 0 else "codes.ice_too_long"
        raise Refused([Finding(id=name, arguments={"count": abs(difference), "expected": ICE_DIGITS})])
    return digits
