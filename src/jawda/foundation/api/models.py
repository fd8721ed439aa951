"""Tokens by which an organisation's own programs act for it, and the counts of what was asked of late."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel, PersonModel


class ApiToken(PersonModel):
    """A token of one organisation; of its secret only a hash is kept.

    Its policy is of the kind *person*: it is looked up before any organisation acts, by the hash of what was sent and
    by nothing else (:mod:`.policies`).
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    """The beginning of the secret, by which people tell tokens apart."""
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField(null=True, blank=True)
    ends_on = models.DateField()
    """Its last day."""
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class RequestCount(GlobalModel):
    """How often a caller asked within one minute. ``caller`` is a keyed hash: it tells no address and no token."""

    caller = models.CharField(max_length=64, unique=True)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta(GlobalModel.Meta):
        indexes = [models.Index(fields=["minute"], name="request_count_minute")]
