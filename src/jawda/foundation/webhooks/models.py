"""Addresses of programs that an organisation wants told, and what was sent to each."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.foundation.tenancy.models import TenantModel


class DeliveryState(models.TextChoices):
    """Where a message is. ``FAILED``: given up, or its address was switched off."""

    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    FAILED = "failed", "failed"


class Fault(models.TextChoices):
    """Why a try did not reach the program."""

    NAME = "name", _("The name of the host is not known.")
    INNER = "inner", _("The address leads to an inner network: nothing was sent.")
    CONNECTION = "connection", _("No connection could be made.")
    CERTIFICATE = "certificate", _("The certificate is not accepted.")
    SLOW = "slow", _("No answer came within ten seconds.")
    REDIRECT = "redirect", _("It sends on to another address, which is not followed.")
    STATUS = "status", _("It answered with an error.")
    ANSWER = "answer", _("Its answer cannot be read.")
    SECRET = "secret", _("The secret cannot be read any more: make a new one.")


class WebhookEndpoint(TenantModel):
    """Where an organisation's program listens. Its secrets are sealed, for they are needed to sign."""

    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.CharField(max_length=400)
    former_secret = models.CharField(max_length=400, blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    """Until then the former secret signs too."""
    created_at = models.DateTimeField(default=timezone.now)
    failing_since = models.DateTimeField(null=True, blank=True)
    """The first failure since the last success."""
    switched_off_at = models.DateTimeField(null=True, blank=True)


class WebhookDelivery(TenantModel):
    """One message to one address: what is sent, and what came of it. Of answers only the status is kept."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=60)
    body = models.TextField()
    """The very text that is signed, for every try alike."""
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    next_at = models.DateTimeField(null=True, blank=True)
    """Of the next try; while one runs, when another worker may take it for lost."""
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "next_at"], name="webhook_delivery_next"),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_delivery_recent"),
        ]
