"""What an option of ``jawda stats`` may hold: numbers with a point or a comma, refused in the person's language."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from jawda.site.commands import usage

#: Sentences of :mod:`jawda.site.commands.usage`, each with the value that was typed.
NOT_A_NUMBER: Final = "%(value)r is not a number"
NOT_POSITIVE: Final = "%(value)r is not a number above 0"
NOT_A_SHARE: Final = "%(value)r is not a number between 0 and 1, both excluded"
NOT_A_PERCENTAGE: Final = "%(value)r is not a percentage between 0 and 100, both excluded"
NOT_A_COUNT: Final = "%(value)r is not a whole number from 1 on"
NOT_TRIALS: Final = "%(value)r is not a number of trials from 1000 to 20000000"
NOT_A_ROW: Final = "%(value)r is not the number of a row, nor 0"
NOT_A_SIGN: Final = "%(value)r is not one sign that can stand between columns"

#: A space between groups of three digits, as ``1 234,5`` has it.
_GROUPS: Final = re.compile(r"(?<=\d)\s(?=\d{3}(?:\D|$))")

FEWEST_TRIALS: Final = 1_000
MOST_TRIALS: Final = 20_000_000


#: Other names of charts.
_KINDS: Final = {
    "i-mr": "individuals", "imr": "individuals", "i": "individuals", "x-bar-r": "xbar-r", "x-bar-s": "xbar-s",
    "p'": "laney-p", "p’": "laney-p", "laney-p'": "laney-p", "u'": "laney-u", "u’": "laney-u", "laney-u'": "laney-u",
    "t2": "hotelling", "t²": "hotelling", "hotelling-t2": "hotelling",
}  # fmt: skip


def chart_kind(text: str) -> str:
    """The name of a chart, whichever of its names is typed.

    >>> chart_kind("I-MR"), chart_kind("T2"), chart_kind("c")
    ('individuals', 'hotelling', 'c')
    """
    name = text.casefold().replace("_", "-")
    return _KINDS.get(name, name)


def number(text: str) -> float:
    """A finite number, with a decimal point or comma, thousands apart or not.

    >>> number("9,98"), number("-1 234,5"), number("\N{MINUS SIGN}5e-2")
    (9.98, -1234.5, -0.05)
    """
    return _checked(text, lambda value: True, NOT_A_NUMBER)


def positive(text: str) -> float:
    """A number above 0."""
    return _checked(text, lambda value: value > 0, NOT_POSITIVE)


def share(text: str) -> float:
    """A number above 0 and under 1: a confidence, a risk, a proportion."""
    return _checked(text, lambda value: 0 < value < 1, NOT_A_SHARE)


def under_hundred(text: str) -> float:
    """A percentage above 0 and under 100, with its sign or without.

    >>> under_hundred("1,5"), under_hundred("1.5 %")
    (1.5, 1.5)
    """
    bare = text.strip().removesuffix("%").strip()
    return _checked(bare, lambda value: 0 < value < 100, NOT_A_PERCENTAGE, typed=text)


def quality(text: str) -> str:
    """A quality limit in per cent as the tables write it, above 0; the sign for per cent may stand behind.

    >>> quality("0,65 %"), quality("10")
    ('0.65', '10')
    """
    found = text.strip().removesuffix("%").strip().replace(",", ".")
    _checked(found, lambda value: value > 0, NOT_POSITIVE, typed=text)
    return found


def count(text: str) -> int:
    """A whole number from 1 on.

    >>> count("25")
    25
    """
    if text.strip().isascii() and text.strip().isdigit() and len(text) < 16 and int(text) >= 1:
        return int(text)
    raise _refused(text, NOT_A_COUNT)


def trial_count(text: str) -> int:
    """Trials of the Monte Carlo method: as many as its core takes."""
    with suppress(argparse.ArgumentTypeError):
        if FEWEST_TRIALS <= count(text) <= MOST_TRIALS:
            return count(text)
    raise _refused(text, NOT_TRIALS)


def row(text: str) -> int:
    """The number of a row, from 1; 0 for none."""
    if text.strip() == "0":
        return 0
    with suppress(argparse.ArgumentTypeError):
        return count(text)
    raise _refused(text, NOT_A_ROW)


def sign(text: str) -> str:
    """One sign between columns; ``tab`` for the one that is hard to type.

    >>> sign("tab"), sign(";")
    ('\\t', ';')
    """
    found = "\t" if text.casefold() in ("tab", "\\t") else text
    if len(found) == 1 and found not in '"\r\n':
        return found
    raise _refused(text, NOT_A_SIGN)


def _checked(text: str, fits: Callable[[float], bool], sentence: str, *, typed: str | None = None) -> float:
    with suppress(ValueError):
        value = float(_GROUPS.sub("", text).replace(",", ".").replace("\N{MINUS SIGN}", "-"))
        if math.isfinite(value) and fits(value):
            return value
    raise _refused(text if typed is None else typed, sentence)


def _refused(text: str, sentence: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(usage.say(sentence) % {"value": text})
