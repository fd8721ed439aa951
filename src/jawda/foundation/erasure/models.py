"""That an account is going to end, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jawda.foundation.tenancy.models import PersonModel


class AccountEnd(PersonModel):
    """At most one for each person; it goes with the account. Its id is the reference of the proof."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the person asked for it."""
    warned_at = models.DateTimeField(null=True, blank=True)
    """When the person was told that the account ends unless it is used."""
