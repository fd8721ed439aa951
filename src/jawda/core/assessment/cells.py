"""What a person types in a cell, as plain text, a level, or yes and no."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Final

from jawda.core.assessment.acceptance import Fault, expected_levels
from jawda.core.findings.model import Argument
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.model import Scale, ScaleKind
from jawda.core.referentials.scales import DEFAULT_SCALES
from jawda.core.spreadsheets import Value
from jawda.core.spreadsheets.records import folded

YES: Final = frozenset({"yes", "y", "oui", "o", "نعم", "x", "1", "true", "vrai", "صحيح"})
NO: Final = frozenset({"", "no", "n", "non", "لا", "0", "false", "faux", "خطأ", "-"})


def plain(value: Value) -> str:
    """A cell as text: whole numbers without a point, days as ISO 8601 dates, nothing as ''.

    >>> plain(3.0), plain(True), plain(None), plain(datetime(2026, 3, 1)), plain(" seen ")
    ('3', 'true', '', '2026-03-01', 'seen')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def yes_or_no(value: Value) -> bool | None:
    """A cell as yes (``True``) or no, in three languages; empty is no, and ``None`` is neither.

    >>> yes_or_no("Oui"), yes_or_no("لا"), yes_or_no(None), yes_or_no(1), yes_or_no("perhaps")
    (True, False, False, True, None)
    """
    text = plain(value).casefold()
    return True if text in YES else False if text in NO else None


class LevelReader:
    """Reads levels of one scale: by code, by title in any language, or as a number.

    >>> from jawda.core.referentials.scales import CONFORMITY, MATURITY
    >>> read = LevelReader(MATURITY).read
    >>> read("3"), read(3.0), read("En place"), read("قائم"), read("٣"), read("3,0"), read(None)
    ('3', '3', '3', '3', '3', '3', None)
    >>> [read(value).name for value in (7, 2.5, "C", "good")]
    ['level_out_of_range', 'level_not_whole', 'level_of_other_scale', 'unknown_level']
    >>> LevelReader(CONFORMITY).read("Partiellement"), LevelReader(CONFORMITY).read(3).name
    ('P', 'level_of_other_scale')
    """

    def __init__(self, scale: Scale) -> None:
        self._expected = expected_levels(scale)
        self._codes = _names(scale)
        self._numeric = scale.kind is ScaleKind.MATURITY
        self._others = {
            name for kind, other in DEFAULT_SCALES.items() if kind is not scale.kind for name in _names(other)
        }

    def read(self, value: Value) -> str | Fault | None:
        """The level's code, ``None`` for an empty cell, or what is wrong."""
        text = plain(value)
        if not text:
            return None
        name, number = folded(text), _number(text)
        whole = str(int(number)) if number is not None and number.is_integer() else ""
        # a number is compared as one: without its sign, -1 would pass for 1
        if code := self._codes.get(name if number is None else whole):
            return code
        arguments: dict[str, Argument] = {"found": text[:40], "expected": self._expected}
        return Fault(self._wrong(name, number, whole), "level", arguments)

    def _wrong(self, name: str, number: float | None, whole: str) -> str:
        if (name if number is None else whole) in self._others:
            return "level_of_other_scale"
        if number is None or not self._numeric:
            return "unknown_level"
        return "level_out_of_range" if whole else "level_not_whole"


def _names(scale: Scale) -> dict[str, str]:
    """Every name of a level, as compared, to its code; a code wins over another level's title."""
    titles = {
        folded(title): level.code
        for level in scale.levels
        for language in LANGUAGES
        if (title := level.title.get(language))
    }
    return titles | {folded(level.code): level.code for level in scale.levels}


def _number(text: str) -> float | None:
    """A number with a point or a comma, in any script's digits; ``None`` for anything else."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
