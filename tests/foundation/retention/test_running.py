"""What has stood long enough goes: in batches, once, after a warning, with the files that prove it, and noted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation
from tests.factories import Member, a_member, a_person

from jawda.apps.actions.models import Action, ActionEvidence, CalendarFeed
from jawda.apps.diagnostics import retention as diagnostics
from jawda.apps.diagnostics.models import Answer, Assessment, Evidence, EvidenceLink
from jawda.apps.organisations.models import Invitation, Mission
from jawda.core.workflow import State
from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry, AuditPersonalValues
from jawda.foundation.files import disk
from jawda.foundation.files import domain as files
from jawda.foundation.files.models import StoredFile
from jawda.foundation.notices.kinds import words_of
from jawda.foundation.notices.models import Notice
from jawda.foundation.retention import running
from jawda.foundation.retention.models import Turn, Warned
from jawda.foundation.retention.rules import Rule, years_before
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
NOW = timezone.now()
QUESTION = "pp-direction-responsable"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def room() -> Member:
    return a_member()


def inside(room: Member) -> Any:
    return acting(organisation_id=room.organisation.pk)


def closed(room: Member, when: datetime, *, file: bytes = b"proof") -> Assessment:
    """An assessment with an answer and a piece of evidence, closed then."""
    with acting(organisation_id=room.organisation.pk, person_id=room.person.pk):
        row = Assessment.objects.create(
            organisation=room.organisation, referential="premiers-pas-1", started_at=when, closed_at=when
        )
        Answer.objects.create(organisation=room.organisation, assessment=row, requirement=QUESTION, level="2")
        stored = files.store(name="proof.txt", content=file)
        evidence = Evidence.objects.create(organisation=room.organisation, title="proof", file=stored, taken_at=when)
        EvidenceLink.objects.create(
            organisation=room.organisation, evidence=evidence, assessment=row, referential="premiers-pas-1",
            requirement=QUESTION,
        )  # fmt: skip
    return row


def removals(room: Member) -> list[dict[str, Any]]:
    with inside(room):
        rows = AuditEntry.objects.filter(action="retention.remove").order_by("sequence")
        return [json.loads(row.content)["details"] for row in rows]


def left(room: Member) -> int:
    with inside(room):
        return Assessment.objects.count()


def test_a_closed_assessment_goes_after_five_years_a_month_after_the_company_was_told(room: Member) -> None:
    old = years_before(NOW, 5) + timedelta(days=10)
    closed(room, old)
    young = closed(room, old + timedelta(days=60), file=b"another proof")
    first = running.run(now=NOW)
    assert (first.warned, left(room)) == ({diagnostics.CLOSED: 1}, 2)
    with acting(person_id=room.person.pk):
        notice = Notice.objects.get(person_id=room.person.pk, kind=diagnostics.ENDING)
    for language in ("fr", "ar", "en"):
        with translation.override(language):
            said = words_of(notice.kind, notice.facts)
            assert said
            assert room.organisation.name in said
    assert running.run(now=NOW + timedelta(days=1)).warned == {}, "told once"
    running.run(now=NOW + timedelta(days=29))
    assert left(room) == 2, "its time is over, the month is not"
    gone = running.run(now=NOW + timedelta(days=31))
    assert gone.removed[diagnostics.CLOSED] == {
        "diagnostics.Answer": 1, "diagnostics.Assessment": 1, "diagnostics.Evidence": 1,
        "diagnostics.EvidenceLink": 1, "files.StoredFile": 1,
    }  # fmt: skip
    with inside(room):
        assert [row.pk for row in Assessment.objects.all()] == [young.pk]
        assert Evidence.objects.count() == StoredFile.objects.count() == 1
        assert not Warned.objects.exclude(subject_id=young.pk).exists()
        assert trail.verify().broken is None
    assert removals(room) == [{"rule": diagnostics.CLOSED, "rows": gone.removed[diagnostics.CLOSED]}]


def test_an_assessment_opened_again_is_given_its_time_and_a_new_warning(room: Member) -> None:
    row = closed(room, years_before(NOW, 5))
    running.run(now=NOW)
    with inside(room):
        Assessment.objects.filter(pk=row.pk).update(closed_at=NOW + timedelta(days=3))
    running.run(now=NOW + timedelta(days=40))
    later = NOW + timedelta(days=5 * 366)
    assert running.run(now=later).warned == {diagnostics.CLOSED: 1}
    assert left(room) == 1, "the warning of five years ago does not count"
    running.run(now=later + timedelta(days=31))
    assert left(room) == 0


def test_evidence_and_files_stay_where_they_stand_for_something_else(room: Member, folder: Path) -> None:
    old, young = closed(room, years_before(NOW, 6)), closed(room, NOW)
    with inside(room):
        shared = EvidenceLink.objects.get(assessment=old).evidence
        EvidenceLink.objects.filter(assessment=young).delete()
        EvidenceLink.objects.create(
            organisation=room.organisation, evidence=shared, assessment=young, referential="premiers-pas-1",
            requirement=QUESTION,
        )  # fmt: skip
    running.run(now=NOW)
    running.run(now=NOW + timedelta(days=31))
    with inside(room):
        assert list(Assessment.objects.values_list("pk", flat=True)) == [young.pk]
        assert EvidenceLink.objects.get().evidence_id == shared.pk
        assert disk.read(disk.place(room.organisation.pk, StoredFile.objects.get().sha256)) == b"proof"


def test_what_was_killed_goes_on_where_it_stopped(room: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        closed(room, years_before(NOW, 6), file=b"proof %d" % number)
    running.run(now=NOW)
    real, done = running.rules(), 0

    def dies(rows: list[Any]) -> Mapping[str, int]:
        nonlocal done
        done += 1
        counts = diagnostics._remove(rows)
        if done == 2:
            raise KeyboardInterrupt  # as a signal does, after the rows of the second batch went
        return counts

    def dying() -> tuple[Rule, ...]:
        return tuple(replace(rule, remove=dies) if rule.name == diagnostics.CLOSED else rule for rule in real)

    monkeypatch.setattr(running, "BATCH", 1)
    monkeypatch.setattr(running, "rules", dying)
    later = NOW + timedelta(days=31)
    with pytest.raises(KeyboardInterrupt):
        running.run(now=later)
    assert (left(room), len(removals(room))) == (2, 1), "the second batch was rolled back, with its entry"
    assert running.run(now=later).removed[diagnostics.CLOSED]["diagnostics.Assessment"] == 2
    assert (left(room), len(removals(room))) == (0, 3)
    assert running.run(now=later).organisations == 0, "everyone has had their turn today"


def test_a_rule_that_fails_in_one_organisation_stops_no_other(
    room: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = a_member("Autre")
    real = running.rules()

    def due(now: datetime) -> Any:
        if AuditEntry.objects.filter(organisation_id=room.organisation.pk).exists():
            raise ValueError("this organisation's rows are odd")
        return next(rule for rule in real if rule.name == diagnostics.CLOSED).due(now)

    failing = tuple(replace(rule, due=due) if rule.name == diagnostics.CLOSED else rule for rule in real)
    monkeypatch.setattr(running, "rules", lambda: failing)
    outcome = running.run(now=NOW)
    assert outcome.failed == [room.organisation.pk]
    assert str(room.organisation.pk) in caplog.text
    today = timezone.localdate(NOW)
    assert Turn.objects.get(pk=other.organisation.pk).done_on == today
    assert Turn.objects.get(pk=room.organisation.pk).done_on is None


def test_a_rule_that_removes_nothing_does_not_turn_for_ever(room: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(room, years_before(NOW, 6))
    running.run(now=NOW)
    idle = tuple(replace(rule, remove=lambda rows: {}) for rule in running.rules() if rule.name == diagnostics.CLOSED)
    monkeypatch.setattr(running, "rules", lambda: idle)
    assert running.run(now=NOW + timedelta(days=31)).failed == [room.organisation.pk]
    assert (left(room), removals(room)) == (1, [])


def test_to_foresee_counts_and_writes_nothing(room: Member) -> None:
    closed(room, years_before(NOW, 6))
    running.run(now=NOW)
    later = NOW + timedelta(days=31)
    for _ in range(2):
        assert running.foresee(now=later).removed == {diagnostics.CLOSED: {"diagnostics.Assessment": 1}}
    assert (left(room), removals(room)) == (1, [])


def test_the_other_tables_go_in_their_time(room: Member) -> None:
    stranger = a_person()
    with acting(organisation_id=room.organisation.pk, person_id=room.person.pk):
        organisation = room.organisation
        for years in (6, 4):
            day = (NOW - timedelta(days=365 * years + 2)).date()
            Mission.objects.create(organisation=organisation, person=stranger, starts_on=day, ends_on=day)
        for days in (400, 300):
            Invitation.objects.create(
                organisation=organisation, organisation_name="x", email=f"a{days}@example.org", role="reader",
                token_hash=str(days), expires_at=NOW, accepted_at=NOW - timedelta(days=days),
            )  # fmt: skip
        stored = files.store(name="done.txt", content=b"done")
        for state in (State.EFFECTIVE, State.IN_PROGRESS):
            action = Action.objects.create(
                organisation=organisation, title="x", state=state, changed_at=NOW - timedelta(days=366 * 5)
            )
            ActionEvidence.objects.create(organisation=organisation, action=action, title="x", file=stored)
        for person in (room.person, stranger):
            CalendarFeed.objects.create(organisation=organisation, person_id=person.pk, token_hash=str(person.pk))
        trail.record("tests.do", subject="thing", subject_id="1", details={}, personal={"email": "a@example.org"})
    removed = running.run(now=NOW).removed
    assert removed == {
        "actions.ended_actions": {"actions.Action": 1, "actions.ActionEvidence": 1},
        "actions.feeds_of_others": {"actions.CalendarFeed": 1},
        "organisations.accepted_invitations": {"organisations.Invitation": 1},
        "organisations.ended_missions": {"organisations.Mission": 1},
    }
    later = NOW + timedelta(days=5 * 366)
    removed = running.run(now=later).removed
    assert removed["audit.personal_values"] == {"audit.AuditPersonalValues": 1}
    with inside(room):
        assert not AuditPersonalValues.objects.exists()
        assert trail.verify().broken is None, "the commitment stays, the value and its salt are gone"
        assert Action.objects.count() == StoredFile.objects.count() == 1


def test_no_rule_reaches_into_another_organisation(room: Member) -> None:
    other = a_member()
    closed(other, years_before(NOW, 6))
    running.run(now=NOW)
    later = NOW + timedelta(days=31)
    Turn.objects.filter(pk=other.organisation.pk).update(done_on=timezone.localdate(later))
    running.run(now=later)
    assert (left(other), left(room), removals(room)) == (1, 0, [])


def test_each_new_organisation_has_a_turn_and_nothing_more_is_said_of_it() -> None:
    with transaction.atomic():
        member = a_member("Nouvelle")
    assert Turn.objects.filter(pk=member.organisation.pk, done_on=None).exists()
    assert {field.name for field in Turn._meta.concrete_fields} == {"id", "done_on"}
