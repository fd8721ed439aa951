"""Forms of characteristics: they ask, the verbs judge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.characteristics.facts import LARGEST_SUBGROUP, Facts
from jawda.apps.product_quality.enums import ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.rule_words import RULE_SET_WORDS
from jawda.apps.product_quality.typed_numbers import NumberField


class CharacteristicForm(forms.Form):
    """What a characteristic is."""

    name = forms.CharField(
        label=_("What is measured or counted"), max_length=160, help_text=_("For example: crimp height, pH, scratches.")
    )
    product = forms.CharField(label=_("Product or part number"), required=False, max_length=120)
    process = forms.CharField(label=_("Operation, machine or line"), required=False, max_length=120)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=40, help_text=_("mm, N, g, %; nothing for a count.")
    )
    lower = NumberField(label=_("Lower specification limit"), required=False)
    upper = NumberField(label=_("Upper specification limit"), required=False)
    target = NumberField(label=_("Target"), required=False)
    importance = forms.ChoiceField(label=_("Importance"), choices=Importance.choices)
    chart = forms.ChoiceField(label=_("Control chart"), choices=ChartKind.choices)
    subgroup_size = forms.IntegerField(
        label=_("Values in a sample"), min_value=1, max_value=LARGEST_SUBGROUP, initial=5,
        help_text=_("Taken together, in the order of production. 1 for individual values and for counts."),
    )  # fmt: skip
    rules = forms.ChoiceField(label=_("Rules that signal"), choices=lambda: list(RULE_SET_WORDS.items()))
    instrument_id = forms.ChoiceField(label=_("Measuring instrument"), required=False)

    def __init__(self, instruments: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument_id"].choices = [("", "–"), *instruments]

    @staticmethod
    def initial_of(row: Characteristic) -> dict[str, Any]:
        """The form's first values."""
        facts = Facts.of(row)
        return {name: getattr(facts, name) for name in Facts.__dataclass_fields__}

    def facts(self) -> Facts:
        """What was typed, for the verb."""
        data = dict(self.cleaned_data)
        key = data.pop("instrument_id")
        return Facts(**data, instrument_id=UUID(key) if key else None)
