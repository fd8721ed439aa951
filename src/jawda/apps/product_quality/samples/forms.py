"""Entering a sample by hand: as many fields as the characteristic's samples have values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.enums import COUNTED
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.samples.facts import WITH_SIZE, SampleFacts
from jawda.apps.product_quality.typed_numbers import NumberField


class SampleForm(forms.Form):
    """Values in the order in which they were taken; a field left empty is a value that is missing."""

    label = forms.CharField(label=_("Label"), required=False, max_length=80, help_text=_("A batch, a time, a shift."))
    taken_at = forms.DateTimeField(
        label=_("Taken at"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, row: Characteristic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        count = row.subgroup_size if row.chart in SUBGROUPED else 1
        fields: dict[str, forms.Field] = {}
        for place in range(1, count + 1):
            label = _("Value %(place)d") % {"place": place} if count > 1 else _("Value")
            if row.chart in COUNTED:
                fields[f"value_{place}"] = forms.IntegerField(
                    label=pgettext_lazy("sample", "Count"), min_value=0, max_value=2_000_000_000
                )
            else:
                fields[f"value_{place}"] = NumberField(label=label, required=place == 1)
        if row.chart in WITH_SIZE:
            fields["inspected"] = forms.IntegerField(
                label=_("Units looked at"), min_value=1, max_value=2_000_000_000, initial=kwargs.get("inspected")
            )
        self.fields = {**fields, **self.fields}
        self.value_fields = [name for name in fields if name.startswith("value_")]

    def facts(self) -> SampleFacts:
        """What was typed, for the verb."""
        data = self.cleaned_data
        values = [data[name] for name in self.value_fields]
        return SampleFacts(
            values=tuple(float(value) for value in values if value is not None), inspected=data.get("inspected"),
            label=data["label"], note=data["note"], taken_at=data["taken_at"],
        )  # fmt: skip
