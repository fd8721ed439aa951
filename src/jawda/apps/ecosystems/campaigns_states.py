"""What a federation may see of an invited company's progress: written by the company, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from jawda.apps.ecosystems.campaigns_assessments import assessments
from jawda.apps.ecosystems.campaigns_models import CampaignInvitation, CampaignState
from jawda.apps.ecosystems.models import Consent, Participation, Purpose, in_force
from jawda.foundation.tenancy.context import current_organisation_id

FOLLOWED: Final = timedelta(days=30)
"""After its last day an invitation is followed so long: a company that is late may still be seen to finish."""


def follow(today: date) -> None:
    """Write the state of each invitation of the acting company where it agrees to show it, else take it back.

    Not audited, for it says nothing new; no mail. One query where nobody invited the company, five at most.
    """
    mine = current_organisation_id()
    rows = list(CampaignInvitation.objects.filter(to_organisation_id=mine))
    if not rows:
        return
    seen_by = _seen_by(mine, today)
    shown = [row for row in rows if (row.from_organisation_id, row.ecosystem_id) in seen_by]
    running = [row for row in shown if row.opens_on <= today <= row.deadline + FOLLOWED and row.cancelled_on is None]
    wanted: dict[UUID, CampaignState] = dict.fromkeys((row.pk for row in rows), CampaignState.INVITED)
    wanted |= {row.pk: CampaignState(row.state) for row in shown}
    wanted |= dict(zip((row.pk for row in running), states_of(running), strict=True))
    for state in CampaignState:
        changed = [row.pk for row in rows if wanted[row.pk] == state and row.state != state]
        if changed:
            CampaignInvitation.objects.filter(to_organisation_id=mine, pk__in=changed).update(state=state)


def states_of(rows: Sequence[CampaignInvitation]) -> list[CampaignState]:
    """How far the acting company truly is, for each of its invitations; one query, none where there is none."""
    return assessments().states((row.referential, row.opens_on) for row in rows) if rows else []


def _seen_by(mine: UUID, today: date) -> set[tuple[UUID, UUID]]:
    """Federation and ecosystem of each participation under which the company shows its stage."""
    agreed = set(
        Consent.objects.filter(in_force(today), from_organisation_id=mine, purpose=Purpose.SHOW_STAGE).values_list(
            "to_organisation_id", flat=True
        )
    )
    taken = Participation.objects.filter(from_organisation_id=mine, withdrawn_at=None)
    return {
        (federation, ecosystem)
        for federation, ecosystem in taken.values_list("to_organisation_id", "ecosystem_id")
        if federation in agreed
    }
