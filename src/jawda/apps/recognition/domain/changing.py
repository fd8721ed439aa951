"""Suspending, reinstating, withdrawing: what may follow for a kind of document, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain import identities, register, status_lists
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.projecting import project_all
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.models import Attestation, AttestationEvent
from jawda.apps.recognition.rules import may_change_issued
from jawda.core.credentials import life_cycles
from jawda.core.credentials.life_cycles import EventKind
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language

_STATES = {
    life_cycles.State.IN_FORCE: State.IN_FORCE, life_cycles.State.SUSPENDED: State.SUSPENDED,
    life_cycles.State.WITHDRAWN: State.WITHDRAWN, life_cycles.State.REPLACED: State.REPLACED,
    life_cycles.State.EXPIRED: State.EXPIRED,
}  # fmt: skip
#: Events that sign something new: they have verbs of their own.
_WITH_A_NEW_DOCUMENT = (Event.ISSUED, Event.SCOPE_REDUCED, Event.AMENDED, Event.REPLACED)
#: What may follow, as people look for it; those of ``reissuing`` say something new, ``issuing`` replaces.
_IN_ORDER = (
    Event.SUSPENDED, Event.REINSTATED, Event.SCOPE_REDUCED, Event.AMENDED, Event.REPLACED, Event.WITHDRAWN,
)  # fmt: skip
WITH_WORDS = (Event.SCOPE_REDUCED, Event.AMENDED)


def change(
    *, access: Access, attestation_id: UUID, event: Event, reason: str, now: datetime | None = None
) -> Attestation:
    """One event of one document: see :func:`change_all`."""
    return change_all(access=access, attestation_ids=[attestation_id], event=event, reason=reason, now=now)[0]


def change_all(
    *, access: Access, attestation_ids: Sequence[UUID], event: Event, reason: str, now: datetime | None = None
) -> list[Attestation]:
    """The same event of documents: see :func:`change_each`."""
    changes = [Change(attestation_id=one, event=event, reason=reason) for one in attestation_ids]
    return change_each(access=access, changes=changes, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWords:
    """What a document says from now on."""

    scope: str
    sectors: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to one document, and why; ``said`` with an event of :data:`WITH_WORDS`."""

    attestation_id: UUID
    event: Event
    reason: str
    said: NewWords | None = None


def change_each(*, access: Access, changes: Sequence[Change], now: datetime | None = None) -> list[Attestation]:
    """Suspend, reinstate or withdraw documents, all or none, in the caller's transaction; each once.

    The status lists are published once; each event is logged in public (without its reason), audited, and the public
    row is written anew. ``ValidationError`` where the kind does not allow the event or it cannot follow what was
    before, or no reason is given; ``PermissionDenied`` unless a body that was verified.
    """
    at = now or timezone.now()
    rows, lines = apply_each(access=access, changes=changes, at=at)
    status_lists.publish(now=at)
    register.append_all(lines)
    return rows


def apply_each(
    *, access: Access, changes: Sequence[Change], at: datetime
) -> tuple[list[Attestation], list[register.Line]]:
    """The documents as :func:`change_each` leaves them. The lists, then the lines, are for the caller to publish."""
    if not may_change_issued(access):
        raise PermissionDenied
    identities.hold()
    by_id = {one.attestation_id: one for one in changes}
    for one in changes:
        if one.event in _WITH_A_NEW_DOCUMENT:
            raise ValueError(f"{one.event} is not made here")
        if not one.reason.strip():
            said = _("A reason is expected: it is kept with the document, and not published.")
            raise ValidationError({"reason": said})
    rows = list(Attestation.objects.select_for_update(of=("self",)).filter(pk__in=by_id).order_by("pk"))
    if len(rows) != len(by_id):
        raise Attestation.DoesNotExist
    return rows, _apply(rows, by_id, at)


def replace_all(successors: Sequence[Attestation], at: datetime) -> list[register.Line]:
    """Those whose place was taken no longer count: audited, their public rows written anew.

    ``ValidationError`` where the kind or the state does not allow it. The lists, and then the lines, are for the caller
    to publish.
    """
    by_old = {one.replaces: one for one in successors if one.replaces is not None}
    changes = {old.pk: Change(attestation_id=old.pk, event=Event.REPLACED, reason="") for old in by_old}
    return _apply(list(by_old), changes, at, {old.pk: new.reference for old, new in by_old.items() if not new.link})


