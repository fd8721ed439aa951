"""“Our organisation”: what it says of itself, and who belongs to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations import codes, domain, queries
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.forms import DescriptionForm, InvitationForm, RoleForm
from jawda.apps.organisations.models import Invitation, Membership
from jawda.apps.organisations.rules import is_member, may_administer, may_grant_missions, may_invite
from jawda.apps.organisations.views.common import posted, sentence, tabs, tried
from jawda.foundation.tenancy.routes import room


@require_GET
@room(is_member)
def description(request: HttpRequest) -> HttpResponse:
    """What the organisation says of itself, and what an operator decided."""
    own = queries.description()
    context = {
        "own": own,
        "kind": Kind(own.kind).label,
        "region": codes.region_title(own.region),
        "activity": codes.title(codes.ACTIVITIES, own.nace) if own.nace else "",
        "sector": codes.title(codes.SECTORS, own.iaf) if own.iaf else "",
        "decisions": queries.decisions(),
        "may_edit": may_administer(request.access),
        **tabs(request.access, "organisations:description"),
    }
    return render(request, "organisations/description.html", context)


@require_http_methods(["GET", "POST"])
@room(may_administer)
def edit(request: HttpRequest) -> HttpResponse:
    """Change it; what was verified changes only after a warning, and is verified again."""
    own = queries.description()
    form = DescriptionForm(posted(request), initial=DescriptionForm.initial_of(own))
    warn = False
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        confirmed = request.POST.get("confirmed") == "on"
        warn = domain.needs_verification_again(own, facts) and not confirmed
        if not warn and tried(form, lambda: domain.describe(access=request.access, facts=facts, confirmed=confirmed)):
            messages.success(request, _("The description is saved."))
            return redirect("organisations:description", request.access.handle)
    context = {"form": form, "warn": warn, "own": own, "activities": codes.options(codes.ACTIVITIES)}
    return render(request, "organisations/edit.html", context)


@require_GET
@room(is_member)
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to it, and who is invited."""
    manages = may_administer(request.access)
    context = {
        "members": queries.members(),
        "invitations": queries.open_invitations(missions=False) if manages else (),
        "may_manage": manages,
        "may_invite": may_invite(request.access),
        "me": request.user.pk,
        **tabs(request.access, "organisations:members"),
    }
    return render(request, "organisations/members.html", context)


@require_http_methods(["GET", "POST"])
@room(may_invite)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite by e-mail; the answer is the same whether the address has an account or not."""
    form = InvitationForm(Kind(request.access.kind), posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(
            form,
            lambda: domain.invite(
                access=request.access, email=data["email"], role=Role(data["role"]), language=data["language"]
            ),
        ):
            messages.success(request, _("The invitation is sent to %(email)s.") % {"email": data["email"]})
            return redirect("organisations:members", request.access.handle)
    return render(request, "organisations/invite.html", {"form": form})


@require_POST
@room(may_administer)
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an open invitation again, or withdraw it."""
    again = request.POST.get("action") == "resend"
    page = "organisations:missions" if request.POST.get("page") == "missions" else "organisations:members"
    if page == "organisations:missions" and not may_grant_missions(request.access):
        raise Http404
    try:
        with transaction.atomic():
            verb = domain.resend if again else domain.withdraw
            verb(access=request.access, invitation_id=invitation_id)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("The invitation is sent again.") if again else _("The invitation is withdrawn."))
    return redirect(page, request.access.handle)


@require_http_methods(["GET", "POST"])
@room(may_administer)
def member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Another role for a member, or the end of the membership."""
    try:
        found = queries.member(membership_id)
    except Membership.DoesNotExist as error:
        raise Http404 from error
    kind = Kind(request.access.kind)
    form = RoleForm(kind, posted(request), initial={"role": found.role})
    if request.method == "POST":
        removing = request.POST.get("action") == "remove"
        if removing:
            form = RoleForm(kind, {"role": found.role})
        if form.is_valid():
            role = Role(form.cleaned_data["role"])

            def verb() -> None:
                if removing:
                    domain.remove_member(access=request.access, membership_id=membership_id)
                else:
                    domain.change_role(access=request.access, membership_id=membership_id, role=role)

            if tried(form, verb):
                return _after_member(request, found, removing)
    return render(request, "organisations/member.html", {"form": form, "member": found, "me": request.user.pk})


def _after_member(request: HttpRequest, found: object, removed: bool) -> HttpResponse:
    name = {"name": found.name}
    messages.success(
        request, _("%(name)s no longer belongs to the organisation.") % name if removed else _("The role is changed.")
    )
    if removed and found.person_id == request.user.pk:
        return redirect("home")
    return redirect("organisations:members", request.access.handle)


@require_http_methods(["GET", "POST"])
@room(is_member)
def leave(request: HttpRequest) -> HttpResponse:
    """End one's own membership."""
    if request.method == "POST":
        try:
            with transaction.atomic():
                domain.leave(access=request.access)
        except ValidationError as error:
            messages.error(request, sentence(error))
            return redirect("organisations:members", request.access.handle)
        messages.success(request, _("You left %(name)s.") % {"name": request.access.organisation_name})
        return redirect("home")
    return render(request, "organisations/leave.html")
