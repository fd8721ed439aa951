"""The words of a finding, from the catalogue beside this file.

An entry maps each language to a sentence with ``{argument}`` places, or to plural forms
(CLDR categories) chosen by the argument ``count``::

    spreadsheets.too_many_rows:
      fr: {one: "{count} ligne de trop", other: "{count} lignes de trop"}
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import yaml
from babel import Locale

from jawda.core import days
from jawda.core.findings.model import Finding, Place
from jawda.core.languages import Language

Sentence: TypeAlias = str | dict[str, str]

_PLACE_WORDS: dict[str, dict[Language, str]] = {
    "file": {"fr": "{}", "ar": "{}", "en": "{}"},
    "sheet": {"fr": "feuille «\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»", "ar": "الورقة «{}»", "en": "sheet “{}”"},
    "row": {"fr": "ligne {}", "ar": "السطر {}", "en": "row {}"},
    "line": {"fr": "ligne {}", "ar": "السطر {}", "en": "line {}"},
    "column": {"fr": "colonne «\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»", "ar": "العمود «{}»", "en": "column “{}”"},
    "path": {"fr": "{}", "ar": "{}", "en": "{}"},
}
#: Arguments that hold a day or a moment: in ISO 8601 for programs, in words in a sentence.
_TIMES = frozenset({"day", "moment", "since", "until", "time"})
#: The same safe types, read ten times faster where the package brings its compiled half: each command waits for it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GROUPED = 10_000
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_EQUATION = re.compile(r"(?:\{\w+\}|[A-Za-z\u0370-\u03ff]\w*) [=<>≤≥] (?:\{\w+\}|\d[\d.,]*)", re.ASCII)
_FROM_THE_LEFT = "\N{LEFT-TO-RIGHT ISOLATE}"
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@cache
def catalogue() -> dict[str, dict[Language, Sentence]]:
    """Every entry of every catalogue file, by finding id; ``ValueError`` if one id stands twice."""
    entries: dict[str, dict[Language, Sentence]] = {}
    folder = files("jawda.core.findings") / "catalogue"
    for resource in sorted(folder.iterdir(), key=lambda item: item.name):
        if not resource.name.endswith(".yaml"):
            continue
        for name, sentences in (_LOADER(resource.read_text("utf-8")).get_single_data() or {}).items():
            if name in entries:
                raise ValueError(f"finding {name} stands twice in the catalogue")
            entries[name] = sentences
    return entries


def words(finding: Finding, language: Language) -> str:
    """The finding as a sentence in ``language``. ``KeyError`` if the catalogue has no such entry."""
    sentence = catalogue()[finding.id][language]
    if isinstance(sentence, dict):
        category = Locale(language).plural_form(float(finding.arguments["count"]))
        sentence = sentence.get(category, sentence["other"])
    if language == "ar":
        sentence = _with_equations(sentence)
    return sentence.format_map({name: _argument(name, value, language) for name, value in finding.arguments.items()})


@cache
def _with_equations(sentence: str) -> str:
    """``Cpk = {value}`` is read from the left in Arabic too: left and right of its sign would change places."""
    return _EQUATION.sub(rf"{_FROM_THE_LEFT}\g<0>{_POP}", sentence)


def words_with_place(finding: Finding, language: Language) -> str:
    """The place, then the sentence: ``reponses.xlsx, ligne 14, colonne « level » : …``."""
    place = place_words(finding.place, language)
    if not place:
        return words(finding, language)
    colon = {"fr": "\N{NO-BREAK SPACE}: ", "ar": ": ", "en": ": "}[language]
    return f"{place}{colon}{words(finding, language)}"


def place_words(place: Place, language: Language) -> str:
    """The known parts of a place, from the widest to the narrowest."""
    comma = "، " if language == "ar" else ", "
    parts = ((name, getattr(place, name)) for name in _PLACE_WORDS)
    return comma.join(
        _PLACE_WORDS[name][language].format(_shown(str(value), language)) for name, value in parts if value is not None
    )


def _argument(name: str, value: str | int | float, language: Language) -> str:
    """An argument called ``language`` is a code, and people read its name; one called by a time is written in words."""
    if name == "language":
        value = Locale(language).languages.get(str(value), value)
    elif name in _TIMES and isinstance(value, str):
        value = days.of_text(value, language)
    return _shown(value, language)


def _shown(value: str | int | float, language: Language) -> str:
    """Arguments are data (codes, file names): in Arabic they are isolated so that the sentence keeps its order."""
    text = value if isinstance(value, str) else number(value, language)
    return f"{_ISOLATE}{text}{_POP}" if language == "ar" else text


def number(value: int | float, language: Language) -> str:
    """From five digits in groups of three (ISO 80000-1, 7.3), so that years stay whole; a point in English only.

    A sentence shows at most six significant digits of a measure; the record keeps them all.

    >>> number(74.001176, "fr"), number(0.00000172, "en") == "1.72\xa0×\xa010⁻⁶"
    ('74,0012', True)
    """
    if isinstance(value, float):
        value = float(f"{value:.6g}")
    text = f"{value:,}" if abs(value) >= _GROUPED else f"{value}"
    if "e" in text:
        digits, exponent = text.split("e")
        text = f"{digits}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{str(int(exponent)).translate(_RAISED)}"
    whole, _, decimals = text.replace(",", "\N{NARROW NO-BREAK SPACE}").partition(".")
    point = "." if language == "en" else ","
    return f"{whole}{point}{decimals}" if decimals.strip("0") else whole
