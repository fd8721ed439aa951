"""Equations of a measurement model: a small grammar of our own, compiled to steps that NumPy or derivatives follow.

Numbers, names, ``+ - * / **``, parentheses and a fixed list of functions: there is nothing else to call, so an equation
from anybody's file can be read. Precedence is that of Python: ``-x**2`` is ``-(x**2)``, ``2**3**2`` is ``2**9``.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Floats

MAXIMUM_LENGTH: Final = 4_000
MAXIMUM_DEPTH: Final = 40

#: Functions by name, with how many arguments they take. Angles are in radians; ``log`` is natural.
FUNCTIONS: Final[Mapping[str, int]] = {
    "sqrt": 1, "exp": 1, "log": 1, "log10": 1, "sin": 1, "cos": 1, "tan": 1,
    "asin": 1, "acos": 1, "atan": 1, "atan2": 2, "abs": 1,
}  # fmt: skip
CONSTANTS: Final[Mapping[str, float]] = {"pi": math.pi}

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>\*\*|[-+*/(),]))"
)
_NAME: Final = re.compile(r"[^\W\d]\w*\Z")
_BINDING: Final[Mapping[str, int]] = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN_BINDING: Final = 3  # of a sign before: weaker than a power, stronger than a product

_NUMPY: Final[Mapping[str, Callable[..., Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "negative": operator.neg, "sqrt": np.sqrt, "exp": np.exp, "log": np.log, "log10": np.log10,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "atan2": np.arctan2, "abs": np.abs,
}  # fmt: skip
_TWO_SIDED: Final = frozenset({"+", "-", "*", "/", "**", "atan2"})


class Number(NamedTuple):
    """A step that puts a number on the stack."""

    value: float


class Name(NamedTuple):
    """A step that puts a named quantity on the stack."""

    name: str


class Apply(NamedTuple):
    """A step that replaces its one or two arguments on the stack by its result."""

    operation: str

    @property
    def arguments(self) -> int:
        """How many it takes."""
        return 2 if self.operation in _TWO_SIDED else 1


Step: TypeAlias = Number | Name | Apply


@dataclass(frozen=True, slots=True)
class Expression:
    """An equation's right side: ``text`` as written, ``steps`` in the order in which they are done."""

    text: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities it uses, in order of appearance.

        >>> parse("m / (V - V0) * pi").names
        ('m', 'V', 'V0')
        """
        return tuple(dict.fromkeys(step.name for step in self.steps if isinstance(step, Name)))

    def evaluate(self, values: Mapping[str, float | Floats]) -> Floats:
        """The value for numbers or arrays (which are broadcast); NaN or infinity where it is not defined.

        >>> parse("sqrt(a**2 + b**2)").evaluate({"a": 3.0, "b": np.array([4.0, 0.0])}).tolist()
        [5.0, 3.0]
        """
        stack: list[Any] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if isinstance(step, Number):
                    stack.append(np.float64(step.value))
                elif isinstance(step, Name):
                    stack.append(np.asarray(values[step.name], dtype=np.float64)[()])
                elif step.arguments == 2:
                    right = stack.pop()
                    stack.append(_NUMPY[step.operation](stack.pop(), right))
                else:
                    stack.append(_NUMPY[step.operation](stack.pop()))
        return np.asarray(stack.pop(), dtype=np.float64)


def is_name(text: str) -> bool:
    """Whether a quantity may be called so: letters of any alphabet, digits, underscores, not that of a function.

    >>> is_name("ρ_eau"), is_name("2x"), is_name("sqrt")
    (True, False, False)
    """
    return bool(_NAME.match(text)) and text not in FUNCTIONS and text not in CONSTANTS


def parse(text: str, *, place: Place | None = None) -> Expression:
    """Read an equation's right side. ``Refused`` names the character at which it stops being one.

    >>> parse("l_s + d").steps
    (Name(name='l_s'), Name(name='d'), Apply(operation='+'))
    >>> parse("__import__('os')")
    Traceback (most recent call last):
    jawda.core.findings.model.Refused: uncertainty.bad_character
    """
    where = place or Place()
    if len(text) > MAXIMUM_LENGTH:
        arguments = {"length": len(text), "most": MAXIMUM_LENGTH}
        raise Refused([Finding(id="uncertainty.equation_too_long", place=where, arguments=arguments)])
    return _Parser(text, where).read()


class _Token(NamedTuple):
    kind: str  # "number", "name", "sign" or "end"
    text: str
    at: int


class _Parser:
    """Precedence climbing; sums and products of any length are read in a loop, only nesting recurses."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.steps: list[Step] = []
        self.depth = 0
        self.tokens = self._tokens()
        self.index = 0

    def read(self) -> Expression:
        self._operation(0)
        if self.token.kind != "end":
            raise self._unexpected()
        return Expression(self.text, tuple(self.steps))

    @property
    def token(self) -> _Token:
        return self.tokens[self.index]

    def _tokens(self) -> list[_Token]:
        found = []
        at, end = 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None or match.lastgroup is None:
                at += len(self.text[at:]) - len(self.text[at:].lstrip())
                if self.text[at] == "^":
                    raise self._refused("uncertainty.caret", at)
                raise self._refused("uncertainty.bad_character", at, character=self.text[at])
            found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
            at = match.end()
        return [*found, _Token("end", "", end)]

    def _operation(self, binding: int) -> None:
        """An operand and every operator after it that binds more than ``binding``."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self._refused("uncertainty.equation_too_deep", self.token.at, most=MAXIMUM_DEPTH)
        self._operand()
        while self.token.kind == "sign" and _BINDING.get(self.token.text, 0) > binding:
            sign = self._take().text
            self._operation(_BINDING[sign])
            self.steps.append(Apply(sign))
        self.depth -= 1

    def _operand(self) -> None:
        if self.token.kind == "sign" and self.token.text in "+-":
            negative = self._take().text == "-"
            self._operation(_SIGN_BINDING)
            if negative:
                self.steps.append(Apply("negative"))
            return
        self._single()
        if self.token.text == "**":
            self._take()
            self._operation(_SIGN_BINDING)  # its own operand takes further powers first: they group from the right
            self.steps.append(Apply("**"))

    def _single(self) -> None:
        """A number, a name, a function's call or parentheses."""
        token = self.token
        if token.kind == "number":
            self._number()
        elif token.kind == "name" and token.text in FUNCTIONS:
            self._take()
            self._call(token)
        elif token.kind == "name":
            self._take()
            known = CONSTANTS.get(token.text)
            self.steps.append(Name(token.text) if known is None else Number(known))
        elif token.text == "(":
            self._take()
            self._operation(0)
            self._expect(")")
        else:
            raise self._unexpected()

    def _number(self) -> None:
        token = self._take()
        value = float(token.text)
        if math.isinf(value):
            raise self._refused("uncertainty.number_too_large", token.at, number=token.text[:40])
        self.steps.append(Number(value))

    def _call(self, function: _Token) -> None:
        self._expect("(")
        self._operation(0)
        for _ in range(FUNCTIONS[function.text] - 1):
            self._expect(",")
            self._operation(0)
        self._expect(")")
        self.steps.append(Apply(function.text))

    def _take(self) -> _Token:
        self.index += 1
        return self.tokens[self.index - 1]

    def _expect(self, sign: str) -> None:
        if self.token.text != sign:
            raise self._refused("uncertainty.sign_expected", self.token.at, sign=sign)
        self._take()

    def _unexpected(self) -> Refused:
        """What stands there does not fit: an operator is missing, or the equation ends too early."""
        token = self.token
        if token.kind == "end":
            return self._refused("uncertainty.equation_ends", token.at)
        if token.text == ",":
            return self._refused("uncertainty.comma", token.at)
        before = self.tokens[self.index - 1] if self.index else None
        if token.text == "(" and before is not None and before.kind == "name":
            return self._refused("uncertainty.unknown_function", before.at, name=before.text[:40])
        return self._refused("uncertainty.unexpected", token.at, found=token.text[:40])

    def _refused(self, identifier: str, at: int, **arguments: str | int) -> Refused:
        found = {"equation": self.text[:200], "position": at + 1, **arguments}
        return Refused([Finding(id=identifier, place=self.place, arguments=found)])
