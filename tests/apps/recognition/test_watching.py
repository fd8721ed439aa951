"""Each morning, what changed of a company's certificates and its suppliers' is told to those who manage it, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.recognition.rooms import Room, room_of
from tests.apps.recognition.test_recorded_certificates import a_company, recorded
from tests.apps.recognition.test_suppliers import ICE, certified, lines, watched
from tests.apps.recognition.world import World, acts, draft, fresh_lists
from tests.factories import Member, a_member, a_person

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.domain import Facts
from jawda.apps.organisations.enums import Role
from jawda.apps.recognition import tasks
from jawda.apps.recognition.domain import changing, issuing, reissuing
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import HeldState, RecordedCertificate, WatchedCertificate, WatchedFinding
from jawda.apps.recognition.suppliers.enums import News
from jawda.apps.recognition.watching import daily, notices
from jawda.foundation.accounts.models import Person
from jawda.foundation.notices.kinds import words_of
from jawda.foundation.notices.models import Notice
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def room() -> Room:
    return room_of(a_company("Importateur Essai"))


class Clock:
    """Time goes on: lists are signed to the second, and what is asked again within a minute is answered as before."""

    def __init__(self) -> None:
        self.real, self.ahead = timezone.now, timedelta()

    def __call__(self) -> datetime:
        return self.real() + self.ahead

    def forward(self, **steps: int) -> None:
        self.ahead += timedelta(**steps)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


def later() -> None:
    now = timezone.now
    assert isinstance(now, Clock)
    now.forward(minutes=2)


def morning(member: Member) -> None:
    """What the worker does for the company, each day."""
    later()
    with transaction.atomic():
        tasks.watch(member.organisation.pk)


def told(room: Room, kind: str) -> list[dict[str, Any]]:
    """What the person was told, the oldest first."""
    with acts(room.member):
        rows = Notice.objects.filter(person_id=room.member.person.pk, kind=kind).order_by("created_at")
        return [row.facts for row in rows]


def news_of(facts: dict[str, Any]) -> set[str]:
    return {name for name in facts if name in News.values}


def happens(found: World, row: Any, event: Event) -> None:
    later()
    with acts(found.certifier):
        changing.change(access=found.certifier.access, attestation_id=row.pk, event=event, reason="Essai")


def test_suspension_reinstatement_and_withdrawal_of_a_suppliers_certificate_are_told_once_each(
    found: World, room: Room
) -> None:
    row = certified(found, "QMS-1")
    watched(room, number="QMS-1")
    morning(room.member)
    assert told(room, notices.SUPPLIERS) == []
    for count, (event, news) in enumerate(
        ((Event.SUSPENDED, "suspended"), (Event.REINSTATED, "reinstated"), (Event.WITHDRAWN, "withdrawn")), 1
    ):
        happens(found, row, event)
        morning(room.member)
        morning(room.member)
        facts = told(room, notices.SUPPLIERS)
        assert len(facts) == count
        assert news_of(facts[-1]) == {news}
    (line,) = lines(room)
    assert line.news == []
    with acts(room.member):
        history = list(WatchedFinding.objects.filter(line=line).values_list("found", flat=True))
    assert history == ["withdrawn", "valid", "suspended", "valid"]


def test_a_reduced_scope_is_told(found: World, room: Room) -> None:
    row = certified(found, "QMS-1")
    watched(room, number="QMS-1")
    with acts(found.certifier):
        reissuing.reduce_scope(
            access=found.certifier.access, attestation_id=row.pk, reason="Essai",
            said=NewWords(scope="Moulage", sectors=tuple(row.sectors), sites=()),
        )  # fmt: skip
    morning(room.member)
    morning(room.member)
    (facts,) = told(room, notices.SUPPLIERS)
    assert facts["reduced"]["names"] == ["Acier Essai · QMS-1"]


def test_the_end_of_a_suppliers_certificate_is_told_at_ninety_at_thirty_days_and_when_it_ended(
    found: World, room: Room, clock: Clock
) -> None:
    last = TODAY + timedelta(days=100)
    certified(found, "QMS-1", expires_on=last)
    watched(room, number="QMS-1")
    seen = []
    for days in (5, 10, 11, 69, 70, 71, 100, 101, 102):
        clock.ahead = timedelta(days=days)
        fresh_lists(found)
        before = len(told(room, notices.SUPPLIERS))
        morning(room.member)
        seen += [(days, news_of(facts)) for facts in told(room, notices.SUPPLIERS)[before:]]
    assert seen == [(10, {"ends_90"}), (70, {"ends_30"}), (101, {"expired"})]


def test_what_cannot_be_told_is_no_news_and_a_suspension_around_it_is_told_once(
    found: World, room: Room, clock: Clock
) -> None:
    row = certified(found, "QMS-1")
    watched(room, number="QMS-1")
    happens(found, row, Event.SUSPENDED)
    morning(room.member)
    clock.forward(days=20)
    morning(room.member)
    assert [line.found for line in lines(room)] == ["unknown"], "lists of three weeks ago say nothing"
    fresh_lists(found)
    morning(room.member)
    assert [line.found for line in lines(room)] == ["suspended"]
    assert len(told(room, notices.SUPPLIERS)) == 1


def test_what_is_found_later_is_told_only_where_it_is_bad(found: World, room: Room) -> None:
    watched(room, name="Bon", number="QMS-1")
    watched(room, name="Mauvais", number="QMS-2")
    certified(found, "QMS-1")
    happens(found, certified(found, "QMS-2"), Event.SUSPENDED)
    morning(room.member)
    (facts,) = told(room, notices.SUPPLIERS)
    assert facts["count"] == 1
    assert facts["suspended"]["names"] == ["Mauvais · QMS-2"]


def test_a_company_is_told_what_happens_to_its_own_certificates_issued_here(found: World) -> None:
    holder = room_of(a_company("Titulaire Essai", ICE))
    with acts(found.certifier):  # long before anybody watched
        old = issuing.issue(access=found.certifier.access, draft=draft(found, number="OLD", holder_ice=ICE,
                            expires_on=TODAY + timedelta(days=500)))  # fmt: skip
    morning(holder.member)
    assert [news_of(facts) for facts in told(holder, notices.OWN)] == [{"issued"}]
    happens(found, old, Event.SUSPENDED)
    morning(holder.member)
    happens(found, old, Event.REINSTATED)
    with acts(found.certifier):
        reissuing.reduce_scope(
            access=found.certifier.access, attestation_id=old.pk, reason="Essai",
            said=NewWords(scope="Moulage", sectors=tuple(old.sectors), sites=()),
        )  # fmt: skip
    morning(holder.member)
    morning(holder.member)
    assert [news_of(facts) for facts in told(holder, notices.OWN)] == [
        {"issued"}, {"suspended"}, {"reinstated", "reduced"},
    ]  # fmt: skip


def test_what_was_issued_long_before_is_no_news(found: World, clock: Clock) -> None:
    holder = room_of(a_company("Titulaire Essai", ICE))
    certified(found, "OLD")
    clock.forward(days=8)
    morning(holder.member)
    assert told(holder, notices.OWN) == []
    with acts(holder.member):
        assert HeldState.objects.get().state == "in_force"


def test_a_company_that_nobody_verified_is_told_nothing_of_an_ice_that_it_typed(found: World) -> None:
    member = a_member("Prétend")
    with acts(member):
        organisations.describe(access=member.access, facts=Facts(name="Prétend", ice=ICE))
    certified(found, "QMS-1")
    morning(member)
    with acts(member):
        assert not daily.watches()
        assert not HeldState.objects.exists()


def test_a_recorded_certificate_is_told_at_each_stage_unless_it_is_archived(room: Room, clock: Clock) -> None:
    recorded(room, number="TF-1", expires_on=(TODAY + timedelta(days=100)).isoformat())
    away = recorded(room, number="TF-2", expires_on=(TODAY + timedelta(days=100)).isoformat())
    room.post("archive_recorded", away.pk)
    seen = []
    for days in (9, 10, 11, 70, 101, 102):
        clock.ahead = timedelta(days=days)
        before = len(told(room, notices.OWN))
        morning(room.member)
        seen += [(days, facts["count"], news_of(facts)) for facts in told(room, notices.OWN)[before:]]
    assert seen == [(10, 1, {"ends_90"}), (70, 1, {"ends_30"}), (101, 1, {"expired"})]


def test_a_new_last_day_begins_the_stages_anew(room: Room) -> None:
    row = recorded(room, expires_on=(TODAY + timedelta(days=20)).isoformat())
    assert (row.told_stage, row.told_for) == (30, TODAY + timedelta(days=20))
    with acts(room.member):
        RecordedCertificate.objects.filter(pk=row.pk).update(expires_on=TODAY + timedelta(days=80))
    morning(room.member)
    (facts,) = told(room, notices.OWN)
    assert news_of(facts) == {"ends_90"}


def test_a_recorded_signed_document_that_its_body_suspends_is_told_once(found: World, room: Room) -> None:
    row = certified(found, "QMS-1", holder_ice="")
    recorded(room, number="QMS-1", expires_on=row.expires_on.isoformat(),
             file=SimpleUploadedFile("c.jwt", row.credential.encode()))  # fmt: skip
    morning(room.member)
    assert told(room, notices.OWN) == []
    happens(found, row, Event.SUSPENDED)
    morning(room.member)
    morning(room.member)
    (facts,) = told(room, notices.OWN)
    assert news_of(facts) == {"suspended"}


def test_those_who_manage_are_told_and_readers_are_not(found: World, room: Room) -> None:
    reader, manager = a_person("Lectrice"), a_person("Directrice")
    for person, role in ((reader, Role.READER), (manager, Role.ADMINISTRATOR)):
        with acts(room.member):
            organisations.add_member(organisation_id=room.member.organisation.pk, person_id=person.pk, role=role)
    row = certified(found, "QMS-1")
    watched(room, number="QMS-1")
    happens(found, row, Event.SUSPENDED)
    morning(room.member)
    morning(room.member)
    assert [person for person in (room.member.person, manager, reader) if _heard(room, person)] == [
        room.member.person, manager,
    ]  # fmt: skip


def _heard(room: Room, person: Person) -> bool:
    with acting(organisation_id=room.member.organisation.pk, person_id=person.pk):
        return Notice.objects.filter(person_id=person.pk, kind=notices.SUPPLIERS).exists()


def test_the_sentences_say_what_changed_of_which_in_three_languages() -> None:
    facts = {
        "organisation": "Essai", "count": 6, "suspended": {"count": 1, "names": ["Acier · Q-1"]},
        "ends_30": {"count": 5, "names": ["A · 1", "B · 2", "C · 3"]},
    }  # fmt: skip
    with translation.override("fr"):
        said = words_of(notices.SUPPLIERS, facts)
        assert (said or "").replace("\N{NO-BREAK SPACE}", " ") == (
            "Essai : du nouveau pour 6 certificats de vos fournisseurs. Suspendus : Acier · Q-1. "
            "Fin d’ici 30 jours : A · 1 ; B · 2 ; C · 3 et 2 autres."
        )
        assert "A · 1\N{NO-BREAK SPACE}; B · 2" in (said or "")
    for language, between in (("ar", "\u2069؛ \u2068"), ("en", "A · 1; B · 2; C · 3")):
        with translation.override(language):
            assert between in (words_of(notices.SUPPLIERS, facts) or "")
            for kind in (notices.SUPPLIERS, notices.OWN):
                assert "Q-1" in (words_of(kind, facts) or "")
    for news in News:
        assert words_of(notices.OWN, {"organisation": "E", "count": 1, news.value: {"count": 1, "names": ["N"]}})


def test_each_company_with_something_to_watch_is_asked_for_and_no_other(found: World, room: Room) -> None:
    watched(room, number="QMS-1")
    a_member("Sans rien")
    certified(found, "QMS-9", holder_ice="001234567000047")
    tasks.watch_all(0)
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.WATCH).values_list("args", flat=True)
    assert [job["organisation_id"] for job in jobs] == [str(room.member.organisation.pk)]


def test_a_job_reads_its_own_lines_alone(found: World, room: Room) -> None:
    rival = room_of(a_company("Rivale", "001525678000082"))
    watched(rival, number="QMS-1")
    row = certified(found, "QMS-1", holder_ice="")
    happens(found, row, Event.SUSPENDED)
    watched(room, number="VL-1")
    morning(room.member)
    with acts(rival.member):
        assert [line.found for line in WatchedCertificate.objects.all()] == ["not_found"]
    assert told(rival, notices.SUPPLIERS) == []
