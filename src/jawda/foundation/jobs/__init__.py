"""Jobs for one organisation: they name it and nothing else, and run on its behalf.

What a job needs it reads itself, under the policies, when it runs: the queue's table is read by every process and
has no policy, so that no value of a tenant may stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import AlreadyEnqueued

from jawda.foundation.tenancy.context import acting

Work = Callable[[], None]


class UnknownJob(LookupError):
    """No task of an organisation has this name."""


_names: set[str] = set()


StepWork = Callable[[UUID], None]


def organisation_task(name: str, **options: Any) -> Callable[[Work], Work]:
    """Make a function without arguments the task ``name``; ``options`` are procrastinate's, such as ``retry``.

    The worker runs it in one transaction, acting for the organisation that the job names, and for no person. What it
    wrote before it failed is rolled back.
    """

    def decorate(work: Work) -> Work:
        @wraps(work)
        def run(*, organisation_id: str) -> None:
            with transaction.atomic(), acting(organisation_id=UUID(organisation_id)):
                work()

        app.task(name=name, **options)(run)
        _names.add(name)
        return work

    return decorate


def organisation_task_in_steps(name: str, **options: Any) -> Callable[[StepWork], StepWork]:
    """The same for work that must keep each step before the next, as what leaves the house cannot be rolled back.

    The function takes the organisation's id, and opens its own transactions and acts in them itself.
    """

    def decorate(work: StepWork) -> StepWork:
        @wraps(work)
        def run(*, organisation_id: str) -> None:
            work(UUID(organisation_id))

        app.task(name=name, **options)(run)
        _names.add(name)
        return work

    return decorate


def defer(name: str, *, organisation_id: UUID, on: date | None = None, at: datetime | None = None) -> int:
    """Queue the task for one organisation, in the caller's transaction; the job's number.

    ``on``: not before that day begins; ``at``: not before that moment. Whoever writes a row that ends asks so for the
    day after: nobody but the organisation sees that it has one. A job for the same organisation and day that waits
    already is kept instead: it will read what is true when it runs; then the answer is 0. ``UnknownJob`` where no task
    has the name.
    """
    if name not in _names:
        raise UnknownJob(name)
    begins = timezone.make_aware(datetime.combine(on, time.min)) if on is not None else at
    if begins is None:
        job = app.configure_task(name, queueing_lock=f"{name}:{organisation_id}")
    else:
        lock = f"{name}:{organisation_id}:{on or begins.isoformat()}"
        job = app.configure_task(name, queueing_lock=lock, schedule_at=begins)
    try:
        with transaction.atomic():
            return job.defer(organisation_id=str(organisation_id))
    except AlreadyEnqueued:
        return 0


def run_worker(*, connected_within: float, job_within: float, wait: bool = True) -> None:
    """Do jobs until told to end, or without ``wait`` until none is left.

    In seconds: how long to wait for a database that is gone, and for a job under way.
    Procrastinate's own connector waits half a minute for the database: a worker told to end while it goes would stay.
    """
    with app.replace_connector(PsycopgConnector(kwargs=connector_params(), timeout=connected_within)) as jobs:
        jobs.run_worker(shutdown_graceful_timeout=job_within, wait=wait)
