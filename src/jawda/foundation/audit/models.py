"""Entries of the trail. PostgreSQL gives the sequence and the hash (:mod:`.trigger`), so that none is skipped."""

from __future__ import annotations

from django.db import models

from jawda.foundation.tenancy.models import TenantModel


class AuditEntry(TenantModel):
    """Who did what to what. ``content`` is the canonical text that the hash covers."""

    sequence = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)
    action = models.CharField(max_length=80)
    content = models.TextField()
    previous_hash = models.BinaryField(null=True)
    hash = models.BinaryField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "sequence"], name="audit_sequence")]


class AuditPersonalValues(TenantModel):
    """Personal values of an entry. The entry holds a salted commitment to them, so that erasing breaks nothing."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="personal")
    salt = models.BinaryField()
    values = models.JSONField()
