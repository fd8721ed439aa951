"""What a federation does with campaigns, and a company with the invitations it gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.ecosystems.campaigns_assessments import Choice, assessments
from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation, CampaignReply
from jawda.apps.ecosystems.campaigns_queries import CANCELLED, RUNNING, Invited, phase_of
from jawda.apps.ecosystems.campaigns_reminders import TELL
from jawda.apps.ecosystems.models import Ecosystem, Participation
from jawda.apps.ecosystems.rules import may_begin_invited, may_decline, may_open_campaign
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """What an officer says of a campaign. ``chosen``: keys of participations, None for all who take part."""

    ecosystem_id: UUID
    title: str
    referential: str
    opens_on: date
    deadline: date
    message: str = ""
    chosen: frozenset[UUID] | None = None


def open_campaign(*, access: Access, facts: CampaignFacts) -> Campaign:
    """Invite companies of one of the federation's ecosystems to an assessment. Audited; no mail from here.

    On the opening day a job of each company tells its people, and asks for the days of its reminders.
    ``ValidationError`` by field; nothing is written then. Forms sent twice follow one another on the ecosystem's row.
    """
    if not may_open_campaign(access):
        raise PermissionDenied
    mine = access.organisation_id
    ecosystem = (
        Ecosystem.objects.select_for_update(no_key=True)
        .filter(pk=facts.ecosystem_id, source_organisation_id=mine)
        .first()
    )
    if ecosystem is None:
        raise ValidationError({"ecosystem": _("Choose one of your ecosystems.")})
    chosen = _checked(facts, ecosystem)
    companies = _companies(facts, ecosystem)
    words = {
        "ecosystem": ecosystem, "title": facts.title, "referential": chosen.identifier,
        "referential_title": chosen.title.as_mapping(), "message": facts.message, "opens_on": facts.opens_on,
        "deadline": facts.deadline,
    }  # fmt: skip
    campaign = Campaign.objects.create(organisation_id=mine, **words)
    CampaignInvitation.objects.bulk_create(
        CampaignInvitation(from_organisation_id=mine, to_organisation_id=company, campaign_id=campaign.pk, **words)
        for company in companies
    )
    for company in companies:
        defer(TELL, organisation_id=company, on=facts.opens_on)
    trail.record(
        "ecosystems.open_campaign",
        subject="campaign",
        subject_id=campaign.pk,
        details={
            "title": facts.title, "referential": chosen.identifier, "opens_on": str(facts.opens_on),
            "deadline": str(facts.deadline), "invited": len(companies), "all": facts.chosen is None,
        },
    )  # fmt: skip
    return campaign


def _checked(facts: CampaignFacts, ecosystem: Ecosystem) -> Choice:
    """The referential asked for, where all that was said is sound."""
    today = timezone.localdate()
    faults = {}
    if facts.opens_on < today:
        faults["opens_on"] = _("The opening is past already.")
    if facts.deadline <= today:
        faults["deadline"] = _("The deadline is a day after today.")
    elif facts.deadline <= facts.opens_on:
        faults["deadline"] = _("The deadline is after the opening.")
    if Campaign.objects.filter(ecosystem=ecosystem, title=facts.title, deadline__gte=today, cancelled_on=None).exists():
        faults["title"] = _("A campaign of this name runs already.")
    choice = next((item for item in assessments().choices() if item.identifier == facts.referential), None)
    if choice is None:
        faults["referential"] = _("Choose a published referential.")
    if choice is None or faults:
        raise ValidationError(faults)
    return choice


def _companies(facts: CampaignFacts, ecosystem: Ecosystem) -> list[UUID]:
    rows = Participation.objects.filter(
        to_organisation_id=current_organisation_id(), ecosystem=ecosystem, withdrawn_at=None
    ).values_list("pk", "from_organisation_id")
    taking_part = dict(rows)
    if not taking_part:
        raise ValidationError({"ecosystem": _("No company takes part in this ecosystem yet.")})
    if facts.chosen is None:
        return list(taking_part.values())
    if not facts.chosen:
        raise ValidationError({"chosen": _("Choose one company at least, or invite all.")})
    if facts.chosen - taking_part.keys():
        raise ValidationError({"chosen": _("A company that you chose does not take part in this ecosystem.")})
    return [taking_part[key] for key in facts.chosen]


def remind(*, access: Access, campaign_id: UUID) -> None:
    """Ask the companies of a running campaign, once a day, to be reminded; each company's own job sees whether it is
    late, and mails its people. Audited; no mail from here.

    ``Campaign.DoesNotExist`` for another's; ``ValidationError`` where it does not run, or was asked for today.
    """
    if not may_open_campaign(access):
        raise PermissionDenied
    today = timezone.localdate()
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    if phase_of(campaign, today) != RUNNING:
        raise ValidationError(_("Reminders go out while the campaign runs."), code="phase")
    if campaign.reminded_on == today:
        raise ValidationError(_("A reminder went out today already."), code="today")
    campaign.reminded_on = today
    campaign.save(update_fields=["reminded_on"])
    sent = CampaignInvitation.objects.filter(from_organisation_id=access.organisation_id, campaign_id=campaign.pk)
    sent.update(reminder_asked_on=today)
    for company in sent.values_list("to_organisation_id", flat=True):
        defer(TELL, organisation_id=company)
    trail.record("ecosystems.remind_campaign", subject="campaign", subject_id=campaign.pk, details={})


def begin(*, access: Access, invited: Invited) -> str:
    """Begin the assessment that one is invited to, or go on with it; the address to go to. A refusal is taken back.

    Audited, and so is the assessment's own beginning; no mail. ``GoneReferential`` where it is published no more,
    ``ValidationError`` where the campaign is cancelled.
    """
    if not may_begin_invited(access):
        raise PermissionDenied
    if invited.phase == CANCELLED:
        raise ValidationError(_("This campaign is cancelled."), code="cancelled")
    address = assessments().begin(access, invited.row.referential)
    CampaignReply.objects.filter(invitation_id=invited.row.pk).update(declined_at=None)
    _record("begin_invited", invited)
    return address


def decline(*, access: Access, invited: Invited) -> None:
    """Say no: no more reminders. The federation is not told. Audited, no mail; saying it again does nothing."""
    if not may_decline(access):
        raise PermissionDenied
    if invited.declined:
        return
    CampaignReply.objects.update_or_create(
        organisation_id=current_organisation_id(), invitation_id=invited.row.pk,
        defaults={"declined_at": timezone.now()},
    )  # fmt: skip
    _record("decline_invited", invited)


def reconsider(*, access: Access, invited: Invited) -> None:
    """Take a refusal back: reminders go out again. Audited, no mail."""
    if not may_decline(access):
        raise PermissionDenied
    if CampaignReply.objects.filter(invitation_id=invited.row.pk).exclude(declined_at=None).update(declined_at=None):
        _record("reconsider_invited", invited)


def _record(action: str, invited: Invited) -> None:
    trail.record(
        f"ecosystems.{action}",
        subject="campaign_invitation",
        subject_id=invited.row.pk,
        details={"referential": invited.row.referential},
    )
