"""Who belongs to the acting organisation, and in which role."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations.enums import MANAGING_ROLES, Kind, Role, roles_for
from jawda.apps.organisations.models import Membership
from jawda.apps.organisations.rules import is_member, may_administer
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.routes import Access


def add_member(*, organisation_id: UUID, person_id: UUID, role: Role) -> Membership:
    """Give a person who agreed (:func:`accept`) a role in the acting organisation. Audited, no mail."""
    membership = Membership.objects.create(person_id=person_id, organisation_id=organisation_id, role=role)
    trail.record("organisations.add_member", subject="person", subject_id=person_id, details={"role": role})
    return membership


def change_role(*, access: Access, membership_id: UUID, role: Role) -> None:
    """Give a member another role. Audited, no mail. ``ValidationError`` for the last person who manages."""
    if not may_administer(access):
        raise PermissionDenied
    if role not in roles_for(Kind(access.kind)):
        raise ValidationError(_("This role does not exist in such an organisation."), code="role")
    rows = _locked(access)
    membership = _one(rows, membership_id)
    if role not in MANAGING_ROLES:
        _keep_one(rows, membership)
    details = {"before": membership.role, "after": role}
    membership.role = role
    membership.save(update_fields=["role"])
    trail.record("organisations.change_role", subject="person", subject_id=membership.person_id, details=details)


def remove_member(*, access: Access, membership_id: UUID) -> None:
    """End a membership: the person sees nothing of the organisation from the next page on. Audited, no mail."""
    if not may_administer(access):
        raise PermissionDenied
    rows = _locked(access)
    _end("organisations.remove_member", rows, _one(rows, membership_id))


def leave(*, access: Access) -> None:
    """End one's own membership. Audited, no mail. ``ValidationError`` for the last person who manages."""
    if not is_member(access):
        raise PermissionDenied
    rows = _locked(access)
    mine = next(row for row in rows if row.person_id == access.person_id)
    _end("organisations.leave", rows, mine)


def _locked(access: Access) -> list[Membership]:
    """All memberships, locked: two managers who step down at once would otherwise leave nobody."""
    return list(
        Membership.objects.select_for_update(of=("self",)).filter(organisation_id=access.organisation_id).order_by("pk")
    )


def _one(rows: list[Membership], membership_id: UUID) -> Membership:
    found = next((row for row in rows if row.pk == membership_id), None)
    if found is None:
        raise Membership.DoesNotExist
    return found


def _keep_one(rows: list[Membership], without: Membership) -> None:
    if not any(row.role in MANAGING_ROLES for row in rows if row.pk != without.pk):
        raise ValidationError(
            _("This is the last person who can manage the organisation. Give somebody else that role first."),
            code="last",
        )


def _end(action: str, rows: list[Membership], membership: Membership) -> None:
    _keep_one(rows, membership)
    person_id, role = membership.person_id, membership.role
    membership.delete()
    trail.record(action, subject="person", subject_id=person_id, details={"role": role})
