"""The Content-Security-Policy and its kin: nothing inline, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
NEVER_KEPT: Final = "private, no-store"


class SecurityHeadersMiddleware:
    """Adds the headers to every answer. Where there is a session, no cache keeps it, whatever the view says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            response.headers["Cache-Control"] = NEVER_KEPT
        return response
