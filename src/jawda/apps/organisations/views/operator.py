"""Pages of the operator: registrations, and nothing of what stands in a company's rooms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.organisations import codes, domain, queries
from jawda.apps.organisations.enums import Kind, Status
from jawda.apps.organisations.exports import asked, table_file
from jawda.apps.organisations.forms import ActivationForm, SuspensionForm
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.views.common import tried
from jawda.foundation.tenancy.routes import operator_only


@require_GET
@operator_only
def start(request: HttpRequest) -> HttpResponse:
    """What waits, by kind."""
    counts = queries.waiting(request.user)
    rows = [(kind, counts[kind]) for kind in Kind if counts.get(kind)]
    rows.sort(key=lambda row: row[0] == Kind.COMPANY)  # others wait for it; a company works meanwhile
    return render(request, "organisations/operator_home.html", {"rows": rows, "all": sum(counts.values())})


@require_GET
@operator_only
def registrations(request: HttpRequest) -> HttpResponse:
    """Every registration: filter by kind and state, search, export."""
    wanted = queries.RegistrationFilter(
        kind=request.GET.get("kind", ""), status=request.GET.get("status", ""), text=request.GET.get("q", "").strip()
    )
    found = queries.registrations(request.user, wanted)
    if kind := asked(request):
        columns = [_("Name"), _("Kind"), _("State"), "ICE", _("Region"), _("City"), "NACE", "IAF", _("Registered")]
        rows = [
            [
                row.name, str(row.get_kind_display()), str(row.get_status_display()), row.ice,
                codes.region_title(row.region), row.city, row.nace, row.iaf, timezone.localdate(row.created_at),
            ]
            for row in found
        ]  # fmt: skip
        return table_file(kind, name="jawda-organisations", columns=columns, rows=rows)
    context = {
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "wanted": wanted,
        "filtered": wanted != queries.RegistrationFilter(),
        "kinds": list(Kind),
        "statuses": list(Status),
    }
    return render(request, "organisations/registrations.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
def registration(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One registration: its facts, whom to ask, what was decided; and deciding."""
    try:
        found = queries.registration(request.user, organisation_id)
    except Organisation.DoesNotExist as error:
        raise Http404 from error
    organisation = found.organisation
    action = request.POST.get("action", "")
    verifying = ActivationForm(request.POST if action in ("activate", "reinstate") else None)
    suspending = SuspensionForm(request.POST if action == "suspend" else None, prefix="suspension")
    form = suspending if action == "suspend" else verifying
    if request.method == "POST" and form.is_valid() and tried(form, lambda: _decide(request, organisation, form)):
        messages.success(
            request,
            _("%(name)s is suspended.") % {"name": organisation.name}
            if action == "suspend"
            else _("%(name)s is verified.") % {"name": organisation.name},
        )
        return redirect("registration", organisation.pk)
    context = {
        "found": found,
        "own": organisation,
        "kind": Kind(organisation.kind).label,
        "region": codes.region_title(organisation.region),
        "activity": codes.title(codes.ACTIVITIES, organisation.nace) if organisation.nace else "",
        "sector": codes.title(codes.SECTORS, organisation.iaf) if organisation.iaf else "",
        "verifying": verifying,
        "suspending": suspending,
    }
    return render(request, "organisations/registration.html", context)


def _decide(request: HttpRequest, organisation: Organisation, form: ActivationForm | SuspensionForm) -> None:
    data, action = form.cleaned_data, request.POST.get("action")
    if action == "suspend":
        domain.suspend(operator=request.user, organisation=organisation, note=data["note"])
    elif action == "reinstate":
        domain.reinstate(operator=request.user, organisation=organisation, source=data["source"], note=data["note"])
    else:
        domain.activate(
            operator=request.user, organisation=organisation, source=data["source"], note=data["note"],
            checked_on=data["checked_on"],
        )  # fmt: skip
