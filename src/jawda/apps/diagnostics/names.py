"""Names inside a sentence of the other direction."""

from __future__ import annotations

from jawda.core.languages import Language

_OPEN, _CLOSE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def apart(text: str, language: Language) -> str:
    """In Arabic, a name that keeps its own direction (Unicode annex 9), and brackets that keep theirs.

    >>> apart("Argane", "fr"), apart("Argane", "ar") == "\\u2068Argane\\u2069"
    ('Argane', True)
    """
    return f"{_OPEN}{text}{_CLOSE}" if language == "ar" else text
