"""Days and moments in words, as people write them in a sentence; months in Arabic as in Morocco."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from jawda.core.languages import Language

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_NAMES: Final[dict[Language, str]] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "en": "January February March April May June July August September October November December",
}
MONTHS: Final = {language: tuple(names.split()) for language, names in _NAMES.items()}
AT: Final[dict[Language, str]] = {"fr": " à ", "ar": " على الساعة ", "en": " at "}


def in_words(day: date, language: Language) -> str:
    """A day in a sentence.

    >>> in_words(date(2026, 12, 1), "fr") == "1er\\xa0décembre 2026"
    True
    >>> in_words(date(2026, 8, 20), "ar") == "20\\xa0غشت 2026"
    True
    """
    figure = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{figure}{_NO_BREAK}{MONTHS[language][day.month - 1]} {day.year}"


def of_text(text: str, language: Language) -> str:
    """A day or a moment as ISO 8601 writes it, in words; any other text as it is.

    >>> of_text("2026-03-03", "en"), of_text("2026-03-03T09:05:00Z", "en"), of_text("soon", "en")
    ('3\\xa0March 2026', '3\\xa0March 2026 at 09:05\\xa0UTC', 'soon')
    """
    try:
        if len(text) == len("2026-03-03"):
            return in_words(date.fromisoformat(text), language)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = f"{_NO_BREAK}{moment.tzname()}" if moment.tzinfo else ""
    return f"{in_words(moment, language)}{AT[language]}{moment:%H:%M}{zone}"
