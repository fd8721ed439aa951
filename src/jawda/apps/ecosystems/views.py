"""Pages of the ecosystem: what a company shares, and the federation's cohort."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.ecosystems import domain, queries
from jawda.apps.ecosystems.models import Ecosystem, Purpose, Stage
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.rules import is_federation, may_administer
from jawda.foundation.tenancy.routes import Access, room


def may_share(access: Access) -> bool:
    """Administrators and quality managers of a company decide what it shows."""
    return access.kind == "company" and may_administer(access)


@require_GET
@room(is_federation)
def cohort(request: HttpRequest) -> HttpResponse:
    """Who takes part and at what stage; no answer, no result."""
    found = queries.cohort()
    steps = [(stage, count, 100 * count / found.shown if found.shown else None) for stage, count in found.stages]
    return render(request, "ecosystems/cohort.html", {"cohort": found, "steps": steps})


@require_http_methods(["GET", "POST"])
@room(may_share)
def sharing(request: HttpRequest) -> HttpResponse:
    """Join an ecosystem; give or withdraw the consent to show the stage."""
    if request.method == "POST":
        _decide(request)
        return redirect("ecosystems:sharing", request.access.handle)
    taken = queries.sharing()
    joined = {item.ecosystem.pk for item in taken}
    open_ones = [item for item in Ecosystem.objects.order_by("slug") if item.pk not in joined]
    return render(request, "ecosystems/sharing.html", {"sharing": taken, "open": open_ones})


def _decide(request: HttpRequest) -> None:
    action, name = request.POST.get("action", ""), request.POST.get("ecosystem", "")
    ecosystem = Ecosystem.objects.filter(slug=name).first()
    if ecosystem is None:
        raise Http404
    recipient: UUID = ecosystem.source_organisation_id
    joined = any(item.ecosystem.pk == ecosystem.pk for item in queries.sharing())
    if action == "join" and not joined:
        company = Organisation.objects.get(pk=request.access.organisation_id)
        domain.join(
            ecosystem=ecosystem,
            company_name=company.name,
            region=company.region,
            city=company.city,
            fictitious=company.fictitious,
            show_stage=request.POST.get("show_stage") == "on",
        )
    elif action == "show" and joined:
        domain.grant(recipient_id=recipient, purpose=Purpose.SHOW_STAGE, stage=Stage.ENROLLED)
    elif action == "hide" and joined:
        domain.revoke(recipient_id=recipient, purpose=Purpose.SHOW_STAGE)
