"""Plain numbers read many at a time, out of the bytes of a file, without a Python object for each cell.

A plain number is an optional sign, at most fifteen digits and at most one comma or point: its digits as a whole number
divided by a power of ten is then the nearest double (both are exact, and IEEE 754 division rounds correctly). Anything
else is left to :mod:`~jawda.core.statistics.reading.cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.result import Floats

#: What stands in a plain number as its decimal sign.
NONE, COMMA, POINT = 0, 1, 2
_EXACT_DIGITS: Final = 15
_LONGEST: Final = 18
_BLOCK: Final = 1 << 16
_POWERS: Final = np.array([10.0**power for power in range(_LONGEST + 1)])

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plain:
    """For each cell: its value where ``plain``, its decimal sign, and whether the sign can only be a decimal one."""

    values: Floats
    plain: NDArray[np.bool_]
    sign: NDArray[np.uint8]
    proved: NDArray[np.bool_]


def plain_numbers(buffer: Bytes, starts: Offsets, ends: Offsets) -> Plain:
    """Read the cells ``buffer[starts[i]:ends[i]]``.

    >>> text = np.frombuffer(b"12,5;-3;x", np.uint8)
    >>> found = plain_numbers(text, np.array([0, 5, 8]), np.array([4, 7, 9]))
    >>> found.values[:2].tolist(), found.plain.tolist()
    ([12.5, -3.0], [True, True, False])
    """
    found = Plain(
        values=np.full(len(starts), np.nan),
        plain=np.zeros(len(starts), dtype=bool),
        sign=np.zeros(len(starts), dtype=np.uint8),
        proved=np.zeros(len(starts), dtype=bool),
    )
    for first in range(0, len(starts), _BLOCK):
        part = slice(first, first + _BLOCK)
        _read(buffer, starts[part], ends[part], found, part)
    return found


def _read(buffer: Bytes, starts: Offsets, ends: Offsets, found: Plain, part: slice) -> None:
    lengths = ends - starts
    count = len(starts)
    last = len(buffer) - 1
    longest = int(min(lengths.max(initial=0), _LONGEST))
    whole = np.zeros(count, dtype=np.int64)
    digits = np.zeros(count, dtype=np.int64)
    decimals = np.zeros(count, dtype=np.int64)
    sign = np.zeros(count, dtype=np.uint8)
    good = (lengths > 0) & (lengths <= _LONGEST)
    negative = signed = leading_zero = np.zeros(count, dtype=bool)
    for place in range(longest):
        letters: Any = buffer[np.minimum(starts + place, last)]
        inside = lengths > place
        figure = letters - np.uint8(48)
        is_digit = (figure < 10) & inside
        comma, point = (letters == 44) & inside, (letters == 46) & inside
        mark = comma | point
        allowed = is_digit | mark | ~inside
        if place == 0:
            negative, signed = letters == 45, (letters == 45) | (letters == 43)
            allowed |= signed
        good &= allowed & ~(mark & (sign > 0))
        leading_zero = leading_zero | (is_digit & (digits == 0) & (figure == 0))
        whole = np.where(is_digit, whole * 10 + figure, whole)
        digits += is_digit
        decimals += is_digit & (sign > 0)
        sign += comma * np.uint8(COMMA) + point * np.uint8(POINT)
    good &= (digits > 0) & (digits <= _EXACT_DIGITS)
    before = digits - decimals
    grouped = (decimals == 3) & (before >= 1) & (before <= 3) & ~leading_zero
    values = whole / _POWERS[decimals]
    found.values[part] = np.where(good, np.where(negative, -values, values), np.nan)
    found.plain[part] = good
    found.sign[part] = np.where(good, sign, NONE)
    found.proved[part] = good & (sign > 0) & ~grouped
