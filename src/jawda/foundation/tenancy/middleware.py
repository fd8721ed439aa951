"""One transaction for each request, rendering included, on behalf of the person who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse

from jawda.foundation.tenancy.context import SIGN_IN, acting


class TransactionMiddleware:
    """Wraps the rest of the request; rolls back on a 5xx, and on any exception of a view or a template.

    Django turns exceptions further in into answers, also 403 and 404: a verb that wrote and was then refused leaves
    nothing. An answer of 4xx that a view returns by itself is a decision, and is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        purpose = SIGN_IN if request.path_info.startswith(settings.SIGN_IN_PATH) else ""
        with (
            transaction.atomic(),
            acting(person_id=_signed_in_person(request), purpose=purpose, until_commit=True),
        ):
            response = self.get_response(request)
            if response.streaming and not isinstance(response, FileResponse):
                raise RuntimeError("a streamed body would run outside the transaction; write a finished file")
            if response.status_code >= 500 or getattr(request, "raised", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django asks here when a view or a template raised, before it makes an answer of it."""
        request.raised = True


def _signed_in_person(request: HttpRequest) -> UUID | None:
    """The person the session names. Django then loads it and checks the session's hash before trusting it."""
    value = request.session.get(SESSION_KEY)
    return UUID(value) if value else None
