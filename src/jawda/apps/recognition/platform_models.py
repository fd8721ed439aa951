"""What belongs to the platform itself: its key, the trust list it publishes, the heads of the log."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from jawda.foundation.tenancy.models import GlobalModel


class PlatformKey(GlobalModel):
    """With which the platform signs its trust list and the heads of the log; sealed at rest."""

    name = models.CharField(max_length=40, unique=True)
    algorithm = models.CharField(max_length=12)
    public_jwk = models.JSONField()
    sealed = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, blank=True)


class TrustListVersion(GlobalModel):
    """A trust list as it was signed: who is believed, for what, since when. Only added to."""

    version = models.PositiveIntegerField(unique=True)
    token = models.TextField()
    keys = models.JSONField()
    """The public keys of whoever keeps the list, as a trust file carries them."""
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    taken_at = models.DateTimeField(db_default=Now())


class LogHead(GlobalModel):
    """The signed end of the log on a day: whoever kept one can tell whether a line before it was changed since."""

    day = models.DateField(unique=True)
    sequence = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    token = models.TextField()
