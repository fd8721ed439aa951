"""Numbers as people type them, in a form, a cell or a line of text, and as the platform itself writes them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final

#: Characters of a number, spaces left out.
LONGEST: Final = 40
_GROUPING: Final = re.compile("[\\s'\N{ARABIC THOUSANDS SEPARATOR}]")
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?")
_SIGNS: Final = str.maketrans({"\N{MINUS SIGN}": "-", ",": ".", "\N{ARABIC DECIMAL SEPARATOR}": "."})


class NotANumber(ValueError):
    """What was typed is no number; its beginning, at most :data:`LONGEST` characters."""


def parsed(text: str) -> float | None:
    """A number with a comma or a point, in Western or Arabic digits, in groups or not; None for nothing.

    :class:`NotANumber` for any other text, and for what is too large for a float.

    >>> parsed("12,503"), parsed(" 1\u202f250.5 "), parsed("\u2212٣٫٥"), parsed("")
    (12.503, 1250.5, -3.5, None)
    """
    bare = _bare(text)
    if not bare:
        return None
    value = float(bare)
    if not math.isfinite(value):
        raise NotANumber(text[:LONGEST])
    return value


def exact(text: str) -> Decimal | None:
    """As :func:`parsed`, every digit kept: for amounts.

    >>> exact("1\u202f500,10"), exact(" ")
    (Decimal('1500.10'), None)
    """
    bare = _bare(text)
    return Decimal(bare) if bare else None


def _bare(text: str) -> str:
    bare = _GROUPING.sub("", text).translate(_SIGNS).casefold()
    if bare and (len(bare) > LONGEST or not _PLAIN.fullmatch(bare)):
        raise NotANumber(text[:LONGEST])
    return bare
