"""The part of the sign-up form that is ours."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jawda.foundation.accounts.models import Person


class NameForm(forms.Form):
    """Asks for the name besides address and password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by the sign-up page once the person exists."""
        user.name = self.cleaned_data["name"]
        user.language = request.LANGUAGE_CODE[:2]
        user.save()
