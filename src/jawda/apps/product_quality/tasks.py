"""Jobs of product quality, each for one company."""

from __future__ import annotations

from django.utils import timezone

from jawda.apps.product_quality.instruments import reminders
from jawda.apps.product_quality.instruments.reminding import REMIND
from jawda.apps.product_quality.jobs import JUDGE
from jawda.foundation.jobs import organisation_task


@organisation_task(REMIND)
def remind_calibrations() -> None:
    """On a day that a due date names: one notice for each person who manages."""
    reminders.remind(today=timezone.localdate())


@organisation_task(JUDGE)
def judge_characteristics() -> None:
    """What has changed since it was judged and was too much for whoever looked."""
    from jawda.apps.product_quality.characteristics import judging  # noqa: PLC0415 - loads SciPy, not at every start

    judging.refresh(at_once=None)
