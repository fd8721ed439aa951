"""The finder of sampling plans: what is asked stands in the address, so that it is kept, shared and bookmarked."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics.exports import attachment, language_wanted
from jawda.apps.product_quality.sampling_plans import screens, words
from jawda.apps.product_quality.sampling_plans.asked import PlanKind
from jawda.apps.product_quality.sampling_plans.finding import Found, find
from jawda.apps.product_quality.sampling_plans.forms import FIELD_OF, FIRST, THEN, WANTS_TABLES, PlanForm
from jawda.apps.product_quality.sampling_plans.printing import plan_pdf
from jawda.apps.product_quality.sampling_plans.tables import kept_editions, kept_tables
from jawda.apps.product_quality.tabs import tabs
from jawda.core.findings import Finding, Refused, words_with_place
from jawda.core.statistics.acceptance_sampling import LotDecision, lot_decision
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language

_KEPT_OUT = ("plan", "edition", "trouves")
"""What does not follow when another kind of plan is chosen."""


@require_GET
def finder(request: HttpRequest) -> HttpResponse:
    """The form, and the plan as soon as the address says enough; refusals stand beside their field."""
    form, found = _asked(request.GET)
    decision, fault = _decision(request, found)
    context: dict[str, object] = {
        "form": form,
        "found": found,
        "kinds": PlanKind.choices,
        "carried": [(name, value) for name, value in request.GET.items() if name not in _KEPT_OUT],
        "settings": [(name, value) for name, value in request.GET.items() if name != "trouves"],
        "heading": words.headline(found) if found else _("Which sample for this lot?"),
        **tabs(request.access, "sampling_plans"),
    }
    if found:
        context |= {
            "remarks": screens.remarks(found.checks),
            "facts": words.facts(found),
            "stages": screens.stages(found),
            "figure": screens.curve(found) if found.has_curve else None,
            "decision": screens.remarks(decision.findings, good=Mark.CONFORMS) if decision else None,
            "fault": fault,
            "counts": request.GET.getlist("trouves"),
        }
    wrong = form.errors or fault
    return render(request, "product_quality/sampling_plans/finder.html", context, status=422 if wrong else 200)


@require_GET
def finder_pdf(request: HttpRequest) -> HttpResponse:
    """The plan to print, in the language asked for; back to the page where the address does not say enough."""
    with translation.override(language_wanted(request)):
        _form, found = _asked(request.GET)
        if found is None:
            address = reverse("product_quality:sampling_plans", args=[request.access.handle])
            return redirect(f"{address}?{request.GET.urlencode()}")
        content = plan_pdf(
            found, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
            moment=timezone.now(), language=language(),
        )  # fmt: skip
        return attachment(content, f"echantillonnage-{language()}.pdf", "application/pdf")


def _asked(sent: Mapping[str, str]) -> tuple[PlanForm, Found | None]:
    try:
        kind = PlanKind(sent.get("plan", PlanKind.ZERO))
    except ValueError:
        kind = PlanKind.ZERO
    typed = kept_editions() if "edition" in THEN[kind] else frozenset()
    if not set(FIRST[kind]) <= set(sent):
        return PlanForm(kind, started=sent, typed=typed), None
    form = PlanForm(kind, sent, typed=typed)
    if not form.is_valid():
        return form, None
    asked = form.asked()
    try:
        return form, find(asked, kept_tables(asked.tables) if asked.tables in typed else None)
    except Refused as refused:
        for finding in refused.findings:
            name = finding.id.rpartition(".")[2]
            field = FIELD_OF.get(name, "")
            form.wants_tables |= name in WANTS_TABLES
            form.add_error(field if field in form.fields else None, _sentence(finding))
    return form, None


def _decision(request: HttpRequest, found: Found | None) -> tuple[LotDecision | None, str]:
    """What the counts in the address decide, without a script; or why they cannot be."""
    given = [text for text in request.GET.getlist("trouves")[:20] if text]
    if found is None or found.plan is None or not given:
        return None, ""
    if not all(text.isascii() and text.isdigit() and len(text) < 8 for text in given):
        return None, _("A count is a whole number of at least 0.")
    try:
        return lot_decision(found.plan, [int(text) for text in given]), ""
    except Refused as refused:
        return None, " ".join(_sentence(finding) for finding in refused.findings)


def _sentence(finding: Finding) -> str:
    return screens.first_capital(words_with_place(finding, language()))
