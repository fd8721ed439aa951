"""Jobs of organisations, each for one of them."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy

from jawda.apps.organisations.domain import exports, invitations
from jawda.foundation.jobs import organisation_task, organisation_task_in_steps


@organisation_task(invitations.FORGET)
def forget_invitations() -> None:
    """Thirty days after its end an invitation that nobody accepted is forgotten, with the address."""
    invitations.forget_invitations(now=timezone.now())


@organisation_task_in_steps(exports.EXPORT, retry=RetryStrategy(max_attempts=3, wait=60))
def export(organisation_id: UUID) -> None:
    """All that the organisation has, into one file."""
    exports.write_export(organisation_id)
