"""Pages of public documents, kept for who is not signed in: what many look up at once is written once a minute."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jawda.apps.recognition.queries.keeping import Kept
from jawda.foundation.ui.templatetags.ui import language

_PAGES: Final[Kept[bytes]] = Kept(most=300)
"""Some thirty kilobytes each."""
forget_pages = _PAGES.forget


def kept(request: HttpRequest, stands: Hashable) -> HttpResponse | None:
    """The page as it was written for another reader, while all stands as it did (``queries.keeping.state``)."""
    question = _question(request, stands)
    content = None if question is None else _PAGES.get(question)
    return None if content is None else HttpResponse(content)


def keep(request: HttpRequest, stands: Hashable, response: HttpResponse) -> None:
    """Keep it for the next reader, where it says nothing of this one."""
    question = _question(request, stands)
    if question is not None and response.status_code == 200 and not response.cookies:
        _PAGES.keep(question, response.content)


def _question(request: HttpRequest, stands: Hashable) -> Hashable | None:
    """None for who may be signed in or was told something, and for an address that only fills the room of others."""
    cookies = request.COOKIES
    if settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
        return None
    said = request.GET
    if set(said) - {"le"} or len(said.getlist("le")) > 1 or len(said.get("le", "")) > len("2026-03-03"):
        return None
    return request.get_full_path(), language(), stands
