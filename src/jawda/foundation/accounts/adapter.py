"""How sign-in behaves where the library's default does not fit."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from jawda.foundation.accounts.models import Person


class Adapter(DefaultAccountAdapter):
    """Keeps addresses in lower case; a new person's session must act as that person from its first row on."""

    def clean_email(self, email: str) -> str:
        return super().clean_email(email).lower()

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)
