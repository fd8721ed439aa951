"""Missions: an expert acts inside a company's rooms, for activities and dates that the company chose."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.organisations import notices
from jawda.apps.organisations.models import Mission, Organisation
from jawda.apps.organisations.rules import may_grant_missions
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.routes import Access


def grant_mission(
    *, organisation_id: UUID, person_id: UUID, scope: tuple[str, ...], starts_on: date, ends_on: date
) -> Mission:
    """Let an expert who agreed (:func:`accept`) act inside the acting organisation. Audited; a reminder.

    Both days belong to the mission.
    """
    name = Organisation.objects.values_list("name", flat=True).get(pk=organisation_id)
    mission = Mission.objects.create(
        organisation_id=organisation_id, organisation_name=name, person_id=person_id, scope=list(scope),
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    notices.remind_of_end(mission)
    details = {"scope": list(scope), "from": str(starts_on), "to": str(ends_on)}
    trail.record("organisations.grant_mission", subject="person", subject_id=person_id, details=details)
    return mission


def revoke_mission(*, access: Access, mission_id: UUID) -> None:
    """End a mission now: the expert's next page is 404. Audited, no mail. Nothing where it has ended already."""
    if not may_grant_missions(access):
        raise PermissionDenied
    mission = Mission.objects.select_for_update(of=("self",)).get(pk=mission_id, organisation_id=access.organisation_id)
    if mission.revoked_at is not None:
        return
    mission.revoked_at = timezone.now()
    mission.save(update_fields=["revoked_at"])
    notices.forget_end(mission)
    trail.record("organisations.revoke_mission", subject="person", subject_id=mission.person_id, details={})
