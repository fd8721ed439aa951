"""The acting organisation's addresses of programs, and what was sent to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.foundation.webhooks.events import TEST, events
from jawda.foundation.webhooks.models import DeliveryState, Fault, WebhookDelivery, WebhookEndpoint

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address as its organisation sees it; ``state`` is ``on``, ``failing`` or ``off``."""

    id: UUID
    address: str
    events: tuple[str, ...]
    state: str
    failing_since: datetime | None
    former_until: datetime | None
    """Until when two secrets sign; None where one does."""
    told: tuple[str, ...]
    """Of what, in words."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the log."""

    id: UUID
    event: str
    name: str
    created_at: datetime
    state: str
    tries: int
    next_at: datetime | None
    status: int | None
    fault: str
    """In words; nothing where the last try succeeded, or there was none."""


def webhooks() -> tuple[Webhook, ...]:
    """All of them, the oldest first. One query."""
    return tuple(_webhook(row) for row in WebhookEndpoint.objects.order_by("created_at"))


def webhook(endpoint_id: UUID) -> Webhook:
    """``WebhookEndpoint.DoesNotExist`` for another's."""
    return _webhook(WebhookEndpoint.objects.get(pk=endpoint_id))


def deliveries(endpoint_id: UUID) -> Sequence[Delivery]:
    """The latest messages to it, the last first; never what they held. One query."""
    rows = WebhookDelivery.objects.filter(endpoint_id=endpoint_id).defer("body").order_by("-created_at")[:SHOWN]
    return [
        Delivery(
            row.pk, row.event, _named(row.event), row.created_at, row.state, row.tries,
            row.next_at if row.state == DeliveryState.WAITING else None, row.status,
            str(Fault(row.fault).label) if row.fault in Fault.values else "",
        )
        for row in rows
    ]  # fmt: skip


def _webhook(row: WebhookEndpoint) -> Webhook:
    both = row.former_until if row.former_until and row.former_until > timezone.now() else None
    state = "off" if row.switched_off_at else "failing" if row.failing_since else "on"
    return Webhook(
        row.pk, row.address, tuple(row.events), state, row.failing_since, both, tuple(map(_named, row.events))
    )


def _named(name: str) -> str:
    """In words; its own name, where it is an event of another version of the platform."""
    if name == TEST:
        return _("Test")
    return next((str(item.label) for item in events() if item.name == name), name)
