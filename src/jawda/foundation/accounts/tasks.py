"""Jobs about accounts."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jawda.foundation.accounts import domain


@app.periodic(cron="40 * * * *")
@app.task(name="accounts.forget_ended_sessions", queueing_lock="accounts.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:
    """Each hour: no client address is kept longer than the session it belongs to."""
    domain.forget_ended_sessions(now=timezone.now())
