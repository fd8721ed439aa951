"""Numbers read many at a time, out of the bytes of a file, without a Python object for each cell.

What is read here: a sign, at most fifteen digits, also in groups of three behind a space or an apostrophe, at most one
comma or point, an exponent. Its digits as a whole number, times or over a power of ten up to 10²², is then the nearest
double: both are exact, and IEEE 754 multiplies and divides with correct rounding. Anything else is left to
:mod:`~jawda.core.statistics.reading.cells`, which reads the same grammar and more.
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
_EXACT_POWER: Final = 22
_LONGEST: Final = 26
_BLOCK: Final = 1 << 16
_POWERS: Final = np.array([10.0**power for power in range(_EXACT_POWER + 1)])

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
        part = np.arange(first, min(first + _BLOCK, len(starts)))
        _read(buffer, starts[part], ends[part], found, part)
        # few files have groups or exponents, and few cells in them
        others = part[~found.plain[part]]
        others = others[_begins_with_digit(buffer, starts[others], ends[others])]
        if others.size:
            _read(buffer, starts[others], ends[others], found, others, rich=True)
    return found


def _begins_with_digit(buffer: Bytes, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Whether a cell may be a number at all: of its first two letters, one is a digit."""
    last = len(buffer) - 1
    first, second = (buffer[np.minimum(starts + place, last)] - np.uint8(48) < 10 for place in (0, 1))
    return (ends > starts) & (first | second)


class _State:
    """What is known of each cell of a block, letter after letter."""

    def __init__(self, count: int) -> None:
        self.whole = np.zeros(count, dtype=np.int64)
        self.digits = np.zeros(count, dtype=np.int64)
        self.decimals = np.zeros(count, dtype=np.int64)
        self.sign = np.zeros(count, dtype=np.uint8)
        self.leading_zero = np.zeros(count, dtype=bool)
        # of groups: their separator, and the digits since the last one
        self.separator = np.zeros(count, dtype=np.uint8)
        self.since = np.zeros(count, dtype=np.int64)
        # of exponents: whether one has begun, its digits, its value
        self.raised = np.zeros(count, dtype=bool)
        self.figures = np.zeros(count, dtype=np.int64)
        self.exponent = np.zeros(count, dtype=np.int64)
        self.lowered = np.zeros(count, dtype=bool)


def _read(buffer: Bytes, starts: Offsets, ends: Offsets, found: Plain, part: Offsets, *, rich: bool = False) -> None:
    lengths = ends - starts
    last = len(buffer) - 1
    state = _State(len(starts))
    good = (lengths > 0) & (lengths <= _LONGEST)
    negative = np.zeros(len(starts), dtype=bool)
    before_last: Bytes = np.zeros(len(starts), dtype=np.uint8)
    for place in range(int(min(lengths.max(initial=0), _LONGEST))):
        letters: Any = buffer[np.minimum(starts + place, last)]
        inside = lengths > place
        figure = letters - np.uint8(48)
        digit = (figure < 10) & inside
        mark = ((letters == 44) | (letters == 46)) & inside
        allowed = digit | mark | ~inside
        if place == 0:
            negative = letters == 45
            allowed |= negative | (letters == 43)
        if rich:
            allowed |= _group(state, letters, digit, inside) | _raise(state, letters, before_last, inside)
            allowed &= ~(mark & state.raised) & ~(mark & (state.separator > 0) & (state.since != 3))
            state.exponent = np.where(digit & state.raised, state.exponent * 10 + figure, state.exponent)
            state.figures += digit & state.raised
            digit &= ~state.raised
            state.since += digit & (state.sign == 0)
            before_last = letters
        good &= allowed & ~(mark & (state.sign > 0))
        state.leading_zero |= digit & (state.digits == 0) & (figure == 0)
        state.whole = np.where(digit, state.whole * 10 + figure, state.whole)
        state.digits += digit
        state.decimals += digit & (state.sign > 0)
        state.sign = np.where(mark, np.where(letters == 44, np.uint8(COMMA), np.uint8(POINT)), state.sign)
    _settle(state, good, negative, found, part)


def _group(state: _State, letters: Bytes, digit: NDArray[np.bool_], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a letter sets groups apart: the same one each time, behind one to three digits, then three."""
    letter = ((letters == 32) | (letters == 39)) & inside
    first = (state.separator == 0) & (state.since >= 1) & (state.since <= 3)
    again = (state.separator == letters) & (state.since == 3)
    good: NDArray[np.bool_] = letter & (first | again) & (state.sign == 0) & ~state.raised
    state.separator = np.where(good, letters, state.separator)
    state.since = np.where(good, 0, state.since)
    return good


def _raise(state: _State, letters: Bytes, before: Bytes, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a letter begins an exponent, or is its sign."""
    begins = ((letters == 69) | (letters == 101)) & inside & ~state.raised & (state.digits > 0)
    behind = ((before == 69) | (before == 101)) & state.raised
    signs = ((letters == 43) | (letters == 45)) & inside & behind
    state.lowered |= signs & (letters == 45)
    state.raised |= begins
    found: NDArray[np.bool_] = begins | signs
    return found


def _settle(state: _State, good: NDArray[np.bool_], negative: NDArray[np.bool_], found: Plain, part: Offsets) -> None:
    power = state.decimals - np.where(state.lowered, -state.exponent, state.exponent)
    good &= (state.digits > 0) & (state.digits <= _EXACT_DIGITS) & (np.abs(power) <= _EXACT_POWER)
    good &= ~state.raised | ((state.figures > 0) & (state.figures <= 3))
    good &= (state.separator == 0) | (state.since == 3)
    before = state.digits - state.decimals
    grouped = (state.decimals == 3) & (before >= 1) & (before <= 3) & ~state.leading_zero & (state.separator == 0)
    scale = _POWERS[np.where(good, np.abs(power), 0)]
    values = np.where(power >= 0, state.whole / scale, state.whole * scale)
    found.values[part] = np.where(good, np.where(negative, -values, values), np.nan)
    found.plain[part] = good
    found.sign[part] = np.where(good, state.sign, NONE)
    found.proved[part] = good & (state.sign > 0) & ~grouped
