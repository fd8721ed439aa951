"""What a person says of themselves. Apart from the other forms: the library reads it before its own are there."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jawda.foundation.accounts.models import Person


def _name() -> forms.CharField:
    return forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class NameForm(forms.Form):
    """Asks for the name besides address and password."""

    name = _name()
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by the sign-up page once the person exists."""
        user.name = self.cleaned_data["name"]
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.save()


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    name = _name()
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=[("fr", "Français"), ("ar", "العربية"), ("en", "English")],
    )
