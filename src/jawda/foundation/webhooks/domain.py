"""Raising events, and the message to each address that wants one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.webhooks.events import TEST, Value, event_named, facts
from jawda.foundation.webhooks.models import WebhookDelivery, WebhookEndpoint

SEND: Final = "webhooks.send"


def raise_event(name: str, *, data: Mapping[str, Value], arguments: Mapping[str, UUID] | None = None) -> int:
    """Tell the programs of the acting organisation that want it; how many. Not audited: the act itself is.

    Sent by a job, once this is kept. ``arguments`` are those of the event's route. ``UnknownEvent``, ``NotAFact``. One
    query where no program listens.
    """
    event = event_named(name)
    sent: dict[str, Any] = facts(event, data)
    wanting = [row for row in WebhookEndpoint.objects.filter(switched_off_at=None) if name in row.events]
    if wanting:
        sent["url"] = settings.BASE_URL + reverse(event.route, kwargs=dict(arguments or {})) if event.route else None
        _queue(wanting, name, sent)
    return len(wanting)


def raise_test(endpoint: WebhookEndpoint) -> None:
    """A message that says nothing, to this address; tried once. Not audited."""
    _queue([endpoint], TEST, {"url": None})


def _queue(endpoints: list[WebhookEndpoint], name: str, data: Mapping[str, Any]) -> None:
    mine, now = current_organisation_id(), timezone.now()
    body = json.dumps({"type": name, "timestamp": now.isoformat(), "data": dict(data)}, separators=(",", ":"))
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(organisation_id=mine, endpoint=row, event=name, body=body, created_at=now, next_at=now)
            for row in endpoints
        ]
    )
    defer(SEND, organisation_id=mine)
