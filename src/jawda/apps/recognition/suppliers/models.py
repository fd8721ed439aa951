"""Suppliers' certificates that a company watches, and what was found of each."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from jawda.apps.recognition.elsewhere.models import Lapsing
from jawda.apps.recognition.suppliers.enums import Differs, Found
from jawda.foundation.tenancy.models import TenantModel


class WatchedCertificate(Lapsing, TenantModel):
    """One line of the list: what the company expects of a supplier, and the last finding with its moment."""

    supplier_name = models.CharField(max_length=160)
    supplier_ice = models.CharField(max_length=15, blank=True)
    country = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=80, blank=True)
    standard = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(db_default=Now())
    added_by = models.UUIDField(null=True, blank=True)

    asked_at = models.DateTimeField(null=True, blank=True)
    """Since when it waits for the job that checks."""
    checked_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=16, choices=Found.choices, blank=True)
    """Empty as long as it was not checked."""
    found_reference = models.CharField(max_length=20, blank=True)
    found_holder = models.CharField(max_length=160, blank=True)
    found_issuer = models.CharField(max_length=160, blank=True)
    found_standard = models.CharField(max_length=120, blank=True)
    found_expires_on = models.DateField(null=True, blank=True)
    reductions = models.PositiveSmallIntegerField(default=0)
    differs = models.CharField(max_length=12, choices=Differs.choices, blank=True)
    stood = models.CharField(max_length=16, choices=Found.choices, blank=True)
    """The last finding that said something: changes are told against it, once."""
    news = models.JSONField(default=list, blank=True)
    """What of it was not told yet."""

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "asked_at"], name="watched_waiting"),
            models.Index(fields=["organisation", "supplier_name"], name="watched_by_supplier"),
        ]


class WatchedFinding(TenantModel):
    """That a finding changed, and when. Only added to."""

    line = models.ForeignKey(WatchedCertificate, on_delete=models.CASCADE, related_name="findings")
    at = models.DateTimeField()
    found = models.CharField(max_length=16, choices=Found.choices)
    news = models.JSONField(default=list, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-at"]
