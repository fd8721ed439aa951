"""Where a person may act, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, F, Value
from django.utils import timezone

from jawda.apps.organisations.api_scopes import ROLES, Scope
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Membership, Mission, Organisation
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.notices.queries import unread_of
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access, ScopeLacking, register_resolver, register_token_resolver


def access_by_handle(person_id: UUID, handle: str) -> Access | None:
    """The person's access to this organisation: membership first, else a mission that runs today."""
    member = (
        Membership.objects.select_related("organisation")
        .annotate(unread=unread_of("person_id"))
        .filter(person_id=person_id, organisation__handle=handle)
        .first()
    )
    if member is not None:
        return _access(member.organisation, person_id, member.role, None, unread=member.unread)
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
        return _access(mission.organisation, person_id, "expert", tuple(mission.scope), unread=mission.unread)
    return None


@contextmanager
def opened_by_token(secret: str, scope: str) -> Iterator[Access | None]:
    """What a token opens for this scope: within the block its organisation acts, in the least role that the scope
    needs, and nobody's person.

    ``None`` for what is no token in force, ``ScopeLacking`` for one without the scope. Notes the day it is used.
    """
    with tokens.found(secret) as row:
        if row is None:
            yield None
            return
        if scope not in row.scopes:
            raise ScopeLacking(scope)
        with acting(organisation_id=row.organisation_id, until_commit=True):
            today = timezone.localdate()
            if row.last_used_on != today:
                ApiToken.objects.filter(pk=row.pk, organisation_id=row.organisation_id).update(last_used_on=today)
            organisation = Organisation.objects.get(pk=row.organisation_id)
            yield _access(organisation, None, ROLES[Scope(scope)], None, unread=0)


def _access(
    organisation: Organisation, person_id: UUID | None, role: str, scope: tuple[str, ...] | None, *, unread: int
) -> Access:
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
        unread=unread,
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
register_token_resolver(opened_by_token)
