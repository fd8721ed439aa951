"""A body that issues: who it is, its keys, what it is accredited for and since when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jawda.apps.organisations.enums import Kind as BodyKind
from jawda.apps.recognition.queries.bodies import body_page
from jawda.foundation.tenancy.routes import public


@require_safe
@public
def body_shown(request: HttpRequest, body: str) -> HttpResponse:
    """The page of one body, by its public name."""
    found = body_page(body)
    if found is None:
        raise Http404
    context = {"body": found, "kind": BodyKind(found.identity.kind).label}
    return render(request, "recognition/public/body.html", context)
