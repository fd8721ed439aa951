"""Who is told what, by whom, how, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import ProgrammingError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.pages import page
from tests.factories import Member, a_member, a_person, signed_in
from tests.pages import strict_page

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.notices import ACCEPTED, MISSION_ENDS
from jawda.foundation.accounts.models import Person
from jawda.foundation.notices import domain, queries, sending
from jawda.foundation.notices.kinds import UnknownKind
from jawda.foundation.notices.models import Channel, Mailing, Notice, Reminder
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
FACTS = {"organisation": "Essai", "mission": False}


def inside(member: Member, person: Person | None = None) -> Any:
    return acting(organisation_id=member.organisation.pk, person_id=person.pk if person else None)


def colleague(member: Member, **fields: Any) -> Person:
    person = a_person("Younes", **fields)
    with inside(member, member.person):
        organisations.add_member(organisation_id=member.organisation.pk, person_id=person.pk, role=Role.READER)
    return person


def tell(member: Member, *persons: UUID) -> int:
    with inside(member):
        return domain.notify(
            kind=ACCEPTED, to=persons, route="organisations:members",
            arguments={"handle": member.organisation.handle}, facts=FACTS,
        )  # fmt: skip


def choose(person: Person, channel: Channel) -> None:
    with acting(person_id=person.pk):
        domain.choose(person_id=person.pk, kind=ACCEPTED, channel=channel)


def states(person: Person) -> list[str]:
    with acting(person_id=person.pk):
        return list(Notice.objects.filter(person_id=person.pk).values_list("mailing", flat=True))


def test_a_member_is_told_in_their_language_and_reads_it() -> None:
    mine = a_member()
    tell(mine, mine.person.pk)
    client = signed_in(mine.person)
    home = f"/o/{mine.organisation.handle}/organisation/"
    assert "1 non lu" in page(client, home)
    for language, word in (("fr", "a rejoint"), ("en", "has joined"), ("ar", "انضم")):
        client.cookies["django_language"] = language
        html = page(client, "/mon-compte/avis/")
        strict_page(html, language=language)
        assert word in html
    with acting(person_id=mine.person.pk):
        notice = Notice.objects.get(person_id=mine.person.pk)
    answer = client.post(f"/mon-compte/avis/{notice.pk}/")
    assert answer["Location"] == f"/o/{mine.organisation.handle}/organisation/membres/"
    client.cookies["django_language"] = "fr"
    assert "0 non lu" in page(client, home)
    assert "Vous avez tout lu" in page(client, "/mon-compte/avis/?unread")


def test_an_organisation_tells_only_those_who_belong_to_it() -> None:
    mine, stranger = a_member(), a_person()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        tell(mine, stranger.pk)
    assert states(stranger) == []


def test_who_does_something_is_not_told_of_it_and_nobody_twice() -> None:
    mine = a_member()
    other = colleague(mine)
    with inside(mine, mine.person):
        told = domain.notify(
            kind=ACCEPTED, to=[mine.person.pk, other.pk, other.pk], route="organisations:members", facts=FACTS
        )
    assert told == 1
    assert states(mine.person) == []


def test_what_was_told_does_not_change_and_only_the_person_reads() -> None:
    mine = a_member()
    tell(mine, mine.person.pk)
    with inside(mine):
        for change in ({"read_at": timezone.now()}, {"facts": {}}, {"route": "home"}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Notice.objects.filter(organisation=mine.organisation).update(**change)


def test_anothers_notice_does_not_exist() -> None:
    mine, other = a_member(), a_person()
    tell(mine, mine.person.pk)
    with acting(person_id=mine.person.pk):
        notice = Notice.objects.get(person_id=mine.person.pk)
    client = signed_in(other)
    assert client.post(f"/mon-compte/avis/{notice.pk}/").status_code == 404
    client.post("/mon-compte/avis/lus/")
    with acting(person_id=mine.person.pk):
        assert Notice.objects.get(pk=notice.pk).read_at is None


def test_a_mail_at_once_is_sent_once_and_says_where_to_choose() -> None:
    mine = a_member()
    choose(mine.person, Channel.MAIL)
    tell(mine, mine.person.pk)
    for _ in range(2):
        sending.send_all(mine.organisation.pk)
    (letter,) = mail.outbox
    assert letter.to == [mine.person.email]
    assert "a rejoint Essai" in letter.subject
    assert "/mon-compte/avis/reglages/" in letter.body
    assert states(mine.person) == [Mailing.SENT]


@pytest.mark.parametrize("channel", [Channel.APP, Channel.NONE])
def test_who_wants_no_mail_gets_none(channel: Channel) -> None:
    mine = a_member()
    tell(mine, mine.person.pk)
    choose(mine.person, channel)
    sending.send_all(mine.organisation.pk)
    assert mail.outbox == []
    assert states(mine.person) == [Mailing.NOT_WANTED]
    with acting(person_id=mine.person.pk):
        assert queries.notices_of(mine.person.pk).count() == (channel == Channel.APP)


def test_a_digest_waits_for_eight_o_clock_and_holds_all() -> None:
    mine = a_member()
    for _ in range(3):
        tell(mine, mine.person.pk)
    sending.send_all(mine.organisation.pk)
    assert mail.outbox == []
    due = ProcrastinateJob.objects.filter(task_name=domain.SEND, scheduled_at__isnull=False).values_list(
        "scheduled_at", flat=True
    )
    assert [timezone.localtime(moment).hour for moment in due] == [8]
    early = sending.last_digest(timezone.now()) - timedelta(minutes=1)
    for _ in range(3):
        with inside(mine):
            Notice.objects.bulk_create([
                Notice(person=mine.person, organisation=mine.organisation, kind=ACCEPTED, route="home", facts=FACTS,
                       created_at=early)
            ])  # fmt: skip
    sending.send_all(mine.organisation.pk)
    (letter,) = mail.outbox
    assert "3 nouvelles" in letter.subject
    assert sorted(states(mine.person)) == [Mailing.DIGEST] * 3 + [Mailing.SENT] * 3


def test_the_hour_of_the_digest() -> None:
    """8:00 in Casablanca, whatever the clocks of the world do."""
    zone = ZoneInfo("Africa/Casablanca")
    for day, hour, wanted in ((28, 7, 28), (28, 8, 29), (28, 23, 29)):
        found = sending.next_digest(datetime(2026, 11, day, hour, 0, tzinfo=zone))
        assert found.astimezone(zone) == datetime(2026, 11, wanted, 8, tzinfo=zone)


def test_a_mail_server_that_is_away_loses_nothing(settings: Any) -> None:
    mine = a_member()
    choose(mine.person, Channel.MAIL)
    tell(mine, mine.person.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        sending.send_all(mine.organisation.pk)
    assert states(mine.person) == [Mailing.WAITING]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sending.send_all(mine.organisation.pk)
    assert len(mail.outbox) == 1


def test_a_notice_that_was_read_is_not_mailed() -> None:
    mine = a_member()
    choose(mine.person, Channel.MAIL)
    tell(mine, mine.person.pk)
    with acting(person_id=mine.person.pk):
        assert domain.mark_read(person_id=mine.person.pk) == 1
    sending.send_all(mine.organisation.pk)
    assert mail.outbox == []


def test_choices_are_made_on_their_page() -> None:
    mine = a_member()
    client = signed_in(mine.person)
    html = page(client, "/mon-compte/avis/reglages/")
    strict_page(html)
    client.post("/mon-compte/avis/reglages/", {ACCEPTED: "mail", MISSION_ENDS: "forged", "none.such": "mail"})
    with acting(person_id=mine.person.pk):
        chosen = {choice.kind: choice.channel for choice in queries.choices_of(mine.person.pk)}
    assert chosen[ACCEPTED] == "mail"
    assert chosen[MISSION_ENDS] == "digest"


def test_who_leaves_keeps_nothing_that_was_told_there() -> None:
    mine = a_member()
    other = colleague(mine)
    tell(mine, other.pk)
    with inside(mine, mine.person):
        row = other.memberships.get()
        organisations.remove_member(access=mine.access, membership_id=row.pk)
    assert states(other) == []


def test_a_reminder_is_told_on_its_day_once_and_a_second_takes_the_place_of_the_first() -> None:
    mine, today = a_member(), timezone.localdate()
    with inside(mine):
        for days in (3, 1):
            domain.remind(
                kind=MISSION_ENDS, person_id=mine.person.pk, subject="one", due_on=today + timedelta(days=days),
                route="organisation_home", facts={"organisation": "Essai", "on": str(today)},
            )  # fmt: skip
        assert domain.tell_reminders(today=today) == 0
        assert domain.tell_reminders(today=today + timedelta(days=1)) == 1
        assert domain.tell_reminders(today=today + timedelta(days=9)) == 0
    assert len(states(mine.person)) == 1
    due = ProcrastinateJob.objects.filter(task_name=domain.REMIND).values_list("scheduled_at", flat=True)
    assert {timezone.localdate(moment) for moment in due} == {today + timedelta(days=1), today + timedelta(days=3)}


def test_nobody_is_reminded_who_has_left_and_the_others_are() -> None:
    mine, stranger, today = a_member(), a_person(), timezone.localdate()
    with inside(mine):
        for person in (stranger, mine.person):
            domain.remind(
                kind=MISSION_ENDS, person_id=person.pk, subject="one", due_on=today, route="organisation_home",
                facts={"organisation": "Essai", "on": str(today)},
            )  # fmt: skip
        assert domain.tell_reminders(today=today) == 1
        assert not Reminder.objects.exists()
    assert states(stranger) == []


def test_what_is_done_is_not_reminded_of() -> None:
    mine, today = a_member(), timezone.localdate()
    with inside(mine):
        domain.remind(
            kind=MISSION_ENDS, person_id=mine.person.pk, subject="one", due_on=today, route="home", facts={}
        )  # fmt: skip
        assert domain.forget_reminders(kind=MISSION_ENDS, subject="one") == 1
        assert domain.tell_reminders(today=today) == 0


def test_a_kind_that_no_room_registered_is_refused() -> None:
    mine = a_member()
    with inside(mine), pytest.raises(UnknownKind):
        domain.notify(kind="none.such", to=[mine.person.pk], route="home")


def test_managers_learn_that_an_invitation_is_accepted_without_a_name() -> None:
    mine, guest = a_member(), a_person("Nom Secret")
    with inside(mine, mine.person):
        invitation, _ = organisations.invite(
            access=mine.access, email=guest.email, role=Role.READER, language="fr", notify=False
        )
    with acting(person_id=guest.pk):
        organisations.accept(person=guest, invitation_id=invitation.pk)
    with acting(person_id=mine.person.pk):
        (row,) = Notice.objects.filter(person_id=mine.person.pk)
        (told,) = queries.told([row])
    assert "a rejoint Essai" in told.words
    assert "Secret" not in str(row.facts)


def test_old_notices_are_forgotten() -> None:
    mine = a_member()
    tell(mine, mine.person.pk)
    day = timezone.localdate()
    with inside(mine):
        assert domain.forget_old(today=day + domain.KEPT - timedelta(days=1)) == 0
        assert domain.forget_old(today=day + domain.KEPT + timedelta(days=1)) == 1
