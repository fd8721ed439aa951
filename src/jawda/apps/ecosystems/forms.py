"""Forms of the room: they ask, the verbs judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.ecosystems.domain import ConventionFacts
from jawda.apps.ecosystems.models import Convention
from jawda.apps.organisations.forms import Day


class JoinForm(forms.Form):
    """What the company agrees to show; nothing is ticked beforehand."""

    show_stage = forms.BooleanField(label=_("Show our stage to the federation"), required=False)
    show_name = forms.BooleanField(label=_("Show our name in the public list of participants"), required=False)

    def __init__(self, *args: Any, may_be_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_named:
            self.fields["show_name"].disabled = True
            self.fields["show_name"].label = _("Show our name in public: possible once your company is verified")


class ConsentForm(forms.Form):
    """Until when."""

    ends_on = forms.DateField(label=_("Until (empty: until we withdraw it)"), required=False, widget=Day())


class LinesField(forms.CharField):
    """One entry on each line; cleaned to a tuple."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        return "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))


class ConventionForm(forms.Form):
    """The convention as it was signed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    parties = LinesField(
        label=_("Parties"), help_text=_("One on each line."), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=Day())
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=Day())
    objectives = LinesField(
        label=_("Objectives"), help_text=_("One on each line."), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where it was published"), max_length=300, required=False, help_text=_("A reference or an address.")
    )

    @staticmethod
    def initial_of(convention: Convention | None) -> dict[str, object]:
        """The form's first values."""
        if convention is None:
            return {}
        return {
            "title": convention.title,
            "parties": "\n".join(convention.parties),
            "signed_on": convention.signed_on,
            "ends_on": convention.ends_on,
            "objectives": "\n".join(convention.objectives),
            "source": convention.source,
        }

    def facts(self) -> ConventionFacts:
        """What was typed, for the verb."""
        data = self.cleaned_data
        lines = {name: tuple(data[name].splitlines()) for name in ("parties", "objectives")}
        return ConventionFacts(**{**data, **lines})


class EcosystemForm(forms.Form):
    """A new ecosystem of the federation."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=160)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=160, widget=forms.TextInput(attrs={"dir": "rtl"}))
    name_en = forms.CharField(label=_("Name in English"), max_length=160)
    sector = forms.CharField(label=_("Sector"), max_length=40)
    slug = forms.SlugField(label=_("Last part of its address"), max_length=40, help_text=_("For example: automobile"))
