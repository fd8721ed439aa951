"""A review, what the expert says of each question, what the company decides, and the figure over all companies."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel, TenantModel


class Review(TenantModel):
    """One expert's review of one assessment. The expert of a mission writes it, the company reads it once signed."""

    assessment = models.ForeignKey("diagnostics.Assessment", on_delete=models.CASCADE, related_name="reviews")
    referential = models.CharField(max_length=120)
    expert_id = models.UUIDField()
    expert_name = models.CharField(max_length=160, blank=True)
    """As it was signed: once the mission has ended, the company no longer sees the expert's row."""
    conclusion = models.TextField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    """When it was signed; None while the expert works on it."""
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    """When it was signed first, never taken back: who entered the figures over all companies never leaves them."""
    difference = models.FloatField(null=True, blank=True)
    """Mean of self minus expert when it was last signed, in points of 100; kept while it is open again."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "assessment", "expert_id"], name="one_review"),
        ]


class ReviewAnswer(TenantModel):
    """What the expert says of one question. ``remark`` is also the reason where it does not apply."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    requirement = models.CharField(max_length=120)
    level = models.CharField(max_length=8, blank=True)
    not_applicable = models.BooleanField(default=False)
    remark = models.TextField(blank=True)
    discuss = models.BooleanField(default=False)
    """To be settled in words with the company."""
    saved_at = models.DateTimeField(default=timezone.now)
    own_level = models.CharField(max_length=8, null=True, blank=True)
    """The company's own level when the review was first signed; '' for none. It stays, whatever the company accepts."""
    own_not_applicable = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "review", "requirement"], name="one_review_answer"),
        ]


class ReviewDecision(TenantModel):
    """What the company makes of a difference: it takes the expert's level, or keeps its own for a reason."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    requirement = models.CharField(max_length=120)
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "review", "requirement"], name="one_review_decision"),
        ]


class UsualDifference(GlobalModel):
    """How far self-assessments against one referential usually lie from an expert's, in whole points.

    Written by the login ``publisher`` alone, over companies enough that none shows.
    """

    referential = models.CharField(max_length=120, unique=True)
    companies = models.PositiveIntegerField()
    middle = models.SmallIntegerField()
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    computed_at = models.DateTimeField()
