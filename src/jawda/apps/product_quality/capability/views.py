"""The capability of a characteristic: page, print and figures to take away."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics.exports import attachment, language_wanted
from jawda.apps.product_quality.capability import screens
from jawda.apps.product_quality.capability.analysis import MODELS, REQUIRED, load
from jawda.apps.product_quality.capability.report import method_words, report_pdf
from jawda.apps.product_quality.tabs import pages_of
from jawda.foundation.ui.templatetags.ui import language


def _required(request: HttpRequest) -> float | None:
    """What the address asks for, if it is one of those that are offered."""
    asked = request.GET.get("exigence", "")
    return next((value for value in REQUIRED if f"{value:g}" == asked), None)


def _model(request: HttpRequest) -> str:
    asked = request.GET.get("loi", "")
    return asked if asked in MODELS else MODELS[0]


@require_GET
def capability(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """The verdict, whether it can be trusted, the indices, the pictures."""
    study = load(characteristic_id, _required(request), _model(request))
    asked = language()
    context = {
        "row": study.row,
        "study": study,
        "conclusion": screens.conclusion(study, asked),
        "card": screens.card(study, asked),
        "requirements": [(f"{value:g}", value) for value in REQUIRED],
        "required": f"{study.required:g}",
        **pages_of(request.access, study.row, "capability"),
        "models": (("normal", _("Normal")), ("auto", _("Chosen from the values where it is not normal"))),
    }
    if study.result is not None:
        context |= {
            "indices": screens.index_table(study.result, asked),
            "facts": screens.facts(study, asked),
            "drawings": screens.drawings(study, asked),
            "method": method_words(study, asked),
        }
    return render(request, "product_quality/capability/study.html", context)


@require_GET
def pdf(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """The same to print, in the language asked for, else that of the page."""
    study = load(characteristic_id, _required(request), _model(request))
    asked = language_wanted(request)
    content = report_pdf(
        study, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"capability-{str(characteristic_id)[:8]}-{asked}.pdf", "application/pdf")


@require_GET
def result(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Every figure in full precision, with method and findings, as JSON."""
    study = load(characteristic_id, _required(request), _model(request))
    body = {
        "characteristic": str(study.row), "required": study.required, "stage": study.stage or None,
        "samples_left_out": study.left_out, "result": study.result.to_dict() if study.result is not None else None,
        "refused": [finding.id for finding in study.refused],
    }  # fmt: skip
    content = json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False).encode()
    return attachment(content, f"capability-{str(characteristic_id)[:8]}.json", "application/json")
