"""One gauge study: the plan, the report, leaving it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics.exports import attachment, language_wanted
from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import domain, exports, queries, screens
from jawda.apps.product_quality.gauge.advice import size_check
from jawda.apps.product_quality.gauge.analysis import analysed, measured_of
from jawda.apps.product_quality.gauge.forms import PlanForm
from jawda.apps.product_quality.gauge.plans import Plan, reference_of
from jawda.apps.product_quality.gauge.report import report_pdf
from jawda.apps.product_quality.gauge.sheet import sheet_pdf
from jawda.apps.product_quality.models import GaugeStudy
from jawda.apps.product_quality.rules import may_work
from jawda.core.findings import words
from jawda.core.statistics.result import Status
from jawda.foundation.ui.frame import Entry
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Plan a study of the kind asked for: a size is proposed, with why."""
    asked = request.GET.get("genre", "")
    kind = StudyKind(asked) if asked in set(StudyKind) else StudyKind.CROSSED
    form = PlanForm(
        kind, queries.characteristics(), queries.instruments(), request.POST if request.method == "POST" else None,
        initial=PlanForm.proposal(kind),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                study = domain.plan_study(access=request.access, plan=form.plan())
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("The study is planned."))
            return redirect("product_quality:study", request.access.handle, study.pk)
    context = {"form": form, "kind": kind, "kinds": _kinds(request, kind), "kinds_label": _("Kind of study")}
    return render(request, "product_quality/gauge/edit.html", context, status=422 if form.errors else 200)


def _kinds(request: HttpRequest, here: StudyKind) -> list[Entry]:
    """The kinds as tabs over the plan."""
    address = reverse("product_quality:study_add", args=[request.access.handle])
    labels = {
        StudyKind.CROSSED: _("Instrument and operators (R&R)"),
        StudyKind.TYPE1: _("Instrument alone (type 1)"),
        StudyKind.AGREEMENT: _("Good or bad (agreement)"),
    }
    return [Entry(label, f"{address}?genre={kind}", current=kind == here) for kind, label in labels.items()]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Say otherwise what a study is; its size stays once something is measured."""
    study = queries.find(study_id)
    form = PlanForm(
        StudyKind(study.kind), queries.characteristics(), queries.instruments(),
        request.POST if request.method == "POST" else None, initial=PlanForm.initial_of(study),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                domain.change_study(access=request.access, study_id=study_id, plan=form.plan())
        except ValidationError as error:
            _tell(form, error)
        except domain.AlreadyMeasured:
            form.add_error("parts", _("Measurements stand: the numbers of parts, operators and trials stay."))
        else:
            messages.success(request, _("The study is saved."))
            return redirect("product_quality:study", request.access.handle, study_id)
    context = {"form": form, "study": study, "kind": study.kind}
    return render(request, "product_quality/gauge/edit.html", context, status=422 if form.errors else 200)


def _tell(form: PlanForm, error: ValidationError) -> None:
    for field, faults in error.error_dict.items():
        form.add_error(field if field in form.fields else None, faults)


@require_GET
def study(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The verdict in words, the next step, the report card, the figures, the pictures; or what comes first."""
    row = queries.find(study_id)
    measured = measured_of(row)
    found = analysed(measured)
    shown = screens.shown(measured, found, language())
    size = size_check(Plan.of(row))
    context = {
        "study": row,
        "measured": measured,
        "analysis": found,
        "conclusion": screens.conclusion(found, language(), left=measured.left),
        "steps": screens.steps(found, language()),
        "facts": screens.facts(measured, language()),
        "shown": shown,
        "drawings": screens.drawings(shown) if shown is not None else (),
        "card": screens.card(found, language()),
        "faults": [words(fault, language()) for fault in found.faults],
        "size": size.sentence(language()),
        "size_is_small": size.status is not Status.OK,
        "may_work": may_work(request.access),
    }
    return render(request, "product_quality/gauge/study.html", context)


@require_POST
def delete(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Remove a study with its measurements; the page says before what is lost."""
    row = queries.find(study_id)
    with transaction.atomic():
        domain.delete_study(access=request.access, study_id=study_id)
    messages.success(request, _("%(title)s is deleted.") % {"title": row.title})
    return redirect("product_quality:studies", request.access.handle)


@require_GET
def pdf(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The report to print, in the language asked for, else that of the page."""
    measured = measured_of(queries.find(study_id))
    asked = language_wanted(request)
    content = report_pdf(
        measured, analysed(measured), organisation_name=request.access.organisation_name,
        fictitious=request.access.fictitious, moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"{reference_of(measured.study)}-{asked}.pdf", "application/pdf")


@require_GET
def sheet(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The sheets to print and write on."""
    row: GaugeStudy = queries.find(study_id)
    asked = language_wanted(request)
    content = sheet_pdf(
        row, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"{reference_of(row)}-{_('sheets')}-{asked}.pdf", "application/pdf")


@require_GET
def result(request: HttpRequest, study_id: UUID, kind: str) -> HttpResponse:
    """The study as workbook, CSV or JSON."""
    measured = measured_of(queries.find(study_id))
    return exports.study_file(measured, analysed(measured), kind, language(), timezone.now())
