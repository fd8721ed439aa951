"""What a federation may still change of a campaign: it puts its last day off, or cancels it for good."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation
from jawda.apps.ecosystems.campaigns_queries import CANCELLED, OVER, PLANNED, RUNNING, SHOWN_AFTER, phase_of
from jawda.apps.ecosystems.campaigns_reminders import TELL
from jawda.apps.ecosystems.rules import may_open_campaign
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.routes import Access

LONGEST_REASON: Final = 500
LONGEST: Final = timedelta(days=365)
"""Of what is left of a campaign that is put off."""


def may_cancel(campaign: Campaign, today: date) -> bool:
    """One that is to come or runs."""
    return phase_of(campaign, today) in (PLANNED, RUNNING)


def may_extend(campaign: Campaign, today: date) -> bool:
    """The same, and one that ended a short while ago, while it is still among its companies' next steps."""
    phase = phase_of(campaign, today)
    return phase in (PLANNED, RUNNING) or (phase == OVER and today <= campaign.deadline + SHOWN_AFTER)


def cancel(*, access: Access, campaign_id: UUID, reason: str) -> Campaign:
    """Cancel a campaign for good, for a reason. Audited without the reason; each company's own job tells its people,
    unless they never heard of it.

    ``Campaign.DoesNotExist`` for another's, ``ValidationError`` by field, or for one that is over or cancelled.
    """
    campaign, today = _held(access, campaign_id), timezone.localdate()
    reason = " ".join(reason.split())
    if not may_cancel(campaign, today):
        raise ValidationError(_refusal(campaign, today), code="phase")
    if not reason:
        raise ValidationError({"reason": _("Say why: the companies read it.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Longer than %(limit)s characters.") % {"limit": LONGEST_REASON}})
    _write(campaign, cancelled_on=today, cancelled_because=reason)
    trail.record("ecosystems.cancel_campaign", subject="campaign", subject_id=campaign.pk, details={})
    return campaign


def extend(*, access: Access, campaign_id: UUID, deadline: date) -> Campaign:
    """Put the last day off. Audited; each company's own job tells its people, and reminds them by the new day.

    ``Campaign.DoesNotExist`` for another's, ``ValidationError`` by field, or for one that is cancelled or long over.
    """
    campaign, today = _held(access, campaign_id), timezone.localdate()
    if not may_extend(campaign, today):
        raise ValidationError(_refusal(campaign, today), code="phase")
    if deadline <= campaign.deadline:
        raise ValidationError({"deadline": _("The new last day is after the present one.")})
    if deadline <= today:
        raise ValidationError({"deadline": _("The deadline is a day after today.")})
    if deadline > today + LONGEST:
        raise ValidationError({"deadline": _("The new last day is within a year.")})
    former = campaign.deadline
    _write(campaign, deadline=deadline, extended_on=today)
    details = {"from": str(former), "to": str(deadline)}
    trail.record("ecosystems.extend_campaign", subject="campaign", subject_id=campaign.pk, details=details)
    return campaign


def _held(access: Access, campaign_id: UUID) -> Campaign:
    """Its row, held until the transaction ends: two officers follow one another."""
    if not may_open_campaign(access):
        raise PermissionDenied
    found: Campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    return found


def _refusal(campaign: Campaign, today: date) -> str:
    if phase_of(campaign, today) == CANCELLED:
        return _("This campaign is cancelled.")
    return _("This campaign is over.")


def _write(campaign: Campaign, **values: object) -> None:
    """Into the campaign and, alike, into each invitation; then each company's job."""
    for name, value in values.items():
        setattr(campaign, name, value)
    campaign.save(update_fields=list(values))
    sent = CampaignInvitation.objects.filter(from_organisation_id=campaign.organisation_id, campaign_id=campaign.pk)
    sent.update(**values)
    for company in sent.values_list("to_organisation_id", flat=True):
        defer(TELL, organisation_id=company)
