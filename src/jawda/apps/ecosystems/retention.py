"""How long the tables of ecosystems keep what they hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from jawda.apps.ecosystems.models import Consent, Participation
from jawda.foundation.retention.rules import Rule, ended_before, register_reasons, register_rule, years_before
from jawda.foundation.tenancy.context import current_organisation_id

YEARS: Final = 3

REASONS: Final = {
    "ecosystems.Campaign": "names no person: life of the federation",
    "ecosystems.CampaignInvitation": "names no person, and what a federation said stands: life of the two parties",
    "ecosystems.CampaignReply": "names no person: life of the company",
}


def register() -> None:
    """Called once, when the models are there. The company's turn it is: it alone writes these rows."""
    register_reasons(REASONS)
    register_rule(
        Rule(
            name="ecosystems.ended_participations", activity=5, tables=("ecosystems.Participation",),
            keeps=f"{YEARS} years after the company left", due=_participations,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="ecosystems.ended_consents", activity=5, tables=("ecosystems.Consent",),
            keeps=f"{YEARS} years after it was withdrawn or ended", due=_consents,
        )
    )  # fmt: skip


def _participations(now: datetime) -> QuerySet[Any]:
    return Participation.objects.filter(
        from_organisation_id=current_organisation_id(), withdrawn_at__lt=years_before(now, YEARS)
    )


def _consents(now: datetime) -> QuerySet[Any]:
    ended = ended_before(years_before(now, YEARS))
    return Consent.objects.filter(ended, from_organisation_id=current_organisation_id())
