"""Sending what waits. A worker that is killed loses nothing: a message is taken for a minute, sent, and its end kept.

A kill between the program's yes and the keeping sends it twice, with the same ``webhook-id``: the convention asks
receivers to know that by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jawda.foundation.accounts.sealing import CannotUnseal
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import acting
from jawda.foundation.webhooks.addresses import BadAddress, parsed
from jawda.foundation.webhooks.domain import SEND
from jawda.foundation.webhooks.events import TEST
from jawda.foundation.webhooks.models import DeliveryState, Fault, WebhookDelivery, WebhookEndpoint
from jawda.foundation.webhooks.posting import Reply, post
from jawda.foundation.webhooks.signing import headers, secrets_of

DELAYS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600)
)
"""At least that long before each try after the first; then the message is given up."""
SPREAD: Final = 0.25
"""A random share of the delay, up to this one, is added to it: an outage makes many messages fail in the same second,
and they must not all come back in the same second."""
FAILING: Final = timedelta(days=5)
"""An address that has failed for so long, without a success, is switched off."""
_chance: Final = SystemRandom()
"""The system's: workers forked from one process would draw the same numbers from Python's."""
LEASE: Final = timedelta(minutes=1)
TURN: Final = 60.0
"""Seconds after which an organisation that has much to send lets others have the worker."""
_AGENT: Final = "Jawda-Webhooks/1"

Tell = Callable[[], None]
_tellers: Final[list[Tell]] = []


def on_switched_off(tell: Tell) -> None:
    """The room that knows who manages an organisation says how they learn that an address was switched off."""
    _tellers[:] = [tell]


@dataclass(frozen=True, slots=True)
class _Taken:
    id: UUID
    endpoint_id: UUID
    address: str
    body: bytes
    keys: tuple[str, ...] | None


def deliver_all(organisation_id: UUID) -> None:
    """Send what is due, each message's end kept before the next; ask for a job at the next try. Each switched-off
    address is audited, and those who manage the organisation are told."""
    until = monotonic() + TURN
    while monotonic() < until and (taken := _take(organisation_id)) is not None:
        reply = _sent(taken)
        with transaction.atomic(), acting(organisation_id=organisation_id):
            _keep(taken, reply, timezone.now())
    with transaction.atomic(), acting(organisation_id=organisation_id):
        waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING)
        following = waiting.order_by("next_at").values_list("next_at", flat=True).first()
        if following is not None:
            defer(SEND, organisation_id=organisation_id, at=max(following, timezone.now() + timedelta(seconds=1)))


def delay_before(again: int) -> timedelta:
    """Before the try ``again``, 1 for the first that follows a failure: its delay and at most a quarter more."""
    return DELAYS[again - 1] * (1 + _chance.uniform(0, SPREAD))


def _take(organisation_id: UUID) -> _Taken | None:
    """The message that has been due longest, now this worker's until the lease ends."""
    now = timezone.now()
    with transaction.atomic(), acting(organisation_id=organisation_id):
        row = (
            WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("endpoint")
            .filter(state=DeliveryState.WAITING, next_at__lte=now)
            .order_by("next_at", "created_at")
            .first()
        )
        if row is None:
            return None
        row.next_at = now + LEASE
        row.save(update_fields=["next_at"])
        try:
            keys: tuple[str, ...] | None = secrets_of(row.endpoint, now)
        except CannotUnseal:
            keys = None
        return _Taken(row.pk, row.endpoint_id, row.endpoint.address, row.body.encode(), keys)


def _sent(taken: _Taken) -> Reply:
    if taken.keys is None:
        return Reply(fault=Fault.SECRET)
    try:
        target = parsed(taken.address)
    except BadAddress:  # the settings allow less than when it was given
        return Reply(fault=Fault.INNER)
    signed = headers(f"msg_{taken.id.hex}", timezone.now(), taken.body, taken.keys)
    return post(target, taken.body, {"Content-Type": "application/json", "User-Agent": _AGENT, **signed})


def _keep(taken: _Taken, reply: Reply, now: datetime) -> None:
    """What came of a try. Nothing where the address was removed meanwhile."""
    endpoint = WebhookEndpoint.objects.select_for_update(of=("self",)).filter(pk=taken.endpoint_id).first()
    row = WebhookDelivery.objects.select_for_update(of=("self",)).filter(pk=taken.id).first()
    if endpoint is None or row is None or row.state != DeliveryState.WAITING:
        return
    row.tries += 1
    row.tried_at, row.status, row.fault = now, reply.status, reply.fault or ""
    again = None
    if reply.fault is None:
        row.state = DeliveryState.DELIVERED
    elif row.event == TEST or row.tries > len(DELAYS) or reply.is_gone:
        row.state = DeliveryState.FAILED
    else:
        again = now + delay_before(row.tries)
    row.next_at = again
    row.save(update_fields=["tries", "tried_at", "status", "fault", "state", "next_at"])
    if reply.fault is None:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
    elif row.event != TEST:
        _failed(endpoint, reply, now, again or now + delay_before(2))


def _failed(endpoint: WebhookEndpoint, reply: Reply, now: datetime, again: datetime) -> None:
    """Whatever else waits for this address waits as long; an address that fails for days is switched off."""
    others = WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).exclude(event=TEST)
    endpoint.failing_since = endpoint.failing_since or now
    if reply.is_gone or now - endpoint.failing_since >= FAILING:
        endpoint.switched_off_at = now
        others.update(state=DeliveryState.FAILED, next_at=None)
        trail.record(
            "webhooks.switch_off", subject="webhook", subject_id=endpoint.pk,
            details={"failing_since": endpoint.failing_since.isoformat(), "gone": reply.is_gone},
        )  # fmt: skip
        for tell in _tellers:
            tell()
    else:
        others.filter(next_at__lt=again).update(next_at=again)
    endpoint.save(update_fields=["failing_since", "switched_off_at"])
