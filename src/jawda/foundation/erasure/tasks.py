"""Jobs that end accounts."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from jawda.foundation.erasure import domain, mails, unused

_log = logging.getLogger(__name__)


class NotAllEnded(RuntimeError):
    """So many accounts could not be ended; why stands in the worker's log."""


@app.periodic(cron="*/5 * * * *")
@app.task(name="erasure.asked", queueing_lock="erasure.asked")
def asked(timestamp: int) -> None:
    """Every five minutes: whoever asked to be erased is."""
    erase_asked()


def erase_asked() -> int:
    """Each in a transaction of its own, with the proof sent afterwards; how many. A mail that fails keeps nobody: the
    list of erasures gives the proof again. ``NotAllEnded`` at the end where one failed."""
    failed = done = 0
    for _reference, person_id in domain.waiting():
        try:
            gone = domain.erase(person_id=person_id, by=domain.BY_PERSON)
        except Exception:
            _log.exception("an account could not be erased: %s", person_id)
            failed += 1
            continue
        if gone is None:
            continue
        done += 1
        try:
            mails.proof(*gone)
        except Exception:
            _log.exception("the proof %s could not be sent; `jawda erasure proof` gives it", gone[0].reference)
    if failed:
        raise NotAllEnded(str(failed))
    return done


@app.periodic(cron="40 3 * * *")
@app.task(name="erasure.unused", queueing_lock="erasure.unused")
def end_unused(timestamp: int) -> None:
    """Each night: accounts that nobody uses are announced to end, and end."""
    ended = unused.run(now=timezone.now())
    if ended.failed:
        raise NotAllEnded(str(ended.failed))
