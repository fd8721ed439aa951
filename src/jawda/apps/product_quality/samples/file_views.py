"""Importing a file: what was read is shown first; then all of it is stored, or nothing."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jawda.apps.diagnostics.files import fault_lines
from jawda.apps.product_quality.characteristics.queries import find
from jawda.apps.product_quality.models import PendingMeasurements
from jawda.apps.product_quality.samples import imports, queries, report
from jawda.apps.product_quality.samples.file_forms import ChoicesForm
from jawda.apps.product_quality.samples.files import LIMITS, Sent, paired
from jawda.apps.product_quality.tabs import pages_of
from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import refuse
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Read a file: every fault with its place, or on to what was read. Nothing is stored yet."""
    row = find(characteristic_id)
    context: dict[str, object] = {"row": row, "limit": LIMITS.bytes, **pages_of(request.access, row, "upload")}
    if request.method == "POST":
        try:
            sent = _sent(request)
            with transaction.atomic():
                pending = imports.prepare(access=request.access, row=row, sent=sent)
        except Refused as refused:
            context |= fault_lines(refused)
        except ValidationError as error:
            context |= {"faults": error.messages, "more_faults": 0}
        else:
            return redirect("product_quality:preview", request.access.handle, characteristic_id, pending.pk)
    context["imports"] = queries.imports_of(row)
    status = 422 if "faults" in context else 200
    return render(request, "product_quality/samples/upload.html", context, status=status)


def _sent(request: HttpRequest) -> Sent:
    chosen = request.FILES.getlist("file")
    if not chosen:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    size = sum(item.size for item in chosen)
    if size > LIMITS.bytes:
        sizes = {"megabytes": round(size / 1e6, 1), "limit": round(LIMITS.bytes / 1e6, 1)}
        raise refuse("file_too_large", Place(file=(chosen[0].name or "")[:120]), **sizes)
    sent = paired([((item.name or "")[-120:], item.read()) for item in chosen])
    if sent is None:
        raise ValidationError(_("Choose one file, or a .dfd file with the .dfx file of the same name."))
    return sent


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, characteristic_id: UUID, pending_measurements_id: UUID) -> HttpResponse:
    """The report of what was read, and what would be stored; POST chooses otherwise, or confirms."""
    row = find(characteristic_id)
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, characteristic_id, pending_measurements_id)
    pending = queries.pending(row, pending_measurements_id, request.access.person_id)
    pending.characteristic = row
    try:
        planned = imports.planned_of(pending)
    except Refused as refused:
        messages.error(request, " ".join(map(str, fault_lines(refused)["faults"])))
        return redirect("product_quality:upload", request.access.handle, characteristic_id)
    form = ChoicesForm(
        row, planned, request.POST if request.method == "POST" else None, initial=asdict(planned.choices)
    )
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                imports.choose(access=request.access, pending=pending, choices=form.choices())
        except Refused as refused:
            context |= fault_lines(refused)
        else:
            return redirect("product_quality:preview", request.access.handle, characteristic_id, pending.pk)
    before = queries.stored_before(row, pending.file_sha256)
    context |= {
        "row": row, "form": form, "sent": imports.sent_of(pending), "before": before,
        "screen": report.screen(row, planned, language()), **pages_of(request.access, row, "upload"),
    }  # fmt: skip
    status = 422 if form.errors or "faults" in context else 200
    return render(request, "product_quality/samples/preview.html", context, status=status)


def _confirm(request: HttpRequest, characteristic_id: UUID, pending_id: UUID) -> HttpResponse:
    try:
        with transaction.atomic():
            made = imports.confirm(access=request.access, characteristic_id=characteristic_id, pending_id=pending_id)
    except PendingMeasurements.DoesNotExist:
        messages.error(request, _("This preview is no longer valid: read the file again."))
        return redirect("product_quality:upload", request.access.handle, characteristic_id)
    except Refused as refused:
        messages.error(request, " ".join(map(str, fault_lines(refused)["faults"])))
        return redirect("product_quality:upload", request.access.handle, characteristic_id)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("product_quality:preview", request.access.handle, characteristic_id, pending_id)
    said = ngettext("%(count)d sample is stored.", "%(count)d samples are stored.", made.samples)
    messages.success(request, said % {"count": made.samples})
    return redirect("product_quality:chart", request.access.handle, characteristic_id)
