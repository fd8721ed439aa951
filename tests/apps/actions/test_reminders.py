"""Reminders: on the days that dates name, to whom they concern, in their language, once a day at most."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from tests.apps.actions.rooms import Room, a_room

from jawda.apps.actions import reminders
from jawda.apps.actions.models import Action, ReminderSent
from jawda.apps.actions.reminding import REMIND, days_of, speaks_on
from jawda.apps.organisations.enums import Role
from jawda.core.workflow import Step
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


def remind(room: Room, today: date, django_capture_on_commit_callbacks: Any) -> list[Any]:
    """The job of a day, as the worker runs it: for the company, for no person."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True), acting(organisation_id=room.member.organisation.pk):
        reminders.remind(today=today)
    return list(mail.outbox)


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


def test_the_owner_is_told_in_their_language_and_once(room: Room, django_capture_on_commit_callbacks: Any) -> None:
    owner = room.colleague(Role.CONTRIBUTOR, "Amal", language="ar")
    room.started("Former l’équipe", days=-1, owner=owner.member)
    room.started("Acheter", days=6, owner=owner.member)
    (sent,) = remind(room, TODAY, django_capture_on_commit_callbacks)
    assert sent.to == [owner.member.person.email]
    assert "إجراءان ينتظرانكم" in sent.subject
    assert "Former l’équipe" in sent.body
    assert "Acheter" in sent.body
    assert f"/o/{room.member.organisation.handle}/actions/" in sent.body
    assert remind(room, TODAY, django_capture_on_commit_callbacks) == [], "once a day at most"
    with room.acting():
        assert ReminderSent.objects.count() == 1
    assert str(TODAY + timedelta(days=7)) in jobs(room), "what stays late is said again in a week"


def test_nothing_new_is_no_mail(room: Room, django_capture_on_commit_callbacks: Any) -> None:
    room.started("Former", days=-2)
    assert remind(room, TODAY, django_capture_on_commit_callbacks) == []


def test_without_a_member_as_owner_those_who_manage_are_told(
    room: Room, django_capture_on_commit_callbacks: Any
) -> None:
    room.colleague(Role.CONTRIBUTOR, "Amal")
    room.propose("Acheter", due_on=TODAY + timedelta(days=7), owner_name="Un voisin")
    (sent,) = remind(room, TODAY, django_capture_on_commit_callbacks)
    assert sent.to == [room.member.person.email]


def test_the_check_of_the_effect_is_somebody_else_s(room: Room, django_capture_on_commit_callbacks: Any) -> None:
    other = room.colleague()
    room.done("Former", effect_due_on=TODAY)
    (sent,) = remind(room, TODAY, django_capture_on_commit_callbacks)
    assert sent.to == [other.member.person.email]
    assert "Efficacité à vérifier" in sent.body


def test_a_rival_is_told_nothing_of_it(room: Room, django_capture_on_commit_callbacks: Any) -> None:
    rival = a_room("Rivale")
    room.started("Secret", days=-1)
    rival.started("À elle", days=-1)
    (sent,) = remind(rival, TODAY, django_capture_on_commit_callbacks)
    assert sent.to == [rival.member.person.email]
    assert "Secret" not in sent.body


def test_what_was_done_meanwhile_is_not_said(room: Room, django_capture_on_commit_callbacks: Any) -> None:
    action = room.started("Former", days=-1)
    room.step(action, Step.CANCEL, reason="Sans objet")
    assert remind(room, TODAY, django_capture_on_commit_callbacks) == []


def test_old_notes_of_mails_are_forgotten_and_a_long_list_is_cut(
    room: Room, django_capture_on_commit_callbacks: Any
) -> None:
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
    (sent,) = remind(room, TODAY, django_capture_on_commit_callbacks)
    assert "5 autres" in sent.body.replace("\xa0", " ")
    with room.acting():
        assert [row.sent_on for row in ReminderSent.objects.all()] == [TODAY]
