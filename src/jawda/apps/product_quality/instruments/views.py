"""The register: the list, one instrument with its history, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments import domain, queries, words
from jawda.apps.product_quality.instruments.forms import CalibrationForm, InstrumentForm, ReasonForm
from jawda.apps.product_quality.instruments.standing import months_after
from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.rules import may_read, may_work
from jawda.apps.product_quality.tabs import tabs
from jawda.foundation.files.inspection_kinds import ACCEPT, Limits
from jawda.foundation.tenancy.routes import room

PER_PAGE = 25


def filter_of(request: HttpRequest) -> queries.Filter:
    """What the address asks for."""
    asked = request.GET
    return queries.Filter(
        words=asked.get("q", "")[:200], standing=asked.get("etat", ""), sort=asked.get("tri", "echeance")
    )


@require_GET
@room(may_read)
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument in use, narrowed and sorted; what is overdue stands first."""
    today, wanted = timezone.localdate(), filter_of(request)
    page = Paginator(queries.narrowed(wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(today)
    context = {
        "rows": words.lines(queries.listed(page.object_list, today)),
        "page": page,
        "wanted": wanted,
        "total": sum(counts.values()),
        "heading": words.register_heading(counts),
        "counts": words.counted(counts),
        "languages": (("fr", "Français"), ("ar", "العربية"), ("en", "English")),
        "standings": words.STANDING_LABELS.items(),
        "sorts": (
            ("echeance", _("To be calibrated by")), ("identification", _("Identification")), ("nom", _("Designation")),
            ("lieu", _("Where it is")),
        ),
        **tabs(request.access, "instruments"),
    }  # fmt: skip
    return render(request, "product_quality/instruments/list.html", context)


@require_http_methods(["GET", "POST"])
@room(may_work)
def add(request: HttpRequest) -> HttpResponse:
    """A new instrument."""
    form = InstrumentForm(request.POST if request.method == "POST" else None, initial={"interval_months": 12})
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: domain.add(access=request.access, facts=form.facts()))
        if made is not None:
            messages.success(request, _("The instrument is in the register."))
            return redirect("product_quality:instrument", request.access.handle, made.pk)
    context = {"form": form}
    return render(request, "product_quality/instruments/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_work)
def edit(request: HttpRequest, instrument_id: UUID) -> HttpResponse:
    """Say otherwise what an instrument is."""
    row = queries.find(instrument_id)
    form = InstrumentForm(request.POST if request.method == "POST" else None, initial=InstrumentForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        made = tried(form, lambda: domain.change(access=request.access, instrument_id=row.pk, facts=facts))
        if made is not None:
            messages.success(request, _("The instrument is saved."))
            return redirect("product_quality:instrument", request.access.handle, row.pk)
    context = {"form": form, "instrument": row}
    return render(request, "product_quality/instruments/edit.html", context, status=422 if form.errors else 200)


def tried(form: forms.Form, verb: Callable[[], Instrument]) -> Instrument | None:
    """What the verb made; None where it refused, which then stands in the form."""
    try:
        with transaction.atomic():
            return verb()
    except ValidationError as error:
        take_over(form, error)
    return None


def take_over(form: forms.Form, error: ValidationError) -> None:
    """The verb's faults, each beside its field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, faults in error.error_dict.items():
        form.add_error(field if field in form.fields else None, faults)


@require_GET
@room(may_read)
def instrument(request: HttpRequest, instrument_id: UUID) -> HttpResponse:
    """One instrument: may it be used, its calibrations, what is measured with it."""
    return instrument_page(request, queries.find(instrument_id))


def instrument_page(
    request: HttpRequest,
    row: Instrument,
    *,
    status: int = 200,
    calibration: CalibrationForm | None = None,
    reason: ReasonForm | None = None,
    faults: tuple[str, ...] = (),
) -> HttpResponse:
    """The page; what was refused stands on it with what was typed."""
    today = timezone.localdate()
    (item,) = queries.listed([row], today)
    history = queries.calibrations(row)
    good = queries.last_good(history)
    doubted = bool(history) and history[0].outcome != CalibrationOutcome.CONFORMING
    context = {
        "item": item,
        "instrument": row,
        "verdict": words.verdict(item, history[0] if history else None),
        "mark": words.MARKS[item.standing],
        "facts": words.facts(row),
        "history": [words.calibration_line(one, row.unit) for one in history],
        "doubted": doubted,
        "failed": doubted and history[0].outcome == CalibrationOutcome.NONCONFORMING,
        "good": good,
        "affected": queries.affected(row, good.done_on if good and doubted else None),
        "may_work": may_work(request.access),
        "calibration": calibration or CalibrationForm(initial=_proposed(row, today)),
        "calibrating": calibration is not None,
        "reason": reason or ReasonForm(),
        "reasoning": reason is not None,
        "faults": faults,
        "accept": ACCEPT,
        "largest": Limits().bytes,
    }
    return render(request, "product_quality/instruments/instrument.html", context, status=status)


def _proposed(row: Instrument, today: date) -> dict[str, object]:
    next_on = months_after(today, row.interval_months) if row.interval_months else None
    return {"done_on": today, "due_on": next_on, "outcome": CalibrationOutcome.CONFORMING, "coverage_factor": 2}


@require_POST
@room(may_work)
def move(request: HttpRequest, instrument_id: UUID) -> HttpResponse:
    """Set aside, return to service, or withdraw; what stands against it is said on the page."""
    row = queries.find(instrument_id)
    step = request.POST.get("step", "")
    form = ReasonForm(request.POST)
    try:
        with transaction.atomic():
            if step == "return":
                domain.return_to_service(access=request.access, instrument_id=row.pk)
            elif step in ("set_aside", "withdraw"):
                verb = domain.set_aside if step == "set_aside" else domain.withdraw
                verb(access=request.access, instrument_id=row.pk, reason=request.POST.get("reason", ""))
            else:
                raise Http404
    except ValidationError as error:
        if step == "return":
            return instrument_page(request, row, status=422, faults=tuple(error.messages))
        if form.is_valid():
            take_over(form, error)
        return instrument_page(request, row, status=422, reason=form)
    moved = queries.find(instrument_id)
    said = {"name": moved.identification, "state": moved.get_state_display()}
    messages.success(request, _("%(name)s: %(state)s.") % said)
    return redirect("product_quality:instrument", request.access.handle, row.pk)
