"""Choosing how a file is read: which columns, which decimal sign, which order of dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.samples.facts import WITH_SIZE
from jawda.apps.product_quality.samples.files import Choices, Planned


class ChoicesForm(forms.Form):
    """What a person knows better than the reader."""

    values = forms.MultipleChoiceField(
        label=_("Columns of values"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Several columns: the values of a sample stand side by side in its row."),
    )  # fmt: skip
    subgroup = forms.ChoiceField(label=_("Sample of each value"), required=False)
    inspected = forms.ChoiceField(label=_("Units looked at"), required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    moment = forms.ChoiceField(label=_("Taken at"), required=False)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"), required=False,
        choices=[("", _("As found")), (",", _("comma: 12,5")), (".", _("point: 12.5"))],
    )  # fmt: skip
    dates = forms.ChoiceField(
        label=_("Dates"), required=False,
        choices=[("", _("As found")), ("day", _("day first: 31/12")), ("month", _("month first: 12/31"))],
    )  # fmt: skip
    header = forms.IntegerField(
        label=_("Row of the headings"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("0 where there is none."),
    )
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, row: Characteristic, planned: Planned, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "–"), *planned.columns]
        self.fields["values"].choices = planned.columns
        for name in ("subgroup", "inspected", "label", "moment"):
            self.fields[name].choices = none
        sheets = planned.read.report.understood.sheets
        self.fields["sheet"].choices = [("", "–"), *((name, name) for name in sheets)]
        unwanted = {"sheet"} if len(sheets) < 2 else set()
        unwanted |= set() if row.chart in SUBGROUPED else {"subgroup"}
        unwanted |= set() if row.chart in WITH_SIZE else {"inspected"}
        if planned.read.table is None:
            unwanted |= set(self.fields) - {"values"}
        for name in unwanted:
            self.fields.pop(name, None)

    def choices(self) -> Choices:
        """For the reader."""
        data = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Choices.of(data)
