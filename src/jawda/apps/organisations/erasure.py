"""How what organisations hold about a person goes, and what must be settled before."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Invitation, Membership, Mission
from jawda.foundation.erasure.registry import Subject, register_eraser, register_hold
from jawda.foundation.retention.rules import added
from jawda.foundation.tenancy.context import acting_for, current_organisation_id


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_belonging)
    register_hold(_last_of)


def _belonging(subject: Subject) -> Mapping[str, int]:
    """Membership, missions, and invitations to the person's addresses."""
    mine = current_organisation_id()
    return added(
        [
            Membership.objects.filter(organisation_id=mine, person_id=subject.person_id).delete()[1],
            Mission.objects.filter(organisation_id=mine, person_id=subject.person_id).delete()[1],
            Invitation.objects.filter(organisation_id=mine, email__in=subject.emails).delete()[1],
        ]
    )


def _last_of(person_id: UUID) -> list[str]:
    """Organisations that nobody else manages."""
    managed = Membership.objects.filter(person_id=person_id, role__in=MANAGING_ROLES).order_by("organisation__name")
    names = []
    for organisation_id, name in managed.values_list("organisation_id", "organisation__name"):
        with acting_for(organisation_id):
            others = Membership.objects.filter(organisation_id=organisation_id, role__in=MANAGING_ROLES)
            if not others.exclude(person_id=person_id).exists():
                names.append(name)
    return names
