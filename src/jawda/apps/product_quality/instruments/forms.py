"""Forms of the register: they ask, the verbs judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments.facts import LONGEST, MOST_MONTHS, CalibrationFacts, InstrumentFacts
from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.typed_numbers import NumberField


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST[name], **options)


class InstrumentForm(forms.Form):
    """What an instrument is."""

    identification = _text(
        "identification", label=_("Identification"), help_text=_("What is engraved or stuck on it, such as PC-014.")
    )
    name = _text("name", label=_("Designation"))
    maker = _text("maker", label=_("Maker"), required=False)
    model_name = _text("model_name", label=_("Model"), required=False)
    serial_number = _text("serial_number", label=_("Serial number"), required=False)
    location = _text("location", label=_("Where it is"), required=False)
    unit = _text("unit", label=_("Unit"), required=False)
    resolution = NumberField(label=_("Resolution"), required=False)
    range_low = NumberField(label=_("Range from"), required=False)
    range_high = NumberField(label=_("Range to"), required=False)
    interval_months = forms.IntegerField(
        label=_("Months between calibrations"), required=False, min_value=1, max_value=MOST_MONTHS,
        help_text=_("Leave it empty where it is verified before each use."),
    )  # fmt: skip
    due_on = _day(label=_("To be calibrated by"), required=False)

    @staticmethod
    def initial_of(instrument: Instrument) -> dict[str, Any]:
        """The form's first values."""
        facts = InstrumentFacts.of(instrument)
        return {name: getattr(facts, name) for name in InstrumentFacts.__dataclass_fields__}

    def facts(self) -> InstrumentFacts:
        """What was typed, for the verb."""
        return InstrumentFacts(**self.cleaned_data)


class CalibrationForm(forms.Form):
    """What a certificate says."""

    done_on = _day(label=_("Calibrated on"))
    outcome = forms.ChoiceField(label=_("Result"), choices=CalibrationOutcome.choices, widget=forms.RadioSelect)
    due_on = _day(
        label=_("Next calibration by"), required=False,
        help_text=_("Left empty, it follows from the months between calibrations."),
    )  # fmt: skip
    provider = _text("provider", label=_("Laboratory"), required=False)
    certificate_number = _text("certificate_number", label=_("Certificate number"), required=False)
    expanded_uncertainty = NumberField(label=_("Expanded uncertainty U"), required=False)
    coverage_factor = NumberField(label=_("Coverage factor k"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST["note"], widget=forms.Textarea(attrs={"rows": 2})
    )

    def facts(self) -> CalibrationFacts:
        """What was typed, for the verb."""
        return CalibrationFacts(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why an instrument is set aside or withdrawn."""

    reason = forms.CharField(label=_("Why"), max_length=200)
