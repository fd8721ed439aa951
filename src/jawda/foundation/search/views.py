"""The page of results, whole or as the part that the dialog shows while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.foundation.search import queries
from jawda.foundation.search.rules import may_search
from jawda.foundation.tenancy.routes import Access, public, room

IN_DIALOG = 5
ON_PAGE = 30


@require_GET
@public
def everywhere(request: HttpRequest) -> HttpResponse:
    """What everyone may see: referentials and their requirements, ecosystems, the directory, pages."""
    return _answer(request, None)


@require_GET
@room(may_search)
def inside(request: HttpRequest) -> HttpResponse:
    """That, and what the acting organisation has."""
    return _answer(request, request.access)


def _answer(request: HttpRequest, access: Access | None) -> HttpResponse:
    text = request.GET.get("q", "").strip()[: queries.LONGEST]
    part = bool(getattr(request, "htmx", False))
    answer = queries.search(
        text,
        access=access,
        signed_in=request.user.is_authenticated,
        language=(get_language() or "fr")[:2],
        most=IN_DIALOG if part else ON_PAGE,
        places_label=_("Go to"),
    )
    base = "ui/room.html" if access else "ui/public.html"
    context = {"text": text, "answer": answer, "base": base, "in_dialog": part}
    return render(request, "search/results.html" if part else "search/page.html", context)
