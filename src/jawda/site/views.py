"""Pages that belong to no room: the front page, an organisation's home, the language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from jawda.apps.actions import queries as actions
from jawda.apps.actions.rules import may_read as may_read_actions
from jawda.apps.diagnostics import queries as diagnostics
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.ecosystems import campaigns_queries as campaigns
from jawda.apps.ecosystems import queries as ecosystems
from jawda.apps.ecosystems.rules import may_write_convention
from jawda.apps.organisations import queries as organisations
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.rules import any_access, is_federation, is_member, may_administer
from jawda.foundation.accounts.languages import remember_language
from jawda.foundation.tenancy.routes import public, room
from jawda.site import home_body, home_federation

HOME_STEPS = 3
"""What one is to do next: more would not be read."""


@require_GET
@public
def front(request: HttpRequest) -> HttpResponse:
    """What Jawda is, and where to begin."""
    return render(request, "site/front.html")


@require_GET
@public
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    remember_language(response, code)
    return response


@require_GET
@room(any_access)
def organisation_home(request: HttpRequest) -> HttpResponse:
    """The next steps first, whatever the kind of organisation."""
    access = request.access
    if is_federation(access):
        return _federation(request)
    if access.kind != Kind.COMPANY:
        return _body(request)
    if not may_read(access) and may_read_actions(access):
        return redirect("actions:list", access.handle)
    if not may_read(access):
        return render(request, "site/home_mission.html", {"access": access})
    rows = diagnostics.recent(5)
    latest = diagnostics.loaded(rows[0]) if rows else None
    left = latest.result.whole.assessable - latest.result.whole.answered if latest else 0
    invited = campaigns.next_invitations()[:2] if is_member(access) else ()
    if latest and any(item.row.referential == latest.row.referential for item in invited):
        left = 0  # the invitation is the step that goes on with it
    due = actions.next_steps(timezone.localdate()) if may_read_actions(access) else []
    due = due[: HOME_STEPS - len(invited)]
    offset = len(invited) + len(due)
    before = offset + bool(left and may_answer(access))
    gaps = latest.result.gaps[: min(2, max(0, HOME_STEPS - before))] if latest else ()
    context = {
        "invited": invited,
        "before": len(invited),
        "due": due,
        "offset": offset,
        "room_left": HOME_STEPS - offset,
        "gaps": list(enumerate(gaps, before + 1)),
        "latest": latest,
        "left": left,
        "minutes": diagnostics.minutes_left(left),
        "sharing": ecosystems.sharing() if is_member(access) else (),
        "may_answer": may_answer(access),
        "manages": may_administer(access),
        "member": is_member(access),
        "status": access.status,
    }
    return render(request, "site/home_company.html", context)


def _federation(request: HttpRequest) -> HttpResponse:
    """What is to be done next; then how the campaigns that run and the companies stand."""
    own, known = ecosystems.own_ecosystems(), ecosystems.taking_part()
    cohort, lines = ecosystems.cohort(known=known), campaigns.running_campaigns(known)
    writes, manages = may_write_convention(request.access), may_administer(request.access)
    unanswered = organisations.open_invitations(missions=False) if manages else ()
    context = {
        "cohort": cohort,
        "stages": [(stage, count, 100 * count / cohort.shown if cohort.shown else 0) for stage, count in cohort.stages],
        "running": [home_federation.shown(line) for line in lines],
        "steps": home_federation.steps(request.access, own, cohort, lines, unanswered)[:HOME_STEPS],
        "ecosystems": own,
        "may_write": writes,
        "status": request.access.status,
    }
    return render(request, "site/home_federation.html", context)


def _body(request: HttpRequest) -> HttpResponse:
    own = organisations.description()
    context = {
        "own": own,
        "incomplete": not (own.region and own.city),
        "manages": may_administer(request.access),
        "authority": request.access.kind in (Kind.AUTHORITY, Kind.ACCREDITATION_BODY),
        "decision": next(iter(organisations.decisions()), None),
        "status": request.access.status,
        "issuing": home_body.issuing_step(request.access),
    }
    return render(request, "site/home_body.html", context)
