"""What follows a sign-in."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jawda.foundation.accounts.languages import remember_language
from jawda.foundation.accounts.middleware import BEGAN, SEEN
from jawda.foundation.accounts.models import Person


def speak_their_language(request: HttpRequest, user: Person, response: HttpResponse | None = None, **_: Any) -> None:
    """Pages come in the person's language, unless they chose one here before signing in."""
    if response is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, user.language)


def begin_session(request: HttpRequest, **_: Any) -> None:
    """The session's age counts from here, and its use is noted by the sign-in itself."""
    request.session[BEGAN] = request.session[SEEN] = time.time()
