"""The form of one line of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.apps.recognition.models import WatchedCertificate
from jawda.apps.recognition.suppliers.facts import LONGEST, SupplierFacts


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST[name], required=name == "supplier_name", **options)


class SupplierForm(forms.Form):
    """What is expected of a supplier. Names are those of :class:`SupplierFacts`."""

    supplier_name = _text("supplier_name", label=_("Supplier"))
    supplier_ice = forms.CharField(label=_("ICE"), required=False, max_length=24, help_text=_("15 digits."))
    country = _text("country", label=_("Country"))
    reference = forms.CharField(
        label=_("Jawda reference"), required=False, max_length=40,
        help_text=_("Such as JW-2026-7KQM2FA. With it there is no doubt which document is meant."),
    )  # fmt: skip
    number = _text(
        "number", label=pgettext_lazy("of a document", "Number"), help_text=_("As it stands on the certificate.")
    )
    standard = _text(
        "standard", label=_("Standard expected"),
        help_text=_("“ISO 9001” means any edition; with its year, that one."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: WatchedCertificate | None = None) -> None:
        super().__init__(data, initial=None if row is None else SupplierFacts.of(row).values())

    def facts(self) -> SupplierFacts:
        """What was typed, for the verb."""
        return SupplierFacts(**self.cleaned_data)
