"""Jobs about accounts, and about jobs: those that no organisation asks for."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from jawda.foundation.accounts import domain


@app.periodic(cron="50 * * * *")
@app.task(name="accounts.seal_second_factors", queueing_lock="accounts.seal_second_factors")
def seal_second_factors(timestamp: int) -> None:
    """Secrets stored in the clear by an earlier version do not stay so; afterwards there is nothing to do."""
    domain.seal_second_factors()


@app.periodic(cron="40 * * * *")
@app.task(name="accounts.forget_ended_sessions", queueing_lock="accounts.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:
    """Each hour: no client address is kept longer than the session it belongs to."""
    domain.forget_ended_sessions(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="jobs.take_up_stalled", queueing_lock="jobs.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Each minute: jobs of a worker that was killed are done by another; each is one transaction, so nothing is half
    done. A worker that is silent for 30 s counts as killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # another of its kind waits, and will do the same
            assert job.id is not None
            await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
