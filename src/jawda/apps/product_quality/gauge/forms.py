"""The form of a plan: it proposes, says why, and asks what its kind needs; the verb judges."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge.plans import SIZES, Plan, part_name
from jawda.apps.product_quality.models import Characteristic, GaugeStudy, Instrument
from jawda.apps.product_quality.typed_numbers import NumberField

#: What a form does not ask for its kind.
_UNASKED: Final = {
    StudyKind.CROSSED: ("reference", "nonconforming_parts"),
    StudyKind.TYPE1: ("part_names", "nonconforming_parts", "trials"),
    StudyKind.AGREEMENT: ("unit", "tolerance", "reference"),
}
#: Field, then label and help where the kind says them otherwise.
_WORDS: Final = {
    StudyKind.TYPE1: {
        "parts": (_("Measurements"), _(
            "Fifty of the same part, at least 25, put back and measured afresh each time. The part is stable, and near "
            "the middle of the tolerance.")),
        "operators": (_("Operator"), _("The one who measures: a name or a code.")),
        "tolerance": (_("Tolerance (width)"), _(
            "Upper limit less lower limit. Cg and Cgk compare the instrument with it.")),
    },
    StudyKind.AGREEMENT: {
        "parts": (_("Parts"), _(
            "Fifty, good and bad, a quarter of them near each limit: appraisers differ on the doubtful ones.")),
        "part_names": (_("Names of the parts"), _(
            "One a line; left empty, they are numbered from 1. The appraiser must not recognise them.")),
        "operators": (_("Appraisers"), _("One a line, names or codes: three of those who inspect every day.")),
        "trials": (_("Trials"), _("Three: each appraiser judges every part three times, in an order that changes.")),
    },
}  # fmt: skip


class PlanForm(forms.Form):
    """What a study is to be."""

    title = forms.CharField(label=_("Title"), max_length=160)
    characteristic_id = forms.ChoiceField(
        label=_("Characteristic"), required=False, help_text=_("Its unit and tolerance are taken where you give none.")
    )
    instrument_id = forms.ChoiceField(label=_("Instrument"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    tolerance = NumberField(
        required=False,
        label=_("Tolerance (width)"),
        help_text=_(
            "Upper limit less lower limit. With it the study says what share of the tolerance the measurement takes; "
            "without it, what share of the variation of the parts."
        ),
    )
    reference = NumberField(
        required=False,
        label=_("Reference value"), help_text=_("The true value of the part: that of its certificate."),
    )  # fmt: skip
    parts = forms.IntegerField(
        label=_("Parts"),
        help_text=_("Ten, from the whole of production and not the best ones: the study compares parts that differ."),
    )  # fmt: skip
    part_names = forms.CharField(
        label=_("Names of the parts"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line; left empty, they are numbered from 1. The operator must not recognise them."),
    )  # fmt: skip
    nonconforming_parts = forms.CharField(
        label=_("Parts that are bad by the reference judgement"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their names or numbers, one a line or with commas. All others are good. Hide it from appraisers."),
    )  # fmt: skip
    operators = forms.CharField(
        label=_("Operators"), max_length=900, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line, names or codes: three of those who measure every day. With fewer, what differs between "
            "people is hardly seen."
        ),
    )  # fmt: skip
    trials = forms.IntegerField(
        label=_("Trials"),
        help_text=_("Three: each operator measures every part three times, in an order that changes."),
    )  # fmt: skip

    def __init__(
        self, kind: StudyKind, characteristics: list[Characteristic], instruments: list[Instrument], *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in _UNASKED[kind]:
            del self.fields[name]
        for name, (label, said) in _WORDS.get(kind, {}).items():
            self.fields[name].label, self.fields[name].help_text = label, said
        for name, (least, most) in (("parts", SIZES[kind].parts), ("trials", SIZES[kind].trials)):
            if name in self.fields:
                _bounded(self.fields[name], least, most)
        if kind == StudyKind.TYPE1:
            self.fields["operators"].widget = forms.TextInput()
            self.fields["reference"].required = True
        if kind == StudyKind.AGREEMENT:
            self.fields["nonconforming_parts"].required = True
            self.fields["characteristic_id"].help_text = ""
        self.characteristics = {str(row.pk): row for row in characteristics}
        none = ("", "–")
        self.fields["characteristic_id"].choices = [
            none,
            *((key, str(row)) for key, row in self.characteristics.items()),
        ]
        self.fields["instrument_id"].choices = [none, *((str(row.pk), str(row)) for row in instruments)]

    @staticmethod
    def proposal(kind: StudyKind) -> dict[str, Any]:
        """The form's first values for a new study."""
        size = SIZES[kind]
        said = gettext("Appraiser %(letter)s") if kind == StudyKind.AGREEMENT else gettext("Operator %(letter)s")
        operators = [said % {"letter": letter} for letter in "ABC"[: size.operators[1]]]
        return {"parts": size.proposed_parts, "trials": size.proposed_trials, "operators": "\n".join(operators)}

    @staticmethod
    def initial_of(study: GaugeStudy) -> dict[str, Any]:
        """The form's first values for one that stands."""
        plan = Plan.of(study)
        return {
            "title": plan.title, "characteristic_id": str(plan.characteristic_id or ""), "unit": plan.unit,
            "instrument_id": str(plan.instrument_id or ""), "tolerance": plan.tolerance,
            "parts": plan.parts, "part_names": "\n".join(plan.part_names), "operators": "\n".join(plan.operators),
            "trials": plan.trials, "reference": plan.reference,
            "nonconforming_parts": "\n".join(part_name(study, part) for part in plan.nonconforming_parts),
        }  # fmt: skip

    def plan(self) -> Plan:
        """What was typed; unit and tolerance of the characteristic where none was."""
        data = self.cleaned_data
        chosen = self.characteristics.get(data["characteristic_id"])
        tolerance, unit = data.get("tolerance"), data.get("unit", "").strip()
        if chosen is not None and self.kind != StudyKind.AGREEMENT:
            unit = unit or chosen.unit
            if tolerance is None and chosen.lower is not None and chosen.upper is not None:
                tolerance = float(f"{chosen.upper - chosen.lower:.12g}")
        names = lines(data.get("part_names", ""))
        return Plan(
            title=data["title"], kind=self.kind, characteristic_id=_key(data["characteristic_id"]), unit=unit,
            instrument_id=_key(data["instrument_id"]), tolerance=tolerance, parts=data["parts"],
            reference=data.get("reference"), part_names=names, operators=lines(data["operators"]),
            nonconforming_parts=_places(data.get("nonconforming_parts", ""), names), trials=data.get("trials", 1),
        )  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    """One name a line, blank lines left out.

    >>> lines(" Amina \\n\\n B ")
    ('Amina', 'B')
    """
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _bounded(field: forms.Field, least: int, most: int) -> None:
    """The least and the most that a whole number may be, for the field's browser and for its judge."""
    bounded = forms.IntegerField(min_value=least, max_value=most)
    field.validators += bounded.validators
    field.widget.attrs |= {"min": least, "max": most}


def _places(text: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """The parts that are named, as their places; ``ValidationError`` beside the field for one that is not known."""
    known = {name.casefold(): at for at, name in enumerate(names, start=1)}
    found = []
    for written in (" ".join(word.split()) for word in re.split(r"[\n,;،؛]", text)):
        if not written:
            continue
        place = known.get(written.casefold()) if names else int(written) if re.fullmatch(r"\d{1,4}", written) else None
        if place is None:
            said = gettext("“%(name)s” is no part of this study.") % {"name": written[:60]}
            raise ValidationError({"nonconforming_parts": said})
        found.append(place)
    return tuple(sorted(set(found)))


def _key(text: str) -> UUID | None:
    return UUID(text) if text else None
