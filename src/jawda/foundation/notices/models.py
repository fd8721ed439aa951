"""Notices to persons, how each wants to be told, and what is to be said on a day to come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import PersonModel, TenantModel


class Channel(models.TextChoices):
    """How a person is told. What is not ``NONE`` stands in the app too."""

    MAIL = "mail", "mail"
    DIGEST = "digest", "digest"
    APP = "app", "app"
    NONE = "none", "none"


class Mailing(models.TextChoices):
    """Where the mail of a notice is."""

    WAITING = "waiting", "waiting"
    """Not looked at yet: the job decides by what the person wishes then."""
    DIGEST = "digest", "digest"
    SENDING = "sending", "sending"
    """Given to the mail server or about to be; whoever holds the lease does it."""
    SENT = "sent", "sent"
    NOT_WANTED = "not_wanted", "not_wanted"


class Notice(PersonModel):
    """Something a person is told, by an organisation they belong to. Words are made when it is read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    route = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict, blank=True)
    """Of the route."""
    facts = models.JSONField(default=dict, blank=True)
    """What the kind's words need; never what another person wrote of themselves."""
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailing = models.CharField(max_length=12, choices=Mailing.choices, default=Mailing.WAITING)
    lease_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_recent"),
            models.Index(fields=["organisation", "mailing"], name="notice_to_mail"),
        ]


class Preference(PersonModel):
    """The channel a person chose for a kind of notice; without a row, the kind's own."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference")]


class Reminder(TenantModel):
    """A notice to be given on a day to come."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    """What it is about: a second reminder of the same to the same person takes the place of the first."""
    due_on = models.DateField()
    route = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "kind", "subject"], name="one_reminder"),
        ]
        indexes = [models.Index(fields=["organisation", "due_on"], name="reminder_due")]
