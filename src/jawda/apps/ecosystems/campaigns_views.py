"""Pages of campaigns: the federation's, and the invitation that a company answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.ecosystems import campaigns_changes as changes
from jawda.apps.ecosystems import campaigns_domain as domain
from jawda.apps.ecosystems import campaigns_exports as exports
from jawda.apps.ecosystems import campaigns_queries as queries
from jawda.apps.ecosystems.campaigns_assessments import GoneReferential, assessments
from jawda.apps.ecosystems.campaigns_forms import CampaignForm, CancelForm, ExtendForm
from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation, CampaignState
from jawda.apps.ecosystems.queries import NOT_SHOWN, own_ecosystems
from jawda.apps.ecosystems.rules import may_begin_invited, may_decline, may_open_campaign, may_see_sharing
from jawda.apps.organisations.rules import is_federation
from jawda.apps.organisations.views.common import posted, sentence, tried
from jawda.foundation.tenancy.routes import room

PHASES = (queries.RUNNING, queries.PLANNED, queries.OVER, queries.CANCELLED)


@require_GET
@room(is_federation)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The federation's campaigns with their counts. Filter, search, export."""
    phase, text = request.GET.get("phase", ""), request.GET.get("q", "").strip()
    lines = queries.campaigns(phase=phase if phase in PHASES else "", text=text)
    if kind := exports.asked_kind(request):
        return exports.campaigns_file(lines, kind)
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(line, exports.phase_words(line.phase), exports.count_words(line.funnel.finished)) for line in page],
        "phases": [(name, exports.phase_words(name)) for name in PHASES],
        "phase": phase,
        "text": text,
        "filtered": bool(phase in PHASES or text),
        "may_open": may_open_campaign(request.access),
    }
    return render(request, "ecosystems/campaigns.html", context)


@require_http_methods(["GET", "POST"])
@room(may_open_campaign)
def open_campaign(request: HttpRequest) -> HttpResponse:
    """Open a campaign in one of the federation's ecosystems."""
    participants = queries.participants()
    form = CampaignForm(
        posted(request), ecosystems=own_ecosystems(), referentials=assessments().choices(), participants=participants
    )
    if request.method == "POST" and form.is_valid():
        facts, made = form.facts(), list[Campaign]()
        if tried(form, lambda: made.append(domain.open_campaign(access=request.access, facts=facts))):
            messages.success(request, _("The campaign is open. Each company is told on the opening day."))
            return redirect("ecosystems:campaign", request.access.handle, made[0].pk)
    return render(request, "ecosystems/campaign_open.html", {"form": form, "nobody": not participants})


@require_GET
@room(is_federation)
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Counts by stage, masked where small; apart, the companies with the stage that they show. Filter, export."""
    wanted = queries.CampaignFilter(state=request.GET.get("stage", ""), text=request.GET.get("q", "").strip())
    try:
        found = queries.campaign(campaign_id, wanted)
    except Campaign.DoesNotExist as error:
        raise Http404 from error
    if kind := exports.asked_kind(request):
        return exports.companies_file(found, kind)
    line, funnel = found.line, found.line.funnel
    labels = (_("Not started or not shown"), _("Started"), _("Finished"))
    counts = (funnel.invited, funnel.started, funnel.finished)
    shares = [100 * count.value / funnel.total if count.value is not None else None for count in counts]
    may_remind = may_open_campaign(request.access) and line.phase == queries.RUNNING
    context = {
        "found": found,
        "line": line,
        "row": line.row,
        "steps": list(zip(labels, map(exports.count_words, counts), shares, strict=True)),
        "page": Paginator(found.companies, 50).get_page(request.GET.get("page")),
        "wanted": wanted,
        "filtered": bool(wanted.state or wanted.text),
        "states": [*((state.value, state.label) for state in CampaignState), (NOT_SHOWN, _("not shown"))],
        "may_remind": may_remind and line.row.reminded_on != timezone.localdate(),
        "may_extend": may_open_campaign(request.access) and changes.may_extend(line.row, timezone.localdate()),
        "may_cancel": may_open_campaign(request.access) and changes.may_cancel(line.row, timezone.localdate()),
        "reminded": may_remind and line.row.reminded_on == timezone.localdate(),
    }
    return render(request, "ecosystems/campaign.html", context)


@require_POST
@room(may_open_campaign)
def remind(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Ask for a reminder: each company's own job sees whether it is late."""
    try:
        domain.remind(access=request.access, campaign_id=campaign_id)
    except Campaign.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, sentence(error))
        return redirect("ecosystems:campaign", request.access.handle, campaign_id)
    count = queries.campaign(campaign_id).line.funnel.unfinished
    if count is None:
        said = _("The reminder goes out to the companies that have not finished.")
    else:
        said = ngettext(
            "The reminder goes out to %(count)s company at most: those that have finished or declined get none.",
            "The reminder goes out to %(count)s companies at most: those that have finished or declined get none.",
            count,
        ) % {"count": count}
    messages.success(request, said)
    return redirect("ecosystems:campaign", request.access.handle, campaign_id)


