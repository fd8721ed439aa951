"""Jobs of ecosystems, each for one company."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.ecosystems import campaigns_reminders, domain
from jawda.foundation.jobs import organisation_task


@organisation_task(domain.CLEAR_ENDED)
def clear_ended_consents() -> None:
    """The day after a consent's last: what it showed is not only hidden but gone."""
    domain.clear_ended_consents(today=timezone.localdate())


@organisation_task(campaigns_reminders.TELL)
def tell_of_campaigns() -> None:
    """The opening, the reminders before and after the last day, and those that an officer asked for."""
    campaigns_reminders.tell(today=timezone.localdate())
