"""The form of a plan: it proposes, says why, and asks; the verb judges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.gauge.plans import (
    MOST_OPERATORS,
    MOST_PARTS,
    MOST_TRIALS,
    PROPOSED_PARTS,
    PROPOSED_TRIALS,
    Plan,
)
from jawda.apps.product_quality.gauge.typed import NumberField, shown
from jawda.apps.product_quality.models import Characteristic, GaugeStudy, Instrument
from jawda.core.languages import Language


class PlanForm(forms.Form):
    """What a study is to be."""

    title = forms.CharField(label=_("Title"), max_length=160)
    characteristic_id = forms.ChoiceField(
        label=_("Characteristic"), required=False, help_text=_("Its unit and tolerance are taken where you give none.")
    )
    instrument_id = forms.ChoiceField(label=_("Instrument"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    tolerance = NumberField(
        label=_("Tolerance (width)"),
        help_text=_(
            "Upper limit less lower limit. With it the study says what share of the tolerance the measurement takes; "
            "without it, what share of the variation of the parts."
        ),
    )
    parts = forms.IntegerField(
        label=_("Parts"), min_value=2, max_value=MOST_PARTS,
        help_text=_("Ten, from the whole of production and not the best ones: the study compares parts that differ."),
    )  # fmt: skip
    part_names = forms.CharField(
        label=_("Names of the parts"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line; left empty, they are numbered from 1. The operator must not recognise them."),
    )  # fmt: skip
    operators = forms.CharField(
        label=_("Operators"), max_length=MOST_OPERATORS * 90, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line, names or codes: three of those who measure every day. With fewer, what differs between "
            "people is hardly seen."
        ),
    )  # fmt: skip
    trials = forms.IntegerField(
        label=_("Trials"), min_value=2, max_value=MOST_TRIALS,
        help_text=_("Three: each operator measures every part three times, in an order that changes."),
    )  # fmt: skip

    def __init__(
        self, characteristics: list[Characteristic], instruments: list[Instrument], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.characteristics = {str(row.pk): row for row in characteristics}
        none = ("", "–")
        self.fields["characteristic_id"].choices = [
            none,
            *((key, str(row)) for key, row in self.characteristics.items()),
        ]
        self.fields["instrument_id"].choices = [none, *((str(row.pk), str(row)) for row in instruments)]

    @staticmethod
    def proposal(operators: str) -> dict[str, Any]:
        """The form's first values for a new study."""
        return {"parts": PROPOSED_PARTS, "trials": PROPOSED_TRIALS, "operators": operators}

    @staticmethod
    def initial_of(study: GaugeStudy, language: Language) -> dict[str, Any]:
        """The form's first values for one that stands."""
        plan = Plan.of(study)
        return {
            "title": plan.title, "characteristic_id": str(plan.characteristic_id or ""), "unit": plan.unit,
            "instrument_id": str(plan.instrument_id or ""), "tolerance": shown(plan.tolerance, language),
            "parts": plan.parts, "part_names": "\n".join(plan.part_names), "operators": "\n".join(plan.operators),
            "trials": plan.trials,
        }  # fmt: skip

    def plan(self) -> Plan:
        """What was typed; unit and tolerance of the characteristic where none was."""
        data = self.cleaned_data
        chosen = self.characteristics.get(data["characteristic_id"])
        tolerance, unit = data["tolerance"], data["unit"].strip()
        if chosen is not None:
            unit = unit or chosen.unit
            if tolerance is None and chosen.lower is not None and chosen.upper is not None:
                tolerance = float(f"{chosen.upper - chosen.lower:.12g}")
        return Plan(
            title=data["title"], characteristic_id=_key(data["characteristic_id"]), unit=unit,
            instrument_id=_key(data["instrument_id"]), tolerance=tolerance, parts=data["parts"],
            part_names=lines(data["part_names"]), operators=lines(data["operators"]), trials=data["trials"],
        )  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    """One name a line, blank lines left out.

    >>> lines(" Amina \\n\\n B ")
    ('Amina', 'B')
    """
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _key(text: str) -> UUID | None:
    return UUID(text) if text else None
