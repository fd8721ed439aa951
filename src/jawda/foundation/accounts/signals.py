"""What follows a sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from jawda.foundation.accounts.languages import remember_language
from jawda.foundation.accounts.models import Person


def speak_their_language(user: Person, response: HttpResponse | None = None, **_: Any) -> None:
    """Pages come in the language that the person chose, whatever the browser had."""
    if response is not None:
        remember_language(response, user.language)