def _apply(
    rows: Sequence[Attestation], changes: Mapping[UUID, Change], at: datetime,
    successors: Mapping[UUID, str] | None = None,
) -> list[register.Line]:  # fmt: skip
    happened = _happened(rows)
    for row in rows:
        event = changes[row.pk].event
        happened[row.pk].append(life_cycles.Event(EventKind(event.value), at))
        row.state = _state_after(row, event, happened[row.pk], at)
    Attestation.objects.bulk_update(rows, ["state"])
    lines = _keep(rows, changes, at)
    told = {pk: [(one.kind.value, one.at) for one in events] for pk, events in happened.items()}
    project_all(rows, told, successors or {})
    return lines


def allowed_events(row: Attestation, at: datetime) -> tuple[Event, ...]:
    """What can be done with a document now, in the order in which people look for it."""
    return allowed_of([row], at)[row.pk]


def allowed_of(rows: Collection[Attestation], at: datetime) -> dict[UUID, tuple[Event, ...]]:
    """What can be done with each; what happened is read once for all of them."""
    happened = _happened(rows)
    return {row.pk: _allowed(row, happened[row.pk], at) for row in rows}


def _allowed(row: Attestation, before: Sequence[life_cycles.Event], at: datetime) -> tuple[Event, ...]:
    found = []
    for event in _IN_ORDER:
        if event in (*WITH_WORDS, Event.REPLACED) and row.kind == Kind.ACCREDITATION:
            continue  # its scopes are written anew, as of a day
        try:
            life_cycles.state_at(_core(row), [*before, life_cycles.Event(EventKind(event.value), at)], at)
        except Refused:
            continue
        found.append(event)
    return tuple(found)


def events_of(row: Attestation) -> list[life_cycles.Event]:
    """What happened to a document, as the core takes it."""
    return [
        life_cycles.Event(
            EventKind(event.kind), event.at, expires_on=row.expires_on if event.kind == Event.ISSUED else None
        )
        for event in row.events.order_by("at", "recorded_at")
    ]


def _core(row: Attestation) -> life_cycles.Kind:
    return life_cycles.Kind(Kind(row.kind).value)


def _happened(rows: Collection[Attestation]) -> dict[UUID, list[life_cycles.Event]]:
    """What happened to each, read once for all."""
    found: dict[UUID, list[life_cycles.Event]] = {row.pk: [] for row in rows}
    last_days = {row.pk: row.expires_on for row in rows}
    events = AttestationEvent.objects.filter(attestation__in=found).order_by("at", "recorded_at")
    for pk, kind, at in events.values_list("attestation_id", "kind", "at"):
        ends = last_days[pk] if kind == Event.ISSUED else None
        found[pk].append(life_cycles.Event(EventKind(kind), at, expires_on=ends))
    return found


def _state_after(row: Attestation, event: Event, events: Sequence[life_cycles.Event], at: datetime) -> State:
    try:
        state = _STATES[life_cycles.state_at(_core(row), events, at).state]
    except Refused as refused:
        told = words(refused.findings[0], language())
        raise ValidationError(f"{row.number} : {told}") from refused
    if event == Event.WITHDRAWN:
        return State.WITHDRAWN
    return State.IN_FORCE if state == State.EXPIRED else state


def _keep(rows: Sequence[Attestation], changes: Mapping[UUID, Change], at: datetime) -> list[register.Line]:
    """The events with their audit; what the public log is to say of them."""
    AttestationEvent.objects.bulk_create(
        AttestationEvent(
            organisation_id=current_organisation_id(), attestation=row, kind=changes[row.pk].event, at=at,
            reason=changes[row.pk].reason.strip()[:500], by_person=current().person_id,
        )
        for row in rows
    )  # fmt: skip
    for row in rows:
        event = changes[row.pk].event
        trail.record(
            f"recognition.{event.value}", subject="attestation", subject_id=row.pk,
            details={"reference": row.reference, "event": event.value},
        )  # fmt: skip
    did = own_identity().did
    return [
        register.Line(
            event=changes[row.pk].event, event_at=at, reference="" if row.link else row.reference, issuer_did=did,
            credential_sha256=row.sha256,
        )
        for row in rows
    ]  # fmt: skip
