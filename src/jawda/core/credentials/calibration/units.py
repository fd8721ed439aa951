r"""Units of D-SI texts as people write them: ``\kilo\gram\metre\tothe{-1}`` is ``kg·m⁻¹``.

A text is a product of units with prefix and power, or two such products with ``\per`` between (D-SI, after BIPM's
brochure and the LaTeX package siunitx). What is not understood is shown as it stands; nothing is converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

_PREFIXES: Final = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n",
    "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k",
    "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R",
    "quetta": "Q", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi", "exbi": "Ei", "zebi": "Zi",
    "yobi": "Yi",
}  # fmt: skip
#: Symbol, and the dimension: exponents of length, mass, time, current, temperature, amount, luminous intensity, and
#: angle, which SI counts as none but which tells an angle from a ratio. None where it is not a fixed one.
_UNITS: Final[dict[str, tuple[str, str | None]]] = {
    "metre": ("m", "L"), "meter": ("m", "L"), "gram": ("g", "M"), "second": ("s", "T"), "ampere": ("A", "I"),
    "kelvin": ("K", "Θ"), "mole": ("mol", "N"), "candela": ("cd", "J"), "one": ("1", ""), "hertz": ("Hz", "T-1"),
    "newton": ("N", "L M T-2"), "pascal": ("Pa", "L-1 M T-2"), "joule": ("J", "L2 M T-2"),
    "watt": ("W", "L2 M T-3"), "coulomb": ("C", "T I"), "volt": ("V", "L2 M T-3 I-1"),
    "farad": ("F", "L-2 M-1 T4 I2"), "ohm": ("Ω", "L2 M T-3 I-2"), "siemens": ("S", "L-2 M-1 T3 I2"),
    "weber": ("Wb", "L2 M T-2 I-1"), "tesla": ("T", "M T-2 I-1"), "henry": ("H", "L2 M T-2 I-2"),
    "degreecelsius": ("°C", "Θ"), "lumen": ("lm", "J"), "lux": ("lx", "L-2 J"), "becquerel": ("Bq", "T-1"),
    "sievert": ("Sv", "L2 T-2"), "gray": ("Gy", "L2 T-2"), "katal": ("kat", "T-1 N"), "minute": ("min", "T"),
    "hour": ("h", "T"), "day": ("d", "T"), "astronomicalunit": ("au", "L"), "degree": ("°", "A"),
    "arcminute": ("′", "A"), "arcsecond": ("″", "A"), "radian": ("rad", "A"), "steradian": ("sr", "A2"),
    "hectare": ("ha", "L2"), "litre": ("L", "L3"), "liter": ("L", "L3"), "tonne": ("t", "M"), "dalton": ("Da", "M"),
    "electronvolt": ("eV", "L2 M T-2"), "neper": ("Np", None), "bel": ("B", None), "decibel": ("dB", None),
    "percent": ("%", ""), "ppm": ("ppm", ""), "bar": ("bar", "L-1 M T-2"), "mmHg": ("mmHg", "L-1 M T-2"),
    "angstrom": ("Å", "L"), "nauticalmile": ("M", "L"), "knot": ("kn", "L T-1"), "barn": ("b", "L2"),
    "byte": ("B", None), "bit": ("bit", None), "clight": ("c", "L T-1"), "planckbar": ("ħ", "L2 M T-1"),
    "electronmass": ("mₑ", "M"), "elementarycharge": ("e", "T I"), "bohr": ("a₀", "L"), "hartree": ("Eₕ", "L2 M T-2"),
}  # fmt: skip
_PART: Final = re.compile(r"\\([A-Za-z]+)(?:\{([+-]?\d{1,3}(?:\.\d{1,3}|/[1-9]\d?)?)\})?", re.ASCII)
_PER: Final = re.compile(r"\\per(?![A-Za-z])")
_RAISED: Final = str.maketrans("+-0123456789/.", "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᐟ·")
_LONGEST: Final = 200
_TERM: Final = re.compile(r"([A-ZΘ])(-?\d+)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is shown, and its dimension as exponents by letter; None where it is not known."""

    shown: str
    dimension: tuple[tuple[str, Fraction], ...] | None


@dataclass(frozen=True, slots=True)
class _Factor:
    """A unit with prefix, and the power it is raised to as it is written."""

    symbol: str
    dimension: str | None
    power: str = ""

    @property
    def shown(self) -> str:
        return self.symbol + self.power.translate(_RAISED)

    def exponents(self) -> dict[str, Fraction]:
        power = Fraction(self.power or 1)
        return {letter: power * int(number or 1) for letter, number in _TERM.findall(self.dimension or "")}


@lru_cache(maxsize=2048)
def unit(text: str) -> Unit:
    r"""A D-SI text understood; what is none is shown as it stands.

    >>> unit(r"\degreecelsius").shown, unit(r"\kilo\gram\metre\tothe{-3}").shown, unit(r"\micro\metre\per\metre").shown
    ('°C', 'kg·m⁻³', 'µm/m')
    >>> unit("furlong")
    Unit(shown='furlong', dimension=None)
    """
    parts = _PER.split(text) if len(text) <= _LONGEST else []
    products = [product for part in parts if (product := _product(part.strip()))]
    if not 1 <= len(products) <= 2 or len(products) != len(parts):
        return Unit(text, None)
    shown = ["·".join(factor.shown for factor in product) for product in products]
    if len(products[-1]) > 1 and len(shown) == 2:
        shown[1] = f"({shown[1]})"
    if any(factor.dimension is None for product in products for factor in product):
        return Unit("/".join(shown), None)
    total: dict[str, Fraction] = {}
    for sign, product in zip((1, -1), products, strict=False):
        for factor in product:
            for letter, exponent in factor.exponents().items():
                total[letter] = total.get(letter, Fraction(0)) + sign * exponent
    return Unit("/".join(shown), tuple(sorted((letter, power) for letter, power in total.items() if power)))


def shown_unit(text: str) -> str:
    r"""As people write it; nothing for the number one.

    >>> shown_unit(r"\one"), shown_unit(r"\percent")
    ('', '%')
    """
    found = unit(text).shown
    return "" if found == "1" else found


def _product(text: str) -> list[_Factor]:
    """The factors; none where a part is no unit."""
    found: list[_Factor] = []
    prefix = ""
    place = 0
    for part in _PART.finditer(text):
        if part.start() != place:
            return []
        place, name, power = part.end(), part[1], part[2]
        if power is not None:
            if name != "tothe" or prefix or not found or found[-1].power:
                return []
            found[-1] = replace(found[-1], power=power)
        elif name in _UNITS:
            found.append(_Factor(prefix + _UNITS[name][0], _UNITS[name][1]))
            prefix = ""
        elif name in _PREFIXES and not prefix:
            prefix = _PREFIXES[name]
        else:
            return []
    return found if place == len(text) and not prefix else []
