"""Entering samples by hand, taking them away as a file, deleting one that was wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics.exports import respond
from jawda.apps.product_quality.characteristics.queries import find
from jawda.apps.product_quality.charts.queries import chart_of, load
from jawda.apps.product_quality.charts.screens import point_words
from jawda.apps.product_quality.models import Sample
from jawda.apps.product_quality.samples import domain, exports
from jawda.apps.product_quality.samples.forms import SampleForm
from jawda.apps.product_quality.tabs import pages_of
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """One sample, and at once whether it signals; then the next."""
    row = find(characteristic_id)
    form = SampleForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                domain.record(access=request.access, characteristic_id=characteristic_id, facts=form.facts())
        except ValidationError as error:
            for field, faults in error.error_dict.items():
                form.add_error(form.value_fields[0] if field == "values" else field, faults)
        else:
            chart = chart_of(row)
            point = len(chart)
            if chart.broken.get(point):
                messages.warning(request, point_words(chart, point))
            elif chart.plots:
                messages.success(request, _("Sample %(point)d is stored; it does not signal.") % {"point": point})
            else:
                messages.success(request, _("Sample %(point)d is stored.") % {"point": point})
            return redirect("product_quality:sample_add", request.access.handle, characteristic_id)
    context = {"row": row, "form": form, **pages_of(request.access, row, "sample_add")}
    return render(request, "product_quality/samples/add.html", context, status=422 if form.errors else 200)


@require_GET
def export(request: HttpRequest, characteristic_id: UUID, kind: str) -> HttpResponse:
    """Every value, with what signals."""
    rows = exports.samples(load(characteristic_id))
    return respond(rows, kind, file="samples", language=language(), moment=timezone.now())


@require_POST
def remove(request: HttpRequest, characteristic_id: UUID, sample_id: UUID) -> HttpResponse:
    """Delete a sample."""
    find(characteristic_id)
    try:
        with transaction.atomic():
            domain.remove(access=request.access, characteristic_id=characteristic_id, sample_id=sample_id)
    except Sample.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The sample is deleted."))
    return redirect("product_quality:chart", request.access.handle, characteristic_id)
