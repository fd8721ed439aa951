"""Exports of all that the organisation has, as its administrators ask for them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import TenantModel


class ExportState(models.TextChoices):
    """Where an export is."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    READY = "ready", "ready"
    STOPPED = "stopped", "stopped"
    FAILED = "failed", "failed"


class OrganisationExport(TenantModel):
    """One file, made by a job; it stands beside the database, and no longer than seven days."""

    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.UUIDField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    """Until when a ready one is given out."""
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-asked_at"], name="export_recent")]
