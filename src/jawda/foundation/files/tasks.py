"""Jobs about files."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jawda.foundation.files import domain


@app.periodic(cron="25 * * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Each hour: what a transaction that was rolled back, or a deleted row, left on disk."""
    domain.sweep_orphans(now=timezone.now())
