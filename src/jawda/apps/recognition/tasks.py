"""Jobs of recognition: a body's lists and papers, the head of the log, what a company is told of certificates."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jawda.apps.recognition.domain import heads, papers
from jawda.apps.recognition.domain.papers import PRINT
from jawda.apps.recognition.domain.status_lists import REFRESH, publish
from jawda.apps.recognition.suppliers import domain as suppliers
from jawda.apps.recognition.suppliers.domain import CHECK
from jawda.apps.recognition.watching import daily
from jawda.foundation.jobs import defer, organisation_task, organisation_task_in_steps
from jawda.foundation.printing import PrintingFailed
from jawda.foundation.retention.running import turns
from jawda.foundation.tenancy.context import acting

WATCH = "recognition.watch"
AGAIN: Final = RetryStrategy(max_attempts=1_100, wait=600)
"""Every ten minutes for a week, as long as a list counts: a device or a time-stamping service may be out of reach."""


@organisation_task(REFRESH, retry=AGAIN)
def sign_lists() -> None:
    """Each day anew: a list that nobody signs for a week says nothing any more. Asks for the next day's job itself."""
    publish()


@organisation_task_in_steps(PRINT, retry=AGAIN)
def print_papers(organisation_id: UUID) -> None:
    """Some at a time, each turn kept before the next: a thousand take a quarter of an hour. Those that failed later."""
    failed, turn = 0, None
    while turn is None or turn.more:
        with transaction.atomic(), acting(organisation_id=organisation_id):
            turn = papers.print_some(turn)
        if turn is None:
            break
        failed += turn.failed
    if failed:
        raise PrintingFailed(f"{failed} documents are not on paper")


@app.periodic(cron="5 0 * * *")
@app.task(name="recognition.sign_log_head", queueing_lock="recognition.sign_log_head")
def sign_log_head(timestamp: int) -> None:
    """Each day: the end of the public log, signed with the platform's key."""
    with transaction.atomic():
        heads.sign()


@organisation_task_in_steps(CHECK)
def check_suppliers(organisation_id: UUID) -> None:
    """Lines that wait, some at a time: whoever stops it keeps what was checked. What is news is told at the end."""
    more = True
    while more:
        with transaction.atomic(), acting(organisation_id=organisation_id):
            more = suppliers.check_some()
    with transaction.atomic(), acting(organisation_id=organisation_id):
        daily.suppliers()


@organisation_task_in_steps(WATCH)
def watch(organisation_id: UUID) -> None:
    """A company's certificates of today against those that it was last told of, then those of its suppliers."""
    with transaction.atomic(), acting(organisation_id=organisation_id):
        daily.own(now=timezone.now())
        suppliers.mark_all()
    check_suppliers(organisation_id)


@app.periodic(cron="20 5 * * *")
@app.task(name="recognition.watch_all", queueing_lock="recognition.watch_all")
def watch_all(timestamp: int) -> None:
    """Each morning: asks each company's own job for those that have something to be told of.

    From one place, and not each day for the next: certificates are issued to a company by others, who do not know
    whether it is here, and nobody of it has done anything by then.
    """
    for organisation_id in turns():
        with transaction.atomic(), acting(organisation_id=organisation_id):
            if daily.watches():
                defer(WATCH, organisation_id=organisation_id)
