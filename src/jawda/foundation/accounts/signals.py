"""What follows a sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jawda.foundation.accounts.languages import remember_language
from jawda.foundation.accounts.models import Person


def speak_their_language(request: HttpRequest, user: Person, response: HttpResponse | None = None, **_: Any) -> None:
    """Pages come in the person's language, unless they chose one here before signing in."""
    if response is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, user.language)
