"""Assessments and their answers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import TenantModel


class Assessment(TenantModel):
    """One assessment of the acting organisation against one edition of a referential."""

    referential = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    profile = models.JSONField(default=dict, blank=True)
    target = models.FloatField(null=True, blank=True)
    """On 0-100; None where the company has set none."""
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_requirement = models.CharField(max_length=120, blank=True)
    """Where the person stopped, to resume there."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-started_at"], name="assessment_recent")]


class Answer(TenantModel):
    """One answer. ``level`` is the scale's code, blank where there is none."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    requirement = models.CharField(max_length=120)
    level = models.CharField(max_length=8, blank=True)
    not_applicable = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "assessment", "requirement"], name="one_answer"),
        ]
