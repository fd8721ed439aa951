"""The demonstration's past: the lists that the daily job would have signed while its certificates were in force."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.domain.status_lists import publish, versions_of
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import Attestation, AttestationEvent, StatusListVersion, SupersededCredential

_STEP: Final = timedelta(days=6)
"""A version counts for seven days: none is missing."""
_AFTER: Final = {
    Event.SUSPENDED: State.SUSPENDED, Event.WITHDRAWN: State.WITHDRAWN, Event.REINSTATED: State.IN_FORCE,
}  # fmt: skip


def fill(*, since: datetime) -> None:
    """For the acting body: versions from a day until now where there are none, as its documents stood then."""
    rows = list(Attestation.objects.all())
    if not rows:
        return
    identity, key = own_identity(), present_key()
    signer, key_id = signer_of(key), f"{identity.did}#{key.name}"
    events: dict[UUID, list[AttestationEvent]] = defaultdict(list)
    for event in AttestationEvent.objects.order_by("at"):
        events[event.attestation_id].append(event)
    former = list(SupersededCredential.objects.all())
    there = set(
        StatusListVersion.objects.filter(url__contains=f"/{identity.slug}/").values_list("valid_from", flat=True)
    )
    made: list[StatusListVersion] = []
    at, now = since.replace(minute=30), timezone.now()
    while at < now:
        if at not in there:
            stood = [(row.list_number, row.list_index, _state(events[row.pk], at)) for row in rows]
            stood += [
                (row.list_number, row.list_index, State.WITHDRAWN if row.superseded_at <= at else State.IN_FORCE)
                for row in former
            ]
            made += versions_of(identity, stood, at, signer, key_id)
        at += _STEP
    StatusListVersion.objects.bulk_create(made)
    publish()


def _state(events: list[AttestationEvent], at: datetime) -> State:
    state = State.IN_FORCE
    for event in events:
        if event.at <= at:
            state = _AFTER.get(Event(event.kind), state)
    return state
