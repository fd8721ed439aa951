"""How long the tables of organisations keep what they hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from jawda.apps.organisations.domain.exports import KEPT, remove_exports
from jawda.apps.organisations.models import Invitation, Mission, OrganisationExport
from jawda.foundation.retention.rules import Rule, register_reasons, register_rule, years_before
from jawda.foundation.tenancy.context import current_organisation_id

MISSIONS_YEARS: Final = 5
ACCEPTED_YEARS: Final = 1

REASONS: Final = {
    "organisations.Organisation": "life of the organisation",
    "organisations.Membership": "ends when the person leaves, or with the account",
    "organisations.Site": "names no person: life of the organisation",
    "organisations.Verification": "what operators decided about the organisation, and where they looked: its life",
}


def register() -> None:
    """Called once, when the models are there."""
    register_reasons(REASONS)
    register_rule(
        Rule(
            name="organisations.ended_missions", activity=6, tables=("organisations.Mission",),
            keeps=f"{MISSIONS_YEARS} years after the last day", due=_missions,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="organisations.accepted_invitations", activity=3, tables=("organisations.Invitation",),
            keeps=f"{ACCEPTED_YEARS} year after it was accepted; others 30 days after their end, by their own job",
            due=_invitations,
        )
    )  # fmt: skip

    register_rule(
        Rule(
            name="organisations.exports", activity=3, tables=("organisations.OrganisationExport",),
            keeps=f"{KEPT.days} days", due=_exports, remove=remove_exports,
        )
    )  # fmt: skip


def _exports(now: datetime) -> QuerySet[Any]:
    return OrganisationExport.objects.filter(asked_at__lt=now - KEPT - timedelta(days=1))  # given out until then


def _missions(now: datetime) -> QuerySet[Any]:
    return Mission.objects.filter(
        organisation_id=current_organisation_id(), ends_on__lt=years_before(now, MISSIONS_YEARS).date()
    )


def _invitations(now: datetime) -> QuerySet[Any]:
    return Invitation.objects.filter(
        organisation_id=current_organisation_id(), accepted_at__lt=years_before(now, ACCEPTED_YEARS)
    )
