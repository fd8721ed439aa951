"""A form whose sending was cut off is refused whole.

When a connection breaks in the middle of a body, the server hands on what came. Django reads a form that ends early as
one that has fewer fields, so that half an answer would take the place of a whole one: the note is gone, and the field
that tells which change is the newer is gone with it. JSON cannot be cut without being refused as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

INPUT: Final = "wsgi.input"
_FORMS: Final = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})


class CountedInput:
    """A request's body as it comes; ``missing`` says how many bytes of what was announced have not come."""

    def __init__(self, stream: Any, announced: int) -> None:
        self.stream, self.missing = stream, announced

    def read(self, size: int = -1) -> bytes:
        return self._counted(self.stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self.stream.readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self.missing -= len(piece)
        return piece


def counting(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI application, with the input counted where its length is announced."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or ""
        if announced.isascii() and announced.isdigit():
            environ[INPUT] = CountedInput(environ[INPUT], int(announced))
        return application(environ, start_response)

    return serve


class WholeRequestMiddleware:
    """Status 400 for a form of which bytes are missing, before anything is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        body = getattr(request, "environ", {}).get(INPUT)
        if request.method == "POST" and request.content_type in _FORMS and isinstance(body, CountedInput):
            _ = request.POST  # the form is read here, whole, as it would be further in
            if body.missing > 0:
                return HttpResponseBadRequest()
        return self.get_response(request)
