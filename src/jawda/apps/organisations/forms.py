"""Forms of the room: they ask, the verbs judge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.apps.organisations import codes
from jawda.apps.organisations.api_scopes import scopes_for
from jawda.apps.organisations.domain import Facts, SiteFacts
from jawda.apps.organisations.enums import Kind, Role, roles_for
from jawda.apps.organisations.models import Organisation, Site
from jawda.foundation.ui.forms import FileDrop
from jawda.foundation.ui.templatetags.ui import language
from jawda.foundation.webhooks.addresses import LONGEST
from jawda.foundation.webhooks.events import events

LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]


def attach(form: forms.Form, error: ValidationError) -> None:
    """Show what a verb refused: beside the fields it names, the rest above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, faults in error.error_dict.items():
        form.add_error(field if field in form.fields else None, faults)


def _regions() -> list[tuple[str, str]]:
    return [("", "–"), *codes.options(codes.REGIONS)]


def _sectors() -> list[tuple[str, str]]:
    titles = [(code, f"{code} – {title}") for code, title in codes.options(codes.SECTORS)]
    return [("", str(_("From the activity"))), *titles]


class DescriptionForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=160)
    ice = forms.CharField(
        label=_("Company identifier (ICE)"), help_text=_("15 digits"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Region"), required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    nace = forms.CharField(
        label=_("Activity (NACE Rev. 2)"), required=False, max_length=120,
        help_text=_("Type a code or a word, and choose: 29.32, or 29 for the whole division."),
        widget=forms.TextInput(attrs={"list": "nace-codes", "autocomplete": "off"}),
    )  # fmt: skip
    iaf = forms.ChoiceField(
        label=_("Sector of certification (IAF)"), required=False,
        help_text=_("Proposed from the activity where you choose none."),
    )  # fmt: skip
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=9_999_999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = _regions()
        self.fields["iaf"].choices = _sectors()

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, object]:
        """The form's first values."""
        names = ("name", "ice", "region", "city", "nace", "iaf", "employees")
        return {name: getattr(organisation, name) for name in names}

    def facts(self) -> Facts:
        """What was typed, for the verb."""
        names = ("name", "ice", "region", "city", "nace", "iaf", "employees")
        return Facts(**{"name": ""} | {name: self.cleaned_data[name] for name in names if name in self.cleaned_data})

    def clean(self) -> dict[str, Any]:
        """The room's own check, so that every fault stands beside its field at once."""
        data = super().clean() or {}
        try:
            self.facts().checked()
        except ValidationError as error:
            for field in set(error.error_dict) - set(self.errors):
                self.add_error(field, error.error_dict[field])
        return data


class RegistrationForm(DescriptionForm):
    """What a new organisation says of itself."""

    kind = forms.ChoiceField(label=_("Your organisation is a"), choices=Kind.choices, initial=Kind.COMPANY)
    field_order = ["kind"]


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language to write."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_for(kind)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].initial = Role.CONTRIBUTOR if Role.CONTRIBUTOR in roles else roles[-1]
        self.fields["language"].initial = language()


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_for(kind)]


class Day(forms.DateInput):
    """A day, in the form that browsers and ISO 8601 share."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _next_quarter() -> date:
    return timezone.localdate() + timedelta(days=90)


class MissionForm(forms.Form):
    """The terms of a mission."""

    email = forms.EmailField(
        label=_("The expert’s e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    starts_on = forms.DateField(label=_("First day"), widget=Day(), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Last day"), widget=Day(), initial=_next_quarter)
    scope = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=[
            ("diagnostics", _("Self-assessments: reading answers, results and reports")),
            ("actions", _("Action plan: reading it, and proposing actions")),
            ("product_quality", _("Product quality: reading measurements, charts and studies")),
        ],
        initial=["diagnostics"],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language()


class TokenForm(forms.Form):
    """What a token is for, what it opens, and until when."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80,
        help_text=_("The program that will use it: our document system, for example."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(label=_("What it opens"), widget=forms.CheckboxSelectMultiple)
    ends_on = forms.DateField(label=_("Last day"), widget=Day(), initial=_next_quarter)

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_for(kind)]


class WebhookForm(forms.Form):
    """Where a program listens, and of what it is told."""

    address = forms.CharField(
        label=_("Address"), max_length=LONGEST,
        help_text=_("Of the program, beginning with https://"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "url", "spellcheck": "false"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(label=_("It is told that"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(item.name, item.label) for item in events()]


class SiteForm(forms.Form):
    """A place of work."""

    name = forms.CharField(label=_("Name of the site"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=9_999_999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = _regions()

    @staticmethod
    def initial_of(site: Site) -> dict[str, object]:
        """The form's first values."""
        return {name: getattr(site, name) for name in ("name", "address", "region", "city", "employees")}

    def facts(self) -> SiteFacts:
        """What was typed, for the verb."""
        return SiteFacts(**self.cleaned_data)


class SiteFileForm(forms.Form):
    """A spreadsheet of sites."""

    file = forms.FileField(
        label=_("Filled spreadsheet"),
        widget=FileDrop(attrs={"accept": ".xlsx,.csv,.json"}, hint=_("XLSX, CSV or JSON, 5 MB at most")),
        max_length=200,
    )


class ActivationForm(forms.Form):
    """What was verified, where and when."""

    source = forms.CharField(
        label=_("Where it was checked"), max_length=300,
        help_text=_("A register with its reference, a document, a call with the person’s name."),
    )  # fmt: skip
    checked_on = forms.DateField(label=_("Day of the check"), widget=Day(), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads it, in its mail and on its page."),
    )  # fmt: skip


class SuspensionForm(forms.Form):
    """Why a body is suspended."""

    note = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads it, in its mail and on its page."),
    )  # fmt: skip
