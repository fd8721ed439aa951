"""The page on which those who manage an organisation take all its data with them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations.domain import exports
from jawda.apps.organisations.exports_models import ExportState, OrganisationExport
from jawda.apps.organisations.rules import may_export
from jawda.apps.organisations.views.common import sentence
from jawda.foundation.tenancy.routes import room

_SHOWN = 10


@never_cache
@require_http_methods(["GET", "POST"])
@room(may_export)
def own_exports(request: HttpRequest) -> HttpResponse:
    """The latest exports; POST asks for a new one."""
    if request.method == "POST":
        try:
            with transaction.atomic():
                exports.ask_export(access=request.access)
        except ValidationError as error:
            messages.error(request, sentence(error))
        return redirect("organisations:exports", request.access.handle)
    now = timezone.now()
    rows = list(OrganisationExport.objects.order_by("-asked_at")[:_SHOWN])
    for row in rows:
        row.is_there = row.state == ExportState.READY and row.ends_at is not None and row.ends_at > now
        row.is_open = row.state in (ExportState.WAITING, ExportState.RUNNING)
        row.done, row.total = exports.progress_of(row) if row.is_open else (0, 0)
    is_open = any(row.is_open for row in rows)
    return render(request, "organisations/exports.html", {"exports": rows, "is_open": is_open})


@require_POST
@room(may_export)
def stop_export(request: HttpRequest, organisation_export_id: UUID) -> HttpResponse:
    """Write it no further."""
    try:
        exports.stop_export(access=request.access, export_id=organisation_export_id)
    except OrganisationExport.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The export is stopped."))
    return redirect("organisations:exports", request.access.handle)


@require_GET
@room(may_export)
def export_file(request: HttpRequest, organisation_export_id: UUID) -> HttpResponseBase:
    """The file, to keep; 404 once its seven days are over."""
    row = OrganisationExport.objects.filter(
        pk=organisation_export_id, state=ExportState.READY, ends_at__gt=timezone.now()
    ).first()
    path = exports.place(row) if row else None
    if row is None or path is None or not path.is_file():
        raise Http404
    name = f"jawda-{request.access.handle}-{timezone.localtime(row.asked_at):%Y-%m-%d}.zip"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
