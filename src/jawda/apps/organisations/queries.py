"""Reading organisations and who acts in them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from jawda.apps.organisations.models import DirectoryEntry, Membership, Mission, Organisation
from jawda.foundation.tenancy.routes import Access, register_resolver


def access_by_handle(person_id: UUID, handle: str) -> Access | None:
    """The person's access to this organisation: membership first, else a mission that runs today."""
    member = (
        Membership.objects.select_related("organisation")
        .filter(person_id=person_id, organisation__handle=handle)
        .first()
    )
    if member is not None:
        return _access(member.organisation, person_id, member.role, None)
    today = timezone.localdate()
    mission = (
        Mission.objects.select_related("organisation")
        .filter(
            person_id=person_id, organisation__handle=handle, starts_on__lte=today, ends_on__gte=today, revoked_at=None
        )
        .first()
    )
    if mission is not None:
        return _access(mission.organisation, person_id, "expert", tuple(mission.scope))
    return None


def _access(organisation: Organisation, person_id: UUID, role: str, scope: tuple[str, ...] | None) -> Access:
    return Access(
        organisation_id=organisation.pk,
        handle=organisation.handle,
        organisation_name=organisation.name,
        kind=organisation.kind,
        status=organisation.status,
        fictitious=organisation.fictitious,
        person_id=person_id,
        role=role,
        scope=scope,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation where a person can act."""

    handle: str
    name: str
    kind: str
    status: str
    fictitious: bool
    role: str


def places_of(person_id: UUID) -> tuple[Place, ...]:
    """Every organisation the person belongs to or has a running mission in, by name."""
    today = timezone.localdate()
    rows = [
        (row.organisation, row.role)
        for row in Membership.objects.select_related("organisation").filter(person_id=person_id)
    ]
    rows += [
        (row.organisation, "expert")
        for row in Mission.objects.select_related("organisation").filter(
            person_id=person_id, starts_on__lte=today, ends_on__gte=today, revoked_at=None
        )
    ]
    return tuple(
        Place(item.handle, item.name, item.kind, item.status, item.fictitious, role)
        for item, role in sorted(rows, key=lambda row: row[0].name)
    )


def directory() -> list[DirectoryEntry]:
    """The public directory of verified bodies, by name."""
    return list(DirectoryEntry.objects.order_by("name"))


register_resolver(access_by_handle)
