"""Units in headings and behind values: recognised by how units are written, never converted.

A text in brackets is a unit only where each of its factors is a known symbol (SI brochure, ISO 80000, and what
workshops and laboratories add); « Poids (brut) » has none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 24
_PREFIXES: Final = "Y|Z|E|P|T|G|M|k|h|da|d|c|m|µ|μ|u|n|p|f|a|z|y"  # micro: sign, Greek letter, and typed u
_PREFIXED: Final = "m|g|s|A|K|mol|cd|N|Pa|V|W|J|Hz|L|l|F|H|C|S|T|Wb|Bq|Gy|Sv|kat|bar|eq|t|Ω|ohm|eV|VA|cal|Da|U|UI|IU"
_ALONE: Final = (
    r"°|°C|°F|°B|°D|°f|°TH|°dH|%|‰|ppm|ppb|ppt|min|h|j|d|an|a|mn|rad|sr|deg|gon|lm|lx|dB|dBA|in|inch|ft|psi|lb|oz|gal"
    r"|pH|UFC|CFU|NPP|MPN|NTU|NFU|FNU|UFT|HV|HB|HBW|HRC|HRB|tr|rpm|pcs|pièces?|unités?|kgf|Nm|kNm|mmHg|mCE|ha|ml|mL|dpmo"
    r"|HV\d+|Shore|ShA|ShD|UT|UA|uH|CV|ch|Mohm|kOhm|cP|cSt|poise|م|ملم|سم|كغ|غ|ل|٪"
)
_FACTOR: Final = re.compile(
    rf"(?:(?:{_PREFIXES})?(?:{_PREFIXED})|(?:{_ALONE}))(?:\^?[-−]?[1-9]|[⁻]?[¹²³⁴⁵⁶]|\*\*[-−]?[1-9])?"
)
_COUNT: Final = re.compile(r"\d{1,4}")
_BETWEEN: Final = re.compile(r"\s*[/·.*×⋅]\s*|\s+")
_IN_BRACKETS: Final = re.compile(r"(?P<name>[^\[\](]*)[\[(](?P<unit>[^\[\]()]{1,24})[\])]\s*")
_AFTER_SLASH: Final = re.compile(r"(?P<name>.*\S)\s+/\s+(?P<unit>\S{1,24})\s*")


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text is written as a unit.

    >>> [is_unit(text) for text in ("mm", "µg/L", "mg/100 g", "N·m", "brut")]
    [True, True, True, True, False]
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return False
    factors = [factor for factor in _BETWEEN.split(text) if factor]
    symbols = [factor for factor in factors if not _COUNT.fullmatch(factor)]
    return bool(symbols) and all(_FACTOR.fullmatch(factor) for factor in symbols)


def unit_of_heading(heading: str) -> str | None:
    """The unit that a heading carries: in brackets, or behind a slash between spaces (ISO 80000-1, 7.1).

    >>> unit_of_heading("Cote (mm)"), unit_of_heading("Teneur / µg/L"), unit_of_heading("Poids (brut)")
    ('mm', 'µg/L', None)
    """
    for pattern in (_IN_BRACKETS, _AFTER_SLASH):
        found = pattern.fullmatch(heading)
        if found and is_unit(found["unit"]):
            return found["unit"].strip()
    return None


def without_unit(heading: str) -> str:
    """The heading without its unit.

    >>> without_unit("Cote [mm]")
    'Cote'
    """
    unit = unit_of_heading(heading)
    if unit is None:
        return heading.strip()
    return heading[: heading.rindex(unit)].rstrip("[(/ ").strip()


def bare_unit(text: str) -> str | None:
    """The unit that a cell of a row of units holds: ``mm``, ``[mm]`` or ``(mm)``.

    >>> bare_unit("[mm]"), bare_unit("Cote")
    ('mm', None)
    """
    inside = text.strip()
    if inside[:1] in "[(" and inside[-1:] in "])":
        inside = inside[1:-1].strip()
    return inside if is_unit(inside) else None
