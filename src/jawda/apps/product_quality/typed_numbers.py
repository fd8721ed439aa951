"""Fields for numbers: what is typed in one, and how it is shown in it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.core.languages import Language
from jawda.core.typed_numbers import LONGEST, NotANumber, parsed
from jawda.foundation.ui.templatetags.ui import language


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
