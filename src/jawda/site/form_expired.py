"""A form refused for its token: signing in again elsewhere changes it. What was typed need not be lost."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

_NEVER_REPEATED: Final = ("csrfmiddlewaretoken", "password", "code", "credential")
_MOST: Final = 200


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, and a button that sends the same values once more.

    Only where the browser says that the form was ours (``Origin``): another site's form gets no such button.
    Secrets and files are not repeated; those forms have to be filled in again.
    """
    fields: list[tuple[str, str]] = []
    if _ours(request) and not request.FILES:
        names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
        if not any(secret in name for name in names for secret in _NEVER_REPEATED):
            fields = [(name, value) for name in names for value in request.POST.getlist(name)]
    context = {
        "fields": fields if len(fields) <= _MOST else [],
        "path": request.get_full_path(),
        "former": _former(request),
    }
    return render(request, "site/form_expired.html", context, status=403)


def _ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return origin in {own, *settings.CSRF_TRUSTED_ORIGINS}


def _former(request: HttpRequest) -> str:
    """The page that held the form, if it is ours."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if safe else "/"
