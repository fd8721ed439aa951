"""Where a person may act, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from jawda.apps.organisations.api_scopes import ROLES, Scope
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Membership, Mission, Organisation
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access, ScopeLacking, register_resolver, register_token_resolver


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
            yield _access(organisation, None, ROLES[Scope(scope)], None)


def _access(organisation: Organisation, person_id: UUID | None, role: str, scope: tuple[str, ...] | None) -> Access:
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
    until: date | None = None
    """The last day, where one acts there by a mission."""


def places_of(person_id: UUID) -> tuple[Place, ...]:
    """Every organisation the person belongs to or has a running mission in, by name."""
    today = timezone.localdate()
    places = [
        _place(row.organisation, row.role, None)
        for row in Membership.objects.select_related("organisation").filter(person_id=person_id)
    ]
    known = {place.handle for place in places}
    running = Mission.objects.select_related("organisation").filter(
        person_id=person_id, starts_on__lte=today, ends_on__gte=today, revoked_at=None
    )
    for row in running.order_by("-ends_on"):
        if row.organisation.handle not in known:
            known.add(row.organisation.handle)
            places.append(_place(row.organisation, Role.EXPERT, row.ends_on))
    return tuple(sorted(places, key=lambda place: place.name))


def handle_of(organisation_id: UUID) -> str:
    """The handle of an organisation that the person may see."""
    return str(Organisation.objects.values_list("handle", flat=True).get(pk=organisation_id))


def _place(organisation: Organisation, role: str, until: date | None) -> Place:
    return Place(
        organisation.handle,
        organisation.name,
        organisation.kind,
        organisation.status,
        organisation.fictitious,
        role,
        until,
    )


register_resolver(access_by_handle)
register_token_resolver(opened_by_token)
