"""The questionnaire on paper: what to print, and the print."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics import queries
from jawda.apps.diagnostics.evidence_queries import named_by_requirement
from jawda.apps.diagnostics.exports import attachment, language_wanted
from jawda.apps.diagnostics.report import LANGUAGE_NAMES
from jawda.apps.diagnostics.rules import may_read
from jawda.apps.diagnostics.screens.chapter import pages_of
from jawda.apps.diagnostics.sheets import Sheet, sheet_pdf
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read)
def printing(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Which part, with its answers or blank, in which language."""
    loaded = queries.load(assessment_id)
    pages = pages_of(loaded, language())
    wanted = request.GET.get("page", "")
    context = {
        "loaded": loaded,
        "pages": pages,
        "wanted": wanted if wanted in {page.id for page in pages} else "",
        "languages": LANGUAGE_NAMES,
        "language": language(),
    }
    return render(request, "diagnostics/print.html", context)


@require_GET
@room(may_read)
def sheet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The print itself; 404 for a part in which nothing is asked."""
    loaded = queries.load(assessment_id)
    asked = language_wanted(request)
    blank = request.GET.get("sorte") == "vierge"
    made = Sheet(
        loaded=loaded,
        organisation_name=request.access.organisation_name,
        fictitious=request.access.fictitious,
        language=asked,
        blank=blank,
        section=request.GET.get("page", ""),
        evidence={} if blank else named_by_requirement(loaded.row, loaded.referential),
    )
    try:
        content = sheet_pdf(made, moment=timezone.now())
    except LookupError as error:
        raise Http404 from error
    kind = "a-remplir" if blank else "reponses"
    return attachment(content, f"{loaded.referential.id}-{kind}-{asked}.pdf", "application/pdf")
