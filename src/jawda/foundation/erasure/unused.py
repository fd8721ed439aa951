"""Accounts that nobody has used for twelve months: warned a month before, then erased with a proof."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from jawda.foundation.accounts.models import Person
from jawda.foundation.erasure import domain, mails
from jawda.foundation.erasure.models import AccountEnd
from jawda.foundation.retention.rules import years_before
from jawda.foundation.retention.warnings import NOTICE
from jawda.foundation.tenancy.context import SIGN_IN, acting

YEARS: Final = 1
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ended:
    """How many were warned and erased. ``held``: nobody else manages an organisation of theirs, so they stay."""

    warned: int = 0
    erased: int = 0
    held: int = 0
    failed: int = 0


def run(*, now: datetime) -> Ended:
    """Warn and erase. Each account is a transaction; a warning that the mail server did not take is not counted as
    one. Whoever signed in since their warning is forgotten to have been warned."""
    _used_again(now)
    done = Ended()
    for person_id in domain.not_used_since(years_before(now + NOTICE, YEARS)):
        try:
            _one(person_id, now, done)
        except domain.Held:
            done.held += 1
        except Exception:
            _log.exception("an unused account could not be ended: %s", person_id)
            done.failed += 1
    return done


def foresee(*, now: datetime) -> Ended:
    """What a run would do; nothing is written, nobody is warned. Who is held is known only by then."""
    done = Ended()
    for person_id in domain.not_used_since(years_before(now + NOTICE, YEARS)):
        told = _warned_at(person_id)
        done.warned += told is None
        done.erased += _is_over(person_id, told, now)
    return done


def _one(person_id: UUID, now: datetime, done: Ended) -> None:
    told = _warned_at(person_id)
    if told is None:
        _warn(person_id, now)
        done.warned += 1
    elif _is_over(person_id, told, now):
        gone = domain.erase(person_id=person_id, by=domain.BY_RETENTION)
        if gone is not None:
            done.erased += 1
            mails.proof(*gone)


def _is_over(person_id: UUID, told: datetime | None, now: datetime) -> bool:
    return told is not None and told <= now - NOTICE and person_id in domain.not_used_since(years_before(now, YEARS))


def _warned_at(person_id: UUID) -> datetime | None:
    with transaction.atomic(), acting(person_id=person_id):
        return AccountEnd.objects.filter(person_id=person_id).values_list("warned_at", flat=True).first()


def _warn(person_id: UUID, now: datetime) -> None:
    with transaction.atomic(), acting(person_id=person_id):
        person = Person.objects.get(pk=person_id)
        AccountEnd.objects.update_or_create(person=person, defaults={"warned_at": now})
        last = max(now + NOTICE, (person.last_login or person.joined_at) + timedelta(days=366))
        mails.unused(email=person.email, language=person.language, last=last)


def _used_again(now: datetime) -> None:
    with transaction.atomic(), acting(purpose=SIGN_IN):
        used = Person.objects.filter(last_login__gte=years_before(now + NOTICE, YEARS)).values("pk")
        rows = AccountEnd.objects.filter(warned_at__isnull=False, person_id__in=used)
        rows.filter(asked_at=None).delete()
        rows.update(warned_at=None)
