"""Jobs of actions, each for one company."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.actions import reminders
from jawda.apps.actions.reminding import REMIND
from jawda.foundation.jobs import organisation_task


@organisation_task(REMIND)
def remind() -> None:
    """On a day that an action's dates name: one notice for each person whom it concerns."""
    reminders.remind(today=timezone.localdate())
