"""``/health``: whether the database answers and is at this version, for watchers and load balancers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from jawda.foundation.tenancy.routes import public
from jawda.site import migration_state

PATH: Final = "/health"


@require_GET
@public
def health(request: HttpRequest) -> HttpResponse:
    """200 with ``ok``, else 503 with what is wrong; says no name, version or address."""
    try:
        pending = migration_state.pending()
    except Error:
        connection.close()
        return _answer("unavailable", database="unavailable", migrations="unknown")
    if pending:
        return _answer("unavailable", database="ok", migrations="pending")
    return _answer("ok", database="ok", migrations="ok")


def _answer(status: str, **parts: str) -> HttpResponse:
    code = 200 if status == "ok" else 503
    return JsonResponse({"status": status, **parts}, status=code, headers={"Cache-Control": "no-store"})


class HealthMiddleware:
    """Answers before anything that opens a transaction or asks for a host: it must speak when the database cannot."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == PATH else self.get_response(request)
