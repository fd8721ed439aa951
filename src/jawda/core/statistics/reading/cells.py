"""What one cell says: a number, nothing, « n.d. », a value beyond a limit, or a text.

Numbers as people write them: a sign, digits in groups of three set apart by a space (also no-break), an apostrophe or
the other of comma and point (ISO 80000-1, 7.3.1), one decimal sign, an exponent, a unit behind.
"""

from __future__ import annotations

import math
import re
from enum import IntEnum
from typing import Final, NamedTuple

from jawda.core.statistics.reading.units import is_unit

#: A longer text is no number.
LONGEST: Final = 60


class Mark(IntEnum):
    """What a cell is."""

    NUMBER = 0
    EMPTY = 1
    ABSENT = 2
    """A sign for nothing: ``NA``, ``-``, ``#N/A``, ``s.o.``."""
    NOT_DETERMINED = 3
    """``n.d.``: not determined, or not detected."""
    BELOW = 4
    """``<0,5``: the value is the limit."""
    ABOVE = 5
    BELOW_DETECTION = 6
    """``<LD``: the limit stands elsewhere."""
    BELOW_QUANTIFICATION = 7
    TEXT = 8
    DATE = 9


#: Values known only to lie beyond a limit.
CENSORED: Final = (Mark.BELOW, Mark.ABOVE, Mark.BELOW_DETECTION, Mark.BELOW_QUANTIFICATION)


class Cell(NamedTuple):
    """``evidence`` is the decimal sign that the text proves, ``?`` where it may be read with either, or ``''``."""

    mark: Mark
    value: float = math.nan
    unit: str | None = None
    evidence: str = ""


_ABSENT: Final = frozenset(
    "na n/a #n/a #na nan null none nul - – — -- --- . .. ... … * ? s.o. s.o so sans_objet manquant absent missing "
    "غير_متوفر لا_ينطبق".replace("_", "\N{NO-BREAK SPACE}").split(" ")
)
_NOT_DETERMINED: Final = frozenset(("nd", "n.d.", "n.d", "n/d"))
_NOT_DETERMINED_WORDS: Final = frozenset(("non déterminé", "non determine", "not determined", "غير محدد"))
_NOT_DETECTED: Final = frozenset(("non détecté", "non detecte", "not detected", "غير مكتشف"))
_DETECTION: Final = frozenset(("ld", "lod", "l.d.", "ldd", "limite de détection", "detection limit"))
_QUANTIFICATION: Final = frozenset(
    ("lq", "loq", "l.q.", "ldq", "ldm", "limite de quantification", "quantification limit", "reporting limit")
)
_BEYOND: Final = re.compile(
    r"(?:(?P<below><=?|≤|inf(?:érieure?)?\.? à )|(?P<above>>=?|≥|sup(?:érieure?)?\.? à ))\s*(?P<limit>.*)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?) ?(?P<body>[.,]?\d(?:[\d',. ]*\d)?[.,]?)(?:[eE](?P<exponent>[+-]?\d{1,3}))?(?P<unit> ?\D.*)?"
)
_PLAIN: Final = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ", "\N{FIGURE SPACE}": " ",
        "\N{MINUS SIGN}": "-", "’": "'", "٫": ",", "٬": "'",
        **{chr(0x660 + digit): str(digit) for digit in range(10)},
        **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip


def understood(text: str, decimal: str) -> Cell:
    """What a text says where ``decimal`` (``,`` or ``.``) is the decimal sign.

    >>> understood("1 012,5", ",").value, understood("<LQ", ",").mark.name, understood("n.d.", ",").mark.name
    (1012.5, 'BELOW_QUANTIFICATION', 'NOT_DETERMINED')
    """
    plain = text.translate(_PLAIN).strip()
    if not plain:
        return Cell(Mark.EMPTY)
    if len(plain) > LONGEST:
        return Cell(Mark.TEXT)
    return _number(plain, decimal) or _word(plain, decimal)


def _word(text: str, decimal: str) -> Cell:
    word = text.casefold()
    if word.replace(" ", "\N{NO-BREAK SPACE}") in _ABSENT:
        return Cell(Mark.ABSENT)
    if word in _NOT_DETERMINED or word in _NOT_DETERMINED_WORDS:
        return Cell(Mark.NOT_DETERMINED)
    if word in _NOT_DETECTED:
        return Cell(Mark.BELOW_DETECTION)
    if beyond := _BEYOND.fullmatch(text):
        return _beyond(beyond["limit"], beyond["below"] is not None, decimal)
    return Cell(Mark.TEXT)


def _beyond(limit: str, below: bool, decimal: str) -> Cell:
    if number := _number(limit, decimal):
        return number if number.mark is Mark.TEXT else number._replace(mark=Mark.BELOW if below else Mark.ABOVE)
    if below and limit.casefold() in _DETECTION:
        return Cell(Mark.BELOW_DETECTION)
    if below and limit.casefold() in _QUANTIFICATION:
        return Cell(Mark.BELOW_QUANTIFICATION)
    return Cell(Mark.TEXT)


def _number(text: str, decimal: str) -> Cell | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    unit = (found["unit"] or "").strip()
    if unit and not is_unit(unit):
        return None
    evidence = proved(found["body"])
    value = _value(found["sign"], found["body"], found["exponent"], decimal)
    if value is None:
        # a number under the other sign: it is evidence, though no number here
        return Cell(Mark.TEXT, evidence=evidence)
    return Cell(Mark.NUMBER, value, unit or None, evidence)


def _value(sign: str, body: str, exponent: str | None, decimal: str) -> float | None:
    whole, _, fraction = body.partition(decimal)
    if (fraction and not fraction.isdigit()) or not _grouped(whole, decimal):
        return None
    digits = re.sub(r"\D", "", whole) or "0"
    value = float(f"{sign}{digits}.{fraction or 0}e{exponent or 0}")
    return value if math.isfinite(value) else None


def _grouped(whole: str, decimal: str) -> bool:
    """Digits alone, or in groups of three behind one and the same separator."""
    if not whole or whole.isdigit():
        return True
    separators = set(re.findall(r"\D", whole))
    if len(separators) != 1 or decimal in separators:
        return False
    first, *others = whole.split(separators.pop())
    return 1 <= len(first) <= 3 and all(len(group) == 3 and group.isdigit() for group in others)


def proved(body: str) -> str:
    """The decimal sign that the digits of a number prove.

    >>> [proved(body) for body in ("12,5", "1,234", "1.234,5", "1,234,567", "12", "0,123")]
    [',', '?', ',', '.', '', ',']
    """
    commas, points = body.count(","), body.count(".")
    if not commas and not points:
        return ""
    if commas and points:
        return "," if body.rindex(",") > body.rindex(".") else "."
    sign, other = (",", ".") if commas else (".", ",")
    if commas + points > 1:
        return other
    before, _, after = body.partition(sign)
    groups = len(after) == 3 and 1 <= len(before) <= 3 and before.isdigit() and not before.startswith("0")
    return "?" if groups else sign
