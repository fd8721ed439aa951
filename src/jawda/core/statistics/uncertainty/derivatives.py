"""Derivatives of an equation, exact to rounding: truncated Taylor series carried forward step by step.

The first derivatives are the sensitivity coefficients of the GUM (JCGM 100:2008, 5.1.3). The second and third serve the
next terms of its series (5.1.2, note): those ask for d2f/dxi dxj and d3f/dxi dxj2 only, so a series in n directions
holds a vector and two square matrices. Chain and product rules are those of any calculus book.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from jawda.core.statistics.result import Floats
from jawda.core.statistics.uncertainty.expression import Expression, Name, Number

#: The value of a function of one variable and its first three derivatives.
Outer: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A value with its derivatives in n directions: ``first[i]``, ``second[i, j]``, ``third[i, j]`` = d3/di dj2."""

    value: float
    first: Floats
    second: Floats
    third: Floats

    @classmethod
    def along(cls, value: float, direction: Floats) -> Series:
        """A quantity that moves by ``direction[i]`` for a unit step in direction i."""
        nothing = np.zeros((len(direction), len(direction)))
        return cls(value, direction, nothing, nothing)

    @classmethod
    def constant(cls, value: float, directions: int) -> Series:
        """A number: nothing moves it."""
        return cls.along(value, np.zeros(directions))


def expand(expression: Expression, quantities: Mapping[str, Series], *, directions: int) -> Series:
    """The series of an equation from those of its quantities; NaN or infinite where it has no derivative.

    >>> from jawda.core.statistics.uncertainty.expression import parse
    >>> found = expand(parse("x**2 * y"), seeds({"x": 3.0, "y": 2.0}), directions=2)
    >>> found.value, found.first.tolist(), found.second.tolist()
    (18.0, [12.0, 9.0], [[4.0, 6.0], [6.0, 0.0]])
    """
    stack: list[Series] = []
    with np.errstate(all="ignore"):
        for step in expression.steps:
            if isinstance(step, Number):
                stack.append(Series.constant(step.value, directions))
            elif isinstance(step, Name):
                stack.append(quantities[step.name])
            elif step.arguments == 2:
                right = stack.pop()
                stack.append(_BINARY[step.operation](stack.pop(), right))
            else:
                stack.append(_UNARY[step.operation](stack.pop()))
    return stack.pop()


def seeds(values: Mapping[str, float]) -> dict[str, Series]:
    """Each quantity its own direction, in order: the derivatives are then those by the quantities."""
    unit = np.eye(len(values))
    return {name: Series.along(float(value), unit[index]) for index, (name, value) in enumerate(values.items())}


def _add(a: Series, b: Series) -> Series:
    return Series(a.value + b.value, a.first + b.first, a.second + b.second, a.third + b.third)


def _negative(a: Series) -> Series:
    return Series(-a.value, -a.first, -a.second, -a.third)


def _subtract(a: Series, b: Series) -> Series:
    return _add(a, _negative(b))


def _multiply(a: Series, b: Series) -> Series:
    """Leibniz's rule; ``[:, None]`` are the derivatives by i, ``[None, :]`` by j."""
    twice_a, twice_b = np.diag(a.second)[None, :], np.diag(b.second)[None, :]
    second = (
        a.second * b.value + np.multiply.outer(a.first, b.first) + np.multiply.outer(b.first, a.first)
    ) + a.value * b.second
    third = (
        a.third * b.value
        + 2 * a.second * b.first[None, :]
        + twice_a * b.first[:, None]
        + a.first[:, None] * twice_b
        + 2 * a.first[None, :] * b.second
        + a.value * b.third
    )
    return Series(a.value * b.value, a.first * b.value + a.value * b.first, second, third)


def _chain(a: Series, outer: Outer) -> Series:
    """A function of one variable after a series (Faa di Bruno's formula to third order)."""
    value, d1, d2, d3 = outer
    by_i, by_j = a.first[:, None], a.first[None, :]
    twice = np.diag(a.second)[None, :]
    second = _times(d2, by_i * by_j) + _times(d1, a.second)
    third = _times(d3, by_i * by_j**2) + _times(d2, 2 * a.second * by_j + twice * by_i) + _times(d1, a.third)
    return Series(value, _times(d1, a.first), second, third)


