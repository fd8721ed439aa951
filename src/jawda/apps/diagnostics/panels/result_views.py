"""What a closed panel says: the page, the file, the report."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics import exports
from jawda.apps.diagnostics.panels import queries
from jawda.apps.diagnostics.panels.exports import result_export
from jawda.apps.diagnostics.panels.models import Panel
from jawda.apps.diagnostics.panels.printing import panel_pdf
from jawda.apps.diagnostics.panels.rules import may_read_panels
from jawda.apps.diagnostics.panels.screens import result_screen
from jawda.apps.diagnostics.report import LANGUAGE_NAMES
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read_panels)
def result(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Where the panel divides most, first; while it is open, back to its progress."""
    row = queries.find(panel_id)
    if row.is_open(timezone.localdate()):
        messages.info(request, _("The result appears once the panel is closed: until then nobody sees an answer."))
        return redirect("panels:panel", request.access.handle, panel_id)
    found = queries.result(row)
    context = {
        "row": row,
        "found": found,
        "screen": result_screen(found, language()),
        "languages": LANGUAGE_NAMES,
        "kinds": exports.KINDS,
    }
    return render(request, "diagnostics/panels/result.html", context)


@require_GET
@room(may_read_panels)
def export(request: HttpRequest, panel_id: UUID, kind: str) -> HttpResponse:
    """The questions as a file; 404 while the panel is open."""
    content = result_export(queries.result(_closed(panel_id)), language())
    return exports.respond(content, kind, file="panel", language=language(), moment=timezone.now())


@require_GET
@room(may_read_panels)
def report(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """The report as PDF, in the language asked for, else that of the page; 404 while the panel is open."""
    row = _closed(panel_id)
    asked = exports.language_wanted(request)
    content = panel_pdf(
        queries.result(row),
        organisation_name=request.access.organisation_name,
        fictitious=request.access.fictitious,
        moment=timezone.now(),
        language=asked,
    )
    return exports.attachment(content, f"panel-{asked}.pdf", "application/pdf")


def _closed(panel_id: UUID) -> Panel:
    row = queries.find(panel_id)
    if row.is_open(timezone.localdate()):
        raise Http404
    return row
