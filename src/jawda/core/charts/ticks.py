"""Round ticks for an axis, and the words that stand beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from jawda.core.languages import Language

#: No axis of ours goes beyond; past it a double no longer tells neighbouring ticks apart.
LARGEST: Final = 1e15
_FINEST: Final = 1e-12
_RELATIVE: Final = 1e-9
_MANTISSAS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_DECIMAL_SIGN: Final[dict[Language, str]] = {"fr": ",", "ar": ",", "en": "."}


@dataclass(frozen=True, slots=True)
class Ticks:
    """``values`` ascending, equally spaced, each written exactly with ``decimals`` decimals."""

    values: tuple[float, ...]
    step: float
    decimals: int

    @property
    def low(self) -> float:
        return self.values[0]

    @property
    def high(self) -> float:
        return self.values[-1]


def nice_ticks(low: float, high: float, *, count: int = 5) -> Ticks:
    """Ticks at multiples of 1, 2, 2.5 or 5 times a power of ten that cover ``low`` to ``high``.

    ``count`` is how many intervals one would like; there are at most ``count + 2``. Where both ends are equal, or
    closer than one part in a thousand million, the axis opens around them.
    ``ValueError`` beyond 1e15 or where an end is not a number.

    >>> nice_ticks(0, 97).values
    (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    >>> nice_ticks(1.234, 1.266, count=4)
    Ticks(values=(1.23, 1.24, 1.25, 1.26, 1.27), step=0.01, decimals=2)
    """
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        raise ValueError(f"an axis goes from -1e15 to 1e15, not from {low} to {high}")
    low, high = min(low, high), max(low, high)
    narrowest = max(max(abs(low), abs(high)) * _RELATIVE, _FINEST)
    if high - low < narrowest:
        low, high = low - narrowest * count / 2, high + narrowest * count / 2
    exponent = math.floor(math.log10((high - low) / count))
    ideal = (high - low) / count / 10.0**exponent
    mantissa = next(candidate for candidate in _MANTISSAS if candidate >= ideal * (1 - 1e-9))
    decimals = max(0, -exponent + (1 if mantissa == 2.5 else -1 if mantissa == 10 else 0))
    step = round(mantissa * 10.0**exponent, decimals)
    first = math.floor(low / step + _RELATIVE)
    last = math.ceil(high / step - _RELATIVE)
    # a multiple that falls short of the end by a rounding error only counts as reaching it; by more, it does not
    first -= first * step > low
    last += last * step < high
    values = tuple(round(index * step, decimals) + 0.0 for index in range(first, last + 1))
    return Ticks(values=values, step=step, decimals=decimals)


def label(value: float, decimals: int, language: Language) -> str:
    """A number as people read it: comma or point, thousands by a thin no-break space, a true minus.

    >>> label(-1234.5, 1, "fr") == "\\u22121\\u202f234,5"
    True
    >>> label(0.25, 2, "en"), label(-0.0, 0, "ar")
    ('0.25', '0')
    """
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    text = whole.replace(",", "\N{NARROW NO-BREAK SPACE}") + (_DECIMAL_SIGN[language] + rest if rest else "")
    return f"\N{MINUS SIGN}{text}" if value < 0 and text.strip("0,.") else text


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on the drawing: ``low`` at ``start``, ``high`` at ``end``; beyond, the nearest end.

    >>> Scale(0, 100, 300, 20)(50)
    160.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.start + share * (self.end - self.start)


def present(values: tuple[float | None, ...]) -> list[float]:
    """Those that are numbers: not None, not NaN, not infinite.

    >>> present((1.0, None, math.nan, 2.0))
    [1.0, 2.0]
    """
    return [value for value in values if value is not None and math.isfinite(value)]
