"""Panels, who was asked to answer, and what each answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jawda.foundation.tenancy.models import TenantModel


def _no_colleges() -> list[dict[str, Any]]:
    return []


class Panel(TenantModel):
    """A diagnosis that the acting organisation convened: one edition of a referential, answered by many."""

    referential = models.CharField(max_length=120)
    title = models.CharField(max_length=160)
    message = models.TextField(blank=True)
    """The convener's words in the mail."""
    colleges = models.JSONField(default=_no_colleges)
    """The groups that members speak for, in their order: ``{"code", "name"}``; blank names are those of the code."""
    profile = models.JSONField(default=dict, blank=True)
    """The value chosen for each profile question, the same for every member."""
    ends_on = models.DateField()
    """The last day on which members may answer."""
    convened_at = models.DateTimeField(default=timezone.now)
    convened_by = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-convened_at"], name="panel_recent")]

    def is_open(self, today: date) -> bool:
        """Whether members may answer; never again once it is closed."""
        return self.closed_at is None and today <= self.ends_on


class PanelMember(TenantModel):
    """Someone who was asked. Name, address and link are wiped when the panel closes; the college stays."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="members")
    college = models.CharField(max_length=40)
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    token_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "panel", "email"], condition=~Q(email=""), name="one_panel_member"
            ),
            models.UniqueConstraint(
                fields=["organisation", "token_hash"], condition=~Q(token_hash=""), name="one_panel_token"
            ),
        ]


class PanelAnswer(TenantModel):
    """One member's answer, which no page shows to anyone else."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="answers")
    requirement = models.CharField(max_length=120)
    level = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    """A remark, shown to the convener in its words and without a name once the panel is closed."""
    saved_at = models.DateTimeField(default=timezone.now)
    saved_from = models.CharField(max_length=32, blank=True)
    saved_turn = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "member", "requirement"], name="one_panel_answer"),
        ]
