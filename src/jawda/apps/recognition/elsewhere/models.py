"""What a company keeps of certificates that bodies outside the platform gave it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.enums import Kind
from jawda.core.credentials.verdict import Verdict
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.models import TenantModel


class Lapsing(models.Model):
    """Of what ends: the last stage before its end that was told, and of which last day."""

    told_stage = models.SmallIntegerField(null=True, blank=True)
    """90, 30 or 0 days; None where nothing was due yet."""
    told_for = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class RecordedCertificate(Lapsing, TenantModel):
    """A certificate issued elsewhere, as the company says it. What is signed of it stands in ``credential``."""

    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    standard = models.CharField(max_length=120, blank=True)
    scope = models.TextField(max_length=4000, blank=True)
    sites = models.JSONField(default=list, blank=True)
    issuer_name = models.CharField(max_length=160)
    accreditation_body = models.CharField(max_length=160, blank=True)
    accreditation_number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160)
    """Who gave it to the company."""
    register_url = models.CharField(max_length=400, blank=True)
    """Where a person looks it up; the server never asks it."""
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    credential = models.TextField(blank=True)
    """The signed document, as it came or as a PDF carried it."""
    signed_verdict = models.CharField(max_length=16, blank=True, choices=[(item.value, item.value) for item in Verdict])
    """Of the signed document, when it was last verified; empty without one."""
    signed_stood = models.CharField(max_length=16, blank=True)
    """The last verdict that said something: changes are told against it, once."""
    signed_differs = models.BooleanField(default=False)
    """Whether it says otherwise than what was typed."""
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "expires_on"], name="recorded_by_last_day")]


class RegisterCheck(TenantModel):
    """That a person looked a certificate up on a day, and what stood there. Only added to."""

    certificate = models.ForeignKey(RecordedCertificate, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    found = models.CharField(max_length=12, choices=InRegister.choices)
    note = models.CharField(max_length=300, blank=True)
    by_person = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["-checked_on", "-recorded_at"]