def _times(slope: float, moves: Floats) -> Floats:
    """Where nothing moves, an infinite slope does not matter."""
    return np.where(moves == 0, 0.0, slope * moves)


def _divide(a: Series, b: Series) -> Series:
    return _multiply(a, _chain(b, _reciprocal(b.value)))


def _power(a: Series, b: Series) -> Series:
    if not b.first.any():
        return _chain(a, _fixed_power(a.value, b.value))
    return _chain(_multiply(b, _chain(a, _log(a.value))), _exp(b.value * _log(a.value)[0]))


def _atan2(y: Series, x: Series) -> Series:
    """The angle's derivatives are those of atan(y/x), or of -atan(x/y) where that is the finite one."""
    if abs(y.value) <= abs(x.value):
        found = _chain(_divide(y, x), _atan(_quotient(y.value, x.value)))
    else:
        found = _negative(_chain(_divide(x, y), _atan(x.value / y.value)))
    return Series(math.atan2(y.value, x.value), found.first, found.second, found.third)


def _quotient(a: float, b: float) -> float:
    return a / b if b else math.nan


def _reciprocal(x: float) -> Outer:
    return _fixed_power(x, -1.0) if x else (math.nan,) * 4


def _fixed_power(x: float, p: float) -> Outer:
    """A coefficient that vanishes takes its power with it: the square has a third derivative at zero."""
    base = np.float64(x)
    coefficients = (1.0, p, p * (p - 1), p * (p - 1) * (p - 2))
    found = [float(c * base ** (p - order)) if c else 0.0 for order, c in enumerate(coefficients)]
    return found[0], found[1], found[2], found[3]


def _sqrt(x: float) -> Outer:
    return _fixed_power(x, 0.5)


def _exp(x: float) -> Outer:
    return (float(np.exp(x)),) * 4


def _log(x: float) -> Outer:
    if not x > 0:
        return (math.nan,) * 4
    value, d1, d2, _ = _fixed_power(x, -1.0)
    return math.log(x), value, d1, d2


def _log10(x: float) -> Outer:
    value, d1, d2, d3 = _log(x)
    scale = 1 / math.log(10)
    return float(np.log10(x)) if x > 0 else value, d1 * scale, d2 * scale, d3 * scale


def _sin(x: float) -> Outer:
    sine, cosine = float(np.sin(x)), float(np.cos(x))
    return sine, cosine, -sine, -cosine


def _cos(x: float) -> Outer:
    sine, cosine = float(np.sin(x)), float(np.cos(x))
    return cosine, -sine, -cosine, sine


def _tan(x: float) -> Outer:
    t = float(np.tan(x))
    s = 1 + t * t
    return t, s, 2 * t * s, 2 * s * (s + 2 * t * t)


def _asin(x: float) -> Outer:
    if not abs(x) < 1:
        return float(np.arcsin(x)), math.nan, math.nan, math.nan
    r = 1 / math.sqrt((1 - x) * (1 + x))
    return math.asin(x), r, x * r**3, r**3 + 3 * x * x * r**5


def _acos(x: float) -> Outer:
    _, d1, d2, d3 = _asin(x)
    return float(np.arccos(x)), -d1, -d2, -d3


def _atan(x: float) -> Outer:
    r = 1 / (1 + x * x)
    return math.atan(x), r, -2 * x * r * r, (6 * x * x - 2) * r**3


def _abs(x: float) -> Outer:
    """It has a corner at zero, and no derivative there."""
    return abs(x), math.copysign(1.0, x) if x else math.nan, 0.0, 0.0


def _following(outer: Callable[[float], Outer]) -> Callable[[Series], Series]:
    return lambda a: _chain(a, outer(a.value))


_BINARY: Final[Mapping[str, Callable[[Series, Series], Series]]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide, "**": _power, "atan2": _atan2,
}  # fmt: skip
_UNARY: Final[Mapping[str, Callable[[Series], Series]]] = {
    "negative": _negative,
    "sqrt": _following(_sqrt), "exp": _following(_exp), "log": _following(_log), "log10": _following(_log10),
    "sin": _following(_sin), "cos": _following(_cos), "tan": _following(_tan),
    "asin": _following(_asin), "acos": _following(_acos), "atan": _following(_atan), "abs": _following(_abs),
}  # fmt: skip
