"""Missions that a company offers, sees and revokes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.forms import MissionForm
from jawda.apps.organisations.models import Mission
from jawda.apps.organisations.rules import may_grant_missions, may_see_missions
from jawda.apps.organisations.views.common import posted, tabs, tried
from jawda.foundation.tenancy.routes import room


@require_GET
@room(may_see_missions)
def missions(request: HttpRequest) -> HttpResponse:
    """Who acts in the company for a time, and to whom that is offered."""
    may_grant = may_grant_missions(request.access)
    context = {
        "missions": queries.missions_of_organisation(),
        "offers": queries.open_invitations(missions=True) if may_grant else (),
        "may_grant": may_grant,
        **tabs(request.access, "organisations:missions"),
    }
    return render(request, "organisations/missions.html", context)


@require_http_methods(["GET", "POST"])
@room(may_grant_missions)
def offer(request: HttpRequest) -> HttpResponse:
    """Offer a mission by e-mail: it begins once the expert accepts. The same for every address."""
    form = MissionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(
            form,
            lambda: domain.offer_mission(
                access=request.access, email=data["email"], scope=tuple(data["scope"]), starts_on=data["starts_on"],
                ends_on=data["ends_on"], language=data["language"],
            ),
        ):  # fmt: skip
            messages.success(request, _("The mission is offered to %(email)s.") % {"email": data["email"]})
            return redirect("organisations:missions", request.access.handle)
    return render(request, "organisations/offer_mission.html", {"form": form})


@require_POST
@room(may_grant_missions)
def revoke(request: HttpRequest, mission_id: UUID) -> HttpResponse:
    """End a mission now."""
    try:
        domain.revoke_mission(access=request.access, mission_id=mission_id)
    except Mission.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The mission is revoked: the expert sees nothing more."))
    return redirect("organisations:missions", request.access.handle)
