"""Days of work in words, with the plural forms of each language."""

from __future__ import annotations

from typing import Final

from babel import Locale

from jawda.core.languages import Language
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, number

_FORMS: Final[dict[Language, dict[str, str]]] = {
    "fr": {"one": "{} jour", "other": "{} jours"},
    "ar": {
        "zero": "أقل من يوم",
        "one": "يوم واحد",
        "two": "يومان",
        "few": "{} أيام",
        "many": "{} يوما",
        "other": "{} يوم",
    },
    "en": {"one": "{} day", "other": "{} days"},
}
_HALF: Final[dict[Language, str]] = {"fr": "une demi-journée", "ar": "نصف يوم", "en": "half a day"}


def days(value: float | None, language: Language) -> str:
    """So many days of work, rounded to halves; an en dash where it is not known.

    >>> days(1, "fr").replace(NO_BREAK, " "), days(3, "fr").replace(NO_BREAK, " "), days(0.5, "fr")
    ('1 jour', '3 jours', 'une demi-journée')
    >>> days(1.5, "fr").replace(NO_BREAK, " "), days(1.5, "en").replace(NO_BREAK, " ")
    ('1,5 jour', '1.5 days')
    >>> days(2, "ar"), days(4.5, "ar").replace(NO_BREAK, " "), days(None, "en")
    ('يومان', '4,5 أيام', '–')
    """
    if value is None:
        return NOTHING
    rounded = max(0.5, round(value * 2) / 2)
    if rounded == 0.5:
        return _HALF[language]
    whole = rounded.is_integer()
    if language == "ar" and not whole:
        # a fraction takes the form of the whole number before it, and under three that of eleven
        form = Locale("ar").plural_form(int(rounded) if rounded > 3 else 11)
    else:
        form = Locale(language).plural_form(int(rounded) if whole else rounded)
    forms = _FORMS[language]
    shown = number(rounded, language, 0 if whole else 1)
    return forms.get(form, forms["other"]).replace(" ", NO_BREAK).format(shown)
