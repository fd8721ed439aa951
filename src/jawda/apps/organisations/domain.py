"""What can be done with organisations."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.organisations.enums import Kind, Role, Status
from jawda.apps.organisations.models import DirectoryEntry, Membership, Mission, Organisation
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import acting, acting_for


def register_organisation(
    *,
    person_id: UUID,
    kind: Kind,
    name: str,
    ice: str = "",
    region: str = "",
    city: str = "",
    nace: str = "",
    iaf: str = "",
    employees: int | None = None,
    fictitious: bool = False,
) -> Organisation:
    """Create an organisation, not verified yet, with this person as its first member. Audited.

    A company may work at once; a body others must trust waits for an operator. No mail is sent.
    """
    identifier = uuid4()
    with acting(organisation_id=identifier, person_id=person_id):
        organisation = Organisation.objects.create(
            id=identifier, kind=kind, name=name, ice=ice, region=region, city=city, nace=nace, iaf=iaf,
            employees=employees, fictitious=fictitious,
        )  # fmt: skip
        role = Role.QUALITY_MANAGER if kind == Kind.COMPANY else Role.ADMINISTRATOR
        Membership.objects.create(person_id=person_id, organisation=organisation, role=role)
        trail.record(
            "organisations.register",
            subject="organisation",
            subject_id=identifier,
            details={"kind": kind, "name": name},
        )
    return organisation


def activate(*, organisation: Organisation, operator: bool) -> None:
    """An operator verified who they are; a body other than a company enters the public directory. Audited."""
    if not operator:
        raise PermissionDenied
    organisation.status = Status.ACTIVATED
    organisation.activated_at = timezone.now()
    organisation.save(update_fields=["status", "activated_at"])
    with acting_for(organisation.pk):
        trail.record("organisations.activate", subject="organisation", subject_id=organisation.pk, details={})
        if organisation.kind != Kind.COMPANY:
            DirectoryEntry.objects.update_or_create(
                source_organisation=organisation,
                defaults={
                    "kind": organisation.kind,
                    "name": organisation.name,
                    "region": organisation.region,
                    "city": organisation.city,
                    "fictitious": organisation.fictitious,
                },
            )


def add_member(*, organisation_id: UUID, person_id: UUID, role: Role) -> Membership:
    """Give a person a role in the acting organisation. Audited."""
    membership = Membership.objects.create(person_id=person_id, organisation_id=organisation_id, role=role)
    trail.record("organisations.add_member", subject="person", subject_id=person_id, details={"role": role})
    return membership


def grant_mission(
    *, organisation_id: UUID, person_id: UUID, scope: tuple[str, ...], starts_on: date, ends_on: date
) -> Mission:
    """Let an expert act inside the acting organisation, for these activities and dates. Audited."""
    mission = Mission.objects.create(
        organisation_id=organisation_id, person_id=person_id, scope=list(scope), starts_on=starts_on, ends_on=ends_on
    )
    details = {"scope": list(scope), "from": str(starts_on), "to": str(ends_on)}
    trail.record("organisations.grant_mission", subject="person", subject_id=person_id, details=details)
    return mission


def revoke_mission(*, mission: Mission) -> None:
    """End a mission now. Audited."""
    mission.revoked_at = timezone.now()
    mission.save(update_fields=["revoked_at"])
    trail.record("organisations.revoke_mission", subject="person", subject_id=mission.person_id, details={})
