"""Findings as sentences: plural forms, numbers, places, and what Refused carries."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from jawda.core.findings import Finding, Level, Place, Refused, words, words_with_place
from jawda.core.findings.checks import Check, Status
from jawda.core.findings.words import catalogue, place_words
from jawda.core.languages import LANGUAGES, Language

WORDS = importlib.import_module("jawda.core.findings.words")


def sheets(count: int, language: str) -> str:
    finding = Finding(id="spreadsheets.too_many_sheets", arguments={"count": count, "limit": 0})
    return words(finding, language).replace("\N{FIRST STRONG ISOLATE}", "").replace("\N{POP DIRECTIONAL ISOLATE}", "")


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "ورقة واحدة"), (2, "ورقتان"), (3, "3 أوراق"), (10, "10 أوراق"), (11, "11 ورقة"), (100, "100 ورقة")],
)
def test_arabic_plurals(count: int, expected: str) -> None:
    """CLDR, Arabic cardinals: one 1; two 2; few n mod 100 = 3..10; many n mod 100 = 11..99; other the rest."""
    assert expected in sheets(count, "ar")


def test_french_and_english_plurals() -> None:
    assert "une feuille" in sheets(1, "fr")
    assert "21 feuilles" in sheets(21, "fr")
    assert "one sheet;" in sheets(1, "en")
    assert "21 sheets" in sheets(21, "en")


def test_numbers_by_language() -> None:
    """ISO 80000-1, 7.3: digits in groups of three by a small space, the decimal sign a comma or a point on the line."""
    finding = Finding(id="spreadsheets.file_too_large", arguments={"megabytes": 21.5, "limit": 20.0})
    assert "21,5\N{NO-BREAK SPACE}Mo" in words(finding, "fr") or "21,5 Mo" in words(finding, "fr")
    assert "21.5 MB" in words(finding, "en")
    assert "at most 20 MB" in words(finding, "en")
    long = Finding(id="spreadsheets.cell_too_long", arguments={"characters": 1048576, "limit": 2026})
    assert "1\N{NARROW NO-BREAK SPACE}048\N{NARROW NO-BREAK SPACE}576" in words(long, "en")
    assert "2026" in words(long, "en")


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("fr", "que le 1er\xa0mars 2026.", "du 3\xa0mars 2026 à 09:05\xa0UTC :"),
        ("ar", "ابتداء من \u20681\xa0مارس 2026\u2069.", "\u20683\xa0مارس 2026 على الساعة 09:05\xa0UTC\u2069"),
        ("en", "from 1\xa0March 2026 on", "from 3\xa0March 2026 at 09:05\xa0UTC on"),
    ],
)
def test_days_are_written_as_people_write_them(language: Language, day: str, moment: str) -> None:
    """What a program reads stays in ISO 8601."""
    check = Check(id="verification.not_yet", status=Status.FAIL, arguments={"day": "2026-03-01"})
    assert day in check.sentence(language)
    assert check.to_dict()["arguments"] == {"day": "2026-03-01"}
    early = Finding(id="credentials.status_early", arguments={"moment": "2026-03-03T09:05:00Z"})
    assert moment in words(early, language).replace("\xa0:", " :")
    assert "soon" in words(Finding(id="verification.not_yet", arguments={"day": "soon"}), language)


def test_places_from_the_widest_to_the_narrowest() -> None:
    place = Place(file="a.xlsx", sheet="S", row=12000, column="B")
    assert place_words(place, "en") == "a.xlsx, sheet “S”, row 12000, column “B”"
    nbsp = "\N{NO-BREAK SPACE}"
    assert place_words(place, "fr") == f"a.xlsx, feuille «{nbsp}S{nbsp}», ligne 12000, colonne «{nbsp}B{nbsp}»"
    assert "السطر" in place_words(place, "ar")
    assert "، " in place_words(place, "ar")
    assert place_words(Place(line=3, path="a[1]"), "en") == "line 3, a[1]"


def test_no_place_no_colon() -> None:
    finding = Finding(id="spreadsheets.formula")
    for language in LANGUAGES:
        assert words_with_place(finding, language) == words(finding, language)


def test_an_argument_in_arabic_is_isolated() -> None:
    """Unicode Standard Annex 9, 2.4.2: an isolate keeps its content from ordering what surrounds it."""
    finding = Finding(id="spreadsheets.missing_column", arguments={"column": "level"})
    assert "\N{FIRST STRONG ISOLATE}level\N{POP DIRECTIONAL ISOLATE}" in words(finding, "ar")
    assert "\N{FIRST STRONG ISOLATE}" not in words(finding, "fr")


def test_an_equation_in_arabic_is_read_from_the_left() -> None:
    """Left of its sign stands the name, in every language; the sentence around it runs from the right."""
    finding = Finding(id="capability.met", arguments={"index": "Cpk", "value": 1.66, "required": 1.33})
    assert words(finding, "ar").startswith("\u2066\u2068Cpk\u2069 = \u20681,66\u2069\u2069 ")
    assert words(finding, "fr").startswith("Cpk = 1,66 ")


def test_an_unknown_finding_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        words(Finding(id="spreadsheets.no_such_entry"), "fr")


def test_refused_carries_every_finding() -> None:
    first, second = Finding(id="a.b"), Finding(id="c.d", level=Level.WARNING)
    refused = Refused(finding for finding in (first, second))
    assert refused.findings == (first, second)
    assert str(refused) == "a.b; c.d"


def test_an_entry_may_stand_once_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "a.yaml").write_text("a.b: {fr: x, ar: x, en: x}\n", "utf-8")
    (folder / "empty.yaml").write_text("", "utf-8")
    (folder / "notes.txt").write_text("not a catalogue", "utf-8")
    monkeypatch.setattr(WORDS, "files", lambda _: tmp_path)
    assert catalogue.__wrapped__() == {"a.b": {"fr": "x", "ar": "x", "en": "x"}}
    (folder / "b.yaml").write_text("a.b: {fr: y, ar: y, en: y}\n", "utf-8")
    with pytest.raises(ValueError, match="twice"):
        catalogue.__wrapped__()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, "0,3"),
        (1e-7 / 3, "3,33333\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁸"),
        (12345.678, "12\N{NARROW NO-BREAK SPACE}345,7"),
        (2.0, "2"),
    ],
)
def test_a_sentence_shows_six_digits_of_a_measure(value: float, shown: str) -> None:
    finding = Finding(id="referentials.unknown_parent", arguments={"parent": value})
    assert shown in words(finding, "fr")


def test_a_language_is_called_by_its_name() -> None:
    finding = Finding(id="referentials.missing_language", arguments={"language": "ar"})
    assert "arabe" in words(finding, "fr")
    assert "العربية" in words(finding, "ar")
