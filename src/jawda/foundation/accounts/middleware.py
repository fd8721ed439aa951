"""Sessions seen: when and from where each was last used; and none lives for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SEEN: Final = "seen_at"
BEGAN: Final = "began_at"
EVERY: Final = 300
"""Seconds between two notes: a row written at each request would make a person's requests wait for one another."""


class SessionActivityMiddleware:
    """Notes the use of a session every five minutes, and ends one older than ``SESSION_LONGEST_AGE``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key and time.time() - session.get(SEEN, 0) >= EVERY and request.user.is_authenticated:
            _note(request)
        return self.get_response(request)


def _note(request: HttpRequest) -> None:
    now = time.time()
    began = request.session.setdefault(BEGAN, now)
    if now - began > settings.SESSION_LONGEST_AGE:
        logout(request)
        return
    request.session[SEEN] = now
    UserSession.objects.create_from_request(request)
