"""What an operator sees: registrations, never a company's rooms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied

from jawda.apps.organisations.enums import MANAGING_ROLES, Status
from jawda.apps.organisations.models import Membership, Organisation, Verification
from jawda.apps.organisations.rules import operates
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFilter:
    """What an operator asked for; an empty value asks for nothing."""

    kind: str = ""
    status: str = ""
    text: str = ""


def registrations(operator: Person, wanted: RegistrationFilter) -> list[Organisation]:
    """Organisations: those that wait longest first, then by name. One query."""
    if not operates(operator):
        raise PermissionDenied
    rows = Organisation.objects.order_by("created_at", "name")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.text:
        words = rows.filter(name__icontains=wanted.text) | rows.filter(city__icontains=wanted.text)
        rows = words | rows.filter(ice=wanted.text.replace(" ", ""))
    order = {Status.UNVERIFIED: 0, Status.SUSPENDED: 1, Status.ACTIVATED: 2}
    return sorted(rows, key=lambda row: order[Status(row.status)])


def waiting(operator: Person) -> dict[str, int]:
    """How many organisations wait to be verified, by kind. One query."""
    counts: dict[str, int] = {}
    for row in registrations(operator, RegistrationFilter(status=Status.UNVERIFIED)):
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who manages the organisation: whom to ask."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One registration: what it says of itself, whom to ask, what was decided, and who bears the same identifier."""

    organisation: Organisation
    contacts: tuple[Contact, ...]
    decisions: tuple[Verification, ...]
    same_identifier: tuple[Organisation, ...]
    own: bool
    """The operator belongs to it: another one decides."""


def registration(operator: Person, organisation_id: UUID) -> Registration:
    """``Organisation.DoesNotExist`` where there is none. It acts for the organisation to read these facts alone."""
    if not operates(operator):
        raise PermissionDenied
    organisation = Organisation.objects.get(pk=organisation_id)
    same = Organisation.objects.filter(ice=organisation.ice).exclude(pk=organisation.pk) if organisation.ice else ()
    with acting(organisation_id=organisation.pk, person_id=operator.pk):
        managers = Membership.objects.select_related("person").filter(
            organisation=organisation, role__in=MANAGING_ROLES
        )
        contacts = tuple(Contact(row.person.name, row.person.email) for row in managers)
        own = Membership.objects.filter(organisation=organisation, person_id=operator.pk).exists()
        decided = tuple(Verification.objects.order_by("-decided_at"))
    return Registration(
        organisation=organisation, contacts=contacts, decisions=decided, same_identifier=tuple(same), own=own
    )
