"""Ecosystems, conventions, participation and consent."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation, CampaignReply
from jawda.core.languages import Text
from jawda.foundation.tenancy.models import PublicProjectionModel, TwoPartyModel

__all__ = [
    "Campaign", "CampaignInvitation", "CampaignReply", "Consent", "Convention", "Ecosystem", "Participation",
    "PublicParticipant", "Purpose", "Stage", "in_force",
]  # fmt: skip


class Ecosystem(PublicProjectionModel):
    """A sector's ecosystem, published by the federation that runs it."""

    slug = models.SlugField(max_length=40, unique=True)
    sector = models.CharField(max_length=40)
    name_fr = models.CharField(max_length=160)
    name_ar = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    fictitious = models.BooleanField(default=False)

    @property
    def name(self) -> Text:
        """The name in the three languages."""
        return Text(fr=self.name_fr, ar=self.name_ar, en=self.name_en)


class Convention(PublicProjectionModel):
    """The agreement that founds an ecosystem: parties, dates, objectives."""

    ecosystem = models.ForeignKey(Ecosystem, on_delete=models.CASCADE, related_name="conventions")
    title = models.CharField(max_length=200)
    parties = models.JSONField(default=list)
    signed_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    objectives = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)


class Stage(models.TextChoices):
    """How far a company is with its assessment, in steps that say nothing of the result."""

    ENROLLED = "enrolled", _("Enrolled")
    STARTED = "started", _("Started")
    FINISHED = "finished", _("Finished")


class Participation(TwoPartyModel):
    """A company takes part in an ecosystem: from the company, to the federation.

    ``stage`` is written only while the company agrees to show it; the rest is a snapshot by the company.
    """

    ecosystem = models.ForeignKey(Ecosystem, on_delete=models.PROTECT, related_name="+")
    company_name = models.CharField(max_length=160)
    region = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    fictitious = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)

    class Meta(TwoPartyModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["from_organisation", "ecosystem"], name="one_participation"),
        ]


class PublicParticipant(PublicProjectionModel):
    """A verified company that agreed to be named on the ecosystem's public page, until ``until`` where that is said."""

    ecosystem = models.ForeignKey(Ecosystem, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    fictitious = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_organisation", "ecosystem"], name="one_public_participant"),
        ]


class Purpose(models.TextChoices):
    """What a company may agree to."""

    SHOW_STAGE = "show_stage", _("Show our stage to the federation")
    SHOW_NAME = "show_name", _("Show our name in the public list of participants")


class Consent(TwoPartyModel):
    """Dated and revocable: from the company, to the recipient, for one purpose."""

    purpose = models.CharField(max_length=24, choices=Purpose.choices)
    fields = models.JSONField(default=list)
    granted_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


def in_force(today: date) -> Q:
    """Consents that hold on a day: not revoked, and not past their last day."""
    return Q(revoked_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))
