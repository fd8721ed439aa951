"""Jobs of organisations, each for one of them."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.organisations.domain import invitations
from jawda.foundation.jobs import organisation_task


@organisation_task(invitations.FORGET)
def forget_invitations() -> None:
    """Thirty days after its end an invitation that nobody accepted is forgotten, with the address."""
    invitations.forget_invitations(now=timezone.now())
