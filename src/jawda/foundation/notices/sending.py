"""Mails of notices. A worker that is killed loses none: a row is taken, kept, mailed, and kept again.

Between the mail server's yes and the second keeping lies the only moment in which a kill makes a second mail; before
it, the lease runs out and the next worker takes the row again. Each step is a transaction of its own, on behalf of the
organisation that told and, where it concerns what is theirs, of the person told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.foundation.accounts.models import Person
from jawda.foundation.jobs import defer
from jawda.foundation.notices.domain import SEND
from jawda.foundation.notices.kinds import kinds, words_of
from jawda.foundation.notices.models import Channel, Mailing, Notice, Preference
from jawda.foundation.tenancy.context import acting

LEASE: Final = timedelta(minutes=5)
"""A mail server that takes longer is tried again."""
HOUR: Final = time(8)
"""Of the digest, in the platform's zone."""


def send_all(organisation_id: UUID) -> None:
    """Mail what waits, and the digests that are due; what is not due yet gets a job of its own at its hour."""
    with transaction.atomic(), acting(organisation_id=organisation_id):
        persons = sorted(set(_open(organisation_id).values_list("person_id", flat=True)), key=str)
    for person_id in persons:
        _sort(organisation_id, person_id)
        while batch := _take(organisation_id, person_id):
            _mail(organisation_id, person_id, batch)
    with transaction.atomic(), acting(organisation_id=organisation_id):
        rows = _open(organisation_id)
        if rows.filter(mailing=Mailing.DIGEST).exists():
            defer(SEND, organisation_id=organisation_id, at=next_digest(timezone.now()))
        held = (
            rows.filter(mailing=Mailing.SENDING).order_by("lease_until").values_list("lease_until", flat=True).first()
        )
        if held is not None:
            defer(SEND, organisation_id=organisation_id, at=held + timedelta(seconds=1))


def next_digest(now: datetime) -> datetime:
    """The next 8 o'clock after this moment, in the platform's zone."""
    today = timezone.localtime(now).date()
    first = timezone.make_aware(datetime.combine(today, HOUR))
    return first if first > now else timezone.make_aware(datetime.combine(today + timedelta(days=1), HOUR))


def last_digest(now: datetime) -> datetime:
    """The 8 o'clock that has been: what was told before it is due."""
    return next_digest(now) - timedelta(days=1)


def _open(organisation_id: UUID) -> object:
    waiting = (Mailing.WAITING, Mailing.DIGEST, Mailing.SENDING)
    return Notice.objects.filter(organisation_id=organisation_id, mailing__in=waiting)


def _sort(organisation_id: UUID, person_id: UUID) -> None:
    """By what the person wishes now: at once, in the digest, or not by mail."""
    with transaction.atomic(), acting(organisation_id=organisation_id, person_id=person_id):
        chosen = dict(Preference.objects.filter(person_id=person_id).values_list("kind", "channel"))
        wished = {kind.name: chosen.get(kind.name, kind.channel) for kind in kinds()}
        unsent = Notice.objects.filter(
            organisation_id=organisation_id, person_id=person_id, mailing__in=(Mailing.WAITING, Mailing.DIGEST)
        )
        daily = [name for name, channel in wished.items() if channel == Channel.DIGEST]
        at_once = [name for name, channel in wished.items() if channel == Channel.MAIL]
        unsent.filter(Q(read_at__isnull=False) | ~Q(kind__in=[*daily, *at_once])).update(mailing=Mailing.NOT_WANTED)
        unsent.filter(kind__in=daily).update(mailing=Mailing.DIGEST)
        unsent.filter(kind__in=at_once).update(mailing=Mailing.WAITING)


def _take(organisation_id: UUID, person_id: UUID) -> list[UUID]:
    """One mail's rows, now this worker's until the lease ends: one notice, or all of a digest that is due."""
    now = timezone.now()
    with transaction.atomic(), acting(organisation_id=organisation_id, person_id=person_id):
        rows = (
            Notice.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(organisation_id=organisation_id, person_id=person_id)
            .order_by("created_at", "pk")
        )
        left = Q(mailing=Mailing.SENDING, lease_until__lte=now)
        found = list(rows.filter(Q(mailing=Mailing.WAITING) | left).values_list("pk", flat=True)[:1])
        found = found or list(
            rows.filter(mailing=Mailing.DIGEST, created_at__lt=last_digest(now)).values_list("pk", flat=True)
        )
        Notice.objects.filter(pk__in=found).update(mailing=Mailing.SENDING, lease_until=now + LEASE)
    return found


def _mail(organisation_id: UUID, person_id: UUID, batch: Sequence[UUID]) -> None:
    with transaction.atomic(), acting(organisation_id=organisation_id, person_id=person_id):
        person = Person.objects.get(pk=person_id)
        rows = list(Notice.objects.filter(pk__in=batch).order_by("created_at", "pk"))
        subject, body = _letter(person, rows)
    try:
        if body and person.is_active:
            send_mail(subject, body, None, [person.email])
    except Exception:
        _keep(organisation_id, person_id, batch, mailing=Mailing.WAITING, lease_until=None)
        raise  # the job is tried again, later and later
    _keep(organisation_id, person_id, batch, mailing=Mailing.SENT, lease_until=None, mailed_at=timezone.now())


def _keep(organisation_id: UUID, person_id: UUID, batch: Sequence[UUID], **state: object) -> None:
    with transaction.atomic(), acting(organisation_id=organisation_id, person_id=person_id):
        Notice.objects.filter(pk__in=batch).update(**state)


def _letter(person: Person, rows: Sequence[Notice]) -> tuple[str, str]:
    with translation.override(person.language):
        said = [(words, address_of(row)) for row in rows if (words := words_of(row.kind, row.facts))]
        if not said:
            return "", ""
        subject = said[0][0] if len(said) == 1 else (
            ngettext("%(count)d piece of news on Jawda", "%(count)d pieces of news on Jawda", len(said))
            % {"count": len(said)}
        )  # fmt: skip
        lines = [
            _("Hello,"),
            *(f"{words}\n{settings.BASE_URL}{url}" for words, url in said),
            _("Choose what you are told, and how: %(link)s")
            % {"link": f"\n{settings.BASE_URL}{reverse('notice_choices')}"},
            _("Jawda, the platform of quality ecosystems"),
        ]
        return " ".join(subject.split())[:200], "\n\n".join(lines)


def address_of(row: Notice) -> str:
    """Where the notice leads; the list of notices where its page is no more."""
    try:
        return reverse(row.route, kwargs=row.arguments)
    except NoReverseMatch:
        return reverse("notices")
