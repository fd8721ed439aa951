"""Which organisations have had their turn, and who was warned of what is going to go."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel, TenantModel


class Turn(GlobalModel):
    """An organisation by its bare id, and the last day on which all that was due in it had gone.

    No login that works sees the list of organisations; what must go through all of them one after another reads this,
    which says as little of them as the queue of jobs does. PostgreSQL writes the row with the organisation's own.
    """

    done_on = models.DateField(null=True, blank=True)

    class Meta(GlobalModel.Meta):
        indexes = [models.Index(fields=["done_on"], name="retention_turn_done")]


class Warned(TenantModel):
    """That the organisation was told that a row of its own is going to go, and when."""

    rule = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    warned_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "rule", "subject_id"], name="one_warning")]
