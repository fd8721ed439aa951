"""Telling, reading, choosing how to be told, and reminding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import ProgrammingError, transaction
from django.utils import timezone

from jawda.foundation.jobs import defer
from jawda.foundation.notices.kinds import UnknownKind, kind_named
from jawda.foundation.notices.models import Channel, Notice, Preference, Reminder
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.ui.formats import beginning

SEND: Final = "notices.send"
REMIND: Final = "notices.remind"
FORGET: Final = "notices.forget"
KEPT: Final = timedelta(days=90)
"""docs/register-of-processing.md says the same."""


@transaction.atomic
def notify(
    *,
    kind: str,
    to: Iterable[UUID],
    route: str,
    arguments: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Tell members of the acting organisation something; how many. Not audited: the act it tells of is.

    Who acts is not told. Mails follow by a job, once this is kept and as each chose. ``facts`` are what the kind's
    words need, as JSON holds it, with no text that a person wrote of themselves. PostgreSQL refuses anyone who neither
    belongs to the organisation nor is on a mission there. ``UnknownKind`` for a kind that no room registered.
    """
    kind_named(kind)
    mine = current_organisation_id()
    rows = [
        Notice(
            person_id=person, organisation_id=mine, kind=kind, route=route, arguments=dict(arguments or {}),
            facts=dict(facts or {}),
        )
        for person in dict.fromkeys(to)
        if person != current().person_id
    ]  # fmt: skip
    if rows:
        Notice.objects.bulk_create(rows)
        defer(SEND, organisation_id=mine)
        defer(FORGET, organisation_id=mine, on=timezone.localdate() + KEPT)
    return len(rows)


def mark_read(*, person_id: UUID, notice_id: UUID | None = None) -> int:
    """Read one of one's own notices, or all of them; how many were unread. Not audited."""
    rows = Notice.objects.filter(person_id=person_id, read_at=None)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    return rows.update(read_at=timezone.now())


def choose(*, person_id: UUID, kind: str, channel: Channel) -> None:
    """How one wants to be told of this kind from now on, also of what waits for its mail. Not audited."""
    kind_named(kind)
    Preference.objects.update_or_create(person_id=person_id, kind=kind, defaults={"channel": channel})


def remind(
    *,
    kind: str,
    person_id: UUID,
    subject: str,
    due_on: date,
    route: str,
    arguments: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Tell this person on that day, in place of a former reminder of the same subject. Not audited.

    The organisation's own job does it: a day that is past is told with the next run. ``UnknownKind``.
    """
    kind_named(kind)
    mine = current_organisation_id()
    Reminder.objects.update_or_create(
        organisation_id=mine, person_id=person_id, kind=kind, subject=subject,
        defaults={
            "due_on": due_on, "route": route, "arguments": dict(arguments or {}), "facts": dict(facts or {}),
        },
    )  # fmt: skip
    defer(REMIND, organisation_id=mine, on=due_on)


def forget_reminders(*, kind: str, subject: str) -> int:
    """What was to be done is done: nobody is reminded of it any more; of how many. Not audited."""
    count, _ = Reminder.objects.filter(kind=kind, subject=subject).delete()
    return int(count)


def tell_reminders(*, today: date) -> int:
    """Reminders of the acting organisation that are due become notices, and are no more; how many were told.

    Who has left the organisation since is told nothing.
    """
    told = 0
    for row in Reminder.objects.select_for_update(of=("self",)).filter(due_on__lte=today):
        try:
            with transaction.atomic():
                told += notify(
                    kind=row.kind, to=[row.person_id], route=row.route, arguments=row.arguments, facts=row.facts
                )
        except (ProgrammingError, UnknownKind):  # a row that the policy refuses, or a kind that is no more
            pass
        row.delete()
    return told


def forget_old(*, today: date) -> int:
    """Notices of the acting organisation older than 90 days are deleted; how many."""
    count, _ = Notice.objects.filter(
        organisation_id=current_organisation_id(),
        created_at__lt=beginning(today - KEPT + timedelta(days=1)),
    ).delete()
    return int(count)


def forget_of(*, person_id: UUID) -> None:
    """Who left the acting organisation keeps nothing that it told them, and is reminded of nothing."""
    Notice.objects.filter(person_id=person_id, organisation_id=current_organisation_id()).delete()
    Reminder.objects.filter(person_id=person_id).delete()
