"""Units of accredited ranges: equal, or the same unit with another SI prefix; anything else cannot be compared here.

Nothing is converted between units of different names: °C and K, bar and Pa are left to whoever reads the scope.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

#: Units that take prefixes (SI brochure, 9th edition, 3 and tables 4, 8), by the symbols that scopes use.
_PREFIXED: Final = frozenset({
    "m", "g", "s", "A", "K", "mol", "cd", "rad", "sr", "Hz", "N", "Pa", "J", "W", "C", "V", "F", "Ω", "S", "Wb", "T",
    "H", "lm", "lx", "Bq", "Gy", "Sv", "kat", "l", "L", "bar", "eV", "N·m", "VA", "Np",
})  # fmt: skip
_POWERS: Final = {
    "Q": 30, "R": 27, "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "": 0,
    "d": -1, "c": -2, "m": -3, "µ": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24, "r": -27, "q": -30,
}  # fmt: skip
#: The same letters by other code points and spellings: Greek mu, ohm sign, litre, multiplication dots.
_SPELLINGS: Final = str.maketrans({"μ": "µ", "\u2126": "Ω", "⋅": "·", "∙": "·", "*": "·"})


@lru_cache(maxsize=4096)
def factor(unit: str, other: str) -> Fraction | None:
    """By what a value in ``unit`` is multiplied to be one in ``other``; None where that is not known.

    >>> factor("mm", "µm"), factor("°C", "K"), factor("µg/L", "µg/L")
    (Fraction(1000, 1), None, Fraction(1, 1))
    """
    unit, other = (text.strip().translate(_SPELLINGS) for text in (unit, other))
    if unit == other and unit:
        return Fraction(1)
    first, second = _parts(unit), _parts(other)
    if first is None or second is None or first[1] != second[1]:
        return None
    return Fraction(10) ** (first[0] - second[0])


def _parts(unit: str) -> tuple[int, str] | None:
    """Power of ten and unit without prefix. A unit's own symbol goes first: ``cd`` is a candela, ``Pa`` a pascal."""
    if unit in _PREFIXED:
        return 0, _litre(unit)
    for length in (2, 1):
        prefix, rest = unit[:length], unit[length:]
        if prefix in _POWERS and rest in _PREFIXED:
            return _POWERS[prefix], _litre(rest)
    return None


def _litre(unit: str) -> str:
    return "L" if unit == "l" else unit
