"""Organisations, their sites, and the persons who act in them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from jawda.apps.organisations.enums import Decision, Kind, Role, Status
from jawda.apps.organisations.exports_models import OrganisationExport
from jawda.foundation.tenancy.models import PersonModel, PublicProjectionModel, TenantModel

__all__ = [
    "DirectoryEntry", "Invitation", "Membership", "Mission", "Organisation", "OrganisationExport", "Site",
    "Verification",
]  # fmt: skip

_HANDLE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def new_handle() -> str:
    """The part of an address that names an organisation: says nothing about it, and is not guessed."""
    return "".join(secrets.choice(_HANDLE_LETTERS) for _ in range(10))


class Organisation(PersonModel):
    """A company, federation, body or authority: the root of a tenant.

    Its policy is of the kind *person*: at sign-in one must see the organisations one belongs to.
    """

    handle = models.CharField(max_length=10, default=new_handle, unique=True, editable=False)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    name = models.CharField(max_length=160)
    ice = models.CharField(max_length=15, blank=True)
    country = models.CharField(max_length=2, default="MA")
    region = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    nace = models.CharField(max_length=8, blank=True)
    iaf = models.CharField(max_length=2, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    fictitious = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNVERIFIED)
    created_at = models.DateTimeField(default=timezone.now)
    activated_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Site(TenantModel):
    """A place where an organisation works; one that is closed is kept with its last day."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)


class Verification(TenantModel):
    """A decision on the registration: what was checked, where, when. The organisation reads it too."""

    decision = models.CharField(max_length=12, choices=Decision.choices)
    checked_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    """Where it was checked: a register, a document, a call."""
    note = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField(null=True, blank=True)


class Membership(PersonModel):
    """A person's role in an organisation. Its policy: the person, or the organisation."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_membership")]


class Invitation(PersonModel):
    """An invitation by e-mail to join an organisation, or the offer of a mission; of the token only a hash is kept.

    Inviting never asks whether the address has an account, so that nobody learns it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    organisation_name = models.CharField(max_length=160)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="fr")
    scope = models.JSONField(default=list)
    starts_on = models.DateField(null=True, blank=True)
    """Where it offers a mission: its first day; empty for a membership."""
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(
                    starts_on__isnull=True,
                    accepted_at__isnull=True,
                    declined_at__isnull=True,
                    withdrawn_at__isnull=True,
                ),
                name="one_open_invitation",
            )
        ]

    @property
    def is_mission(self) -> bool:
        """Whether it offers a mission rather than a membership."""
        return self.starts_on is not None


class Mission(PersonModel):
    """A dated, scoped permission that a company grants an expert, to act inside its tenant."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="missions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="missions")
    organisation_name = models.CharField(max_length=160, blank=True)
    """As it was when granted: once the mission has ended, the expert no longer sees the organisation's row."""
    scope = models.JSONField(default=list)
    """Names of activities, such as ``diagnostics``."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class DirectoryEntry(PublicProjectionModel):
    """What the public directory says of an activated body; rebuilt from the organisation."""

    kind = models.CharField(max_length=24, choices=Kind.choices)
    name = models.CharField(max_length=160)
    region = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    fictitious = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_organisation"], name="one_directory_entry")]
