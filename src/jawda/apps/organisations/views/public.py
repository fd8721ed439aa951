"""Pages outside any organisation: the directory, registering, one's places, answering an invitation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations import codes, domain, queries
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.exports import asked, table_file
from jawda.apps.organisations.forms import RegistrationForm
from jawda.apps.organisations.models import Invitation
from jawda.apps.organisations.rules import operates
from jawda.apps.organisations.views.common import posted, sentence, tried
from jawda.foundation.tenancy.routes import public, signed_in

WRONG_LINKS = 20
"""Links that lead nowhere, one person may try in an hour."""


@require_GET
@public
def directory(request: HttpRequest) -> HttpResponse:
    """The bodies that an operator verified: filter, search, export."""
    wanted = queries.DirectoryFilter(
        kind=request.GET.get("kind", ""), region=request.GET.get("region", ""), text=request.GET.get("q", "").strip()
    )
    entries = queries.directory(wanted)
    if kind := asked(request):
        columns = [_("Name"), _("Kind"), _("City"), _("Region"), _("fictitious example")]
        rows = [
            [row.name, str(row.get_kind_display()), row.city, codes.region_title(row.region), row.fictitious]
            for row in entries
        ]
        return table_file(kind, name="jawda-annuaire", columns=columns, rows=rows)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [(row, codes.region_title(row.region)) for row in page],
        "wanted": wanted,
        "filtered": wanted != queries.DirectoryFilter(),
        "kinds": [kind for kind in Kind if kind != Kind.COMPANY],
        "regions": codes.options(codes.REGIONS),
    }
    return render(request, "organisations/directory.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """A company works at once, marked unverified; another body waits for an operator."""
    form = RegistrationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        made = []

        def verb() -> None:
            made.append(
                domain.register_organisation(
                    person_id=request.user.pk,
                    kind=Kind(form.cleaned_data["kind"]),
                    name=facts.name,
                    ice=facts.ice,
                    region=facts.region,
                    city=facts.city,
                    nace=facts.nace,
                    iaf=facts.iaf,
                    employees=facts.employees,
                )
            )

        if tried(form, verb):
            return redirect("organisation_home", made[0].handle)
    return render(request, "organisations/register.html", {"form": form, "activities": codes.options(codes.ACTIVITIES)})


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person first, then their places. Where there is one place and nothing waits: into it."""
    person = request.user
    places = queries.places_of(person.pk)
    invitations = queries.pending_invitations(person)
    missions = queries.missions_of(person.pk)
    only_member = len(places) == 1 and places[0].until is None
    if only_member and not invitations and not operates(person) and "liste" not in request.GET:
        return redirect("organisation_home", places[0].handle)
    if operates(person) and not places and not invitations and "liste" not in request.GET:
        return redirect("operator")
    context = {
        "rows": [(place, Kind(place.kind).label) for place in places if place.until is None],
        "invitations": invitations,
        "missions": missions,
        "operates": operates(person),
        "nothing": not places and not invitations and not missions,
    }
    return render(request, "organisations/home.html", context)


@require_http_methods(["GET", "POST"])
@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: who invites, and accepting or declining; it says nothing to another address."""
    if not request.user.is_authenticated:
        back = urlencode({"next": request.get_full_path()})
        context = {
            "sign_in": f"{reverse(settings.LOGIN_URL)}?{back}",
            "sign_up": f"{reverse('account_signup')}?{back}",
        }
        return render(request, "organisations/invitation_signed_out.html", context)
    if _tried_too_often(request):
        return render(request, "organisations/invitation.html", {"state": "throttled"}, status=429)
    found = queries.invitation_by_token(request.user, token)
    if found is None:
        _count_wrong(request)
        context = {"state": "unknown", "email": request.user.email}
        return render(request, "organisations/invitation.html", context, status=404)
    if request.method == "POST" and found.state == "open":
        return _answer(request, found)
    return render(request, "organisations/invitation.html", {"state": found.state, "invitation": found})


@require_POST
@signed_in
def answer_invitation(request: HttpRequest, invitation_id: str) -> HttpResponse:
    """Accept or decline from one's home page, where the address is known to be one's own."""
    found = next(
        (item for item in queries.pending_invitations(request.user) if str(item.id) == str(invitation_id)), None
    )
    if found is None:
        raise Http404
    return _answer(request, found)


def _answer(request: HttpRequest, found: queries.PendingInvitation) -> HttpResponse:
    verb = domain.decline if request.POST.get("answer") == "decline" else domain.accept
    try:
        with transaction.atomic():
            joined = verb(person=request.user, invitation_id=found.id)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, sentence(error))
        return redirect("home")
    if joined is None:
        messages.info(request, _("You declined the invitation of %(name)s.") % {"name": found.organisation_name})
        return redirect("home")
    if found.starts_on is not None:
        messages.success(request, _("You accepted the mission at %(name)s.") % {"name": found.organisation_name})
        return redirect(f"{reverse('home')}?liste")
    messages.success(request, _("You now belong to %(name)s.") % {"name": found.organisation_name})
    return redirect("organisation_home", queries.handle_of(joined))


def _key(request: HttpRequest) -> str:
    return f"invitation-wrong-{request.user.pk}"


def _tried_too_often(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= WRONG_LINKS


def _count_wrong(request: HttpRequest) -> None:
    if not cache.add(_key(request), 1, timeout=3600):
        cache.set(_key(request), int(cache.get(_key(request), 0)) + 1, timeout=3600)
