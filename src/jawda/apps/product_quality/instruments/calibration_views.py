"""Calibrations: recording one with its certificate, giving the certificate back, taking a mistake away."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics.evidence_views import uploads_of
from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments import domain, queries
from jawda.apps.product_quality.instruments.facts import CalibrationFacts
from jawda.apps.product_quality.instruments.forms import CalibrationForm
from jawda.apps.product_quality.instruments.standing import months_after
from jawda.apps.product_quality.instruments.views import instrument_page, take_over
from jawda.apps.product_quality.models import Calibration, Instrument
from jawda.apps.product_quality.rules import may_read, may_work
from jawda.core.findings import Refused, words_with_place
from jawda.foundation.files import domain as files
from jawda.foundation.files import responses
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_POST
@room(may_work)
def record(request: HttpRequest, instrument_id: UUID) -> HttpResponse:
    """Keep what a certificate says, and the certificate."""
    row = queries.find(instrument_id)
    form = CalibrationForm(request.POST)
    if not form.is_valid():
        return instrument_page(request, row, status=422, calibration=form)
    facts = _dated(form.facts(), row)
    try:
        sent = uploads_of(request)
        certificate = files.prepare(name=sent[0].name, content=sent[0].content) if sent else None
        domain.record_calibration(access=request.access, instrument_id=row.pk, facts=facts, certificate=certificate)
    except Refused as refused:
        for finding in refused.findings:
            form.add_error(None, words_with_place(finding, language()))
        return instrument_page(request, row, status=422, calibration=form)
    except ValidationError as error:
        take_over(form, error)
        return instrument_page(request, row, status=422, calibration=form)
    if facts.outcome == CalibrationOutcome.NONCONFORMING:
        messages.warning(request, _("The instrument is set aside: see what was measured with it."))
    else:
        messages.success(request, _("The calibration is recorded."))
    return redirect("product_quality:instrument", request.access.handle, row.pk)


def _dated(facts: CalibrationFacts, row: Instrument) -> CalibrationFacts:
    """The next date follows from the interval where none was typed; what does not conform has none."""
    if facts.outcome == CalibrationOutcome.NONCONFORMING:
        return replace(facts, due_on=None)
    if facts.due_on is None and row.interval_months:
        return replace(facts, due_on=months_after(facts.done_on, row.interval_months))
    return facts


@require_GET
@room(may_read)
def certificate(request: HttpRequest, instrument_id: UUID, calibration_id: UUID) -> HttpResponse:
    """The certificate to keep."""
    row = queries.find_calibration(instrument_id, calibration_id)
    if row.file is None:
        raise Http404
    return responses.attachment(row.file)


@require_POST
@room(may_work)
def remove(request: HttpRequest, instrument_id: UUID, calibration_id: UUID) -> HttpResponse:
    """Take away one that was entered by mistake."""
    queries.find(instrument_id)
    try:
        domain.remove_calibration(access=request.access, instrument_id=instrument_id, calibration_id=calibration_id)
    except Calibration.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The calibration is removed."))
    return redirect(f"{reverse('product_quality:instrument', args=[request.access.handle, instrument_id])}#etalonnages")
