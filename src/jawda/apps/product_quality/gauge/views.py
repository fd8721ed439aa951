"""Gauge studies: the list, the plan, the report, leaving it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics.exports import attachment, language_wanted, respond
from jawda.apps.product_quality.enums import StudyState
from jawda.apps.product_quality.gauge import domain, exports, queries, screens
from jawda.apps.product_quality.gauge.analysis import analysed
from jawda.apps.product_quality.gauge.forms import PlanForm
from jawda.apps.product_quality.gauge.plans import Plan, size_check
from jawda.apps.product_quality.gauge.report import method_words, report_pdf
from jawda.apps.product_quality.gauge.sheet import sheet_pdf
from jawda.apps.product_quality.models import GaugeStudy
from jawda.apps.product_quality.rules import may_work
from jawda.apps.product_quality.tabs import tabs
from jawda.core.findings import words
from jawda.core.statistics.result import Status
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE = 25


def filter_of(request: HttpRequest) -> queries.Filter:
    """What the address asks for."""
    asked = request.GET
    return queries.Filter(words=asked.get("q", "")[:200], state=asked.get("etat", ""), sort=asked.get("tri", "recent"))


@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """Every study, narrowed and sorted, with what it came to."""
    wanted = filter_of(request)
    page = Paginator(queries.narrowed(wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.listed(page.object_list)
    context = {
        "rows": [(item, _verdict(item), _share(item)) for item in rows],
        "page": page,
        "wanted": wanted,
        "any": bool(rows) or bool(wanted),
        "states": StudyState.choices,
        "sorts": (("recent", _("Changed last")), ("titre", _("Title")), ("etat", _("State"))),
        **tabs(request.access, "studies"),
    }
    return render(request, "product_quality/gauge/list.html", context)


def _verdict(item: queries.Listed) -> tuple[str, str]:
    """Its mark and its words; empty where there is none."""
    verdict = item.analysis.verdict if item.analysis is not None else None
    if verdict is None or item.analysis is None:
        return "", ""
    return screens.MARKS[verdict.status], screens.verdict_words(item.analysis)


def _share(item: queries.Listed) -> str:
    """Of the tolerance, where it is known."""
    result = item.analysis.result if item.analysis is not None else None
    return screens.per_cent(result.components.grr.percent_tolerance if result is not None else None, language())


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file, narrowed and sorted as on the page."""
    rows = queries.listed(queries.narrowed(filter_of(request)))
    return respond(exports.studies(rows), kind, file="gauge-studies", language=language(), moment=timezone.now())


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Plan a study: ten parts, three operators and three trials are proposed, with why."""
    operators = "\n".join(_("Operator %(letter)s") % {"letter": letter} for letter in "ABC")
    form = PlanForm(
        queries.characteristics(), queries.instruments(), request.POST if request.method == "POST" else None,
        initial=PlanForm.proposal(operators),
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
    return render(request, "product_quality/gauge/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Say otherwise what a study is; its size stays once something is measured."""
    study = queries.find(study_id)
    form = PlanForm(
        queries.characteristics(), queries.instruments(), request.POST if request.method == "POST" else None,
        initial=PlanForm.initial_of(study, language()),
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
    context = {"form": form, "study": study}
    return render(request, "product_quality/gauge/edit.html", context, status=422 if form.errors else 200)


def _tell(form: PlanForm, error: ValidationError) -> None:
    for field, faults in error.error_dict.items():
        form.add_error(field if field in form.fields else None, faults)


@require_GET
def study(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The verdict in words, the next step, the report card, the figures, the pictures; or what comes first."""
    row = queries.find(study_id)
    measured = queries.measured(row)
    found = analysed(measured)
    result = found.result
    size = size_check(Plan.of(row))
    context = {
        "study": row,
        "measured": measured,
        "analysis": found,
        "conclusion": screens.conclusion(found, language(), left=measured.left),
        "steps": [one.sentence(language()) for one in found.next_steps],
        "card": screens.card(found, language()),
        "faults": [words(fault, language()) for fault in found.faults],
        "size": size.sentence(language()),
        "size_is_small": size.status is not Status.OK,
        "may_work": may_work(request.access),
    }
    if result is not None:
        context |= {
            "figures": screens.figures(result, language()),
            "components": screens.component_table(result, language()),
            "anova": screens.anova_tables(result, language()),
            "drawings": screens.drawings(result, language()),
            "method": method_words(result),
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
    measured = queries.measured(queries.find(study_id))
    asked = language_wanted(request)
    content = report_pdf(
        measured, analysed(measured), organisation_name=request.access.organisation_name,
        fictitious=request.access.fictitious, moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"rr-{str(study_id)[:8]}-{asked}.pdf", "application/pdf")


@require_GET
def sheet(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The sheets to print and write on."""
    row: GaugeStudy = queries.find(study_id)
    asked = language_wanted(request)
    content = sheet_pdf(
        row, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"rr-{str(study_id)[:8]}-{_('sheets')}-{asked}.pdf", "application/pdf")


@require_GET
def result(request: HttpRequest, study_id: UUID, kind: str) -> HttpResponse:
    """The study as workbook, CSV or JSON."""
    measured = queries.measured(queries.find(study_id))
    return exports.study_file(measured, analysed(measured), kind, language(), timezone.now())
