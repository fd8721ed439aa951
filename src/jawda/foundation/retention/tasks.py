"""The job of each day."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jawda.foundation.retention import running


class NotAllDone(RuntimeError):
    """In so many organisations a rule failed; why stands in the worker's log."""


@app.periodic(cron="10 3 * * *")
@app.task(name="retention.run", queueing_lock="retention.run")
def run(timestamp: int) -> None:
    """Each night. It names no organisation: it reads which have not had their turn."""
    outcome = running.run(now=timezone.now())
    if outcome.failed:
        raise NotAllDone(f"{len(outcome.failed)} of {outcome.organisations}")
