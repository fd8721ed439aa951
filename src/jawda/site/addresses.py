"""An address with the character NUL is refused: no text of ours has it, and the database takes none.

It comes in as ``%00``, from programs that try doors. Any page that filters by what stands in its address would hand it
on to the database, which raises. The interface for programs has its own, narrower rule (``foundation/api/reading.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from jawda.foundation.api.problems import PREFIX
from jawda.site.errors import bad_request

_NUL: Final = "\0"
_WRITTEN: Final = "%00"


class AddressMiddleware:
    """Status 400 for such a path or query; it stands behind the choice of the language, which the page is in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        refused = _NUL in request.path_info or _WRITTEN in asked or _NUL in asked
        if refused and not request.path_info.startswith(f"{PREFIX}/"):
            return bad_request(request)
        return self.get_response(request)
