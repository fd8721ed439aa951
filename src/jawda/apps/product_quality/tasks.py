"""Jobs of product quality, each for one company."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.product_quality.instruments import reminders
from jawda.apps.product_quality.instruments.reminding import REMIND
from jawda.foundation.jobs import organisation_task


@organisation_task(REMIND)
def remind_calibrations() -> None:
    """On a day that a due date names: one notice for each person who manages."""
    reminders.remind(today=timezone.localdate())
