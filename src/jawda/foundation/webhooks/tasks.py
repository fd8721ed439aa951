"""The job of webhooks, for one organisation."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy

from jawda.foundation.jobs import organisation_task_in_steps
from jawda.foundation.webhooks import delivering, domain


@organisation_task_in_steps(domain.SEND, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def send(organisation_id: UUID) -> None:
    """Send what is due; tries that fail are counted with the message, and are no fault of the job."""
    delivering.deliver_all(organisation_id)
