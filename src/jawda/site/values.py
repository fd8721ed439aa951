"""Values of the environment that cannot be used are refused with one sentence, never with a traceback."""

from __future__ import annotations

from collections.abc import Mapping


class ValueRefused(ValueError):
    """The sentence says which value, and what was expected."""


def count(environ: Mapping[str, str], name: str, default: int) -> int:
    """A whole number, zero or more.

    >>> count({"JAWDA_PROXIES": "2"}, "JAWDA_PROXIES", 0)
    2
    """
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        raise ValueRefused(f"{name} is {value!r}: a whole number expected")
    return int(value)
