"""Text as search compares it: without case, accents, ligatures, elisions, tashkeel, or the many shapes of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "ـ": "",  # tatweel lengthens a line, not a word
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
    }
)
_WORD: Final = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
"""A clause number such as 8.5.1 is one word."""
_ELIDED: Final = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'")
_BEFORE: Final = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و")
"""Conjunctions, prepositions and the article, written in one with an Arabic word; the longest first."""
_AFTER: Final = ("ات", "ين", "ون", "ان", "يه", "ه")
_ARABIC: Final = re.compile(r"[ء-ي]+")
_STEM: Final = 3
"""Letters that are left at least where something is taken off a word."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text, comparable; in order, repetitions included.

    >>> words("L’évaluation du Cœur, § 8.5.1")
    ('evaluation', 'du', 'coeur', '8.5.1')
    >>> words("الجَـوْدَة") == words("الجوده")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", folded) if unicodedata.category(letter) not in ("Mn", "Cf")
    ).translate(_LETTERS)
    digits = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in plain)
    return tuple(_WORD.findall(_ELIDED.sub(" ", digits)))


def forms(word: str) -> tuple[str, ...]:
    """The word as :func:`words` gives it, and an Arabic one also without what is written in one before it.

    >>> forms(*words("والمدرسة"))
    ('والمدرسه', 'مدرسه')
    >>> forms("audit")
    ('audit',)
    """
    if _ARABIC.fullmatch(word):
        for prefix in _BEFORE:
            if word.startswith(prefix) and len(word) - len(prefix) >= _STEM:
                return (word, word[len(prefix) :])
    return (word,)


def indexed(text: str) -> str:
    """What is kept of a text: each form of each word once, a space around each, so that ``" met"`` begins a word.

    >>> indexed("Métrologie, métrologie légale")
    ' metrologie legale '
    >>> indexed("…")
    ''
    """
    return _spaced(form for word in words(text) for form in forms(word))


def together(*kept: str) -> str:
    """What is kept of several texts one after the other, from what :func:`indexed` keeps of each.

    >>> together(indexed("Métrologie"), indexed("métrologie légale"), indexed(""))
    ' metrologie legale '
    """
    return _spaced(form for one in kept for form in one.split())


def _spaced(found: Iterable[str]) -> str:
    once = dict.fromkeys(found)
    return f" {' '.join(once)} " if once else ""


def alternatives(word: str) -> tuple[str, ...]:
    """The beginnings that answer to a word one typed: its forms, and each without the ending of a plural.

    >>> alternatives("exigences")
    ('exigences', 'exigence')
    >>> alternatives(*words("المختبرات"))
    ('المختبرات', 'المختبر', 'مختبرات', 'مختبر')
    """
    found = []
    for form in forms(word):
        found += [form, *_without_ending(form)]
    return tuple(dict.fromkeys(found))


def _without_ending(word: str) -> tuple[str, ...]:
    endings = _AFTER if _ARABIC.fullmatch(word) else ("s", "x")
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return (word[: -len(ending)],)
    return ()
