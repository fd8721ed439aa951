"""The shape of a document: which members it has and what each holds, told as data and checked in microseconds.

A shape is a function that looks at a value and raises :class:`Misshapen` with the place; :func:`hold` turns that into a
refusal that a person can read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from jawda.core.credentials.moments import day as read_day
from jawda.core.credentials.moments import moment as read_moment
from jawda.core.credentials.refusing import refuse
from jawda.core.findings import Refused

Shape: TypeAlias = Callable[[Any], None]

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+", re.ASCII)
_LONGEST: Final = 20_000
_LONGEST_ADDRESS: Final = 2_048


class Misshapen(Exception):
    """What was expected, and where: ``parts`` grow outwards while it rises."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.parts: list[str | int] = []

    @property
    def path(self) -> str:
        """As people write it: ``credentialSubject.authorisation[0].name``."""
        found = ""
        for part in reversed(self.parts):
            found += f"[{part}]" if isinstance(part, int) else f".{part}" if found else part
        return found


def hold(value: Any, shape: Shape) -> None:
    """Refuse a value that has not this shape.

    >>> hold({"id": "urn:a"}, record(id=address, name=text))
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.shape_missing
    """
    try:
        shape(value)
    except Misshapen as fault:
        if fault.expected == "missing":
            raise refuse("shape_missing", path=fault.path, expected=fault.expected) from None
        raise refuse("shape", path=fault.path, expected=fault.expected) from None


def text(value: Any) -> None:
    """Some characters, none too many."""
    if not isinstance(value, str) or not value or len(value) > _LONGEST:
        raise Misshapen("text")


def address(value: Any) -> None:
    """An absolute address or name with a scheme: https, did, urn (RFC 3986)."""
    if not isinstance(value, str) or len(value) > _LONGEST_ADDRESS or _ADDRESS.fullmatch(value) is None:
        raise Misshapen("address")


def number(value: Any) -> None:
    """A number, which truth values are not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misshapen("number")


def whole(value: Any) -> None:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misshapen("whole_number")


def truth(value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise Misshapen("truth")


def day(value: Any) -> None:
    """A date, ``2026-03-03``, and in no other spelling (RFC 3339, 5.6)."""
    if read_day(value) is None:
        raise Misshapen("date")


def moment(value: Any) -> None:
    """A moment with its offset (RFC 3339)."""
    try:
        read_moment(value)
    except Refused:
        raise Misshapen("moment") from None


def anything(_: Any) -> None:
    """Whatever JSON can hold."""


def choice(*names: str) -> Shape:
    """One of some words.

    >>> hold("buyer", choice("self", "buyer"))
    """
    known = frozenset(names)

    def check(value: Any) -> None:
        if not isinstance(value, str) or value not in known:
            raise Misshapen(" / ".join(names))

    return check


def many(shape: Shape, *, least: int = 0) -> Shape:
    """A list of things of one shape.

    >>> hold([1, 2], many(number))
    """

    def check(value: Any) -> None:
        if not isinstance(value, list) or len(value) < least:
            raise Misshapen("list")
        for position, item in enumerate(value):
            try:
                shape(item)
            except Misshapen as fault:
                fault.parts.append(position)
                raise

    return check


def record(
    named: str | None = None, *, closed: bool = False, optional: Mapping[str, Shape] | None = None, **required: Shape
) -> Shape:
    """An object with the members ``required``; ``named`` is a word that its ``type`` holds where it has one.

    A closed record has no members but those named here.

    >>> hold({"type": ["Party"], "id": "did:web:a.example", "x": 1}, record("Party", id=address))
    """
    others = dict(optional or {})
    members = {**others, **required}
    needed = required.keys()
    allowed = members.keys() | {"type"}

    def check(value: Any) -> None:
        if not isinstance(value, dict):
            raise Misshapen("object")
        if not needed <= value.keys():
            fault = Misshapen("missing")
            fault.parts.append(next(name for name in required if name not in value))
            raise fault
        if named is not None and "type" in value:
            kinds = value["type"]
            if not isinstance(kinds, list) or named not in kinds:
                fault = Misshapen(named)
                fault.parts.append("type")
                raise fault
        if closed and not value.keys() <= allowed:
            fault = Misshapen("no_such_member")
            fault.parts.append(next(name for name in value if name not in allowed))
            raise fault
        name = ""
        try:
            for name, held in value.items():
                shape = members.get(name)
                if shape is not None:
                    shape(held)
        except Misshapen as fault:
            fault.parts.append(name)
            raise

    return check
