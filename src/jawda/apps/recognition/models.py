"""What a body keeps: its keys, the documents it issued, and what happened to each."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from jawda.apps.recognition.elsewhere.models import RecordedCertificate, RegisterCheck
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.platform_models import LogHead, PlatformKey, TrustListVersion
from jawda.apps.recognition.public_models import (
    AccreditationVersion,
    Identity,
    IdentityVersion,
    LogEntry,
    PublicAttestation,
    PublicSeal,
    StatusListVersion,
)
from jawda.apps.recognition.signed_days import signed_day
from jawda.apps.recognition.suppliers.models import WatchedCertificate, WatchedFinding
from jawda.apps.recognition.watching.models import HeldState
from jawda.foundation.tenancy.models import TenantModel

__all__ = [
    "AccreditationVersion", "Attestation", "AttestationEvent", "HeldState", "Identity", "IdentityVersion", "LogEntry",
    "LogHead", "Paper", "PlatformKey", "PublicAttestation", "PublicSeal", "RecordedCertificate", "RegisterCheck",
    "SealKey", "SigningKey", "SpentPlace", "StatusListVersion", "SupersededCredential", "TrustListVersion",
    "WatchedCertificate", "WatchedFinding",
]  # fmt: skip


class SigningKey(TenantModel):
    """A key with which a body signs. The private half stands sealed with a key made from the server's secret one, or in
    a device."""

    name = models.CharField(max_length=40)
    """The fragment of its address in the body's identity document."""
    algorithm = models.CharField(max_length=12)
    public_jwk = models.JSONField()
    sealed = models.TextField(blank=True)
    """Empty where the private half is in a device."""
    device = models.CharField(max_length=40, blank=True)
    """The name under which the operator lends it; the PIN is nowhere here."""
    key_label = models.CharField(max_length=100, blank=True)
    """The key's own in the device."""
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_key_of_a_name")]


class Attestation(TenantModel):
    """One document that a body issued. What it says is in its signed form; the columns are for finding it."""

    reference = models.CharField(max_length=20)
    """Under which anyone finds it here: drawn at random, and one of a kind where it is public."""
    number = models.CharField(max_length=80)
    """The body's own."""
    kind = models.CharField(max_length=24, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_FORCE)
    holder_name = models.CharField(max_length=160)
    holder_ice = models.CharField(max_length=15, blank=True)
    holder_city = models.CharField(max_length=80, blank=True)
    fictitious = models.BooleanField(default=False)
    scheme = models.CharField(max_length=300)
    standard = models.CharField(max_length=120, blank=True)
    scope = models.TextField(max_length=4000, blank=True)
    sectors = models.JSONField(default=list, blank=True)
    sites = models.JSONField(default=list, blank=True)
    accreditation_number = models.CharField(max_length=80, blank=True)
    """The accreditation under which it was issued; empty where none is claimed."""
    issued_at = models.DateTimeField()
    activity_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    credential = models.TextField()
    sha256 = models.CharField(max_length=64)
    link = models.CharField(max_length=48, blank=True)
    """Of a confidential document: what its link carries, made anew to close links that were given."""
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by")
    """Of which it takes the place."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "list_number", "list_index"], name="one_attestation_of_an_index"
            ),
            models.UniqueConstraint(fields=["organisation", "reference"], name="one_attestation_of_a_reference"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-issued_at"], name="attestations_newest"),
            models.Index(fields=["organisation", "number"], name="attestations_by_number"),
        ]

    @property
    def issued_on(self) -> date:
        """The day of issue, as it was signed."""
        return signed_day(self.issued_at)


class AttestationEvent(TenantModel):
    """What happened to a document, when, and why. No verb changes one; the public log keeps what is sworn to."""

    attestation = models.ForeignKey(Attestation, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Event.choices)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    by_person = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        ordering = ["at", "recorded_at"]


class SupersededCredential(TenantModel):
    """What was signed before a scope was reduced or a report amended: withdrawn, so that it no longer verifies."""

    attestation = models.ForeignKey(Attestation, on_delete=models.CASCADE, related_name="superseded")
    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    credential = models.TextField()
    sha256 = models.CharField(max_length=64)
    superseded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "list_number", "list_index"], name="one_superseded_of_an_index"
            ),
        ]


class SpentPlace(TenantModel):
    """A place in the status lists of which the document is kept no longer: its holder still has what was signed.

    Whose it was is forgotten; nobody else gets the place, and a bit once set stays set.
    """

    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    withdrawn = models.BooleanField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "list_number", "list_index"], name="one_spent_of_an_index"),
        ]


class SealKey(TenantModel):
    """With which a body seals its papers (PAdES): a key of its own, since readers of PDF know no Ed25519."""

    sealed = models.TextField()
    """The seed of a key made here, or the key of a provider's file (PKCS#8)."""
    certificate = models.BinaryField()
    """X.509 in DER. One made by the body for itself proves that nothing was changed, not whose it is."""
    from_provider = models.BooleanField(default=False)
    chain = models.JSONField(default=list)
    """The certificates above a provider's, in base 64."""
    created_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


class Paper(TenantModel):
    """A document printed in one language, its credential within, sealed. Made anew when the document is."""

    attestation = models.ForeignKey(Attestation, on_delete=models.CASCADE, related_name="papers")
    language = models.CharField(max_length=2)
    credential_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "attestation", "language"], name="one_paper_in_a_language")
        ]
