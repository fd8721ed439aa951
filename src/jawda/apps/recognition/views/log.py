"""The public log: what was issued, suspended, withdrawn, in the order in which it was written down."""

from __future__ import annotations

import json
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jawda.apps.recognition.models import Identity, LogEntry, LogHead
from jawda.apps.recognition.queries import public as queries
from jawda.apps.recognition.queries.log import line_of
from jawda.apps.recognition.views.typed import typed
from jawda.foundation.tenancy.routes import public

PER_PAGE: Final = 50
MOST_LINES: Final = 20_000
_LINES: Final = "application/jsonl"


@require_safe
@public
def log(request: HttpRequest) -> HttpResponse:
    """The newest first, for one reference where one is asked for, with the last signed head and how to check."""
    said = typed(request.GET.get("reference", ""), 60)
    rows = LogEntry.objects.order_by("-sequence")
    if said:
        rows = rows.filter(reference=queries.canonical_reference(said) or "-")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    head = LogHead.objects.order_by("-day").first()
    entries = list(page.object_list)
    bodies = {one.did: one for one in Identity.objects.filter(did__in={row.issuer_did for row in entries})}
    context = {
        "page": page, "entries": [(row, bodies.get(row.issuer_did)) for row in entries], "typed": said, "head": head,
    }  # fmt: skip
    return render(request, "recognition/public/log.html", context)


@require_safe
@public
def log_lines(request: HttpRequest) -> HttpResponse:
    """The lines as JSON, one on each line, in their order; ``?apres=`` a number: those after it.

    A longer log comes in parts: ``Link`` names the next (RFC 8288).
    """
    said = request.GET.get("apres", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
    rows = list(LogEntry.objects.filter(sequence__gt=after).order_by("sequence")[:MOST_LINES])
    text = "".join(json.dumps(line_of(row), ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    response = HttpResponse(text, content_type=_LINES)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Disposition"] = 'attachment; filename="jawda-registre.jsonl"'
    if len(rows) == MOST_LINES:
        response["Link"] = f'<{reverse("log_lines")}?apres={rows[-1].sequence}>; rel="next"'
    return response


@require_safe
@public
def log_head(request: HttpRequest) -> HttpResponse:
    """The newest signed head, as a token; 404 where none was signed yet."""
    head = LogHead.objects.order_by("-day").first()
    response = HttpResponse(head.token if head else "", content_type="application/jwt", status=200 if head else 404)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
@public
def log_heads(request: HttpRequest) -> HttpResponse:
    """All signed heads, a token on each line, the oldest first: what ``jawda log verify --head`` takes."""
    tokens = LogHead.objects.order_by("day").values_list("token", flat=True)
    response = HttpResponse("".join(f"{token}\n" for token in tokens), content_type="text/plain; charset=us-ascii")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Disposition"] = 'attachment; filename="jawda-registre-tetes.txt"'
    return response
