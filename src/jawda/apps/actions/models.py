"""Actions, what they wait for, what shows that they are done, what happened to them; and who is told of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.apps.actions.enums import ActionState
from jawda.apps.diagnostics.models import Assessment
from jawda.core.workflow import State
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.models import TenantModel


class Action(TenantModel):
    """One thing to do, for a requirement or of the company's own."""

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    referential = models.CharField(max_length=120, blank=True)
    requirement = models.CharField(max_length=120, blank=True)
    chapter = models.CharField(max_length=120, blank=True)
    """Of the requirement: an edition never moves one."""
    owner_id = models.UUIDField(null=True, blank=True)
    """A member of the company; else ``owner_name`` alone says who."""
    owner_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    effort_days = models.FloatField(null=True, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    consequence = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.PROPOSED)
    done_on = models.DateField(null=True, blank=True)
    effect_due_on = models.DateField(null=True, blank=True)
    effect_on = models.DateField(null=True, blank=True)
    """The day of the last check of its effect."""
    effect_by = models.UUIDField(null=True, blank=True)
    effect_note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="action_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> State:
        """Its state as a core value."""
        return State(self.state)

    @property
    def owner_key(self) -> str:
        """What names its owner: the person's id, else the name."""
        return str(self.owner_id) if self.owner_id else self.owner_name


class ActionDependency(TenantModel):
    """``action`` waits for ``on``: it cannot be finished before."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="dependencies")
    on = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="followers")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "action", "on"], name="one_dependency")]


class ActionEvidence(TenantModel):
    """What shows that an action is done: a file, or words that say where it is found."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=160)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.UUIDField(null=True, blank=True)


class ActionEvent(TenantModel):
    """What happened to an action, with the reason that was given; the trail has the same without texts."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True, blank=True)


class CalendarFeed(TenantModel):
    """One person's private address of the dates; of its token only a hash is kept."""

    person_id = models.UUIDField()
    token_hash = models.CharField(max_length=64)
    everything = models.BooleanField(default=False)
    """Every open action of the company, else the person's own."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person_id"], name="one_calendar_feed"),
            models.UniqueConstraint(fields=["organisation", "token_hash"], name="one_calendar_token"),
        ]


class ReminderSent(TenantModel):
    """That a person was told on a day: never twice."""

    person_id = models.UUIDField()
    sent_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person_id", "sent_on"], name="one_reminder_a_day")
        ]