@require_http_methods(["GET", "POST"])
@room(may_open_campaign)
def extend(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Put the last day off."""
    row = _own(campaign_id)
    form = ExtendForm(posted(request), initial={"deadline": row.deadline})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["deadline"]
        if tried(form, lambda: changes.extend(access=request.access, campaign_id=campaign_id, deadline=day)):
            messages.success(request, _("The last day is put off; the companies are told."))
            return redirect("ecosystems:campaign", request.access.handle, campaign_id)
    return render(request, "ecosystems/campaign_change.html", {"form": form, "row": row, "cancelling": False})


@require_http_methods(["GET", "POST"])
@room(may_open_campaign)
def cancel(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Cancel it for good, with the reason that the companies read."""
    row = _own(campaign_id)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: changes.cancel(access=request.access, campaign_id=campaign_id, reason=reason)):
            messages.success(request, _("The campaign is cancelled; the companies that knew of it are told."))
            return redirect("ecosystems:campaign", request.access.handle, campaign_id)
    return render(request, "ecosystems/campaign_change.html", {"form": form, "row": row, "cancelling": True})


@require_GET
@room(may_see_sharing)
def invitation(request: HttpRequest, campaign_invitation_id: UUID) -> HttpResponse:
    """What the company is invited to, by when, and what the federation sees of it."""
    found = _invited(campaign_invitation_id)
    context = {
        "item": found,
        "row": found.row,
        "may_begin": may_begin_invited(request.access),
        "may_decline": may_decline(request.access),
    }
    return render(request, "ecosystems/invitation.html", context)


@require_POST
@room(may_begin_invited)
def begin(request: HttpRequest, campaign_invitation_id: UUID) -> HttpResponse:
    """Begin the assessment, or go on with the one that is open."""
    found = _invited(campaign_invitation_id)
    try:
        address = domain.begin(access=request.access, invited=found)
    except GoneReferential:
        messages.error(request, _("This referential is published no more. Ask the federation."))
        return redirect("ecosystems:invitation", request.access.handle, found.row.pk)
    except ValidationError as error:
        messages.error(request, sentence(error))
        return redirect("ecosystems:invitation", request.access.handle, found.row.pk)
    return redirect(address)


@require_POST
@room(may_decline)
def decline(request: HttpRequest, campaign_invitation_id: UUID) -> HttpResponse:
    """Decline, or take it back."""
    found = _invited(campaign_invitation_id)
    if request.POST.get("answer") == "reconsider":
        domain.reconsider(access=request.access, invited=found)
        messages.success(request, _("The invitation stands again."))
    else:
        domain.decline(access=request.access, invited=found)
        messages.success(request, _("You declined. No reminder will come; the federation is not told."))
    return redirect("ecosystems:invitation", request.access.handle, found.row.pk)


def _own(campaign_id: UUID) -> Campaign:
    try:
        found: Campaign = Campaign.objects.get(pk=campaign_id)
    except Campaign.DoesNotExist as error:
        raise Http404 from error
    return found


def _invited(invitation_id: UUID) -> queries.Invited:
    try:
        return queries.invitation(invitation_id)
    except CampaignInvitation.DoesNotExist as error:
        raise Http404 from error
