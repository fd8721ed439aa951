"""Numbers as people type them, and as a field shows them again."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.core.languages import Language

_SPACES: Final = re.compile(r"[\s\u00a0\u202f']")
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?")
LONGEST: Final = 40


class NotANumber(ValueError):
    """What was typed is no number."""


def parsed(text: str) -> float | None:
    """A number with a comma or a point, in Western or Arabic digits; None for nothing. :class:`NotANumber` otherwise.

    >>> parsed("12,503"), parsed(" 1\u202f250.5 "), parsed("\u2212٣٫٥"), parsed("")
    (12.503, 1250.5, -3.5, None)
    """
    bare = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-").replace("\N{ARABIC DECIMAL SEPARATOR}", ".")
    bare = bare.replace(",", ".").casefold()
    if not bare:
        return None
    if len(bare) > LONGEST or not _PLAIN.fullmatch(bare):
        raise NotANumber(text[:LONGEST])
    value = float(bare)
    if not math.isfinite(value):
        raise NotANumber(text[:LONGEST])
    return value


def shown(value: float | None, language: Language) -> str:
    """A number for a field: every digit that was typed, the reader's decimal sign, no grouping.

    >>> shown(12.5, "fr"), shown(12.0, "en"), shown(None, "ar")
    ('12,5', '12', '')
    """
    if value is None:
        return ""
    text = repr(value).removesuffix(".0")
    return text if language == "en" else text.replace(".", ",")


class NumberField(forms.CharField):
    """A number with comma or point."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(required=False, max_length=LONGEST, **options)

    def clean(self, value: Any) -> Any:
        """A float, or None."""
        try:
            return parsed(super().clean(value))
        except NotANumber as fault:
            raise ValidationError(_("“%(text)s” is not a number.") % {"text": str(fault)}) from fault
