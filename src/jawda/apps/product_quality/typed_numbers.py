"""Numbers as people type them, and as a field shows them again."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.core.languages import Language
from jawda.foundation.ui.templatetags.ui import language

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


def shown(value: float | None, reader: Language) -> str:
    """A number for a field: every digit that was typed, the reader's decimal sign, no grouping.

    >>> shown(12.5, "fr"), shown(12.0, "en"), shown(None, "ar")
    ('12,5', '12', '')
    """
    if value is None:
        return ""
    text = repr(value).removesuffix(".0")
    return text if reader == "en" else text.replace(".", ",")


class NumberField(forms.FloatField):
    """A number typed with comma or point, shown again with the reader's decimal sign; :class:`NotANumber` never leaves.

    >>> NumberField().clean("11,95")
    11.95
    """

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone shows its keys for figures; a browser does not judge the decimal sign."""
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": str(LONGEST)}

    def to_python(self, value: Any) -> float | None:
        """A float, or None for nothing."""
        try:
            return parsed("" if value is None else str(value))
        except NotANumber as fault:
            raise ValidationError(_("“%(text)s” is not a number.") % {"text": str(fault)}) from fault

    def prepare_value(self, value: Any) -> Any:
        """What is stored as it would be typed; what was typed as it was."""
        return shown(value, language()) if isinstance(value, int | float) else value
