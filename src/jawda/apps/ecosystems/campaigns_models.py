"""A federation's campaigns, the invitations that each company reads, and what the company keeps of them for itself."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.core.languages import LANGUAGES, Text
from jawda.foundation.tenancy.models import TenantModel, TwoPartyModel


class CampaignState(models.TextChoices):
    """How far an invited company is, in steps that say nothing of the result."""

    INVITED = "invited", pgettext_lazy("company", "Invited")
    STARTED = "started", _("Started")
    FINISHED = "finished", _("Finished")


class _Words(models.Model):
    """What a campaign says to whom it invites."""

    ecosystem = models.ForeignKey("ecosystems.Ecosystem", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    referential = models.CharField(max_length=120)
    """The id of a published referential, as it was when the campaign was opened."""
    referential_title = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    opens_on = models.DateField()
    deadline = models.DateField()
    """The last day."""
    extended_on = models.DateField(null=True, blank=True)
    """When the last day was last put off."""
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    @property
    def referential_name(self) -> Text:
        """The referential's title in the languages that it had."""
        return Text(**{name: self.referential_title.get(name) for name in LANGUAGES})


class Campaign(TenantModel, _Words):
    """The federation's own record of what it opened."""

    opened_at = models.DateTimeField(default=timezone.now)
    reminded_on = models.DateField(null=True, blank=True)
    """The last day on which an officer asked for a reminder."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-deadline"], name="campaign_by_deadline")]


class CampaignInvitation(TwoPartyModel, _Words):
    """From the federation, to a company: a snapshot of the campaign.

    The federation writes all but ``state``; what it said stands, but for a later last day and a cancellation, which
    stands too. The company writes ``state`` alone, and only while it agrees to show its
    stage (a trigger refuses the rest). What the company answers stands in :class:`CampaignReply`, which the
    federation cannot read.
    """

    campaign_id = models.UUIDField()
    invited_at = models.DateTimeField(default=timezone.now)
    reminder_asked_on = models.DateField(null=True, blank=True)
    """Written alike to every company of the campaign: it says of none that it is late."""
    state = models.CharField(max_length=12, choices=CampaignState.choices, default=CampaignState.INVITED)

    class Meta(TwoPartyModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["from_organisation", "campaign_id", "to_organisation"], name="one_campaign_invitation"
            ),
        ]


class CampaignReply(TenantModel):
    """What a company keeps of an invitation: whether it declined, and which mails have gone out."""

    invitation_id = models.UUIDField()
    declined_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)
    """The steps whose mail has been sent or was not needed (:mod:`.campaigns_reminders`)."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "invitation_id"], name="one_campaign_reply"),
        ]
