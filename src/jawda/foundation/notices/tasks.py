"""Jobs of notices, each for one organisation."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy

from jawda.foundation.jobs import organisation_task, organisation_task_in_steps
from jawda.foundation.notices import domain, sending


@organisation_task_in_steps(domain.SEND, retry=RetryStrategy(max_attempts=12, exponential_wait=4))
def send(organisation_id: UUID) -> None:
    """Mail what waits; a mail server that is away is tried again for hours."""
    sending.send_all(organisation_id)


@organisation_task(domain.REMIND)
def remind() -> None:
    """On the day of a reminder."""
    domain.tell_reminders(today=timezone.localdate())


@organisation_task(domain.FORGET)
def forget() -> None:
    """On the day on which a notice is 90 days old."""
    domain.forget_old(today=timezone.localdate())
