"""Reminders: on the days that dates name, to whom they concern, in their language, once a day at most."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone, translation
from tests.apps.actions.rooms import Room, a_room

from jawda.apps.actions import notices as told_by
from jawda.apps.actions import reminders
from jawda.apps.actions.models import Action, ReminderSent
from jawda.apps.actions.notices import REMINDER
from jawda.apps.actions.reminding import REMIND, days_of, speaks_on
from jawda.apps.organisations.enums import Role
from jawda.core.workflow import Step
from jawda.foundation.accounts.models import Person
from jawda.foundation.notices import domain as notices
from jawda.foundation.notices import queries, sending
from jawda.foundation.notices.kinds import words_of
from jawda.foundation.notices.models import Channel, Notice
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


def remind(room: Room, today: date) -> list[tuple[Person, str]]:
    """The job of a day, as the worker runs it: for the company, for no person. Whom it told now, and in which words."""
    with acting(organisation_id=room.member.organisation.pk):
        before = set(notices_of(room).values_list("pk", flat=True))
        reminders.remind(today=today)
        found = []
        for row in notices_of(room).exclude(pk__in=before).select_related("person").order_by("created_at"):
            with translation.override(row.person.language):
                found.append((row.person, words_of(row.kind, row.facts) or ""))
    return found


def notices_of(room: Room) -> Any:
    return Notice.objects.filter(organisation_id=room.member.organisation.pk, kind=REMINDER)


def jobs(room: Room) -> set[str]:
    """The days for which the company's job waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queueing_lock FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [REMIND]
        )
        locks = [row[0] for row in cursor.fetchall()]
    home = str(room.member.organisation.pk)
    return {lock.rpartition(":")[2] for lock in locks if f":{home}:" in lock}


def test_the_days_of_an_action() -> None:
    """A week before, the day after, then every week while it is late."""
    action = Action(state="agreed", due_on=date(2026, 3, 10))
    spoken = [day for day in range(1, 32) if speaks_on(action, date(2026, 3, day))]
    assert spoken == [3, 11, 18, 25]
    done = Action(state="done", due_on=date(2026, 3, 1), effect_due_on=date(2026, 3, 10))
    assert [day for day in range(1, 32) if speaks_on(done, date(2026, 3, day))] == [10, 17, 24, 31]
    assert not list(days_of(Action(state="agreed"), TODAY))
    assert not list(days_of(Action(state="effective", due_on=TODAY, effect_due_on=TODAY), TODAY))


def test_writing_a_date_asks_for_its_day(room: Room) -> None:
    room.propose(due_on=TODAY + timedelta(days=20))
    assert jobs(room) == {str(TODAY + timedelta(days=13))}


def test_the_owner_is_told_in_their_language_and_once(room: Room) -> None:
    owner = room.colleague(Role.CONTRIBUTOR, "Amal", language="ar")
    room.started("Former l’équipe", days=-1, owner=owner.member)
    room.started("Acheter", days=6, owner=owner.member)
    ((told, words),) = remind(room, TODAY)
    assert told == owner.member.person
    assert "إجراءان ينتظرانكم" in words
    assert "Former l’équipe" in words
    assert "Acheter" in words
    assert words.index("متأخرة") < words.index("Former") < words.index("أجلها خلال أسبوع") < words.index("Acheter")
    page = owner.client.get("/mon-compte/avis/").content.decode()
    assert "Former l’équipe" in page
    with acting(person_id=told.pk):
        row = Notice.objects.get(kind=REMINDER)
    assert owner.client.post(f"/mon-compte/avis/{row.pk}/")["Location"] == room.url("list")
    assert remind(room, TODAY) == [], "once a day at most"
    with room.acting():
        assert ReminderSent.objects.count() == 1
    assert str(TODAY + timedelta(days=7)) in jobs(room), "what stays late is said again in a week"


def test_nothing_new_is_no_notice(room: Room) -> None:
    room.started("Former", days=-2)
    assert remind(room, TODAY) == []


