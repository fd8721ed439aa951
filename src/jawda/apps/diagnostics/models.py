"""Assessments, their answers, the evidence for them, and imports that wait for a person's yes."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.panels.models import Panel, PanelAnswer, PanelMember
from jawda.apps.diagnostics.reviews.models import Review, ReviewAnswer, ReviewDecision, UsualDifference
from jawda.core.assessment import State
from jawda.core.referentials import Reason
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.models import TenantModel

__all__ = [
    "Answer", "Assessment", "Assignment", "Panel", "PanelAnswer", "PanelMember", "PendingImport", "Review",
    "ReviewAnswer", "ReviewDecision", "UsualDifference",
]  # fmt: skip


class Assessment(TenantModel):
    """One assessment of the acting organisation against one edition of a referential."""

    referential = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Where it was made; None for the company as a whole."""
    profile = models.JSONField(default=dict, blank=True)
    """The value chosen for each profile question, by the question's id."""
    target = models.FloatField(null=True, blank=True)
    """On 0-100; None where the company has set none."""
    targets = models.JSONField(default=dict, blank=True)
    """On 0-100, for the chapters that have their own, by id."""
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_requirement = models.CharField(max_length=120, blank=True)
    """Where the person stopped, to resume there."""
    carried_from = models.UUIDField(null=True, blank=True)
    """The company's earlier assessment whose answers were proposed here."""
    summary = models.JSONField(null=True, blank=True)
    """What lists say of it (:mod:`summaries`), kept when it closes; None while it is open."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-started_at"], name="assessment_recent")]


_STATE = Case(
    When(Q(to_review=True) | ~Q(carried=""), then=Value(State.TO_REVIEW.value)),
    When(~Q(level="") | Q(Q(not_applicable=True), ~Q(reason="")), then=Value(State.DONE.value)),
    When(Q(not_applicable=True) | ~Q(reason="") | ~Q(note="") | ~Q(evidence=""), then=Value(State.IN_PROGRESS.value)),
    default=Value(State.NOT_STARTED.value),
)
"""As ``core.assessment.state_of`` says (a test compares them): kept by the database, so that lists need no texts."""


class Answer(TenantModel):
    """One answer. ``level`` is the scale's code, blank where there is none."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    requirement = models.CharField(max_length=120)
    level = models.CharField(max_length=8, blank=True)
    not_applicable = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.UUIDField(null=True, blank=True)
    saved_from = models.CharField(max_length=32, blank=True)
    """The open page that wrote it: one page may correct itself, two pages must not overwrite one another."""
    saved_turn = models.BigIntegerField(default=0)
    """Which of that page's changes: one that arrives late, after a newer one, is not written."""
    saved_as = models.CharField(max_length=80, blank=True)
    """The name that somebody without an account gave, who answered by a link."""
    to_review = models.BooleanField(default=False)
    """A person wants to look at it again."""
    carried = models.CharField(max_length=16, blank=True, choices=[(item.value, item.value) for item in Reason])
    """Why it was proposed from an earlier assessment, while nobody has said that it still holds: it does not count."""
    carried_detail = models.JSONField(default=dict, blank=True)
    """Of a proposal: whether it is ``certain``, its ``sources`` and when the former answer was ``saved``."""
    state = models.GeneratedField(expression=_STATE, output_field=models.CharField(max_length=16), db_persist=True)
    """A code of :class:`~jawda.core.assessment.State`."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "assessment", "requirement"], name="one_answer"),
        ]


class PendingImport(TenantModel):
    """Answers read from a file and shown to one person; written only when that person confirms, and once."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="pending_imports")
    person_id = models.UUIDField()
    file = models.CharField(max_length=120)
    rows = models.JSONField()
    """Only the answers that differ from those that stood at the preview."""
    base = models.CharField(max_length=64)
    """SHA-256 of the answers that stood at the preview."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "made_at"], name="pending_import_age")]


class Evidence(TenantModel):
    """Something that shows how things are: a file, or words that say where it is found, such as an address."""

    title = models.CharField(max_length=160)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    taken_at = models.DateTimeField(default=timezone.now)
    """When it was taken or brought."""
    taken_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-taken_at"], name="evidence_recent")]


class EvidenceLink(TenantModel):
    """One piece of evidence for one requirement of one assessment; it may stand for many, of several referentials."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence_links")
    referential = models.CharField(max_length=120)
    requirement = models.CharField(max_length=120)
    linked_at = models.DateTimeField(default=timezone.now)
    linked_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "requirement", "evidence"], name="one_evidence_link"
            ),
        ]
