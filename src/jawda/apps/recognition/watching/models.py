"""How the company's own certificates issued here stood when it was last told."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from jawda.apps.recognition.elsewhere.models import Lapsing
from jawda.apps.recognition.enums import State
from jawda.foundation.tenancy.models import TenantModel


class HeldState(Lapsing, TenantModel):
    """Of one public document that the company holds; the document itself is read where anyone reads it."""

    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices)
    reductions = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(db_default=Now())

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "reference"], name="one_held_state")]