def test_without_a_member_as_owner_those_who_manage_are_told(room: Room) -> None:
    room.colleague(Role.CONTRIBUTOR, "Amal")
    room.propose("Acheter", due_on=TODAY + timedelta(days=7), owner_name="Un voisin")
    ((told, _words),) = remind(room, TODAY)
    assert told == room.member.person


def test_the_check_of_the_effect_is_somebody_else_s(room: Room) -> None:
    other = room.colleague()
    room.done("Former", effect_due_on=TODAY)
    ((told, words),) = remind(room, TODAY)
    assert told == other.member.person
    assert "Efficacité à vérifier" in words


def test_a_rival_is_told_nothing_of_it(room: Room) -> None:
    rival = a_room("Rivale")
    room.started("Secret", days=-1)
    rival.started("À elle", days=-1)
    ((told, words),) = remind(rival, TODAY)
    assert told == rival.member.person
    assert "Secret" not in words
    assert "À elle" in words


def test_what_was_done_meanwhile_is_not_said(room: Room) -> None:
    action = room.started("Former", days=-1)
    room.step(action, Step.CANCEL, reason="Sans objet")
    assert remind(room, TODAY) == []


def test_old_notes_of_reminders_are_forgotten_and_a_long_list_is_cut(room: Room) -> None:
    with room.acting():
        ReminderSent.objects.create(
            organisation_id=room.member.organisation.pk, person_id=room.member.person.pk,
            sent_on=TODAY - timedelta(days=31),
        )  # fmt: skip
        Action.objects.bulk_create(
            Action(
                organisation_id=room.member.organisation.pk, title=f"Action {number}", state="agreed",
                due_on=TODAY - timedelta(days=1), owner_id=room.member.person.pk,
            )
            for number in range(25)
        )  # fmt: skip
    ((_told, words),) = remind(room, TODAY)
    assert "25 actions vous attendent" in words.replace("\xa0", " ")
    assert "22 autres" in words.replace("\xa0", " ")
    with room.acting():
        assert [row.sent_on for row in ReminderSent.objects.all()] == [TODAY]


@pytest.mark.parametrize(
    ("channel", "mails", "shown"),
    [(Channel.MAIL, 1, 1), (Channel.DIGEST, 0, 1), (Channel.APP, 0, 1), (Channel.NONE, 0, 0)],
)
def test_each_is_told_as_they_wish(room: Room, channel: Channel, mails: int, shown: int) -> None:
    """In the pages, by mail at once, in the daily mail, or not at all."""
    room.started("Former", days=-1)
    person = room.member.person
    with acting(person_id=person.pk):
        notices.choose(person_id=person.pk, kind=REMINDER, channel=channel)
    remind(room, TODAY)
    mail.outbox.clear()
    for _ in range(2):
        sending.send_all(room.member.organisation.pk)
    assert len(mail.outbox) == mails, "sent once, at eight o’clock in the daily mail"
    assert all("Former" in letter.body for letter in mail.outbox)
    with acting(person_id=person.pk):
        assert queries.notices_of(person.pk).filter(kind=REMINDER).count() == shown


def test_a_worker_killed_before_the_end_has_told_nobody_and_the_next_tells_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "A killed worker loses nothing, sends nothing twice": all of a job is one transaction."""
    other = room.colleague()
    room.started("Former", days=-1)
    room.started("Acheter", days=-1, owner=other.member)
    tell, told = told_by.tell, []

    def killed_at_the_second(digest: Any) -> None:
        if told:
            raise SystemExit
        told.append(digest)
        tell(digest)

    monkeypatch.setattr(told_by, "tell", killed_at_the_second)
    with pytest.raises(SystemExit), transaction.atomic():
        remind(room, TODAY)
    assert len(told) == 1, "one had been told when it was killed"
    monkeypatch.setattr(told_by, "tell", tell)
    with room.acting():
        assert not notices_of(room).exists()
        assert not ReminderSent.objects.exists()
    assert {person for person, _words in remind(room, TODAY)} == {room.member.person, other.member.person}
    assert remind(room, TODAY) == []
