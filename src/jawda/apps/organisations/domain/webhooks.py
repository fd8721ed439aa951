"""Addresses of an organisation's programs that are told of what happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations.rules import may_manage_webhooks
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.webhooks import signing
from jawda.foundation.webhooks.addresses import BadAddress, parsed
from jawda.foundation.webhooks.domain import raise_test
from jawda.foundation.webhooks.events import TEST, events
from jawda.foundation.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint

MOST: Final = 10
"""Addresses of one organisation."""
BOTH: Final = timedelta(hours=24)
"""So long the former secret signs beside the new one."""


def add_webhook(*, access: Access, address: str, wanted: Sequence[str]) -> tuple[WebhookEndpoint, str]:
    """A new address, and its secret, which nobody is shown again. Audited by its host, no mail.

    ``ValidationError`` by field for an address that cannot be told, or events that there are not.
    """
    _allowed(access)
    host = _checked(address, wanted)
    if WebhookEndpoint.objects.count() >= MOST:
        raise ValidationError(_("Ten addresses are told: remove one first."), code="most")
    secret = signing.new_secret()
    row = WebhookEndpoint.objects.create(
        organisation_id=current_organisation_id(), address=address, events=sorted(set(wanted)),
        secret=signing.sealed(secret),
    )  # fmt: skip
    _record("add_webhook", row, host=host, events=row.events)
    return row, secret


def change_webhook(*, access: Access, endpoint_id: UUID, address: str, wanted: Sequence[str]) -> None:
    """Another address, or other events; what waits goes there. Audited by the host. ``ValidationError`` as above;
    ``WebhookEndpoint.DoesNotExist`` for another's."""
    _allowed(access)
    host = _checked(address, wanted)
    row = _held(endpoint_id)
    row.address, row.events = address, sorted(set(wanted))
    row.save(update_fields=["address", "events"])
    _record("change_webhook", row, host=host, events=row.events)


def renew_webhook_secret(*, access: Access, endpoint_id: UUID) -> tuple[WebhookEndpoint, str]:
    """A new secret; for 24 hours the former signs too, and one before that no more. Audited, no mail."""
    _allowed(access)
    row, secret = _held(endpoint_id), signing.new_secret()
    row.former_secret, row.former_until = row.secret, timezone.now() + BOTH
    row.secret = signing.sealed(secret)
    row.save(update_fields=["secret", "former_secret", "former_until"])
    _record("renew_webhook_secret", row)
    return row, secret


def switch_on_webhook(*, access: Access, endpoint_id: UUID) -> None:
    """Tell it again, from now on: what was given up meanwhile is not sent. Audited. Nothing where it is on."""
    _allowed(access)
    row = _held(endpoint_id)
    if row.switched_off_at is None:
        return
    row.switched_off_at = row.failing_since = None
    row.save(update_fields=["switched_off_at", "failing_since"])
    _record("switch_on_webhook", row)


def send_test(*, access: Access, endpoint_id: UUID) -> None:
    """Send a message that says nothing, once. Not audited. ``ValidationError`` while one is on its way, or where the
    address is switched off."""
    _allowed(access)
    row = _held(endpoint_id)
    if row.switched_off_at is not None:
        raise ValidationError(_("Nothing is sent to this address: switch it on first."), code="off")
    if WebhookDelivery.objects.filter(endpoint=row, event=TEST, state=DeliveryState.WAITING).exists():
        raise ValidationError(_("A test is on its way already."), code="waits")
    raise_test(row)


def remove_webhook(*, access: Access, endpoint_id: UUID) -> None:
    """It is told nothing any more, and is forgotten with its log. Audited."""
    _allowed(access)
    row = _held(endpoint_id)
    _record("remove_webhook", row)
    row.delete()


def _allowed(access: Access) -> None:
    if not may_manage_webhooks(access):
        raise PermissionDenied


def _held(endpoint_id: UUID) -> WebhookEndpoint:
    row: WebhookEndpoint = WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint_id)
    return row


def _checked(address: str, wanted: Sequence[str]) -> str:
    """The host, where all that was said is sound."""
    said = {
        "letters": _("This is not an address that can be read: letters of the ASCII alphabet, without spaces."),
        "https": _("The address begins with https://"),
        "parts": _("The address has neither a user’s name nor a part after #."),
        "port": _("This port is not allowed: leave it out, for 443."),
        "host": _("The host has a public name, such as hooks.example.org."),
    }
    faults: dict[str, ValidationError] = {}
    host = ""
    try:
        host = parsed(address).host
    except BadAddress as bad:
        faults["address"] = ValidationError(said[bad.code], code=bad.code)
    if not wanted or not set(wanted) <= {item.name for item in events()}:
        faults["events"] = ValidationError(_("Choose what it is told."), code="events")
    if faults:
        raise ValidationError(faults)
    return host


def _record(action: str, row: WebhookEndpoint, **details: object) -> None:
    # the path is left out of the trail: for many receivers it is a secret of its own
    trail.record(f"organisations.{action}", subject="webhook", subject_id=row.pk, details=details)
