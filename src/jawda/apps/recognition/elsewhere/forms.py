"""Forms for certificates issued elsewhere: they ask, the verbs judge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.elsewhere.facts import KINDS, LONGEST, LONGEST_NOTE, CertificateFacts, CheckFacts
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.forms import day_field, lines
from jawda.apps.recognition.models import RecordedCertificate


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST[name], **options)


class CertificateForm(forms.Form):
    """What a certificate says. Names are those of :class:`CertificateFacts`."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS])
    number = _text("number", label=pgettext_lazy("of a document", "Number"))
    standard = _text("standard", label=_("Standard"), required=False, help_text=_("Such as ISO 9001:2015."))
    issuer_name = _text("issuer_name", label=_("Body that issued it"))
    issued_on = day_field(label=_("Issued on"))
    expires_on = day_field(label=_("Last day"), required=False)
    scope = _text("scope", label=_("Scope"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sites = forms.CharField(
        label=_("Sites"), required=False, max_length=11_000, help_text=_("One per line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    accreditation_body = _text(
        "accreditation_body", label=_("Accreditor"), required=False, help_text=_("Whose mark stands on it.")
    )
    accreditation_number = _text("accreditation_number", label=_("Accreditation number"), required=False)
    source = _text(
        "source", label=_("Who gave it to you"),
        help_text=_("An organisation or a service rather than a person, such as “the body’s portal”."),
    )  # fmt: skip
    register_url = _text(
        "register_url", label=_("Address in the register"), required=False,
        help_text=_("Of the body or of a common register. It is a link for people: this server never asks it."),
        widget=forms.URLInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: RecordedCertificate | None = None) -> None:
        initial: dict[str, Any] = {"kind": Kind.MANAGEMENT_SYSTEM.value}
        if row is not None:
            initial = CertificateFacts.of(row).values() | {"sites": "\n".join(row.sites)}
        super().__init__(data, initial=initial)

    def facts(self) -> CertificateFacts:
        """What was typed, for the verb."""
        said = dict(self.cleaned_data)
        return CertificateFacts(**{**said, "kind": Kind(said["kind"]), "sites": lines(said["sites"])})


class RegisterForm(forms.Form):
    """What a person found in a register."""

    checked_on = day_field(label=_("Looked up on"))
    found = forms.ChoiceField(label=_("What stood there"), choices=InRegister.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"checked_on": today})

    def facts(self) -> CheckFacts:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return CheckFacts(checked_on=typed["checked_on"], found=InRegister(typed["found"]), note=typed["note"])
