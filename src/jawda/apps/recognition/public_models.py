"""What anyone may read: bodies' identities with their history, documents that are public, status lists, the log."""

from __future__ import annotations

from datetime import UTC, date

from django.db import models
from django.db.models.functions import Now

from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.signed_days import signed_day
from jawda.foundation.tenancy.models import PublicProjectionModel


class Identity(PublicProjectionModel):
    """A body that signs, by its public name: ``slug`` stands in the address of its identity document."""

    slug = models.SlugField(max_length=60, unique=True)
    did = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    city = models.CharField(max_length=80, blank=True)
    fictitious = models.BooleanField(default=False)
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_organisation"], name="one_identity")]


class IdentityVersion(PublicProjectionModel):
    """An identity document as it was published at a moment (``did:web`` itself keeps no history). Only added to."""

    did = models.CharField(max_length=300)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["did", "published_at"], name="identity_versions")]


class PublicAttestation(PublicProjectionModel):
    """A document that anyone may look up, as its issuer published it; confidential kinds never stand here."""

    reference = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    holder_name = models.CharField(max_length=160)
    holder_ice = models.CharField(max_length=15, blank=True)
    holder_city = models.CharField(max_length=80, blank=True)
    issuer_name = models.CharField(max_length=160)
    issuer_did = models.CharField(max_length=300)
    fictitious = models.BooleanField(default=False)
    standard = models.CharField(max_length=120, blank=True)
    scope = models.TextField(blank=True)
    sectors = models.JSONField(default=list, blank=True)
    sites = models.JSONField(default=list, blank=True)
    accreditation_number = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    events = models.JSONField(default=list)
    """``[{"kind": "issued", "at": "2026-03-03T09:00:00Z"}, …]``: without reasons, which are between the parties."""
    replaced_by = models.CharField(max_length=20, blank=True)
    """The reference of the document that took its place."""
    credential = models.TextField()
    sha256 = models.CharField(max_length=64)
    words = models.TextField()
    """What the search box looks through, folded: number, holder, standard, place, issuer."""

    class Meta:
        indexes = [
            models.Index(fields=["holder_ice"], name="public_attestations_by_ice"),
            models.Index(fields=["number"], name="public_attestations_by_number"),
            models.Index(fields=["source_organisation", "-issued_at"], name="public_attestations_newest"),
        ]

    @property
    def issued_on(self) -> date:
        """The day of issue, as it was signed."""
        return signed_day(self.issued_at)


class AccreditationVersion(PublicProjectionModel):
    """An accreditation as it was signed at a moment, with the scopes of then. Only added to."""

    reference = models.CharField(max_length=20)
    url = models.CharField(max_length=400)
    number = models.CharField(max_length=80)
    body_did = models.CharField(max_length=300)
    body_name = models.CharField(max_length=160)
    authority_did = models.CharField(max_length=300)
    authority_name = models.CharField(max_length=160)
    scopes = models.JSONField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    credential = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["url", "valid_from"], name="accreditation_versions"),
            models.Index(fields=["body_did"], name="accreditations_of_a_body"),
        ]

    @property
    def last_day(self) -> date | None:
        """As it was typed: ``valid_until`` is midnight of that day in UTC; None where it has none."""
        return None if self.valid_until is None else self.valid_until.astimezone(UTC).date()


class StatusListVersion(PublicProjectionModel):
    """A status list as it was signed at a moment. Only added to: the version of a day tells what stood then."""

    url = models.CharField(max_length=400)
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    credential = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "valid_from"], name="one_list_at_a_moment")]
        indexes = [models.Index(fields=["-valid_from"], name="newest_status_lists")]


class PublicSeal(PublicProjectionModel):
    """A certificate with which a body seals its papers, or once did: by it they are told from those that bear its name
    and are another's. Only added to.
    """

    sha256 = models.CharField(max_length=64)
    """Of the certificate in DER, in hexadecimal."""
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_organisation", "sha256"], name="one_public_seal_of_a_certificate")
        ]


class LogEntry(PublicProjectionModel):
    """One line of the public log: each follows from the one before by its hash. The database writes the chain.

    A confidential document stands there by its hash alone, without its reference.
    """

    sequence = models.BigIntegerField(unique=True, editable=False)
    at = models.DateTimeField(editable=False)
    event = models.CharField(max_length=16, choices=Event.choices)
    event_at = models.DateTimeField()
    reference = models.CharField(max_length=20, blank=True)
    issuer_did = models.CharField(max_length=300)
    credential_sha256 = models.CharField(max_length=64)
    previous_hash = models.BinaryField(max_length=32, editable=False)
    hash = models.BinaryField(max_length=32, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["reference"], name="log_by_reference"),
            models.Index(fields=["credential_sha256"], name="log_by_credential"),
        ]
