"""Where a person may act, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Value
from django.utils import timezone

from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Membership, Mission, Organisation
from jawda.foundation.notices.queries import unread_of
from jawda.foundation.tenancy.routes import Access, register_resolver


def access_by_handle(person_id: UUID, handle: str) -> Access | None:
    """The person's access to this organisation: membership first, else a mission that runs today."""
    member = (
        Membership.objects.select_related("organisation")
        .annotate(unread=unread_of("person_id"))
        .filter(person_id=person_id, organisation__handle=handle)
        .first()
    )
    if member is not None:
        return _access(member, person_id, member.role, None)
    today = timezone.localdate()
    mission = (
        Mission.objects.select_related("organisation")
        .annotate(unread=unread_of("person_id"))
        .filter(
            person_id=person_id, organisation__handle=handle, starts_on__lte=today, ends_on__gte=today, revoked_at=None
        )
        .first()
    )
    if mission is not None:
        return _access(mission, person_id, "expert", tuple(mission.scope))
    return None


def _access(place: Any, person_id: UUID, role: str, scope: tuple[str, ...] | None) -> Access:
    organisation: Organisation = place.organisation
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
        unread=place.unread,
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
    until: date | None = None
    """The last day, where one acts there by a mission."""


def places_of(person_id: UUID) -> tuple[Place, ...]:
    """Every organisation the person belongs to or has a running mission in, by name; one query."""
    today = timezone.localdate()
    about = tuple(f"organisation__{name}" for name in ("handle", "name", "kind", "status", "fictitious"))
    member = Membership.objects.filter(person_id=person_id).annotate(
        acts_as=F("role"), until=Value(None, output_field=DateField())
    )
    running = Mission.objects.filter(
        person_id=person_id, starts_on__lte=today, ends_on__gte=today, revoked_at=None
    ).annotate(acts_as=Value(str(Role.EXPERT)), until=F("ends_on"))
    columns = (*about, "acts_as", "until")
    rows = member.values_list(*columns).union(running.values_list(*columns), all=True)
    places: dict[str, Place] = {}
    for row in sorted((Place(*row) for row in rows), key=lambda place: place.until or date.max, reverse=True):
        places.setdefault(row.handle, row)  # a membership before a mission, the longest mission before a shorter one
    return tuple(sorted(places.values(), key=lambda place: place.name))


def handle_of(organisation_id: UUID) -> str:
    """The handle of an organisation that the person may see."""
    return str(Organisation.objects.values_list("handle", flat=True).get(pk=organisation_id))


register_resolver(access_by_handle)
