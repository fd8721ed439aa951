"""A link by which a colleague answers some questions."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.core.languages import LANGUAGES
from jawda.foundation.tenancy.models import TenantModel


class Assignment(TenantModel):
    """Questions given to a colleague until a day; of the token of the address only a hash is kept.

    Once it has ended it opens nothing, and it is deleted thirty days later: what came back stands in the answers.
    """

    assessment = models.ForeignKey("diagnostics.Assessment", on_delete=models.CASCADE, related_name="assignments")
    requirements = models.JSONField(default=list)
    """Their ids, in the order of the questionnaire."""
    name = models.CharField(max_length=80)
    """The colleague's."""
    email = models.EmailField(blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    """What the colleague is told with it."""
    language = models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGES])
    token_hash = models.CharField(max_length=64)
    asked_by = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=160)
    """As it was then: the colleague reads it."""
    made_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField()
    """The last day on which it opens."""
    revoked_at = models.DateTimeField(null=True, blank=True)
    answered = models.JSONField(default=dict, blank=True)
    """When each of the questions was last answered by it (ISO 8601), by id."""

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "token_hash"], name="one_assignment_token")]
        indexes = [models.Index(fields=["organisation", "assessment"], name="assignment_assessment")]
