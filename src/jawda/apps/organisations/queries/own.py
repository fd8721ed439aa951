"""What the acting organisation reads of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Invitation, Membership, Mission, Organisation, Site, Verification
from jawda.apps.organisations.tokens import OPEN
from jawda.foundation.tenancy.context import current_organisation_id


def description() -> Organisation:
    """What it says of itself."""
    return Organisation.objects.get(pk=current_organisation_id())


def decisions() -> list[Verification]:
    """What operators decided on its registration, the latest first."""
    return list(Verification.objects.order_by("-decided_at"))


def sites() -> list[Site]:
    """Its places: those in use first, by name."""
    rows = list(Site.objects.order_by("name"))
    return sorted(rows, key=lambda row: row.ended_on is not None)


def site(site_id: UUID) -> Site:
    """One of its places; ``Site.DoesNotExist`` for another's."""
    return Site.objects.get(pk=site_id)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the organisation."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: str
    since: datetime

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


def members() -> tuple[Member, ...]:
    """Everyone who belongs to it, by name. One query."""
    rows = Membership.objects.select_related("person").filter(organisation_id=current_organisation_id())
    return tuple(sorted((_member(row) for row in rows), key=lambda item: item.name.casefold()))


def member(membership_id: UUID) -> Member:
    """One of them; ``Membership.DoesNotExist`` for another's."""
    rows = Membership.objects.select_related("person").filter(organisation_id=current_organisation_id())
    return _member(rows.get(pk=membership_id))


def _member(row: Membership) -> Member:
    person = row.person
    return Member(row.pk, person.pk, person.name or person.email, person.email, row.role, row.since)


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation that nobody has answered yet."""

    id: UUID
    email: str
    role: str
    language: str
    sent_at: datetime
    expires_at: datetime
    starts_on: date | None
    ends_on: date | None
    expired: bool

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)


def open_invitations(*, missions: bool) -> tuple[SentInvitation, ...]:
    """Those to join, or those that offer a mission, the latest first. One query."""
    rows = Invitation.objects.filter(
        OPEN, organisation_id=current_organisation_id(), starts_on__isnull=not missions
    ).order_by("-sent_at")
    now = timezone.now()
    return tuple(
        SentInvitation(
            row.pk, row.email, row.role, row.language, row.sent_at, row.expires_at, row.starts_on, row.ends_on,
            row.expires_at <= now,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GrantedMission:
    """A mission of the organisation with what it is today: ``to_come``, ``running``, ``ended`` or ``revoked``."""

    id: UUID
    name: str
    email: str
    scope: tuple[str, ...]
    starts_on: date
    ends_on: date
    revoked_at: datetime | None
    state: str


def mission_state(mission: Mission, today: date) -> str:
    """What a mission is on a day, both its days included."""
    if mission.revoked_at is not None:
        return "revoked"
    if today < mission.starts_on:
        return "to_come"
    return "running" if today <= mission.ends_on else "ended"


def missions_of_organisation() -> tuple[GrantedMission, ...]:
    """Every mission it granted, the running ones first. One query."""
    today = timezone.localdate()
    order = ("running", "to_come", "ended", "revoked")
    rows = (
        Mission.objects.select_related("person")
        .filter(organisation_id=current_organisation_id())
        .order_by("-ends_on", "person__name")
    )
    found = [
        GrantedMission(
            row.pk, row.person.name or row.person.email, row.person.email, tuple(row.scope), row.starts_on,
            row.ends_on, row.revoked_at, mission_state(row, today),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: order.index(item.state)))
