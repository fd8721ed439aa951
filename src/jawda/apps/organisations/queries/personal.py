"""What waits for a person, and where an expert is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Invitation, Mission, Organisation
from jawda.apps.organisations.queries.own import mission_state
from jawda.apps.organisations.tokens import OPEN, token_hash
from jawda.foundation.accounts.models import Person


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """An invitation to this person; ``state`` is ``open``, ``expired``, ``withdrawn``, ``accepted`` or ``declined``."""

    id: UUID
    organisation_name: str
    role: str
    starts_on: date | None
    ends_on: date | None
    expires_at: datetime
    state: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


def _pending(row: Invitation) -> PendingInvitation:
    past = row.expires_at <= timezone.now() or (row.ends_on is not None and row.ends_on < timezone.localdate())
    state = (
        "accepted"
        if row.accepted_at
        else "declined"
        if row.declined_at
        else "withdrawn"
        if row.withdrawn_at
        else "expired"
        if past
        else "open"
    )
    return PendingInvitation(row.pk, row.organisation_name, row.role, row.starts_on, row.ends_on, row.expires_at, state)


def pending_invitations(person: Person) -> tuple[PendingInvitation, ...]:
    """Invitations to the person's verified address that wait for an answer. One query."""
    rows = Invitation.objects.filter(OPEN, email=person.email, expires_at__gt=timezone.now()).order_by("created_at")
    return tuple(item for item in map(_pending, rows) if item.state == "open")


def invitation_by_token(person: Person, token: str) -> PendingInvitation | None:
    """The invitation behind a link, if it is for this person's address; otherwise None, as if there were none."""
    row = Invitation.objects.filter(token_hash=token_hash(token), email=person.email).first()
    return _pending(row) if row else None


@dataclass(frozen=True, slots=True)
class OwnMission:
    """A mission of the person; ``handle`` is empty where they may not enter."""

    organisation_name: str
    fictitious: bool
    handle: str
    scope: tuple[str, ...]
    starts_on: date
    ends_on: date
    state: str


def missions_of(person_id: UUID) -> tuple[OwnMission, ...]:
    """The person's missions: running, to come, and those that ended within three months. Two queries."""
    today = timezone.localdate()
    rows = list(Mission.objects.filter(person_id=person_id, ends_on__gte=today - timedelta(days=92)))
    seen = Organisation.objects.in_bulk({row.organisation_id for row in rows}) if rows else {}
    order = ("running", "to_come", "ended", "revoked")
    found = []
    for row in rows:
        state, organisation = mission_state(row, today), seen.get(row.organisation_id)
        found.append(
            OwnMission(
                organisation_name=row.organisation_name or (organisation.name if organisation else "–"),
                fictitious=bool(organisation and organisation.fictitious),
                handle=organisation.handle if organisation and state == "running" else "",
                scope=tuple(row.scope),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                state=state,
            )
        )
    return tuple(sorted(found, key=lambda item: (order.index(item.state), item.ends_on)))
