"""The list of gauge studies, as a page and as a file. What needs the statistics is not loaded for it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics.exports import respond
from jawda.apps.product_quality.enums import StudyKind, StudyState
from jawda.apps.product_quality.gauge import listing, queries
from jawda.apps.product_quality.tabs import tabs
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE = 25


def filter_of(request: HttpRequest) -> queries.Filter:
    """What the address asks for."""
    asked = request.GET
    return queries.Filter(
        words=asked.get("q", "")[:200], kind=asked.get("genre", ""), state=asked.get("etat", ""),
        sort=asked.get("tri", "recent"),
    )  # fmt: skip


@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """Every study, narrowed and sorted, with what it came to."""
    wanted = filter_of(request)
    page = Paginator(queries.narrowed(wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.listed(page.object_list)
    context = {
        "rows": [(item, listing.verdict(item.outcome), listing.key_figure(item.outcome, language())) for item in rows],
        "page": page,
        "wanted": wanted,
        "any": bool(rows) or bool(wanted),
        "kinds": StudyKind.choices,
        "states": StudyState.choices,
        "sorts": (("recent", _("Changed last")), ("titre", _("Title")), ("etat", _("State"))),
        **tabs(request.access, "studies"),
    }
    return render(request, "product_quality/gauge/list.html", context)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file, narrowed and sorted as on the page."""
    rows = queries.listed(queries.narrowed(filter_of(request)))
    return respond(listing.studies(rows), kind, file="gauge-studies", language=language(), moment=timezone.now())
